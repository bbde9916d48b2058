"""Style → WordprocessingML properties, as text, in the order that the schema demands (ECMA-376 Part 1, 17.3 and 17.4).

Twips are twentieths of a point; font sizes are half points; border sizes eighths of a point.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from xml.sax.saxutils import escape

from render.page import Edge, Style

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = f'xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}"'
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # for XML 1.0, 2.2
PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SERIF = "宋体"
GENERIC = {
    "serif": SERIF,
    "sans-serif": "黑体",
    "monospace": "仿宋",
    "cursive": "楷体",
    "fantasy": SERIF,
    "system-ui": "黑体",
}
ALIGN = {"left": "left", "start": "left", "right": "right", "end": "right", "center": "center", "justify": "both"}
LINE = {"solid": "single", "dashed": "dashed", "dotted": "dotted", "double": "double"}
CELL_ALIGN = {"middle": "center", "bottom": "bottom"}
SIDES = ("top", "left", "bottom", "right")  # the order of w:pBdr, w:tcBorders and w:tcMar


def twips(points: float) -> int:
    """Points → twentieths of a point."""
    return round(points * 20)


def quoted(text: str) -> str:
    """Text made safe inside a double-quoted attribute."""
    return escape(text, {'"': "&quot;"})


@dataclass(frozen=True, slots=True)
class Letters:
    """The part of a style that belongs to a run (w:rPr)."""

    font_family: tuple[str, ...]
    font_size: float
    font_weight: int
    font_style: str
    color: str
    letter_spacing: float
    text_decoration: str
    vertical_align: str
    background_color: str | None

    @classmethod
    @lru_cache(maxsize=4096)
    def of(cls, style: Style, inline: bool = False) -> "Letters":
        """The letters of a style; position and background count only for an inline element."""
        values = {field.name: getattr(style, field.name) for field in fields(cls)}
        if not inline or values["vertical_align"] not in ("sub", "super"):
            values["vertical_align"] = "baseline"
        return cls(**values if inline else {**values, "background_color": None})


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on the sheet that paragraphs are taken to (w:framePr); points from the paper's edge."""

    x: float
    y: float | None  # None = on the bottom edge of the text block
    width: float


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """The part of a style that belongs to a paragraph (w:pPr); lengths in points."""

    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    frame: Frame | None = None
    widow_control: bool = True
    borders: tuple[tuple[str, Edge, float], ...] = ()
    fill: str | None = None
    before: float = 0.0
    after: float = 0.0
    pitch: float | None = None
    left: float = 0.0
    right: float = 0.0
    indent: float = 0.0
    align: str = "left"


@lru_cache(maxsize=4096)
def run_properties(letters: Letters, base: Letters | None = None) -> str:
    """The children of w:rPr that make `letters` out of `base`; all of them without a base."""
    return "".join(
        write(letters) for name, write in RUN_PARTS if base is None or getattr(letters, name) != getattr(base, name)
    )


def _fonts(families: tuple[str, ...]) -> str:
    name = quoted(first_font(families))
    return f'<w:rFonts w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def first_font(families: tuple[str, ...]) -> str:
    """The font that Word is told: the first that is a real name, or what a generic name stands for."""
    return next((name for name in families if name not in GENERIC), GENERIC.get(families[0], SERIF))


def _switch(name: str, on: bool) -> str:
    return f"<w:{name}/>" if on else f'<w:{name} w:val="0"/>'


def _bold(letters: Letters) -> str:
    return _switch("b", letters.font_weight >= 600) + _switch("bCs", letters.font_weight >= 600)


def _size(letters: Letters) -> str:
    size = max(round(letters.font_size * 2), 1)
    return f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _shade(color: str | None) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{color or "auto"}"/>'


UNDERLINES = {"underline": "single"}
SCRIPTS = {"sub": "subscript", "super": "superscript", "baseline": "baseline"}
RUN_PARTS: tuple[tuple[str, Callable[[Letters], str]], ...] = (
    ("font_family", lambda letters: _fonts(letters.font_family)),
    ("font_weight", _bold),
    ("font_style", lambda letters: _switch("i", letters.font_style != "normal")),
    ("text_decoration", lambda letters: _switch("strike", letters.text_decoration == "line-through")),
    ("color", lambda letters: f'<w:color w:val="{letters.color}"/>'),
    ("letter_spacing", lambda letters: f'<w:spacing w:val="{twips(letters.letter_spacing)}"/>'),
    ("font_size", _size),
    ("text_decoration", lambda letters: f'<w:u w:val="{UNDERLINES.get(letters.text_decoration, "none")}"/>'),
    ("background_color", lambda letters: _shade(letters.background_color)),
    ("vertical_align", lambda letters: f'<w:vertAlign w:val="{SCRIPTS[letters.vertical_align]}"/>'),
)


@lru_cache(maxsize=4096)
def paragraph_properties(lines: ParagraphFormat, base: ParagraphFormat | None = None) -> str:
    """The children of w:pPr between w:pStyle and w:rPr that make `lines` out of `base`; all of them without a base."""
    return "".join(
        write(lines)
        for names, write in PARAGRAPH_PARTS
        if base is None or any(getattr(lines, name) != getattr(base, name) for name in names)
    )


def _border(side: str, edge: Edge, space: float) -> str:
    # w:sz counts eighths of a point (2 to 96), w:space whole points (0 to 31): ECMA-376 Part 1, 17.3.4.
    size, gap = min(max(round(edge.width * 8), 2), 96), min(round(space), 31)
    return f'<w:{side} w:val="{LINE[edge.line]}" w:sz="{size}" w:space="{gap}" w:color="{edge.color}"/>'


def _spacing(lines: ParagraphFormat) -> str:
    pitch = f' w:line="{twips(lines.pitch)}" w:lineRule="exact"' if lines.pitch else ' w:line="240" w:lineRule="auto"'
    return f'<w:spacing w:before="{twips(lines.before)}" w:after="{twips(lines.after)}"{pitch}/>'


def _indents(lines: ParagraphFormat) -> str:
    kind, width = ("hanging", -lines.indent) if lines.indent < 0 else ("firstLine", lines.indent)
    return f'<w:ind w:left="{twips(lines.left)}" w:right="{twips(lines.right)}" w:{kind}="{twips(width)}"/>'


def _frame(lines: ParagraphFormat) -> str:
    frame = lines.frame
    if frame is None:
        return ""
    down = 'w:vAnchor="margin" w:yAlign="bottom"' if frame.y is None else f'w:vAnchor="page" w:y="{twips(frame.y)}"'
    return (
        f'<w:framePr w:w="{twips(frame.width)}" w:hSpace="0" w:vSpace="0" w:wrap="through"'
        f' w:hAnchor="page" w:x="{twips(frame.x)}" {down}/>'
    )


def _borders(lines: ParagraphFormat) -> str:
    edges = {side: f'<w:{side} w:val="nil"/>' for side in SIDES}
    edges |= {border[0]: _border(*border) for border in lines.borders}
    return f"<w:pBdr>{''.join(edges.values())}</w:pBdr>"


PARAGRAPH_PARTS: tuple[tuple[tuple[str, ...], Callable[[ParagraphFormat], str]], ...] = (
    (("keep_next",), lambda lines: _switch("keepNext", lines.keep_next)),
    (("keep_lines",), lambda lines: _switch("keepLines", lines.keep_lines)),
    (("page_break",), lambda lines: _switch("pageBreakBefore", lines.page_break)),
    (("frame",), _frame),
    (("widow_control",), lambda lines: _switch("widowControl", lines.widow_control)),
    (("borders",), _borders),
    (("fill",), lambda lines: _shade(lines.fill)),
    # No gaps of Word's own between Chinese and Latin, or a line would no longer hold its 28 characters.
    ((), lambda lines: _switch("autoSpaceDE", False) + _switch("autoSpaceDN", False)),
    (("before", "after", "pitch"), _spacing),
    (("left", "right", "indent"), _indents),
    (("align",), lambda lines: f'<w:jc w:val="{ALIGN[lines.align]}"/>'),
)


def borders_of(style: Style) -> tuple[tuple[str, Edge, float], ...]:
    """The borders of a block with the padding inside each, as `Lines.borders` wants them."""
    sides = ((side, getattr(style, f"border_{side}"), getattr(style, f"padding_{side}")) for side in SIDES)
    return tuple((side, edge, padding) for side, edge, padding in sides if edge)


def edges_xml(edges: tuple[Edge, ...]) -> str:
    """Borders of a table or a cell, in the order of SIDES; one that is missing is written as none."""
    return "".join(
        _border(side, edge, 0) if edge else f'<w:{side} w:val="nil"/>' for side, edge in zip(SIDES, edges, strict=True)
    )


@lru_cache(maxsize=1024)
def margins_xml(style: Style) -> str:
    """The padding of a cell."""
    paddings = ((side, twips(getattr(style, f"padding_{side}"))) for side in SIDES)
    return "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in paddings)


def edges_of(style: Style) -> tuple[Edge, ...]:
    """The borders of a cell in the order of SIDES."""
    return tuple(getattr(style, f"border_{side}") for side in SIDES)
