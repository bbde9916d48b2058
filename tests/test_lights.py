"""督办: rules in plan.yaml → the light of a task on a day, in status and documents; what lint says of the rules."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from render.plan.progress import Progress
from render.reader.progress import progress_text
from support.small_project import PLAN, Project

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples" / "督办"
FORMS = "30天内到期、逾期、逾期30天、落后序时进度10个百分点、节点逾期、退回、需协调、未启动、未填报、已完成、办结、正常"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def record(project: Project, *batches: dict[str, Any]) -> None:
    project.write("progress.yaml", progress_text(Progress.model_validate({"收取": batches})))


def reported(day: str, unit: str, *entries: dict[str, str]) -> dict[str, Any]:
    delivery = {"单位": unit, "文件": "甲.xlsx", "校验": "0" * 64, "填报": entries}
    return {"时间": f"{day}T10:00:00", "来件": [delivery]}


def ruled(day: str, task: str, decision: str, **more: str) -> dict[str, Any]:
    return {"时间": f"{day}T11:00:00", "审核": [{"编号": task, "审核结论": decision, "审核日期": day, **more}]}


def lights(project: Project, day: str) -> dict[str, str]:
    """Task → its light, as status tells it; the lists by light say the same."""
    run = project.run("status", "--today", day, "--json")
    told = json.loads("\n".join(run.lines))
    found = {one["编号"]: one["灯"] for one in told["任务"]}
    for lamp, tasks in told["督办"].items():
        assert tasks == [task for task, light in found.items() if light == lamp]
    return {task: light for task, light in found.items() if light}


HALF = {"编号": "1-2", "进展状态": "推进中", "完成比例": "50%"}
DONE = {"编号": "1-1", "进展状态": "已完成", "完成比例": "100%"}
#: The four practices: on some days, what 乙处 had said half of 1-2 and 甲处 that it had done 1-1 in between.
DAYS: dict[str, dict[str, dict[str, str]]] = {
    "按天数": {
        "2017-05-30": {},
        "2017-05-31": {"1-1": "蓝"},
        "2017-07-01": {"1-1": "黄"},
        "2017-07-30": {"1-1": "红"},
        "2017-10-31": {"1-2": "蓝"},
        "2017-11-01": {"1-2": "黄"},
        "2018-01-30": {"1-2": "红", "1-3": "红"},
    },
    "按进度": {
        "2017-01-31": {"1-1": "黄", "1-2": "黄", "1-3": "绿", "1-4": "绿"},
        "2017-03-31": {"1-1": "红", "1-2": "红", "1-3": "红", "1-4": "绿"},
        "2017-07-31": {"1-1": "红", "1-2": "红", "1-3": "红", "1-4": "绿"},
        "2017-08-31": {"1-1": "绿", "1-2": "红", "1-3": "红", "1-4": "绿"},
    },
    "逐级升级": {
        "2017-06-30": {},
        "2017-07-14": {"1-1": "蓝色督办"},
        "2017-07-15": {"1-1": "橙色督办"},
        "2017-07-30": {"1-1": "红色督办"},
    },
    "三单": {"2017-06-01": {"1-1": "蓝单"}, "2017-07-01": {"1-1": "黄单"}, "2017-08-02": {"1-2": "黄单"}},
}


@pytest.mark.parametrize("name", DAYS)
def test_each_practice_lights_what_its_rules_say(project: Project, name: str) -> None:
    shutil.copy(EXAMPLES / f"{name}.yaml", project.root / "plan.yaml")
    back = [ruled("2017-08-02", "1-2", "退回", 审核意见="缺佐证")] if name == "三单" else []
    half, done = reported("2017-08-01", "乙处", HALF), reported("2017-08-01", "甲处", DONE)
    found = {}
    for day in DAYS[name]:
        record(project, *([half, done, *back] if day >= "2017-08-01" else []))
        found[day] = lights(project, day)
    assert found == DAYS[name]


def test_there_is_an_example_of_each_practice_and_lint_finds_nothing_in_its_rules(project: Project) -> None:
    assert {path.stem for path in EXAMPLES.glob("*.yaml")} == DAYS.keys()
    for path in EXAMPLES.glob("*.yaml"):
        shutil.copy(path, project.root / "plan.yaml")
        assert [line for line in project.run("check").errors if "督办" in line] == []


def test_time_runs_from_where_the_deadline_begins_and_an_extension_moves_its_end(project: Project) -> None:
    project.change("年度: 2017", "年度: 2017\n督办: [{灯: 黄, 条件: 落后序时进度50个百分点}]")
    project.change("完成时间: 2017年3月", "完成时间: 3月至12月")
    assert lights(project, "2017-07-30") == {"1-1": "黄"}  # 152 of 306 days
    assert lights(project, "2017-07-31") == {"1-1": "黄", "1-2": "黄"}
    record(project, ruled("2017-06-01", "1-1", "同意延期", 延期至="2018年2月"))
    assert lights(project, "2017-07-31") == {"1-1": "黄", "1-2": "黄"}  # 212 of 424 days
    assert lights(project, "2017-07-30") == {}


def test_an_extension_moves_the_due_day_and_what_is_finished_has_no_light(project: Project) -> None:
    assert lights(project, "2017-04-15") == {"1-1": "逾期", "1-2": "逾期"}
    assert lights(project, "2017-02-28") == {"1-1": "30天内"}
    record(project, ruled("2017-03-01", "1-1", "同意延期", 延期至="2017年5月"), ruled("2017-03-02", "1-2", "办结"))
    assert lights(project, "2017-04-15") == {}
    assert lights(project, "2017-05-01") == {"1-1": "30天内"}


def test_the_last_rule_that_holds_decides_but_rest_is_what_no_other_speaks_of(project: Project) -> None:
    rules = "[{灯: 红, 条件: 未填报}, {灯: 黄, 条件: '逾期 ３０ 日以上'}, {灯: 绿, 条件: 正常}, {灯: 蓝, 条件: 退回}]"
    project.change("年度: 2017", f"年度: 2017\n督办: {rules}")
    assert lights(project, "2017-04-01") == {"1-1": "黄", "1-2": "红"}
    record(project, reported("2017-01-05", "人事处", HALF), ruled("2017-02-01", "1-1", "退回", 审核意见="补充"))
    assert lights(project, "2017-03-01") == {"1-1": "蓝", "1-2": "绿"}


MISTAKES = [
    ("{灯: 黄, 条件: 逾期很久}", f"3: 督办第1条的条件“逾期很久”看不懂；可以写：{FORMS}；数可以改"),
    ("{灯: 黄}", "3: 督办第1条的条件没有填写"),
    ("{灯: 黄, 条件: 逾期, 颜色: 紫}", "3: 督办第1条的颜色“紫”不对；只能写：绿、蓝、黄、橙、红"),
    ("{灯: 黄, 条件: 逾期, 抄送: 办公室}", "3: 督办第1条的抄送应写成列表：[办公室]"),
    ("黄", "3: 督办第1条应写成几行“键: 值”；冒号用半角，后面空一格"),
]


@pytest.mark.parametrize(("rule", "said"), MISTAKES)
def test_a_rule_that_cannot_be_read_is_told_with_what_can_be_written(project: Project, rule: str, said: str) -> None:
    project.change("年度: 2017", f"年度: 2017\n督办: [{rule}]")
    run = project.run("check")
    assert run.code == 1
    assert [line.partition("plan.yaml:")[2] for line in run.errors] == [said]


FINDINGS = [
    (["{灯: 红, 条件: 逾期30天}", "{灯: 黄, 条件: 逾期}"],
     "4: 警告：督办第1条“红：逾期30天”亮不了：后面的“黄：逾期”也符合；几条都符合的算最后一条：从轻到重写，重复的删去"),
    (["{灯: 蓝, 条件: 10天内到期}", "{灯: 黄, 条件: 30天内到期}"],
     "4: 警告：督办第1条“蓝：10天内到期”亮不了：后面的“黄：30天内到期”也符合；"
     "几条都符合的算最后一条：从轻到重写，重复的删去"),
    (["{灯: 黄, 条件: 退回}", "{灯: 红, 条件: 退回}"],
     "4: 警告：督办第1条“黄：退回”亮不了：后面的“红：退回”也符合；几条都符合的算最后一条：从轻到重写，重复的删去"),
    (["{灯: 重点, 条件: 逾期}"], "4: 警告：看不出“重点”是什么颜色，按红的印；另写 颜色：绿、蓝、黄、橙、红"),
    (["{灯: 黄单, 条件: 逾期, 颜色: 蓝}"], "4: 警告：“黄单”的颜色前后不一致；一种灯只用一种颜色"),
    (["{灯: 黄, 条件: 逾期, 抄送: [办公室, 财物处]}"],
     "4: 提示：督办第1条抄送的“财物处”不在单位名录中；是不是想写“财务处”？"),
    (["{灯: 黄, 条件: 逾期}", "{灯: 红, 条件: 逾期30天}", "{灯: 绿, 条件: 正常}", "{灯: 蓝, 条件: 30天内到期}",
      "{灯: 黄, 条件: 落后序时进度10个百分点}", "{灯: 红, 条件: 落后序时进度20个百分点, 抄送: [办公室]}"], None),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "said"), FINDINGS)
def test_lint_tells_of_rules_that_contradict_each_other(project: Project, rules: list[str], said: str | None) -> None:
    lines = "".join(f"  - {rule}\n" for rule in rules)
    project.write("plan.yaml", PLAN.replace("单位:\n", f"督办:\n{lines}单位:\n"))
    found = [line.partition("plan.yaml:")[2] for line in project.run("check").errors]
    assert found == ([said] if said else [])


def test_documents_see_the_lights_of_tasks_and_of_what_units_say(project: Project) -> None:
    shutil.copy(EXAMPLES / "按天数.yaml", project.root / "plan.yaml")
    for path in (project.root / "templates").iterdir():
        path.unlink()
    shown = "{% set 灯 = 任务 | 灯(今天) %}{{ 灯.名称 }}{{ 灯.样 }}{{ 灯.抄送 | join }}；"
    body = f"{{% for 任务 in 计划.任务 %}}{shown}{{% endfor %}}"
    row = "{% for 行 in 单位.牵头填报 %}{{ 单位.名称 }}{{ (行 | 灯(今天)).名称 }}；{% endfor %}"
    rows = f"{{% for 单位 in 计划.单位 %}}{row}{{% endfor %}}"
    project.write("templates/灯.html", f"---\n输出: 灯\n需要: 今天\n格式: [html]\n---\n<p>{body}</p><p>{rows}</p>\n")
    record(project, reported("2017-12-01", "甲处", {"编号": "1-3", "进展状态": "已完成"}))
    assert project.run("build", "--today", "2018-01-05").code == 0
    text = project.text("灯.html")
    assert "<p>红红灯办公室；红红灯办公室；黄黄灯；；</p>" in text
    assert "<p>甲处红；甲处；乙处红；乙处黄；办公室；</p>" in text
