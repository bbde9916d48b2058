"""What a cell shows → what is meant: a state, a share, a day, a text; with a doubt where that must be asked."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from render.collect.shares import read_behind, read_share
from render.collect.shown import OVERFLOW, day_parts, is_percent, shown
from render.plan.answers import ANSWERS, AnswerKind
from render.plan.dates import day_text, deadline, month_text, typed_day
from render.plan.milestones import ALL, LINE, MET, UNMET
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
UNDONE = ("未完成", "没有完成", "没完成", "尚未完成", "未办结")  # of a milestone
IN_MONTH = re.compile("(?:1[0-2]|0?[1-9])月(?:份|底|初|中旬)?")
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
EPOCH = date(1899, 12, 30)  # day 0 of a serial number (ECMA-376 Part 1, 18.17.4.1)
SERIALS = range(36526, 73051)  # 2000 to 2099
BARE = re.compile(r"[0-9,]+(\.[0-9]*)?")
ERROR = re.compile(
    r"#(NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!"
    r"|PYTHON!|EXTERNAL!)"
)


class Understood(NamedTuple):
    """What a cell is taken to say, and why the office is asked first, if it is."""

    text: str
    doubt: str = ""


class Typed(NamedTuple):
    """What stands in a cell, and the number format that shows it."""

    value: object
    format: str = "General"

    @property
    def text(self) -> str:
        """The text that is seen in it, lines kept, without what no text may hold."""
        lines = shown(self.value, self.format).replace("_x000D_", "").replace("_x005F_", "_")
        return UNFIT.sub("", lines.replace("\r\n", "\n").replace("\r", "\n")).strip()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.value is None or (isinstance(self.value, str) and not self._replace(format="General").text)

    @property
    def plain(self) -> str:
        """Its text with half-width digits and marks, without spaces."""
        return re.sub(r"\s", "", unicodedata.normalize("NFKC", self.text))

    @property
    def number(self) -> float | None:
        """Its number, where it holds one that is neither a day nor a truth value."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            return None
        return float(self.value)

    @property
    def is_error(self) -> bool:
        """Whether it holds what Excel writes in place of a result, or shows that it cannot show its value."""
        return bool(ERROR.fullmatch(self.plain.upper())) or self.text == OVERFLOW

    @property
    def is_hidden(self) -> bool:
        """Whether its format shows nothing of what stands in it."""
        return not self.is_blank and not self.text


Reader = Callable[[Typed, int], Understood | None]


def read_text(typed: Typed, year: int) -> Understood:
    """The text as it is seen; a long number is asked about where Excel shows it with an exponent of its own accord."""
    number, by_format = typed.number, re.search(r"E[+-]", typed.format, re.IGNORECASE)
    if number is not None and number.is_integer() and not by_format and re.search(r"\dE\+\d", typed.text):
        return Understood(f"{int(number)}", f"显示为“{typed.text}”，数是 {int(number)}")
    return Understood(typed.text)


def read_state(typed: Typed, year: int) -> Understood | None:
    """One of the states."""
    text = typed.plain.strip("。.!！,，;；、（）()")
    found = text if text in REPORTABLE or not text else SYNONYMS.get(text)
    return None if found is None else Understood(found)


def read_percent(typed: Typed, year: int) -> Understood | None:
    """A share of 0 to 100 %; where it could be another one, the doubt says why."""
    if not typed.text:
        return Understood("")
    if typed.number is None:
        found = read_share(typed.plain) if isinstance(typed.value, str) else None
    elif is_percent(typed.format):
        found = read_behind(typed.plain, typed.number)
    else:
        found = _unrounded(typed, typed.number)
    return Understood(*found) if found else None


def _unrounded(typed: Typed, number: float) -> tuple[str, str] | None:
    """The share that a number without a percent format is; where the format rounds it, that is a doubt."""
    seen = BARE.fullmatch(typed.plain)
    found = read_share(Typed(number).plain if seen else typed.plain)
    if found and seen and float(typed.plain.replace(",", "")) != number and not found[1]:
        return found[0], f"显示为“{typed.text}”，数是 {Typed(number).text}"
    return found


def read_day(typed: Typed, year: int) -> Understood | None:
    """A day (ISO 8601); without a year it is one of the plan's. Days far from that year are not understood."""
    day = day_of(typed, year)
    if day is None:
        return None if typed.text else Understood("")
    if not year - 1 <= day.year <= year + 2:
        return None
    unseen = _unseen(typed, day, year)
    return Understood(day.isoformat(), f"显示为“{typed.text}”，日期是 {day.isoformat()}" if unseen else "")


def day_of(typed: Typed, year: int) -> date | None:
    """The day that stands in a cell, of whatever year; without one it is of this year. None where it is none."""
    if isinstance(typed.value, date):  # a datetime is one
        return date(typed.value.year, typed.value.month, typed.value.day)
    if typed.number is not None and int(typed.number) in SERIALS:
        return EPOCH + timedelta(int(typed.number))
    if typed.number is not None and not typed.number.is_integer():  # 6.3 is also 6.30
        return None
    return typed_day(typed.plain.rstrip("。."), year)


def read_deadline(typed: Typed, year: int) -> Understood | None:
    """A deadline that names a day, as it is written; of a day in a cell what is seen: a month, or that day."""
    text = re.sub(r"\s", "", typed.text)
    if not text:
        return Understood("")
    if isinstance(typed.value, str):
        day = deadline(text, year).last_day
    else:
        day = day_of(typed, year)
        shows_day = "d" in day_parts(typed.format) or not day_parts(typed.format)
        text = (day_text(day) if shows_day else month_text(day)) if day else ""
    return Understood(text) if day and year - 1 <= day.year <= year + 2 else None


def read_milestones(typed: Typed, year: int) -> Understood | None:
    """A line for each milestone of which something is said; an answer that stands alone is that of all of them."""
    found, own = list[str](), [line.strip() for line in typed.text.splitlines() if line.strip()]
    for line in own:
        match = LINE.fullmatch(line)
        name, said = (match["name"].strip(), match["answer"].strip()) if match else ("", line)
        answer = _met(said, year)
        if answer is None or (answer and not name and len(own) > 1):
            return None
        found += [f"{name or ALL}：{answer}"] if answer else []
    return Understood("\n".join(found))


def _met(said: str, year: int) -> str | None:
    """Whether a milestone is done, or on which day it was; empty where nothing is said, None for anything else."""
    text = Typed(said).plain.strip("。.!！,，;；、（）()")
    if text in UNDONE:
        return UNMET
    if state := read_state(Typed(text), year):
        return MET if state.text == State.DONE else UNMET if state.text else ""
    told = re.sub(r"^已?于?|已?完成$", "", text)
    if IN_MONTH.fullmatch(told):
        return MET
    day = typed_day(told, year)
    return f"{day_text(day)}完成" if day and year - 1 <= day.year <= year + 2 else None


def _unseen(typed: Typed, day: date, year: int) -> bool:
    """Whether the cell does not show which day of which year it holds: Excel makes 2017-06-01 of 2017年6月."""
    if isinstance(typed.value, str):
        return False
    wanted = "md" if day.year == year else "ymd"
    parts = day_parts(typed.format)
    return bool(parts or isinstance(typed.value, date)) and not set(wanted) <= set(parts)


#: How each kind of answer is read, and what to say where it cannot be.
READERS: Mapping[AnswerKind, tuple[Reader, str]] = {
    AnswerKind.STATE: (read_state, f"只能是 {'、'.join(REPORTABLE)}"),
    AnswerKind.PERCENT: (read_percent, "写成 0 到 100% 的数，例如 60%"),
    AnswerKind.DAY: (read_day, "写成 2017-6-30 这样的日期"),
    AnswerKind.DEADLINE: (read_deadline, "写成 2017年11月 或 2017年11月15日 这样的日子"),
    AnswerKind.MILESTONES: (
        read_milestones,
        f"每行一个节点，冒号后面写 {MET}、{UNMET}，或者完成的日子，例如 3月25日",
    ),
    AnswerKind.TEXT: (read_text, ""),
}
FIELDS = {column: READERS[kind] for column, kind in ANSWERS.items()}
