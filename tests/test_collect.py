"""`render collect`: what units filled in arrives whole, whatever they did to the workbook; the rest is told plainly."""

import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from render.cli import cli
from render.collect import collect
from render.collect.values import FIELDS, Typed
from render.documents.document import make_documents
from render.plan.answers import Entry
from render.plan.progress import Progress
from render.plan.states import REPORTABLE
from render.reader.progress import progress_text, read_progress
from render.writers import writer
from support.office import convert
from support.small_project import Run, _lines
from support.trackers import ROOT, blank_trackers, columns, filled, real_plan, trackers

NOTHING = Progress.model_validate({})
DONE = {"进展状态": "已完成", "完成比例": "100%", "填报日期": "2017-06-30", "填报人": "赟喆"}
ENTRY = {"编号": "2-3", **DONE}
HOSTILE = "=1+1 & <b>\"粗\"</b> '{{ 7*7 }}' +1 -1 @SUM(A1) _x0041_ | # * 赟喆\n第二行\t制表"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "plan.yaml", tmp_path)
    (tmp_path / "收回").mkdir()
    return tmp_path


def run(*arguments: str, answer: str | None = None) -> Run:
    result = CliRunner().invoke(cli, ["collect", *arguments], input=answer, prog_name="render")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return Run(result.exit_code, _lines(result.stdout), _lines(result.stderr))


def latest() -> dict[tuple[str, str], Entry]:
    return dict(read_progress(Path("progress.yaml")).latest)


def entry(**fields: str) -> Entry:
    return Entry.model_validate(fields)


@pytest.mark.parametrize(
    ("key", "value", "form", "meant"),
    [
        ("进展状态", "已完成。", "General", "已完成"),
        ("进展状态", " 已 完成 ", "General", "已完成"),
        ("进展状态", "进行中", "General", "推进中"),
        ("进展状态", "差不多了", "General", None),
        ("进展状态", None, "General", ""),
        ("完成比例", 0.6, "0%", "60%"),
        ("完成比例", 60, "0%", None),  # shows 6000%
        ("完成比例", 1, "0%", "100%"),
        ("完成比例", 0.625, "General", "62.5%"),
        ("完成比例", 60, "General", "60%"),
        ("完成比例", 1, "General", None),
        ("完成比例", 0, "General", "0%"),
        ("完成比例", 101, "General", None),
        ("完成比例", 100.5, "General", None),
        ("完成比例", -5, "General", None),
        ("完成比例", -0.05, "0%", None),
        ("完成比例", True, "General", None),
        ("完成比例", "60％", "@", "60%"),
        ("完成比例", "６０ %。", "@", "60%"),
        ("完成比例", "60", "@", "60%"),
        ("完成比例", "0.6", "@", "60%"),
        ("完成比例", "百分之六十五", "@", "65%"),
        ("完成比例", "百分之百", "@", "100%"),
        ("完成比例", "一多半", "@", None),
        ("填报日期", datetime(2017, 6, 30), "yyyy-m-d", "2017-06-30"),
        ("填报日期", 42916, "General", "2017-06-30"),
        ("填报日期", "2017/6/30", "@", "2017-06-30"),
        ("填报日期", "2017.6.30", "@", "2017-06-30"),
        ("填报日期", "2017年6月30日", "@", "2017-06-30"),
        ("填报日期", "２０１７－６－３０", "@", "2017-06-30"),
        ("填报日期", "20170630", "@", "2017-06-30"),
        ("填报日期", 20170630, "General", "2017-06-30"),
        ("填报日期", "6月30日", "@", "2017-06-30"),
        ("填报日期", "6月底", "@", "2017-06-30"),
        ("填报日期", "2017年2月底", "@", "2017-02-28"),
        ("填报日期", "6-30", "@", "2017-06-30"),
        ("填报日期", "6月31日", "@", None),
        ("填报日期", "2071-6-30", "@", None),
        ("填报日期", "2015-12-31", "@", None),
        ("填报日期", "2016-1-1", "@", "2016-01-01"),
        ("填报日期", "2019-12-31", "@", "2019-12-31"),
        ("填报日期", "2020-1-1", "@", None),
        ("填报日期", "下周", "@", None),
        ("联系电话", 13912345678.0, "General", "13912345678"),
        ("进展情况", "甲_x000D_\n乙\r\n丙\x07", "@", "甲\n乙\n丙"),
    ],
)
def test_what_people_type_is_understood_or_not(key: str, value: object, form: str, meant: str | None) -> None:
    read, _ = FIELDS[key]
    found = read(Typed(value, form), 2017)
    assert (found.text if found and not found.doubt else None) == meant


def test_first_shown_then_asked_then_written(project: Path) -> None:
    Path("收回/财务处.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": DONE}))
    shown = [
        "财务处（1 项有变化）",
        "  2-3",
        "    进展状态：（空） → 已完成",
        "    完成比例：（空） → 100%",
        "    填报日期：（空） → 2017-06-30",
        "    填报人：（空） → 赟喆",
    ]
    for answer in ("n\n", "", None):
        found = run("收回", answer=answer)
        assert found.lines[:6] == shown
        assert "没有写入：收 1 份，有变化的任务 1 项" in found.lines[-1]
        assert not (project / "progress.yaml").exists()
    found = run("收回", answer="y\n")
    end = "。运行 render build 更新台账；收错了用 render collect --undo 撤回"
    assert (found.code, found.errors) == (0, [])
    assert found.lines[-1].endswith(f"✓ 收 1 份，有变化的任务 1 项{end}")
    assert latest() == {("财务处", "2-3"): entry(**ENTRY)}
    again = run("收回", "--yes")
    assert (again.code, again.lines[0]) == (0, "财务处.xlsx：已收过，跳过")


def sorted_rows(workbook: Any, sheet: Any) -> None:
    """Turn the body upside down, as a sort does: values move, formats stay."""
    first = columns(sheet)["编号"]
    body = [row for row in range(1, sheet.max_row + 1) if "-" in str(sheet.cell(row, first).value or "")]
    values = [[sheet.cell(row, c).value for c in range(1, 19)] for row in body]
    for row, line in zip(body, reversed(values), strict=True):
        for column, value in enumerate(line, 1):
            sheet.cell(row, column).value = value


def moved_columns(workbook: Any, sheet: Any) -> None:
    """Move the last column that is filled in to the right edge, with its heading."""
    place = columns(sheet)["进展状态"]
    for row in range(5, sheet.max_row + 1):
        sheet.cell(row, 30).value, sheet.cell(row, place).value = sheet.cell(row, place).value, None


def more_rows(workbook: Any, sheet: Any) -> None:
    sheet.insert_rows(1, 3)
    sheet.insert_cols(1, 2)
    sheet.cell(sheet.max_row + 5, 1).value = "以上由办公室汇总"
    sheet.title = "汇总（最终版）"
    workbook.create_sheet("别的", 0)["A1"] = "编号"
    for name in list(sheet.defined_names):
        del sheet.defined_names[name]


def copied(workbook: Any, sheet: Any) -> None:
    """Copy the values into a new workbook: no names, no marks, no formats."""
    other = workbook.create_sheet("Sheet1", 0)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and cell.data_type != "f":
                other.cell(cell.row, cell.column).value = cell.value
    workbook.remove(sheet)
    for mark in list(workbook.custom_doc_props.names):
        del workbook.custom_doc_props[mark]


WAYS = [sorted_rows, moved_columns, more_rows, copied, None]
clean = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), max_size=20)
texts = clean.map(str.strip)
rows = st.fixed_dictionaries(
    {},
    optional={
        "进展状态": st.sampled_from(REPORTABLE),
        "完成比例": st.integers(0, 1000).map(lambda n: f"{n / 10:g}%"),
        "进展情况": texts,
        "存在问题": texts,
        "填报日期": st.dates(date(2017, 1, 1), date(2018, 12, 31)).map(str),
        "填报人": texts,
        "联系电话": texts,
        "申请延期至": st.sampled_from(["2017年11月", "11月15日", "年底", "2018-03-31"]),
        "延期理由": texts,
    },
)
OWN = {
    unit.name: [t.id for _, t in real_plan().tasks if unit.name in (*t.leads, *t.assistants)]
    for unit in real_plan().units
}
SMALL = [name for name in ("财务处", "安全处", "教师处", "督导办", "科技处") if OWN.get(name)]


@st.composite
def reports(draw: Any) -> tuple[str, dict[str, dict[str, str]]]:
    unit = draw(st.sampled_from(SMALL))
    return unit, draw(st.dictionaries(st.sampled_from(OWN[unit]), rows, max_size=4))


def typed(fields: dict[str, str]) -> dict[str, Any]:
    """As Excel keeps what is typed: shares as numbers, days as days."""
    values: dict[str, Any] = {key: value or None for key, value in fields.items()}
    if fields.get("完成比例"):
        values["完成比例"] = float(fields["完成比例"][:-1]) / 100
    if fields.get("填报日期"):
        values["填报日期"] = date.fromisoformat(fields["填报日期"])
    return values


def expected(unit: str, fields: dict[str, dict[str, str]]) -> dict[tuple[str, str], Entry]:
    found = {task: entry(编号=task, **one) for task, one in fields.items()}
    return {(unit, task): one for task, one in found.items() if any(one.fields.values())}


@given(reports(), st.sampled_from(WAYS))
@settings(max_examples=40)
def test_whatever_is_filled_in_comes_back(
    tmp_path_factory: pytest.TempPathFactory, report: tuple[str, dict[str, dict[str, str]]], way: Any
) -> None:
    unit, fields = report
    path = tmp_path_factory.mktemp("收回") / f"{unit}.xlsx"
    path.write_bytes(filled(blank_trackers()[unit], {task: typed(one) for task, one in fields.items()}, way))
    found = collect([path], real_plan(), NOTHING)
    assert found.problems == []
    wanted = expected(unit, fields)
    progress = (
        NOTHING.with_batch(found.batch("2017-07-01T00:00:00", accept=True)) if found.deliveries(True) else NOTHING
    )
    assert dict(progress.latest) == wanted
    if way is None and wanted:  # made again with it, and sent back as it is: nothing changes
        path.write_bytes(trackers(progress, only=unit)[unit])
        again = collect([path], real_plan(), progress)
        assert (again.problems, [len(one.entries) for one in again.deliveries()]) == ([], [0])


def test_what_libreoffice_saves_comes_back(project: Path) -> None:
    cases: dict[str, tuple[Any, Any]] = {
        "财务处": ({"2-3": {**DONE, "完成比例": 1, "填报日期": date(2017, 6, 30), "进展情况": HOSTILE}}, None),
        "安全处": ({OWN["安全处"][0]: {"进展状态": "推进中", "完成比例": 0.625, "存在问题": "+86"}}, sorted_rows),
        "教师处": ({OWN["教师处"][0]: {"进展状态": "推进中", "联系电话": "029-88668866"}}, more_rows),
    }
    for unit, (fields, way) in cases.items():
        Path("收回", f"{unit}.xlsx").write_bytes(filled(blank_trackers()[unit], fields, way))
    convert(sorted((project / "收回").glob("*.xlsx")), project / "存过", "xlsx")
    shutil.rmtree("存过/profile")
    found = run("存过", "--yes")
    assert (found.code, found.errors) == (0, [])
    assert latest() == {
        ("财务处", "2-3"): entry(**ENTRY, 进展情况=HOSTILE),
        ("安全处", OWN["安全处"][0]): entry(编号=OWN["安全处"][0], 进展状态="推进中", 完成比例="62.5%", 存在问题="+86"),
        ("教师处", OWN["教师处"][0]): entry(编号=OWN["教师处"][0], 进展状态="推进中", 联系电话="029-88668866"),
    }


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def cell(key: str, value: object) -> Callable[[Any, Any], None]:
    """Put a value into the first body row of a column."""

    def put(workbook: Any, sheet: Any) -> None:
        sheet.cell(7, columns(sheet)[key]).value = value

    return put


def mark(name: str, value: str) -> Callable[[Any, Any], None]:
    def put(workbook: Any, sheet: Any) -> None:
        workbook.custom_doc_props[name].value = value

    return put


def twice(workbook: Any, sheet: Any) -> None:
    sheet.cell(8, columns(sheet)["编号"]).value = sheet.cell(7, columns(sheet)["编号"]).value
    sheet.cell(8, columns(sheet)["进展状态"]).value = "推进中"
    sheet.cell(7, columns(sheet)["进展状态"]).value = "已完成"


def spoilt(data: bytes, first: str) -> dict[str, tuple[bytes, str]]:
    """Ten ways in which a file is no good: what it is called, what it holds, what is said of it."""
    ole = bytes.fromhex("D0CF11E0A1B11AE1")
    bomb = zipped(xl__workbook=b"0" * 40_000_000)
    entity = zipped(**{"xl__workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'})
    again = "请对方重新发来"
    excel = "请用 Excel 或 WPS 打开，另存为 .xlsx 再收"
    return {
        "甲.xls": (ole + b"0" * 600, f"是旧的 .xls 格式；{excel}"),
        "乙.et": (ole + b"0" * 600, f"是WPS 的 .et 格式；{excel}"),
        "丙.xlsx": (ole + "EncryptedPackage".encode("utf-16-le"), "加了密码，打不开；请对方去掉密码再发来"),
        "丁.xlsx": (data[: len(data) // 2], f"文件已损坏；{again}"),
        "戊.xlsx": (bomb, f"解开后大得不像台账；{again}"),
        "己.xlsx": (entity, "里面有不该有的声明，可能有害；不要打开它，请对方重新发来"),
        "庚.xlsx": (b"", f"文件是空的；{again}"),
        "辛.xlsx": (b"<html>", "不是 Excel 文件；请对方发来填好的台账（.xlsx）"),
        "壬.xlsx": (zipped(a=b"b"), f"文件已损坏，或不是 Excel 工作簿；{again}"),
        "癸.xlsx": (
            filled(data, {}, cell("进展状态", "差不多")),
            f"任务台账!H7：进展状态“差不多”看不懂，这一行没有收；只能是 {'、'.join(REPORTABLE)}",
        ),
    }


def test_a_folder_of_31_of_which_ten_are_broken(project: Path) -> None:
    units = list(blank_trackers())
    good, bad = units[10:], spoilt(blank_trackers()[units[0]], OWN[units[0]][0])
    assert (len(units), len(good), len(bad)) == (31, 21, 10)
    for unit in good:
        tasks = rows_of(blank_trackers()[unit])
        fields = {task: {"进展状态": "推进中", "进展情况": f"{unit}{task}"} for task in tasks}
        Path("收回", f"{unit}.xlsx").write_bytes(filled(blank_trackers()[unit], fields))
    for name, (data, _) in bad.items():
        Path("收回", name).write_bytes(data)
    Path("收回/~$甲.xlsx").write_bytes(b"mark")
    Path("收回/说明.docx").write_bytes(b"PK")
    found = run("收回", "--yes")
    assert found.code == 1
    assert sorted(found.errors) == sorted(f"收回/{name}: {said}" for name, (_, said) in bad.items())
    assert found.lines[-1].startswith("✗ 收 21 份，有变化的任务 ")
    assert "10 份没有收" in found.lines[-1]
    assert "不是 Excel 文件，没有看：说明.docx" in found.lines
    assert latest() == {
        (unit, task): entry(编号=task, 进展状态="推进中", 进展情况=f"{unit}{task}")
        for unit in good
        for task in rows_of(blank_trackers()[unit])
    }


def rows_of(data: bytes) -> list[str]:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    (name,) = (name for key, name in sheet.defined_names.items() if key == "编号")
    return [row[0].value for row in sheet[name.attr_text.split("!")[1].replace("$", "")]]


def wrong_content(workbook: Any, sheet: Any) -> None:
    sheet.cell(7, columns(sheet)["具体任务"]).value = "少做一点"
    sheet.cell(7, columns(sheet)["进展状态"]).value = "已完成"


@pytest.mark.parametrize(
    ("way", "error", "note"),
    [
        (mark("台账", "总台账"), "是总台账，没有“审核结论”一栏；运行 render build 重做一份，在新的一份里填", ""),
        (mark("单位", "信保出"), "计划里没有单位“信保出”；是不是想写“信保处”？", ""),
        (mark("年度", "2016"), "是2016年度的台账，现在的计划是2017年度；请对方填新发的台账", ""),
        (twice, "任务台账!第7、8行：任务1-1写了两行，内容不同，都没有收；只留一行再收", ""),
        (cell("编号", "99-1"), "", "信保处.xlsx：一项也没有填，没有收"),
        (wrong_content, "", "信保处.xlsx：任务台账!C7：具体任务被改成“少做一点”，没有采用，以计划为准"),
        (cell("填报日期", "下周"), "任务台账!L7：填报日期“下周”看不懂，这一行没有收；写成 2017-6-30 这样的日期", ""),
        (
            cell("进展情况", "=A1&1"),
            "任务台账!J7：是公式，文件里没有它的结果，这一行没有收；改成文字或数字再收",
            "",
        ),
    ],
)
def test_what_is_said_of_one_file(project: Path, way: Any, error: str, note: str) -> None:
    Path("信保处.xlsx").write_bytes(filled(blank_trackers()["信保处"], {}, way))
    found = run("信保处.xlsx", "--yes")
    assert found.errors == ([f"信保处.xlsx: {error}"] if error else [])
    assert found.code == (1 if error else 0)
    assert not note or note in found.lines


def test_rows_that_do_not_belong_are_told(project: Path) -> None:
    def add(workbook: Any, sheet: Any) -> None:
        place = columns(sheet)
        end = sheet.max_row + 2
        for offset, task in enumerate(("99-1", "1-1", None)):
            sheet.cell(end + offset, place["编号"]).value = task
            sheet.cell(end + offset, place["进展状态"]).value = "已完成"

    Path("财务处.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": DONE}, add))
    end = 6 + len(rows_of(blank_trackers()["财务处"])) + 2
    found = run("财务处.xlsx", "--yes")
    assert found.code == 1
    assert sorted(found.errors) == sorted([
        f"财务处.xlsx: 任务台账!A{end}：计划里没有任务99-1，没有收；核对编号",
        f"财务处.xlsx: 任务台账!A{end + 1}：任务1-1不是财务处的，没有收；核对编号",
        f"财务处.xlsx: 任务台账!第{end + 2}行：填写了“已完成”，但没有编号，没有收；补上编号再收",
    ])  # fmt: skip
    assert latest() == {("财务处", "2-3"): entry(**ENTRY)}


def test_of_two_files_of_a_unit_the_later_one_counts(project: Path) -> None:
    data = blank_trackers()["财务处"]
    Path("收回/甲.xlsx").write_bytes(filled(data, {"2-3": {**DONE, "填报日期": "2017-7-1"}}))
    Path("收回/乙.xlsx").write_bytes(filled(data, {"2-3": {**DONE, "进展状态": "推进中"}}))
    found = run("收回", "--yes")
    assert "乙.xlsx：财务处有两份，收了 甲.xlsx（填报日期更晚），没有收这一份" in found.lines
    assert latest()["财务处", "2-3"].day == "2017-07-01"
    found = run("收回/乙.xlsx", "--yes")
    older = "这一份是旧的，没有收：任务2-3的填报日期 2017-06-30 比已收的 2017-07-01 早；已收的更新，不用再收"
    assert (found.code, found.errors) == (1, [f"收回/乙.xlsx: {older}"])
    assert latest()["财务处", "2-3"].state == "已完成"


@pytest.mark.parametrize(
    "days", [("2017-06-30", "2017-07-01"), ("2017-07-01", "2017-07-01"), ("", "2017-07-01"), ("", "")]
)
def test_of_two_files_of_a_unit_the_second_counts_unless_it_is_earlier(project: Path, days: tuple[str, str]) -> None:
    data = blank_trackers()["财务处"]
    for name, state, day in zip("甲乙", ("推进中", "已完成"), days, strict=True):
        Path(f"收回/{name}.xlsx").write_bytes(filled(data, {"2-3": {**DONE, "进展状态": state, "填报日期": day}}))
    found = run("收回/甲.xlsx", "收回/乙.xlsx", "--yes")
    why = "填报日期更晚" if days[0] != days[1] else "填报日期相同，排在后面"
    assert f"甲.xlsx：财务处有两份，收了 乙.xlsx（{why}），没有收这一份" in found.lines
    assert {key: one.state for key, one in latest().items()} == {("财务处", "2-3"): "已完成"}


def test_which_files_are_read_and_that_the_name_of_a_file_says_nothing(project: Path) -> None:
    data = filled(blank_trackers()["财务处"], {"2-3": DONE})
    Path("收回/信保处.XLSX").write_bytes(data)
    for name in (".财务处.xlsx", "~$财务处.xlsx"):
        Path("收回", name).write_bytes(b"PK")
    found = run("收回", "收回/信保处.XLSX", "--yes")
    assert (found.code, found.errors) == (0, [])
    assert "信保处.XLSX：文件名是“信保处”，里面是“财务处”的台账，按里面的收" in found.lines
    assert "✓ 收 1 份，有变化的任务 1 项" in found.lines[-1]
    assert [line for line in found.lines if "有两份" in line or "没有看" in line] == []
    Path("收回/信保处.XLSX").rename("财务处.xlsx")
    assert [line for line in run("财务处.xlsx", "--yes").lines if "文件名" in line] == []


def test_a_hidden_copy_of_the_sheet_is_not_the_one_that_is_read(project: Path) -> None:
    def copy(workbook: Any, sheet: Any) -> None:
        hidden = workbook.copy_worksheet(sheet)
        workbook.move_sheet(hidden, -1)
        hidden.sheet_state = "hidden"
        sheet.cell(7, columns(sheet)["进展状态"]).value = "已完成"

    Path("财务处.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": {"进展状态": "推进中"}}, copy))
    assert run("财务处.xlsx", "--yes").code == 0
    assert latest()["财务处", "2-3"].state == "已完成"


def test_of_a_heading_that_stands_twice_the_column_that_was_sent_is_read(project: Path) -> None:
    def double(workbook: Any, sheet: Any) -> None:
        (head,) = (c for row in sheet.iter_rows(max_row=6) for c in row if c.value == "进展情况")
        sheet.cell(head.row, 30).value, sheet.cell(7, 30).value = "进展情况", "抄来的"

    Path("财务处.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": {**DONE, "进展情况": "在做"}}, double))
    assert run("财务处.xlsx", "--yes").code == 0
    assert latest()["财务处", "2-3"].situation == "在做"


def test_what_is_said_again_on_the_same_day_counts_and_a_new_name_changes_nothing(project: Path) -> None:
    data = blank_trackers()["财务处"]
    for state in ("推进中", "已完成"):
        Path("财务处.xlsx").write_bytes(filled(data, {"2-3": {**DONE, "进展状态": state}}))
        run("财务处.xlsx", "--yes")
        assert latest()["财务处", "2-3"].state == state
    text = Path("plan.yaml").read_text("utf-8")
    named = text.replace("- 名称: 财务处\n", "- 名称: 计财处\n    别名: [财务处]\n", 1)
    assert named != text
    Path("plan.yaml").write_text(named, "utf-8")
    Path("财务处.xlsx").write_bytes(filled(data, {"2-3": DONE, "4-1": {"进展状态": "推进中"}}))
    assert "有变化的任务 1 项" in run("财务处.xlsx", "--yes").lines[-1]
    assert latest()["计财处", "4-1"].state == "推进中"


def test_an_older_plan_is_told_and_read_by_ids(project: Path) -> None:
    text = Path("plan.yaml").read_text("utf-8")
    for task, was, now in (
        ("1-1", "协助单位: [", "协助单位: [财务处, "),
        ("2-3", "完成时间: 2017年10月", "完成时间: 2017年11月"),
        ("4-1", "协助单位: [财务处]", "协助单位: []"),
    ):
        head, own, rest = text.partition(f"编号: {task}\n")
        assert was in rest
        text = head + own + rest.replace(was, now, 1)
    Path("plan.yaml").write_text(text, "utf-8")
    Path("财务处.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": DONE}))
    found = run("财务处.xlsx", "--yes")
    assert found.code == 0
    assert "财务处.xlsx：这份台账发出以后，计划里它的任务改了2-3，少了4-1，多了1-1；照编号收" in found.lines
    assert latest() == {("财务处", "2-3"): entry(**ENTRY)}


def test_undo_takes_the_last_batch_back_and_keeps_the_history(project: Path) -> None:
    data = blank_trackers()["财务处"]
    for status in ("推进中", "已完成"):
        Path("财务处.xlsx").write_bytes(filled(data, {"2-3": {"进展状态": status}}))
        assert run("财务处.xlsx", "--yes").code == 0
    assert run("--undo", answer="n\n").lines[-1].endswith("✓ 没有撤回")
    found = run("--undo", "--yes")
    assert found.lines[1:] == [
        "财务处（财务处.xlsx）",
        "  2-3",
        "    进展状态：已完成 → 推进中",
        "✓ 已撤回。运行 render build 更新台账",
    ]
    assert latest()["财务处", "2-3"].state == "推进中"
    assert len(read_progress(Path("progress.yaml")).batches) == 2
    assert run("--undo", "--yes").code == 0
    assert latest() == {}
    nothing = run("--undo", "--yes")
    assert (nothing.code, nothing.errors) == (1, ["progress.yaml: 没有可以撤回的收取"])


def test_wrong_usage_and_missing_places(project: Path) -> None:
    assert run().code == 2
    assert run("收回", "--undo").code == 2
    found = run("没有", "--yes")
    assert (found.code, found.errors) == (1, ["没有: 没有这个文件或文件夹；请检查名称"])


def test_what_a_unit_types_stays_text_in_the_workbooks_made_from_it(project: Path) -> None:
    fields = {"进展状态": "推进中", "进展情况": HOSTILE, "填报人": "=1+1"}
    Path("财务处.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": fields}))
    assert run("财务处.xlsx", "--yes").code == 0
    progress = read_progress(Path("progress.yaml"))
    sheet: Any = openpyxl.load_workbook(io.BytesIO(trackers(progress, only="财务处")["财务处"])).worksheets[0]
    place = columns(sheet)
    made = [sheet.cell(7, place[key]) for key in fields if key != "进展状态"]
    assert [(one.value.replace("_x005F_", "_"), one.data_type) for one in made] == [(HOSTILE, "s"), ("=1+1", "s")]


ROUNDS = int(os.environ.get("RENDER_KILLS", "8"))  # as for builds: test_kill.py


def test_a_kill_leaves_the_old_or_the_new_progress(project: Path) -> None:
    data = blank_trackers()["财务处"]
    chance = random.Random(7)
    for number in range(ROUNDS):
        before = progress_text(read_progress(Path("progress.yaml")))
        Path("财务处.xlsx").write_bytes(filled(data, {"2-3": {"进展状态": "推进中", "进展情况": f"第{number}次"}}))
        process = subprocess.Popen(
            [sys.executable, "-m", "render", "collect", "财务处.xlsx", "--yes"], stdout=-3, stderr=-3
        )
        time.sleep(chance.uniform(0.2, 0.9))
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = read_progress(Path("progress.yaml"))
        if progress_text(after) != before:
            assert after.latest["财务处", "2-3"].situation == f"第{number}次"
    assert run("财务处.xlsx", "--yes").code == 0
    assert latest()["财务处", "2-3"].situation == f"第{ROUNDS - 1}次"


@pytest.fixture(autouse=True)
def no_leftovers(tmp_path: Path) -> Iterator[None]:
    yield
    kept = {"plan.yaml", "progress.yaml", "收回", "存过", "output"}
    junk = {path.name for path in tmp_path.iterdir()} - kept
    assert not {name for name in junk if not name.endswith((".xlsx", ".tmp"))}


def test_a_ledger_is_known_without_its_marks(project: Path) -> None:
    """Its states are those of several units together: they must not become the words of one."""
    made = make_documents(real_plan(), ROOT / "templates")
    (ledger,) = (one for one in made if one.template == "ledger.html")
    workbook: Any = openpyxl.load_workbook(io.BytesIO(writer("xlsx")(ledger.page)))
    for name in list(workbook.custom_doc_props.names):
        del workbook.custom_doc_props[name]
    sheet = workbook["总台账"]
    for row in sheet.iter_rows(min_row=5, max_row=6):
        for cell in row:
            cell.value = "已完成" if cell.value == "未填报" else cell.value
    workbook.save("总.xlsx")
    collected = run("总.xlsx", "--unit", "信保处", "--yes")
    assert (collected.code, collected.lines[0]) == (0, "总.xlsx：没有新的审核意见")
    assert not (project / "progress.yaml").exists()
