"""A Word file edited by hand, and the PDF beside it that does not have the edit."""

import os
from pathlib import Path

import docx
import pdfplumber
import pytest

from support.small_project import Project

TEMPLATE = """\
---
每份: 单位
条件: 单位.任务
输出: 通知/{{ 单位.名称 }}
格式: [docx, pdf]
---
<h1>{{ 单位.名称 }}</h1>
<p>{% for 任务 in 单位.任务 %}{{ 任务.内容 }}{{ 任务.完成时间 }}{% endfor %}</p>
"""
WORD, PDF = "通知/人事处.docx", "通知/人事处.pdf"
SAID = f"{WORD} 手工修改过，旁边的 PDF 没有这些改动，不要一起发出；由它转成 PDF：render pdf output/{WORD}"


@pytest.fixture
def edited(project: Project) -> Project:
    """A project whose one letter was edited in Word."""
    project.write("templates/通知.html", TEMPLATE)
    assert project.run("build").code == 0
    path = str(project.output / WORD)
    letter = docx.Document(path)
    letter.add_paragraph("手工加的一句。")
    letter.save(path)
    return project


def text(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return "".join((page.extract_text() or "").replace("\n", "") for page in pdf.pages)


def test_every_build_says_that_the_pdf_lacks_the_edit(edited: Project) -> None:
    for _ in range(2):
        assert edited.run("build").errors == [SAID]
    assert edited.run("build", "--only", "财务处").errors == []


def test_the_pdf_is_made_of_the_edited_file_and_stays(edited: Project) -> None:
    run = edited.run("pdf", f"output/{WORD}")
    assert (run.code, run.lines) == (0, [f"✓ output/{PDF}（原文件：人事处.旧.pdf）"])
    assert "手工加的一句。" in text(edited.output / PDF)
    assert "手工加的一句。" not in text(edited.output / "通知/人事处.旧.pdf")
    kept = (edited.output / PDF).read_bytes()
    assert edited.run("build").errors == []
    edited.change("乙事", "丙事")
    edited.run("build")
    assert (edited.output / PDF).read_bytes() == kept
    assert "丙事" in text(edited.output / "通知/人事处.新.pdf")


def test_an_edit_after_that_is_told_again(edited: Project) -> None:
    edited.run("pdf", f"output/{WORD}")
    late = (edited.output / PDF).stat().st_mtime + 5
    os.utime(edited.output / WORD, (late, late))
    assert edited.run("build").errors == [SAID]


def test_what_cannot_be_converted_is_told(edited: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    edited.put("通知/坏.docx", "不是 Word")
    run = edited.run("pdf", "没有.docx", f"output/{PDF}", "output/通知/坏.docx")
    wrong = "不是 Word 文件（.docx），或已损坏"
    assert (run.code, [error.partition("；")[0] for error in run.errors]) == (
        1,
        ["没有.docx: 没有这个文件", f"output/{PDF}: {wrong}", f"output/通知/坏.docx: {wrong}"],
    )
    monkeypatch.setenv("PATH", str(edited.root))
    (error,) = edited.run("pdf", f"output/{WORD}").errors
    assert error.startswith(f"output/{WORD}: 这台电脑没有 LibreOffice，转不成 PDF；安装 LibreOffice")
