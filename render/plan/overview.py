"""Plan + progress + a day → how things stand: unit by unit, what is overdue, due soon or stuck, and who is silent."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from render.plan.model import Plan, Unit
from render.plan.progress import Progress
from render.plan.standing import Alarm, Answer, Standing, State, heard, standings

#: The states as the office counts them.
STATES = (State.DONE, State.ONGOING, State.STUCK, State.WAITING, State.UNREPORTED)
PRESSING = (Alarm.OVERDUE, Alarm.SOON)


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


@dataclass(frozen=True, slots=True)
class Overview:
    """How things stand on a day; `silent` are the units not heard of since a day, or never where it is None."""

    title: str
    today: date
    since: date | None
    tasks: tuple[Standing, ...]
    units: tuple[UnitRow, ...]

    @property
    def total(self) -> Tally:
        """All its tasks, each counted once."""
        return tally(self.tasks, self.today)

    def pressing(self, alarm: Alarm) -> list[Standing]:
        """The tasks that are overdue, or due soon; the earliest deadline first."""
        found = [one for one in self.tasks if one.alarm(self.today) is alarm]
        return sorted(found, key=lambda one: one.task.last_day or date.max)

    @property
    def troubles(self) -> Iterator[tuple[Standing, Answer]]:
        """What units call a problem, and is not done."""
        for standing in self.tasks:
            for word in standing.words:
                if word.state is State.STUCK or (word.state is not State.DONE and word.entry and word.entry.trouble):
                    yield standing, word

    @property
    def silent(self) -> list[UnitRow]:
        """The units that have not reported."""
        return [row for row in self.units if row.heard is None or (self.since and row.heard < self.since)]


def survey(
    plan: Plan, progress: Progress, today: date, since: date | None = None, only: Collection[str] = ()
) -> Overview:
    """How things stand with the tasks of some units, or of all; those with most overdue tasks first."""
    wanted = {plan.unit_of[name].name for name in only} or {unit.name for unit in plan.units}
    found = list(standings(plan, progress))
    days = heard(plan, progress)
    rows = [_row(unit, found, days.get(unit.name), today) for unit in plan.units if unit.name in wanted]
    rows = [row for row in rows if row.led.tasks or row.assisted]
    rows.sort(key=lambda row: [-row.led.alarms[alarm] for alarm in PRESSING])
    tasks = tuple(one for one in found if any(word.unit.name in wanted for word in one.words))
    return Overview(plan.title, today, since, tasks, tuple(rows))


def tally(tasks: Collection[Standing], today: date) -> Tally:
    """Count tasks."""
    states = Counter(one.state for one in tasks)
    alarms = Counter(one.alarm(today) for one in tasks)
    return Tally(len(tasks), states, alarms)


def _row(unit: Unit, tasks: Collection[Standing], day: date | None, today: date) -> UnitRow:
    led = [one for one in tasks if any(word.unit is unit for word in one.leads)]
    involved = [one for one in tasks if any(word.unit is unit for word in one.words)]
    return UnitRow(unit, tally(led, today), len(involved) - len(led), day)


def data(overview: Overview) -> dict[str, Any]:
    """Everything, for other programs; days as 2017-11-01, what is not known as null."""
    return {
        "计划": overview.title,
        "截至": str(overview.today),
        "起": _day(overview.since),
        "合计": _counts(overview.total),
        "单位": [_unit(row) for row in overview.units],
        "任务": [_task(one, overview.today) for one in overview.tasks],
        "逾期": [one.task.id for one in overview.pressing(Alarm.OVERDUE)],
        "30天内": [one.task.id for one in overview.pressing(Alarm.SOON)],
        "问题": [{"编号": one.task.id, **_word(word)} for one, word in overview.troubles],
        "没有填报": [row.unit.name for row in overview.silent],
    }


def _counts(found: Tally) -> dict[str, int]:
    states = {str(state): found.states[state] for state in STATES}
    return {"任务数": found.tasks, **states, **{str(alarm): found.alarms[alarm] for alarm in PRESSING}}


def _unit(row: UnitRow) -> dict[str, Any]:
    counts = _counts(row.led)
    names = {"单位": row.unit.name, "类别": str(row.unit.kind), "牵头": counts.pop("任务数")}
    return {**names, **counts, "协助": row.assisted, "最近填报": _day(row.heard)}


def _task(one: Standing, today: date) -> dict[str, Any]:
    return {
        "编号": one.task.id,
        "工作目标": one.goal.name,
        "具体任务": one.task.content,
        "完成时间": one.task.deadline,
        "截止": _day(one.task.last_day),
        "责任主体": list(one.task.leads),
        "协助单位": list(one.task.assistants),
        "进展状态": str(one.state),
        "完成比例": None if one.share is None else f"{one.share:g}%",
        "剩余天数": one.days_left(today),
        "预警": str(one.alarm(today)),
        "填报": [_word(word) for word in one.words if word.entry],
    }


def _word(word: Answer) -> dict[str, str]:
    fields = word.entry.fields if word.entry else {}
    return {"单位": word.unit.name, "角色": "牵头" if word.leads else "协助", **fields}


def _day(day: date | None) -> str | None:
    return str(day) if day else None
