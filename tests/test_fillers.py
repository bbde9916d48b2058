"""A collective's tracker tells which member filled it in: the cell, what collecting makes of it, and where it stays."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from render.collect import collect
from render.plan.model import Plan
from render.plan.progress import Progress
from render.reader.progress import progress_text, read_progress
from render.writers.xlsx import write
from support.trackers import filled, trackers
from test_ledger import documents, shown

GROUP, ONE, TWO = "各市、县教育局", "甲市教育局", "乙县教育局"
DONE = {"进展状态": "推进中", "填报日期": date(2017, 6, 30)}
Change = Callable[[Any, Any], None]


def plan(*members: str) -> Plan:
    task = {"编号": "1-1", "内容": "甲事", "完成时间": "2017年6月", "责任主体": [GROUP], "协助单位": ["办公室"]}
    group = {"名称": GROUP, "类别": "教育局", "群体": True, "成员": list(members)}
    units = [group, {"名称": "办公室", "类别": "机关处室"}]
    goal = {"名称": "目标", "内容": "内容", "任务": [task]}
    return Plan.model_validate({"标题": "计划", "年度": "2017", "单位": units, "目标": [goal]})


NOBODY = Progress.model_validate({})


def cell(sheet: Any) -> Any:
    return sheet[sheet.defined_names["填报单位"].attr_text.split("!")[1].replace("$", "")]


def write_name(name: str) -> Change:
    return lambda _, sheet: setattr(cell(sheet), "value", name)


def tracker(progress: Progress = NOBODY, of: Plan | None = None) -> bytes:
    return trackers(progress, of or plan(), GROUP)[GROUP]


def returned(folder: Path, name: str, change: Change | None, said: dict[str, Any] = DONE, file: str = "") -> Path:
    path = folder / f"{file or name or '无名'}.xlsx"
    path.write_bytes(filled(tracker(), {"1-1": said}, change))
    return path


def test_only_a_collective_s_tracker_has_the_cell_and_it_can_be_filled_in() -> None:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(tracker())).worksheets[0]
    one = cell(sheet)
    assert sheet.protection.sheet
    assert not one.protection.locked
    before = [c.value for c in sheet[one.row] if c.column < one.column and c.value]
    assert before == ["填报单位："]
    (prompt,) = (rule for rule in sheet.data_validations.dataValidation if one.coordinate in rule.sqref)
    assert (prompt.promptTitle, GROUP in prompt.prompt) == ("填报单位", True)
    other: Any = openpyxl.load_workbook(io.BytesIO(trackers(NOBODY, plan(), "办公室")["办公室"])).worksheets[0]
    assert "填报单位" not in other.defined_names


def test_the_name_is_kept_with_what_was_said_and_stands_in_tracker_and_ledger(tmp_path: Path) -> None:
    path = returned(tmp_path, ONE, write_name(ONE), DONE | {"填报人": "张三"})
    (delivery,) = collect([path], plan(), NOBODY).deliveries()
    assert (delivery.unit, delivery.filler, delivery.entries[0].state) == (GROUP, ONE, "推进中")
    kept = NOBODY.with_batch(collect([path], plan(), NOBODY).batch("2017-07-01T10:00:00"))
    (tmp_path / "progress.yaml").write_text(progress_text(kept), "utf-8")
    assert read_progress(tmp_path / "progress.yaml") == kept
    assert cell(openpyxl.load_workbook(io.BytesIO(tracker(kept))).worksheets[0]).value == ONE
    (row,) = shown(write(documents(plan(), kept)["总台账"].page))["总台账"]
    assert row["填报人"] == f"{ONE}\n张三"


def strip_cell(_: Any, sheet: Any) -> None:
    """What a tracker of before is like."""
    row = cell(sheet).row
    for area in [str(one) for one in sheet.merged_cells.ranges if one.min_row == row]:
        sheet.unmerge_cells(area)
    for one in sheet[row]:
        one.value = None
    del sheet.defined_names["填报单位"]


def one_cell(_: Any, sheet: Any) -> None:
    """The name typed behind the label, as people do."""
    row = cell(sheet).row
    next(one for one in sheet[row] if one.value).value = f"填报单位: {ONE} "


@pytest.mark.parametrize(
    ("change", "filler", "note"),
    [
        (strip_cell, "", []),
        (one_cell, ONE, []),
        (write_name(f" {ONE}\n"), ONE, []),
        (write_name(""), "", [f"填报单位没有填，不知道是{GROUP}里的哪一个；照样收了"]),
    ],
)
def test_a_tracker_is_taken_with_the_name_and_without(
    tmp_path: Path, change: Change, filler: str, note: list[str]
) -> None:
    found = collect([returned(tmp_path, GROUP, change)], plan(), NOBODY)
    (delivery,) = found.deliveries()
    assert (delivery.filler, len(delivery.entries), list(found.parcels[0].notes)) == (filler, 1, note)


def test_a_name_that_is_no_member_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    found = collect([returned(tmp_path, GROUP, write_name("甲市教育"))], plan(ONE, TWO), NOBODY)
    (note,) = found.parcels[0].notes
    assert note.startswith(f"填报单位“甲市教育”不在{GROUP}的成员里；")
    assert ONE in note
    assert collect([returned(tmp_path, GROUP, write_name(TWO))], plan(ONE, TWO), NOBODY).parcels[0].notes == []


def test_one_member_s_word_does_not_take_another_s_place_unasked(tmp_path: Path) -> None:
    first = collect([returned(tmp_path, ONE, write_name(ONE))], plan(), NOBODY)
    kept = NOBODY.with_batch(first.batch("2017-07-01T10:00:00"))
    later = DONE | {"进展状态": "需协调", "填报日期": date(2017, 7, 2)}
    found = collect([returned(tmp_path, TWO, write_name(TWO), later)], plan(), kept)
    assert [question.text for _, question in found.questions] == [
        f"填报单位：上次是{ONE}填的，这次是{TWO}；几家的情况合成一份再收"
    ]
    assert (found.deliveries(), len(found.deliveries(accept=True))) == ([], 1)
    again = collect([returned(tmp_path, ONE, write_name(ONE), later, "又")], plan(), kept)
    assert (again.questions, len(again.deliveries())) == ([], 1)


def test_of_two_members_files_it_is_told_whose_was_left(tmp_path: Path) -> None:
    later = DONE | {"填报日期": date(2017, 7, 2)}
    paths = [returned(tmp_path, ONE, write_name(ONE)), returned(tmp_path, TWO, write_name(TWO), later)]
    found = collect(paths, plan(), NOBODY)
    assert [parcel.passed for parcel in found.parcels if parcel.passed] == [
        [f"{GROUP}有两份，分别是{TWO}、{ONE}填的，收了 {TWO}.xlsx（填报日期更晚），没有收这一份"]
    ]
