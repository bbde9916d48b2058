"""Files edited by hand: they stay, their new version stands beside them, and --overwrite takes it."""

from collections.abc import Iterator
from typing import Any

import pytest

from render.build import carry_out, press
from render.build.manifest import read_manifest, write_manifest
from support.small_project import ALL, DONE, HAND, JUNE, LETTER, MARCH, Project


def test_a_hand_edit_stays_and_is_named(built: Project) -> None:
    built.put(LETTER, HAND)
    before = built.made()
    assert built.run("build").lines == [f"保留  {LETTER}（手工修改过）", "✓ 4 份：未变 3，保留 1"]
    assert built.made() == before


def test_after_a_change_the_new_version_stands_beside_a_hand_edit(built: Project) -> None:
    built.put(LETTER, HAND)
    built.change(MARCH, JUNE)
    advice = f"手工修改过的文件没有动；要换成新版，例如：render build --overwrite {LETTER}"
    run = built.run("build")
    assert f"保留  {LETTER}（手工修改过，新版另存；新版：通知/人事处.新.html）" in run.lines
    assert run.lines[-2:] == [advice, "✓ 4 份：更新 2，未变 1，保留 1"]
    assert (built.text(LETTER), JUNE in built.text("通知/人事处.新.html")) == (HAND, True)

    before = built.made()
    reminder = f"保留  {LETTER}（手工修改过；新版：通知/人事处.新.html）"
    assert built.run("build").lines == [reminder, advice, "✓ 4 份：未变 3，保留 1"]
    assert built.made() == before


def test_a_new_version_that_was_edited_too_stays_as_well(built: Project) -> None:
    _edit_and_change(built)
    built.put("通知/人事处.新.html", "改过的新版")
    built.change(JUNE, "2017年7月")
    built.run("build")
    built.change("2017年7月", "2017年8月")
    built.run("build")
    assert (built.text(LETTER), built.text("通知/人事处.新.html")) == (HAND, "改过的新版")
    assert "2017年8月" in built.text("通知/人事处.新2.html")
    assert "通知/人事处.新3.html" not in built.made()


def test_a_new_version_edited_before_the_plan_changes_again_is_enough(built: Project) -> None:
    _edit_and_change(built)
    built.put("通知/人事处.新.html", "改过的新版")
    before = built.made()
    built.run("build")
    assert built.made() == before


def test_a_new_version_follows_the_plan(built: Project) -> None:
    _edit_and_change(built)
    built.change(JUNE, "2017年7月")
    built.run("build")
    assert "2017年7月" in built.text("通知/人事处.新.html")
    assert [name for name in built.made() if "新" in name] == ["通知/人事处.新.html"]


def test_the_new_version_is_taken_by_giving_it_the_old_name(built: Project) -> None:
    _edit_and_change(built)
    (built.output / "通知/人事处.新.html").replace(built.output / LETTER)
    assert built.run("build").lines == [DONE]
    assert list(built.made()) == ALL
    built.change(JUNE, MARCH)
    assert f"更新  {LETTER}" in built.run("build").lines


def test_a_new_version_that_was_deleted_is_not_made_again_until_the_plan_changes(built: Project) -> None:
    _edit_and_change(built)
    (built.output / "通知/人事处.新.html").unlink()
    for _ in range(2):
        assert built.run("build").lines[0] == f"保留  {LETTER}（手工修改过）"
        assert list(built.made()) == ALL
    built.change(JUNE, MARCH)
    built.run("build")
    assert MARCH in built.text("通知/人事处.新.html")


def test_a_new_version_goes_when_the_edited_file_was_deleted(built: Project) -> None:
    _edit_and_change(built)
    (built.output / LETTER).unlink()
    run = built.run("build")
    assert f"补做  {LETTER}（原文件被删）" in run.lines
    assert "删除  通知/人事处.新.html（已不需要）" in run.lines
    assert list(built.made()) == ALL


def test_an_edit_taken_back_is_ours_again(built: Project) -> None:
    original = built.text(LETTER)
    built.put(LETTER, HAND)
    built.run("build")
    built.put(LETTER, original)
    built.change(MARCH, JUNE)
    assert f"更新  {LETTER}" in built.run("build").lines


def test_an_edit_that_says_what_the_plan_says_now_is_ours(built: Project) -> None:
    ours = built.text(LETTER)
    built.put(LETTER, ours.replace(MARCH, JUNE))
    built.change(MARCH, JUNE)
    run = built.run("build")
    assert not [line for line in run.lines if LETTER in line]
    assert [name for name in built.made() if "新" in name] == []
    assert built.run("build").lines == [DONE]


def test_an_edit_made_while_the_build_runs_stays(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    make = press.make_drafts

    def make_and_edit(*arguments: Any) -> Iterator[Any]:
        drafts = list(make(*arguments))
        built.put(LETTER, HAND)
        yield from drafts

    built.change(MARCH, JUNE)
    with monkeypatch.context() as patch:
        patch.setattr(carry_out, "make_drafts", make_and_edit)
        run = built.run("build")
    assert run.errors == [f"output/{LETTER}: 生成期间有人改动了它，没有动它；请再运行一次"]
    assert (run.code, run.lines[-1]) == (1, "✗ 4 份：更新 2，未变 1，未写成 1")
    assert built.text(LETTER) == HAND
    built.run("build")
    assert (built.text(LETTER), JUNE in built.text("通知/人事处.新.html")) == (HAND, True)


def test_a_file_that_is_not_ours_stays_where_a_new_version_would_go(built: Project) -> None:
    built.put("通知/人事处.新.html", "别人的")
    _edit_and_change(built)
    assert built.text("通知/人事处.新.html") == "别人的"
    assert JUNE in built.text("通知/人事处.新2.html")


def test_a_new_version_never_takes_the_name_of_another_document(built: Project) -> None:
    other = "通知/人事处.新.html"
    built.write("templates/新.html", "---\n每份: 全部\n输出: 通知/人事处.新\n格式: [html]\n---\n<p>另一份</p>\n")
    _edit_and_change(built)
    for _ in range(2):
        assert "另一份" in built.text(other)
        assert JUNE in built.text("通知/人事处.新2.html")
        assert built.text(LETTER) == HAND
        built.run("build")


def test_a_new_version_stays_while_the_edited_file_cannot_be_read(built: Project) -> None:
    _edit_and_change(built)
    edited = (built.output / LETTER).rename(built.root / "移开")
    (built.output / LETTER).mkdir()
    assert built.run("build").code == 1
    (built.output / LETTER).rmdir()
    edited.rename(built.output / LETTER)
    assert f"保留  {LETTER}（手工修改过；新版：通知/人事处.新.html）" in built.run("build").lines
    assert JUNE in built.text("通知/人事处.新.html")


def test_a_build_killed_between_a_new_version_and_its_note_is_made_good(built: Project) -> None:
    journal = built.output / ".manifest.jsonl"
    before = read_manifest(journal).records
    _edit_and_change(built)
    write_manifest(journal, {**read_manifest(journal).records, LETTER: before[LETTER]})
    assert f"保留  {LETTER}（手工修改过；新版：通知/人事处.新.html）" in built.run("build").lines
    (built.output / "通知/人事处.新.html").replace(built.output / LETTER)
    built.change(JUNE, MARCH)
    assert f"更新  {LETTER}" in built.run("build").lines


# --overwrite


@pytest.mark.parametrize(
    "name",
    [
        LETTER,
        "通知/人事处",
        f"output/{LETTER}",
        f"./output/{LETTER}",
        "通知/人事处.新.html",
        "output/通知/人事处",
        "{absolute}",
    ],
)
def test_overwrite_takes_the_new_version_and_keeps_the_old_one(built: Project, name: str) -> None:
    _edit_and_change(built)
    run = built.run("build", "--overwrite", name.format(absolute=built.output / LETTER))
    assert f"更新  {LETTER}（原文件：通知/人事处.旧.html）" in run.lines
    assert (JUNE in built.text(LETTER), built.text("通知/人事处.旧.html")) == (True, HAND)
    assert "通知/人事处.新.html" not in built.made()
    assert built.run("build").lines == [DONE]


def test_overwrite_also_takes_back_an_edit_of_an_unchanged_plan(built: Project) -> None:
    ours = built.text(LETTER)
    built.put(LETTER, HAND)
    built.run("build", "--overwrite", LETTER)
    assert (built.text(LETTER), built.text("通知/人事处.旧.html")) == (ours, HAND)


def test_overwrite_never_loses_an_earlier_old_version(built: Project) -> None:
    for text in ("一", "二", "三"):
        built.put(LETTER, text)
        built.run("build", "--overwrite", LETTER)
    olds = [built.text(f"通知/人事处.旧{n}.html") for n in ("", "2", "3")]
    assert olds == ["一", "二", "三"]


def test_overwrite_leaves_alone_what_was_not_edited(built: Project) -> None:
    before = built.made()
    assert built.run("build", "--overwrite", LETTER).lines == [DONE]
    assert built.made() == before
    built.change(MARCH, JUNE)
    assert f"更新  {LETTER}" in built.run("build", "--overwrite", LETTER).lines
    assert list(built.made()) == ALL


def test_overwrite_leaves_alone_what_is_not_named(built: Project) -> None:
    built.put("通知/财务处.html", HAND)
    built.put(LETTER, HAND)
    built.run("build", "--overwrite", LETTER)
    assert (built.text("通知/财务处.html"), built.text("通知/人事处.旧.html")) == (HAND, HAND)


def test_overwrite_of_an_unknown_name_says_which_was_meant(built: Project) -> None:
    built.put(LETTER, HAND)
    before = built.made()
    run = built.run("build", "--overwrite", "通知/人亊处.html", "--overwrite", "别的")
    assert run.errors == [
        "--overwrite: 没有文件“别的”",
        f"--overwrite: 没有文件“通知/人亊处.html”；是不是想写“{LETTER}”？",
    ]
    assert (run.code, run.lines, built.made()) == (1, [], before)


def _edit_and_change(project: Project) -> None:
    """Edit a letter by hand, change the plan, and build: its new version stands beside it."""
    project.put(LETTER, HAND)
    project.change(MARCH, JUNE)
    assert project.run("build").code == 0
