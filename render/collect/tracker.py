"""A returned workbook → its rows by task, found by what columns are called and by ids, never by position."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from render.collect.files import UnreadableFile, sheets
from render.collect.marks import Marks, read_marks, title_unit
from render.collect.shown import HOUSE, day_parts
from render.collect.values import Typed
from render.plan.answers import ANSWERS, AnswerKind
from render.plan.fields import COLUMNS, ID
from render.plan.milestones import says_nothing
from render.plan.rulings import RULING_COLUMNS

REQUIRED = (ID, "进展状态")
ROLE = "角色"
FILLER = "填报单位"  # the label of the cell in which a member of a collective names itself
KEYS = frozenset({*COLUMNS, ROLE, *ANSWERS, *RULING_COLUMNS})
TASK = re.compile(r"([1-9][0-9]*)[-‐‑–—−－]([1-9][0-9]*)")
AREA = re.compile(r"(?:.*!)?\$?([A-Z]{1,3})\$?[0-9]+(?::\$?([A-Z]{1,3})\$?[0-9]+)?")
LEAST = 4  # headings in a row that make it the header
MAC = 1462  # days from 1900 to 1904, from which some workbooks count


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a tracker: `cells` are by the key of their column, each with its place and what stands in it."""

    task: str
    number: int
    cells: Mapping[str, tuple[str, Typed]]
    formulas: tuple[str, ...] = ()  # the places of cells to fill in of which nobody knows the result

    @property
    def is_blank(self) -> bool:
        """Whether nothing was filled in."""
        return all(_is_blank(key, typed) for key, (_, typed) in self.cells.items() if key in ANSWERS)

    @property
    def answers(self) -> list[str]:
        """What was filled in, to be compared with another row of the task."""
        return [typed.plain for key, (_, typed) in self.cells.items() if key in ANSWERS]


def _is_blank(key: str, typed: Typed) -> bool:
    """Whether nothing was answered in a cell; the names of milestones stand there from the beginning."""
    return typed.is_blank or (ANSWERS[key] is AnswerKind.MILESTONES and says_nothing(typed.text))


@dataclass(frozen=True)
class Tracker:
    """A sheet that is a tracker: where its columns are, and its rows, those without an id too.

    `sheet` has formulas and looks, `values` the results; `others` are sheets that look like a tracker too.
    """

    marks: Marks
    sheet: Any
    values: Any
    columns: Mapping[str, int]
    header: int
    others: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The sheet's."""
        return str(self.sheet.title)

    @property
    def unit(self) -> str:
        """The unit that the file names."""
        return self.marks.unit or title_unit(self.sheet)

    @cached_property
    def all_rows(self) -> tuple[Row, ...]:
        """Every row below the header in which something stands in a known column."""
        known = set(self.columns.values())
        numbers = {row for row, column in self.sheet._cells if column in known and row > self.header}
        return tuple(map(self._row, sorted(numbers)))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Those with an id."""
        return tuple(row for row in self.all_rows if row.task)

    @cached_property
    def strays(self) -> tuple[Row, ...]:
        """Those that were filled in without one."""
        return tuple(row for row in self.all_rows if not row.task and not row.is_blank and self.header)

    @cached_property
    def filler(self) -> str | None:
        """What stands behind 填报单位 above the header; None where there is no such cell."""
        for row, column in sorted(place for place in self.sheet._cells if place[0] < self.header):
            label, _, text = self.typed(row, column).text.replace(":", "：").partition("：")
            if re.sub(r"\s", "", label) == FILLER:
                right = [place for place in sorted(self.sheet._cells) if place[0] == row and place[1] > column]
                behind = (self.typed(*place).text for place in right)
                return text.strip(" _") or next(filter(None, behind), "")
        return None

    def typed(self, row: int, column: int) -> Typed:
        """What stands in a cell."""
        cell = self.values._cells.get((row, column))
        return typed_cell(cell) if cell else Typed(None)

    def place(self, where: str) -> str:
        """任务台账!J7."""
        return f"{self.name}!{where}"

    def _row(self, number: int) -> Row:
        cells = {
            key: (f"{get_column_letter(column)}{number}", self.typed(number, column))
            for key, column in self.columns.items()
        }
        return Row(_id(cells[ID][1]), number, cells, tuple(self._unknown(number)))

    def _unknown(self, number: int) -> Iterator[str]:
        """The places of formulas in cells to fill in, of which the file does not hold the result."""
        for key in ANSWERS:
            cell = self.sheet._cells.get((number, self.columns.get(key, 0)))
            if cell and cell.data_type == "f" and self.values._cells[number, self.columns[key]].value is None:
                yield cell.coordinate


def read_tracker(workbook: Any, values: Any, called: Mapping[str, str]) -> Tracker:
    """Read a tracker, whose headings the plan may call otherwise: `called`, heading → key, has also those of
    the office's own columns.

    Raises UnreadableFile where the workbook is none.
    """
    found = [(sheet, columns) for sheet in sheets(workbook) if (columns := _columns(sheet, called))]
    if not found and any("签收日期" in _texts(sheet) for sheet in sheets(workbook)):
        raise UnreadableFile("是发文登记，但没有了标记，看不出是哪一次的", "用 render receipt 单位 记签收")
    if not found:
        raise UnreadableFile("不是任务台账：没有“编号”和“进展状态”两列", "请对方发来填好的台账")
    sheet, columns = found[0]
    others = tuple(one.title for one, _ in found[1:])
    return Tracker(read_marks(workbook), sheet, values[sheet.title], columns, _header(sheet, called)[0], others)


def _texts(sheet: Any) -> set[str]:
    return {cell.value for cell in sheet._cells.values() if isinstance(cell.value, str)}


def typed_cell(cell: Any) -> Typed:
    """What stands in a cell of a workbook; days are counted from 1900, whatever the workbook counts from."""
    value = str(cell.value) if isinstance(cell.value, CellRichText) else cell.value
    house = HOUSE.get(cell._style.numFmtId, "")
    if day_parts(house) and isinstance(value, int | float) and cell.parent.parent.epoch == CALENDAR_MAC_1904:
        value += MAC
    return Typed(value, house or cell.number_format)


def _columns(sheet: Any, called: Mapping[str, str]) -> dict[str, int]:
    """Each key with the number of its column: by the heading that people see, else by the column's name."""
    columns = {key: column for key, area in sheet.defined_names.items() if key in KEYS and (column := _column(area))}
    header, headings = _header(sheet, called)
    columns |= headings
    return columns if all(key in columns for key in REQUIRED) and (header or len(columns) >= LEAST) else {}


def _column(name: Any) -> int | None:
    match = AREA.fullmatch(name.attr_text or "")
    return column_index_from_string(match[1]) if match and match[2] in (None, match[1]) else None


def _header(sheet: Any, called: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row that holds the most headings, and their columns; of a heading that stands twice none."""
    lines = defaultdict[int, list[tuple[str, int]]](list)
    for (row, column), cell in sheet._cells.items():
        text = re.sub(r"\s", "", str(cell.value)) if isinstance(cell.value, str | CellRichText) else ""
        if (key := called.get(text, text)) in KEYS or text in called:
            lines[row].append((key, column))
    row = max(lines, key=lambda one: (len({key for key, _ in lines[one]}), -one), default=0)
    keys = [key for key, _ in lines[row]] if row else []
    if len(set(keys)) < LEAST:
        return 0, {}
    return row, {key: column for key, column in lines[row] if keys.count(key) == 1}


def _id(typed: Typed) -> str:
    """1-1, also where it was typed with wide digits, or where Excel made a day of it."""
    if isinstance(typed.value, date):
        return f"{typed.value.month}-{typed.value.day}"
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed.text))
    match = TASK.fullmatch(text)
    return f"{match[1]}-{match[2]}" if match else text if text[:1].isdigit() else ""
