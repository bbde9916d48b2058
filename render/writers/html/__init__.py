"""Page → one self-contained .html file: the stylesheet inside, nothing fetched from anywhere."""

from urllib.parse import quote

from render.page import Page
from render.writers.html.paper import ON_PAPER, with_paper
from render.writers.html.styles import stylesheet

#: A phone shows the page at its own width.
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
#: The front matter's 简介 stands in the page under its own name, since a PDF would take a description as its subject.
SUMMARY, DESCRIPTION = '<meta name="简介" ', '<meta name="description" '
#: A table, as the sign of the page on a browser's tab; inside the page, so that no browser asks for /favicon.ico.
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b4f9c"/>'
    '<path d="M3 4.5h10M3 8h10M3 11.5h10M6.5 4.5v7" fill="none" stroke="#fff" stroke-width="1.5"/></svg>'
)
ICON = f'<link rel="icon" href="data:image/svg+xml,{quote(DRAWING)}">'


def write(page: Page) -> bytes:
    """The web page of a page, UTF-8.

    Raises PageError where a table is to be cut for paper and the page wants a file or an address.
    """
    html = with_paper(page)
    return _whole(page, html, "" if html == page.html else ON_PAPER)


def on_screen(page: Page) -> bytes:
    """The web page as a screen shows it: without the tables that are for paper, which take a second to cut."""
    return _whole(page, page.html, "")


def _whole(page: Page, html: str, on_paper: str) -> bytes:
    head = f"{VIEWPORT}{ICON}<style>\n{stylesheet(page)}\n</style>{on_paper}</head>"
    return html.replace("</head>", head, 1).replace(SUMMARY, DESCRIPTION, 1).encode()
