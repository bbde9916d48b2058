"""Templates that were compiled before: the same pages and the same messages, whatever became of what was kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from render.documents import compiled
from render.documents.marking import MarkingEnvironment
from render.documents.sandbox import Environment, environments
from support.small_project import ALL, LETTER, Project


@pytest.fixture(autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled templates stand during a test; nothing is there yet."""
    folder = tmp_path_factory.mktemp("kept") / "share" / "render-templates"
    monkeypatch.setattr(compiled, "FOLDER", folder)
    return folder


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Another project like the first one, where nothing was compiled in this process."""
    return Project(tmp_path_factory.mktemp("elsewhere"))


def built(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What stands in all files that a build makes in a project's own folder."""
    monkeypatch.chdir(project.root)
    assert project.run("build").code == 0
    return [(project.output / name).read_bytes() for name in ALL]


def test_a_template_is_compiled_once_for_all_projects(
    project: Project, elsewhere: Project, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = built(project, monkeypatch)
    names = sorted(path.name for path in kept.iterdir())
    assert len(names) == 2
    monkeypatch.setattr(compiled.Compiled, "dump_bytecode", lambda *_: pytest.fail("compiled again"))
    assert built(elsewhere, monkeypatch) == before


def test_a_changed_template_is_another_one(
    project: Project, elsewhere: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(project, monkeypatch)
    elsewhere.change("<p>{{ 单位.名称 }}", "<p>致{{ 单位.名称 }}", "templates/通知.html")
    built(elsewhere, monkeypatch)
    assert "致人事处：" in elsewhere.text(LETTER)
    assert "致" not in project.text(LETTER)


def test_a_message_names_the_line_of_the_project_that_it_is_about(
    project: Project, elsewhere: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[list[str]]()
    for one in (project, elsewhere):
        one.change("\n<p>{{ 单位.名称 }}", "\n\n<p>{{ 单位.名城 }}", "templates/通知.html")
        monkeypatch.chdir(one.root)
        told.append(one.run("build").errors)
    assert told[0] == told[1]
    assert told[1][0].startswith("templates/通知.html:8: ")


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda data: data[:-20],
    "empty": lambda _: b"",
    "something else": lambda data: b"x" * len(data),
    "one byte": lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_what_is_spoilt_is_compiled_again(
    project: Project, elsewhere: Project, kept: Path, spoil: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = built(project, monkeypatch)
    whole = {path: path.read_bytes() for path in kept.iterdir()}
    for path, data in whole.items():
        path.write_bytes(spoil(data))
    assert built(elsewhere, monkeypatch) == before
    assert whole.keys() == set(kept.iterdir())
    assert all(path.read_bytes() != spoil(data) for path, data in whole.items())


def test_a_folder_that_cannot_be_written_is_done_without(
    project: Project, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.parent.write_text("这里是文件")
    assert len(built(project, monkeypatch)) == 4


def test_pages_with_marks_are_kept_apart(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    built(project, monkeypatch)
    context = {"单位": {"名称": "甲", "任务": []}}
    folder = project.root / "templates"
    made = [environments(folder, kind)[0].get_template("通知.html") for kind in (Environment, MarkingEnvironment)]
    plain, marked = (template.render(context).strip() for template in made)
    assert plain == "<p>甲：</p>"
    assert marked.startswith('<p at="通知.html:7">甲：')


def test_the_oldest_make_room(project: Project, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "ROOM", 10)
    for number in range(25):
        project.write("templates/总表.html", f"---\n输出: 总表\n格式: [html]\n---\n<p>{number}</p>")
        assert project.run("build").code == 0
        assert len(list(kept.iterdir())) <= 10
