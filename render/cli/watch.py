"""`render watch`: build after each save."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from render.cli.build import make
from render.cli.shared import command, complain, problems_of, with_project
from render.documents.project import Project

PAUSE = 200  # ms in which further saves count as one; an editor may write a file in several steps


@command("一直看着：计划、模板、样式表或进展一保存，就生成有变化的文件；按 Ctrl+C 结束。")
@with_project
def watch(project: Project) -> None:
    """Build now, and after each save; an error is told, and the next save tried."""
    with suppress(KeyboardInterrupt), _warm():
        _try_to_make(project)
        click.echo("看着改动，按 Ctrl+C 结束……")
        for names in saves((project.plan, project.progress), project.templates):
            click.echo(f"{datetime.now():%H:%M:%S} {'、'.join(names)} 有改动")
            _try_to_make(project)


def _warm() -> AbstractContextManager[None]:
    """Processes that stay from one build to the next, where they can be had: an edit then takes a second."""
    from render.build.ahead import begun
    from render.build.press import cores, obstacle

    if cores() < 2 or not begun() or obstacle():
        return nullcontext()
    from render.build.pool import staying

    return staying(cores())


def _try_to_make(project: Project) -> None:
    try:
        make(project)
    except Exception as error:
        complain(problems_of(error))


def saves(files: Collection[Path], folder: Path) -> Iterator[list[str]]:
    """The names saved each time, in order, without end: of `files`, and of templates and stylesheets in `folder`."""
    import watchfiles

    wanted = {path.absolute() for path in files}
    folders = {path.parent for path in wanted} | {folder.absolute()}

    def reads(_: Any, name: str) -> bool:
        path = Path(name)
        return path in wanted or (path.parent == folder.absolute() and path.suffix in (".html", ".css", ".js"))

    for changes in watchfiles.watch(*folders, watch_filter=reads, debounce=PAUSE, step=50, recursive=False):
        yield sorted({Path(name).name for _, name in changes})
