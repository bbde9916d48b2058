"""Plan + progress + a day → 看板 as its template sees it: each number with the words that find the tasks behind it."""

import calendar
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from render.documents.views import NUMBERS, View
from render.plan.answers import Entry
from render.plan.course import course, due_by, moves
from render.plan.model import Path, Plan
from render.plan.overview import Overview, UnitRow, survey
from render.plan.progress import Progress
from render.plan.standing import Standing, UnitEntry
from render.plan.states import FINISHED, State

REST = "其余"  # what no light is on for, and is not finished
#: What the template and its stylesheet call the colours that are no light's.
CALM = "灰"
NO_GOAL_KEY, LOOSE = "0", "不属于哪个目标的"
STATE_COLOURS: Mapping[State, str] = {
    State.CLOSED: "结",
    State.DONE: "完",
    State.ONGOING: "进",
    State.STUCK: "协",
    State.RETURNED: "退",
    State.WAITING: "待",
    State.UNREPORTED: "无",
}
SHOWN = 60  # rows of units and of goals in the page; its script draws the others when they are asked for
PRESSING_STATES = (State.RETURNED, State.STUCK)  # what is looked at even where no light is on


def view_board(plan: Plan, progress: Progress, today: date) -> View:
    """看板 of a day; every count is that of `overview.data` for the same day."""
    return _Board(plan, progress, today).view()


@dataclass(frozen=True)
class _Board:
    plan: Plan
    progress: Progress
    today: date

    @cached_property
    def overview(self) -> Overview:
        return survey(self.plan, self.progress, self.today)

    @cached_property
    def tasks(self) -> tuple[Standing, ...]:
        return self.overview.tasks

    @cached_property
    def lamps(self) -> dict[str, str]:
        """Task id → its light, or what it is called that none is on for."""
        return {one.task.id: self.lamp(one) for one in self.tasks}

    def lamp(self, one: Standing) -> str:
        """The light of a task; else its state where that is finished, else 其余."""
        if light := self.overview.lights.get(one.task.id):
            return light.name
        return str(one.state) if one.state in FINISHED else REST

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Each thing that a lamp can be → its colour: the lights, the gravest first, then what is calm."""
        calm = [state for state in reversed(FINISHED) if state in self.overview.states]
        colours = {rule.name: str(rule.colour) for rule in self.plan.lights}
        lights = {name: colours[name] for name in reversed(self.overview.lamps)}
        return {**lights, REST: CALM, **{str(state): STATE_COLOURS[state] for state in calm}}

    @cached_property
    def alarming(self) -> list[str]:
        """The lights that ask for something, the gravest first."""
        names = {rule.name for rule in self.plan.lights if not rule.test.is_calm}
        return [name for name in self.kinds if name in names]

    def view(self) -> View:
        total = self.overview.total
        finished = sum(total.states[state] for state in FINISHED)
        return View(
            {
                "今天": self.today,
                "总数": total.tasks,
                "完成": finished,
                "办结": total.states[State.CLOSED],
                "时间": self.passed,
                "收取": self.progress.as_of,
                "各灯": self.parts(self.tasks, self.alarming),
                "各类": self.parts(self.tasks, self.found),
                "亮灯": self.alarming,
                "各状态": [
                    View({"名": str(state), "数": total.states[state], "色": STATE_COLOURS[state]})
                    for state in self.overview.states
                ],
                "单位": self.units,
                "目标": list(self.goals()),
                "先列": SHOWN,
                "曲线": self.curve(),
                "月历": list(self.calendar()),
                "无日": sum(not one.term.days for one in self.tasks),
                "变化": self.moves,
                "问题": len({one.task.id for one, _ in self.overview.troubles}),
                "申请": len({one.task.id for one, _ in self.overview.applications}),
                "未填报": self.overview.silent,
                "关注": [self.row(one) for one in self.pressing],
                "数据": self.data(),
            }
        )

    @property
    def passed(self) -> float:
        """The share of the plan's year that has passed, in percent: its first day counts as passed at its end."""
        first, last = date(self.plan.year, 1, 1), date(self.plan.year, 12, 31)
        return 100 * min(max(((self.today - first).days + 1) / ((last - first).days + 1), 0), 1)

    def parts(self, tasks: Iterable[Standing], kinds: Iterable[str]) -> list[View]:
        """How many tasks there are of each of some kinds."""
        counts = Counter(self.lamps[one.task.id] for one in tasks)
        return [View({"名": name, "数": counts[name], "色": self.kinds[name]}) for name in kinds]

    @cached_property
    def found(self) -> list[str]:
        """The kinds of which there are tasks: the columns by unit and by goal."""
        there = set(self.lamps.values())
        return [name for name in self.kinds if name in there]

    # ---- by unit and by goal

    @cached_property
    def led(self) -> dict[str, list[Standing]]:
        found = dict[str, list[Standing]]()
        for one in self.tasks:
            for entry in one.leads:
                found.setdefault(entry.unit.name, []).append(one)
        return found

    @cached_property
    def units(self) -> list[View]:
        """The units that lead a task, those first whose tasks press."""
        return [self.unit(row) for row in self.overview.units if row.led.tasks]

    def unit(self, row: UnitRow) -> View:
        own = self.led.get(row.unit.name, [])
        finished = sum(row.led.states[state] for state in FINISHED)
        names = {"名称": row.unit.name, "类别": str(row.unit.kind), "填报": row.heard, "层": 1}
        return View({**names, "数": row.led.tasks, "完成": finished, "段": self.parts(own, self.found)})

    def goals(self) -> Iterator[View]:
        """Every goal with the tasks in it, also those of the goals in it; at the end the tasks in none."""
        inside = dict[str, list[Standing]]()
        for one in self.tasks:
            for key in self.keys[one.task.id]:
                inside.setdefault(key, []).append(one)
        for key, path in self.named_goals.items():
            yield self.goal(key, len(path), inside.get(key, []))
        if loose := inside.get(NO_GOAL_KEY):
            yield self.goal(NO_GOAL_KEY, 1, loose)

    def goal(self, key: str, level: int, tasks: Sequence[Standing]) -> View:
        finished = sum(one.state in FINISHED for one in tasks)
        own = {"键": key, "名称": self.goal_name(key), "层": level, "数": len(tasks), "完成": finished}
        return View({**own, "段": self.parts(tasks, self.found)})

    def goal_name(self, key: str) -> str:
        """What a goal is called, with its number as the table prints it."""
        if key == NO_GOAL_KEY:
            return LOOSE
        numbers = key.split(".")
        mark = NUMBERS[len(numbers) - 1](int(numbers[-1])) if self.plan.table.numbered else ""
        return f"{mark}{self.named_goals[key][-1].name}"

    @cached_property
    def named_goals(self) -> dict[str, Path]:
        """1, 1.2, … → the goals down to that one."""
        return {".".join(str(int(number) + 1) for number in place[1::2]): path for place, path in self.plan.goal_places}

    @cached_property
    def keys(self) -> dict[str, list[str]]:
        """Task id → the keys of the goals that it is in, the widest first."""
        found = dict[str, list[str]]()
        for place, path, task in self.plan.places:
            numbers = [str(int(number) + 1) for number in place[1:-2:2]]
            found[task.id] = [".".join(numbers[: level + 1]) for level in range(len(path))] or [NO_GOAL_KEY]
        return found

    # ---- over the year

    def curve(self) -> View:
        """The share of tasks, in percent, over the time, in permille from its first to its last day."""
        marks, due = course(self.plan, self.progress), due_by(self.tasks)
        days = [self.today, *(one.day for one in marks), *(day for day, _ in due)]
        first = min(date(self.plan.year, 1, 1), *days)
        last = max(date(self.plan.year, 12, 31), *days)
        axis = _Axis(first, last, len(self.tasks))
        now = max([self.today, *(one.day for one in marks)])
        closed = [(one.day, one.closed) for one in marks] if any(one.closed for one in marks) else []
        return View(
            {
                "完成": axis.steps([(one.day, one.finished) for one in marks], now) if marks else "",
                "办结": axis.steps(closed, now) if closed else "",
                "到期": axis.steps(due, last) if due else "",
                "到期数": sum(number for day, number in due[-1:]),
                "应完成": max((number for day, number in due if day <= self.today), default=0),
                "今天": axis.x(self.today),
                "现在": axis.x(now),
                "月": [View({"名": name, "位": axis.x(day)}) for name, day in axis.months()],
            }
        )

    def calendar(self) -> Iterator[View]:
        """The months of the plan's year, and those of other years in which something is due."""
        due = dict[date, list[Standing]]()
        for one in self.tasks:
            for day in one.term.days:
                due.setdefault(day, []).append(one)
        own = {(self.plan.year, month) for month in range(1, 13)}
        for year, month in sorted(own | {(day.year, day.month) for day in due}):
            yield self.month(year, month, due)

    def month(self, year: int, month: int, due: Mapping[date, Sequence[Standing]]) -> View:
        blank, length = calendar.monthrange(year, month)
        days = [self.day(date(year, month, number), due) for number in range(1, length + 1)]
        found = {one.task.id for day in days for one in due.get(day["日"], ())}
        name = f"{month}月" if year == self.plan.year else f"{year}年{month}月"
        key = f"{year}-{month:02}"
        return View({"名": name, "键": key, "数": len(found), "空": blank, "天": days})

    def day(self, day: date, due: Mapping[date, Sequence[Standing]]) -> View:
        """A day with what is due on it: in the colour of the gravest light that is on for one of its tasks."""
        found = due.get(day, ())
        lit = {self.lamps[one.task.id] for one in found}
        colour = next((colour for name, colour in self.kinds.items() if name in lit), "")
        return View({"日": day, "数": len(found), "色": colour, "今天": day == self.today})

    # ---- what moved, what presses

    @cached_property
    def moves(self) -> list[View]:
        return [
            View(
                {
                    **self.row(move.task),
                    "原": str(move.state),
                    "原色": STATE_COLOURS[move.state],
                    "原比": _percent(move.percent),
                }
            )
            for move in moves(self.plan, self.progress)
        ]

    @cached_property
    def watched(self) -> set[str]:
        return {one.task.id for one in self.pressing}

    @cached_property
    def pressing(self) -> list[Standing]:
        """What is looked at first: what a light is on for, the gravest first, then what was sent back or is stuck."""
        order = {name: number for number, name in enumerate(self.alarming)}
        found = [one for one in self.tasks if self.lamps[one.task.id] in order or one.state in PRESSING_STATES]
        days = {one.task.id: one.days_left(self.today) for one in found}
        return sorted(found, key=lambda one: (order.get(self.lamps[one.task.id], len(order)), days[one.task.id] or 0))

    def row(self, one: Standing) -> View:
        """A task in a list of the page itself."""
        lamp = self.lamps[one.task.id]
        return View(
            {
                "编号": one.task.id,
                "内容": one.task.content,
                "完成时间": one.task.deadline,
                "剩余": one.days_left(self.today),
                "单位": [entry.unit.name for entry in one.leads],
                "灯": lamp,
                "灯色": self.kinds[lamp],
                "状态": str(one.state),
                "色": STATE_COLOURS[one.state],
                "比": _percent(one.percent),
            }
        )

    # ---- the tasks, for the script

    def data(self) -> dict[str, Any]:
        """Everything that a list of tasks shows, for the script of the page: names by number, nothing twice."""
        units = {unit.name: number for number, unit in enumerate(self.plan.units)}
        moved = {view["编号"]: view["原"] + view["原比"] for view in self.moves}
        stuck, asking = _by_task(self.overview.troubles), _by_task(self.overview.applications)
        return {
            "单位": list(units),
            "目标": {key: self.goal_name(key) for key in (*self.named_goals, NO_GOAL_KEY)},
            "色": {**self.kinds, **{str(state): colour for state, colour in STATE_COLOURS.items()}},
            "各类": self.found,
            "其余": {"单位": _left(self.units, "名称"), "目标": _left(list(self.goals()), "键")},
            "未填报": self.overview.silent,
            "任务": [self.told(one, units, moved, stuck, asking) for one in self.tasks],
        }

    def told(
        self,
        one: Standing,
        units: Mapping[str, int],
        moved: Mapping[str, str],
        stuck: Collection[str],
        asking: Collection[str],
    ) -> dict[str, Any]:
        task = one.task
        told: dict[str, Any] = {
            "编号": task.id,
            "内容": task.content,
            "时间": task.deadline,
            "目标": self.keys[task.id][-1],
            "灯": self.lamps[task.id],
            "状态": str(one.state),
            "比": _percent(one.percent),
            "余": one.days_left(self.today),
            "日": [str(day) for day in one.term.days],
            "末": str(one.term.last_day or ""),
            "关注": task.id in self.watched,
            "牵头": [units[entry.unit.name] for entry in one.leads],
            "协助": [units[entry.unit.name] for entry in one.entries if not entry.leads],
            "报": [_word(entry) for entry in one.entries if entry.entry],
            "延": one.verdict["延期至"],
            "审": _verdict(one),
            "变": moved.get(task.id),
            "问题": task.id in stuck,
            "申请": task.id in asking,
        }
        return {key: value for key, value in told.items() if value not in ("", None, [], False)}


@dataclass(frozen=True, slots=True)
class _Axis:
    """Days and counts as places of a drawing: 1000 wide from the first to the last day, 100 high for all tasks."""

    first: date
    last: date
    tasks: int

    def x(self, day: date) -> float:
        return round(1000 * ((day - self.first).days + 1) / ((self.last - self.first).days + 1), 1)

    def y(self, number: int) -> float:
        return round(100 - 100 * number / max(self.tasks, 1), 2)

    def steps(self, marks: Iterable[tuple[date, int]], until: date) -> str:
        """A path that rises in steps from the first day until a day."""
        steps = "".join(f"H{self.x(day):g}V{self.y(number):g}" for day, number in marks)
        return f"M0 100{steps}H{self.x(until):g}"

    def months(self) -> Iterator[tuple[str, date]]:
        """Each month, or in a time of several years each quarter or year, with the day before it begins."""
        many = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = 1 if many <= 14 else 3 if many <= 36 else 12
        for year in range(self.first.year, self.last.year + 1):
            for month in range(1, 13, step):
                day = date(year, month, 1)
                if self.first <= day <= self.last:
                    name = f"{month}月" if month > 1 or step == 1 else f"{year}年"
                    yield name, day - timedelta(1)


def _left(rows: Sequence[View], key: str) -> list[list[Any]]:
    """The rows that the page leaves out: what finds them, their names, how many tasks, and of each kind."""
    return [[row[key], row["名称"], row["数"], *(part["数"] for part in row["段"])] for row in rows[SHOWN:]]


def _by_task(found: Iterable[tuple[Standing, UnitEntry]]) -> set[str]:
    return {one.task.id for one, _ in found}


def _percent(number: float | None) -> str:
    return "" if number is None else f"{number:g}%"


def _word(one: UnitEntry) -> list[str]:
    """What a unit said: its name, its state, the day, what it did, what it lacks, until when it asks for more time."""
    entry: Entry | None = one.entry
    if entry is None:
        return []
    wish = f"{entry.applied}{f'：{entry.reason}' if entry.reason else ''}" if one.applies else ""
    state = f"{one.state}{entry.percent and f' {entry.percent}'}"
    return [one.unit.name, state, str(one.reported or ""), entry.situation, entry.trouble, wish]


def _verdict(one: Standing) -> str:
    """The office's last word as the ledger shows it."""
    verdict = one.verdict
    return "，".join(filter(None, (verdict["审核结论"], verdict["审核意见"], verdict["审核日期"])))
