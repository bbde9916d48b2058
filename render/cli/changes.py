"""`render diff`."""

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from render.cli.shared import command, followed_outputs, say, with_project
from render.documents.project import ON_REQUEST, Project

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.cli.difference import Line


@command("看计划改了什么、涉及哪些单位、哪些文件要重做；不写任何文件。")
@with_project
@click.option("--against", metavar="版本", help="与这一版比：文件名，或 git 的版本（如 HEAD~1）；不写就与上次生成时比")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出，给别的程序用")
def diff(project: Project, against: str | None, as_json: bool) -> None:
    """Show what differs, unit by unit, and the files that follow."""
    from render.build.agenda import plan_build
    from render.cli.difference import data, files_of, lines
    from render.plan.changes import compare
    from render.reader.versions import former, last_made

    reading, documents = project.read()
    old = former(against, project.plan) if against else last_made(project.output)
    changes = compare(old or reading.plan, reading.plan)
    outputs = list(followed_outputs(documents, "对照"))
    agenda = plan_build(outputs, project.output, lacking=ON_REQUEST)
    files = files_of(agenda, {output.name: output.unit for output in outputs})
    if as_json:
        click.echo(json.dumps(data(changes, files), ensure_ascii=False, indent=2))
        return
    if not old:
        click.secho("还没有生成过，没有可比的计划；下面是要生成的文件", fg="yellow", err=True)
    for line in lines(changes, files):
        click.echo(coloured(line))
    facts = f"{len(changes.tasks)} 项任务有变化，涉及 {len(changes.concerned)} 个单位"
    say(f"✓ {facts if changes else '计划没有变化'}；要重做的文件 {sum(map(len, files.values()))} 份")


LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True},
    "old": {"fg": "red", "strikethrough": True},
    "new": {"fg": "green", "underline": True},
    "": {},
}


def coloured(line: "Line") -> str:
    """A line for this terminal, in its colours where it has some."""
    from render.cli.difference import plain

    if not sys.stdout.isatty():
        return plain(line)
    return "".join(click.style(piece.text, **LOOKS[piece.look]) for piece in line)
