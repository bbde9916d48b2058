"""The elements of a page: rows with more or fewer cells than their table, tables in cells, classes of no stylesheet."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from render.check.markup import MarkupFault
from render.documents.marking import PLACE
from render.nearest import Nearest
from render.page import Box, Grid, Page, read_grid

COMMENT = re.compile(r"/\*.*?\*/", re.S)
SCRIPT = re.compile(r"<script\b.*?</script>", re.S)
CLASS = re.compile(r"\.([^\W\d][\w-]*)")


def box_faults(page: Page, formats: tuple[str, ...], source: Callable[[str], str]) -> Iterator[MarkupFault]:
    """What is wrong with the elements of a marked page that is to become files of these formats.

    `source` gives the template's text at a place: a class that does not stand there comes from the plan, and may be
    one that only some tasks have.
    """
    known = frozenset(CLASS.findall(COMMENT.sub("", page.css)))
    yield from _Look(formats, known, page.html, source, Nearest(known)).at(page.body, in_cell=False)


@dataclass(slots=True)
class _Look:
    formats: tuple[str, ...]
    classes: Collection[str]
    html: str
    source: Callable[[str], str]
    nearest: Nearest

    def at(self, box: Box, in_cell: bool) -> Iterator[MarkupFault]:
        """What is wrong with an element and all in it."""
        place = box.attributes.get(PLACE, "")
        if box.tag != "body":
            yield from self._classes(box, place)
        if box.tag == "table":
            yield from _row_faults(read_grid(box))
            if in_cell and "xlsx" in self.formats:
                yield MarkupFault(
                    place, "Excel 印不出格子里的表，里面的文字会连在一起", "把里面的表移到外面，或合并成一张表"
                )
        for child in box.boxes:
            yield from self.at(child, in_cell or box.tag in ("td", "th"))

    def _classes(self, box: Box, place: str) -> Iterator[MarkupFault]:
        for name in box.classes:
            if name not in self.classes and name in self.source(place) and not self._is_scripts(name):
                yield MarkupFault(place, f"样式表里没有“.{name}”", self.nearest.hint(name) or "在样式表里写上，或删去")

    def _is_scripts(self, name: str) -> bool:
        """Whether a script of the page speaks of a class."""
        return any(name in script for script in SCRIPT.findall(self.html))


def _row_faults(grid: Grid) -> Iterator[MarkupFault]:
    """Rows that reach beyond the columns that <col> or else the first row counts."""
    declared = sum(column is not None for column in grid.columns)
    wanted = declared or max((cell.column + cell.columns for cell in grid.lines[0][1]), default=0) if grid.lines else 0
    for row, cells in grid.lines:
        reach = max((cell.column + cell.columns for cell in cells), default=0)
        if wanted and reach > wanted:
            told = "列（<col>）" if declared else "列（第一行）"
            message = f"这一行排到第 {reach} 列，表只有 {wanted} {told}"
            place = row.attributes.get(PLACE) or next((c.box.attributes.get(PLACE, "") for c in cells), "")
            yield MarkupFault(place, message, "核对 <td> 的个数、colspan 和 rowspan")
