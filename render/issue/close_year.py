"""Year's end: the ledger and the report as they were on one day, kept until the new year takes them to the archive.

The day decides what is carried over, so that the frozen ledger and the next plan never contradict each other.
"""

from datetime import date
from pathlib import Path

import yaml

from render.documents.document import Document, Documents
from render.documents.project import TODAY, Project
from render.errors import InputError, Problem
from render.folder import write_whole
from render.issue.archive import renamed
from render.issue.send import make_files
from render.issue.staging import place, staging
from render.reader.archives import CLOSED, CLOSING_DAY, closed_on, closing_folder


def close(project: Project, day: date, jobs: int) -> tuple[Path, list[str]]:
    """Make them in a folder of the archive, whole or not at all; the folder, and the names of the files.

    Raises InputError where the year has been closed or archived, and where a file cannot be made.
    """
    reading, documents = project.read(day, until=day)
    year = reading.plan.year
    _refuse(project, year)
    outputs = list(renamed(closing(documents)))
    with staging(project.archive) as folder:
        make_files(outputs, folder, jobs)
        write_whole(folder / CLOSED, yaml.safe_dump({CLOSING_DAY: day}, allow_unicode=True).encode())
        return place(folder, closing_folder(project.archive, year)), [one.name for one in outputs]


def closing(documents: Documents) -> Documents:
    """What shows the whole plan and its progress, and the report of the day; no letter to one unit."""
    return Documents(tuple(one for one in documents if not one.unit and _is_kept(one)), documents.problems)


def _is_kept(document: Document) -> bool:
    return document.needs == TODAY or not (document.kind or document.needs)


def _refuse(project: Project, year: int) -> None:
    folder = closing_folder(project.archive, year)
    if project.is_archived or (project.archive / str(year)).exists():
        raise InputError([Problem(str(project.plan), 0, f"{year}年已经归档", "核对 plan.yaml 里的年度")])
    if day := closed_on(project.archive, year):
        hint = f"要换一天，先把 {folder} 移到别处"
        raise InputError([Problem(str(folder), 0, f"{year}年已按 {day} 年终定格，没有动它", hint)])
