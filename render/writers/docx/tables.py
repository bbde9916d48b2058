"""A table's grid → w:tbl: columns, rows, merged cells and their borders (ECMA-376 Part 1, 17.4)."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from render.page import NEW_SHEET, Box, Cell, Grid, Style
from render.writers.docx.xml import CELL_ALIGN, Frame, edges_of, edges_xml, margins_xml, twips


class Hold(NamedTuple):
    """How the paragraphs of a cell stand to those around: they stay with the next row, or begin a page."""

    keep: bool = False
    breaking: bool = False


#: What a cell holds, as blocks: from its box, its width in points (None = a cell without text), and its hold.
Content = Callable[[Box, float | None, Hold], str]


def table_xml(grid: Grid, available: float, indent: float, frame: Frame | None, content_of: Content) -> str:
    """One w:tbl in a place `available` points wide, `indent` points from its left edge, or taken to `frame`."""
    widths = column_widths(grid, available)
    normal = _common_cell(grid)
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    head = (
        f'<w:tblPr>{_table_place(frame)}<w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f'<w:tblInd w:w="{twips(indent + grid.box.style.margin_left)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins_xml(normal)}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )
    return f"<w:tbl>{head}{''.join(_rows(grid, widths, normal, content_of))}</w:tbl>"


def column_widths(grid: Grid, available: float) -> list[float]:
    """The widths of a table's columns in a place `available` points wide."""
    width = grid.box.style.width
    if width is None:
        return grid.widths(available)
    return grid.widths(available * width / 100 if type(width) is not float else width)


def _table_place(frame: Frame | None) -> str:
    if frame is None:
        return ""
    down = 'w:vertAnchor="margin" w:tblpYSpec="bottom"'
    if frame.y is not None:
        down = f'w:vertAnchor="page" w:tblpY="{twips(frame.y)}"'
    return f'<w:tblpPr w:leftFromText="0" w:rightFromText="0" {down} w:horzAnchor="page" w:tblpX="{twips(frame.x)}"/>'


def _common_cell(grid: Grid) -> Style:
    """The style of the last cell: a body cell, whose padding stands for the table's."""
    cells = [cell for _, line in grid.lines for cell in line]
    return cells[-1].box.style if cells else grid.box.style


def _rows(grid: Grid, widths: list[float], normal: Style, content_of: Content) -> Iterator[str]:
    spanning = dict[int, Cell]()  # column → the cell that reaches down into it
    for index, (row, cells) in enumerate(grid.lines):
        hold = _hold(grid, index)
        starting = {cell.column: cell for cell in cells}
        content, column = list[str](), 0
        while column < len(widths):
            cell = starting.get(column) or spanning.get(column)
            if cell is None or cell.row + cell.rows <= index:  # the latter ended under a cell that overlaps it
                content.append(_missing_cell(widths[column], grid, content_of))
                column += 1
                continue
            content.append(_cell(cell, index, widths, normal, content_of, hold))
            hold = hold._replace(breaking=False)  # the first cell has said it
            if cell.rows > 1:
                spanning[column] = cell
            if cell.row + cell.rows == index + 1:
                spanning.pop(column, None)
            column += cell.columns
        yield f"<w:tr>{_row_properties(row, index < grid.head)}{''.join(content)}</w:tr>"


def _hold(grid: Grid, row: int) -> Hold:
    group = grid.groups[row]
    is_last = row + 1 == len(grid.lines) or grid.groups[row + 1] is not group
    is_first = row > grid.head and grid.groups[row - 1] is not group
    keep = group.style.break_inside.startswith("avoid") and not is_last
    return Hold(keep, is_first and group.style.break_before in NEW_SHEET)


def _row_properties(row: Box, header: bool) -> str:
    parts = list[str]()
    if row.style.break_inside.startswith("avoid"):
        parts.append("<w:cantSplit/>")
    if row.style.height:
        parts.append(f'<w:trHeight w:val="{twips(row.style.height)}" w:hRule="atLeast"/>')
    if header:
        parts.append("<w:tblHeader/>")
    return f"<w:trPr>{''.join(parts)}</w:trPr>" if parts else ""


def _missing_cell(width: float, grid: Grid, content_of: Content) -> str:
    """What stands where a row has fewer cells than the table has columns."""
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content_of(grid.box, None, Hold())}</w:tc>"


def _cell(cell: Cell, row: int, widths: list[float], normal: Style, content_of: Content, hold: Hold) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    merge = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>{span}{merge}{_cell_style(cell.box.style, normal)}'
    content = content_of(cell.box, width if row == cell.row else None, hold)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


@lru_cache(maxsize=1024)
def _cell_style(style: Style, normal: Style) -> str:
    parts = [f"<w:tcBorders>{edges_xml(edges_of(style))}</w:tcBorders>"]
    if style.background_color:
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{style.background_color}"/>')
    if style.white_space == "nowrap":
        parts.append("<w:noWrap/>")
    if margins_xml(style) != margins_xml(normal):
        parts.append(f"<w:tcMar>{margins_xml(style)}</w:tcMar>")
    if style.vertical_align in CELL_ALIGN:
        parts.append(f'<w:vAlign w:val="{CELL_ALIGN[style.vertical_align]}"/>')
    return "".join(parts)
