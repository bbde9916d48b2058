"""Characters that no typeface here has, so that a PDF would show boxes: which, how to name them, what to do."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable
from functools import cache

from render.errors import PageError
from render.fontconfig import listing

SHAPED = ("TrueType", "CFF")  # the formats of faces that Pango takes (pango_fc_is_supported_font_format)
UNSEEN = ("Cc", "Cf")  # Unicode categories: controls; joiners and marks of direction
LINE_ENDS = {"\x85", "\u2028", "\u2029"}  # space to Python
SHOWN = 10  # characters that one message names
CODE = re.compile(r"U\+([0-9A-F]{4,6})")

OWN = "自造的字别的电脑上也没有，换成正式的字"
UNWANTED = "看不见的控制符，删去"
#: First and last character → what to do; the first that fits.
REMEDIES = (
    ("\ue000", "\uf8ff", OWN),
    ("\U000f0000", "\U0010ffff", OWN),
    ("\x00", "\x9f", UNWANTED),
    ("\u2028", "\u2029", "看不见的换行符，删去，用空格或另起一段"),
    ("\U0001f000", "\U0001faff", "表情符号删去，或换成文字"),
)
OTHERWISE = "换一个字，或安装有它的字体"
#: First and last character → Debian's package of a face that has it; else the last resort.
PACKAGES = (("\u3400", "\u9fff", "fonts-hanazono"), ("\U00020000", "\U0003ffff", "fonts-hanazono"))
BROADEST = "fonts-noto-core"


class MissingGlyphs(PageError):
    """A page holds characters that print as boxes."""

    def __init__(self, characters: Collection[str]) -> None:
        message = f"没有生成，因为会印成空框：这台电脑的字体里没有{named(characters)}"
        super().__init__(message, remedy(characters))
        self.characters = frozenset(characters)


def doubtful(text: str) -> set[str]:
    """The characters of a text that may print as boxes here; only a layout tells for sure.

    No face has them, though it may have their parts (é, 﨑); or they show nothing by themselves (joiners, controls).
    """
    return {char for char in set(text) if not char.isspace() and _is_doubtful(char)} | LINE_ENDS & set(text)


@cache
def _is_doubtful(char: str) -> bool:
    return unicodedata.category(char) in UNSEEN or not _has(char)


def _has(char: str) -> bool:
    starts, ends = _coverage()
    place = bisect_right(starts, ord(char)) - 1
    return place >= 0 and ord(char) <= ends[place]


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """First and last code points of the ranges that some face covers: Pango falls back to any of them."""
    faces = {line.partition("\t")[::2] for line in listing("%{fontformat}\t%{charset}")}
    ranges = {span for form, charset in faces if form in SHAPED for span in charset.split()}
    starts, ends = list[int](), list[int]()
    for first, last in sorted(map(_bounds, ranges)):
        if ends and first <= ends[-1] + 1:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return starts, ends


def _bounds(span: str) -> tuple[int, int]:
    first, _, last = span.partition("-")
    return int(first, 16), int(last or first, 16)


def named(chars: Collection[str]) -> str:
    """`“𪚥”（U+2A6A5）、U+0085`: each with its number; what cannot be seen has only that."""
    names = [_name(char) for char in sorted(chars)]
    more = f"等 {len(names)} 个字符" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more


def _name(char: str) -> str:
    number, kind = f"U+{ord(char):04X}", unicodedata.category(char)
    if kind in ("Cc", "Co", "Cn", "Zl", "Zp"):
        return number
    return f"“{'◌' if kind == 'Mn' else ''}{char}”（{number}）"


def named_in(message: str) -> str:
    """The characters that a message names."""
    return "".join(chr(int(number, 16)) for number in CODE.findall(message))


def remedy(chars: Iterable[str]) -> str:
    """What to do about them."""
    chars = sorted(chars)
    told = [text for first, last, text in REMEDIES if any(first <= char <= last for char in chars)]
    others = [char for char in chars if not any(first <= char <= last for first, last, _ in REMEDIES)]
    if others:
        packages = sorted({_package(char) for char in others})
        told.append(f"{OTHERWISE}（Debian：sudo apt-get install {' '.join(packages)}）")
    return "；".join(dict.fromkeys(told))


def _package(char: str) -> str:
    return next((package for first, last, package in PACKAGES if first <= char <= last), BROADEST)
