"""Plan + progress + a day → how things stand: unit by unit, what is overdue, due soon or stuck, and who is silent."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from render.plan.changes import path_name
from render.plan.fields import ID, TASK_COLUMNS
from render.plan.milestones import Step
from render.plan.model import Light, Plan, Unit
from render.plan.progress import Progress
from render.plan.standing import Standing, UnitEntry, heard, light, standings
from render.plan.states import PRESSING, Alarm, State, told


@dataclass(frozen=True, slots=True)
class Tally:
    """Some tasks on a day: how many there are, how many in each state, and how many press."""

    tasks: int
    states: Mapping[State, int]
    alarms: Mapping[Alarm, int]


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: the tasks that it leads, how many it assists, and the last day on which it was heard of."""

    unit: Unit
    led: Tally
    assisted: int
    heard: date | None
    members: tuple[tuple[str, date | None], ...] = ()  # of a group: each member, and when it was heard of

    def silent(self, since: date | None) -> Iterator[str]:
        """Who has not reported: the unit, or of a group its members."""
        for name, day in self.members or ((self.unit.name, self.heard),):
            if day is None or (since and day < since):
                yield name


@dataclass(frozen=True, slots=True)
class Overview:
    """How things stand on a day; `silent` are the units not heard of since a day, or never where it is None."""

    title: str
    today: date
    since: date | None
    tasks: tuple[Standing, ...]
    units: tuple[UnitRow, ...]
    lights: Mapping[str, Light]  # task id → its light, of those that have one
    lamps: tuple[str, ...]  # the names of all lights, the lightest first
    ruled: bool = False  # whether the plan writes its own rules for lights

    @property
    def lit(self) -> dict[str, list[Standing]]:
        """Each light, and the tasks that have it."""
        return {lamp: [one for one in self.tasks if self._lamp(one) == lamp] for lamp in self.lamps}

    def _lamp(self, one: Standing) -> str:
        found = self.lights.get(one.task.id)
        return found.name if found else ""

    @property
    def total(self) -> Tally:
        """All its tasks, each counted once."""
        return tally(self.tasks, self.today)

    def pressing(self, alarm: Alarm) -> list[Standing]:
        """The tasks that are overdue, or due soon; the earliest deadline first."""
        found = [one for one in self.tasks if one.alarm(self.today) is alarm]
        return sorted(found, key=lambda one: one.term.due(self.today) or date.max)

    @property
    def states(self) -> list[State]:
        """The states that are shown, in their order."""
        return told({one.state for one in self.tasks})

    def within(self, state: State) -> list[Standing]:
        """The tasks in a state: 已完成 are those that wait for the office's word."""
        return [one for one in self.tasks if one.state is state]

    @property
    def applications(self) -> Iterator[tuple[Standing, UnitEntry]]:
        """Who asks for more time and has no answer."""
        return ((one, entry) for one in self.tasks for entry in one.applications)

    @property
    def late_steps(self) -> Iterator[tuple[Standing, Step]]:
        """The milestones whose day has passed, and are not done."""
        return ((one, step) for one in self.tasks for step in one.late_steps(self.today))

    @property
    def troubles(self) -> Iterator[tuple[Standing, UnitEntry]]:
        """What units call a problem, and is neither done nor closed."""
        for standing in (one for one in self.tasks if one.state is not State.CLOSED):
            for one in standing.entries:
                if one.state is State.STUCK or (one.state is not State.DONE and one.entry and one.entry.trouble):
                    yield standing, one

    @property
    def silent(self) -> list[str]:
        """The units that have not reported, and members of groups."""
        return list(dict.fromkeys(name for row in self.units for name in row.silent(self.since)))

    @property
    def groups(self) -> Iterator[tuple[Standing, UnitEntry]]:
        """The tasks of groups that name their members."""
        return ((one, entry) for one in self.tasks for entry in one.entries if entry.members)


def survey(
    plan: Plan, progress: Progress, today: date, since: date | None = None, only: Collection[str] = ()
) -> Overview:
    """How things stand with the tasks of some units, or of all; those with most overdue tasks first."""
    parties = [plan.party_of[name] for name in only]
    wanted = {one.name for party in parties for one in (party, *plan.groups_of(party))}
    wanted = wanted or {unit.name for unit in plan.units}
    found = list(standings(plan, progress))
    days = heard(plan, progress)
    led, assisted = _by_unit(found)
    rows = [
        UnitRow(
            unit,
            tally(led[unit.name], today),
            assisted[unit.name],
            days.get(unit.name),
            tuple((one.name, days.get(one.name)) for one in plan.members_of(unit) if one is not unit),
        )
        for unit in plan.units
        if unit.name in wanted and (led[unit.name] or assisted[unit.name])
    ]
    rows.sort(key=lambda row: [-row.led.alarms[alarm] for alarm in PRESSING])
    tasks = tuple(one for one in found if any(entry.unit.name in wanted for entry in one.entries))
    lights = {one.task.id: lamp for one in tasks if (lamp := light(plan, one, today))}
    lamps = tuple(dict.fromkeys(rule.name for rule in plan.lights))
    return Overview(plan.title, today, since, tasks, tuple(rows), lights, lamps, bool(plan.rules))


def _by_unit(tasks: Iterable[Standing]) -> tuple[defaultdict[str, list[Standing]], Counter[str]]:
    """Unit → the tasks that it leads, and how many it assists."""
    led, assisted = defaultdict[str, list[Standing]](list), Counter[str]()
    for task in tasks:
        for one in task.entries:
            if one.leads:
                led[one.unit.name].append(task)
            else:
                assisted[one.unit.name] += 1
    return led, assisted


def tally(tasks: Collection[Standing], today: date) -> Tally:
    """Count tasks."""
    states = Counter(one.state for one in tasks)
    alarms = Counter(one.alarm(today) for one in tasks)
    return Tally(len(tasks), states, alarms)


def data(overview: Overview) -> dict[str, Any]:
    """Everything, for other programs; days as 2017-11-01, what is not known as null."""
    return {
        "计划": overview.title,
        "截至": str(overview.today),
        "起": _day(overview.since),
        "合计": _counts(overview.total),
        "单位": [_unit(row) for row in overview.units],
        "任务": [_task(one, overview) for one in overview.tasks],
        str(Alarm.OVERDUE): [one.task.id for one in overview.pressing(Alarm.OVERDUE)],
        str(Alarm.SOON): [one.task.id for one in overview.pressing(Alarm.SOON)],
        "问题": [{"编号": one.task.id, **_entry(entry)} for one, entry in overview.troubles],
        "待审核": [one.task.id for one in overview.within(State.DONE)],
        str(State.RETURNED): [one.task.id for one in overview.within(State.RETURNED)],
        "申请延期": [{ID: one.task.id, **_entry(entry)} for one, entry in overview.applications],
        "节点逾期": [{ID: one.task.id, **_step(step)} for one, step in overview.late_steps],
        "没有填报": overview.silent,
        "督办": {lamp: [one.task.id for one in tasks] for lamp, tasks in overview.lit.items()},
    }


def _counts(found: Tally) -> dict[str, int]:
    states = {str(state): found.states[state] for state in State}
    return {"任务数": found.tasks, **states, **{str(alarm): found.alarms[alarm] for alarm in PRESSING}}


def _unit(row: UnitRow) -> dict[str, Any]:
    counts = _counts(row.led)
    names = {"单位": row.unit.name, "类别": str(row.unit.kind), "牵头": counts.pop("任务数")}
    return {**names, **counts, "协助": row.assisted, "最近填报": _day(row.heard)}


def _task(one: Standing, overview: Overview) -> dict[str, Any]:
    today, lamp = overview.today, overview.lights.get(one.task.id)
    return {
        ID: one.task.id,
        "工作目标": path_name(one.path),
        **{column.word: column.value(one.path, one.task) for column in TASK_COLUMNS},
        **one.task.extra,
        "截止": _day(one.term.due(today)),
        "原截止": _day(one.deadline.due(today)),
        "审核": [ruling.fields for _, ruling in one.review.rulings],
        "进展状态": str(one.state),
        "完成比例": None if one.percent is None else f"{one.percent:g}%",
        "剩余天数": one.days_left(today),
        "预警": str(one.alarm(today)),
        "灯": lamp.name if lamp else "",
        "节点进展": [_step(step) for step in one.steps],
        "填报": [_entry(entry) for entry in one.entries if entry.entry],
    }


def _step(step: Step) -> dict[str, str | None]:
    return {"时间": step.when, "内容": step.content, "截止": _day(step.due), "完成情况": step.answer}


def _entry(one: UnitEntry) -> dict[str, Any]:
    members = {"成员": [_entry(member) for member in one.members]} if one.members else {}
    return {"单位": one.unit.name, "角色": one.role, **(one.entry.fields if one.entry else {}), **members}


def _day(day: date | None) -> str | None:
    return str(day) if day else None
