"""A dispatch that is killed is there whole or not at all, and so is one that is taken back; no file is lost."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

import render.folder
from support.dispatches import files, record, sending_project
from support.small_project import HAND, Project

KILLS = int(os.environ.get("RENDER_KILLS", "12"))
LONGEST = 1.2  # seconds that one of them takes at most on an idle machine, start included
EDITED = "任务通知/人事处.html"
FOLDER = Path("issued/2017-03-05-任务通知")
SENT = {EDITED, "任务通知/财务处.html", "台账/人事处.html", "台账/财务处.html", "plan.yaml", "发文.yaml"}
COMMANDS = {"send": ("issue", "任务通知", "--number=5", "--date=2017-03-05"), "undo": ("issue", "--undo")}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(render.folder, "PATIENCE", 120.0)
    project = sending_project(tmp_path)
    project.run("build")
    project.put(EDITED, HAND)
    return project


@pytest.mark.parametrize("command", COMMANDS)
def test_a_kill_at_any_moment_leaves_all_or_nothing(project: Project, command: str) -> None:
    chance = random.Random(2017)
    for _ in range(KILLS):
        if (command == "undo") != FOLDER.exists():
            _run_to_end(project, "undo" if FOLDER.exists() else "send")
        process = project.start(*COMMANDS[command])
        time.sleep(LONGEST * chance.random())
        process.send_signal(signal.SIGKILL)
        process.communicate()
        _check(project)


def _run_to_end(project: Project, command: str) -> None:
    assert project.run(*COMMANDS[command]).code == 0


def _check(project: Project) -> None:
    """What was edited by hand is there once at least; after a build, once exactly."""
    if FOLDER.exists():
        assert files(FOLDER) == SENT
        assert set(record(FOLDER)["文件"]) == SENT - {"plan.yaml", "发文.yaml"}  # type: ignore[call-overload]
        assert (FOLDER / EDITED).read_text("utf-8") == HAND
    else:
        assert project.text(EDITED) == HAND
    run = project.run("build")
    assert (run.code, run.errors) == (0, [])
    assert (EDITED in files(project.output)) is not FOLDER.exists()
    assert FOLDER.exists() or project.text(EDITED) == HAND
