"""HTML with merged tables → the same with each table cut into pages: laid out once to measure, then rewritten."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from itertools import chain
from typing import Any

from lxml import etree

from render.page import Grid, Page, read_grid
from render.page.drawings import DRAWING
from render.page.excerpt import Nodes
from render.page.paginate import CellPart, Segment, is_merged, paginate, read_groups
from render.writers.cutting.measure import MARK, MeasuredTable, measure_tables
from render.writers.cutting.specimens import Unlike, is_even, measure_specimens

NEW_PAGE = "break-before: page"  # in the style of a row group
EVEN = 0.01  # pt, by which heights may differ that are the same
TALL = 1_000_000  # pt, the height of the sheet on which tables are measured whole


class Elements(Nodes[etree._Element]):
    """Elements of a page's HTML; what is put together of their parts takes these away from them."""

    def tag(self, node: etree._Element) -> str:
        """The name of an element."""
        return str(node.tag)

    def parts(self, node: etree._Element) -> Sequence[etree._Element | str]:
        """What an element holds, without comments."""
        if node.tag == DRAWING:
            return []
        found = chain([node.text], *((child, child.tail) for child in node))
        return [part for part in found if part is not None and not isinstance(part, etree._Comment)]

    def holding(self, node: etree._Element, parts: Sequence[etree._Element | str]) -> etree._Element:
        """An element like another that holds something else."""
        made = etree.Element(node.tag, dict(node.attrib))
        for part in parts:
            if not isinstance(part, str):
                part.tail = None
                made.append(part)
            elif len(made):
                made[-1].tail = (made[-1].tail or "") + part
            else:
                made.text = (made.text or "") + part
        return made

    def note(self, cell: etree._Element, text: str) -> etree._Element:
        """A note in the style that the class has."""
        note = etree.Element("span", {"class": "续"})
        note.text = text
        return note


def cut_tables(page: Page, lay_out: Callable[[str, str], Any]) -> str:
    """The HTML of a page, its tables with merged body cells cut where pages end.

    `lay_out(html, css)` gives WeasyPrint's pages. A page without such a table is returned as it is, not laid out.
    """
    root = etree.HTML(page.html)
    boxes = (box for box in page.body.inside if box.tag == "table")
    pairs = zip(root.iter("table"), boxes, strict=True)
    read = [(table, read_grid(box), page.sheet.paper(box.style.page)) for table, box in pairs]
    tables = [table for table in read if is_merged(table[1])]
    if not tables:
        return page.html
    for number, (table, grid, paper) in enumerate(tables):
        _mark(table, str(number))
        if _is_given(grid):
            # WeasyPrint would try every text to find what the stylesheet says anyway: a third of the time.
            _fix_columns(table, grid.widths(paper.text_width))
    measured = _measured(page, tables, lambda: lay_out(serialized(root), page.css + _endless(page)))
    for number, (table, grid, paper) in enumerate(tables):
        if str(number) in measured:
            _cut(table, grid, measured[str(number)], paper.text_height)
    return serialized(root)


def _measured(page: Page, tables: Sequence[Any], lay_out: Callable[[], Any]) -> dict[str, MeasuredTable]:
    """The marked tables, by mark; `lay_out` lays out the page that they are in."""
    table, grid, _ = tables[0]
    if len(tables) == 1 and page.sheet.is_plain and grid.head and is_even(grid) and _is_fixed(grid):
        with suppress(Unlike):
            return measure_specimens(table, grid, lay_out)
    return measure_tables(lay_out())


def _is_fixed(grid: Grid) -> bool:
    """Whether no column is as wide as its texts want (CSS 2.1, 17.5.2.1)."""
    style = grid.box.style
    return _is_given(grid) or (style.table_layout == "fixed" and style.width is not None)


def _is_given(grid: Grid) -> bool:
    """Whether the stylesheet says how wide each column is."""
    return all(column and column.style.width is not None for column in grid.columns)


def serialized(root: etree._Element) -> str:
    """A document as HTML."""
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
    placed = paginate(groups, first, full - measured.head)
    if placed and placed[0][0].new_page:  # WeasyPrint takes no notice of it on a first row group
        _add_style(table, "break-before: page")
    for body, segments in zip(bodies, placed, strict=True):
        rows = body.findall("tr")
        for segment in segments:
            part = etree.Element("tbody", dict(body.attrib))
            part.extend(_rows(segment, elements, rows))
            _add_style(part, f"{NEW_PAGE}; break-inside: avoid" if segment.new_page else "break-inside: avoid")
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
    for number, (height, cells) in enumerate(zip(segment.heights, segment.rows, strict=True)):
        row = etree.Element("tr", dict(rows[min(number, len(rows) - 1)].attrib))
        _add_style(row, "break-inside: avoid")
        fills = any(cell.rows == 1 and end is None and cell.measure.height > height - EVEN for cell, end in cells)
        for cell, end in cells:
            shown = _shown(elements[int(cell.mark)], cell, end)
            if cell.rows == 1 and not fills:  # WeasyPrint takes no notice of the height of a row, only of its cells'
                _add_style(shown, f"height: {height - cell.measure.around:.2f}pt")
            row.append(shown)
        yield row


def _shown(element: etree._Element, cell: CellPart, end: int | None) -> etree._Element:
    """A copy of a cell with the text that stands on this page."""
    copy = deepcopy(element)
    copy.tail = None
    del copy.attrib[MARK]
    if cell.continued:
        copy.attrib.pop("id", None)  # links lead to the first piece
    copy.set("rowspan", str(cell.rows))
    shown = Elements().shown(copy, cell, end)
    if cell.continued and shown.tag == "th":
        _add_style(shown, "bookmark-level: none")  # the first piece has it
    return shown


def _add_style(element: etree._Element, style: str) -> None:
    own = re.sub(r";?\s*$", "", element.get("style", ""))
    element.set("style", f"{own}; {style}" if own else style)
