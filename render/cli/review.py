"""`render confirm`, `render return`, `render extend`: the office's word on what was reported."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from render.cli.shared import DAY, command, complain, known_tasks, say, with_project
from render.documents.project import Project
from render.errors import InputError, Problem
from render.folder import locked

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.plan.model import Plan
    from render.plan.progress import Progress
    from render.plan.rulings import Ruling
    from render.plan.standing import Standing

ADVICE = "运行 make 更新台账；记错了用 render collect --undo 撤回"
EARLIER = "也可以写在总台账的“审核结论”等栏里，用 render collect 收。记错了用 render collect --undo 撤回。"
CONFIRM = f"办结：责任主体报了完成的任务，核实后销号；以后不再催办。\n\n例如 render confirm 3-2 4-1。{EARLIER}"
RETURN = (
    "退回：任务报得不实、不全的，写明为什么，退给责任主体重新办理、重新填报；意见印在下一次的台账里。\n\n"
    f'例如 render return 3-2 --why "缺验收材料"。{EARLIER}'
)
EXTEND = (
    "延期：同意任务延到哪一天，以后照它催办，分解表里的完成时间不变；或加 --refuse，不同意延期。\n\n"
    f'例如 render extend 3-2 --to 2017年11月 --why "等省里批复"。{EARLIER}'
)

Command = Callable[..., None]


def _on_tasks(function: Command) -> Command:
    """Give a command the tasks, and the options that all of them have."""

    @wraps(function)
    def wrapped(project: Project, **given: Any) -> None:
        function(project, **given)

    for decorate in (
        click.option("--dry-run", "dry", is_flag=True, help="只看会记下什么，不写"),
        click.option("--accept", is_flag=True, help="有疑问的也照样记下"),
        click.option("--date", "day", metavar="日期", type=DAY, help="审核日期，例如 2017-10-09；不写就是今天"),
        click.argument("tasks", metavar="编号...", nargs=-1, required=True),
    ):
        decorate(wrapped)
    return wrapped


@command(CONFIRM)
@with_project
@_on_tasks
@click.option("--why", metavar="意见", default="", help="审核意见；可不写")
def confirm(project: Project, why: str, **given: Any) -> None:
    """Close tasks."""
    _rule(project, {"审核结论": "办结", "审核意见": why}, **given)


@command(RETURN, "return")
@with_project
@_on_tasks
@click.option("--why", metavar="意见", required=True, help="为什么退回，要怎样补正")
def send_back(project: Project, why: str, **given: Any) -> None:
    """Send reports back."""
    if not why.strip():
        raise click.UsageError("--why 要写明为什么退回")
    _rule(project, {"审核结论": "退回", "审核意见": why}, **given)


@command(EXTEND)
@with_project
@_on_tasks
@click.option("--to", "until", metavar="期限", default="", help="延到哪一天，例如 2017年11月、2017年11月15日")
@click.option("--refuse", is_flag=True, help="不同意延期")
@click.option("--why", metavar="意见", default="", help="审核意见；可不写")
def extend(project: Project, until: str, refuse: bool, why: str, **given: Any) -> None:
    """Give tasks more time, or do not."""
    if bool(until) is refuse:
        raise click.UsageError("写 --to 2017年11月 这样的日子，或写 --refuse")
    decision = "不同意延期" if refuse else "同意延期"
    _rule(project, {"审核结论": decision, "审核意见": why, "延期至": until}, **given)


def _rule(
    project: Project,
    said: dict[str, str],
    tasks: Sequence[str],
    day: datetime | None,
    accept: bool,
    dry: bool,
) -> None:
    """Record a word on each task, all of them or none; what is doubtful waits for --accept."""
    from render.cli.keeping import keep, now
    from render.plan.progress import Batch
    from render.reader import read_plan
    from render.reader.progress import progress_beside

    with locked(project.output):
        plan = read_plan(project.plan).plan
        progress = progress_beside(plan, project.progress)
        ids = list(dict.fromkeys(tasks))
        known_tasks(ids, {task.id for _, task in plan.tasks}, str(project.plan))
        rulings = [_ruling({**said, "编号": one}, day.date() if day else date.today(), plan.year) for one in ids]
        asked = _weigh(rulings, plan, progress, accept)
        after = progress.with_batch(Batch.model_validate({"时间": now(), "审核": rulings}))
        if asked and not accept:
            complain([Problem(f"任务{task}", 0, text) for task, text in asked], "yellow")
            say("✗ 没有记下；核对过没有问题，加上 --accept 再运行")
            click.get_current_context().exit(1)
        if not dry:
            keep(project, after, plan)
    _tell(rulings, plan, progress, after)
    say("✓ 只是看看，没有记下" if dry else f"✓ 已记入 {project.progress.name}。{ADVICE}")


def _ruling(said: dict[str, str], day: date, year: int) -> "Ruling":
    """The ruling; UsageError where its deadline says no day."""
    from render.plan.dates import DEADLINE_EXAMPLES, deadline
    from render.plan.rulings import Ruling

    until = said.get("延期至", "")
    if until and not deadline(until, year).last_day:
        raise click.UsageError(f"--to “{until}”看不出是哪一天；写成 {DEADLINE_EXAMPLES.split(' 或 ')[0]} 这样")
    opinion, source = said["审核意见"].strip(), f"render {click.get_current_context().info_name}"
    return Ruling.model_validate({**said, "审核意见": opinion, "审核日期": day, "途径": source})


def _weigh(rulings: "Sequence[Ruling]", plan: "Plan", progress: "Progress", accept: bool) -> list[tuple[str, str]]:
    """What is asked of which task; InputError for what cannot be."""
    from render.plan.weighing import Weighed, doubts, faults

    where = _where(plan, progress)
    weighed = [Weighed(where[one.task], one, date.today(), plan.year) for one in rulings]
    problems = [Problem(f"任务{one.ruling.task}", 0, text) for one in weighed for text in faults(one)]
    if problems:
        raise InputError(problems)
    return [(one.ruling.task, text) for one in weighed for text in doubts(one)]


def _where(plan: "Plan", progress: "Progress") -> "dict[str, Standing]":
    from render.plan.standing import standings

    return {one.task.id: one for one in standings(plan, progress)}


def _tell(rulings: "Sequence[Ruling]", plan: "Plan", progress: "Progress", after: "Progress") -> None:
    """3-2 退回：已完成 → 已退回，缺验收材料."""
    before, now = _where(plan, progress), _where(plan, after)
    for one in rulings:
        old, new = before[one.task], now[one.task]
        moved = [f"{old.state} → {new.state}"] if old.state is not new.state else []
        moved += [f"{old.term.last_day} → {new.term.last_day}"] if old.term.days != new.term.days else []
        click.echo(f"{one.task} {one.decision}：{'，'.join([*moved, *filter(None, [one.opinion])]) or '没有变化'}")
