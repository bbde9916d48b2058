"""`render pack`."""

from typing import TYPE_CHECKING

import click

from render.cli.shared import command, say, with_project
from render.documents.project import Project
from render.errors import InputError, Problem
from render.folder import locked

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.issue.pack import Packed

SHOWN = 5  # names in one line
HELP = (
    "发放：把最近一次发出的公文按单位打成压缩包（通知、附件、台账），再把各份合成一本 合订本.pdf，供双面打印，"
    "放在 output/发放/。"
)


@command(HELP)
@with_project
@click.option("--of", metavar="发文", default="", help="哪一次发文：issued/ 里文件夹的名称；不写就是最近登记的一次")
@click.option("--folders", is_flag=True, help="每个单位一个文件夹，不打压缩包")
@click.option("--convert", is_flag=True, help="没有 PDF 的 Word 文件也转成 PDF 放进合订本；需要 LibreOffice")
def pack(project: Project, of: str, folders: bool, convert: bool) -> None:
    """Pack what each addressee of a dispatch gets, and bind the letters."""
    from render.issue.pack import pack as packed
    from render.issue.receipt import filed_as
    from render.office import pdf_of
    from render.reader.dispatches import read_cabinet

    cabinet = read_cabinet(project.issued)
    filed = filed_as(cabinet, of) if of else cabinet.latest
    if not filed:
        raise InputError([Problem(str(project.issued), 0, "还没有发过文", "先发文：render issue 种类")])
    with locked(project.output):
        found = packed(filed, project.handed_out, folders, pdf_of if convert else None)
    _tell(found, filed.folder.name, folders)


def _tell(found: "Packed", name: str, folders: bool) -> None:
    if found.lacking:
        some = "、".join(found.lacking[:SHOWN]) + (f"等 {len(found.lacking)} 份" if len(found.lacking) > SHOWN else "")
        command = f"render pack --of {name} --convert" + " --folders" * folders
        click.secho(f"{some}：没有 PDF，合订本里没有；由 Word 文件转了放进去：{command}", fg="yellow", err=True)
    book = f"，合订本 {found.bound.sides} 面（其中空白 {found.bound.blank} 面），双面打印" if found.bound else ""
    state = "" if found.new else "早已做好，没有变化："
    say(f"✓ {state}{found.units} 个单位的公文在 {found.folder}{book}")
