"""What stands where in plan.yaml, and how to call a place in a message.

A place is the way to it from the top: ("目标", 2, "任务", 4, "责任主体", 0), counted from 0.
A shape is a place whose numbers are all 0, so that one row of a table serves every goal and task.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias, get_origin

from render.plan.model import LEVELS, Goal, Light, Milestone, Model, Plan, Sender, TableLayout, Task, Unit
from render.shorten import shortened

Place: TypeAlias = tuple[str | int, ...]
Node: TypeAlias = "dict[str, Node] | list[Node] | str"

GOALS: tuple[Place, ...] = tuple(("目标", 0) * level for level in range(1, LEVELS + 1))
MODELS: dict[Place, type[Model]] = {
    (): Plan,
    ("发文",): Sender,
    ("单位", 0): Unit,
    ("表",): TableLayout,
    ("督办", 0): Light,
    **dict.fromkeys(GOALS, Goal),
    **{(*goal, "任务", 0): Task for goal in ((), *GOALS)},
    **{(*goal, "任务", 0, "节点", 0): Milestone for goal in ((), *GOALS)},
}
_FIELDS = [field for model in MODELS.values() for field in model.model_fields.values()]
KEYS = frozenset(str(field.alias) for field in _FIELDS)
LISTS = frozenset(str(field.alias) for field in _FIELDS if get_origin(field.annotation) is tuple)
#: What a line without a value may name: the lists of mappings, and the mappings.
HEADS = tuple(dict.fromkeys(str(place[-1] or place[-2]) for place in MODELS if place))

# Sentences: they may begin and end with Chinese quotation marks.
PROSE: frozenset[Place] = frozenset(
    {
        ("标题",),
        ("曾用名", 0),
        *((*goal, key) for goal in GOALS for key in ("名称", "内容")),
        *((*place, key) for place, model in MODELS.items() if model is Task for key in ("内容", "备注")),
        *((*place, "内容") for place, model in MODELS.items() if model is Milestone),
    }
)

SHOWN = 31  # characters of a value that a message repeats


def shape(place: Place) -> Place:
    """Return the place with every number 0."""
    return tuple(step if isinstance(step, str) else 0 for step in place)


def keys(model: type[Model]) -> list[str]:
    """Return the keys of a mapping, in the order of the model."""
    return [str(field.alias) for field in model.model_fields.values()]


def child(node: Node, step: str | int) -> Node:
    """Return what stands one step below, or an empty text where nothing does."""
    if isinstance(node, dict) and isinstance(step, str):
        return node.get(step, "")
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return ""


def mappings(node: Node, key: str) -> Iterator[tuple[int, dict[str, Node]]]:
    """Yield the mappings in the list under a key, with their numbers; what is no mapping is passed over."""
    return ((n, item) for n, item in enumerate(items(node, key)) if isinstance(item, dict))


def names(node: Node, key: str) -> Iterator[tuple[int, str]]:
    """Yield the texts in the list under a key, with their numbers; what is no text is passed over."""
    return ((n, item) for n, item in enumerate(items(node, key)) if isinstance(item, str) and item)


def items(node: Node, key: str) -> list[Node]:
    """Return the list under a key, or an empty one."""
    found = child(node, key)
    return found if isinstance(found, list) else []


def shown(text: str, length: int = SHOWN) -> str:
    """Return a text short enough for a message, without what a terminal cannot show."""
    return "".join(char if char.isprintable() else "□" for char in shortened(text, length))


def where(root: Node, place: Place) -> str:
    """Return the words for a place: 目标3·任务3-5 的责任主体."""
    things: list[str] = []
    field, node = "", root
    for step in place:
        node = child(node, step)
        if isinstance(step, str):
            things += [field] if field else []
            field = step if step in KEYS else f"“{shown(step)}”"
        elif field in THINGS:
            things.append(THINGS[field](step + 1, node))
            field = ""
    owner = "·".join(things)
    if not owner or not field:
        return owner or field or "最外层"
    return f"{owner}{' 的' if owner[-1].isascii() else '的'}{field}"


def _unit(number: int, unit: Node) -> str:
    name = child(unit, "名称")
    return f"单位“{shown(name)}”" if name and isinstance(name, str) else f"第{number}个单位"


def _task(number: int, task: Node) -> str:
    name = child(task, "编号")
    return f"任务{shown(name)}" if name and isinstance(name, str) else f"第{number}项任务"


THINGS: dict[str, Callable[[int, Node], str]] = {
    "单位": _unit,
    "目标": lambda number, _: f"目标{number}",
    "任务": _task,
    "节点": lambda number, _: f"第{number}个节点",
    "督办": lambda number, _: f"督办第{number}条",
}
