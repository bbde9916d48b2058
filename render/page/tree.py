"""A page as the writers see it: boxes with computed style, and the runs of text in a block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree

from render.page.drawings import DRAWING, PICTURES, drawing_source
from render.page.sheet import StyledElement, Stylesheet, read_sheet
from render.page.style import Style

SPACE = re.compile(r"[ \t\n\r\f]+")
BLANK = re.compile(r"[ \t\r\f]+")
BREAK = re.compile(r"[ \t\r\f]*\n[ \t\r\f]*")
RAISED = ("sub", "super")
OBJECT = "\ufffc"  # stands for a picture in a line of text
INLINE = ("inline", "inline-block")
PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


@dataclass(slots=True)
class Box:
    """An element: its tag, attributes and style, and what it holds, in order."""

    tag: str
    attributes: dict[str, str]
    style: Style
    children: list["Box | str"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names in its class attribute."""
        return self.attributes.get("class", "").split()

    @property
    def is_inline(self) -> bool:
        """Whether it stands in a line of text."""
        return self.style.display in INLINE

    @property
    def boxes(self) -> Iterator["Box"]:
        """The elements that it holds directly."""
        return (child for child in self.children if isinstance(child, Box))

    @property
    def inside(self) -> Iterator["Box"]:
        """The elements that stand in it, at whatever depth, in their order."""
        for child in self.boxes:
            yield child
            yield from child.inside

    @property
    def text(self) -> str:
        """All its text, as it reads on the page, lines joined by \\n."""
        return "".join(run.text for run in read_runs(self))


class Run(NamedTuple):
    """A piece of text of one style, inside the innermost element `box`; "\\n" is a line break."""

    text: str
    style: Style
    box: Box


@dataclass(frozen=True)
class Page:
    """One document as HTML and CSS texts; the tree and the stylesheet are made when first asked for."""

    html: str
    css: str

    @cached_property
    def sheet(self) -> Stylesheet:
        """The stylesheet, shared by all pages with the same CSS."""
        return read_sheet(self.css)

    @property
    def body(self) -> Box:
        """The body and all that is displayed in it."""
        return self._read.body

    @property
    def title(self) -> str:
        """The text of <title>."""
        return self._read.title

    @property
    def metadata(self) -> dict[str, str]:
        """Each <meta name content>, in the head or, from a template, in the body."""
        return self._read.metadata

    @cached_property
    def _read(self) -> "_Read":
        """All that is wanted of the elements, which take as much memory as the boxes and are not kept."""
        root = etree.fromstring(self.html.encode(), PARSER)
        inner, known = self.sheet.inner(self.sheet.root(root), root), dict[str, str]()
        body = next(_box(node, place, self.sheet, known) for node, place in inner if node.tag == "body")
        metadata = {m.get("name", ""): m.get("content", "") for m in root.iterfind(".//meta[@name]")}
        return _Read(body, (root.findtext("head/title") or "").strip(), metadata)


class _Read(NamedTuple):
    """What a page's HTML says."""

    body: Box
    title: str
    metadata: dict[str, str]


def _box(node: etree._Element, place: StyledElement, sheet: Stylesheet, known: dict[str, str]) -> Box:
    """The box of an element; `known` holds the texts so far, each of which is kept once."""
    attributes = {known.setdefault(key, key): known.setdefault(text, text) for key, text in node.items()}
    box = Box(known.setdefault(tag := str(node.tag), tag), attributes, place.style)
    if node.tag == DRAWING:
        box.attributes["svg"] = drawing_source(node)
        return box
    if node.text:
        box.children.append(known.setdefault(node.text, node.text))
    for child, inner in sheet.inner(place, node):
        if inner.style.display != "none":
            box.children.append(_box(child, inner, sheet, known))
        if child.tail:
            box.children.append(known.setdefault(child.tail, child.tail))
    return box


def read_runs(box: Box) -> list[Run]:
    """The text in a block as runs, white space collapsed (CSS Text 3, 4.1), empty runs left out."""
    runs = list[Run]()
    at_space = True
    for run in _raw_runs(box, box.style):
        if run.text == "\n" and run.box.tag == "br":
            runs, at_space = [*_stripped(runs), run], True
            continue
        text = _collapsed(run)
        if run.style.white_space in ("normal", "nowrap", "pre-line"):
            if at_space:
                text = text.removeprefix(" ")
            at_space = text.endswith((" ", "\n")) if text else at_space
        else:
            at_space = False
        if text:
            runs.append(Run(text, run.style, run.box))
    return _stripped(runs)


def _raw_runs(box: Box, style: Style) -> Iterator[Run]:
    for child in box.children:
        if isinstance(child, str):
            yield Run(child, style, box)
        elif child.tag == "br":
            yield Run("\n", style, child)
        elif child.tag in PICTURES:
            yield Run(OBJECT, style, child)
        else:
            yield from _raw_runs(child, _within(style, child.style) if box.is_inline else child.style)


def _within(outer: Style, inner: Style) -> Style:
    """An inline element stands on the raised line and on the background of the one around it."""
    kept: dict[str, Any] = {}
    if outer.vertical_align in RAISED and inner.vertical_align not in RAISED:
        kept["vertical_align"] = outer.vertical_align
    if outer.background_color and not inner.background_color:
        kept["background_color"] = outer.background_color
    return replace(inner, **kept) if kept else inner


def _collapsed(run: Run) -> str:
    match run.style.white_space:
        case "pre" | "pre-wrap":
            return run.text
        case "pre-line":
            return BLANK.sub(" ", BREAK.sub("\n", run.text))
        case _:
            return SPACE.sub(" ", run.text)


def _stripped(runs: list[Run]) -> list[Run]:
    """The runs without a space at the end of the line."""
    if runs and runs[-1].text.endswith(" ") and runs[-1].style.white_space not in ("pre", "pre-wrap"):
        last = runs[-1]
        text = last.text[:-1]
        return [*runs[:-1], Run(text, last.style, last.box)] if text else _stripped(runs[:-1])
    return runs
