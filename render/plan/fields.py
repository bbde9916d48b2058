"""The columns of tables of tasks: each field of the plan that is printed there, with its word and its text.

A field is defined once, in model.py; its `title` is the word of its column where that is not its key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_origin

from pydantic.fields import FieldInfo

from render.plan.model import Goal, Model, Task

ID = "编号"
JOINT = "、"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its word, and the field of a goal or a task that it shows."""

    word: str
    key: str
    model: type[Model]
    attribute: str
    is_list: bool

    def value(self, goal: Goal, task: Task) -> str | list[str]:
        """What stands in it for a task: a text, or the names of units."""
        found = getattr(goal if self.model is Goal else task, self.attribute)
        return list(found) if self.is_list else str(found)

    def text(self, goal: Goal, task: Task) -> str:
        """What stands in it for a task, in one text."""
        found = self.value(goal, task)
        return found if isinstance(found, str) else JOINT.join(found)


def _column(model: type[Model], attribute: str, field: FieldInfo) -> TableColumn:
    is_list = get_origin(field.annotation) is tuple
    return TableColumn(field.title or str(field.alias), str(field.alias), model, attribute, is_list)


#: Word → column: those of the goal, then those of the task, in the order of the model; `due` is printed nowhere.
COLUMNS: Mapping[str, TableColumn] = {
    column.word: column
    for model in (Goal, Task)
    for attribute, field in model.model_fields.items()
    if attribute not in ("tasks", "due")
    for column in [_column(model, attribute, field)]
}
TASK_COLUMNS = tuple(column for column in COLUMNS.values() if column.model is Task)
