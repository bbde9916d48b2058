"""The small project as an office that rules on reports: its trackers and its ledger, filled in and read back."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from support.small_project import Project

ROOT = Path(__file__).parents[2]
PAGES = ("tracker.html", "ledger.html", "_栏目.html", "_进展.html", "_统计.html")
PARTS = (*PAGES, "fonts.css", "table.css", "states.css")
Fields = Mapping[str, Mapping[str, Any]]


def reviewing_project(root: Path) -> Project:
    """财务处 leads 1-1, 人事处 leads 1-2; there are trackers and a ledger."""
    project = Project(root)
    for path in (root / "templates").iterdir():
        path.unlink()
    for name in PARTS:
        shutil.copy(ROOT / "templates" / name, root / "templates")
    return project


def table(path: Path, sheet: int = 0) -> tuple[Any, dict[str, int], dict[str, int]]:
    """A sheet, and where its columns and its tasks are."""
    found: Any = openpyxl.load_workbook(path).worksheets[sheet]
    head = next(row for row in found.iter_rows() if {"编号", "进展状态"} <= {cell.value for cell in row})
    columns = {cell.value: cell.column for cell in head if cell.value}
    lines = {str(found.cell(row, columns["编号"]).value): row for row in range(head[0].row + 1, found.max_row + 1)}
    return found, columns, lines


def fill(project: Project, name: str, fields: Fields, target: str = "") -> str:
    """A workbook of 任务台账/ with cells filled in (task → heading → value), put into 收回/ under a name."""
    source = project.output / f"任务台账/{name}.xlsx"
    sheet, columns, lines = table(source)
    for task, cells in fields.items():
        for heading, value in cells.items():
            sheet.cell(lines[task], columns[heading]).value = value
    path = project.root / "收回" / f"{target or name}.xlsx"
    path.parent.mkdir(exist_ok=True)
    sheet.parent.save(path)
    return str(path.relative_to(project.root))


def row(project: Project, name: str, task: str) -> dict[str, Any]:
    """What a workbook of 任务台账/ shows of a task."""
    sheet, columns, lines = table(project.output / f"任务台账/{name}.xlsx")
    return {heading: sheet.cell(lines[task], column).value for heading, column in columns.items()}


def rulings(project: Project) -> list[dict[str, str]]:
    """Every word of the office that counts, oldest first, without what is the same in all of these tests."""
    path = project.root / "progress.yaml"
    data = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    batches = [batch for batch in data.get("收取", []) if not batch.get("撤回")]
    return [one for batch in batches for one in batch.get("审核", [])]
