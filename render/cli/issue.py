"""`render issue`."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from render.cli.shared import DAY, advise, command, complain, say, with_project
from render.documents.project import Project
from render.errors import Problem
from render.folder import locked

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.issue.send import Order, Sent
    from render.reader.dispatches import Filed

SHOWN = 5  # names in one line

HELP = (
    "发文：给公文编上文号和日期，连同附件移到 issued/，从此不再改动。不写种类，就列出有什么可以发、发过什么。\n\n"
    "例如 render issue 任务通知 --number 5 --date 2017-03-05。手工修改过的草稿照原样发出。"
)


@command(HELP)
@with_project
@click.argument("kind", metavar="[种类]", default="")
@click.option("--number", metavar="序号", default="", help="发文顺序号：5 是都用一个号，5-35 是一份一个号；不写就留空")
@click.option("--date", "day", metavar="日期", type=DAY, help="成文日期，例如 2017-03-05；不写就是今天")
@click.option("--only", metavar="单位", multiple=True, help="只发给这个单位；可写多次")
@click.option("--term", metavar="期号", default="", help="第几期；不写就接着上一次")
@click.option("--today", metavar="日期", type=DAY, help="督办、通报说的是哪一天的情况；不写就照上次生成的草稿")
@click.option("--jobs", metavar="个数", type=click.IntRange(1), help="同时用几个进程；不写就用全部处理器")
@click.option("--undo", is_flag=True, help="撤回最近一次发文；有人签收了就不能撤回")
def issue(
    project: Project,
    kind: str,
    number: str,
    day: datetime | None,
    only: tuple[str, ...],
    term: str,
    today: datetime | None,
    jobs: int | None,
    undo: bool,
) -> None:
    """Send documents, list what can be sent and what was sent, or take the last dispatch back."""
    if undo and kind:
        raise click.UsageError("撤回时只写 --undo")
    if undo:
        _undo(project)
    elif kind:
        from render.issue.send import Order

        when = [moment.date() if moment else None for moment in (day, today)]
        order = Order(kind, when[0] or date.today(), number, only, term, when[1])
        _send(project, order, jobs)
    else:
        _list(project)


def _send(project: Project, order: "Order", jobs: int | None) -> None:
    from render.build.press import cores
    from render.issue.send import send

    with locked(project.output):
        sent = send(project, order, datetime.now().isoformat(timespec="milliseconds"), jobs or cores())
    complain(_remarks(sent, project), "yellow")
    dispatch = sent.filed.dispatch
    facts = f"发给 {len(dispatch.addressees)} 个单位，{dispatch.marks or '文号空着'}"
    say(f"✓ {dispatch.text}：{facts}，{len(dispatch.files)} 份文件在 {sent.filed.folder}")
    advise("发错了，在有人签收以前可以用 render issue --undo 撤回")


def _remarks(sent: "Sent", project: Project) -> Iterator[Problem]:
    """What the office should know of what was sent."""
    dispatch = sent.filed.dispatch
    if not dispatch.code:
        message = f"发文的代字里没有{dispatch.kind}的，公文里代字空着"
        yield Problem(str(project.plan), 0, message, "写上代字，撤回再发；或由人填写")
    for name, lacking in sent.edited.items():
        message = "手工修改过，照原样发出" + "".join(f"，里面没有找到“{said}”" for said in lacking)
        yield Problem(str(sent.filed.folder / name), 0, message, "核对文号和日期" if lacking else "")
    for name in sent.without:
        message = "旁边的 Word 文件手工修改过，这份 PDF 没有那些改动，没有发出"
        yield Problem(str(project.output / name), 0, message, f"要发 PDF，先由 Word 文件转：render pdf {name}")
    if sent.filed.undecided:
        message = f"任务{'、'.join(sent.filed.undecided)}的完成时间待定，照这样发出"
        yield Problem(str(sent.filed.folder), 0, message, "还没有定就不该发的，撤回：render issue --undo")
    if sent.stale:
        message = "生成草稿以后改过，发出的照现在的计划，与草稿不同"
        yield Problem(str(project.plan), 0, message, "不对就撤回：render issue --undo")


def _some(names: Iterable[str]) -> str:
    names = list(names)
    return "、".join(names[:SHOWN]) + (f"等 {len(names)} 份" if len(names) > SHOWN else "")


def _undo(project: Project) -> None:
    from render.issue.undo import last, undo

    with locked(project.output):
        filed = last(project)
        for name in undo(filed, project.output):
            click.echo(f"放回  {name}（手工修改过）")
    say(f"✓ 已撤回：{filed.folder.name}。运行 make 重新生成草稿")


def _list(project: Project) -> None:
    """What can be sent now, and what was sent."""
    from render.issue.outbox import kinds
    from render.issue.send import sendable
    from render.reader.dispatches import read_cabinet

    cabinet = read_cabinet(project.issued)
    found = sendable(project, kinds(project.templates), date.today())
    click.secho("可以发的", bold=True)
    for kind, units in found.items():
        click.echo(f"  {kind}：{_waiting(units)}")
    click.secho("发过的", bold=True)
    for filed in cabinet:
        click.echo(f"  {_line(filed)}")
    if not cabinet.filed:
        click.echo("  还没有")


def _waiting(units: tuple[str, ...]) -> str:
    if not units:
        return "没有"
    return "1 份，发给各单位" if units == ("",) else f"{len(units)} 份（{_some(units)}）"


def _line(filed: "Filed") -> str:
    """2017-03-05-任务通知  某财函〔2017〕5号  30 个单位，未签收 28 个（…）."""
    dispatch = filed.dispatch
    unsigned = dispatch.unsigned
    signed = f"未签收 {len(unsigned)} 个（{_some(unsigned)}）" if unsigned else "都已签收"
    return f"{filed.folder.name}  {dispatch.marks or '文号空着'}  {len(dispatch.addressees)} 个单位，{signed}"
