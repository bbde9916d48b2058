"""The plan as templates see it: Chinese names, and links from each thing to what belongs to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from render.documents.columns import SHARED, kind_of
from render.documents.notices import Notice
from render.plan.answers import ANSWERS
from render.plan.changes import ChangeKind, Edit, TaskChange, UnitChange, path_name
from render.plan.column import CellKind, Duty
from render.plan.dates import day_text, month_text, without_year
from render.plan.dispatch import DRAFT, Imprint
from render.plan.fields import (
    COLUMNS,
    CONTENT,
    DEADLINE,
    JOINT,
    ROLES,
    TableColumn,
    all_columns,
    own_columns,
    used_columns,
)
from render.plan.layout import headings, layout
from render.plan.model import Goal, Path, Plan, Sender, Task, Unit
from render.plan.progress import Progress
from render.plan.standing import Standing, UnitEntry, heard, standings
from render.plan.states import REPORTABLE, SOON, Alarm, State, alarm
from render.reader.dispatches import Filed

SAID = (CONTENT, DEADLINE)  # what a sentence on a task says in its own words
DIGITS = "零一二三四五六七八九"


class View(dict[str, Any]):
    """A thing in a template, `{{ 单位.名称 }}`; equal only to itself.

    So `任务 in 单位.牵头任务` is exact, and fast although things refer to each other in circles.
    """

    __hash__ = object.__hash__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __repr__(self) -> str:
        return str(self.get("名称") or self.get("编号") or "计划")


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 43 → 四十三; for 1 to 99, digits beyond."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


#: The words and numbers of supervision, so that no template repeats them.
VOCABULARY: dict[str, Any] = {
    "各状态": [str(state) for state in State],
    "可填状态": [str(state) for state in REPORTABLE],
    "临期": str(Alarm.SOON),
    "临期天数": SOON,
    "填报栏": [View({"名称": column, "类型": str(kind)}) for column, kind in ANSWERS.items()],
}


def view_plan(plan: Plan, progress: Progress, basis: View) -> View:
    """The whole plan, and what its units have reported; every list keeps the order of plan.yaml.

    `basis` is what published it, as later documents cite it.
    """
    units = {unit.name: _view_unit(unit, number) for number, unit in enumerate(plan.units, 1)}
    if office := plan.unit_of.get(plan.sender.office):
        units[office.name]["经办"] = True
    for unit in plan.recipients:
        units[unit.name]["收文"] = True
    by_name = {name: units[unit.name] for name, unit in plan.unit_of.items()}
    used = used_columns(plan)
    goals = [_view_goal(number, goal, plan) for number, goal in enumerate(plan.goals, 1)]
    tasks = _view_tasks(plan, goals, used, by_name)
    _link(tasks)
    for task, standing in zip(tasks, standings(plan, progress), strict=True):
        _report(task, standing, units)
    for _, delivery in progress.deliveries:
        if owner := plan.unit_of.get(delivery.unit):
            units[owner.name]["填报单位"] = delivery.filler or units[owner.name]["填报单位"]
    for name, day in heard(plan, progress).items():
        if name in units:
            units[name]["填报"] = day
    return View(
        {
            "标题": plan.title,
            "年度": plan.year,
            "发文": View(_sender(plan.sender)),
            "依据": basis,
            "单位": list(units.values()),
            "栏": [_view_column(column) for column in layout(plan)],
            "选栏": bool(plan.table.columns),
            "自加栏": [one.word for one in own_columns(plan)],
            "全部栏": {one.word: one.kind for one in (*COLUMNS.values(), *used)},
            "左齐": [one.word for one in used if kind_of({"类型": one.kind}, _texts(one, tasks)) in SHARED],
            "词": View(headings(plan)),
            "另说": [one.word for one in used if not (one.level or one.role or one.column.apart or one.word in SAID)],
            "散任务": [task for task in tasks if not task["目标链"]],
            "目标": goals,
            "任务": tasks,
            "收取": progress.as_of,
            **VOCABULARY,
        }
    )


def _sender(sender: Sender) -> dict[str, Any]:
    """What the heads and feet of all documents have in common."""
    return {key: value for key, value in sender.model_dump(by_alias=True).items() if key != "代字"}


def view_imprint(sender: Sender, kind: str = "", imprint: Imprint = DRAFT) -> View:
    """发文 of one document: the sender, and the number, date and 期号 that it got; empty in a draft."""
    day = day_text(imprint.day)
    mark = {"代字": sender.code(kind), "年度": str(imprint.day.year) if imprint.day else "", "序号": imprint.number}
    return View({**_sender(sender), **mark, "日期": day, "印发日期": day, "期号": imprint.term})


def view_sent(former: Filed | None, names: Sequence[str] = ()) -> View:
    """What was sent to a unit of one of these names, as a later document cites it; empty where nothing was."""
    if former is None:
        return View({"标题": "", "代字": "", "年度": "", "序号": "", "日期": ""})
    dispatch = former.dispatch
    to = dispatch.to(names) or next(iter(dispatch.addressees), None)
    number, title = (to.number, to.title) if to else ("", "")
    mark = {"代字": dispatch.code, "年度": str(dispatch.day.year), "序号": number}
    return View({"标题": title, **mark, "日期": day_text(dispatch.day)})


def _view_unit(unit: Unit, number: int = 0) -> View:
    lists: dict[str, Any] = {key: [] for key in ("牵头任务", "主责任务", "只牵头任务", "协助任务", "任务", "牵头填报")}
    own = {**unit.model_dump(mode="json", by_alias=True), "经办": False, "收文": False, "填报": None, "填报单位": ""}
    return View({"号": number, **own, **lists})


#: How goals are numbered, level by level.
NUMBERS: Sequence[Callable[[int], str]] = (lambda n: f"（{numeral(n)}）", "{}.".format, "（{}）".format)


def _view_goal(number: int, goal: Goal, plan: Plan, level: int = 0) -> View:
    """A goal and those in it; its tasks, also those of the goals in it, are given to it later."""
    mark = NUMBERS[level](number) if plan.table.numbered else ""
    inner = [_view_goal(n, one, plan, level + 1) for n, one in enumerate(goal.goals, 1)]
    own = {"名称": goal.name, "内容": goal.content, "目标": inner, "任务": []}
    return View({"号": number, "序号": numeral(number), "标号": mark, **own})


def _view_column(column: TableColumn) -> View:
    own = {"名称": column.word, "类型": column.kind, "层": column.level}
    return View({**own, "独有": column.column.whole, "另印": column.column.apart})


NOWHERE = {"号": 0, "序号": "", "标号": "", "名称": "", "内容": "", "目标": [], "任务": []}


def _view_tasks(plan: Plan, goals: Sequence[View], used: Sequence[TableColumn], units: dict[str, View]) -> list[View]:
    """Every task, in its goals; the places of plan.yaml lead to these."""
    found, nowhere = list[View](), View(NOWHERE | {"任务": []})
    for place, path, task in plan.places:
        chain, at = list[View](), goals
        for number in place[1:-2:2]:
            chain.append(at[int(number)])
            at = chain[-1]["目标"]
        view = _view_task(task, units) | _cells(used, path, task)
        names = zip((one for one in COLUMNS.values() if one.kind is CellKind.NAME), chain, strict=False)
        told = {column.word: f"{goal['标号']}{goal['名称']}" for column, goal in names}
        found.append(View({**view, "目标": chain[0] if chain else nowhere, "目标链": chain, "目标名": told}))
        for goal in chain or [nowhere]:
            goal["任务"].append(found[-1])
    return found


def _cells(used: Iterable[TableColumn], path: Path, task: Task) -> dict[str, Any]:
    return {"栏": {column.word: column.shown(path, task) for column in used}}


def _texts(column: TableColumn, tasks: Iterable[View]) -> Iterator[str]:
    return (column.joined(task["栏"][column.word]) for task in tasks)


def _view_task(task: Task, units: dict[str, View]) -> dict[str, Any]:
    return {
        **task.model_dump(by_alias=True),
        **{key: list(task.roles[role]) for key, role in ROLES.items()},
        "截止": task.last_day,
        "指纹": task.fingerprint,
        "主责方": [units[name] for name in task.mains],
        "牵头单位": [units[name] for name in (*task.mains, *task.leads)],
        "协助方": [units[name] for name in task.assistants],
    }


def _link(tasks: Iterable[View]) -> None:
    """Give each unit its tasks."""
    for task in tasks:
        for role, units in (("牵头任务", task["牵头单位"]), ("协助任务", task["协助方"])):
            for unit in units:
                unit[role].append(task)
                unit["任务"].append(task)
        for unit in task["牵头单位"]:
            unit["主责任务" if unit in task["主责方"] else "只牵头任务"].append(task)


def parts(unit: View) -> list[tuple[str, list[View]]]:
    """Each part that a unit has in tasks, the heaviest first, and these tasks."""
    lists = zip(Duty, ("主责任务", "只牵头任务", "协助任务"), strict=True)
    return [(str(role), unit[key]) for role, key in lists if unit[key]]


def part(task: View, unit: View) -> str:
    """The part of a unit in a task."""
    return next(role for role, tasks in parts(unit) if task in tasks)


def view_notices(found: Iterable[Notice], plan: View) -> list[View]:
    """What changed for each unit that it concerns, as templates see it; a unit that is gone has no tasks."""
    units = {unit["名称"]: unit for unit in plan["单位"]}
    return [
        View(
            {
                "单位": units.get(one.unit.name) or View({**_view_unit(one.unit), "收文": True}),
                "事项": [_view_change(change) for change in one.changes],
                "原通知": view_sent(one.former, one.unit.known_as),
            }
        )
        for one in found
    ]


def _view_change(own: UnitChange) -> View:
    change = own.change
    edits = [_view_edit(edit, change) for edit in change.edits]
    told = {
        "类型": str(own.kind),
        "原角色": own.before,
        "角色": own.now,
        "已取消": change.kind is ChangeKind.REMOVED,
        "编号": change.name,
        "各项": edits,
    }
    task = {**change.task.model_dump(by_alias=True), **_cells(all_columns(change.task), change.path, change.task)}
    return View({**task, **told, "目标": path_name(change.path)})


def _view_edit(edit: Edit, change: TaskChange) -> View:
    """One item that has changed; of a list, which names came and which went."""
    before, now = _names(change.former, edit.item), _names(change.task, edit.item)
    came, went = [name for name in now if name not in before], [name for name in before if name not in now]
    return View({"项": edit.item, "原": edit.old, "现": edit.new, "增": came, "减": went})


def _names(task: Task | None, item: str) -> Sequence[str]:
    return task.roles[ROLES[item]] if task and item in ROLES else ()


EMPTY = dict.fromkeys(ANSWERS, "")


def _report(task: View, standing: Standing, units: dict[str, View]) -> None:
    """Give a task what its units say of it."""
    percent = standing.percent
    task["进展状态"] = str(standing.state)
    task["完成比例"] = "" if percent is None else f"{percent:g}%"
    task["填报"] = {one.unit.name: _view_entry(one, task, units) for one in standing.entries}
    for one in standing.leads:
        units[one.unit.name]["牵头填报"].append(task["填报"][one.unit.name])


def _view_entry(one: UnitEntry, task: View, units: dict[str, View]) -> View:
    fields = one.entry.fields if one.entry else EMPTY
    said = {"角色": one.role, "填报单位": one.filler, **fields}
    return View({"单位": units[one.unit.name], "任务": task, **_deadline(task), **said})


def _deadline(task: View) -> dict[str, Any]:
    return {key: task[key] for key in ("完成时间", "截止")}


def column_text(task: View, word: str) -> str:
    """What stands in a column for a task, names joined; KeyError where there is no such column."""
    found = column_value(task, word)
    return found if isinstance(found, str) else (JOINT if word in ROLES else "\n").join(found)


def column_value(task: View, word: str) -> str | list[str]:
    """What stands in a column for a task, a list of names or lines as one; KeyError where there is no such column."""
    found: str | list[str] | None = task["栏"].get(word)
    return ([] if COLUMNS[word].is_list else "") if found is None else found


def alarm_of(task: View, today: date | None) -> str:
    """逾期, 30天内, 正常, 长期, 待定 or 已完成 on a day; empty where the day is not known."""
    return alarm(task["进展状态"] == Alarm.DONE, task["完成时间"], today) if today else ""


def days_left(task: View, today: date | None) -> int | str:
    """Days to the deadline, negative when it has passed; empty without one, for what is done, and without a day."""
    done, end = task["进展状态"] == Alarm.DONE, task["截止"]
    return (end - today).days if end and today and not done else ""


def month_of(task: View) -> str:
    """The month of its deadline, 2017年2月; 长期 or 待定 where there is none."""
    return month_text(task["截止"]) if task["截止"] else str(task["完成时间"])


def by_month(tasks: Iterable[View]) -> list[tuple[str, list[View]]]:
    """Each month with the tasks that are due in it, 长期 and 待定 last; without the year where there is one only."""
    dated = sorted(tasks, key=lambda task: task["截止"] or date.max)
    year, found = one_year(dated), dict[str, list[View]]()
    for task in dated:
        found.setdefault(without_year(month_of(task), year), []).append(task)
    return list(found.items())


def one_year(tasks: Iterable[View]) -> int | None:
    """The year in which all deadlines lie that are a day; None where there are several years, or none."""
    years = {task["截止"].year for task in tasks if task["截止"]}
    return years.pop() if len(years) == 1 else None


def in_alarm(tasks: Iterable[View], name: str, today: date | None) -> list[View]:
    """The tasks of which `alarm_of` says `name` on a day."""
    return [task for task in tasks if alarm_of(task, today) == name]
