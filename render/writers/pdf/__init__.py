"""Page → PDF by WeasyPrint: tagged PDF/A-2a and PDF/UA-1, nothing fetched, the same bytes for the same page."""

from typing import Any

from render.errors import PageError
from render.glyphs import MissingGlyphs
from render.page import Page
from render.writers.pdf.rare import level_lines
from render.writers.pdf.tables import cut_tables
from render.writers.pdf.tags import finish
from render.writers.pdf.unbroken import CSS, keep_tokens
from render.writers.tightening import tightened
from render.writers.typesetting import BASE, boxes, weasyprint

VARIANT = "pdf/a-2a"


def write(page: Page) -> bytes:
    """The PDF of a page.

    Raises PageError when its HTML or CSS wants a file or an address, and MissingGlyphs for characters that would be
    boxes: PDF/UA-1 forbids the glyph that stands for what a face does not have (7.21.8).
    """
    library, fonts, fetcher = weasyprint()
    page = level_lines(tightened(page))

    def lay_out(html: str, css: str) -> Any:
        style = library.CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url=BASE)
        document = library.HTML(string=html, url_fetcher=fetcher, base_url=BASE)
        return document.render(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)

    try:
        html = cut_tables(page, lambda html, css: lay_out(html, css).pages)
        with boxes() as characters:
            pdf: bytes = lay_out(keep_tokens(html), page.css + CSS).write_pdf(finisher=finish, pdf_variant=VARIANT)
    except library.urls.FatalURLFetchingError as error:
        raise PageError(str(error)) from None
    if characters:
        raise MissingGlyphs(characters)
    return pdf
