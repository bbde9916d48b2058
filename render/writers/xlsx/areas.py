"""Where the columns of a workbook stand, known before they are written: what {表.键} in a formula refers to."""

from collections.abc import Iterable
from functools import cache
from itertools import takewhile

from openpyxl.utils import quote_sheetname

from render.writers.xlsx.columns import read_columns
from render.writers.xlsx.rows import SheetTable, is_shown
from render.writers.xlsx.sheets import SheetPart


class Areas:
    """The body of each column of each sheet; a sheet is looked at when a formula first names it."""

    def __init__(self, parts: Iterable[SheetPart]) -> None:
        self._parts = {part.name: part for part in parts}
        self._table = cache(self._read_table)

    def area(self, sheet: str, key: str) -> str:
        """`'总台账'!$H$5:$H$47`; KeyError for what is not there."""
        letters = {column.key: column.letter for column in self._table(sheet).columns}
        return f"{quote_sheetname(sheet)}!{body_area(self._table(sheet), letters[key])}"

    def _read_table(self, sheet: str) -> SheetTable:
        part = self._parts[sheet]
        grid = part.grid
        if grid is None:
            raise KeyError(sheet)
        above = takewhile(lambda block: block is not grid.box, part.blocks)
        return SheetTable(grid, read_columns(grid), 1 + sum(map(is_shown, above)))


def body_area(table: SheetTable, letter: str) -> str:
    """The body cells of one column; the row after the header where there is none."""
    return f"${letter}${table.body.start}:${letter}${max(table.body.stop - 1, table.body.start)}"
