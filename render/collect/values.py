"""What people type into a cell → what is meant: a state, a share, a day, a text. None = it cannot be told."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import NamedTuple

from render.plan.dates import typed_day
from render.plan.progress import ANSWERS, AnswerKind
from render.plan.states import REPORTABLE, State

#: Other words for the states. Anyone may add to them.
SYNONYMS = {
    word: state
    for state, words in {
        State.DONE: "完成 已办结 办结 全部完成 已经完成 已落实",
        State.ONGOING: "进行中 正在推进 正在进行 推进 已启动 正在办理",
        State.WAITING: "未开始 没有启动 尚未启动 待启动",
        State.STUCK: "需要协调 待协调 有困难",
    }.items()
    for word in words.split()
}
NUMERALS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
EPOCH = date(1899, 12, 30)  # day 0 of a serial number (ECMA-376 Part 1, 18.17.4.1)


class Typed(NamedTuple):
    """What stands in a cell, and the number format that shows it."""

    value: object
    format: str = "General"

    @property
    def is_blank(self) -> bool:
        """Whether nothing is to be seen in it."""
        return self.value is None or (isinstance(self.value, str) and not read_text(self, 0))

    @property
    def plain(self) -> str:
        """Its text with half-width digits and marks, without spaces."""
        return re.sub(r"\s", "", unicodedata.normalize("NFKC", read_text(self, 0)))


def read_text(typed: Typed, year: int) -> str:
    """The text as it was typed, lines kept; numbers as they read, so that a telephone number has no decimals."""
    value = typed.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    lines = str(value).replace("_x000D_", "").replace("_x005F_", "_").replace("\r\n", "\n").replace("\r", "\n")
    return UNFIT.sub("", lines).strip()


def read_state(typed: Typed, year: int) -> str | None:
    """One of the states."""
    text = typed.plain.strip("。.!！,，;；、（）()")
    return text if text in REPORTABLE or not text else SYNONYMS.get(text)


def read_percent(typed: Typed, year: int) -> str | None:
    """60% from 60%, 60％, 60, 0.6, 百分之六十; a bare 1 may be 1% or 100%, and is not understood."""
    if isinstance(typed.value, bool):
        return None
    if isinstance(typed.value, int | float):
        share = _share(float(typed.value), "%" in typed.format)
        return None if share is None else _percent(share)
    text = typed.plain.rstrip("。,，;；左右")
    if not text:
        return ""
    if text.startswith("百分之"):
        return _percent(_numeral(text[3:]))
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(%?)", text)
    if not match:
        return None
    number = float(match[1])
    return _percent(number if match[2] else _share(number, False))


def _share(number: float, is_percent: bool) -> float | None:
    """Of a number in a cell: 0.6 is 60 %, 60 too, also where the cell shows it as 6000 %."""
    if is_percent:
        return number * 100 if number <= 1 else number
    return None if number == 1 else number * 100 if 0 < number < 1 else number


def _percent(share: float | None) -> str | None:
    return f"{round(share, 2):g}%" if share is not None and 0 <= share <= 100 else None


def _numeral(text: str) -> float | None:
    """百 → 100, 六十五 → 65."""
    if text in ("百", "一百"):
        return 100
    tens, ten, ones = text.rpartition("十")
    with suppress(KeyError):
        return (10 * (NUMERALS[tens] if tens else 1) if ten else 0) + (NUMERALS[ones] if ones else 0)
    return None


def read_day(typed: Typed, year: int) -> str | None:
    """A day (ISO 8601); without a year it is one of the plan's. Days far from that year are not understood."""
    day = _day(typed, year)
    if day is None:
        return None if not typed.is_blank else ""
    return day.isoformat() if year - 1 <= day.year <= year + 2 else None


def _day(typed: Typed, year: int) -> date | None:
    if isinstance(typed.value, date):  # a datetime is one
        return date(typed.value.year, typed.value.month, typed.value.day)
    if isinstance(typed.value, int | float) and not isinstance(typed.value, bool):
        return EPOCH + timedelta(int(typed.value)) if 36526 <= typed.value < 73051 else typed_day(typed.plain, year)
    return typed_day(typed.plain.rstrip("。."), year)


#: How each kind of answer is read, and what to say where it cannot be.
READERS: Mapping[AnswerKind, tuple[Callable[[Typed, int], str | None], str]] = {
    AnswerKind.STATE: (read_state, f"只能是 {'、'.join(REPORTABLE)}"),
    AnswerKind.PERCENT: (read_percent, "写成 0 到 100% 的数，例如 60%"),
    AnswerKind.DAY: (read_day, "写成 2017-6-30 这样的日期"),
    AnswerKind.TEXT: (read_text, ""),
}
FIELDS = {column: READERS[kind] for column, kind in ANSWERS.items()}
