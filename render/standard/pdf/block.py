"""The text block of a PDF's upright pages, measured on their lines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median_low

from render.standard.clauses import BLOCK_WIDTH, LINE, POINT, UPRIGHT, Margins
from render.standard.paragraph import HAN
from render.standard.patterns import DATE
from render.standard.pdf.line import Line

NEAR = 1.0  # mm: as good as at the same place
ENOUGH = 150  # characters: a title and an addressee alone have fewer
ROUNDED = 0.15  # pt: steps that differ by less are the same
STRETCHED = 0.1  # pt: lines with advances as different as this are spread to fill the block
_FULL = 1.2  # 字: a line that ends nearer to the edge is full


@dataclass(frozen=True, slots=True)
class Block:
    """Edges in mm from the paper's left edge; `size` and `pitch` (pt) are those of the running text."""

    left: float
    right: float
    size: float
    pitch: float

    def is_flush(self, line: Line) -> bool:
        return abs(line.extent.left - self.left) <= NEAR

    def is_full(self, line: Line, below: Line) -> bool:
        """Whether what the next line begins with did not fit: it may be several characters that stay together."""
        return self.right - line.extent.right <= _FULL * self.size * POINT + below.first_chunk

    def is_running(self, line: Line) -> bool:
        """Whether a line is set as the text is."""
        return abs(line.size - self.size) < 0.6


def measure(pages: Sequence[list[Line]]) -> Block | None:
    """From the lines of the upright pages; None if there is no Chinese text."""
    size = _text_size(pages)
    running = [[line for line in lines if abs(line.size - size) < 0.6] for lines in pages] if size else []
    lefts = [line.extent.left for lines in running for line in lines]
    if not lefts:
        return None
    left = min(lefts)
    wrapped = [line for lines in running for line in _wrapped(lines, left)]
    return Block(left, _right(wrapped, left, size), size, _pitch(running, left))


def margins_of(block: Block, pages: Sequence[list[Line]], width: float, height: float) -> Margins:
    """The white edges that show: a lower edge only where a paragraph goes on overleaf, an upper one from page 2 on."""
    wrapped = any(_wrapped([line for line in lines if block.is_running(line)], block.left) for lines in pages)
    lead = max(block.pitch - block.size, 0.0) / 2
    tops = [_em_top(lines[0]) - lead * POINT for lines in pages[1:] if lines and block.is_running(lines[0])]
    turns = [(n, (here[-1], there[0])) for n, (here, there) in enumerate(pairwise(pages)) if here and there]
    bottoms = [
        _below(last, lead, height, loose=number == 0 or _begins_with_two(block, pages[number + 1]))
        for number, (last, next_) in turns
        if _runs_on(block, last, next_) and not _has_date(pages[number + 1])
    ]
    return Margins(
        top=min(tops, default=None),
        right=width - block.right if wrapped else None,
        bottom=min(bottoms, default=None),
        left=block.left,
    )


def _has_date(lines: Sequence[Line]) -> bool:
    """Whether a 成文日期 stands here: some text is moved to its page on purpose, which leaves white behind."""
    return any(DATE.fullmatch("".join(line.text.split())) for line in lines)


def _begins_with_two(block: Block, lines: Sequence[Line]) -> bool:
    """Whether a page begins with the last two lines of a paragraph, the first of which may have been sent along."""
    return len(lines) < 3 or not block.is_running(lines[2]) or lines[2].extent.left > block.left + block.size * POINT


def _below(line: Line, lead: float, height: float, loose: bool) -> float:
    """The white below the last line of a page. Where it is `loose` a line more does not count.

    The head of page 1 leaves a broken line, and a line is sent along that would leave one alone overleaf.
    """
    white = height - _em_top(line) - (line.size + lead) * POINT
    usual = UPRIGHT["bottom"].value
    return usual if loose and usual < white < usual + LINE else white


def _right(wrapped: Sequence[Line], left: float, size: float) -> float:
    """The edge that the longest line reaches; lines that are not stretched may leave less than a character."""
    usual = left + BLOCK_WIDTH
    reached = max((line.extent.right for line in wrapped), default=usual)
    steps = [line.advance for line in wrapped if line.advance]
    stretched = bool(steps) and max(steps) - min(steps) > STRETCHED
    return usual if not stretched and reached < usual < reached + size * POINT else reached


def _em_top(line: Line) -> float:
    """Where the characters' squares begin: the baseline of a Chinese face lies 0.88 below."""
    return line.baseline - 0.88 * line.size * POINT


def _runs_on(block: Block, last: Line, first: Line) -> bool:
    alike = block.is_running(last) and block.is_running(first)
    ended = last.text.rstrip().endswith(("。", "："))
    return alike and not ended and block.is_full(last, first) and block.is_flush(first)


def _text_size(pages: Sequence[list[Line]]) -> float:
    """The size of most of the Chinese text, on as many of the first pages as it takes to tell; 0 if there is none."""
    sizes = Counter[float]()
    for lines in pages:
        sizes.update(round(glyph.size * 2) / 2 for line in lines for glyph in line.glyphs if HAN.match(glyph.text))
        if sizes.total() >= ENOUGH:
            break
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _wrapped(lines: list[Line], left: float) -> list[Line]:
    """The lines that go on in the next one, flush left."""
    return [
        line
        for line, below in pairwise(lines)
        if abs(below.extent.left - left) <= NEAR
        and line.extent.left - left < 3 * line.size * POINT
        and line.extent.right - left > BLOCK_WIDTH * 0.6
    ]


def _pitch(running: list[list[Line]], left: float) -> float:
    """From line to line, in pt: the mean of many, since a program may round each."""
    pairs = [pair for lines in running for pair in pairwise(lines)]
    wrapped = [_step(pair) for pair in pairs if abs(pair[1].extent.left - left) <= NEAR]
    if not wrapped:
        return LINE / POINT
    usual = median_low(wrapped)
    return fmean(step for step in map(_step, pairs) if abs(step - usual) <= ROUNDED)


def _step(pair: tuple[Line, Line]) -> float:
    return (pair[1].baseline - pair[0].baseline) / POINT
