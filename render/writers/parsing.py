"""HTML as templates make it → the tree that HTML's own rules make of it, by a shorter way.

WeasyPrint's parser follows all rules for whatever a text may hold, character by character in Python. Where every tag
has its end and stands where it may stand, they come down to one: what is written is what is there (HTML, 13.2.6).
"""

import re
from collections.abc import Mapping
from html import unescape
from xml.etree.ElementTree import Element, TreeBuilder


class Unusual(Exception):
    """Not as plain as it seemed."""


TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:[ \n\t]+[a-z][a-z0-9_-]*(?:=\"[^\"]*\")?)*)[ \n\t]*>")
ATTRIBUTE = re.compile(r"([a-z][a-z0-9_-]*)(?:=\"([^\"]*)\")?")
#: What would be changed on the way, or means more than itself.
ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|nbsp|#3[49]);)")
START = re.compile(r"<!DOCTYPE html>[ \n\t]*(?=<html)")
END = re.compile(r"([ \n\t]*)</body>([ \n\t]*)</html>([ \n\t]*)\Z")
RAW = ("style", "title")  # elements in which `<` is a character

VOID = frozenset(("br", "wbr", "img", "hr", "col", "meta"))
INLINE = frozenset(("a", "b", "br", "code", "em", "i", "img", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"))
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SECTIONS = ("article", "aside", "blockquote", "div", "figure", "footer", "header", "main", "nav", "section")
BLOCKS = frozenset((*SECTIONS, *HEADINGS, "dl", "hr", "ol", "p", "table", "ul"))
FLOW, ROWS, CELLS, ITEMS = INLINE | BLOCKS, frozenset(("tr",)), frozenset(("td", "th")), frozenset(("li",))
#: What may stand in an element, where that is not INLINE.
INSIDE: Mapping[str, frozenset[str]] = {
    "": frozenset(("html",)),
    "html": frozenset(("head", "body")),
    "head": frozenset(("meta", *RAW)),
    **dict.fromkeys(("body", "li", "td", "th", "dd", "figcaption", *SECTIONS), FLOW),
    "figure": FLOW | {"figcaption"},
    "ul": ITEMS,
    "ol": ITEMS,
    "dl": frozenset(("dt", "dd")),
    "table": frozenset(("caption", "colgroup", "thead", "tbody", "tfoot")),
    "colgroup": frozenset(("col",)),
    **dict.fromkeys(("thead", "tbody", "tfoot"), ROWS),
    "tr": CELLS,
}
#: Elements out of which text would be moved.
WORDLESS = frozenset(("", "html", "head", "table", "colgroup", "thead", "tbody", "tfoot", "tr"))


def parsed(html: str) -> Element | None:
    """The tree of a document; None where only all rules can tell."""
    start, end = START.match(html), END.search(html)
    if not (start and end) or ODD.search(html):
        return None
    try:
        return _Plain(html[: end.start()]).read(start.end(), "".join(end.groups()))
    except Unusual:
        return None


class _Plain:
    """One text, read: `open` are the elements that are not closed yet."""

    def __init__(self, html: str) -> None:
        self._html, self._open, self._builder = html, [""], TreeBuilder()
        self._parts = list[str]()  # of the root

    def read(self, place: int, rest: str) -> Element:
        """The tree of what begins at a place; the spaces behind its end are the body's (HTML, 13.2.6.4.19)."""
        html, size = self._html, len(self._html)
        while place < size:
            if html[place] == "<":
                place = self._tag(place)
            else:
                end = html.find("<", place) % (size + 1)
                self._text(html[place:end])
                place = end
        if self._open != ["", "html", "body"] or self._parts != ["head", "body"]:
            raise Unusual
        self._builder.data(rest)
        self._builder.end("body")
        self._builder.end("html")
        root: Element = self._builder.close()
        return root

    def _tag(self, place: int) -> int:
        """Read the tag at a place, with the text of an element that holds only text; where that ends."""
        match = TAG.match(self._html, place)
        if match is None:
            raise Unusual
        ends, name, attributes = match.groups()
        if ends:
            self._end(name, attributes)
        else:
            self._start(name, attributes)
        return self._raw(name, match.end()) if name in RAW and not ends else match.end()

    def _start(self, name: str, attributes: str) -> None:
        if name == "tr" and self._open[-1] == "table":
            self._start("tbody", "")
        around = self._open[-1]
        if name not in INSIDE.get(around, INLINE) or (name == "a" and "a" in self._open):
            raise Unusual
        if around == "html":
            self._parts.append(name)
        self._builder.start(name, _read(attributes) if attributes else {})
        if name in VOID:
            self._builder.end(name)
        else:
            self._open.append(name)

    def _end(self, name: str, attributes: str) -> None:
        if name == "table" and self._open[-1] == "tbody":
            self._end("tbody", "")
        if attributes or self._open.pop() != name:
            raise Unusual
        self._builder.end(name)

    def _raw(self, name: str, place: int) -> int:
        end = self._html.find("</", place)
        if end < 0 or not self._html.startswith(f"</{name}>", end) or "<!--" in self._html[place:end]:
            raise Unusual
        text = self._html[place:end]
        self._builder.data(unescape(text) if name == "title" else text)
        return end

    def _text(self, text: str) -> None:
        around = self._open[-1]
        if around in WORDLESS and text.strip(" \n\t"):
            raise Unusual
        if around != "html" or self._parts:  # before the head there is no place for spaces
            self._builder.data(unescape(text) if "&" in text else text)


def _read(attributes: str) -> dict[str, str]:
    pairs: list[tuple[str, str]] = ATTRIBUTE.findall(attributes)
    found = {name: unescape(value) for name, value in pairs}
    if len(found) < len(pairs):
        raise Unusual
    return found
