"""A small office that sends letters: its project, and its registers as people fill them in."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from support.dispatches import record as read_record
from support.small_project import NOTICE, Project

ROOT = Path(__file__).parents[2]
KIND, DAY = "任务通知", "2017-03-05"
FOLDER = f"{DAY}-{KIND}"
REGISTER = f"issued/{FOLDER}/发文登记.xlsx"
LETTER = NOTICE.replace("条件: 单位.任务\n", "条件: 单位.任务\n发文: 任务通知\n标题: 给{{ 单位.名称 }}的通知\n")
COLUMNS = ("单位", "公文", "文号", "成文日期", "签收日期", "签收人", "备注")


def as_office(project: Project) -> Project:
    """Let a small project send its letters, with the register that the real one has."""
    project.write("templates/通知.html", LETTER)
    for name in ("register.html", "table.css", "fonts.css"):
        shutil.copy(ROOT / "templates" / name, project.root / "templates" / name)
    project.change("年度: 2017\n", "年度: 2017\n发文: {机关: 某厅, 代字: 某函}\n")
    return project


def send(project: Project, kind: str = KIND, day: str = DAY, number: str = "5") -> None:
    run = project.run("issue", kind, "--number", number, "--date", day)
    assert run.code == 0, run.errors


def record(project: Project, folder: str = FOLDER) -> dict[str, Any]:
    found: dict[str, Any] = read_record(project.root / "issued" / folder)
    return found


def signed(project: Project, folder: str = FOLDER) -> dict[str, dict[str, str]]:
    """Unit → its 签收, where it has one."""
    return {one["单位"]: one["签收"] for one in record(project, folder)["收文"] if "签收" in one}


def rows(path: Path) -> list[tuple[Any, ...]]:
    """The rows of a register below its headings."""
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    return lines[lines.index(COLUMNS) + 1 :]


def fill(
    source: Path,
    target: Path,
    said: Mapping[str, Mapping[str, Any]],
    change: Callable[[Any], object] = lambda sheet: None,
) -> Path:
    """A register with cells filled in (unit → heading → value), and whatever else `change(sheet)` does."""
    workbook = openpyxl.load_workbook(source)
    sheet: Any = workbook.worksheets[0]
    lines = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for unit, cells in said.items():
        for heading, value in cells.items():
            sheet.cell(lines[unit], COLUMNS.index(heading) + 1).value = value
    if change is not None:
        change(sheet)
    workbook.save(target)
    return target
