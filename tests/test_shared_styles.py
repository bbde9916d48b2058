"""Style attributes that WeasyPrint is told as classes: the PDF stays the same, byte for byte."""

import pytest

from render.writers import typesetting
from render.writers.pdf import write
from render.writers.shared_styles import NAME
from support.long_tables import CSS
from support.pages import page

BODIES = {
    "几处相同": '<p style="color: red">甲</p><p style="color: red">乙</p><p style="margin: 1em 0 0 2em">丙</p>',
    "比规则重": '<p id="号" class="大" style="font-size: 9pt">甲</p><p class="大">乙</p>',
    "不比重要的重": '<p class="重" style="color: blue">甲</p><p class="重" style="color: blue !important">乙</p>',
    "页里的样式": '<style>p { color: green } p.大 { color: navy }</style><p class="大" style="color: red">甲</p>',
    "没有写完": '<p style="color: red; width: calc(1pt">甲</p><p style="color: red } p { color: blue">乙</p><p>丙</p>',
    "带引号": """<p style="font-family: 'FandolHei'">甲</p><p style="font-family: 'FandolHei'">乙</p>""",
    "变量": '<p style="color: var(--色); margin-left: calc(1em + 2pt)">甲</p>',
    "继承": '<div style="font-size: 14pt"><p>甲</p><p style="font-size: 0.5em">乙</p></div><p>丙</p>',
    "图里": '<svg width="20" height="20"><rect width="9" height="9" style="fill: red"/></svg><p style="color: red">甲',
}
RULES = ":root { --色: teal } .大 { font-size: 20pt } .重 { color: red !important } p { margin: 0 }"


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_same_bytes(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = page(body, CSS + RULES)
    shared = write(sheet)
    monkeypatch.setattr(typesetting, "share_styles", lambda *_: None)
    assert write(sheet) == shared


@pytest.mark.parametrize("selector", ["[style]", 'p[ class="大"]', "p:not([CLASS])"])
def test_a_selector_that_asks_for_attributes_still_finds_them(selector: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = '<p style="margin: 3pt">甲</p><p class="大" style="margin: 3pt">乙</p>'
    sheet = page(body, f"{CSS}{selector} {{ color: red }}")
    shared = write(sheet)
    monkeypatch.setattr(typesetting, "share_styles", lambda *_: None)
    assert write(sheet) == shared


def test_a_drawing_keeps_its_styles_and_others_get_classes() -> None:
    document = typesetting.lay_out(page(BODIES["图里"], CSS).html, CSS)
    root = document._html.etree_element
    assert [element.get("style") for element in root.iter() if element.get("style")] == ["fill: red"]
    assert [element.get("class", "").strip() for element in root.iter("p")] == [f"{NAME}0"]


def test_what_scripts_alone_show_is_not_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[str]()
    monkeypatch.setattr(typesetting, "share_styles", lambda root, css: seen.extend(one.tag for one in root.iter()))
    typesetting.lay_out("<body><p>甲</p><template>乙<h2>丙</h2></template></body>", "")
    assert ("template" in seen, "h2" in seen) == (True, False)
