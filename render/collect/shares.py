"""How people write a share → a percentage, with a doubt where it may be another: 60%, 60, 0.6, 六成, 约60%, 150%."""

import re
from contextlib import suppress

NUMERALS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(%?)")
TENTHS = re.compile(r"([0-9]|10|[一二两三四五六七八九十])成([一二三四五六七八九]|半)?")
PART = re.compile(r"百分之(.+)")
ROUGH = re.compile(
    r"(?:大约|大概|约|近|将近|接近|超过|超|过|至少|不到|已完成|完成|已达|达到|达)?(.+?)(?:左右|上下|以上|以下|多|余|\+)?"
)
HUNDRED = 100.0
Share = tuple[str, str]  # the percentage, and the doubt


def read_share(text: str) -> Share | None:
    """A percentage from a text in half-width characters without spaces; None where there is none."""
    text = text.rstrip("。,，;；")
    if found := _plain(text):
        return found
    rough = ROUGH.fullmatch(text)
    found = _plain(rough[1]) if rough and rough[1] != text else None
    return (found[0], f"写的是“{text}”") if found else None


def read_behind(text: str, number: float) -> Share | None:
    """A percentage from the number behind a percent format; that the format rounds it makes no other share of it."""
    share = number * HUNDRED
    if share > HUNDRED and text in ("100%", "100.0%", "100.00%"):
        share = HUNDRED
    if 0 <= share <= HUNDRED:
        return _percent(share), ""
    if 10 <= number <= HUNDRED:  # 60 under a percent format: 6000%
        return _percent(number), f"显示为“{text}”"
    return _over(text) if HUNDRED < share < 10 * HUNDRED else None


def _plain(text: str) -> Share | None:
    if match := TENTHS.fullmatch(text):
        return _tenths(match)
    if match := PART.fullmatch(text):
        number = _numeral(match[1])
        return _within(number, text) if number is not None else None
    match = NUMBER.fullmatch(text)
    if not match:
        return None
    return _within(float(match[1]), text) if match[2] else _bare(float(match[1]), text)


def _bare(number: float, text: str) -> Share | None:
    """0.6 is 60 %, 60 too; 1 may be 1 % or 100 %, 1.5 may be 150 %."""
    if 0 < number < 1:
        return _percent(number * HUNDRED), ""
    if number == 1:
        return _percent(HUNDRED), f"写的是“{text}”，没有百分号"
    if number < 10 and not number.is_integer():
        return _percent(number), f"写的是“{text}”，没有百分号"
    return _within(number, text)


def _within(share: float, text: str) -> Share | None:
    return (_percent(share), "") if share <= HUNDRED else _over(text) if share < 10 * HUNDRED else None


def _over(text: str) -> Share:
    return _percent(HUNDRED), f"显示为“{text}”，超过 100%"


def _percent(share: float) -> str:
    return f"{round(share, 2):g}%"


def _tenths(match: re.Match[str]) -> Share | None:
    """六成 → 60%, 六成五 → 65%."""
    tenths = int(match[1]) if match[1].isdigit() else 10 if match[1] == "十" else NUMERALS[match[1]]
    ones = 5 if match[2] == "半" else NUMERALS[match[2]] if match[2] else 0
    return _within(10 * tenths + ones, match[0])


def _numeral(text: str) -> float | None:
    """百 → 100, 六十五点五 → 65.5, 65.5 → 65.5; None where it is none."""
    if match := re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", text):
        return float(match[0])
    if text in ("百", "一百"):
        return HUNDRED
    whole, point, rest = text.partition("点")
    tens, ten, ones = whole.rpartition("十")
    with suppress(KeyError):
        if bool(point) != bool(rest) or not (ten or ones):
            return None
        number = (10 * (NUMERALS[tens] if tens else 1) if ten else 0) + (NUMERALS[ones] if ones else 0)
        return float(f"{number}.{''.join(str(NUMERALS[digit]) for digit in rest) or '0'}")
    return None
