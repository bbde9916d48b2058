"""What is wrong in the pages that templates make, told at the line of the template that says it."""

from collections.abc import Iterator
from pathlib import Path

from render.check.boxes import box_faults
from render.check.markup import MarkupFault, markup_faults
from render.documents.document import Document
from render.errors import Problem
from render.page import Page


class Lines:
    """The lines of templates, each file read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = dict[str, list[str]]()

    def at(self, place: str) -> str:
        """The line at a place (`letter.html:12`) and the three after it: a tag may go on there."""
        name, _, line = place.rpartition(":")
        if name and name not in self._files:
            self._files[name] = (self._folder / name).read_text("utf-8", "replace").split("\n")
        return "\n".join(self._files[name][int(line) - 1 : int(line) + 3]) if name else ""


def page_problems(document: Document, page: Page, templates: Path, lines: Lines) -> Iterator[Problem]:
    """What no format, or not every format, prints as meant of the marked page of a document."""
    for fault in (*markup_faults(page.html, document.formats), *box_faults(page, document.formats, lines.at)):
        yield _problem(fault, document.template, templates)


def _problem(fault: MarkupFault, template: str, templates: Path) -> Problem:
    name, _, line = fault.place.rpartition(":")
    return Problem(str(templates / (name or template)), int(line or 0), fault.message, fault.hint)
