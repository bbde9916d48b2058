"""A page whose text just does not fit → the same with its lines, then its characters, a little closer (7.3.5.5).

The stylesheet says how close: its variables --紧行 and --紧字距 take the place of --行 and --字距. One without them is
never touched.
"""

from functools import lru_cache

from render.page import Page
from render.page.flow import running_text

CLOSER = {"--行": "--紧行", "--字距": "--紧字距"}
SPILL = 3  # lines over to a further sheet, at most: signature, date and note


@lru_cache(maxsize=4)
def tightened(page: Page) -> Page:
    """The page with the least that saves a sheet of its text; the page itself where nothing does or needs to."""
    if not page.sheet.variables >= {*CLOSER, *CLOSER.values()}:
        return page
    text = running_text(page)
    if text is None or text.sheets == 1 or text.spill > SPILL * (page.sheet.body.line_pitch or 0.0):
        return page
    return next((closer for closer in _steps(page) if _saves(closer, text.sheets)), page)


def _steps(page: Page) -> list[Page]:
    """The lines closer, then the characters too."""
    rules = [f"{name}: var({closer})" for name, closer in CLOSER.items()]
    return [
        Page(page.html, f"{page.css}\n:root {{ {'; '.join(rules[:count])} }}") for count in range(1, len(rules) + 1)
    ]


def _saves(page: Page, sheets: int) -> bool:
    text = running_text(page)
    return text is not None and text.sheets < sheets
