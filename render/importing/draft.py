"""Rows of a table → goals and tasks: cells merged, left empty, or cut by the end of a page put together again."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from render.errors import InputError, Problem
from render.importing.headings import OTHERS, find_header, is_header, unknown
from render.importing.ours import as_source
from render.importing.published import as_written, is_published
from render.importing.sources import Cells, Source, SourceTable
from render.plan.column import CellKind
from render.plan.dates import is_deadline
from render.plan.fields import TableColumn

CONTINUED = "（续）"
NUMBER = re.compile(r"^\s*(?:[（(]\s*[一二三四五六七八九十百零〇\d]+\s*[)）]|[一二三四五六七八九十]+、)\s*")
ENDS = "。！？；;.!?"
JOINT = re.compile(r"[、，,；;\n]+|\s{2,}")
#: A name that holds a 、 itself: what stands before it, and how the rest begins.
TOGETHER = (re.compile(r"^(?:各|全省各)?(?:设区)?市$"), re.compile(r"^[县区]"))
ID = re.compile(r"[1-9][0-9]*-[1-9][0-9]*")
YEAR = re.compile(r"((?:19|20)[0-9]{2})年")


Value = str | Sequence[str] | Sequence[Mapping[str, str]]  # of a field, as plan.yaml has it


class Note(NamedTuple):
    """Something that a person must look at: where, and what."""

    place: str
    message: str


@dataclass
class DraftTask:
    """One task as it stands in the table; `notes` are about it; its id is empty where the table has none."""

    content: str
    deadline: str
    leads: list[str]
    assistants: list[str]
    id: str = ""
    others: dict[str, Value] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


@dataclass
class DraftGoal:
    """One goal; `raw` is its name with the number."""

    raw: str
    name: str
    content: str
    tasks: list[DraftTask] = field(default_factory=list)


@dataclass
class Draft:
    """A plan as far as the table tells."""

    title: str
    year: str
    goals: list[DraftGoal]
    notes: list[Note]

    @property
    def units(self) -> list[str]:
        """Every unit that a task names, in order."""
        tasks = (task for goal in self.goals for task in goal.tasks)
        return list(dict.fromkeys(name for task in tasks for name in (*task.leads, *task.assistants)))

    @property
    def all_notes(self) -> list[Note]:
        """The notes on the whole and on single tasks."""
        return [*self.notes, *(note for goal in self.goals for task in goal.tasks for note in task.notes)]


def draft_plan(source: Source, path: str) -> Draft:
    """Read all tables with a header that is known; raises InputError where there is none."""
    source = as_source(source, path)
    goals, notes, columns = list[DraftGoal](), list[Note](), dict[int, str]()
    notes += [Note("", source.doubt)] if source.doubt else []
    for table in source.tables:
        end, found = find_header(table.rows)
        if found:
            columns = found
            told = unknown(table.rows, end, found)
            notes += [Note(table.name, f"不认识“{text}”这一列，没有导入") for text in told]
        if not found and table.alone:
            notes += [Note(table.name, "没有分解表的表头，没有导入")] if any(map(any, table.rows)) else []
        elif columns:
            _read_rows(table, end, columns, goals)
    notes += [Note("", f"目标“{goal.name}”没有任务，没有导入") for goal in goals if not goal.tasks]
    goals = [goal for goal in goals if goal.tasks]
    if not goals:
        hint = "表头要有“具体任务”“责任主体”这样的列名"
        raise InputError([Problem(path, 0, "没有找到任务分解表", hint)])
    notes += _keep_ids([task for goal in goals for task in goal.tasks])
    return Draft(source.title, _year(source.title, goals), goals, notes)


def _keep_ids(tasks: Sequence[DraftTask]) -> Iterator[Note]:
    """Keep the ids of the table where all are ids; else take them away, and say so."""
    ids = [task.id for task in tasks]
    if any(ids) and (len(set(ids)) < len(ids) or not all(map(ID.fullmatch, ids))):
        yield Note("", "“编号”一列不都是 1-1 这样的写法，或有重复的，另编了号")
        for task in tasks:
            task.id = ""


def _read_rows(table: SourceTable, first: int, columns: Mapping[int, str], goals: list[DraftGoal]) -> None:
    """The rows below a header; one that follows a header again may go on what the page's end has cut."""
    cut, published = False, is_published(table.rows[first:], columns)
    for number, row in enumerate(table.rows[first:], first + 1):
        if is_header(row):
            cut = bool(goals)
            continue
        row = _put_right(row, columns)
        cells = {key: row[n] if n < len(row) else "" for n, key in columns.items()}
        cells = as_written(cells) if published else cells
        if any(cells.values()):
            _read_row(cells, goals, f"{table.name}第 {number} 行", cut)
            cut = False


def _put_right(row: Cells, columns: Mapping[int, str]) -> Cells:
    """A row that slid to the left, seen by its deadline, back in its place."""
    wanted = next((n for n, key in columns.items() if key == "完成时间"), 0)
    found = next((n for n, text in enumerate(row) if text and is_deadline(text)), wanted)
    return [*[None] * (wanted - found), *row] if found < wanted else row


def _read_row(cells: Mapping[str, str | None], goals: list[DraftGoal], place: str, cut: bool) -> None:
    again = _open_goal(cells, goals)
    goal = goals[-1]
    torn = cut and again and goal.tasks and goal.tasks[-1].content[-1:] not in ENDS
    if torn or not cells.get("任务"):
        if goal.tasks and again:
            _extend(goal.tasks[-1], cells)
    else:
        _add_task(goal, cells, place)


def _open_goal(cells: Mapping[str, str | None], goals: list[DraftGoal]) -> bool:
    """Begin a goal, or go on with the last; whether the row goes on what a page's end has cut."""
    raw, content = cells.get("目标") or "", cells.get("内容") or ""
    again = bool(goals) and (not raw or raw.removesuffix(CONTINUED) == goals[-1].raw)
    torn = bool(goals) and not again and bool(NUMBER.match(goals[-1].raw)) and not NUMBER.match(raw)
    if torn:  # the rest of a name that the end of a page has cut: the others have numbers
        goals[-1].raw = _joined(goals[-1].raw, raw, 1)
        goals[-1].name = NUMBER.sub("", goals[-1].raw).strip()
    elif not again:
        goals.append(DraftGoal(raw, NUMBER.sub("", raw).strip() or "（未写目标）", content))
        return False
    if content:
        goals[-1].content = _joined(goals[-1].content, content)
    return True


def _joined(above: str, below: str, least: int = 8) -> str:
    """A cell cut by the end of a page; what was printed on both sides of the cut, `least` characters, counts once."""
    if not above or not below or below == above:
        return below or above
    most = max((n for n in range(least, min(len(above), len(below)) + 1) if above.endswith(below[:n])), default=0)
    return above + below[most:]


def _add_task(goal: DraftGoal, cells: Mapping[str, str | None], place: str) -> None:
    above = goal.tasks[-1] if goal.tasks else None
    task = DraftTask(_line(cells["任务"] or ""), "", [], [], (cells.get("编号") or "").strip())
    deadline, leads, assistants = (cells.get(key, "") for key in ("完成时间", "责任主体", "协助单位"))
    task.deadline = _deadline(deadline) if deadline else above.deadline if above else ""
    task.leads = list(_names(leads)) if leads else list(above.leads) if above else []
    task.assistants = list(above.assistants) if assistants is None and above else list(_names(assistants or ""))
    task.others = dict(_others(cells, above))
    task.notes = list(_doubts(task, place))
    goal.tasks.append(task)


def _others(cells: Mapping[str, str | None], above: DraftTask | None) -> Iterator[tuple[str, Value]]:
    """What stands in the plan's other columns, by their keys; a merged cell says the same as the one above it."""
    for word, column in OTHERS.items():
        text = cells.get(word, "")
        if text is None and above:
            yield column.key, above.others.get(column.key, "")
        else:
            yield column.key, _value(column, text or "")


def _value(column: TableColumn, text: str) -> Value:
    """What a cell says in one of the plan's other columns, as plan.yaml has it."""
    if column.kind is CellKind.LINES:
        return column.lines(text)
    return list(_names(text)) if column.is_list else _line(text)


def _extend(task: DraftTask, cells: Mapping[str, str | None]) -> None:
    """What is left of a row below the end of a page: more text, more of its units."""
    task.content += _line(cells.get("任务") or "")
    task.leads = list(_names(_joined("、".join(task.leads), cells.get("责任主体") or "", 2)))
    task.assistants = list(_names(_joined("、".join(task.assistants), cells.get("协助单位") or "", 2)))


def _line(text: str) -> str:
    """A cell in one line: lines of Chinese are joined without a space."""
    return "".join(text.split("\n")).strip()


def _deadline(text: str) -> str:
    """The deadline as the plan writes it, where it can be told."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return plain if is_deadline(plain) else _line(text)


def _names(text: str) -> Iterator[str]:
    """The units in a cell; a name that holds a 、 itself stays whole."""
    parts = [part.strip() for part in JOINT.split(text) if part.strip()]
    before, after = TOGETHER
    skip = False
    for name, following in zip(parts, [*parts[1:], ""][: len(parts)], strict=True):
        if skip:
            skip = False
        elif before.match(name) and after.match(following):
            skip = True
            yield f"{name}、{following}"
        else:
            yield name


def _doubts(task: DraftTask, place: str) -> Iterator[Note]:
    if not is_deadline(task.deadline):
        said = f"“{task.deadline}”看不出是哪一天" if task.deadline else "没有写"
        yield Note(f"{place}“完成时间”", f"{said}，另写一行 截止: 2017年12月31日")
    if not task.leads:
        yield Note(f"{place}“责任主体”", "没有写")
    twice = [name for name in task.leads if name in task.assistants]
    if twice:
        yield Note(place, f"{'、'.join(twice)}既是责任主体又是协助单位")


def _year(title: str, goals: Sequence[DraftGoal]) -> str:
    """The year of the title, else the one of most deadlines."""
    found = YEAR.findall(title) or YEAR.findall(" ".join(task.deadline for goal in goals for task in goal.tasks))
    return Counter(found).most_common(1)[0][0] if found else ""


__all__ = ["Draft", "DraftGoal", "DraftTask", "Note", "draft_plan"]
