"""Finished documents held against the standard, and the verdicts shown."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from render.cli.shared import say

if TYPE_CHECKING:  # reading PDFs takes a moment to import
    from render.standard import Form, Verdict

NAMED = 5  # files that the summary names
FORMS: dict["Form | None", str] = {"信函": "信函格式", "文件": "文件格式", None: "看不出格式的"}


@dataclass
class Inspected:
    """`named` = those that were asked for by name; `found` = those in folders; `others` = how many others are there."""

    named: list["Verdict"] = field(default_factory=list)
    found: list["Verdict"] = field(default_factory=list)
    others: int = 0
    folders: int = 0

    @property
    def every(self) -> list["Verdict"]:
        return [*self.named, *self.found]

    @property
    def failed(self) -> bool:
        return any(verdict.failed for verdict in self.every)


def inspect_all(places: Collection[Path], form: "Form | None", without: Collection[Path] = ()) -> Inspected:
    """Check files, and all documents in folders, `without` those in some; each once, however often it is named."""
    from render.standard import inspect, no_documents

    result = Inspected()
    names = dict.fromkeys(place for place in places if not place.is_dir())
    result.named += inspect(_without_locks(names), form=form)
    for folder in dict.fromkeys(place for place in places if place.is_dir()):
        if not inspect_folder(folder, form, result, folder.parent, without):
            result.named.append(no_documents(folder))
    return result


def inspect_folder(
    folder: Path, form: "Form | None", result: Inspected, root: Path, without: Collection[Path] = ()
) -> int:
    """Check the documents in a folder, `without` those in some; how many there are."""
    from render.standard import inspect, look_through

    contents = look_through(folder, without)
    known = {verdict.path for verdict in result.every}
    verdicts = inspect(contents.letters, root, form)
    result.found += [verdict for verdict in verdicts if verdict.path not in known]
    result.others += contents.others
    result.folders += 1
    return len(contents.letters)


def _without_locks(names: Iterable[Path]) -> list[Path]:
    """A shell's `*.docx` also names the lock files of open documents: only one that stands alone is meant."""
    from render.standard import LOCK

    every = list(names)
    return [path for path in every if not path.name.startswith(LOCK)] or every


# ---- telling ----


def tell(result: Inspected) -> None:
    """Faults, a line for each file that was named or needs a word, and the counts."""
    for fault in (fault for verdict in result.every for fault in verdict.faults):
        click.secho(str(fault), fg="red", err=True)
    for verdict in result.named:
        say(f"{_sign(verdict)} {verdict}")
    for verdict in result.found:
        if verdict.told_alone:
            say(f"{_sign(verdict)} {verdict}")
    if result.folders or len(result.named) > 1:
        say(summary(result))


def summary(result: Inspected) -> str:
    """How many were checked as what, and how many were not."""
    parts = "；".join(_counts(result))
    mark = "✗" if result.failed else "✓" if any(each.checked for each in result.every) else "○"
    return f"{mark} 公文格式：{parts or '没有 .docx 和 .pdf，什么也没有检查'}"


def _counts(result: Inspected) -> Iterator[str]:
    checked = [verdict for verdict in result.every if verdict.checked]
    forms = {name: sum(each.form == form for each in checked) for form, name in FORMS.items()}
    faults = sum(len(each.faults) for each in checked)
    if checked:
        told = "，".join(f"{name} {count} 份" for name, count in forms.items() if count)
        yield f"{told}，{f'{faults} 处不符' if faults else '没有不符'}"
    for conclusion in ("不是公文", "格式不检查", "不能检查"):
        names = [Path(each.path).name for each in result.every if each.conclusion == conclusion]
        if names:
            more = " 等" if len(names) > NAMED else ""
            yield f"{conclusion} {len(names)} 份（{'、'.join(names[:NAMED])}{more}）"
    if result.others:
        yield f"另有 {result.others} 个其他文件没有查"


def _sign(verdict: "Verdict") -> str:
    return "✗" if verdict.failed else "✓" if verdict.checked else "○"


def show_json(data: object) -> None:
    """Plain data for other programs."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
