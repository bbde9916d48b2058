"""HTML with merged tables → the same with each table cut into pages: laid out once to measure, then rewritten."""

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree

from render.page import Box, Grid, Page, read_grid
from render.page.paginate import CONTINUED, CellPart, Segment, is_merged, paginate, read_groups
from render.writers.pdf.measure import MARK, MeasuredTable, measure_tables

TALL = 1_000_000  # pt, the height of the sheet on which tables are measured whole


def cut_tables(page: Page, lay_out: Callable[[str, str], Any]) -> str:
    """The HTML of a page, its tables with merged body cells cut where pages end.

    `lay_out(html, css)` gives WeasyPrint's pages. A page without such a table is returned as it is, not laid out.
    """
    root = etree.HTML(page.html)
    boxes = (box for box in _inside(page.body) if box.tag == "table")
    pairs = zip(root.iter("table"), boxes, strict=True)
    read = [(table, read_grid(box), page.sheet.paper(box.style.page)) for table, box in pairs]
    tables = [table for table in read if is_merged(table[1])]
    if not tables:
        return page.html
    for number, (table, grid, paper) in enumerate(tables):
        _mark(table, str(number))
        if all(column and column.style.width is not None for column in grid.columns):
            # WeasyPrint would try every text to find what the stylesheet says anyway: a third of the time.
            _fix_columns(table, grid.widths(paper.text_width))
    measured = measure_tables(lay_out(_text(root), page.css + _endless(page)))
    for number, (table, grid, paper) in enumerate(tables):
        if str(number) in measured:
            _cut(table, grid, measured[str(number)], paper.text_height)
    return _text(root)


def _inside(box: Box) -> Iterator[Box]:
    for child in box.boxes:
        yield child
        yield from _inside(child)


def _text(root: etree._Element) -> str:
    return "<!DOCTYPE html>\n" + etree.tostring(root, encoding="unicode", method="html")


def _endless(page: Page) -> str:
    """CSS that makes every sheet so high that no table is cut."""
    papers = {name: page.sheet.paper(name) for name in page.sheet.page_names}
    names = {name: "" if name == "auto" else name for name in papers}
    return "".join(f"\n@page {names[n]} {{ size: {paper.width}pt {TALL}pt }}" for n, paper in papers.items())


def _mark(table: etree._Element, mark: str) -> None:
    table.set(MARK, mark)
    for number, cell in enumerate(_body_cells(table)):
        cell.set(MARK, f"{mark}.{number}")


def _body_cells(table: etree._Element) -> Iterator[etree._Element]:
    for row in table.iterfind("tbody/tr"):
        yield from (cell for cell in row if cell.tag in ("td", "th"))


def _cut(table: etree._Element, grid: Grid, measured: MeasuredTable, full: float) -> None:
    """Put in place of each row group one for every page on which it stands."""
    _fix_columns(table, measured.widths)
    elements = list(_body_cells(table))
    groups = read_groups(grid, [measured.cells[element.get(MARK, "")] for element in elements], full)
    first = full - measured.top % full - measured.head
    bodies = table.findall("tbody")
    for body, segments in zip(bodies, paginate(groups, first, full - measured.head), strict=True):
        rows = body.findall("tr")
        for segment in segments:
            part = etree.Element("tbody", dict(body.attrib))
            part.extend(_rows(segment, elements, rows))
            _add_style(part, "break-inside: avoid" + ("; break-before: page" if segment.new_page else ""))
            body.addprevious(part)
        table.remove(body)


def _fix_columns(table: etree._Element, widths: Sequence[float]) -> None:
    """Keep the columns as they were measured, whatever text stands on which page."""
    for columns in [*table.findall("colgroup"), *table.findall("col")]:
        table.remove(columns)
    group = etree.Element("colgroup")
    for width in widths:
        etree.SubElement(group, "col", {"style": f"width: {width:.3f}pt"})
    caption = table.find("caption")
    table.insert(0 if caption is None else table.index(caption) + 1, group)
    _add_style(table, f"table-layout: fixed; width: {sum(widths):.3f}pt")


def _rows(
    segment: Segment, elements: Sequence[etree._Element], rows: Sequence[etree._Element]
) -> Iterator[etree._Element]:
    """The rows of one segment as new elements."""
    for number, height in enumerate(segment.heights):
        row = etree.Element("tr", dict(rows[min(number, len(rows) - 1)].attrib))
        _add_style(row, "break-inside: avoid")
        for cell, end in sorted((p for p in segment.cells if p[0].row == number), key=lambda piece: piece[0].column):
            shown = _shown(elements[int(cell.mark)], cell, end)
            if cell.rows == 1:  # WeasyPrint takes no notice of the height of a row, only of its cells'
                _add_style(shown, f"height: {height - cell.measure.around:.2f}pt")
            row.append(shown)
        yield row


def _shown(element: etree._Element, cell: CellPart, end: int | None) -> etree._Element:
    """A copy of a cell with the text that stands on this page."""
    copy = deepcopy(element)
    copy.tail = None
    del copy.attrib[MARK]
    copy.set("rowspan", str(cell.rows))
    if cell.flows and (cell.start or end is not None):
        _keep(copy, cell.start, end)
    if cell.continued and copy.tag == "th":
        etree.SubElement(copy, "span", {"class": "续"}).text = CONTINUED
        _add_style(copy, "bookmark-level: none")  # the first piece has it
    return copy


def _keep(element: etree._Element, start: int, end: int | None) -> None:
    """Leave only the characters from `start` to `end` in an element, spaces not counted."""
    seen = 0

    def kept(text: str | None) -> str:
        nonlocal seen
        result = ""
        for char in text or "":
            inside = start <= seen and (end is None or seen < end)
            seen += not char.isspace()
            result += char if inside else ""
        return result

    def walk(node: etree._Element) -> None:
        node.text = kept(node.text)
        for child in node:
            walk(child)
            child.tail = kept(child.tail)

    walk(element)


def _add_style(element: etree._Element, style: str) -> None:
    own = re.sub(r";?\s*$", "", element.get("style", ""))
    element.set("style", f"{own}; {style}" if own else style)
