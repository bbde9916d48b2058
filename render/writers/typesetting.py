"""WeasyPrint as we use it: our typefaces, one font configuration, and nothing fetched but what stands in the page."""

import logging
import os
from functools import cache
from typing import Any

from render.fonts import use_own_fonts

BASE = "file:///"  # so that a relative address is refused too, rather than left out
EPOCH = "1483228800"  # 2017-01-01: a PDF wants a date, and it must not be the clock's


@cache
def weasyprint() -> tuple[Any, Any, Any]:
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
