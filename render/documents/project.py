"""Where the plan, the templates and the outputs of an office stand, and what is read of them together."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from render.places import ISSUED, PROGRESS, TEMPLATES

if TYPE_CHECKING:  # what is read is imported when it is read: a build with nothing to do reads nothing
    from render.documents.document import Documents, Imprints
    from render.plan.model import Plan
    from render.reader import Reading
    from render.reader.dispatches import Cabinet

ARCHIVE, INDEX = "archive", "index.html"
_PROGRAM = Path(__file__).parents[1]
#: The templates that come with the program: in it where it was installed, beside it where it runs from its source.
OWN_TEMPLATES = next(filter(Path.is_dir, (_PROGRAM / TEMPLATES, _PROGRAM.parent / TEMPLATES)), _PROGRAM / TEMPLATES)
TODAY, CHANGES, DISPATCH = "今天", "变更", "登记"
#: What a template may need that is there only when it is asked for: without it nothing is made of it, nor taken away.
ON_REQUEST = (TODAY,)


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything is."""

    plan: Path
    templates: Path
    output: Path

    @property
    def progress(self) -> Path:
        """What units have reported stands beside the plan."""
        return self.plan.with_name(PROGRESS)

    @property
    def issued(self) -> Path:
        """What has been sent stands beside the plan."""
        return self.plan.with_name(ISSUED)

    @property
    def handed_out(self) -> Path:
        """Copies of what was sent, for those to whom it goes: no documents to be checked or made."""
        return self.output / "发放"

    @property
    def archive(self) -> Path:
        """The years that are over stand beside the plan."""
        return self.plan.with_name(ARCHIVE)

    @property
    def is_archived(self) -> bool:
        """Whether this is a year that is over: its folder stands in an archive, and was put there by us."""
        archive = self.plan.absolute().parent.parent
        return archive.name == ARCHIVE and (archive / INDEX).is_file()

    def sent(self, plan: "Plan") -> "Cabinet":
        """What was sent of the plan; InputError where what stands beside it is not all of its year."""
        from render.reader.archives import refuse_unfinished
        from render.reader.dispatches import cabinet_beside

        refuse_unfinished(self.archive)
        return cabinet_beside(plan, self.issued)

    def read(
        self,
        today: date | None = None,
        marked: bool = False,
        imprints: "Imprints | None" = None,
        placed: bool = False,
        until: date | None = None,
    ) -> "tuple[Reading, Documents]":
        """The plan, and the documents that are to be sent now, of what was reported and of what was sent before.

        `marked`, `imprints` and `placed` are as for `make_documents`; nothing that bears a day after `until` was
        reported.
        """
        from render.documents.document import draft, make_documents
        from render.reader import read_plan
        from render.reader.progress import progress_beside

        reading = read_plan(self.plan)
        sent = self.sent(reading.plan)
        progress = progress_beside(reading.plan, self.progress)
        return reading, make_documents(
            reading.plan,
            self.templates,
            progress.dated(until) if until else progress,
            today,
            sent,
            imprints or draft,
            marked,
            placed,
        )
