"""Slips of the hand in YAML: what people type, what to say about it, and the line put right.

Both tables may be edited by anyone: a row in SLIPS is one slip, a row in COMPLAINTS one message of libyaml.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from render.reader.shape import KEYS, LISTS

LEAD = r"^(\s*(?:- +)*)"
KEY = rf"({'|'.join(sorted(KEYS))})"
VALUE = rf"^(\s*(?:- +)*(?:{'|'.join(sorted(KEYS))}): +)"
LIST = rf"^(\s*(?:- +)*(?:{'|'.join(sorted(LISTS))})\s*:\s*)"
QUOTE_IT = "给整个值加上英文单引号：'……'"
HALF_WIDTH = str.maketrans({"【": "[", "［": "[", "】": "]", "］": "]", "，": ", "})


class Slip(NamedTuple):
    """One kind of slip: how a line shows it, the words, and the line without it (None: cannot tell)."""

    pattern: re.Pattern[str]
    said: str
    hint: str
    mend: str | Callable[[re.Match[str]], str] | None


def _quote(match: re.Match[str]) -> str:
    return f"{match[1]}'{match[2].replace(chr(39), chr(39) * 2)}'"


SLIPS = tuple(
    Slip(re.compile(pattern), said, hint, mend)
    for pattern, said, hint, mend in (
        (
            r"^ *[\t\u3000\xa0]\s*(?=[^\s#])",
            "缩进里有制表符（Tab）或全角空格",
            "改用半角空格，与上下行对齐",
            None,
        ),
        (r"^(\s*)＃", "注释用了全角＃", "改成半角 #", r"\1#"),
        (
            rf"^(\s*)(?:[－—–]\s*|-)(?={KEY}\s*[:：])",
            "列表的短横写得不对",
            "写半角“-”，后面空一格",
            r"\1- ",
        ),
        (rf"{LEAD}[“”\"]?{KEY}[“”\"]?\s*：\s*", "键后面用了全角冒号", "改成半角冒号，后面空一格", r"\1\2: "),
        (rf"{LEAD}{KEY}:(?=\S)", "冒号后面没有空格", "在冒号后面空一格", r"\1\2: "),
        (
            rf"{LIST}(?=[\[【［][^#]*[\]】］]\s*(?:#.*)?$)(?=[^#]*[【】［］，])([^#]*)",
            "列表用了全角的方括号或逗号",
            "改成半角：[财务处, 人事处]",
            lambda match: match[1] + match[2].translate(HALF_WIDTH),
        ),
        (
            rf'{VALUE}"([^"]*)[“”]\s*$',
            "引号一头是英文的，一头是中文的",
            "两头都改成英文引号，或都去掉",
            r'\1"\2"',
        ),
        (
            rf'{VALUE}("(?:[^"\\]|\\.)*"\s*[^\s#].*)$',
            "英文引号只括住了值的一部分",
            QUOTE_IT,
            _quote,
        ),
        (rf"{VALUE}([@`%&*!].*)$", "值不能以 @ ` % & * ! 开头", QUOTE_IT, _quote),
        (rf"{VALUE}([^\s'\"\[{{#][^#]*:\s.*)$", "值里有半角冒号加空格", QUOTE_IT, _quote),
    )
)


class Complaint(NamedTuple):
    """A message of libyaml or PyYAML in plain words; `from_start`: show the line where the thing began."""

    pattern: str
    from_start: bool
    said: str
    hint: str


COMPLAINTS = (
    Complaint(r"mapping values are not allowed", False, "这里多了一个冒号，或上一行的键写得不对", QUOTE_IT),
    Complaint(r"could not find expected ':'", True, "这一行缺少冒号", "写成“键: 值”，冒号用半角，后面空一格"),
    Complaint(r"cannot start any token", False, "值不能以这个符号开头", QUOTE_IT),
    Complaint(r"unexpected end of stream|document separator", True, "引号没有配对", "补上另一半，或都去掉"),
    Complaint(r"expected ',' or", True, "括号没有配对，或缺少逗号", "写成 [财务处, 人事处]，括号和逗号用半角"),
    Complaint(
        r"expected key|<block end>|'-' indicator",
        False,
        "这一行没有对齐，或多了内容",
        "与上下同一级的行左边对齐",
    ),
    Complaint(
        r"block sequence entries|sequence entries are not",
        False,
        "“- ”不能写在这里",
        "另起一行，缩进后再写“- ”",
    ),
    Complaint(r"alphabetic or numeric character", False, "值不能以 & 或 * 开头", QUOTE_IT),
    Complaint(r"escape c|hexadecimal", False, "双引号里的反斜杠 \\ 写得不对", "改用英文单引号：'……'"),
    Complaint(r"node content", False, "括号或逗号的位置不对", "写成 [财务处, 人事处]"),
    Complaint(r"block scalar|line break", False, "值不能以 | 或 > 开头", QUOTE_IT),
    Complaint(r"tag|handle", False, "值不能以 ! 开头", QUOTE_IT),
    Complaint(r"directive|incompatible", False, "行首不能写 %", "删去这一行"),
    Complaint(r"<document start>", False, "这里的内容接不上前面", "删去这一行，或与上下行对齐"),
    Complaint(r"", False, "这里的写法不对", "请对照上下行的缩进、冒号和括号"),
)


def slip_in(line: str) -> Slip | None:
    """Return the first slip that a line shows."""
    return next((slip for slip in SLIPS if slip.pattern.search(line)), None)


def mend(lines: Iterable[str]) -> tuple[list[str], list[tuple[int, Slip]]]:
    """Return the lines put right, and each slip with its line number (1-based)."""
    mended, found = [], []
    for number, line in enumerate(lines, 1):
        for slip in SLIPS:
            if slip.pattern.search(line):
                found.append((number, slip))
                line = line if slip.mend is None else slip.pattern.sub(slip.mend, line)
        mended.append(line)
    return mended, found


def complaint(error: Exception) -> tuple[int, str, str]:
    """Return the line (1-based; 0 = unknown), the words and the hint for what YAML could not read."""
    problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    row = next(row for row in COMPLAINTS if re.search(row.pattern, problem))
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    mark = next((mark for mark in (marks if row.from_start else reversed(marks)) if mark), None)
    return (mark.line + 1 if mark else 0), row.said, row.hint
