"""节点: a line of a tracker for each milestone, what was reported of them, and those that are late."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document

from support.rulings import fill, reviewing_project, row
from support.small_project import PLAN, Project
from test_lights import record, reported, ruled

TEMPLATES = Path(__file__).parents[1] / "templates"
CELL = "节点完成情况"
STEPS = "节点: [{时间: 1月底前, 内容: 定方案}, {时间: 2017年2月, 内容: 做完}]"
STAGED = PLAN.replace("内容: 甲事,", f"内容: 甲事, {STEPS},")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    found = reviewing_project(tmp_path)
    found.write("plan.yaml", STAGED)
    return found


def told(project: Project, day: str) -> dict[str, Any]:
    """What status says on a day."""
    found: dict[str, Any] = json.loads("\n".join(project.run("status", "--today", day, "--json").lines))
    return found


def late(project: Project, day: str) -> list[str]:
    """The milestones that are late on a day; the task says the same, and its light."""
    found = told(project, day)
    names = [one["内容"] for one in found["节点逾期"]]
    assert found["任务"][0]["灯"] == ("黄" if names else "")
    return names


def said(day: str, unit: str, text: str, **more: str) -> dict[str, Any]:
    return reported(day, unit, {"编号": "1-1", CELL: text, **more})


def test_a_milestone_goes_out_comes_back_and_stands_in_the_next_tracker_and_the_ledger(project: Project) -> None:
    assert project.run("build").code == 0
    assert row(project, "财务处", "1-1")[CELL] == "1月底前定方案：\n2017年2月做完："
    assert CELL not in row(project, "人事处", "1-2")  # no task of its has any
    back = fill(
        project, "财务处", {"1-1": {CELL: "1月底前定方案：1月20日完成\n2017年2月做完：", "填报日期": "2017-2-1"}}
    )
    assert project.run("collect", back, "--yes").code == 0
    assert project.run("build").code == 0
    assert row(project, "财务处", "1-1")[CELL] == "1月底前定方案：2017年1月20日完成\n2017年2月做完："
    assert row(project, "总台账", "1-1")[CELL] == "1月底前定方案：2017年1月20日完成\n2017年2月做完：未报"
    answers = [one["完成情况"] for one in told(project, "2017-02-02")["任务"][0]["节点进展"]]
    assert answers == ["2017年1月20日完成", ""]
    assert any("1月底前定方案：2017年1月20日完成" in line for line in project.run("status", "--task", "1-1").lines)


def test_a_tracker_in_which_only_the_names_of_milestones_stand_says_nothing(project: Project) -> None:
    assert project.run("build", "--file", "任务台账/财务处").code == 0
    run = project.run("collect", fill(project, "财务处", {}), "--yes")
    assert any("一项也没有填" in line for line in (*run.lines, *run.errors))
    assert not (project.root / "progress.yaml").exists()


def test_a_plan_without_milestones_has_no_column_for_them(project: Project) -> None:
    project.write("plan.yaml", PLAN)
    assert project.run("build", "--file", "任务台账/财务处", "--file", "任务台账/总台账").code == 0
    assert CELL not in row(project, "财务处", "1-1")
    assert CELL not in row(project, "总台账", "1-1")
    assert not any("节点" in line for line in project.run("status", "--today", "2017-12-31").lines)


#: What stands in the cell → what is recorded; None where it is refused.
FORMS: Mapping[str, str | None] = {
    "1月底前定方案: 完成。\n2017年2月做完：尚未完成": "1月底前定方案：已完成\n2017年2月做完：未完成",
    "1月底前定方案：于2017-1-9完成\n\n2017年2月做完：推进中": "1月底前定方案：2017年1月9日完成\n2017年2月做完：未完成",
    "1月底前定方案：1月完成\n2017年2月做完：": "1月底前定方案：已完成",
    "全部完成": "全部：已完成",
    "1月底前定方案：\n已完成": None,
    "1月底前定方案：快了": None,
    "1月底前定方案：2007年1月3日": None,
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[str]]:
    """Task → what was recorded of its milestones, of tasks that have each of FORMS; and what was said of the rest."""
    root = tmp_path_factory.mktemp("forms")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        project = reviewing_project(root)
        line = next(one for one in STAGED.splitlines() if "编号: 1-1" in one)
        more = [line.replace("1-1", f"2-{number}") for number in range(1, len(FORMS) + 1)]
        project.write("plan.yaml", STAGED.replace(line, "\n".join([line, *more])))
        project.run("build", "--file", "任务台账/财务处")
        cells = {f"2-{number}": {CELL: text} for number, text in enumerate(FORMS, 1)}
        back = fill(project, "财务处", {**cells, "1-1": {CELL: "开会：已完成\n1月底前定方案：已完成"}})
        run = project.run("collect", back, "--yes")
        data = yaml.safe_load((root / "progress.yaml").read_text("utf-8"))
    entries = data["收取"][0]["来件"][0]["填报"]
    return {one["编号"]: one.get(CELL, "") for one in entries}, [*run.lines, *run.errors]


@pytest.mark.parametrize(("number", "text"), list(enumerate(FORMS, 1)))
def test_a_cell_is_understood_as_people_fill_it_in_or_refused(
    collected: tuple[dict[str, str], list[str]], number: int, text: str
) -> None:
    assert collected[0].get(f"2-{number}") == FORMS[text]


def test_an_answer_to_no_milestone_of_the_task_is_told(collected: tuple[dict[str, str], list[str]]) -> None:
    assert any("任务1-1没有节点“开会”" in line for line in collected[1])
    assert sum("看不懂" in line for line in collected[1]) == sum(one is None for one in FORMS.values())


RULES = "年度: 2017\n督办: [{灯: 黄, 条件: 节点逾期}]"


def test_a_milestone_is_late_from_the_day_after_its_own_until_it_is_reported(project: Project) -> None:
    project.change("年度: 2017", RULES)
    assert late(project, "2017-01-31") == []
    assert late(project, "2017-02-01") == ["定方案"]
    record(project, said("2017-02-01", "财务处", "1月底前定方案：未完成"))
    assert late(project, "2017-02-01") == ["定方案"]
    table = project.run("status", "--today", "2017-02-01").lines
    assert "督办 黄：1（1-1）" in table
    assert "节点逾期：1" in table
    record(project, said("2017-02-01", "财务处", "1月底前定方案：已完成"))
    assert late(project, "2017-02-28") == []
    assert late(project, "2017-03-01") == ["做完"]
    project.change("1月底前", "2月15日前")  # known by its text still
    assert late(project, "2017-02-28") == []


def test_an_extension_moves_the_milestone_at_the_end_and_a_task_that_is_done_has_none_late(project: Project) -> None:
    project.change("年度: 2017", RULES)
    record(project, ruled("2017-02-20", "1-1", "同意延期", 延期至="2017年4月"))
    assert late(project, "2017-04-30") == ["定方案"]
    assert late(project, "2017-05-01") == ["定方案", "做完"]
    record(project, said("2017-02-01", "财务处", "", 进展状态="已完成"))
    assert late(project, "2017-05-01") == []


def test_of_several_leads_the_silent_leave_it_to_others_and_one_that_says_no_decides(project: Project) -> None:
    project.change("年度: 2017", RULES)
    project.change("责任主体: [财务处]", "责任主体: [财务处, 办公室]")
    done = said("2017-02-01", "财务处", "全部：已完成")
    record(project, done)
    assert late(project, "2017-03-01") == []
    record(project, done, said("2017-02-02", "办公室", "1月底前定方案：未完成"))
    assert late(project, "2017-03-01") == ["定方案"]
    project.change("办公室, 类别: 机关处室", "办公室, 类别: 机关处室, 群体: true, 成员: [甲科, 乙科]")
    record(project, said("2017-02-02", "甲科", "全部：已完成"))
    assert late(project, "2017-03-01") == ["定方案", "做完"]
    record(project, *(said("2017-02-02", name, "全部：已完成") for name in ("甲科", "乙科")))
    assert late(project, "2017-03-01") == []


def test_a_notice_of_supervision_names_the_milestone_and_asks_why(project: Project) -> None:
    project.change("年度: 2017", RULES)
    shutil.copytree(TEMPLATES, project.root / "templates", dirs_exist_ok=True)
    project.change("格式: [docx, pdf]", "格式: [docx]", "templates/reminder.html")
    run = project.run("build", "--today", "2017-02-01", "--file", "督办通知/财务处")
    assert run.code == 0, run.errors
    text = "\n".join(one.text for one in Document(str(project.output / "督办通知/财务处.docx")).paragraphs)
    assert "，节点“1月底前定方案”已逾期。" in text
    assert "对逾期的节点，请书面说明原因" in text
    assert "做完”已逾期" not in text
