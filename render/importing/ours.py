"""Workbooks that this program made: the ledger of all tasks, and the tracker of one unit."""

import re
from collections.abc import Iterator
from dataclasses import replace

from render.errors import InputError, Problem
from render.importing.sources import Cells, Note, Source, SourceTable
from render.plan.answers import LEDGER, TRACKER
from render.plan.fields import COLUMNS

KNOWN = {"编号", "具体任务", "进展状态", "预警"}  # headings by which they are known without it
ROLE = "角色"  # of the unit in a task: trackers alone have it
PLAN = re.compile(r"依据《(.+?)》，")
SAID = "这是总台账：导入了任务和编号；工作内容、单位的类别不在台账里，进展和统计表没有导入"


def as_source(source: Source, path: str) -> Source:
    """A source; of a ledger only its tasks. Raises InputError for a tracker, which holds the tasks of one unit."""
    found = next(_sheets(source), None)
    kind = source.marks.get("台账") or (found and (TRACKER if ROLE in found[1] else LEDGER))
    if kind == TRACKER:
        message = "这是一个单位的任务台账，只有这个单位的任务"
        raise InputError([Problem(path, 0, message, "收进展用 render collect；导入要用任务分解表或总台账")])
    if kind != LEDGER or not found:
        return source
    table, header = found
    rows = [[row[n] for n, text in enumerate(header) if text in COLUMNS] for row in table.rows]
    return replace(
        source, title=_title(source), tables=[replace(table, rows=rows, widths={}, ours=True)], doubts=[Note("", SAID)]
    )


def _sheets(source: Source) -> Iterator[tuple[SourceTable, Cells]]:
    """The sheets of tasks with their progress, each with its header."""
    for table in source.tables:
        yield from ((table, row) for row in table.rows if set(row) >= KNOWN)


def _title(source: Source) -> str:
    texts: Iterator[str] = (text for table in source.tables for row in table.rows for text in row if text)
    return source.marks.get("计划") or next((match[1] for text in texts if (match := PLAN.match(text))), "")
