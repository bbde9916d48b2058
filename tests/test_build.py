"""`render build`, through the command: what is made, what is left alone, and what is said."""

import errno
import os
import zlib
from collections import Counter
from collections.abc import Mapping
from functools import partial
from importlib import import_module, metadata
from multiprocessing import synchronize
from pathlib import Path
from typing import Any

import pytest

import render.documents.project
from render import fonts
from render.build import draft, output, press, settled
from render.documents.document import Documents
from render.documents.template import Template
from render.writers import writer
from support.small_project import ALL, DONE, HAND, HIDDEN, JUNE, LETTER, LETTERS, MARCH, Project


def test_the_first_build_makes_everything_and_says_so(project: Project) -> None:
    run = project.run("build")
    assert (run.code, run.errors) == (0, [])
    assert sorted(run.lines[:-1]) == [f"新建  {name}" for name in ALL]
    assert run.lines[-1] == "✓ 4 份：新建 4"
    assert list(project.made()) == ALL
    assert "人事处：乙事2017年3月，" in project.text(LETTER)


def test_a_second_build_changes_nothing(built: Project) -> None:
    before, manifest = built.made(), (built.output / ".manifest.jsonl").stat().st_mtime_ns
    assert built.run("build").lines == [DONE]
    assert built.made() == before
    assert (built.output / ".manifest.jsonl").stat().st_mtime_ns == manifest


def test_a_change_touches_only_what_it_concerns(built: Project) -> None:
    before = built.made()
    built.change(MARCH, JUNE)
    run = built.run("build")
    touched = ["总表.html", "通知/人事处.html", "通知/办公室.html"]
    assert sorted(run.lines[:-1]) == [f"更新  {name}" for name in touched]
    assert run.lines[-1] == "✓ 4 份：更新 3，未变 1"
    assert _changed(before, built.made()) == touched
    assert all(JUNE in built.text(name) for name in touched)


def test_a_change_that_gives_the_same_bytes_touches_nothing(built: Project) -> None:
    built.write("templates/通知.css", "p { color: black }")
    built.change("格式: [html]", "格式: [docx]\n样式: 通知.css", "templates/通知.html")
    built.run("build")
    before = built.made()
    built.write("templates/通知.css", "/* 说明 */ p { color: black }")
    assert built.run("build").lines == [DONE]
    assert built.made() == before


def test_a_change_of_the_stylesheet_alone_is_a_change(built: Project) -> None:
    built.write("templates/通知.css", "p { color: black }")
    built.change("格式: [html]", "格式: [html]\n样式: 通知.css", "templates/通知.html")
    built.run("build")
    built.write("templates/通知.css", "p { color: red }")
    assert built.run("build").lines[-1] == "✓ 4 份：更新 3，未变 1"


@pytest.mark.parametrize(("added", "said"), [(b"", DONE), (b"!", "✓ 4 份：更新 4")])
def test_after_a_change_of_the_program_only_what_comes_out_differently_is_replaced(
    built: Project, monkeypatch: pytest.MonkeyPatch, added: bytes, said: str
) -> None:
    write = writer("html")
    monkeypatch.setattr(output, "_stamp", lambda _: b"another version")
    monkeypatch.setattr(settled, "sources", lambda *_: "another version")
    monkeypatch.setattr(draft, "writer", lambda _: lambda page: write(page) + added)
    before = built.made()
    assert built.run("build").lines[-1] == said
    assert (built.made() == before) is (not added)


def test_the_stamp_knows_the_code_the_libraries_and_the_typefaces(monkeypatch: pytest.MonkeyPatch) -> None:
    def stamps() -> tuple[bytes, bytes]:
        output._code.cache_clear()
        output._stamp.cache_clear()
        return output._stamp("pdf"), output._stamp("docx")

    before = stamps()
    assert stamps() == before
    with monkeypatch.context() as patch:
        patch.setattr(fonts, "faces", dict)
        assert [a == b for a, b in zip(stamps(), before, strict=True)] == [False, True]
    with monkeypatch.context() as patch:  # one that no role has, but rare characters may be taken from
        patch.setattr(fonts, "_faces_here", lambda: ("花园明朝\tRegular\t1",))
        assert [a == b for a, b in zip(stamps(), before, strict=True)] == [False, True]
    with monkeypatch.context() as patch:
        patch.setattr(metadata, "version", lambda name: "1" if name == "openpyxl" else "0")
        first = stamps()
        patch.setattr(metadata, "version", lambda name: "0")
        assert [a == b for a, b in zip(stamps(), first, strict=True)] == [False, False]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda path: path.name.encode())
        assert [a == b for a, b in zip(stamps(), before, strict=True)] == [False, False]
    assert stamps() == before


def test_the_manifest_holds_one_line_for_each_file(built: Project) -> None:
    for old, new in ((MARCH, JUNE), (JUNE, MARCH)):
        built.change(old, new)
        built.run("build")
    assert len(built.text(".manifest.jsonl").splitlines()) == 1 + len(ALL)
    (built.root / "templates/通知.html").unlink()
    built.run("build")
    assert len(built.text(".manifest.jsonl").splitlines()) == 1 + 1


# What nothing asks for


def test_orphans_go_and_so_does_their_empty_folder(built: Project) -> None:
    (built.root / "templates/通知.html").unlink()
    run = built.run("build")
    assert sorted(run.lines[:-1]) == [f"删除  {name}（已不需要）" for name in LETTERS]
    assert run.lines[-1] == "✓ 1 份：未变 1，删除 3"
    assert not (built.output / "通知").exists()
    assert built.run("build").lines == ["✓ 1 份：未变 1"]


def test_an_edited_orphan_stays_and_is_named(built: Project) -> None:
    built.put(LETTER, HAND)
    (built.root / "templates/通知.html").unlink()
    for _ in range(2):
        run = built.run("build")
        assert f"保留  {LETTER}（已不需要，但手工修改过）" in run.lines
    assert list(built.made()) == ["总表.html", LETTER]
    (built.output / LETTER).unlink()
    assert built.run("build").lines == ["✓ 1 份：未变 1"]


def test_an_orphan_edited_while_the_build_runs_stays(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit_and_make(*_: Any) -> list[Any]:
        built.put(LETTER, HAND)
        return []

    (built.root / "templates/通知.html").unlink()
    monkeypatch.setattr("render.build.carry_out.make_drafts", edit_and_make)
    for _ in range(2):  # it is known still in the next build
        assert f"保留  {LETTER}（已不需要，但手工修改过）" in built.run("build").lines
    assert list(built.made()) == ["总表.html", LETTER]


def test_a_folder_with_something_of_the_users_stays(built: Project) -> None:
    built.put("通知/备忘.txt", HAND)
    (built.output / "空").mkdir()
    (built.root / "templates/通知.html").unlink()
    built.run("build")
    assert list(built.made()) == ["总表.html", "通知/备忘.txt"]
    assert (built.output / "空").is_dir()


def test_an_orphan_that_comes_back_edited_is_kept_like_any_edit(built: Project) -> None:
    built.put(LETTER, HAND)
    hidden = (built.root / "templates/通知.html").rename(built.root / "通知")
    built.run("build")
    hidden.rename(built.root / "templates/通知.html")
    assert f"保留  {LETTER}（手工修改过）" in built.run("build").lines
    assert built.text(LETTER) == HAND


# What is on disk already


def test_a_deleted_output_is_made_again(built: Project) -> None:
    before = built.made()
    (built.output / LETTER).unlink()
    assert built.run("build").lines == [f"补做  {LETTER}（原文件被删）", "✓ 4 份：补做 1，未变 3"]
    assert _changed(before, built.made()) == [LETTER]
    assert built.made()[LETTER][1] == before[LETTER][1]


def test_a_file_that_is_not_ours_stays(project: Project) -> None:
    project.put(LETTER, HAND)
    run = project.run("build")
    assert f"保留  {LETTER}（不是本程序生成的，新版另存；新版：通知/人事处.新.html）" in run.lines
    assert (project.text(LETTER), MARCH in project.text("通知/人事处.新.html")) == (HAND, True)
    project.change(MARCH, JUNE)
    project.run("build")
    assert (project.text(LETTER), JUNE in project.text("通知/人事处.新.html")) == (HAND, True)


@pytest.mark.parametrize("text", ["{}\n", '{"render": 2}\n', "\0\0\n", ""])
def test_a_manifest_that_cannot_be_read_costs_nothing(built: Project, text: str) -> None:
    before = built.made()
    built.put(".manifest.jsonl", text)
    run = built.run("build")
    assert (run.code, run.lines) == (0, [DONE]), "all are as they would be made, so they are ours again"
    assert built.made() == before
    if text:
        assert run.errors[0].startswith("output/.manifest.jsonl: ")
        assert built.text(".manifest.bak") == text
    assert built.run("build").errors == []


def test_without_its_manifest_no_file_is_replaced(built: Project) -> None:
    before = built.made()
    (built.output / ".manifest.jsonl").unlink()
    built.change(MARCH, JUNE)
    built.run("build")
    after = built.made()
    assert {name: after[name] for name in before} == before
    assert sorted(set(after) - set(before)) == ["总表.新.html", "通知/人事处.新.html", "通知/办公室.新.html"]


def test_drafts_of_a_killed_build_are_cleared_away(built: Project) -> None:
    built.put(".render-1-abc.tmp", "半")
    built.put("通知/.render-1-def.tmp", "半")
    built.run("build")
    assert built.hidden() == HIDDEN


# --only


def test_only_makes_the_files_of_one_unit_and_leaves_all_others(built: Project) -> None:
    built.change(MARCH, JUNE)
    built.change("  - {名称: 财务处", "  - {名称: 财会处")
    built.change("[财务处]", "[财会处]")
    before = built.made()
    run = built.run("build", "--only", "人事处")
    assert run.lines == [f"更新  {LETTER}", "✓ 1 份：更新 1"]
    assert _changed(before, built.made()) == [LETTER]
    assert built.run("build").lines[-1] == "✓ 4 份：新建 1，更新 2，未变 1，删除 1"


def test_only_takes_several_units_and_their_other_names(project: Project) -> None:
    run = project.run("build", "--only", "财务", "--only", "办公室")
    assert sorted(run.lines[:-1]) == ["新建  通知/办公室.html", "新建  通知/财务处.html"]


def test_only_with_an_unknown_unit_says_which_was_meant(project: Project) -> None:
    run = project.run("build", "--only", "财会处")
    assert (run.code, run.errors) == (1, ["--only: 计划里没有单位“财会处”；是不是想写“财务处”？"])
    assert not project.output.exists()


FAILING = "{{ 1 // (单位.名称 != '财务处') }}<p>"  # what stands for <p>: the page of 财务处 cannot be made


def test_only_makes_no_page_of_another_unit(project: Project) -> None:
    project.change("<p>", FAILING, "templates/通知.html")
    project.change("<p>", "{{ 没有 }}<p>", "templates/总表.html")
    run = project.run("build", "--only", "人事处")
    assert (run.lines[-1], run.errors) == ("✓ 1 份：新建 1", [])
    run = project.run("build", "--only", "财务处")
    assert (run.code, run.errors[0]) == (1, "templates/通知.html:7: 这里算不下去：除数是零")
    assert list(project.made()) == [LETTER]


def test_only_still_tells_of_names_that_clash_and_of_wrong_templates(project: Project) -> None:
    project.write("templates/又.html", "---\n每份: 单位\n输出: 又/{{ 单位.类别 }}\n格式: html\n---\n")
    project.write("templates/坏.html", "坏")
    run = project.run("build", "--only", "人事处")
    twice = (
        "templates/又.html: 输出名“又/机关处室.html”用了两次：又.html（财务处）、又.html（{}）；改“输出”，或改单位名称"
    )
    wrong = "templates/坏.html:1: 模板开头没有“---”括起的说明；写法见 templates/README.md"
    assert run.errors == [*map(twice.format, ("人事处", "办公室")), wrong]
    assert (run.code, project.output.exists()) == (1, False)


# How often a page is made


@pytest.fixture
def pages(project: Project, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the page of each template and unit has been made; the letters have two formats."""
    make, made = Template.page, Counter[str]()

    def count(template: Template, context: Mapping[str, Any], author: str) -> str:
        made[f"{template.path.stem}{context.get('单位', '')}"] += 1
        return make(template, context, author)

    project.change("格式: [html]", "格式: [xlsx, html]", "templates/通知.html")
    project.change("：{%", "<table><tr><td>{%", "templates/通知.html")
    monkeypatch.setattr(Template, "page", count)
    return made


@pytest.mark.parametrize("command", ["build", "status", "diff", "check"])
def test_each_page_is_made_once(project: Project, pages: Counter[str], command: str) -> None:
    assert project.run(command).code == 0
    assert pages == {"总表": 1, "通知财务处": 1, "通知人事处": 1, "通知办公室": 1}


@pytest.mark.parametrize("command", ["build", "status", "check"])
def test_what_was_sent_and_reported_is_read_once(
    project: Project, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    read = Counter[str]()
    for name, reader in (("dispatches", "read_cabinet"), ("progress", "read_progress")):
        real = getattr(import_module(f"render.reader.{name}"), reader)
        count = partial(lambda real, name, path: read.update([name]) or real(path), real, reader)
        monkeypatch.setattr(f"render.reader.{name}.{reader}", count)
    assert project.run(command).code == 0
    assert read == {"read_cabinet": 1, "read_progress": 1}


def test_pages_for_which_there_is_no_room_are_made_again(
    project: Project, pages: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("build", "--output", "一")
    made = {path.name: path.read_bytes() for path in Path("一").rglob("[!.]*.*")}
    sizes = {document.name: len(zlib.compress(page.html.encode(), 1)) for document, page in documents(project).pages()}
    pages.clear()
    monkeypatch.setattr(output, "ROOM", sizes["总表"] + sizes["通知/财务处"])
    assert project.run("build").lines[-1] == "✓ 7 份：新建 7"
    assert pages == {"总表": 1, "通知财务处": 1, "通知人事处": 3, "通知办公室": 3}
    assert {path.name: path.read_bytes() for path in project.output.rglob("[!.]*.*")} == made


def documents(project: Project) -> Documents:
    where = render.documents.project.Project(*(project.root / name for name in ("plan.yaml", "templates", "output")))
    return where.read()[1]


# Several processes, and nothing at all


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # WeasyPrint leaves a file open
def test_several_processes_make_the_same_as_one(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.change("格式: [html]", "格式: [docx, xlsx, html]", "templates/通知.html")
    project.change("格式: [html]", "格式: [pdf, docx, xlsx, html]", "templates/总表.html")
    project.run("build", "--jobs", "1", "--output", "一")
    monkeypatch.setattr(press, "WORTH", 0)
    assert project.run("build", "--jobs", "3").lines[-1] == "✓ 13 份：新建 13"
    assert {name: data for name, (_, data) in project.made().items()} == {
        path.relative_to("一").as_posix(): path.read_bytes() for path in Path("一").rglob("[!.]*") if path.is_file()
    }


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.ENOENT, errno.ENOSYS])
def test_where_processes_cannot_share_memory_one_does_all(
    project: Project, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(synchronize.SemLock, "__init__", refuse)
    monkeypatch.setattr(press, "WORTH", 0)
    monkeypatch.setattr("render.cli.build.MANY", 4)
    press.obstacle.cache_clear()
    run = project.run("build", "--jobs", "2")
    said = "/dev/shm: 写不了，不能同时用几个进程，只用一个，会慢一些；请管理员挂载 /dev/shm，准许写入"
    assert (run.code, run.errors, run.lines[-1:]) == (0, [said], ["✓ 4 份：新建 4"])
    assert project.run("build", "--jobs", "2").errors == []
    press.obstacle.cache_clear()


def test_without_pango_all_that_is_no_pdf_is_made(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    broken = tmp_path_factory.mktemp("broken")
    (broken / "weasyprint.py").write_text("print('notice')\nraise OSError('cannot load library')\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{broken}{os.pathsep}{Path(__file__).parent.parent}")
    project.change("格式: [html]", "格式: [html, pdf]", "templates/总表.html")
    with project.start("build") as process:
        said, errors = process.communicate()
    assert (process.returncode, len(errors.splitlines())) == (1, 1)
    assert errors.startswith("output/总表.pdf: 这台电脑没有 Pango，做不了 PDF 和要分页的网页；运行 ")
    assert "新建 4，未写成 1" in said
    assert "notice" not in said


def test_an_empty_output_is_no_reason_to_fail(project: Project) -> None:
    project.change("条件: 单位.任务", "条件: 单位.名称 == '没有'", "templates/通知.html")
    (project.root / "templates/总表.html").unlink()
    assert project.run("build").lines == ["✓ 0 份"]


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def test_a_file_that_nobody_asks_for_and_that_is_gone_is_forgotten(built: Project) -> None:
    template = built.root / "templates/总表.html"
    text = template.read_text("utf-8")
    template.unlink()
    (built.output / "总表.html").unlink()
    assert built.run("build").code == 0
    built.write("templates/总表.html", text)
    assert "新建  总表.html" in built.run("build").lines
