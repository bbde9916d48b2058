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
        mark: _table(box, page.margin_top + page.border_top_width + page.padding_top)
        for page in (page._page_box for page in pages)
        for box in boxes_in(page)
        if (mark := marked(box, "TableBox"))
    }


def boxes_in(box: Any) -> Iterator[Any]:
    """All boxes in a laid-out box."""
    for child in getattr(box, "children", ()):
        yield child
        yield from boxes_in(child)


def marked(box: Any, kind: str) -> str | None:
    """The mark of the element of a box of this kind."""
    return box.element.get(MARK) if type(box).__name__ == kind and box.element is not None else None


def _table(table: Any, page_top: float) -> MeasuredTable:
    groups = [group for group in table.children if group.element_tag == "thead"]
    cells = {mark: _cell(box) for box in boxes_in(table) if (mark := marked(box, "TableCellBox"))}
    widths = tuple(width * PX for width in table.column_widths)
    return MeasuredTable((table.position_y - page_top) * PX, sum(group.height for group in groups) * PX, widths, cells)


def _cell(cell: Any) -> Measure:
    lines = [box for box in boxes_in(cell) if type(box).__name__ == "LineBox"]
    return Measure(around(cell), tuple((line.height * PX, count("".join(texts(line)))) for line in lines))


def around(cell: Any) -> float:
    """The height of a cell above and below its text."""
    # Not cell.padding_top: the layout adds to it what moves the text to the middle.
    padding = sum(cell.style[f"padding_{side}"].value for side in ("top", "bottom"))
    return float(padding + cell.border_top_width + cell.border_bottom_width) * PX


def texts(box: Any) -> Iterator[str]:
    """The texts in a box, as they stand in its lines."""
    return (inner.text for inner in boxes_in(box) if type(inner).__name__ == "TextBox")


def count(text: str) -> int:
    """The number of characters that are no space."""
    return len("".join(text.split()))
