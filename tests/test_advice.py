"""Commands in advice work where they are read."""

import sys
from pathlib import Path

import pytest

from render.cli.advice import runnable
from support.small_project import Project

MAKEFILE = "BIN := .venv/bin\nbuild:\n\t$(BIN)/render build $(ARGS)\n"
SAID = "运行 render number 自动编号；运行 make 更新台账；收错了用 render collect --undo 撤回；render check --outputs"


@pytest.mark.parametrize(
    ("makefile", "called", "told"),
    [
        (
            MAKEFILE,
            ".venv/bin/render",
            ("make number", "运行 make 更", ".venv/bin/render collect"),
        ),
        (None, "/opt/plan/bin/render", ("/opt/plan/bin/render number", "render build 更", "/render collect")),
        (None, "render", ("运行 render number", "运行 render build 更", "用 render collect")),
        ("all:\n\tcc a.c\n", "render", ("运行 render number",)),
        (None, "/x/render/__main__.py", (f"{sys.executable} -m render number",)),
    ],
)
def test_commands_are_told_as_they_work_here(
    makefile: str | None, called: str, told: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [called])
    if makefile:
        Path("Makefile").write_text(makefile, "utf-8")
    said = runnable(SAID)
    assert [one for one in told if one not in said] == [], said


def test_what_a_command_says_is_what_works(project: Project) -> None:
    project.change("{编号: 1-1, ", "{")
    assert project.run("check").errors[0].endswith("编号没有填写；运行 render number 自动编号")
    project.write("Makefile", MAKEFILE)
    assert project.run("check").errors[0].endswith("编号没有填写；运行 make number 自动编号")
