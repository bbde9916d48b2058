"""`render new`: a folder for another office, which builds as it is."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from render.cli import cli
from render.reader import read_plan
from support.small_project import Project

TEMPLATES = Path(__file__).parent.parent / "templates"
GIVEN = ["--title", "2026年重点工作任务分解表", "--organ", "某市人民政府: 办公室", "--office", "督查 #室"]
NEXT = ["✓ 建好了 新 单位：plan.yaml、plan.schema.json 和 templates/；下一步：", "  cd '新 单位'"]
NEXT += ["  render check    # 改 plan.yaml，查错", "  render build    # 生成文件到 output/"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def test_a_new_folder_has_a_plan_that_passes_and_all_templates(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = project.run("new", "新 单位", *GIVEN)
    assert (run.code, run.errors, run.lines) == (0, [], NEXT)
    plan = read_plan(Path("新 单位/plan.yaml")).plan
    assert (plan.title, plan.year) == ("2026年重点工作任务分解表", 2026)
    assert (plan.sender.organ, plan.sender.office) == ("某市人民政府: 办公室", "督查 #室")
    assert (plan.sender.level, plan.units[0].kind) == ("部门", "内设机构")
    assert {path.name for path in Path("新 单位/templates").iterdir()} == {path.name for path in TEMPLATES.iterdir()}
    monkeypatch.chdir("新 单位")
    assert project.run("check").code == 0
    assert project.run("build", "--only", "督查 #室").code == 0


def test_what_is_not_given_is_asked(project: Project) -> None:
    runner = CliRunner()
    result = runner.invoke(cli, ["new", "甲"], input="重点工作\n2031\n某局\n\n")
    assert (result.exit_code, "年度" in result.output) == (0, True)
    plan = read_plan(Path("甲/plan.yaml")).plan
    assert (plan.title, plan.year, plan.sender.organ, plan.sender.office) == ("重点工作", 2031, "某局", "")
    assert runner.invoke(cli, ["new", "丙", *GIVEN[:2], "--organ", "某大学", "--office", ""]).exit_code == 0
    assert read_plan(Path("丙/plan.yaml")).plan.sender.level == "学校"
    result = runner.invoke(cli, ["new", "乙"], input="")
    assert result.exit_code == 1
    assert "没有写标题" in result.output
    assert not Path("乙").exists()


def test_a_folder_in_use_is_left_alone(project: Project) -> None:
    Path("旧").mkdir()
    Path("旧/文件").write_text("甲", "utf-8")
    Path("文件").write_text("甲", "utf-8")
    for name in ("旧", "文件"):
        run = project.run("new", name, *GIVEN)
        assert (run.code, run.errors) == (1, [f"{name}: 已经有这个文件夹，里面有东西，没有动它；换一个名字"])
    assert [path.name for path in Path("旧").iterdir()] == ["文件"]
    Path("空").mkdir()
    assert project.run("new", "空", *GIVEN).code == 0


def test_a_folder_without_templates_uses_those_of_the_program_and_says_so(project: Project) -> None:
    shutil.rmtree("templates")
    said = "这里没有 templates 文件夹，用程序自带的模板"
    run = project.run("check")
    assert (run.code, run.errors[0]) == (0, said)
    run = project.run("build", "--only", "办公室")
    assert (run.code, run.errors[0]) == (0, said)
    assert (project.output / "任务通知/办公室.docx").is_file()
    run = project.run("build", "--templates", "templates")  # asked for, and not there
    assert (run.code, said in run.errors) == (1, False)
