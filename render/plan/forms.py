"""The forms of what stands in the head and the foot of a letter, 代字 and 报送日, and of 结转 of a task.

Each is printed as it is written, so that what has not its form would go out wrong.
"""

import re

EVERY = ""  # stands for every kind of document

# 7.2.5: brackets, the year and 号 are printed by the template, and 代字 ends before them.
CODE = re.compile(r"[^\s0-9０-９〔〕()（）【】［］\[\]{}<>〈〉《》“”\"'‘’、，。；：,.;:#＃第号年]+")
REPORT_DAY = re.compile(r"[1-9]|[12][0-9]|3[01]")
_FORMER = r"[0-9]{4}年 [1-9][0-9]*-[1-9][0-9]*"  # a task of another year's plan
CARRIED = re.compile(rf"{_FORMER}(?:、{_FORMER})*")


def code(text: str) -> str:
    """The mark of an organ, such as 某财函; ValueError where more than that is written."""
    return _formed(text, CODE, "code_form")


def codes(value: object) -> object:
    """The marks of an organ by kind of document; one text is the mark on all of them."""
    if not isinstance(value, str):
        return value
    return {EVERY: code(value)} if value else {}


def report_day(text: str) -> str:
    """A day of a month."""
    return _formed(text, REPORT_DAY, "report_day_form")


def carried(text: str) -> str:
    """The tasks of former years of which a task is the rest: 2017年 3-2, the oldest first."""
    return _formed(text, CARRIED, "carried_form")


def _formed(text: str, form: re.Pattern[str], kind: str) -> str:
    if text and not form.fullmatch(text):
        raise ValueError(kind)
    return text
