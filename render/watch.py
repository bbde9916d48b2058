"""Waits for the files that a build reads to be saved."""

from collections.abc import Collection, Iterator
from pathlib import Path

import watchfiles

PAUSE = 200  # ms in which further saves count as one; an editor may write a file in several steps


def saves(files: Collection[Path], folder: Path) -> Iterator[list[str]]:
    """The names saved each time, in order, without end: of `files`, and of templates and stylesheets in `folder`."""
    wanted = {path.absolute() for path in files}
    folders = {path.parent for path in wanted} | {folder.absolute()}

    def reads(_: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        return path in wanted or (path.parent == folder.absolute() and path.suffix in (".html", ".css", ".js"))

    for changes in watchfiles.watch(*folders, watch_filter=reads, debounce=PAUSE, step=50, recursive=False):
        yield sorted({Path(name).name for _, name in changes})
