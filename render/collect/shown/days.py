"""A serial number → day, time and elapsed time in the pieces of a number format."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from render.collect.shown.formats import TEXTS, Piece, Pieces

LEAP = 60  # 29 February 1900, which Excel has and the calendar has not
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
CHINESE = re.compile(r"\[\$-(?:[0-9a-f]*804|zh-CN)[^\]]*\]", re.IGNORECASE)


class Moment(NamedTuple):
    """A serial number taken apart; day 0 is 1900-01-00, as Excel counts."""

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: int
    rest: Decimal
    serial: Decimal  # in seconds

    @property
    def noon(self) -> int:
        """The hour of a clock with twelve."""
        return (self.hour + 11) % 12 + 1


FIELDS: Mapping[str, Callable[[Moment], object]] = {
    "yy": lambda one: f"{one.year % 100:02}",
    "yyyy": lambda one: f"{one.year:04}",
    "m": lambda one: one.month,
    "mm": lambda one: f"{one.month:02}",
    "mmm": lambda one: MONTHS[one.month - 1][:3],
    "mmmm": lambda one: MONTHS[one.month - 1],
    "mmmmm": lambda one: MONTHS[one.month - 1][0],
    "d": lambda one: one.day,
    "dd": lambda one: f"{one.day:02}",
    "ddd": lambda one: DAYS[one.weekday][:3],
    "dddd": lambda one: DAYS[one.weekday],
    "aaa": lambda one: "日一二三四五六"[one.weekday],
    "aaaa": lambda one: f"星期{'日一二三四五六'[one.weekday]}",
    "s": lambda one: one.second,
    "ss": lambda one: f"{one.second:02}",
    "minute": lambda one: one.minute,
    "minutes": lambda one: f"{one.minute:02}",
}
LONGEST = {"y": 4, "m": 5, "d": 4, "a": 4, "s": 2}
#: Shorter runs of letters that mean a longer one, and the era, which is the year here.
SAME = {"y": "yy", "yyy": "yyyy", "e": "yyyy"}
UNITS = {"h": 3600, "m": 60, "s": 1}


def is_dated(pieces: Pieces) -> bool:
    """Whether a section shows a day or a time."""
    return any(piece.kind in ("date", "elapsed") for piece in pieces)


def parts(pieces: Pieces) -> str:
    """Which of y, m, d a section shows."""
    words = [
        piece.text[0].lower() for piece in _with_minutes(pieces) if piece.kind == "date" and "min" not in piece.text
    ]
    return "".join(letter for letter, same in (("y", "ye"), ("m", "m"), ("d", "d")) if any(w in same for w in words))


def dated(value: float, pieces: Pieces) -> str:
    """The day and time of a serial number that is not negative."""
    pieces = list(_with_minutes(pieces))
    moment = _moment(_seconds(value, pieces))
    noon = any(piece.kind == "noon" for piece in pieces)
    chinese = any(CHINESE.fullmatch(piece.text) for piece in pieces)
    return "".join(_field(piece, moment, noon, chinese) for piece in pieces)


def _with_minutes(pieces: Pieces) -> Iterator[Piece]:
    """m and mm are minutes after hours and before seconds."""
    fields = [at for at, piece in enumerate(pieces) if piece.kind in ("date", "elapsed")]
    for at, piece in enumerate(pieces):
        if piece.kind == "date" and piece.text.lower() in ("m", "mm"):
            place = fields.index(at)
            before = pieces[fields[place - 1]].text.lower().strip("[") if place else ""
            after = pieces[fields[place + 1]].text.lower().strip("[") if place + 1 < len(fields) else ""
            if before.startswith("h") or after.startswith("s"):
                piece = Piece("date", "minute" if len(piece.text) == 1 else "minutes")
        yield piece


def _seconds(value: float, pieces: Pieces) -> Decimal:
    """Rounded to what the format shows of a second; where it shows none, nothing is rounded up to a minute."""
    seconds = [piece.text.lower() for piece in pieces if piece.text.lower().strip("[").startswith("s")]
    decimals = max((len(text.partition(".")[2]) for text in seconds), default=0)
    exact = (Decimal(f"{value:.15g}") * 86400).quantize(Decimal("0.001"), ROUND_HALF_UP)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP if seconds else ROUND_FLOOR)


def _moment(seconds: Decimal) -> Moment:
    serial, rest = divmod(seconds, 86400)
    number, whole = int(serial), int(rest)
    year, month, day = _day(number)
    clock = (whole // 3600, whole // 60 % 60, whole % 60)
    return Moment(year, month, day, (number - 1) % 7, *clock, rest - whole, seconds)


def _day(serial: int) -> tuple[int, int, int]:
    if serial in (0, LEAP):
        return (1900, 1, 0) if not serial else (1900, 2, 29)
    found = date(1899, 12, 31) + timedelta(serial - (serial > LEAP))
    return found.year, found.month, found.day


def _field(piece: Piece, moment: Moment, noon: bool, chinese: bool) -> str:
    if piece.kind == "elapsed":
        return _elapsed(piece.text.lower(), moment)
    if piece.kind == "noon":
        early, _, late = piece.text.partition("/")
        return early if moment.hour < 12 else late
    if piece.kind == "date":
        return _part(piece.text.lower(), moment, noon, chinese)
    return piece.text if piece.kind in TEXTS or (piece.kind == "mark" and piece.text != "@") else ""


def _part(word: str, moment: Moment, noon: bool, chinese: bool) -> str:
    word, _, decimals = word.partition(".")
    if word.startswith("h"):
        hour = moment.noon if noon else moment.hour
        return f"{hour:02}" if len(word) > 1 else str(hour)
    if chinese and word in ("ddd", "dddd"):
        return ("周" if word == "ddd" else "星期") + "日一二三四五六"[moment.weekday]
    if word not in ("minute", "minutes"):
        word = SAME.get(word, "yyyy" if word[0] == "e" else word[: LONGEST[word[0]]])
    return str(FIELDS[word](moment)) + _decimals(moment, decimals)


def _decimals(moment: Moment, places: str) -> str:
    return f".{int(moment.rest.scaleb(len(places))):0{len(places)}}" if places else ""


def _elapsed(word: str, moment: Moment) -> str:
    """[h], [mm], [ss].00: all of the time in that unit."""
    unit, _, decimals = word.partition("]")
    count = int((moment.serial / UNITS[unit[1]]).to_integral_value(ROUND_FLOOR))
    return f"{count:0{len(unit) - 1}}" + _decimals(moment, decimals.strip("."))
