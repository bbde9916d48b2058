"""A table with merged rows → pages that are cut between goals: Excel shows a merged cell that it cuts on one page only.

Excel takes no notice of page breaks where it fits a sheet to the paper, so such a sheet has a fixed scale instead.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from render.page import Box, Cell, Grid, Paper, read_grid
from render.page.lines import NORMAL
from render.page.measure import Measure
from render.page.paginate import is_merged
from render.page.pieces import cut_groups
from render.writers.xlsx.measure import row_height, text_height, text_lines
from render.writers.xlsx.rows import SheetTable, natural_widths
from render.writers.xlsx.sheets import SheetPart
from render.writers.xlsx.values import runs_of

SURE = 0.97  # of a page: what is filled, since programs round the heights of rows each in their way


def cut_part(part: SheetPart, paper: Paper) -> SheetPart:
    """The part with its table cut into pieces where a goal is higher than a page; the same where none is."""
    grid = part.grid
    if grid is None or not is_merged(grid):
        return part
    widths = natural_widths(grid, paper.text_width)
    above = sum(_height(block, sum(widths)) for block in part.blocks[: part.blocks.index(grid.box)])
    full = paper.text_height * SURE * 100 / _scale(widths, paper)
    head = _head_height(grid, widths)
    table = cut_groups(grid, partial(_measure, widths=widths), head, above, full, share=1.0)
    return replace(part, grid=read_grid(table), blocks=[table if block is grid.box else block for block in part.blocks])


def add_breaks(sheet: Worksheet, table: SheetTable, paper: Paper) -> None:
    """Let pages end between goals, and print at the scale at which the columns just fit the paper."""
    if not is_merged(table.grid):
        return
    scale = _scale(natural_widths(table.grid, paper.text_width), paper)
    sheet.sheet_properties.pageSetUpPr.fitToPage = False  # type: ignore[union-attr]
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale = scale
    room = paper.text_height * SURE * 100 / scale
    head = _rows_height(sheet, range(table.top, table.body.start))
    used = _rows_height(sheet, range(1, table.body.start))
    row = table.body.start
    for _, lines in groupby(table.grid.groups[table.grid.head : len(table.grid.groups) - table.foot], key=id):
        group = list(lines)
        own = range(row, row + len(group))
        height, row = _rows_height(sheet, own), own.stop
        if used + height > room or _starts_page(table, own.start):
            sheet.row_breaks.append(Break(id=own.start - 1))
            used = head
        used += height


def _starts_page(table: SheetTable, row: int) -> bool:
    return table.grid.groups[row - table.top].style.break_before == "page"


def _rows_height(sheet: Worksheet, rows: range) -> float:
    return sum(sheet.row_dimensions[row].height or 0.0 for row in rows)


def _scale(widths: Sequence[float], paper: Paper) -> int:
    """In percent; three less than fits, since programs round the widths of columns, and a page more is worse."""
    return min(max(math.floor(100 * paper.text_width / sum(widths)) - 3, 10), 100)


def _height(box: Box, width: float) -> float:
    text = "".join(run.text for run in runs_of(box))
    own = text_height(text, box.style, width) if text else 0.0
    return row_height(max(own, box.style.height or 0.0) + box.style.margin_top + box.style.margin_bottom)


def _measure(cell: Cell, widths: Sequence[float]) -> Measure:
    style, width = cell.box.style, sum(widths[cell.column : cell.column + cell.columns])
    pitch = style.line_pitch or style.font_size * NORMAL
    lines = text_lines("".join(run.text for run in runs_of(cell.box)), style, width)
    counts = tuple((pitch, len("".join(line.split()))) for line in lines)
    return Measure(style.padding_top + style.padding_bottom + 1.0, counts)


def _head_height(grid: Grid, widths: Sequence[float]) -> float:
    cells = [cell for _, line in grid.lines[: grid.head] for cell in line]
    return max((_measure(cell, widths).height * grid.head / cell.rows for cell in cells), default=0.0)
