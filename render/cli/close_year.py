"""`render close-year`."""

from datetime import datetime

import click

from render.cli.shared import DAY, command, say, with_project
from render.documents.project import Project
from render.folder import locked

HELP = (
    "年终定格：把总台账、进展通报等照那一天的进展做好，留在 archive/，以后不再变。\n\n"
    "那一天以后填报和审核的不算。转到新的一年时一起归档，结转哪些任务也以那一天为准。"
)


@command(HELP)
@with_project
@click.option("--date", "day", metavar="日期", type=DAY, required=True, help="哪一天，例如 2017-12-31")
def close_year(project: Project, day: datetime) -> None:
    """Freeze ledger and report of a day."""
    from render.build.press import cores
    from render.issue.close_year import close

    with locked(project.output):
        folder, names = close(project, day.date(), cores())
    say(f"✓ 年终定格（{day.date()}）：{'、'.join(names)}，在 {folder}")
    click.echo("转到新的一年（render new-year）时一起归档；那一天没有完成的任务都结转")
