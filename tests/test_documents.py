"""What templates make of a plan, and what is said of a template that is wrong."""

import os
import re
import unicodedata
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from render.check.templates import check_templates
from render.documents.document import Document, make_documents
from render.documents.filters import spans
from render.documents.names import LIMIT, safe, same
from render.documents.sandbox import environments
from render.errors import InputError, Problem
from render.plan.model import Plan

HOSTILE = "A&B <b>甲</b> \"乙\" '丙' {{ 计划.标题 }} {% raw %} 赟喆\t" + "长" * 300


def plan(*units: str, content: str = HOSTILE) -> Plan:
    """A plan of these units: the first leads the one task, the others assist."""
    lead, *others = units or ("财务处", "人事处")
    task = {
        "编号": "1-1",
        "内容": content,
        "完成时间": "2017年2月",
        "责任主体": [lead],
        "协助单位": others[:1],
    }
    names = [{"名称": name, "类别": "机关处室"} for name in (lead, *others)]
    goal = {"名称": "目标", "内容": "内容", "任务": [task]}
    data = {"标题": "计划", "年度": 2017, "发文": {"机关": "省厅"}, "单位": names, "目标": [goal]}
    return Plan.model_validate(data)


class Templates:
    """A folder of templates; `make` gives their documents, `errors` what is wrong with them, without the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, **files: str | bytes) -> None:
        for name, text in files.items():
            path = self.folder / name.replace("__", ".")
            path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def make(self, body: str = "", head: str = "输出: 表\n格式: [html]", of: Plan | None = None) -> list[Document]:
        if body or head:
            self.write(a__html=f"---\n{head}\n---\n{body}\n")
        return [document for document, _ in make_documents(of or plan(), self.folder).pages()]

    def errors(self, body: str = "", head: str = "输出: 表\n格式: [html]", of: Plan | None = None) -> list[str]:
        with pytest.raises(InputError) as caught:
            self.make(body, head, of)
        return [self.told(problem) for problem in caught.value.problems]

    def told(self, problem: Problem) -> str:
        return str(problem).replace(f"{self.folder}/", "")


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    return Templates(tmp_path)


def body(document: Document) -> str:
    found = re.search("<body[^>]*>\n(.*)\n</body>", document.page.html, re.S)
    assert found
    return found[1].strip()


# What is made


def test_one_document_for_the_plan_for_each_unit_for_each_goal(templates: Templates) -> None:
    templates.write(
        b__html="---\n每份: 单位\n条件: 单位.牵头任务\n输出: 通知/{{ 单位.名称 }}\n"
        "格式: [docx, pdf]\n样式: a.css\n---\n<h1>致 {{ 单位.名称 }}<br>的&amp;函</h1>",
        c__html="---\n每份: 目标\n输出: 目标/{{ 目标.号 }}\n格式: html\n标题: '{{ 目标.名称 }}卡'\n"
        "样式: [a.css, b.css]\n---\n{{ 目标.内容 }}",
        _d__html="没有说明，也不单独成文",
        a__css="p { color: red }",
        b__css="h1 { color: red }",
    )
    found = templates.make("{{ 计划.标题 }}")
    assert [(d.template, d.name, d.formats, d.unit, d.page.title, d.page.css, body(d)) for d in found] == [
        ("a.html", "表", ("html",), "", "", "", "计划"),
        ("b.html", "通知/财务处", ("docx", "pdf"), "财务处", "致 财务处的&函", "p { color: red }",
         "<h1>致 财务处<br>的&amp;函</h1>"),
        ("c.html", "目标/1", ("html",), "", "目标卡", "p { color: red }\nh1 { color: red }", "内容"),
    ]  # fmt: skip
    assert [d.page.metadata for d in found] == [{"author": "省厅"}] * 3


def test_the_whole_page(templates: Templates) -> None:
    (document,) = templates.make("<h1>甲</h1>\n<p>{{ 计划.年度 }}</p>")
    assert document.page.html == (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>甲</title>'
        '<meta name="author" content="省厅"></head>\n<body class="a">\n<h1>甲</h1>\n<p>2017</p>\n\n</body></html>\n'
    )


def test_texts_of_the_plan_are_printed_and_never_read_as_anything_else(templates: Templates) -> None:
    (document,) = templates.make("<p title='{{ 计划.任务[0].内容 }}'>{{ 计划.任务[0].内容 }}</p>")
    (paragraph,) = document.page.body.boxes
    assert paragraph.attributes["title"] == HOSTILE
    assert "".join(child for child in paragraph.children if isinstance(child, str)) == HOSTILE
    assert [box.tag for box in paragraph.boxes] == []


def test_a_title_cannot_leave_its_place(templates: Templates) -> None:
    (document,) = templates.make("<h1>{{ 计划.任务[0].内容 }}</h1>", of=plan(content="</title><b>&\"'{甲}"))
    assert document.page.title == "</title><b>&\"'{甲}"
    (document,) = templates.make(
        "", "输出: 表\n格式: html\n标题: '{{ 计划.任务[0].内容 }}'", plan(content="</title>{0}")
    )
    assert document.page.title == "</title>{0}"


def test_a_condition_may_ask_anything(templates: Templates) -> None:
    head = "每份: 单位\n输出: '{{ 单位.名称 }}'\n格式: html\n条件: "
    for condition, units in {
        "单位.牵头任务": ["财务处"],
        "not 单位.牵头任务": ["人事处"],
        "单位.任务|length == 1 and 单位.名称 != '财务处'": ["人事处"],
        "计划.年度 > 2017": [],
        "": ["财务处", "人事处"],
    }.items():
        assert [d.unit for d in templates.make("甲", head + condition)] == units


def test_editors_marks_and_line_ends_do_not_matter(templates: Templates) -> None:
    text = "---\r\n输出: 表\r\n格式: html\r\n样式: a.css\r\n---\r\n{% include '_b.html' %}\r\n{{ 没有 }}"
    templates.write(a__html="\ufeff" + text, _b__html="\ufeff乙", a__css="\ufeffp { color: red }")
    assert templates.errors(head="") == ["a.html:7: 没有名为“没有”的变量\n    {{ 没有 }}"]
    templates.write(a__html="\ufeff" + text.replace("{{ 没有 }}", "甲"))
    (document,) = templates.make(head="")
    assert (body(document), document.page.css) == ("乙甲", "p { color: red }")


def test_what_a_template_sees_of_a_task_and_a_unit(templates: Templates) -> None:
    units = [{"名称": "财务处", "类别": "机关处室", "别名": ["财务"]}, {"名称": "人事处", "类别": "机关处室"}]
    first = {"编号": "1-1", "内容": "甲", "完成时间": "2017年2月", "责任主体": ["财务"], "协助单位": ["人事处"]}
    second = {"编号": "2-1", "内容": "乙", "完成时间": "长期", "责任主体": ["人事处", "财务处"]}
    goals = [{"名称": f"目标{t['编号']}", "内容": "内容", "任务": [t]} for t in (first, second)]
    of = Plan.model_validate({"标题": "计划", "年度": 2017, "单位": units, "目标": goals})
    text = """{% set 顿 = "、" %}
{%- for 任务 in 计划.任务 %}
{{ 任务.目标.序号 }} {{ 任务.编号 }} {{ 任务.截止 }} {{ 任务.责任主体 | join(顿) }} {{ 任务.协助单位 | join(顿) }}
{{- " " }}{{ 任务.牵头单位 | join(顿, "名称") }} {{ 任务.协助方 | join(顿, "名称") }}
{{- " " }}{{ 任务 in 计划.单位[0].牵头任务 }}
{% endfor %}
{%- for 单位 in 计划.单位 %}
{{ 单位.名称 }} {{ 单位.任务 | join(顿, "编号") }} {{ 单位.牵头任务 | join(顿, "编号") }} {{ 单位.协助任务 | length }}
{% endfor %}
{%- for 数 in [1, 10, 11, 20, 43, 99, 100] %}{{ 数 | 数字 }} {% endfor %}"""
    (document,) = templates.make(text, of=of)
    assert body(document).splitlines() == [
        "一 1-1 2017-02-28 财务 人事处 财务处 人事处 True",
        "二 2-1 None 人事处、财务处  人事处、财务处  True",
        "财务处 1-1、2-1 1-1、2-1 0",
        "人事处 1-1、2-1 2-1 1",
        "一 十 十一 二十 四十三 九十九 100",
    ]


@given(st.lists(st.fixed_dictionaries({"甲": st.integers(0, 2), "乙": st.integers(1, 2)}), max_size=12))
def test_equal_neighbours_are_merged(rows: list[dict[str, int]]) -> None:
    merged = spans(rows, "甲", "乙")
    for key in ("甲", "乙"):
        runs = [(value, len(list(run))) for value, run in groupby(row[key] for row in rows)]
        wanted = [n for value, run in runs for n in ((run, *[0] * (run - 1)) if value else [1] * run)]
        assert [span[key] for span in merged] == wanted  # where nothing stands, each stays alone


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("信保处", "信保处"),
        ("甲/乙\\丙", "甲／乙＼丙"),
        ('a:b*c?d"e<f>g|h', "a：b＊c？d＂e＜f＞g｜h"),
        ("..", "．．"),
        (".甲", "．甲"),
        ("甲...", "甲．．．"),
        ("../../甲", "．．／..／甲"),
        ("  甲 乙 \u3000", "甲 乙"),
        ("CON", "CON_"),
        ("con.txt", "con_.txt"),
        ("Com1", "Com1_"),
        ("nul .x", "nul_.x"),
        ("CONSOLE", "CONSOLE"),
        ("甲\n乙\x00丙\x7f\u200b\u202e\ufeff\u00ad丁", "甲乙丙丁"),
        ("e\u0301", "\u00e9"),
        ("字" * 66, "字" * 66),
        ("字" * 90, "字" * 65 + "…"),
        ("a" * 200, "a" * 200),
        ("a" * 201, "a" * 197 + "…"),
        ("𠮷" * 60, "𠮷" * 49 + "…"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_safe_name(text: str, name: str) -> None:
    assert safe(text) == name


NASTY = st.text(
    st.sampled_from("aA.:/\\ *~$-_\n\0\u200b\u0301\u3000．é字𠮷ßCONnul1") | st.characters(exclude_categories=["Cs"]),
    max_size=120,
)
FORBIDDEN = set('/\\:*?"<>|') | {chr(code) for code in range(32)}
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)\s*(\..*)?", re.I)


@given(NASTY)
@example("e\u200b\u0301")
@example("CON." + "字" * 99)
@example("a. .")
def test_a_safe_name_is_one_harmless_part_of_a_path(text: str) -> None:
    name = safe(text)
    assert safe(name) == name
    assert len(f".{name}.新2.docx.12345678".encode()) <= 255
    assert not FORBIDDEN & set(name)
    assert name == name.strip()
    assert not name.startswith(".")
    assert not name.endswith(".")
    assert not DEVICES.fullmatch(name)
    assert unicodedata.is_normalized("NFC", name)
    if name:
        assert Path("/x", name).parts == ("/", "x", name)


@given(NASTY)
def test_two_names_are_the_same_in_any_case_and_form(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert same(unicodedata.normalize(form, text)) == same(text)
    assert same(text.upper()) == same(text.upper().lower().upper())


def test_the_name_of_a_unit_makes_no_folder_and_leaves_no_folder(templates: Templates) -> None:
    units = ("甲/乙", "..", "../../etc/passwd", "丙: 丁 ", "CON", "字" * 90, "戊\x07己", "a\\b", ".hidden", "名.")
    head = "每份: 单位\n输出: 通知/{{ 单位.名称 }}\n格式: html"
    assert [d.name for d in templates.make("甲", head, plan(*units))] == [
        "通知/甲／乙",
        "通知/．．",
        "通知/．．／..／etc／passwd",
        "通知/丙： 丁",
        "通知/CON_",
        "通知/" + "字" * 65 + "…",
        "通知/戊己",
        "通知/a＼b",
        "通知/．hidden",
        "通知/名．",
    ]


def test_what_the_template_says_around_a_name_is_made_safe_too(templates: Templates) -> None:
    head = "每份: 单位\n输出: 'a:b /{{ 单位.名称 }}-{{ 单位.名称 }}.'\n格式: html"
    (document, _) = templates.make("甲", head, plan("字" * 66, "丙"))
    assert document.name == "a：b/" + "字" * 65 + "…"
    assert len(document.name.rpartition("/")[2].encode()) <= LIMIT


@pytest.mark.parametrize(
    "output", ["../甲", "/etc/甲", "甲/", "甲//乙", ".甲", "甲/../乙", "甲/.", "{{ '' }}", "甲/{{ ' ' }}"]
)
def test_a_name_that_cannot_be(templates: Templates, output: str) -> None:
    shown = {"{{ '' }}": "", "甲/{{ ' ' }}": "甲/"}.get(output, output)
    assert templates.errors("甲", f'输出: "{output}"\n格式: html') == [
        f"a.html:2: 输出名“{shown}”不能用；写成“文件夹/名字”，不以点开头，不能为空"
    ]


def test_two_documents_of_one_name(templates: Templates) -> None:
    templates.write(b__html="---\n输出: 表\n格式: [docx, html]\n---\n")
    assert templates.errors("甲") == ["b.html: 输出名“表.html”用了两次：a.html、b.html；改“输出”，或改单位名称"]


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("Abc", "aBC", "aBC"),
        ("甲:乙", "甲：乙", "甲：乙"),
        ("Straße", "STRASSE", "STRASSE"),
        ("字" * 90, "字" * 89, "字" * 65 + "…"),
    ],
)
def test_two_units_of_one_name(templates: Templates, first: str, second: str, name: str) -> None:
    head = "每份: 单位\n输出: '{{ 单位.名称 }}'\n格式: html"
    assert templates.errors("甲", head, plan(first, second)) == [
        f"a.html: 输出名“{name}.html”用了两次：a.html（{first}）、a.html（{second}）；改“输出”，或改单位名称"
    ]


# Front matter

HOW = "每行写成“键: 值”，冒号用半角，后面空一格"


@pytest.mark.parametrize(
    ("head", "problems"),
    [
        ("输出: 表", ["1: 模板开头缺少“格式”"]),
        ("每份: 全部", ["1: 模板开头缺少“格式”", "1: 模板开头缺少“输出”"]),
        ("输出: ''\n格式: []", ["2: 模板开头缺少“输出”", "3: 模板开头缺少“格式”"]),
        ("输出: 表\n格式: html\n样试: a.css", ["4: 不认识“样试”；是不是想写“样式”？"]),
        ("输出: 表\n格式: html\nzzz: a.css", ["4: 不认识“zzz”"]),
        ("每份: 单元\n输出: 表\n格式: html", ["2: “每份”不能是“单元”；可以是 全部、单位、目标、变更、发文"]),
        ("输出: 表\n格式: [doc, html]", ["3: “格式”不能是“doc”；可以是 docx、xlsx、pdf、html"]),
        ("输出: [甲, 乙]\n格式: html", ["2: “输出”只能有一个值"]),
        ("输出: 表\n格式: html\n输出: 甲", ["4: “输出”写了两次"]),
        ("输出: {{ 单位.名称 }}\n格式: html",
         ["2: “输出”的值读不懂；以 {{ 开头的值要用引号括起：'{{ 单位.名称 }}'"]),
        ("输出: 表\n格式: [{a: b}]", ["3: “格式”的值读不懂；以 {{ 开头的值要用引号括起：'{{ 单位.名称 }}'"]),
        ("输出: 表\n格式: html\n样式: [没有.css, 表格.css]",
         ["4: 没有样式表“没有.css”；是不是想写“有.css”？", "4: 没有样式表“表格.css”"]),
        ("输出: 表\n格式: html\n样式: ../秘密.css", ["4: 没有样式表“../秘密.css”"]),
        ("输出：表\n格式: html", [f"2: 模板开头的说明读不懂；{HOW}"]),
        ("输出: 表\n格式： html\n样式: a.css", [f"3: 模板开头的说明读不懂；{HOW}"]),
        ("输出: 表\n格式: [html", [f"4: 模板开头的说明读不懂；{HOW}"]),
        ("输出: 表\n\t格式: html", [f"3: 模板开头的说明读不懂；{HOW}"]),
        ("输出: '表\n格式: html", [f"4: 模板开头的说明读不懂；{HOW}"]),
        ("输出: 表\x07\n格式: html", [f"1: 模板开头的说明读不懂；{HOW}"]),
        ("只有字", [f"1: 模板开头的说明读不懂；{HOW}"]),
        ("- 输出", [f"1: 模板开头的说明读不懂；{HOW}"]),
        ("", [f"1: 模板开头的说明读不懂；{HOW}"]),
        ("? {甲: 乙}\n: 丙\n输出: 表\n格式: html", ["2: 不认识“{…}”"]),
    ],
)  # fmt: skip
def test_front_matter(templates: Templates, head: str, problems: list[str]) -> None:
    templates.write(有__css="", a__html=f"---\n{head}\n---\n甲\n")
    assert templates.errors(head="") == [f"a.html:{problem}" for problem in problems]


@pytest.mark.parametrize("text", ["<p>甲</p>", "", "\n---\n输出: 表\n格式: html\n---\n", "---\n输出: 表\n格式: html\n"])
def test_no_front_matter(templates: Templates, text: str) -> None:
    templates.write(a__html=text)
    assert templates.errors(head="") == ["a.html:1: 模板开头没有“---”括起的说明；写法见 templates/README.md"]


def test_a_template_may_end_with_its_front_matter(templates: Templates) -> None:
    templates.write(a__html="---\n输出: 表\n格式: html\n---")
    (document,) = templates.make(head="")
    assert body(document) == ""


def test_a_style_that_is_left_empty(templates: Templates) -> None:
    (document,) = templates.make("甲", "输出: 表\n格式: html\n样式:")
    assert document.page.css == ""


def test_no_templates(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有模板"):
        make_documents(plan(), tmp_path)
    with pytest.raises(InputError, match="没有这个模板文件夹；用 --templates 指出它在哪里"):
        make_documents(plan(), tmp_path / "无")


def test_what_is_not_utf_8(templates: Templates) -> None:
    gbk = "---\n输出: 表\n格式: html\n---\n甲".encode("gbk")
    templates.write(
        a__html=gbk,
        b__html="---\n输出: 乙\n格式: html\n样式: b.css\n---\n",
        b__css=gbk,
        c__html="---\n输出: 丙\n格式: html\n---\n\n{% include '_c.html' %}",
        _c__html=gbk,
    )
    assert templates.errors(head="") == [
        "a.html: 不是 UTF-8 编码；用编辑器另存为 UTF-8",
        "b.css: 不是 UTF-8 编码；用编辑器另存为 UTF-8",
        "c.html:6: 引用的模板不是 UTF-8 编码；用编辑器另存为 UTF-8\n    {% include '_c.html' %}",
    ]


# Mistakes in a template


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        # what is not there
        ("{{ 计化.标题 }}", "没有名为“计化”的变量；是不是想写“计划”？"),
        ("{{ zzz }}", "没有名为“zzz”的变量"),
        ("{% set 名单 = [] %}{{ 名丹 }}", "没有名为“名丹”的变量；是不是想写“名单”？"),
        ("{{ 单位 }}", "没有名为“单位”的变量"),
        ("{{ 计划.标提 }}", "“计划”没有“标提”；是不是想写“目标”？"),
        ("{{ 计划.单位[1].名 }}", "“人事处”没有“名”；是不是想写“名称”？"),
        ("{{ 计划.目标[0].內容 }}", "“目标”没有“內容”；是不是想写“内容”？"),
        ("{{ 计划.任务[0]['完成时刻'] }}", "“1-1”没有“完成时刻”；是不是想写“完成时间”？"),
        ("{{ 计划.任务[0].截止.years }}", "“2017-02-28”没有“years”；是不是想写“year”？"),
        ("{{ 计划.任务[9].内容 }}", "列表里没有第 10 个"),
        ("{{ none.甲 }}", "“空”没有“甲”"),
        ("{{ 1 | uper }}", "没有名为“uper”的过滤器；是不是想写“upper”？"),
        ("{{ 1 | 数子 }}", "没有名为“数子”的过滤器；是不是想写“数字”？"),
        ("{{ 1 is strng }}", "没有名为“strng”的判断；是不是想写“string”？"),
        ("{% inclde 'b' %}", "不认识“{% inclde %}”；是不是想写“include”？"),
        ("{% 如果 %}", "不认识“{% 如果 %}”"),
        ("{% include '_体.html' %}", "没有模板“_体.html”；是不是想写“_件.html”？"),
        ("{% include '../plan.yaml' %}", "没有模板“../plan.yaml”"),
        ("{% include '/etc/passwd' %}", "没有模板“/etc/passwd”"),
        ("{% import '_件.html' as 件 %}{{ 件.没有() }}", "“_件.html”没有“没有”"),
        ("{% from '_件.html' import 没有 %}{{ 没有() }}", "“_件.html”里没有“没有”"),
        ("{{ [] | first }}", "列表是空的，取不出东西"),
        ("{{ [] | max }}", "列表是空的，取不出东西"),
        ("{% for 甲 in [1] %}{{ loop.previtem }}{% endfor %}", "循环到了头，没有上一个或下一个"),
        ("{% block 甲 %}{{ super() }}{% endblock %}", "没有可以沿用的“{% block 甲 %}”"),
        ("{% macro 甲() %}{{ caller() }}{% endmacro %}{{ 甲() }}", "这个宏要用“{% call %}”来用"),
        ("{{ 计划.单位 | groupby('没有') }}", "“人事处”没有“没有”"),
        ("{{ 计划.单位 | 合并('没有') }}", "没有“没有”"),
        # what is written wrongly
        ("{{ 计划。标题 }}", "这里不能有“。”；标点要用半角"),
        ("{{ 计划.标题，1 }}", "这里不能有“，”；标点要用半角"),
        ("{{ “甲” }}", "这里不能有““”；标点要用半角"),
        ("{{ 计划.任务｜length }}", "这里不能有“｜”；标点要用半角"),
        ("{% if （1） %}", "这里不能有“（”；标点要用半角"),
        ("{{ $甲 }}", "这里不能有“$”"),
        ("{{ '甲 }}", "这里不能有“'”"),
        ("{{ 甲 乙 }}", "这里应是“}}”，写的是“乙”"),
        ("{{ (1] }}", "这里应是“)”，写的是“]”"),
        ("{{ 1) }}", "这里不能有“)”"),
        ("{{ }}", "“}}”前面缺了内容"),
        ("{% if %}", "“%}”前面缺了内容"),
        ("{% for 甲 %}", "这里应是“in”，写的是“%}”"),
        ("{% %}", "“{%”后面要写 if、for、set 等"),
        ("{% endif %}", "多了一个“{% endif %}”"),
        ("{% else %}", "多了一个“{% else %}”"),
        ("{% if 1 %}{% endfor %}", "不认识“{% endfor %}”；这里先要“{% endif %}”"),
        ("{% set 1 = 2 %}", "不能给“固定的值”赋值"),
        ("{{ 1.}} ", "“.”后面要写名字，“[ ]”里要写数或名字"),
        ("{{ '\\x' }}", "引号里的“\\”后面不对；要写“\\”本身就写两个"),
        ("{{ 1 is odd is even }}", "一处只能用一个 is"),
        ("{{ max(**1, 2) }}", "括号里的写法不对"),
        ("{% macro 甲(乙=1, 丙) %}{% endmacro %}", "宏里有默认值的参数要放在后面"),
        ("{% macro 甲(caller) %}{{ caller() }}{% endmacro %}", "宏的参数 caller 要有默认值"),
        ("{% call 1 %}{% endcall %}", "“{% call %}”后面要写一个宏，例如“{% call 表格() %}”"),
        ("{% from '_件.html' import _甲 %}", "以下划线开头的名字不能导入"),
        ("{% block 甲-乙 %}{% endblock %}", "“{% block %}”的名字里不能有“-”"),
        ("{% block 甲 required %}乙{% endblock %}", "必填的“{% block %}”里不能写内容"),
        ("{% block 甲 %}{% endblock %}{% block 甲 %}{% endblock %}", "“{% block 甲 %}”写了两次"),
        ("{% if 1 %}{% extends '_件.html' %}{% endif %}{% for 甲 in [1] %}{% extends '_件.html' %}{% endfor %}",
         "“{% extends %}”只能写一次，写在最前面"),
        # what is not allowed
        ("{{ ''.__class__.__mro__ }}", "为了安全，模板里不能用“__class__”"),
        ("{{ '' | attr('__class__') }}", "为了安全，模板里不能用“__class__”"),
        ("{{ ['']['__class__'] }}", "为了安全，模板里不能用“__class__”"),
        ("{{ [1] | map(attribute='__class__') | join }}", "为了安全，模板里不能用“__class__”"),
        ("{{ '{0.__class__}'.format(1) }}", "为了安全，模板里不能用“__class__”"),
        ("{{ lipsum.__globals__ }}", "为了安全，模板里不能用“__globals__”"),
        ("{{ 计划.单位.append(1) }}", "为了安全，模板里不能用“append”"),
        ("{{ 计划.update(标题='改') }}", "为了安全，模板里不能用“update”"),
        ("{{ 'a' * 10 ** 10 }}", "模板里不能用 **"),
        ("{{ 'a' * 10000000000 }}", "乘出来的文字太长"),
        ("{{ 10000000000 * [1] }}", "乘出来的文字太长"),
        ("{{ range(10000000000) }}", "这里算不下去：循环次数太多，最多 100000 次"),
        ("{% for 甲 in [1] %}{% set 计划.标题 = 1 %}{% endfor %}", "这里算不下去：只有 namespace() 的属性可以赋值"),
        ("{% include 'a.html' %}", "模板自己套自己，没有尽头"),
        ("{% macro 甲() %}{{ 甲() }}{% endmacro %}{{ 甲() }}", "模板自己套自己，没有尽头"),
        # what cannot be worked out
        ("{{ 1 / 0 }}", "这里算不下去：除数是零"),
        ("{{ 1 // 0 }}", "这里算不下去：除数是零"),
        ("{{ 1.5 % 0 }}", "这里算不下去：除数是零"),
        ("{{ 1 + 'a' }}", "这里算不下去：“数”和“文字”之间不能用 +"),
        ("{{ 'a' + 1 }}", "这里算不下去：“文字”和“数”不能用 + 相连；连接文字用 ~"),
        ("{{ 'a' * 'b' }}", "这里算不下去：不能乘以“文字”"),
        ("{{ -'a' }}", "这里算不下去：“文字”不能用 -"),
        ("{{ 1 < 'a' }}", "这里算不下去：“数”和“文字”不能比较"),
        ("{{ 计划.任务 | sum }}", "这里算不下去：“数”和“计划里的一项”之间不能用 +"),
        ("{{ 计划() }}", "这里算不下去：“计划里的一项”后面不能加括号"),
        ("{% for 甲 in 1 %}{% endfor %}", "这里算不下去：“数”不是列表"),
        ("{{ 1 in 2 }}", "这里算不下去：“数”不是列表"),
        ("{% for 甲, 乙 in [1] %}{% endfor %}", "这里算不下去：“数”不是列表"),
        ("{% for 甲, 乙 in [(1, 2, 3)] %}{% endfor %}", "这里算不下去：逗号隔开的名字要正好 2 个值"),
        ("{{ 1 | length }}", "这里算不下去：“数”没有长度"),
        ("{{ {[]: 1} }}", "这里算不下去：“列表”不能这样用"),
        ("{% from '_件.html' import 框 %}{{ 框(1, 2) }}", "这里算不下去：宏“框”最多 1 个参数"),
        ("{% from '_件.html' import 框 %}{{ 框(宽=1) }}", "这里算不下去：宏“框”没有参数“宽”"),
        ("{{ 1 | round(1, 2, 3) }}", "这里算不下去：“round”的参数不对"),
        ("{{ 'a'.center() }}", "这里算不下去：“center”的参数不对"),
        ("{{ [1] | map | list }}", "这里算不下去：过滤器的参数不对"),
        ("{{ '%s %s' | format(1) }}", "这里算不下去：format 里的空位比给的值多"),
        ("{{ '%s' | format(1, 2) }}", "这里算不下去：format 里的空位比给的值少"),
        ("{{ '%d' | format('a') }}", "这里算不下去：%d 不能用于“文字”"),
        ("{{ [1] | map('没有') | list }}", "这里算不下去：没有名为“没有”的过滤器"),
        ("{% for 甲 in [1] %}{{ loop(1) }}{% endfor %}",
         "这里算不下去：这个循环要写成“{% for … recursive %}”才能套用自己"),
        ("{{ loop.cycle() }}", "没有名为“loop”的变量"),
        ("{{ 计划.任务[0].截止 | tojson }}", "这里算不下去：“日期”不能写成 JSON"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_with_its_line(templates: Templates, expression: str, problem: str) -> None:
    templates.write(_件__html="{% macro 框(字) %}{{ 字 }}{% endmacro %}")
    text = f"<p>\n  甲 {expression}\n</p>"
    assert templates.errors(text) == [f"a.html:6: {problem}\n    {text.splitlines()[1].strip()}"]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("甲\n{% for 甲 in [1] %}\n乙\n\n", 6, "“{% for %}”没有结束，缺“{% endfor %}”"),
        ("{% if 1 %}\n{% if 2 %}\n{% endif %}\n{% set 甲 = 1 %}\n", 5, "“{% if %}”没有结束，缺“{% endif %}”"),
        ("{% for 甲 in [1] %}\n{%- if 1 %}\n{% endif %}", 5, "“{% for %}”没有结束，缺“{% endfor %}”"),
        ("{% macro 甲() %}\n\n{{ 1 }}", 5, "“{% macro %}”没有结束，缺“{% endmacro %}”"),
        ("{% set 甲 %}\n\n", 5, "“{% set %}”没有结束，缺“{% endset %}”"),
        ("甲\n{% raw %}\n乙\n", 6, "模板没有写完：有“{{”“{%”“{#”或引号没有配对"),
        ("甲\n{# 乙\n丙\n", 6, "模板没有写完：有“{{”“{%”“{#”或引号没有配对"),
    ],
)
def test_what_is_left_open_is_shown_where_it_opens(templates: Templates, text: str, line: int, problem: str) -> None:
    (told,) = templates.errors(text)
    assert told == f"a.html:{line}: {problem}\n    {text.splitlines()[line - 5]}"


def test_a_mistake_inside_a_macro_is_shown_in_its_own_file(templates: Templates) -> None:
    templates.write(_件__html="{# 件 #}\n{% macro 框(字) %}\n<b>{{ 字.没有 }}</b>\n{% endmacro %}")
    assert templates.errors("{% import '_件.html' as 件 %}\n{{ 件.框(计划.目标[0]) }}") == [
        "_件.html:3: “目标”没有“没有”\n    <b>{{ 字.没有 }}</b>"
    ]
    assert templates.errors("{% import '_件.html' as 件 %}\n{{ 件.框() }}") == [
        "_件.html:3: 调用宏时没有给“字”\n    <b>{{ 字.没有 }}</b>"
    ]
    templates.write(_件__html="{# 件 #}\n\n{% macro 框(字) %}\n<b>{{ 字 }</b>\n{% endmacro %}")
    assert templates.errors("{% import '_件.html' as 件 %}\n{{ 件.框(1) }}") == [
        "_件.html:4: 这里不能有“}”\n    <b>{{ 字 }</b>"
    ]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("条件", "单位.任物", "“财务处”没有“任物”；是不是想写“任务”？"),
        ("条件", "单位。任务", "这里不能有“。”；标点要用半角"),
        ("条件", "单位.任务 单位", "后面有多余的字"),
        ("条件", "1 / 0", "这里算不下去：除数是零"),
        ("标题", "'{{ 单为.名称 }}'", "没有名为“单为”的变量；是不是想写“单位”？"),
        ("标题", "'{{ 单位.名称'", "模板没有写完：有“{{”“{%”“{#”或引号没有配对"),
    ],
)
def test_a_mistake_in_the_front_matter_is_shown_there(templates: Templates, key: str, value: str, problem: str) -> None:
    head = f"每份: 单位\n{key}: {value}\n输出: 通知/{{{{ 单位.名称 }}}}\n格式: html"
    assert templates.errors("甲", head) == [f"a.html:3: {problem}\n    {key}: {value}"]


def test_names_that_clash_and_pages_that_fail_are_told_together(templates: Templates) -> None:
    templates.write(
        b__html="---\n输出: 表\n格式: html\n---\n{{ 没有 }}", c__html="---\n输出: 丙\n格式: html\n---\n{{ 无 }}"
    )
    assert templates.errors("甲") == [
        "b.html: 输出名“表.html”用了两次：a.html、b.html；改“输出”，或改单位名称",
        "b.html:5: 没有名为“没有”的变量\n    {{ 没有 }}",
        "c.html:5: 没有名为“无”的变量\n    {{ 无 }}",
    ]


def test_a_mistake_in_the_output_name(templates: Templates) -> None:
    head = "每份: 单位\n格式: html\n输出: 通知/{{ 单位.名子 }}"
    assert templates.errors("甲", head) == [
        "a.html:4: “财务处”没有“名子”；是不是想写“名称”？\n    输出: 通知/{{ 单位.名子 }}"
    ]


def test_templates_are_compiled_again_when_one_changes_and_only_then(tmp_path: Path) -> None:
    part = tmp_path / "_段.html"
    part.write_text("甲", "utf-8")
    os.utime(part, ns=(0, 0))
    html, names = environments(tmp_path)
    assert environments(tmp_path) == (html, names)
    assert html.get_template("_段.html").render() == "甲"
    part.write_text("乙", "utf-8")  # as long as before
    os.utime(part, ns=(0, 0))
    assert environments(tmp_path)[0].get_template("_段.html").render() == "乙"


def test_all_templates_report_at_once(templates: Templates) -> None:
    head = "---\n输出: {}\n格式: html\n---\n"
    templates.write(
        a__html=head.format("甲") + "{{ 没有甲 }}",
        b__html=head.format("乙") + "{% for %}",
        c__html="没有说明",
        d__html=head.format("甲乙").replace("html", "htm"),
        e__html=head.format("丙"),
        f__html=head.format("丙"),
        _g__html="{% 没有人用 %}",
    )
    assert templates.errors(head="") == [
        "a.html:5: 没有名为“没有甲”的变量\n    {{ 没有甲 }}",
        "b.html:5: “%}”前面缺了内容\n    {% for %}",
        "c.html:1: 模板开头没有“---”括起的说明；写法见 templates/README.md",
        "d.html:3: “格式”不能是“htm”；可以是 docx、xlsx、pdf、html",
        "f.html: 输出名“丙.html”用了两次：e.html、f.html；改“输出”，或改单位名称",
    ]


def test_a_template_cannot_change_the_plan_for_the_next(templates: Templates) -> None:
    templates.write(b__html="---\n输出: 乙\n格式: html\n---\n{{ 计划.单位 | length }}{{ 计划.标题 }}")
    first, second = templates.make("{% set 计划 = {'标题': '改'} %}{{ 计划.标题 }}")
    assert (body(first), body(second)) == ("改", "2计划")


# What the check says of styles


def test_what_word_and_excel_cannot_print_is_found(templates: Templates) -> None:
    hint = "可用的属性见 templates/README.md"
    templates.write(
        a__html="---\n输出: 甲\n格式: html\n样式: [a.css, b.css]\n---\n<p\n  style='float: left'>",
        b__html="---\n输出: 乙\n格式: html\n样式: [b.css]\n---\n<p>",
        c__html="---\n输出: 丙\n格式: html\n样式: 没有.css\n---\n",
        d__html="---\n格式: html\n---\n",
        _e__html='\n<b style="color: red; colour: red; color: var(--红); color: var(--无)"><i style="{{ 甲 }}">',
        a__css=":root { --红: red }\np { color: red }",
        b__css="h1 { color: red }\np::first-line { color: red }\nh2 { transform: none }\n",
        e__html="---\n输出: 戊\n格式: [xlsx, pdf]\n样式: [e.css]\n---\n<p>",
        e__css="b::before, b { color: red } @page {\n @left-top { content: '甲' }\n @top-left { content: '甲' } }",
    )
    assert [templates.told(problem) for problem in check_templates(templates.folder)] == [
        f"_e.html:2: 样式属性“color”的值“var(--无)”不受支持；{hint}",
        f"_e.html:2: 样式属性“colour”不受支持；{hint}",
        f"a.html:7: 样式属性“float”不受支持；{hint}",
        f"b.css:2: 选择器“p::first-line”不受支持；{hint}",
        f"b.css:3: 样式属性“transform”不受支持；{hint}",
        "c.html:4: 没有样式表“没有.css”",
        "d.html:1: 模板开头缺少“输出”",
        "e.css:1: Excel 印不出“b::before, b”的内容；文字写在模板里",
        "e.css:2: Excel 印不出 @left-top 里的内容；Excel 只有页眉和页脚，用 @top-… 或 @bottom-…，或者转过来",
    ]


def test_our_own_templates_ask_for_nothing_else() -> None:
    assert check_templates(Path(__file__).parent.parent / "templates") == []
