"""A number format → its sections, each a row of pieces, and the section that a number is shown in."""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?) | \\(?P<escaped>.) | _(?P<space>.) | (?P<fill>\*.)
    | (?P<elapsed>\[(?:h+|m+|s+)\](?:\.0+)?) | (?P<bracket>\[[^\]]*\]) | (?P<general>General|G/通用格式)
    | (?P<noon>AM/PM|A/P|上午/下午) | (?P<power>E[+-]) | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+)
    | (?P<place>[0#?]) | (?P<mark>[.,%/@;]) | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
#: What Chinese Excel shows for the formats that a file only numbers (ECMA-376 Part 1, 18.8.30, zh-cn).
HOUSE: Mapping[int, str] = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
TEXTS = frozenset({"literal", "space"})


class Piece(NamedTuple):
    """One piece of a number format: what it is (a name in TOKEN, or literal), and its text."""

    kind: str
    text: str


Pieces = Sequence[Piece]
POINT, COMMA, SLASH, PERCENT, TEXT = (Piece("mark", mark) for mark in ".,/%@")


@cache
def sections(number_format: str) -> tuple[Pieces, ...]:
    """The sections of a format, as they stand: of numbers above, below and at 0, and of texts."""
    found = list[list[Piece]]([[]])
    for match in TOKEN.finditer(number_format):
        kind = str(match.lastgroup)
        if match[kind] == ";" and kind == "mark":
            found.append([])
        else:
            found[-1].append(_piece(kind, match[kind]))
    return tuple(map(tuple, found))


def _piece(kind: str, text: str) -> Piece:
    currency = CURRENCY.fullmatch(text) if kind == "bracket" else None
    if currency and currency[1]:
        return Piece("literal", currency[1])
    if kind in ("quoted", "escaped", "other"):
        return Piece("literal", text.strip('"') if kind == "quoted" else text)
    return Piece(kind, " " if kind == "space" else text)


def of_texts(number_format: str) -> Pieces | None:
    """The section of texts, None where they are shown as they are."""
    found = sections(number_format)
    return found[-1] if len(found) > 3 or TEXT in found[-1] else None


def of_numbers(number_format: str) -> tuple[Pieces, ...]:
    """The sections of numbers; none where the format is one of texts."""
    found = sections(number_format)
    return found[:-1][:3] if TEXT in found[-1] else found[:3]


def is_percent(number_format: str) -> bool:
    """Whether a format shows 0.6 as 60 %: not where the mark is only a text beside the number."""
    return any(PERCENT in section for section in of_numbers(number_format))


def choose(value: float, numeric: Sequence[Pieces]) -> tuple[Pieces | None, bool]:
    """The section of a number, None if no condition fits, and whether the section says the sign."""
    conditions = [_condition(section) for section in numeric]
    if not any(conditions):
        at = 1 if value < 0 else 2 if value == 0 else 0
        at = at if at < len(numeric) else 0
        return numeric[at], at == 1
    if conditions[0] is None:  # `0;[<-5]0` asks for the second first
        conditions[0] = (">", 0.0) if len(numeric) > 2 else (">=", 0.0)
    for section, condition in zip(numeric, conditions, strict=True):
        if condition and COMPARE[condition[0]](value, condition[1]):
            return section, condition[0] in ("<", "<=") and condition[1] <= 0
    rest = [section for section, condition in zip(numeric, conditions, strict=True) if condition is None]
    return (rest[-1] if rest else None), False


def _condition(section: Pieces) -> tuple[str, float] | None:
    match = next((found for piece in section if (found := CONDITION.fullmatch(piece.text))), None)
    return (match[1], float(match[2])) if match else None
