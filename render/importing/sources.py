"""Files → tables of texts; a cell that is merged with the one above it is None, an empty one is an empty text."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from render.errors import InputError, Problem
from render.reader.source import read_text

Cells = list[str | None]
LARGEST = 100_000_000  # bytes unpacked
SAVE_AS = "用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 再导入"
DATE_CODE = re.compile(r'"([^"]*)"|(y+)|(m+)|(d+)|(\\?.)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table: what it is called in messages, and its rows from the first."""

    name: str
    rows: list[Cells]
    alone: bool = False  # a sheet, which goes on nothing that stands on another one


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds: the text that stands above its tables, the tables, and its custom properties."""

    title: str
    tables: list[SourceTable]
    doubt: str = ""  # what the file cannot tell
    marks: Mapping[str, str] = field(default_factory=dict)


def read_source(path: Path) -> Source:
    """Read a .docx, .xlsx or .txt file; raises InputError where it cannot be read as such."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError([Problem(str(path), 0, f"不能导入“{path.suffix}”文件", SAVE_AS)])
    if path.suffix.lower() == ".txt":
        return reader(read_text(path).encode())
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise InputError([Problem(str(path), 0, "解开后大得不像一份分解表", "请核对文件")])
        return reader(data)
    except FileNotFoundError:
        raise InputError([Problem(str(path), 0, "找不到这个文件", "请核对文件名")]) from None
    except InputError:
        raise
    except Exception:  # the libraries raise whatever the damage leads to
        raise InputError([Problem(str(path), 0, "文件已损坏，或不是这种格式", SAVE_AS)]) from None


def _read_docx(data: bytes) -> Source:
    import docx

    document = docx.Document(BytesIO(data))
    texts = [paragraph.text.strip() for paragraph in document.paragraphs]
    tables = [SourceTable(f"第 {n} 个表", list(_word_rows(table._tbl))) for n, table in enumerate(document.tables, 1)]
    return Source(next(filter(None, texts), ""), tables)


def _word_rows(table: Any) -> Iterator[Cells]:
    for row in table.tr_lst:
        cells: Cells = [""] * row.grid_before
        for cell in row.tc_lst:
            text = None if cell.vMerge == "continue" else "\n".join(p.text for p in cell.p_lst).strip("\n")
            cells += [text, *[""] * (cell.grid_span - 1)]
        yield cells


def _read_xlsx(data: bytes) -> Source:
    import openpyxl

    workbook: Any = openpyxl.load_workbook(BytesIO(data), data_only=True)
    title, tables = "", []
    for sheet in workbook.worksheets:
        rows = list(_sheet_rows(sheet))
        title = title or next((text for row in rows for text in row if text), "")
        tables.append(SourceTable(f"工作表“{sheet.title}”", rows, alone=True))
    marks = {one.name: str(one.value or "") for one in workbook.custom_doc_props.props}
    return Source(title, tables, marks=marks)


def _sheet_rows(sheet: Any) -> Iterator[Cells]:
    covered = dict[tuple[int, int], str | None]()
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                covered[row, column] = None if row > area.min_row else ""
        del covered[area.min_row, area.min_col]
    last = max((column for _, column in sheet._cells), default=0)
    for row in range(1, max((row for row, _ in sheet._cells), default=0) + 1):
        yield [covered.get((row, n), _shown(sheet._cells.get((row, n)))) for n in range(1, last + 1)]


def _shown(cell: Any) -> str:
    """What a cell shows: a day as its format has it."""
    if cell is None or cell.value is None:
        return ""
    if isinstance(cell.value, datetime):
        return _day(cell.value, cell.number_format)
    value = int(cell.value) if isinstance(cell.value, float) and cell.value.is_integer() else cell.value
    return str(value).replace("_x005F_", "_")


def _day(day: datetime, form: str) -> str:
    def part(match: re.Match[str]) -> str:
        literal, year, month, date, other = match.groups()
        values = ((year, day.year), (month, day.month), (date, day.day))
        number = next((value for code, value in values if code), None)
        return str(number) if number is not None else literal if literal is not None else other.removeprefix("\\")

    return DATE_CODE.sub(part, form.partition(";")[0])


def _read_txt(data: bytes) -> Source:
    lines = data.decode().splitlines()
    # A text cannot tell an empty cell from a merged one; most are merged.
    rows: list[Cells] = [[cell.strip() or None for cell in line.split("\t")] for line in lines]
    title = next((row[0] or "" for row in rows if len(row) == 1 and row[0]), "")
    return Source(
        title, [SourceTable("表", rows)], "文字里分不清空格子和合并的格子，空着的照上一行填了，请核对时限和单位"
    )


DOUBT = "文字里分不清空格子和合并的格子，空着的照上一行填了，请核对时限和单位"
READERS: Mapping[str, Callable[[bytes], Source]] = {".docx": _read_docx, ".xlsx": _read_xlsx, ".txt": _read_txt}
