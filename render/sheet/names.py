"""Lists of names ↔ the text of a cell: 甲处、乙处, a name that holds a separator in quotation marks."""

import re
from collections.abc import Collection, Iterable, Iterator

from render.plan.fields import JOINT

MARKS = "、，,；;\n"
SEPARATOR = re.compile(rf"\s*[{MARKS}]+\s*")
UNSURE = re.compile(rf"[{MARKS}“”\"]")
_END = rf"(?=\s*(?:[{MARKS}]|$))"
QUOTED = re.compile(rf"“((?:[^”]|””)*)”{_END}|\"((?:[^\"]|\"\")*)\"{_END}")
PIECES = 3  # of a known name that itself holds separators: 各市、县财政局 has two


def names_text(names: Iterable[str]) -> str:
    """Names in one text, which `names_in` reads as they are."""
    return JOINT.join(_quoted(name) if UNSURE.search(name) else name for name in names)


def _quoted(name: str) -> str:
    return f"“{name.replace('”', '””')}”"


def names_in(text: str, known: Collection[str]) -> list[str]:
    """The names in a text; one of the known names may hold separators without quotation marks."""
    return list(_names(text.strip(), known))


def _names(text: str, known: Collection[str]) -> Iterator[str]:
    at = 0
    while at < len(text):
        if separator := SEPARATOR.match(text, at):
            at = separator.end()
            continue
        name, at = _next(text, at, known)
        yield name


def _next(text: str, at: int, known: Collection[str]) -> tuple[str, int]:
    """The name that begins at a place, and its end: quoted, else the longest known one, else up to a separator."""
    if quoted := QUOTED.match(text, at):
        first, second = quoted.groups()
        return (first or "").replace("””", "”") or (second or "").replace('""', '"'), quoted.end()
    ends = [match.start() for match in SEPARATOR.finditer(text, at)][:PIECES]
    ends.append(len(text))
    end = next((end for end in reversed(ends) if text[at:end].strip() in known), ends[0])
    return text[at:end].strip(), end
