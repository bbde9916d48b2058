"""A table → how high its cells must be, with only one cell of each kind laid out: of the others only the text counts.

Where no selector asks for more than elements and classes, and all borders are equally thick, two cells of one column
with the same attributes differ in nothing but their text. WeasyPrint's own line breaker says how many lines that takes.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from render.page import Grid
from render.page.measure import Measure
from render.page.paginate import body_cells
from render.page.style import Style
from render.writers.cutting.measure import (
    MARK,
    PX,
    MeasuredTable,
    around,
    boxes_in,
    count,
    marked,
    measure_tables,
    texts,
)

#: Attributes that no plain selector sees, and that make no difference to a cell that stands alone.
SILENT = frozenset(("id", "rowspan", "scope", "headers", MARK))
SPACES = re.compile(r"[ \n\r\t\f]+")
#: What breaks a line, or a word, otherwise than at its end.
BREAKS = re.compile(r"[\n\r\t\f\v\xad\x85\u2028\u2029]")


class Unlike(Exception):
    """A cell is not what its kind seemed to be: the table is to be laid out whole."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """A body cell: its element, and its lines where nothing is in it but text and line breaks."""

    element: etree._Element
    column: int
    lines: tuple[str, ...] | None

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(self.lines or ())

    @property
    def mark(self) -> str:
        """The mark by which its measure is asked for."""
        return str(self.element.get(MARK))


def is_even(grid: Grid) -> bool:
    """Whether no border in a table is thicker than another, so that it matters to no cell what stands around it."""
    cells = {width for _, line in grid.lines for cell in line for width in _edges(cell.box.style)}
    others = [grid.box, *grid.groups, *(row for row, _ in grid.lines), *filter(None, grid.columns)]
    return len(cells) == 1 and cells | {0.0} >= {width for box in others for width in _edges(box.style)}


def _edges(style: Style) -> set[float]:
    edges = (style.border_top, style.border_right, style.border_bottom, style.border_left)
    return {edge.width if edge else 0.0 for edge in edges}


def measure_specimens(table: etree._Element, grid: Grid, lay_out: Callable[[], Any]) -> dict[str, MeasuredTable]:
    """What `measure_tables` says of the only marked table of a page; `lay_out` lays out the page as it is then.

    Raises Unlike where only the whole table can tell.
    """
    kinds = _kinds(table, grid)
    bodies, specimens = table.findall("tbody"), [_alone(samples[0].element, samples[0].column) for samples in kinds]
    _replace(table, bodies, specimens)
    try:
        pages = lay_out()
    finally:
        _replace(table, specimens, bodies)
    boxes = [box for page in pages for box in boxes_in(page._page_box)]
    if any(marked(box, "TableBox") and box.style["table_layout"] != "fixed" for box in boxes):
        raise Unlike  # its columns are as wide as their texts want
    cells = {mark: box for box in boxes if (mark := marked(box, "TableCellBox"))}
    return {mark: replace(found, cells=_cells(kinds, cells, found)) for mark, found in measure_tables(pages).items()}


def _replace(table: etree._Element, old: Sequence[etree._Element], new: Sequence[etree._Element]) -> None:
    place = table.index(old[0])
    for body in old:
        table.remove(body)
    table[place:place] = new


def _kinds(table: etree._Element, grid: Grid) -> list[list[_Sample]]:
    """The body cells together with those that need the same room around their text, one with a text first.

    No other is like one that holds more than text.
    """
    kinds = dict[Any, list[_Sample]]()
    elements = (cell for row in table.iterfind("tbody/tr") for cell in row if cell.tag in ("td", "th"))
    for element, cell in zip(elements, body_cells(grid), strict=True):
        sample = _Sample(element, cell.column, _lines(element, cell.box.style))
        alone = cell.row if sample.lines is None else None
        kinds.setdefault((cell.column, cell.columns, element.tag, alone, *_attributes(element)), []).append(sample)
    return [sorted(samples, key=lambda sample: not sample.text) for samples in kinds.values()]


def _attributes(cell: etree._Element) -> Iterator[frozenset[tuple[str, str]]]:
    """What a cell, its row and its row group say of themselves."""
    row: Any = cell.getparent()
    for element in (cell, row, row.getparent()):
        yield frozenset((name, value) for name, value in element.items() if name not in SILENT)


def _lines(cell: etree._Element, style: Style) -> tuple[str, ...] | None:
    """The texts that line breaks part in a cell, white space collapsed; None where there is more in it."""
    if style.white_space not in ("normal", "pre-wrap") or style.text_indent:
        return None
    if any(child.tag != "br" or child.attrib or child.text for child in cell):
        return None
    texts = [cell.text or "", *(child.tail or "" for child in cell)]
    if style.white_space == "normal":
        texts = [SPACES.sub(" ", text) for text in texts]
    if any(BREAKS.search(text) or (text and not text.strip()) for text in texts):
        return None
    return tuple(texts)


def _alone(cell: etree._Element, place: int) -> etree._Element:
    """A row group with this cell alone, in its column."""
    row: Any = cell.getparent()
    body = etree.Element("tbody", dict(row.getparent().attrib))
    line = etree.SubElement(body, "tr", dict(row.attrib))
    if place:
        etree.SubElement(line, cell.tag, {**cell.attrib, "colspan": str(place)}).attrib.pop(MARK)
    copy = deepcopy(cell)
    copy.tail = None
    copy.attrib.pop("rowspan", None)
    line.append(copy)
    return body


def _cells(kinds: Sequence[Sequence[_Sample]], boxes: Mapping[str, Any], found: MeasuredTable) -> dict[str, Measure]:
    """The measure of every cell, by mark."""
    cells = dict[str, Measure]()
    for samples in kinds:
        first = samples[0]
        known = {first.lines: found.cells[first.mark]}
        box = boxes[first.mark]
        if first.text:
            _examine(box, first)
        for sample in samples:
            if sample.lines not in known:
                known[sample.lines] = Measure(around(box), tuple(_broken(sample.lines or (), box)))
            cells[sample.mark] = known[sample.lines]
    return cells


def _examine(box: Any, sample: _Sample) -> None:
    """Raises Unlike where a cell shows more or less than its text, or a line breaker would need to know more."""
    style = box.style
    usual = style["direction"] == "ltr" and style["hyphens"] != "auto" and style["text_transform"] == "none"
    if not usual or "".join("".join(texts(box)).split()) != "".join(sample.text.split()):
        raise Unlike


def _broken(lines: Sequence[str], box: Any) -> Iterator[tuple[float, int]]:
    """The lines of a cell like the one in `box` that holds texts parted by line breaks: heights, characters."""
    from weasyprint.text.line_break import strut

    style = next(inner for inner in boxes_in(box) if type(inner).__name__ == "TextBox").style
    left = box.content_box_x()
    width = (left + box.width) - left
    room = (left + width) * (1 + 1e-9) - left  # as WeasyPrint counts, to the last digit
    for number, text in enumerate(lines, 1):
        if text:
            yield from _wrapped(text, style, room, number < len(lines))
        elif number < len(lines):
            yield strut(style)[0] * PX, 0


def _wrapped(text: str, style: Any, room: float, is_broken: bool) -> Iterator[tuple[float, int]]:
    """The lines that a text fills; behind it may stand a line break."""
    from weasyprint.text.line_break import split_first_line, strut

    pitch, base = strut(style)
    while text:
        if style["white_space"] == "normal":
            text = text.lstrip(" ")
        layout, _, rest, width, height, baseline = split_first_line(text, style, None, room, 0)
        if rest is None and is_broken and width > room:
            raise Unlike  # WeasyPrint looks for a place where to break before the line break
        shift = abs(baseline + (pitch - height) / 2 - base)  # of the base line, where another face lends characters
        yield (pitch + shift) * PX, count(layout.text)
        text = "" if rest is None else text.encode()[rest:].decode()
