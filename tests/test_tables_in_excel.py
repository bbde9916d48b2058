"""Tables in Excel as they print: goals whole where they fit, else cut into pieces that name them again."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest

from render.documents.document import make_documents
from render.page import Page
from render.reader import read_plan
from render.writers.xlsx import write
from support.long_tables import CSS, LONG, check_pages, html, table_heights
from support.office import convert
from support.real_project import ROOT, squeezed

REAL = "任务分解表"


@pytest.fixture(scope="module")
def books() -> dict[str, bytes]:
    plan = read_plan(ROOT / "plan.yaml").plan
    real = next(one for one in make_documents(plan, ROOT / "templates") if one.name == REAL)
    return {REAL: write(real.page), **{name: write(Page(html(goals), CSS)) for name, goals in LONG.items()}}


@pytest.fixture(scope="module")
def folder(books: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks, printed by LibreOffice."""
    sources = tmp_path_factory.mktemp("excel")
    for name, data in books.items():
        (sources / f"{name}.xlsx").write_bytes(data)
    convert(sorted(sources.glob("*.xlsx")), sources / "pdf")
    return sources / "pdf"


@pytest.mark.parametrize("name", LONG)
def test_long_goals_and_texts_print_like_the_pdf(folder: Path, name: str) -> None:
    with pdfplumber.open(folder / f"{name}.pdf") as pdf:
        check_pages(pdf, LONG[name])
        heights = table_heights(pdf)
    assert all(height > 0.75 for height in heights[1:-1])
    assert max(heights) <= 1


def test_each_page_of_the_real_table_begins_with_a_goal(folder: Path) -> None:
    plan = read_plan(ROOT / "plan.yaml").plan
    goals = [goal.name for goal in plan.goals]
    with pdfplumber.open(folder / f"{REAL}.pdf") as pdf:
        tables: list[Any] = [sheet.extract_tables() for sheet in pdf.pages]
    assert all(len(on_page) == 1 and len(on_page[0][0]) == 6 for on_page in tables)
    first = [squeezed(table[2][0] or "") for (table,) in tables]
    assert len(first) == len(set(first)) == 7
    for name in first:
        assert any(name.endswith((goal, f"{goal}（续）")) for goal in goals), name
    tasks = "".join(squeezed(row[2] or "") for (table,) in tables for row in table[2:])
    assert tasks == "".join(squeezed(f"{task.id}{task.content}") for _, task in plan.tasks)


def test_breaks_stand_between_goals_and_the_scale_is_fixed(books: dict[str, bytes]) -> None:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(books[REAL])).worksheets[0]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert 90 <= sheet.page_setup.scale <= 100
    merged = [area for area in sheet.merged_cells.ranges if area.min_row != area.max_row]
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert len(breaks) > 5
    assert not [area for area in merged for row in breaks if area.min_row <= row < area.max_row]
    room = (297 - 35 - 37) / 25.4 * 96  # pixels
    width = sum(dimension.width * 8 for dimension in sheet.column_dimensions.values())
    assert width * sheet.page_setup.scale / 100 <= room
