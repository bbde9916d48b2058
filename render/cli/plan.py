"""What makes or completes a plan: `render import`, `number` and `schema`."""

from pathlib import Path

import click

from render.cli.shared import cli, command, complain, say, with_project
from render.documents.project import Project
from render.errors import InputError, Problem
from render.folder import write_whole


@cli.command(
    "import",
    help="从现有的任务分解表或清单（.docx、.xlsx、.txt；.doc、.xls、.wps、.et 要有 LibreOffice）做一份 plan.yaml。",
    options_metavar="[选项]",
)
@click.argument("source", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "--out", metavar="文件", required=True, type=click.Path(path_type=Path), help="写到这个文件；已有的不覆盖"
)
@click.option("--columns", metavar="栏=列名", default="", help="哪一列是什么，例如 任务=工作措施,牵头=责任单位")
def import_table(source: Path, out: Path, columns: str) -> None:
    """Write a plan made from a table, and tell what a person must look at."""
    from render.importing import draft_plan, plan_text, read_source
    from render.reader import read_plan

    if out.exists():
        raise InputError([Problem(str(out), 0, "已有这个文件，没有动它", "换一个名字")])
    draft = draft_plan(read_source(source), str(source), _chosen(columns))
    write_whole(out, plan_text(draft).encode())
    notes = [Problem(note.place or str(source), 0, note.message) for note in draft.all_notes if not note.quiet]
    complain(notes, "yellow")
    goals, tasks = sum(1 for _ in draft.all_goals), sum(1 for _ in draft.all_tasks)
    facts = f"{goals} 项目标，{tasks} 项任务，{len(draft.units)} 个单位，写到 {out}"
    try:
        read_plan(out)
    except InputError as error:
        complain(error.problems)
        say(f"✗ {facts}；还要按上面说的补全，标有“待核对”")
        click.get_current_context().exit(1)
    say(f"✓ {facts}；请核对单位的类别{'和标有“待核对”的地方' if draft.all_notes else ''}")


def _chosen(columns: str) -> dict[str, str]:
    """Heading → key, as `任务=工作措施,牵头=责任单位` says; raises InputError where it is not so."""
    from render.importing import NAMES, bare

    pairs = [part.partition("=") for part in columns.replace("，", ",").replace("＝", "=").split(",") if part.strip()]
    for name, _, word in pairs:
        if name.strip() not in NAMES or not word.strip():
            known = "、".join(NAMES)
            raise InputError([Problem("--columns", 0, f"“{name}={word}”看不懂", f"写成 栏=列名，栏可以是 {known}")])
    return {bare(word): NAMES[name.strip()] for name, _, word in pairs}


@command("给计划里还没有编号的任务编号：写进 plan.yaml，别处一个字不动；用过的编号不再用。")
@with_project
def number(project: Project) -> None:
    """Give ids to new tasks."""
    from render.reader.dispatches import plans_sent
    from render.reader.numbering import number as give
    from render.reader.versions import MADE

    text, given = give(project.plan, [project.progress, project.output / MADE, *plans_sent(project.issued)])
    if given:
        write_whole(project.plan, text.encode())
    for one in given:
        click.echo(f"{one.id}  {one.content}（第 {one.line} 行）")
    say(f"✓ 编了 {len(given)} 个号" if given else "✓ 每项任务都有编号，没有改动")


@command("输出 plan.yaml 的 JSON Schema，编辑器用它补全和检查。")
@click.option("--out", metavar="文件", type=click.Path(path_type=Path), help="写到这个文件；不写就显示出来")
def schema(out: Path | None) -> None:
    """Print the schema, or write it to a file."""
    from render.reader.schema import schema_text

    if out:
        write_whole(out, schema_text().encode())
    else:
        click.echo(schema_text(), nl=False)
