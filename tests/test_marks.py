"""The mark of organs with short and long names: where its ink begins, and what stands below it (7.2.4–7.2.7, 10.1)."""

import shutil
from pathlib import Path

import pytest

from support.office import Ink, columns, convert, rows
from support.real_project import ROOT, once, render, shared_folder

ORGANS = {
    5: "陕西教育厅",
    6: "陕西省教育厅",
    9: "武功县郙陵镇教育局",
    11: "新疆生产建设兵团教育局",
    14: "黔西南布依族苗族自治州教育局",
    17: "积石山保安族东乡族撒拉族自治县教育",
    20: "双江拉祜族佤族布朗族傣族自治县教育体育局",
}
PLAN = """\
标题: 要点
年度: 2017
发文: {{机关: {organ}, 代字: 教函, 联系人: 张三, 联系电话: 029-88888888}}
单位:
  - {{名称: 财务处, 类别: 机关处室}}
目标:
  - 名称: 目标
    内容: 内容
    任务:
      - {{编号: 1-1, 内容: 甲事, 完成时间: 2017年2月, 责任主体: [财务处], 协助单位: []}}
"""
FORMATS = ("pdf", "docx")
LETTER_TOP, NOTICE_TOP = 30, 72
CHARACTER = 16 * 25.4 / 72


def build(folder: Path) -> None:
    """The letter and the notice of every organ, and Word's as LibreOffice shows them."""
    words = list[Path]()
    for length, organ in ORGANS.items():
        project = folder / str(length)
        shutil.copytree(ROOT / "templates", project / "templates", ignore=shutil.ignore_patterns("[a-z]*.html"))
        for name in ("letter.html", "notice.html"):
            shutil.copy(ROOT / "templates" / name, project / "templates")
        (project / "plan.yaml").write_text(PLAN.format(organ=organ), "utf-8")
        for name, kind, made in (("letter", "任务通知", "任务通知/财务处"), ("notice", "印发通知", "印发通知")):
            render(project, "issue", kind, "--number=5", "--date=2017-03-05")
            for suffix in FORMATS:
                sent = project / f"issued/2017-03-05-{kind}/{made}.{suffix}"
                shutil.copy(sent, folder / f"{name}-{length}.{suffix}")
            words.append(folder / f"{name}-{length}.docx")
    convert(words, folder / "word")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(shared_folder(tmp_path_factory) / "marks", build)


def shown(made: Path, name: str, length: int, form: str) -> Ink:
    """The first page of a document."""
    return Ink((made if form == "pdf" else made / "word") / f"{name}-{length}.pdf", 1)


def test_the_organs_are_as_long_as_they_say() -> None:
    assert {length: len(organ) for length, organ in ORGANS.items()} == {length: length for length in ORGANS}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("length", ORGANS)
def test_a_letter_s_head(made: Path, length: int, form: str) -> None:
    page = shown(made, "letter", length, form)
    mark, thick, thin, *_ = rows(page.red)
    left, right = columns(page.red, mark)
    assert mark[0] == pytest.approx(LETTER_TOP, abs=1)
    assert (left + right) / 2 == pytest.approx(105, abs=1.5)
    assert right - left <= 156
    assert thick[0] - mark[1] == pytest.approx(4, abs=1)
    number = rows(page.black)[0]
    assert number[0] - thin[1] == pytest.approx(7 / 8 * CHARACTER, abs=1)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("length", ORGANS)
def test_a_notice_s_head(made: Path, length: int, form: str) -> None:
    page = shown(made, "notice", length, form)
    mark, line = rows(page.red)
    left, right = columns(page.red, mark)
    assert mark[0] == pytest.approx(NOTICE_TOP, abs=1)
    assert (left + right) / 2 == pytest.approx(105, abs=1.5)
    assert right - left <= 156
    number = rows(page.black)[0]
    assert line[0] - number[1] == pytest.approx(4, abs=1)
    assert number[0] - mark[1] == pytest.approx(2 * 225 / 22, abs=5)


@pytest.mark.parametrize("length", ORGANS)
def test_the_checker_agrees(made: Path, length: int) -> None:
    render(made / str(length), "check", "--outputs")
