"""A plan, or the rows of a workbook → records by their keys, so that three versions can be laid side by side.

A task's key is its id; a goal's and a unit's is the number that the workbook gave it, of a new one + and its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from render.plan.model import Plan
from render.reader.shape import Place
from render.sheet.fields import GOALS, HEAD, TASKS, UNITS, dumped, labels

NEW = "+"
Key = tuple[str, str]  # its sheet, and its key there
THE_HEAD: Key = (HEAD, "")
THE_PLAN: Key = (HEAD, "计划")


@dataclass(frozen=True, slots=True)
class Record:
    """A task, a goal, a unit or the head: its data, the key of the goal that it is in, where it stands."""

    key: Key
    called: str
    data: Mapping[str, Any]
    above: str = ""
    place: Place = ()
    row: str = ""  # where the workbook has it


@dataclass(slots=True)
class Version:
    """All records of a version of the plan, and the names of its goals by their keys."""

    found: dict[Key, Record] = field(default_factory=dict)
    goals: dict[str, str] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """Take one up."""
        self.found[record.key] = record

    def of(self, sheet: str) -> list[Record]:
        """Those of one sheet."""
        return [record for key, record in self.found.items() if key[0] == sheet]


def records(plan: Plan, base: Plan) -> Version:
    """The records of a plan, with the keys that they have, or would have, in the workbook of another version of it."""
    goal_keys, found = _goal_keys(plan, base), Version()
    found.goals = {goal_keys[label.place]: label.name for label in labels(plan)}
    found.add(Record(THE_PLAN, "", dumped(plan), place=()))
    found.add(Record(THE_HEAD, HEAD, dumped(plan.sender), place=("发文",)))
    for n, key in enumerate(_unit_keys(plan, base)):
        unit = plan.units[n]
        found.add(Record((UNITS, key), f"单位“{unit.name}”", dumped(unit), place=("单位", n)))
    for place, path in plan.goal_places:
        key, above = goal_keys[place], goal_keys.get(place[:-2], "")
        found.add(Record((GOALS, key), f"目标“{path[-1].name}”", dumped(path[-1]), above, place))
    for place, _, task in plan.places:
        found.add(Record((TASKS, task.id), f"任务{task.id}", dumped(task), goal_keys.get(place[:-2], ""), place))
    return found


def _goal_keys(plan: Plan, base: Plan) -> dict[Place, str]:
    """The key of each goal, by its place: that of the goal of the same name, else of one that shares a task."""
    were = [(label, path) for label, (_, path) in zip(labels(base), base.goal_places, strict=True)]
    by_name = {label.name: label.number for label, _ in were}
    now = [(label, path) for label, (_, path) in zip(labels(plan), plan.goal_places, strict=True)]
    same = {label.name for label, _ in now}
    left = {label.number: path for label, path in were if label.name not in same}
    found = dict[Place, str]()
    for label, path in now:
        ids = {task.id for task in path[-1].all_tasks}
        alike = (
            number
            for number, other in left.items()
            if len(other) == len(path) and ids & {task.id for task in other[-1].all_tasks}
        )
        key = by_name.get(label.name) or next(alike, f"{NEW}{label.name}")
        left.pop(key, None)
        found[label.place] = key
    return found


def _unit_keys(plan: Plan, base: Plan) -> list[str]:
    """The key of each unit: that of the unit of the same name, else of one whose name it has as another one."""
    keys = {unit.name: str(n) for n, unit in enumerate(base.units, 1)}
    names = {unit.name for unit in plan.units}
    found = list[str]()
    for unit in plan.units:
        others = (keys[name] for name in unit.known_as if name in keys and name not in names)
        key = keys.get(unit.name) or next((key for key in others if key not in found), f"{NEW}{unit.name}")
        found.append(key)
    return found
