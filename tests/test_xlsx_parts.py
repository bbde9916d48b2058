"""The parts of a workbook as other programs want them: the order of elements, where texts stand, how they are coded."""

import io
import zipfile

from lxml import etree

from render.page import Page
from render.writers.xlsx import write
from test_xlsx import page, table

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


def test_texts_are_shared_strings_each_once_in_the_order_of_the_cells() -> None:
    body = f"{RICH}{table('乙', '甲', '乙', '')}{table('丙', '甲')}{RICH}"
    made = parts(page(body))
    strings = etree.fromstring(made["xl/sharedStrings.xml"])
    assert ["".join(item.itertext()) for item in strings] == ["甲粗斜线x21", "乙", "甲", "丙"]
    assert (strings.get("count"), strings.get("uniqueCount")) == ("7", "4")
    assert [len(item.findall(f"{MAIN}r")) for item in strings] == [7, 0, 0, 0]
    sheets = [etree.fromstring(made[f"xl/worksheets/sheet{n}.xml"]) for n in (1, 2)]
    cells = [[(c.get("r"), c.get("t"), "".join(c.itertext())) for c in sheet.iter(f"{MAIN}c")] for sheet in sheets]
    assert cells == [
        [("A1", "s", "0"), ("A2", "s", "1"), ("A3", "s", "2"), ("A4", "s", "1"), ("A5", None, "")],
        [("A1", "s", "3"), ("A2", "s", "2"), ("A3", "s", "0")],
    ]
    assert b'Target="/xl/sharedStrings.xml"' in made["xl/_rels/workbook.xml.rels"]
    assert b'PartName="/xl/sharedStrings.xml"' in made["[Content_Types].xml"]


def test_what_is_not_ascii_stands_in_utf_8_not_in_references() -> None:
    cols = '<col data-key="甲" data-formula=\'IF(1=1,"𠮷喆","")\' data-input data-options="𠮷|喆" data-prompt="𠮷喆。">'
    made = parts(page(RICH + table("𠮷喆", "赟", attributes='data-sheet="𠮷喆"', cols=cols)))
    for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        assert b"&#" not in made[name], name
    assert made["xl/worksheets/sheet1.xml"].count("𠮷喆".encode()) == 4  # the formula twice, a result, the prompt


def test_the_elements_of_a_drawing_have_the_prefix_by_which_exceljs_knows_them() -> None:
    cols = '<col data-key="单位"><col data-key="数" data-type="number">'
    rows = "<thead><tr><th>单位</th><th>数</th></tr></thead><tbody><tr><td>甲</td><td>1</td></tr></tbody>"
    made = parts(page(f'<table data-chart="条形 单位: 数">{cols}{rows}</table>'))
    root = etree.fromstring(made["xl/drawings/drawing1.xml"])
    names = [f"{element.prefix}:{etree.QName(element).localname}" for element in root.iter()]
    assert names[:3] == ["xdr:wsDr", "xdr:oneCellAnchor", "xdr:from"]
    assert names[-4:] == ["a:graphic", "a:graphicData", "c:chart", "xdr:clientData"]
    assert {name.split(":")[0] for name in names[3:-4]} == {"xdr"}
