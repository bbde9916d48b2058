"""One colour for one state: in the cells of tracker and ledger, in their charts, in the report's drawings."""

import re
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from render.documents.document import make_documents
from render.errors import InputError
from render.plan.lights import Colour
from render.plan.progress import Batch
from render.plan.states import REPORTABLE, State
from render.writers.xlsx import write
from test_ledger import TWO, make_progress
from test_xlsx import book

ROOT = Path(__file__).parent.parent
RULE = re.compile(r'="(\w+)"$')  # a condition that a cell shows this word
BAR = re.compile(r'<rect [^>]*fill="#(\w{6})"[^>]*></rect><text [^>]*>([^\W\d]\w*)</text>')  # of a legend


def pages() -> dict[str, Any]:
    said = {("财务处", "1-1"): {"进展状态": "推进中"}}
    rulings = [
        {"编号": task, "审核结论": word, "审核意见": "甲", "审核日期": "2017-07-01"}
        for task, word in (("1-1", "退回"), ("1-2", "办结"))
    ]
    ruled = make_progress(said).with_batch(Batch.model_validate({"时间": "2017-07-01T12:00:00", "审核": rulings}))
    made = make_documents(TWO, ROOT / "templates", ruled, date(2017, 7, 1))
    return {one.template: one.page for one in made}


def colours() -> dict[str, dict[str, set[str]]]:
    """State or alarm → where it has a colour → the colours that it has there."""
    found = defaultdict[str, dict[str, set[str]]](lambda: defaultdict(set))
    for template in ("tracker.html", "ledger.html"):
        for sheet in book(write(pages()[template])).worksheets:
            rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
            for rule in rules:
                if match := RULE.search(rule.formula[0]):
                    found[match[1]][template].add(rule.dxf.fill.bgColor.rgb[2:])
            for series in (series for chart in sheet._charts for series in chart.series):
                found[series.tx.strRef.strCache.pt[0].v]["chart"].add(series.spPr.solidFill.srgbClr)
    for colour, name in BAR.findall(pages()["report.html"].html):
        found[name]["report"].add(colour)
    return found


def test_a_state_has_one_colour_everywhere_and_no_other_state_has_it() -> None:
    found = colours()
    places = {"ledger.html", "chart", "report"}
    assert all(places <= {*found[state]} for state in State)
    assert all("tracker.html" in found[state] for state in (*REPORTABLE, "逾期", "30天内"))
    each = {name: set().union(*where.values()) for name, where in found.items()}
    assert [name for name, own in each.items() if len(own) > 1] == []
    named = [colour for name, own in each.items() for colour in own if name in (*State, "逾期", "30天内")]
    assert len(named) == len(set(named)) == len(State) + 2
    drawn = set(re.findall(r'<rect [^>]*fill="#(\w{6})"', pages()["report.html"].html))
    assert drawn <= set().union(*(each[name] for name in (*State, "任务数")))


def test_a_colour_that_the_stylesheets_do_not_have_is_told(tmp_path: Path) -> None:
    (tmp_path / "甲.css").write_text(".已完成 { background: #123456 } .无色 { color: #123456 }", "utf-8")
    head = "---\n输出: 甲\n格式: [pdf]\n样式: [甲.css]\n---\n"
    (tmp_path / "甲.html").write_text(f"{head}<p>{{{{ 底色('已完成') }}}}</p>", "utf-8")
    (one,) = make_documents(TWO, tmp_path)
    assert "<p>#123456</p>" in one.page.html
    for name in ("无色", "没有的"):
        (tmp_path / "甲.html").write_text(f"{head}<p>{{{{ 底色('{name}') }}}}</p>", "utf-8")
        with pytest.raises(InputError, match=f"没有“.{name} 的 background”"):
            next(iter(make_documents(TWO, tmp_path))).page  # noqa: B018  # the page is made when asked for


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", Colour)
def test_the_name_of_a_light_can_be_read_on_its_ground_and_on_white(colour: Colour) -> None:
    text = (ROOT / "templates" / "states.css").read_text("utf-8")
    (rule,) = re.findall(rf"\.{colour}灯 {{(.*?)}}", text, re.DOTALL)
    ink, ground = re.findall(r"#(\w{6})", rule)
    for paper in (ground, "FFFFFF"):
        assert (luminance(paper) + 0.05) / (luminance(ink) + 0.05) >= 4.5
