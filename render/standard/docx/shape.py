"""Drawn lines (DrawingML and VML) and paragraph borders → strokes."""

from collections.abc import Iterator
from typing import NamedTuple

from render.standard.clauses import POINT
from render.standard.docx.cascade import Props
from render.standard.docx.frame import Region
from render.standard.docx.package import Element, child, name_of, value
from render.standard.docx.units import EMU, amount, colour, points
from render.standard.page import PrintedPage
from render.standard.stroke import DOUBLE, SINGLE, THICK_THIN, THIN_THICK, Stroke

_LINES = ("line", "straightConnector1")
_LINE_TYPE = "_x0000_t32"  # VML's name for a straight connector
_THINNEST = 1.0  # mm: a rectangle lower than this is a line
TURNS = {"vert": 90, "eaVert": 90, "vert270": 270}  # ECMA-376 Part 1, 20.1.10.83
_COMPOUND = {"dbl": DOUBLE, "thickThin": THICK_THIN, "thinThick": THIN_THICK, "thinThin": DOUBLE, "tri": DOUBLE}
_NO_BORDER = ("nil", "none", "")


class Spot(NamedTuple):
    """Where a shape hangs: `low` = in a footer, so in the lower half if it does not say otherwise."""

    page: PrintedPage
    low: bool


class Corner(NamedTuple):
    """Of a shape, in mm from the paper's left and upper edges."""

    left: float | None
    right: float | None
    top: float | None


# ---- borders ----


def border_strokes(props: Props, frame: Region, spot: Spot, height: float) -> Iterator[Stroke]:
    """The lines above and below a paragraph; both on one empty paragraph of a frame make one double line."""
    above, below = (props.get(f"pBdr.{side}", {}) for side in ("top", "bottom"))
    sides = [side for side in (above, below) if side.get("val", "") not in _NO_BORDER]
    if len(sides) == 2 and frame.floats:
        thick, thin = (amount(side.get("sz")) for side in sides)
        yield _border(sides[0], frame, spot, frame.top, _order(thick, thin))
        return
    for side in sides:
        top = frame.top if side is above or frame.top is None else frame.top + height
        yield _border(side, frame, spot, top, _border_pattern(side["val"]))


def _border(side: dict[str, str], frame: Region, spot: Spot, top: float | None, pattern: str) -> Stroke:
    place = Corner(frame.left, frame.right, top)
    return _stroke(spot, colour(side.get("color")), pattern, place)


def _border_pattern(kind: str) -> str:
    """Word names them from the outside in, as on a top border: `thickThinSmallGap` is thick over thin."""
    if kind.startswith("thickThin"):
        return THICK_THIN
    if kind.startswith("thinThick"):
        return THIN_THICK
    return DOUBLE if kind in ("double", "triple") else SINGLE


def _order(upper: float, lower: float) -> str:
    return THICK_THIN if upper > lower else THIN_THICK if upper < lower else DOUBLE


# ---- drawings ----


def drawn_strokes(shape: Element, spot: Spot) -> Iterator[Stroke]:
    """The level lines in a drawing, a picture or an object."""
    for each in shape.iter():
        name = name_of(each)
        if name in ("anchor", "inline"):
            yield from _drawn(each, spot)
        elif name == "line" or (name in ("shape", "rect") and _LINE_TYPE in (value(each, "type"), name)):
            yield from _vector(each, spot)


def text_boxes(shape: Element) -> Iterator[Element]:
    """What is written inside a shape."""
    return (each for each in shape.iter() if name_of(each) == "txbxContent")


def turn_of(box: Element) -> int:
    """By how many degrees clockwise the text of a text box is turned."""
    holder = box.getparent()
    shape = None if holder is None else holder.getparent()
    if shape is None:
        return 0
    drawn = TURNS.get(value(child(shape, "bodyPr"), "vert"), 0)
    flow = dict(_pairs(value(holder, "style")))  # of VML
    if flow.get("layout-flow", "").startswith("vertical"):
        return 270 if flow.get("mso-layout-flow-alt") == "bottom-to-top" else 90
    return drawn


def region_of(box: Element, page: PrintedPage) -> Region | None:
    """Where a text box stands that is turned by 90°, on the sheet held upright; None where that is not known."""
    anchor = next((each for each in box.iterancestors() if name_of(each) == "anchor"), None)
    size = child(anchor, "extent")
    width, height = (amount(value(size, side)) / EMU for side in ("cx", "cy"))
    if anchor is None:
        return None
    left, top = _offset(anchor, "positionH", page, width), _offset(anchor, "positionV", page, height)
    if left is None or top is None:
        return None
    return Region(top, top + height, page.width - left - width, floats=True)


def _drawn(anchor: Element, spot: Spot) -> Iterator[Stroke]:
    size = child(anchor, "extent")
    width, height = (amount(value(size, side)) / EMU for side in ("cx", "cy"))
    for properties in anchor.iter():
        if name_of(properties) == "spPr" and _is_line(properties, height) and width > height:
            left = _offset(anchor, "positionH", spot.page, width)
            top = _offset(anchor, "positionV", spot.page, height)
            pen = child(properties, "ln")
            fill = child(properties, "solidFill") if pen is None else child(pen, "solidFill")
            place = Corner(left, None if left is None else left + width, top)
            pattern = _COMPOUND.get(value(pen, "cmpd"), SINGLE)
            yield _stroke(spot, colour(value(child(fill, "srgbClr"))), pattern, place)


def _is_line(properties: Element, height: float) -> bool:
    form = value(child(properties, "prstGeom"), "prst")
    return form in _LINES or (form == "rect" and height < _THINNEST)


def _offset(anchor: Element, axis: str, page: PrintedPage, length: float) -> float | None:
    position = child(anchor, axis)
    start = _origin(value(position, "relativeFrom"), axis, page)
    align, offset = child(position, "align"), child(position, "posOffset")
    if start is None:
        return None
    if align is not None:
        return _aligned((align.text or "").strip(), start, length)
    return start[0] + amount(offset.text if offset is not None else None) / EMU


def _origin(relative: str, axis: str, page: PrintedPage) -> tuple[float, float] | None:
    """From where to where the thing reaches that a shape is placed on."""
    if axis == "positionH":
        return (0.0, page.width) if relative == "page" else (page.left, page.right)
    top = page.margins.top or 0.0
    return {"page": (0.0, page.height), "topMargin": (0.0, top), "margin": (top, page.bottom)}.get(relative)


def _aligned(align: str, reach: tuple[float, float], length: float) -> float | None:
    low, high = reach
    return {"left": low, "top": low, "center": (low + high - length) / 2, "right": high - length}.get(align)


def _vector(line: Element, spot: Spot) -> Iterator[Stroke]:
    style = dict(_pairs(value(line, "style")))
    start, end = (_point(value(line, name)) for name in ("from", "to"))
    x = _plain(style.get("margin-left", style.get("left"))) + start[0]
    y = _plain(style.get("margin-top", style.get("top"))) + start[1]
    width = abs(end[0] - start[0]) or _plain(style.get("width"))
    if abs(end[1] - start[1]) > width:
        return
    on_paper = style.get("mso-position-horizontal-relative") == "page"
    left = (0.0 if on_paper else spot.page.left) + x * POINT
    top = _vector_top(style.get("mso-position-vertical-relative", ""), y * POINT, spot.page)
    if style.get("mso-position-horizontal") == "center":
        left = (spot.page.width if on_paper else spot.page.middle * 2) / 2 - width * POINT / 2
    pattern = _COMPOUND.get(value(child(line, "stroke"), "linestyle"), SINGLE)
    place = Corner(left, left + width * POINT, top)
    yield _stroke(spot, colour(value(line, "strokecolor")), pattern, place)


def _vector_top(relative: str, y: float, page: PrintedPage) -> float | None:
    return {"page": y, "margin": (page.margins.top or 0.0) + y}.get(relative)


def _pairs(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, _, each = declaration.partition(":")
        yield name.strip(), each.strip()


def _point(text: str) -> tuple[float, float]:
    x, _, y = text.partition(",")
    return _plain(x), _plain(y)


def _plain(text: str | None) -> float:
    return points(text, 0.75) or 0.0  # a bare number is a CSS pixel


def _stroke(spot: Spot, colour: str, pattern: str, place: Corner) -> Stroke:
    low = spot.low if place.top is None else place.top > spot.page.height / 2
    return Stroke(spot.page, colour, low, pattern, place.left, place.right, place.top, place.top)
