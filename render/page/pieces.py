"""A table with merged cells → the same with each row group that is higher than a page cut into pieces.

Word and Excel break a merged cell where a page ends and show its text on one page only. Each piece is a row group that
is kept together; it names the goal again, and its flowing texts go on where the piece before it stops. Where pages end
is the program's affair: a piece that does not fit on one moves to the next as a whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from render.page.excerpt import Nodes
from render.page.grid import Cell, Grid
from render.page.measure import Measure
from render.page.paginate import Segment, body_cells, paginate, read_groups
from render.page.tree import Box

SHARE = 0.92  # of a page: what pieces may fill, as heights are estimated
LEAST = 0.5  # of a page: what they may fill under the highest header


class Boxes(Nodes[Box]):
    """Boxes, as Word and Excel print them."""

    def tag(self, node: Box) -> str:
        """The name of a box."""
        return node.tag

    def parts(self, node: Box) -> Sequence[Box | str]:
        """What a box holds."""
        return node.children

    def holding(self, node: Box, parts: Sequence[Box | str]) -> Box:
        """A box like another that holds something else."""
        return replace(node, children=list(parts))

    def note(self, cell: Box, text: str) -> Box:
        """A note in the cell's own style."""
        return Box("span", {"class": "续"}, cell.style.child(), [text])


def cut_groups(grid: Grid, measure: Callable[[Cell], Measure], head: float, above: float, full: float) -> Box:
    """The table of a grid that stands `above` points below the top of pages `full` points high.

    `measure` tells of each body cell how high it must be; `head` is the height of the rows that each page repeats.
    """
    cells = body_cells(grid)
    if not _is_plain(grid, cells):
        return grid.box
    room = max(full * SHARE - head, full * LEAST)
    groups = read_groups(grid, [measure(cell) for cell in cells], full)
    placed = iter(paginate(groups, room - above % full, room))
    children = list[Box | str]()
    for child in grid.box.children:
        if isinstance(child, Box) and child.tag == "tbody":
            children += _pieces(child, next(placed), cells)
        else:
            children.append(child)
    return replace(grid.box, children=children)


def _is_plain(grid: Grid, cells: Sequence[Cell]) -> bool:
    """Whether rows can be taken apart: cells hold no tables, and their columns neither overlap nor leave holes."""
    if any(box.tag == "table" for cell in cells for box in cell.box.inside):
        return False
    covered = [
        (row, n) for cell in cells for row in _span(cell.row, cell.rows) for n in _span(cell.column, cell.columns)
    ]
    return len(covered) == len(set(covered)) == len({row for row, _ in covered}) * len(grid.columns)


def _span(first: int, count: int) -> range:
    return range(first, first + count)


def _pieces(body: Box, segments: Sequence[Segment], cells: Sequence[Cell]) -> Iterator[Box]:
    """A row group as it is, or what stands in its place."""
    if len(segments) == 1:
        yield body
        return
    style = replace(body.style, break_inside="avoid")
    for number, segment in enumerate(segments):
        page = "page" if number else body.style.break_before
        yield replace(body, style=replace(style, break_before=page), children=list(_rows(segment, body, cells)))


def _rows(segment: Segment, body: Box, cells: Sequence[Cell]) -> Iterator[Box]:
    rows = [row for row in body.boxes if row.tag == "tr"]
    for number, shown in enumerate(segment.rows):
        row = rows[min(number, len(rows) - 1)]
        children = list[Box | str]()
        for part, end in shown:
            kept = Boxes().shown(cells[int(part.mark)].box, part, end)
            children.append(replace(kept, attributes={**kept.attributes, "rowspan": str(part.rows)}))
        yield replace(row, style=replace(row.style, break_inside="avoid"), children=children)
