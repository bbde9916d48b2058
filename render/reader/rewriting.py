"""Values, new items and moved ones → plan.yaml, of which all else keeps its bytes and its order.

Values are plain data as `model_dump(mode="json")` gives it. What is written in a form that these edits do not know
comes out wrong or unreadable: whoever calls reads the result and compares.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from render.plan.forms import EVERY
from render.reader.nodes import TEXTS, below, composed, on_one_line
from render.reader.replacing import IN_IT, ItemLines, Replacement, end_of, item_lines, line_end, line_start, put
from render.reader.shape import MODELS, Place, keys, shape

REMARK = re.compile(r"(?m)(?:^|\s)#.*$")
LISTS = ("任务", "目标")  # what a goal holds, and the plan
KEPT = ("责任主体", "协助单位")  # written in a new task even where they are empty
FLOW_QUOTES: Mapping[str, Callable[[str], str]] = {
    "'": lambda text: f"'{text.replace(chr(39), chr(39) * 2)}'",
    '"': lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"',
}


@dataclass(slots=True)
class NewGoal:
    """A goal that is not there yet: its data, the tasks and goals that it gets."""

    data: Mapping[str, Any]
    tasks: list["NewTask"] = field(default_factory=list)
    goals: list["NewGoal"] = field(default_factory=list)


@dataclass(slots=True)
class NewTask:
    """A task at a new place: its data, and where it stood, if it stood anywhere."""

    data: Mapping[str, Any]
    source: Place | None = None


@dataclass(slots=True)
class Moves:
    """What changes in lists: the places of items that go, and what comes at the end of the lists at some places."""

    gone: list[Place] = field(default_factory=list)
    tasks: dict[Place, list[NewTask]] = field(default_factory=dict)
    goals: dict[Place, list[NewGoal]] = field(default_factory=dict)
    units: list[Mapping[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.gone or self.tasks or self.goals or self.units)


def with_values(text: str, values: Mapping[Place, Any]) -> str:
    """The text with other values at some places, whether something stands there or not."""
    return _ended(text, lambda whole: _values(whole, values))


def with_moves(text: str, moves: Moves) -> str:
    """The text with items taken away, moved and added; new tasks have no id yet."""
    return _ended(text, lambda whole: list(Mover(whole, composed(whole), item_lines(whole), moves).replacements()))


def _ended(text: str, edits: Callable[[str], list[Replacement]]) -> str:
    """Edit a text that may lack the end of its last line."""
    end = "\r\n" if "\r\n" in text else "\n"
    whole = text if text.endswith("\n") else text + end
    result = put(whole, [Replacement(one.start, one.end, one.text.replace("\r\n", "\n")) for one in edits(whole)])
    return result if whole == text else result.removesuffix(end)


# ---- values ----


def _values(text: str, values: Mapping[Place, Any]) -> list[Replacement]:
    root = composed(text)
    groups = dict[Place, dict[str, Any]]()
    for place, value in values.items():
        groups.setdefault(place[:-1], {})[str(place[-1])] = value
    for place in sorted(groups, key=len, reverse=True):
        if place and not isinstance(_at(root, place), yaml.MappingNode):
            groups.setdefault(place[:-1], {})[str(place[-1])] = groups.pop(place)
    lines = item_lines(text)
    return [one for place, group in groups.items() for one in _group(lines, _at(root, place), place, group)]


def _at(root: Any, place: Place) -> Any:
    for step in place:
        root = below(root, step)
    return root


def _group(lines: ItemLines, node: Any, place: Place, group: Mapping[str, Any]) -> Iterator[Replacement]:
    """The new values of one mapping."""
    written = {key.value: (key, value) for key, value in node.value}
    for key in _in_order(place, group):
        if key in written:
            yield from _valued(lines, *written[key], group[key], node.flow_style)
        else:
            yield _inserted(lines.text, node, place, key, group[key])


def _in_order(place: Place, names: Iterable[str]) -> list[str]:
    order = _order(place)
    return sorted(names, key=lambda key: order.index(key) if key in order else len(order))


def _order(place: Place) -> list[str]:
    model = MODELS.get(shape(place))
    return keys(model) if model else []


def _valued(lines: ItemLines, key: Any, node: Any, value: Any, flow: bool) -> Iterator[Replacement]:
    text = lines.text
    colon = text.index(":", key.end_mark.index) + 1
    if isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index:
        yield Replacement(colon, colon, f" {_said(value, flow)}")
    elif isinstance(node, yaml.ScalarNode) and isinstance(value, str) and node.style in FLOW_QUOTES:
        yield Replacement(node.start_mark.index, node.end_mark.index, FLOW_QUOTES[node.style](value))
    elif _is_block_list(node) and isinstance(value, list) and all(isinstance(one, str) for one in value):
        yield from _relisted(lines, node, colon, value)
    elif node.start_mark.line == key.start_mark.line and not _is_block(node):
        yield from _saved(text, key, text[node.start_mark.index : node.end_mark.index])
        yield Replacement(node.start_mark.index, node.end_mark.index, _said(value, flow))
    else:
        end = end_of(text, node)
        yield from _saved(text, key, text[colon:end])
        yield Replacement(colon, end, f" {_said(value, flow)}")


def _is_block(node: Any) -> bool:
    return (isinstance(node, yaml.CollectionNode) and not node.flow_style) or getattr(node, "style", None) in ("|", ">")


def _is_block_list(node: Any) -> bool:
    return (
        isinstance(node, yaml.SequenceNode)
        and not node.flow_style
        and all(isinstance(one, yaml.ScalarNode) for one in node.value)
    )


def _saved(text: str, key: Any, was: str) -> Iterator[Replacement]:
    """The comments in what is replaced, above it."""
    if IN_IT.search(was) and "\n" in was:
        place, indent = line_start(text, key.start_mark.index), " " * key.start_mark.column
        remarks = "".join(f"{indent}{found[0].strip()}\n" for found in REMARK.finditer(was))
        yield Replacement(place, place, remarks)


def _relisted(lines: ItemLines, node: Any, colon: int, names: Sequence[str]) -> Iterator[Replacement]:
    """A list of names, one a line: those that stay keep their lines."""
    text, at = lines.text, line_end(lines.text, colon)
    start, pieces = at, dict[str, str]()
    for item in node.value:
        end = line_end(text, end_of(text, item))
        pieces[item.value], at = text[at:end], end
    indent = " " * (lines.dash(node.value[0]) - line_start(text, lines.dash(node.value[0])))
    if not names:
        yield Replacement(colon, colon, " []")
    yield Replacement(start, at, "".join(pieces.pop(name, f"{indent}- {_said(name, False)}\n") for name in names))


def _inserted(text: str, node: Any, place: Place, key: str, value: Any) -> Replacement:
    """A key that a mapping lacks, behind those that come before it in the model."""
    if node.flow_style:
        start = node.start_mark.index + 1
        return Replacement(start, start, f"{_said(key, True)}: {_said(value, True)}{', ' if node.value else ''}")
    indent = " " * node.start_mark.column
    written = [f"{_said(key, False)}: {_said(value, False)}"]
    if isinstance(value, dict) and shape((*place, key)) in MODELS:
        written = [f"{key}:", *(f"  {name}: {_said(one, False)}" for name, one in value.items())]
    return _behind(text, node, place, key, "".join(f"{indent}{line}\n" for line in written))


def _behind(text: str, node: Any, place: Place, key: str, lines: str) -> Replacement:
    """Lines in a mapping, behind the keys that come before theirs."""
    order = _order(place)
    before = order[: order.index(key)] if key in order else [one.value for one, _ in node.value]
    ends = [max(end_of(text, value), one.end_mark.index) for one, value in node.value if one.value in before]
    if ends:
        at = line_end(text, max(ends))
        return Replacement(at, at, lines)
    return Replacement(node.start_mark.index, node.start_mark.index, lines.lstrip() + " " * node.start_mark.column)


def _said(value: Any, flow: bool) -> str:
    """A value on one line."""
    if value == "" or value == {EVERY: ""}:
        return '""'
    if isinstance(value, dict) and set(value) == {EVERY}:
        value = value[EVERY]
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_said(key, True)}: {_said(one, True)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_said(one, True) for one in value) + "]"
    return on_one_line([value])[1:-1] if flow else on_one_line(value)


# ---- items ----


@dataclass(frozen=True, slots=True)
class Mover:
    """A text, and what moves in it."""

    text: str
    root: Any
    lines: ItemLines
    moves: Moves

    def replacements(self) -> Iterator[Replacement]:
        """Every edit."""
        leaving = self._leaving()
        for place in dict.fromkeys(place[:-1] for place in leaving):
            numbers = sorted(int(one[-1]) for one in leaving if one[:-1] == place)
            yield from self._taken(_at(self.root, place), place, numbers)
        arriving: dict[Place, list[list[str]]] = {}
        for place, tasks in self.moves.tasks.items():
            arriving[(*place, "任务")] = [self._task(task) for task in tasks]
        for place, goals in self.moves.goals.items():
            arriving[(*place, "目标")] = [self._goal(goal) for goal in goals]
        if self.moves.units:
            arriving["单位",] = [_item(unit) for unit in self.moves.units]
        for place, items in arriving.items():
            yield from self._added(place, items)

    def _leaving(self) -> list[Place]:
        return _outermost([*self.moves.gone, *self._sources()])

    def _sources(self) -> Iterator[Place]:
        tasks = [*self.moves.tasks.values(), *(goal.tasks for goal in _all(self.moves.goals.values()))]
        return (task.source for group in tasks for task in group if task.source)

    def _taken(self, node: Any, place: Place, numbers: Sequence[int]) -> Iterator[Replacement]:
        if node.flow_style:
            yield from self._taken_from_flow(node, numbers)
            return
        for number in numbers:
            moved = (*place, number) not in self.moves.gone
            start, end = self._span(node.value[number], with_remarks=moved)
            if place[-1] == "目标":
                start = self.lines.above(start, re.compile(r"[^\S\n]*\r?\n"))
            yield Replacement(start, end, "")

    def _span(self, node: Any, with_remarks: bool) -> tuple[int, int]:
        """The lines of an item; the comments above it go with it where it moves, and stay where it is deleted."""
        found = self.lines.without(node, blanks=False)
        return found.start if with_remarks else line_start(self.text, self.lines.dash(node)), found.end

    def _taken_from_flow(self, node: Any, numbers: Sequence[int]) -> Iterator[Replacement]:
        items, last = node.value, max((n for n in range(len(node.value)) if n not in numbers), default=-1)
        for number in (n for n in numbers if n < last):
            yield Replacement(items[number].start_mark.index, items[number + 1].start_mark.index, "")
        if last < len(items) - 1:
            start = items[last].end_mark.index if last >= 0 else items[0].start_mark.index
            yield Replacement(start, items[-1].end_mark.index, "")

    def _task(self, task: NewTask) -> list[str]:
        if task.source is None:
            return _item(task.data)
        node = _at(self.root, task.source)
        if _at(self.root, task.source[:-1]).flow_style:
            return _item(task.data, moved=True)
        start, end = self._span(node, with_remarks=True)
        column = self.lines.dash(node) - line_start(self.text, self.lines.dash(node))
        return [_dedented(line, column) for line in self.text[start:end].splitlines()]

    def _goal(self, goal: NewGoal) -> list[str]:
        items = ([self._task(task) for task in goal.tasks], [self._goal(inner) for inner in goal.goals])
        found = _item(goal.data)
        for key, inner in zip(LISTS, items, strict=True):
            found += [f"  {key}:"] if inner else []
            found += [f"    {line}" if line else line for item in inner for line in item]
        return found

    def _added(self, place: Place, items: Sequence[list[str]]) -> Iterator[Replacement]:
        """Items at the end of a list, which may not be there."""
        parent, node = _at(self.root, place[:-1]), _at(self.root, place)
        blank = "\n" if place[-1] == "目标" else ""
        if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
            end = self._end(node)
            column = self.lines.dash(node.value[0]) - line_start(self.text, self.lines.dash(node.value[0]))
            gap = blank if self._is_spaced(node) else ""
            yield Replacement(end, end, "".join(gap + _lines(item, column) for item in items))
        elif isinstance(node, yaml.SequenceNode) and node.value:
            at, leaving = node.end_mark.index - 1, self._leaving()
            gap = ", " if any((*place, n) not in leaving for n in range(len(node.value))) else ""
            yield Replacement(at, at, gap + ", ".join(map(_in_braces, items)))
            key = next(key for key, value in parent.value if value is node)
            start, indent = line_start(self.text, key.start_mark.index), " " * key.start_mark.column
            yield Replacement(start, start, "".join(f"{indent}{one}\n" for item in items for one in _remarks(item)))
        elif node is None and parent.flow_style:
            at = parent.end_mark.index - 1
            yield Replacement(at, at, f", {place[-1]}: [{', '.join(map(_in_braces, items))}]")
        elif node is None:
            column = parent.start_mark.column
            lines = f"{' ' * column}{place[-1]}:\n" + "".join(_lines(item, column + 2) for item in items)
            yield _behind(self.text, parent, place[:-1], str(place[-1]), lines)
        else:
            key = next(key for key, value in parent.value if value is node)
            colon = self.text.index(":", key.end_mark.index) + 1
            yield Replacement(colon, max(colon, node.end_mark.index), "")
            at = line_end(self.text, max(colon, node.end_mark.index))
            yield Replacement(at, at, "".join(_lines(item, key.start_mark.column + 2) for item in items))

    def _end(self, node: Any) -> int:
        return self._span(node.value[-1], with_remarks=False)[1]

    def _is_spaced(self, node: Any) -> bool:
        """Whether an empty line stands above the last item."""
        start = self.lines.without(node.value[-1], blanks=False).start
        return len(node.value) > 1 and not self.text[line_start(self.text, start - 1) : start].strip()


def _outermost(places: Sequence[Place]) -> list[Place]:
    """The places that are in none of the others."""
    return [one for one in dict.fromkeys(places) if not any(one[:n] in places for n in range(1, len(one)))]


def _all(groups: Iterable[Sequence[NewGoal]]) -> Iterator[NewGoal]:
    for group in groups:
        for goal in group:
            yield goal
            yield from _all([goal.goals])


def _lines(item: Sequence[str], column: int) -> str:
    return "".join(f"{' ' * column}{line}\n" if line else "\n" for line in item)


def _dedented(line: str, column: int) -> str:
    return line[min(column, len(line) - len(line.lstrip(" "))) :]


def _item(data: Mapping[str, Any], moved: bool = False) -> list[str]:
    """The lines of a new item, without what is empty."""
    kept = () if moved else KEPT
    there = {key: value for key, value in data.items() if (value or key in kept) and key not in LISTS}
    pairs = [f"{key}: {_said(value, False)}" for key, value in there.items() if moved or key != "编号"]
    return [f"{'  ' if n else '- '}{pair}" for n, pair in enumerate(pairs)]


def _remarks(item: Sequence[str]) -> Iterator[str]:
    """The comments in the lines of an item: whole lines, and what stands behind its values."""
    text = "\n".join(item)
    yield from (line.strip() for line in item if line.strip().startswith("#"))
    for _, value in below(composed(text), 0).value:
        end = end_of(text, value)
        rest = text[end : line_end(text, end)].strip()
        yield from [rest] if rest.startswith("#") else []


def _in_braces(item: Sequence[str]) -> str:
    """The lines of an item as it stands in a list in brackets."""
    return _said(yaml.load("\n".join(item), TEXTS)[0], True)
