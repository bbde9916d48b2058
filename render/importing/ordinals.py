"""How items of a list are numbered: 一、（一）1.（1）①; the style of a number tells the level of what it begins."""

import re
from typing import NamedTuple

CHINESE = "一二三四五六七八九十百零〇"
STYLES = {
    style: re.compile(rf"\s*{pattern}\s*")
    for style, pattern in (
        ("第一", rf"第[{CHINESE}\d]+(?:[章节条项]|部分)[、：:]?"),
        ("一、", rf"[{CHINESE}]+\s*[、.．]"),
        ("（一）", rf"[（(]\s*[{CHINESE}]+\s*[)）][、.．]?"),
        ("1.", r"\d{1,3}\s*(?:、|[.．](?!\d))"),
        ("（1）", r"[（(]\s*\d{1,3}\s*[)）][、.．]?"),
        ("1）", r"\d{1,3}\s*[)）][、.．]?"),
        ("①", r"[①-⑳⑴-⒇㉑-㉟㊀-㊉]"),
    )
}
BARE = re.compile(rf"[（(]?\s*(?:[{CHINESE}]+|\d{{1,4}}(?:[-.]\d{{1,3}})*|[①-⑳])\s*[)）]?\s*[、.．]?")
HIGHEST = re.compile(rf"[（(]?\s*[{CHINESE}]+\s*[)）]?\s*[、.．]?")


class Numbered(NamedTuple):
    """A text that begins with a number: the style of the number, the number, the rest; empty where there is none."""

    style: str
    number: str
    rest: str


def numbered(text: str) -> Numbered:
    """A text, its number apart."""
    for style, pattern in STYLES.items():
        if (match := pattern.match(text)) and match.end() < len(text):
            return Numbered(style, match[0].strip(), text[match.end() :].strip())
    return Numbered("", "", text.strip())


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else, as in a column 序号."""
    return bool(BARE.fullmatch(text.strip()))


def is_section_number(text: str) -> bool:
    """Whether a text is a Chinese number alone, as beside the name of a section."""
    return bool(HIGHEST.fullmatch(text.strip()))


#: How this program numbers goals, level by level.
OURS = (rf"[（(]\s*[{CHINESE}]+\s*[)）]", r"\d+\.", r"[（(]\s*\d+\s*[)）]")


def without_our_number(text: str, level: int) -> str:
    """The name of a goal as this program prints it, without its number; a sign after that belongs to the name."""
    return re.sub(rf"^\s*{OURS[level]}\s*", "", text).strip()
