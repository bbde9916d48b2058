"""The forms in which days are written: deadlines, days in documents, and days as people type them.

A deadline is kept and printed as it is written; what it means is worked out with the year of the plan. A new form is
one row in DEADLINES: reader, schema, import, letters, tables, trackers and alarms follow. Of a period, such as 6月 or
上半年, the last day counts; 前 behind it means the day before it begins (6月前 → 5月31日), unless 底 stands there.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

ALWAYS = "长期"
UNDECIDED = "待定"
YEAR = re.compile(r"[0-9]{4}")
LEAP = 2000  # stands for the year where none is known: whatever is a day in some year is one in this

Parts = Mapping[str, str]
Span = tuple[date, date]


class DeadlineKind(StrEnum):
    """What a deadline is; each value is what a table calls the tasks that have no last day for this reason."""

    DATED = "到期"
    RECURRING = "定期"
    ALWAYS = ALWAYS
    UNDECIDED = UNDECIDED
    UNKNOWN = "未明确"  # nothing is written, or nothing that names a day


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as it is written, the days that it names, the earliest first, and how a sentence says it.

    `start` is the first day of a span that says when it begins: 3月至6月底.
    """

    text: str
    kind: DeadlineKind = DeadlineKind.UNKNOWN
    days: tuple[date, ...] = ()
    phrase: str = ""
    start: date | None = None

    @property
    def last_day(self) -> date | None:
        """The last day that it allows; None where it recurs and where it names no day."""
        return self.days[-1] if self.kind is DeadlineKind.DATED else None

    @property
    def stages(self) -> tuple[date, ...]:
        """Its days where there are several, each of them a due day; else none."""
        return self.days if len(self.days) > 1 or self.kind is DeadlineKind.RECURRING else ()

    def due(self, today: date) -> date | None:
        """The first of its days that has not passed, else the last."""
        return next((day for day in self.days if day >= today), self.days[-1] if self.days else None)

    def extended(self, until: date) -> "Deadline":
        """The same with its last day moved; those before it stay."""
        kind = self.kind if self.kind is DeadlineKind.RECURRING else DeadlineKind.DATED
        return replace(self, kind=kind, days=(*(day for day in self.days[:-1] if day < until), until))

    def is_met(self, reported: date | None, today: date) -> bool:
        """Whether what recurs was reported on a day of the period whose end is due."""
        if self.kind is not DeadlineKind.RECURRING or reported is None:
            return False
        due = self.due(today)
        before = [day for day in self.days if due and day < due]
        return not before or reported > before[-1]


class DeadlineForm(NamedTuple):
    """One form of deadline: an example, how it is recognised, its days in a year, how a sentence says it, its kind."""

    example: str
    pattern: str
    days: Callable[[Parts, int], tuple[date, ...]]
    phrase: str
    kind: DeadlineKind = DeadlineKind.DATED


# ---- numbers and periods ----

HAN_DIGITS = "〇一二三四五六七八九"
HAN_YEAR = str.maketrans("零○" + HAN_DIGITS, "00" + "0123456789")
NEXT = "明次翌"
_NUMBER = r"(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_YEAR = r"(?P<y>[0-9]{4}|[零○〇一二三四五六七八九]{4}|[今本当明次翌])"
_IN = rf"(?:{_YEAR}年度?)?"
_MONTH = rf"(?P<m>{_NUMBER})月"
_TIMES = r"(?P<verb>(?:(?:至少)?[一1]次|开展|推进|实施|报送|落实|坚持)+)?"
_ENDING = r"(?P<inside>内)?(?P<end>底|末|终)?(?P<before>[之以]?前)?"


def _number(text: str) -> int:
    """12, 十二 → 12; 二十 → 20."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (HAN_DIGITS.index(tens or "一") * 10 if ten else 0) + (HAN_DIGITS.index(ones) if ones else 0)


def _year(parts: Parts, year: int) -> int:
    said = (parts.get("y") or "").translate(HAN_YEAR)
    return int(said) if said.isdecimal() else year + (said in NEXT if said else 0)


def _day(parts: Parts, year: int) -> Span:
    day = date(_year(parts, year), _number(parts["m"]), _number(parts["d"]))
    return day, day


def _months(year: int, first: int, count: int) -> Span:
    last = first + count - 1
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _month(parts: Parts, year: int) -> Span:
    return _months(_year(parts, year), _number(parts["m"]), 1)  # IllegalMonthError is a ValueError


def _ten_days(parts: Parts, year: int) -> Span:
    (first, last), part = _month(parts, year), "上中下".index(parts["part"])
    return first.replace(day=10 * part + 1), first.replace(day=10 * part + 10) if part < 2 else last


def _quarter(parts: Parts, year: int) -> Span:
    return _months(_year(parts, year), 3 * _number(parts["q"]) - 2, 3)


def _half(parts: Parts, year: int) -> Span:
    return _months(_year(parts, year), 1 if parts["half"] == "上" else 7, 6)


def _whole(parts: Parts, year: int) -> Span:
    return _months(_year(parts, year), 1, 12)


def _until(example: str, pattern: str, span: Callable[[Parts, int], Span], phrase: str) -> DeadlineForm:
    """The form of a day or a period, behind which 内, 底 and 前 may stand; a day has no other before it in 前."""

    def days(parts: Parts, year: int) -> tuple[date, ...]:
        first, last = span(parts, year)
        ends_before = parts.get("before") and not parts.get("end") and first < last
        return (first - timedelta(1) if ends_before else last,)

    return DeadlineForm(example, pattern + _ENDING, days, phrase)


def _every(example: str, pattern: str, months: int) -> DeadlineForm:
    """The form of what is due at the end of each period of so many months, or on a day of each month."""

    def days(parts: Parts, year: int) -> tuple[date, ...]:
        ends = [_months(year, month, months)[1] for month in range(1, 13, months)]
        number = _number(parts["d"]) if parts.get("d") else 31
        return tuple(day.replace(day=min(day.day, number)) for day in ends)

    return DeadlineForm(example, f"{pattern}{_ENDING}{_TIMES}", days, "{}推进", DeadlineKind.RECURRING)


def _none(parts: Parts, year: int) -> tuple[date, ...]:
    return ()


_GOING_ON = "坚持|推进|实施|落实|开展|任务|工作|执行|抓好|保持"
DEADLINES = (
    _until("2017年2月", _IN + _MONTH, _month, "{}底前完成"),
    _until("2017年2月15日", rf"{_IN}{_MONTH}(?P<d>{_NUMBER})[日号]", _day, "{}前完成"),
    _until("2017年底", rf"(?:{_YEAR}年?)?年度?(?=[底末终内])", _whole, "{}完成"),
    DeadlineForm(ALWAYS, ALWAYS, _none, "{}任务", DeadlineKind.ALWAYS),
    DeadlineForm(UNDECIDED, UNDECIDED, _none, "完成时间{}", DeadlineKind.UNDECIDED),
    _until("2月份", rf"{_IN}{_MONTH}份", _month, "{}完成"),
    _until("2月上旬", rf"{_IN}{_MONTH}份?(?P<part>[上中下])旬", _ten_days, "{}完成"),
    _until("第二季度", rf"{_IN}第?(?P<q>[一二三四1-4])季度", _quarter, "{}完成"),
    _until("上半年", rf"{_IN}(?P<half>[上下])半年", _half, "{}完成"),
    _until("全年", rf"{_IN}(?:贯穿)?全年", _whole, "{}推进"),
    _until("2017年", rf"{_YEAR}年度?", _whole, "{}完成"),
    _until("2017-10-31", r"(?P<y>[0-9]{4})[-./](?P<m>[0-9]{1,2})[-./](?P<d>[0-9]{1,2})", _day, "{}前完成"),
    _until("2017.10", r"(?P<y>[0-9]{4})[-./](?P<m>0?[1-9]|1[0-2])", _month, "完成时间：{}"),
    _every("每月", rf"[每按]个?月(?:(?P<d>{_NUMBER})[日号])?", 1),
    _every("每季度", r"[每按]个?季度?", 3),
    _every("每半年", r"[每按]半年", 6),
    _every("每年", r"[每按]年", 12),
    DeadlineForm("长期坚持", rf"(?:长期|持续|常年|经常性?)(?:{_GOING_ON})", _none, "{}", DeadlineKind.ALWAYS),
    DeadlineForm("常态化推进", rf"(?:常态化|日常)(?:{_GOING_ON})?", _none, "{}", DeadlineKind.ALWAYS),
    DeadlineForm("持续", r"持续|常年|经常性?|每[天日周]", _none, "{}推进", DeadlineKind.ALWAYS),
    # no day can be told of it: 截止 says it
    DeadlineForm("立即", r"立即|即时|即刻|立行立改", _none, "{}完成", DeadlineKind.UNKNOWN),
)
ADVISED = 4  # the forms that a message recommends
_EXAMPLES = [form.example for form in DEADLINES[:ADVISED]]
DEADLINE_EXAMPLES = f"{'、'.join(_EXAMPLES[:-1])} 或 {_EXAMPLES[-1]}"


# ---- reading ----

DASHES = r"(?:[-‐‑‒–—―−~〜～]+|至|到)"
RANGE = re.compile(rf"(?P<first>.+?){DASHES}(?P<last>.+)")
NOW = re.compile(r"即日起?|现在起?|目前")
SEPARATOR = re.compile(r"以及|[、,;及和]")
BARE = re.compile(rf"第?(?:[0-9]{{4}}|{_NUMBER})")  # a number whose 年, 月 or 季度 stands behind the next one
UNIT = re.compile(rf"第?(?:[0-9]{{4}}|{_NUMBER})(年|月|季度)")
OWN_YEAR = re.compile(rf"{_YEAR}年")
DONE = re.compile(r"(?:完成|办结)?。?$")


def deadline(text: str, year: int, due: str = "") -> Deadline:
    """What a deadline of a plan of a year means; `due`, a day, decides where it is given.

    Nothing is raised: what cannot be read, and what names no real day, is of the kind UNKNOWN.
    """
    try:
        found = _understood(text, year)
    except ValueError:
        found = None
    said = found or Deadline(text, phrase=f"完成时间：{text}" if text else "")
    return _with_due(said, due_day(due)) if due else said


def _with_due(said: Deadline, day: date) -> Deadline:
    until = f"{day_text(day)}前"
    phrase = said.phrase if said.days or not said.text else f"{said.phrase}（{until}）"
    return replace(said, kind=DeadlineKind.DATED, days=(day,), phrase=phrase or f"{until}完成")


def is_impossible(text: str, year: int = LEAP) -> bool:
    """Whether a deadline has one of the forms and names no real day: 2017年2月30日, 13月."""
    try:
        _understood(text, year)
    except ValueError:
        return True
    return False


def is_deadline(text: str) -> bool:
    """Whether a text is a deadline that can be read."""
    return deadline(text, LEAP).kind is not DeadlineKind.UNKNOWN


def deadline_phrase(text: str) -> str:
    """A deadline as a sentence has it: 2017年2月 → 2017年2月底前完成, 长期 → 长期任务; else 完成时间：…."""
    return deadline(text, LEAP).phrase


@lru_cache(maxsize=4096)
def _understood(text: str, year: int) -> Deadline | None:
    """What a deadline means; None where it has none of the forms, ValueError where it names no real day."""
    found = _read(DONE.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", text))), year)
    core = DONE.sub("", text.strip())
    return replace(found, text=text, phrase=found.phrase.format(core)) if found else None


def _read(plain: str, year: int) -> Deadline | None:
    """One day or period, or what is put together of several; its phrase has {} where its text goes."""
    return _single(plain, year) or _yearly(plain, year) or _range(plain, year) or _list(plain, year)


def _single(plain: str, year: int) -> Deadline | None:
    for form in DEADLINES:
        if match := re.fullmatch(form.pattern, plain):
            return Deadline(plain, form.kind, form.days(match.groupdict(), year), _phrase(form, match.groupdict()))
    return None


def _phrase(form: DeadlineForm, parts: Parts) -> str:
    if parts.get("verb"):
        return "{}"
    if parts.get("before") or parts.get("inside"):
        return "{}完成"
    return "{}前完成" if parts.get("end") else form.phrase


def _yearly(plain: str, year: int) -> Deadline | None:
    """每年6月底前: the same day of each year."""
    rest = plain.removeprefix("每年")
    found = _single(rest, year) if rest != plain else None
    return replace(found, kind=DeadlineKind.RECURRING) if found and found.last_day else None


def _range(plain: str, year: int) -> Deadline | None:
    """2017—2019年, 3月至6月底: its end counts; it does not end before it begins."""
    match = RANGE.fullmatch(plain)
    if not match:
        return None
    first, last = match["first"], match["last"]
    end = _single(last, _own_year(first, year))
    if not end or not end.last_day or NOW.fullmatch(first):
        return end if end and end.last_day else None
    text = _with_unit(first, last)
    begin = _single(text, year)
    if not begin or not begin.last_day or begin.last_day > end.last_day:
        return None
    return replace(end, start=_first_day(text, begin.last_day, year))


def _first_day(text: str, last: date, year: int) -> date:
    """The first day of a period that ends on a day: the one behind what 前 names."""
    before = _single(f"{text}前", year)
    return before.last_day + timedelta(1) if before and before.last_day and before.last_day < last else last


def _list(plain: str, year: int) -> Deadline | None:
    """3月底前、9月底前: each of the days, all of one kind."""
    texts = SEPARATOR.split(plain)
    if len(texts) < 2 or not all(texts):
        return None
    found = list[Deadline]()
    for n, text in enumerate(texts):
        year = _own_year(texts[n - 1], year) if n else year
        one = _single(_with_unit(text, texts[n + 1]) if n + 1 < len(texts) else DONE.sub("", text), year)
        if one is None or one.kind not in (DeadlineKind.DATED, DeadlineKind.ALWAYS):
            return None
        found.append(one)
    days = sorted({day for one in found for day in one.days})
    return replace(found[-1], days=tuple(days)) if len({one.kind for one in found}) == 1 else None


def _with_unit(text: str, following: str) -> str:
    """A bare number with the unit of the next: 2017 before 2019年 is 2017年."""
    unit = UNIT.match(following) if BARE.fullmatch(text) else None
    return text + unit[1] if unit else DONE.sub("", text)


def _own_year(before: str, year: int) -> int:
    """The year of a text: that of the one before it where that names one."""
    found = OWN_YEAR.match(before)
    return _year(found.groupdict(), year) if found else year


#: The day under 截止.
DUE = re.compile(r"(?P<y>[0-9]{4})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?")


def due_day(text: str) -> date:
    """The day under 截止; ValueError where it is none."""
    if not (match := DUE.fullmatch(text)):
        raise ValueError("due_form")
    try:
        return _day(match.groupdict(), LEAP)[0]
    except ValueError:
        raise ValueError("date_impossible") from None


def day_text(day: date | None) -> str:
    """2017年11月1日 (GB/T 9704-2012, 7.3.5.4: no leading zeros); empty for no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def month_text(day: date) -> str:
    """2017年2月."""
    return f"{day.year}年{day.month}月"


SHORTER = re.compile(rf"(?:第?{_NUMBER}|[上下]半年|全年)")  # what can do without the year before it


def without_year(text: str, year: int | None) -> str:
    """A deadline under a heading that names its year: 2017年2月15日 → 2月15日, 2017年底 → 年底; others as they are."""
    shorter = text.removeprefix(f"{year}年")
    if shorter == text or SHORTER.match(shorter):
        return shorter
    return f"年{shorter}" if shorter[:1] in tuple("底末内终") else text


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
    parts = {key: value for key, value in match.groupdict().items() if value}
    with suppress(ValueError):  # no such day
        return (_day if "d" in parts else _month)(parts, year)[1]
    return None
