"""Builds that are killed, and builds at the same time: every file stays whole, and the next build completes."""

import os
import random
import signal
import subprocess
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import render.folder
from render.build.manifest import read_manifest
from render.folder import locked
from support.small_project import HAND, HIDDEN, NOTICE, PLAN, Project

KILLS = int(os.environ.get("RENDER_KILLS", "15"))
UNITS = 60
PATIENCE = 120.0  # seconds; what is waited for comes within one where the machine has nothing else to do
EDITED = "通知/第0处.html"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers of a killed build may need long to end on a busy machine."""
    monkeypatch.setattr(render.folder, "PATIENCE", PATIENCE)


@pytest.fixture
def large(project: Project) -> Project:
    """A project with work for two processes: 120 files, all of which change with the year."""
    units = [f"第{number}处" for number in range(UNITS)]
    listed = "\n".join(f"  - {{名称: {unit}, 类别: 机关处室}}" for unit in units)
    project.change(PLAN[PLAN.index("  - {名称: 财务处") : PLAN.index("目标:")], listed + "\n")
    project.change("[财务处]", f"[{', '.join(units)}]")
    project.change("[人事处]", "[第1处]")
    project.change("[办公室]", "[]")
    project.write("templates/通知.html", NOTICE.replace("格式: [html]", "格式: [html, docx]"))
    (project.root / "templates/总表.html").unlink()
    return project


def test_a_build_killed_at_any_moment_harms_nothing(large: Project) -> None:
    chance = random.Random(2017)
    assert large.run("build").code == 0
    large.put(EDITED, HAND)
    for number in range(KILLS):
        large.change(f"{2017 + number}年2月", f"{2018 + number}年2月")
        _kill(large.start("build", "--jobs", "2"), chance)
        _check(large)
    assert large.run("build").code == 0
    _check(large)
    assert large.run("build").lines[-1] == f"✓ {2 * UNITS} 份：未变 {2 * UNITS - 1}，保留 1"
    assert large.hidden() == HIDDEN
    for name, (_, data) in large.made().items():
        assert name == EDITED or str(2017 + KILLS) in _text(name, data), f"{name} is out of date"


def _kill(build: "subprocess.Popen[str]", chance: random.Random) -> None:
    """Kill a build after some of its lines and some milliseconds."""
    assert build.stdout
    for _ in range(chance.randrange(2 * UNITS)):
        build.stdout.readline()
    time.sleep(chance.random() / 100)
    build.send_signal(signal.SIGKILL)
    build.communicate(timeout=PATIENCE)


def _check(project: Project) -> None:
    """Every file is whole, the manifest can be read, and nothing was taken for a hand edit but the hand edit."""
    made = project.made()
    assert made.pop(EDITED)[1].decode() == HAND
    assert all("年2月，" in _text(name, data) for name, (_, data) in made.items())
    assert read_manifest(project.output / ".manifest.jsonl").problem is None
    assert {name for name in made if ".新" in name} <= {EDITED.replace(".html", ".新.html")}
    kept = [line for line in project.run("status", "--files").lines if line.startswith("保留")]
    assert [line.partition("：")[2] for line in kept] == [EDITED]


def _text(name: str, data: bytes) -> str:
    if name.endswith(".html"):
        assert data.endswith(b"</html>\n")
        return data.decode()
    path = Path("读.docx")
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.read("word/document.xml").decode()


def test_the_processes_of_a_killed_build_end_with_it(large: Project) -> None:
    large.change("格式: [html, docx]", "格式: [pdf]", "templates/通知.html")
    build = large.start("build", "--jobs", "2")
    children = _children(build.pid)
    build.kill()
    build.communicate(timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while any(_alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(children) == 2
    assert not any(_alive(child) for child in children)


def _children(pid: int) -> list[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children")
    deadline = time.monotonic() + PATIENCE
    while len(listing.read_text().split()) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    return [int(child) for child in listing.read_text().split()]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_two_builds_at_once_do_not_harm_each_other(large: Project) -> None:
    builds = [large.start("build", "--jobs", "2") for _ in range(3)]
    said = [(build.communicate(timeout=PATIENCE), build.returncode) for build in builds]
    for (_, errors), code in said:
        assert (code, errors) in {(0, ""), (1, "output: 另一个 render 正在生成这里的文件；请等它完成后再运行\n")}
    assert sum(f"新建 {2 * UNITS}" in lines for (lines, _), _ in said) == 1
    assert large.run("build").lines == [f"✓ {2 * UNITS} 份：未变 {2 * UNITS}"]


def test_a_folder_in_use_is_told_plainly_and_left_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render.folder, "PATIENCE", 0.1)
    with locked(project.output):
        run = project.run("build")
    assert run.errors == ["output: 另一个 render 正在生成这里的文件；请等它完成后再运行"]
    assert (run.code, project.made()) == (1, {})
    assert project.run("build").code == 0


def test_a_build_waits_a_little_for_one_that_is_ending(project: Project) -> None:
    with ThreadPoolExecutor() as threads, locked(project.output):
        run = threads.submit(project.run, "build")
        time.sleep(0.3)
    assert run.result().code == 0


def test_ctrl_c_stops_at_once_and_says_so(large: Project) -> None:
    build = large.start("build", "--jobs", "2")
    assert build.stdout
    build.stdout.readline()
    build.send_signal(signal.SIGINT)
    _, errors = build.communicate(timeout=PATIENCE)
    assert (build.returncode, errors.strip()) == (1, "已停止。")
    _check_whole(large)
    assert large.run("build").code == 0


def _check_whole(project: Project) -> None:
    assert all("年2月，" in _text(name, data) for name, (_, data) in project.made().items())
