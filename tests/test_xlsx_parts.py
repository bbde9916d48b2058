"""The parts of a workbook as other programs want them: the order of elements, where texts stand, how they are coded."""

import io
import zipfile

from lxml import etree
from test_xlsx import page, table

from render.page import Page
from render.writers.xlsx import write

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: What the Open XML SDK wants in a <font>; the schema of ISO 29500 allows any order.
FONT = [
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "name",
    "family",
    "charset",
    "scheme",
]
RICH = '<p>甲<b>粗</b><i style="color: #FF0000">斜</i><u>线</u>x<sup>2</sup><sub>1</sub></p>'


def parts(made: Page) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write(made))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_elements_of_a_font_stand_in_the_order_of_the_open_xml_sdk() -> None:
    head = '<tr><th style="text-decoration: underline; font-style: italic; color: red">丙</th></tr>'
    body = RICH + table("甲", head=head, cols='<col data-key="状态" data-when-已完成="{状态}=1">')
    fonts = [*etree.fromstring(parts(page(body))["xl/styles.xml"]).iter(f"{MAIN}font")]
    names = [[etree.QName(child).localname for child in font] for font in fonts]
    assert all(found == sorted(found, key=FONT.index) for found in names)
    assert {name for found in names for name in found} == {"b", "i", "u", "sz", "color", "name", "charset"}
