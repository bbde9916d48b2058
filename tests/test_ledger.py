"""The ledger and the trackers with progress in them: numbers, charts, formulas that LibreOffice works out anew."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from render.collect.values import Typed
from render.documents.document import Document, make_documents
from render.page import Page
from render.plan.answers import ANSWERS, AnswerKind
from render.plan.model import Plan
from render.plan.progress import Progress
from render.plan.states import REPORTABLE
from render.reader.progress import progress_text
from render.writers.xlsx import problems, write
from support.office import convert
from support.small_project import Project
from test_xlsx import book, page, sheet

ROOT = Path(__file__).parent.parent
TODAY = date(2017, 7, 1)
STATES = ["已完成", "推进中", "需协调", "未启动", "未填报"]
#: Names that contain each other, and what a criterion of COUNTIF would take for something else.
UNITS = [
    "财务处",
    "计划财务处",
    "县教育局",
    "各市、县教育局",
    "*处",
    "?务处",
    "~*",
    ">5",
    "=甲",
    "A处",
    "2017年6月",
]
LONG = "收到省里的文件以后三个月之内"
#: Deadline → the month of its last day, or what it is counted under; and the day that is due on TODAY.
LIMITS: dict[str, tuple[int | str, date | None]] = {
    "2017年5月": (5, date(2017, 5, 31)),
    "6月前": (5, date(2017, 5, 31)),
    "2017年6月": (6, date(2017, 6, 30)),
    "2017年7月15日": (7, date(2017, 7, 15)),
    "二季度末、7月20日前、9月底前": (9, date(2017, 7, 20)),
    LONG: (10, date(2017, 10, 8)),
    "2017年底": (12, date(2017, 12, 31)),
    "每月": ("定期", date(2017, 7, 31)),
    "每季度": ("定期", date(2017, 9, 30)),
    "长期": ("长期", None),
    "持续推进": ("长期", None),
    "待定": ("待定", None),
    "": ("未明确", None),
    "尽快": ("未明确", None),
}
DEADLINES = [*LIMITS]
INPUTS = [word for word, kind in ANSWERS.items() if kind is not AnswerKind.MILESTONES]
Said = dict[tuple[str, str], dict[str, str]]  # (unit, task) → what the unit says of it


def limit(text: str) -> dict[str, str]:
    """The keys of a task that say when it is due."""
    return {"完成时间": text} | ({"截止": "2017年10月8日"} if text == LONG else {})


def make_plan(tasks: Sequence[tuple[str, Sequence[str], Sequence[str]]], goals: int = 2) -> Plan:
    """Tasks as (deadline, leads, assistants), dealt out to the goals."""
    of = [
        {"编号": f"{n % goals + 1}-{n + 1}", "内容": f"第{n}件", **limit(d), "责任主体": [*a], "协助单位": [*b]}
        for n, (d, a, b) in enumerate(tasks)
    ]
    made = [{"名称": "目标", "内容": "内容", "任务": of[n::goals]} for n in range(goals) if of[n::goals]]
    units = [{"名称": name, "类别": "机关处室"} for name in UNITS]
    return Plan.model_validate({"标题": "计划", "年度": "2017", "单位": units, "目标": made})


def make_progress(said: Said, day: date = TODAY) -> Progress:
    units = dict.fromkeys(unit for unit, _ in said)
    deliveries = [
        {
            "单位": unit,
            "文件": "甲.xlsx",
            "校验": "0" * 64,
            "填报": [{"编号": task, **entry} for (owner, task), entry in said.items() if owner == unit],
        }
        for unit in units
    ]
    return Progress.model_validate({"收取": [{"时间": f"{day}T10:00:00", "来件": deliveries}]})


def documents(plan: Plan, progress: Progress) -> dict[str, Document]:
    """Name below 任务台账/ → the document."""
    made = make_documents(plan, ROOT / "templates", progress)
    return {one.name.split("/")[1]: one for one in made if one.name.startswith("任务台账/")}


def ledger(plan: Plan, progress: Progress) -> bytes:
    return write(documents(plan, progress)["总台账"].page)


def on(page: Page, day: date) -> Page:
    """The page with its day fixed, so that its formulas give what stands on it."""
    return Page(page.html.replace("TODAY()", f"DATE({day.year},{day.month},{day.day})"), page.css)


def shown(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """Sheet → its rows (header → what it shows), the foot last."""
    sheets: list[Any] = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets
    found = dict[str, list[dict[str, Any]]]()
    for one in sheets:
        first = int(str(one.print_title_rows).split("$")[-1])
        head = [cell.value for cell in one[first] if cell.value]  # none over the chart
        rows = one.iter_rows(min_row=first + 1, values_only=True)
        found[one.title] = [dict(zip(head, row, strict=False)) for row in rows]
    return found


# ---- the numbers, worked out here a second time


def combined(states: Sequence[str]) -> str:
    if len(set(states)) == 1:
        return states[0]
    if "需协调" in states:
        return "需协调"
    return "推进中" if {"推进中", "已完成"} & set(states) else "未启动"


def counted(tasks: Sequence[Any], said: Said) -> dict[str, Any]:
    """The numbers of some tasks, as one row of a sheet of counts shows them."""
    found = Counter[str]()
    for task in tasks:
        state = combined([said.get((lead, task.id), {}).get("进展状态") or "未填报" for lead in task.leads])
        found[state] += 1
        group, due = LIMITS[task.deadline]
        met = group == "定期" and all((lead, task.id) in said for lead in task.leads)  # on TODAY, in this period
        left = (due - TODAY).days if due and state != "已完成" and not met else 1000
        found["逾期"] += left < 0
        found["30天内"] += 0 <= left <= 30
    row: dict[str, Any] = {key: found[key] for key in (*STATES, "逾期", "30天内")}
    return {"任务数": len(tasks), **row, "完成率": pytest.approx(found["已完成"] / len(tasks))}


def expected(plan: Plan, said: Said) -> dict[str, list[dict[str, Any]]]:
    tasks = [task for _, task in plan.tasks]
    whole = [("全部任务", tasks)]
    months: dict[str, list[Any]] = {}
    for group in (*range(1, 13), "定期", "长期", "待定", "未明确"):
        if own := [task for task in tasks if LIMITS[task.deadline][0] == group]:
            months[f"{group}月" if isinstance(group, int) else group] = own
    by: dict[str, tuple[str, list[tuple[str, list[Any]]]]] = {
        "按单位": ("单位", [(u.name, [t for t in tasks if u.name in t.leads]) for u in plan.units]),
        "按月": ("月份", list(months.items())),
        "按目标": ("工作目标", [(f"（{'一二'[n]}）{g.name}", list(g.tasks)) for n, g in enumerate(plan.goals)]),
    }
    return {
        name: [{key: label, **counted(own, said)} for label, own in groups + whole if own]
        for name, (key, groups) in by.items()
    }


leads = st.lists(st.sampled_from(UNITS), min_size=1, max_size=3, unique=True)
plans = st.lists(
    st.tuples(st.sampled_from(DEADLINES), leads, st.lists(st.sampled_from(UNITS), max_size=2, unique=True)),
    min_size=1,
    max_size=12,
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Plan, Said]:
    tasks = draw(plans)
    plan = make_plan([(day, a, [one for one in b if one not in a]) for day, a, b in tasks])
    words = [(unit, task.id) for _, task in plan.tasks for unit in (*task.leads, *task.assistants)]
    chosen = draw(st.lists(st.sampled_from(words), unique=True))
    said = {word: {"进展状态": str(draw(st.sampled_from(REPORTABLE)))} for word in chosen}
    return plan, said


@given(situations())
@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])  # to shrink takes minutes
def test_the_counts_are_right(situation: tuple[Plan, Said]) -> None:
    plan, said = situation
    made = shown(ledger(plan, make_progress(said)))
    wanted = expected(plan, said)
    assert made.keys() - wanted.keys() == {"总台账"}
    for name, rows in wanted.items():
        assert [{key: row[key] for key in row if key != "归类"} for row in made[name]] == rows


def every_case() -> tuple[Plan, Said]:
    """Each unit leads something, each deadline is there, and each state."""
    tasks = [
        (
            DEADLINES[n % len(DEADLINES)],
            [unit, UNITS[(n * 5 + 1) % len(UNITS)]][: 1 + n % 2],
            [UNITS[(n + 7) % len(UNITS)]],
        )
        for n, unit in enumerate(UNITS * 2)
    ]
    plan = make_plan([(day, [*dict.fromkeys(a)], [one for one in b if one not in a]) for day, a, b in tasks])
    words = [(unit, task.id) for _, task in plan.tasks for unit in (*task.leads, *task.assistants)]
    said = {word: {"进展状态": REPORTABLE[n % 4], "完成比例": f"{n}%"} for n, word in enumerate(words) if n % 5}
    for n, entry in enumerate(said.values()):
        entry |= {"填报日期": "2017-06-20"} if n % 7 == 0 else {}  # before the period that is due
    return plan, said


@cache
def every_ledger() -> bytes:
    plan, said = every_case()
    return ledger(plan, make_progress(said))


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The ledger of `every_case` on its day, and the same worked out by LibreOffice without our results."""
    plan, said = every_case()
    made = write(on(documents(plan, make_progress(said))["总台账"].page, TODAY))
    return made, saved({"总台账": without_results(made)}, tmp_path_factory.mktemp("ledger"))["总台账"]


def saved(books: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The workbooks as LibreOffice saves them."""
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    convert([folder / f"{name}.xlsx" for name in books], folder / "out", "xlsx")
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in books}


def without_results(made: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f><v></v>", old.read(name)))
    return changed.getvalue()


def test_libreoffice_works_out_what_previews_show(recalculated: tuple[bytes, bytes]) -> None:
    ours, theirs = map(shown, recalculated)
    assert len(ours["按单位"]) == len(UNITS) + 1
    for name, rows in ours.items():
        for number, row in enumerate(rows):
            for key, value in row.items():
                found = None if theirs[name][number][key] == "" else theirs[name][number][key]
                assert found == (pytest.approx(value) if isinstance(value, float) else value), (name, row)
    results = [value for row in ours["总台账"] for key, value in row.items() if key in ("剩余天数", "预警")]
    assert {"逾期", "30天内", "正常", "长期", "待定", "已完成"} <= set(results)
    met = {row["预警"] for row in ours["总台账"] if row["完成时间"] in ("每月", "每季度") and row["剩余天数"] is None}
    assert {"正常"} <= met <= {"正常", "已完成"}
    assert shown(without_results(recalculated[0]))["按月"][0]["任务数"] is None  # so theirs are not our own


def test_a_state_changed_by_hand_changes_the_counts(tmp_path: Path) -> None:
    made = openpyxl.load_workbook(io.BytesIO(every_ledger()))
    first: Any = made.worksheets[0]
    area = first.defined_names["进展状态"].attr_text.split("!")[1]
    for (cell,) in first[area]:
        cell.value = "需协调"
    stream = io.BytesIO()
    made.save(stream)
    rows = shown(saved({"总台账": stream.getvalue()}, tmp_path)["总台账"])["按单位"]
    assert [row["需协调"] for row in rows] == [row["任务数"] for row in rows]
    assert {row["已完成"] or 0 for row in rows} == {0}


# ---- what the ledger says


TWO = make_plan([("2017年6月", ["财务处", "计划财务处"], ["*处", "?务处"]), ("长期", ["财务处"], [])], goals=1)


def entry(**more: str) -> dict[str, str]:
    return {"进展状态": "推进中", "完成比例": "60%", "进展情况": "在做", "填报日期": "2017-06-20", **more}


def test_a_task_of_several_leads_is_one_row_with_what_each_says() -> None:
    said = {
        ("财务处", "1-1"): entry(存在问题="缺钱", 填报人="张三", 联系电话="029-1"),
        ("计划财务处", "1-1"): entry(进展状态="已完成", 完成比例="100%", 填报日期="2017-06-25", 填报人="李四"),
        ("*处", "1-1"): entry(进展状态="需协调", 存在问题="缺人"),
        ("财务处", "1-2"): entry(进展情况="一行\n=两行", 填报人="张三", 联系电话="029-1"),
    }
    one, two = shown(ledger(TWO, make_progress(said)))["总台账"]
    assert one["进展状态"], one["完成比例"] == ("推进中", 0.6)
    assert one["进展情况"] == "财务处（推进中，60%）：在做\n计划财务处（已完成，100%）：在做"
    assert one["存在问题"] == "财务处：缺钱"
    assert one["协助单位进展"] == "*处（需协调，60%）：在做\n问题：缺人"
    assert one["填报日期"].date() == date(2017, 6, 25)
    assert one["填报人"] == "财务处：张三\n029-1\n计划财务处：李四"
    assert (one["剩余天数"], one["预警"]) == (-1, "逾期")
    assert (two["进展情况"], two["填报人"], two["预警"]) == ("一行\n=两行", "张三\n029-1", "长期")


def test_without_reports_nothing_is_said_that_depends_on_a_day() -> None:
    found = shown(ledger(TWO, Progress.model_validate({})))
    for row in found["总台账"]:
        assert [row[key] for key in ("进展状态", "进展情况", "填报日期", "剩余天数", "预警")] == ["未填报", *[None] * 4]
    assert [(row["任务数"], row["未填报"], row["逾期"]) for row in found["按月"]] == [(1, 1, None)] * 2 + [(2, 2, None)]


def test_months_have_a_year_only_where_there_are_several() -> None:
    """What joins a month to its tasks keeps the year; so do both halves of a plan from one year into the next."""
    one: list[tuple[str, list[str], list[str]]] = [(day, ["财务处"], []) for day in ("2017年5月", "2017年底", "长期")]
    two = [*one, ("2018年5月", ["财务处"], [])]
    made = {n: shown(ledger(make_plan(tasks), make_progress({})))["按月"] for n, tasks in ((1, one), (2, two))}
    assert [(row["月份"], row["归类"]) for row in made[1]] == [
        ("5月", "|2017年5月|"), ("12月", "|2017年12月|"), ("长期", "|长期|"), ("全部任务", None)
    ]  # fmt: skip
    assert [row["月份"] for row in made[2]] == ["2017年5月", "2017年12月", "2018年5月", "长期", "全部任务"]


def test_days_past_a_deadline_are_shown_in_words_and_stay_numbers(tmp_path: Path) -> None:
    """Seen as Excel shows them by our reader of number formats, and by LibreOffice."""
    plan = make_plan([("2017年6月", ["财务处"], []), ("2017年7月15日", ["财务处"], [])])
    (tmp_path / "总台账.xlsx").write_bytes(write(on(documents(plan, make_progress({}))["总台账"].page, TODAY)))
    convert([tmp_path / "总台账.xlsx"], tmp_path / "out")
    with pdfplumber.open(tmp_path / "out/总台账.pdf") as pdf:
        words = {word["text"] for word in pdf.pages[0].extract_words()}
    assert {"逾期1天", "14天"} <= words
    convert([tmp_path / "总台账.xlsx"], tmp_path / "out", "xlsx")
    one = openpyxl.load_workbook(tmp_path / "out/总台账.xlsx", data_only=True).worksheets[0]
    area = one.defined_names["剩余天数"].attr_text.split("!")[1]
    cells = [row[0] for row in one[area]]
    assert [cell.value for cell in cells] == [-1, 14]
    assert [Typed(cell.value, cell.number_format).text for cell in cells] == ["逾期1天", "14天"]


def test_the_column_for_the_formulas_alone_is_hidden() -> None:
    made = ledger(TWO, make_progress({}))
    for one in book(made).worksheets:
        keys = {name.attr_text.split("$")[1]: key for key, name in one.defined_names.items()}
        hidden = [keys[letter] for letter, found in one.column_dimensions.items() if found.hidden]
        assert hidden == [*["申请延期"] * (one.title == "总台账"), "归类"]  # nobody asks for more time
    kinds = {name: [row["归类"] for row in rows] for name, rows in shown(made).items()}
    assert kinds == {
        "总台账": ["|单位1||单位2||2017年6月||目标一|", "|单位1||长期||目标一|"],
        "按单位": ["|单位1|", "|单位2|", None],
        "按月": ["|2017年6月|", "|长期|", None],
        "按目标": ["|目标一|", None],
    }


@pytest.mark.parametrize("name", ["按单位", "按月", "按目标"])
def test_each_count_has_a_chart_beside_it_that_holds_its_numbers(name: str) -> None:
    made: Any = book(every_ledger())
    one = made[name]
    (chart,) = one._charts
    assert (chart.anchor._from.col, chart.anchor._from.row) == (11, 2)
    rows = shown(every_ledger())[name][:-1]
    keys = ["任务数", "已完成"] if name == "按月" else STATES
    assert [series.tx.strRef.strCache.pt[0].v for series in chart.series] == keys
    for series, key in zip(chart.series, keys, strict=True):
        assert [float(point.v) for point in series.val.numRef.numCache.pt] == [row[key] for row in rows]
        assert [point.v for point in series.cat.strRef.strCache.pt] == [next(iter(row.values())) for row in rows]
        for reference in (series.val.numRef.f, series.cat.strRef.f):
            area = reference.split("!")[1]
            assert len(one[area]) == len(rows)
        head = one[series.tx.strRef.f.split("!")[1].replace("$", "")]
        assert head.value == key
        assert series.spPr.solidFill.srgbClr == COLOURS[key]


@pytest.mark.parametrize(("name", "lies"), [("按单位", True), ("按月", False), ("按目标", True)])
def test_bars_read_like_the_rows_and_the_numbers_stand_below_or_left(name: str, lies: bool) -> None:
    """Categories of lying bars go from top to bottom; the numbers, which would follow them to the top, stay below."""
    made = book(ledger(TWO, make_progress({})))[name]._charts[0]
    assert made.barDir == ("bar" if lies else "col")
    assert made.x_axis.scaling.orientation == ("maxMin" if lies else "minMax")
    assert made.y_axis.scaling.orientation == "minMax"
    assert made.y_axis.crosses == ("max" if lies else None)


# ---- what units type, and what they get back


COLOURS = {
    "任务数": "8FA0BC",
    "已完成": "8CCB86",
    "推进中": "BBD6F2",
    "需协调": "F0A25E",
    "未启动": "C9C9C9",
    "未填报": "F2F2F2",
}
HOSTILE = ["=1+1", "+86 29", "-1", "@SUM(A1)", '=HYPERLINK("http://x")\n第二行', "第一行\n=2", "'x", "007", "\t=1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_unit_types_becomes_a_formula(text: str) -> None:
    fields = dict.fromkeys(("进展情况", "存在问题", "填报人", "联系电话"), text)
    said = {(unit, "1-1"): {"进展状态": "推进中", **fields} for unit in ("财务处", "*处")} | {("财务处", "1-2"): fields}
    for name, document in documents(TWO, make_progress(said)).items():
        for one in book(document.page).worksheets:
            cells = [cell for row in one.iter_rows() for cell in row if cell.value and text in str(cell.value)]
            assert {cell.data_type for cell in cells} <= {"s"}
            if (name, one.title) in {("财务处", "任务台账"), ("*处", "任务台账"), ("总台账", "总台账")}:
                assert {cell.value for cell in cells} >= {text}
                assert all(cell.quotePrefix for cell in cells if cell.value == text and not text[0].isalpha())


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any, bytes, bytes]:
    """A tracker with progress in it, as written and as LibreOffice saves it: the sheets and the files."""
    said = {("财务处", "1-1"): entry(存在问题="=缺钱", 填报人="张三", 联系电话="029-1"), ("财务处", "1-2"): entry()}
    made = write(on(documents(TWO, make_progress(said))["财务处"].page, date(2017, 6, 20)))
    after = saved({"财务处": without_results(made)}, tmp_path_factory.mktemp("tracker"))["财务处"]
    return book(made).worksheets[0], book(after).worksheets[0], made, after


def column(one: Any, key: str) -> list[Any]:
    area = one.defined_names[key].attr_text.split("!")[1]
    return [cell for (cell,) in one[area]]


def test_what_was_reported_is_filled_in(tracker: tuple[Any, Any, bytes, bytes]) -> None:
    for one in tracker[:2]:
        found = [column(one, key)[0].value for key in INPUTS]
        found[4] = found[4].date()
        assert found == ["推进中", 0.6, "在做", "=缺钱", date(2017, 6, 20), "张三", "029-1", None, None]
        assert column(one, "存在问题")[0].data_type == "s"
        assert [cell.value.date() for cell in column(one, "完成时间")[:1]] == [date(2017, 6, 30)]
        assert column(one, "完成时间")[1].value == "长期"
        assert re.sub(r'\\|"', "", column(one, "完成时间")[0].number_format) == "yyyy年m月"


def test_a_tracker_is_flat_with_two_lines_of_explanation(tracker: tuple[Any, Any, bytes, bytes]) -> None:
    one = tracker[0]
    first = column(one, "编号")[0].row
    assert [str(one.cell(row, 1).value)[:2] for row in (3, 4)] == ["一、", "二、"]
    assert all(area.max_row < first for area in one.merged_cells.ranges)
    assert one.freeze_panes == f"D{first}"
    assert one.auto_filter.ref == f"A{first - 1}:R{first + 1}"


def test_a_tracker_lives_through_a_save_by_libreoffice(tracker: tuple[Any, Any, bytes, bytes]) -> None:
    """All but the freeze pane, which LibreOffice drops when it saves without a window."""
    seen = [dict(_traits(one)) for one in tracker[:2]]
    for key, ours in seen[0].items():
        assert seen[1][key] == ours, key


def _traits(one: Any) -> Iterator[tuple[str, Any]]:
    rules = one.data_validations.dataValidation
    keep = ("type", "error", "errorTitle", "prompt", "promptTitle", "showErrorMessage")
    yield "checks", {str(rule.sqref): [getattr(rule, key) for key in keep] for rule in rules}
    limits = {str(rule.sqref): (rule.formula1, rule.formula2) for rule in rules if rule.type == "decimal"}
    yield "limits", limits | {str(rule.sqref): (rule.formula1,) for rule in rules if rule.type in ("list", "date")}
    yield "names", {key: name.attr_text.replace("'", "") for key, name in one.defined_names.items() if key[0] != "_"}
    yield "records", {record.name: record.value for record in one.parent.custom_doc_props.props}
    yield "open", {cell.coordinate for row in one.iter_rows() for cell in row if not cell.protection.locked}
    locks = one.protection
    yield "protection", (locks.sheet, locks.autoFilter, locks.sort, locks.formatColumns, locks.formatRows)
    yield "filter", one.auto_filter.ref
    colours = {
        str(area.sqref): [(rule.formula[0], rule.dxf.fill.bgColor.rgb) for rule in area.rules]
        for area in one.conditional_formatting
    }
    yield "colours", colours
    yield "paper", (one.page_setup.orientation, one.page_setup.paperSize, one.page_setup.fitToWidth)
    yield "fit", (one.sheet_properties.pageSetUpPr.fitToPage, one.page_setup.fitToHeight, one.print_title_rows)


def test_libreoffice_works_out_the_days_of_a_tracker(tracker: tuple[Any, Any, bytes, bytes]) -> None:
    ours, theirs = (shown(content)["任务台账"] for content in tracker[2:])
    keys = ("剩余天数", "预警")
    assert [[row[key] for key in keys] for row in ours] == [[10, "30天内"], [None, "长期"]]
    assert [[row[key] or None for key in keys] for row in theirs] == [[10, "30天内"], [None, "长期"]]


def test_checks_are_in_chinese() -> None:
    one: Any = book(documents(TWO, make_progress({}))["财务处"].page).worksheets[0]
    rules = {one[str(rule.sqref).split(":")[0]].column: rule for rule in one.data_validations.dataValidation}
    state, share, day = (rules[column(one, key)[0].column] for key in ("进展状态", "完成比例", "填报日期"))
    assert (state.type, state.formula1) == ("list", '"未启动,推进中,已完成,需协调"')
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "1")
    assert day.type == "date"
    for rule in (state, share, day):
        assert rule.showErrorMessage
        assert re.search(r"[一-鿿]", rule.error)
        assert re.search(r"[一-鿿]", rule.prompt)


# ---- what a change of the progress makes anew


def test_only_the_trackers_concerned_and_the_ledger_follow_the_progress(project: Project) -> None:
    for path in (ROOT / "templates").iterdir():
        if path.name in ("tracker.html", "ledger.html", "letter.html") or path.name[0] == "_" or path.suffix == ".css":
            project.write(f"templates/{path.name}", path.read_text("utf-8"))
    assert project.run("build").code == 0
    before = project.made()
    progress = make_progress({("人事处", "1-2"): {"进展状态": "已完成"}})
    project.write("progress.yaml", progress_text(progress))
    run = project.run("build")
    assert [line for line in run.lines if line[0] != "✓"] == [
        "更新  任务台账/总台账.xlsx",
        "更新  任务台账/人事处.xlsx",
    ]
    after = project.made()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"任务台账/总台账.xlsx", "任务台账/人事处.xlsx"}
    assert project.run("build").lines[0].startswith("✓")


# ---- the notation


OTHER = '<table data-sheet="甲"><col data-key="数"><thead><tr><th>题</th></tr></thead><tr><td>1</td></tr></table>'


def test_a_formula_names_a_column_of_another_sheet() -> None:
    foot = "<tfoot><tr><td>6</td></tr></tfoot>"
    cols = (
        '<col data-key="和" data-type="number" data-formula=\'SUM({甲.数},{和},{"a.b"})\' data-total=\'SUM({乙.和})\'>'
    )
    body = f'<h1>乙</h1><table data-sheet="乙">{cols}<tr><td>1</td></tr><tr><td>2</td></tr>{foot}</table>'
    made = book(page(OTHER + body)).worksheets[1]
    assert [made[cell].value for cell in ("A2", "A3", "A4")] == [
        "=SUM('甲'!$A$2:$A$2,$A2,{\"a.b\"})",
        "=SUM('甲'!$A$2:$A$2,$A3,{\"a.b\"})",
        "=SUM('乙'!$A$2:$A$3)",
    ]
    assert problems(page(OTHER + body)) == []


def test_a_sheet_or_column_or_chart_that_is_not_there_is_told() -> None:
    cols = "<col data-key=\"和\" data-formula='{家.数}+{甲.树}' data-total='{河}'>"
    body = "".join(
        f'<table data-sheet="乙{n}" data-chart="{chart}">{cols}<tr><td>1</td></tr></table>'
        for n, chart in enumerate(["圆饼 和: 和", "柱形 和", "柱形 合: 和", "柱形 和: 和"])
    )
    assert problems(page(OTHER + body)) == [
        "<table data-chart>：没有“圆饼”这种图，只有 柱形、堆积柱形、条形、堆积条形",
        "<col data-formula>：没有名为“家”的工作表；工作表“甲”里没有 data-key 为“树”的列",
        "<col data-total>：没有 data-key 为“河”的列",
        "<table data-chart>：“柱形 和”不行，写成“堆积条形 单位: 已完成 推进中”这样",
        "<table data-chart>：没有 data-key 为“合”的列",
    ]


def test_a_chart_without_rows_or_colours_does_no_harm() -> None:
    cols = '<col data-key="甲"><col data-key="乙">'
    head = "<tr><th>一</th><th>二</th></tr>"
    attributes = 'data-chart="条形 甲：乙"'
    assert sheet(f"<table {attributes}>{cols}<thead>{head}</thead></table>")._charts == []
    rows = "<tr><td>丙</td><td>x</td></tr>"
    (chart,) = sheet(f"<table {attributes}>{cols}<thead>{head}</thead><tbody>{rows}</tbody></table>")._charts
    assert chart.series[0].val.numRef.numCache.pt == []


def test_the_ledger_is_the_same_bytes_twice() -> None:
    plan, said = every_case()
    assert ledger(plan, make_progress(said)) == every_ledger()
