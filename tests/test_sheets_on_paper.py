"""Tracker, ledger and statistics on paper, as LibreOffice prints them: size of type, headings, frames, the hint."""

from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from render.plan.model import Plan
from render.writers.xlsx import notes, write
from support.office import convert
from support.small_project import Project
from test_ledger import documents, make_plan, make_progress
from test_xlsx import book, page, table

ROOT = Path(__file__).parent.parent
SMALLEST, A4, A3 = 9.0, (842, 595), (1191, 842)
Printed = dict[str, list[Any]]


def plan() -> Plan:
    """Two units and as many months as a year has; a deadline that names its day is the longest to print."""
    tasks: list[tuple[str, list[str], list[str]]] = [
        (f"2017年{n}月15日" if n > 10 else f"2017年{n}月", ["财务处"], ["各市、县教育局"]) for n in range(1, 13)
    ]
    return make_plan(tasks)


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """File → its printed pages."""
    folder = tmp_path_factory.mktemp("印")
    text = "已印发方案并组织各地开展培训，完成首批试点学校遴选。"
    said = {
        ("财务处", f"{n % 2 + 1}-{n + 1}"): {"进展状态": "需协调", "进展情况": text, "存在问题": text}
        for n in range(12)
    }
    made = documents(plan(), make_progress(said))
    for name in ("财务处", "总台账"):
        (folder / f"{name}.xlsx").write_bytes(write(made[name].page))
    convert([folder / "财务处.xlsx", folder / "总台账.xlsx"], folder)
    return {name: pdfplumber.open(folder / f"{name}.pdf").pages for name in ("财务处", "总台账")}


@pytest.mark.parametrize(("name", "paper"), [("财务处", A4), ("总台账", A3)])
def test_nothing_is_printed_in_type_too_small_to_read(printed: Printed, name: str, paper: tuple[int, int]) -> None:
    for one in printed[name]:
        assert (round(one.width), round(one.height)) == paper
        assert min(char["size"] for char in one.chars) >= SMALLEST


def test_no_day_and_no_number_is_too_wide_for_its_column(printed: Printed) -> None:
    text = "".join(one.extract_text() for pages in printed.values() for one in pages)
    assert "##" not in text
    assert "2017年12月15日" in text


@pytest.mark.parametrize("heading", ["任务总台账", "按单位统计", "按月统计", "按目标统计"])
def test_a_heading_stands_in_the_middle_of_all_that_is_printed(printed: Printed, heading: str) -> None:
    (one,) = (one for one in printed["总台账"] if heading in one.extract_text().split("\n")[0])
    letters = [char for char in one.chars if char["size"] > 18]
    assert "".join(char["text"] for char in letters) == heading
    middle = (letters[0]["x0"] + letters[-1]["x1"]) / 2
    edges = [edge[side] for edge in one.edges for side in ("x0", "x1")]
    assert middle == pytest.approx((min(edges) + max(edges)) / 2, abs=3)
    assert middle == pytest.approx(one.width / 2, abs=3)


def test_each_count_is_printed_with_its_chart_on_one_page_in_its_own_size(printed: Printed) -> None:
    counts = printed["总台账"][-3:]
    assert [one.extract_text().split("\n")[0] for one in counts] == ["按单位统计", "按月统计", "按目标统计"]
    for one in counts:
        assert "（项）" in one.extract_text()
        assert max(char["size"] for char in one.chars) >= 21.7  # of 22: the sheet is not made smaller for the chart


def test_the_frame_closes_beside_hidden_columns() -> None:
    for one in (one for document in documents(plan(), make_progress({})).values() for one in book(document.page)):
        seen = [name for name, column in one.column_dimensions.items() if name <= "T" and not column.hidden]
        first = int(str(one.print_title_rows).split("$")[-1]) + 1
        bordered = [name for name in seen if one[f"{name}{first}"].border.top.style]
        assert one[f"{bordered[-1]}{first}"].border.right.style == "medium"


WIDE = table("字", "字", cols='<col style="width: 900pt">')


def test_a_sheet_of_small_print_is_told() -> None:
    fits = "@page { size: A3 landscape; margin: 20mm }"
    assert notes(page(WIDE, "body { font-size: 12pt }")) == ["工作表“标题”缩到一页宽，字只有 8.5 磅，小于 9 磅"]
    assert notes(page(WIDE, f"{fits} body {{ font-size: 12pt }}")) == []
    hidden = WIDE.replace("<col", '<col data-hidden style="width: 500pt"><col').replace("<td>", "<td></td><td>")
    assert notes(page(hidden, f"{fits} body {{ font-size: 12pt }}")) == []


def test_check_tells_of_small_print_and_which_template_it_is(project: Project) -> None:
    text = "---\n输出: 表\n格式: [xlsx]\n样式: [甲.css]\n标题: 表\n---\n" + WIDE
    project.write("templates/甲.html", text)
    body = "body { font-size: 10.5pt }"
    css = project.write("templates/甲.css", f"{body} @page {{ size: A3 landscape }}")
    assert not any("磅" in line for line in project.run("check").errors)
    css.write_text(f"{body} @page {{ size: A4 landscape }}", "utf-8")
    run = project.run("check")
    (line,) = (line for line in run.errors if "磅" in line)
    assert "templates/甲.html" in line
    assert "提示：工作表“表”缩到一页宽，字只有" in line
    assert run.code == 0
