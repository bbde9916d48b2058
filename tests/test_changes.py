"""What changed: seen in `render diff`, told to exactly the units concerned, compared with what was issued."""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from render.cli import cli
from render.plan.changes import ChangeKind, Changes, Edit, compare
from render.plan.model import Plan
from support.small_project import JUNE, MARCH, PLAN, Project

ROOT = Path(__file__).parent.parent
Tasks = list[dict[str, Any]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def changed(change: Callable[[Any], object]) -> Changes:
    """The changes that a change of the small plan makes."""
    data = yaml.load(PLAN, yaml.BaseLoader)
    old = Plan.model_validate(data)
    change(data)
    return compare(old, Plan.model_validate(data))


def tasks(data: Any) -> Tasks:
    found: Tasks = data["目标"][0]["任务"]
    return found


def told(changes: Changes) -> dict[str, list[tuple[str, ...]]]:
    """Unit → (what, task, its part before, its part now)."""
    return {
        unit.name: [(one.kind, one.change.name, one.before, one.now) for one in own] for unit, own in changes.concerned
    }


NEW = {"编号": "1-3", "内容": "丙事", "完成时间": "长期", "责任主体": ["财务"], "协助单位": []}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda data: None, {}),
        (lambda data: data["目标"][0].update(内容="别的"), {}),
        (lambda data: tasks(data).reverse(), {}),
        (lambda data: tasks(data)[1].update(完成时间=JUNE), {
            "人事处": [("调整", "1-2", "牵头", "牵头")], "办公室": [("调整", "1-2", "协助", "协助")],
        }),
        (lambda data: tasks(data).append(NEW), {"财务处": [("新增", "1-3", "", "牵头")]}),
        (lambda data: tasks(data).pop(0), {"财务处": [("取消", "1-1", "牵头", "")]}),
        (lambda data: tasks(data)[1].update(协助单位=["财务处"]), {
            "财务处": [("新增", "1-2", "", "协助")],
            "人事处": [("调整", "1-2", "牵头", "牵头")],
            "办公室": [("取消", "1-2", "协助", "")],
        }),
        (lambda data: tasks(data)[1].update(责任主体=["办公室"], 协助单位=["人事处"]), {
            "人事处": [("调整", "1-2", "牵头", "协助")], "办公室": [("调整", "1-2", "协助", "牵头")],
        }),
    ],
)  # fmt: skip
def test_each_unit_is_told_what_concerns_it(change: Callable[[Any], object], expected: object) -> None:
    assert told(changed(change)) == expected


def test_a_unit_that_leaves_the_plan_is_told_too() -> None:
    def leave(data: Any) -> None:
        tasks(data)[1]["协助单位"] = []
        del data["单位"][2]

    changes = changed(leave)
    assert told(changes)["办公室"] == [("取消", "1-2", "协助", "")]
    assert [(one.kind, one.name) for one in changes.units] == [(ChangeKind.REMOVED, "办公室")]


def test_a_unit_under_a_new_name_stays_the_same() -> None:
    def rename(data: Any) -> None:
        data["单位"][0] |= {"名称": "计财处", "别名": ["财务处", "财务"]}

    changes = changed(rename)
    assert told(changes) == {}
    assert [(one.kind, one.name) for one in changes.units] == [(ChangeKind.RENAMED, "计财处")]


def test_a_unit_under_a_new_name_is_told_of_its_old_tasks_as_its_own() -> None:
    def rename(data: Any) -> None:
        data["单位"][0] |= {"名称": "计财处", "别名": ["财务处", "财务"]}
        tasks(data)[0]["完成时间"] = JUNE

    assert told(changed(rename)) == {"计财处": [("调整", "1-1", "牵头", "牵头")]}


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(标题="新标题"),
        lambda data: data["单位"][0].update(别名=[]),
        lambda data: data["目标"][0].update(内容="别的"),
        lambda data: tasks(data)[0].update(内容="别的"),
    ],
)
def test_each_difference_is_a_change(change: Callable[[Any], object]) -> None:
    assert changed(change)
    assert not changed(lambda _: None)


def test_a_task_that_moves_to_another_goal_is_told() -> None:
    def move(data: Any) -> None:
        data["目标"].append({"名称": "目标乙", "内容": "内容", "任务": [tasks(data).pop(0)]})

    changes = changed(move)
    assert told(changes) == {"财务处": [("调整", "1-1", "牵头", "牵头")]}
    assert [one.edits for one in changes.tasks] == [(Edit("工作目标", "目标", "目标乙"),)]


def test_a_goal_under_a_new_name_is_known_by_its_tasks() -> None:
    changes = changed(lambda data: data["目标"][0].update(名称="新目标"))
    assert [(one.kind, one.name, one.edits) for one in changes.goals] == [
        (ChangeKind.CHANGED, "新目标", (Edit("名称", "目标", "新目标"),))
    ]
    assert changes.tasks == ()


@given(
    st.text("甲乙、2017年", max_size=12), st.text("甲乙、2017年", max_size=12), st.sampled_from(["协助单位", "内容"])
)
def test_marks_lose_nothing(old: str, new: str, item: str) -> None:
    pieces = Edit(item, old, new).pieces
    assert "".join(same + was for same, was, _ in pieces) == old
    assert "".join(same + now for same, _, now in pieces) == new


def test_a_changed_number_and_a_changed_name_are_marked_whole() -> None:
    assert Edit("完成时间", "2017年10月", "2017年11月").pieces[1] == ("", "10", "11")
    assert Edit("协助单位", "财务处、人事处", "教务处、人事处").pieces[0] == ("", "财务处", "教务处")


def test_diff_shows_the_change_the_units_and_the_files(project: Project) -> None:
    assert project.run("diff").lines[-1] == "✓ 计划没有变化；要重做的文件 4 份"
    project.run("build")
    assert project.run("diff").lines == ["✓ 计划没有变化；要重做的文件 0 份"]
    project.change(MARCH, JUNE)
    before = project.made()
    assert project.run("diff").lines == [
        "人事处",
        "  调整  1-2（牵头）乙事",
        "      完成时间：2017年[-3-]{+6+}月",
        "    更新 通知/人事处.html",
        "办公室",
        "  调整  1-2（协助）乙事",
        "      完成时间：2017年[-3-]{+6+}月",
        "    更新 通知/办公室.html",
        "共用文件",
        "    更新 总表.html",
        "✓ 1 项任务有变化，涉及 2 个单位；要重做的文件 3 份",
    ]
    assert project.made() == before
    found = json.loads("\n".join(project.run("diff", "--json").lines))
    assert found["单位"]["办公室"]["文件"] == ["更新 通知/办公室.html"]
    assert found["任务"] == [
        {"类型": "调整", "名称": "1-2", "各项": [{"项": "完成时间", "原": MARCH, "现": JUNE}]},
    ]
    project.run("build")
    assert project.run("diff").lines == ["✓ 计划没有变化；要重做的文件 0 份"]


def test_a_build_of_some_units_is_not_taken_for_the_whole(project: Project) -> None:
    project.run("build")
    project.change(MARCH, JUNE)
    project.run("build", "--only", "人事处")
    assert "    更新 通知/办公室.html" in project.run("diff").lines


def test_diff_against_a_file_and_against_git(project: Project) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "plan.yaml"], check=True)
    subprocess.run([*git, "commit", "-qm", "甲"], check=True)
    shutil.copy("plan.yaml", "旧.yaml")
    project.change(MARCH, JUNE)
    for against in ("旧.yaml", "HEAD"):
        run = project.run("diff", "--against", against)
        assert "      完成时间：2017年[-3-]{+6+}月" in run.lines
    run = project.run("diff", "--against", "没有")
    hint = "写另一份计划的文件名，或 HEAD~1 这样的版本"
    said = f"--against: 没有“没有”这个文件，git 里也没有这个版本的 plan.yaml；{hint}"
    assert (run.code, run.lines, run.errors) == (1, [], [said])
    assert project.run("diff", "--against=--output=x").code == 1


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real plan, issued, then changed, with notices as Word files only, and built."""
    root = tmp_path_factory.mktemp("变更")
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("[a-z]*.html"))
    template = (ROOT / "templates" / "change.html").read_text("utf-8")
    (root / "templates" / "change.html").write_text(template.replace("[docx, pdf]", "[docx]"), "utf-8")
    text = (ROOT / "plan.yaml").read_text("utf-8")
    (root / "plan.yaml").write_text(text, "utf-8")
    places = [f"--{name}={root / where}" for name, where in (("plan", "plan.yaml"), ("templates", "templates"))]
    letter = "---\n每份: 单位\n条件: 单位.收文\n发文: 任务通知\n输出: 通知/{{ 单位.名称 }}\n格式: [html]\n---\n"
    (root / "templates" / "通知.html").write_text(letter, "utf-8")
    send = ["issue", "任务通知", *places, f"--output={root / 'output'}", "--date=2017-03-05"]
    issued = CliRunner().invoke(cli, send)
    assert issued.exit_code == 0, issued.output
    (root / "plan.yaml").write_text(text.replace("完成时间: 2017年10月", "完成时间: 2017年11月"), "utf-8")
    built = CliRunner().invoke(cli, ["build", *places, f"--output={root / 'output'}"])
    assert built.exit_code == 0, built.output
    return root


def test_exactly_the_units_concerned_get_a_notice_that_says_what_was_and_what_is(real: Path) -> None:
    plan = Plan.model_validate(yaml.load((real / "plan.yaml").read_text("utf-8"), yaml.BaseLoader))
    moved = [task for _, task in plan.tasks if task.deadline == "2017年11月"]
    expected = dict[str, set[str]]()
    old = Plan.model_validate(
        yaml.load((real / "issued/2017-03-05-任务通知/plan.yaml").read_text("utf-8"), yaml.BaseLoader)
    )
    were = {task.id for _, task in old.tasks if task.deadline == "2017年10月"}
    for task in moved:
        for name in (*task.leads, *task.assistants) if task.id in were else ():
            if plan.unit_of[name].name == plan.sender.office:
                continue  # it drafts the notices
            expected.setdefault(plan.unit_of[name].name, set()).add(task.id)
    assert len(expected) > 3
    notices = {path.stem: docx.Document(str(path)) for path in (real / "output" / "变更通知").glob("*.docx")}
    assert notices.keys() == expected.keys()
    every = {task.id for _, task in plan.tasks}
    for unit, notice in notices.items():
        text = "\n".join(paragraph.text for paragraph in notice.paragraphs)
        assert {name for name in every if f"（编号{name}）" in text} == expected[unit]
        assert text.count("完成时间由2017年10月调整为2017年11月。") == len(expected[unit])
        for task in moved:
            assert (task.content.removesuffix("。") in text) == (task.id in expected[unit])


def test_a_notice_that_was_sent_is_not_made_again(real: Path) -> None:
    places = [f"--{name}={real / where}" for name, where in (("plan", "plan.yaml"), ("templates", "templates"))]
    places.append(f"--output={real / 'output'}")
    names = {path.name for path in (real / "output" / "变更通知").iterdir()}
    sent = CliRunner().invoke(cli, ["issue", "变更通知", *places, f"--date={date(2017, 4, 1)}"])
    assert sent.exit_code == 0, sent.output
    assert {path.name for path in (real / "issued/2017-04-01-变更通知/变更通知").iterdir()} == names
    again = CliRunner().invoke(cli, ["build", *places])
    assert again.exit_code == 0, again.output
    assert sorted((real / "output").rglob("*.docx")) == []  # nothing has changed since: no notice is due
