"""Page → PDF by WeasyPrint: tagged PDF/A-2a and PDF/UA-1, nothing fetched, the same bytes for the same page."""

from render.glyphs import MissingGlyphs
from render.page import Page
from render.writers.cutting import cut_page
from render.writers.pdf.tags import finish
from render.writers.pdf.unbroken import CSS, keep_tokens
from render.writers.tightening import tightened
from render.writers.typesetting import VARIANT, boxes, closed, lay_out


def write(page: Page) -> bytes:
    """The PDF of a page.

    Raises PageError when its HTML or CSS wants a file or an address, and MissingGlyphs for characters that would be
    boxes: PDF/UA-1 forbids the glyph that stands for what a face does not have (7.21.8).
    """
    cut = cut_page(tightened(page))
    with closed(), boxes() as characters:
        document = lay_out(keep_tokens(cut.html), cut.css + CSS)
        pdf: bytes = document.write_pdf(finisher=finish, pdf_variant=VARIANT)
    if characters:
        raise MissingGlyphs(characters)
    return pdf
