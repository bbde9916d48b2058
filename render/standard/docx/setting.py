"""A `Setting`: how a paragraph's lines are set, in pt, from its computed properties."""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from render.standard.clauses import POINT
from render.standard.docx.cascade import Props, on
from render.standard.docx.frame import Region
from render.standard.docx.section import DocumentGrid
from render.standard.docx.units import amount, points
from render.standard.paragraph import Extent

_NATURAL = 1.3  # the height of a line that is set solid, in sizes
_AUTO = 14.0  # pt: Word's automatic space between paragraphs
_NARROW = ("Na", "N", "H")


@dataclass(frozen=True, slots=True)
class Setting:
    """`size` is that of the text, `advance` what one full-width character takes."""

    size: float
    advance: float
    pitch: float
    exact: bool
    before: float
    after: float
    first: float
    start: float
    end: float
    align: str


def setting_of(props: Props, size: float, spacing: float, grid: DocumentGrid) -> Setting:
    """Everything that the lines of a paragraph depend on."""
    snap = "snapToGrid" not in props or on(props, "snapToGrid")
    advance = size + spacing + (grid.character if snap else 0.0)
    space, indent = props.get("spacing", {}), props.get("ind", {})
    unit = grid.line or 12.0 * _NATURAL
    return Setting(
        size=size,
        advance=advance,
        pitch=_pitch(space, size, grid.line if snap else None),
        exact=space.get("lineRule") == "exact",
        before=_space(space, "before", unit),
        after=_space(space, "after", unit),
        first=_indent(indent, "firstLine", advance) - _indent(indent, "hanging", advance),
        start=_indent(indent, "left", advance) or _indent(indent, "start", advance),
        end=_indent(indent, "right", advance) or _indent(indent, "end", advance),
        align=props.get("jc", {}).get("val", "left"),
    )


def _pitch(space: dict[str, str], size: float, grid: float | None) -> float:
    rule, line = space.get("lineRule", "auto"), space.get("line")
    natural = size * _NATURAL
    if grid:
        natural = math.ceil(natural / grid - 0.05) * grid
    fixed = points(line)
    if rule == "exact" and fixed:
        return fixed
    if rule == "atLeast" and fixed:
        return max(fixed, natural)
    return natural * (amount(line, 240) / 240 or 1.0)


def _space(space: dict[str, str], side: str, unit: float) -> float:
    if space.get(f"{side}Autospacing", "0") in ("1", "true", "on"):
        return _AUTO
    lines = amount(space.get(f"{side}Lines"))
    return lines / 100 * unit if lines else points(space.get(side)) or 0.0


def _indent(indent: dict[str, str], side: str, advance: float) -> float:
    characters = amount(indent.get(f"{side}Chars"))
    return characters / 100 * advance if characters else points(indent.get(side)) or 0.0


def width_of(character: str, advance: float, size: float) -> float:
    """What a character takes, in pt; half-width characters half their size and the tightening."""
    if character in "\n\f\t":
        return 0.0
    return advance - size / 2 if unicodedata.east_asian_width(character) in _NARROW else advance


def lines_of(text: str, setting: Setting, frame: Region) -> tuple[Extent, ...]:
    """Break a text into lines as Word would, but for its finer rules, and place what is visible of each."""
    inner = frame.narrowed(setting.start * POINT, setting.end * POINT)
    rows = _rows(text, setting, (inner.right - inner.left) / POINT)
    return tuple(_place(row, setting, inner, setting.first if first else 0.0) for first, row in rows if row.strip())


def _rows(text: str, setting: Setting, measure: float) -> Iterator[tuple[bool, str]]:
    row, used, first = "", setting.first, True
    for character in text.replace("\f", "\n"):
        width = width_of(character, setting.advance, setting.size)
        full = used + width > measure + setting.size / 4 and row
        if character == "\n" or full:
            yield first, row
            row, used, first = "", 0.0, False
        if character != "\n":
            row, used = row + character, used + width
    yield first, row


def _place(row: str, setting: Setting, frame: Region, first: float) -> Extent:
    before, after = (_width(text, setting) * POINT for text in _edges(row))
    width = _width(row, setting) * POINT
    left = frame.left + first * POINT
    if setting.align in ("right", "end"):
        left = frame.right - width
    elif setting.align == "center":
        left = (left + frame.right - width) / 2
    return Extent(left + before, left + width - after)


def _edges(row: str) -> tuple[str, str]:
    """The spaces before and after what is visible of a line."""
    return row[: len(row) - len(row.lstrip())], row[len(row.rstrip()) :]


def _width(row: str, setting: Setting) -> float:
    return sum(width_of(each, setting.advance, setting.size) for each in row)
