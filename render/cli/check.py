"""`render check`."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from render.cli.shared import command, complain, followed, say, tell_templates, with_project
from render.cli.verdicts import Inspected, inspect_all, inspect_folder, show_json, tell
from render.documents.project import Project
from render.errors import InputError

if TYPE_CHECKING:
    from render.standard import Form


HELP = (
    "检查计划和模板，不写任何文件；写上文件名或文件夹，就照公文格式（GB/T 9704-2012）检查那些 .docx 和 .pdf。\n\n"
    "每个文件有一个答复：照信函格式或文件格式查了多少条、有哪些不符；看来不是公文，没有检查；不能检查，为什么。"
    "纪要、命令、电报等格式不检查。文件夹连同子文件夹一起查，隐藏文件和 ~$ 开头的除外。\n\n"
    "有不符、有文件不能检查时，退出码是 1；看来不是公文的不算错，一定要当作公文查的，加 --as。"
)


@command(HELP)
@with_project
@click.argument("files", metavar="[公文或文件夹]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--as", "form", metavar="信函|文件", type=click.Choice(["信函", "文件"]), help="一定照这种格式检查，缺的都算不符"
)
@click.option("--outputs", is_flag=True, help="再检查生成好的公文（.docx、.pdf）")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出，给别的程序用")
def check(project: Project, files: tuple[Path, ...], form: "Form | None", outputs: bool, as_json: bool) -> None:
    """Tell of everything that is wrong, or will not print as meant; with `files`, only of what is wrong in them."""
    if form and not files:
        raise click.UsageError("--as 后面还要写公文的文件名")
    if files:
        places, without = ([*files, project.output], [project.handed_out]) if outputs else (files, [])
        failed = _check_documents(places, without, form, as_json)
    else:
        tell_templates(project)
        failed = _check_project(project, outputs, as_json)
    if failed:
        click.get_current_context().exit(1)


def _check_documents(places: Collection[Path], without: Collection[Path], form: "Form | None", as_json: bool) -> bool:
    """Hold finished documents against the standard; whether something has to be put right."""
    from render.standard import as_data

    result = inspect_all(places, form, without)
    if as_json:
        show_json([as_data(verdict) for verdict in result.every])
    else:
        tell(result)
    return result.failed


def _check_project(project: Project, outputs: bool, as_json: bool) -> bool:
    """The plan and the templates, then the documents made from them."""
    from render.standard import as_data

    plan, failed = _data_of_sources(project) if as_json else ([], _check_sources(project))
    made = Inspected()
    if outputs:
        inspect_folder(project.output, None, made, project.output, (project.handed_out,))
    if as_json:
        show_json({"计划": plan, "公文": [as_data(verdict) for verdict in made.every]} if outputs else plan)
    elif outputs:
        tell(made)
    return failed or made.failed


def _data_of_sources(project: Project) -> tuple[list[dict[str, str | int]], bool]:
    """What is wrong in the plan and the templates, as plain data; whether something has to be put right."""
    from render.check.lint import Level
    from render.check.report import as_data, check, refused

    try:
        reading, documents = project.read(date.today(), marked=True)
        findings = check(reading, project, documents)
    except InputError as error:
        findings = refused(error)
    return as_data(findings), any(finding.level is Level.ERROR for finding in findings)


def _check_sources(project: Project) -> bool:
    """Tell of what is wrong in the plan and the templates; whether something has to be put right."""
    from render.check.lint import Level
    from render.check.report import check

    reading, documents = project.read(date.today(), marked=True)
    pages = followed(documents.pages(), len(documents.named), "检查")
    findings = check(reading, project, documents, pages)
    plan, files = reading.plan, sum(len(one.formats) for one in documents if not one.needs)
    facts = f"{len(plan.goals)} 项目标，{len(list(plan.tasks))} 项任务，{len(plan.units)} 个单位，{files} 份文件"
    found = {level: [one.problem for one in findings if one.level is level] for level in Level}
    for level, problems in found.items():
        complain((replace(one, message=f"{level}：{one.message}") for one in problems), LEVELS[level])
    told = "，".join(f"{level} {len(problems)} 处" for level, problems in found.items() if problems)
    say(f"{'✗' if found[Level.ERROR] else '✓'} {facts}：{told or '没有问题'}")
    return bool(found[Level.ERROR])


LEVELS = {"错误": "red", "警告": "yellow", "提示": "cyan"}
