"""The level lines on a PDF page, found on a picture of it: however they were drawn, they look the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from render.standard.clauses import POINT
from render.standard.page import PrintedPage
from render.standard.stroke import DOUBLE, SINGLE, THICK_THIN, THIN_THICK, Stroke

_SCALE = 3  # pixels to a point
_PROBES = (0.2, 0.35, 0.5, 0.65, 0.8)  # a line that is looked for crosses the page at all of these
_WHITE = 230
_NEAR = 3.0  # mm: two lines that are nearer to each other are one double line
_HEAVIER = 1.25


@dataclass(frozen=True, slots=True)
class _Bar:
    """One line: its first and last row and first and last column, in pixels; `weight` = rows of full colour."""

    first: int
    last: int
    left: int
    right: int
    weight: float
    colour: str


def read_strokes(pdf: pdfium.PdfPage, page: PrintedPage) -> list[Stroke]:
    """Takes the text off the page first, so read that before."""
    for each in list(pdf.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=1)):
        pdf.remove_obj(each)
    return [_stroke(bars, page) for bars in _pairs(list(_Picture(pdf).bars()))]


class _Picture:
    def __init__(self, pdf: pdfium.PdfPage) -> None:
        bitmap = pdf.render(scale=_SCALE, rev_byteorder=True)
        self._width, self._height = bitmap.width, bitmap.height
        self._stride, self._step = bitmap.stride, bitmap.n_channels
        self._bytes = bytes(bitmap.buffer)

    def bars(self) -> Iterator[_Bar]:
        rows = [row for row in self._marked() if row is not None]
        start = 0
        for i in range(1, len(rows) + 1):
            if i == len(rows) or rows[i] != rows[i - 1] + 1:
                yield self._bar(rows[start], rows[i - 1])
                start = i

    def _marked(self) -> list[int]:
        """The rows that are coloured at every probe."""
        columns = [self._column(int(self._width * probe)) for probe in _PROBES]
        return [row for row, values in enumerate(zip(*columns, strict=True)) if max(values) < _WHITE]

    def _column(self, x: int) -> list[int]:
        red, green, blue = (self._bytes[x * self._step + k :: self._stride] for k in range(3))
        return [min(rgb) for rgb in zip(red, green, blue, strict=False)][: self._height]

    def _bar(self, first: int, last: int) -> _Bar:
        x = self._width // 2
        cover = {row: 1 - min(self._pixel(x, row)) / 255 for row in range(first - 1, last + 2)}
        darkest = max(cover, key=lambda row: cover[row])
        left, right = self._reach(x, darkest)
        return _Bar(first, last, left, right, sum(cover.values()), _solid(self._pixel(x, darkest), cover[darkest]))

    def _pixel(self, x: int, y: int) -> tuple[int, ...]:
        at = y * self._stride + x * self._step
        return tuple(self._bytes[at : at + 3]) if 0 <= y < self._height else (255, 255, 255)

    def _reach(self, x: int, y: int) -> tuple[int, int]:
        left = right = x
        while left > 0 and min(self._pixel(left - 1, y)) < _WHITE:
            left -= 1
        while right < self._width - 1 and min(self._pixel(right + 1, y)) < _WHITE:
            right += 1
        return left, right + 1


def _solid(pixel: tuple[int, ...], cover: float) -> str:
    """The colour of a line of which a pixel shows only a part."""
    return "".join(f"{max(0, min(255, round(255 - (255 - each) / max(cover, 0.01)))):02X}" for each in pixel)


def _pairs(bars: list[_Bar]) -> Iterator[list[_Bar]]:
    """Lines one by one, those that make a double line together."""
    near = _NEAR / POINT * _SCALE
    rest = list(bars)
    while rest:
        bar, *rest = rest
        double = bool(rest) and rest[0].first - bar.last < near and abs(rest[0].left - bar.left) < _SCALE * 3
        yield [bar, *rest[:1]] if double else [bar]
        rest = rest[1:] if double else rest


def _stroke(bars: list[_Bar], page: PrintedPage) -> Stroke:
    first, last = bars[0], bars[-1]
    top, bottom, left, right = (each * POINT / _SCALE for each in (first.first, last.last + 1, first.left, first.right))
    return Stroke(page, first.colour, top > page.height / 2, _pattern(bars), left, right, top, bottom)


def _pattern(bars: list[_Bar]) -> str:
    for upper, lower in pairwise(bars):
        if upper.weight > lower.weight * _HEAVIER:
            return THICK_THIN
        return THIN_THICK if lower.weight > upper.weight * _HEAVIER else DOUBLE
    return SINGLE
