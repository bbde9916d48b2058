"""A value and its number format → the text in the cell, Chinese numerals too."""

import re
from datetime import date, time, timedelta
from typing import Any

import openpyxl.utils.datetime

from render.collect.shown.days import dated, is_dated, parts
from render.collect.shown.digits import digits, exact, general
from render.collect.shown.formats import TEXT, Pieces, choose, of_numbers, of_texts

excel: Any = openpyxl.utils.datetime
OVERFLOW = "########"  # what stands in a cell whose value its format cannot show
LATEST = 2958465  # 9999-12-31
SPOKEN = re.compile(r"\[DBNum([123])\]", re.IGNORECASE)
DIGITS = {"1": "〇一二三四五六七八九", "2": "零壹贰叁肆伍陆柒捌玖", "3": "０１２３４５６７８９"}
TENS = {"1": ("", "十", "百", "千"), "2": ("", "拾", "佰", "仟")}
MYRIADS = ("", "万", "亿", "万亿")
NUMBER = re.compile(r"[0-9]+")


def shown(value: object, number_format: str = "General") -> str:
    """The text that stands in a cell that is wide enough: numbers and days as its format has them."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date | time | timedelta):  # a datetime is a date
        value = float(excel.to_excel(value))
    if isinstance(value, int | float):
        return _number(float(value), number_format)
    return _text("" if value is None else str(value), of_texts(number_format))


def day_parts(number_format: str) -> str:
    """Which of y, m, d the format shows of a day; empty where it shows a number."""
    numeric = of_numbers(number_format)
    return parts(numeric[0]) if numeric and is_dated(numeric[0]) else ""


def _text(text: str, pieces: Pieces | None) -> str:
    if not text or pieces is None:
        return text
    return "".join(text if one == TEXT else one.text for one in pieces if one.kind not in ("fill", "bracket"))


def _number(value: float, number_format: str) -> str:
    numeric = of_numbers(number_format)
    section, is_signed = choose(value, numeric) if numeric else ((), False)
    if section is None:
        return OVERFLOW
    if not numeric:
        return general(value)
    style = next((match[1] for piece in section if (match := SPOKEN.fullmatch(piece.text))), "")
    if is_dated(section):
        return _spoken(dated(value, section), style, True) if 0 <= value <= LATEST else OVERFLOW
    has_places = any(piece.kind in ("place", "general") for piece in section)
    body = digits(abs(exact(value)), section)
    sign = "-" if value < 0 and not is_signed and (not has_places or re.search("[1-9]", body)) else ""
    return sign + _spoken(body, style, False, any(piece.kind == "place" for piece in section))


def _spoken(text: str, style: str, is_day: bool, by_digit: bool = False) -> str:
    """Digits as numerals: a year, and what has places in the format, digit by digit; else as it is said."""
    if not style or "E" in text:
        return text
    plain = by_digit or style == "3"

    def said(match: re.Match[str]) -> str:
        after_point = match.start() and text[match.start() - 1] == "."
        if plain or after_point or (is_day and len(match[0]) > 2):
            return match[0].translate(_table(style))
        return _read(match[0], style, is_day)

    return NUMBER.sub(said, text)


def _table(style: str) -> dict[int, str]:
    return {ord("0") + number: digit for number, digit in enumerate(DIGITS[style])}


def _read(number: str, style: str, is_day: bool) -> str:
    """120 → 一百二十; in a day 12 → 十二."""
    groups = [number[max(0, end - 4) : end] for end in range(len(number), 0, -4)]
    text = ""
    for rank, group in reversed(list(enumerate(groups))):
        said = _group(group, style)
        text += f"{said}{MYRIADS[rank]}" if said.strip(DIGITS[style][0]) else said[:1]
    nought = DIGITS[style][0]
    text = re.sub(f"{nought}+", nought, text).rstrip(nought) or nought
    return text.removeprefix(DIGITS[style][1]) if is_day and text[1:2] == TENS[style][1] else text


def _group(group: str, style: str) -> str:
    """Four digits with their tens, a run of noughts as one."""
    text = ""
    for place, digit in zip(range(len(group) - 1, -1, -1), group, strict=True):
        text += DIGITS[style][int(digit)] + (TENS[style][place] if digit != "0" else "")
    nought = DIGITS[style][0]
    return re.sub(f"{nought}+", nought, text).rstrip(nought) or nought
