"""A laid-out table → how high each of its cells must be, line by line, all in points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from render.page.measure import Measure

PX = 0.75  # WeasyPrint counts in CSS pixels

#: Marks an element in the page that is measured, so that its box can be found.
MARK = "data-n"


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """One table: where it begins on its page, the height of its header, its columns' widths, its body cells by mark."""

    top: float
    head: float
    widths: tuple[float, ...]
    cells: Mapping[str, Measure]


def measure_tables(pages: Any) -> dict[str, MeasuredTable]:
    """The marked tables of laid-out pages, by mark; each must stand whole on one page."""
    return {
        box.element.get(MARK): _table(box, page.margin_top + page.border_top_width + page.padding_top)
        for page in (page._page_box for page in pages)
        for box in _boxes(page)
        if type(box).__name__ == "TableBox" and box.element is not None and box.element.get(MARK)
    }


def _boxes(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child
        yield from _boxes(child)


def _table(table: Any, page_top: float) -> MeasuredTable:
    groups = [group for group in table.children if group.element_tag == "thead"]
    cells = {
        box.element.get(MARK): _cell(box)
        for box in _boxes(table)
        if type(box).__name__ == "TableCellBox" and box.element.get(MARK)
    }
    widths = tuple(width * PX for width in table.column_widths)
    return MeasuredTable((table.position_y - page_top) * PX, sum(group.height for group in groups) * PX, widths, cells)


def _cell(cell: Any) -> Measure:
    lines = [box for box in _boxes(cell) if type(box).__name__ == "LineBox"]
    # Not cell.padding_top: the layout adds to it what moves the text to the middle.
    padding = sum(cell.style[f"padding_{side}"].value for side in ("top", "bottom"))
    around = padding + cell.border_top_width + cell.border_bottom_width
    return Measure(around * PX, tuple((line.height * PX, _count(line)) for line in lines))


def _count(line: Any) -> int:
    return sum(len("".join(box.text.split())) for box in _boxes(line) if type(box).__name__ == "TextBox")
