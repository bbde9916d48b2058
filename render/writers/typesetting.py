"""WeasyPrint as we use it: our typefaces, one font configuration, and nothing fetched but what stands in the page."""

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache, lru_cache, partial
from typing import Any

from cssselect2 import ElementWrapper

from render.errors import PageError
from render.fonts import use_own_fonts
from render.writers.faces import VERSION
from render.writers.parsing import parsed
from render.writers.shared_styles import share_styles
from render.writers.shortcuts import are_taken, take_shortcuts

BASE = "file:///"  # so that a relative address is refused too, rather than left out
NO_GLYPH = ".notdef glyph rendered"  # how WeasyPrint's warning begins: a box was drawn for a character
VARIANT = "pdf/a-2a"
EPOCH = "1483228800"  # 2017-01-01: a PDF wants a date, and it must not be the clock's


class _Boxes(logging.Handler):
    """Listens to WeasyPrint, and keeps the characters for which it drew boxes."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.characters = set[str]()

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of a warning."""
        if str(record.msg).startswith(NO_GLYPH) and isinstance(record.args, tuple):
            self.characters.add(str(record.args[0]))


_BOXES = _Boxes()


@contextmanager
def boxes() -> Iterator[set[str]]:
    """The characters for which WeasyPrint draws boxes meanwhile."""
    _BOXES.characters = set[str]()
    yield _BOXES.characters


@cache
def library() -> Any | None:
    """WeasyPrint, or None where the system libraries that it needs are not installed."""
    use_own_fonts()
    try:
        with redirect_stdout(None):  # where it prints a notice of its own
            import weasyprint
    except OSError:
        return None
    return weasyprint


@cache
def weasyprint() -> tuple[Any, Any, Any]:
    """WeasyPrint, one font configuration for all documents (a second one costs 0.1 s), and what it may fetch.

    Raises PageError where it cannot be had.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", EPOCH)
    if library() is None:
        raise PageError("这台电脑没有 Pango，做不了 PDF 和要分页的网页", "运行 render doctor 看怎样安装")
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    take_shortcuts(weasyprint)
    log = logging.getLogger("weasyprint")
    log.handlers, log.propagate = [_BOXES], False
    log.setLevel(logging.WARNING)

    class DataOnly(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        """Takes what stands in the page itself (data:), and refuses files and addresses."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise weasyprint.urls.FatalURLFetchingError(f"模板或样式表要取“{url}”；只能用 data: 写在页里的图")
            return super().fetch(url, headers)

    return weasyprint, FontConfiguration(), DataOnly()


@contextmanager
def closed() -> Iterator[None]:
    """Raises PageError for what WeasyPrint must not fetch meanwhile."""
    library, _, _ = weasyprint()
    try:
        yield
    except library.urls.FatalURLFetchingError as error:
        raise PageError(str(error)) from None


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for unused objects meanwhile: a document is made of objects that are all in use until it is written.

    What it leaves is found by the first search after it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def lay_out(html: str, css: str) -> Any:
    """WeasyPrint's document of an HTML and a CSS text, laid out on its pages.

    Raises PageError when they want a file or an address.
    """
    with closed(), uncollected():
        _, fonts, _ = weasyprint()
        tree = _tree(html)
        _empty_templates(tree.etree_element)
        share_styles(tree.etree_element, css)
        return tree.render(stylesheets=[_stylesheet(css)], font_config=fonts, pdf_variant=VARIANT)


def _tree(html: str) -> Any:
    """WeasyPrint's tree of a text; what is as plain as most texts are is not read by its own parser."""
    library, _, fetcher = weasyprint()
    root = parsed(html) if are_taken(library) else None
    if root is None:
        return library.HTML(string=html, url_fetcher=fetcher, base_url=BASE)
    tree = library.HTML.__new__(library.HTML)
    tree.base_url, tree.url_fetcher, tree.media_type = BASE, fetcher, "print"
    tree.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    tree.etree_element = root
    return tree


def _empty_templates(root: Any) -> None:
    """Take out what scripts alone show: WeasyPrint counts out the style of each element, shown or not."""
    for template in root.iter("template"):
        del template[:]
        template.text = None


def lay_out_once(html: str, css: str) -> Any:
    """The same pages for who wants to measure them: page numbers in their text are not yet the right ones.

    WeasyPrint lays out again every page whose text tells a page number, until all are right: the whole of a table that
    stands on one page. It has no option for that, so this is a patch for the version that `faces` names.
    """
    if not weasyprint()[0].__version__.startswith(VERSION):
        return lay_out(html, css)
    from weasyprint import document

    whole = document.layout_document
    document.layout_document = partial(whole, max_loops=1)
    try:
        return lay_out(html, css)
    finally:
        document.layout_document = whole


@lru_cache(maxsize=16)
def _stylesheet(css: str) -> Any:
    """WeasyPrint's stylesheet of a text, read once for all documents that use it."""
    library, fonts, fetcher = weasyprint()
    return library.CSS(string=css, font_config=fonts, url_fetcher=fetcher, base_url=BASE)
