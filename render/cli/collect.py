"""`render collect`."""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from render.cli.shared import MANY, agreed, command, complain, nobody, say, with_project
from render.documents.project import Project
from render.errors import InputError, Problem
from render.folder import locked, write_whole
from render.nearest import Nearest

if TYPE_CHECKING:  # pydantic and openpyxl take 100 ms each
    from render.collect import Collection as Collected
    from render.plan.model import Plan
    from render.plan.progress import Progress


@command("收回各单位填好的台账，记到 progress.yaml：先列出有什么变化，确认后才写。")
@with_project
@click.argument("places", metavar="[文件或文件夹]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--unit", metavar="单位", default="", help="台账里没有写明单位时，是哪个单位的")
@click.option("--yes", is_flag=True, help="不再询问，直接写；有疑问的不收")
@click.option("--accept", is_flag=True, help="有疑问的也照写的收")
@click.option("--undo", is_flag=True, help="撤回最近一次收取")
def collect(project: Project, places: tuple[Path, ...], unit: str, yes: bool, accept: bool, undo: bool) -> None:
    """Read returned trackers into progress.yaml, or take the last reading back."""
    if bool(places) is undo or (undo and (unit or accept)):
        raise click.UsageError("写上要收的文件或文件夹，例如 render collect 收回的台账/；撤回时只写 --undo")
    with locked(project.output):
        well = _take_back(project, yes) if undo else _take_in(project, places, unit, yes, accept)
    if not well:
        click.get_current_context().exit(1)


def _take_in(project: Project, places: Collection[Path], unit: str, yes: bool, accept: bool) -> bool:
    """Collect, tell and ask; whether everything that was found could be taken."""
    from render.cli.collected import summary
    from render.collect import collect, find_files
    from render.reader import read_plan
    from render.reader.progress import progress_beside

    plan = read_plan(project.plan).plan
    progress = progress_beside(plan, project.progress)
    project.sent(plan)  # what units report is not to be put beside the records of another year
    _know(unit, plan, project)
    paths, passed, problems = find_files(places)
    with _bar(paths, "读台账") as seen:
        collection = collect(paths, plan, progress, seen, unit=unit, today=date.today())
    problems += collection.problems
    _tell(collection, passed, problems)
    agreed, accept = _decide(collection, yes, accept)
    mark = "✗" if problems or (collection.questions and not accept) else "✓"
    if agreed:
        new = progress.with_batch(collection.batch(datetime.now().isoformat(timespec="seconds"), accept))
        _write(project, new, plan)
        say(f"{mark} {summary(collection, accept)}。运行 make 更新台账；收错了用 render collect --undo 撤回")
    else:
        say(f"{mark} 没有写入：{summary(collection, accept)}")
    return mark == "✓"


def _know(unit: str, plan: "Plan", project: Project) -> None:
    """Raise InputError for a unit that the plan does not have."""
    if unit and unit not in plan.party_of:
        raise InputError([Problem(str(project.plan), 0, f"没有单位“{unit}”", Nearest(plan.party_of).hint(unit))])


def _tell(collection: "Collected", passed: Collection[Path], problems: Collection[Problem]) -> None:
    """What is taken, then what is asked, then what is not taken and why."""
    from render.cli.collected import asked, taken
    from render.cli.collected import passed as passed_over

    for line in taken(collection):
        click.echo(line)
    for line in asked(collection):
        click.secho(line, fg="yellow" if line.startswith("疑问") else None)
    for line in passed_over(collection):
        click.echo(line)
    if passed:
        click.echo(f"不是 Excel 文件，没有看：{'、'.join(path.name for path in passed)}")
    complain(problems)


def _take_back(project: Project, yes: bool) -> bool:
    from render.cli.collected import undone
    from render.reader import read_plan
    from render.reader.progress import progress_beside

    plan = read_plan(project.plan).plan
    progress = progress_beside(plan, project.progress)
    if not progress.effective:
        complain([Problem(str(project.progress), 0, "没有可以撤回的收取")])
        return False
    for line in undone(plan, progress):
        click.echo(line)
    if agreed(yes, "撤回这一次？"):
        new = progress.without_last(datetime.now().isoformat(timespec="seconds"))
        _write(project, new, plan)
        say("✓ 已撤回。运行 make 更新台账")
    else:
        say("✓ 没有撤回")
    return True


def _write(project: Project, progress: "Progress", plan: "Plan") -> None:
    """Write what is known now, with the year and the title of the plan to which it belongs."""
    from render.reader.progress import progress_text

    write_whole(project.progress, progress_text(progress.of(plan)).encode())


def _decide(collection: "Collected", yes: bool, accept: bool) -> tuple[bool, bool]:
    """Whether to write, and whether what was asked about too; where nobody answers, it is no."""
    try:
        if collection.questions and not (yes or accept):
            accept = click.confirm("有疑问的也照写的收？", default=False)
        return bool(collection.deliveries(accept)) and (yes or click.confirm("写入 progress.yaml？")), accept
    except click.Abort:
        nobody()
        return False, accept


@contextmanager
def _bar(things: Collection[Any], label: str) -> Iterator[Callable[[Any], None]]:
    """A bar to be told of each thing, where there are many and somebody looks on."""
    if not sys.stdout.isatty() or len(things) < MANY:
        yield lambda _: None
        return
    with click.progressbar(things, label=label) as bar:
        yield lambda _: bar.update(1)
