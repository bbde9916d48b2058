"""Plan + progress → how the tasks came to stand as they do: how many were finished day by day, and what moved last."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from render.plan.model import Plan
from render.plan.progress import Batch, Progress
from render.plan.standing import Standing, standings
from render.plan.states import FINISHED, State


@dataclass(frozen=True, slots=True)
class Mark:
    """The end of a day on which something was recorded: how many tasks were finished, and how many of them closed."""

    day: date
    finished: int
    closed: int


@dataclass(frozen=True, slots=True)
class Move:
    """A task that is in another state than before, or further on in the same."""

    task: Standing
    state: State
    percent: float | None


def course(plan: Plan, progress: Progress) -> list[Mark]:
    """How many tasks were finished at the end of each day on which something was recorded, the earliest first.

    A day is that of the record, so that what is told of it later changes nothing; withdrawn batches do not count.
    """
    states, marks = dict[str, State](), list[Mark]()
    for day, count, batches in _days(progress):
        touched = {task for batch in batches for task in _touched(batch)}
        at_that_time = progress.up_to(count)
        states |= {one.task.id: one.state for one in standings(plan, at_that_time, touched)}
        finished = sum(state in FINISHED for state in states.values())
        marks.append(Mark(day, finished, sum(state is State.CLOSED for state in states.values())))
    return marks


def moves(plan: Plan, progress: Progress) -> list[Move]:
    """The tasks that stand otherwise than before the day of the last collection of reports, as the plan has them."""
    since = progress.as_of
    if since is None:
        return []
    count = sum(batch.day < since for batch in progress.effective)
    touched = {task for batch in progress.effective[count:] for task in _touched(batch)}
    before = {one.task.id: one for one in standings(plan, progress.up_to(count), touched)}
    now = [(one, before[one.task.id]) for one in standings(plan, progress, touched)]
    return [
        Move(one, old.state, old.percent) for one, old in now if (one.state, one.percent) != (old.state, old.percent)
    ]


def due_by(tasks: Iterable[Standing]) -> list[tuple[date, int]]:
    """Each last day of tasks, as it counts now, and how many of them are due until then."""
    days = Counter(day for one in tasks if (day := one.term.last_day))
    return list(zip(sorted(days), accumulate(days[day] for day in sorted(days)), strict=True))


def _days(progress: Progress) -> Iterator[tuple[date, int, list[Batch]]]:
    """Each day on which something was recorded: how many batches there were at its end, and its own."""
    count = 0
    for day, batches in groupby(progress.effective, lambda batch: batch.day):
        own = list(batches)
        count += len(own)
        yield day, count, own


def _touched(batch: Batch) -> Iterator[str]:
    """The tasks of which a batch says something."""
    yield from (ruling.task for ruling in batch.rulings)
    yield from (entry.task for delivery in batch.deliveries for entry in delivery.entries)
