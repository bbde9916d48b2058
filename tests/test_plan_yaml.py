"""plan.yaml against the published table, read here a second time and by other means."""

import re
from pathlib import Path

import pytest

from render.plan.addressing import UnitKind
from render.plan.model import Plan
from render.reader import Reading, read_plan

ROOT = Path(__file__).parents[1]
SEED = Path(__file__).parent / "data" / "seed.txt"

COLUMNS = 6
Row = list[str]  # six cells; an empty one below a goal's first task is merged with the cell above
REALLY_EMPTY = {(3, 4)}  # its 协助单位 is empty, not merged with the cell above


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_plan(ROOT / "plan.yaml")


@pytest.fixture(scope="module")
def plan(reading: Reading) -> Plan:
    return reading.plan


def joined(above: str, below: str) -> str:
    """A cell cut by the page end; what was printed at both ends of the cut counts once."""
    overlap = max(n for n in range(len(below) + 1) if above.endswith(below[:n]))
    return above + below[overlap:]


def pages() -> list[list[Row]]:
    """The rows of each page, without headings."""
    found: list[list[Row]] = []
    for line in SEED.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if cells[0] == "工作目标":
            found.append([])
        elif len(cells) == COLUMNS and cells[4] != "责任主体":
            slid = cells[0] and re.fullmatch(r"\d{4}年\d+月", cells[1])
            found[-1].append(["", "", *cells[:4]] if slid else cells)
    return found


def rows() -> list[Row]:
    """The rows of the table, with the cells joined that a page end cut."""
    table: list[Row] = []
    for page in pages():
        top = page[0]
        if not table or top[0].startswith("("):
            table += page
            continue
        goal = max(n for n, row in enumerate(table) if row[0])
        assisted = max(n for n, row in enumerate(table) if row[5])
        for column in (0, 1):
            table[goal][column] = joined(table[goal][column], top[column])
        goes_on = not top[2] or not table[-1][2].endswith("。")
        if goes_on:
            table[-1][2] = joined(table[-1][2], top[2])
            table[assisted][5] = joined(table[assisted][5], top[5])
        else:
            top[0] = top[1] = ""
        table += page[1:] if goes_on else page
    return table


def published() -> list[tuple[str, str, list[tuple[str, ...]]]]:
    """Each goal with its content and its tasks: 内容, 完成时间, 责任主体, 协助单位."""
    goals: list[tuple[str, str, list[tuple[str, ...]]]] = []
    for row in rows():
        if row[0]:
            goals.append((re.sub(r"^\(\w+\) ?", "", row[0]), row[1], []))
        tasks = goals[-1][2]
        above = tasks[-1] if tasks else ("",) * 4
        when, lead, assistants = (cell or merged for cell, merged in zip(row[3:], above[1:], strict=True))
        empty = (len(goals), len(tasks) + 1) in REALLY_EMPTY
        tasks.append((row[2], when, lead, "" if empty else assistants))
    return goals


def test_the_table_has_14_goals_and_43_tasks() -> None:
    assert [len(tasks) for *_, tasks in published()] == [2, 3, 8, 4, 2, 1, 1, 6, 3, 3, 2, 5, 2, 1]


def test_every_text_stands_in_the_plan_as_published(plan: Plan) -> None:
    written = [
        (
            goal.name,
            goal.content,
            [(task.content, task.deadline, "、".join(task.leads), "、".join(task.assistants)) for task in goal.tasks],
        )
        for goal in plan.goals
    ]
    assert written == published()


def test_tasks_are_numbered_as_in_the_table(plan: Plan) -> None:
    numbers = [[task.id for task in goal.tasks] for goal in plan.goals]
    assert numbers == [[f"{g}-{t}" for t in range(1, len(tasks) + 1)] for g, (*_, tasks) in enumerate(published(), 1)]


def test_the_cells_that_needed_care(plan: Plan) -> None:
    tasks = {task.id: task for _, task in plan.tasks}
    empty = [name for name, task in tasks.items() if not task.assistants]
    assert empty == ["2-1", "2-2", "3-4", "11-1"]
    assert tasks["2-2"].leads == ("各市、县教育局",)
    assert tasks["3-4"].leads == ("高等学校",)
    assert tasks["10-3"].assistants == ("省教育信息化发展研究中心", "装备中心")
    assert tasks["12-5"].deadline == "2017年12月"
    assert plan.goals[7].name == "推动基础教育信息技术与教学融合应用"


def test_31_addressees_each_with_a_task(plan: Plan) -> None:
    named = {plan.unit_of[name].name for _, task in plan.tasks for name in (*task.leads, *task.assistants)}
    assert [unit.name for unit in plan.units if unit.name not in named] == []
    assert len(plan.units) == len(named) == 31
    assert plan.unit_of["高等学校"].name == "各高等学校"


def test_kinds_of_the_addressees(plan: Plan) -> None:
    kinds = {kind: {unit.name for unit in plan.units if unit.kind is kind} for kind in UnitKind}
    assert kinds[UnitKind.MINISTERIAL_UNIVERSITY] == {"西安交通大学", "陕西师范大学"}
    assert kinds[UnitKind.PROVINCIAL_UNIVERSITY] == {"西北大学", "陕西学前师范学院", "各高等学校"}
    assert kinds[UnitKind.BUREAU] == {"各市、县教育局"}
    assert (len(kinds[UnitKind.OFFICE]), len(kinds[UnitKind.AFFILIATE])) == (17, 8)
    assert {unit.name for unit in plan.units if unit.collective} == {
        "各高等学校",
        "各市、县教育局",
        "相关业务处室",
        "各处室和相关单位",
        "涉及高校工作的业务处室",
    }


def test_facts_that_the_source_does_not_give_are_blank(plan: Plan) -> None:
    given = {key: value for key, value in plan.sender.model_dump(by_alias=True, exclude_defaults=True).items() if value}
    assert given == {"机关": "陕西省教育厅", "经办": "信保处"}
    assert (plan.title, plan.year) == ("2017年教育信息化工作要点任务分解表", 2017)


def test_comments_mark_where_the_source_disagrees_with_itself(reading: Reading) -> None:
    lines = (ROOT / "plan.yaml").read_text("utf-8").splitlines()
    marked = [number for number, line in enumerate(lines, 1) if "自相矛盾" in line]
    assert marked == [reading.line("目标", goal, "内容") - 1 for goal in (5, 8)]
    assert lines[0] == "# yaml-language-server: $schema=./plan.schema.json"
