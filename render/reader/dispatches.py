"""issued/ → what was sent, one folder a dispatch: its record, the plan as it was, and the files as sent."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import ValidationError

from render.errors import InputError, Problem
from render.folder import Folder, write_whole
from render.plan.dates import UNDECIDED
from render.plan.dispatch import PUBLISHED, TELLING, Dispatch
from render.plan.model import Plan, Unit
from render.reader import read_plan
from render.reader.nodes import composed, dumped, error_line, line_of, loaded, on_one_line

RECORD = "发文.yaml"
PLAN = "plan.yaml"
FORMER = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[0-9]+)?\.yaml")  # how a version of the plan was kept before
HEAD = """\
# 一次发文：render issue 写的，发出去的文件在旁边。不要手工修改；签收用 render receipt 或发文登记表记。
"""
BROKEN = "这次发文的记录读不懂"
REMEDY = "它由 render issue 写；请用备份换回，或改正这一处"


@dataclass(frozen=True)
class Filed:
    """A dispatch, and the folder in which it is kept."""

    folder: Path
    dispatch: Dispatch

    @cached_property
    def plan(self) -> Plan:
        """The plan as it was sent; InputError where it cannot be read any more."""
        return read_plan(self.folder / PLAN).plan

    @property
    def undecided(self) -> tuple[str, ...]:
        """The tasks that were sent without a deadline."""
        return tuple(task.id for _, task in self.plan.tasks if task.deadline == UNDECIDED)

    @property
    def touched(self) -> Iterator[tuple[str, bool]]:
        """Each file that is not as it was sent, and whether it is still there."""
        return self._unlike(self.dispatch.files)

    @property
    def filled_in(self) -> Iterator[tuple[str, bool]]:
        """Each file of the office's own that is not as we made it, such as a register that was filled in."""
        return self._unlike(self.dispatch.own)

    def _unlike(self, shas: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
        folder = Folder(self.folder)
        for name, sha in shas.items():
            found = folder.digest(name)
            if found != sha:
                yield name, found is not None


@dataclass(frozen=True)
class Cabinet:
    """All dispatches, oldest first."""

    filed: tuple[Filed, ...] = ()

    def __iter__(self) -> Iterator[Filed]:
        return iter(self.filed)

    def last(self, kinds: Collection[str], names: Collection[str] | None = None) -> Filed | None:
        """The last dispatch of these kinds, to a unit of one of these names."""
        found = [one for one in self.filed if one.dispatch.kind in kinds]
        return next((one for one in reversed(found) if names is None or one.dispatch.to(names)), None)

    def told(self, unit: Unit) -> Filed | None:
        """What told a unit last of its tasks: its letter or its last change notice, else the published table.

        The table alone tells only a unit that gets no letter any more: one that does is told by that.
        """
        return self.last(TELLING, unit.known_as) or self.last((PUBLISHED,), unit.known_as)

    def sent(self, kind: str, names: Collection[str]) -> Filed | None:
        """The last dispatch of a kind to a unit of one of these names."""
        return self.last((kind,), names)

    @property
    def basis(self) -> Filed | None:
        """The dispatch that published the plan: what later documents cite."""
        return self.last((PUBLISHED,))

    @cached_property
    def files(self) -> dict[str, set[str]]:
        """Name below output/ → the SHA-256 of each file that was sent under it."""
        found = dict[str, set[str]]()
        for one in self.filed:
            for name, sha in one.dispatch.files.items():
                found.setdefault(name, set()).add(sha)
        return found

    @property
    def latest(self) -> Filed | None:
        """The one that was registered last."""
        return max(self.filed, key=lambda one: one.dispatch.time, default=None)


EMPTY = Cabinet()


def read_cabinet(root: Path) -> Cabinet:
    """Read every dispatch; an empty cabinet where there is none, InputError for every one that is broken."""
    found, problems = list[Filed](), list[Problem]()
    for path in sorted(root.glob(f"*/{RECORD}")) if root.is_dir() else []:
        if path.parent.name.startswith("."):
            continue
        try:
            found.append(Filed(path.parent, _read(path)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return Cabinet(tuple(sorted(found, key=lambda one: (one.dispatch.day, one.dispatch.time))))


def cabinet_beside(plan: Plan, root: Path) -> Cabinet:
    """What was sent of a plan; InputError where a dispatch is broken, or was sent of the plan of another year."""
    cabinet = read_cabinet(root)
    problems = [problem for filed in cabinet if (problem := _mismatch(plan, filed))]
    if problems:
        raise InputError(problems)
    return cabinet


def _mismatch(plan: Plan, filed: Filed) -> Problem | None:
    sent, path = filed.dispatch, filed.folder / RECORD
    away = f"把 progress.yaml 和 issued/ 移到 archive/{sent.year}/"
    if sent.year != plan.year:
        said = f"这是{sent.year}年度发的，计划却是{plan.year}年度的，没有合在一起"
        after = f"已经换了的，{away}"
        hint = f"年度写错了就改回来；新的一年，换计划以前先运行 render new-year，{after}"
        return Problem(str(path), _line(path, "年度"), said, hint)
    if not plan.is_called(sent.plan):
        said = f"发的是“{sent.plan}”，计划却是“{plan.title}”，没有合在一起"
        former = on_one_line([*plan.former_titles, sent.plan])
        hint = f"只是改了标题的，在 plan.yaml 里标题的下面写一行 曾用名: {former}；是另一份计划的，{away}"
        return Problem(str(path), _line(path, "计划"), said, hint)
    return None


def _line(path: Path, key: str) -> int:
    return line_of(composed(path.read_text("utf-8")), (key,))


def plans_sent(root: Path) -> list[Path]:
    """The plans as they were sent, also those kept as one file each by earlier versions of this program."""
    return [*sorted(root.glob(f"*/{PLAN}")), *former_records(root)] if root.is_dir() else []


def former_records(root: Path) -> list[Path]:
    """Versions of the plan kept as one file each, as earlier versions of this program did."""
    return sorted(path for path in root.glob("*.yaml") if FORMER.fullmatch(path.name)) if root.is_dir() else []


def record_text(dispatch: Dispatch) -> str:
    """A dispatch as YAML that people can read; what is empty is left out."""
    return HEAD + dumped(dispatch.model_dump(by_alias=True, exclude_defaults=True, mode="json"))


def write_record(filed: Filed, dispatch: Dispatch) -> None:
    """Replace the record of a dispatch, whole: only what was signed for may differ."""
    write_whole(filed.folder / RECORD, record_text(dispatch).encode())


def _read(path: Path) -> Dispatch:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise InputError([Problem(str(path), 0, f"{BROKEN}：不是 UTF-8 编码", REMEDY)]) from None
    try:
        return Dispatch.model_validate(loaded(text))
    except yaml.YAMLError as error:
        raise InputError([Problem(str(path), error_line(error), BROKEN, REMEDY)]) from None
    except ValidationError as error:
        root = composed(text)
        raise InputError(
            Problem(str(path), line_of(root, one["loc"]), f"{BROKEN}：{'·'.join(map(_word, one['loc']))}", REMEDY)
            for one in error.errors(include_url=False, include_context=False)
        ) from None


def _word(step: int | str) -> str:
    return f"第{step + 1}个" if isinstance(step, int) else step
