"""Returned trackers for tests: the real ones, filled in as people do, and spoilt as people do."""

import io
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from render.documents.document import make_documents
from render.plan.model import Plan
from render.plan.progress import Progress
from render.reader import read_plan
from render.writers.xlsx import write

ROOT = Path(__file__).parents[2]
FOLDER = "任务台账/"
Fields = Mapping[str, Any]


@cache
def real_plan() -> Plan:
    return read_plan(ROOT / "plan.yaml").plan


@cache
def blank_trackers() -> dict[str, bytes]:
    """Unit → the tracker that it is sent."""
    return trackers(Progress.model_validate({}))


def trackers(progress: Progress, plan: Plan | None = None, only: str = "") -> dict[str, bytes]:
    made = make_documents(plan or real_plan(), ROOT / "templates", progress)
    units = [one for one in made if one.template == "tracker.html" and only in ("", one.unit)]
    return {one.unit: write(one.page) for one in units}


def columns(sheet: Any) -> dict[str, int]:
    """Key → column, by the names that the tracker has."""
    found = sheet.defined_names.items()
    return {key: sheet[name.attr_text.split("!")[1].split(":")[0].replace("$", "")].column for key, name in found}


def filled(data: bytes, rows: Mapping[str, Fields], change: Callable[[Any, Any], None] | None = None) -> bytes:
    """A tracker with fields filled in (task → key → value), and whatever else `change(workbook, sheet)` does."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    sheet: Any = workbook.worksheets[0]
    places = columns(sheet)
    lines = {sheet.cell(row, places["编号"]).value: row for row in range(1, sheet.max_row + 1)}
    for task, fields in rows.items():
        for key, value in fields.items():
            cell = sheet.cell(lines[task], places[key])
            cell.value = value
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
    if change:
        change(workbook, sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()
