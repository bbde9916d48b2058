"""The real plan and templates built once for all tests, and its outputs as independent readers see them."""

import fcntl
import io
import os
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import chdir
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pikepdf
import pytest
import yaml
from click.testing import CliRunner
from lxml import html

from render.cli import cli

ROOT = Path(__file__).parents[2]
Row = tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """One task as plan.yaml writes it."""

    id: str
    goal: str
    goal_content: str
    content: str
    deadline: str
    leads: list[str]
    assistants: list[str]

    @property
    def row(self) -> Row:
        """Its row in the published table."""
        return (
            self.goal,
            self.goal_content,
            self.content,
            self.deadline,
            "、".join(self.leads),
            "、".join(self.assistants),
        )

    @property
    def numbered(self) -> str:
        """What stands in its cell of the published table."""
        return f"{self.id}\u3000{self.content}"


class Plan:
    """plan.yaml read without the project's own reader."""

    def __init__(self, path: Path) -> None:
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        self.office: str = data["发文"]["经办"]
        self.units: list[dict[str, Any]] = data["单位"]
        self.tasks = [
            Task(
                task["编号"],
                goal["名称"],
                goal["内容"],
                task["内容"],
                task["完成时间"],
                task["责任主体"],
                task.get("协助单位") or [],
            )
            for goal in data["目标"]
            for task in goal["任务"]
        ]

    def role(self, unit: dict[str, Any], task: Task) -> str:
        """牵头, 协助 or nothing."""
        names = {unit["名称"], *unit.get("别名", [])}
        return "牵头" if names & set(task.leads) else "协助" if names & set(task.assistants) else ""


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of this test run, which all its processes share."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Let `make` fill a folder, once for all test processes."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            make(folder)
            (folder / "done").touch()
    return folder


def build_once(folder: Path, plan: str | None = None) -> Path:
    """Build the project (with another plan.yaml, if given) in `folder`, once for all test processes."""

    def build(folder: Path) -> None:
        shutil.copytree(ROOT / "templates", folder / "templates", dirs_exist_ok=True)
        (folder / "plan.yaml").write_text(plan or (ROOT / "plan.yaml").read_text("utf-8"), "utf-8")
        render(folder, "build")

    return once(folder, build)


def render(folder: Path, *arguments: str) -> None:
    """Run a command in the folder of a project; in this process, which has loaded all that a command needs."""
    with chdir(folder):
        result = CliRunner().invoke(cli, arguments, prog_name="render")
    assert result.exit_code == 0, (result.output, result.exception)


def squeezed(text: str) -> str:
    """Text without any white space: a PDF has none of the source's, and more of its own."""
    return "".join(text.split())


def docx_paragraphs(path: Path) -> list[str]:
    """The paragraphs outside tables."""
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def docx_tables(path: Path) -> list[list[Row]]:
    """Every table; a merged cell's text stands in each of its rows and columns."""
    tables = docx.Document(str(path)).tables
    return [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in tables]


ENDED = "（见上页）"  # what stands beside rows where a text has ended on the page before


def whole(rows: Sequence[Row]) -> list[Row]:
    """Rows of the published table with the names and contents of goals that a page end took apart put together."""
    contents = dict[str, list[str]]()
    for name, content, *_ in rows:
        parts = contents.setdefault(name.removesuffix("（续）"), [])
        if parts[-1:] != [content] and content != ENDED:
            parts.append(content)
    names = (row[0].removesuffix("（续）") for row in rows)
    return [(name, "".join(contents[name]), *row[2:]) for name, row in zip(names, rows, strict=True)]


def xlsx_rows(path: Path) -> list[Row]:
    """The first sheet, merged cells spread out, empty rows left out."""
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
        for row in sheet[area.coord]:
            for cell in row:
                cell.value = sheet.cell(area.min_row, area.min_col).value
    return [tuple(str(value or "") for value in row) for row in sheet.iter_rows(values_only=True)]


def html_rows(path: Path) -> list[Row]:
    """The table that a web page shows on the screen, merged cells spread out."""
    (table,) = html.fromstring(path.read_bytes()).xpath("//table[not(@data-for='print')]")
    grid = dict[tuple[int, int], str]()
    for y, row in enumerate(table.iter("tr")):
        x = 0
        for cell in row.iterchildren("td", "th"):
            while (y, x) in grid:
                x += 1
            for down in range(int(cell.get("rowspan", "1"))):
                for right in range(int(cell.get("colspan", "1"))):
                    grid[y + down, x + right] = str(cell.text_content())
    height, width = (max(place[i] for place in grid) + 1 for i in (0, 1))
    return [tuple(grid.get((y, x), "") for x in range(width)) for y in range(height)]


@lru_cache(maxsize=4)
def pdf_pages(path: Path) -> list[Any]:
    """The pages of a PDF that stays as it is: to open it takes long, and pages remember what was read in them."""
    return list(pdfplumber.open(io.BytesIO(path.read_bytes())).pages)


def page_count(path: Path) -> int:
    """How many pages a PDF has, without reading them."""
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def pdf_text(path: Path, wide: bool = False) -> str:
    """The text of a PDF's upright (or wide) pages, without white space and page numbers."""
    upright = [page for page in pdf_pages(path) if (page.width > page.height) == wide]
    return "".join(re.sub(r"—\d+—$", "", squeezed(page.extract_text() or "")) for page in upright)


def pdf_cells(path: Path) -> list[str]:
    """The texts of all table cells of a PDF, without white space."""
    rows = [row for page in pdf_pages(path) for table in page.extract_tables() for row in table]
    return [squeezed(cell) for row in rows for cell in row if cell]


def pdf_rows(path: Path, head: str) -> list[Row]:
    """The rows of all tables of a PDF, without white space and without the rows that begin with `head`."""
    rows = [row for page in pdf_pages(path) for table in page.extract_tables() for row in table]
    texts = [tuple(squeezed(cell or "") for cell in row) for row in rows]
    return [row for row in texts if row[0] != head]
