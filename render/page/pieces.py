"""A table with merged cells → the same with each row group that stands on several pages cut into pieces.

Word and Excel break a merged cell where a page ends and show its text on one page only. Each piece is a row group that
is kept together; it names the goal again, and its flowing texts go on where the piece before it stops. A piece that
does not fit on a page moves to the next as a whole: where pages end by themselves, no break is written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from render.page.excerpt import Nodes
from render.page.grid import Cell, Grid
from render.page.measure import Measure
from render.page.paginate import Segment, body_cells, paginate, read_groups
from render.page.tree import Box

SHARE = 0.98  # of a page: what it may hold, as heights are estimated (to the high side)
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


def cut_groups(
    grid: Grid, measure: Callable[[Cell], Measure], head: float, above: float, full: float, share: float = SHARE
) -> Box:
    """The table of a grid that stands `above` points below the top of pages `full` points high.

    `measure` tells of each body cell how high it must be; `head` is the height of the rows that each page repeats;
    `share` is the part of a page that may be filled.
    """
    cells = body_cells(grid)
    if not _is_plain(grid, cells):
        return grid.box
    room = max(full * share - head, full * LEAST)
    groups = read_groups(grid, [measure(cell) for cell in cells], full)
    free = room - above % full
    placed = iter(_with_breaks(paginate(groups, free, room), free, room))
    children = list[Box | str]()
    for child in grid.box.children:
        if isinstance(child, Box) and child.tag == "tbody":
            children += _pieces(child, next(placed), cells)
        else:
            children.append(child)
    return replace(grid.box, children=children)


def _with_breaks(groups: Sequence[Sequence[Segment]], free: float, room: float) -> Iterator[list[tuple[Segment, bool]]]:
    """The segments, each with whether it begins a page though there is room for it above: that must be said."""
    for segments in groups:
        told = list[tuple[Segment, bool]]()
        for number, segment in enumerate(segments):
            height = sum(segment.heights)
            told.append((segment, number > 0 or (segment.new_page and height <= free)))
            free = (room if segment.new_page else free) - height
        yield told


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


def _pieces(body: Box, segments: Sequence[tuple[Segment, bool]], cells: Sequence[Cell]) -> Iterator[Box]:
    """A row group as it is, or what stands in its place."""
    for segment, breaks in segments:
        style = replace(body.style, break_before="page") if breaks else body.style
        if len(segments) == 1:
            yield replace(body, style=style)
        else:
            style = replace(style, break_inside="avoid")
            yield replace(body, style=style, children=list(_rows(segment, body, cells)))


def _rows(segment: Segment, body: Box, cells: Sequence[Cell]) -> Iterator[Box]:
    rows = [row for row in body.boxes if row.tag == "tr"]
    for number, shown in enumerate(segment.rows):
        row = rows[min(number, len(rows) - 1)]
        children = list[Box | str]()
        for part, end in shown:
            kept = Boxes().shown(cells[int(part.mark)].box, part, end)
            children.append(replace(kept, attributes={**kept.attributes, "rowspan": str(part.rows)}))
        yield replace(row, style=replace(row.style, break_inside="avoid"), children=children)
