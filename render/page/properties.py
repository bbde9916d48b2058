"""The CSS properties that are supported, and a style computed from declarations. The tables are the whole list."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tinycss2.ast import IdentToken

from render.page import values
from render.page.style import INITIAL, SIDES, Edge, Style
from render.page.values import Parser, Tokens, Unsupported, Value, written

BREAKS = ("auto", "avoid", "page", "always", "avoid-page", "left", "right")
ALIGNS = ("left", "right", "center", "justify", "start", "end")
DISPLAYS = (
    *("none", "block", "inline", "inline-block", "list-item", "table", "table-row", "table-cell"),
    *("table-header-group", "table-row-group", "table-footer-group"),
    *("table-column", "table-column-group", "table-caption"),
)

PARSERS: Mapping[str, Parser] = {
    "font-family": values.families,
    "font-size": values.positive(values.font_size),
    "font-weight": values.weight,
    "font-style": values.keyword("normal", "italic", "oblique"),
    "color": values.color,
    "line-height": values.positive(values.line_height),
    "letter-spacing": values.spacing,
    "text-align": values.keyword(*ALIGNS),
    "text-indent": values.length,
    "white-space": values.keyword("normal", "nowrap", "pre", "pre-wrap", "pre-line"),
    "border-collapse": values.keyword("collapse", "separate"),
    "table-layout": values.keyword("auto", "fixed"),
    "orphans": values.count,
    "widows": values.count,
    "page": values.name,
    "display": values.keyword(*DISPLAYS),
    "width": values.positive(values.size),
    "height": values.positive(values.length_or("auto")),
    **{f"margin-{side}": values.margin for side in SIDES},
    **{f"padding-{side}": values.positive(values.length) for side in SIDES},
    **{f"border-{side}": values.positive(values.edge) for side in SIDES},
    "vertical-align": values.keyword("baseline", "top", "middle", "bottom", "sub", "super"),
    "background-color": values.background,
    "text-decoration": values.keyword("none", "underline", "line-through"),
    "break-before": values.keyword(*BREAKS),
    "break-after": values.keyword(*BREAKS),
    "break-inside": values.keyword("auto", "avoid", "avoid-page"),
    "position": values.position,
    **{side: values.length_or("auto") for side in SIDES},
}

#: Properties that only the PDF and the web page need; Word and Excel lose nothing without them.
# fmt: off
ELSEWHERE = frozenset(
    (
        "bookmark-level", "bookmark-label", "string-set", "content", "hyphens",
        "word-break", "line-break", "overflow-wrap", "box-decoration-break", "hanging-punctuation",
        "font-variant-numeric", "font-feature-settings", "text-justify", "box-sizing", "max-width",
        "min-width", "min-height", "overflow", "border-spacing", "text-wrap", "text-spacing-trim",
        "caption-side", "counter-reset", "counter-increment", "quotes", "z-index",
    )
)
# fmt: on


def _box(prop: str) -> Callable[[Tokens], Iterator[tuple[str, Tokens]]]:
    """A shorthand of one to four values: top, right, bottom, left."""

    def expand(tokens: Tokens) -> Iterator[tuple[str, Tokens]]:
        if not 1 <= len(tokens) <= 4:
            raise Unsupported(written(tokens))
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
    computed: dict[str, Value] = {}
    last = dict(declarations)
    em = parent.font_size
    if "font-size" in last:
        computed["font_size"] = em = value_of("font-size", last.pop("font-size"), parent, em)
    for prop, tokens in last.items():
        computed[prop.replace("-", "_")] = value_of(prop, tokens, parent, em)
    if computed.get("page") == "auto":  # auto is the page of the element around (Paged Media 3, 8.1)
        del computed["page"]
    style = replace(parent.child(), **computed)
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
