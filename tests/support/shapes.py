"""Tables as offices publish them, made in three formats, and what an import of them must say."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import openpyxl

from render.importing.draft import Draft, DraftGoal, DraftTask

UP, LEFT = object(), object()  # a cell that is merged with the one above it, or left of it
Grid = Sequence[Sequence[Any]]
FORMATS = ("docx", "xlsx", "txt")


@dataclass
class Wanted:
    """A task as a person reads it: its goals from the highest, its fields, and the office's own columns."""

    goals: tuple[str, ...]
    content: str
    deadline: str = ""
    leads: tuple[str, ...] = ()
    assistants: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)


@dataclass
class Shape:
    """One table with what stands around it, and the tasks that it holds."""

    name: str
    above: Sequence[str]
    grid: Grid
    tasks: Sequence[Wanted]
    below: Sequence[str] = ()
    formats: Sequence[str] = FORMATS
    title: str = ""


def write(shape: Shape, path: Path) -> Path:
    """Write it in the format that the name of the file says."""
    {"docx": _docx, "xlsx": _xlsx, "txt": _txt}[path.suffix[1:]](shape, path)
    return path


def _areas(grid: Grid) -> Iterator[tuple[int, int, int, int]]:
    """Merged areas: first row and column, last row and column."""
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            if cell in (UP, LEFT):
                continue
            right = c
            while right + 1 < len(row) and row[right + 1] is LEFT:
                right += 1
            down = r
            while down + 1 < len(grid) and c < len(grid[down + 1]) and grid[down + 1][c] is UP:
                down += 1
            if (right, down) != (c, r):
                yield r, c, down, right


def _text(cell: Any) -> str:
    return "" if cell in (UP, LEFT) else str(cell)


def _docx(shape: Shape, path: Path) -> None:
    document = docx.Document()
    for text in shape.above:
        document.add_paragraph(text)
    add_word_table(document, shape.grid)
    for text in shape.below:
        document.add_paragraph(text)
    document.save(str(path))


def add_word_table(document: Any, grid: Grid) -> None:
    """Add a table with its merged cells."""
    table = document.add_table(len(grid), max(map(len, grid)))
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            if cell not in (UP, LEFT):
                table.cell(r, c).text = str(cell)
    for r, c, down, right in _areas(grid):
        table.cell(r, c).merge(table.cell(down, right)).text = str(grid[r][c])


def _xlsx(shape: Shape, path: Path) -> None:
    workbook = openpyxl.Workbook()
    fill_sheet(workbook.active, shape)
    workbook.save(path)


def fill_sheet(sheet: Any, shape: Shape) -> None:
    """Fill a sheet: texts above, the table with its merged cells, texts below."""
    width = max(map(len, shape.grid))
    for n, text in enumerate(shape.above, 1):
        sheet.cell(n, 1, text)
        sheet.merge_cells(start_row=n, end_row=n, start_column=1, end_column=width)
    first = len(shape.above) + 1
    for r, row in enumerate(shape.grid, first):
        for c, cell in enumerate(row, 1):
            if cell not in (UP, LEFT, ""):
                sheet.cell(r, c, cell)
    for r, c, down, right in _areas(shape.grid):
        sheet.merge_cells(start_row=r + first, end_row=down + first, start_column=c + 1, end_column=right + 1)
    for n, text in enumerate(shape.below, first + len(shape.grid)):
        sheet.cell(n, 1, text)


def _txt(shape: Shape, path: Path) -> None:
    lines = ["\t".join(_text(cell).replace("\n", " ") for cell in row).rstrip("\t") for row in shape.grid]
    path.write_text("\n".join([*shape.above, *lines, *shape.below]) + "\n", "utf-8")


def found(draft: Draft) -> list[tuple[tuple[str, ...], DraftTask]]:
    """Each task of a draft with its goals from the highest."""

    def below(goal: DraftGoal, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], DraftTask]]:
        yield from (((*path, goal.name), task) for task in goal.tasks)
        for one in goal.goals:
            yield from below(one, (*path, goal.name))

    return [*(pair for goal in draft.goals for pair in below(goal, ())), *(((), task) for task in draft.tasks)]


def count(shape: Shape, draft: Draft) -> tuple[Counter[str], list[str]]:
    """How many cells are right, marked, wrong and lost; and which are not right."""
    got, told, counts = found(draft), list[str](), Counter[str]()
    for n, wanted in enumerate(shape.tasks):
        goals, task = got[n] if n < len(got) else ((), None)
        fields = {"goals": wanted.goals, "content": wanted.content, "deadline": wanted.deadline}
        fields |= {"leads": list(wanted.leads), "assistants": list(wanted.assistants), **wanted.more}
        fields |= {f"own {name}": text for name, text in wanted.own.items()}
        for name, value in fields.items():
            if not value and not wanted.more.get(name):
                continue
            has = goals if name == "goals" else _has(task, name)
            kind = "right" if has == value else "marked" if task and task.notes else "wrong" if has else "lost"
            counts[kind] += 1
            told += [] if kind == "right" else [f"{kind}: {wanted.content} {name} {value!r} != {has!r}"]
        for name in ("deadline", "leads", "assistants", "leader", "target", "note"):
            if task and not fields.get(name) and _has(task, name) and not task.notes:
                counts["wrong"] += 1
                told.append(f"wrong: {wanted.content} {name} {_has(task, name)!r}")
    if len(got) > len(shape.tasks):
        counts["wrong"] += len(got) - len(shape.tasks)
        told += [f"wrong: {task.content} is no task" for _, task in got[len(shape.tasks) :]]
    return counts, told


def _has(task: DraftTask | None, name: str) -> Any:
    if task is None:
        return None
    return task.own.get(name[4:], "") if name.startswith("own ") else getattr(task, name)
