"""Text → the lines that it takes, estimated without a layout engine, for the formats that are laid out elsewhere.

Widths are in ems, as Chinese faces have them: “ — … as wide as 字, Latin letters about half as wide.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from unicodedata import combining, east_asian_width

from render.page.tokens import HELD

LATIN = 0.6
DIGIT, CAPITAL = 0.5, 0.8  # in the free faces of running text, as measured; the real ones have all letters at 0.5
NORMAL = 1.3  #: line pitch of `line-height: normal`, in ems
OPENING, CLOSING = "[（《〈“‘「『【〔]*", "[，。、；：？！）》〉”’」』】〕…]*"
TOKEN = re.compile(rf"{OPENING}(?:[!-~]+|.){CLOSING}")  # no line ends inside one
HELD_TOKEN = re.compile(rf"(?:{OPENING}{HELD}|{OPENING}(?:[!-~]+|.)){CLOSING}")


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
    return tuple(
        line for paragraph in text.split("\n") for line in _lines(_tokens(paragraph, room), room, 0.0, text_width)
    )


@lru_cache(maxsize=4096)
def running_lines(text: str, room: float, indent: float) -> tuple[str, ...]:
    """A paragraph of running text, which holds its dates and numbers together, in lines of `room` ems."""
    first, *others = text.split("\n")
    parts = [(first, indent), *((other, 0.0) for other in others)]
    return tuple(line for part, used in parts for line in _lines(HELD_TOKEN.findall(part), room, used, _running_width))


def _running_width(text: str) -> float:
    return sum(map(_running_character, text))


@lru_cache(maxsize=4096)
def _running_character(character: str) -> float:
    return DIGIT if "0" <= character <= "9" else CAPITAL if "A" <= character <= "Z" else _width(character)


def _lines(tokens: Iterable[str], room: float, used: float, width_of: Callable[[str], float]) -> Iterator[str]:
    line = ""
    for token in tokens:
        width = width_of(token)
        if line and used + width > room:
            yield line
            line, used = "", 0.0
        line, used = line + token, used + width
    yield line


def _tokens(paragraph: str, room: float) -> Iterator[str]:
    """What is not broken; a word longer than a line is."""
    for token in TOKEN.findall(paragraph):
        yield from [token] if text_width(token) <= room else token
