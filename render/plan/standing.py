"""Plan + progress → where each task stands.

The leads' word decides, what assistants say stands beside it; above both is the office's, as `rulings` tells it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from render.plan.addressing import TABLE
from render.plan.answers import Entry
from render.plan.column import Duty
from render.plan.dates import Deadline
from render.plan.fields import ID
from render.plan.lights import Case, lag, lit
from render.plan.milestones import Step, steps
from render.plan.model import NO_GOAL, Goal, Light, Path, Plan, Task, Unit
from render.plan.progress import Delivery, Progress
from render.plan.rulings import RULING_COLUMNS, UNREVIEWED, Review
from render.plan.states import FINISHED, REPORTABLE, Alarm, State, alarm, days_left


@dataclass(frozen=True, slots=True)
class LastWord:
    """What somebody said last of a task: which member of it, on which day, in which of the batches that count."""

    entry: Entry
    filler: str
    day: date
    batch: int


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """What one unit says of a task; `entry` is None as long as it says nothing, `filler` the member that said it.

    `reported` is the day that it wrote there, else the day of collection. `returned`: the office has sent it back;
    `applies`: it asks for more time, and nobody has answered. Of a group that names its members, `entry` adds up what
    they say, which stands in `members`.
    """

    unit: Unit
    role: Duty
    entry: Entry | None
    filler: str = ""
    reported: date | None = None
    members: "tuple[UnitEntry, ...]" = ()
    returned: bool = False
    applies: bool = False

    @property
    def voices(self) -> "tuple[UnitEntry, ...]":
        """Those who speak: its members where one of them has, else itself."""
        return self.members if any(one.entry for one in self.members) else (self,)

    @property
    def prefilled(self) -> Entry | None:
        """The entry as the next tracker shows it: without what is to be answered anew, or was answered."""
        returned = ("state", "percent", "day") if self.returned else ()
        answered = () if self.applies else ("applied", "reason")
        return self.entry.blanked(*returned, *answered) if self.entry else None

    @property
    def percent(self) -> float | None:
        """How much it says is done, 0 to 100, where that counts."""
        return self.entry.percent_number if self.entry and not self.returned else None

    @property
    def leads(self) -> bool:
        """Whether what it says decides."""
        return self.role is not Duty.ASSIST

    @property
    def state(self) -> State:
        """What it says of the state, where that was not sent back."""
        if self.returned:
            return State.RETURNED
        return State(self.entry.state) if self.entry and self.entry.state else State.UNREPORTED


@dataclass(frozen=True, slots=True)
class Standing:
    """One task in its goals, and what its units say of it, leads first, in the order of the plan.

    `deadline` is what was published, `term` what counts: the same, or until when the office has extended it. `year` is
    that of the plan.
    """

    path: Path
    task: Task
    deadline: Deadline
    entries: tuple[UnitEntry, ...]
    review: Review
    term: Deadline
    year: int

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

        The office's word first. Of several leads: stuck as soon as one is; done or unreported only when all are; begun
        when one has begun.
        """
        if self.review.closing:
            return State.CLOSED
        return State.RETURNED if self._is_returned else together({one.state for one in self.leads})

    @property
    def _is_returned(self) -> bool:
        """Whether it was sent back, and none of its leads has reported since."""
        voices = [voice for one in self.leads for voice in one.voices]
        return bool(self.review.returning) and all(one.returned or not one.entry for one in voices)

    @property
    def verdict(self) -> dict[str, str]:
        """What the ledger shows of the office's word: the last ruling, not a return that was answered, and 延期至."""
        last, extension = self.review.last, self.review.extension
        answered = last is not None and last is self.review.returning and not self._is_returned
        shown = last.fields if last and not answered else dict.fromkeys(RULING_COLUMNS, "")
        return {**shown, "延期至": extension.until if extension else ""}

    @property
    def applications(self) -> tuple[UnitEntry, ...]:
        """Its leads, or members of them, that ask for more time and have no answer."""
        return tuple(voice for one in self.leads for voice in one.voices if voice.applies)

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
        return days_left(self.state, self.term, today, self.reported)

    def alarm(self, today: date) -> Alarm:
        """How the task stands to its deadline."""
        return alarm(self.state, self.term, today, self.reported)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its milestones, and what its leads say of them together."""
        return self.steps_of(self.leads)

    def steps_of(self, entries: Iterable[UnitEntry]) -> tuple[Step, ...]:
        """Its milestones, and what some of its units say of them together."""
        if not self.task.milestones:
            return ()
        texts = [[voice.entry.milestones if voice.entry else "" for voice in one.voices] for one in entries]
        return steps(self.task.milestones, texts, self.year, self.deadline, self.term)

    def late_steps(self, today: date) -> tuple[Step, ...]:
        """The milestones whose day has passed on a day; none where nothing more is due."""
        return () if self.state in FINISHED else tuple(one for one in self.steps if one.is_late(today))

    def case(self, today: date) -> Case:
        """What the lights of its plan go by."""
        behind = None if self.state in FINISHED else lag(self.percent, self.term, today, self.year)
        return Case(self.state, self.days_left(today), behind, bool(self.late_steps(today)))


def light(plan: Plan, standing: Standing, today: date) -> Light | None:
    """The light of a task on a day, as the rules of its plan give it; None where it has none."""
    return lit(plan.lights, standing.case(today))


def together(states: Collection[State]) -> State:
    """The one state of something that several have a part in."""
    if len(states) == 1:
        return next(iter(states))
    begun = any(state in states for state in (State.ONGOING, State.DONE, State.RETURNED))
    return State.STUCK if State.STUCK in states else State.ONGOING if begun else State.WAITING


def _slowest(entries: Iterable[UnitEntry]) -> float | None:
    """The percentage of the slowest of several, None unless all say it."""
    said = [one.percent for one in entries]
    return min((number for number in said if number is not None), default=None) if None not in said else None


def standings(plan: Plan, progress: Progress, only: Collection[str] | None = None) -> Iterator[Standing]:
    """Where every task stands, or those with some ids, in the order of the plan.

    A unit is known by its aliases and former names too.
    """
    words = last_words(plan, progress)
    for _, path, task in plan.places:
        if only is not None and task.id not in only:
            continue
        review, deadline = progress.reviews.get(task.id, UNREVIEWED), plan.deadline(task)
        until = review.extension.last_day(plan.year) if review.extension else None
        one = _Asked(plan, task, review, deadline.extended(until) if until else deadline, words)
        roles = [(plan.unit_of[name], role) for role, names in task.roles.items() for name in names]
        entries = tuple(one.said(unit, role) for unit, role in roles)
        yield Standing(path, task, deadline, entries, review, one.term, plan.year)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A task of which units are asked what they say."""

    plan: Plan
    task: Task
    review: Review
    term: Deadline
    words: Mapping[tuple[str, str], LastWord]

    def said(self, unit: Unit, role: Duty) -> UnitEntry:
        """What a unit says; of a group what its members say, added up."""
        word, members = self.words.get((unit.name, self.task.id)), self.plan.members_of(unit)
        own = self._own(unit, role, word) if word else UnitEntry(unit, role, None)
        if members == (unit,):
            return own
        return _of_group(own, [self.said(one, role) for one in members], self.task)

    def _own(self, unit: Unit, role: Duty, word: LastWord) -> UnitEntry:
        returned = role is not Duty.ASSIST and self.review.voids(word.batch, word.day)
        applies = bool(word.entry.applied) and not self.review.has_answered(word.batch)
        reported = None if returned else word.day
        return UnitEntry(unit, role, word.entry, word.filler, reported, (), returned, applies)


def _of_group(own: UnitEntry, members: Sequence[UnitEntry], task: Task) -> UnitEntry:
    """What the members of a group say, added up; what came in under the group's name where none of them says a word."""
    heard = [one.entry for one in members if one.entry]
    if not heard:
        return replace(own, members=tuple(members))
    troubles = [f"{one.unit.name}：{one.entry.trouble}" for one in members if one.entry and one.entry.trouble]
    state, percent = together({one.state for one in members}), _slowest(members)
    data = {
        ID: task.id,
        "进展状态": str(state) if state in REPORTABLE else "",
        "完成比例": "" if percent is None else f"{percent:g}%",
        "进展情况": counted(members),
        "存在问题": "\n".join(troubles),
        "填报日期": max(one.day for one in heard),
    }
    days = [one.reported for one in members]
    reported = min((day for day in days if day), default=None) if None not in days else None
    returned = all(one.returned for one in members if one.entry)
    return UnitEntry(own.unit, own.role, Entry.model_validate(data), "", reported, tuple(members), returned)


def counted(members: Sequence[UnitEntry]) -> str:
    """34 所中已完成 12 所，推进中 3 所，未填报 19 所."""
    word = TABLE[members[0].unit.kind].counter
    counts = Counter(one.state for one in members)
    states = [f"{state} {counts[state]} {word}" for state in State if counts[state] or state is State.DONE]
    return f"{len(members)} {word}中{'，'.join(states)}"


def voices(plan: Plan, progress: Progress) -> dict[tuple[str, str], UnitEntry]:
    """(unit or member as it is called now, task id) → what it says; of two parts in one task the heavier."""
    found = dict[tuple[str, str], UnitEntry]()
    for standing in standings(plan, progress):
        for one in standing.entries:
            for voice in (*one.members, one):
                found.setdefault((voice.unit.name, standing.task.id), voice)
    return found


def last_words(plan: Plan, progress: Progress) -> Mapping[tuple[str, str], LastWord]:
    """(unit as it is called now, task id) → what it said last, under whichever of its names."""
    return {
        (sayer(plan, one), entry.task): LastWord(entry, one.filler, entry.reported_on or batch.day, number)
        for number, batch in enumerate(progress.effective)
        for one in batch.deliveries
        for entry in one.entries
    }


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
