"""Two plans → what changed between them: task by task, goal by goal, and seen from each unit."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice
from typing import Any, get_origin

from render.plan.fields import JOINT
from render.plan.model import Goal, Plan, Sender, Task, Unit

#: The items that are lists of names, as `_edits` calls them.
LISTS = frozenset(
    f"{prefix}{field.alias}"
    for prefix, model in (("", Task), ("", Unit), ("发文·", Sender))
    for field in model.model_fields.values()
    if get_origin(field.annotation) is tuple
)
PARTS = ("协助", "牵头")
NAME, FORMER, MOVED = "名称", "曾用名", "工作目标"  # items of edits
NAMES = re.compile(r"[^、]+|、")  # what changes as a whole in a list of names
WORDS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|.", re.DOTALL)  # and in a text


class ChangeKind(StrEnum):
    """What became of a thing."""

    ADDED = "新增"
    REMOVED = "取消"
    CHANGED = "调整"
    RENAMED = "改名"


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
    edits: tuple[Edit, ...] = ()  # of a renamed unit its names come first


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
    """Compare two plans: tasks by their ids, units by all their names, goals by names or else by their tasks.

    That a unit has a new name changes no task.
    """
    goals, units = _pair_goals(old, new), _pair_units(old, new)
    tasks = tuple(_tasks(_called_as_now(old, new), new, goals))
    return Changes(
        heading=tuple(_heading_edits(old, new)),
        units=tuple(_unit_changes(units)),
        goals=tuple(_goal_changes(goals)),
        tasks=tasks,
        concerned=tuple(_by_unit(old, new, tasks, units)),
    )


def _edits(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Edit]:
    for item in {**new, **old}:
        edit = Edit(item, old.get(item, ""), new.get(item, ""))
        if edit.old != edit.new:
            yield edit


def _heading_edits(old: Plan, new: Plan) -> Iterator[Edit]:
    for edit in _edits(_heading(old), _heading(new)):
        if edit.item != FORMER or old.title == new.title:
            yield edit


def _heading(plan: Plan) -> dict[str, str]:
    sender = {f"发文·{key}": _text(value) for key, value in plan.sender.model_dump(by_alias=True).items()}
    return {"标题": plan.title, FORMER: _text(plan.former_titles), "年度": str(plan.year), **sender}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return JOINT.join(f"{key}：{text}" if key else text for key, text in value.items())
    return JOINT.join(value) if isinstance(value, list | tuple) else str(value)


def _unit_items(unit: Unit) -> dict[str, str]:
    return {key: _text(value) for key, value in unit.model_dump(mode="json", by_alias=True).items()}


def _goal_items(goal: Goal) -> dict[str, str]:
    return {"名称": goal.name, "内容": goal.content}


def _task_items(task: Task) -> dict[str, str]:
    items = task.model_dump(by_alias=True)
    return {key: _text(value) for key, value in items.items() if key != "编号"}


Pairs = Sequence[tuple[Goal | None, Goal | None]]


def _goal_changes(pairs: Pairs) -> Iterator[Change]:
    for old, new in pairs:
        if old is None or new is None:
            goal = new or old
            assert goal
            yield Change(ChangeKind.ADDED if old is None else ChangeKind.REMOVED, goal.name)
        elif edits := tuple(_edits(_goal_items(old), _goal_items(new))):
            yield Change(ChangeKind.CHANGED, new.name, edits)


Family = tuple[Sequence[Unit], Unit | None]  # what a unit was, of several that became one all, and what it is now


def _pair_units(old: Plan, new: Plan) -> list[Family]:
    """Each unit of now with what it was: known by its name, else by another of either's names; then what is gone."""
    were = defaultdict[str, list[Unit]](list)
    for unit in old.units:
        if now := new.unit_of.get(unit.name):
            were[now.name].append(unit)
    left = {unit.name: unit for unit in old.units if unit.name not in new.unit_of}
    other = {name: unit.name for unit in left.values() for name in _names(unit)}
    for unit in new.units:
        same = () if were[unit.name] else (other[name] for name in _names(unit) if other.get(name) in left)
        were[unit.name] += [left.pop(name) for name in islice(same, 1)]
    return [(were[unit.name], unit) for unit in new.units] + [([unit], None) for unit in left.values()]


def _names(unit: Unit) -> Sequence[str]:
    return (unit.name, *unit.aliases, *unit.former_names)


def _unit_changes(families: Iterable[Family]) -> Iterator[Change]:
    for were, unit in families:
        if unit is None or not were:
            yield from (Change(ChangeKind.REMOVED, one.name) for one in were)
            yield from [Change(ChangeKind.ADDED, unit.name)] if unit else []
            continue
        same = next((one for one in were if one.name == unit.name), None)
        gone = JOINT.join(one.name for one in were if one is not same)
        edits = tuple(_edits(_unit_items(same or were[0]), _unit_items(unit)))
        if gone:  # what it was called, and not that this is noted now
            told = [edit for edit in edits if edit.item not in (NAME, FORMER)]
            yield Change(ChangeKind.RENAMED, unit.name, (Edit(NAME, gone, unit.name), *told))
        elif edits:
            yield Change(ChangeKind.CHANGED, unit.name, edits)


def _called_as_now(old: Plan, new: Plan) -> Plan:
    """The old plan, whose tasks call renamed units as they are called now."""
    now = {former: unit.name for unit in new.units for former in unit.former_names}
    if not now:
        return old

    def renamed(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(now.get(name, name) for name in names))

    def task_now(task: Task) -> Task:
        return task.model_copy(update={"leads": renamed(task.leads), "assistants": renamed(task.assistants)})

    goals = (goal.model_copy(update={"tasks": tuple(map(task_now, goal.tasks))}) for goal in old.goals)
    return old.model_copy(update={"goals": tuple(goals)})


def _pair_goals(old: Plan, new: Plan) -> Pairs:
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


def _tasks(old: Plan, new: Plan, goals: Pairs) -> Iterator[TaskChange]:
    before = {task.id: (goal, task) for goal, task in old.tasks}
    now = {task.id for _, task in new.tasks}
    same = {(was.name, goal.name) for was, goal in goals if was and goal}
    for goal, task in new.tasks:
        if task.id not in before:
            yield TaskChange(ChangeKind.ADDED, task.id, task=task, goal=goal)
            continue
        was, former = before[task.id]
        edits = [] if (was.name, goal.name) in same else [Edit(MOVED, was.name, goal.name)]
        edits += _edits(_task_items(former), _task_items(task))
        if edits:
            yield TaskChange(ChangeKind.CHANGED, task.id, tuple(edits), task=task, goal=goal, former=former)
    for name, (goal, task) in before.items():
        if name not in now:
            yield TaskChange(ChangeKind.REMOVED, name, task=task, goal=goal)


def _by_unit(
    old: Plan, new: Plan, tasks: Sequence[TaskChange], units: Iterable[Family]
) -> Iterator[tuple[Unit, tuple[UnitChange, ...]]]:
    """Each unit that a changed task concerns or concerned, with its changes; units that are gone come last."""
    before, now = _parts(old, tasks), _parts(new, tasks)
    for were, unit in units:
        own = unit or were[0]
        had = dict(sorted((part for one in were for part in before[one.name].items()), key=_by_weight))
        has = now[unit.name] if unit else {}
        if places := sorted({*had, *has}):
            yield own, tuple(UnitChange(tasks[n], had.get(n, ""), has.get(n, "")) for n in places)


def _by_weight(part: tuple[int, str]) -> int:
    """Who did both before led: the part that counts comes last."""
    return PARTS.index(part[1])


def _parts(plan: Plan, tasks: Sequence[TaskChange]) -> defaultdict[str, dict[int, str]]:
    """Unit → its part in the changed tasks that the plan has, by their places among them."""
    places = {change.name: place for place, change in enumerate(tasks)}
    found = defaultdict[str, dict[int, str]](dict)
    for _, task in plan.tasks:
        if task.id in places:
            for part, names in zip(PARTS, (task.assistants, task.leads), strict=True):  # who does both leads
                for name in names:
                    found[plan.unit_of[name].name][places[task.id]] = part
    return found
