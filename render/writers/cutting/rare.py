"""Rare characters in a page → the same page with lines of even height: another face lends them, leading and all.

WeasyPrint sets what two faces share in one line box, whose base line is that of the taller face.
"""

from collections.abc import Iterator

from lxml import etree

from render.page import Page
from render.page.drawings import DRAWING
from render.rare import rare_characters
from render.writers.cutting.tables import serialized

NAME = "生僻字"
#: A box without height stands in any line without making it higher (CSS 2.1, 10.8.1).
RULE = f"\n.{NAME} {{ line-height: 0 }}"
SILENT = (DRAWING, "script", "style", "template")


def level_lines(page: Page) -> Page:
    """The page with each run of rare characters in an element of its own; the same page where there is none."""
    if not rare_characters().search(page.html):
        return page
    root = etree.HTML(page.html)
    for element in [each for body in root.iterfind("body") for each in _shown(body)]:
        for child in list(element):
            _put(element, child, *_split(child.tail))
        _put(element, None, *_split(element.text))
    return Page(serialized(root), page.css + RULE)


def _shown(element: etree._Element) -> Iterator[etree._Element]:
    """An element and those in it whose text is printed."""
    if isinstance(element.tag, str) and element.tag not in SILENT:
        yield element
        for child in element:
            yield from _shown(child)


def _split(text: str | None) -> tuple[str, list[etree._Element]]:
    """The text before the first rare character, and an element for each run with what follows it."""
    first, *rest = rare_characters().split(text or "")
    made = list[etree._Element]()
    for rare, after in zip(rest[::2], rest[1::2], strict=True):
        span = etree.Element("span", {"class": NAME})
        span.text, span.tail = rare, after
        made.append(span)
    return first, made


def _put(parent: etree._Element, before: etree._Element | None, text: str, spans: list[etree._Element]) -> None:
    """Put a text and elements behind a child, or at the beginning."""
    if not spans:
        return
    if before is None:
        parent.text = text
    else:
        before.tail = text
    at = 0 if before is None else parent.index(before) + 1
    parent[at:at] = spans
