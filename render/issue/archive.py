"""One year to archive/: its plan and what was made of it at the end, then its progress and what was sent.

The folder of the year is made beside its place and gets its name when all that can fail is done; from then on it
holds the next plan, until everything is where it belongs. Records are moved, never copied: nothing is ever deleted.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from render.build.output import Output, list_outputs
from render.documents.document import Document, Documents
from render.documents.project import INDEX, Project
from render.errors import InputError, Problem
from render.folder import DRAFT, blocked, write_whole
from render.issue.index import index_page
from render.issue.send import make_files
from render.reader.archives import NEXT
from render.reader.dispatches import PLAN
from render.reader.versions import forget


def frozen(documents: Iterable[Document]) -> Documents:
    """What of the outputs is kept: what shows the whole plan and its progress, and is no letter."""
    return Documents(tuple(one for one in documents if not (one.unit or one.kind or one.needs)))


def file_names(documents: Documents) -> list[str]:
    """The names below the folder of the year: without the folders of output/, as far as all stay different."""
    names = [f"{one.name}.{format}" for one in documents for format in one.formats]
    bare = [name.rpartition("/")[2] for name in names]
    return bare if len(set(bare)) == len(bare) else names


def archive(project: Project, plan: bytes, following: bytes, year: int, documents: Documents, jobs: int) -> Path:
    """Give the year its folder, in which the next plan waits; what makes it take effect is to `finish` it.

    Raises InputError, and leaves everything as it is, where a file cannot be made.
    """
    root = project.archive
    with _staging(root) as staging:
        make_files(list(_renamed(documents)), staging, jobs)
        write_whole(staging / PLAN, plan)
        write_whole(staging / NEXT, following)
        folder = root / str(year)
        try:
            staging.rename(folder)
        except OSError as error:
            raise InputError([blocked(str(folder), error)]) from None
    return folder


def _renamed(documents: Documents) -> Iterator[Output]:
    pairs = zip(list_outputs(documents), file_names(documents), strict=True)
    return (replace(output, name=name) for output, name in pairs)


@contextmanager
def _staging(root: Path) -> Iterator[Path]:
    """A hidden folder in archive/, gone at the end if it did not get its name; what a kill left goes first."""
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f"{DRAFT}*"):
        shutil.rmtree(left, ignore_errors=True)
    staging = root / f"{DRAFT}{os.getpid()}"
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with suppress(OSError):  # it holds years
            root.rmdir()


def finish(project: Project, folder: Path) -> None:
    """Move the records to the folder of their year, and put the next plan in place; may be called again after a kill.

    Raises InputError, and moves nothing more, where that would put one file in the place of another.
    """
    following = (folder / NEXT).read_bytes()
    _refuse_edited(project.plan, following, folder)
    for source in (project.progress, project.issued):
        _move(source, folder / source.name)
    draft = folder / f"{DRAFT}finish.tmp"  # one name, so that of a killed run nothing stays
    write_whole(project.plan, following, draft)
    forget(project.output)
    write_whole(folder.parent / INDEX, index_page(folder.parent).encode(), draft)
    (folder / NEXT).unlink()


def _refuse_edited(plan: Path, following: bytes, folder: Path) -> None:
    """The plan must be as it was archived, or be the next one already."""
    if plan.is_file() and plan.read_bytes() not in (following, (folder / PLAN).read_bytes()):
        message = f"转到新的一年时中断以后又改过，和归档的 {folder / PLAN} 不同"
        hint = f"把改动另存一份，用 {folder / PLAN} 换回它，再运行 render new-year"
        raise InputError([Problem(str(plan), 0, message, hint)])


def _move(source: Path, target: Path) -> None:
    if not source.exists():
        return
    if target.exists():
        message = f"归档里已有 {target}，没有动它"
        raise InputError([Problem(str(source), 0, message, "把这一个移到别处，再运行 render new-year")])
    source.rename(target)
