"""A workbook → a source: a sheet is a table, and a cell holds what it shows."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from render.importing.sources import Cells, Note, Source, SourceTable

DATE_CODE = re.compile(r'"([^"]*)"|(y+)|(m+)|(d+)|(\\?.)', re.IGNORECASE)
CHINESE_DAY = re.compile("[年月日]")
DECIMALS = re.compile(r"0(?:\.(0+))?(%?)")
YEAR_DOT_MONTH = re.compile(r"(?:19|20)\d\d\.1")  # of October Excel leaves the 0 out
Sheet = Any


def read_xlsx(data: bytes) -> Source:
    """All sheets but the hidden ones, of which it is said that they are there."""
    import openpyxl

    workbook: Any = openpyxl.load_workbook(BytesIO(data), data_only=True)
    formulas: Any = openpyxl.load_workbook(BytesIO(data))
    tables, doubts = list[SourceTable](), list[Note]()
    for sheet in workbook.worksheets:
        name = f"工作表“{sheet.title}”"
        if sheet.sheet_state != "visible":
            doubts += [Note(name, "是隐藏的，没有导入")] if sheet._cells and not _is_lists(sheet) else []
            continue
        tables.append(_table(sheet, name))
        doubts += _doubts(sheet, formulas[sheet.title], name)
    texts = [text for table in tables for row in table.rows for text in row if text]
    marks = {one.name: str(one.value or "") for one in workbook.custom_doc_props.props}
    return Source(texts, tables, [] if marks.get("台账") else doubts, marks)


def _is_lists(sheet: Sheet) -> bool:
    """Whether a hidden sheet holds the choices of drop-down lists: one or two columns."""
    return len({column for _, column in sheet._cells}) < 3


def _table(sheet: Sheet, name: str) -> SourceTable:
    covered, widths = dict[tuple[int, int], str | None](), dict[tuple[int, int], int]()
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                covered[row, column] = None if row > area.min_row else ""
        del covered[area.min_row, area.min_col]
        widths[area.min_row - 1, area.min_col - 1] = area.max_col - area.min_col + 1
    last = max((column for (_, column), cell in sheet._cells.items() if cell.value is not None), default=0)
    height = max((row for (row, _), cell in sheet._cells.items() if cell.value is not None), default=0)
    rows: list[Cells] = [
        [covered.get((row, n), _shown(sheet._cells.get((row, n)))) for n in range(1, last + 1)]
        for row in range(1, height + 1)
    ]
    hidden = frozenset(row - 1 for row, dimension in sheet.row_dimensions.items() if dimension.hidden)
    return SourceTable(name, rows, alone=True, widths=widths, hidden=hidden)


def _doubts(sheet: Sheet, formulas: Sheet, name: str) -> Iterator[Note]:
    for place, cell in formulas._cells.items():
        shown = sheet._cells.get(place)
        if cell.data_type == "f" and (shown is None or shown.value is None):
            yield Note(f"{name}{cell.coordinate}", "是公式，文件里没有算好的值，没有导入")
        if cell.comment:
            yield Note(f"{name}{cell.coordinate}", f"有批注，没有导入：“{' '.join(cell.comment.text.split())}”")
        if cell.value is not None and _struck(cell.font):
            yield Note(f"{name}{cell.coordinate}", "文字上划了删除线，照有效的导入了")
        if (
            isinstance(cell.value, float)
            and YEAR_DOT_MONTH.fullmatch(str(cell.value))
            and cell.number_format == "General"
        ):
            yield Note(f"{name}{cell.coordinate}", f"{cell.value} 可能是 {cell.value}0，也就是十月")
    hidden = [letter for letter, dimension in sheet.column_dimensions.items() if dimension.hidden]
    if hidden:
        yield Note(name, f"{'、'.join(hidden)} 列是隐藏的，一样导入了")


def _struck(font: Any) -> bool:
    return bool(font and font.strike)


def _shown(cell: Any) -> str:
    """What a cell shows: a day as its format has it, a number with its decimals."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return _day(cell.value, cell.number_format)
    if isinstance(cell.value, float | int) and not isinstance(cell.value, bool):
        return _number(cell.value, cell.number_format)
    return str(cell.value).replace("_x005F_", "_").replace("\xa0", " ").strip("\u200b\ufeff")


def _number(value: float, form: str) -> str:
    if match := DECIMALS.fullmatch(form):
        decimals, percent = len(match[1] or ""), match[2]
        return f"{value * (100 if percent else 1):.{decimals}f}{percent}"
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.12g}"


def _day(day: date, form: str) -> str:
    form = re.sub(r"\[[^\]]*\]", "", form.partition(";")[0])
    if not CHINESE_DAY.search(form):
        months_only = "d" not in form.lower() and "y" in form.lower()
        return f"{day.year}年{day.month}月" + ("" if months_only else f"{day.day}日") + _time(day)

    def part(match: re.Match[str]) -> str:
        literal, year, month, date, other = match.groups()
        values = ((year, day.year), (month, day.month), (date, day.day))
        number = next((value for code, value in values if code), None)
        return str(number) if number is not None else literal if literal is not None else other.removeprefix("\\")

    return DATE_CODE.sub(part, form).replace("@", "")


def _time(day: date) -> str:
    known = isinstance(day, datetime) and (day.hour or day.minute)
    return f"{day:%H:%M}" if known else ""
