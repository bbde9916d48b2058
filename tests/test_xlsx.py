"""The Excel writer through `write(Page)`, read back with openpyxl, and opened and saved by LibreOffice."""

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, Protocol

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.page import Page
from render.writers.xlsx import KNOWN, problems, write

ROOT = Path(__file__).parent.parent
CSS = """
@page { size: A4 landscape; margin: 28mm 37mm 26mm 35mm }
@page :right { @bottom-right { content: "— " counter(page) " —"; font-family: 宋体; font-size: 14pt } }
@page :left { @bottom-left { content: "— " counter(page) " / " counter(pages) " A&B —"; font-size: 14pt } }
body { font-family: 仿宋_GB2312, FangSong; font-size: 10.5pt; line-height: 1.5 }
h1 { font-family: 方正小标宋简体; font-size: 22pt; font-weight: normal; text-align: center }
table { border-collapse: collapse; border: 1.5pt solid #112233 }
td, th { border: 0.5pt solid #000; padding: 2pt; white-space: pre-wrap }
th { font-family: 黑体; text-align: center } .右 { text-align: right; vertical-align: top }
.逾期 { color: #9C0006; background: #FFC7CE } .已完成 { background: #C6EFCE; font-weight: bold }
"""
HOSTILE = [
    "=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x","y")', "&<>\"'", "&amp;", "{{ x }}", "{% if %}", "赟喆", "𠮷野家",
    "007", "1-1", "2017.10", "1E5", "TRUE", "#N/A", "  前后有空格  ", "两  个空格", "第一行\n第二行", "\t制表", "'引号",
    "_x0041_", "_x005F_x0041_", "长" * 300, "word" * 75, "一" * 3000,
]  # fmt: skip


def page(body: str, css: str = "", head: str = "") -> Page:
    return Page(f"<html><head><title>标题</title>{head}</head><body>{body}</body></html>", CSS + css)


def table(*cells: str, attributes: str = "", cols: str = "", head: str = "") -> str:
    """A table with one column, whose cells are given as HTML."""
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    return f"<table {attributes}>{cols}{head and f'<thead>{head}</thead>'}<tbody>{rows}</tbody></table>"


def book(made: Page | bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write(made) if isinstance(made, Page) else made))


def sheet(body: str, css: str = "") -> Any:
    return book(page(body, css)).worksheets[0]


def read(text: str) -> str:
    """What openpyxl makes of a shared string: it takes each x005F_ away, and not only where it stands for a _."""
    return text.replace("x005F_", "")


class Convert(Protocol):
    def __call__(self, contents: Sequence[bytes], target: str, source: str = "xlsx") -> list[bytes]: ...


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open workbooks in LibreOffice and save them in another format, in one run."""
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(contents: Sequence[bytes], target: str, source: str = "xlsx") -> list[bytes]:
        folder = tmp_path_factory.mktemp("office")
        books = [folder / f"{number}.{source}" for number in range(len(contents))]
        for book, content in zip(books, contents, strict=True):
            book.write_bytes(content)
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
        command += ["--outdir", str(folder / "out"), *map(str, books)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return [path.read_bytes() for path in sorted((folder / "out").iterdir())]

    return convert


# ---- text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", ["", "text", "date"])
def test_a_text_comes_back_whole_and_as_text(text: str, kind: str) -> None:
    cell = sheet(table(escape(text), cols=f'<col data-type="{kind}">')).cell(1, 1)
    assert (cell.value, cell.data_type) == (read(text), "s")
    assert cell.quotePrefix == (not text[0].isalpha())


def test_texts_come_back_whole_from_headings_headers_and_paragraphs() -> None:
    body = "".join(f'<p style="white-space: pre-wrap">{escape(text)}</p>' for text in HOSTILE)
    made = sheet(body + table("x", head=f"<tr><th>{escape(HOSTILE[0])}</th></tr>"))
    assert [made.cell(row, 1).value for row in range(1, len(HOSTILE) + 2)] == [*map(read, HOSTILE), HOSTILE[0]]


CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\t")


@given(st.lists(st.text(CHARACTERS, min_size=1, max_size=40), min_size=1, max_size=5))
def test_any_text_comes_back_whole(texts: list[str]) -> None:
    made = sheet(table(*map(escape, texts)))
    assert [made.cell(row, 1).value for row in range(1, len(texts) + 1)] == [*map(read, texts)]
    assert {made.cell(row, 1).data_type for row in range(1, len(texts) + 1)} == {"s"}


def test_libreoffice_reads_the_same_texts(libreoffice: Convert) -> None:
    made = write(page(table(*map(escape, HOSTILE))))
    rows = list(csv.reader(io.StringIO(libreoffice([made], "csv:Text - txt - csv (StarCalc):44,34,76")[0].decode())))
    assert [row[0] for row in rows] == HOSTILE


def test_pieces_with_another_font_are_rich_text() -> None:
    made = write(page(table("甲<b>乙</b>丙<br>丁")))
    cell: Any = openpyxl.load_workbook(io.BytesIO(made), rich_text=True).worksheets[0].cell(1, 1)
    assert str(cell.value) == "甲乙丙\n丁"
    assert [(str(part), bool(part.font.b)) for part in cell.value if part.font.b] == [("乙", True)]


def test_blocks_in_a_cell_are_lines_of_it() -> None:
    assert sheet(table("<p>甲</p><p>乙</p>丙")).cell(1, 1).value == "甲\n乙\n丙"


# ---- bytes and properties


def test_the_same_page_gives_the_same_bytes_in_another_process_and_time_zone() -> None:
    merged = (
        "<table><tr><td rowspan=2>甲<td>乙<tr><td>丙<tr><td colspan=2>丁<tr><td>戊<td rowspan=2>己<tr><td>庚</table>"
    )
    body = TRACKER + merged + table("", cols=f'<col data-options="{"长" * 300}">')
    code = "import sys, hashlib; from render.page import Page; from render.writers.xlsx import write;"
    code += "print(hashlib.sha256(write(Page(*sys.argv[1:]))).hexdigest())"
    made = page(body, head='<meta name="记录-甲" content="乙">')
    expected = hashlib.sha256(write(made)).hexdigest()
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", code, made.html, made.css]
        assert subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.strip() == expected


def test_no_clock_and_no_library_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(write(page(table("甲"))))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.namelist()[1:] == sorted(archive.namelist()[1:])
        properties = (archive.read("docProps/core.xml") + archive.read("docProps/app.xml")).decode()
    assert "openpyxl" not in properties.lower()
    assert "dcterms" not in properties


def test_properties_and_records() -> None:
    head = '<meta name="author" content="甲&amp;乙"><meta name="记录-年度" content="2017">'
    made = book(page('<meta name="记录-单位" content="信保处">' + table("甲"), head=head))
    assert (made.properties.title, made.properties.creator) == ("标题", "甲&乙")
    assert {p.name: p.value for p in made.custom_doc_props.props} == {"年度": "2017", "单位": "信保处"}


# ---- sheets and layout


def test_a_sheet_for_each_table_with_the_blocks_around_it() -> None:
    body = f"<h1>总表</h1><div><p>说明</p></div>{table('甲')}<h2>分表</h2>{table('乙')}<p>附注</p>"
    made = book(page(body))
    rows = {s.title: [s.cell(row, 1).value for row in range(1, s.max_row + 1)] for s in made.worksheets}
    assert rows == {"总表": ["总表", "说明", "甲"], "分表": ["分表", "乙", "附注"]}


def test_a_page_without_a_table_is_one_sheet() -> None:
    assert [c.value for c in sheet("<h1>甲</h1>乙<p>丙</p>")["A"]] == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("各市、县教育局", "各市、县教育局"), ("a[b]:c*d?e/f\\g", "a b c d e f g"), ("'引号'", "引号"),
        ("", "标题"), ("''", "标题"), ("长" * 40, "长" * 31), ("𠮷" * 20, "𠮷" * 15),
        ("选项", "选项2"), (" 空格 ", "空格"),
    ],
)  # fmt: skip
def test_sheet_names_are_safe(wanted: str, name: str) -> None:
    assert sheet(table("甲", attributes=f'data-sheet="{escape(wanted)}"')).title == name


def test_sheet_names_are_unique_without_regard_to_case() -> None:
    names = ["甲", "甲", "a", "A", "长" * 40, "长" * 50]
    body = "".join(table("x", attributes=f'data-sheet="{name}"') for name in names)
    assert book(page(body)).sheetnames == ["甲", "甲2", "a", "A2", "长" * 31, "长" * 30 + "2"]


def test_merges_have_borders_on_every_cell_and_the_rim_of_the_table() -> None:
    body = "<tr><td rowspan=2 colspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr>"
    body += "<tr><td>丁</td><td>戊</td><td>己</td></tr>"
    made = sheet(f"<h1>题</h1><table>{body}</table>")
    assert {str(r) for r in made.merged_cells.ranges} == {"A1:C1", "A2:B3"}
    looks = re.findall(r'<c r="(?:A2|B2|A3|B3)" s="(\d+)"', sheet_xml(page(f"<h1>题</h1><table>{body}</table>")))
    assert looks == looks[:1] * 4  # in the file; openpyxl mends a merge when it reads one
    inner = {
        (c.coordinate, side)
        for row in made["A2:C4"]
        for c in row
        for side in SIDES
        if not getattr(c.border, side).style
    }
    assert inner <= {
        *(("A2", "right"), ("A2", "bottom"), ("B2", "left"), ("B2", "bottom")),
        *(("A3", "right"), ("A3", "top"), ("B3", "left"), ("B3", "top")),
    }
    assert [made[c].border.left.style for c in ("A2", "A3", "A4", "C2")] == ["medium", "medium", "medium", "thin"]
    assert [made[c].border.top.style for c in ("A2", "C2", "C3", "A4")] == ["medium", "medium", "thin", "thin"]
    assert made["C4"].border.bottom.color.rgb == "FF112233"
    assert [made[c].value for c in ("A2", "C2", "C3", "A4")] == ["甲", "乙", "丙", "丁"]


SIDES = ("top", "right", "bottom", "left")


def test_styles_come_from_css() -> None:
    made = sheet(
        '<h1>题</h1><table><tr><td class="右" style="background: #FFFBEB; color: red">甲</td><th>乙</th></tr></table>'
    )
    cell, head = made["A2"], made["B2"]
    assert (cell.font.name, cell.font.sz, cell.font.b, cell.font.color.rgb) == ("仿宋_GB2312", 10.5, False, "FFFF0000")
    assert (cell.fill.fgColor.rgb, cell.alignment.horizontal, cell.alignment.vertical) == ("FFFFFBEB", "right", "top")
    assert (head.font.name, head.font.b, head.alignment.horizontal, head.alignment.vertical) == (
        "黑体",
        True,
        "center",
        "center",
    )
    assert cell.alignment.wrap_text
    assert (made["A1"].font.name, made["A1"].font.sz) == ("方正小标宋简体", 22)
    assert made.parent._fonts[0].name == "仿宋_GB2312"


def test_widths_are_those_of_the_columns() -> None:
    cols = '<col style="width: 105pt"><col style="width: 700pt">'
    made = sheet(f"<table>{cols}<tr><td>甲</td><td>乙</td></tr></table>")
    assert [made.column_dimensions[c].width * 7 / (4 / 3) for c in "AB"] == pytest.approx([105, 700], abs=0.1)


def test_print_set_up() -> None:
    made = sheet("<h1>题</h1>" + table(*"甲乙丙", head="<tr><th>一</th></tr><tr><th>二</th></tr>"))
    setup = made.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert made.sheet_properties.pageSetUpPr.fitToPage
    assert made.print_title_rows == "$2:$3"
    assert made.print_options.horizontalCentered
    margins = [getattr(made.page_margins, side) * 25.4 for side in SIDES]
    assert margins == pytest.approx([28, 37, 26, 35])
    footer = made.oddFooter.right
    assert (footer.text, footer.size, footer.font) == ("— &P —", 14, "宋体,Regular")
    assert made.evenFooter.left.text == "— &P / &N A&&B —"
    assert made.HeaderFooter.differentOddEven


# ---- heights


TEXTS = ["字", "字" * 30, "实现所有普通高等学校接入带宽不小于1Gbps,教学区域无线网络覆盖率达到98%。" * 3, "a" * 90,
    "word and word " * 9, "“引号”、（括号）……——，。" * 5, "一\n二\n三", "MMMM WWWW " * 6, "𠮷" * 20]  # fmt: skip


WIDTHS, SIZES = (40, 90, 200), (9, 10.5, 16)
LINES = [[text if n == m else "" for m in range(len(WIDTHS))] for text in TEXTS for n in range(len(WIDTHS))]


@pytest.fixture(scope="module")
def both_heights(libreoffice: Convert) -> dict[float, tuple[list[float], list[float]]]:
    """Size of type → our heights of rows, and LibreOffice's, which it finds itself when it opens an .ods."""
    cols = "".join(f'<col style="width: {width}pt">' for width in WIDTHS)
    rows = "".join("<tr>" + "".join(f"<td>{escape(t)}</td>" for t in line) + "</tr>" for line in LINES)
    made = [write(page(f"<table>{cols}{rows}</table>", f"td {{ font-size: {size}pt }}")) for size in SIZES]
    found = libreoffice(libreoffice([*map(without_heights, made)], "ods"), "xlsx", "ods")
    return dict(zip(SIZES, zip(map(heights, made), map(heights, found), strict=True), strict=True))


@pytest.mark.parametrize("size", SIZES)
def test_rows_are_high_enough_for_libreoffice(
    both_heights: dict[float, tuple[list[float], list[float]]], size: float
) -> None:
    """Ours is no lower, and not wasteful."""
    ours, best = both_heights[size]
    assert len(ours) == len(best) == len(LINES)
    low = [(line, our, its) for line, our, its in zip(LINES, ours, best, strict=True) if our < min(its, 409)]
    assert not low
    assert max(best) > 100
    assert sum(ours) < 1.75 * sum(best)


def heights(made: bytes) -> list[float]:
    return [dimension.height for _, dimension in sorted(book(made).worksheets[0].row_dimensions.items())]


def without_heights(made: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb' (?:ht|customHeight)="[^"]*"', b"", old.read(name)))
    return changed.getvalue()


def test_rows_of_a_merged_cell_are_high_enough_together() -> None:
    cols = '<col style="width: 60pt"><col style="width: 60pt">'
    text = "工作内容" * 15
    alone = sheet(f"<table>{cols}<tr><td>{text}</td><td>1</td></tr></table>").row_dimensions[1].height
    body = f"<table>{cols}<tr><td rowspan=3>{text}</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>"
    heights = [sheet(body).row_dimensions[row].height for row in (1, 2, 3)]
    assert alone > 200
    assert alone <= sum(heights) < alone + 3
    assert max(heights) - min(heights) < 1


def test_no_row_is_higher_than_excel_allows() -> None:
    assert sheet(table("字" * 30000)).row_dimensions[1].height == 409


def test_rows_to_be_filled_in_grow_when_text_is_typed() -> None:
    xml = "".join(
        sheet_xml(page(table("甲", cols=cols, head="<tr><th>题</th></tr>"))) for cols in ("<col>", "<col data-input>")
    )
    rows = [dict(re.findall(r'(\w+)="([^"]*)"', row)) for row in re.findall(r"<row ([^>]*)>", xml)]
    assert [row.get("customHeight") for row in rows] == ["1", "1", "1", None]
    assert all(float(row["ht"]) > 15 for row in rows)


def sheet_xml(made: Page) -> str:
    with zipfile.ZipFile(io.BytesIO(write(made))) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


# ---- what a tracker does


COLS = """
<col data-key="编号" data-type="text"><col data-key="完成时间" data-type="date">
<col data-key="状态" data-input data-options="未启动|推进中|已完成" data-prompt="请选择。">
<col data-key="比例" data-input data-type="percent">
<col data-key="日期" data-input data-type="date" data-error="请填日期。">
<col data-key="说明" data-input data-type="text">
<col data-key="剩余" data-type="number" data-formula="={完成时间}-TODAY()" data-when-逾期="{剩余}&lt;0">
"""
KEYS = ["编号", "完成时间", "状态", "比例", "日期", "说明", "剩余"]
HEAD = "<thead><tr>" + "".join(f"<th>{key}</th>" for key in KEYS) + "</tr></thead>"
ROW = "<tr><td>1-1</td><td>2017年2月</td><td>推进中</td><td>60%</td><td data-value='2017-06-30'></td><td></td>"
ROW += "<td>-5</td></tr>"
LAST = "<tr><td>1-10</td><td>长期</td><td></td><td></td><td></td><td></td><td></td></tr>"
TRACKER = (
    '<h1>题</h1><table data-sheet="台账" data-freeze="2" data-filter data-protect '
    f"data-when-已完成='{{状态}}=\"已完成\"'>{COLS}{HEAD}<tbody>{ROW}{LAST}</tbody></table>"
)


def test_freeze_filter_and_protection() -> None:
    made = sheet(TRACKER)
    assert (made.freeze_panes, made.auto_filter.ref) == ("C3", "A2:G4")
    assert made.sheet_view.selection[-1].activeCell == "C3"
    protection = made.protection
    assert protection.sheet
    allowed = (protection.sort, protection.autoFilter, protection.formatColumns, protection.formatRows)
    assert (protection.password, allowed) == (None, (False,) * 4)
    assert [cell.protection.locked for cell in made[3]] == [True, True, False, False, False, False, True]
    assert all(cell.protection.locked for row in (1, 2) for cell in made[row])


def test_keys_are_names_of_the_columns() -> None:
    names = {key: name.attr_text for key, name in sheet(TRACKER).defined_names.items()}
    assert names == {key: f"'台账'!${letter}$3:${letter}$4" for key, letter in zip(KEYS, "ABCDEFG", strict=True)}


def test_drop_downs_and_checks() -> None:
    rules = {str(rule.sqref): rule for rule in sheet(TRACKER).data_validations.dataValidation}
    assert set(rules) == {"C3:C4", "D3:D4", "E3:E4"}
    options, percent, day = rules["C3:C4"], rules["D3:D4"], rules["E3:E4"]
    assert (options.type, options.formula1, options.prompt, options.promptTitle) == (
        "list",
        '"未启动,推进中,已完成"',
        "请选择。",
        "状态",
    )
    assert (percent.type, percent.operator, percent.formula1, percent.formula2) == ("decimal", "between", "0", "1")
    assert (day.type, day.operator, day.error, day.errorTitle) == ("date", "greaterThanOrEqual", "请填日期。", "日期")
    assert all(rule.showErrorMessage and rule.allowBlank and rule.error for rule in rules.values())


@pytest.mark.parametrize(
    "options", [[f"选项{n:03}" for n in range(80)], ["一,二", "三"], [" 空格", "无"], ["=1+1", "b" * 250]]
)
def test_drop_downs_that_excel_would_lose_stand_on_a_hidden_sheet(options: list[str]) -> None:
    col = f'<col data-options="{escape("|".join(options))}">'
    made = book(page(f"<table>{col}{col}<col data-options='甲|乙'><tr><td></td><td></td><td></td></tr></table>"))
    assert made.sheetnames == ["标题", "选项"]
    assert made["选项"].sheet_state == "hidden"
    assert [cell.value for cell in made["选项"]["A"]] == options
    assert made["选项"].max_column == 1
    rules = [rule.formula1 for rule in made.worksheets[0].data_validations.dataValidation]
    assert rules == [f"'选项'!$A$1:$A${len(options)}"] * 2 + ['"甲,乙"']


def test_conditional_formats_take_the_colours_of_the_class() -> None:
    formats = {
        str(area.sqref): [(rule.formula, rule.dxf.fill.bgColor.rgb, rule.dxf.font.b) for rule in area.rules]
        for area in sheet(TRACKER).conditional_formatting
    }
    assert formats == {
        "G3:G4": [(["$G3<0"], "FFFFC7CE", False)],
        "A3:G4": [(['$C3="已完成"'], "FFC6EFCE", True)],
    }


def test_formulas_refer_to_their_row_and_keep_the_result_on_the_page() -> None:
    assert [sheet(TRACKER)[cell].value for cell in ("G3", "G4")] == ["=$B3-TODAY()", "=$B4-TODAY()"]
    results = openpyxl.load_workbook(io.BytesIO(write(page(TRACKER))), data_only=True).worksheets[0]
    assert [results[cell].value for cell in ("G3", "G4")] == [-5, None]


def test_a_text_result_is_kept_whole() -> None:
    body = table("&lt;逾期&gt;", cols='<col data-formula=\'IF(1&lt;2,"&lt;逾期&gt;","")\'>')
    results = openpyxl.load_workbook(io.BytesIO(write(page(body))), data_only=True).worksheets[0]
    assert results["A1"].value == "<逾期>"


@pytest.mark.parametrize(
    ("kind", "cell", "value", "form"),
    [
        ("date", "2017年2月", "2017年2月", 'yyyy"年"m"月"d"日"'),
        ("date", "2017-06-30", datetime(2017, 6, 30), 'yyyy"-"mm"-"d'),
        ("date", "", None, 'yyyy"年"m"月"d"日"'),
        ("percent", "60%", 0.6, "0%"),
        ("percent", "33.3%", 0.333, "0.0%"),
        ("number", "-12.50", -12.5, "0.00"),
        ("number", "12345678901234567", "12345678901234567", "General"),
        ("number", "007", "007", "General"),
        ("text", "60%", "60%", "@"),
    ],
)
def test_values_are_real_and_look_as_written(kind: str, cell: str, value: object, form: str) -> None:
    made = sheet(table(cell, cols=f'<col data-type="{kind}">'))["A1"]
    assert (made.value, made.number_format) == (value, form)


@pytest.mark.parametrize(
    ("text", "day", "form"),
    [
        ("2017年2月", "2017-02-28", 'yyyy"年"m"月"'),
        ("2017年02月", "2017-02-28", 'yyyy"年"mm"月"'),
        ("2017年2月15日", "2017-02-15", 'yyyy"年"m"月"d"日"'),
        ("2017年底", "2017-12-31", 'yyyy"年底"'),
        ("6月底前", "2017-06-30", 'm"月底前"'),
        ("第3批，12月", "2017-12-31", '"第""3""批，"m"月"'),
        ("2017年第四季度", "2017-12-31", 'yyyy"年第四季度"'),
        ('2017年"双一流"前', "2017-12-31", 'yyyy"年"\\""双一流"\\""前"'),
    ],
)
def test_a_day_is_shown_in_the_words_of_its_text(text: str, day: str, form: str) -> None:
    made = sheet(f"<table><col data-type='date'><tr><td data-value='{day}'>{text}</td></tr></table>")["A1"]
    assert (made.value, made.number_format) == (datetime.fromisoformat(day), form)


def test_a_given_value_looks_as_its_text_or_as_its_format() -> None:
    cells = [
        "<td data-value='2017-03-31'>2017年3月</td>",
        "<td data-value='2017-03-31' data-format='m\"月\"'>三月</td>",
    ]
    made = sheet(f'<table><col data-type="date"><tr>{cells[0]}</tr><tr>{cells[1]}</tr></table>')
    assert [(made[c].value, made[c].number_format) for c in ("A1", "A2")] == [
        (datetime(2017, 3, 31), 'yyyy"年"m"月"'), (datetime(2017, 3, 31), 'm"月"')]  # fmt: skip


def test_types_do_not_touch_the_header() -> None:
    made = sheet(
        '<table><col data-type="number" data-input><thead><tr><th>2017</th></tr></thead><tr><td>5</td></tr></table>'
    )
    assert (made["A1"].value, made["A2"].value) == ("2017", 5)


def test_libreoffice_shows_dates_as_the_plan_writes_them(libreoffice: Convert) -> None:
    days = {"2017年2月": "2017-02-28", "2017年2月15日": "2017-02-15", "2017年底": "2017-12-31", "长期": ""}
    texts = list(days)
    rows = "".join(f"<tr><td data-value='{day}'>{text}</td></tr>" for text, day in days.items())
    made = write(page(f'<table><col style="width: 200pt" data-type="date">{rows}</table>'))
    assert libreoffice([made], "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true")[0].decode().split() == texts


def test_libreoffice_keeps_what_collecting_needs(libreoffice: Convert) -> None:
    """Values, rules, merges, names and records live through a save; LibreOffice drops the freeze pane itself."""
    before = write(page('<meta name="记录-单位" content="信保处">' + TRACKER))
    after = libreoffice([before], "xlsx")[0]
    old, new = book(before).worksheets[0], book(after).worksheets[0]
    values = [[cell.value for cell in row] for row in old.iter_rows()]
    assert [[cell.value for cell in row] for row in new.iter_rows()] == values
    assert {str(r) for r in new.merged_cells.ranges} == {str(r) for r in old.merged_cells.ranges} == {"A1:G1"}
    assert {str(r.sqref): r.formula1 for r in new.data_validations.dataValidation} == {
        str(r.sqref): r.formula1 for r in old.data_validations.dataValidation
    }
    assert {k: n.attr_text.replace("'", "") for k, n in new.defined_names.items()} == {
        k: n.attr_text.replace("'", "") for k, n in old.defined_names.items()
    }
    assert [(p.name, p.value) for p in book(after).custom_doc_props.props] == [("单位", "信保处")]
    assert [c.protection.locked for c in new[3]] == [c.protection.locked for c in old[3]]
    assert new.protection.sheet
    assert {str(a.sqref) for a in new.conditional_formatting} == {"G3:G4", "A3:G4"}


# ---- mistakes in templates


def test_all_problems_of_the_attributes_are_said_at_once() -> None:
    body = """
    <p data-sheet="x">甲</p>
    <table data-shet="x" data-freeze="两" data-when-逾其="{剩馀}&lt;0">
      <col data-key="剩余" data-fromula="1"><col data-key="剩余" data-type="日期"><col data-key="A1">
      <col data-type="date" data-prompt="{}"><col data-key="好" data-formula='SUM({1,2})+{好}' data-when-逾期="1">
      <tbody><tr><td></td><td></td><td></td><td data-value="6月底">{}</td><td data-vlaue="1"></td></tr></tbody>
    </table>""".replace("{}", "长" * 300, 1).replace("{}", "长" * 40000)
    assert problems(page(body)) == [
        "<p data-sheet>：没有这个属性",
        "<td data-value>：“6月底”不是 data-type=“date” 的值",
        "第 1 行的单元格有 40000 个字，Excel 的单元格最多 32767 个",
        "<table data-shet>：没有这个属性；是不是想写“data-sheet”？",
        "<table data-freeze>：“两”不是整数",
        "<table data-when-逾其>：样式表里没有“.逾其”；是不是想写“.逾期”？",
        "<table data-when-逾其>：没有 data-key 为“剩馀”的列；是不是想写“剩余”？",
        "<col data-key>：“剩余”用了不止一次",
        "<col data-fromula>：没有这个属性；是不是想写“data-formula”？",
        "<col data-type>：“日期”不行，只能是 text、date、percent、number",
        "<col data-key>：“A1”不能作键：用汉字或字母开头，不含空格和标点，不像单元格地址",
        "<col data-prompt>：有 300 个字，最多 255 个",
        "<td data-vlaue>：没有这个属性；是不是想写“data-value”？",
    ]
    assert problems(page(TRACKER)) == []


def test_every_attribute_is_explained_in_the_readme() -> None:
    text = (ROOT / "templates" / "README.md").read_text("utf-8")
    for tag, names in KNOWN.items():
        section = text.split(f"### 写在 `<{tag}>` 上")[1].split("\n### ")[0]
        rows = re.findall(r"^\| `data-([a-z-]+)", section, re.M)
        assert set(rows) == set(names), tag
