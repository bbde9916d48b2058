"""The history, written back whole."""

from datetime import datetime
from typing import TYPE_CHECKING

from render.documents.project import Project
from render.folder import write_whole

if TYPE_CHECKING:  # pydantic takes 100 ms
    from render.plan.model import Plan
    from render.plan.progress import Progress


def now() -> str:
    """This moment as the history has it."""
    return datetime.now().isoformat(timespec="seconds")


def keep(project: Project, progress: "Progress", plan: "Plan") -> None:
    """Write what is known now, with the year and the title of the plan to which it belongs."""
    from render.reader.progress import progress_text

    write_whole(project.progress, progress_text(progress.of(plan)).encode())
