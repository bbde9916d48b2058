"""`render status`: who stands where, in a terminal, in 80 columns, in a file, and as JSON."""

import json
import unicodedata
from typing import Any

import pytest

from render.plan.progress import Progress
from render.plan.states import State
from render.reader.progress import progress_text
from support.office_life import as_office, send
from support.small_project import PLAN, Project
from test_cli import _on_a_terminal
from test_progress import SHA

TASKS = """\
      - {编号: 1-3, 内容: "[bold]丙事[/bold] :smile:", 完成时间: 2017年10月,
         责任主体: [人事处, 财务], 协助单位: [办公室]}
      - {编号: 1-4, 内容: 丁事, 完成时间: 2017年11月, 责任主体: [人事处], 协助单位: []}
      - {编号: 1-5, 内容: 戊事, 完成时间: 长期, 责任主体: [人事处], 协助单位: []}
"""
SAID: dict[str, list[dict[str, str]]] = {
    "财务处": [
        {"编号": "1-1", "进展状态": "已完成", "完成比例": "100%", "存在问题": "已解决", "填报日期": "2017-08-20"},
        {"编号": "1-3", "进展状态": "推进中", "完成比例": "60%", "填报日期": "2017-08-20"},
    ],
    "人事处": [
        {"编号": "1-3", "进展状态": "推进中", "完成比例": "40%", "存在问题": "[缺] 人", "填报日期": "2017-10-25"},
        {"编号": "1-4", "进展状态": "需协调", "进展情况": "等批复", "填报日期": "2017-10-25"},
    ],
}


@pytest.fixture
def reported(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Five tasks, two units that reported, and one that never did."""
    monkeypatch.delenv("COLUMNS", raising=False)
    project.write("plan.yaml", PLAN + TASKS)
    deliveries = [{"单位": unit, "文件": "甲.xlsx", "校验": SHA, "填报": rows} for unit, rows in SAID.items()]
    history = Progress.model_validate({"收取": [{"时间": "2017-10-26T10:00:00", "来件": deliveries}]})
    project.write("progress.yaml", progress_text(history))
    return project


BOARD = """\
计划（截至2017-11-01）
5 项任务：已完成 1，推进中 1，需协调 1，未填报 2，逾期 2，30天内 1

单位   牵头 已完成 推进中 需协调 未启动 未填报 逾期 30天内   最近填报
人事处    4      -      1      1      -      2    2      1 2017-10-25
财务处    2      1      1      -      -      -    1      - 2017-08-20

逾期：2
编号 期限            天数 责任主体     进展       内容
1-2  2017年3月  逾期215天 人事处       未填报     乙事
1-3  2017年10月   逾期1天 人事处、财务 推进中 40% [bold]丙事[/bold] :smile:

30天内到期：1
编号 期限           天数 责任主体 进展   内容
1-4  2017年11月 还有29天 人事处   需协调 丁事

问题：2
编号 单位   进展   问题
1-3  人事处 推进中 [缺] 人
1-4  人事处 需协调 等批复

待审核：1（1-1）
从未填报的单位：1（办公室）
文件：新建 4；运行 make 生成"""


def lines(project: Project, *arguments: str) -> list[str]:
    run = project.run("status", "--today", "2017-11-01", *arguments)
    assert (run.code, run.errors) == (0, [])
    return [line.rstrip() for line in run.lines]


def test_the_whole_board(reported: Project) -> None:
    assert lines(reported) == BOARD.splitlines()


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


@pytest.mark.parametrize("columns", ["80", "100", "200"])
def test_nothing_is_wider_than_asked(reported: Project, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    reported.change("丙事", "很长的事" * 30)
    reported.change("人事处", "中国西部高等教育评估人事中心")
    reported.change("人事处", "中国西部高等教育评估人事中心", "progress.yaml")
    monkeypatch.setenv("COLUMNS", columns)
    found = lines(reported)
    assert max(map(width, found)) <= int(columns)
    start = next(n for n, line in enumerate(found) if line.startswith("单位 ")) + 1
    names = "".join(line.split()[0] for line in found[start : found.index("", start)])
    assert names.startswith("中国西部高等教育评估人事中心")
    assert any(line.startswith("1-3") and ("…" in line) for line in found)
    assert not any("\x1b" in line for line in found)


def test_a_terminal_gets_colours_and_its_own_width(reported: Project) -> None:
    text = _on_a_terminal("status", "--today", "2017-11-01")
    assert "\x1b[1;31m逾期215天" in text
    assert "[bold]丙事[/bold] :smile:" in text


def test_what_presses_is_listed_by_deadline(reported: Project) -> None:
    early = "      - {编号: 1-9, 内容: 己事, 完成时间: 2017年1月, 责任主体: [人事处], 协助单位: []}\n"
    reported.write("plan.yaml", PLAN + TASKS + early)
    said = lines(reported)
    start = next(n for n, line in enumerate(said) if line.startswith("逾期：")) + 2
    assert [line.split()[0] for line in said[start : start + 3]] == ["1-9", "1-2", "1-3"]


def test_since_tells_who_has_been_silent(reported: Project) -> None:
    assert lines(reported, "--since", "2017-09-01")[-2] == "2017-09-01 以来没有填报的单位：2（财务处、办公室）"
    assert lines(reported, "--since", "2017-08-20")[-2] == "2017-08-20 以来没有填报的单位：1（办公室）"


def test_one_unit(reported: Project) -> None:
    found = lines(reported, "--unit", "财务")
    assert found[1] == "2 项任务：已完成 1，推进中 1，逾期 1"
    assert [line.split()[0] for line in found[3:5]] == ["单位", "财务处"]
    assert found[-2] == "从未填报的单位：无"
    run = reported.run("status", "--unit", "财政处")
    assert (run.code, run.lines) == (1, [])
    assert run.errors[0].startswith("--unit: 计划里没有单位“财政处”")


def test_a_unit_that_only_assists_has_no_row(reported: Project) -> None:
    found = lines(reported, "--unit", "办公室")
    assert found[1] == "2 项任务：推进中 1，未填报 1，逾期 2"
    assert not any(line.startswith("单位 ") for line in found)


def test_nothing_reported(project: Project) -> None:
    found = lines(project)
    assert found[1] == "2 项任务：未填报 2，逾期 2"
    assert found[-2] == "从未填报的单位：3（财务处、人事处、办公室）"


def test_json_tells_everything(reported: Project) -> None:
    run = reported.run("status", "--today", "2017-11-01", "--json", "--since", "2017-09-01")
    found: dict[str, Any] = json.loads("\n".join(run.lines))
    states = dict(zip(map(str, State), (0, 1, 1, 1, 0, 0, 2), strict=True))
    assert found["合计"] == {"任务数": 5, **states, "逾期": 2, "30天内": 1}
    assert (found["计划"], found["截至"], found["起"]) == ("计划", "2017-11-01", "2017-09-01")
    assert found["单位"][0] == {
        "单位": "人事处",
        "类别": "机关处室",
        "牵头": 4,
        **dict(zip(map(str, State), (0, 0, 1, 1, 0, 0, 2), strict=True)),
        "逾期": 2,
        "30天内": 1,
        "协助": 0,
        "最近填报": "2017-10-25",
    }
    assert [unit["单位"] for unit in found["单位"]] == ["人事处", "财务处", "办公室"]
    assert (found["单位"][2]["协助"], found["单位"][2]["最近填报"]) == (2, None)
    assert (found["逾期"], found["30天内"], found["没有填报"]) == (["1-2", "1-3"], ["1-4"], ["财务处", "办公室"])
    assert [(one["编号"], one["单位"], one["存在问题"]) for one in found["问题"]] == [
        ("1-3", "人事处", "[缺] 人"),
        ("1-4", "人事处", ""),
    ]
    third = found["任务"][2]
    assert [third[key] for key in ("进展状态", "完成比例", "截止", "剩余天数", "预警")] == [
        "推进中",
        "40%",
        "2017-10-31",
        -1,
        "逾期",
    ]
    assert [word["单位"] for word in third["填报"]] == ["人事处", "财务处"]
    assert found["文件"] == {"新建": ["总表.html", "通知/财务处.html", "通知/人事处.html", "通知/办公室.html"]}


def test_a_day_that_is_none_is_told(project: Project) -> None:
    run = project.run("status", "--since", "九月")
    assert (run.code, run.lines) == (2, [])
    assert "“九月”不是日期；写成 2017-11-01 这样。" in "".join(run.errors)


def test_the_story_of_a_task(reported: Project) -> None:
    as_office(reported)
    send(reported, day="2017-03-05")
    assert reported.run("receipt", "财务处", "--date", "2017-03-06", "--by", "赟喆").code == 0
    assert reported.run("return", "1-1", "--why", "缺材料", "--date", "2017-09-01").code == 0
    said = lines(reported, "--task", "1-1")
    assert said[:3] == ["1-1 甲事", "财务处，2017年2月", "截至2017-11-01：已退回，逾期"]
    assert said[3].split() == ["日期", "谁", "什么", "内容", "凭据"]
    assert [line.split() for line in said[4:]] == [
        ["2017-03-05", "某厅", "任务通知", "发给财务处", "某函〔2017〕5号"],
        ["2017-03-06", "财务处", "签收", "赟喆", "某函〔2017〕5号"],
        ["2017-08-20", "财务处", "填报", "已完成，100%；存在问题：已解决", "甲.xlsx"],
        ["2017-09-01", "某厅", "退回", "缺材料", "render", "return"],
    ]
    found = json.loads("\n".join(reported.run("status", "--task", "1-1", "--today", "2017-11-01", "--json").lines))
    assert [one["什么"] for one in found[0]["经过"]] == ["任务通知", "签收", "填报", "退回"]
    assert (found[0]["进展状态"], found[0]["预警"]) == ("已退回", "逾期")
    assert reported.run("status", "--task", "9-9").code == 1


def test_what_waits_for_the_office(reported: Project) -> None:
    assert "待审核：1（1-1）" in lines(reported)
    assert reported.run("confirm", "1-1").code == 0
    said = lines(reported)
    assert said[1] == "5 项任务：已办结 1，推进中 1，需协调 1，未填报 2，逾期 2，30天内 1"
    assert not any(line.startswith("待审核") for line in said)
