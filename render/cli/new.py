"""`render new`."""

import shlex
from datetime import date
from pathlib import Path

import click

from render.cli.shared import command, say
from render.errors import InputError, Problem


@command("给另一个单位新建一个文件夹：计划的样子和模板；没有写明的当面问。")
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--title", metavar="标题", help="计划的标题，例如 2026年重点工作任务分解表")
@click.option("--year", metavar="年度", type=int, help="标题里没有年份时用")
@click.option("--organ", metavar="机关", help="发文机关；不知道的空着")
@click.option("--office", metavar="处室", help="主办这份计划的处室；不知道的空着")
@click.option("--templates", metavar="文件夹", type=click.Path(path_type=Path), help="照哪里的模板；不写用程序自带的")
def new(
    folder: Path, title: str | None, year: int | None, organ: str | None, office: str | None, templates: Path | None
) -> None:
    """Begin a folder, and say the three commands that come next."""
    from render.documents.project import OWN_TEMPLATES
    from render.starting import Beginning, begin, refuse_used, year_of

    refuse_used(folder)
    title = _asked(title, "标题")
    if not title.strip():
        raise InputError([Problem("--title", 0, "没有写标题", "例如 --title 2026年重点工作任务分解表")])
    year = year or year_of(title) or int(_asked(None, "年度", str(date.today().year)))
    known = Beginning(title.strip(), year, _asked(organ, "发文机关").strip(), _asked(office, "经办处室").strip())
    begin(folder, known, templates or OWN_TEMPLATES)
    say(f"✓ 建好了 {folder}：plan.yaml、plan.schema.json 和 templates/；下一步：")
    for line in (
        f"cd {shlex.quote(str(folder))}",
        "render check    # 改 plan.yaml，查错",
        "render build    # 生成文件到 output/",
    ):
        click.echo(f"  {line}")


def _asked(given: str | None, question: str, default: str = "") -> str:
    """What an option says, else what the user answers; where nobody answers, the default."""
    if given is not None:
        return given
    try:
        answer: str = click.prompt(question, default=default, show_default=bool(default))
    except click.Abort:
        click.echo()
        return default
    return answer
