"""A unit or a plan under a new name is the same one: progress, trackers, status and diff know it by the old one."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from render.plan.changes import ChangeKind, Changes, Edit, compare
from render.plan.model import Plan
from render.plan.progress import Progress
from render.reader.progress import progress_text
from support.real_project import ROOT
from support.small_project import JUNE, MARCH, PLAN, Project
from support.trackers import blank_trackers, filled

SHA = "0" * 64
RENAMED = "名称: 计财处, 类别: 机关处室, 曾用名: [财务处]"
SMALL = PLAN.replace("名称: 财务处, 类别: 机关处室, 别名: [财务]", RENAMED).replace("[财务处], 协", "[计财处], 协")


def said(project: Project, *rows: tuple[str, str, str], **head: Any) -> None:
    """Write a progress.yaml in which units (unit, task, state) reported, one after another."""
    batches = [
        {
            "时间": f"2017-07-0{n}T10:00:00",
            "来件": [{"单位": unit, "文件": "甲.xlsx", "校验": SHA, "填报": [{"编号": task, "进展状态": state}]}],
        }
        for n, (unit, task, state) in enumerate(rows, 1)
    ]
    project.write("progress.yaml", progress_text(Progress.model_validate({**head, "收取": batches})))


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("{名称: 计财处, 类别: 机关处室, 曾用名: [财务处]}",
         ["11: 任务1-1 的责任主体“财务处”是“计财处”的曾用名；写现在的名称：计财处"]),
        ("{名称: 计财处, 类别: 机关处室, 曾用名: [财务处], 别名: [财务处]}",
         ["4: 单位“计财处”的曾用名“财务处”与第 4 行重名；一个名称只写一次"]),
        ("{名称: 财务处, 类别: 机关处室, 曾用名: [人事处]}",
         ["5: 单位“人事处”的名称“人事处”与第 4 行重名；一个名称只写一次"]),
        ("{名称: 财务处, 类别: 机关处室, 曾用名: 计财处}", ["4: 单位“财务处”的曾用名应写成列表：[计财处]"]),
    ],
)  # fmt: skip
def test_a_former_name_is_for_the_past_only(project: Project, unit: str, told: list[str]) -> None:
    project.change("{名称: 财务处, 类别: 机关处室, 别名: [财务]}", unit)
    run = project.run("build")
    assert (run.code, run.lines) == (1, [])
    assert [error.removeprefix("plan.yaml:").replace("目标1·", "") for error in run.errors] == told


def test_progress_and_status_know_a_unit_by_its_former_name(project: Project) -> None:
    said(project, ("财务处", "1-1", "已完成"))
    project.write("plan.yaml", SMALL)
    for name in ("财务处", "计财处"):
        board = json.loads("\n".join(project.run("status", "--json", "--unit", name).lines))
        assert [(task["编号"], task["进展状态"]) for task in board["任务"]] == [("1-1", "已完成")]
    assert project.run("build", "--only", "财务处").lines[0] == "新建  通知/计财处.html"


def test_of_several_units_that_became_one_the_last_word_counts(project: Project) -> None:
    said(project, ("财务处", "1-1", "推进中"), ("审计处", "1-1", "需协调"), ("财务处", "1-1", "已完成"))
    project.write("plan.yaml", SMALL.replace("曾用名: [财务处]", "曾用名: [审计处, 财务处]"))
    board = json.loads("\n".join(project.run("status", "--json").lines))
    assert board["任务"][0]["进展状态"] == "已完成"


def changed(new: str, old: str = PLAN) -> Changes:
    return compare(*(Plan.model_validate(yaml.load(text, yaml.BaseLoader)) for text in (old, new)))


def test_a_rename_changes_no_task() -> None:
    changes = changed(SMALL)
    assert (changes.tasks, changes.concerned) == ((), ())
    (one,) = changes.units
    edits = (Edit("名称", "财务处", "计财处"), Edit("别名", "财务", ""))
    assert (one.kind, one.name, one.edits) == (ChangeKind.RENAMED, "计财处", edits)


def test_a_renamed_unit_is_told_of_its_changes_as_its_own() -> None:
    changes = changed(SMALL.replace("甲事, 完成时间: 2017年2月", f"甲事, 完成时间: {JUNE}"))
    ((unit, (own,)),) = changes.concerned
    assert (unit.name, own.kind, own.before, own.now) == ("计财处", "调整", "牵头", "牵头")
    assert own.change.edits == (Edit("完成时间", "2017年2月", JUNE),)


def test_units_that_became_one_keep_their_tasks() -> None:
    merged = SMALL.replace("  - {名称: 办公室, 类别: 机关处室}\n", "").replace("[办公室]", "[计财处]")
    merged = merged.replace("曾用名: [财务处]", "曾用名: [财务处, 办公室]")
    changes = changed(merged)
    assert (changes.tasks, changes.concerned) == ((), ())
    assert [(one.kind, one.edits[0]) for one in changes.units] == [("改名", Edit("名称", "财务处、办公室", "计财处"))]
    concerned = {unit.name: own for unit, own in changed(merged.replace(MARCH, JUNE)).concerned}
    assert [(own.kind, own.before, own.now) for own in concerned["计财处"]] == [("调整", "协助", "协助")]


def test_a_unit_that_leads_for_one_it_took_in_led_before() -> None:
    lead = PLAN.replace("责任主体: [财务处], 协助单位: []", "责任主体: [财务处], 协助单位: [办公室]")
    new = SMALL.replace("  - {名称: 办公室, 类别: 机关处室}\n", "").replace("[办公室]", "[]")
    new = new.replace("曾用名: [财务处]", "曾用名: [财务处, 办公室]")
    changes = changed(new.replace("甲事, 完成时间: 2017年2月", f"甲事, 完成时间: {JUNE}"), lead)
    (own, _) = {unit.name: own for unit, own in changes.concerned}["计财处"]
    assert (own.change.name, own.before, own.now) == ("1-1", "牵头", "牵头")


def test_diff_tells_of_a_rename_and_of_a_move(project: Project) -> None:
    project.run("build")
    moved = "  - 名称: 目标乙\n    内容: 内容\n    任务:\n"
    text = SMALL.replace("标题: 计划", "标题: 新计划\n曾用名: [计划]")
    project.write("plan.yaml", text.replace("      - {编号: 1-2", f"{moved}      - {{编号: 1-2"))
    assert [line for line in project.run("diff").lines if "通知" not in line and "总表" not in line] == [
        "计划",
        "  调整  标题",
        "      标题：{+新+}计划",
        "单位名录",
        "  改名  财务处→计财处",
        "      别名：[-财务-]{+（无）+}",
        "工作目标",
        "  新增  目标乙",
        "人事处",
        "  调整  1-2（牵头）乙事",
        "      移到“目标乙”，原在“目标”",
        "办公室",
        "  调整  1-2（协助）乙事",
        "      移到“目标乙”，原在“目标”",
        "计财处",
        "共用文件",
        "✓ 1 项任务有变化，涉及 2 个单位；要重做的文件 2 份",
    ]
    (one, _) = json.loads("\n".join(project.run("diff", "--json").lines))["单位名录"][0]["各项"]
    assert one == {"项": "名称", "原": "财务处", "现": "计财处"}


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The real plan, in which 财务处 is now called 计财处 and nothing else changed."""
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path)
    text = (ROOT / "plan.yaml").read_text("utf-8").replace("财务处", "计财处")
    project.write("plan.yaml", text.replace("- 名称: 计财处\n", "- 名称: 计财处\n    曾用名: [财务处]\n", 1))
    return project


def bare(workbook: Any, sheet: Any) -> None:
    """As after copying the sheet into a new workbook: nothing says whose it is."""
    del workbook.custom_doc_props.props[:]
    sheet.cell(1, 1).value = "表"


@pytest.mark.parametrize(("change", "options"), [(None, []), (bare, ["--unit", "财务处"])])
def test_a_tracker_that_comes_back_under_the_old_name_is_taken(real: Project, change: Any, options: list[str]) -> None:
    Path("财务处.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": {"进展状态": "推进中"}}, change))
    run = real.run("collect", "财务处.xlsx", "--yes", *options)
    assert (run.code, run.errors) == (0, [])
    assert run.lines == [
        "计财处（1 项有变化）",
        "  2-3",
        "    进展状态：（空） → 推进中",
        "✓ 收 1 份，有变化的任务 1 项。运行 render build 更新台账；收错了用 render collect --undo 撤回",
    ]  # nothing of another file name, of tasks that changed since, of locked cells
    assert "推进中" in "\n".join(real.run("status", "--unit", "计财处").lines)


@pytest.mark.parametrize("renamed_after", [1, 2])
def test_a_unit_that_was_renamed_between_two_trackers_goes_on(real: Project, renamed_after: int) -> None:
    new = Path("plan.yaml").read_text("utf-8")
    shutil.copy(ROOT / "plan.yaml", "plan.yaml")
    for count, state in enumerate(("推进中", "已完成"), 1):
        Path("甲.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": {"进展状态": state}}))
        real.run("collect", "甲.xlsx", "--yes")
        if count == renamed_after:
            real.write("plan.yaml", new)
    assert real.run("collect", "--undo", "--yes").lines[1:] == [
        f"{'计财处' if renamed_after == 1 else '财务处'}（甲.xlsx）",
        "  2-3",
        "    进展状态：已完成 → 推进中",
        "✓ 已撤回。运行 render build 更新台账",
    ]


def test_a_tracker_of_a_plan_under_a_former_title_is_taken(real: Project) -> None:
    title = "2017年教育信息化工作要点任务分解表"
    data = filled(blank_trackers()["财务处"], {"2-3": {"进展状态": "推进中"}})
    Path("甲.xlsx").write_bytes(data)
    real.change(f"标题: {title}\n", "标题: 2017年要点分解表\n")
    run = real.run("collect", "甲.xlsx", "--yes")
    assert run.code == 1
    hint = f"在 plan.yaml 里标题的下面写一行 曾用名: [{title}]"
    assert run.errors == [
        f"甲.xlsx: 是“{title}”的台账，现在的计划是“2017年要点分解表”；请对方填新发的台账；计划只是改了标题的，{hint}"
    ]
    real.change("标题: 2017年要点分解表\n", f"标题: 2017年要点分解表\n{hint.partition('一行 ')[2]}\n")
    assert real.run("collect", "甲.xlsx", "--yes").code == 0


BESIDE = ["build", "status", "diff", "check"]
YEAR = (
    "这是2017年度的进展，计划却是2018年度的，没有合在一起；年度写错了就改回来；"
    "新的一年，换计划以前先运行 render new-year，已经换了的，把 progress.yaml 和 issued/ 移到 archive/2017/"
)
TITLE = (
    "这是“计划”的进展，计划却是“新计划”，没有合在一起；只是改了标题的，"
    "在 plan.yaml 里标题的下面写一行 曾用名: [计划]；是另一份计划的，把 progress.yaml 和 issued/ 移到 archive/2017/"
)


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [("年度: 2017", "年度: 2018", 3, YEAR), ("标题: 计划", "标题: 新计划", 4, TITLE)],
)
@pytest.mark.parametrize("command", [*BESIDE, "collect 甲.xlsx --yes", "collect --undo --yes"])
def test_records_of_another_plan_are_an_error(
    built: Project, command: str, old: str, new: str, line: int, told: str
) -> None:
    said(built, ("财务处", "1-1", "已完成"), 年度=2017, 计划="计划")
    built.change(old, new)
    before = {path: path.read_bytes() for path in built.root.rglob("*") if path.is_file()}
    run = built.run(*command.split())
    assert (run.code, run.lines, run.errors) == (1, [], [f"progress.yaml:{line}: {told}"])
    assert {path: path.read_bytes() for path in built.root.rglob("*") if path.is_file()} == before


def test_check_as_json_and_watch_say_it_too(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    said(built, ("财务处", "1-1", "已完成"), 年度=2017, 计划="计划")
    built.change("年度: 2017", "年度: 2018")
    monkeypatch.setattr("render.cli.watch.saves", lambda *_: iter(()))
    assert built.run("watch").errors == [f"progress.yaml:3: {YEAR}"]
    (one,) = json.loads("\n".join(built.run("check", "--json").lines))
    assert (one["级别"], one["文件"], one["行"], one["说明"]) == ("错误", "progress.yaml", 3, YEAR.partition("；")[0])


def test_the_remedies_work(project: Project) -> None:
    said(project, ("财务处", "1-1", "已完成"), 年度=2017, 计划="计划")
    project.change("标题: 计划", "标题: 《新 计划》\n曾用名: [更早, 计划]")
    assert project.run("status").code == 0
    project.change("曾用名: [更早, 计划]", "曾用名: [更早]")
    assert "一行 曾用名: [更早, 计划]；" in project.run("status").errors[0]
    Path("archive/2017").mkdir(parents=True)
    Path("progress.yaml").rename("archive/2017/progress.yaml")
    assert "未填报 2" in project.run("status").lines[1]


@pytest.mark.parametrize("head", [{}, {"年度": 2017}, {"计划": "《计 划》"}])
def test_what_does_not_name_its_plan_is_taken_and_names_it_from_then_on(project: Project, head: dict[str, Any]) -> None:
    said(project, ("财务处", "1-1", "推进中"), ("财务处", "1-1", "已完成"), **head)
    assert project.run("status").code == 0
    assert project.run("collect", "--undo", "--yes").code == 0
    data = yaml.safe_load(Path("progress.yaml").read_text("utf-8"))
    assert (list(data), data["年度"], data["计划"]) == (["年度", "计划", "收取"], 2017, "计划")


def test_collect_names_the_plan(real: Project) -> None:
    Path("甲.xlsx").write_bytes(filled(blank_trackers()["财务处"], {"2-3": {"进展状态": "推进中"}}))
    real.run("collect", "甲.xlsx", "--yes")
    data = yaml.safe_load(Path("progress.yaml").read_text("utf-8"))
    assert (data["年度"], data["计划"]) == (2017, "2017年教育信息化工作要点任务分解表")


def test_an_office_under_its_former_name_is_told(project: Project) -> None:
    project.write("plan.yaml", SMALL.replace("单位:", "发文: {经办: 财务处}\n单位:", 1))
    told = "plan.yaml:3: 警告：经办“财务处”是“计财处”的曾用名；写现在的名称：计财处"
    assert [error for error in project.run("check").errors if "经办" in error] == [told]
    assert MARCH in SMALL
