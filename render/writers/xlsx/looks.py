"""Computed style → the cell formats of a workbook, each made once."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle, DifferentialStyleList
from openpyxl.styles.stylesheet import write_stylesheet
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.xml.functions import tostring

from render.page import Edge, Style

HORIZONTAL: Mapping[str, Any] = {"center": "center", "right": "right", "end": "right"}
VERTICAL: Mapping[str, Any] = {"top": "top", "bottom": "bottom"}
RAISED: Mapping[str, Any] = {"sub": "subscript", "super": "superscript"}
#: CSS line → the Excel line up to 1 pt, up to 2 pt, above.
LINES: Mapping[str, Any] = {
    "solid": ("thin", "medium", "thick"),
    "dashed": ("dashed", "mediumDashed", "mediumDashed"),
    "dotted": ("dotted", "mediumDashDot", "mediumDashDot"),
    "double": ("double", "double", "double"),
}
CHINESE = 134  #: the GB2312 character set: a missing face is replaced by a Chinese one

MEMO = 256  # formats that all workbooks of a process share; openpyxl never changes one that is in use
STEPS = 512  # from some formats to one more; a workbook takes about thirty
COLLECTIONS = ("_fonts", "_fills", "_borders", "_alignments", "_protections", "_number_formats")

Edges = tuple[Edge, Edge, Edge, Edge]


@dataclass(frozen=True, slots=True)
class Extra:
    """What a cell's format has beyond its own style; `edges` are top, right, bottom, left."""

    edges: Edges
    fill: str | None = None
    format: str = "General"
    unlocked: bool = False
    quoted: bool = False


class SequencedFont(Font):
    """A font whose elements stand in the order that the Open XML SDK wants; openpyxl's is that of no schema."""

    __nested__ = Font.__nested__
    __elements__ = (
        *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color"),
        *("name", "family", "charset", "scheme"),
    )


class StyledBook(Workbook):
    """A workbook whose formats `Looks` has: it knows which of them its cells and its conditions use."""

    def _setup_styles(self) -> None:
        self._cell_styles, self._differential_styles = IndexedList([StyleArray()]), DifferentialStyleList()


class Looks:
    """The formats of one workbook; its Normal style is the style of the page's body.

    Workbooks of a template ask for nearly the same ones in the same order: each step from some formats to one more is
    taken once for all, and so is their XML.
    """

    def __init__(self, normal: Style) -> None:
        self.normal = normal
        self._formats: dict[tuple[int, Extra], StyleArray] = {}
        self._known = _begun(normal)

    def of(self, style: Style, extra: Extra) -> StyleArray:
        """The format of a cell."""
        key = (id(style), extra)  # the page shares the Style of equal cells and outlives this
        found = self._formats.get(key)
        if found is None:
            self._known, found = _with(self._known, style, extra)
            self._formats[key] = found
        return found

    def xml(self, book: Any) -> bytes:
        """The part of a workbook that says how its cells look."""
        return _xml(self._known, tuple(book._cell_styles), tuple(book._differential_styles.styles))


@lru_cache(MEMO)
def _begun(normal: Style) -> Any:
    """openpyxl's workbook that knows no other format than Normal."""
    known: Any = Workbook()
    font = _font(normal)
    known._fonts = IndexedList([font])  # the first font is the workbook's own
    known._named_styles["Normal"].font = font
    return known


@lru_cache(STEPS)
def _with(known: Any, style: Style, extra: Extra) -> tuple[Any, StyleArray]:
    """One like a workbook that knows one more format, and this format."""
    more = copy(known)
    for name in COLLECTIONS:
        setattr(more, name, _copied(getattr(known, name)))
    cell: Any = Cell(SimpleNamespace(parent=more), 1, 1)  # type: ignore[arg-type]  # it asks its sheet for nothing else
    cell.font = _font(style)
    cell.alignment = alignment_of(style)
    cell.border = border_of(extra.edges)
    if extra.fill:
        cell.fill = _solid(extra.fill)
    cell.number_format = extra.format
    if extra.unlocked:
        cell.protection = Protection(locked=False)
    cell.quotePrefix = extra.quoted
    return more, cell._style


def _copied(known: Any) -> Any:
    """The same list, without looking at what is in it."""
    more: Any = IndexedList()
    more.extend(known)
    more._dict = dict(known._dict)
    more.clean = known.clean
    return more


@lru_cache(MEMO)
def _xml(known: Any, cells: tuple[StyleArray, ...], conditions: tuple[DifferentialStyle, ...]) -> bytes:
    used = copy(known)
    used._cell_styles, used._differential_styles = IndexedList(cells), DifferentialStyleList(list(conditions))
    xml: bytes = tostring(write_stylesheet(used))
    return xml


@lru_cache(MEMO)
def _font(style: Style) -> SequencedFont:
    return SequencedFont(**font_of(style))


@lru_cache(MEMO)
def _solid(color: str) -> PatternFill:
    return PatternFill("solid", fgColor=opaque(color))


def font_of(style: Style) -> dict[str, Any]:
    """The font, as openpyxl's Font takes it; the first family of the list is the one that an office has."""
    return {
        "name": next(iter(style.font_family), "宋体"),
        "charset": CHINESE,
        "sz": style.font_size,
        "b": style.font_weight >= 600,
        "i": style.font_style != "normal",
        "u": "single" if style.text_decoration == "underline" else None,
        "strike": style.text_decoration == "line-through" or None,
        "color": None if style.color == "000000" else opaque(style.color),
    }


def opaque(color: str) -> str:
    """RRGGBB as Excel writes it, with the alpha that some viewers take seriously."""
    return f"FF{color}"


def inline_font(style: Style) -> InlineFont:
    """The font of a piece of text in a cell."""
    font = font_of(style)
    return InlineFont(rFont=font.pop("name"), vertAlign=RAISED.get(style.vertical_align), **font)


def indent_of(style: Style) -> int:
    """A left padding of whole ems as Excel's indent."""
    return int(style.padding_left / style.font_size) if style.text_align not in HORIZONTAL else 0


@lru_cache(MEMO)
def alignment_of(style: Style) -> Alignment:
    """How a cell's text lies; text that may wrap does."""
    return Alignment(
        horizontal=HORIZONTAL.get(style.text_align, "left"),
        vertical=VERTICAL.get(style.vertical_align, "center"),
        wrap_text=style.white_space not in ("nowrap", "pre"),
        indent=indent_of(style),
    )


@lru_cache(MEMO)
def border_of(edges: Edges) -> Border:
    """The border of a cell."""
    top, right, bottom, left = map(_side, edges)
    return Border(top=top, right=right, bottom=bottom, left=left)


def _side(edge: Edge) -> Side:
    if not edge:
        return Side()
    thin, medium, thick = LINES[edge.line]
    return Side(thin if edge.width <= 1 else medium if edge.width <= 2 else thick, opaque(edge.color))


@lru_cache(MEMO)
def conditional(style: Style, normal: Style) -> DifferentialStyle:
    """What a class changes, for a conditional format: colour, weight, fill."""
    changed = SequencedFont(
        color=opaque(style.color) if style.color != normal.color else None,
        b=style.font_weight >= 600 if style.font_weight != normal.font_weight else None,
    )
    fill = PatternFill(bgColor=opaque(style.background_color)) if style.background_color else None
    return DifferentialStyle(font=changed, fill=fill)
