"""Clause 5 and 8: paper, margins, lines and characters."""

from collections.abc import Callable, Iterator
from statistics import median

from render.standard.clauses import (
    BLOCK_HEIGHT,
    BLOCK_WIDTH,
    CHARACTERS,
    CLOSER,
    LINES,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    POINT,
    READING,
    SIDES,
    Clause,
)
from render.standard.official import Official
from render.standard.page import PrintedPage
from render.standard.paragraph import Paragraph
from render.standard.rules.words import number

_WHOLE = 0.005  # of a line: what measuring may cost


def paper(official: Official) -> Iterator[str]:
    """5.1."""
    sizes = {(round(page.width, 1), round(page.height, 1)): page for page in official.pages}
    for page in sizes.values():
        if not PAPER_WIDTH.fits(min(page.width, page.height)) or not PAPER_HEIGHT.fits(max(page.width, page.height)):
            yield f"{page.name}为{number(page.width)}×{number(page.height)}mm，应为A4（210×297mm）"


def upright_margins(official: Official) -> Iterator[str]:
    """5.2.1."""
    return _margins(official, landscape=False)


def landscape_margins(official: Official) -> Iterator[str]:
    """8."""
    return _margins(official, landscape=True)


def _margins(official: Official, landscape: bool) -> Iterator[str]:
    found: dict[str, None] = {}
    for page in official.pages:
        if page.landscape is landscape:
            found |= dict.fromkeys(_wrong_sides(page, READING[official.kind]["margin"]))
    yield from found


def _wrong_sides(page: PrintedPage, allowance: float) -> Iterator[str]:
    for side, wanted in page.wanted.items():
        white = getattr(page.margins, side)
        if not wanted.fits(white, allowance):
            yield f"{SIDES[side]}白边{number(white)}mm，应为{wanted}"


def lines(official: Official) -> Iterator[str]:
    """5.2.3: as many as the pitch of the text allows in the block."""
    yield from _count(official, lambda each: each.pitch, BLOCK_HEIGHT, "每页{}行（行距{}磅），应为{}", LINES)


def characters(official: Official) -> Iterator[str]:
    """5.2.3: as many as the advance of the text allows in the block."""
    yield from _count(official, lambda each: each.advance, BLOCK_WIDTH, "每行{}字（字距{}磅），应为{}", CHARACTERS)


def _count(
    official: Official, step_of: Callable[[Paragraph], float | None], room: float, message: str, wanted: Clause
) -> Iterator[str]:
    steps = [step for step in map(step_of, official.body) if step]
    if steps:
        step = median(steps)
        count = int(room / (step * POINT) + _WHOLE)
        if not wanted.fits(count) and not wanted.fits(count - CLOSER):
            yield message.format(count, f"{step:.4g}", wanted)
