"""What a field of the plan says of its column: how its cells look, what else it is called, whose part it tells."""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What stands in a column; it decides how wide the column is, how its cells look, and which of them are merged."""

    NUMBER = "编号"
    DAY = "日期"
    UNITS = "单位"
    SHORT = "短文"
    NAME = "名目"  # of a goal
    LONG = "长文"
    LINES = "多行"  # one thing a line


class Duty(StrEnum):
    """The part of a unit in a task, the heaviest first."""

    MAIN = "主责"
    LEAD = "牵头"
    ASSIST = "协助"


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """Stands beside a field of the model that is a column of tables of tasks.

    `names` are what the column may be called too, in 表 and when tables are imported; `whole` it is in the published
    table alone; `apart` templates print it where they see fit.
    """

    kind: CellKind = CellKind.SHORT
    names: tuple[str, ...] = ()
    role: Duty | None = None
    whole: bool = False
    apart: bool = False
