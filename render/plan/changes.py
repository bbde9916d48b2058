"""Two plans → what changed between them: task by task, goal by goal, and seen from each unit."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice
from typing import Any, get_origin

from render.plan.column import Duty
from render.plan.fields import ID, JOINT, ROLES, TASK_COLUMNS
from render.plan.model import Goal, Path, Plan, Sender, Task, Unit

#: The items that are lists of names, as `_edits` calls them.
LISTS = frozenset(
    f"{prefix}{field.alias}"
    for prefix, model in (("", Unit), ("发文·", Sender))
    for field in model.model_fields.values()
    if get_origin(field.annotation) is tuple
) | set(ROLES)
PARTS = tuple(map(str, reversed(Duty)))
PATH = "／"  # between the names of goals in goals
NAME, FORMER, MOVED = "名称", "曾用名", "工作目标"  # items of edits
NAMES = re.compile(r"[^、]+|、")  # what changes as a whole in a list of names
WORDS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z]+|.", re.DOTALL)  # and in a text

DUE = str(Task.model_fields["due"].alias)  # decides the last day, and is printed nowhere


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
    """What became of a task, whose id is `name`.

    `task` and `path`, the goals that it is in, are those of now, or the last ones.
    """

    task: Task = field(kw_only=True)
    path: Path = field(kw_only=True)
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
    table = {f"表·{key}": _text(value) for key, value in plan.table.model_dump(by_alias=True).items()}
    return {"标题": plan.title, FORMER: _text(plan.former_titles), "年度": str(plan.year), **sender, **table}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return JOINT.join(f"{key}：{text}" if key else text for key, text in value.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    return JOINT.join(value) if isinstance(value, list | tuple) else str(value)


def _unit_items(unit: Unit) -> dict[str, str]:
    return {key: _text(value) for key, value in unit.model_dump(mode="json", by_alias=True).items()}


def _goal_items(goal: Goal) -> dict[str, str]:
    return {"名称": goal.name, "内容": goal.content}


def _task_items(task: Task) -> dict[str, str]:
    printed = {one.key: one.text((), task) for one in TASK_COLUMNS if one.key != ID}
    return {**printed, DUE: task.due, **task.extra}


Pairs = Sequence[tuple[Path | None, Path | None]]


def path_name(path: Path) -> str:
    """What a goal is called: its name, behind those of the goals that it is in."""
    return PATH.join(goal.name for goal in path)


def _goal_changes(pairs: Pairs) -> Iterator[Change]:
    for old, new in pairs:
        if old is None or new is None:
            kind = ChangeKind.ADDED if old is None else ChangeKind.REMOVED
            yield Change(kind, path_name(new or old or ()))
        elif edits := tuple(_edits(_goal_items(old[-1]), _goal_items(new[-1]))):
            yield Change(ChangeKind.CHANGED, path_name(new), edits)


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
        parts = {"mains": task.mains, "leads": task.leads, "assistants": task.assistants}
        return task.model_copy(update={key: renamed(names) for key, names in parts.items()})

    def goal_now(goal: Goal) -> Goal:
        tasks, goals = tuple(map(task_now, goal.tasks)), tuple(map(goal_now, goal.goals))
        return goal.model_copy(update={"tasks": tasks, "goals": goals})

    root = goal_now(old.root)
    return old.with_tasks(root.tasks, root.goals)


def _pair_goals(old: Plan, new: Plan) -> Pairs:
    """Goals of one name in goals of the same names; of the others, those that share a task."""
    were, now = ([path for _, path in plan.goal_places] for plan in (old, new))
    by_name = {path_name(path): path for path in reversed(were)}
    names = by_name.keys() & {path_name(path) for path in now}
    left = [path for path in were if path_name(path) not in names]
    pairs = list[tuple[Path | None, Path | None]]()
    for path in now:
        same = by_name.get(path_name(path)) or _sharing(path, left)
        if same in left:
            left.remove(same)
        pairs.append((same, path))
    return [*pairs, *((path, None) for path in left)]


def _sharing(path: Path, others: Sequence[Path]) -> Path | None:
    """The goal on the same level that has one of its tasks."""
    ids = {task.id for task in path[-1].all_tasks}
    alike = (other for other in others if len(other) == len(path))
    return next((other for other in alike if ids & {task.id for task in other[-1].all_tasks}), None)


def _tasks(old: Plan, new: Plan, goals: Pairs) -> Iterator[TaskChange]:
    before = {task.id: (path, task) for _, path, task in old.places}
    now = {task.id for _, task in new.tasks}
    same = {(path_name(was), path_name(path)) for was, path in goals if was and path} | {("", "")}
    for _, path, task in new.places:
        if task.id not in before:
            yield TaskChange(ChangeKind.ADDED, task.id, task=task, path=path)
            continue
        was, former = before[task.id]
        names = path_name(was), path_name(path)
        edits = [] if names in same else [Edit(MOVED, *names)]
        edits += _edits(_task_items(former), _task_items(task))
        if edits:
            yield TaskChange(ChangeKind.CHANGED, task.id, tuple(edits), task=task, path=path, former=former)
    for name, (path, task) in before.items():
        if name not in now:
            yield TaskChange(ChangeKind.REMOVED, name, task=task, path=path)


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
            for part in reversed(Duty):  # who does both leads
                for name in task.roles[part]:
                    found[plan.unit_of[name].name][places[task.id]] = str(part)
    return found
