"""A table element → its grid: columns with widths, and each cell with the rows and columns that it spans."""

from collections.abc import Iterator
from dataclasses import dataclass

from render.page.style import Percent
from render.page.tree import Box


@dataclass(slots=True)
class Cell:
    """A cell, where its top left corner stands (from 0), and how far it reaches."""

    box: Box
    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Grid:
    """A table: `lines` are its <tr>, each with the cells that start there; the first `head` lines are its header."""

    box: Box
    columns: list[Box | None]
    lines: list[tuple[Box, list[Cell]]]
    groups: list[Box]
    head: int

    def widths(self, available: float) -> list[float]:
        """The width of each column in points: as given, the rest shared; scaled down to `available` if wider."""
        available = max(available, 0.0)
        given = [_width(column, available) for column in self.columns]
        missing = given.count(None)
        rest = max(available - sum(width for width in given if width), 0.0)
        widths = [rest / missing if width is None else width for width in given]
        scale = min(1.0, available / (sum(widths) or 1.0))
        return [width * scale for width in widths]


def _width(column: Box | None, available: float) -> float | None:
    width = column.style.width if column else None
    return available * width / 100 if isinstance(width, Percent) else width


def read_grid(table: Box) -> Grid:
    """Read the rows of a table; a span never reaches past its row group (HTML, 4.9.12)."""
    groups = list(_groups(table))
    lines = list[tuple[Box, list[Cell]]]()
    owners = list[Box]()
    for group, rows in groups:
        first = len(lines)
        lines += _place(rows, first)
        owners += [group] * len(rows)
    head = sum(len(rows) for group, rows in groups if group.tag == "thead")
    cells = [cell for _, line in lines for cell in line]
    columns = list[Box | None](_columns(table))
    columns += [None] * (max((c.column + c.columns for c in cells), default=0) - len(columns))
    return Grid(table, columns, lines, owners, head)


def _groups(table: Box) -> Iterator[tuple[Box, list[Box]]]:
    """Each row group with its rows, the header first; rows outside a group form one of their own."""
    groups = list[tuple[Box, list[Box]]]()
    for child in table.boxes:
        if child.tag in GROUPS:
            groups.append((child, [row for row in child.boxes if row.tag == "tr"]))
        elif child.tag == "tr":
            if not groups or groups[-1][0] is not table:
                groups.append((table, []))
            groups[-1][1].append(child)
    yield from sorted(groups, key=lambda group: GROUPS.get(group[0].tag, 1))


GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}  # the order in which they are printed
WIDEST = 1000  # columns that one cell may span (HTML, 4.9.11)


def _columns(table: Box) -> Iterator[Box]:
    for child in table.boxes:
        if child.tag == "colgroup":
            yield from _columns(child)
        elif child.tag == "col":
            yield from [child] * _columns_spanned(child, "span")


def _span(box: Box, name: str) -> int:
    value = box.attributes.get(name, "").strip()
    return int(value[:5]) if value.isascii() and value.isdigit() else 1


def _columns_spanned(box: Box, name: str) -> int:
    return min(max(_span(box, name), 1), WIDEST)


def _place(rows: list[Box], first: int) -> Iterator[tuple[Box, list[Cell]]]:
    taken = dict[int, int]()  # column → the row at which it is free again
    for offset, row in enumerate(rows):
        line, column = list[Cell](), 0
        for box in row.boxes:
            while taken.get(column, 0) > offset:
                column += 1
            below = len(rows) - offset
            height = min(_span(box, "rowspan") or below, below)
            cell = Cell(box, first + offset, column, height, _columns_spanned(box, "colspan"))
            for spanned in range(column, column + cell.columns):
                taken[spanned] = max(taken.get(spanned, 0), offset + height)
            line.append(cell)
            column += cell.columns
        yield row, line
