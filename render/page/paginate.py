"""Groups of rows → the pages they stand on: where a table with merged cells is cut, so that each page reads alone.

Of all ways the one with the fewest pages is taken, and of these the one whose pages are filled best and most evenly. A
group (a goal) that a page can hold is cut between its rows only where that saves a page or fills one that would stay
more than a third empty; a higher one always is. Of a cell that reaches over the cut, a label is repeated below it, and
a flowing text goes on there. A row that is higher than a page is cut between its lines. All heights are in points.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from render.page.grid import Cell as GridCell
from render.page.grid import Grid
from render.page.measure import Measure
from render.page.tree import Box

REPEATED = "data-repeat"  # on a td: a label, shown again on the next page; a th is one, with （续）
LONGEST_LABEL = 0.4  # of a page; a longer one is cut like any text

SLACK = 1.0  # what a page keeps free for collapsed borders and rounding
LEAST = 0.25  # a group higher than a page begins on a page of which at least this part is free
EMPTY = 1 / 3  # of a page: a group that a page can hold is cut where more would stay empty
TORN = 0.92  # of the room: what a row that is cut between its lines may fill, as programs round the heights of lines
ALIKE = 3.0  # two ways that leave so much room alike are one: the better of them goes on


@dataclass(frozen=True, slots=True)
class CellPart:
    """A body cell, or what is left of it: the rows it spans from `row` on, and what of it is still to be shown."""

    mark: str
    column: int
    row: int
    rows: int
    measure: Measure
    flows: bool  # its text can be cut; the text of others is repeated
    start: int = 0  # characters, spaces not counted, that earlier pages show
    continued: bool = False

    @property
    def end(self) -> int:
        """The row below it."""
        return self.row + self.rows

    @property
    def has_ended(self) -> bool:
        """Whether earlier pages show all of its text."""
        return self.flows and self.start > 0 and not self.measure.lines

    @property
    def beside(self) -> bool:
        """Whether it is a flowing text beside several rows, which asks no single row for height."""
        return self.flows and self.rows > 1


@dataclass(frozen=True, slots=True)
class Segment:
    """What one page shows of a group: its rows' heights, and its cells, each with the end of its text (None = all)."""

    new_page: bool
    heights: list[float]
    cells: list[tuple[CellPart, int | None]]

    @property
    def rows(self) -> Iterator[list[tuple[CellPart, int | None]]]:
        """The cells that begin in each row, from left to right."""
        for number in range(len(self.heights)):
            yield sorted((one for one in self.cells if one[0].row == number), key=lambda one: one[0].column)


def is_merged(grid: Grid) -> bool:
    """Whether a table is one that is cut: cells of its body say how many rows they span."""
    return any("rowspan" in cell.box.attributes for cell in body_cells(grid))


def body_cells(grid: Grid) -> list[GridCell]:
    """The cells that stand in a <tbody>, in their order."""
    return [cell for _, cells in grid.lines for cell in cells if grid.groups[cell.row].tag == "tbody"]


def read_groups(grid: Grid, measures: Sequence[Measure], full: float) -> list[list[CellPart]]:
    """The cells of each <tbody>, rows counted from its first, each marked with its number in `body_cells`.

    `measures` are those of `body_cells`, `full` is the height of a page.
    """
    groups = {id(box): list[CellPart]() for box in grid.box.boxes if box.tag == "tbody"}
    tops = dict[int, int]()
    for number, (cell, measure) in enumerate(zip(body_cells(grid), measures, strict=True)):
        group = id(grid.groups[cell.row])
        row = cell.row - tops.setdefault(group, cell.row)
        flows = _flows(cell.box, measure.height > full * LONGEST_LABEL)
        groups[group].append(CellPart(str(number), cell.column, row, cell.rows, measure, flows))
    return list(groups.values())


def _flows(box: Box, is_long: bool) -> bool:
    is_label = box.tag == "th" or REPEATED in box.attributes
    return is_long or not is_label


@dataclass(frozen=True, slots=True)
class Way:
    """One way to place the first groups: how many pages it has begun, what their empty parts cost, what is free."""

    pages: int
    cost: float
    free: float
    placed: tuple[list[Segment], ...] = ()

    def then(self, segments: list[Segment], price: float, full: float) -> "Way":
        """The way that places one more group like this."""
        pages, cost, free = self.pages, self.cost + price, self.free
        for segment in segments:
            if segment.new_page:
                pages, cost, free = pages + 1, cost + (free / full) ** 2, full
            free -= sum(segment.heights)
        return Way(pages, cost, free, (*self.placed, segments))

    def worth(self, full: float) -> tuple[int, float]:
        """The less the better, when no group follows."""
        return self.pages, self.cost + (self.free / full) ** 2


def paginate(groups: Sequence[Sequence[CellPart]], first: float, full: float) -> list[list[Segment]]:
    """The segments of each group; `first` points are free on the page where the table begins, `full` on the others."""
    full -= SLACK
    ways = [Way(0, 0.0, first - SLACK)]
    for cells in groups:
        heights = row_heights(cells)
        ways = _best(way.then(*choice, full) for way in ways for choice in _choices(cells, heights, way.free, full))
    return list(min(ways, key=lambda way: way.worth(full)).placed)


def _best(ways: Iterable[Way]) -> list[Way]:
    """Of those that leave the same room the best."""
    found = dict[int, Way]()
    for way in sorted(ways, key=lambda way: (way.pages, way.cost)):
        found.setdefault(round(way.free / ALIKE), way)
    return list(found.values())


def _choices(
    cells: Sequence[CellPart], heights: list[float], free: float, full: float
) -> Iterator[tuple[list[Segment], float]]:
    """How a group with rows so high can be placed where so much is free, each with its price."""
    if sum(heights) > max(free, full):
        yield _cut_often(cells, full, full, True), 0.0
        if free >= full * LEAST and not free < row_heights(_above(cells, 1))[0] <= full:
            yield _cut_often(cells, free, full, False), 0.0
        return
    whole: list[tuple[CellPart, int | None]] = [(cell, None) for cell in cells]
    if sum(heights) <= free:
        yield [Segment(False, heights, whole)], 0.0
    else:
        yield from ((parts, EMPTY**2) for parts in _cut_once(cells, len(heights), free, full))
    if sum(heights) <= full:
        yield [Segment(True, heights, whole)], 0.0


def _cut_once(cells: Sequence[CellPart], rows: int, free: float, full: float) -> Iterator[list[Segment]]:
    """The group on two pages, for each row after which it can be cut."""
    steady = [cell for cell in cells if not cell.beside]
    for count in range(1, rows):
        if sum(row_heights(_above(steady, count))) > free:
            return
        upper, rest = _split(cells, free, False, count)
        heights = row_heights(rest)
        if len(upper.heights) + len(heights) == rows and sum(heights) <= full:
            yield [upper, Segment(True, heights, [(cell, None) for cell in rest])]


def _cut_often(cells: Sequence[CellPart], room: float, full: float, new_page: bool) -> list[Segment]:
    """A group that is higher than a page, on as many as it needs; the first has so much room."""
    segments = list[Segment]()
    while cells:
        segment, cells = _split(cells, room, new_page, _fitting(cells, room))
        segments.append(segment)
        room, new_page = full, True
    return segments


def row_heights(cells: Sequence[CellPart]) -> list[float]:
    """The least heights of rows in which all cells show their text; what a merged cell lacks is shared by its rows."""
    heights = [0.0] * max((cell.end for cell in cells), default=0)
    for cell in sorted(cells, key=lambda cell: cell.rows):
        lack = cell.measure.height - sum(heights[cell.row : cell.end])
        for row in range(cell.row, cell.end) if lack > 0 else ():
            heights[row] += lack / cell.rows
    return heights


def _split(cells: Sequence[CellPart], room: float, new_page: bool, count: int) -> tuple[Segment, list[CellPart]]:
    """What the page shows, `count` rows that fit on it, and what is left for the next ones."""
    upper = _above(cells, count)
    steady = row_heights([cell for cell in upper if not cell.beside])
    heights = [height if height <= room else room * TORN for height in steady]
    below = sum(row_heights([cell for cell in cells if not cell.beside])[count:])
    wanted = max((cell.measure.height - below for cell in cells if cell.beside), default=0.0)
    stretch = max(min(wanted, room) - sum(heights), 0.0) / count
    heights = [height + stretch for height in heights]
    lines = {cell.mark: _lines_shown(cell, heights) for cell in upper}
    unfinished = any(cell.end <= count and lines[cell.mark] < len(cell.measure.lines) for cell in cells)
    segment = Segment(new_page, heights, [(cell, _end(cell, lines[cell.mark])) for cell in upper])
    return segment, [_rest(cell, lines, count - unfinished) for cell in cells if cell.end > count - unfinished]


def _fitting(cells: Sequence[CellPart], room: float) -> int:
    """How many rows the page holds, one at least; the last row waits for a text beside it that needs another page."""
    last, count = max(cell.end for cell in cells), 1
    steady = [cell for cell in cells if not cell.beside]
    while count < last and sum(row_heights(_above(steady, count + 1))) <= room:
        count += 1
    waits = count == last > 1 and any(cell.measure.height > room for cell in cells)
    return count - waits


def _above(cells: Sequence[CellPart], end: int) -> list[CellPart]:
    """The cells that begin above row `end`, cut off there."""
    return [cell if cell.end <= end else replace(cell, rows=end - cell.row) for cell in cells if cell.row < end]


def _lines_shown(cell: CellPart, heights: Sequence[float]) -> int:
    """How many lines stand in the rows of a cell: all of a label, and one line of a text at least."""
    lines = cell.measure.lines
    if not cell.flows:
        return len(lines)
    room, count = sum(heights[cell.row : cell.end]) - cell.measure.around + 0.01, 0
    while count < len(lines) and (room := room - lines[count][0]) >= 0:
        count += 1
    return max(count, min(1, len(lines)))


def _end(cell: CellPart, lines: int) -> int | None:
    if lines == len(cell.measure.lines):
        return None
    return cell.start + sum(characters for _, characters in cell.measure.lines[:lines])


def _rest(cell: CellPart, lines: Mapping[str, int], base: int) -> CellPart:
    """What is left of a cell below row `base`; rows are counted from there."""
    if cell.mark not in lines:
        return replace(cell, row=cell.row - base)
    count = lines[cell.mark] if cell.flows else 0
    note = () if cell.flows or cell.continued else cell.measure.lines[-1:]  # a label says that it goes on
    return replace(
        cell,
        row=max(cell.row - base, 0),
        rows=cell.end - max(cell.row, base),
        measure=replace(cell.measure, lines=cell.measure.lines[count:] + note),
        start=cell.start + sum(characters for _, characters in cell.measure.lines[:count]),
        continued=True,
    )
