"""`render sheet`: the plan as a workbook, and back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from render.cli.shared import advise, agreed, command, complain, say, with_project
from render.documents.project import Project
from render.errors import InputError, Problem
from render.folder import write_whole

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.plan.model import Plan
    from render.sheet.back import Return
    from render.sheet.records import Record


@command("在 Excel 或 WPS 里改计划：写出 plan.xlsx；改好后用 --back 看改了什么，再写进 plan.yaml，别处一个字不动。")
@with_project
@click.option(
    "--out", metavar="文件", type=click.Path(path_type=Path), help="写到这个文件；不写就写在计划旁边，同名 .xlsx"
)
@click.option("--back", metavar="文件", type=click.Path(path_type=Path), help="读回改好的表，写进 plan.yaml")
@click.option(
    "--delete",
    "named",
    metavar="名称",
    multiple=True,
    help="确认删去这一项任务（编号）、目标或单位（名称）；可以写几次",
)
@click.option("--yes", is_flag=True, help="不再问，直接写；要删的仍要用 --delete 写明")
def sheet(project: Project, out: Path | None, back: Path | None, named: Sequence[str], yes: bool) -> None:
    """Write the workbook, or bring one back."""
    if back:
        _bring_back(project, back, named, yes)
    else:
        _write(project, out or project.plan.with_suffix(".xlsx"))


def _write(project: Project, target: Path) -> None:
    from render.reader import read_plan
    from render.sheet.workbook import workbook

    reading = read_plan(project.plan)
    if target.exists() and _is_current(target, project):
        say(f"✓ {target} 就是现在的计划，没有重写")
    else:
        write_whole(target, workbook(reading.text, reading.plan))
        say(f"✓ {target}：{len(list(reading.plan.places))} 项任务，{len(reading.plan.units)} 个单位")
    advise(f"改好存盘，运行 render sheet --back {_named(target)}")


def _named(path: Path) -> str:
    """A path as it stands in a command."""
    return f'"{path}"' if " " in str(path) else str(path)


def _is_current(target: Path, project: Project) -> bool:
    """Whether a workbook that is there says what the plan says; raises InputError where something would be lost."""
    from render.reader import read_plan
    from render.sheet.back import merged
    from render.sheet.opening import open_book

    try:
        reading, book = read_plan(project.plan), open_book(target)
        found = merged(book, reading)
        lost = bool(found.values or found.moves or book.notes)
    except InputError as error:
        message = f"已有这个文件，没有动它：{error.problems[0].message}"
        raise InputError([Problem(str(target), 0, message, "换一个名字：--out 新文件.xlsx")]) from None
    if lost:
        hint = f"先运行 render sheet --back {_named(target)}；不要了就删去它，或用 --out 换一个名字"
        raise InputError([Problem(str(target), 0, "里面有没读回的东西，没有动它", hint)])
    return book.base.text == reading.text


def _bring_back(project: Project, path: Path, named: Sequence[str], yes: bool) -> None:
    from render.reader import read_plan
    from render.reader.dispatches import plans_sent
    from render.reader.versions import MADE
    from render.sheet.back import brought_back
    from render.sheet.opening import open_book

    now, raw = read_plan(project.plan), project.plan.read_bytes()
    book = open_book(path)
    others = [project.progress, project.output / MADE, *plans_sent(project.issued)]
    found = brought_back(book, now, raw.decode(), project.plan, others)
    complain([Problem(str(path), 0, note) for note in _asides(path, found)], "yellow")
    if found.text.encode() == raw:
        say(f"✓ {path} 里没有要写的改动")
        return
    _show(now.plan, found)
    if not _may_delete(found.deleted, named, yes) or not agreed(yes, f"写进 {project.plan}？"):
        say("○ 没有写")
        click.get_current_context().exit(1)
    if project.plan.read_bytes() != raw:
        raise InputError([Problem(str(project.plan), 0, "刚才又改过，没有写", "再运行一次")])
    write_whole(project.plan, found.text.encode())
    for one in found.given:
        click.echo(f"{one.id}  {one.content}（第 {one.line} 行）")
    say(f"✓ 写进 {project.plan}，别处没有动")
    advise("运行 render check 查一遍；接着在表里改，先运行 render sheet 换一份新的")


def _asides(path: Path, found: "Return") -> list[str]:
    is_open = path.with_name(f"~${path.name}").exists()
    return [*(["还在 Excel 里开着，只读得到存过盘的"] if is_open else []), *dict.fromkeys(found.notes)]


def _show(old: "Plan", found: "Return") -> None:
    from render.cli.changes import coloured
    from render.cli.difference import lines
    from render.plan.changes import compare

    for line in lines(compare(old, found.plan), {}):
        click.echo(coloured(line))


def _may_delete(deleted: Sequence["Record"], named: Sequence[str], yes: bool) -> bool:
    """Whether each deletion is confirmed by its name."""
    left = [record for record in deleted if not {record.key[1], record.data.get("名称")} & set(named)]
    if not yes:
        return all(agreed(False, f"删去{record.called}{_content(record)}？") for record in left)
    if left:
        lacking = " ".join(f"--delete {_name(record)}" for record in left)
        told = "、".join(record.called for record in left)
        click.secho(f"表里少了{told}；确实要删，加上 {lacking}", fg="yellow", err=True)
    return not left


def _name(record: "Record") -> str:
    return str(record.data.get("名称") or record.key[1])


def _content(record: "Record") -> str:
    from render.shorten import shortened

    return f"“{shortened(str(record.data['内容']), 30)}”" if "编号" in record.data else ""
