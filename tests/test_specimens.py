"""Tables measured by one cell of each kind: each is cut as if the whole of it had been laid out."""

from typing import Any

import pytest

from render.page import Page
from render.writers import cutting
from render.writers.cutting import cut_page, specimens, tables
from render.writers.typesetting import lay_out
from support.long_tables import CSS, sentences
from support.pages import page

LONG_TEXT = "".join(sentences(5, "长"))
CELLS = {
    "换行": ("甲<br>乙<br><br>丙", "", f"<br>{LONG_TEXT}<br>"),
    "字体": (f"<b>{LONG_TEXT}</b>", f"{LONG_TEXT}<span class='大'>大</span>", "<p>一段</p><p>又一段</p>"),
    "空白": (f"  {LONG_TEXT}\n  {LONG_TEXT}  ", "　　空两格", " "),
    "西文": ("The quick brown fox jumps over the lazy dog. " * 9, "e-mail", f"{'8' * 20}，{LONG_TEXT}"),
    "标点": ("“" + LONG_TEXT + "”（" * 30, "……" * 40, f"2017年6月，{LONG_TEXT}"),
    "生僻字": (f"㙓{LONG_TEXT}", "赟喆", f"{LONG_TEXT}㙓"),
    "软连字符": ("super\xadcali\xadfragi\xadlistic " * 20, LONG_TEXT, "甲"),
}
STYLES = {
    "平常": "",
    "照原样": "td, th { white-space: pre-wrap }",
    "不换行": "td { white-space: nowrap }",
    "断词": "td { word-break: break-all }",
    "缩进": "td { text-indent: 2em }",
    "疏字": "td { letter-spacing: 1pt; text-align: justify; line-height: 1.3 }",
    "首字前": "td::before { content: '●●●●●●●●●●●● ' }",
    "第几行": "tr:nth-child(2n) td { font-size: 14pt }",
    "粗线": "td.粗 { border: 3pt solid #000 } thead th { border-bottom: 2pt solid #000 }",
    "大小": ".大 { font-size: 30pt }",
}
COLUMNS = '<colgroup><col style="width: 15%"><col style="width: 50%"><col style="width: 35%"></colgroup>'


def table(columns: str = COLUMNS, *others: tuple[str, str, str]) -> str:
    """A goal for each kind of cells, each with three rows, on several pages."""

    def goal(name: str, content: str, task: str) -> str:
        first = f'<th rowspan="3">{name}</th><td rowspan="3">{content}</td>'
        rows = (f'<tr>{first if row == 0 else ""}<td class="{"粗" * (row == 1)}">{task}</td></tr>' for row in range(3))
        return f"<tbody>{''.join(rows)}</tbody>"

    head = "<thead><tr><th>目标</th><th>内容</th><th>任务</th></tr></thead>"
    bodies = (goal(*cells) for cells in (*CELLS.values(), *others))
    return f"<h1>题</h1><table>{columns}{head}{''.join(bodies)}</table>"


def whole(sheet: Page, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page cut by what is measured of the whole table, and laid out until all page numbers are right."""

    def unlike(*_: Any) -> Any:
        raise specimens.Unlike

    with monkeypatch.context() as patch:
        patch.setattr(tables, "measure_specimens", unlike)
        patch.setattr(cutting, "lay_out_once", lay_out)
        return cut_page(sheet).html


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_cut_in_the_same_places(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = page(table(), CSS + style)
    assert cut_page(sheet).html == whole(sheet, monkeypatch)


@pytest.mark.parametrize(
    "body",
    [
        table(COLUMNS, ("长词", f"甲{'W' * 90}<br>乙", "短")),
        table(COLUMNS.replace(' style="width: 35%"', "")),
        table() * 2,
    ],
    ids=["一行放不下的词", "没有定宽的栏", "两张表"],
)
def test_what_one_cell_cannot_tell(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = page(body, CSS)
    assert cut_page(sheet).html == whole(sheet, monkeypatch)


def test_page_numbers_in_the_text_cost_no_second_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    links = "".join(f'<p><a href="#{n}">第{n}个</a></p><h2 id="{n}">第{n}个</h2>' for n in range(3))
    sheet = page(links + table(), CSS + "a::after { content: target-counter(attr(href url), page) }")
    assert cut_page(sheet).html == whole(sheet, monkeypatch)


def test_one_cell_of_a_kind_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = list[int]()

    def counted(html: str, css: str) -> Any:
        sizes.append(html.count("<tr"))
        return lay_out(html, css)

    monkeypatch.setattr(cutting, "lay_out_once", counted)
    cut_page(page(table(), CSS))
    rows = 3 * len(CELLS)
    (found,) = sizes
    assert found < rows
