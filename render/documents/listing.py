"""Names of units → the lines of a narrow cell: none is broken that fits on a line, a long one between words."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from render.documents.titles import LONGEST_WORD, cut, title_width
from render.plan.fields import JOINT

#: Words that names of units are made of, beside those of titles; a line never ends inside one. Anyone can add to them.
WORDS = """
各市、县 各市县 各县区 各区县 县（市、区） （市、区） 全县 全区 处室 领导小组 人民政府
""".split()  # noqa: SIM905
_WORDS = frozenset(WORDS)
MARK = re.compile("[、的和）]")  # it stays with the word before it
OPENING = "（"  # it stays with the word behind it
MOST = 4  # lines of one name
SHORT_WORD = 2  # characters of a word that fits into every cell
ROUNDING = 1e-6  # characters
TORN = 20.0  # what a line costs that ends where no word does, in characters of unevenness


def name_lines(names: Sequence[str], room: float) -> list[str]:
    """The names, joined, in lines of `room` characters; one that is longer has lines of its own."""
    lines, whole = list[str](), False
    for name in _joined(names):
        if whole and title_width(lines[-1] + name) <= room:
            lines[-1] += name
            continue
        own = _lines(name, room)
        lines, whole = lines + own, len(own) == 1
    return lines


def _joined(names: Sequence[str]) -> list[str]:
    return [*(f"{name}{JOINT}" for name in names[:-1]), *names[-1:]]


@lru_cache(maxsize=4096)  # a unit stands in several documents, and in many cells of each
def _lines(name: str, room: float) -> list[str]:
    """As few lines as words allow, and as even; the name whole where it is no name but a text."""
    enough = [count for count in range(1, MOST + 1) if title_width(name) <= room * count + ROUNDING]
    for longest in (LONGEST_WORD, SHORT_WORD):
        pieces = _pieces(name, longest)
        for count in (count for count in enough if count <= len(pieces)):
            choices = [
                lines for lines in _splits(pieces, count) if max(title_width("".join(line)) for line in lines) <= room
            ]
            if choices:
                return ["".join(line) for line in min(choices, key=_cost)]
    return [name]


def _pieces(name: str, longest: int) -> list[str]:
    """The words of a name, each with the marks behind it."""
    found = list[str]()
    for word in cut(name, _WORDS, longest):
        if found and (MARK.fullmatch(word) or found[-1].endswith(OPENING)):
            found[-1] += word
        else:
            found.append(word)
    return found


def _splits(pieces: Sequence[str], count: int) -> Iterator[list[Sequence[str]]]:
    for cuts in combinations(range(1, len(pieces)), count - 1):
        yield [pieces[start:end] for start, end in pairwise([0, *cuts, len(pieces)])]


def _cost(lines: Sequence[Sequence[str]]) -> float:
    widths = [title_width("".join(line)) for line in lines]
    torn = sum(len(above[-1]) == len(below[0]) == 1 for above, below in pairwise(lines))
    return max(widths) - min(widths) + TORN * torn + (widths[0] < widths[-1]) / 2
