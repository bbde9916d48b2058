"""The texts of a workbook, each once, in the order in which cells first say them: xl/sharedStrings.xml (18.4.9).

Excel keeps texts only so, and moves what stands in the cells themselves when it next saves.
"""

from typing import Any

from lxml import etree
from openpyxl.cell.rich_text import CellRichText
from openpyxl.xml.constants import ARC_SHARED_STRINGS, REL_NS, SHARED_STRINGS, SHEET_MAIN_NS

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Strings:
    """The shared strings; as a part of the package it has a path and a type."""

    path = f"/{ARC_SHARED_STRINGS}"
    mime_type = SHARED_STRINGS
    relationship = f'<Relationship Type="{REL_NS}/sharedStrings" Target="{path}" Id="texts"/>'.encode()

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def number(self, text: str | CellRichText) -> int:
        """The place of a text, plain or in pieces of several fonts."""
        self._uses += 1
        xml = _item(text)
        return self._numbers.setdefault(xml, len(self._numbers))

    def xml(self) -> bytes:
        """The part."""
        counts = f'count="{self._uses}" uniqueCount="{len(self._numbers)}"'
        return f'<sst xmlns="{SHEET_MAIN_NS}" {counts}>{"".join(self._numbers)}</sst>'.encode()


def _item(text: str | CellRichText) -> str:
    """<si>: one <t>, or an <r> for each piece."""
    item: Any = text.to_tree() if isinstance(text, CellRichText) else etree.Element("si")
    item.tag = "si"
    if isinstance(text, str):
        etree.SubElement(item, "t", {SPACE: "preserve"} if text != text.strip() else {}).text = text
    xml: str = etree.tostring(item, encoding="unicode")
    return xml
