"""A workbook → the plan that it was made from, and its rows as they read now, with what a person must hear."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from render.collect.files import UnreadableFile, open_workbook, read_file
from render.collect.shown import day_parts, shown
from render.errors import InputError, Problem
from render.reader.reading import Reading, plan_of
from render.sheet.base import joined
from render.sheet.fields import (
    DAYS,
    GOAL,
    GOALS,
    HEAD,
    ITEM,
    TASKS,
    TEXT,
    UNITS,
    goal_fields,
    head_fields,
    task_fields,
    unit_fields,
)
from render.sheet.workbook import BASE, HELP, LISTS, MARK

CONTROL = re.compile("_x00[01][0-9A-Fa-f]_")
ABOVE_HEADING = 5  # rows that somebody may have put above the headings
AGAIN = "运行 render sheet 重新生成一份，再把改动抄进去"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its sheet, its number, and the text under each word; where it stands in messages."""

    sheet: str
    number: int
    texts: Mapping[str, str]

    def __str__(self) -> str:
        return f"工作表“{self.sheet}”第 {self.number} 行"


@dataclass(slots=True)
class Book:
    """What a workbook says; `notes` are what is in it and is not taken, `faults` what must be put right first."""

    path: Path
    base: Reading
    rows: dict[str, list[SheetRow]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def as_read(text: str) -> str:
    """A text as it comes back from a cell that holds it: openpyxl takes x005F_ for an escape wherever it stands."""
    return text.replace("x005F_", "").strip()


def open_book(path: Path) -> Book:
    """Read a workbook that `render sheet` made; raises InputError where it is none."""
    try:
        book, values = open_workbook(read_file(path))
    except UnreadableFile as error:
        raise InputError([Problem(str(path), 0, error.message, "用 Excel 或 WPS 另存为 .xlsx 再读")]) from None
    except FileNotFoundError:
        raise InputError([Problem(str(path), 0, "找不到这个文件", "请核对文件名")]) from None
    base = _base(book, path)
    found = Book(path, base)
    tables = {TASKS: task_fields, GOALS: goal_fields, UNITS: unit_fields}
    for name, fields in tables.items():
        _read(found, book, values, name, [one.word for one in fields(base.plan)])
    _read(found, book, values, HEAD, [ITEM, TEXT])
    known = {row.texts[ITEM] for row in found.rows.get(HEAD, ())}
    found.faults += [
        f"工作表“{HEAD}”里少了“{one.word}”一行；{AGAIN}" for one in head_fields() if known and one.word not in known
    ]
    others = [sheet.title for sheet in book.worksheets if sheet.title not in (*tables, HEAD, BASE, LISTS, HELP)]
    found.notes += [f"多出的工作表“{name}”，没有读" for name in others if book[name]._cells]
    return found


def _base(book: Any, path: Path) -> Reading:
    """The plan from which a workbook was made."""
    marks = {one.name for one in book.custom_doc_props.props}
    if BASE not in book.sheetnames:
        said = "隐藏的工作表不见了，看不出改了什么" if MARK in marks else "不是 render sheet 生成的表"
        raise InputError([Problem(str(path), 0, said, AGAIN if MARK in marks else "先运行 render sheet")])
    cells = [str(row[0] or "") for row in book[BASE].iter_rows(max_col=1, values_only=True)]
    try:
        return plan_of(joined(cells), str(path))
    except ValueError:
        raise InputError([Problem(str(path), 0, "隐藏的工作表被改过，看不出改了什么", AGAIN)]) from None
    except InputError:
        message = "表是用别的版本的程序生成的，它记下的计划现在读不通"
        raise InputError([Problem(str(path), 0, message, AGAIN)]) from None


def _read(found: Book, book: Any, values: Any, name: str, words: list[str]) -> None:
    if name not in book.sheetnames:
        found.faults.append(f"工作表“{name}”不见了；{AGAIN}")
        return
    sheet = book[name]
    top, columns = _headings(sheet, words)
    lacking = [word for word in words if word not in columns]
    if lacking:
        found.faults.append(f"工作表“{name}”里没有“{'”“'.join(lacking)}”一栏；要清空就清空各格，不要删栏、改表头")
        return
    places = {number: word for word, number in columns.items()}
    covered = _merged(found, sheet, places)
    texts: dict[int, dict[str, str]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if row <= top:
            continue
        word = places.get(column)
        _aside(found, sheet, cell, word)
        if word:
            text = _text(found, sheet, cell, values[name].cell(row, column), word)
            texts.setdefault(row, {})[word] = covered.get((row, column), text)
    strange = sorted(
        {column for row, column in sheet._cells if row > top and sheet.cell(row, column).value is not None}
    )
    for column in (column for column in strange if column not in places and not (name == HEAD and column == 3)):
        heading = str(sheet.cell(top, column).value or "").strip()
        called = f"“{heading}”一栏" if heading else f"{sheet.cell(top, column).column_letter} 列"
        found.notes.append(f"工作表“{name}”里多出的{called}，没有读")
    blank = dict.fromkeys(words, "")
    found.rows[name] = [SheetRow(name, row, blank | cells) for row, cells in texts.items() if any(cells.values())]


def _headings(sheet: Any, words: list[str]) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each; the first of two alike counts."""
    best: tuple[int, dict[str, int]] = (1, {})
    for row in range(1, ABOVE_HEADING + 2):
        cells = [(str(sheet.cell(row, n).value or "").strip(), n) for n in range(sheet.max_column, 0, -1)]
        columns = {text: n for text, n in cells if text in words}
        best = max(best, (row, columns), key=lambda one: len(one[1]))
    return best


def _merged(found: Book, sheet: Any, places: Mapping[int, str]) -> dict[tuple[int, int], str]:
    """What stands in the covered cells of 工作目标: the goal of all these rows; any other merged cells are a fault."""
    covered = dict[tuple[int, int], str]()
    for area in sheet.merged_cells.ranges:
        if area.min_col == area.max_col and places.get(area.min_col) == GOAL:
            text = as_read(str(sheet.cell(area.min_row, area.min_col).value or ""))
            covered |= {(row, area.min_col): text for row in range(area.min_row, area.max_row + 1)}
        elif any(column in places for column in range(area.min_col, area.max_col + 1)):
            found.faults.append(f"工作表“{sheet.title}”的 {area.coord} 合并了；取消合并，每一格写全")
    return covered


def _aside(found: Book, sheet: Any, cell: Any, word: str | None) -> None:
    """Tell of what a cell has beside its text."""
    place = f"工作表“{sheet.title}”的 {cell.coordinate}"
    if getattr(cell, "comment", None):
        found.notes.append(f"{place} 有批注，没有读：“{' '.join(cell.comment.text.split())}”")
    if word and cell.value is not None and cell.font and cell.font.strike:
        found.notes.append(f"{place} 的字划了删除线，照有效的读；要删，删去整行")


def _text(found: Book, sheet: Any, cell: Any, value: Any, word: str) -> str:
    """What a cell shows; a day in the form of the plan where a day is wanted."""
    place = f"工作表“{sheet.title}”的 {cell.coordinate}"
    if cell.data_type == "f":
        if value.value is None:
            found.faults.append(f"{place} 是公式，没有算好的值；改成文字，或用 Excel 打开存一次盘")
            return ""
        found.notes.append(f"{place} 是公式，取它算出来的“{shown(value.value, cell.number_format)}”")
    if value.data_type == "e":
        found.faults.append(f"{place} 是错误值 {value.value}；改成文字")
    if isinstance(value.value, date):
        if word in DAYS:
            return _day(value.value, cell.number_format)
        found.notes.append(f"{place} 是日期，照格子里显示的读：“{shown(value.value, cell.number_format)}”")
    if value.value is None or isinstance(value.value, str):
        return as_read(CONTROL.sub("\n", str(value.value or "").replace("\r\n", "\n")))
    if isinstance(value.value, bool | int | float | date):
        return shown(value.value, cell.number_format if cell.number_format != "@" else "General").strip()
    return as_read(str(value.value))


def _day(day: date, number_format: str) -> str:
    parts = day_parts(number_format)
    return f"{day.year}年{day.month}月" + (f"{day.day}日" if "d" in parts or not parts else "")
