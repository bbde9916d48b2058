"""`render status`."""

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from render.cli.shared import DAY, advise, command, complain, followed_outputs, known_tasks, with_project
from render.documents.project import ON_REQUEST, Project

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from rich.console import RenderableType

    from render.plan.overview import Overview
    from render.reader.dispatches import Cabinet

PLAIN = 100  # the width of tables that are not for a terminal


@command("看各单位任务的进展：逾期的、近期到期的、有问题的，哪些单位没有填报、没有签收；最后说有没有文件要重做。")
@with_project
@click.option("--today", metavar="日期", type=DAY, help="按这一天看，例如 2017-11-01；不写就是今天")
@click.option("--since", metavar="日期", type=DAY, help="列出从这一天起没有填报的单位；不写就列从未填报的")
@click.option("--unit", metavar="单位", multiple=True, help="只看这个单位的任务；可写多次")
@click.option("--task", metavar="编号", multiple=True, help="看这项任务的经过：谁在哪天说了什么；可写多次")
@click.option("--files", is_flag=True, help="逐个列出要重做、要保留的文件")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出，给别的程序用")
def status(
    project: Project,
    today: datetime | None,
    since: datetime | None,
    unit: Collection[str],
    task: Collection[str],
    files: bool,
    as_json: bool,
) -> None:
    """Show how the tasks stand, and what a build would do; or what happened to some tasks."""
    if task:
        _tell_of_tasks(project, task, today.date() if today else date.today(), as_json)
        return
    from render.build.agenda import plan_build
    from render.build.output import known
    from render.cli.outcomes import fates, groups, rebuild
    from render.plan.overview import data, survey

    reading, documents = project.read()
    known(unit, reading.plan, "--unit")
    units = reading.plan.unit_of
    days = [moment.date() if moment else None for moment in (today, since)]
    overview = survey(reading.plan, documents.progress, days[0] or date.today(), days[1], unit)
    cabinet, names = documents.cabinet, {each for name in unit for each in units[name].known_as}
    agenda = plan_build(followed_outputs(documents, "对照"), project.output, lacking=ON_REQUEST)
    if agenda.manifest.problem:
        complain([agenda.manifest.problem], "yellow")
    if as_json:
        click.echo(
            json.dumps(
                {**data(overview), "签收": _receipts(cabinet, names), "文件": fates(agenda)},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    _show(overview)
    for text in _awaited(cabinet, names):
        click.echo(text)
    for line in groups(agenda) if files else [rebuild(agenda)]:
        advise(line)


def _tell_of_tasks(project: Project, names: Collection[str], today: date, as_json: bool) -> None:
    """The story of each of these tasks."""
    from render.cli.task import TaskStory
    from render.plan.history import history
    from render.plan.standing import standings
    from render.reader import read_plan
    from render.reader.mentions import Mentions
    from render.reader.progress import progress_beside

    plan = read_plan(project.plan).plan
    progress = progress_beside(plan, project.progress)
    where, told = {one.task.id: one for one in standings(plan, progress)}, Mentions(project.sent(plan), progress)
    known_tasks(names, where, "--task")
    stories = [
        TaskStory(
            where[name],
            history(plan, progress, (one.dispatch for one in told.of(name)), where[name].task),
            today,
        )
        for name in dict.fromkeys(names)
    ]
    if as_json:
        click.echo(json.dumps([one.data for one in stories], ensure_ascii=False, indent=2))
        return
    _print(lambda width: [table for one in stories for table in (*one.tables(), "")][:-1])


def _receipts(cabinet: "Cabinet", names: Collection[str]) -> list[dict[str, Any]]:
    """Each dispatch, for other programs: to how many units it went, and which of these have not signed for it."""
    return [
        {
            "发文": one.folder.name,
            "种类": one.dispatch.kind,
            "文号": one.dispatch.marks,
            "日期": str(one.dispatch.day),
            "收文": len(one.dispatch.addressees),
            "未签收": one.dispatch.awaits(names),
        }
        for one in cabinet
    ]


def _awaited(cabinet: "Cabinet", names: Collection[str]) -> Iterator[str]:
    """Who has not signed, dispatch by dispatch; nothing where nothing was sent."""
    waiting = [(one, units) for one in cabinet if (units := one.dispatch.awaits(names))]
    if cabinet.filed:
        yield f"\n没有签收的：{sum(len(units) for _, units in waiting) or '无'}"
    for one, units in waiting:
        mark = f" {one.dispatch.marks}" if one.dispatch.marks else ""
        yield f"{one.folder.name}{mark}：{len(units)}（{'、'.join(units)}）"


def _show(overview: "Overview") -> None:
    """Print the whole board."""
    from render.cli.board import tables

    _print(lambda width: tables(overview, width))


def _print(made: "Callable[[int], Iterable[RenderableType]]") -> None:
    """Print tables as wide as the terminal; into a file, as wide as COLUMNS says."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or PLAIN)
    console = Console(width=width, file=sys.stdout, highlight=False, emoji=False, markup=False)
    for table in made(console.width):
        console.print(table)
