"""The published table as it prints: seven pages in every format, cut alike and well filled, no name of a unit torn."""

import itertools
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from PIL import Image

from render.documents.document import make_documents
from render.documents.listing import name_lines
from render.reader import read_plan
from render.writers import writer
from support.office import Ink, columns, convert, rows
from support.real_project import ENDED, ROOT, Plan, squeezed

PLAN = Plan(ROOT / "plan.yaml")
PAGES = ["任务分解表.pdf", "任务分解表.docx", "任务分解表.xlsx", "印发通知.pdf", "印发通知.docx"]
BLOCK = (28, 297 - 37, 210 - 26, 35)  # mm from the upper edge and the left one: GB/T 9704-2012, clause 8
POINTS = 72 / 25.4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each file as a PDF in a folder of its kind."""
    made = tmp_path_factory.mktemp("published")
    pages = {one.name: one.page for one in make_documents(read_plan(ROOT / "plan.yaml").plan, ROOT / "templates")}
    for name in PAGES:
        stem, kind = name.split(".")
        (made / kind).mkdir(exist_ok=True)
        (made / kind / name).write_bytes(writer(kind)(pages[stem]))
    for kind in ("docx", "xlsx"):
        convert(sorted((made / kind).glob(f"*.{kind}")), made / kind)
    return made


@cache
def tables(folder: Path, name: str) -> list[Any]:
    """The table of each landscape page."""
    stem, kind = name.split(".")
    with pdfplumber.open(folder / kind / f"{stem}.pdf") as pdf:
        wide = [sheet for sheet in pdf.pages if sheet.width > sheet.height]
        found = [sheet.find_tables() for sheet in wide]
        assert all(len(on_page) == 1 for on_page in found)
        return [(table.bbox, table.extract()) for (table,) in found]


def tasks(rows: list[list[str | None]]) -> list[str]:
    """The ids of the tasks on a page."""
    return [str(row[2]).split("\u3000")[0].split()[0] for row in rows[2:] if row[2]]


@pytest.mark.parametrize("name", PAGES)
def test_seven_pages_well_filled(folder: Path, name: str) -> None:
    found = tables(folder, name)
    fills = [(box[3] / POINTS - 28) / (210 - 28 - 26) for box, _ in found]
    assert len(fills) == 7
    assert all(0.75 < fill <= 1.0 for fill in fills), fills


@pytest.mark.parametrize("name", PAGES)
def test_every_task_once_and_its_number_with_it(folder: Path, name: str) -> None:
    texts = [squeezed(row[2] or "") for _, rows in tables(folder, name) for row in rows[2:]]
    assert texts == [squeezed(task.numbered) for task in PLAN.tasks]


@pytest.mark.parametrize(("name", "other"), [(PAGES[0], PAGES[1]), (PAGES[0], PAGES[2]), (PAGES[3], PAGES[4])])
def test_all_formats_are_cut_alike(folder: Path, name: str, other: str) -> None:
    first, second = ([tasks(rows) for _, rows in tables(folder, one)] for one in (name, other))
    assert first == second


@pytest.mark.parametrize("name", PAGES)
def test_no_unit_is_torn_and_none_is_told_to_be_none(folder: Path, name: str) -> None:
    rows = [row for _, found in tables(folder, name) for row in found[2:]]
    lines = [line for row in rows if row[5] for line in row[5].split("\n")]
    wanted = {line for task in PLAN.tasks for line in name_lines(task.assistants, 9)}
    assert set(lines) == wanted | {"—"}
    assert lines.count("—") == sum(not task.assistants for task in PLAN.tasks)
    leads = {line for row in rows if row[4] for line in row[4].split("\n")}
    assert leads == {line for task in PLAN.tasks for line in name_lines(task.leads, 4)}


@pytest.mark.parametrize("name", PAGES)
def test_dates_stand_on_one_line(folder: Path, name: str) -> None:
    cells = {row[3] for _, rows in tables(folder, name) for row in rows[2:] if row[3]}
    assert {cell for cell in cells if "\n" in cell} == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_text_that_has_ended_says_so(folder: Path, name: str) -> None:
    pages = [rows for _, rows in tables(folder, name)]
    for before, after in itertools.pairwise(pages):
        assert after[2][1], after[2]
        assert (after[2][1] == ENDED) <= squeezed(after[2][0] or "").endswith("（续）")
        assert before[2][1] != ENDED or len(before) > 3
    if name.startswith("任务分解表"):
        assert [rows[2][1] for rows in pages].count(ENDED) == 1


@pytest.mark.parametrize(
    ("names", "room", "lines"),
    [
        (["信保处", "省电教馆"], 9, ["信保处、省电教馆"]),
        (["信保处", "省高等教育数据中心"], 9, ["信保处、", "省高等教育数据中心"]),
        (["省高等教育数据中心", "信保处"], 9, ["省高等教育", "数据中心、", "信保处"]),
        (["陕西学前师范学院"], 7, ["陕西学前", "师范学院"]),
        (["各市、县教育局"], 4, ["各市、县", "教育局"]),
        (["西安建筑科技大学华清学院"], 9, ["西安建筑科技", "大学华清学院"]),
        (["甲" * 60], 9, ["甲" * 60]),
        (["甲" * 500], 9, ["甲" * 500]),  # no way to break it is tried: there are millions
        (["甲" * 36], 9, ["甲" * 9] * 4),
        ([], 9, []),
    ],
)
def test_names_break_between_words_and_only_where_they_must(names: list[str], room: float, lines: list[str]) -> None:
    assert name_lines(names, room) == lines


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_the_page_number_stands_where_upright_pages_have_it(folder: Path, kind: str) -> None:
    """GB/T 9704-2012, clause 8: in the left margin, turned by 90°; a workbook has it in its foot."""
    with pdfplumber.open(folder / kind / "任务分解表.pdf") as pdf:
        for number, sheet in enumerate(pdf.pages, 1):
            turned = [char for char in sheet.chars if char["matrix"][1] < 0 and char["text"].strip()]
            text = "".join(char["text"] for char in sorted(turned, key=lambda char: char["top"]))
            foot = "".join(char["text"] for char in sheet.chars if char["top"] > (210 - 26) * POINTS).replace(" ", "")
            if kind == "xlsx":
                assert (text, foot) == ("", f"—{number}—")
                continue
            assert (text, foot) == (f"—{number}—", "")
            upright = Ink(folder / kind / "任务分解表.pdf", number).black.transpose(Image.Transpose.ROTATE_90)
            (line,) = [band for band in rows(upright) if band[0] > 297 - 35 + 3]
            assert line[0] == pytest.approx(297 - 35 + 7 + 0.8, abs=0.5)  # ink begins below the top of the line
            left, right = columns(upright, line)
            free = 210 - 26 - right if number % 2 else left - 28
            assert free == pytest.approx(14 / POINTS, abs=1)  # one character from the block's end
