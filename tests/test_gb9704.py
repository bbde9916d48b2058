"""The rendered page against GB/T 9704-2012, with a ruler: the PDF, and Word's file as LibreOffice lays it out."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from support.office import Ink, Span, columns, convert, rows
from support.real_project import ROOT, once, pdf_pages, render, shared_folder, squeezed

# The real plan with every blank of the head and the foot filled in, so that all of it can be measured.
FACTS = {
    '代字: ""': "代字: 陕教函",
    '联系人: ""': "联系人: 张三",
    "抄送: []": "抄送: [教育部办公厅, 省政府办公厅, 省委网信办]",
    '印发机关: ""': "印发机关: 陕西省教育厅办公室",
}
LONG = "内容: 利用改薄工程等推进中小学校信息化基础设施建设"  # a task of LETTER, which then fills its page 2
FORMATS = ("pdf", "docx")
CHECKED = "✓ 公文格式：信函格式 60 份，文件格式 2 份，没有不符；不是公文 2 份（"
TEXT_TOP, TEXT_BOTTOM, TEXT_LEFT, TEXT_RIGHT = 37.0, 297 - 35.0, 28.0, 210 - 26.0
DAY = "2017-03-05"
LETTER, NOTICE = "财务处", "印发通知"
ANNEXED = "省电教馆"  # its tasks are in an annex on landscape pages
TIGHT = "基教二处"  # its text ends where signature, date and note just do not fit


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """(document, format) → the PDF that shows it."""
    folder = once(shared_folder(tmp_path_factory) / "filled", send)
    issued = folder / "issued"
    sources = {name: issued / f"{DAY}-任务通知/任务通知/{name}.docx" for name in (LETTER, TIGHT, ANNEXED)} | {
        NOTICE: issued / f"{DAY}-{NOTICE}/{NOTICE}.docx"
    }
    convert(list(sources.values()), folder / "word")
    shown = {(name, "docx"): folder / "word" / f"{path.stem}.pdf" for name, path in sources.items()}
    return shown | {(name, "pdf"): path.with_suffix(".pdf") for name, path in sources.items()}


def send(folder: Path) -> None:
    """Send the notice as number 4, the letters as 5."""
    plan = (ROOT / "plan.yaml").read_text("utf-8")
    for blank, fact in FACTS.items():
        assert blank in plan, blank
        plan = plan.replace(blank, fact, 1)
    assert LONG in plan
    plan = plan.replace(LONG, LONG + "，利用改薄工程等推进中小学校信息化基础设施建设" * 28)
    (folder / "plan.yaml").write_text(plan, "utf-8")
    shutil.copytree(ROOT / "templates", folder / "templates")
    for kind, number in ((NOTICE, 4), ("任务通知", 5)):
        render(folder, "issue", kind, f"--number={number}", f"--date={DAY}")


@pytest.fixture(params=FORMATS)
def letter(request: pytest.FixtureRequest, pages: dict[tuple[str, str], Path]) -> Path:
    return pages[LETTER, request.param]


@pytest.fixture(params=FORMATS)
def notice(request: pytest.FixtureRequest, pages: dict[tuple[str, str], Path]) -> Path:
    return pages[NOTICE, request.param]


@cache
def sizes(pdf: Path) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    return [(page.width, page.height) for page in pdf_pages(pdf)]


@cache
def lines_of(pdf: Path, page: int) -> list[tuple[str, Span, float]]:
    """The text lines of a page: text without spaces, from left to right in mm, lower edge in mm."""
    mm = 25.4 / 72
    lines = pdf_pages(pdf)[page - 1].extract_text_lines(strip=True, return_chars=False)
    return [(squeezed(line["text"]), (line["x0"] * mm, line["x1"] * mm), line["bottom"] * mm) for line in lines]


def line_with(pdf: Path, text: str, alone: bool = False) -> tuple[int, Span, float]:
    """The one line that holds a text (`alone`: and no other): its page, from where to where, its lower edge."""
    lines = [(n, *line) for n in range(1, len(sizes(pdf)) + 1) for line in lines_of(pdf, n)]
    found = [(n, span, low) for n, line, span, low in lines if (line == text if alone else text in line)]
    assert len(found) == 1, (text, found)
    return found[0]


def test_a_full_page_holds_22_lines_in_the_text_block(letter: Path) -> None:
    page = Ink(letter, 2)
    bands = [band for band in rows(page.black) if band[1] < TEXT_BOTTOM + 1]
    assert len(lines_of(letter, 2)) == 22 + 1  # and the page number
    assert bands[0][0] >= TEXT_TOP
    assert bands[-1][1] == pytest.approx(TEXT_BOTTOM, abs=3)  # half of the last line's leading lies below its ink
    assert bands[-1][1] <= TEXT_BOTTOM
    left, right = min(columns(page.black, b)[0] for b in bands), max(columns(page.black, b)[1] for b in bands)
    assert left == pytest.approx(TEXT_LEFT, abs=1)
    assert right == pytest.approx(TEXT_RIGHT, abs=1)


def test_a_full_line_holds_28_characters(letter: Path) -> None:
    full = [
        text
        for page in (2, 3)
        for text, (left, right), _ in lines_of(letter, page)
        if left < TEXT_LEFT + 1 and right > TEXT_RIGHT - 1.5 and re.fullmatch(r"[一-龥、，。：]+", text)
    ]
    assert full
    assert {len(text) for text in full} <= {28, 29}  # 29: a mark that hangs over the edge
    assert 28 in {len(text) for text in full}


def test_the_letter_s_mark_and_double_lines(letter: Path) -> None:
    page = Ink(letter, 1)
    mark, *lines = rows(page.red)
    assert mark[0] == pytest.approx(30, abs=1)
    assert sum(columns(page.red, mark)) / 2 == pytest.approx(210 / 2, abs=1.5)
    thick, thin, low_thin, low_thick = lines
    assert thick[0] - mark[1] == pytest.approx(4, abs=1)
    assert low_thick[1] == pytest.approx(297 - 20, abs=0.5)
    assert thick[1] - thick[0] > 2 * (thin[1] - thin[0])
    assert low_thick[1] - low_thick[0] > 2 * (low_thin[1] - low_thin[0])
    for line in lines:
        assert columns(page.red, line) == pytest.approx((20, 190), abs=0.5)


def test_the_letter_s_number_stands_right_below_the_line(letter: Path) -> None:
    page, (_, right), _ = line_with(letter, "陕教函〔2017〕5号")
    number = rows(Ink(letter, 1).black)[0]
    thin = rows(Ink(letter, 1).red)[2]
    assert page == 1
    assert right == pytest.approx(TEXT_RIGHT, abs=1)
    assert number[0] - thin[1] == pytest.approx(7 / 8 * 16 * 25.4 / 72, abs=1)


def test_the_notice_s_mark_and_line(notice: Path) -> None:
    page = Ink(notice, 1)
    mark, line = rows(page.red)
    number = rows(page.black)[0]
    assert mark[0] == pytest.approx(72, abs=1)
    assert columns(page.red, line) == pytest.approx((TEXT_LEFT, TEXT_RIGHT), abs=0.5)
    assert line[0] - number[1] == pytest.approx(4, abs=1)
    assert sum(columns(page.black, number)) / 2 == pytest.approx((TEXT_LEFT + TEXT_RIGHT) / 2, abs=1)


def test_the_first_page_of_a_letter_has_no_number(letter: Path) -> None:
    assert "—1—" not in [line[0] for line in lines_of(letter, 1)]


@pytest.mark.parametrize(("name", "numbers"), [(LETTER, (2, 3)), (NOTICE, (1, 2))])
@pytest.mark.parametrize("form", FORMATS)
def test_page_numbers(pages: dict[tuple[str, str], Path], name: str, numbers: tuple[int, ...], form: str) -> None:
    character, pdf = 14 * 25.4 / 72, pages[name, form]
    for page in numbers:
        text, (left, right), _ = lines_of(pdf, page)[-1]
        assert text == f"—{page}—"
        if page % 2:
            assert right == pytest.approx(TEXT_RIGHT - character, abs=1)
        else:
            assert left == pytest.approx(TEXT_LEFT + character, abs=1)
        digits = rows(Ink(pdf, page).black)[-1]
        assert digits[0] == pytest.approx(TEXT_BOTTOM + 7, abs=1)


def landscape_pages(pdf: Path) -> list[int]:
    return [number for number, (width, height) in enumerate(sizes(pdf), 1) if width > height]


@pytest.mark.parametrize("name", [ANNEXED, NOTICE])
@pytest.mark.parametrize("form", FORMATS)
def test_page_numbers_of_landscape_pages(pages: dict[tuple[str, str], Path], name: str, form: str) -> None:
    """Where they stand on upright pages: seen with the sheet upright, so that the table's head is on its left."""
    character = 14 * 25.4 / 72
    pdf = pages[name, form]
    assert {number % 2 for number in landscape_pages(pdf)} == {0, 1}
    for number in landscape_pages(pdf):
        ink = Ink(pdf, number).black
        upright = ink.transpose(Image.Transpose.ROTATE_90)
        (digits,) = [band for band in rows(upright) if band[0] > TEXT_BOTTOM + 3]
        assert digits[0] == pytest.approx(TEXT_BOTTOM + 7 + 0.8, abs=0.5)  # ink begins below the top of the line
        left, right = columns(upright, digits)
        if number % 2:
            assert right == pytest.approx(TEXT_RIGHT - character, abs=1)
        else:
            assert left == pytest.approx(TEXT_LEFT + character, abs=1)
        assert right - left > 3 * (digits[1] - digits[0])  # a line across the upright sheet
        assert turned_text(pdf, number) == f"—{number}—"


def turned_text(pdf: Path, number: int) -> str:
    """What is written clockwise downwards on a page."""
    chars = [char for char in pdf_pages(pdf)[number - 1].chars if char["matrix"][1] < 0 and char["text"].strip()]
    return "".join(char["text"] for char in sorted(chars, key=lambda char: char["top"]))


@pytest.mark.parametrize("name", [LETTER, NOTICE])
@pytest.mark.parametrize("form", FORMATS)
def test_signature_and_date(pages: dict[tuple[str, str], Path], name: str, form: str) -> None:
    pdf = pages[name, form]
    character = 15.75 * 25.4 / 72
    page, (left, right), _ = line_with(pdf, "2017年3月5日", alone=True)
    signature = [(text, span) for text, span, _ in lines_of(pdf, page) if text == "陕西省教育厅"][-1]
    # Its six characters end four from the edge; LibreOffice 7.4 sets them wider (it takes no notice of
    # w:autoSpaceDE), so the middle is what both show alike.
    assert (left + right) / 2 == pytest.approx(TEXT_RIGHT - (4 + 6 / 2) * character, abs=1)
    assert sum(signature[1]) / 2 == pytest.approx((left + right) / 2, abs=1)
    assert not lines_of(pdf, page)[0][0].startswith(("附件：", "陕西省教育厅"))  # some of the text stands above


def test_no_signature_stands_without_text(pages: dict[tuple[str, str], Path]) -> None:
    letters = sorted((pages[LETTER, "pdf"].parent).glob("*.pdf"))
    assert len(letters) == 30  # none to the office that drafts them
    for pdf in letters:
        page, _, _ = line_with(pdf, "2017年3月5日", alone=True)
        first = lines_of(pdf, page)[0][0]
        assert not re.match(r"附件：|\d\.(任务台账|2017年)|陕西省教育厅$|录$", first), (pdf.name, first)


@pytest.mark.parametrize("form", FORMATS)
def test_the_note_stays_with_the_date(pages: dict[tuple[str, str], Path], form: str) -> None:
    pdf = pages[TIGHT, form]
    assert line_with(pdf, "（联系人：")[0] == line_with(pdf, "2017年3月5日")[0]


def test_the_imprint_ends_on_the_edge_of_the_text_block(notice: Path) -> None:
    last = len(sizes(notice))
    page = Ink(notice, last)
    rules = [band for band in rows(page.black) if columns(page.black, band)[1] - columns(page.black, band)[0] > 150]
    assert [columns(page.black, rule) for rule in rules] == [pytest.approx((TEXT_LEFT, TEXT_RIGHT), abs=1)] * 3
    assert rules[-1][1] == pytest.approx(TEXT_BOTTOM, abs=1)
    texts = [text for text, _, _ in lines_of(notice, last)]
    assert texts[:2] == ["抄送：教育部办公厅，省政府办公厅，省委网信办。", "陕西省教育厅办公室2017年3月5日印发"]


@pytest.mark.parametrize("name", [LETTER, NOTICE])
@pytest.mark.parametrize("form", FORMATS)
def test_no_heading_ends_a_page(pages: dict[tuple[str, str], Path], name: str, form: str) -> None:
    pdf = pages[name, form]
    count = sum(height > width for width, height in sizes(pdf))
    ends = [[text for text, _, _ in lines_of(pdf, page) if not re.fullmatch("—.*—", text)] for page in range(1, count)]
    assert not [lines[-1] for lines in ends if lines and re.match(r"[一二三]、|（[一二三四五六七八九十]+）", lines[-1])]


def test_the_independent_reader_finds_nothing(pages: dict[tuple[str, str], Path]) -> None:
    """`render check --outputs` over all documents as they were sent, with every blank filled in."""
    folder = pages[NOTICE, "pdf"].parents[2]
    command = [sys.executable, "-m", "render", "check", "issued"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert run.returncode == 0
    assert all(line.startswith("plan.yaml:") for line in run.stderr.splitlines())  # nothing about a document
    assert run.stdout.splitlines()[-1].startswith(CHECKED)
