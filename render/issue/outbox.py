"""What of a kind can be sent now, to whom, and which of its drafts were edited by hand."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from render.build.manifest import MANIFEST, Manifest, read_manifest
from render.build.output import known, meant
from render.documents.document import Document, read_templates
from render.documents.project import TODAY, Project
from render.errors import InputError, Problem
from render.folder import Folder
from render.nearest import Nearest
from render.plan.dispatch import Imprint
from render.plan.model import Plan

EVERYBODY = ""  # the unit of a document that goes to all


@dataclass(frozen=True)
class Outbox:
    """The documents of one kind that can be sent, those that go along, and to which units."""

    plan: Plan
    text: str
    kind: str
    documents: tuple[Document, ...]
    enclosures: tuple[Document, ...]
    units: tuple[str, ...]

    @cached_property
    def every(self) -> tuple[Document, ...]:
        """All that is sent."""
        return (*self.documents, *self.enclosures)

    def of(self, unit: str) -> Iterator[Document]:
        """What one unit gets, its own document first."""
        return (one for one in self.every if one.unit in (unit, EVERYBODY))

    @property
    def numbered(self) -> tuple[str, ...]:
        """What gets a number of its own: each unit, or the one document for all."""
        return tuple(dict.fromkeys(one.unit for one in self.documents))


def kinds(templates: Path) -> dict[str, bool]:
    """Each kind that templates know, and whether it is drafted for a day; InputError where a template is wrong."""
    problems = list[Problem]()
    found = {one.front.kind: one.front.needs == TODAY for one in read_templates(templates, problems) if one.front.kind}
    if problems:
        raise InputError(problems)
    return found


def known_kind(kind: str, templates: Path) -> bool:
    """Whether a kind is drafted for a day; InputError where no template makes it."""
    known = kinds(templates)
    if kind not in known:
        hint = Nearest(known).hint(kind) or f"可以写：{'、'.join(known)}"
        raise InputError([Problem("render issue", 0, f"没有模板写着“发文: {kind}”", hint)])
    return known[kind]


def fill(
    project: Project, kind: str, only: Collection[str], today: date | None, imprints: dict[str, Imprint] | None = None
) -> Outbox:
    """What can be sent now, with number and day where they are given (unit → imprint); it may be nothing.

    Raises InputError for a unit that the plan does not know, and for what is wrong with plan or templates.
    """
    given = imprints or {}
    reading, documents = project.read(
        today, imprints=lambda which, unit: given.get(unit, Imprint()) if which == kind else Imprint()
    )
    known(only, reading.plan, "--only")
    wanted = {EVERYBODY, *meant(only, reading.plan)}
    own = tuple(one for one in documents if one.kind == kind and (not only or one.unit in wanted))
    units = _units(own, reading.plan)
    along = tuple(one for one in documents if kind in one.along and one.unit in (*units, EVERYBODY)) if own else ()
    return Outbox(reading.plan, reading.text, kind, own, along, units)


def _units(documents: Iterable[Document], plan: Plan) -> tuple[str, ...]:
    """Those to whom documents go: each to its unit, or to all that get letters."""
    units = dict.fromkeys(one.unit for one in documents)
    return tuple(unit.name for unit in plan.recipients) if EVERYBODY in units else tuple(units)


@dataclass(frozen=True)
class Drafts:
    """What lies in the folder of outputs under the names of documents."""

    folder: Folder
    manifest: Manifest

    def edited(self, name: str) -> str | None:
        """The SHA-256 of a file that stands there as we did not write it; None for any other."""
        found = self.folder.digest(name)
        return None if found in (None, *(entry.sha for entry in self.manifest.records.get(name, ()))) else found

    def time(self, name: str) -> float:
        """When it was last written."""
        return self.folder.path(name).stat().st_mtime


def read_drafts(output: Path) -> Drafts:
    """Look at a folder of outputs."""
    return Drafts(Folder(output), read_manifest(output / MANIFEST))
