"""`render close-year`: ledger and report of one day, which stay and decide what the new year carries over."""

import re
from pathlib import Path

import pytest

from support.small_project import Project
from test_lights import record, reported, ruled

STATES = "{% for 任务 in 计划.任务 %}{{ 任务.进展状态 }}，{% endfor %}"
LEDGER = f"---\n输出: 台账/总台账\n格式: [html]\n---\n<p>{STATES}</p>\n"
REPORT = "---\n需要: 今天\n发文: 进展通报\n输出: 进展通报\n格式: [html]\n---\n<p>{{ 今天 }}</p>\n"
CLOSED = Path("archive/2017年终")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """1-1 is closed in time; that 1-2 is done is reported after the end of the year."""
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path)
    project.write("templates/总表.html", LEDGER)
    project.write("templates/通报.html", REPORT)
    late = reported("2018-01-09", "人事处", {"编号": "1-2", "进展状态": "已完成"})
    record(project, reported("2017-12-20", "人事处", {"编号": "1-2", "进展状态": "推进中"}),
           ruled("2017-12-21", "1-1", "办结"), late)  # fmt: skip
    return project


def body(path: Path) -> str:
    return re.sub(r"\s", "", path.read_text("utf-8").partition("<p>")[2].partition("</p>")[0])


def test_ledger_and_report_of_a_day_stay_as_they_are(project: Project) -> None:
    run = project.run("close-year", "--date", "2017-12-31")
    assert (run.code, run.errors) == (0, [])
    assert {path.name for path in CLOSED.iterdir()} == {"总台账.html", "进展通报.html", "年终.yaml"}
    assert body(CLOSED / "总台账.html") == "已办结，推进中，"
    assert body(CLOSED / "进展通报.html") == "2017-12-31"
    again = project.run("close-year", "--date", "2018-01-10")
    assert again.code == 1
    assert again.errors == [f"{CLOSED}: 2017年已按 2017-12-31 年终定格，没有动它；要换一天，先把 {CLOSED} 移到别处"]
    assert project.run("build").code == 0  # what is made goes on
    assert body(project.output / "台账" / "总台账.html") == "已办结，已完成，"


def test_the_new_year_takes_them_and_carries_over_what_was_not_done_on_that_day(project: Project) -> None:
    project.run("close-year", "--date", "2017-12-31")
    before = {path.name: path.read_bytes() for path in CLOSED.iterdir()}
    assert any("结转哪些任务以那一天的进展为准" in line for line in project.run("new-year", "--dry-run").lines)
    assert project.run("new-year", "--yes").code == 0
    year = Path("archive/2017")
    assert {name: (year / name).read_bytes() for name in before} == before
    assert not CLOSED.exists()
    assert [path.name for path in year.parent.iterdir() if path.is_dir()] == ["2017"]
    assert "结转: 2017年 1-2" in (project.root / "plan.yaml").read_text("utf-8")
    assert "2017年 1-1" not in (project.root / "plan.yaml").read_text("utf-8")


def test_without_a_closing_what_is_done_or_closed_today_is_dropped(project: Project) -> None:
    project.run("new-year", "--yes")
    assert "结转" not in (project.root / "plan.yaml").read_text("utf-8")


def test_a_closing_that_fails_leaves_nothing(project: Project) -> None:
    project.write("templates/通报.html", REPORT.replace("{{ 今天 }}", "{{ 没有 }}"))
    assert project.run("close-year", "--date", "2017-12-31").code == 1
    assert not Path("archive").exists()
