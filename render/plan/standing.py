"""Plan + progress → where each task stands: the leads' word decides, what assistants say stands beside it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from render.plan.addressing import TABLE
from render.plan.answers import Entry
from render.plan.column import Duty
from render.plan.dates import Deadline
from render.plan.fields import ID
from render.plan.model import NO_GOAL, Goal, Path, Plan, Task, Unit
from render.plan.progress import Delivery, Progress
from render.plan.states import Alarm, State, alarm, days_left


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """What one unit says of a task; `entry` is None as long as it says nothing, `filler` the member that said it.

    `reported` is the day that it wrote there, else the day of collection. Of a group that names its members, `entry`
    adds up what they say, which stands in `members`.
    """

    unit: Unit
    role: Duty
    entry: Entry | None
    filler: str = ""
    reported: date | None = None
    members: "tuple[UnitEntry, ...]" = ()

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
    deadline: Deadline
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
        return together({one.state for one in self.leads})

    @property
    def percent(self) -> float | None:
        """How much is done, 0 to 100: of several leads that of the slowest, None unless all say it."""
        return _slowest(self.leads)

    @property
    def reported(self) -> date | None:
        """The day since which all leads have reported; None until they have."""
        days = [one.reported for one in self.leads]
        return min((day for day in days if day), default=None) if None not in days else None

    def days_left(self, today: date) -> int | None:
        """Days to the next due day, as `states.days_left` counts them."""
        return days_left(self.state is State.DONE, self.deadline, today, self.reported)

    def alarm(self, today: date) -> Alarm:
        """How the task stands to its deadline."""
        return alarm(self.state is State.DONE, self.deadline, today, self.reported)


def together(states: Collection[State]) -> State:
    """The one state of something that several have a part in."""
    if len(states) == 1:
        return next(iter(states))
    begun = State.ONGOING in states or State.DONE in states
    return State.STUCK if State.STUCK in states else State.ONGOING if begun else State.WAITING


def _slowest(entries: Iterable[UnitEntry]) -> float | None:
    """The percentage of the slowest of several, None unless all say it."""
    said = [one.entry.percent_number if one.entry else None for one in entries]
    return min((number for number in said if number is not None), default=None) if None not in said else None


def standings(plan: Plan, progress: Progress) -> Iterator[Standing]:
    """Where every task stands, in the order of the plan; a unit is known by its aliases and former names too."""
    latest = latest_entries(plan, progress)
    fillers, days = latest_fillers(plan, progress), latest_days(plan, progress)

    def said(unit: Unit, role: Duty, task: Task) -> UnitEntry:
        key = (unit.name, task.id)
        own = UnitEntry(unit, role, latest.get(key), fillers.get(key, ""), days.get(key))
        members = plan.members_of(unit)
        return own if members == (unit,) else _of_group(own, [said(one, role, task) for one in members], task)

    for _, path, task in plan.places:
        roles = [(plan.unit_of[name], role) for role, names in task.roles.items() for name in names]
        yield Standing(path, task, plan.deadline(task), tuple(said(unit, role, task) for unit, role in roles))


def _of_group(own: UnitEntry, members: Sequence[UnitEntry], task: Task) -> UnitEntry:
    """What the members of a group say, added up; what came in under the group's name where none of them says a word."""
    heard = [one.entry for one in members if one.entry]
    if not heard:
        return UnitEntry(own.unit, own.role, own.entry, own.filler, own.reported, tuple(members))
    troubles = [f"{one.unit.name}：{one.entry.trouble}" for one in members if one.entry and one.entry.trouble]
    state, percent = together({one.state for one in members}), _slowest(members)
    data = {
        ID: task.id,
        "进展状态": "" if state is State.UNREPORTED else str(state),
        "完成比例": "" if percent is None else f"{percent:g}%",
        "进展情况": counted(members),
        "存在问题": "\n".join(troubles),
        "填报日期": max(one.day for one in heard),
    }
    days = [one.reported for one in members]
    reported = min((day for day in days if day), default=None) if None not in days else None
    return UnitEntry(own.unit, own.role, Entry.model_validate(data), "", reported, tuple(members))


def counted(members: Sequence[UnitEntry]) -> str:
    """34 所中已完成 12 所，推进中 3 所，未填报 19 所."""
    word = TABLE[members[0].unit.kind].counter
    counts = Counter(one.state for one in members)
    states = [f"{state} {counts[state]} {word}" for state in State if counts[state] or state is State.DONE]
    return f"{len(members)} {word}中{'，'.join(states)}"


def latest_fillers(plan: Plan, progress: Progress) -> Mapping[tuple[str, str], str]:
    """(unit as it is called now, task id) → the member of it that said what stands; empty where nobody told."""
    return {(sayer(plan, one), entry.task): one.filler for _, one in progress.deliveries for entry in one.entries}


def latest_days(plan: Plan, progress: Progress) -> Mapping[tuple[str, str], date]:
    """(unit as it is called now, task id) → the day that it wrote with what stands, else the day of collection."""
    return {
        (sayer(plan, one), entry.task): entry.reported_on or batch.day
        for batch, one in progress.deliveries
        for entry in one.entries
    }


def latest_entries(plan: Plan, progress: Progress) -> Mapping[tuple[str, str], Entry]:
    """(unit as it is called now, task id) → what it said last, under whichever of its names."""
    return {(sayer(plan, one), entry.task): entry for _, one in progress.deliveries for entry in one.entries}


def sayer(plan: Plan, delivery: Delivery) -> str:
    """Who says what a delivery holds, as that is called now: of a group the member that filled its tracker in."""
    unit, member = plan.unit_of.get(delivery.unit), plan.party_of.get(delivery.filler)
    return member.name if unit and member and unit in plan.groups_of(member) else owner(plan, delivery.unit)


def heard(plan: Plan, progress: Progress) -> dict[str, date]:
    """Unit → the last day on which it, or a member of it, was heard of; one that never reported is not in it."""
    days = dict[str, date]()
    for name, day in progress.heard.items():
        party = plan.party_of.get(name)
        for unit in (owner(plan, name), *(group.name for group in (plan.groups_of(party) if party else ()))):
            days[unit] = max(day, days.get(unit, date.min))
    return days


def owner(plan: Plan, name: str) -> str:
    """What a unit is called now; a name that the plan does not know stays."""
    unit = plan.unit_of.get(name)
    return unit.name if unit else name
