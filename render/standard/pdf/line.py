"""Glyphs → the lines of a page, from top to bottom."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from render.standard.clauses import POINT
from render.standard.paragraph import HAN, Extent, Span
from render.standard.patterns import OPENING
from render.standard.pdf.glyph import Glyph

_LEVEL = 0.8  # mm: glyphs whose baselines differ by less stand on one line
_GAP = 0.6  # sizes: white that is wider than this reads as a space
_FEWEST = 4  # pairs of characters to measure an advance on
#: What may stay together at the beginning of a line: a day, a number with its unit, 文号, a blank to be filled in.
_HELD = re.compile(
    r"[（《“]*(?:各[市县区旗]、[市县区旗](?:[\u3400-\u9fff]{1,4}?局)?"
    r"|(?:[^（）。，、\s]{0,10}(?=〔))?[\u3000\d年月日底前号〔〕.-]+[项天个名所门次套台节家期周件份页级类条元万亿%％]?)"
    r"[，。；：、）》”]*"
)


@dataclass(frozen=True, slots=True)
class Line:
    """`page` counts from 0; only lines with something to see are made."""

    page: int
    glyphs: tuple[Glyph, ...]

    @property
    def seen(self) -> list[Glyph]:
        return [glyph for glyph in self.glyphs if glyph.seen]

    @property
    def extent(self) -> Extent:
        seen = self.seen or list(self.glyphs)
        return Extent(seen[0].left, seen[-1].right)

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def top(self) -> float:
        return min(glyph.top for glyph in self.seen or self.glyphs)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.seen or self.glyphs)

    @property
    def first_chunk(self) -> float:
        """The width of what stays together at its beginning, in mm: a day, a word, a character with its marks."""
        held = _HELD.match("".join(glyph.text for glyph in self.glyphs))
        if held and len(held[0]) > 1 and all(len(glyph.text) == 1 for glyph in self.glyphs[: held.end()]):
            return self.glyphs[held.end() - 1].right - self.glyphs[0].left
        seen = self.seen or list(self.glyphs)
        end = next((i for i in range(1, len(seen)) if _may_break(seen[i - 1], seen[i])), len(seen))
        return seen[end - 1].right - seen[0].left

    @property
    def size(self) -> float:
        """The size of most of its glyphs."""
        sizes = [glyph.size for glyph in self.seen or self.glyphs]
        return max(set(sizes), key=sizes.count)

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans())

    @property
    def advance(self) -> float | None:
        """From one Chinese character to the next, in pt; None on a line with few."""
        steps = [
            (b.left - a.left) / POINT
            for a, b in pairwise(self.glyphs)
            if HAN.match(a.text) and HAN.match(b.text) and a.size == b.size and b.left - a.left < 2 * a.size * POINT
        ]
        return median(steps) if len(steps) >= _FEWEST else None

    def spans(self) -> list[Span]:
        """What it says; wide white between glyphs reads as full-width spaces."""
        spans = []
        for (face, size, colour, missing), run in groupby(
            _spaced(self.glyphs), lambda each: (each[1].face, each[1].size, each[1].colour, each[1].missing)
        ):
            text = "".join(each for each, _ in run)
            spans.append(Span(text, face, size, colour, bold=face.endswith(",Bold"), missing=missing))
        return spans


def _may_break(before: Glyph, after: Glyph) -> bool:
    return before.text not in OPENING and (HAN.match(after.text) is not None or after.text in OPENING)


def _spaced(glyphs: tuple[Glyph, ...]) -> Iterator[tuple[str, Glyph]]:
    """Each glyph's text, after the white that stands before it."""
    before = glyphs[0]
    for glyph in glyphs:
        gap = (glyph.left - before.right) / (glyph.size * POINT)
        yield "　" * round(gap) * (gap > _GAP) + glyph.text, glyph
        before = glyph


def lines_of(page: int, glyphs: Iterable[Glyph]) -> list[Line]:
    """Gather glyphs into lines."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: each.baseline):
        if rows and glyph.baseline - rows[-1][0].baseline < _LEVEL:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = (Line(page, tuple(sorted(row, key=lambda each: each.left))) for row in rows)
    return [line for line in lines if line.text.strip(" \t\r\n\0")]
