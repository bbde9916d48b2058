"""What a template asks for and a format does not print: told by `render check` with file and line, or printed right."""

import re
from pathlib import Path

import docx
import openpyxl
import pdfplumber
import pytest
from docx.shared import Pt
from lxml import html

from render.check.tags import LOST, PRINTED, UNSTYLED
from render.page import number_items
from render.page.items import BY_NAME, TYPES
from support.small_project import Project

HEAD = "---\n输出: 试\n格式: [{formats}]\n样式: [a.css]\n---\n"  # what follows begins on line 6
ALL = "docx, xlsx, pdf, html"
CSS = ".好 { color: red }\n.居中, td.右 { color: blue }\n@media screen { .屏 { color: red } }\n"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
PICTURE = f'<img src="data:image/png;base64,{DOT}" alt="图">'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A small project with one template, whose text is to be written."""
    monkeypatch.chdir(tmp_path)
    small = Project(tmp_path)
    for name in ("总表", "通知"):
        (small.root / f"templates/{name}.html").unlink()
    small.write("templates/a.css", CSS)
    return small


def write(project: Project, body: str, formats: str = ALL) -> None:
    project.write("templates/试.html", HEAD.format(formats=formats) + body)


def told(project: Project, body: str, formats: str = ALL) -> list[str]:
    """What the check says of a template, without the name of the file and the level."""
    write(project, body, formats)
    return [line.replace("templates/试.html:", "").replace("警告：", "") for line in project.run("check").errors]


NESTED = "<table><tr><td>外</td><td>\n<table><tr><td>内</td></tr></table></td></tr></table>"

#: HTML from line 6 on, the formats, and what is said of it.
CASES: tuple[tuple[str, str, list[str]], ...] = (
    ("<div>\n<h2>题\n<p>文</p>\n</div>", ALL, ["7: <h2> 没有结束，后面的文字会一起变样；补上 </h2>"]),
    ("<p>文</p>\n<b>粗", ALL, ["7: <b> 没有结束，后面的文字会一起变样；补上 </b>"]),
    ("<p>文</p>\n</h3>", ALL, ["7: 多了一个 </h3>；删去，或在前面补上开头"]),
    ("<p>\n<b><i>叉</b></i></p>", ALL, ["7: <b> 和 <i> 交叉了；先写 </i>，再写 </b>"]),
    (
        "<p>文\n<table><tr><td>格</td></tr></table>\n</p>",
        ALL,
        ["8: </p> 前面没有 <p>：它到里面的表格、标题或段落就结束了；把它们移出 <p>"],
    ),
    ("<spam>文</spam>", ALL, ["6: 没有 <spam> 这种标签，各种格式都不认识；是不是想写“span”？"]),
    ("<甲>文", ALL, []),  # HTML takes it for text
    ("<quux>文</quux>", ALL, ["6: 没有 <quux> 这种标签，各种格式都不认识；删去，或改用 <p>、<span>"]),
    ("<dl><dt>词<dd>义</dl>", ALL, ["6: Word、Excel 印不出 <dl> 的样子；改用 <p>，样式写在 .css 文件里"]),
    ("<p><code>字</code></p>", "xlsx, pdf", ["6: Excel 印不出 <code> 的样子；改用 <span>，样式写在 .css 文件里"]),
    ("<p><code>字</code></p>", "pdf, html", []),
    (f"<p>\n{PICTURE}</p>", ALL, ["7: Excel 印不出 <img>；从“格式”里去掉 xlsx，或只在别的格式里用图"]),
    (f"<p>{PICTURE}</p>", "pdf, html", []),
    (
        "<p><IMG src='图.png' alt=''></p>",
        "pdf",
        ["6: <img> 印不出“图.png”：模板文件夹里没有这个文件；把图放在模板文件夹里，src 写文件名"],
    ),
    (
        "<p><img src='http://例.cn/图.png'></p>",
        "docx",
        [
            "6: <img> 印不出“http://例.cn/图.png”：不取网上的图；把图存到模板文件夹里，src 写文件名",
            '6: <img> 没有 alt；alt 里写图上是什么，给看不见图的人；只是装饰的写 alt=""',
        ],
    ),
    (
        "<p><img src='../plan.yaml' alt=''></p>",
        "html",
        ["6: <img> 印不出“../plan.yaml”：图要放在模板文件夹里；把图放在模板文件夹里，src 写文件名"],
    ),
    (
        "<p><img src='a.css' alt=''></p>",
        "html",
        ["6: <img> 印不出“a.css”：只能用 PNG、JPEG 和 SVG 的图；把图放在模板文件夹里，src 写文件名"],
    ),
    (
        "<p><img src='data:image/png;base64,iVBORw0KGgo=' alt=''></p>",
        "docx",
        ["6: <img> 印不出“data:image/png;base64,iVBORw0K…”：<img> 的图读不了；用别的程序打开，另存为 PNG 或 JPEG"],
    ),
    ("<svg width='9' height='9'><g/><path d='M0 0'/></svg>", "docx, pdf, html", []),
    ("<svg></svg>", ALL, ["6: Excel 印不出 <svg>；Excel 的图用 data-chart，或从“格式”里去掉 xlsx"]),
    ("<style>p { color: red }</style>", "docx", ["6: Word 印不出 <style>；样式写在 .css 文件里，用“样式”引用"]),
    ("<iframe></iframe>", "pdf, html", ["6: PDF 印不出 <iframe>；图画成 <svg>，或从“格式”里去掉印不出的"]),
    (NESTED, ALL, ["7: Excel 印不出格子里的表，里面的文字会连在一起；把里面的表移到外面，或合并成一张表"]),
    (NESTED, "docx, pdf, html", []),
    (
        "<table><thead><tr><th>一</th><th>二</th></tr></thead>\n<tr><td>1</td><td>2</td>\n<td>3</td></tr></table>",
        ALL,
        ["7: 这一行排到第 3 列，表只有 2 列（第一行）；核对 <td> 的个数、colspan 和 rowspan"],
    ),
    (
        "<table><col><col>\n<tr><td>1</td><td>2</td><td>3</td></tr>\n<tr><td>4</td></tr></table>",
        ALL,
        ["7: 这一行排到第 3 列，表只有 2 列（<col>）；核对 <td> 的个数、colspan 和 rowspan"],
    ),
    (
        "<table><tr><td rowspan=2>1</td><td>2</td></tr>\n<tr><td>3</td><td>4</td></tr></table>",
        ALL,
        ["7: 这一行排到第 3 列，表只有 2 列（第一行）；核对 <td> 的个数、colspan 和 rowspan"],
    ),
    ("<table><tr><td colspan=2>1</td></tr><tr><td>1<td>2</table>", ALL, []),
    ("<table>\n<td>1</td></table>", ALL, ["7: <td> 不在 <tr> 里；核对前面的标签有没有写全"]),
    ("<table><tr>\n字<td>1</td></tr></table>", ALL, ["6: “字”写在表格的格子外面；写进 <td> 里"]),
    ("<table>\n<p>字</p><tr><td>1</td></tr></table>", ALL, ["7: <p> 写在表格的格子外面；写进 <td> 里，或移到表格前后"]),
    ("<p>\n<b class='好的 居中 右 屏'>字</b></p>", ALL, ["7: 样式表里没有“.好的”；是不是想写“好”？"]),
    ("<p class='别的'>字</p>", ALL, ["6: 样式表里没有“.别的”；在样式表里写上，或删去"]),
    ("<p class='{{ 计划.单位[0].名称 }}'>字</p>", ALL, []),  # of the plan, where other units may have a style
    ("<p class='隐'>字</p><script>document.querySelector('.隐')</script>", ALL, []),
    ("<ol type='甲'><li>字</ol>", ALL, ["6: <ol type> 不能是“甲”；可以是 1、a、A、i、I、一、（一）、（1）、none"]),
    ("<ol start='三'><li>字</ol>", ALL, ["6: <ol start> 不能是“三”；要写整数"]),
    ("<ol reversed><li>字</ol>", ALL, ["6: <ol reversed> 不受支持；编号写在 <li value> 里"]),
    ("<li>字</li>", ALL, ["6: <li> 不在 <ol>、<ul> 里；核对前面的标签有没有写全"]),
    ("<p>甲<p>乙<ul><li>子<li>丑</ul>&nbsp;&mdash;&#8212;<br/><hr>A&B", ALL, []),  # as HTML may be written
    (
        "{% for 任务 in 计划.任务 %}\n<p>{% if 任务 %}<b>{% else %}<i>{% endif %}字</b>\n{% endfor %}",
        ALL,
        [],
    ),
    ('{% macro 格(字) %}\n<td class="错">{{ 字 }}</td>\n{% endmacro %}\n<table><tr>{{ 格("x") }}</tr></table>', ALL,
     ["7: 样式表里没有“.错”；在样式表里写上，或删去"]),
)  # fmt: skip


@pytest.mark.parametrize(("body", "formats", "said"), CASES)
def test_what_is_said_of_a_template(project: Project, body: str, formats: str, said: list[str]) -> None:
    assert told(project, body, formats) == said


def test_a_part_is_told_in_its_own_file_once(project: Project) -> None:
    project.write("templates/_件.html", "{% macro 件() %}\n\n<p class='错'>字</p>\n{% endmacro %}")
    write(project, "{% from '_件.html' import 件 %}{{ 件() }}{{ 件() }}")
    assert project.run("check").errors == ["templates/_件.html:3: 警告：样式表里没有“.错”；在样式表里写上，或删去"]


def test_a_change_notice_is_looked_at_before_anything_has_changed(project: Project) -> None:
    project.write(
        "templates/变.html", "---\n每份: 变更\n输出: 变/{{ 单位.名称 }}\n格式: [docx]\n---\n{{ 变更[0].类型 }}\n<h2>题"
    )
    assert project.run("check").errors == ["templates/变.html:7: 警告：<h2> 没有结束，后面的文字会一起变样；补上 </h2>"]


#: What only the last unit's page has, made of a value of the plan, with `{}` for it; and what is said of it.
ONLY_THERE = {
    "<table data-sheet='表'><tr> {}<td>格</td></tr></table>": "“办公室”写在表格的格子外面",
    "<table data-sheet='表'><tr><td data-value=\"{}\">格</td></tr></table>": "“办公室”不是 data-type=“date” 的值",
    "<table data-sheet='表'><tr><td>{}" + "长" * 32767 + "</td></tr></table>": "单元格有 32770 个字",
    "<p class='{}'>文</p>": "样式表里没有“.办公室”",
}


@pytest.mark.parametrize(("body", "said"), ONLY_THERE.items())
def test_a_fault_of_one_unit_of_many_is_told(project: Project, body: str, said: str) -> None:
    head = "---\n每份: 单位\n条件: 单位.任务\n输出: 试/{{ 单位.名称 }}\n格式: [xlsx]\n样式: [a.css]\n---\n"
    value = "{{ 单位.名称 if 单位.名称 == '办公室' }}"  # which comes last
    body = body.replace("<tr>", "<col data-type='date'><tr>", 1).replace("{}", value)
    project.write("templates/试.html", head + "<p>{{ 单位.名称 }}</p>" + body)
    assert said in "".join(project.run("check").errors)


def test_a_build_does_not_know_of_marks(project: Project) -> None:
    write(project, "<table><tr><td>格</td></tr></table>", "html")
    assert project.run("build").code == 0
    assert "<table><tr><td>格</td></tr></table>" in project.text("试.html")


# Lists

LISTS = """\
<ol start="3">
  <li>甲</li>
  <li> <p>乙</p>
    <ul><li>子<li><b>丑</b>寅<ul><li>卯</ul></ul>
  </li>
  <li value="9"></li>
  <li>&amp;丙</li>
</ol>
<ol type="（一）"><li>天</li><li value="21">地</li></ol>
<ul type="square"><li>点</li></ul><ul type="none"><li>无</li></ul>
"""
SHOWN = ["3.甲", "4.乙", "◦ 子", "◦ 丑寅", "▪ 卯", "9.", "10.&丙", "（一）天", "（二十一）地", "▪ 点", "无"]


def test_items_have_the_same_numbers_and_dots_in_all_formats(project: Project) -> None:
    assert told(project, LISTS) == []
    assert project.run("build").code == 0
    assert [p.text for p in docx.Document(str(project.output / "试.docx")).paragraphs] == SHOWN
    sheet = openpyxl.load_workbook(project.output / "试.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["A"]] == SHOWN
    with pdfplumber.open(project.output / "试.pdf") as pdf:
        assert [line["text"] for line in pdf.pages[0].extract_text_lines()] == SHOWN
    tree = html.fromstring(project.text("试.html").encode())
    texts = [("".join(item.xpath("text()|b/text()|p/text()"))).split() for item in tree.iter("li")]
    assert [" ".join(words) for words in texts] == SHOWN
    assert "list-style: none !important" in project.text("试.html")  # or a browser numbers them once more


def test_items_in_a_cell_are_its_lines(project: Project) -> None:
    write(project, "<table><tr><td><ol><li>甲</li><li>乙</li></ol></td></tr></table>", "docx, xlsx")
    assert project.run("build").code == 0
    assert openpyxl.load_workbook(project.output / "试.xlsx").worksheets[0]["A1"].value == "1.甲\n2.乙"
    (cell,) = docx.Document(str(project.output / "试.docx")).tables[0].rows[0].cells
    assert [p.text for p in cell.paragraphs] == ["1.甲", "2.乙"]


def test_items_are_indented_alike_in_word_and_pdf(project: Project) -> None:
    write(project, "<ol><li>甲<ul><li>子</ul></ol>", "docx, pdf")
    assert project.run("build").code == 0
    outer, inner = (p.paragraph_format.left_indent for p in docx.Document(str(project.output / "试.docx")).paragraphs)
    assert (inner or 0) - (outer or 0) == Pt(30)
    with pdfplumber.open(project.output / "试.pdf") as pdf:
        first, second = (line["x0"] for line in pdf.pages[0].extract_text_lines())
    assert second - first == pytest.approx(30, abs=2)


@pytest.mark.parametrize(
    ("kind", "number", "mark"),
    [
        ("1", 0, "0."), ("a", 1, "a."), ("a", 27, "aa."), ("A", 26, "Z."), ("a", -1, "-1."),
        ("i", 1994, "mcmxciv."), ("I", 4, "IV."), ("I", 4000, "4000."),
        ("一", 10, "十、"), ("一", 11, "十一、"), ("一", 20, "二十、"), ("一", 99, "九十九、"), ("一", 105, "一〇五、"),
        ("（1）", 2, "（2）"), ("none", 2, ""), ("x", 2, "2."),
    ],
)  # fmt: skip
def test_forms_of_numbers(kind: str, number: int, mark: str) -> None:
    assert number_items(f'<ol type="{kind}" start="{number}"><li>字</ol>') == (
        f'<ol type="{kind}" start="{number}"><li>{mark}字</ol>'
    )


def test_html_without_lists_is_left_alone() -> None:
    assert number_items("<p>a < b &nbsp; <li") == "<p>a < b &nbsp; <li"
    assert number_items("<li>散</li><script>'<ol><li>'</script>") == "<li>散</li><script>'<ol><li>'</script>"


# What templates/README.md says of it


def test_the_readme_names_every_tag_and_every_form_of_number() -> None:
    text = (Path(__file__).parent.parent / "templates/README.md").read_text("utf-8")
    section = text.split("\n## 能用的标签\n")[1].split("\n## ")[0]
    named = [set(re.findall(r"`<(\w+)>`", part)) for part in section.split("\n印不全的")]
    assert named[0] == PRINTED - {"html", "head", "body", "title"}  # ours
    assert named[1] - PRINTED <= {*LOST, *UNSTYLED}
    rows = re.findall(r"^\| `<(ol|ul) type>` \| (.*) \|$", section, re.M)
    forms = {tag: set(re.findall(r"`([^`]+)`", row)) for tag, row in rows}
    assert forms == {"ol": set(TYPES), "ul": {*BY_NAME, "none"}}


# Links

SECRET = "p::before { content: '机密' }\n<p style='float: left'>机密</p>\n"
FOREIGN = "是链接，指到模板文件夹外面去了；把文件本身放进模板文件夹"


@pytest.fixture
def linked(project: Project) -> Project:
    """A project with files outside templates/, and links in it that lead to them."""
    for name in ("密.css", "密.html"):
        project.write(f"外/{name}", SECRET)
        (project.root / "templates" / f"_{name}").symlink_to(project.root / "外" / name)
    (project.root / "templates/夹").symlink_to(project.root / "外")
    return project


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("{% include '_密.html' %}", "_密.html"),
        ("{% include '_密.html' ignore missing %}", "_密.html"),
        ("{% import '_密.html' as 密 %}{{ 密 }}", "_密.html"),
        ("{% from '_密.html' import 密 %}", "_密.html"),
        ("{% extends '_密.html' %}", "_密.html"),
        ("{% include '夹/密.html' %}", "夹/密.html"),
    ],
)
def test_what_a_template_names_must_lie_in_templates(linked: Project, body: str, name: str) -> None:
    write(linked, body, "html")
    for command in ("check", "build"):
        run = linked.run(command)
        assert (run.code, run.errors) == (1, [f"templates/{name}: {FOREIGN}"])
    assert not linked.output.exists()


def test_a_stylesheet_must_lie_in_templates(linked: Project) -> None:
    write(linked, "<p>字</p>", "html")
    linked.change("样式: [a.css]", "样式: [_密.css]", "templates/试.html")
    for command in ("check", "build"):
        run = linked.run(command)
        assert (run.code, run.errors) == (1, [f"templates/_密.css: {FOREIGN}"])


def test_a_template_itself_must_lie_in_templates(linked: Project) -> None:
    write(linked, "<p>字</p>", "html")
    (linked.root / "templates/试.html").rename(linked.root / "外/试.html")
    (linked.root / "templates/试.html").symlink_to("../外/试.html")
    run = linked.run("build")
    assert (run.code, run.errors) == (1, [f"templates/试.html: {FOREIGN}"])


@pytest.mark.parametrize("name", ["../外/密.html", "夹/../../外/密.html", "/etc/hostname"])
def test_a_name_does_not_lead_out_of_templates(linked: Project, name: str) -> None:
    write(linked, f"{{% include '{name}' %}}", "html")
    run = linked.run("build")
    assert run.code == 1
    assert "没有模板" in run.errors[0]
    linked.change(f"{{% include '{name}' %}}", "", "templates/试.html")
    linked.change("样式: [a.css]", f"样式: [{name}]", "templates/试.html")
    assert "没有样式表" in linked.run("build").errors[0]


def test_links_that_stay_in_templates_are_fine_and_so_is_a_linked_folder(project: Project) -> None:
    write(project, "<p class='好'>{% include '_乙.html' %}</p>", "html")
    project.write("templates/_甲.html", "甲")
    (project.root / "templates/_乙.html").symlink_to("_甲.html")
    (project.root / "templates/b.css").symlink_to("a.css")
    project.change("[a.css]", "[b.css]", "templates/试.html")
    (project.root / "templates").rename(project.root / "模板")
    (project.root / "templates").symlink_to("模板")
    assert project.run("check").code == 0
    assert project.run("build").code == 0
    assert ">甲</p>" in project.text("试.html")


def test_a_link_that_nothing_names_does_no_harm(linked: Project) -> None:
    write(linked, "<p>字</p>", "html")
    run = linked.run("check")
    assert (run.code, run.errors) == (0, [])
