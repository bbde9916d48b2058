""".pdf → `Manuscript`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from render.standard.clauses import POINT, UPRIGHT, Margins
from render.standard.manuscript import Folio, Manuscript, in_order
from render.standard.page import PrintedPage
from render.standard.patterns import FOLIO
from render.standard.pdf.block import Block, margins_of, measure
from render.standard.pdf.glyph import Glyph, read_glyphs
from render.standard.pdf.line import Line, lines_of
from render.standard.pdf.paragraph import paragraphs_of
from render.standard.pdf.stroke import read_strokes
from render.standard.stroke import Stroke
from render.standard.unreadable import Unreadable

_PASSWORD = raw.FPDF_ERR_PASSWORD
_NOTHING = Block(UPRIGHT["left"].value, 184.0, 16.0, 28.95)


class _Sheet(NamedTuple):
    width: float
    height: float
    lines: list[Line]
    folio: Line | None
    turned: list[Glyph]

    @property
    def upright(self) -> bool:
        return self.width <= self.height


def read_pdf(data: bytes) -> Manuscript:
    """Read a PDF; `Unreadable` if that is not what it is."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        reason = ("有打开密码", "请取消密码后再检查") if locked else ("不是 PDF，或已损坏", "请重新导出 PDF 再检查")
        raise Unreadable(*reason) from error
    try:
        return _read(document)
    except pdfium.PdfiumError as error:
        raise Unreadable("已损坏", "请重新导出 PDF 再检查") from error
    finally:
        document.close()


def _read(document: pdfium.PdfDocument) -> Manuscript:
    leaves = [document[i] for i in range(len(document))]
    if not leaves:
        raise Unreadable("没有页")
    sheets = [_sheet(i, leaf) for i, leaf in enumerate(leaves)]
    pictures = [i for i, leaf in enumerate(leaves) if not _has_text(sheets[i]) and _has_picture(leaf)]
    block = measure([sheet.lines for sheet in sheets if sheet.upright]) or _NOTHING
    pages = _pages(sheets, block)
    lines = [line for sheet in sheets for line in sheet.lines]
    return Manuscript(
        kind="pdf",
        pages=tuple(pages),
        folios=tuple(_folio(i, pages, sheet, block) for i, sheet in enumerate(sheets)),
        paragraphs=in_order(paragraphs_of(lines, pages, block)),
        strokes=tuple(_strokes(leaves, pages)),
        pictures=tuple(pages[i].name for i in pictures),
    )


def _sheet(number: int, leaf: pdfium.PdfPage) -> _Sheet:
    width, height = (length * POINT for length in leaf.get_size())
    glyphs = read_glyphs(leaf)
    lines = lines_of(number, [glyph for glyph in glyphs if not glyph.turn])
    folio = lines[-1] if lines and _is_folio(lines[-1], height) else None
    rest = [line for line in lines if line is not folio]
    return _Sheet(width, height, rest, folio, [glyph for glyph in glyphs if glyph.turn])


def _has_text(sheet: _Sheet) -> bool:
    return bool(sheet.lines or sheet.turned)


def _has_picture(leaf: pdfium.PdfPage) -> bool:
    return any(True for _ in leaf.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,)))


def _is_folio(line: Line, height: float) -> bool:
    """A number below the text block, or between two dashes wherever it stands."""
    match = FOLIO.fullmatch("".join(line.text.split()))
    low = line.top > height - UPRIGHT["bottom"].value
    return match is not None and (low or bool(match["before"] and match["before"] == match["after"]))


def _pages(sheets: Sequence[_Sheet], block: Block) -> list[PrintedPage]:
    upright = [sheet.lines for sheet in sheets if sheet.upright]
    pages = []
    for i, sheet in enumerate(sheets, 1):
        margins = margins_of(block, upright, sheet.width, sheet.height) if sheet.upright and upright else Margins()
        pages.append(PrintedPage(f"第{i}页", sheet.width, sheet.height, margins))
    return pages


def _folio(number: int, pages: Sequence[PrintedPage], sheet: _Sheet, block: Block) -> Folio:
    page, line, turn = pages[number], sheet.folio, 0
    if line is None and (line := _turned_folio(number, sheet)) is not None:
        turn = line.glyphs[0].turn
        page = page.upright if turn == 90 else page
    places = [*pages[:number], page]
    text = replace(paragraphs_of([line], places, block)[0], turn=turn) if line is not None else None
    return Folio(pages[number], pages[number].name, number % 2 == 0, number == 0, text)


def _turned_folio(number: int, sheet: _Sheet) -> Line | None:
    """The page number of a landscape sheet that stands where it stands on upright ones, or turned otherwise."""
    clockwise = [glyph for glyph in sheet.turned if glyph.turn == 90]
    others = [glyph for glyph in sheet.turned if glyph.turn != 90]
    lines = [*([Line(number, tuple(others))] if others else []), *lines_of(number, clockwise)]
    return next((line for line in reversed(lines) if FOLIO.fullmatch("".join(line.text.split()))), None)


def _strokes(leaves: Sequence[pdfium.PdfPage], pages: Sequence[PrintedPage]) -> Iterator[Stroke]:
    for leaf, page in zip(leaves, pages, strict=True):
        if not page.landscape:
            yield from read_strokes(leaf, page)
