"""A plan and what was sent of it are of one year and one title, or every command says so, with what helps."""

import shutil

import pytest

from support.small_project import NOTICE, Project

LETTER = NOTICE.replace("每份: 单位\n", "每份: 单位\n发文: 通知\n")
READERS = [("build",), ("status",), ("diff",), ("check",), ("issue",), ("issue", "通知"), ("collect", "收回.xlsx")]


@pytest.fixture
def sent(project: Project) -> Project:
    """A project of which a letter was sent."""
    project.write("templates/通知.html", LETTER)
    assert project.run("issue", "通知", "--number", "5", "--date", "2017-03-05").code == 0
    return project


@pytest.mark.parametrize("command", READERS)
def test_what_was_sent_of_another_year_is_refused(sent: Project, command: tuple[str, ...]) -> None:
    sent.change("年度: 2017", "年度: 2018")
    run = sent.run(*command)
    hint = "年度写错了就改回来；新的一年，换计划以前先运行 render new-year，"
    hint += "已经换了的，把 progress.yaml 和 issued/ 移到 archive/2017/"
    said = "这是2017年度发的，计划却是2018年度的，没有合在一起"
    assert (run.code, run.lines) == (1, [])
    assert run.errors == [f"issued/2017-03-05-通知/发文.yaml:3: {said}；{hint}"]
    (sent.root / "archive/2017").mkdir(parents=True)
    shutil.move(sent.root / "issued", sent.root / "archive/2017")
    assert not any("没有合在一起" in line for line in sent.run(*command).errors)


@pytest.mark.parametrize("command", READERS)
def test_what_was_sent_under_another_title_is_refused(sent: Project, command: tuple[str, ...]) -> None:
    sent.change("标题: 计划", "标题: 工作要点")
    run = sent.run(*command)
    said = "发的是“计划”，计划却是“工作要点”，没有合在一起"
    hint = "只是改了标题的，在 plan.yaml 里标题的下面写一行 曾用名: [计划]；"
    hint += "是另一份计划的，把 progress.yaml 和 issued/ 移到 archive/2017/"
    assert (run.code, run.lines) == (1, [])
    assert run.errors == [f"issued/2017-03-05-通知/发文.yaml:4: {said}；{hint}"]
    sent.change("年度: 2017", "曾用名: [计划]\n年度: 2017")
    assert not any("没有合在一起" in line for line in sent.run(*command).errors)
