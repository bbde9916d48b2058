"""The bones of a page: all of it that the checks look at. Letters to thousands of units differ in their words alone."""

import re
from html import unescape

#: A comment or a tag, the quotes in it closed; a text; else a mark that begins neither.
PIECE = re.compile(r"""(<!--.*?-->|<[!/]?[a-zA-Z](?:[^"'<>]|"[^"]*"|'[^']*')*>)|([^<]+)|(<)""", re.S)
RAW = re.compile("<(?:script|style|textarea|plaintext|xmp|iframe|noframes)", re.I)  # no tags are in these
DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
SAID = re.compile(rf"""(<meta\b[^>]*?\bcontent=)"[^"]*"|(\bdata-value=)"{DAY}\"""")  # attributes that hold words
LONG = 30_000  # characters; a cell of Excel holds some more


def bones(html: str, in_excel: bool) -> str:
    """A page without what its texts say, only whether there are any; pages with the same bones have the same faults.

    Empty where its words may count: in a script, in a long text, in a title that is the name of a sheet.
    """
    if RAW.search(html) or (in_excel and html.count("<table") != html.count("data-sheet=")):
        return ""
    kept, length = list[str](), 0
    for tag, text, lost in PIECE.findall(html):
        length += len(text)
        if lost or (in_excel and length > LONG):
            return ""
        kept.append(_bare(tag) if tag else "x" if _says(text) else " ")
    return "".join(kept)


def _bare(tag: str) -> str:
    """A tag without words; the two looks for what few tags have are there to be quick."""
    return SAID.sub(r"\1\2", tag) if "data-value" in tag or "content" in tag else tag


def _says(text: str) -> bool:
    return bool((unescape(text) if "&" in text else text).strip())
