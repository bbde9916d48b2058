"""Page → the page as it is printed: its tables cut where sheets of paper end, measured by laying it out once."""

from functools import lru_cache

from render.page import Page
from render.writers.cutting.rare import level_lines
from render.writers.cutting.tables import cut_tables
from render.writers.typesetting import lay_out_once


@lru_cache(maxsize=2)  # a page is often written as PDF and as web page
def cut_page(page: Page) -> Page:
    """The page with its tables with merged body cells cut; one without such a table is not laid out.

    Raises PageError when its HTML or CSS wants a file or an address.
    """
    level = level_lines(page)
    return Page(cut_tables(level, lambda html, css: lay_out_once(html, css).pages), level.css)
