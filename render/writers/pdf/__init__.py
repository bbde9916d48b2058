"""Page → PDF by WeasyPrint: tagged PDF/A-2a and PDF/UA-1, nothing fetched, the same bytes for the same page."""

import logging
import os
from functools import cache
from typing import Any

from render.errors import PageError
from render.fonts import use_own_fonts
from render.page import Page
from render.writers.pdf.tables import cut_tables
from render.writers.pdf.tags import finish

VARIANT = "pdf/a-2a"
BASE = "file:///"  # so that a relative address is refused too, rather than left out
EPOCH = "1483228800"  # 2017-01-01: a PDF wants a date, and it must not be the clock's


def write(page: Page) -> bytes:
    """The PDF of a page; raises PageError when its HTML or CSS wants a file or an address."""
    weasyprint, fonts, fetcher = _weasyprint()

    def lay_out(html: str, css: str) -> Any:
        style = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url=BASE)
        document = weasyprint.HTML(string=html, url_fetcher=fetcher, base_url=BASE)
        return document.render(stylesheets=[style], font_config=fonts, pdf_variant=VARIANT)

    try:
        html = cut_tables(page, lambda html, css: lay_out(html, css).pages)
        pdf: bytes = lay_out(html, page.css).write_pdf(finisher=finish, pdf_variant=VARIANT)
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PageError(str(error)) from None
    return pdf


@cache
def _weasyprint() -> tuple[Any, Any, Any]:
    """WeasyPrint, one font configuration for all documents (a second one costs 0.1 s), and what it may fetch."""
    use_own_fonts()
    os.environ.setdefault("SOURCE_DATE_EPOCH", EPOCH)
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    logging.getLogger("weasyprint").setLevel(logging.ERROR)

    class DataOnly(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Takes what stands in the page itself (data:), and refuses files and addresses."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise weasyprint.urls.FatalURLFetchingError(f"模板或样式表要取“{url}”；只能用 data: 写在页里的图")
            return super().fetch(url, headers)

    return weasyprint, FontConfiguration(), DataOnly()
