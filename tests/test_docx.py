"""What a Word file holds: styles, paragraphs, tables, sections, and that Word can open it."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

import docx
import pytest
from hypothesis import example, given
from lxml import etree

from render.page import Box, Page
from render.writers import writer
from support.grammar import Cells, bodies, model, stylesheets, tables
from support.office import convert
from support.pages import page
from support.words import RELATIONSHIPS, SPACE, R, W, Word, disorder, local, texts, word

A4 = {"w": "11906", "h": "16838"}
TURNED = {"w": "16838", "h": "11906", "orient": "landscape"}
HOSTILE = "A&B < > \" ' {{ 计划 }} {% if %} 赟喆𠮷 a\u00a0b\u3000c &amp; ]]> " + "长" * 300 + " " + "x" * 300
SHOWN = HOSTILE.replace("&", "&amp;").replace("<", "&lt;")


def only(root: etree._Element, path: str) -> etree._Element:
    (found,) = root.iterfind(path, SPACE)
    return found


def attributes(element: etree._Element) -> dict[str, str]:
    return {etree.QName(key).localname: str(value) for key, value in element.items()}


# Paragraphs and their styles


def test_a_class_and_a_heading_become_the_style_of_that_name() -> None:
    css = ".主送 { color: red } td.表 { color: blue } .x .深 { color: red } th { font-weight: bold }"
    body = (
        "<h1>甲</h1><h2 class=主送>乙</h2><h3>丙</h3><h4>丁</h4><p class='别的 主送'>戊</p><p>己</p>"
        "<div class=x>庚<p class=深>辛</p></div>"
        "<table><tr><th>壬</th><td>癸</td><td class=主送>子</td><td class=表>丑</td></tr></table>"
    )
    made = word(body, css)
    paragraphs = [p for p in made.document.iter_inner_content() if not hasattr(p, "rows")]
    (table,) = made.document.tables
    assert [(p.text, p.style and p.style.name) for p in paragraphs] == [
        ("甲", "Heading 1"),
        ("乙", "Heading 2"),
        ("丙", "Heading 3"),
        ("丁", "Heading 4"),
        ("戊", "主送"),
        ("己", "Normal"),
        ("庚", "Normal"),
        ("辛", "Normal"),
        ("", "Normal"),
    ]
    in_cells = [p for cell in table.rows[0].cells for p in cell.paragraphs]
    assert [(p.text, p.style and p.style.name) for p in in_cells] == [
        ("壬", "表格栏目"),
        ("癸", "表格正文"),
        ("子", "主送"),
        ("丑", "表"),
    ]


def test_a_heading_is_one_that_word_knows() -> None:
    made = word("<h1>甲</h1>")
    heading = made.styles["Heading1"]
    assert [attributes(e) for e in heading.iterfind("w:name", SPACE)] == [{"val": "heading 1"}]
    assert attributes(only(heading, "w:pPr/w:outlineLvl")) == {"val": "0"}
    assert attributes(heading) == {"type": "paragraph", "styleId": "Heading1"}


def test_no_two_styles_have_one_id_or_one_name() -> None:
    css = "".join(
        f".{name} {{ color: red }}" for name in ("Normal", "Heading1", "a0", "a1", "表格正文", "主送", "normal")
    )
    made = word("<p class=Normal>甲</p><p class=Heading1>乙</p>", css)
    styles = list(made.xml("word/styles.xml").iter(f"{W}style"))
    names = [only(style, "w:name").get(f"{W}val", "").lower() for style in styles]
    assert len(set(names)) == len(names) == len(made.styles) == len(styles)
    assert [p.style and p.style.name for p in made.document.paragraphs] == ["Normal", "Heading1"]


@pytest.mark.parametrize(
    ("declaration", "name", "expected"),
    [
        ("text-align: justify", "jc", {"val": "both"}),
        ("text-align: center", "jc", {"val": "center"}),
        ("text-align: right", "jc", {"val": "right"}),
        ("text-align: start", "jc", {"val": "left"}),
        ("text-indent: 31.5pt", "ind", {"left": "0", "right": "0", "firstLine": "630"}),
        ("text-indent: -2em; margin-left: 2em", "ind", {"left": "480", "right": "0", "hanging": "480"}),
        ("margin: 0 1mm 0 2mm; padding: 0 1pt", "ind", {"left": "133", "right": "77", "firstLine": "0"}),
        ("line-height: 28.95pt", "spacing", {"before": "0", "after": "0", "line": "579", "lineRule": "exact"}),
        ("line-height: 1.5", "spacing", {"before": "0", "after": "0", "line": "360", "lineRule": "exact"}),
        ("line-height: normal", "spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}),
        ("margin: 1pt 0 2pt", "spacing", {"before": "20", "after": "40", "line": "240", "lineRule": "auto"}),
        ("margin: -1pt 0 -2pt", "spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}),
        ("break-before: page", "pageBreakBefore", {}),
        ("page-break-before: always", "pageBreakBefore", {}),
        ("break-before: auto", "pageBreakBefore", {"val": "0"}),
        ("break-after: avoid", "keepNext", {}),
        ("break-after: auto", "keepNext", {"val": "0"}),
        ("break-inside: avoid", "keepLines", {}),
        ("orphans: 1; widows: 1", "widowControl", {"val": "0"}),
        ("orphans: 2; widows: 2", "widowControl", {}),
        ("background: #EEE", "shd", {"val": "clear", "color": "auto", "fill": "EEEEEE"}),
    ],
)  # fmt: skip
def test_property_of_a_paragraph(declaration: str, name: str, expected: dict[str, str]) -> None:
    """The same whether a rule for all paragraphs says so, a class, or the element itself."""
    base = "body { margin: 0 } p { margin: 0 }"
    for css, body in (
        (f"{base} p {{ {declaration} }}", "<p>字</p>"),
        (f"{base} .甲 {{ {declaration} }}", "<p class=甲>字</p>"),
        (f"{base} .甲 {{ margin: 9pt; text-indent: 9pt; line-height: 9pt; break-after: avoid; text-align: right }}",
         f"<p class=甲 style='margin: 0; text-indent: 0; line-height: normal; break-after: auto; {declaration}'>字"),
    ):  # fmt: skip
        made = word(body, css)
        assert made.lines(only(made.body, "w:p"), name) == expected


def test_borders_of_a_paragraph() -> None:
    made = word("<p>字</p>", "p { border-top: 2pt double red; border-left: 0.1pt solid; padding: 4pt 0 0 99pt }")
    found = {local(e): attributes(e) for e in only(made.body, "w:p/w:pPr/w:pBdr")}
    assert found == {
        "top": {"val": "double", "sz": "16", "space": "4", "color": "FF0000"},
        "left": {"val": "single", "sz": "2", "space": "31", "color": "000000"},
        "bottom": {"val": "nil"},
        "right": {"val": "nil"},
    }


def test_an_element_can_take_back_the_border_and_the_colour_of_its_class() -> None:
    css = ".甲 { border: 1pt solid; background: #EEE }"
    made = word("<p class=甲>甲</p><p class=甲 style='border: none; background: none'>乙</p>", css)
    first, second = made.body.iterfind("w:p", SPACE)
    assert made.lines(first, "shd") == {"val": "clear", "color": "auto", "fill": "EEEEEE"}
    assert made.lines(second, "shd") == {"val": "clear", "color": "auto", "fill": "auto"}
    edges = [attributes(edge) for edge in only(second, "w:pPr/w:pBdr")]
    assert edges == [{"val": "nil"}] * 4


def test_margins_collapse_as_in_css() -> None:
    css = "p { margin: 0 } .甲 { margin: 6pt 0 8pt } .乙 { margin: 10pt 0 4pt } .空 { margin: 20pt 0 }"
    body = (
        "<p class=甲>一</p><p class=乙>二</p><p>三</p><p class=甲>四</p>"
        "<div style='margin-top: 15pt; margin-bottom: 12pt'><p class=甲>五</p></div><p class=乙>六</p>"
        "<p class=空></p><div></div><p>七</p>"
    )
    made = word(body, css)
    spaces = [made.lines(p, "spacing") or {} for p in made.body.iterfind("w:p", SPACE)]
    assert list(zip("".join(texts(made.body)), [(s["before"], s["after"]) for s in spaces], strict=True)) == [
        ("一", ("120", "160")),
        ("二", ("40", "80")),
        ("三", ("0", "0")),
        ("四", ("120", "160")),
        ("五", ("140", "160")),
        ("六", ("80", "80")),
        ("七", ("320", "0")),
    ]


def test_what_is_nested_adds_its_indents_and_keeps_together() -> None:
    css = "div { margin: 0 2pt 0 1pt; padding-left: 3pt; break-after: avoid; break-before: page } p { margin: 0 4pt }"
    made = word("<div>甲<div><p>乙</p></div>丙</div><p>丁</p>", css)
    paragraphs = list(made.body.iterfind("w:p", SPACE))
    assert [(made.lines(p, "ind") or {})["left"] for p in paragraphs] == ["80", "240", "80", "80"]
    assert [(made.lines(p, "ind") or {})["right"] for p in paragraphs] == ["40", "160", "40", "80"]
    assert [made.lines(p, "keepNext") for p in paragraphs] == [{}, {}, {}, {"val": "0"}]
    assert [made.lines(p, "pageBreakBefore") for p in paragraphs] == [{}, {}, {"val": "0"}, {"val": "0"}]


def test_a_break_after_stands_before_what_follows() -> None:
    made = word("<p class=甲>一</p><p>二</p><div class=甲><p>三</p></div><p>四</p>", ".甲 { break-after: page }")
    breaks = [made.lines(p, "pageBreakBefore") for p in made.body.iterfind("w:p", SPACE)]
    assert breaks == [{"val": "0"}, {}, {"val": "0"}, {}]


def test_a_page_break_before_a_table() -> None:
    for body, css in (
        ("<p>甲</p><table><tr><td>乙</td></tr></table>", "table { break-before: page }"),
        ("<p>甲</p><div><table><tr><td>乙</td></tr></table></div>", "div { break-before: page }"),
        ("<p>甲</p><table><tr><td>乙</td></tr></table>", "p { break-after: page }"),
    ):
        made = word(body, css)
        blocks = [(local(b), local(b) == "p" and made.lines(b, "pageBreakBefore")) for b in made.body][:-1]
        off = {"val": "0"}
        assert blocks == [("p", off), ("p", {}), ("tbl", False), ("p", off)]


# Text


def test_hostile_text_comes_through_whole() -> None:
    made = word(
        f"<h1>{SHOWN}</h1><p>{SHOWN}<b>{SHOWN}</b></p><table><tr><td>{SHOWN}</td></tr></table>{SHOWN}",
        title=SHOWN,
        author="&quot;甲&quot; &amp; 乙",
    )
    assert [text for text in texts(made.body) if text] == [HOSTILE, HOSTILE * 2, HOSTILE, HOSTILE]
    core = made.document.core_properties
    assert (core.title, core.author, core.language) == (HOSTILE, '"甲" & 乙', "zh-CN")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>甲<br>乙<br><br>丙</p>", "甲\n乙\n\n丙"),
        ("<p style='white-space: pre-wrap'> a\tb\n\n c </p>", " a\tb\n\n c "),
        ("<p> 甲 <b> 乙 </b> </p>", "甲 乙"),
        ("<p>\u3000\u3000甲\u3000</p>", "\u3000\u3000甲\u3000"),
        ("<p>甲&#1;乙&#xFFFF;丙\x0b丁\x7f</p>", "甲乙丙丁\x7f"),
        ("<p>甲\ud83d\ude00乙</p>".encode("utf-16", "surrogatepass").decode("utf-16"), "甲😀乙"),
    ],
)
def test_white_space_and_what_xml_cannot_hold(body: str, text: str) -> None:
    made = word(body)
    assert list(texts(made.body)) == [text]
    assert [p.text for p in made.document.paragraphs] == [text]


RUNS = """p { font-size: 16pt; font-family: 仿宋; color: #111111 } .小 { font-size: 10.5pt; letter-spacing: -0.25pt }
.楷 { font-family: 楷体, KaiTi; color: #FF0000; font-style: italic } .底 { background: #FFFF00 }
.平 { font-weight: normal; font-style: normal }"""


def test_runs() -> None:
    made = word(
        "<p>甲<b>乙<span class=平>丙</span></b><span class=小>丁</span><i class=楷>戊</i><u>己<s>庚</s></u>"
        "<sup>辛</sup><sub>壬</sub><span class=底>癸<b>子</b></span></p>",
        RUNS,
    )
    names = ("rFonts", "b", "i", "strike", "color", "spacing", "sz", "u", "shd", "vertAlign")
    plain = {"rFonts": "仿宋", "b": "0", "i": "0", "strike": "0", "color": "111111", "spacing": "0", "sz": "32",
             "u": "none", "shd": "auto", "vertAlign": "baseline"}  # fmt: skip

    def say(run: etree._Element) -> dict[str, str]:
        found = {name: made.letters(run, name) or {} for name in names}
        said = {name: f.get("eastAsia") or f.get("fill") or f.get("val", "1") for name, f in found.items()}
        return {"text": run.findtext("w:t", "", SPACE), **{k: v for k, v in said.items() if v != plain[k]}}

    assert [say(run) for run in made.body.iter(f"{W}r")] == [
        {"text": "甲"},
        {"text": "乙", "b": "1"},
        {"text": "丙"},
        {"text": "丁", "sz": "21", "spacing": "-5"},
        {"text": "戊", "rFonts": "楷体", "color": "FF0000", "i": "1"},
        {"text": "己", "u": "single"},
        {"text": "庚", "strike": "1"},
        {"text": "辛", "vertAlign": "superscript"},
        {"text": "壬", "vertAlign": "subscript"},
        {"text": "癸", "shd": "FFFF00"},
        {"text": "子", "shd": "FFFF00", "b": "1"},
    ]


# Fonts


def test_every_style_names_its_font_for_chinese_too() -> None:
    css = "body { font-family: 仿宋_GB2312, FangSong } .甲 { font-family: serif } h1 { font-family: '黑体' }"
    made = word("<h1>甲</h1><p class=甲>乙<span style='font-family: 楷体'>丙</span></p>", css)
    named = {
        name: attributes(only(style, "w:rPr/w:rFonts"))
        for name, style in made.styles.items()
        if style.get(f"{W}type") == "paragraph"
    }
    faces = {"Normal": "仿宋_GB2312", "Heading1": "黑体", "class-甲": "宋体"}
    assert {name: named[name] for name in faces} == {
        name: dict.fromkeys(("ascii", "eastAsia", "hAnsi", "cs"), face) for name, face in faces.items()
    }
    assert set(named) == {*faces, *(f"Heading{level}" for level in range(2, 7)), "表格正文", "表格栏目"}
    (run,) = made.body.iterfind("w:p/w:r[w:rPr]", SPACE)
    assert attributes(only(run, "w:rPr/w:rFonts")) == dict.fromkeys(("ascii", "eastAsia", "hAnsi", "cs"), "楷体")


def test_the_font_table_says_what_to_use_instead() -> None:
    made = word("<p>字</p>", "body { font-family: 仿宋_GB2312, 仿宋, 'Fandol&Fang', serif } h1 { font-family: 黑体 }")
    fonts = list(made.xml("word/fontTable.xml"))
    assert [(font.get(f"{W}name"), [attributes(e) for e in font]) for font in fonts] == [
        ("仿宋_GB2312", [{"val": "仿宋,Fandol&Fang"}, {"val": "86"}]),
        ("黑体", [{"val": "86"}]),
    ]


# Tables

TABLE = """<table>
<colgroup><col style="width: 20%"><col style="width: 50pt"><col></colgroup>
<thead><tr><th rowspan="2">目标</th><th colspan="2">单位</th></tr><tr><th>主</th><th>协</th></tr></thead>
<tbody><tr><td rowspan="2">一</td><td>甲</td><td>乙</td></tr><tr><td colspan="2">丙</td></tr></tbody>
<tbody><tr class="高"><td>二</td></tr></tbody></table>"""
TABLE_CSS = """@page { size: A4; margin: 0 }
body { margin: 0 } table { width: 400pt } tr { break-inside: avoid } tbody { break-inside: avoid } .高 { height: 40pt }
td, th { border: 0.5pt solid; padding: 1pt 2pt; vertical-align: middle } th { background: #EEE; white-space: nowrap }"""


def described(made: Word) -> list[list[tuple[str, str, str, str]]]:
    """Each row of the one table: for each w:tc its text, width, w:gridSpan and w:vMerge."""

    def cell(tc: etree._Element) -> tuple[str, str, str, str]:
        found = {local(e): attributes(e) for e in only(tc, "w:tcPr")}
        merge = found["vMerge"].get("val", "continue") if "vMerge" in found else ""
        return "".join(texts(tc)), found["tcW"]["w"], found.get("gridSpan", {}).get("val", "1"), merge

    return [[cell(tc) for tc in tr.iterfind("w:tc", SPACE)] for tr in made.body.iter(f"{W}tr")]


def test_a_table_with_merged_cells() -> None:
    made = word(TABLE, TABLE_CSS)
    assert described(made) == [
        [("目标", "1600", "1", "restart"), ("单位", "6400", "2", "")],
        [("", "1600", "1", "continue"), ("主", "1000", "1", ""), ("协", "5400", "1", "")],
        [("一", "1600", "1", "restart"), ("甲", "1000", "1", ""), ("乙", "5400", "1", "")],
        [("", "1600", "1", "continue"), ("丙", "6400", "2", "")],
        [("二", "1600", "1", ""), ("", "1000", "1", ""), ("", "5400", "1", "")],
    ]
    assert [attributes(e)["w"] for e in made.body.iterfind("w:tbl/w:tblGrid/w:gridCol", SPACE)] == [
        "1600",
        "1000",
        "5400",
    ]
    rows = [{local(e): attributes(e) for e in tr.iterfind("w:trPr/*", SPACE)} for tr in made.body.iter(f"{W}tr")]
    plain: dict[str, dict[str, str]] = {"cantSplit": {}}
    assert rows == [
        {"cantSplit": {}, "tblHeader": {}},
        {"cantSplit": {}, "tblHeader": {}},
        plain,
        plain,
        {"cantSplit": {}, "trHeight": {"val": "800", "hRule": "atLeast"}},
    ]
    (table,) = made.document.tables
    assert [cell.text for cell in table.columns[0].cells] == ["目标", "目标", "一", "一", "二"]


def test_properties_of_a_table_and_its_cells() -> None:
    made = word(TABLE, TABLE_CSS)
    found = {local(e): attributes(e) for e in only(made.body, "w:tbl/w:tblPr")}
    assert found == {
        "tblW": {"w": "8000", "type": "dxa"},
        "tblInd": {"w": "0", "type": "dxa"},
        "tblLayout": {"type": "fixed"},
        "tblCellMar": {},
    }
    margins = {local(e): attributes(e)["w"] for e in only(made.body, "w:tbl/w:tblPr/w:tblCellMar")}
    assert margins == {"top": "20", "left": "40", "bottom": "20", "right": "40"}
    th = next(made.body.iter(f"{W}tc"))
    line = {"val": "single", "sz": "4", "space": "0", "color": "000000"}
    assert {local(e): attributes(e) for e in only(th, "w:tcPr/w:tcBorders")} == dict.fromkeys(
        ("top", "left", "bottom", "right"), line
    )
    assert {local(e): attributes(e) for e in only(th, "w:tcPr") if local(e) in ("shd", "noWrap", "vAlign")} == {
        "shd": {"val": "clear", "color": "auto", "fill": "EEEEEE"},
        "noWrap": {},
        "vAlign": {"val": "center"},
    }


def test_rows_of_a_group_stay_together_but_not_with_the_next_group() -> None:
    made = word(TABLE, TABLE_CSS)
    rows = made.body.iter(f"{W}tr")
    keeps = [{str(made.lines(p, "keepNext")) for p in row.iter(f"{W}p")} for row in rows]
    off, on = {"{'val': '0'}"}, {"{}"}
    assert keeps == [off, off, on, off, off]


def test_what_a_cell_holds() -> None:
    made = word(
        "<table><caption>表题</caption><tr><td>甲<p>乙</p><table><tr><td>丙</td></tr></table></td><td></td></tr></table>"
        "<table><tr><td>丁</td></tr></table>"
    )
    assert [local(block) for block in made.body] == ["p", "tbl", "p", "tbl", "p", "sectPr"]
    first, second = made.document.tables
    cell, empty = first.rows[0].cells
    assert [p.text for p in cell.paragraphs] == ["甲", "乙", ""]
    assert [[c.text for c in row.cells] for t in cell.tables for row in t.rows] == [["丙"]]
    assert ([p.text for p in empty.paragraphs], second.rows[0].cells[0].text) == ([""], "丁")
    assert next(texts(made.body)) == "表题"


@given(tables)
def test_every_row_fills_the_grid_and_no_text_is_lost(rows: Cells) -> None:
    number = iter(range(1000))
    lines = ["".join(f"<td rowspan={h} colspan={w}>{next(number)}</td>" for h, w in row) for row in rows]
    made = word("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
    found = described(made)
    columns = len(list(made.body.iter(f"{W}gridCol")))
    assert {sum(int(span) for _, _, span, _ in row) for row in found} in ({columns}, set())
    assert [text for row in found for text, *_ in row if text] == [str(n) for n in range(next(number))]
    if overlap(rows):  # as only a mistake in a template makes it
        return
    above = dict[int, str]()
    for row in found:
        starts, column = dict[int, str](), 0
        for _, _, span, merge in row:
            starts[column] = merge
            column += int(span)
        assert all(above.get(c) for c, merge in starts.items() if merge == "continue")
        above = starts


def overlap(rows: Cells) -> bool:
    """Whether some cell spans into another."""
    slots = [
        (y, x)
        for line in model(rows)
        for top, left, height, width in line
        for y, x in product(range(top, top + height), range(left, left + width))
    ]
    return len(set(slots)) < len(slots)


# Sections, headers and footers

SECTIONS = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm }
@page :right { @bottom-right { content: "— " counter(page) " —"; font-size: 14pt } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font-size: 14pt } }
@page :first { @top-center { content: element(红头) } @bottom-right { content: none } }
@page 横排 { size: A4 landscape; margin: 28mm 37mm 26mm 35mm }
@page 空白 { @bottom-right { content: none } }
@page 空白:left { @bottom-left { content: none } }
.横 { page: 横排 } .空 { page: 空白 } .红头 { position: running(红头); color: red; text-align: center }
"""
PARTS = "<div class=红头><p>省厅<b>文件</b></p></div><p>一</p><div class=横><p>二</p></div><p>三</p><p class=空>四</p>"


def section(made: Word, sect: etree._Element) -> dict[str, object]:
    """A section: its paper and margins, and the texts of its headers and footers."""
    targets = {r.get("Id"): r.get("Target") for r in made.xml("word/_rels/document.xml.rels")}

    def text(reference: etree._Element) -> str:
        root = made.xml(f"word/{targets[reference.get(f'{R}id')]}")
        fields = [e.get(f"{W}instr", "").strip() for e in root.iter(f"{W}fldSimple")]
        return "".join(e.text or "" for e in root.iter(f"{W}t")) + "".join(f"[{field}]" for field in fields)

    references = {
        f"{local(e).removesuffix('Reference')} {e.get(f'{W}type')}": text(e) for e in sect if "Reference" in local(e)
    }
    rest = {local(e): attributes(e) for e in sect if "Reference" not in local(e)}
    return {**rest, **references}


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WP, WPS = f"{{{DRAWING}}}", "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
MM = 72 / 25.4


def test_sections() -> None:
    made = word(PARTS, SECTIONS)
    inner = [local(e) for e in made.body if e.find("w:pPr/w:sectPr", SPACE) is not None]
    assert (inner, local(made.body[-1])) == (["p", "p", "p"], "sectPr")
    upright = {
        "top": "2098",
        "right": "1474",
        "bottom": "1984",
        "left": "1587",
        "header": "",
        "footer": "",
        "gutter": "0",
    }
    turned = {**upright, "top": "1587", "right": "2098", "bottom": "1474", "left": "1984"}
    number = {"footer default": "— 1 —[PAGE]", "footer even": "— 1 —[PAGE]", "header even": ""}
    found = [section(made, sect) for sect in made.body.iter(f"{W}sectPr")]
    for each in found:
        margins = each["pgMar"]
        assert isinstance(margins, dict)
        each["pgMar"] = {**margins, "header": "", "footer": ""}
    blank = {"footer default": "", "footer even": ""}
    first = {"header first": "省厅文件", "footer first": "", "titlePg": {}}
    assert [{k: v for k, v in each.items() if k != "header default" and k != "header even"} for each in found] == [
        {"pgSz": A4, "pgMar": upright, **{k: v for k, v in number.items() if "footer" in k}, **first},
        {"pgSz": TURNED, "pgMar": turned, **{k: v for k, v in number.items() if "footer" in k}},
        {"pgSz": A4, "pgMar": upright, **{k: v for k, v in number.items() if "footer" in k}},
        {"pgSz": A4, "pgMar": upright, **blank},
    ]
    assert [e.tag for e in made.xml("word/settings.xml").iterfind("w:evenAndOddHeaders", SPACE)] == [
        f"{W}evenAndOddHeaders"
    ]


def test_the_first_page_of_a_document_is_in_its_first_section_only() -> None:
    made = word("<div class=横><p>一</p></div><p>二</p>", SECTIONS)
    found = [section(made, sect) for sect in made.body.iter(f"{W}sectPr")]
    assert [(each["pgSz"], "titlePg" in each, "header first" in each) for each in found] == [
        (TURNED, True, True),
        (A4, False, False),
    ]


def test_a_page_without_margin_boxes_has_no_parts_for_them() -> None:
    made = word("<p>字</p>")
    assert section(made, made.body[-1]) == {
        "pgSz": A4,
        "pgMar": {
            **dict.fromkeys(("top", "right", "bottom", "left"), "1125"),
            **dict.fromkeys(("header", "footer", "gutter"), "0"),
        },
    }
    assert made.xml("word/settings.xml").find("w:evenAndOddHeaders", SPACE) is None


def test_where_a_footer_stands() -> None:
    """7 mm below the text block, whose bottom margin is 35 mm; the line is 14 pt high: (35 - 7) mm - 14 pt."""
    box = "@bottom-right { content: counter(page) '/' counter(pages); line-height: 14pt; font-size: 14pt; color: red"
    made = word("<p>字</p>", f"@page {{ margin: 35mm; {box}; vertical-align: top; padding-top: 7mm }} }}")
    found = section(made, made.body[-1])
    assert found["footer default"] == "1/1[PAGE][NUMPAGES]"
    assert isinstance(found["pgMar"], dict)
    assert int(found["pgMar"]["footer"]) == round((35 - 7) * 72 / 25.4 * 20) - 14 * 20
    (footer,) = (made.xml(name) for name in made.parts if "footer" in name)
    assert made.lines(footer[0], "jc") == {"val": "right"}
    assert [attributes(e) for e in footer.iterfind(".//w:r//w:color", SPACE)] == [{"val": "FF0000"}] * 3


def test_a_footer_may_be_aligned_otherwise() -> None:
    made = word("<p>字</p>", "@page { @bottom-right { content: '甲'; text-align: left } }")
    assert made.lines(made.xml("word/footer1-default.xml")[0], "jc") == {"val": "left"}


def test_a_box_at_a_side_stands_where_css_puts_it() -> None:
    """A square of 30 mm in the corner: turned about its middle, its padding above is on its right."""
    box = "content: '第' counter(page) '页'; height: 20mm; padding: 10mm 2mm 0 0; text-align: right; line-height: 14pt"
    css = f"@page {{ size: 300mm 200mm; margin: 20mm 40mm 50mm 30mm; @left-bottom {{ {box}; TURN }} }}"
    found = dict[str, tuple[float, ...]]()
    for turn in ("none", "rotate(90deg)", "rotate(-90deg)"):
        made = word("<p>字</p>", css.replace("TURN", f"transform: {turn}"))
        footer = made.xml("word/footer1-default.xml")
        (anchor,) = footer.iter(f"{WP}anchor")
        (text,) = footer.iter(f"{W}txbxContent")
        assert made.lines(text[0], "jc") == {"val": "right"}
        assert (made.lines(text[0], "ind") or {})["right"] == str(round(2 * MM * 20))
        assert "".join(e.text or "" for e in text.iter(f"{W}t")) == "第1页"
        assert [attributes(e)["footer"] for e in made.body.iter(f"{W}pgMar")] == [str(round(50 * MM * 10))]
        x, y = (round(int(e.text or "") / 36000, 1) for e in anchor.iter(f"{WP}posOffset"))
        size = next(anchor.iter(f"{WP}extent"))
        (flow,) = (e.get("vert", "") for e in footer.iter(f"{WPS}bodyPr"))
        found[flow] = (x, y, round(int(size.get("cx", "")) / 36000, 1), round(int(size.get("cy", "")) / 36000, 1))
    assert found == {"horz": (0, 130, 30, 20), "vert": (0, 120, 20, 30), "vert270": (10, 120, 20, 30)}


def test_boxes_at_a_side_without_a_height() -> None:
    """Each has the whole side for itself, and its text at its own end."""
    boxes = " ".join(f"@right-{part} {{ content: '甲' }}" for part in ("top", "middle", "bottom"))
    made = word("<p>字</p>", f"@page {{ size: 300mm 200mm; margin: 20mm 40mm 50mm 30mm; {boxes} }}")
    footer = made.xml("word/footer1-default.xml")
    places = [round(int(e.text or "") / 36000, 1) for e in footer.iter(f"{WP}posOffset")]
    assert places == [260, 20] * 3
    assert [e.get("anchor") for e in footer.iter(f"{WPS}bodyPr")] == ["t", "ctr", "b"]
    assert len({e.get("id") for e in footer.iter(f"{WP}docPr")}) == 3


# The package


def test_nothing_is_left_of_the_template_of_the_library() -> None:
    made = word("<p>字</p>", title="甲", author="省厅")
    assert sorted(made.parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    core = made.document.core_properties
    assert (core.title, core.author, core.language, core.created, core.last_modified_by, core.comments) == (
        "甲",
        "省厅",
        "zh-CN",
        None,
        "",
        "",
    )
    assert not [name for name, data in made.parts.items() if b"python" in data.lower() or b"2013-" in data]
    assert attributes(only(made.xml("word/settings.xml"), "w:themeFontLang"))["eastAsia"] == "zh-CN"
    assert made.xml("word/styles.xml").find(".//w:lang[@w:eastAsia='zh-CN']", SPACE) is not None


def test_only_the_headers_and_footers_of_its_sections_are_in_it() -> None:
    """空白 and 横排 have footers of their own in the stylesheet; a document without such pages has none."""
    made = word("<div class=红头><p>红</p></div><p>一</p>", SECTIONS)
    named = {r.get("Target") for r in made.xml("word/_rels/document.xml.rels")}
    declared = [str(e.get("PartName")).removeprefix("/word/") for e in made.xml("[Content_Types].xml")]
    wanted = {"header1-first.xml", "footer1-first.xml", "footer1-default.xml", "footer1-even.xml"}
    for names in (map(str, named), declared, [name.removeprefix("word/") for name in made.parts]):
        assert {name for name in names if re.match("header|footer", name)} == wanted
    both = word("<div class=红头><p>红</p></div><p>一</p><div class=横><p>二</p></div>", SECTIONS)
    assert {name for name in both.parts if re.match("word/(header|footer)[^1]", name)} == {
        "word/footer2-default.xml",
        "word/footer2-even.xml",
    }


def test_every_relationship_and_every_reference_resolves() -> None:
    made = word(PARTS, SECTIONS)
    types = made.xml("[Content_Types].xml")
    declared = {e.get("PartName", "").lstrip("/") for e in types} - {""}
    assert declared | {name for name in made.parts if name.endswith(".rels")} == set(made.parts) - {
        "[Content_Types].xml"
    }
    for rels, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        targets = [e.get("Target", "") for e in made.xml(rels).iter(f"{RELATIONSHIPS}Relationship")]
        assert {f"{folder}{target}" for target in targets} <= set(made.parts)
        assert len(set(targets)) == len(targets)
    used = [reference.get(f"{R}id") for reference in made.body.iter() if reference.get(f"{R}id")]
    ids = [e.get("Id") for e in made.xml("word/_rels/document.xml.rels")]
    assert set(used) <= set(ids)
    assert len(set(ids)) == len(ids)
    assert {e.get(f"{W}val") for e in made.body.iter(f"{W}pStyle")} <= set(made.styles)


def test_the_zip_file_is_sound_and_says_nothing_of_when_it_was_made() -> None:
    with zipfile.ZipFile(BytesIO(word(PARTS, SECTIONS).data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert len(set(archive.namelist())) == len(archive.namelist())
        assert {(info.date_time, info.external_attr, info.create_system) for info in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0, 0)
        }


SAME = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_docx import PARTS, SECTIONS, TABLE, TABLE_CSS, word
for made in (word(PARTS, SECTIONS), word(TABLE, TABLE_CSS)):
    sys.stdout.write(made.data.hex())
"""


def test_the_same_bytes_in_any_process() -> None:
    here = (word(PARTS, SECTIONS).data + word(TABLE, TABLE_CSS).data).hex()
    assert here == (word(PARTS, SECTIONS).data + word(TABLE, TABLE_CSS).data).hex()
    for seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", SAME], check=True, capture_output=True, text=True, env=environment)
        assert run.stdout == here


# Whatever the page, Word can open it


UNSIGNED = {"w:spacing": ("before", "after", "line"), "w:tcW": ("w",), "w:gridCol": ("w",), "w:sz": ("val",),
            "w:pgSz": ("w", "h"), "w:pgMar": ("left", "right", "header", "footer"), "w:tblW": ("w",),
            "w:trHeight": ("val",), "w:ind": ("firstLine", "hanging"), "w:framePr": ("w",)}  # fmt: skip


def negative(root: etree._Element) -> list[str]:
    """Attributes that the schema wants without a sign, and that have one."""
    return [
        f"{name} {attribute}={e.get(f'{W}{attribute}')}"
        for name, wanted in UNSIGNED.items()
        for e in root.iter(f"{W}{name.removeprefix('w:')}")
        for attribute in wanted
        if not re.fullmatch(r"\d+", e.get(f"{W}{attribute}", "0"))
    ]


def visible(box: Box) -> Iterator[str]:
    """The text of a page in the order of print."""
    for child in box.children:
        if isinstance(child, str):
            yield "".join(child.split())
        elif child.tag != "col":
            yield from visible(child)


@given(bodies, stylesheets)
@example("<table><tr><td rowspan=2>甲<tr></table>", "td { position: absolute; margin: -9pt; font-size: 0 }")
@example("<p></p>", SECTIONS)
@example("", "")
@example('甲<p></p><p class="x"></p><p></p>', "")
@example('甲<div class="x"></div>', "")
def test_any_page_makes_a_sound_file_that_holds_its_text(body: str, css: str) -> None:
    css = css.replace("running(页眉)", "static") + ".无 { display: none } .x { page: 横排 }" + SECTIONS
    made = word(body, css)
    for name in made.parts:
        root = made.xml(name)  # is well-formed
        if name.startswith("word/") and not name.endswith(".rels"):
            assert disorder(root) == []
            assert negative(root) == []
    assert all(local(tc[-1]) == "p" for tc in made.body.iter(f"{W}tc"))
    assert local(made.body[-1]) == "sectPr"
    assert local(made.body[-2]) == "p"
    assert made.body[-2].find("w:pPr/w:sectPr", SPACE) is None
    told, wanted = "".join("".join(texts(made.body)).split()), "".join(visible(page(body, css).body))
    if made.body.find(".//w:tr/w:tc//w:pageBreakBefore", SPACE) is not None:  # a table is cut: its texts take turns
        told, wanted = "".join(sorted(told)), "".join(sorted(wanted))
    assert told == wanted
    docx.Document(BytesIO(made.data))


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    """Pages of all kinds, for LibreOffice to open."""
    return {
        "文": page(f"<h1>{SHOWN}</h1><p>一</p><p style='white-space: pre-wrap'>a\tb\nc</p>", SECTIONS),
        "表": page(
            TABLE + f"<p>后</p><table><tr><td>{SHOWN}<p>乙</p><table><tr><td>丙</td></tr></table></td></tr></table>",
            TABLE_CSS,
        ),
        "节": page(PARTS, SECTIONS),
        "空": page(""),
    }


def test_libreoffice_reads_and_keeps_all_text(pages: dict[str, Page], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("word")
    for name, of in pages.items():
        (folder / f"{name}.docx").write_bytes(writer("docx")(of))
    convert(sorted(folder.glob("*.docx")), folder / "again", "docx")
    for name in pages:
        before, after = (Word((where / f"{name}.docx").read_bytes()) for where in (folder, folder / "again"))
        assert [text for text in texts(after.body) if text] == [text for text in texts(before.body) if text]
        assert [p.style and p.style.name for p in after.document.paragraphs if p.text] == [
            p.style and p.style.name for p in before.document.paragraphs if p.text
        ]
        assert [attributes(e) for e in after.body.iter(f"{W}vMerge")] == [
            attributes(e) or {"val": "continue"} for e in before.body.iter(f"{W}vMerge")
        ]
        sizes = [[{k: attributes(e)[k] for k in ("w", "h")} for e in f.body.iter(f"{W}pgSz")] for f in (before, after)]
        assert sizes[0] == sizes[1]


def test_lines_of_word_neither_tear_days_nor_lose_blanks() -> None:
    """As far as its lists of marks can say it: LibreOffice 7.4 does not read them."""
    settings = word("<p>于　　月　　日前</p>").xml("word/settings.xml")
    first, last = (only(settings, f"w:noLineBreaks{side}") for side in ("Before", "After"))
    assert set("，。）》”%年月日号项〔\u3000") <= set(attributes(first)["val"])
    assert set("（《“〕年月\u3000") <= set(attributes(last)["val"])
    assert attributes(first)["lang"] == attributes(last)["lang"] == "zh-CN"
