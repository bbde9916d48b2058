"""A table that paper cuts → the same twice: whole for the screen, and a table for each sheet of paper for print.

A browser would cut merged cells wherever its page ends, and some browsers repeat no header.
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import count

from lxml import etree

from render.page import Page
from render.writers.cutting import cut_page
from render.writers.cutting.measure import MARK
from render.writers.cutting.tables import NEW_PAGE
from render.writers.html.styles import inline

FOR = "data-for"
#: Of the size in the PDF: browsers draw no line thinner than a pixel, so that their rows are up to 0.25 pt higher.
SIZE = 0.98
#: Characters are printed as wide as they were measured: browsers would narrow brackets, and part digits from Chinese.
ON_PAPER = f"""<style>
@media screen {{ [{FOR}="print"] {{ display: none }} }}
@media print {{
[{FOR}="screen"] {{ display: none }}
[{FOR}="print"] {{ zoom: {SIZE}; margin: 0 auto }}
:root {{ text-spacing-trim: space-all; text-autospace: no-autospace }}
}}
</style>"""


#: The beginning or the end of a table; or what holds no markup, though it may look like that.
TABLE = re.compile(r"<(/?)table\b|<(script|style)\b.*?</\2>|<!--.*?-->", re.S | re.I)


def with_paper(page: Page) -> str:
    """The HTML of a page, behind each table that is cut on paper its pieces; the same where there is none."""
    cut = [(number, table) for number, table in enumerate(etree.HTML(cut_page(page).html).iter("table"))]
    pieces = {number: "".join(map(_text, _sheets(table))) for number, table in cut if MARK in table.attrib}
    return "".join(_beside(page.html, pieces)) if pieces else page.html


def _beside(html: str, pieces: Mapping[int, str]) -> Iterator[str]:
    """The HTML with each table's pieces behind it, the rest as it is."""
    numbers, within, done = count(), list[int](), 0
    for match in TABLE.finditer(html):
        if match[1] is None:
            continue
        if not match[1]:
            within.append(next(numbers))
            yield html[done : match.end()] + (f' {FOR}="screen"' if within[-1] in pieces else "")
            done = match.end()
        elif within and (behind := pieces.get(within.pop())):
            end = html.index(">", match.end()) + 1
            yield html[done:end] + behind
            done = end
    yield html[done:]


def _text(sheet: etree._Element) -> str:
    return etree.tostring(sheet, encoding="unicode", method="html", with_tail=False)


def _sheets(table: etree._Element) -> Iterator[etree._Element]:
    """A table for each sheet of paper, with the header and the footer; the first has the caption."""
    bodies = table.findall("tbody")
    for body in bodies:
        table.remove(body)
    starts = [at for at, body in enumerate(bodies) if at == 0 or NEW_PAGE in body.get("style", "")]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(bodies)], strict=True)):
        sheet = deepcopy(table)
        foot = sheet.find("tfoot")
        for body in bodies[start:end]:
            body.set("style", body.get("style", "").replace(NEW_PAGE, ""))
            sheet.append(body) if foot is None else foot.addprevious(body)
        if number:
            sheet.set("style", f"{sheet.get('style', '')}; {NEW_PAGE}")
            for caption in sheet.findall("caption"):
                sheet.remove(caption)
        _clean(sheet)
        yield sheet


def _clean(sheet: etree._Element) -> None:
    """Take away what only the first table of a page or only other programs need."""
    for element in sheet.iter():
        for name in [name for name in element.attrib if name == "id" or name.startswith("data-")]:
            del element.attrib[name]
        if style := inline(element.get("style", "")):
            element.set("style", style)
    sheet.set(FOR, "print")
