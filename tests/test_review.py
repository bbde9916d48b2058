"""The office's word on a report: by three doors into one record, and what comes of it."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.rulings import ROOT, fill, reviewing_project, row, rulings
from support.small_project import Project

DONE = {"进展状态": "已完成", "完成比例": 1, "进展情况": "都办了", "填报日期": date(2017, 2, 20)}
ASKING = {"进展状态": "推进中", "申请延期至": "2017年5月", "延期理由": "等批复", "填报日期": date(2017, 2, 21)}
LEDGER = "收回/总台账.xlsx"
A_DAY = "写成 2017年11月 或 2017年11月15日 这样的日子"
UNSAID = [("return", "1-1"), ("return", "1-1", "--why", " "), ("extend", "1-1"), ("extend", "1-1", "--to", "尽快")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1-1 was reported as done, 1-2 asks for more time; everything is built."""
    root = tmp_path_factory.mktemp("审核")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        project = reviewing_project(root)
        run(project, "build")
        fill(project, "财务处", {"1-1": DONE})
        fill(project, "人事处", {"1-2": ASKING})
        run(project, "collect", "收回", "--yes")
        run(project, "build")
        shutil.rmtree(root / "收回")
    return root


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    root = tmp_path / "处"
    shutil.copytree(made, root)
    monkeypatch.chdir(root)
    found = Project.__new__(Project)
    found.root, found.output = root, root / "output"
    return found


def run(project: Project, *arguments: str) -> list[str]:
    done = project.run(*arguments)
    assert done.code == 0, done.errors
    return done.lines


def rule(project: Project, fields: dict[str, dict[str, Any]], *options: str) -> Any:
    """Let the office fill its ledger in, and collect it."""
    fill(project, "总台账", fields)
    return project.run("collect", LEDGER, "--yes", *options)


CLOSE = {"审核结论": "办结", "审核意见": "材料齐全", "审核日期": date(2017, 3, 1)}
RETURN = {"审核结论": "退回", "审核意见": "缺材料", "审核日期": date(2017, 3, 1)}
EXTEND = {"审核结论": "同意延期", "延期至": "2017年5月", "审核日期": date(2017, 3, 1)}


def test_three_doors_lead_to_one_record(office: Project) -> None:
    found = rule(office, {"1-1": CLOSE, "1-2": EXTEND})
    assert (found.code, found.errors) == (0, [])
    by_ledger = [{key: text for key, text in one.items() if key != "途径"} for one in rulings(office)]
    run(office, "collect", "--undo", "--yes")
    assert rulings(office) == []
    run(office, "confirm", "1-1", "--why", "材料齐全", "--date", "2017-03-01")
    run(office, "extend", "1-2", "--to", "2017年5月", "--date", "2017-03-01")
    assert [{key: text for key, text in one.items() if key != "途径"} for one in rulings(office)] == by_ledger
    assert [one["途径"] for one in rulings(office)] == ["render confirm", "render extend"]


def test_what_was_ruled_shows_in_ledger_and_tracker(office: Project) -> None:
    assert row(office, "总台账", "1-2")["申请延期"] == "2017年5月：等批复"
    rule(office, {"1-1": RETURN, "1-2": EXTEND})
    run(office, "build")
    ledger, tracker = row(office, "总台账", "1-1"), row(office, "财务处", "1-1")
    assert (ledger["进展状态"], ledger["完成比例"], ledger["审核意见"]) == ("已退回", None, "缺材料")
    assert [tracker[key] for key in ("审核结论", "审核意见", "进展状态", "完成比例", "填报日期")] == [
        "退回",
        "缺材料",
        None,
        None,
        None,
    ]
    extended, asked = row(office, "人事处", "1-2"), row(office, "总台账", "1-2")
    assert (extended["延期至"], extended["申请延期至"], extended["延期理由"]) == ("2017年5月", None, None)
    assert (extended["进展状态"], asked["申请延期"], asked["完成时间"].month) == ("推进中", None, 3)


def test_a_unit_answers_what_was_returned(office: Project) -> None:
    rule(office, {"1-1": RETURN})
    run(office, "build")
    untouched = fill(office, "财务处", {}, "未填")
    assert "未填.xlsx：任务1-1退回以后还没有重新填报" in run(office, "collect", untouched, "--yes")
    stale = fill(office, "财务处", {"1-1": {"进展状态": "已完成", "填报日期": date(2017, 2, 25)}}, "旧的")
    asked = office.run("collect", stale, "--yes")
    assert [line.split("，")[-1] for line in asked.lines if line.startswith("疑问")] == [
        "填报日期：2017-02-25 早于退回的日期 2017-03-01"
    ]
    answer = fill(office, "财务处", {"1-1": {**DONE, "填报日期": date(2017, 3, 6)}}, "新的")
    run(office, "collect", answer, "--yes")
    run(office, "build")
    again = row(office, "总台账", "1-1")
    assert (again["进展状态"], again["审核结论"], again["审核意见"]) == ("已完成", None, None)


def test_no_change_needs_only_the_day(office: Project) -> None:
    same = fill(office, "人事处", {"1-2": {"填报日期": date(2017, 3, 10)}})
    said = run(office, "collect", same, "--yes")
    assert said[:3] == ["人事处（1 项有变化）", "  1-2", "    填报日期：2017-02-21 → 2017-03-10"]


def test_only_changed_cells_count(office: Project) -> None:
    older = fill(office, "总台账", {"1-2": EXTEND}, "旧总台账")
    run(office, "return", "1-1", "--why", "缺材料", "--date", "2017-03-01")
    found = office.run("collect", older, "--yes")
    assert (found.code, [one["审核结论"] for one in rulings(office)]) == (0, ["退回", "同意延期"])
    assert "旧总台账.xlsx：这份总台账做出以后，任务1-1另有审核，没有变的格子不算，以后来的为准" in found.lines
    again = office.run("collect", older, "--yes")
    assert (again.code, len(rulings(office))) == (0, 2)


def test_an_older_ledger_does_not_override_in_silence(office: Project) -> None:
    older = fill(office, "总台账", {"1-1": CLOSE}, "旧总台账")
    run(office, "return", "1-1", "--why", "缺材料", "--date", "2017-03-01")
    found = office.run("collect", older, "--yes")
    asked = [line.rpartition("任务")[2] for line in found.lines if line.startswith("疑问")]
    assert asked == [
        "1-1，办结：现在是已退回，还没有报完成",
        "1-1，办结：这份总台账做出以后另有审核：退回（2017-03-01）",
    ]
    assert (found.code, len(rulings(office))) == (1, 1)
    assert office.run("collect", older, "--yes", "--accept").code == 0
    assert [one["审核结论"] for one in rulings(office)] == ["退回", "办结"]


def test_a_report_that_came_in_since_is_told(office: Project) -> None:
    older = fill(office, "总台账", {"1-1": CLOSE}, "旧总台账")
    report = fill(office, "财务处", {"1-1": {**DONE, "进展情况": "又改了", "填报日期": date(2017, 2, 25)}})
    together = office.run("collect", older, report, "--yes")
    assert any("办结：这次同时收到它的新填报" in line for line in together.lines)
    run(office, "collect", "--undo", "--yes")
    run(office, "collect", report, "--yes")
    later = office.run("collect", older, "--yes")
    assert any("办结：这份总台账做出以后单位又填报了" in line for line in later.lines)
    assert rulings(office) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"审核结论": "退了"}, "审核结论“退了”看不懂，这一行没有收；只能是 办结、退回、同意延期、不同意延期"),
        ({"审核结论": "退回"}, "任务1-2，审核意见没有填，退回要写明为什么，这一行没有收；改正再收"),
        ({"审核结论": "同意延期"}, "任务1-2，延期至没有填，不知道同意延到哪一天，这一行没有收；改正再收"),
        ({"审核结论": "办结", "延期至": "5月"}, "任务1-2，延期至写了“5月”，审核结论却是办结，这一行没有收；改正再收"),
        ({"审核意见": "抓紧"}, "任务1-2，审核结论没有填，旁边却填了，这一行没有收；选好审核结论再收"),
        (
            {**EXTEND, "延期至": "3月"},
            "任务1-2，延期至“3月”不晚于完成时间“2017年3月”，这一行没有收；改正后再收",
        ),
        ({**EXTEND, "延期至": "尽快"}, f"延期至“尽快”看不懂，这一行没有收；{A_DAY}"),
        ({**EXTEND, "审核日期": "下周"}, "审核日期“下周”看不懂，这一行没有收；写成 2017-6-30 这样的日期"),
    ],
)
def test_what_cannot_be_is_refused_and_the_rest_is_taken(office: Project, fields: dict[str, Any], said: str) -> None:
    found = rule(office, {"1-1": CLOSE, "1-2": fields})
    assert [line.partition("：")[2] for line in found.errors] == [said]
    assert (found.code, [one["编号"] for one in rulings(office)]) == (1, ["1-1"])


@pytest.mark.parametrize(
    ("typed", "shown", "kept"),
    [
        ("同意", "同意延期", "2017年11月"),
        ("不同意。", "不同意延期", ""),
        (" 销号 ", "办结", ""),
    ],
)
def test_other_words_are_understood(office: Project, typed: str, shown: str, kept: str) -> None:
    day = {"延期至": "2017年11月"} if kept else {}
    rule(office, {"1-2": {"审核结论": typed, **day}}, "--accept")
    (found,) = rulings(office)
    assert (found["审核结论"], found.get("延期至", "")) == (shown, kept)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("confirm", "1-2"), "任务1-2: 现在是推进中，还没有报完成"),
        (("confirm", "1-1", "--date", "2099-01-01"), "任务1-1: 审核日期 2099-01-01 还没有到"),
        (("extend", "1-1", "--refuse"), "任务1-1: 没有还没答复的延期申请"),
    ],
)
def test_what_is_doubtful_waits(office: Project, arguments: tuple[str, ...], said: str) -> None:
    found = office.run(*arguments)
    assert (found.code, found.errors, rulings(office)) == (1, [said], [])
    assert office.run(*arguments, "--accept").code == 0
    assert len(rulings(office)) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("extend", "1-1", "--to", "2017年2月"), "任务1-1: 延期至“2017年2月”不晚于完成时间“2017年2月”"),
        (("confirm", "1-1", "9-9"), "plan.yaml: 计划里没有任务9-9"),
    ],
)
def test_what_cannot_be_is_not_recorded(office: Project, arguments: tuple[str, ...], said: str) -> None:
    found = office.run(*arguments, "--accept")
    assert (found.code, rulings(office)) == (1, [])
    assert found.errors[0].startswith(said)


@pytest.mark.parametrize("arguments", UNSAID)
def test_what_is_not_said_is_asked_for(office: Project, arguments: tuple[str, ...]) -> None:
    assert (office.run(*arguments).code, rulings(office)) == (2, [])


def test_a_dry_run_writes_nothing(office: Project) -> None:
    assert run(office, "confirm", "1-1", "--dry-run") == ["1-1 办结：已完成 → 已办结", "✓ 只是看看，没有记下"]
    assert rulings(office) == []


def test_undo_says_what_it_takes_back(office: Project) -> None:
    run(office, "return", "1-1", "--why", "缺材料", "--date", "2017-03-01")
    said = run(office, "collect", "--undo", "--yes")
    assert said[0].endswith("审核 1 项")
    assert said[1:5] == [
        "  1-1",
        "    审核结论：退回 → （空）",
        "    审核意见：缺材料 → （空）",
        "    审核日期：2017-03-01 → （空）",
    ]


def test_an_opinion_of_the_word_before_is_none_of_the_new_one(office: Project) -> None:
    rule(office, {"1-1": CLOSE})
    run(office, "build")
    again = rule(office, {"1-1": {"审核结论": "退回"}})
    assert again.errors[0].endswith("审核意见还是上次的“材料齐全”，退回要写明为什么，这一行没有收；改正再收")
    run(office, "return", "1-1", "--why", "材料不实", "--date", "2017-03-02")
    run(office, "build")
    rule(office, {"1-1": {"审核结论": "办结"}}, "--accept")
    last = rulings(office)[-1]
    assert (last["审核结论"], last.get("审核意见"), last["审核日期"] > "2017-03-02") == ("办结", None, True)


def test_what_is_late_or_returned_has_a_sheet_to_be_signed(office: Project) -> None:
    for name in ("feedback.html", "_反馈单.html", "_gongwen.html", "gongwen.css", "feedback.css"):
        shutil.copy(ROOT / "templates" / name, office.root / "templates")
    office.change("格式: [docx]", "格式: [html]", "templates/feedback.html")
    run(office, "return", "1-1", "--why", "缺材料", "--date", "2017-02-25")
    run(office, "build", "--today", "2017-02-26")
    assert {path.stem for path in (office.output / "反馈单").iterdir()} == {"财务处"}
    text = (office.output / "反馈单/财务处.html").read_text("utf-8")
    assert "退回（2017年2月25日）：缺材料" in text
    assert text.count("督办事项反馈单</p>") == 1
    run(office, "confirm", "1-1", "--accept", "--date", "2017-03-01")
    run(office, "build", "--today", "2017-04-26")
    assert {path.stem for path in (office.output / "反馈单").iterdir()} == {"人事处"}
    assert "已逾期26天" in (office.output / "反馈单/人事处.html").read_text("utf-8")


def test_what_was_closed_is_not_carried_over_and_what_was_returned_is(office: Project) -> None:
    run(office, "return", "1-1", "--why", "缺材料", "--date", "2017-03-01")
    run(office, "confirm", "1-2", "--accept")
    run(office, "new-year", "--yes")
    text = (office.root / "plan.yaml").read_text("utf-8")
    assert ("甲事" in text, "乙事" in text) == (True, False)
