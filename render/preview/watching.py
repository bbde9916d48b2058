"""Saves → what has to be made anew: plan, progress and templates, and what others write to output/ and issued/."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import watchfiles

from render.documents.project import Project

TOGETHER = 100  # ms in which further saves count as one; an editor may write a file in several steps
STEP = 20  # ms without a further save
SUFFIXES = (".html", ".css", ".js")


async def source_saves(project: Project) -> AsyncIterator[list[str]]:
    """The names of the sources that were saved, each time that there are some, or of a folder that was made or went."""
    templates = project.templates.absolute()
    files = {path.absolute() for path in (project.plan, project.progress, project.output, project.issued)}

    def reads(_: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        return path in files or (path.parent == templates and path.suffix in SUFFIXES)

    folders = {path for path in (project.plan.absolute().parent, templates) if path.is_dir()}
    async for changes in watchfiles.awatch(*folders, watch_filter=reads, debounce=TOGETHER, step=STEP, recursive=False):
        yield sorted({Path(name).name for _, name in changes})


async def product_saves(project: Project, stop: asyncio.Event) -> AsyncIterator[bool]:
    """Each time that something made is written or edited, or something sent (true); until `stop`.

    A folder that is not there yet is not seen.
    """
    issued = project.issued.absolute()
    folders = [path for path in (project.output.absolute(), issued) if path.is_dir()]

    def counts(_: watchfiles.Change, name: str) -> bool:
        return not any(part.startswith(".") for part in Path(name).parts[-2:])

    if folders:
        async for changes in watchfiles.awatch(*folders, watch_filter=counts, stop_event=stop):
            yield any(Path(name).is_relative_to(issued) for _, name in changes)
