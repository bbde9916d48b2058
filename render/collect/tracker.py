"""A returned workbook → its rows by task, found by what columns are called and by ids, never by position."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from render.collect.files import UnreadableFile, sheets
from render.collect.values import Typed, read_text
from render.plan.fields import COLUMNS, ID
from render.plan.progress import ANSWERS

REQUIRED = (ID, "进展状态")
KEYS = frozenset({*COLUMNS, "角色", *ANSWERS})
TASK = re.compile(r"([1-9][0-9]*)[-‐‑–—−－]([1-9][0-9]*)")
AREA = re.compile(r"(?:.*!)?\$?([A-Z]{1,3})\$?[0-9]+(?::\$?([A-Z]{1,3})\$?[0-9]+)?")
TITLE = re.compile(r"(.+)任务台账")
LEAST = 4  # headings in a row that make it the header
KIND, LEDGER = "单位任务台账", "总台账"


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
        return all(typed.is_blank for key, (_, typed) in self.cells.items() if key in ANSWERS)


@dataclass(frozen=True)
class Tracker:
    """What a workbook says of itself, and its rows; `strays` are the rows that were filled in without an id."""

    unit: str
    year: str
    versions: Mapping[str, str]
    sheet: str
    rows: tuple[Row, ...] = ()
    strays: tuple[int, ...] = ()
    others: tuple[str, ...] = field(default=())  # sheets that look like a tracker too, and were not read


def read_tracker(workbook: Any, values: Any) -> Tracker:
    """Read a tracker; raises Unreadable where the workbook is none."""
    marks = {one.name: str(one.value or "") for one in workbook.custom_doc_props.props}
    if marks.get("台账") == LEDGER:
        raise UnreadableFile("是总台账，不是单位发回的台账", "总台账由程序生成，不用收")
    found = [(sheet, columns) for sheet in sheets(workbook) if (columns := _columns(sheet))]
    if not found:
        raise UnreadableFile("不是任务台账：没有“编号”和“进展状态”两列", "请对方发来填好的台账")
    sheet, columns = found[0]
    rows, strays = _rows(sheet, values[sheet.title], columns)
    versions = dict(pair.split(":", 1) for pair in marks.get("版本", "").split() if ":" in pair)
    unit = marks.get("单位") or _title(sheet)
    return Tracker(
        unit, marks.get("年度", ""), versions, sheet.title, rows, strays, tuple(one.title for one, _ in found[1:])
    )


def _columns(sheet: Any) -> dict[str, int]:
    """Each key with the number of its column: by the heading that people see, else by the column's name."""
    columns = {key: column for key, area in sheet.defined_names.items() if key in KEYS and (column := _column(area))}
    header, headings = _header(sheet)
    columns |= headings
    return columns if all(key in columns for key in REQUIRED) and (header or len(columns) >= LEAST) else {}


def _column(name: Any) -> int | None:
    match = AREA.fullmatch(name.attr_text or "")
    return column_index_from_string(match[1]) if match and match[2] in (None, match[1]) else None


def _header(sheet: Any) -> tuple[int, dict[str, int]]:
    """The row that holds the most headings, and their columns; of a heading that stands twice none."""
    lines = defaultdict[int, list[tuple[str, int]]](list)
    for (row, column), cell in sheet._cells.items():
        text = re.sub(r"\s", "", cell.value) if isinstance(cell.value, str) else ""
        if text in KEYS:
            lines[row].append((text, column))
    row = max(lines, key=lambda one: (len({key for key, _ in lines[one]}), -one), default=0)
    keys = [key for key, _ in lines[row]] if row else []
    if len(set(keys)) < LEAST:
        return 0, {}
    return row, {key: column for key, column in lines[row] if keys.count(key) == 1}


def _rows(sheet: Any, values: Any, columns: Mapping[str, int]) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """The rows with an id, and the numbers of those that were filled in without one."""
    header, _ = _header(sheet)
    rows, strays = list[Row](), list[int]()
    for number in sorted({row for row, column in sheet._cells if column in columns.values() and row > header}):
        cells = dict(_cells(values, number, columns))
        row = Row(_id(cells[ID][1]), number, cells, tuple(_unknown(sheet, values, number, columns)))
        if row.task:
            rows.append(row)
        elif not row.is_blank and header:
            strays.append(number)
    return tuple(rows), tuple(strays)


def _cells(values: Any, number: int, columns: Mapping[str, int]) -> Iterator[tuple[str, tuple[str, Typed]]]:
    for key, column in columns.items():
        cell = values._cells.get((number, column))
        typed = Typed(cell.value, cell.number_format) if cell else Typed(None)
        yield key, (f"{get_column_letter(column)}{number}", typed)


def _unknown(sheet: Any, values: Any, number: int, columns: Mapping[str, int]) -> Iterator[str]:
    """The places of formulas in cells to fill in, of which the file does not hold the result."""
    for key in ANSWERS:
        cell = sheet._cells.get((number, columns.get(key, 0)))
        if cell and cell.data_type == "f" and values._cells[number, columns[key]].value is None:
            yield cell.coordinate


def _id(typed: Typed) -> str:
    """1-1, also where it was typed with wide digits, or where Excel made a day of it."""
    if isinstance(typed.value, date):
        return f"{typed.value.month}-{typed.value.day}"
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", read_text(typed, 0)))
    match = TASK.fullmatch(text)
    return f"{match[1]}-{match[2]}" if match else text if text[:1].isdigit() else ""


def _title(sheet: Any) -> str:
    """The unit that the title names: 信保处任务台账 → 信保处."""
    texts = (cell.value for _, cell in sorted(sheet._cells.items()) if isinstance(cell.value, str))
    return next((match[1].strip() for text in texts if (match := TITLE.fullmatch(text.strip()))), "")
