"""@page → how a sheet prints: paper, margins, one page wide, running heads and feet."""

from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from render.page import Counter, MarginBox, Paper, Stylesheet

INCH = 72.0
A3_SHORT = 841.0  #: points; A4 is 595 × 842
PAPERS = {False: 9, True: 8}  #: is it larger than A4? → Excel's number of the paper
COUNTERS = {"page": "&P", "pages": "&N"}
PLACES = ("left", "center", "right")


def set_up_print(sheet: Worksheet, stylesheet: Stylesheet, name: str) -> None:
    """Set up a sheet to print on the named page, fitted to its width."""
    paper = stylesheet.paper(name)
    sheet.page_setup.paperSize = PAPERS[min(paper.width, paper.height) > A3_SHORT - 1]
    sheet.page_setup.orientation = "landscape" if paper.width > paper.height else "portrait"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    _set_margins(sheet, paper)
    _set_running(sheet.HeaderFooter, stylesheet, name)


def _set_margins(sheet: Worksheet, paper: Paper) -> None:
    """The page number stands in the middle of the margin, as the margin boxes of CSS do."""
    margins = sheet.page_margins
    margins.top, margins.bottom = paper.top / INCH, paper.bottom / INCH
    margins.left, margins.right = paper.left / INCH, paper.right / INCH
    margins.header, margins.footer = paper.top / INCH / 2, paper.bottom / INCH / 2


def _set_running(running: Any, stylesheet: Stylesheet, name: str) -> None:
    odd, even = stylesheet.paper(name, "right"), stylesheet.paper(name, "left")
    running.differentOddEven, running.scaleWithDoc = odd.boxes != even.boxes, False
    for paper, header, footer in (
        (odd, running.oddHeader, running.oddFooter),
        (even, running.evenHeader, running.evenFooter),
    ):
        _fill(header, paper, "top")
        _fill(footer, paper, "bottom")


def _fill(item: Any, paper: Paper, edge: str) -> None:
    for place in PLACES:
        box = paper.held(f"{edge}-{place}")
        if box:
            part = getattr(item, place)
            part.text = _text(box)
            part.font = f"{next(iter(box.style.font_family), '宋体')},Regular"
            part.size = round(box.style.font_size)


def _text(box: MarginBox) -> str:
    pieces = (
        COUNTERS.get(piece.name, "") if isinstance(piece, Counter) else piece.replace("&", "&&")
        for piece in box.content
        if isinstance(piece, Counter | str)
    )
    return "".join(pieces)
