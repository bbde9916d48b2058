"""`render number`: an id for each task that has none, and not one other character changed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.reader import read_plan
from render.reader.numbering import number
from support.small_project import PLAN, Project

HEAD = PLAN.partition("目标:")[0]
BLOCK = """\
目标:   # 说明
  - 名称: 目标一
    内容: '内容'
    任务:
      # 编号: 1-9 早已不用
      - 内容: 新事   # 还没有编号
        完成时间: 2017年2月
        责任主体: [ 财务处 ]

      - 编号: 1-1
        内容: "甲事"
        完成时间: 2017年2月
        责任主体:
          - 财务处
      - {内容: 乙事, 完成时间: 2017年3月, 责任主体: [人事处]}
  - 名称: 目标二
    内容: 内容
    任务:
      - 内容: 丙事
        编号:
        完成时间: 2017年3月
        责任主体: [人事处]
      - { 编号: "", 内容: 丁事, 完成时间: 2017年3月, 责任主体: [人事处]}
"""
NUMBERED = (
    BLOCK.replace("- 内容: 新事", "- 编号: 1-10\n        内容: 新事")
    .replace("{内容: 乙事", "{编号: 1-11, 内容: 乙事")
    .replace("        编号:\n", "        编号: 2-1\n")
    .replace('编号: ""', "编号: 2-2")
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_ids_are_put_in_and_nothing_else_is_touched(project: Project, end: str, mark: str) -> None:
    Path("plan.yaml").write_bytes((mark + HEAD + BLOCK).replace("\n", end).encode())
    run = project.run("number")
    assert run.lines == [
        "1-10  新事（第 12 行）",
        "1-11  乙事（第 22 行）",
        "2-1  丙事（第 27 行）",
        "2-2  丁事（第 30 行）",
        "✓ 编了 4 个号",
    ]
    assert Path("plan.yaml").read_bytes() == (mark + HEAD + NUMBERED).replace("\n", end).encode()
    assert project.run("number").lines == ["✓ 每项任务都有编号，没有改动"]
    assert project.run("build").code == 0


def test_an_id_that_was_used_is_not_used_again(project: Project) -> None:
    new = "      - {内容: 丙事, 完成时间: 长期, 责任主体: [人事处]}\n"
    project.write("issued/2017-03-05.yaml", PLAN + new.replace("{", "{编号: 1-3, "))
    project.write("progress.yaml", "收取:\n- 来件:\n  - 填报:\n    - 编号: 1-7\n")
    project.write("plan.yaml", PLAN + new)
    assert project.run("number").lines[0].startswith("1-8  丙事")


def goal(name: str, *tasks: str) -> str:
    """A goal with a task for each id; an empty one has none yet."""
    rows = "".join(
        f"      - {{{f'编号: {one}, ' if one else ''}内容: 丙事{one or n}, 完成时间: 长期, 责任主体: [人事处]}}\n"
        for n, one in enumerate(tasks)
    )
    return f"  - 名称: {name}\n    内容: 内容\n    任务:\n{rows}"


@pytest.mark.parametrize(
    ("goals", "new"),
    [
        ([goal("目标二", "2-1", "1-3", "2-9", "")], ["2-10"]),  # the first number that most of its tasks have
        ([goal("目标二", "1-3", "5-1", "5-2", "", "")], ["5-3", "5-4"]),
        ([goal("目标二", "7-1"), goal("目标三", "", "")], ["8-1", "8-2"]),  # after the highest, not after the last
        ([goal("目标二", ""), goal("目标三", "7-1", "")], ["8-1", "7-2"]),
        ([goal("目标二", ""), goal("目标三", "")], ["2-1", "3-1"]),
        ([goal("目标二", "10-9", "10-10", "")], ["10-11"]),  # numbers, not letters
    ],
)
def test_new_ids_go_on_from_those_of_the_goal_or_begin_a_number_of_their_own(
    project: Project, goals: list[str], new: list[str]
) -> None:
    project.write("plan.yaml", PLAN + "".join(goals))
    run = project.run("number")
    assert [line.split()[0] for line in run.lines[:-1]] == new
    assert project.run("number").lines == ["✓ 每项任务都有编号，没有改动"]


def test_a_goal_whose_tasks_are_gone_leaves_its_number_unused(project: Project) -> None:
    project.write("issued/2017-03-05.yaml", PLAN + goal("目标二", "2-4"))
    project.write("plan.yaml", PLAN + goal("目标三", ""))
    assert project.run("number").lines[0].startswith("3-1 ")


def test_a_plan_that_is_wrong_otherwise_is_left_alone(project: Project) -> None:
    text = HEAD + BLOCK.replace("责任主体: [人事处]", "责任主体: [某某局]")
    project.write("plan.yaml", text)
    run = project.run("number")
    assert run.code == 1
    assert [error.partition(": ")[0] for error in run.errors] == ["plan.yaml:21"]
    assert Path("plan.yaml").read_text("utf-8") == text
    project.write("plan.yaml", "标题： 计划\n目标: [\n")
    assert project.run("number").code == 1


real = (Path(__file__).parent.parent / "plan.yaml").read_text("utf-8")
lines = [n for n, line in enumerate(real.splitlines()) if line.lstrip().startswith("- 编号: ")]


@given(st.sets(st.sampled_from(lines), min_size=1, max_size=8))
@settings(max_examples=10)
def test_whichever_ids_are_missing(tmp_path_factory: pytest.TempPathFactory, missing: set[int]) -> None:
    path = tmp_path_factory.mktemp("计划") / "plan.yaml"
    rows = real.splitlines(keepends=True)
    for n in missing:
        rows[n + 1] = rows[n].partition("编号")[0] + rows[n + 1].lstrip()
    path.write_text("".join(row for n, row in enumerate(rows) if n not in missing), "utf-8")
    text, found = number(path, [])
    assert len(found) == len(missing)
    without = [row for n, row in enumerate(real.splitlines()) if n not in missing]
    now = [row for row in text.splitlines() if row.strip() not in {f"- 编号: {one.id}" for one in found}]
    assert now == without
    path.write_text(text, "utf-8")
    ids = [task.id for _, task in read_plan(path).plan.tasks]
    assert len(set(ids)) == 43
