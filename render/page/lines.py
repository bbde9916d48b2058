"""Text → the lines that it takes, estimated without a layout engine, for the formats that are laid out elsewhere.

Widths are in ems, as Chinese faces have them: “ — … as wide as 字, Latin letters about half as wide.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import combining, east_asian_width

LATIN = 0.6
NORMAL = 1.3  #: line pitch of `line-height: normal`, in ems
TOKEN = re.compile(r"[（《〈“‘「『【〔]*(?:[!-~]+|.)[，。、；：？！）》〉”’」』】〕…]*")  # no line ends inside one


def text_width(text: str) -> float:
    """The width of a text in ems."""
    return sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(character: str) -> float:
    if combining(character):
        return 0.0
    return 1.0 if east_asian_width(character) in "WFA" else LATIN


@lru_cache(maxsize=4096)
def break_lines(text: str, room: float) -> tuple[str, ...]:
    """A text in lines of `room` ems; "\\n" ends a line and is left out."""
    return tuple(line for paragraph in text.split("\n") for line in _lines(paragraph, room))


def _lines(paragraph: str, room: float) -> Iterator[str]:
    line, used = "", 0.0
    for token in _tokens(paragraph, room):
        width = text_width(token)
        if line and used + width > room:
            yield line
            line, used = "", 0.0
        line, used = line + token, used + width
    yield line


def _tokens(paragraph: str, room: float) -> Iterator[str]:
    """What is not broken; a word longer than a line is."""
    for token in TOKEN.findall(paragraph):
        yield from [token] if text_width(token) <= room else token
