"""回执: the page at the end of a letter on which a unit says that it has received it."""

import shutil
from pathlib import Path

import docx
import pdfplumber
import pytest

from support.real_project import ROOT, squeezed
from support.small_project import Project

PLAN = """\
标题: 2017年要点任务分解表
年度: 2017
发文: {机关: 某省教育厅, 经办: 信保处, 代字: 某教信, 抄送: [某委], 回执: true}
单位:
  - {名称: 信保处, 类别: 机关处室}
  - {名称: 财务处, 类别: 机关处室}
目标:
  - 名称: 目标
    内容: 内容
    任务:
      - {编号: 1-1, 内容: 甲事。, 完成时间: 2017年2月, 责任主体: [财务处]}
"""
LETTER = "任务通知/财务处"
ROWS = ["收文单位", "公文标题", "文号", "收到日期", "签收人", "联系电话"]
TITLE = "某省教育厅关于落实《2017年要点任务分解表》有关任务的通知"


@pytest.fixture
def letters(project: Project) -> Project:
    """A plan with one letter, and the templates of letters."""
    shutil.rmtree(project.root / "templates")
    (project.root / "templates").mkdir()
    kept = {"letter.html", "register.html"}
    for path in (ROOT / "templates").iterdir():
        if path.name in kept or path.suffix == ".css" or path.name.startswith("_"):
            shutil.copy(path, project.root / "templates")
    project.write("plan.yaml", PLAN)
    return project


def slip(path: Path) -> list[list[str]]:
    """The cells of the table on the last page of a PDF."""
    with pdfplumber.open(path) as pdf:
        return [[squeezed(cell or "") for cell in row] for row in pdf.pages[-1].extract_tables()[0]]


def test_a_letter_ends_with_a_page_to_be_sent_back(letters: Project) -> None:
    assert letters.run("build").code == 0
    rows = slip(letters.output / f"{LETTER}.pdf")
    assert [row[0] for row in rows] == ROWS
    assert [row[1] for row in rows[:4]] == ["财务处", TITLE, "某教信〔〕号", "年月日"]
    with pdfplumber.open(letters.output / f"{LETTER}.pdf") as pdf:
        text = squeezed(pdf.pages[-1].extract_text())
        before = squeezed(pdf.pages[-2].extract_text())
    assert text.startswith("回执某省教育厅信保处：下列公文已收到。")
    assert "（盖章）" in text
    assert "抄送：某委。" in before
    document = docx.Document(str(letters.output / f"{LETTER}.docx"))
    assert [next(cell.text for cell in row.cells) for row in document.tables[-1].rows] == ROWS
    assert not any("回执" in line.text for line in document.paragraphs if line.text.startswith("附件"))
    assert letters.run("check", "--outputs").code == 0


def test_it_has_the_number_of_its_dispatch(letters: Project) -> None:
    assert letters.run("issue", "任务通知", "--number", "5", "--date", "2017-03-05").code == 0
    rows = slip(letters.root / f"issued/2017-03-05-任务通知/{LETTER}.pdf")
    assert rows[2] == ["文号", "某教信〔2017〕5号"]


@pytest.mark.parametrize(
    ("plan", "front", "there"), [("false", "true", True), ("true", "false", False), ("false", "", False)]
)
def test_the_template_has_the_last_word(letters: Project, plan: str, front: str, there: bool) -> None:
    letters.change("回执: true", f"回执: {plan}")
    letters.change("格式: [docx, pdf]", "格式: [docx]", "templates/letter.html")
    if front:
        letters.change("发文: 任务通知\n", f"发文: 任务通知\n回执: {front}\n", "templates/letter.html")
    assert letters.run("build").code == 0
    document = docx.Document(str(letters.output / f"{LETTER}.docx"))
    assert ("回执" in [line.text for line in document.paragraphs]) is there


def test_another_word_is_refused(letters: Project) -> None:
    letters.change("发文: 任务通知\n", "发文: 任务通知\n回执: 要\n", "templates/letter.html")
    assert letters.run("build").errors == ["templates/letter.html:5: “回执”不能是“要”；可以是 true、false"]
