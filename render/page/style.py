"""The computed style of one element, and how each CSS property's value becomes a field of it.

Lengths are in points, colours are RRGGBB. The tables at the end are the whole list of what is supported.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from math import isfinite
from operator import attrgetter
from typing import Any

from tinycss2.ast import DimensionToken, FunctionBlock, IdentToken, Node, NumberToken, PercentageToken, StringToken
from tinycss2.color4 import parse_color

POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0}
SIDES = ("top", "right", "bottom", "left")
LONGEST = 1584.0  # 22 inches, the longest that Word prints


class Kind(float):
    """A number that equals only one of its own kind, so that no cache takes 50 % for 50 pt."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and float(self) == float(other)

    def __hash__(self) -> int:
        return hash((type(self), float(self)))


class Percent(Kind):
    """A share of the width at hand, in percent."""


class Ratio(Kind):
    """A line height given as a multiple of the font size; inherited as the multiple (CSS 2.1, 10.8.1)."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One border: width in points, CSS line style, colour."""

    width: float = 0.0
    line: str = "none"
    color: str = ""

    def __bool__(self) -> bool:
        return self.line not in ("none", "hidden") and self.width > 0


NO_EDGE = Edge()


@dataclass(frozen=True, slots=True)
class Style:
    """Computed values; those before `display` are inherited."""

    font_family: tuple[str, ...] = ("宋体",)
    font_size: float = 12.0
    font_weight: int = 400
    font_style: str = "normal"
    color: str = "000000"
    line_height: float | Ratio | None = None
    letter_spacing: float = 0.0
    text_align: str = "left"
    text_indent: float = 0.0
    white_space: str = "normal"
    border_collapse: str = "separate"
    orphans: int = 2
    widows: int = 2
    page: str = "auto"
    text_decoration: str = "none"  # CSS hands it on by other means, to the same effect (Text Decoration 3, 2)

    display: str = "inline"
    width: float | Percent | None = None
    height: float | None = None
    margin_top: float = 0.0
    margin_right: float = 0.0
    margin_bottom: float = 0.0
    margin_left: float = 0.0
    padding_top: float = 0.0
    padding_right: float = 0.0
    padding_bottom: float = 0.0
    padding_left: float = 0.0
    border_top: Edge = NO_EDGE
    border_right: Edge = NO_EDGE
    border_bottom: Edge = NO_EDGE
    border_left: Edge = NO_EDGE
    vertical_align: str = "baseline"
    background_color: str | None = None
    break_before: str = "auto"
    break_after: str = "auto"
    break_inside: str = "auto"
    position: str = "static"
    top: float | None = None
    right: float | None = None
    bottom: float | None = None
    left: float | None = None
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(ALL(self)))

    def __hash__(self) -> int:
        """Counted once: a document looks up its styles hundreds of times."""
        return self._hash

    @property
    def line_pitch(self) -> float | None:
        """The distance of two base lines in points; None = the font's own."""
        height = self.line_height
        return min(self.font_size * height, LONGEST) if isinstance(height, Ratio) else height

    def child(self) -> "Style":
        """What an element in this one starts from: inherited values kept, the others initial."""
        return Style(*(getattr(self, name) for name in INHERITED))


INHERITED = tuple(field.name for field in fields(Style))[: [f.name for f in fields(Style)].index("display")]
ALL = attrgetter(*(field.name for field in fields(Style) if field.compare))
INITIAL = Style()

Tokens = Sequence[Node]
Value = Any
Parser = Callable[[Tokens, float], Value]
NUMBERS = (NumberToken, PercentageToken, DimensionToken)


class Unsupported(ValueError):
    """The value is not one that the writers can print."""


def _text(tokens: Tokens) -> str:
    return " ".join(token.serialize() for token in tokens)


def _length(token: Node, em: float) -> float:
    if isinstance(token, NumberToken) and token.value == 0:
        return 0.0
    if isinstance(token, DimensionToken):
        unit = {**POINTS, "em": em}.get(token.lower_unit)
        if unit is not None and isfinite(token.value):
            return min(max(float(token.value * unit), -LONGEST), LONGEST)
    raise Unsupported(token.serialize())


def _positive(parse: Parser) -> Parser:
    """The same parser, for a property that takes no negative number."""

    def positive(tokens: Tokens, em: float) -> Value:
        if any(token.value < 0 for token in tokens if isinstance(token, NUMBERS)):
            raise Unsupported(_text(tokens))
        return parse(tokens, em)

    return positive


def _one(tokens: Tokens) -> Node:
    if len(tokens) != 1:
        raise Unsupported(_text(tokens))
    return tokens[0]


def _word(token: Node) -> str:
    if isinstance(token, IdentToken):
        return str(token.value)
    raise Unsupported(token.serialize())


def _color(token: Node) -> str:
    if isinstance(token, FunctionBlock) and token.lower_name not in ("rgb", "rgba"):
        raise Unsupported(token.serialize())
    color = parse_color(token)
    if color is None or isinstance(color, str) or color.alpha < 1:
        raise Unsupported(token.serialize())
    return "".join(f"{round(min(max(part or 0.0, 0.0), 1.0) * 255):02X}" for part in color.coordinates)


def length(tokens: Tokens, em: float) -> float:
    """One length in points."""
    return _length(_one(tokens), em)


def length_or(*words: str) -> Parser:
    """A parser of a length, or of one of `words`, which mean None."""

    def parse(tokens: Tokens, em: float) -> float | None:
        token = _one(tokens)
        if isinstance(token, IdentToken) and token.lower_value in words:
            return None
        return _length(token, em)

    return parse


def size(tokens: Tokens, em: float) -> float | Percent | None:
    """A width: a length, a percentage, or None for auto."""
    token = _one(tokens)
    if isinstance(token, PercentageToken) and isfinite(token.value):
        return Percent(token.value)
    other: float | None = length_or("auto")(tokens, em)
    return other


def spacing(tokens: Tokens, em: float) -> float:
    """A letter spacing in points; normal = 0."""
    return length_or("normal")(tokens, em) or 0.0


def margin(tokens: Tokens, em: float) -> float:
    """A margin in points; auto counts as 0, as in a paragraph."""
    return length_or("auto")(tokens, em) or 0.0


def keyword(*words: str) -> Parser:
    """A parser that takes one of `words`."""

    def parse(tokens: Tokens, em: float) -> str:
        word = _word(_one(tokens)).lower()
        if word not in words:
            raise Unsupported(word)
        return word

    return parse


def name(tokens: Tokens, em: float) -> str:
    """Any one word; the name of a page is its own, whatever its case."""
    word = _word(_one(tokens))
    return "auto" if word.lower() == "auto" else word


def position(tokens: Tokens, em: float) -> str:
    """static, absolute, relative, or running(name) (CSS GCPM 3, 1.2) as running:name."""
    token = _one(tokens)
    if isinstance(token, FunctionBlock) and token.lower_name == "running":
        return f"running:{_word(_one([t for t in token.arguments if t.type != 'whitespace']))}"
    return str(keyword("static", "absolute", "relative")(tokens, em))


def families(tokens: Tokens, em: float) -> tuple[str, ...]:
    """The font names in order; generic ones too."""
    names: list[list[str]] = [[]]
    for token in tokens:
        if token == ",":
            names.append([])
        elif isinstance(token, StringToken | IdentToken):
            names[-1].append(str(token.value))
        else:
            raise Unsupported(token.serialize())
    if not all(names):
        raise Unsupported(_text(tokens))
    return tuple(" ".join(words) for words in names)


def font_size(tokens: Tokens, em: float) -> float:
    """A font size in points; em and % refer to the parent's."""
    token = _one(tokens)
    return _share(token, em) if isinstance(token, PercentageToken) else _length(token, em)


def _share(token: PercentageToken, em: float) -> float:
    """A percentage of the font size."""
    if not isfinite(token.value):
        raise Unsupported(token.serialize())
    return min(float(token.value) * em / 100, LONGEST)


def weight(tokens: Tokens, em: float) -> int:
    """A font weight as a number."""
    token = _one(tokens)
    if isinstance(token, NumberToken) and 1 <= token.value <= 1000:
        return int(token.value)
    return {"normal": 400, "bold": 700}[keyword("normal", "bold")(tokens, em)]


def line_height(tokens: Tokens, em: float) -> float | Ratio | None:
    """A line height: points, a multiple of the font size, or None for normal."""
    token = _one(tokens)
    if isinstance(token, NumberToken) and isfinite(token.value):
        return Ratio(token.value)
    return _share(token, em) if isinstance(token, PercentageToken) else length_or("normal")(tokens, em)


def count(tokens: Tokens, em: float) -> int:
    """A whole number."""
    token = _one(tokens)
    if not isinstance(token, NumberToken) or not token.is_integer or token.value < 1:
        raise Unsupported(token.serialize())
    return int(token.value)


def color(tokens: Tokens, em: float) -> str:
    """A colour as RRGGBB."""
    return _color(_one(tokens))


def background(tokens: Tokens, em: float) -> str | None:
    """A background colour as RRGGBB, or None."""
    token = _one(tokens)
    return None if isinstance(token, IdentToken) and token.lower_value in ("none", "transparent") else _color(token)


LINES = ("none", "hidden", "solid", "dashed", "dotted", "double")
WIDTHS = {"thin": 0.75, "medium": 2.25, "thick": 3.75}


def edge(tokens: Tokens, em: float) -> Edge:
    """A border from its width, line and colour in any order; the colour may be left to the text's."""
    border = Edge(width=WIDTHS["medium"])
    for token in tokens:
        if isinstance(token, IdentToken) and token.lower_value in LINES:
            border = replace(border, line=token.lower_value)
        elif isinstance(token, IdentToken) and token.lower_value in WIDTHS:
            border = replace(border, width=WIDTHS[token.lower_value])
        elif isinstance(token, DimensionToken | NumberToken):
            border = replace(border, width=_length(token, em))
        else:
            border = replace(border, color=_color(token))
    return border if border else NO_EDGE


BREAKS = ("auto", "avoid", "page", "always", "avoid-page", "left", "right")
ALIGNS = ("left", "right", "center", "justify", "start", "end")
DISPLAYS = (
    *("none", "block", "inline", "inline-block", "list-item", "table", "table-row", "table-cell"),
    *("table-header-group", "table-row-group", "table-footer-group"),
    *("table-column", "table-column-group", "table-caption"),
)

PARSERS: Mapping[str, Parser] = {
    "font-family": families,
    "font-size": _positive(font_size),
    "font-weight": weight,
    "font-style": keyword("normal", "italic", "oblique"),
    "color": color,
    "line-height": _positive(line_height),
    "letter-spacing": spacing,
    "text-align": keyword(*ALIGNS),
    "text-indent": length,
    "white-space": keyword("normal", "nowrap", "pre", "pre-wrap", "pre-line"),
    "border-collapse": keyword("collapse", "separate"),
    "orphans": count,
    "widows": count,
    "page": name,
    "display": keyword(*DISPLAYS),
    "width": _positive(size),
    "height": _positive(length_or("auto")),
    **{f"margin-{side}": margin for side in SIDES},
    **{f"padding-{side}": _positive(length) for side in SIDES},
    **{f"border-{side}": _positive(edge) for side in SIDES},
    "vertical-align": keyword("baseline", "top", "middle", "bottom", "sub", "super"),
    "background-color": background,
    "text-decoration": keyword("none", "underline", "line-through"),
    "break-before": keyword(*BREAKS),
    "break-after": keyword(*BREAKS),
    "break-inside": keyword("auto", "avoid", "avoid-page"),
    "position": position,
    **{side: length_or("auto") for side in SIDES},
}

#: Properties that only the PDF and the web page need; Word and Excel lose nothing without them.
# fmt: off
ELSEWHERE = frozenset(
    (
        "table-layout", "bookmark-level", "bookmark-label", "string-set", "content", "hyphens",
        "word-break", "line-break", "overflow-wrap", "box-decoration-break", "hanging-punctuation",
        "font-variant-numeric", "font-feature-settings", "text-justify", "box-sizing", "max-width",
        "min-width", "min-height", "overflow", "border-spacing", "text-wrap", "text-spacing-trim",
        "caption-side", "counter-reset", "counter-increment", "list-style-type", "quotes", "z-index",
    )
)
# fmt: on


def _box(prop: str) -> Callable[[Tokens], Iterator[tuple[str, Tokens]]]:
    """A shorthand of one to four values: top, right, bottom, left."""

    def expand(tokens: Tokens) -> Iterator[tuple[str, Tokens]]:
        if not 1 <= len(tokens) <= 4:
            raise Unsupported(_text(tokens))
        values = [*tokens, *tokens[:1]] if len(tokens) == 1 else list(tokens)
        top, right = values[:2]
        bottom = values[2] if len(values) > 2 else top
        left = values[3] if len(values) > 3 else right
        for side, value in zip(SIDES, (top, right, bottom, left), strict=True):
            yield f"{prop}-{side}", [value]

    return expand


def _same(*names: str) -> Callable[[Tokens], Iterator[tuple[str, Tokens]]]:
    return lambda tokens: ((name, tokens) for name in names)


SHORTHANDS: Mapping[str, Callable[[Tokens], Iterator[tuple[str, Tokens]]]] = {
    "margin": _box("margin"),
    "padding": _box("padding"),
    "border": _same(*(f"border-{side}" for side in SIDES)),
    "background": _same("background-color"),
    "page-break-before": _same("break-before"),
    "page-break-after": _same("break-after"),
    "page-break-inside": _same("break-inside"),
}


def compute(parent: Style, declarations: Sequence[tuple[str, Tokens]]) -> Style:
    """The style of an element in `parent`, from its declarations in cascade order."""
    values: dict[str, Value] = {}
    last = dict(declarations)
    em = parent.font_size
    if "font-size" in last:
        values["font_size"] = em = value_of("font-size", last.pop("font-size"), parent, em)
    for prop, tokens in last.items():
        values[prop.replace("-", "_")] = value_of(prop, tokens, parent, em)
    if values.get("page") == "auto":  # auto is the page of the element around (Paged Media 3, 8.1)
        del values["page"]
    style = replace(parent.child(), **values)
    inked: dict[str, Any] = {side: _inked(getattr(style, side), style.color) for side in EDGES}
    return replace(style, **inked)


EDGES = tuple(f"border_{side}" for side in SIDES)


def _inked(border: Edge, color: str) -> Edge:
    return replace(border, color=color) if border and not border.color else border


def value_of(prop: str, tokens: Tokens, parent: Style, em: float) -> Value:
    """The computed value of one declaration; inherit and initial work for every property."""
    parse = PARSERS[prop]
    if len(tokens) == 1 and isinstance(tokens[0], IdentToken):
        source = {"inherit": parent, "initial": INITIAL}.get(tokens[0].lower_value)
        if source is not None:
            return getattr(source, prop.replace("-", "_"))
    return parse(tokens, em)
