"""Which dispatches spoke of a task: those that published or told it, that changed it, or that pressed for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from render.plan.dispatch import CHANGE, PUBLISHED, REMINDER, TASKS
from render.plan.model import Plan
from render.plan.progress import Progress
from render.plan.standing import light, standings
from render.reader.dispatches import Cabinet, Filed


@dataclass(frozen=True)
class Mentions:
    """What was said of which task; each dispatch is looked at once, when that is first asked."""

    cabinet: Cabinet
    progress: Progress

    def of(self, task: str) -> Iterator[Filed]:
        """Oldest first; InputError where a plan as it was sent cannot be read any more."""
        return (filed for filed, tasks in self._spoken if task in tasks)

    @cached_property
    def _spoken(self) -> list[tuple[Filed, frozenset[str]]]:
        """Each dispatch, and the tasks of which it spoke."""
        found, former = list[tuple[Filed, frozenset[str]]](), dict[str, str]()
        for filed in self.cabinet:
            kind, wordings = filed.dispatch.kind, _wordings(filed.plan)
            told = wordings.keys() if kind in (PUBLISHED, TASKS) else set[str]()
            changed = {task for task in wordings.keys() | former.keys() if wordings.get(task) != former.get(task)}
            pressed = self._pressed(filed) if kind == REMINDER else set[str]()
            found.append((filed, frozenset({*told, *(changed if kind == CHANGE else ()), *pressed})))
            former = wordings if kind in (PUBLISHED, TASKS, CHANGE) else former
        return found

    def _pressed(self, filed: Filed) -> set[str]:
        """The tasks that were lit on the day of a reminder, as far as was known then."""
        known, day = self.progress.until(filed.dispatch.time), filed.dispatch.day
        lamps = ((one.task.id, light(filed.plan, one, day)) for one in standings(filed.plan, known))
        return {task for task, lamp in lamps if lamp and not lamp.test.is_calm}


def _wordings(plan: Plan) -> dict[str, str]:
    return {task.id: task.fingerprint for _, task in plan.tasks}
