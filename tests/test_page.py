"""What CSS a page understands, with which result, and what it reports."""

import logging
from itertools import product
from typing import Any

import pytest
import weasyprint
from hypothesis import example, given, settings
from hypothesis import strategies as st
from weasyprint.css import get_all_computed_styles

from render.page import (
    Counter,
    Edge,
    Grid,
    MarginBox,
    Paper,
    Percent,
    Running,
    Style,
    read_grid,
    read_runs,
    read_sheet,
)
from render.page.style import Ratio
from support.grammar import VALUES, VARIABLES, Cells, model, stylesheets, tables
from support.pages import boxes, find, page, style

MM = 72 / 25.4


# The cascade


@pytest.mark.parametrize(
    ("css", "color"),
    [
        ("p { color: red } p { color: blue }", "0000FF"),
        (".甲 { color: red } p { color: blue }", "FF0000"),
        ("#一 { color: red } .甲.乙 { color: blue }", "FF0000"),
        ("body p { color: red } p { color: blue }", "FF0000"),
        ("p { color: red !important } #一 { color: blue }", "FF0000"),
        ("p { color: red !important } .甲 { color: blue !important }", "0000FF"),
        ("p:first-child { color: red } p { color: blue }", "FF0000"),
        ("p, h1 { color: red }", "FF0000"),
        ("p { color: red; color: nonsense }", "FF0000"),
        ("@media print { p { color: red } }", "FF0000"),
        ("@media { p { color: red } }", "FF0000"),
        ("p { color: red } @media screen { p { color: blue } }", "FF0000"),
        ("body { color: red }", "FF0000"),
        ("body { color: red } p { color: initial }", "000000"),
        ("body { color: red } p { color: blue } p { color: inherit }", "FF0000"),
        (":root { --色: red } p { color: var(--色) }", "FF0000"),
        (":root { --甲: var(--乙); --乙: red } p { color: var(--甲) }", "FF0000"),
        ("p { color: var(--无, red) }", "FF0000"),
        (":root { --色: red } :root { --色: blue } p { color: var(--色) }", "0000FF"),
        ("p { COLOR: #F00 }", "FF0000"),
        ("p { color: rgb(255, 0, 0) }", "FF0000"),
        ("p { color: rgb(300 -5 0) }", "FF0000"),
    ],
)
def test_which_declaration_wins(css: str, color: str) -> None:
    assert style(css, '<p id="一" class="甲 乙">字</p>').color == color


def test_a_style_attribute_wins_over_rules_but_not_over_important_ones() -> None:
    body = '<p style="color: red; text-indent: 1em">字</p>'
    assert style("#一, p { color: blue }", body).color == "FF0000"
    assert style("p { color: blue !important }", body).color == "0000FF"
    assert style("", body).text_indent == 12.0


def test_the_authors_rule_wins_over_a_more_specific_default() -> None:
    found = style("* { margin: 0; font-weight: normal }", "<h1>字</h1>", "h1")
    assert (found.margin_top, found.margin_bottom, found.font_weight) == (0.0, 0.0, 400)


@pytest.mark.parametrize(
    ("declaration", "field", "value"),
    [
        ("margin-left: 2em", "margin_left", 40.0),
        ("text-indent: 10mm", "text_indent", 10 * MM),
        ("text-indent: calc(1in - 0.5em + 1pt)", "text_indent", 63.0),
        ("top: calc(-7mm - 0.325em)", "top", -7 * MM - 6.5),
        ("top: calc(var(--无, 2pt) + var(--无, 1pt))", "top", 3.0),
        ("text-indent: 1cm", "text_indent", 10 * MM),
        ("text-indent: 1in", "text_indent", 72.0),
        ("text-indent: 4px", "text_indent", 3.0),
        ("text-indent: 1pc", "text_indent", 12.0),
        ("text-indent: -1.5pt", "text_indent", -1.5),
        ("text-indent: 0", "text_indent", 0.0),
        ("font-size: 2em", "font_size", 20.0),
        ("font-size: 150%", "font_size", 15.0),
        ("line-height: 1.5", "line_pitch", 30.0),
        ("line-height: 150%", "line_height", 30.0),
        ("line-height: 2em", "line_height", 40.0),
        ("line-height: 28.95pt", "line_pitch", 28.95),
        ("line-height: normal", "line_pitch", None),
        ("width: 33.5%", "width", Percent(33.5)),
        ("width: 40pt", "width", 40.0),
        ("width: auto", "width", None),
        ("height: 40pt", "height", 40.0),
        ("font-weight: bold", "font_weight", 700),
        ("font-weight: 300", "font_weight", 300),
        ("letter-spacing: -0.25pt", "letter_spacing", -0.25),
        ("letter-spacing: normal", "letter_spacing", 0.0),
        ("margin: 0 auto", "margin_left", 0.0),
        ("background: #EEE", "background_color", "EEEEEE"),
        ("background: none", "background_color", None),
        ("background-color: transparent", "background_color", None),
        ("border: 1pt solid", "border_left", Edge(1.0, "solid", "112233")),
        ("border-top: thin double red", "border_top", Edge(0.75, "double", "FF0000")),
        ("border: none", "border_top", Edge()),
        ("border: 0 solid", "border_top", Edge()),
        ("border: 2pt red", "border_top", Edge()),
        ("page-break-before: always", "break_before", "always"),
        ("break-after: avoid", "break_after", "avoid"),
        ("page-break-inside: avoid", "break_inside", "avoid"),
        ("page: 横排", "page", "横排"),
        ("page: Wide", "page", "Wide"),
        ("page: AUTO", "page", "auto"),
        ("position: running(Head)", "position", "running:Head"),
        ("position: running( 页眉 )", "position", "running:页眉"),
        ("text-align: CENTER", "text_align", "center"),
        ("orphans: 3", "orphans", 3),
        ("font-family: 仿宋_GB2312, 'Noto Serif', Times New Roman, serif", "font_family",
         ("仿宋_GB2312", "Noto Serif", "Times New Roman", "serif")),
    ],
)  # fmt: skip
def test_value(declaration: str, field: str, value: object) -> None:
    """em is the font size: 20pt for lengths, the parent's 10pt for the font size itself."""
    base = "body { font-size: 10pt } p { font-size: 20pt; color: #112233 }"
    found = getattr(style(f"{base} p {{ {declaration} }}"), field)
    assert found == pytest.approx(value) if type(value) is float else found == value


@pytest.mark.parametrize(
    ("values", "sides"),
    [
        ("1pt", (1, 1, 1, 1)),
        ("1pt 2pt", (1, 2, 1, 2)),
        ("1pt 2pt 3pt", (1, 2, 3, 2)),
        ("1pt 2pt 3pt 4pt", (1, 2, 3, 4)),
    ],
)
def test_four_sides(values: str, sides: tuple[float, ...]) -> None:
    for name in ("margin", "padding"):
        found = style(f"p {{ {name}: {values} }}")
        assert tuple(getattr(found, f"{name}_{s}") for s in ("top", "right", "bottom", "left")) == sides


def test_what_a_child_inherits() -> None:
    css = """div { font-family: 甲; font-size: 20pt; font-weight: bold; font-style: italic; color: red;
        line-height: 1.5; letter-spacing: 1pt; text-align: right; text-indent: 2em; white-space: pre;
        border-collapse: collapse; orphans: 3; widows: 4; page: 横排; text-decoration: underline;
        width: 9pt; height: 9pt; margin: 9pt; padding: 9pt; border: 9pt solid; background: red;
        vertical-align: top; break-before: page; break-after: page; break-inside: avoid;
        position: absolute; top: 1pt; right: 1pt; bottom: 1pt; left: 1pt }"""
    assert style(css, "<div><p style='margin: 0'>字</p></div>") == Style(
        font_family=("甲",),
        font_size=20.0,
        font_weight=700,
        font_style="italic",
        color="FF0000",
        line_height=Ratio(1.5),
        letter_spacing=1.0,
        text_align="right",
        text_indent=40.0,
        white_space="pre",
        border_collapse="collapse",
        orphans=3,
        widows=4,
        page="横排",
        text_decoration="underline",
        display="block",
    )


def test_a_line_height_in_percent_is_inherited_as_a_length() -> None:
    body = "<div><p>字</p></div>"
    base = "div { font-size: 20pt } p { font-size: 10pt }"
    assert style(base + "div { line-height: 150% }", body).line_pitch == 30.0
    assert style(base + "div { line-height: 1.5 }", body).line_pitch == 15.0


def test_the_page_auto_is_that_of_the_element_around() -> None:
    assert style("div { page: 横排 } p { page: auto }", "<div><p>字</p></div>").page == "横排"


def test_lengths_stay_within_what_word_can_print() -> None:
    found = style("* { font-size: 99em } p { margin-left: -99em; line-height: 99 }", "<div><p>字</p></div>")
    assert (found.font_size, found.margin_left, found.line_pitch) == (1584.0, -1584.0, 1584.0)


def test_hidden_elements_are_not_there() -> None:
    body = '<p class="无">甲</p><script>1</script><template>乙</template><p>丙</p>'
    assert [box.text for box in boxes(page(body, ".无 { display: none }").body) if box.tag != "body"] == ["丙"]


def test_title_and_metadata() -> None:
    found = page('<meta name="记录-年度" content="2017">', title="甲 &amp; 乙", author="&quot;丙&quot;")
    assert (found.title, found.metadata) == ("甲 & 乙", {"author": '"丙"', "记录-年度": "2017"})


# The same as WeasyPrint

PX = 0.75
TREE = """
<div id=a class=x><p id=b>甲<b id=c class=y>乙</b></p><h1 id=d class="x y">丙</h1><p id=e><u id=f>丁</u></p></div>
<table id=g class=y>
  <thead id=h><tr id=i><th id=j>戊</th></tr></thead><tbody id=k class=x><tr id=l><td id=m>己</td></tr></tbody>
</table>
<h2 id=n>庚</h2><h3 id=o>辛</h3><h4 id=p>壬</h4><h5 id=q>癸</h5><h6 id=r>子<i id=s>丑</i></h6>"""


def points(value: Any) -> Any:
    """A length of WeasyPrint's in points, a percentage as such, a word as None."""
    if isinstance(value, str):
        return None
    if isinstance(value, int | float):
        return round(value * PX, 4)
    return Percent(value.value) if value.unit == "%" else round(value.value * PX, 4)


def rgb(color: Any, text: Any) -> str | None:
    color = text if color == "currentcolor" else color
    return "".join(f"{round(c * 255):02X}" for c in color.coordinates) if color.alpha else None


def weasyprint_edge(style: Any, side: str) -> Edge:
    line = style[f"border_{side}_style"]
    width = style[f"border_{side}_width"] * PX
    seen = line != "none" and width > 0
    return Edge(round(width, 4), line, rgb(style[f"border_{side}_color"], style["color"]) or "") if seen else Edge()


def pitch(height: Any, font_size: float) -> float | None:
    if height == "normal":
        return None
    return round(height * font_size * PX, 4) if isinstance(height, int | float) else points(height)


ALIGNS = {"start": "left", "end": "right"}
FONTS = {("serif",): ("宋体",)}  # the initial values


def as_weasyprint_says(style: Any) -> dict[str, Any]:
    sides = ("top", "right", "bottom", "left")
    position, rise = style["position"], style["vertical_align"]
    return {
        "font_family": FONTS.get(style["font_family"], style["font_family"]),
        "font_size": points(style["font_size"]),
        "font_weight": style["font_weight"],
        "font_style": style["font_style"],
        "color": rgb(style["color"], None),
        "line_pitch": pitch(style["line_height"], style["font_size"]),
        "letter_spacing": points(style["letter_spacing"]) or 0.0,
        "text_align": ALIGNS.get(style["text_align_all"], style["text_align_all"]),
        "text_indent": points(style["text_indent"]),
        "white_space": style["white_space"],
        "border_collapse": style["border_collapse"],
        "orphans": style["orphans"],
        "page": style["page"] or "auto",
        "width": points(style["width"]),
        "height": points(style["height"]),
        **{f"margin_{side}": points(style[f"margin_{side}"]) or 0.0 for side in sides},
        **{f"padding_{side}": points(style[f"padding_{side}"]) for side in sides},
        **{f"border_{side}": weasyprint_edge(style, side) for side in sides},
        "vertical_align": rise if isinstance(rise, str) else "sub" if rise < 0 else "super",
        "background_color": rgb(style["background_color"], style["color"]),
        "break_before": style["break_before"],
        "break_after": style["break_after"],
        "break_inside": style["break_inside"],
        "position": position if isinstance(position, str) else f"running:{position[1]}",
        "top": points(style["top"]),
    }


def as_we_say(style: Style, names: list[str]) -> dict[str, Any]:
    found = {name: getattr(style, name) for name in names}
    found |= {name: round(value, 4) for name, value in found.items() if type(value) is float}
    for side in ("top", "right", "bottom", "left"):
        edge = found[f"border_{side}"]
        found[f"border_{side}"] = Edge(round(edge.width, 4), edge.line, edge.color)
    found["text_align"] = ALIGNS.get(style.text_align, style.text_align)
    for name in ("break_before", "break_after"):
        found[name] = {"always": "page"}.get(found[name], found[name])
    return found


@pytest.fixture(autouse=True, scope="module")
def quiet() -> None:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)


@given(stylesheets)
def test_computed_values_are_those_of_the_pdf(css: str) -> None:
    ours = {box.attributes["id"]: box.style for box in boxes(page(TREE, css).body) if "id" in box.attributes}
    html = weasyprint.HTML(string=page(TREE).html.replace("</head>", f"<style>{css}</style></head>"))
    styles = get_all_computed_styles(html)
    elements = [e.etree_element for e in html.wrapper_element.iter_subtree() if e.etree_element.get("id")]
    expected = {e.get("id"): as_weasyprint_says(styles(e)) for e in elements}
    assert len(expected) == 19
    said = {name: as_we_say(style, list(expected[name])) for name, style in ours.items()}
    assert said.keys() == expected.keys()
    differences = {
        (name, field): (said[name][field], theirs)
        for name in expected
        for field, theirs in expected[name].items()
        if said[name][field] != theirs
    }
    assert differences == {}


# Pages

PAGES = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm;
  @bottom-center { content: "甲"; font-size: 14pt; color: red } }
@page :left { margin-left: 10mm; @bottom-center { content: "乙" } }
@page :right { @bottom-right { content: "— " counter(page) " / " counter(pages) " —"; padding: 7mm 1em 0 0 } }
@page :first { margin-top: 10mm; @bottom-center { content: none } @top-left { content: element(红头) } }
@page 横排 { size: A4 landscape; margin: 28mm 37mm 26mm 35mm }
@page 横排:left { margin-top: 1mm }
@page Wide, 宽 { size: 300mm 200mm }
"""


def sizes(paper: Paper) -> tuple[float, ...]:
    """Width, height and margins from the top clockwise, in mm."""
    lengths = (paper.width, paper.height, paper.top, paper.right, paper.bottom, paper.left)
    return tuple(round(length / MM, 3) for length in lengths)


def test_papers_by_name_and_pseudo_class() -> None:
    sheet = read_sheet(PAGES)
    assert sheet.page_names == ["auto", "横排", "Wide", "宽"]
    assert {
        (name, *pseudos): sizes(sheet.paper(name, *pseudos))
        for name, *pseudos in [
            ("auto",),
            ("auto", "left"),
            ("auto", "right", "first"),
            ("横排",),
            ("横排", "left"),
            ("Wide", "right"),
            ("宽",),
        ]
    } == {
        ("auto",): (210, 297, 37, 26, 35, 28),
        ("auto", "left"): (210, 297, 37, 26, 35, 10),
        ("auto", "right", "first"): (210, 297, 10, 26, 35, 28),
        ("横排",): (297, 210, 28, 37, 26, 35),
        ("横排", "left"): (297, 210, 1, 37, 26, 35),
        ("Wide", "right"): (300, 200, 37, 26, 35, 28),
        ("宽",): (300, 200, 37, 26, 35, 28),
    }


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("A4", (210, 297)),
        ("a4 portrait", (210, 297)),
        ("landscape", (297, 210)),
        ("A3", (297, 420)),
        ("A3 landscape", (420, 297)),
        ("landscape A3", (420, 297)),
        ("100mm", (100, 100)),
        ("100mm 20cm", (100, 200)),
    ],
)
def test_size(size: str, expected: tuple[float, float]) -> None:
    assert sizes(read_sheet(f"@page {{ size: {size} }}").paper())[:2] == expected


def test_a_page_without_rules_is_that_of_the_pdf() -> None:
    assert sizes(read_sheet("").paper()) == (210, 297, *[round(75 * 0.75 / MM, 3)] * 4)


def test_a_page_of_margins_only_keeps_room_to_divide() -> None:
    paper = read_sheet("@page { margin: 300mm }").paper()
    assert (paper.text_width, paper.text_height) == (1.0, 1.0)


def test_margin_boxes_and_their_cascade() -> None:
    sheet = read_sheet("html { font-size: 10pt; letter-spacing: 1pt }" + PAGES)
    base = Style(font_size=10.0, letter_spacing=1.0)

    def box(name: str, content: tuple[str | Counter | Running, ...], **values: Any) -> dict[str, MarginBox]:
        fields = {"text_align": name.rpartition("-")[2], **values}
        return {name: MarginBox(content, Style(**{**{f: getattr(base, f) for f in INHERITED}, **fields}))}

    middle = {"font_size": 14.0, "color": "FF0000"}
    number = box(
        "bottom-right", ("— ", Counter("page"), " / ", Counter("pages"), " —"), padding_top=7 * MM, padding_right=10.0
    )
    assert sheet.paper().boxes == box("bottom-center", ("甲",), **middle)
    assert sheet.paper("auto", "left").boxes == box("bottom-center", ("乙",), **middle)
    assert sheet.paper("auto", "right").boxes == box("bottom-center", ("甲",), **middle) | number
    assert sheet.paper("横排", "right", "first").boxes == (
        box("bottom-center", (), **middle) | number | box("top-left", (Running("红头"),))
    )


def test_what_is_put_before_and_after_is_known_and_styles_nothing_else() -> None:
    css = "p { color: red }\np::after, b { color: blue; content: '甲' } p:before { colour: red }"
    assert read_sheet(css).generated == [(2, "p::after, b"), (2, "p:before")]
    assert read_sheet(css).problems == [(2, "样式属性“colour”不受支持")]
    assert (style(css).color, style(css, "<b>字</b>", "b").color) == ("FF0000", "0000FF")


@pytest.mark.parametrize(
    ("transform", "turn"), [("none", 0), ("rotate(90deg)", 90), ("rotate(-90deg)", 270), ("Rotate( 270deg )", 270)]
)
def test_a_margin_box_at_a_side_may_be_turned(transform: str, turn: int) -> None:
    sheet = read_sheet(f"@page 横排:left {{ @left-top {{ content: '甲'; transform: {transform} }} }}")
    assert sheet.problems == []
    assert sheet.side_boxes == ([] if turn else [(1, "left-top")])
    assert {name: box.turn for name, box in sheet.paper("横排", "left").boxes.items()} == {"left-top": turn}
    assert sheet.paper("横排", "right").boxes == {}


INHERITED = ("font_size", "letter_spacing")


# What is reported

BROKEN = """\
p { color: red }
p { colour: red; color: reddish }
p::first-line { content: "甲" }
p { margin: 1pt 2pt 3pt 4pt 5pt;
    width: calc(1pt * 2); font-size: 1rem }
@import "别的.css";
@supports (color: red) { p { color: red } }
@page :blank { margin: 0 }
@page { size: 信纸; margin: 5%; background: red; 顶部: 1pt;
  @left-top-corner { content: "甲" } @top-left { transform: rotate(90deg) } @left-top { transform: rotate(45deg) }
  @top-left { content: counter(章); colour: red }
  p { color: red }
}
p { span { color: red } }
div { --长: 1pt }
p { text-indent: var(--长) }
:root { --环: var(--环) } h1 { text-indent: var(--环) }
.甲 { color: rgba(0, 0, 0, 0.5); border: 1pt wavy; line-height: normal; break-before: recto }
p { color: inherit; child: inherit; string-set: 甲; hyphens: auto }
p { color red }
p { font-family: 甲,, 乙; letter-spacing: wide; page: 甲 乙; position: running() }
p:: { color: red }
p { padding: -1pt; font-size: -1em; line-height: -1; width: -1%; border: -1pt solid; margin: 1e999pt; height: 1e999em }
p { color: red } }
h1 { color: red; text-indent: calc(1pt -2pt); top: calc(); height: calc(1pt - 2pt); left: calc(1pt + ) }
"""


def test_what_is_not_supported_is_reported_with_its_line() -> None:
    def prop(line: int, name: str) -> tuple[int, str]:
        return line, f"样式属性“{name}”不受支持"

    def value(line: int, name: str, value: str) -> tuple[int, str]:
        return line, f"样式属性“{name}”的值“{value}”不受支持"

    assert read_sheet(BROKEN).problems == [
        value(2, "color", "reddish"),
        prop(2, "colour"),
        (3, "选择器“p::first-line”不受支持"),
        value(4, "margin", "1pt 2pt 3pt 4pt 5pt"),
        value(5, "font-size", "1rem"),
        value(5, "width", "calc(1pt * 2)"),
        (6, "@import 不受支持"),
        (7, "@supports 不受支持"),
        (8, "@page 的“:blank”不受支持"),
        (9, "@page 的“background”不受支持"),
        (9, "@page 的“margin”的值“5%”不受支持"),
        (9, "@page 的“size”的值“信纸”不受支持"),
        (9, "@page 的“顶部”不受支持"),
        (10, "@left-top-corner 在这里不受支持"),
        (10, "样式属性“transform”的值“rotate(45deg)”在 @left-top 里不受支持"),
        (10, "样式属性“transform”的值“rotate(90deg)”在 @top-left 里不受支持"),
        (11, "content 的值“counter(章)”不受支持"),
        prop(11, "colour"),
        (12, "规则里不能再套规则"),
        (14, "规则里不能再套规则"),
        (15, "变量“--长”要写在 :root 里"),
        value(16, "text-indent", "var(--长)"),
        value(17, "text-indent", "var(--环)"),
        value(18, "border", "wavy"),
        value(18, "break-before", "recto"),
        value(18, "color", "rgba(0, 0, 0, 0.5)"),
        prop(19, "child"),
        (20, "样式表这里读不懂，看看括号、引号、冒号和分号"),
        value(21, "font-family", "甲 , , 乙"),
        value(21, "letter-spacing", "wide"),
        value(21, "page", "甲 乙"),
        value(21, "position", ""),
        (22, "选择器“p::”不受支持"),
        value(23, "border", "-1pt solid"),
        value(23, "font-size", "-1em"),
        value(23, "height", "1e999em"),
        value(23, "line-height", "-1"),
        value(23, "margin", "1e999pt"),
        value(23, "padding", "-1pt"),
        value(23, "width", "-1%"),
        (24, "选择器“} h1”不受支持"),
        value(25, "height", "calc(1pt - 2pt)"),
        value(25, "left", "calc(1pt + )"),
        value(25, "text-indent", "calc(1pt -2pt)"),
        value(25, "top", "calc()"),
    ]


def test_what_is_supported_is_not_reported() -> None:
    for css in ("", PAGES, VARIABLES, "@charset 'utf-8'; @font-face { src: url(x) } /* 注 */ p:hover { color: red }"):
        assert read_sheet(css).problems == []


FRAGMENTS = (
    [*"{}()[];:,.#*@!/\\-+>~'\"% \n", "p", "td.甲", "@page", "@media", ":root", "--a", "var(--a)", "var(--a,", "url(",
     "counter(page)", "element(x)", "content", "size", "inherit", "!important", "1e999pt", "-1pt", "1e-999em", "\0",
     "/*", "*/", "<!--", "-->", "U+0", ":nth-child(2n+1)", "::before", ":not(", ":is(", "@top-left", "running(",
     "color(", "rgb(", "hsl(0 0 0)", "#abcdefg", "\ud7ff", "\U0001f600", "𠀀", "margin", "border", "width"]
)  # fmt: skip
fragments = st.sampled_from([*FRAGMENTS, *sorted(VALUES)])


@settings(max_examples=200)
@given(st.lists(fragments, max_size=40).map("".join) | st.lists(fragments, max_size=40).map(" ".join) | st.text())
@example("p { foo: inherit }")
@example("p { color: color() }")
@example(":root { --a: var(--a) } p { color: var(--a) }")
@example("@page { @top-left { content: var(--无) } size: var(--无) }")
def test_any_text_is_a_stylesheet(css: str) -> None:
    sheet = read_sheet(css)
    assert all(line >= 1 and message for line, message in sheet.problems)
    for box in boxes(page(TREE, css).body):
        assert 0 <= box.style.font_size <= 1584
    for name, kind in product(sheet.page_names, ("left", "right", "first")):
        assert sheet.paper(name, kind).width > 0


# Text


def texts(css: str, body: str) -> list[str]:
    return [run.text for run in read_runs(find(page(body, css), "p"))]


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("<p>\n  甲\n  乙  </p>", ["甲 乙"]),
        ("<p> 甲 <b> 乙 </b> 丙 </p>", ["甲 ", "乙 ", "丙"]),
        ("<p>甲<b> </b>乙</p>", ["甲", " ", "乙"]),
        ("<p>甲<b> </b></p>", ["甲"]),
        ("<p>甲 <br> 乙 <br><br></p>", ["甲", "\n", "乙", "\n", "\n"]),
        ("<p>\u3000甲\u00a0\u00a0乙\u3000</p>", ["\u3000甲\u00a0\u00a0乙\u3000"]),
        ("<p>a\t\r\f\nb</p>", ["a b"]),
        ("<p>&amp;lt; &lt;b&gt; &quot;'{{ x }}</p>", ["&lt; <b> \"'{{ x }}"]),
        ("<p><!-- 注 -->甲<?x 乙?></p>", ["甲"]),
        ("<p> </p>", []),
        ('<p style="white-space: pre-wrap"> 甲  乙\n 丙 </p>', [" 甲  乙\n 丙 "]),
        ('<p style="white-space: pre">\t甲\n</p>', ["\t甲\n"]),
        ('<p style="white-space: pre-line"> 甲  <b> 乙</b> \n  丙 </p>', ["甲 ", "乙", "\n丙"]),
        ('<p>甲 <b style="white-space: pre-wrap"> 乙 </b> 丙</p>', ["甲 ", " 乙 ", " 丙"]),
        ('<p>甲<b style="display: none">乙</b>丙</p>', ["甲", "丙"]),
        ("<p>" + "字" * 300 + "𠮷𠀀" + "</p>", ["字" * 300 + "𠮷𠀀"]),
    ],
)
def test_runs(body: str, runs: list[str]) -> None:
    assert texts("", body) == runs


def test_the_text_of_a_box_is_its_runs() -> None:
    assert find(page("<p> 甲 <b>乙</b><br>丙 </p>"), "p").text == "甲 乙\n丙"


def test_what_nested_inline_elements_keep() -> None:
    css = "u { background: #EEE } .降 { vertical-align: sub }"
    runs = read_runs(find(page("<p>甲<u>乙<sup><b>丙</b></sup><b class='降'>丁</b></u>戊</p>", css), "p"))
    assert [
        (r.text, r.style.text_decoration, r.style.vertical_align, r.style.background_color, r.style.font_weight)
        for r in runs
    ] == [
        ("甲", "none", "baseline", None, 400),
        ("乙", "underline", "baseline", "EEEEEE", 400),
        ("丙", "underline", "super", "EEEEEE", 700),
        ("丁", "underline", "sub", "EEEEEE", 700),
        ("戊", "none", "baseline", None, 400),
    ]


# Tables


def grid(body: str, css: str = "") -> Grid:
    return read_grid(find(page(f"<table>{body}</table>", css), "table"))


def cells(grid: Grid) -> list[list[tuple[str, int, int, int, int]]]:
    """Each cell by line: its text, row, column, rows and columns."""
    return [[(c.box.text, c.row, c.column, c.rows, c.columns) for c in line] for _, line in grid.lines]


def test_spans() -> None:
    found = grid(
        "<thead><tr><th rowspan=2>甲<th colspan=2>乙<tr><th>丙<th>丁</thead>"
        "<tr><td rowspan=9>戊<td>己<td>庚<tr><td colspan=2>辛"
    )
    assert cells(found) == [
        [("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2)],
        [("丙", 1, 1, 1, 1), ("丁", 1, 2, 1, 1)],
        [("戊", 2, 0, 2, 1), ("己", 2, 1, 1, 1), ("庚", 2, 2, 1, 1)],
        [("辛", 3, 1, 1, 2)],
    ]
    assert (found.head, len(found.columns)) == (2, 3)


def test_groups_stand_in_the_order_of_print() -> None:
    found = grid(
        "<tr><td>甲</tr><tfoot><tr><td>末</tr></tfoot><tbody><tr><td>乙</tr></tbody>"
        "<tr><td>丙</tr><tr><td>丁</tr><thead><tr><th>首</tr></thead>"
    )
    assert [cell[0] for line in cells(found) for cell in line] == ["首", "甲", "乙", "丙", "丁", "末"]
    assert [group.tag for group in found.groups] == ["thead", "table", "tbody", "table", "table", "tfoot"]
    assert found.head == 1


@pytest.mark.parametrize(
    ("value", "rows"), [("0", 3), ("2", 2), (" 2 ", 2), ("9", 3), ("-1", 1), ("二", 1), ("1.5", 1), ("9" * 5000, 3)]
)
def test_rowspan(value: str, rows: int) -> None:
    assert cells(grid(f'<tr><td rowspan="{value}">甲</tr><tr></tr><tr></tr>'))[0] == [("甲", 0, 0, rows, 1)]


def test_a_colspan_is_at_most_1000() -> None:
    assert cells(grid('<tr><td colspan="99999">甲'))[0] == [("甲", 0, 0, 1, 1000)]


@given(tables)
def test_cells_stand_where_html_puts_them(rows: Cells) -> None:
    lines = ["".join(f"<td rowspan={h} colspan={w}>字</td>" for h, w in row) for row in rows]
    found = grid("<tbody>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</tbody>")
    expected = model(rows)
    assert [[cell[1:] for cell in line] for line in cells(found)] == expected
    assert len(found.columns) == max((x + width for line in expected for _, x, _, width in line), default=0)


@pytest.mark.parametrize(
    ("columns", "widths"),
    [
        ("", [100, 100, 100]),
        ("<col style='width: 50%'>", [150, 75, 75]),
        ("<col><col style='width: 30pt'><col>", [135, 30, 135]),
        ("<col span=2 style='width: 60pt'>", [60, 60, 180]),
        ("<colgroup><col style='width: 10%'></colgroup><col style='width: 20%'><col>", [30, 60, 210]),
        ("<col style='width: 100pt'><col style='width: 300pt'><col style='width: 200pt'>", [50, 150, 100]),
        ("<col style='width: 30pt'><col style='width: 30pt'><col style='width: 30pt'>", [30, 30, 30]),
        ("<col><col><col><col style='width: 60pt'>", [80, 80, 80, 60]),
    ],
)
def test_widths(columns: str, widths: list[float]) -> None:
    found = grid(f"{columns}<tr><td>甲<td>乙<td>丙")
    assert found.widths(300) == pytest.approx(widths)


def test_a_table_without_cells_has_no_widths() -> None:
    assert grid("").widths(300) == []


@pytest.mark.parametrize(
    ("name", "turn", "place"),
    [
        *(("left-bottom", 90, "bottom-right"), ("left-top", 90, "bottom-left"), ("right-middle", 90, "top-center")),
        *(("right-top", -90, "bottom-right"), ("left-top", -90, "top-right"), ("left-top", 0, "")),
    ],
)
def test_what_is_turned_at_a_side_has_a_place_in_the_head_or_foot(name: str, turn: int, place: str) -> None:
    """As on a sheet that is held so that it reads."""
    css = f"@page {{ @{name} {{ content: '甲'; transform: rotate({turn}deg) }} "
    places = [f"{edge}-{side}" for edge in ("top", "bottom") for side in ("left", "center", "right")]
    paper, both = (
        read_sheet(f"{css} {more} }}").paper() for more in ("", f"@{place or 'top-left'} {{ content: '乙' }}")
    )
    assert [one for one in places if paper.held(one)] == ([place] if place else [])
    found = both.held(place or "top-left")
    assert found
    assert found.content == ("乙",)
