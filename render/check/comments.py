"""Text that YAML takes for a comment: `内容: 1 #楼、2 #楼` is read as 1."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from render.check.found import Found
from render.reader import Reading
from render.reader.nodes import TEXTS
from render.reader.shape import SHOWN, shown

LINE_END = re.compile(r"\r\n|\r|\n")
# Lines that are worth a closer look.
SUSPECT = re.compile(
    r"(?m)^[^\S\n]*[^\s#].*?(?:\S\s#|\s#\S)|^[\s-]*(?:标题|内容):.*\s#"
)  # what is apart from a value as APART is not
OWN = re.compile(r"#\s*(?:不查|待核对|请核对)")  # what we ask the office to write, or write ourselves
APART = re.compile(r"\s{2,}#(?:\s|$)")  # written as a comment is: apart from the value, with a space behind the #
# A value of these has its form or its list, so that nothing of it can be lost unseen.
CHECKED = ("年度", "类别", "群体", "编号", "完成时间", "报送日")
SENTENCES = ("标题", "内容")  # these hold # as other marks, and nobody explains a sentence behind it
QUOTE = "是内容的，给整个值加上英文单引号：'……'；是说明的，# 前面空两格、后面空一格，或注明 # 不查"
KEY = re.compile(r"\s*(?:- +)*([^\s:]+)\s*:")


@dataclass(slots=True)
class _Line:
    """What YAML reads on a line: up to which column, whether that is a plain text, and where this begins."""

    end: int = 0
    plain: bool = False
    start: int = 0


def lost_texts(reading: Reading) -> Found:
    """Values that go on behind a #, or that begin with one, as far as it does not look like a comment."""
    if not SUSPECT.search(reading.text):
        return
    lines = LINE_END.split(reading.text)
    for number, read in _read(reading.text).items():
        line = lines[number]
        rest = line[read.end :]
        if rest.lstrip().startswith("#") and _is_lost(line, read, rest):
            kept = f"只读到“{_ending(line[read.start : read.end])}”" if read.plain else "值读作空白"
            yield number + 1, f"{kept}，后面的“{shown(rest.strip())}”当作说明，不会印出来", QUOTE


def _ending(text: str) -> str:
    return shown(text if len(text) < SHOWN else f"…{text[1 - SHOWN :]}")


def _is_lost(line: str, read: _Line, rest: str) -> bool:
    if OWN.match(rest.lstrip()):
        return False
    if not read.plain:  # a quoted text or a list has an end; behind a bare key a comment has a space
        return line[: read.end].rstrip().endswith((":", "-")) and not rest.lstrip().startswith("# ")
    key = KEY.match(line)
    name = key[1] if key else ""
    return name in SENTENCES or (not APART.match(rest) and name not in CHECKED)


def _read(text: str) -> dict[int, _Line]:
    """Line (from 0) → what YAML reads on it; lines within a block of text are not there."""
    lines: dict[int, _Line] = {}
    for token in _tokens(text):
        start, end = token.start_mark, token.end_mark
        if start.line == end.line and start.column < end.column:
            plain = isinstance(token, yaml.ScalarToken) and token.plain
            lines[end.line] = _Line(end.column, plain, start.column)
    return lines


def _tokens(text: str) -> Iterator[Any]:
    return yaml.scan(text, TEXTS)
