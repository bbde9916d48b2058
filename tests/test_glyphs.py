"""Characters that no typeface here has: told with their place, and no PDF is made that shows boxes for them."""

import docx
import openpyxl
import pdfplumber
import pytest

from render import glyphs
from render.errors import PageError
from render.page import Page
from render.writers.pdf import write
from support.small_project import Project

RARE = "𪚥"  # four dragons; Debian's fonts-hanazono has it, and nothing that is asked for here
PAGE = """\
---
每份: 单位
条件: 单位.任务
输出: 单/{{ 单位.名称 }}
格式: [docx, xlsx, pdf]
---
<h1>{{ 单位.名称 }}</h1>
{% for 任务 in 单位.任务 %}
<p>{{ 任务.内容 }}</p>
{% endfor %}
"""
TOLD = f"这台电脑的字体里没有“{RARE}”（U+2A6A5）"
REMEDY = "换一个字，或安装有它的字体（Debian：sudo apt-get install fonts-hanazono）"


@pytest.fixture(autouse=True)
def poor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has a face with all of Unicode cannot see what this is about."""
    if glyphs._has(RARE):
        pytest.skip("这台电脑的字体有这个字")


@pytest.fixture
def printed(project: Project) -> Project:
    """Each unit's page in three formats; 人事处 has the rare character in its task, on line 12 of the plan."""
    for name in ("总表", "通知"):
        (project.root / f"templates/{name}.html").unlink()
    project.write("templates/单.html", PAGE)
    project.change("乙事", f"{RARE}事")
    return project


def test_check_tells_character_place_and_remedy(printed: Project) -> None:
    printed.change("目标:\n", f"# {RARE} 字还没有定\n目标:\n")
    run = printed.run("check")
    assert run.code == 1
    assert run.errors == [f"plan.yaml:13: 错误：{TOLD}，会印成空框：单/人事处.pdf 等 2 份 PDF 不会生成；{REMEDY}"]
    assert not printed.output.exists()


def test_only_the_pdfs_that_would_show_boxes_are_left_out(printed: Project) -> None:
    run = printed.run("build")
    assert run.code == 1
    assert sorted(printed.made()) == sorted(
        [f"单/{unit}.{kind}" for unit in ("人事处", "办公室", "财务处") for kind in ("docx", "xlsx")]
        + ["单/财务处.pdf"]
    )
    told = f"没有生成，因为会印成空框：{TOLD}；{REMEDY}"
    assert sorted(run.errors) == sorted(
        [
            *(f"output/单/{unit}.pdf: {told}" for unit in ("人事处", "办公室")),
            f"plan.yaml:12: “{RARE}”（U+2A6A5）在这里",
        ]
    )
    assert [p.text for p in docx.Document(str(printed.output / "单/人事处.docx")).paragraphs] == ["人事处", f"{RARE}事"]
    sheet = openpyxl.load_workbook(printed.output / "单/人事处.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["人事处", f"{RARE}事"]
    with pdfplumber.open(printed.output / "单/财务处.pdf") as pdf:
        assert "甲事" in (pdf.pages[0].extract_text() or "")


def test_a_pdf_that_was_made_before_stays_as_it_was(printed: Project) -> None:
    printed.change(f"{RARE}事", "乙事")
    assert printed.run("build").code == 0
    before = printed.made()
    printed.change("乙事", f"{RARE}事")
    assert printed.run("build").code == 1
    after = printed.made()
    assert after["单/人事处.pdf"] == before["单/人事处.pdf"]
    assert after["单/人事处.docx"] != before["单/人事处.docx"]
    printed.change(f"{RARE}事", "丙事")
    assert printed.run("build").code == 0
    assert printed.run("build").lines == ["✓ 9 份：未变 9"]


def test_a_template_and_a_stylesheet_may_hold_it_too(printed: Project) -> None:
    printed.change(f"{RARE}事", "乙事")
    printed.change("<h1>", f"<h1>{RARE}", "templates/单.html")
    printed.change("格式: [docx, xlsx, pdf]", "格式: [pdf]\n样式: [a.css]", "templates/单.html")
    printed.write("templates/a.css", '@page { @top-left { content: "ไทย" } }')
    assert printed.run("check").errors == [
        "templates/a.css:1: 错误：这台电脑的字体里没有“ท”（U+0E17）、“ย”（U+0E22）、“ไ”（U+0E44），会印成空框："
        f"单/财务处.pdf 等 3 份 PDF 不会生成；{glyphs.OTHERWISE}（Debian：sudo apt-get install fonts-noto-core）",
        f"templates/单.html:8: 错误：{TOLD}，会印成空框：单/财务处.pdf 等 3 份 PDF 不会生成；{REMEDY}",
    ]


def test_a_character_that_is_written_as_a_number_is_told_at_the_template(printed: Project) -> None:
    printed.change(f"内容: {RARE}事", r'内容: "\U0002A6A5事"')
    assert printed.run("check").errors == [
        f"templates/单.html: 错误：{TOLD}，会印成空框：单/人事处.pdf 等 2 份 PDF 不会生成；{REMEDY}"
    ]


def test_what_is_not_printed_needs_no_glyph(printed: Project) -> None:
    printed.change(f"{RARE}事", "乙事")
    printed.change("<h1>", f'{{# {RARE} #}}<meta name="记录-甲" content="{RARE}"><h1>', "templates/单.html")
    printed.change("标题: 计划", f"# {RARE}\n标题: 计划")
    run = printed.run("check")
    assert (run.code, run.errors) == (0, [])


#: Text, and what of it prints as boxes: so says the layout, and so the rule that finds what is worth a layout.
TEXTS = (
    ("e\u0301 é ñ 﨑 ﹁ ①Ⅳ ㎡ ☑", ""),
    ("字\ufe00字\U000e0100 甲\u200d乙\u200b丙\u2060丁\ufeff \u00ad \u202a甲\u202c", ""),
    ("王\ue000", "\ue000"),
    ("\U000f0000", "\U000f0000"),
    ("甲\u0085乙\u2028丙", "\u0085\u2028"),
    (f"{RARE}ไทย", f"{RARE}ไทย"),
    ("\u0e01\u0e33", "\u0e01\u0e32\u0e4d"),  # Thai AM is drawn as two
)


@pytest.mark.parametrize(("text", "boxes"), TEXTS)
def test_joiners_marks_and_private_characters(text: str, boxes: str) -> None:
    page = Page(
        f"<html><head><title>题</title></head><body><p>{text}</p></body></html>", "p { font-family: FandolFang }"
    )
    if not boxes:
        assert write(page).startswith(b"%PDF")
        return
    with pytest.raises(glyphs.MissingGlyphs) as caught:
        write(page)
    assert caught.value.characters == set(boxes)
    assert glyphs.doubtful(text)
    assert set(boxes) & set(text) <= glyphs.doubtful(text)


def test_nothing_is_doubtful_in_plain_text() -> None:
    assert glyphs.doubtful("2017年教育信息化“三通两平台”，≥95%（一）①—…·《》喆赟\u3000\t\n") == set()


def test_many_are_not_all_named() -> None:
    error = glyphs.MissingGlyphs([chr(0x2A700 + n) for n in range(20)])
    assert isinstance(error, PageError)
    assert str(error).endswith("（U+2A709）等 20 个字符")
    assert len(glyphs.named_in(str(error))) == glyphs.SHOWN


def test_controls_and_private_characters_have_remedies_of_their_own() -> None:
    assert glyphs.named("\u0085\ue000") == "U+0085、U+E000"
    assert glyphs.remedy("\u0085\ue000") == f"{glyphs.OWN}；{glyphs.UNWANTED}"
    assert glyphs.named("\u0e34") == "“◌\u0e34”（U+0E34）"
