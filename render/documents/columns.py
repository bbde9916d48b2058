"""The columns of a table of tasks: which, in which order, how wide, and which cells are merged.

Templates tune the widths of the columns that our tables have; where a plan has others, widths follow what stands in
them, so that a column needs none by hand.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from render.documents.titles import title_width
from render.plan.column import CellKind
from render.plan.fields import CONTENT, DEADLINE, JOINT

Tuned = Sequence[tuple[str, str, float]]  # word, width, characters of a line in which names of units are broken
SIZE = 10.5  # pt of a character in a table
PADDING = 0.9  # characters
LONG = 20.0  # characters from which on a short text is a long one
WHOLE = 6.0  # characters up to which names and short texts stay on one line
SHORTEST = 4.0  # characters of a line that ends where a word does; a shorter one ends anywhere
HEADING = 4.0  # characters of a heading that stay on one line
AUTO = "auto"
#: What a column needs at least and at most, in characters, beside what stands in it; all share what is left.
BOUNDS: Mapping[CellKind, tuple[float, float]] = {
    CellKind.NUMBER: (2, 4),
    CellKind.DAY: (5.5, 8.5),
    CellKind.UNITS: (4, 20),
    CellKind.SHORT: (3, 12),
    CellKind.NAME: (5, 14),
    CellKind.LONG: (6, 200),
    CellKind.LINES: (6, 200),
}
MAIN = 12  # what the tasks themselves need at least
ROOMY = 1.2  # how much wider than its columns need at least a table is that can grow
RIGID = (CellKind.NUMBER, CellKind.DAY)  # never narrower than what stands in them
SHARED = (CellKind.NAME, CellKind.LONG, CellKind.LINES)
WORDED = (CellKind.UNITS, CellKind.SHORT)  # what is short in them stays on one line
APART = (CellKind.NUMBER, CellKind.LONG, CellKind.LINES)  # equal neighbours are not merged
#: How much the high rows count: widths make the sum of the cells' heights to this power the least.
POWER = 3


class Shown(NamedTuple):
    """A column of one table: its word, its width, and how many characters a line of names of units has (0: any)."""

    word: str
    width: str
    line: float = 0


@dataclass(slots=True)
class _Need:
    """What a column needs, in characters; `volume` is its part of what columns share by what stands in them.

    `firm` is the least where there is not room for `least`, which keeps short names whole.
    """

    firm: float
    least: float
    wanted: float
    volume: float
    rigid: bool


def cell_kind(column: Mapping[str, Any], texts: Iterable[str]) -> CellKind:
    """What stands in a column, a short text that is long in some task being a long one."""
    kind = CellKind(column["类型"])
    is_long = kind is CellKind.SHORT and max(map(title_width, texts), default=0) > LONG
    return CellKind.LONG if is_long else kind


def columns(
    plan: Mapping[str, Any],
    tuned: Tuned,
    room: float = 0,
    whole: bool = False,
    tasks: Iterable[Mapping[str, Any]] | None = None,
) -> list[Shown]:
    """The columns of a table as wide as `tuned`, which are those of a template, are together.

    `room` is that width in characters where it is given in percent, and in points the most that a table with more
    columns may have; `whole` tables have what is theirs alone. Of `tasks`, where they are given, a column in which
    nothing stands is left out that the template does not have.
    """
    return list(_columns(plan, tuple(tuned), room, whole, None if tasks is None else tuple(tasks)))


@lru_cache(maxsize=16)
def _columns(
    plan: Mapping[str, Any], tuned: Tuned, room: float, whole: bool, tasks: Sequence[Mapping[str, Any]] | None
) -> list[Shown]:
    """The same, once for all pages of a plan."""
    known = {word: Shown(word, width, line) for word, width, line in tuned}
    shown = [one["名称"] for one in plan["栏"] if whole or not (one["独有"] or one["另印"])]
    own = [word for word in shown if tasks is None or word in known or any(task["栏"].get(word) for task in tasks)]
    words = [*own]
    in_points = tuned[0][1].endswith("pt")
    words += [word for word in (CONTENT, DEADLINE) if in_points and word not in own]  # their formulas need them
    fixed = [word for word in known if word not in plan["全部栏"] or (word == "编号" and word not in own)]
    order = (_placed if plan["选栏"] else _joined)(words, fixed, [*known])
    if {*known} - {*fixed} == {*words}:
        return [known[word] for word in order]
    rows = plan["任务"] if tasks is None else tasks
    widths = _widths(plan, [_need(plan, word, rows, in_points) for word in words], words, known, fixed, room)
    return [known[word] if word in fixed else widths[word] for word in order]


def _joined(words: Sequence[str], fixed: Sequence[str], tuned: Sequence[str]) -> list[str]:
    """The columns in the order of the template, each that it does not have behind the one before it in the plan's."""
    order = [word for word in tuned if word in words or word in fixed]
    for number, word in enumerate(words):
        if word not in order:
            after = order.index(words[number - 1]) + 1 if number else 0
            before = min((order.index(one) for one in words if one in order), default=0)
            order.insert(after or before, word)
    return order


def _placed(words: Sequence[str], fixed: Sequence[str], tuned: Sequence[str]) -> list[str]:
    """The columns in the order of the plan; those of the template stay at its edges, else behind what they follow."""
    free = [word for word in tuned if word not in fixed]
    first, last = tuned.index(free[0]), tuned.index(free[-1])
    order = list(words)
    for word in fixed:
        if first < (at := tuned.index(word)) < last:
            before = next((one for one in reversed(tuned[:at]) if one in order), None)
            order.insert(order.index(before) + 1 if before else 0, word)
    edges = [[word for word in fixed if tuned.index(word) < first], [w for w in fixed if tuned.index(w) > last]]
    return [*edges[0], *order, *edges[1]]


def _widths(
    plan: Mapping[str, Any],
    needs: Sequence[_Need],
    words: Sequence[str],
    known: Mapping[str, Shown],
    fixed: Sequence[str],
    room: float,
) -> dict[str, Shown]:
    """The widths of the columns that share what the fixed ones leave."""
    unit = "pt" if next(iter(known.values())).width.endswith("pt") else "%"
    one = SIZE if unit == "pt" else 100 / room  # of a character
    tuned, taken = (sum(_number(known[word].width) for word in some) for some in (known, fixed))
    wanted = ROOMY * sum(need.least for need in needs) * one + taken
    all_of_it = 100.0 if unit == "%" else max(tuned, min(wanted, room))
    _share(needs, (all_of_it - taken) / one)
    found = dict[str, Shown]()
    for word, need in zip(words, needs, strict=True):
        line = int(2 * (need.wanted - PADDING)) / 2
        is_broken = unit == "%" and plan["全部栏"][word] in (CellKind.UNITS, CellKind.DAY) and line >= SHORTEST
        width = AUTO if word in known and known[word].width == AUTO else f"{round(need.wanted * one, 1):g}{unit}"
        found[word] = Shown(word, width, line if is_broken else 0)
    return found


def _number(width: str) -> float:
    return float(width.removesuffix("pt").removesuffix("%")) if width != AUTO else 0


def _need(plan: Mapping[str, Any], word: str, tasks: Sequence[Mapping[str, Any]], in_points: bool) -> _Need:
    """What a column needs for some tasks; days in tables in points are numbers there, and not broken."""
    cells = [task["栏"].get(word, "") for task in tasks]
    texts = [cell if isinstance(cell, str) else JOINT.join(cell) for cell in cells]
    kind = cell_kind({"类型": plan["全部栏"][word]}, texts)
    split = kind is CellKind.UNITS or (kind is CellKind.DAY and not in_points)
    parts = [part for text in texts for part in (_parts(text) if split else [text])]
    widths = [title_width(part) for part in (parts if kind in RIGID else texts)]
    least, most = BOUNDS[kind]
    least = max(least, min(title_width(plan["词"][word]), HEADING))
    wanted = min(max(least, *widths, 0), most)
    firm = MAIN if word == CONTENT else wanted if kind in RIGID else min(least, wanted)
    whole = (width for width in map(title_width, parts) if width <= WHOLE and kind in WORDED)
    least = max(firm, min(max(whole, default=0), wanted))
    return _Need(firm + PADDING, least + PADDING, wanted + PADDING, _volume(texts), kind in RIGID)


def _parts(text: str) -> list[str]:
    """The names in a text, each with the mark behind it."""
    *firsts, last = text.split(JOINT)
    return [*(f"{name}{JOINT}" for name in firsts), last]


def _volume(texts: Iterable[str]) -> float:
    """How wide a column is to be beside others, so that all rows together are low; equal neighbours are merged."""
    runs = [(title_width(text), len(list(group))) for text, group in groupby(texts)]
    height: float = sum(rows * (width / rows) ** POWER for width, rows in runs)
    return math.pow(max(height, 1), 1 / (POWER + 1))


def _squeeze(needs: Sequence[_Need], room: float) -> None:
    """Where the least has no room, short names are broken; where that is not enough, the widest columns give way first,
    then all that can.
    """
    spare, over = sum(one.least - one.firm for one in needs), sum(one.least for one in needs) - room / ROOMY
    for one in needs if over > 0 and spare else ():
        one.least -= min(1, over / spare) * (one.least - one.firm)
    for most in (MAIN - HEADING, 0):
        over = sum(one.least for one in needs) - room
        wide = [one for one in needs if not one.rigid and one.least > most]
        spare = sum(one.least - most for one in wide)
        for one in wide if over > 0 else ():
            one.least -= min(1, over / spare) * (one.least - most)


def _share(needs: Sequence[_Need], room: float) -> None:
    """Make the columns as wide as the room: the rigid ones as they need, the others by their volume, within bounds."""
    _squeeze(needs, room)
    open_ = [one for one in needs if not one.rigid]
    left = room - sum(one.wanted for one in needs if one.rigid)
    while open_:
        part = left / sum(one.volume for one in open_)
        low = [one for one in open_ if part * one.volume < one.least]
        settled = low or [one for one in open_ if part * one.volume > one.wanted]
        for one in settled or open_:
            one.wanted = one.least if low else min(one.wanted, part * one.volume)
            left -= one.wanted
        open_ = [one for one in open_ if one not in settled] if settled else []
    total = sum(one.wanted for one in needs)
    for one in needs if total < room else ():  # nothing long is there to fill it
        one.wanted *= room / total


COMMON = "责任单位"  # what stands above several columns of units


def headed(shown: Sequence[Shown], plan: Mapping[str, Any]) -> list[tuple[str, list[Shown]]]:
    """Columns with the heading that stands above them: units have a common one, unless the office has its own words."""
    is_unit = {word: kind == CellKind.UNITS for word, kind in plan["全部栏"].items()}
    renamed = any(is_unit[one.word] and plan["词"][one.word] != one.word for one in shown if one.word in is_unit)
    found = list[tuple[str, list[Shown]]]()
    for units, group in groupby(shown, lambda one: is_unit.get(one.word, False)):
        together = list(group)
        found.append((COMMON if units and not renamed and len(together) > 1 else "", together))
    return found


class SpanCell(NamedTuple):
    """A cell of the published table: its column, how many rows it spans, the level of the goal that it names.

    `whole` is one whose text goes on where the end of a page cuts it.
    """

    column: Shown
    rows: int
    level: int
    whole: bool


def rows(tasks: Sequence[Mapping[str, Any]], shown: Sequence[Shown], plan: Mapping[str, Any]) -> list[list[SpanCell]]:
    """For each task its cells, equal neighbours merged: those of a goal in it, others within their goal.

    What is empty stays alone: that nothing stands there is said of each row.
    """
    found: list[list[SpanCell]] = [[] for _ in tasks]
    levels = {one["名称"]: one["层"] for one in plan["栏"]}
    for column in shown:
        level = levels[column.word]
        top = 0
        for index in range(1, len(tasks) + 1):
            if index == len(tasks) or not _same(tasks[top], tasks[index], column.word, level, plan):
                is_name = plan["全部栏"][column.word] == CellKind.NAME
                found[top].append(SpanCell(column, index - top, level if is_name else 0, bool(level) and not is_name))
                top = index
    return found


def _same(above: Mapping[str, Any], task: Mapping[str, Any], word: str, level: int, plan: Mapping[str, Any]) -> bool:
    ours, theirs = task["目标链"], above["目标链"]
    if level and len(ours) >= level <= len(theirs):
        return ours[level - 1] is theirs[level - 1]
    value = task["栏"].get(word)
    merged = level or (value and plan["全部栏"][word] not in APART and value == above["栏"].get(word))
    return bool(ours == theirs and merged)
