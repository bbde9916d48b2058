"""What cannot be read or written: it is told plainly, nothing is harmed, and everything else is made."""

import errno
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from render.build import draft, press
from render.errors import InputError, Problem
from render.folder import Folder
from render.page import Page
from support.small_project import ALL, DONE, HAND, HIDDEN, JUNE, LETTER, LETTERS, MARCH, PLAN, Project


def test_a_broken_plan_changes_nothing(built: Project) -> None:
    before = built.made()
    built.change("责任主体: [财务处]", "责任主体: [财务部]")
    built.change("2017年3月", "2017年13月")
    run = built.run("build")
    assert (run.code, run.lines, len(run.errors)) == (1, [], 2)
    assert built.made() == before


def test_a_broken_template_changes_nothing(project: Project) -> None:
    project.change("{{ 单位.名称 }}：", "{{ 单位.名子 }}：", "templates/通知.html")
    run = project.run("build")
    assert (run.code, run.lines, "通知.html:7" in run.errors[0]) == (1, [], True)
    assert not project.output.exists()


LINK = "这里是链接，会写到文件夹外面去；请把链接移走"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Path.mkdir, "这里应当是文件，却有一个同名的文件夹；请把它移走或改名"),
        (lambda path: path.symlink_to("../../plan.yaml"), LINK),
        (lambda path: path.symlink_to("没有"), LINK),
        (lambda path: path.symlink_to(path.name), LINK),
        (os.mkfifo, "这里不是普通文件；请把它移走或改名"),
    ],
)
def test_what_stands_in_the_way_of_one_file_is_told_and_the_others_are_made(
    project: Project, place: Callable[[Path], object], said: str
) -> None:
    (project.output / "通知").mkdir(parents=True)
    place(project.output / LETTER)
    run = project.run("build")
    assert (run.code, run.errors) == (1, [f"output/{LETTER}: {said}"])
    assert run.lines[-1] == "✗ 4 份：新建 3，未写成 1"
    assert [file for file in ALL if (project.output / file).is_file() and file != LETTER] == [
        file for file in ALL if file != LETTER
    ]


def test_a_file_where_a_folder_should_be_is_told(project: Project) -> None:
    project.put("通知", HAND)
    run = project.run("build")
    said = "上级应当是文件夹，却有一个同名的文件；请把它移走或改名"
    assert sorted(run.errors) == [f"output/{name}: {said}" for name in LETTERS]
    assert (run.code, project.text("通知")) == (1, HAND)


def test_nothing_is_written_through_a_link_out_of_the_folder(project: Project) -> None:
    outside = project.root / "外面"
    outside.mkdir()
    project.output.mkdir()
    (project.output / "通知").symlink_to(outside)
    run = project.run("build")
    assert sorted(run.errors) == [f"output/{name}: {LINK}" for name in LETTERS]
    assert (run.code, list(outside.iterdir())) == (1, [])


def test_nothing_is_deleted_through_a_link_out_of_the_folder(built: Project) -> None:
    outside = (built.output / "通知").rename(built.root / "外面")
    (built.output / "通知").symlink_to(outside)
    (built.root / "templates/通知.html").unlink()
    built.run("build")
    assert len(list(outside.iterdir())) == 3


def test_a_manifest_cannot_make_us_delete_a_file_outside(built: Project) -> None:
    victim = built.write("重要.txt", HAND)
    sha = Folder(built.root).digest("重要.txt")
    for name in ("../重要.txt", victim.as_posix(), "通知/../../重要.txt"):
        with (built.output / ".manifest.jsonl").open("a", encoding="utf-8") as file:
            file.write(f'{{"name": "{name}", "inputs": "", "sha": "{sha}"}}\n')
    assert built.run("build").code == 0
    assert victim.read_text("utf-8") == HAND


@pytest.mark.parametrize("name", [".lock", ".manifest.jsonl", "通知/{draft}"])
@pytest.mark.parametrize("target", ["plan.yaml", "没有"])
def test_our_own_files_are_not_written_through_a_link_either(project: Project, name: str, target: str) -> None:
    before = sorted(project.root.iterdir())
    link = project.output / name.format(draft=Folder(project.output).draft(LETTER).name)
    link.parent.mkdir(parents=True)
    link.symlink_to(project.root / target)
    run = project.run("build")
    assert run.code == 0 or LINK in run.errors[-1]
    assert (project.root / "plan.yaml").read_text("utf-8") == PLAN
    assert sorted(project.root.iterdir()) == sorted([*before, project.output])


def test_an_output_folder_that_is_itself_a_link_is_the_users_choice(project: Project) -> None:
    (project.root / "共享").mkdir()
    project.output.symlink_to("共享")
    assert project.run("build").lines[-1] == "✓ 4 份：新建 4"
    assert project.run("build").lines == [DONE]


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("plan.yaml", "plan.yaml: 这里应当是文件夹，却有一个同名的文件；请把它移走或改名"),
        ("plan.yaml/下级", "plan.yaml/下级: 上级应当是文件夹，却有一个同名的文件；请把它移走或改名"),
        ("长" * 100, f"{'长' * 100}: 名称太长；请把名称改短，或用 --output 换一个路径短的文件夹"),
    ],
)
def test_an_output_folder_that_cannot_be_is_told(project: Project, output: str, said: str) -> None:
    run = project.run("build", "--output", output)
    assert (run.code, run.lines, run.errors) == (1, [], [said])


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.EACCES, "打不开，或没有写的权限；如果正在 Word 或 WPS 里打开，请关闭后再运行"),
        (errno.ENOSPC, "磁盘已满；请腾出空间后再运行"),
        (errno.EROFS, "所在的磁盘是只读的；请用 --output 换一个能写的文件夹"),
    ],
)
@pytest.mark.parametrize("step", ["write", "replace"])
def test_a_file_that_the_system_refuses_is_told_and_the_others_are_made(
    built: Project, monkeypatch: pytest.MonkeyPatch, code: int, said: str, step: str
) -> None:
    before = built.made()
    built.change(MARCH, JUNE)
    with monkeypatch.context() as patch:
        own = Folder(built.output).draft(LETTER).name
        if step == "replace":
            _refuse(patch, "replace", lambda path: path.name == own, code)
        else:
            patch.setattr(draft, "create", lambda path: FullDisk(code) if path.name == own else path.open("wb"))
        run = built.run("build")
    assert (run.code, run.errors) == (1, [f"output/{LETTER}: {said}"])
    assert run.lines[-1] == "✗ 4 份：更新 2，未变 1，未写成 1"
    assert built.made()[LETTER] == before[LETTER]
    assert built.hidden() == HIDDEN
    assert built.run("build").lines == [f"更新  {LETTER}", "✓ 4 份：更新 1，未变 3"]


def test_an_orphan_that_cannot_be_deleted_is_told(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (built.root / "templates/通知.html").unlink()
    with monkeypatch.context() as patch:
        _refuse(patch, "unlink", lambda path: path.name == "人事处.html", errno.EACCES)
        run = built.run("build")
    assert (run.code, run.lines[-1]) == (1, "✗ 1 份：未变 1，删除 2，未写成 1")
    assert run.errors == [f"output/{LETTER}: 打不开，或没有写的权限；如果正在 Word 或 WPS 里打开，请关闭后再运行"]
    assert built.run("build").lines[-1] == "✓ 1 份：未变 1，删除 1"


# Writers that fail, in this process and in others


def _write(page: Page) -> bytes:
    if "人事处" in page.html:
        raise ZeroDivisionError("除以零")
    if "办公室" in page.html:
        raise InputError([Problem("通知.html", 7, "太长")])
    if "财务处" in page.html and os.environ.get("DIE"):
        os._exit(1)
    return b"ok"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_document_that_fails_does_not_stop_the_others(
    project: Project, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    monkeypatch.setattr(draft, "writer", lambda _: _write)
    monkeypatch.setattr(press, "WORTH", 0)
    run = project.run("build", "--jobs", jobs)
    assert (run.code, run.lines[-1]) == (1, "✗ 4 份：新建 2，未写成 2")
    assert sorted(run.errors) == [
        f"output/{LETTER}: 生成时出错（ZeroDivisionError：除以零）；运行 render doctor 看缺什么",
        "通知.html:7: 太长",
    ]
    assert list(project.made()) == ["总表.html", "通知/财务处.html"]


def test_a_process_that_dies_does_not_stop_the_others(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIE", "1")
    monkeypatch.setattr(draft, "writer", lambda _: _write)
    monkeypatch.setattr(press, "WORTH", 0)
    run = project.run("build", "--jobs", "2")
    assert (run.code, run.lines[-1]) == (1, "✗ 4 份：新建 1，未写成 3")
    assert "output/通知/财务处.html: 生成它的进程意外中止；可能是内存不足；请用 --jobs 1 再试" in run.errors
    assert list(project.made()) == ["总表.html"]


class FullDisk(BytesIO):
    """A file that cannot be written to."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code

    def write(self, _: object) -> int:
        raise OSError(self.code, os.strerror(self.code))


def _refuse(patch: pytest.MonkeyPatch, method: str, which: Callable[[Path], bool], code: int) -> None:
    """Have the system refuse a step on some files."""
    real = getattr(Path, method)

    def refused(path: Path, *arguments: Any, **options: Any) -> Any:
        if which(path):
            raise OSError(code, os.strerror(code), str(path))
        return real(path, *arguments, **options)

    patch.setattr(Path, method, refused)
