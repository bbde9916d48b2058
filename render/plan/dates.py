"""The forms in which days are written: deadlines, days in documents, and days as people type them.

A new form of deadline is one row in DEADLINES: reader, schema, import, letters, tables and trackers follow.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

ALWAYS = "长期"
UNDECIDED = "待定"
YEAR = re.compile(r"[0-9]{4}")

Parts = Mapping[str, str]


class DeadlineForm(NamedTuple):
    """One form of deadline: an example, how it is recognised, the last day that it allows, how a sentence says it."""

    example: str
    pattern: str
    last_day: Callable[[Parts], date | None]
    phrase: str


def _day(parts: Parts) -> date:
    return date(int(parts["y"]), int(parts["m"]), int(parts["d"]))


def _month_end(parts: Parts) -> date:
    year, month = int(parts["y"]), int(parts["m"])
    return date(year, month, calendar.monthrange(year, month)[1])  # calendar.IllegalMonthError is a ValueError


DEADLINES = (
    DeadlineForm("2017年2月", r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月", _month_end, "{}底前完成"),
    DeadlineForm("2017年2月15日", r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日", _day, "{}前完成"),
    DeadlineForm("2017年底", r"(?P<y>[0-9]{4})年底", lambda parts: date(int(parts["y"]), 12, 31), "{}前完成"),
    DeadlineForm(ALWAYS, ALWAYS, lambda parts: None, "{}任务"),
    DeadlineForm(UNDECIDED, UNDECIDED, lambda parts: None, "完成时间{}"),
)
_EXAMPLES = [form.example for form in DEADLINES if form.example != UNDECIDED]  # nobody is to aim at that
DEADLINE_EXAMPLES = f"{'、'.join(_EXAMPLES[:-1])} 或 {_EXAMPLES[-1]}"
DEADLINE_PATTERN = "|".join(re.sub(r"\?P<\w+>", "?:", form.pattern) for form in DEADLINES)


def last_day(text: str) -> date | None:
    """Return the last day that a deadline allows: 2017年2月 → 2017-02-28, 2017年底 → 2017-12-31, 长期, 待定 → None.

    Raises ValueError when the text is of none of the forms in DEADLINES or names no real day.
    """
    for form in DEADLINES:
        if match := re.fullmatch(form.pattern, text):
            try:
                return form.last_day(match.groupdict())
            except ValueError:
                raise ValueError("date_impossible") from None
    raise ValueError("deadline_form")


def deadline_phrase(text: str) -> str:
    """A deadline as a sentence has it: 2017年2月 → 2017年2月底前完成, 长期 → 长期任务."""
    return next(form.phrase.format(text) for form in DEADLINES if re.fullmatch(form.pattern, text))


def is_deadline(text: str) -> bool:
    """Whether a text is a deadline that can be read."""
    with suppress(ValueError):
        last_day(text)
        return True
    return False


def day_text(day: date | None) -> str:
    """2017年11月1日 (GB/T 9704-2012, 7.3.5.4: no leading zeros); empty for no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def month_text(day: date) -> str:
    """2017年2月."""
    return f"{day.year}年{day.month}月"


def without_year(text: str, year: int | None) -> str:
    """A deadline under a heading that names its year: 2017年2月15日 → 2月15日, 2017年底 → 年底; others as they are."""
    shorter = text.removeprefix(f"{year}年")
    return f"年{shorter}" if shorter == "底" else shorter


#: How people type a day into a tracker; without a year it is one of the plan's.
TYPED = (
    re.compile(r"(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})[日号]?(?:\s+[\d:]+)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?"),
    re.compile(r"(?:(?P<y>\d{4})[年.])?(?P<m>\d{1,2})月(?:底|末)"),
    re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
)


def typed_day(text: str, year: int) -> date | None:
    """The day that a text without spaces and with half-width digits means; None where it is none."""
    match = next((found for pattern in TYPED if (found := pattern.fullmatch(text))), None)
    if not match:
        return None
    parts = {"y": str(year)} | {key: value for key, value in match.groupdict().items() if value}
    with suppress(ValueError):  # no such day
        return _day(parts) if "d" in parts else _month_end(parts)
    return None
