"""What stands in a returned tracker beside the answers is told with its place; whose the file is, is what it says."""

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from support.trackers import ROOT, blank_trackers, filled, real_plan
from test_collect import DONE, copied, entry, latest, mark, run

UNIT, TASK, OTHER = "财务处", "2-3", "4-1"
BOX = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody><a:p><a:r><a:t>框里</a:t>
</a:r><a:r><a:t>的话</a:t></a:r></a:p><a:p><a:r><a:t>第二段</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "plan.yaml", tmp_path)
    return tmp_path


Change = Callable[[Any, Any], None]


def put(place: str, value: Any) -> Change:
    def change(workbook: Any, sheet: Any) -> None:
        sheet[place].value = value

    return change


def comment(text: str) -> Change:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["J7"].comment = Comment(text, "甲")

    return change


def merge(area: str) -> Change:
    def change(workbook: Any, sheet: Any) -> None:
        sheet.merge_cells(area)

    return change


def struck(workbook: Any, sheet: Any) -> None:
    sheet["J7"].value = "不做了"
    sheet["J7"].font = Font(strike=True)


def partly_struck(workbook: Any, sheet: Any) -> None:
    sheet["J7"].value = CellRichText("做了", TextBlock(InlineFont(strike=True), "一半"), "全部")


def hidden(workbook: Any, sheet: Any) -> None:
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["M"].hidden = True


def extra_column(workbook: Any, sheet: Any) -> None:
    sheet["S6"].value, sheet["S7"].value, sheet["S8"].value = "说明", "等文件", 0.5
    sheet["S8"].number_format = "0%"


def another_sheet(workbook: Any, sheet: Any) -> None:
    workbook.create_sheet("补充")["B2"] = "另有说明"


THREAD = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it "
    "will get removed if the file is opened in a newer version of Excel. Learn more: "
    "https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n    请核\nReply:\n    已核"
)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("C7", "少做一点"), ["任务台账!C7：具体任务被改成“少做一点”，没有采用，以计划为准"]),
        (
            put("C8", "少做"),
            ["任务台账!C8：具体任务被改成“少做”，没有采用，以计划为准"],
        ),  # nothing filled in there
        (put("D7", "协助"), ["任务台账!D7：角色被改成“协助”，没有采用，以计划为准"]),
        (put("E7", "2018年"), ["任务台账!E7：完成时间被改成“2018年”，没有采用，以计划为准"]),
        (put("E7", None), ["任务台账!E7：完成时间被改成“空”，没有采用，以计划为准"]),
        (put("R7", "可以缓一缓"), ["任务台账!R7：“预警”栏的“可以缓一缓”没有收"]),
        (put("Q7", 12), []),  # what was computed, pasted as a value
        (put("B12", "联系人在外出差"), ["任务台账!B12：表外的“联系人在外出差”没有收"]),
        (put("T20", 12.5), ["任务台账!T20：表外的“12.5”没有收"]),
        (extra_column, ["任务台账!S7：“说明”栏的“等文件”没有收", "任务台账!S8：“说明”栏的“50%”没有收"]),
        (comment("请办公室定"), ["任务台账!J7：批注“请办公室定”没有收"]),
        (comment(THREAD), ["任务台账!J7：批注“Comment: / 请核 / Reply: / 已核”没有收"]),
        (merge("H7:H8"), ["任务台账!H7:H8：合并的格子，只算第7行（任务2-3）的进展状态"]),
        (merge("H7:I7"), ["任务台账!H7:I7：合并的格子，只算第7行（任务2-3）的进展状态"]),
        (merge("B7:B8"), ["任务台账!B8：工作目标被改成“空”，没有采用，以计划为准"]),
        (struck, ["任务台账!J7：“不做了”画了删除线，照样收了"]),
        (partly_struck, ["任务台账!J7：“一半”画了删除线，照样收了"]),
        (hidden, ["任务台账第7行是隐藏的，照样收了", "任务台账M列“填报人”是隐藏的，照样收了"]),
        (another_sheet, ["还有工作表“补充”，没有读：另有说明"]),
        (None, []),
    ],
)
def test_what_stands_beside_the_answers(change: Change | None, told: list[str]) -> None:
    Path("财务处.xlsx").write_bytes(filled(blank_trackers()[UNIT], {TASK: DONE}, change))
    found = run("财务处.xlsx", "--yes")
    assert [line.removeprefix("财务处.xlsx：") for line in found.lines if line.startswith("财务处.xlsx：")] == told
    assert (found.code, found.errors) == (0, [])
    assert latest()[UNIT, TASK].state == "已完成"


def test_text_boxes_are_told() -> None:
    data = io.BytesIO(filled(blank_trackers()[UNIT], {TASK: DONE}))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", BOX)
    Path("财务处.xlsx").write_bytes(data.getvalue())
    assert "财务处.xlsx：文本框里的“框里的话 / 第二段”没有收" in run("财务处.xlsx", "--yes").lines


def test_a_partly_struck_text_is_read_whole() -> None:
    Path("财务处.xlsx").write_bytes(filled(blank_trackers()[UNIT], {TASK: DONE}, partly_struck))
    assert run("财务处.xlsx", "--yes").code == 0
    assert latest()[UNIT, TASK].situation == "做了一半全部"


@pytest.mark.parametrize("place", ["A8", "B8", "H8", "J8", "M8"])
def test_an_error_in_any_column_refuses_the_row(place: str) -> None:
    change = put(place, "#REF!")
    Path("财务处.xlsx").write_bytes(filled(blank_trackers()[UNIT], {TASK: DONE, OTHER: DONE}, change))
    found = run("财务处.xlsx", "--yes")
    assert found.code == 1
    assert len(found.errors) == 1
    assert "没有收" in found.errors[0]
    assert "#REF!" in found.errors[0]
    assert list(latest()) == [(UNIT, TASK)]


def test_results_of_formulas_are_read_as_they_are_shown() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["J7"].value, sheet["J7"].number_format = "=3/5", "0%"

    data = filled(blank_trackers()[UNIT], {TASK: DONE}, change)
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = source.read(name).replace(b"<f>3/5</f><v></v>", b"<f>3/5</f><v>0.6</v>")
            archive.writestr(name, part.replace(b"<f>3/5</f><v/>", b"<f>3/5</f><v>0.6</v>"))
    Path("财务处.xlsx").write_bytes(target.getvalue())
    assert run("财务处.xlsx", "--yes").code == 0
    assert latest()[UNIT, TASK].situation == "60%"


def test_days_counted_from_1904_are_the_same_days() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        workbook.epoch = CALENDAR_MAC_1904
        for place, number_format in (("J7", 31), ("L7", 14)):
            sheet[place].value = 42916 - 1462
            sheet[place]._style.numFmtId = number_format

    Path("财务处.xlsx").write_bytes(filled(blank_trackers()[UNIT], {TASK: DONE}, change))
    assert run("财务处.xlsx", "--yes").code == 0
    assert (latest()[UNIT, TASK].situation, latest()[UNIT, TASK].day) == ("2017年6月30日", "2017-06-30")


def other_wording(workbook: Any, sheet: Any) -> None:
    copied(workbook, sheet)
    workbook.worksheets[0]["C7"].value = "做一件别的事"


def swapped(workbook: Any, sheet: Any) -> None:
    sheet["C7"].value = sheet["C8"].value


def test_a_file_of_another_plan_is_refused_by_its_marks() -> None:
    title = real_plan().title
    for name, value, error in (
        ("年度", "2016", "是2016年度的台账，现在的计划是2017年度；请对方填新发的台账"),
        ("计划", "别的计划", f"是“别的计划”的台账，现在的计划是“{title}”；请对方填新发的台账"),
        ("单位", "信保出", "计划里没有单位“信保出”；是不是想写“信保处”？"),
    ):
        Path("财务处.xlsx").write_bytes(filled(blank_trackers()[UNIT], {TASK: DONE}, mark(name, value)))
        found = run("财务处.xlsx", "--yes", "--accept")
        assert (found.code, len(found.errors)) == (1, 1)
        assert found.errors[0].startswith(f"财务处.xlsx: {error}")
        assert latest() == {}


def test_an_unmarked_file_of_other_tasks_is_asked_about_row_by_row() -> None:
    Path("财务处.xlsx").write_bytes(filled(blank_trackers()[UNIT], {TASK: DONE, OTHER: DONE}, other_wording))
    found = run("财务处.xlsx", "--yes")
    said = "疑问  财务处.xlsx: Sheet1!C7：任务2-3，具体任务“做一件别的事”和计划里2-3的不同"
    assert (found.code, [line for line in found.lines if line.startswith("疑问")]) == (1, [said])
    assert list(latest()) == [(UNIT, OTHER)]
    assert run("财务处.xlsx", "--yes", "--accept").code == 0
    assert len(latest()) == 2


def test_a_row_whose_number_and_text_are_of_two_tasks_is_refused() -> None:
    Path("财务处.xlsx").write_bytes(filled(blank_trackers()[UNIT], {TASK: DONE, OTHER: DONE}, swapped))
    found = run("财务处.xlsx", "--yes")
    error = "财务处.xlsx: 任务台账!C7：编号是2-3，具体任务却是4-1的，这一行没有收；核对编号"
    assert (found.code, found.errors) == (1, [error])
    assert list(latest()) == [(UNIT, OTHER)]


def pasted(*rows: tuple[Any, ...]) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    for row in (("编号", "具体任务", "进展状态", "完成比例", "填报日期"), *rows):
        sheet.append(row)
    workbook.save("贴来的.xlsx")


def test_a_pasted_table_is_of_the_unit_that_the_office_names() -> None:
    content = next(task.content for _, task in real_plan().tasks if task.id == TASK)
    pasted((TASK, content, "推进中", 0.625, "6月30日"))
    found = run("贴来的.xlsx", "--yes")
    assert found.errors == ["贴来的.xlsx: 看不出是哪个单位的台账；核对是谁发来的，用 --unit 单位 指明"]
    unknown = run("贴来的.xlsx", "--yes", "--unit", "财务出")
    assert (unknown.code, unknown.errors) == (1, ["plan.yaml: 没有单位“财务出”；是不是想写“财务处”？"])
    assert run("贴来的.xlsx", "--yes", "--unit", UNIT).code == 0
    wanted = entry(编号=TASK, 进展状态="推进中", 完成比例="62.5%", 填报日期="2017-06-30")
    assert latest() == {(UNIT, TASK): wanted}
    Path("信保处.xlsx").write_bytes(filled(blank_trackers()["信保处"], {}))
    other = run("信保处.xlsx", "--yes", "--unit", UNIT)
    assert other.errors == ["信保处.xlsx: 里面是“信保处”的台账，不是“财务处”的；核对是谁发来的"]


def test_a_table_without_the_tasks_is_read_by_numbers_and_says_so() -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    for row in (("编号", "进展状态", "完成比例", "填报日期"), (TASK, "推进中", "60%", "6月30日")):
        sheet.append(row)
    workbook.save("贴来的.xlsx")
    found = run("贴来的.xlsx", "--yes", "--unit", UNIT)
    assert (found.code, "贴来的.xlsx：没有“具体任务”一栏，照编号收" in found.lines) == (0, True)
