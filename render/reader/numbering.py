"""Ids for the tasks of plan.yaml that have none: put into its text, of which nothing else is touched.

An id that was ever used is not given again, even if its task is gone: trackers, progress and notices hang on it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from render.errors import InputError, Problem
from render.reader.nodes import below, composed
from render.reader.reading import plan_of
from render.reader.source import read_text

ID = re.compile(r"(?<![0-9])([1-9][0-9]*)-([1-9][0-9]*)(?![0-9])")
WRITTEN = re.compile(r"编号[\"']?\s*:\s*[\"']?([1-9][0-9]*-[1-9][0-9]*)")
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Given:
    """An id given to a task, and the line on which it stands now."""

    id: str
    content: str
    line: int


@dataclass(frozen=True, slots=True)
class Insert:
    """New text in place of what stands from `start` to `end`, each (line, column) from 0."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def number(plan: Path, others: Iterable[Path]) -> tuple[str, list[Given]]:
    """The text of a plan with an id for every task, and the ids given; raises InputError where it is wrong otherwise.

    `others` are files that may hold ids used before.
    """
    read_text(plan)  # says what is wrong with the file
    return numbered(_raw(plan), plan, others)


def numbered(text: str, plan: Path, others: Iterable[Path]) -> tuple[str, list[Given]]:
    """The same for a text that is to stand in a file."""
    mark = BOM if text.startswith(BOM) else ""
    try:
        root = composed(text.removeprefix(BOM))
    except (yaml.YAMLError, ValueError):
        plan_of(text.removeprefix(BOM), str(plan))  # says what is wrong
        raise
    used = {found for path in others if path.is_file() for found in WRITTEN.findall(_raw(path))}
    used.update(WRITTEN.findall(text))
    inserts, named = list[Insert](), list[tuple[str, str]]()
    for tasks in _lists(root):
        for task, name in _new_ids(tasks, used):
            inserts.append(_insert(task, name))
            named.append((name, getattr(below(task, "内容"), "value", "")))
    lines = _put(text.removeprefix(BOM).splitlines(keepends=True), inserts)
    result, offsets = mark + "".join(lines), [insert.start[0] for insert in inserts if "\n" in insert.text]
    _check(result.removeprefix(BOM), plan, offsets)
    found = [Given(name, content, _line_of(result, name)) for name, content in named]
    return result, found


def _raw(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _lists(goal: yaml.Node | None) -> Iterator[list[yaml.MappingNode]]:
    """The tasks of the plan, then those of each goal, also of goals in goals."""
    tasks, goals = below(goal, "任务"), below(goal, "目标")
    yield [task for task in _items(tasks) if isinstance(task, yaml.MappingNode)]
    for inner in _items(goals):
        yield from _lists(inner)


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _new_ids(tasks: list[yaml.MappingNode], used: set[str]) -> Iterator[tuple[yaml.MappingNode, str]]:
    """Each task without an id, with its new one; `used` grows."""
    own = [below(task, "编号") for task in tasks]
    prefixes = Counter(match[1] for node in own if node is not None and (match := ID.fullmatch(node.value)))
    prefix = prefixes.most_common(1)[0][0] if prefixes else str(1 + max((_part(name, 1) for name in used), default=0))
    for task, node in zip(tasks, own, strict=True):
        if node is None or node.value == "":
            name = f"{prefix}-{1 + max((_part(one, 2) for one in used if one.startswith(f'{prefix}-')), default=0)}"
            used.add(name)
            yield task, name


def _part(name: str, part: int) -> int:
    match = ID.fullmatch(name)
    return int(match[part]) if match else 0


def _insert(task: yaml.MappingNode, name: str) -> Insert:
    start = (task.start_mark.line, task.start_mark.column)
    for key, value in task.value:
        if key.value == "编号":  # it stands empty
            end = value.end_mark if value.start_mark.line == key.start_mark.line else key.end_mark
            last = max((key.end_mark.line, key.end_mark.column + 1), (end.line, end.column))
            return Insert((key.end_mark.line, key.end_mark.column), last, f": {name}")
    if task.flow_style:
        return Insert((start[0], start[1] + 1), (start[0], start[1] + 1), f"编号: {name}, ")
    return Insert(start, start, f"编号: {name}\n{' ' * start[1]}")


def _put(lines: list[str], inserts: Iterable[Insert]) -> list[str]:
    for insert in sorted(inserts, key=lambda one: one.start, reverse=True):
        row, line = insert.start[0], lines[insert.start[0]]
        end = "\r\n" if line.endswith("\r\n") else "\n"
        lines[row] = line[: insert.start[1]] + insert.text.replace("\n", end) + line[insert.end[1] :]
    return lines


def _check(text: str, plan: Path, rows: list[int]) -> None:
    """Refuse a plan that is wrong otherwise, with the lines that it has now."""
    try:
        plan_of(text, str(plan))
    except InputError as error:
        raise InputError(
            Problem(p.path, _former_line(p.line, rows), p.message, p.hint, p.source) for p in error.problems
        ) from None


def _former_line(line: int, rows: list[int]) -> int:
    """The line that a line had before a new one was put in above each of `rows` (from 0)."""
    for before, row in enumerate(sorted(rows)):
        if row + before + 1 < line:
            continue
        return line - before
    return line - len(rows)


def _line_of(text: str, name: str) -> int:
    place = next(match.start() for match in WRITTEN.finditer(text) if match[1] == name)
    return text.count("\n", 0, place) + 1
