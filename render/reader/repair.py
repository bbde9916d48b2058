"""A copy that cannot be read, or only as something else than was meant → the mistakes behind it, each with a remedy.

Of what may be wrong near a place where reading failed, every remedy is tried on the lines around it; that after
which they can be read without another problem is the one to tell. What followed from the mistake is gone with it,
and what is left is other mistakes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from render.reader.copy import Copy, Splice, says
from render.reader.remedies import REMEDIES, Remedy, Suspect, indent_of

ROUNDS = 12  # mistakes that are looked for in one file
WHOLE = 2_000_000  # characters that may be read so as to see what is left; a long file has fewer rounds
TRIED = 25_000  # lines that may be read so as to see what helps; about a second
ENDLESS = 10**6  # columns
AROUND = 8  # lines above and below that are read to see whether a remedy helps
GROUPS = 5  # places that are looked at, those with most problems
FEW = 2  # lines; a mistake in more may be one in fewer that stand above
FAR = 40  # lines further up or down than this are not to blame
STEP = 4  # lines between problems of which one may follow from the other


@dataclass(frozen=True, slots=True)
class Sight:
    """What became of reading a copy: where it stopped, how much was left, the lines (from 0) with problems, lost keys.

    A line stands there once for each problem, twice where the problem is seldom alone.
    """

    stops: tuple[int, ...] = ()
    unread: int = 0
    faults: tuple[int, ...] = ()
    lost: int = 0  # keys that stand in the copy and were read as something else

    @property
    def cost(self) -> tuple[int, int]:
        """What is compared."""
        return self.unread, len(self.faults) + self.lost


Look = Callable[[Copy], Sight]
BEYOND = 2  # problems that may be left where reading could not go on before


def repaired(copy: Copy, look: Look) -> tuple[Copy, list[tuple[int, str, str]]]:
    """The copy with each mistake put right whose remedy was found, and the file's line, words and hint for each."""
    search, found = Search(look), list[tuple[int, str, str]]()
    size = sum(map(len, copy.lines))
    for _ in range(min(ROUNDS, WHOLE // max(1, size) + 1)):
        sight = look(copy.own())
        remedy = next(filter(None, (search.best(copy, spots) for spots in suspects(copy, sight))), None)
        if remedy is None:
            break
        found.append((copy.origins[remedy.at], remedy.said, remedy.hint))
        copy = copy.changed(remedy.change)
    return copy, found


Spots = tuple[list[int], list[int]]  # lines that may be to blame, and those that are looked at only after these


def suspects(copy: Copy, sight: Sight) -> Iterator[Spots]:
    """Where reading stopped, else where several problems are close together, or one hides what is below it."""
    if sight.stops:
        first = sight.stops[0]
        yield _near(copy, [n for n in sight.stops if abs(n - first) < FAR]), _openings(copy, first)
        return
    groups = list[list[int]]()
    for line in sorted(sight.faults):
        if groups and line - groups[-1][-1] <= STEP:
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in sorted(groups, key=len, reverse=True)[:GROUPS]:
        if len(group) > 1 or sight.lost > 1:
            yield _near(copy, list(dict.fromkeys(group))[:4]), _openings(copy, group[0])


def _near(copy: Copy, lines: Sequence[int]) -> list[int]:
    """Some lines, and the next ones above and below that say something."""
    above = (next((n for n in range(line - 1, -1, -1) if says(copy.lines[n])), line) for line in lines)
    below = (next((n for n in range(line + 1, len(copy.lines)) if says(copy.lines[n])), line) for line in lines)
    return [n for n in dict.fromkeys((*lines, *above, *below)) if says(copy.lines[n])]


def _openings(copy: Copy, line: int) -> list[int]:
    """Lines further up on which something began: the items it stands in, the nearest list, and an odd quotation."""
    above = [n for n in range(line - 1, -1, -1) if says(copy.lines[n])]
    heads = (n for n, before in pairwise(above) if copy.lines[before].rstrip().endswith(":"))
    quotes = (n for n in above if any(copy.lines[n].count(sign) % 2 for sign in "'\""))
    found = (*_ancestors(copy, above), next(heads, None), next(quotes, None))
    return [n for n in dict.fromkeys(found) if n is not None and line - n < FAR]


def _ancestors(copy: Copy, above: Sequence[int]) -> Iterator[int]:
    """Of lines from below upwards, the items that the first of them stands in."""
    indent = ENDLESS
    for n in above:
        if indent_of(copy.lines[n]) < indent:
            indent = indent_of(copy.lines[n])
            if copy.lines[n].lstrip().startswith("- "):
                yield n


class Search:
    """Tries remedies as long as there is something left of what may be read for it."""

    def __init__(self, look: Look) -> None:
        self.reader = look
        self.left = TRIED

    def look(self, copy: Copy) -> Sight:
        """Read a part of the file; what was read is gone."""
        self.left -= len(copy.lines)
        return self.reader(copy.own())

    def best(self, copy: Copy, spots: Spots) -> Remedy | None:
        """The remedy that leaves least to complain of near some lines; of equal ones, in the whole file."""
        if not any(spots):
            return None
        kept = window(copy, [n for lines in spots for n in lines])
        sight = self.look(copy.part(kept))
        before, others = sight.cost, self.earlier(copy.part(kept), sight)
        least, found = before, list[Remedy]()
        for remedy in (one for lines in spots for kind in REMEDIES for n in lines for one in kind(Suspect(copy, n))):
            unread, faults = self.after(_tried(copy, kept, remedy.change), least)
            after = unread, max(0, faults - others)
            if after < least and _helps(before, after):
                least, found = after, []
            if after == least != before:
                found.append(remedy)
            if self.left < 0 or (least == (0, 0) and _size(found[-1]) <= FEW):
                break
        return self.likeliest(copy, found)

    def likeliest(self, copy: Copy, found: Sequence[Remedy]) -> Remedy | None:
        """Of remedies that help as well near their place, the one that also helps in the whole; else the smallest."""
        small = [one for one in found if _size(one) <= FEW]
        if small or not found:
            return small[0] if small else None
        each = dict[int, Remedy]()
        for one in sorted(found, key=_size):
            each.setdefault(one.at, one)
        return min(each.values(), key=lambda one: self.reader(copy.changed(one.change).own()).cost)

    def after(self, tried: Copy, least: tuple[int, int]) -> tuple[int, int]:
        """What it costs to read a copy; where reading stops later, with what is wrong as far as it came."""
        sight = self.look(tried)
        later = 0 < sight.unread < least[0] - STEP
        return (sight.unread, self.earlier(tried, sight)) if later else sight.cost

    def earlier(self, copy: Copy, sight: Sight) -> int:
        """Where reading stopped, what is wrong above the item in which it did."""
        stop = min(sight.stops, default=0)
        above = next((n for n in range(stop - 1, 0, -1) if _begins(copy.lines[n])), 0)
        return self.look(Copy.of_lines(copy.lines[:above])).cost[1] if above else 0


def _size(remedy: Remedy) -> int:
    return len(remedy.change.lines)


def _helps(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether a mistake is worth telling: reading goes on, or it and what is left are fewer than before."""
    if after[0] == before[0]:
        return after[1] + 1 < before[1]
    return (after[0] == 0 and after[1] <= BEYOND) or (0 < after[0] < before[0] - STEP and after[1] == 0)


def _tried(copy: Copy, kept: Sequence[int], change: Splice) -> Copy:
    """The lines of a window after a change."""
    before = [copy.lines[n] for n in kept if n < change.start]
    behind = [copy.lines[n] for n in kept if n >= change.stop]
    return Copy.of_lines([*before, *change.lines, *behind])


def window(copy: Copy, lines: Sequence[int]) -> list[int]:
    """The lines near some others, whole items of them, and those further up that they stand below."""
    first, last = _start(copy, min(lines) - AROUND), _stop(copy, max(lines) + AROUND)
    above, indent = list[int](), indent_of(copy.lines[first])
    for n in range(first - 1, -1, -1):
        line = copy.lines[n]
        if indent == 0:
            break
        if says(line) and indent_of(line) < indent:
            above.append(n)
            indent = indent_of(line)
    return [*reversed(above), *range(first, last)]


def _start(copy: Copy, line: int) -> int:
    return next((n for n in range(max(line, 0), -1, -1) if _begins(copy.lines[n])), 0)


def _stop(copy: Copy, line: int) -> int:
    last = len(copy.lines)
    return next((n for n in range(min(line, last), last) if _begins(copy.lines[n])), last)


def _begins(line: str) -> bool:
    return says(line) and (line.lstrip().startswith("- ") or line[0] != " ")
