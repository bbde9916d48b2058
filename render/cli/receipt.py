"""`render receipt`."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from render.cli.shared import DAY, command, say, with_project
from render.documents.project import Project
from render.folder import locked

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.issue.receipt import Signing
    from render.plan.dispatch import Receipt

HELP = (
    "记签收：单位来电话说收到了公文。不写 --of，就是它还没有签收的最近一次发文。\n\n"
    "例如 render receipt 财务处 --by 赟喆。几个单位填在发文登记里的，用 render collect 收。记错了加 --undo 撤回。"
)


@command(HELP)
@with_project
@click.argument("units", metavar="单位...", nargs=-1, required=True)
@click.option("--date", "day", metavar="日期", type=DAY, help="签收日期，例如 2017-03-08；不写就是今天")
@click.option("--by", metavar="签收人", default="", help="谁签收的")
@click.option("--note", metavar="备注", default="", help="备注")
@click.option("--of", metavar="发文", default="", help="哪一次发文：issued/ 里文件夹的名称，例如 2017-03-05-任务通知")
@click.option("--undo", is_flag=True, help="撤回这些单位的签收")
def receipt(
    project: Project, units: tuple[str, ...], day: datetime | None, by: str, note: str, of: str, undo: bool
) -> None:
    """Record who signed for a dispatch, or take that back."""
    if undo and (day or by or note):
        raise click.UsageError("撤回时只写单位、--undo 和 --of")
    from render.issue.receipt import Call, sign, signings
    from render.reader import read_plan
    from render.reader.dispatches import read_cabinet

    call = Call(units, day.date() if day else None, by, note, of, undo)
    with locked(project.output):
        plan = read_plan(project.plan).plan
        found = signings(call, plan, read_cabinet(project.issued), date.today())
        left = sign(found, project.templates)
    for one in found:
        say(_line(one))
    tell_of_left(left)


def _line(one: "Signing") -> str:
    """✓ 财务处：任务通知（2017年3月5日），2017-03-08 签收，赟喆."""
    said = f"{_signed(one.new)}" if one.new else f"撤回 {_signed(one.old)}"
    was = f"（原来：{_signed(one.old)}）" if one.old and one.new else ""
    return f"✓ {one.unit}：{one.filed.dispatch.text}，{said}{was}"


def _signed(receipt: "Receipt | None") -> str:
    return "，".join(filter(None, (f"{receipt.day} 签收", receipt.by, receipt.note))) if receipt else ""


def tell_of_left(left: Iterable[Path]) -> None:
    """Say which registers do not show what was recorded."""
    for path in left:
        click.secho(f"{path}：手工填过，没有重做；签收记在旁边的 发文.yaml 里", fg="yellow", err=True)
