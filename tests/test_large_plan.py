"""300 tasks in 20 goals: nothing is lost, and what is printed can be read."""

import re
from pathlib import Path

import docx
import pytest

from render.check.lint import lint
from render.documents.document import Document, make_documents
from render.plan.model import Plan
from render.reader import Reading
from render.reader.reading import plan_of
from render.writers import writer
from support.large_plan import EACH, GOALS, large_plan
from support.real_project import ROOT, docx_tables, html_rows, squeezed, xlsx_rows

UNIT = "市财政局"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return plan_of(large_plan(), "plan.yaml")


@pytest.fixture(scope="module")
def plan(reading: Reading) -> Plan:
    return reading.plan


@pytest.fixture(scope="module")
def documents(plan: Plan) -> dict[str, Document]:
    return {one.name: one for one in make_documents(plan, ROOT / "templates")}


def made(document: Document, kind: str, folder: Path) -> Path:
    path = folder / f"文件.{kind}"
    path.write_bytes(writer(kind)(document.page))
    return path


def test_it_is_as_large_as_it_says_and_nothing_is_wrong_with_it(reading: Reading) -> None:
    assert (len(reading.plan.goals), len(list(reading.plan.tasks))) == (GOALS, GOALS * EACH) == (20, 300)
    assert lint(reading, "plan.yaml") == []


def test_the_table_has_every_task_in_its_goal(plan: Plan, documents: dict[str, Document], tmp_path: Path) -> None:
    head, *rows = html_rows(made(documents["任务分解表"], "html", tmp_path))
    assert head == ("重点工作", "具体任务", "目标值", "完成时间", "牵头单位", "配合单位")
    wanted = [
        [
            task.id + task.content,
            task.target or "—",
            task.deadline,
            "、".join(task.leads),
            "、".join(task.assistants) or "—",
        ]
        for _, task in plan.tasks
    ]
    assert [[squeezed(text) for text in row[1:]] for row in rows] == wanted
    assert [squeezed(row[0]).partition("）")[2] for row in rows] == [goal.name for goal, _ in plan.tasks]
    goals = dict.fromkeys(row[0] for row in rows)
    assert len(goals) == GOALS
    assert [squeezed(name) for name in goals][-1].startswith("（二十）")


def test_no_column_of_the_table_is_too_narrow_for_what_stands_in_it(documents: dict[str, Document]) -> None:
    widths = [float(one) for one in re.findall(r'<col style="width: ([0-9.]+)%"', documents["任务分解表"].page.html)]
    assert sum(widths) == pytest.approx(100, abs=1)
    goal, task, target, deadline, leads, helpers = widths
    assert task == max(widths)
    assert helpers > leads > target
    assert min(goal, deadline) > 100 * 5 / 60  # five characters


def test_a_letter_and_a_tracker_have_what_the_unit_has_to_do(
    plan: Plan, documents: dict[str, Document], tmp_path: Path
) -> None:
    own = [task for _, task in plan.tasks if UNIT in task.units]
    leads = [task for task in own if UNIT in task.leads]
    path = made(documents[f"任务通知/{UNIT}"], "docx", tmp_path)
    text = "".join(one.text for one in docx.Document(str(path)).paragraphs)
    assert f"你局承担牵头任务{len(leads)}项、配合任务{len(own) - len(leads)}项，见附件1。" in text
    rows = docx_tables(path)[0][1:]
    assert [row[0] for row in rows] == [task.id for task in own]
    assert {row[-1] for row in rows} == {"牵头", "配合"}
    tracker = xlsx_rows(made(documents[f"任务台账/{UNIT}"], "xlsx", tmp_path))
    assert [row[0] for row in tracker if row[0] in {task.id for task in own}] == [task.id for task in own]


def test_the_ledger_counts_all(plan: Plan, documents: dict[str, Document], tmp_path: Path) -> None:
    rows = xlsx_rows(made(documents["任务台账/总台账"], "xlsx", tmp_path))
    ids = [task.id for _, task in plan.tasks]
    assert [row[0] for row in rows if row[0] in set(ids)] == ids
    assert any("20 项重点工作，300 项任务" in str(cell) for row in rows for cell in row)
