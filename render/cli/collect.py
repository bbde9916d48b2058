"""`render collect`."""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from render.cli.harvest import Harvest
from render.cli.keeping import keep, now
from render.cli.shared import MANY, agreed, command, complain, nobody, say, with_project
from render.documents.project import Project
from render.errors import InputError, Problem
from render.folder import locked
from render.nearest import Nearest

if TYPE_CHECKING:  # pydantic and openpyxl take 100 ms each
    from render.plan.model import Plan
    from render.plan.progress import Progress


HELP = (
    "收回各单位填好的台账和总台账里的审核意见，记到 progress.yaml；收回填好的发文登记，把签收记到那次发文。"
    "先列出有什么变化，确认后才写。\n\n"
    "--undo 只撤回台账和审核；签收记错了，用 render receipt 单位 --undo。"
)


@command(HELP)
@with_project
@click.argument("places", metavar="[文件或文件夹]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--unit", metavar="单位", default="", help="台账里没有写明单位时，是哪个单位的")
@click.option("--yes", is_flag=True, help="不再询问，直接写；有疑问的不收")
@click.option("--accept", is_flag=True, help="有疑问的也照写的收")
@click.option("--undo", is_flag=True, help="撤回最近一次收的台账或审核")
def collect(project: Project, places: tuple[Path, ...], unit: str, yes: bool, accept: bool, undo: bool) -> None:
    """Read returned trackers into progress.yaml and registers into issued/, or take the last trackers back."""
    if bool(places) is undo or (undo and (unit or accept)):
        raise click.UsageError("写上要收的文件或文件夹，例如 render collect 收回的台账/；撤回时只写 --undo")
    with locked(project.output):
        well = _take_back(project, yes) if undo else _take_in(project, places, unit, yes, accept)
    if not well:
        click.get_current_context().exit(1)


def _take_in(project: Project, places: Collection[Path], unit: str, yes: bool, accept: bool) -> bool:
    """Collect, tell and ask; whether everything that was found could be taken."""
    from render.collect import collect, find_files, is_register, read_registers
    from render.reader import read_plan
    from render.reader.progress import progress_beside

    plan = read_plan(project.plan).plan
    progress = progress_beside(plan, project.progress)
    cabinet = project.sent(plan)  # what units report is not to be put beside the records of another year
    _know(unit, plan, project)
    paths, passed, problems = find_files(places)
    registers = [path for path in paths if is_register(path)]
    paths = [path for path in paths if path not in registers]
    with _bar(paths, "读台账") as seen:
        collection = collect(paths, plan, progress, seen, unit=unit, today=date.today())
    harvest = Harvest(collection, read_registers(registers, plan, cabinet, date.today()))
    problems += harvest.problems
    _tell(harvest, passed, problems)
    agreed, accept = _decide(harvest, yes, accept)
    mark = "✗" if problems or (harvest.doubtful and not accept) else "✓"
    if agreed:
        _write(project, plan, progress, harvest, accept)
        say(f"{mark} {harvest.summary(accept)}。{harvest.advice(accept)}")
    else:
        say(f"{mark} 没有写入：{harvest.summary(accept)}")
    return mark == "✓"


def _write(project: Project, plan: "Plan", progress: "Progress", harvest: Harvest, accept: bool) -> None:
    """Trackers into progress.yaml, then each register into the record of its dispatch."""
    from render.cli.receipt import tell_of_left
    from render.issue.receipt import Signing, sign

    if harvest.reports(accept):
        keep(project, progress.with_batch(harvest.collection.batch(now(), accept)), plan)
    found = [Signing(filed, one.unit, one.old, one.new) for filed, one in harvest.signatures(accept)]
    tell_of_left(sign(found, project.templates))


def _know(unit: str, plan: "Plan", project: Project) -> None:
    """Raise InputError for a unit that the plan does not have."""
    if unit and unit not in plan.party_of:
        raise InputError([Problem(str(project.plan), 0, f"没有单位“{unit}”", Nearest(plan.party_of).hint(unit))])


def _tell(harvest: Harvest, passed: Collection[Path], problems: Collection[Problem]) -> None:
    """What is taken, then what is asked, then what is not taken and why."""
    from render.cli.collected import asked, taken
    from render.cli.collected import passed as passed_over

    for line in (*taken(harvest.collection), *harvest.taken()):
        click.echo(line)
    for line in (*asked(harvest.collection), *harvest.asked()):
        click.secho(line, fg="yellow" if line.startswith("疑问") else None)
    for line in (*passed_over(harvest.collection), *harvest.passed()):
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
        keep(project, progress.without_last(now()), plan)
        say("✓ 已撤回。运行 make 更新台账")
    else:
        say("✓ 没有撤回")
    return True


def _decide(harvest: Harvest, yes: bool, accept: bool) -> tuple[bool, bool]:
    """Whether to write, and whether what was asked about too; where nobody answers, it is no."""
    try:
        if harvest.doubtful and not (yes or accept):
            accept = click.confirm("有疑问的也照写的收？", default=False)
        records = "、".join(harvest.records(accept))
        return bool(records) and (yes or click.confirm(f"写入 {records}？")), accept
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
