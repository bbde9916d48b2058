"""Which dispatches spoke of a task: those that published or told it, that changed it, or that pressed for it."""

from collections.abc import Iterator

from render.plan.dispatch import CHANGE, PUBLISHED, REMINDER, TASKS
from render.plan.model import Plan, Task
from render.plan.progress import Progress
from render.plan.standing import standings
from render.plan.states import PRESSING
from render.reader.dispatches import Cabinet, Filed


def mentions(cabinet: Cabinet, progress: Progress, task: str) -> Iterator[Filed]:
    """Oldest first; InputError where a plan as it was sent cannot be read any more."""
    former: Plan | None = None
    for filed in cabinet:
        plan = filed.plan
        now, before = _task(plan, task), _task(former, task) if former else None
        kind = filed.dispatch.kind
        told = now if kind in (PUBLISHED, TASKS) else kind == CHANGE and _wording(now) != _wording(before)
        if told or (kind == REMINDER and _pressed(filed, progress, task)):
            yield filed
        former = plan if kind in (PUBLISHED, TASKS, CHANGE) else former


def _task(plan: Plan, name: str) -> Task | None:
    return next((task for _, task in plan.tasks if task.id == name), None)


def _wording(task: Task | None) -> str:
    return task.fingerprint if task else ""


def _pressed(filed: Filed, progress: Progress, name: str) -> bool:
    """Whether a task was overdue or soon due on the day of a reminder, as far as was known then."""
    known = progress.until(filed.dispatch.time)
    found = (one for one in standings(filed.plan, known) if one.task.id == name)
    return any(one.alarm(filed.dispatch.day) in PRESSING for one in found)
