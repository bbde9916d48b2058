"""The plan as templates see it: Chinese names, and links from each thing to what belongs to it."""

from collections.abc import Iterable
from typing import Any

from render.plan import Goal, Plan, Task, Unit

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


def view_plan(plan: Plan) -> View:
    """The whole plan; every list keeps the order of plan.yaml."""
    units = {unit.name: _view_unit(unit) for unit in plan.units}
    by_name = {name: units[unit.name] for name, unit in plan.unit_of.items()}
    goals = [_view_goal(number, goal, by_name) for number, goal in enumerate(plan.goals, 1)]
    tasks = [task for goal in goals for task in goal["任务"]]
    _link(tasks)
    return View(
        {
            "标题": plan.title,
            "年度": plan.year,
            "发文": View(plan.issue.model_dump(by_alias=True)),
            "单位": list(units.values()),
            "目标": goals,
            "任务": tasks,
        }
    )


def _view_unit(unit: Unit) -> View:
    empty: dict[str, list[View]] = {"牵头任务": [], "协助任务": [], "任务": []}
    return View({**unit.model_dump(mode="json", by_alias=True), **empty})


def _view_goal(number: int, goal: Goal, units: dict[str, View]) -> View:
    view = View({"号": number, "序号": numeral(number), "名称": goal.name, "内容": goal.content})
    view["任务"] = [_view_task(task, view, units) for task in goal.tasks]
    return view


def _view_task(task: Task, goal: View, units: dict[str, View]) -> View:
    return View(
        {
            **task.model_dump(by_alias=True),
            "责任主体": list(task.leads),
            "协助单位": list(task.assistants),
            "截止": task.last_day,
            "目标": goal,
            "牵头单位": [units[name] for name in task.leads],
            "协助方": [units[name] for name in task.assistants],
        }
    )


def _link(tasks: Iterable[View]) -> None:
    """Give each unit its tasks."""
    for task in tasks:
        for role, units in (("牵头任务", task["牵头单位"]), ("协助任务", task["协助方"])):
            for unit in units:
                unit[role].append(task)
                unit["任务"].append(task)
