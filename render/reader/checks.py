"""What the model cannot see: names and numbers that must agree across the whole plan.

The checks read the raw tree and pass over whatever has not the right form, so that they find what there is
to find even in a plan that the model refuses.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from render.nearest import Nearest
from render.plan.dates import LEAP, YEAR, is_impossible
from render.plan.fields import ROLES
from render.plan.model import LEVELS
from render.reader.columns import check_columns
from render.reader.shape import Node, Place, child, items, mappings, names, shown
from render.reader.tree import Tree

NAMES = ("名称", "别名")  # what a unit is called in tasks
FORMER = ("曾用名",)  # and what it was called
JOINT = re.compile(r"([、，,；;/\s]+)")
CHECK_THE_DAY = "核对年、月、日"
SPAN = 5  # pieces of a known name that itself holds a separator: 各市、县财政局 has 3

Known = dict[str, str]  # each name and alias → the name of its unit


def known_units(root: Node) -> Known:
    """Return each name and alias with the name of its unit; of two equal ones the first counts."""
    return _owners(root, NAMES)


def former_units(root: Node) -> Known:
    """Return each former name with the name that its unit has now."""
    return _owners(root, FORMER)


def _owners(root: Node, keys: Iterable[str]) -> Known:
    found: Known = {}
    for n, unit in mappings(root, "单位"):
        owner = child(unit, "名称")
        for _, name in unit_names(unit, ("单位", n), keys):
            found.setdefault(name, owner if isinstance(owner, str) and owner else name)
    return found


def check(tree: Tree, known: Known) -> None:
    """Report every unit and 编号 that the plan contradicts itself about, and deadlines that its year does not have."""
    check_units(tree)
    check_lists(tree)
    check_ids(tree)
    check_deadlines(tree)
    check_columns(tree, list(tasks(tree.root)))
    if known:
        strange = Strangers(known, former_units(tree.root), Nearest(known))
        for place, task in tasks(tree.root):
            check_roles(tree, place, task, known, strange)
        strange.report(tree)


def tasks(root: Node) -> Iterator[tuple[Place, dict[str, Node]]]:
    """Yield each task with its place."""
    for place, goal in goals(root):
        for t, task in mappings(goal, "任务"):
            yield (*place, "任务", t), task


def goals(node: Node, place: Place = ()) -> Iterator[tuple[Place, Node]]:
    """Yield the plan, each goal, and each goal in a goal, with its place."""
    yield place, node
    for n, goal in mappings(node, "目标"):
        yield from goals(goal, (*place, "目标", n))


def check_lists(tree: Tree) -> None:
    """Report goals that have neither tasks nor goals, tasks of no unit that answers for them, and too many levels."""
    for place, goal in goals(tree.root):
        if isinstance(goal, dict):
            _check_any(tree, place, goal, ("任务", "目标") if place else ("目标", "任务"))
        if place.count("目标") == LEVELS and items(goal, "目标"):
            tree.report((*place, "目标"), "套得太深", f"目标最多 {LEVELS} 层，再往下写成任务")
    for place, task in tasks(tree.root):
        _check_any(tree, place, task, ("责任主体", "主责单位"))


def _check_any(tree: Tree, place: Place, node: dict[str, Node], lists: Sequence[str]) -> None:
    """Report that none of some lists has an item; the first of them is the one to write."""
    if all(child(node, key) in ("", []) for key in lists):
        written = next((key for key in lists if key in node), "")
        said = "至少要写一项" if written else "没有填写"
        tree.report((*place, written or lists[0]), said, line=tree.line_for(*place, written or lists[0]))


def check_units(tree: Tree) -> None:
    """Report names, aliases, former names and members that stand twice."""
    first: dict[str, Place] = {}
    for n, unit in mappings(tree.root, "单位"):
        for place, name in unit_names(unit, ("单位", n)):
            if name in first:
                line = tree.lines.of(*first[name])
                tree.report(place, f"“{shown(name)}”与第 {line} 行重名", "一个名称只写一次")
            first.setdefault(name, place)
        check_members(tree, ("单位", n, "成员"), names(unit, "成员"))


def unit_names(unit: Node, place: Place, keys: Iterable[str] = (*NAMES, *FORMER)) -> Iterator[tuple[Place, str]]:
    """Yield the names of a unit that stand under some keys, each with its place."""
    for key in keys:
        name = child(unit, key)
        if isinstance(name, str) and name:
            yield (*place, key), name
        for n, each in names(unit, key):
            yield (*place, key, n), each


def check_members(tree: Tree, place: Place, members: Iterable[tuple[int, str]]) -> None:
    """Report each member that a collective names twice."""
    seen: set[str] = set()
    for n, name in members:
        if name in seen:
            tree.report((*place, n), f"“{shown(name)}”写了两次", "只留一处")
        seen.add(name)


def check_ids(tree: Tree) -> None:
    """Report each 编号 that an earlier task has."""
    first: dict[str, Place] = {}
    for place, task in tasks(tree.root):
        name = child(task, "编号")
        if not isinstance(name, str) or not name:
            continue
        if name in first:
            line = tree.lines.of(*first[name], "编号")
            tree.report((*place, "编号"), f"与第 {line} 行重复", "给新任务一个没有用过的编号")
        first.setdefault(name, place)


def check_deadlines(tree: Tree) -> None:
    """Report each deadline that names no real day."""
    said = child(tree.root, "年度")
    year = int(said) if isinstance(said, str) and YEAR.fullmatch(said) else LEAP
    for place, task in tasks(tree.root):
        text = child(task, "完成时间")
        if isinstance(text, str) and is_impossible(text, year):
            tree.report((*place, "完成时间"), f"“{shown(text)}”在日历上没有", CHECK_THE_DAY)


def check_roles(tree: Tree, place: Place, task: Node, known: Known, strange: "Strangers") -> None:
    """Report the units of a task that are unknown, or that it names twice."""
    roles: dict[str, str] = {}  # unit → its first role in this task
    for role in ROLES:
        for n, name in names(task, role):
            here, unit = (*place, role, n), known.get(name)
            if unit is None:
                strange.met.setdefault(name, []).append(here)
            elif unit in roles:
                said = "写了两次" if roles[unit] == role else f"已是{roles[unit]}"
                tree.report(here, f"{_called(name, unit)}{said}", "一项任务里一个单位只写一次")
            roles.setdefault(unit or name, role)
            strange.used.add(unit or name)


@dataclass(frozen=True, slots=True)
class Strangers:
    """What to say of names in tasks that are no names or aliases of units."""

    known: Known
    former: Known
    nearest: Nearest
    met: dict[str, list[Place]] = field(default_factory=dict)  # where tasks name them
    used: set[str] = field(default_factory=set)  # the units that tasks name

    def report(self, tree: Tree) -> None:
        """Report each name once: where it stands first, or in the register where that alone must be wrong."""
        for name, places in self.met.items():
            wrong = self.unused(tree.root, name) if len(places) > 1 else None
            if wrong:
                where, line = f"（第 {tree.lines.of(*places[0])} 行等 {len(places)} 处）", (*wrong, "名称")
                said = f"没有任务用到，任务里写的是“{shown(name)}”{where}"
                tree.report(line, said, "名录写错了的，改成任务里的写法")
                continue
            said, hint = self.told(name)
            more = f"（另有 {len(places) - 1} 处）" if len(places) > 1 else ""
            tree.report(places[0], said + more, hint)

    def unused(self, root: Node, name: str) -> Place | None:
        """Where the register has a name that is near to one that it lacks, and that no task uses."""
        near = self.nearest.name(name)
        if not near or self.known[near] in self.used:
            return None
        return next((("单位", n) for n, unit in mappings(root, "单位") if child(unit, "名称") == near), None)

    def told(self, name: str) -> tuple[str, str]:
        """Return what is wrong with a name, and what to do about it."""
        if name in self.former:
            now = shown(self.former[name])
            return f"“{shown(name)}”是“{now}”的曾用名", f"写现在的名称：{now}"
        return f"“{shown(name)}”不在单位名录中", self.advice(name)

    def advice(self, name: str) -> str:
        """Return what to do about a name that is not known."""
        parts = split(name, self.known)
        if len(parts) > 1:
            return f"一个单位一项，用半角逗号隔开：[{', '.join(map(shown, parts))}]"
        if "".join(filter(str.isprintable, name)) in self.known:
            return "名称里有看不见的字符，请重新输入"
        return self.nearest.hint(name) or "把它加进单位名录，或改用名录里的名称"


def split(name: str, known: Known) -> list[str]:
    """Return the names that are joined in one text, the text itself where no part of it is known."""
    pieces, parts, at = JOINT.split(name), [], 0
    while at < len(pieces):
        ends = (at + size for size in range(SPAN, 1, -2) if "".join(pieces[at : at + size]) in known)
        end = next(ends, at + 1)
        parts.append("".join(pieces[at:end]))
        at = end + 1  # past the separator
    return [part for part in parts if part] if known.keys() & set(parts) else [name]


def _called(name: str, unit: str) -> str:
    return f"“{shown(name)}”" if name == unit else f"“{shown(name)}”（即“{shown(unit)}”）"
