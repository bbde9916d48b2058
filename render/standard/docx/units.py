"""Word's ways to write a length → pt and mm."""

import re

from render.standard.clauses import POINT

_UNITS = {"": 1 / 20, "pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "pi": 12.0}
_LENGTH = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+))\s*(pt|mm|cm|in|pc|pi|)\s*")
EMU = 360_000 / 10  # a millimetre


def points(text: str | None, bare: float | None = None) -> float | None:
    """`579` (twips), `28.95pt`, `1cm` → pt; `bare` is what a number without a unit counts instead of 1/20 pt."""
    match = _LENGTH.fullmatch(text or "")
    if match is None or len(match[1]) > 12:
        return None
    unit = _UNITS[match[2]] if match[2] or bare is None else bare
    return float(match[1]) * unit


def millimetres(text: str | None) -> float | None:
    """As `points`, in mm."""
    length = points(text)
    return None if length is None else length * POINT


def amount(text: str | None, default: float = 0.0) -> float:
    """A plain number; `default` for anything else."""
    number = points(text, 1.0)
    return default if number is None else number


def colour(text: str | None) -> str:
    """`auto`, `red`, `#f00`, `FF0000` → RRGGBB; what is none of these is taken for black."""
    word = (text or "").partition(" ")[0].lstrip("#")
    if re.fullmatch(r"[0-9A-Fa-f]{3}", word):
        word = "".join(digit * 2 for digit in word)
    return word.upper() if re.fullmatch(r"[0-9A-Fa-f]{6}", word) else _NAMED.get(word.lower(), "000000")


_NAMED = {"red": "FF0000", "white": "FFFFFF", "blue": "0000FF", "green": "008000", "yellow": "FFFF00"}
