"""A table with merged cells → the same with each row group that is higher than a page cut into pieces.

Word and Excel break a merged cell where a page ends and show its text on one page only. Each piece is a row group that
is kept together; it names the goal again, and its flowing texts go on where the piece before it stops. Where pages end
is the program's affair: a piece that does not fit on one moves to the next as a whole.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from render.page.grid import Cell, Grid
from render.page.measure import Measure
from render.page.paginate import CONTINUED, Segment, body_cells, paginate, read_groups
from render.page.paginate import CellPart as Part
from render.page.tree import Box

SHARE = 0.92  # of a page: what pieces may fill, as heights are estimated
LEAST = 0.5  # of a page: what they may fill under the highest header


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
    if any(box.tag == "table" for cell in cells for box in _inside(cell.box)):
        return False
    covered = [
        (row, n) for cell in cells for row in _span(cell.row, cell.rows) for n in _span(cell.column, cell.columns)
    ]
    return len(covered) == len(set(covered)) == len({row for row, _ in covered}) * len(grid.columns)


def _span(first: int, count: int) -> range:
    return range(first, first + count)


def _inside(box: Box) -> Iterator[Box]:
    for child in box.boxes:
        yield child
        yield from _inside(child)


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
    for number in range(len(segment.heights)):
        row = rows[min(number, len(rows) - 1)]
        shown = sorted((p for p in segment.cells if p[0].row == number), key=lambda piece: piece[0].column)
        children: list[Box | str] = [_shown(cells[int(part.mark)].box, part, end) for part, end in shown]
        yield replace(row, style=replace(row.style, break_inside="avoid"), children=children)


def _shown(cell: Box, part: Part, end: int | None) -> Box:
    """A cell with what its piece shows of it."""
    kept = Excerpt(part.start, end).of(cell) if part.flows and (part.start or end is not None) else cell
    note = Box("span", {"class": "续"}, cell.style.child(), [CONTINUED])
    children = [*kept.children, note] if part.continued and cell.tag == "th" else kept.children
    return replace(kept, attributes={**cell.attributes, "rowspan": str(part.rows)}, children=children)


@dataclass(slots=True)
class Excerpt:
    """The characters of an element from `start` to `end` (None = all), spaces not counted.

    A space stays with the character before it; a line break at the end, where the next piece begins, is dropped.
    """

    start: int
    end: int | None
    seen: int = 0

    def of(self, box: Box) -> Box:
        """The element with nothing but them; what stands in it and loses all its text is left out."""
        return replace(box, children=list(self._children(box)))

    def _children(self, box: Box) -> Iterator[Box | str]:
        for child in box.children:
            if isinstance(child, str):
                yield "".join(self._kept(child))
            elif any((kept := self.of(child)).children) or (not child.children and self._holds_here(child.tag == "br")):
                yield kept

    def _kept(self, text: str) -> Iterator[str]:
        for char in text:
            self.seen += not char.isspace()
            if self._holds_here():
                yield " " if char == "\n" and self.seen == self.end else char

    def _holds_here(self, is_break: bool = False) -> bool:
        """Whether it holds the last character seen, and what stands between it and the next."""
        begun = self.start < self.seen or self.start == self.seen == 0
        return begun and (self.end is None or self.seen < self.end + (not is_break))
