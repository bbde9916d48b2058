"""A `Section` of a Word file: its paper, its grid, its headers and footers."""

from dataclasses import dataclass

from render.standard.clauses import Margins
from render.standard.docx.package import Element, Package, attributes, child, children, name_of, value
from render.standard.docx.units import amount, millimetres, points
from render.standard.page import PrintedPage

KINDS = ("default", "even", "first")


@dataclass(frozen=True, slots=True)
class DocumentGrid:
    """How the document grid widens characters and lines, in pt; 0 and None = it does not."""

    character: float = 0.0
    line: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """`feet` and `heads` have a part for each of KINDS that there is; `foot` = from the paper's lower edge, mm."""

    page: PrintedPage
    grid: DocumentGrid
    first_differs: bool
    new_page: bool
    heads: dict[str, Element]
    feet: dict[str, Element]


def read_sections(package: Package, elements: list[Element]) -> list[Section]:
    """One for each sectPr; what a section does not say about its headers it has from the one before."""
    sections: list[Section] = []
    heads: dict[str, Element] = {}
    feet: dict[str, Element] = {}
    for element in elements:
        heads = heads | _parts(package, element, "headerReference")
        feet = feet | _parts(package, element, "footerReference")
        sections.append(_section(element, f"第{len(sections) + 1}节", heads, feet))
    return sections


def _section(element: Element, name: str, heads: dict[str, Element], feet: dict[str, Element]) -> Section:
    return Section(
        page=_page(element, name),
        grid=_grid(child(element, "docGrid")),
        first_differs=_first_differs(element),
        new_page=value(child(element, "type")) != "continuous",
        heads=heads,
        feet=feet,
    )


def _first_differs(element: Element) -> bool:
    switch = child(element, "titlePg")
    return switch is not None and value(switch, default="1") not in ("0", "false", "off")


def _page(element: Element, name: str) -> PrintedPage:
    size = attributes(found) if (found := child(element, "pgSz")) is not None else {}
    edges = attributes(found) if (found := child(element, "pgMar")) is not None else {}
    gutter = millimetres(edges.get("gutter")) or 0.0
    top, right, bottom, left = (millimetres(edges.get(side)) for side in ("top", "right", "bottom", "left"))
    margins = Margins(
        top=None if top is None else abs(top),  # negative = exact, whatever the header's height
        right=right,
        bottom=None if bottom is None else abs(bottom),
        left=None if left is None else left + gutter,
    )
    return PrintedPage(name, millimetres(size.get("w")) or 215.9, millimetres(size.get("h")) or 279.4, margins)


def _grid(element: Element | None) -> DocumentGrid:
    kind = value(element, "type")
    line = points(value(element, "linePitch")) if kind in ("lines", "linesAndChars", "snapToChars") else None
    wider = amount(value(element, "charSpace")) / 4096 if kind in ("linesAndChars", "snapToChars") else 0.0
    return DocumentGrid(wider, line or None)


def _parts(package: Package, element: Element, kind: str) -> dict[str, Element]:
    found = {}
    for reference in children(element, kind):
        # `type` and `id` are the only two attributes; the id's namespace is another one.
        part = package.by_id(package.main, value(reference, "id"))
        if part is not None and name_of(part) in ("hdr", "ftr"):
            found[value(reference, "type", "default")] = part
    return found
