"""Page → PDF by WeasyPrint: tagged PDF/A-2a and PDF/UA-1, nothing fetched, the same bytes for the same page."""

from typing import Any

from render.glyphs import MissingGlyphs
from render.page import Page
from render.writers.cutting import cut_page
from render.writers.faces import embed_bare, thin_faces
from render.writers.pdf.streams import pack
from render.writers.pdf.tags import complete_tags
from render.writers.pdf.unbroken import CSS, keep_tokens
from render.writers.tightening import tightened
from render.writers.typesetting import VARIANT, boxes, closed, lay_out, uncollected


def _finish(document: Any, pdf: Any) -> None:
    """What is done to a PDF before it is written (a finisher of `write_pdf`)."""
    complete_tags(document, pdf)
    embed_bare(pdf)
    pack(pdf)


def write(page: Page) -> bytes:
    """The PDF of a page.

    Raises PageError when its HTML or CSS wants a file or an address, and MissingGlyphs for characters that would be
    boxes: PDF/UA-1 forbids the glyph that stands for what a face does not have (7.21.8).
    """
    with closed(), thin_faces(), uncollected(), boxes() as characters:
        cut = cut_page(tightened(page))
        document = lay_out(keep_tokens(cut.html), cut.css + CSS)
        pdf: bytes = document.write_pdf(finisher=_finish, pdf_variant=VARIANT)
    if characters:
        raise MissingGlyphs(characters)
    return pdf
