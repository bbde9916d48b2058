"""What a new year would bring, and bringing it: the old one is archived, and the next plan takes its place."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from render.documents.document import Documents
from render.documents.project import Project
from render.errors import InputError, Problem
from render.issue.archive import archive, file_names, finish, frozen
from render.issue.next_plan import lost_comments, next_plan
from render.plan.carry import Turn, turn
from render.plan.standing import standings
from render.plan.states import FINISHED
from render.reader.archives import closed_on, unfinished
from render.reader.dispatches import Cabinet
from render.reader.numbering import BOM
from render.reader.progress import read_progress


@dataclass(frozen=True)
class Prospect:
    """What is going to be done: the turn, the text that was and is to be, what is archived, and comments that go."""

    turn: Turn
    old: str
    new: str
    documents: Documents
    cabinet: Cabinet
    comments: tuple[str, ...]
    closed: date | None  # the day of its year's end, whose files are there already

    @property
    def made(self) -> list[str]:
        """The names of the files that are made for the archive."""
        return file_names(self.documents)


def prospect(project: Project) -> Prospect:
    """Look at what a new year would bring, and write nothing.

    Raises InputError where the plan or its records cannot be read, or where its year has been archived already.
    """
    reading, documents = project.read()
    _refuse(project, reading.plan.year)
    progress, closed = read_progress(project.progress), closed_on(project.archive, reading.plan.year)
    known = progress.dated(closed) if closed else progress
    done = [one.task.id for one in standings(reading.plan, known) if one.state in FINISHED]
    found = turn(reading.plan, done)
    new = next_plan(reading.text, str(project.plan), found)
    lost = tuple(lost_comments(reading.text, new))
    made = Documents(()) if closed else frozen(documents)
    return Prospect(found, reading.text, new, made, project.sent(reading.plan), lost, closed)


def refuse_archived(project: Project) -> None:
    """InputError for a year that is over."""
    if project.is_archived:
        message, hint = "这是归档的计划，不能再转到下一年", "在它上面两层的文件夹里运行"
        raise InputError([Problem(str(project.plan), 0, message, hint)])


def _refuse(project: Project, year: int) -> None:
    folder = project.archive / str(year)
    if folder.exists():
        hint = f"核对 {project.plan} 里的年度；那是另一份计划的，把它移到别处"
        raise InputError([Problem(str(folder), 0, f"{year}年已有归档，没有动它", hint)])


def begin(project: Project, found: Prospect, jobs: int) -> Path:
    """Archive the year and put the next plan in place; the folder of outputs is to be `locked` meanwhile."""
    mark = BOM if project.plan.read_bytes().startswith(BOM.encode()) else ""
    old, new = ((mark + text).encode() for text in (found.old, found.new))
    if project.plan.read_bytes() != old:
        raise InputError([Problem(str(project.plan), 0, "刚才又改过了，没有动它", "再运行一次 render new-year")])
    folder = archive(project, old, new, found.turn.former.year, found.documents, jobs)
    finish(project, folder)
    return folder


def resume(project: Project) -> Path | None:
    """Finish what was begun before; None where nothing was."""
    folder = unfinished(project.archive)
    if folder:
        finish(project, folder)
    return folder
