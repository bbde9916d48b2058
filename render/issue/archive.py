"""One year to archive/: its plan and what was made of it at the end, then its progress and what was sent.

The folder of the year is made beside its place and gets its name when all that can fail is done; from then on it
holds the next plan, until everything is where it belongs. Records are moved, never copied: nothing is ever deleted.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from render.build.output import Output, list_outputs
from render.documents.document import Document, Documents
from render.documents.project import INDEX, Project
from render.errors import InputError, Problem
from render.folder import DRAFT, write_whole
from render.issue.index import index_page
from render.issue.send import make_files
from render.issue.staging import place, staging
from render.reader.archives import NEXT, closing_folder
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
    with staging(project.archive) as folder:
        make_files(list(renamed(documents)), folder, jobs)
        write_whole(folder / PLAN, plan)
        write_whole(folder / NEXT, following)
        return place(folder, project.archive / str(year))


def renamed(documents: Documents) -> Iterator[Output]:
    """The files of documents, by their names in the folder of the year."""
    pairs = zip(list_outputs(documents), file_names(documents), strict=True)
    return (replace(output, name=name) for output, name in pairs)


def finish(project: Project, folder: Path) -> None:
    """Move the records to the folder of their year, and put the next plan in place; may be called again after a kill.

    Raises InputError, and moves nothing more, where that would put one file in the place of another.
    """
    following = (folder / NEXT).read_bytes()
    _refuse_edited(project.plan, following, folder)
    for source in (project.progress, project.issued, *_closed(folder)):
        _move(source, folder / source.name)
    draft = folder / f"{DRAFT}finish.tmp"  # one name, so that of a killed run nothing stays
    write_whole(project.plan, following, draft)
    forget(project.output)
    write_whole(folder.parent / INDEX, index_page(folder.parent).encode(), draft)
    _clear(closing_folder(folder.parent, int(folder.name)))
    (folder / NEXT).unlink()


def _closed(folder: Path) -> list[Path]:
    """What was frozen at the end of the year, and was not yet moved to its folder."""
    closed = closing_folder(folder.parent, int(folder.name))
    return sorted(closed.iterdir()) if closed.is_dir() else []


def _clear(closed: Path) -> None:
    with suppress(OSError):  # there is none
        closed.rmdir()


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
