"""Where the plan, the templates and the outputs of an office stand, and what is read of them together."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what is read is imported when it is read: a build with nothing to do reads nothing
    from render.documents.document import Documents
    from render.plan.model import Plan
    from render.reader import Reading

#: What a template may need that is there only when it is asked for: without it nothing is made of it, nor taken away.
TODAY, CHANGES = ON_REQUEST = ("今天", "变更")


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything is."""

    plan: Path
    templates: Path
    output: Path

    @property
    def progress(self) -> Path:
        """What units have reported stands beside the plan."""
        return self.plan.with_name("progress.yaml")

    def read(
        self, today: date | None = None, old: "Plan | None" = None, marked: bool = False
    ) -> "tuple[Reading, Documents]":
        """The plan, and the documents that the templates make of it, of what was reported and of what changed.

        With `marked`, to be looked at only, the tags of their pages say where in the templates they stand; and where
        no `old` plan is given, all tasks count as new, so that what tells of changes is there too.
        """
        from render.documents.document import make_documents
        from render.plan.changes import compare
        from render.reader import read_plan
        from render.reader.progress import progress_beside
        from render.reader.versions import numbered

        reading = read_plan(self.plan)
        if marked and not old:
            old = reading.plan.model_copy(update={"goals": ()})
        changes = compare(old, reading.plan) if old else None
        basis = numbered(self.plan, reading.plan.year) if today or old else None
        return reading, make_documents(
            reading.plan, self.templates, progress_beside(reading.plan, self.progress), today, changes, marked, basis
        )
