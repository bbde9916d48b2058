"""`render watch` as the office uses it: started once, building at each save, going on after an error."""

import queue
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from support.running import PATIENCE, Running
from support.small_project import JUNE, LETTER, MARCH, Project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def begin(running: Running, project: Project) -> None:
    """Wait until the system tells of saves, a little after the start: save what nobody uses until that is seen."""
    running.until("按 Ctrl+C 结束")
    for number in range(PATIENCE):
        project.write(f"templates/_{number}.css", "")
        with suppress(queue.Empty):
            running.until(f"_{number}.css", patience=1)
            break
    running.until("✓")


@pytest.fixture
def watching(project: Project) -> Iterator[Running]:
    running = Running(project, "watch")
    begin(running, project)
    yield running
    running.process.send_signal(signal.SIGINT)
    assert running.end() == 0


def test_pdfs_are_made_by_processes_that_stay_and_end_with_it(project: Project) -> None:
    project.change("格式: [html]", "格式: [html, pdf]", "templates/总表.html")
    running = Running(project, "watch")
    begin(running, project)
    for old, new in ((MARCH, JUNE), (JUNE, MARCH)):
        project.change(old, new)
        assert "更新  总表.pdf" in running.until("✓")
    running.process.send_signal(signal.SIGINT)
    assert running.end() == 0
    assert "Traceback" not in "".join(running.said.queue)


def test_each_save_is_built_and_an_error_ends_nothing(project: Project, watching: Running) -> None:
    assert MARCH in project.text(LETTER)
    project.change(MARCH, JUNE)
    lines = watching.until("✓")
    assert "plan.yaml 有改动" in lines[0]
    assert f"更新  {LETTER}" in lines
    assert JUNE in project.text(LETTER)
    project.change("年度: 2017", "年度: 二")
    assert watching.until("plan.yaml:2: ")
    project.change("年度: 二", "年度: 2017")
    assert watching.until("✓")[-1].startswith("✓ 4 份：未变 4")
    project.change("<p>", "<p>字", "templates/通知.html")
    lines = watching.until("✓")
    assert "通知.html 有改动" in lines[0]
    assert "字" in project.text(LETTER)
