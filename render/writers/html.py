"""Page → one self-contained .html file: the stylesheet inside, nothing fetched from anywhere."""

from render.page import Page

#: A style element ends at the first `</style`, wherever it stands (HTML, 13.2.5.3); in CSS `\\3c ` means the same `<`.
UNSAFE = "</"
SAFE = "\\3c /"
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'  # a phone shows it at its own width


def write(page: Page) -> bytes:
    """The web page of a page, UTF-8."""
    style = f"<style>\n{page.css.strip().replace(UNSAFE, SAFE)}\n</style>"
    return page.html.replace("</head>", f"{VIEWPORT}{style}</head>", 1).encode()
