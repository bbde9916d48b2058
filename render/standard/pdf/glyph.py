"""The characters of a PDF page, with their ink, as pdfium sees them."""

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from render.standard.clauses import POINT

_LIKE_NOTDEF = (0.003, 0.015)  # in sizes: pdfium gives the ink's width exactly, its height roughly
_SMALLEST = 0.1  # pt: nobody sees smaller text
_SEEN = "LNPS"  # the Unicode categories of characters that leave ink


@dataclass(frozen=True, slots=True)
class Glyph:
    """Places in mm from the paper's left and upper edges; `left`–`right` is the room it takes, top–bottom its ink.

    `turn` = by how many degrees it is turned clockwise; after a quarter turn, places are those on the sheet held
    upright. -1 = slanted or mirrored.
    """

    text: str
    left: float
    right: float
    baseline: float
    top: float
    bottom: float
    size: float  # pt
    face: str
    colour: str
    missing: bool
    turn: int

    @property
    def seen(self) -> bool:
        return bool(self.text.strip())


def read_glyphs(page: pdfium.PdfPage) -> list[Glyph]:
    """In the order of the file."""
    return list(_GlyphReader(page).glyphs())


class _GlyphReader:
    def __init__(self, page: pdfium.PdfPage) -> None:
        self._text = page.get_textpage()
        left, bottom, right, top = page.get_bbox()
        self._origin: tuple[float, float] = (left, bottom)
        self._height: float = top - bottom
        self._width: float = right - left
        self._faces: dict[int, str] = {}
        self._notdef: dict[int, tuple[float, ...]] = {}

    def glyphs(self) -> Iterator[Glyph]:
        high = ""
        for i in range(self._text.count_chars()):
            if raw.FPDFText_IsGenerated(self._text, i) == 1 or self._invisible(i):
                continue
            unit = chr(raw.FPDFText_GetUnicode(self._text, i))
            if "\ud800" <= unit <= "\udbff":
                high = unit
                continue
            glyph = self._glyph(i, _joined(high, unit))
            high = ""
            if glyph.size > _SMALLEST:
                yield glyph

    def _invisible(self, i: int) -> bool:
        """As under a scanned page, where a program wrote down what it made out."""
        found = raw.FPDFText_GetTextObject(self._text, i)
        return bool(raw.FPDFTextObj_GetTextRenderMode(found) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)

    def _glyph(self, i: int, text: str) -> Glyph:
        matrix, loose = raw.FS_MATRIX(), raw.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetMatrix(self._text, i, matrix)
        raw.FPDFText_GetLooseCharBox(self._text, i, loose)
        raw.FPDFText_GetCharOrigin(self._text, i, x, y)
        size = abs(raw.FPDFText_GetFontSize(self._text, i)) * math.hypot(matrix.c, matrix.d)
        ink = self._ink(i)
        turn = _turn(matrix)
        box = (x.value, max(loose.right, x.value), y.value, ink[3], ink[2])
        if turn == 90:
            box = (y.value, min(loose.bottom, y.value), x.value, ink[1], ink[0])
        across, down = (self._down, self._back) if turn == 90 else (self._across, self._down)
        return Glyph(
            text=text,
            left=across(box[0]),
            right=across(box[1]),
            baseline=down(box[2]),
            top=down(box[3]),
            bottom=down(box[4]),
            size=round(size, 2),
            face=self._face(i),
            colour=self._colour(i),
            missing=self._missing(i, text, ink, (x.value, y.value, size)),
            turn=turn,
        )

    def _across(self, x: float) -> float:
        return (x - self._origin[0]) * POINT

    def _down(self, y: float) -> float:
        return (self._height - (y - self._origin[1])) * POINT

    def _back(self, x: float) -> float:
        """From the right edge, which is the upper one of the sheet held upright."""
        return (self._width - (x - self._origin[0])) * POINT

    def _ink(self, i: int) -> tuple[float, ...]:
        """Left, right, bottom, top."""
        box = [ctypes.c_double() for _ in range(4)]
        raw.FPDFText_GetCharBox(self._text, i, *box)
        return tuple(each.value for each in box)

    def _colour(self, i: int) -> str:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFText_GetFillColor(self._text, i, red, green, blue, alpha)
        return f"{red.value:02X}{green.value:02X}{blue.value:02X}"

    # ---- faces ----

    def _font(self, i: int) -> tuple[int, object]:
        font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(self._text, i))
        return ctypes.cast(font, ctypes.c_void_p).value or 0, font

    def _face(self, i: int) -> str:
        key, font = self._font(i)
        if key not in self._faces:
            buffer = ctypes.create_string_buffer(256)
            raw.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
            self._faces[key] = _decoded(buffer.value)
        return self._faces[key]

    def _missing(self, i: int, text: str, ink: tuple[float, ...], at: tuple[float, float, float]) -> bool:
        """No ink where there should be some, or the very ink of the glyph that stands for all that a font lacks."""
        if unicodedata.category(text)[0] not in _SEEN:
            return text in "\0\ufffd"
        left, right, bottom, top = ink
        if right - left < 0.05 and top - bottom < 0.05:
            return True
        x, y, size = at
        size = max(size, _SMALLEST)
        own = ((left - x) / size, (right - x) / size, (bottom - y) / size, (top - y) / size)
        return _alike(own, self._notdef_of(i))

    def _notdef_of(self, i: int) -> tuple[float, ...]:
        key, font = self._font(i)
        if key not in self._notdef:
            self._notdef[key] = tuple(_outline(font))
        return self._notdef[key]


def _turn(matrix: raw.FS_MATRIX) -> int:
    across, down = (round(each, 2) for each in (matrix.a, matrix.b))
    if not down:
        return 0 if across > 0 else 180
    return -1 if across else 90 if down < 0 else 270


def _joined(high: str, unit: str) -> str:
    if not high:
        return "\ufffd" if "\udc00" <= unit <= "\udfff" else unit
    return (high + unit).encode("utf-16", "surrogatepass").decode("utf-16", "replace")[:1]


def _decoded(name: bytes) -> str:
    """A font's name, which Word writes in the encoding of the computer."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("latin-1")


def _alike(own: tuple[float, ...], notdef: tuple[float, ...]) -> bool:
    across, down = _LIKE_NOTDEF
    limits = (across, across, down, down)
    return bool(notdef) and all(abs(a - b) <= limit for a, b, limit in zip(own, notdef, limits, strict=True))


def _outline(font: object) -> Iterator[float]:
    """The box of glyph 0, in sizes: left, right, bottom, top; nothing if it is empty."""
    path = raw.FPDFFont_GetGlyphPath(font, 0, 1.0)
    count = raw.FPDFGlyphPath_CountGlyphSegments(path) if path else 0
    points = []
    for k in range(max(count, 0)):
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(raw.FPDFGlyphPath_GetGlyphPathSegment(path, k), x, y)
        points.append((x.value, y.value))
    for axis in range(2 if points else 0):
        yield from (min(point[axis] for point in points), max(point[axis] for point in points))
