"""What one CSS value means: tokens → points, colours, words; `em` is the font size in points."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

from tinycss2.ast import DimensionToken, FunctionBlock, IdentToken, Node, NumberToken, PercentageToken, StringToken
from tinycss2.color4 import parse_color

from render.page.style import LONGEST, NO_EDGE, Edge, Percent, Ratio

POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0}

Tokens = Sequence[Node]
Value = Any
Parser = Callable[[Tokens, float], Value]
SIGNS = {"+": 1.0, "-": -1.0}
NUMBERS = (NumberToken, PercentageToken, DimensionToken)


class Unsupported(ValueError):
    """The value is not one that the writers can print."""


def written(tokens: Tokens) -> str:
    """The tokens as CSS."""
    return " ".join(token.serialize() for token in tokens)


def _length(token: Node, em: float) -> float:
    if isinstance(token, NumberToken) and token.value == 0:
        return 0.0
    if isinstance(token, FunctionBlock) and token.lower_name == "calc":
        return min(max(_sum(token, em), -LONGEST), LONGEST)
    if isinstance(token, DimensionToken):
        unit = {**POINTS, "em": em}.get(token.lower_unit)
        if unit is not None and isfinite(token.value):
            return min(max(float(token.value * unit), -LONGEST), LONGEST)
    raise Unsupported(token.serialize())


def _sum(function: FunctionBlock, em: float) -> float:
    """What calc() adds up: lengths, with + or - between them (Values and Units 3, 8.1)."""
    terms = [token for token in function.arguments if token.type not in ("whitespace", "comment")]
    signs = [SIGNS.get(str(getattr(token, "value", ""))) for token in terms[1::2]]
    if len(terms) % 2 == 0 or None in signs:
        raise Unsupported(function.serialize())
    lengths = [_length(token, em) for token in terms[::2]]
    return lengths[0] + sum(sign * each for sign, each in zip(signs, lengths[1:], strict=True) if sign)


def positive(parse: Parser) -> Parser:
    """The same parser, for a property that takes no negative number."""

    def checked(tokens: Tokens, em: float) -> Value:
        value = parse(tokens, em)
        negative = isinstance(value, float) and value < 0
        if negative or any(token.value < 0 for token in tokens if isinstance(token, NUMBERS)):
            raise Unsupported(written(tokens))
        return value

    return checked


def _one(tokens: Tokens) -> Node:
    if len(tokens) != 1:
        raise Unsupported(written(tokens))
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
        raise Unsupported(written(tokens))
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
