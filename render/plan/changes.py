"""Two plans → what changed between them: task by task, goal by goal, and seen from each unit."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, TypeVar, get_origin

from render.plan.model import Goal, Plan, Sender, Task, Unit

Thing = TypeVar("Thing")
#: The items that are lists of names, as `_edits` calls them.
LISTS = frozenset(
    f"{prefix}{field.alias}"
    for prefix, model in (("", Task), ("", Unit), ("发文·", Sender))
    for field in model.model_fields.values()
    if get_origin(field.annotation) is tuple
)
NAMES = re.compile(r"[^、]+|、")  # what changes as a whole in a list of names
WORDS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|.", re.DOTALL)  # and in a text


class ChangeKind(StrEnum):
    """What became of a thing."""

    ADDED = "新增"
    REMOVED = "取消"
    CHANGED = "调整"


@dataclass(frozen=True, slots=True)
class Edit:
    """One item of a thing that reads otherwise now; a text that was or is not there is empty."""

    item: str
    old: str
    new: str

    @property
    def pieces(self) -> tuple[tuple[str, str, str], ...]:
        """The texts side by side: (what both say, what only the old says, what only the new says), in order."""
        tokens = NAMES if self.item in LISTS else WORDS
        old, new = tokens.findall(self.old), tokens.findall(self.new)
        found = list[tuple[str, str, str]]()
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            was, now = "".join(old[a:b]), "".join(new[c:d])
            found.append((was, "", "") if tag == "equal" else ("", was, now))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing: `name` is what it is called now, or was called before it went."""

    kind: ChangeKind
    name: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskChange(Change):
    """What became of a task, whose id is `name`; `task` and `goal` are those of now, or the last ones."""

    task: Task = field(kw_only=True)
    goal: Goal = field(kw_only=True)
    former: Task | None = field(default=None, kw_only=True)  # as it was, where it is still there


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What a task's change is to one unit: the parts that it had and has in it, 牵头, 协助 or empty."""

    change: TaskChange
    before: str
    now: str

    @property
    def kind(self) -> ChangeKind:
        """A task given, taken away, or changed for this unit."""
        return ChangeKind.ADDED if not self.before else ChangeKind.REMOVED if not self.now else ChangeKind.CHANGED


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs, in the order of the new plan, what is gone at the end."""

    heading: tuple[Edit, ...]
    units: tuple[Change, ...]
    goals: tuple[Change, ...]
    tasks: tuple[TaskChange, ...]
    concerned: tuple[tuple[Unit, tuple[UnitChange, ...]], ...]

    def __bool__(self) -> bool:
        return bool(self.heading or self.units or self.goals or self.tasks)


def compare(old: Plan, new: Plan) -> Changes:
    """Compare two plans: tasks by their ids, units by names and aliases, goals by names or else by their tasks."""
    goals = _pair_goals(old, new)
    tasks = tuple(_tasks(old, new, goals))
    return Changes(
        heading=tuple(_edits(_heading(old), _heading(new))),
        units=tuple(_things(_pair_units(old, new), lambda unit: unit.name, _unit_items)),
        goals=tuple(_things(goals, lambda goal: goal.name, _goal_items)),
        tasks=tasks,
        concerned=tuple(_by_unit(old, new, tasks)),
    )


def _edits(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Edit]:
    for item in {**new, **old}:
        edit = Edit(item, old.get(item, ""), new.get(item, ""))
        if edit.old != edit.new:
            yield edit


def _heading(plan: Plan) -> dict[str, str]:
    sender = {f"发文·{key}": _text(value) for key, value in plan.sender.model_dump(by_alias=True).items()}
    return {"标题": plan.title, "年度": str(plan.year), **sender}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{key}：{text}" if key else text for key, text in value.items())
    return "、".join(value) if isinstance(value, list | tuple) else str(value)


def _unit_items(unit: Unit) -> dict[str, str]:
    return {key: _text(value) for key, value in unit.model_dump(mode="json", by_alias=True).items()}


def _goal_items(goal: Goal) -> dict[str, str]:
    return {"名称": goal.name, "内容": goal.content}


def _task_items(task: Task) -> dict[str, str]:
    items = task.model_dump(by_alias=True)
    return {key: _text(value) for key, value in items.items() if key != "编号"}


Pairs = Sequence[tuple[Thing | None, Thing | None]]


def _things(
    pairs: Pairs[Thing], name_of: Callable[[Thing], str], items_of: Callable[[Thing], dict[str, str]]
) -> Iterator[Change]:
    for old, new in pairs:
        if old is None or new is None:
            thing = new or old
            assert thing
            yield Change(ChangeKind.ADDED if old is None else ChangeKind.REMOVED, name_of(thing))
        elif edits := tuple(_edits(items_of(old), items_of(new))):
            yield Change(ChangeKind.CHANGED, name_of(new), edits)


def _pair_units(old: Plan, new: Plan) -> Pairs[Unit]:
    """Units of one name, or of which one bears the other's name as an alias."""
    former = {unit.name: _same_unit(unit, old) for unit in new.units}
    kept = {unit.name for unit in former.values() if unit}
    return [(former[unit.name], unit) for unit in new.units] + [(u, None) for u in old.units if u.name not in kept]


def _same_unit(unit: Unit, plan: Plan) -> Unit | None:
    """The unit of a plan that is this one, under its name or one of its aliases."""
    return next((plan.unit_of[name] for name in (unit.name, *unit.aliases) if name in plan.unit_of), None)


def _pair_goals(old: Plan, new: Plan) -> Pairs[Goal]:
    """Goals of one name; of the others, those that share a task."""
    names = {goal.name for goal in old.goals} & {goal.name for goal in new.goals}
    left = [goal for goal in old.goals if goal.name not in names]
    pairs = list[tuple[Goal | None, Goal | None]]()
    for goal in new.goals:
        same = next((one for one in old.goals if one.name == goal.name), None) or _sharing(goal, left)
        if same in left:
            left.remove(same)
        pairs.append((same, goal))
    return [*pairs, *((goal, None) for goal in left)]


def _sharing(goal: Goal, others: Sequence[Goal]) -> Goal | None:
    ids = {task.id for task in goal.tasks}
    return next((other for other in others if ids & {task.id for task in other.tasks}), None)


def _tasks(old: Plan, new: Plan, goals: Pairs[Goal]) -> Iterator[TaskChange]:
    before = {task.id: (goal, task) for goal, task in old.tasks}
    now = {task.id for _, task in new.tasks}
    same = {(was.name, goal.name) for was, goal in goals if was and goal}
    for goal, task in new.tasks:
        if task.id not in before:
            yield TaskChange(ChangeKind.ADDED, task.id, task=task, goal=goal)
            continue
        was, former = before[task.id]
        edits = [] if (was.name, goal.name) in same else [Edit("工作目标", was.name, goal.name)]
        edits += _edits(_task_items(former), _task_items(task))
        if edits:
            yield TaskChange(ChangeKind.CHANGED, task.id, tuple(edits), task=task, goal=goal, former=former)
    for name, (goal, task) in before.items():
        if name not in now:
            yield TaskChange(ChangeKind.REMOVED, name, task=task, goal=goal)


def _by_unit(old: Plan, new: Plan, tasks: Sequence[TaskChange]) -> Iterator[tuple[Unit, tuple[UnitChange, ...]]]:
    """Each unit that a changed task concerns or concerned, with its changes; units that are gone come last."""
    before, now = _parts(old, tasks), _parts(new, tasks)
    for former, unit in _pair_units(old, new):
        own = unit or former
        assert own
        had, has = before[former.name] if former else {}, now[unit.name] if unit else {}
        if places := sorted({*had, *has}):
            yield own, tuple(UnitChange(tasks[n], had.get(n, ""), has.get(n, "")) for n in places)


def _parts(plan: Plan, tasks: Sequence[TaskChange]) -> defaultdict[str, dict[int, str]]:
    """Unit → its part in the changed tasks that the plan has, by their places among them."""
    places = {change.name: place for place, change in enumerate(tasks)}
    found = defaultdict[str, dict[int, str]](dict)
    for _, task in plan.tasks:
        if task.id in places:
            for part, names in (("协助", task.assistants), ("牵头", task.leads)):  # who does both leads
                for name in names:
                    found[plan.unit_of[name].name][places[task.id]] = part
    return found
