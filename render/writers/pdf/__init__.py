"""Page → PDF by WeasyPrint: tagged PDF/A-2a and PDF/UA-1, nothing fetched, the same bytes for the same page."""

from typing import Any

from render.errors import PageError
from render.page import Page
from render.writers.pdf.tables import cut_tables
from render.writers.pdf.tags import finish
from render.writers.typesetting import BASE, weasyprint

VARIANT = "pdf/a-2a"


def write(page: Page) -> bytes:
    """The PDF of a page; raises PageError when its HTML or CSS wants a file or an address."""
    library, fonts, fetcher = weasyprint()

    def lay_out(html: str, css: str) -> Any:
        style = library.CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url=BASE)
        document = library.HTML(string=html, url_fetcher=fetcher, base_url=BASE)
        return document.render(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)

    try:
        html = cut_tables(page, lambda html, css: lay_out(html, css).pages)
        pdf: bytes = lay_out(html, page.css).write_pdf(finisher=finish, pdf_variant=VARIANT)
    except library.urls.FatalURLFetchingError as error:
        raise PageError(str(error)) from None
    return pdf
