"""A build with nothing to do knows it without reading the plan; whatever may have changed makes it look closer."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from render import fontconfig, program
from render.build import settled
from render.documents.project import Project as Places
from support.small_project import DONE, HAND, JUNE, LETTER, MARCH, Project

PROGRESS = "收取: []\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path)
    assert project.run("build").code == 0
    return project


def count(project: Project) -> int | None:
    places = Places(project.root / "plan.yaml", project.root / "templates", project.output)
    return settled.settled(project.output, settled.sources(places.plan, places.templates))


def test_a_second_build_imports_nothing_that_makes_pages(project: Project) -> None:
    assert count(project) == 4
    code = "import sys; from render.cli import cli; cli(['build'], standalone_mode=False); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert "✓ 4 份：未变 4" in run.stdout
    assert {"pydantic", "jinja2", "yaml", "lxml", "render.plan.model", "render.page"}.isdisjoint(run.stdout.split())


HEAVY = {"click", "dataclasses", "pathlib", "subprocess", "typing", "render.cli.build", "render.fonts"}


def test_the_command_itself_loads_next_to_nothing_and_says_the_same(project: Project) -> None:
    code = "import sys; sys.argv = ['render', 'build']; from render.cli import main; main(); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    said, modules = run.stdout.splitlines()
    assert re.sub("（0.[0-9] 秒）", "", said) == project.run("build").lines[-1] == DONE
    assert HEAVY.isdisjoint(modules.split())


def test_an_output_moved_elsewhere_behind_a_link_is_looked_at(project: Project) -> None:
    folder = (project.output / LETTER).parent
    folder.rename(project.root / "别处")
    folder.symlink_to(project.root / "别处")
    assert count(project) is None


def test_a_changed_program_is_a_change(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copytree(program.FOLDER, project.root / "program", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(program, "FOLDER", str(copy))
    project.run("build")
    assert count(project) == 4
    file = copy / "page" / "paper.py"
    text = file.read_bytes()
    file.write_bytes(text.swapcase())
    os.utime(file, ns=(0, 0))
    assert count(project) is None


DISPATCH = "{种类: 督办通知, 年度: 2017, 计划: 计划, 日期: '2017-03-05', 登记: '2017-03-05T10:00:00', 文件: {}}"
CHANGES: dict[str, Callable[[Project], object]] = {
    "plan": lambda project: project.change(MARCH, JUNE),
    "a comment of the plan": lambda project: project.change("标题: 计划", "标题: 计划  # 说明"),
    "progress": lambda project: project.write("progress.yaml", PROGRESS),
    "a dispatch": lambda project: project.write("issued/2017-03-05-任务通知/发文.yaml", DISPATCH),
    "template": lambda project: project.change("<p>", "<p>字", "templates/通知.html"),
    "a new template": lambda project: project.write("templates/新.css", "p { color: red }"),
    "an output by hand": lambda project: project.put(LETTER, HAND),
    "an output deleted": lambda project: (project.output / LETTER).unlink(),
    "the manifest lost": lambda project: (project.output / ".manifest.jsonl").unlink(),
    "a draft left": lambda project: project.put("通知/.render-1-abc.tmp", ""),
    "the stamp broken": lambda project: project.put(".settled", "字"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_may_have_changed_is_looked_at(project: Project, change: Callable[[Project], object]) -> None:
    change(project)
    assert count(project) is None
    assert project.run("build").code == 0


def test_other_typefaces_and_libraries_are_a_change(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(fontconfig, "ask", lambda _: lambda: ["花园明朝\tRegular\t1"])
        assert count(project) is None
    with monkeypatch.context() as patch:
        patch.setattr(program, "_libraries", lambda _: [])
        assert count(project) is None
    assert count(project) == 4


def test_a_build_of_one_unit_between_is_not_overlooked(project: Project) -> None:
    project.change(MARCH, JUNE)
    project.run("build", "--only", "人事处")
    project.change(JUNE, MARCH)
    assert count(project) is None
    assert project.run("build").lines[-1] == "✓ 4 份：更新 1，未变 3"
    assert MARCH in project.text(LETTER)
    assert project.run("build").lines == [DONE]


def test_a_folder_on_another_machine_is_looked_at(project: Project) -> None:
    project.output.rename(project.root / "别处")
    assert project.run("build").lines[-1] == "✓ 4 份：新建 4"
    assert settled.settled(project.root / "没有", "") is None
