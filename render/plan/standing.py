"""Plan + progress → where each task stands: the leads' word decides, what assistants say stands beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from render.plan.answers import Entry
from render.plan.column import Duty
from render.plan.model import NO_GOAL, Goal, Path, Plan, Task, Unit
from render.plan.progress import Progress
from render.plan.states import Alarm, State, alarm


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """What one unit says of a task; `entry` is None as long as it says nothing, `filler` the member that said it."""

    unit: Unit
    role: Duty
    entry: Entry | None
    filler: str = ""

    @property
    def leads(self) -> bool:
        """Whether what it says decides."""
        return self.role is not Duty.ASSIST

    @property
    def state(self) -> State:
        """What it says of the state."""
        return State(self.entry.state) if self.entry and self.entry.state else State.UNREPORTED


@dataclass(frozen=True, slots=True)
class Standing:
    """One task in its goals, and what its units say of it, leads first, in the order of the plan."""

    path: Path
    task: Task
    entries: tuple[UnitEntry, ...]

    @property
    def goal(self) -> Goal:
        """The goal that it is in; one without a name where it is in none."""
        return self.path[-1] if self.path else NO_GOAL

    @property
    def leads(self) -> tuple[UnitEntry, ...]:
        """The entries that decide."""
        return tuple(one for one in self.entries if one.leads)

    @property
    def state(self) -> State:
        """The one state of the task.

        Of several leads: stuck as soon as one is; done or unreported only when all are; begun when one has begun.
        """
        states = {one.state for one in self.leads}
        if len(states) == 1:
            return states.pop()
        begun = states & {State.ONGOING, State.DONE}
        return State.STUCK if State.STUCK in states else State.ONGOING if begun else State.WAITING

    @property
    def percent(self) -> float | None:
        """How much is done, 0 to 100: of several leads that of the slowest, None unless all say it."""
        said = [one.entry.percent_number if one.entry else None for one in self.leads]
        return min((number for number in said if number is not None), default=None) if None not in said else None

    def days_left(self, today: date) -> int | None:
        """Days to the deadline, negative when it has passed; None for 长期 and for what is done."""
        end = self.task.last_day
        return (end - today).days if end and self.state is not State.DONE else None

    def alarm(self, today: date) -> Alarm:
        """How the task stands to its deadline."""
        return alarm(self.state is State.DONE, self.task.deadline, today)


def standings(plan: Plan, progress: Progress) -> Iterator[Standing]:
    """Where every task stands, in the order of the plan; a unit is known by its aliases and former names too."""
    latest = latest_entries(plan, progress)
    fillers = latest_fillers(plan, progress)
    for _, path, task in plan.places:
        roles = [(plan.unit_of[name], role) for role, names in task.roles.items() for name in names]
        keys = (((unit.name, task.id), unit, role) for unit, role in roles)
        told = (UnitEntry(unit, role, latest.get(key), fillers.get(key, "")) for key, unit, role in keys)
        yield Standing(path, task, tuple(told))


def latest_fillers(plan: Plan, progress: Progress) -> Mapping[tuple[str, str], str]:
    """(unit as it is called now, task id) → the member of it that said what stands; empty where nobody told."""
    return {(owner(plan, one.unit), entry.task): one.filler for _, one in progress.deliveries for entry in one.entries}


def latest_entries(plan: Plan, progress: Progress) -> Mapping[tuple[str, str], Entry]:
    """(unit as it is called now, task id) → what it said last, under whichever of its names."""
    return {(owner(plan, one.unit), entry.task): entry for _, one in progress.deliveries for entry in one.entries}


def heard(plan: Plan, progress: Progress) -> dict[str, date]:
    """Unit → the last day on which it was heard of; a unit that never reported is not in it."""
    days = dict[str, date]()
    for name, day in progress.heard.items():
        unit = owner(plan, name)
        days[unit] = max(day, days.get(unit, date.min))
    return days


def owner(plan: Plan, name: str) -> str:
    """What a unit is called now; a name that the plan does not know stays."""
    unit = plan.unit_of.get(name)
    return unit.name if unit else name
