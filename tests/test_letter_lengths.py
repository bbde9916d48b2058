"""Letters of every length: none ends on a sheet with a line or two, or with its signature only (GB/T 9704, 7.3.5.5)."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest

from render.page import Page
from render.writers import docx, pdf
from support.office import convert
from support.real_project import ROOT, once, page_count, render, shared_folder, squeezed

TEMPLATES = ROOT / "templates"
CSS = "\n".join((TEMPLATES / name).read_text("utf-8") for name in ("fonts.css", "gongwen.css", "letter.css"))
LOOSE = CSS.replace("--紧", "--不用")  # the same stylesheet without what lets lines come closer
KINDS = {"处": "机关处室", "校": "部属高校"}
COPIES = {"没有抄送": "", "抄送": "教育部办公厅"}
ADDRESSEES = {"没有抄送": "处校", "抄送": "处"}
LENGTHS = range(1, 31)  # lines of the one task in the letter
SENTENCE = "推进省级平台与市县平台互联互通，组织全省中小学校长和骨干教师参加培训，建立有效的激励机制；"  # 44 characters
FORMATS = ("pdf", "docx")
ENDING = re.compile(r"附件：|陕西省教育厅$|2017年3月5日$|（联系人|抄送：")


def plan(copies: str, addressees: str) -> str:
    units, tasks = list[str](), list[str]()
    for name in addressees:
        for length in LENGTHS:
            text = (SENTENCE * 30)[: 28 * length - 20].rstrip("，；")
            units.append(f"  - {{名称: {name}{length:02d}, 类别: {KINDS[name]}}}")
            tasks.append(
                f"      - {{编号: 1-{len(tasks) + 1}, 内容: {text}, 完成时间: 2017年12月,"
                f" 责任主体: [{name}{length:02d}], 协助单位: []}}"
            )
    return "\n".join(
        [
            "标题: 2017年教育信息化工作要点任务分解表",
            "年度: 2017",
            "发文: {机关: 陕西省教育厅, 代字: 陕教函, 联系人: 张三,",
            f"  联系电话: 029-88888888, 抄送: [{copies}]}}",
            "单位:",
            *units,
            "目标:",
            "  - 名称: 目标",
            "    内容: 内容",
            "    任务:",
            *tasks,
            "",
        ]
    )


def build(folder: Path) -> None:
    words = list[Path]()
    for name, copies in COPIES.items():
        project = folder / name
        shutil.copytree(TEMPLATES, project / "templates", ignore=shutil.ignore_patterns("[a-z]*.html"))
        shutil.copy(TEMPLATES / "letter.html", project / "templates")
        (project / "plan.yaml").write_text(plan(copies, ADDRESSEES[name]), "utf-8")
        render(project, "issue", "任务通知", "--number=5", "--date=2017-03-05")
        for made in sorted((project / "issued/2017-03-05-任务通知/任务通知").iterdir()):
            shutil.copy(made, folder / f"{name}-{made.name}")
        words += folder.glob(f"{name}-*.docx")
    convert(words, folder / "word")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(shared_folder(tmp_path_factory) / "lengths", build)


def last_sheet(path: Path) -> list[str]:
    """The lines of the last sheet, without the page number."""
    with pdfplumber.open(path) as opened:
        texts = [squeezed(line["text"]) for line in opened.pages[-1].extract_text_lines(return_chars=False)]
    return [text for text in texts if not re.fullmatch(r"—\d+—", text)]


def shown(made: Path, name: str, form: str) -> Path:
    return (made if form == "pdf" else made / "word") / f"{name}.pdf"


def names(copies: str) -> list[str]:
    return [f"{copies}-{name}{length:02d}" for name in ADDRESSEES[copies] for length in LENGTHS]


@pytest.mark.parametrize("copies", COPIES)
def test_no_last_sheet_holds_less_than_two_lines_of_text(made: Path, copies: str) -> None:
    for name in names(copies):
        for form in FORMATS:
            last = last_sheet(shown(made, name, form))
            text = [line for line in last if not ENDING.match(line)]
            assert len(text) >= 2, (name, form, last)
            assert any("2017年3月5日" in line for line in last), (name, form, last)


@pytest.mark.parametrize("copies", COPIES)
def test_word_and_pdf_have_the_same_number_of_page_count(made: Path, copies: str) -> None:
    for name in names(copies):
        assert page_count(shown(made, name, "pdf")) == page_count(shown(made, name, "docx")), name


def lines(count: int) -> Page:
    """A letter's text of so many lines, and below it its signature, date and note."""
    ending = "<p class='署名'>署名</p><p class='成文日期'>日期</p><p class='附注'>附注</p>"
    html = f"<p>{'字' * (28 * count - 6)}。</p>{ending}"
    return Page(f'<html lang="zh-CN"><body>{html}</body></html>', CSS)


@pytest.fixture(scope="module")
def tight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of 17 lines and some more, loose and close, as Word's file in LibreOffice and as PDF."""
    folder = tmp_path_factory.mktemp("tight")
    for form in FORMATS:
        (folder / form).mkdir()
    for over in range(3):
        page = lines(17 + over)
        for name, one in (("松", Page(page.html, LOOSE)), ("紧", page)):
            (folder / f"docx/{over}{name}.docx").write_bytes(docx.write(one))
            (folder / f"pdf/{over}{name}.pdf").write_bytes(pdf.write(one))
    convert(sorted((folder / "docx").iterdir()), folder / "docx")
    return folder


#: 17 lines of text, two blank ones and the signature's three fill a sheet.
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("over", "loose", "close"), [(0, 1, 1), (1, 2, 1), (2, 2, 2)])
def test_a_line_over_comes_back(tight: Path, form: str, over: int, loose: int, close: int) -> None:
    assert page_count(tight / form / f"{over}松.pdf") == loose
    assert page_count(tight / form / f"{over}紧.pdf") == close


@pytest.mark.parametrize("write", [docx.write, pdf.write])
@pytest.mark.parametrize("count", [*range(1, 18), 21, 25, 30, 38])
def test_a_text_that_does_not_just_spill_is_left_alone(count: int, write: Callable[[Page], bytes]) -> None:
    page = lines(count)
    assert write(page) == write(Page(page.html, LOOSE))


@pytest.mark.parametrize("copies", COPIES)
def test_the_checker_agrees(made: Path, copies: str) -> None:
    render(made / copies, "check", "--outputs")
