"""`render check`."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from render.cli.shared import command, complain, say, with_project
from render.documents.project import Project
from render.errors import InputError


@command("检查计划和模板，不写任何文件；写上文件名就照公文格式检查那个文件。")
@with_project
@click.argument("files", metavar="[公文]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--outputs", is_flag=True, help="再照 GB/T 9704-2012 检查生成好的公文（.docx、.pdf）")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出，给别的程序用")
def check(project: Project, files: tuple[Path, ...], outputs: bool, as_json: bool) -> None:
    """Tell of everything that is wrong, or will not print as meant; with `files`, only of what is wrong in them."""
    if files:
        return _check_layout(files, None)
    found = _check_sources(project, as_json)
    if outputs:
        _check_layout(sorted(project.output.rglob("*.*")), project.output)
    if found:
        click.get_current_context().exit(1)
    return None


def _check_layout(files: Collection[Path], root: Path | None) -> None:
    """Hold finished documents against the standard."""
    from render.standard import inspect

    findings = inspect(files, root)
    for finding in findings:
        click.secho(str(finding), fg="red", err=True)
    say(f"{'✗' if findings else '✓'} 公文格式：{f'{len(findings)} 处不符' if findings else '没有问题'}")
    if findings:
        click.get_current_context().exit(1)


def _check_sources(project: Project, as_json: bool) -> bool:
    """Tell of what is wrong in the plan and the templates; whether something is."""
    from render.check.lint import Level
    from render.check.report import as_data, check, refused

    facts = ""
    try:
        reading, documents = project.read(date.today(), marked=True)
        findings = check(reading, project, documents)
        plan, files = reading.plan, sum(len(one.formats) for one in documents if not one.needs)
        facts = f"{len(plan.goals)} 项目标，{len(list(plan.tasks))} 项任务，{len(plan.units)} 个单位，{files} 份文件"
    except InputError as error:
        if not as_json:
            raise
        findings = refused(error)
    if as_json:
        click.echo(json.dumps(as_data(findings), ensure_ascii=False, indent=2))
        return any(finding.level is Level.ERROR for finding in findings)
    found = {level: [one.problem for one in findings if one.level is level] for level in Level}
    for level, problems in found.items():
        complain((replace(one, message=f"{level}：{one.message}") for one in problems), LEVELS[level])
    told = "，".join(f"{level} {len(problems)} 处" for level, problems in found.items() if problems)
    say(f"{'✗' if found[Level.ERROR] else '✓'} {facts}：{told or '没有问题'}")
    return bool(found[Level.ERROR])


LEVELS = {"错误": "red", "警告": "yellow", "提示": "cyan"}
