"""The columns of tables of tasks: each field of the plan that is printed there, with its word and its text.

A field is defined once, in model.py, and its `FieldColumn` beside it; its `title` is the word of its column where that
is not its key. Whatever knows columns follows this list: tables, trackers, letters, comparison, collection, import.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic.fields import FieldInfo

from render.plan.column import CellKind, Duty, FieldColumn
from render.plan.model import LEVELS, Goal, Model, Path, Plan, Task

ID = "编号"
CONTENT = "具体任务"
DEADLINE = "完成时间"
JOINT = "、"
AND_OTHERS = "等"
INNER = ("", "二级", "三级")[:LEVELS]  # what the columns of goals in goals are called: 二级目标
WHEN = re.compile(r"(.+?)\s*[：:]\s*(.+)")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its word, and the field that it shows: of the goal on a level, counted from 1, or of the task, 0.

    `key` is the field's in plan.yaml; where `attribute` is empty, it is one of the office's own columns.
    """

    word: str
    key: str
    column: FieldColumn
    attribute: str = ""
    level: int = 0

    @property
    def kind(self) -> CellKind:
        """What stands in it."""
        return self.column.kind

    @property
    def role(self) -> Duty | None:
        """The part in a task of the units that stand in it."""
        return self.column.role

    @property
    def is_list(self) -> bool:
        """Whether names of units stand in it."""
        return self.kind is CellKind.UNITS

    def value(self, path: Path, task: Task) -> str | list[str]:
        """What stands in it for a task in its goals: a text, or the names of units, or lines."""
        if not self.attribute:
            return task.extra.get(self.word, "")
        if self.level:
            return str(getattr(path[self.level - 1], self.attribute)) if len(path) >= self.level else ""
        found = getattr(task, self.attribute)
        return [str(one) for one in found] if isinstance(found, tuple) else str(found)

    def shown(self, path: Path, task: Task) -> str | list[str]:
        """The same as it is printed: 等 stands behind the last unit that the task names."""
        found = self.value(path, task)
        last = task.others and self.role and found and list(task.units[-len(found) :]) == found
        return [*found[:-1], f"{found[-1]}{AND_OTHERS}"] if last else found

    def text(self, path: Path, task: Task) -> str:
        """What is printed in it for a task, in one text."""
        return self.joined(self.shown(path, task))

    def joined(self, found: str | Sequence[str]) -> str:
        """A value in one text."""
        return found if isinstance(found, str) else (JOINT if self.is_list else "\n").join(found)

    def lines(self, text: str) -> list[dict[str, str]]:
        """The milestones that stand in a cell, as plan.yaml has them; `时间` is empty where none can be told."""
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        parts = [match.groups() if (match := WHEN.fullmatch(line)) else ("", line) for line in lines]
        return [{"时间": when, "内容": content} for when, content in parts]


def _column(model: type[Model], attribute: str, field: FieldInfo, level: int) -> TableColumn | None:
    column = next((mark for mark in field.metadata if isinstance(mark, FieldColumn)), None)
    word = field.title or str(field.alias)
    word = INNER[level - 1] + word.removeprefix("工作") if level > 1 else word
    return TableColumn(word, str(field.alias), column, attribute, level) if column else None


_MODELS: Sequence[tuple[type[Model], int]] = (*((Goal, level) for level in range(1, LEVELS + 1)), (Task, 0))
#: Word → column: those of goals, level by level, then those of the task, in the order of the model.
COLUMNS: Mapping[str, TableColumn] = {
    column.word: column
    for model, level in _MODELS
    for attribute, field in model.model_fields.items()
    if (column := _column(model, attribute, field, level))
}
TASK_COLUMNS = tuple(column for column in COLUMNS.values() if not column.level)
#: What columns are called in 表 → their words.
WORD_OF: Mapping[str, str] = {
    **{name: one.word for one in COLUMNS.values() if one.level < 2 for name in one.column.names},
    **{word: word for word in COLUMNS},
}
#: The keys of a task under which units stand, and their part in it.
ROLES: Mapping[str, Duty] = {one.key: one.role for one in TASK_COLUMNS if one.role}


def own_columns(plan: Plan) -> list[TableColumn]:
    """The columns of the office's own, in the order in which the plan first has them."""
    words = dict.fromkeys(word for _, _, task in plan.places for word in task.extra)
    return [TableColumn(word, word, FieldColumn()) for word in words]


def all_columns(task: Task) -> list[TableColumn]:
    """The columns that a task may stand in."""
    return [*COLUMNS.values(), *(TableColumn(word, word, FieldColumn()) for word in task.extra)]


def used_columns(plan: Plan) -> list[TableColumn]:
    """The columns in which something stands for some task."""
    rows = [(path, task) for _, path, task in plan.places]
    known = [*COLUMNS.values()]
    place = known.index(COLUMNS["结转"])
    return [one for one in (*known[:place], *own_columns(plan), *known[place:]) if _is_used(one, rows)]


def _is_used(column: TableColumn, rows: Iterable[tuple[Path, Task]]) -> bool:
    return any(column.value(path, task) for path, task in rows)
