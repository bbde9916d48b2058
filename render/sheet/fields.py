"""What stands in the workbook: its sheets, their columns, and each value of the plan ↔ the text of its cell.

A value is what `model_dump(mode="json")` gives: a text, a number, yes or no, a list of names or of milestones.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from render.plan.addressing import Form, Tier, UnitKind
from render.plan.column import CellKind
from render.plan.fields import COLUMNS, TASK_COLUMNS, own_columns
from render.plan.forms import EVERY
from render.plan.model import Goal, Milestone, Model, Plan, Sender, Task, Unit
from render.sheet.names import names_in, names_text

TASKS, GOALS, UNITS, HEAD = "任务", "目标", "单位", "发文"
ID, NUMBER, GOAL, ABOVE = "编号", "号", "工作目标", "上级目标"
ITEM, TEXT = "项", "内容"
EXTRA = "其他"
YES, NO = "是", "否"
SAID: Mapping[str, bool] = {YES: True, "true": True, "√": True, "✓": True, NO: False, "false": False, "": False}
CODE = re.compile(r"([^：:]+)[：:](.+)")


class FieldKind(StrEnum):
    """How a value stands in its cell."""

    TEXT = "文字"
    YEAR = "年度"
    DAY = "日期"
    FLAG = "是否"
    NAMES = "名称"
    LINES = "节点"
    CODES = "代字"


@dataclass(frozen=True, slots=True)
class SheetField:
    """A column of a sheet, of 发文 a row: its word, and the key in plan.yaml, empty where it tells rows apart.

    An own column of the office has the key 其他, and is the record of its word there. `width` is in characters.
    """

    word: str
    key: str = ""
    kind: FieldKind = FieldKind.TEXT
    width: int = 12
    choices: tuple[str, ...] = ()
    about: str = ""

    def value(self, data: Mapping[str, Any]) -> Any:
        """Its value in a task, a goal, a unit or the head."""
        return data[EXTRA].get(self.word, "") if self.key == EXTRA else data[self.key]

    @property
    def place(self) -> tuple[str, ...]:
        """The way to it from its task, goal or unit."""
        return (EXTRA, self.word) if self.key == EXTRA else (self.key,)


class Unread(ValueError):
    """A cell says what its field cannot hold; the message says why and what to do, in Chinese."""


def text_of(kind: FieldKind, value: Any) -> str:
    """The text of a cell for a value."""
    return _WRITTEN[kind](value)


def value_in(kind: FieldKind, text: str, known: Collection[str] = (), former: Any = None) -> Any:
    """The value that the text of a cell says; `former` is the one that stood there; raises Unread."""
    if kind is FieldKind.NAMES:
        return names_in(text, known)
    if kind is FieldKind.LINES:
        return list(_milestones(text, former or []))
    return _READ[kind](text)


def _codes_text(codes: Mapping[str, str]) -> str:
    return "；".join(f"{kind}：{code}" if kind else code for kind, code in codes.items())


def _codes(text: str) -> dict[str, str]:
    parts = [part.strip() for part in re.split("[；;\n]", text) if part.strip()]
    return dict(_code(part) for part in parts)


def _code(part: str) -> tuple[str, str]:
    match = CODE.fullmatch(part)
    return (match[1].strip(), match[2].strip()) if match else (EVERY, part)


def _flag(text: str) -> bool:
    if text.lower() not in SAID:
        raise Unread(f"“{text}”看不懂；写“{YES}”，或者空着")
    return SAID[text.lower()]


def _year(text: str) -> int | str:
    return int(text) if re.fullmatch("[0-9]{4}", text) else text


def _milestones(text: str, former: Sequence[Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    """One a line; a line that reads as before is what it was."""
    was = {_milestone_text(one): one for one in former}
    column = COLUMNS["节点"]
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        found = was.get(line) or next(iter(column.lines(line)))
        if not found["时间"]:
            raise Unread(f"“{line}”看不出是什么时候；一行一个节点，写成 3月底前：印发方案")
        yield found


def _milestone_text(one: Mapping[str, str]) -> str:
    return str(Milestone.model_validate(one))


_WRITTEN: Mapping[FieldKind, Callable[[Any], str]] = {
    FieldKind.TEXT: str,
    FieldKind.DAY: str,
    FieldKind.YEAR: str,
    FieldKind.FLAG: lambda value: YES if value else "",
    FieldKind.NAMES: names_text,
    FieldKind.LINES: lambda value: "\n".join(map(_milestone_text, value)),
    FieldKind.CODES: _codes_text,
}
_READ: Mapping[FieldKind, Callable[[str], Any]] = {
    FieldKind.TEXT: str,
    FieldKind.DAY: str,
    FieldKind.YEAR: _year,
    FieldKind.FLAG: _flag,
    FieldKind.CODES: _codes,
}

# ---- the columns of each sheet ----

ALWAYS = ("完成时间", "责任主体", "协助单位")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "类别": tuple(UnitKind),
    "行文": tuple(Form),
    "层级": tuple(Tier),
    **dict.fromkeys(("群体", "回执", "等"), (YES, NO)),
}
DAYS = ("完成时间", "截止")
WIDTHS: Mapping[CellKind, int] = {
    CellKind.NUMBER: 7, CellKind.DAY: 14, CellKind.UNITS: 20, CellKind.NAME: 26, CellKind.LONG: 46, CellKind.LINES: 30,
}  # fmt: skip
UNIT_WIDTHS = {"名称": 28, "类别": 12, "行文": 8, "群体": 7, "成员": 40, "别名": 24, "曾用名": 24}


def kind_of(key: str, value: Any) -> FieldKind:
    """How the values of a field stand in cells: by its name where that decides, else by what it is."""
    named = {
        "节点": FieldKind.LINES,
        "代字": FieldKind.CODES,
        "年度": FieldKind.YEAR,
        **dict.fromkeys(DAYS, FieldKind.DAY),
    }
    by_type = {bool: FieldKind.FLAG, list: FieldKind.NAMES}
    return named.get(key) or by_type.get(type(value), FieldKind.TEXT)


def task_fields(plan: Plan) -> list[SheetField]:
    """The columns of tasks: those that every plan has, and all others in which something stands."""
    tasks = [dumped(task) for _, task in plan.tasks]
    columns = {column.key: column for column in TASK_COLUMNS}
    found = [SheetField(ID, width=8), SheetField(GOAL, width=WIDTHS[CellKind.NAME])]
    for model_field in Task.model_fields.values():
        key = str(model_field.alias)
        if key == EXTRA:
            found += [SheetField(one.word, EXTRA, width=16) for one in own_columns(plan)]
        elif key == "内容" or key in ALWAYS or (key != ID and any(task[key] for task in tasks)):
            column = columns.get(key)
            width = WIDTHS.get(column.kind, 14) if column else 14
            found.append(_field(Task, key, column.word if column else key, width))
    return found


def goal_fields(plan: Plan) -> list[SheetField]:
    """The columns of goals; that of the goal above is there where goals stand in goals."""
    nested = any(len(path) > 1 for _, path in plan.goal_places)
    return [
        SheetField(NUMBER, width=6),
        *([SheetField(ABOVE, width=26)] if nested else []),
        _field(Goal, "名称", "名称", 36),
        _field(Goal, "内容", "内容", 90),
    ]


def unit_fields(_: Plan) -> list[SheetField]:
    """The columns of units."""
    keys = [str(model_field.alias) for model_field in Unit.model_fields.values()]
    return [SheetField(NUMBER, width=6), *(_field(Unit, key, key, UNIT_WIDTHS.get(key, 16)) for key in keys)]


def head_fields() -> list[SheetField]:
    """The rows of the sheet 发文: of the plan itself, then of its sender."""
    own = [_field(Plan, key, key, 0) for key in ("标题", "曾用名", "年度")]
    return [*own, *(_field(Sender, str(one.alias), str(one.alias), 0) for one in Sender.model_fields.values())]


def _about(key: str, description: str) -> str:
    """What a field is, said for somebody who writes in cells."""
    if kind_of(key, "") is FieldKind.CODES:
        return "发文机关代字，例如“某财函”；各类公文不同时写成 任务通知：某财函；督办通知：某财督"
    said = description.replace("true 表示", f"写“{YES}”表示").replace("；没有就写 []", "；没有就空着")
    return re.sub("，?写成列表(?:：\\[[^]]*\\])?", "，几个用、隔开", said)


PLAN_KEYS = frozenset({"标题", "曾用名", "年度"})  # the other rows of 发文 are the sender's


def _field(model: type[Model], key: str, word: str, width: int) -> SheetField:
    found = next(one for one in model.model_fields.values() if one.alias == key)
    sample = [] if str(found.annotation).startswith("tuple") else found.get_default(call_default_factory=True)
    return SheetField(
        word, key, kind_of(key, sample), width, CHOICES.get(key, ()), _about(key, found.description or "")
    )


def dumped(thing: Model) -> dict[str, Any]:
    """A part of the plan as plain data, every key there."""
    return thing.model_dump(mode="json", by_alias=True)


@dataclass(frozen=True, slots=True)
class GoalLabel:
    """What the workbook calls a goal: its number, and its name behind those of the goals that it is in."""

    number: str
    name: str
    place: tuple[str | int, ...] = field(default=(), compare=False)


def labels(plan: Plan) -> list[GoalLabel]:
    """Each goal, in the order of the plan; no two have one name."""
    found, seen = list[GoalLabel](), set[str]()
    for place, path in plan.goal_places:
        number = ".".join(str(int(step) + 1) for step in place[1::2])
        name = "／".join(goal.name for goal in path)
        unique = name if name not in seen else f"{name}〔{number}〕"
        seen.add(unique)
        found.append(GoalLabel(number, unique, place))
    return found
