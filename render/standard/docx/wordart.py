"""Old WordArt, a text along a shape's path → spans: offices draw their mark with it."""

from collections.abc import Iterator

from render.standard.docx.package import Element, child, value
from render.standard.docx.units import colour, points
from render.standard.paragraph import Span

DEFAULT_SIZE = 36.0  # pt, where WordArt does not say its own


def word_art(shape: Element) -> Iterator[Span]:
    """The texts drawn in a shape, in the colour that it is filled with."""
    for drawn in shape.iter():
        path = child(drawn, "textpath")
        if path is not None and value(path, "string").strip():
            style = dict(_declarations(value(path, "style")))
            size = points(style.get("font-size"), 1.0) or DEFAULT_SIZE
            yield Span(value(path, "string"), style.get("font-family", ""), size, _fill(drawn))


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, _, each = declaration.partition(":")
        yield name.strip(), each.strip().strip("\"'")


def _fill(drawn: Element) -> str:
    fill = value(drawn, "fillcolor") or value(child(drawn, "fill"), "color")
    return colour(fill)
