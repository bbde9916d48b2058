"""Blocks and tables → the rows of a worksheet: cells, merges, heights."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from render.page import Box, Cell, Edge, Grid, Run, read_runs
from render.writers.xlsx.columns import Area, Column, data_of, read_columns, refer
from render.writers.xlsx.looks import Edges, Extra, Looks, indent_of
from render.writers.xlsx.measure import INSET, column_width, row_height, text_height
from render.writers.xlsx.values import FORMATS, Value, cell_value, runs_of, text_value

EMPTY: Mapping[str, str] = {}
FIELD = 200.0  #: points of a cell to fill in above a table, where no width is given
WIDEST = 400.0  #: points of a column without cells; Excel knows none wider than 255 digits


@dataclass
class SheetTable:
    """A table on its sheet: `top` is the sheet's row (from 1) of its first line."""

    grid: Grid
    columns: list[Column]
    top: int

    @cached_property
    def foot(self) -> int:
        """The number of its last lines that stand in a <tfoot>."""
        return sum(group.tag == "tfoot" for group in self.grid.groups)

    @property
    def body(self) -> range:
        """The sheet's rows of its body."""
        return range(self.top + self.grid.head, self.top + len(self.grid.lines) - self.foot)

    def data(self, column: Column, row: int) -> Mapping[str, str]:
        """What a column says of its cell in a row of the sheet; nothing of one in the header."""
        return column.data if row in self.body else column.total if row >= self.body.stop else EMPTY


@dataclass(frozen=True, slots=True)
class Field:
    """A cell above the table that people fill in; `data` are its attributes without data-, `title` stands before it."""

    place: str
    data: Mapping[str, str]
    title: str


def is_shown(block: Box) -> bool:
    """Whether a block becomes a row."""
    return bool(runs_of(block)) or block.style.height is not None


class Growing(RowDimension):
    """A row of the given height that a spreadsheet makes higher when longer text is typed into it."""

    customHeight = False


class Rows:
    """The rows of one sheet, filled from the top; `cached` holds what its formulas gave on the page.

    `beside` is the width in points of what stands to the right of the table, which headings span too.
    """

    def __init__(
        self, sheet: Worksheet, looks: Looks, grid: Grid | None, paper_width: float, area: Area, beside: float = 0.0
    ) -> None:
        self._sheet: Any = sheet  # its cells are written through fields that the stubs do not show
        self._looks = looks
        self._grid = grid
        self._area = area
        extra = math.ceil(beside / WIDEST)
        self._widths = [
            *(natural_widths(grid, paper_width) if grid else [paper_width]),
            *[beside / (extra or 1)] * extra,
        ]
        self._hidden = {n for n, column in enumerate(grid.columns) if is_hidden(column)} if grid else set[int]()
        columns = range(1, len(grid.columns) + 1) if grid else ()
        self._last = max((number for number in columns if number - 1 not in self._hidden), default=0)
        self._row = 1
        self.table: SheetTable | None = None
        self.fields: list[Field] = []
        self.cached: dict[str, str | float] = {}
        for column, width in enumerate(self._widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = column_width(width, looks.normal)

    def add(self, box: Box) -> None:
        """Add a block as a row as wide as the table, or the table itself."""
        if self._grid and box is self._grid.box:
            self._add_table(self._grid)
        else:
            self._add_block(box)

    def _add_block(self, box: Box) -> None:
        if not is_shown(box):
            return
        runs, style = runs_of(box), box.style
        text = "".join(run.text for run in runs)
        field = next((inner for inner in box.boxes if "data-input" in inner.attributes), None)
        if field:
            self._add_field(box, [run for run in runs if run.box is not field], field)
        else:
            extra = Extra(_own_edges(box), style.background_color)
            self._put(self._row, 1, (1, len(self._widths)), text_value(runs, style), box, extra)
        height = text_height(text, style, self._room(box, 0, len(self._widths)))
        height = max(height, style.height or 0) + style.margin_top + style.margin_bottom
        self._set_height(self._row, height)
        self._row += 1

    def _add_field(self, box: Box, label: list[Run], field: Box) -> None:
        """A line above the table with a cell to fill in: what stands before it, and the cell."""
        text = "".join(run.text for run in label)
        before = self._columns(0, len(text) * box.style.font_size + INSET)
        across = self._columns(before, field.style.width if type(field.style.width) is float else FIELD)
        self._put(self._row, 1, (1, before), text_value(label, box.style), box, Extra(_own_edges(box)))
        value, extra = text_value(read_runs(field), field.style, FORMATS["text"]), field.style.background_color
        look = Extra(_own_edges(field), extra, value.format, unlocked=True, quoted=value.quoted)
        self._put(self._row, before + 1, (1, across), value, field, look)
        place = f"{get_column_letter(before + 1)}{self._row}"
        self.fields.append(Field(place, data_of(field.attributes), text.rstrip(":： ")))

    def _columns(self, first: int, width: float) -> int:
        """How many columns from `first` on are as wide as a width in points; one at least."""
        count = 1
        while first + count < len(self._widths) and self._room_of(first, count) < width:
            count += 1
        return count

    def _add_table(self, grid: Grid) -> None:
        self.table = table = SheetTable(grid, read_columns(grid), self._row)
        heights = [line.style.height or 0.0 for line, _ in grid.lines]
        needs = [(cell, self._add_cell(table, cell)) for _, cells in grid.lines for cell in cells]
        for cell, need in sorted(needs, key=lambda pair: pair[0].rows):
            spanned = range(cell.row, cell.row + cell.rows)
            lacking = need - sum(heights[row] for row in spanned)
            for row in spanned:
                heights[row] += max(lacking, 0.0) / cell.rows
        grows = any(column.is_input for column in table.columns)
        for row, height in enumerate(heights, table.top):
            self._set_height(row, height, grows and row in table.body)
        self._row += len(heights)

    def _set_height(self, row: int, height: float, grows: bool = False) -> None:
        make = Growing if grows else RowDimension
        self._sheet.row_dimensions[row] = make(self._sheet, index=row, ht=row_height(height))

    def _add_cell(self, table: SheetTable, cell: Cell) -> float:
        """Write one cell; the height that it needs."""
        box, row = cell.box, table.top + cell.row
        column = table.columns[cell.column]
        data = table.data(column, row)
        runs = runs_of(box)
        value = cell_value(runs, box, data)
        if "formula" in data:
            value = self._formula(value, data["formula"], table, column, row)
        extra = Extra(
            _edges(cell, table.grid, self._last), _fill(cell, table.grid), value.format, "input" in data, value.quoted
        )
        self._put(row, cell.column + 1, (cell.rows, cell.columns), value, box, extra)
        if "hidden" in column.data:
            return 0
        text = "".join(run.text for run in runs)
        height = text_height(text, box.style, self._room(box, cell.column, cell.columns))
        return max(height, box.style.height or 0)

    def _formula(self, shown: Value, formula: str, table: SheetTable, column: Column, row: int) -> Value:
        """The formula; what stands in the cell is its result, for previews that do not calculate."""
        if isinstance(shown.data, str | float):
            self.cached[f"{column.letter}{row}"] = shown.data
        return Value(f"={refer(formula, table.columns, row, self._area)}", "f", shown.format)

    def _put(self, row: int, column: int, span: tuple[int, int], value: Value, box: Box, extra: Extra) -> None:
        """Write a value; every cell of a merge gets the format, so that its border is whole."""
        look = self._looks.of(box.style, extra)
        first, *others = [self._sheet.cell(row + r, column + c) for r in range(span[0]) for c in range(span[1])]
        for cell in (first, *others):
            cell._style = look
        first._value, first.data_type = value.data, value.kind  # .value would guess a type, and cut long text
        if others:
            bounds = CellRange(None, column, row, column + span[1] - 1, row + span[0] - 1)
            self._sheet.merged_cells.ranges.add(bounds)

    def _room(self, box: Box, first: int, count: int) -> float:
        """The width in points for the text of a cell."""
        return self._room_of(first, count) - indent_of(box.style) * box.style.font_size * 1.5

    def _room_of(self, first: int, count: int) -> float:
        return sum(self._widths[n] for n in range(first, first + count) if n not in self._hidden)


def is_hidden(column: Box | None) -> bool:
    """Whether a column is there for formulas alone."""
    return column is not None and "data-hidden" in column.attributes


def shown_width(grid: Grid, paper_width: float) -> float:
    """The width in points of the columns that people see."""
    widths = natural_widths(grid, paper_width)
    return sum(width for width, column in zip(widths, grid.columns, strict=True) if not is_hidden(column))


def natural_widths(grid: Grid, paper_width: float) -> list[float]:
    """The widths as given; a table wider than the paper stays so, and is fitted when printed."""
    given = sum(c.style.width for c in grid.columns if c and type(c.style.width) is float)
    return grid.widths(max(paper_width, given))


def _own_edges(box: Box) -> Edges:
    style = box.style
    return style.border_top, style.border_right, style.border_bottom, style.border_left


def _edges(cell: Cell, grid: Grid, last: int) -> Edges:
    """The borders of a cell; where borders collapse, the table's own wins at the rim if it is wider.

    `last` is the number of the last column that is shown, from 1.
    """
    top, right, bottom, left = _own_edges(cell.box)
    if grid.box.style.border_collapse != "collapse":
        return top, right, bottom, left
    rim = _own_edges(grid.box)
    return (
        top if cell.row else _wider(top, rim[0]),
        right if cell.column + cell.columns < last else _wider(right, rim[1]),
        bottom if cell.row + cell.rows < len(grid.lines) else _wider(bottom, rim[2]),
        left if cell.column else _wider(left, rim[3]),
    )


def _wider(own: Edge, rim: Edge) -> Edge:
    return rim if rim and rim.width > own.width * bool(own) else own


def _fill(cell: Cell, grid: Grid) -> str | None:
    """The background that shows through: the cell's, its row's, its group's, the table's."""
    line, _ = grid.lines[cell.row]
    layers = (cell.box, line, grid.groups[cell.row], grid.box)
    return next((box.style.background_color for box in layers if box.style.background_color), None)
