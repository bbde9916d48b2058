"""The plan as templates see it: Chinese names, and links from each thing to what belongs to it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from render.documents.columns import SHARED, cell_kind
from render.documents.notices import Notice
from render.documents.titles import compounds
from render.plan.addressing import INSIDE, Form, UnitKind, called, own_word, receiver
from render.plan.answers import ANSWERS, AnswerKind
from render.plan.changes import ChangeKind, Edit, TaskChange, UnitChange, path_name
from render.plan.column import CellKind, Duty
from render.plan.dates import LEAP, Deadline, DeadlineKind, day_text, deadline, month_text, without_year
from render.plan.dispatch import DRAFT, Addressee, Dispatch, Imprint
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
from render.plan.history import history
from render.plan.layout import headings, layout, role_words, table_word
from render.plan.lights import SOON_KIND, Case, lag, lit
from render.plan.milestones import Step
from render.plan.model import Goal, Light, Path, Plan, Sender, Task, Unit
from render.plan.progress import Progress
from render.plan.rulings import Decision
from render.plan.salutation import salutation
from render.plan.standing import Standing, UnitEntry, heard, standings
from render.plan.states import FINISHED, REPORTABLE, SOON, Alarm, State, alarm, told
from render.plan.states import days_left as days_to
from render.reader.dispatches import EMPTY as EMPTY_CABINET
from render.reader.dispatches import Cabinet, Filed
from render.reader.mentions import Mentions

UNSIGNED = dict.fromkeys(("签收日期", "签收人", "备注"), "")
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
    "审核结论": [str(decision) for decision in Decision],
    "可填状态": [str(state) for state in REPORTABLE],
    "临期": str(Alarm.SOON),
    "临期天数": SOON,
}


def view_plan(plan: Plan, progress: Progress, basis: View, cabinet: Cabinet = EMPTY_CABINET) -> View:
    """The whole plan, and what its units have reported; every list keeps the order of plan.yaml.

    `basis` is what published it, as later documents cite it; `cabinet` all that was sent.
    """
    units = {unit.name: _view_unit(unit, plan, number) for number, unit in enumerate(plan.units, 1)}
    parties = {one.name: units.get(one.name) or _view_unit(one, plan) for one in plan.addressees}
    everybody = {**units, **parties}
    if office := plan.unit_of.get(plan.sender.office):
        units[office.name]["经办"] = True
    for unit in plan.recipients:
        everybody[unit.name]["收文"] = True
    by_name = {name: units[unit.name] for name, unit in plan.unit_of.items()}
    used, shown = used_columns(plan), layout(plan)
    goals = [_view_goal(number, goal, plan) for number, goal in enumerate(plan.goals, 1)]
    tasks = _view_tasks(plan, goals, used, by_name)
    for group in plan.units:
        units[group.name]["各成员"] = [parties[one.name] for one in plan.members_of(group) if one is not group]
    _link(tasks)
    for task, standing in zip(tasks, standings(plan, progress), strict=True):
        _report(task, standing, everybody)
    states = told({State(task["进展状态"]) for task in tasks})
    for _, delivery in progress.deliveries:
        if owner := plan.unit_of.get(delivery.unit):
            units[owner.name]["填报单位"] = delivery.filler or units[owner.name]["填报单位"]
    for name, day in heard(plan, progress).items():
        if name in everybody:
            everybody[name]["填报"] = day
    return View(
        {
            "标题": plan.title,
            "年度": plan.year,
            "发文": View(_sender(plan.sender)),
            "各类主送": salutation(plan),
            "依据": basis,
            "单位": list(units.values()),
            "收文单位": list(parties.values()),
            "栏": [_view_column(column) for column in shown],
            "选栏": bool(plan.table.columns),
            "自加栏": [one.word for one in own_columns(plan)],
            "全部栏": {one.word: one.kind for one in (*COLUMNS.values(), *used)},
            "左齐": [one.word for one in used if cell_kind({"类型": one.kind}, _texts(one, tasks)) in SHARED],
            "词": View(headings(plan)),
            "角色词": View({str(role): word for role, word in role_words(plan).items()}),
            "表称": table_word(plan),
            "另说": [one.word for one in shown if not (one.level or one.role or one.column.apart or one.word in SAID)],
            "有主责": any(task["主责单位"] for task in tasks),
            "散任务": [task for task in tasks if not task["目标链"]],
            "目标": goals,
            "任务": tasks,
            "督办": [_view_light(light, number) for number, light in enumerate(plan.lights, 1)],
            "亮灯": bool(plan.rules),
            "发文日": _days_sent(cabinet),
            "卷宗": _stories(plan, progress, cabinet),
            "填报栏": _answer_columns(any(task["节点"] for task in tasks)),
            "收取": progress.as_of,
            "记录": progress.counting,
            "各状态": [str(state) for state in states],
            "完成状态": [str(state) for state in states if state in FINISHED],
            "整词": compounds(_names_in(plan)),
            **VOCABULARY,
        }
    )


def _answer_columns(has_milestones: bool) -> list[View]:
    """What units fill in; of milestones only where the plan has some."""
    asked = {word: kind for word, kind in ANSWERS.items() if has_milestones or kind is not AnswerKind.MILESTONES}
    return [View({"名称": word, "类型": str(kind)}) for word, kind in asked.items()]


def _days_sent(cabinet: Cabinet) -> dict[str, list[date]]:
    """Kind of dispatch → the days on which one was sent, oldest first."""
    found = dict[str, list[date]]()
    for filed in cabinet:
        found.setdefault(filed.dispatch.kind, []).append(filed.dispatch.day)
    return found


def _stories(plan: Plan, progress: Progress, cabinet: Cabinet) -> Callable[[str], list[View]]:
    """Task id → what happened to it, oldest first, looked up when it is asked."""
    told, tasks = Mentions(cabinet, progress), {task.id: task for _, task in plan.tasks}

    def story(name: str) -> list[View]:
        found = history(plan, progress, (filed.dispatch for filed in told.of(name)), tasks[name])
        return [
            View({"日期": one.day, "谁": one.by, "事": one.what, "说": one.text, "据": one.source, "单位": one.unit})
            for one in found
        ]

    return story


def _names_in(plan: Plan) -> list[str]:
    """Its title, and the names in it: of units and goals."""
    return [plan.title, *(unit.name for unit in plan.units), *(path[-1].name for _, path in plan.goal_places)]


def _sender(sender: Sender) -> dict[str, Any]:
    """What the heads and feet of all documents have in common."""
    given = {key: value for key, value in sender.model_dump(by_alias=True, mode="json").items() if key != "代字"}
    return {**given, "自称": own_word(sender.organ, sender.level), "收报": _receiver(sender, None)}


def _receiver(sender: Sender, kind: UnitKind | None) -> str:
    return receiver(sender.organ, sender.office, sender.level, kind)


def view_imprint(sender: Sender, kind: str = "", imprint: Imprint = DRAFT, receipt: bool | None = None) -> View:
    """发文 of one document: the sender, and the number, date and 期号 that it got; empty in a draft.

    `receipt` is whether it has a page for the receipt, None as the sender has it.
    """
    day = day_text(imprint.day)
    mark = {"代字": sender.code(kind), "年度": str(imprint.day.year) if imprint.day else "", "序号": imprint.number}
    own = {"日期": day, "印发日期": day, "期号": imprint.term}
    return View({**_sender(sender), **mark, **own, "回执": sender.receipt if receipt is None else receipt})


def view_sent(former: Filed | None, names: Sequence[str] = ()) -> View:
    """What was sent to a unit of one of these names, as a later document cites it; empty where nothing was."""
    if former is None:
        return View({"标题": "", "代字": "", "年度": "", "序号": "", "日期": ""})
    dispatch = former.dispatch
    to = dispatch.to(names) or next(iter(dispatch.addressees), None)
    number, title = (to.number, to.title) if to else ("", "")
    mark = {"代字": dispatch.code, "年度": str(dispatch.day.year), "序号": number}
    return View({"标题": title, **mark, "日期": day_text(dispatch.day)})


def view_dispatch(dispatch: Dispatch) -> View:
    """登记: a dispatch as its register shows it; `标识` tells it from every other."""
    addressees = [_view_addressee(one, dispatch) for one in dispatch.addressees]
    own = {"种类": dispatch.kind, "年度": dispatch.year, "计划": dispatch.plan, "日期": dispatch.day}
    return View({**own, "文号": dispatch.marks, "标识": dispatch.time, "收文": addressees})


def _view_addressee(one: Addressee, dispatch: Dispatch) -> View:
    signed = (
        {"签收日期": one.receipt.day, "签收人": one.receipt.by, "备注": one.receipt.note} if one.receipt else UNSIGNED
    )
    return View({"单位": one.unit, "公文": one.title, "文号": dispatch.mark(one.number), **signed})


def _view_light(light: Light, level: int) -> View:
    """A rule of supervision; `级别` from 1, the lightest; `样` is the class that states.css colours."""
    own = {"名称": light.name, "颜色": str(light.colour), "样": f"{light.colour}灯", "级别": level, "规则": light}
    form = light.test.form
    own |= {"类": form.kind, "说明": not form.calm and form.kind != SOON_KIND}
    said = {"条件": light.test.text, "抄送": list(light.copies), "反馈": light.answer, "催": not light.test.is_calm}
    return View({**own, **said})


#: What a task has that no rule speaks of.
DARK = View(
    {
        "名称": "",
        "颜色": "",
        "样": "",
        "级别": 0,
        "类": "",
        "条件": "",
        "抄送": [],
        "反馈": "",
        "催": False,
        "说明": False,
    }
)

#: The tasks of a unit: all, those that it leads, and by its part.
LISTS = ("任务", "牵头任务", "主责任务", "只牵头任务", "协助任务")


def _view_unit(unit: Unit, plan: Plan, number: int = 0) -> View:
    lists: dict[str, Any] = {key: [] for key in (*LISTS, "牵头填报", "各成员")}
    own = {**unit.model_dump(mode="json", by_alias=True), "经办": False, "收文": False, "填报": None, "填报单位": ""}
    manners = {
        "行文": str(plan.form(unit)),
        "简称": called(unit.kind, unit.name, unit.collective),
        "内设": unit.kind in INSIDE,
        "收报": _receiver(plan.sender, unit.kind),
        "所在": [name for group in plan.groups_of(unit) for name in (group.name, *group.aliases)],
    }
    return View({"号": number, **own, **manners, **lists, "各项": {}})


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
        view = _view_task(task, plan.deadline(task), units) | _cells(used, path, task)
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


def _view_task(task: Task, limit: Deadline, units: dict[str, View]) -> dict[str, Any]:
    return {
        **task.model_dump(by_alias=True),
        **{key: list(task.roles[role]) for key, role in ROLES.items()},
        "截止": limit.last_day,
        "各期": list(limit.stages),
        "期限": limit.phrase,
        "时限": limit,
        "指纹": task.fingerprint,
        "主责方": [units[name] for name in task.mains],
        "牵头单位": [units[name] for name in (*task.mains, *task.leads)],
        "协助方": [units[name] for name in task.assistants],
    }


def _link(tasks: Iterable[View]) -> None:
    """Give each unit its tasks."""
    for task in tasks:
        only_leads = task["牵头单位"][len(task["主责方"]) :]
        for role, units in (("主责任务", task["主责方"]), ("只牵头任务", only_leads), ("协助任务", task["协助方"])):
            for unit in (one for each in units for one in (each, *each["各成员"])):
                if task not in unit["任务"]:
                    unit[role].append(task)
                    unit["任务"].append(task)
                    if role != "协助任务":
                        unit["牵头任务"].append(task)


def parts(unit: View) -> list[tuple[str, list[View]]]:
    """Each part that a unit has in tasks, the heaviest first, and these tasks."""
    lists = zip(Duty, ("主责任务", "只牵头任务", "协助任务"), strict=True)
    return [(str(role), unit[key]) for role, key in lists if unit[key]]


def part(task: View, unit: View) -> str:
    """The part of a unit in a task."""
    return next(role for role, tasks in parts(unit) if task in tasks)


def view_notices(found: Collection[Notice], plan: View, of: Plan) -> list[View]:
    """What changed for each unit that it concerns, as templates see it; a unit that is gone has no tasks."""
    units = {unit["名称"]: unit for unit in plan["收文单位"]}
    gone = (one.unit for one in found if one.unit.name not in units)
    columns = own_columns(of)
    units |= {one.name: View({**_view_unit(one, of), "收文": of.form(one) is not Form.NONE}) for one in gone}
    return [
        View(
            {
                "单位": units[one.unit.name],
                "事项": [_view_change(change, columns) for change in one.changes],
                "原通知": view_sent(one.former, one.unit.known_as),
            }
        )
        for one in found
    ]


def _view_change(own: UnitChange, columns: Sequence[TableColumn]) -> View:
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
    said = {"期限": deadline(change.task.deadline, LEAP, change.task.due).phrase}
    cells = _cells((*columns, *all_columns(change.task)), change.path, change.task)
    task = {**change.task.model_dump(by_alias=True), **cells}
    return View({**task, **told, **said, "目标": path_name(change.path)})


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
    task["报于"] = standing.reported
    task["时限"] = standing.term
    task |= _review(standing)
    task["完成比例"] = "" if percent is None else f"{percent:g}%"
    task["节点进展"] = _view_steps(standing.steps)
    task["填报"] = {one.unit.name: _view_entry(one, task, units, standing) for one in standing.entries}
    for one in standing.entries:
        row = task["填报"][one.unit.name]
        _give(row, units)
        row["各成员"] = [_view_entry(member, task, units, standing) for member in one.members]
        for member in row["各成员"]:
            _give(member, units)
        task["申请"] += [voice for voice in row["各成员"] or [row] if voice["申请"] and one.leads]
        if one.leads and standing.state is State.CLOSED:
            row["进展状态"] = str(State.CLOSED)


def _review(standing: Standing) -> dict[str, Any]:
    """The office's word: all its rulings, oldest first, what the ledger shows of them, and the days that count."""
    rulings = [View(ruling.fields) for _, ruling in standing.review.rulings]
    return {"审核": rulings, **standing.verdict, "到期": list(standing.term.days), "申请": []}


def _give(row: View, units: dict[str, View]) -> None:
    """Let a unit have what it says of a task; of two parts in one task the first counts."""
    unit, task = row["单位"], row["任务"]
    if task["编号"] not in unit["各项"]:
        unit["各项"][task["编号"]] = row
        if row["角色"] != Duty.ASSIST:
            unit["牵头填报"].append(row)


def _view_steps(steps: Iterable[Step]) -> list[View]:
    """Milestones, with what is said of them."""
    return [
        View({"时间": one.when, "内容": one.content, "截止": one.due, "完成情况": one.answer, "步": one})
        for one in steps
    ]


def _view_entry(one: UnitEntry, task: View, units: dict[str, View], standing: Standing) -> View:
    fields = dict(one.entry.fields) if one.entry else EMPTY
    shown = {**fields, "进展状态": str(one.state)} if one.returned else fields
    said: dict[str, Any] = {"角色": one.role, "填报单位": one.filler, "报于": one.reported, "各成员": [], **shown}
    steps = standing.steps_of([one]) if one.leads else ()
    asked = {"节点完成情况": "\n".join(step.line for step in steps)}
    said |= {"续填": (one.prefilled.fields if one.prefilled else EMPTY) | asked}
    said |= {"申请": one.applies, "退回": one.returned, "节点进展": _view_steps(steps)}
    return View({"单位": units[one.unit.name], "任务": task, **_deadline(task), **said})


def _deadline(task: View) -> dict[str, Any]:
    return {key: task[key] for key in ("完成时间", "截止", "各期", "期限", "时限")}


def column_text(task: View, word: str) -> str:
    """What stands in a column for a task, names joined; KeyError where there is no such column."""
    found = column_value(task, word)
    return found if isinstance(found, str) else (JOINT if word in ROLES else "\n").join(found)


def column_value(task: View, word: str) -> str | list[str]:
    """What stands in a column for a task, a list of names or lines as one; KeyError where there is no such column."""
    found: str | list[str] | None = task["栏"].get(word)
    return ([] if COLUMNS[word].is_list else "") if found is None else found


def alarm_of(task: View, today: date | None) -> str:
    """逾期, 30天内, 正常, 长期, 待定, 已完成 or 已办结 on a day; empty where that is not known or no day is named."""
    return alarm(_state(task), task["时限"], today, task["报于"]) if today else ""


def days_left(task: View, today: date | None) -> int | str:
    """Days to the next due day, negative when the last has passed; empty without one, for what is done, without a day.

    What recurs has none either where it was reported in its period.
    """
    found = days_to(_state(task), task["时限"], today, task["报于"]) if today else None
    return "" if found is None else found


def light_of(view: View, rules: Sequence[View], today: date | None, year: int) -> View:
    """The light of a task, or of what one unit says of one, on a day; DARK where it has none."""
    if today is None:
        return DARK
    left = days_left(view, today)
    missed = bool(late_steps(view, today))
    case = Case(_state(view), left if isinstance(left, int) else None, lag_of(view, today, year), missed)
    found = lit([one["规则"] for one in rules], case)
    return next((one for one in rules if one["规则"] is found), DARK)


def late_steps(view: View, today: date | None) -> list[View]:
    """The milestones of a task, or of what one unit says of one, that are not done although their day has passed."""
    if today is None or _state(view) in FINISHED:
        return []
    return [one for one in view["节点进展"] if one["步"].is_late(today)]


def lag_of(view: View, today: date, year: int) -> float | None:
    """How many percentage points a task, or what one unit says of one, is behind the time that has passed."""
    return None if _state(view) in FINISHED else lag(_percent(view), view["时限"], today, year)


def by_light(
    views: Iterable[View], rules: Sequence[View], today: date | None, year: int
) -> list[tuple[View, list[View]]]:
    """Those of whom a light asks something, under each light of one name, the gravest first."""
    found = dict[str, tuple[View, list[View]]]()
    for view in views:
        lamp = light_of(view, rules, today, year)
        if lamp["催"]:
            gravest = max((one for one in rules if one["名称"] == lamp["名称"]), key=itemgetter("级别"))
            found.setdefault(lamp["名称"], (gravest, []))[1].append(view)
    return sorted(found.values(), key=lambda one: -int(one[0]["级别"]))


def _percent(view: View) -> float | None:
    """How much is done, where that was said and not sent back."""
    text = "" if view.get("退回") else view["完成比例"].removesuffix("%")
    return float(text) if text else None


def _state(view: View) -> State:
    """The state of a task, or of what one unit says of one: that one, too, is closed with its task."""
    whole = view.get("任务", view)["进展状态"]
    return State(whole if whole == State.CLOSED else view["进展状态"] or State.UNREPORTED)


#: What has no last day, in the order in which lists have it: behind all months.
WITHOUT_DAY = [kind for kind in DeadlineKind if kind is not DeadlineKind.DATED]


def month_of(task: View) -> str:
    """The month of its last day, 2017年2月; 定期, 长期, 待定 or 未明确 where there is none."""
    return month_text(task["截止"]) if task["截止"] else kind_of(task)


def kind_of(task: View) -> str:
    """What its deadline is: 到期 for one that has a last day, else 定期, 长期, 待定 or 未明确."""
    return str(task["时限"].kind)


def by_kind(tasks: Iterable[View]) -> list[tuple[str, list[View]]]:
    """The tasks that have no last day, by the reason why: 定期, 长期, 待定, 未明确; those that there are."""
    found = [(str(kind), [task for task in tasks if task["时限"].kind is kind]) for kind in WITHOUT_DAY]
    return [(kind, some) for kind, some in found if some]


def by_month(tasks: Iterable[View]) -> list[tuple[str, list[View]]]:
    """Each month with the tasks that are due in it, then those without a last day; without the year where it is one."""
    own = list(tasks)
    dated = sorted((task for task in own if task["截止"]), key=itemgetter("截止"))
    year, found = one_year(dated), dict[str, list[View]]()
    for task in dated:
        found.setdefault(without_year(month_of(task), year), []).append(task)
    return [*found.items(), *by_kind(own)]


def one_year(tasks: Iterable[View]) -> int | None:
    """The year in which all deadlines lie that are a day; None where there are several years, or none."""
    years = {task["截止"].year for task in tasks if task["截止"]}
    return years.pop() if len(years) == 1 else None


def in_alarm(tasks: Iterable[View], name: str, today: date | None) -> list[View]:
    """The tasks of which `alarm_of` says `name` on a day."""
    return [task for task in tasks if alarm_of(task, today) == name]
