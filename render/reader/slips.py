"""Slips of the hand in YAML: what people type, what to say about it, and the line put right.

Both tables may be edited by anyone: a row in SLIPS is one slip, a row in COMPLAINTS one message of libyaml.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from render.reader.copy import Copy
from render.reader.shape import KEYS, LISTS

LEAD = r"^(\s*(?:- +)*)"
KEY = rf"({'|'.join(sorted(KEYS))})"
VALUE = rf"^(\s*(?:- +)*(?:{'|'.join(sorted(KEYS))}): +)"
LIST = rf"^(\s*(?:- +)*(?:{'|'.join(sorted(LISTS))})\s*:\s*)"
QUOTE_IT = "给整个值加上英文单引号：'……'"
HALF_WIDTH = str.maketrans({"【": "[", "［": "[", "】": "]", "］": "]", "，": ", "})


class Slip(NamedTuple):
    """One kind of slip: how a line shows it, the words, and the line without it."""

    pattern: re.Pattern[str]
    said: str
    hint: str
    mend: str | Callable[[re.Match[str]], str]


def quoted(text: str) -> str:
    """A text in single quotation marks."""
    return "'" + text.replace("'", "''") + "'"


def _quote(match: re.Match[str]) -> str:
    return match[1] + quoted(match[2])


def _half_width(match: re.Match[str]) -> str:
    return match[0].expandtabs(4).replace("\u3000", "  ").replace("\xa0", " ")


SLIPS = tuple(
    Slip(re.compile(pattern), said, hint, mend)
    for pattern, said, hint, mend in (
        (
            r"^ *[\t\u3000\xa0]\s*(?=[^\s#])",
            "缩进里有制表符（Tab）或全角空格",
            "改用半角空格，左边空 {indent} 格",
            _half_width,
        ),
        (r"^(\s*)＃", "注释用了全角＃", "改成半角 #", r"\1#"),
        (
            rf"^(\s*)(?:[－—–]\s*|-(?! )\s*)(?={KEY}\s*[:：])",
            "列表的短横写得不对",
            "写半角“-”，后面空一格",
            r"\1- ",
        ),
        (rf"{LEAD}[“”\"]?{KEY}[“”\"]?\s*：\s*", "键后面用了全角冒号", "改成半角冒号，后面空一格", r"\1\2: "),
        (
            rf"{LEAD}{KEY}\s*: *[\t\u3000\xa0\u2000-\u200b][\s\u200b]*",
            "冒号后面的空格不是半角空格",
            "删去它，改成一个半角空格",
            r"\1\2: ",
        ),
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


def mended(copy: Copy) -> tuple[Copy, list[tuple[int, str, str]]]:
    """The copy put right, and each slip: its line in the file, the words, and the hint."""
    lines, found = [], []
    for origin, line in zip(copy.origins, copy.lines, strict=True):
        for slip in SLIPS:
            if slip.pattern.search(line):
                found.append((origin, slip.said, slip.hint))
                line = slip.pattern.sub(slip.mend, line)
        lines.append(line)
    return copy.with_lines(lines), found


def complaint(error: Exception) -> tuple[str, str, tuple[int, ...]]:
    """Return the words and the hint for what YAML could not read, and the lines (from 0), the one to show first."""
    problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    row = next(row for row in COMPLAINTS if re.search(row.pattern, problem))
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    lines = tuple(mark.line for mark in (marks if row.from_start else reversed(marks)) if mark)
    return getattr(error, "said", row.said), getattr(error, "hint", row.hint), lines
