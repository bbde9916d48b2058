"""Boxes → the heights that Word will give them, estimated: it lays out the file where it is opened, not here.

Estimates lean to the high side: letters count as wide as the widest face has them, spaces between Chinese and Latin
included. All lengths are in points.
"""

from collections.abc import Iterator, Sequence

from render.page import Box, Cell, Grid, Style, read_grid, read_runs
from render.page.lines import NORMAL, break_lines
from render.page.measure import Measure

Line = tuple[float, int]


def cell_measure(cell: Cell, widths: Sequence[float]) -> Measure:
    """A cell of a table with columns of these widths."""
    box, width = cell.box, sum(widths[cell.column : cell.column + cell.columns])
    lines, between = _content(box, width - box.style.padding_left - box.style.padding_right)
    around = box.style.padding_top + box.style.padding_bottom + between
    around += max(box.style.border_top.width, box.style.border_bottom.width)  # cells share it
    return Measure(around if lines else around + _pitch(box.style), lines)


def head_height(grid: Grid, widths: Sequence[float]) -> float:
    """The rows that are repeated on each page."""
    return _rows_height(grid, widths, 0, grid.head)


def block_height(box: Box, width: float) -> float:
    """A block or a table in a place of this width, with its margins."""
    if box.tag == "table":
        grid = read_grid(box)
        return _rows_height(grid, grid.widths(width), 0, len(grid.lines)) + box.style.margin_bottom
    lines, between = _content(box, width)
    height = sum(line for line, _ in lines) + between
    return max(height, box.style.height or 0.0) + _edges(box.style)


def _rows_height(grid: Grid, widths: Sequence[float], first: int, end: int) -> float:
    heights = [row.style.height or 0.0 for row, _ in grid.lines[first:end]]
    for cell in sorted((cell for _, row in grid.lines[first:end] for cell in row), key=lambda cell: cell.rows):
        spanned = range(cell.row - first, cell.row - first + cell.rows)
        lack = cell_measure(cell, widths).height - sum(heights[row] for row in spanned)
        heights[spanned[-1]] += max(lack, 0.0)
    return sum(heights)


def _content(box: Box, width: float) -> tuple[tuple[Line, ...], float]:
    """The lines in a block, and the height of what stands around the blocks in it."""
    if all(child.is_inline for child in box.boxes):
        return tuple(_lines(box, width)), 0.0
    lines, between = list[Line](), 0.0
    for child in box.children:
        block = child if isinstance(child, Box) else Box("p", {}, box.style.child(), [child])
        inner, more = _content(block, width)
        lines += inner
        between += more + _edges(block.style)
    return tuple(lines), between


def _edges(style: Style) -> float:
    """What stands above and below the content of a block."""
    return style.margin_top + style.padding_top + style.padding_bottom + style.margin_bottom


def _lines(box: Box, width: float) -> Iterator[Line]:
    runs = read_runs(box)
    if not runs:
        return
    em = max([1.0, *(run.style.font_size + run.style.letter_spacing for run in runs)])
    text = "".join(run.text for run in runs)
    folded = box.style.white_space not in ("nowrap", "pre")
    room = max((width - box.style.margin_left - box.style.margin_right) / em, 1.0) if folded else float("inf")
    for line in break_lines(text, round(room, 2)):
        yield _pitch(box.style), len("".join(line.split()))


def _pitch(style: Style) -> float:
    return style.line_pitch or style.font_size * NORMAL
