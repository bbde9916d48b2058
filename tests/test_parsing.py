"""The shorter way to a tree: the same as by all rules of HTML, or no way at all."""

import io
from typing import Any

import pytest
import tinyhtml5  # type: ignore[import-untyped]
from hypothesis import example, given, settings
from hypothesis import strategies as st

from render.documents.document import make_documents
from render.reader import read_plan
from render.writers.parsing import parsed
from render.writers.pdf.unbroken import keep_tokens
from support.real_project import ROOT

HEAD = '<html lang="zh-CN"><head><meta charset="utf-8"><title>{0}</title></head>'
FRAME = f"<!DOCTYPE html>\n{HEAD}\n<body>{{1}}</body></html>\n"
VOID = ("br", "wbr", "img", "hr", "col")
PLAIN = ("p", "div", "span", "b", "i", "a", "h1", "ul", "ol", "li", "dl", "dt", "dd", "section", "figure", "code")
TABLE = ("table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th")
OTHER = (
    *("form", "button", "pre", "option", "select", "svg", "script", "style", "textarea", "center", "nobr", "ruby"),
    *("rt", "body", "head", "html", "title"),
)
WORDS = ("甲", " ", "\n", "　", "&amp;", "&lt;", "&#34;", "&nbsp;")
ODD_WORDS = ("&copy;", "&notit;", "a&b", "\x0c", "\r\n", "\x00", "\x85", "<!-- 注 -->")
ATTRIBUTES = ("", ' class="甲 乙"', ' id="a&amp;b"', " data-repeat", ' rowspan="2"')
ODD_ATTRIBUTES = (" hidden=x", '　class="丙"', ' a="1" a="2"', ' B="1"', " /")

Tree = tuple[Any, ...]


def flat(element: Any) -> Tree:
    """All that is in an element."""
    if not isinstance(element.tag, str):
        return ("comment", element.text, element.tail)
    inside = tuple(map(flat, element))
    return element.tag, tuple(element.attrib.items()), element.text or "", element.tail or "", inside


def by_all_rules(html: str) -> Tree:
    found = tinyhtml5.parse(io.BytesIO(html.encode()), namespace_html_elements=False, transport_encoding="utf-8")
    return flat(found)


words = st.sampled_from(WORDS)
names, attributes = st.sampled_from(PLAIN + TABLE + OTHER + VOID), st.sampled_from(ATTRIBUTES + ODD_ATTRIBUTES)
starts, ends = st.builds("<{}{}>".format, names, attributes), st.builds("</{}>".format, names)
loose = st.lists(words | starts | ends | st.sampled_from(ODD_WORDS), max_size=8).map("".join)


def within(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements that are closed, with some of these inside."""
    content = st.lists(inside, max_size=3).map("".join)
    return st.builds("<{0}{1}>{2}</{0}>".format, st.sampled_from(PLAIN), st.sampled_from(ATTRIBUTES), content)


ROWS = (
    *("<tr>{0}<td>{0}</td></tr>", "<tr><th>{0}</th></tr>{0}", "<tbody><tr><td>{0}<td></tr></tbody>"),
    "<tbody> <tr><td>{0}</td></tr>",
)
rows = st.lists(st.sampled_from(ROWS), max_size=3).map("".join)
tables = st.builds(lambda rows, text: f"<table>{rows.format(text)}</table>", rows, words)
nested = st.recursive(words | tables, within, max_leaves=6)
bodies = st.lists(nested, max_size=3).map("".join) | st.lists(nested | loose, max_size=4).map("".join)


@example("甲", "<a>甲<b><a>乙</a></b></a>")
@example("甲", '<p id="1" id="2">甲</p>')
@example("甲", "<table><tbody><tr><p>甲</p></tr></tbody></table>")
@settings(max_examples=400)
@given(words | st.just("<b>"), bodies)
def test_the_same_tree_or_none(title: str, body: str) -> None:
    html = FRAME.format(title, body)
    found = parsed(html)
    assert found is None or flat(found) == by_all_rules(html)


FRAMES = (
    "{0}",
    FRAME.format("题", "{0}"),
    "<!DOCTYPE html> <html> <head> </head> <body> {0} </body> </html> ",
    "<!DOCTYPE html><html><body>{0}</body></html>",
    "<!DOCTYPE html><html><head></head><head></head><body>{0}</body></html>",
    "<!DOCTYPE html><html><head></head><body>{0}<body></body></html>",
    "<!doctype html><html><head><style>a < b </style><title>&lt;<!-- --></title></head><body>{0}</body></html>",
    "<!DOCTYPE html><html><head><style>.a &gt; b </style><title>&lt;b</title></head><body>{0}</body></html>",
    "<!DOCTYPE html><html><head><base href='x'></head><body>{0}</body></html>字",
)


@pytest.mark.parametrize("frame", FRAMES)
def test_what_is_around_the_text(frame: str) -> None:
    html = frame.format("<p>甲</p>")
    found = parsed(html)
    assert found is None or flat(found) == by_all_rules(html)


def test_the_pages_of_the_real_plan_go_the_shorter_way() -> None:
    documents = make_documents(read_plan(ROOT / "plan.yaml").plan, ROOT / "templates")
    pages = (one.page.html for one in documents if "pdf" in one.formats and "html" not in one.formats)
    texts = [keep_tokens(html) for html in pages if "<svg" not in html]
    assert len(texts) > 30
    for text in texts:
        found = parsed(text)
        assert found is not None
        assert flat(found) == by_all_rules(text)
