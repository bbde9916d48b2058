"""What is sent gets its number and day, moves to issued/ whole, stays as it was, and is not made again."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.dispatches import files, record, said, sending_project
from support.small_project import HAND, JUNE, MARCH, Project

ISSUED = Path("issued")
SEND = ("issue", "任务通知", "--number=5", "--date=2017-03-05")
LETTERS = ISSUED / "2017-03-05-任务通知"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return sending_project(tmp_path)


def test_a_draft_has_blanks_and_a_dispatch_fills_them(project: Project) -> None:
    project.run("build")
    draft = "教信〔〕号 据〔〕号 1-22017年3月，"
    assert said(project.output / "任务通知/人事处.html") == draft
    run = project.run(*SEND)
    assert (run.code, run.lines[0]) == (
        0,
        "✓ 任务通知（2017年3月5日）：发给 2 个单位，教信〔2017〕5号，4 份文件在 issued/2017-03-05-任务通知",
    )
    assert said(LETTERS / "任务通知/人事处.html") == "教信〔2017〕5号 2017年3月5日 据〔〕号 1-22017年3月，"
    sent = {"任务通知/人事处.html", "任务通知/财务处.html", "台账/人事处.html", "台账/财务处.html"}
    assert files(LETTERS) == {*sent, "plan.yaml", "发文.yaml"}
    assert (LETTERS / "plan.yaml").read_bytes() == Path("plan.yaml").read_bytes()
    assert files(project.output) == {
        "印发通知.html",
        "总表.html",
        *(f"台账/{n}处.html" for n in ("人事", "财务")),
        "台账/办公室.html",
    }


def test_the_record_names_each_addressee_and_each_file(project: Project) -> None:
    project.run("issue", "任务通知", "--number=5-6", "--date=2017-03-05")
    data: Any = record(LETTERS)
    assert [data[key] for key in ("种类", "年度", "计划", "代字", "日期")] == [
        "任务通知",
        2017,
        "计划",
        "教信",
        "2017-03-05",
    ]
    assert data["文件"] == {name: hashlib.sha256((LETTERS / name).read_bytes()).hexdigest() for name in data["文件"]}
    assert [(one["单位"], one["序号"], one["标题"], one["文件"]) for one in data["收文"]] == [
        ("财务处", "5", "关于落实的通知", ["任务通知/财务处.html", "台账/财务处.html"]),
        ("人事处", "6", "关于落实的通知", ["任务通知/人事处.html", "台账/人事处.html"]),
    ]
    assert "教信〔2017〕6号" in said(LETTERS / "任务通知/人事处.html")


def test_what_goes_to_all_goes_once_and_the_table_with_it(project: Project) -> None:
    project.run("issue", "印发通知", "--number=12", "--date=2017-03-04")
    folder = ISSUED / "2017-03-04-印发通知"
    assert files(folder) == {"印发通知.html", "总表.html", "plan.yaml", "发文.yaml"}
    data: Any = record(folder)
    assert [one["单位"] for one in data["收文"]] == ["财务处", "人事处"]
    project.run("build")
    assert "总表.html" in files(project.output)  # the table as it is now
    assert "印发通知.html" not in files(project.output)
    project.run(*SEND)
    assert "据教〔2017〕12号" in said(LETTERS / "任务通知/人事处.html")


def test_what_was_sent_is_not_made_again_and_a_new_unit_gets_its_letter(project: Project) -> None:
    project.run(*SEND)
    made = project.run("build").lines
    assert not [line for line in made if "任务通知" in line]
    project.change("[财务处], 协助单位: []", "[财务处], 协助单位: [教务处]")
    project.change("  - {名称: 办公室", "  - {名称: 教务处, 类别: 机关处室}\n  - {名称: 办公室")
    project.run("build")
    letters = {name for name in files(project.output) if "通知/" in name}
    assert letters == {"任务通知/教务处.html", "变更通知/财务处.html"}
    run = project.run("issue", "任务通知", "--number=9", "--date=2017-04-01")
    assert run.lines[0].startswith("✓ 任务通知（2017年4月1日）：发给 1 个单位，教信〔2017〕9号")


def test_each_round_of_changes_is_against_what_the_unit_was_last_told(project: Project) -> None:
    project.run(*SEND)
    project.change(MARCH, JUNE)
    project.run("build")
    notice = project.output / "变更通知/人事处.html"
    assert said(notice) == "教信〔〕号 改关于落实的通知教信5号2017年3月5日：1-2调整2017年6月，"
    project.run("issue", "变更通知", "--number=7", "--date=2017-05-01")
    project.run("build")
    assert not notice.exists()
    project.change(JUNE, "2017年9月")
    project.run("build")
    assert said(notice) == "教信〔〕号 改关于调整的通知教信7号2017年5月1日：1-2调整2017年9月，"
    project.change("2017年9月", JUNE)  # as it was told: nothing to tell
    project.run("build")
    assert not notice.exists()
    assert said(ISSUED / "2017-05-01-变更通知/变更通知/人事处.html").startswith("教信〔2017〕7号 2017年5月1日 改")


def test_a_unit_without_tasks_now_is_told_even_if_only_the_table_told_it(project: Project) -> None:
    project.run("issue", "印发通知", "--number=12", "--date=2017-03-04")
    project.change(MARCH, JUNE)
    project.run("build")
    assert not (project.output / "变更通知").exists()  # its letter, which is still to be sent, tells it
    project.change("责任主体: [财务处]", "责任主体: [人事处]")
    project.run("build")
    assert said(project.output / "变更通知/财务处.html").endswith(
        "改关于印发的通知教12号2017年3月4日：1-1取消2017年2月，"
    )
    assert "变更通知/人事处.html" not in files(project.output)


def test_reminders_have_their_own_numbers_and_are_due_again_later(project: Project) -> None:
    project.run(*SEND)
    project.run("build", "--today=2017-05-01")
    run = project.run("issue", "督办通知", "--number=30-31", "--date=2017-05-03")
    folder = ISSUED / "2017-05-03-督办通知"
    assert run.code == 0
    assert said(folder / "督办通知/人事处.html") == "教督〔2017〕31号 2017年5月3日 截至2017年5月1日"  # as drafted
    project.run("build", "--today=2017-05-03")
    assert not (project.output / "督办通知").exists()
    project.run("build", "--today=2017-05-04")
    assert files(project.output / "督办通知") == {"人事处.html", "财务处.html"}
    for day, term in (("2017-05-05", 1), ("2017-08-05", 2)):
        project.run("build", f"--today={day}")
        project.run("issue", "进展通报", "--number=8", f"--date={day}")
        assert said(ISSUED / f"{day}-进展通报/通报.html").endswith(f"第{term}期")


def test_a_letter_edited_by_hand_goes_as_it_stands(project: Project) -> None:
    project.run("build")
    project.put("任务通知/人事处.html", HAND)
    run = project.run(*SEND)
    assert (LETTERS / "任务通知/人事处.html").read_text("utf-8") == HAND
    assert run.errors == [f"{LETTERS}/任务通知/人事处.html: 手工修改过，照原样发出"]
    assert "任务通知/人事处.html" not in files(project.output)
    assert record(LETTERS)["原样发出"] == ["任务通知/人事处.html"]
    project.run("issue", "--undo")
    assert project.text("任务通知/人事处.html") == HAND
    assert not ISSUED.exists()
    assert "保留  任务通知/人事处.html（手工修改过，新版另存；新版：任务通知/人事处.新.html）" in "\n".join(
        project.run("build").lines
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("任务通知", "--number=5-9"), "--number: 要发 2 份，“5-9”不是这么多个号；写 --number 5-6"),
        (("任务通知", "--number=五"), "--number: “五”看不懂；写 5（都用一个号），或 5-35（一份一个号）"),
        (("任务通报", "--number=5"), "render issue: 没有模板写着“发文: 任务通报”；是不是想写“任务通知”？"),
        (("任务通知", "--only=人士处"), "--only: 计划里没有单位“人士处”；是不是想写“人事处”？"),
        (("印发通知", "--only=人事处"), "--only: 印发通知是发给各单位的一份，不能只发给几个单位；去掉 --only"),
        (("变更通知",), "render issue: 没有要发的变更通知；用 render issue 看有什么可以发"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_moves(
    project: Project, arguments: tuple[str, ...], said: str
) -> None:
    project.run("build")
    before = project.made()
    run = project.run("issue", *arguments, "--date=2017-03-05")
    assert (run.code, run.lines, run.errors) == (1, [], [said])
    assert project.made() == before
    assert not ISSUED.exists()


def test_an_earlier_day_than_the_last_is_refused(project: Project) -> None:
    project.run(*SEND)
    project.change(MARCH, JUNE)
    run = project.run("issue", "变更通知", "--number=7", "--date=2017-03-04")
    assert run.errors == ["--date: 已有更晚的一次：2017-03-05-任务通知；写那一天或以后的日期"]


def test_a_document_that_cannot_be_made_leaves_everything_as_it_was(project: Project) -> None:
    project.run("build")
    project.write(
        "templates/台账.html",
        "---\n每份: 单位\n随文: 任务通知\n输出: 台账/{{ 单位.名称 }}\n格式: [html]\n---\n{{ 没有 }}\n",
    )
    before = project.made()
    run = project.run(*SEND)
    assert run.code == 1
    assert run.errors[0].startswith("templates/台账.html:7: 没有名为“没有”的变量")
    assert project.made() == before
    assert not ISSUED.exists()


def test_a_plan_edited_since_its_drafts_were_made_is_told(project: Project) -> None:
    project.run("build")
    project.run("issue", "印发通知", "--number=4", "--date=2017-03-04")
    assert project.run(*SEND).errors == []  # what is cited has its number now: that is no other plan
    project.run("issue", "--undo")
    project.change("甲事", "甲件事")
    hint = "不对就撤回：render issue --undo"
    said = f"plan.yaml: 生成草稿以后改过，发出的照现在的计划，与草稿不同；{hint}"
    assert project.run(*SEND).errors == [said]


def test_a_mark_that_is_not_known_is_told(project: Project) -> None:
    run = project.run("issue", "进展通报", "--number=8", "--date=2017-05-05")
    assert run.lines[0].startswith("✓ 进展通报（2017年5月5日）：发给 2 个单位，文号空着")
    assert run.errors == ["plan.yaml: 发文的代字里没有进展通报的，公文里代字空着；写上代字，撤回再发；或由人填写"]


def test_some_units_only(project: Project) -> None:
    project.run("issue", "任务通知", "--number=5", "--date=2017-03-05", "--only=人事处")
    assert "任务通知/财务处.html" not in files(LETTERS)
    assert [line.strip() for line in project.run("issue").lines if "任务通知" in line] == [
        "任务通知：1 份（财务处）",
        "2017-03-05-任务通知  教信〔2017〕5号  1 个单位，未签收 1 个（人事处）",
    ]
    project.run("issue", "任务通知", "--number=6", "--date=2017-03-05")
    assert files(ISSUED / "2017-03-05-任务通知-2") >= {"任务通知/财务处.html"}


def test_undo_takes_back_the_last_one_only(project: Project) -> None:
    project.run(*SEND)
    project.change(MARCH, JUNE)
    project.run("issue", "变更通知", "--number=7", "--date=2017-05-01")
    assert project.run("issue", "--undo").lines == ["✓ 已撤回：2017-05-01-变更通知。运行 render build 重新生成草稿"]
    assert {path.name for path in ISSUED.iterdir()} == {LETTERS.name}
    project.run("build")
    assert (project.output / "变更通知/人事处.html").exists()
    (LETTERS / "任务通知/人事处.html").write_text(HAND, "utf-8")
    run = project.run("issue", "--undo")
    assert run.errors == [f"{LETTERS}/任务通知/人事处.html: 发出以后又改动过，撤回会丢掉这些改动；先把它移到别处"]
    assert LETTERS.exists()


def test_a_draft_that_a_killed_dispatch_left_behind_is_taken_away(project: Project) -> None:
    """The last step of a dispatch is to clear the outbox: a kill just before it leaves hand-edited drafts there."""
    project.run("build")
    project.put("任务通知/人事处.html", HAND)
    project.run(*SEND)
    project.put("任务通知/人事处.html", HAND)
    run = project.run("build")
    assert "删除  任务通知/人事处.html（已不需要）" in run.lines
    assert "任务通知/人事处.html" not in files(project.output)


def test_check_says_which_sent_file_was_touched(project: Project) -> None:
    project.run(*SEND)
    assert not [line for line in project.run("check").errors if "issued" in line]
    (LETTERS / "任务通知/人事处.html").write_text(HAND, "utf-8")
    (LETTERS / "台账/财务处.html").unlink()
    project.write("issued/2016-03-05.yaml", "")
    run = project.run("check")
    assert run.code == 1
    assert [line for line in run.errors if "issued" in line] == [
        f"{LETTERS}/任务通知/人事处.html: 错误：发出以后改动过，不是发出的那一份；用备份换回",
        f"{LETTERS}/台账/财务处.html: 错误：发出的文件不见了；用备份换回",
        "issued/2016-03-05.yaml: 提示：这是旧版程序记下的计划，不再读它；变更通知不与它比；"
        "已经发出的公文，用 render issue 重新登记；这个文件可以留着",
    ]


UNREADABLE = "这次发文的记录读不懂{}；它由 render issue 写；请用备份换回，或改正这一处"


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("种类: 任务通知\n", "", 2, "：种类"),
        ("日期: '2017-03-05'", "日期: 三月", 6, "：日期"),
        ("文件:", "文件: [", 11, ""),
    ],
)
def test_a_broken_record_stops_everything_and_says_where(
    project: Project, old: str, new: str, line: int, field: str
) -> None:
    project.run(*SEND)
    path = LETTERS / "发文.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    for command in ("build", "status", "diff", "check", "issue"):
        run = project.run(command)
        assert (run.code, run.lines, run.errors) == (1, [], [f"{path}:{line}: {UNREADABLE.format(field)}"])


EDITS = [(MARCH, JUNE), ("甲事", "乙"), ("协助单位: [办公室]", "协助单位: []"), ("[人事处]", "[财务处]")]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(EDITS), max_size=4))
def test_nothing_that_is_edited_later_changes_what_was_sent(project: Project, edits: list[tuple[str, str]]) -> None:
    if not LETTERS.exists():
        project.run(*SEND)
    before = {path: path.read_bytes() for path in ISSUED.rglob("*") if path.is_file()}
    original = Path("plan.yaml").read_text("utf-8")
    for old, new in edits:
        text = Path("plan.yaml").read_text("utf-8")
        project.write("plan.yaml", text.replace(old, new))
        project.run("build")
    project.write("plan.yaml", original)
    assert {path: path.read_bytes() for path in ISSUED.rglob("*") if path.is_file()} == before
