"""The trackers and the ledger of the real plan: every task where it belongs, nothing else, ready to be filled in."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from render.documents.document import make_documents
from render.plan.answers import ANSWERS, AnswerKind
from render.plan.model import Plan
from render.reader import read_plan
from render.writers.xlsx import problems, write

ROOT = Path(__file__).parent.parent
INPUTS = [word for word, kind in ANSWERS.items() if kind is not AnswerKind.MILESTONES]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(ROOT / "plan.yaml").plan


@pytest.fixture(scope="module")
def sheets(plan: Plan) -> dict[str, Any]:
    """Name below 任务台账/ → the sheet."""
    made = [d for d in make_documents(plan, ROOT / "templates") if d.name.startswith("任务台账/")]
    assert [problem for document in made for problem in problems(document.page)] == []
    return {
        document.name.removeprefix("任务台账/"): openpyxl.load_workbook(io.BytesIO(write(document.page))).worksheets[0]
        for document in made
    }


def columns(sheet: Any) -> dict[str, list[Any]]:
    """Each key → the cells of its column, as `collect` will find them."""
    areas = {key: name.attr_text.split("!")[1] for key, name in sheet.defined_names.items()}
    return {key: [row[0] for row in sheet[area]] for key, area in areas.items() if ":" in area}


def above(sheet: Any) -> set[str]:
    """The cells above the table to be filled in: of a collective, that for the member's name."""
    name = sheet.defined_names.get("填报单位")
    start = name.attr_text.split("!")[1].replace("$", "") if name else ""
    areas = [area for area in sheet.merged_cells.ranges if area.coord.split(":")[0] == start]
    return {cell.coordinate for area in areas for row in sheet[area.coord] for cell in row}


def rows(sheet: Any, *keys: str) -> list[tuple[Any, ...]]:
    found = columns(sheet)
    return list(zip(*([cell.value for cell in found[key]] for key in keys), strict=True))


def expected(plan: Plan, unit: str) -> list[tuple[str, ...]]:
    """(编号, 工作目标, 具体任务, 角色, 责任主体, 协助单位) of a unit, from the plan itself."""
    names = {name for name, owner in plan.unit_of.items() if owner.name == unit}
    return [
        (task.id, goal.name, task.content, role, "、".join(task.leads), "、".join(task.assistants))
        for goal, task in plan.tasks
        for role, named in (("牵头", task.leads), ("协助", task.assistants))
        if names & set(named)
    ]


def test_each_unit_with_tasks_gets_a_tracker(plan: Plan, sheets: dict[str, Any]) -> None:
    assert set(sheets) == {"总台账", *(unit.name for unit in plan.units if expected(plan, unit.name))}


def test_a_tracker_holds_the_tasks_of_its_unit_and_no_other(plan: Plan, sheets: dict[str, Any]) -> None:
    keys = ("编号", "工作目标", "具体任务", "角色", "责任主体", "协助单位")
    for unit, sheet in sheets.items():
        if unit != "总台账":
            made = [tuple(value or "" for value in row) for row in rows(sheet, *keys)]
            assert made == expected(plan, unit), unit
            assert {p.name: p.value for p in sheet.parent.custom_doc_props.props}["单位"] == unit


def test_the_ledger_holds_every_task_with_its_real_deadline(plan: Plan, sheets: dict[str, Any]) -> None:
    made = [
        (number, day.date() if day != "长期" else None) for number, day in rows(sheets["总台账"], "编号", "完成时间")
    ]
    assert made == [(task.id, plan.deadline(task).last_day) for _, task in plan.tasks]
    assert len(made) == 43


def test_only_the_cells_to_be_filled_in_are_open(sheets: dict[str, Any]) -> None:
    for sheet in (sheet for unit, sheet in sheets.items() if unit != "总台账"):
        found = columns(sheet)
        unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert unlocked == {cell.coordinate for key in INPUTS for cell in found[key]} | above(sheet)
        assert sheet.protection.sheet
        checks = {str(rule.sqref).split(":")[0] for rule in sheet.data_validations.dataValidation} - above(sheet)
        assert checks == {found[key][0].coordinate for key in INPUTS if key != "填报人"}
