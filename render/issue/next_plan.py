"""plan.yaml of one year → that of the next: what stays keeps its bytes, and what a person must look at is marked.

Where a task or a goal is not written line by line, it is written anew, and how it was written stays above it as a
comment if there was a comment in it.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from render.errors import InputError, Problem
from render.plan.carry import Carried, Rest, Turn, moved_on, speaks_of
from render.plan.model import Goal, Model
from render.reader.nodes import below, composed, on_one_line
from render.reader.reading import plan_of
from render.reader.replacing import (
    BLOCKS,
    COMMENT,
    IN_IT,
    ItemLines,
    Replacement,
    end_of,
    item_lines,
    line_end,
    line_start,
    put,
)

CHECK = "待核对"
NONE_LEFT = f"  # {CHECK}：去年的任务都完成了，把今年的工作目标写在这里"
ALONE = re.compile(r"[^\S\n]*截止:[^#\n]*\r?\n")  # nothing else stands in its line
LISTS = ("任务", "目标")  # what a goal holds, and the plan
WRITTEN = f"# {CHECK}：原来写作"


def next_plan(text: str, path: str, turn: Turn) -> str:
    """The text of the next plan; raises InputError where it cannot be made."""
    text = text if text.endswith("\n") else f"{text}\n"
    root = composed(text)
    for way in (_line_by_line, _in_one_piece):
        result = put(text, [*_head(text, root, turn), *way(text, root, turn)])
        if _is_meant(result, path, turn):
            return result
    raise InputError([Problem(path, 0, "这份计划改不成下一年的", "照 plan.yaml 开头的写法，每一项写成几行“键: 值”")])


def lost_comments(old: str, new: str) -> list[str]:
    """The lines of comment that are not there any more."""
    lines = (Counter(line.strip() for line in text.splitlines() if COMMENT.match(line)) for text in (old, new))
    return list((next(lines) - next(lines)).elements())


def _is_meant(text: str, path: str, turn: Turn) -> bool:
    """Whether a text reads as the plan to be; where that has no goals, whether it lacks nothing else."""
    try:
        found = plan_of(text, path).plan
    except InputError as error:
        return not turn.root.goal and len(error.problems) == 1
    return found.model_dump() == turn.plan.model_dump()


# ---- the head ----


def _head(text: str, root: Any, turn: Turn) -> Iterator[Replacement]:
    for key in ("标题", "年度"):
        node = below(root, key)
        start, end = node.start_mark.index, end_of(text, node)
        yield Replacement(start, end, moved_on(text[start:end], turn.former.year))
    sender = below(root, "发文")
    if turn.former.sender.reason and not sender.flow_style:
        yield from _remark(text, sender, "调整原因", "是去年的")


# ---- goals and tasks line by line ----


def _line_by_line(text: str, root: Any, turn: Turn) -> Iterator[Replacement]:
    lists = [node for key in LISTS if (node := below(root, key))]
    if any(node.flow_style for node in lists):
        yield from _in_one_piece(text, root, turn)
    elif not turn.root.goal:
        for node in lists:
            start, end = _key_lines(text, root, node)
            yield Replacement(start, end, f"目标:{NONE_LEFT}\n" if node is lists[-1] else "")
    else:
        lines = item_lines(text)
        yield from _lists(lines, root, turn.root, turn.root.goal, turn.former.year)


def _key_lines(text: str, parent: Any, node: Any) -> tuple[int, int]:
    """Where a key and its value begin and end."""
    key = next(key for key, value in parent.value if value is node)
    return line_start(text, key.start_mark.index), line_end(text, end_of(text, node))


def _lists(lines: ItemLines, node: Any, rest: Rest, goal: Goal, year: int) -> Iterator[Replacement]:
    """What is left of the tasks of a goal, and of the goals in it."""
    tasks, goals = (below(node, key) for key in LISTS)
    for found, left in ((tasks, goal.tasks), (goals, goal.goals)):
        if found and not left:
            yield Replacement(*_key_lines(lines.text, node, found), "")
    for task, one in zip(tasks.value, rest.tasks, strict=True) if goal.tasks else ():
        yield from _one_task(lines, task, one, year)
    for inner, left_of_it in zip(goals.value, rest.goals, strict=True) if goal.goals else ():
        yield from _goal(lines, inner, left_of_it, year)


def _anew(lines: ItemLines, node: Any, written: Iterable[str]) -> Iterator[Replacement]:
    """An item written as lines of text; if there was a comment in it, what was written stays above it."""
    start, end = node.start_mark.index, end_of(lines.text, node)
    was, indent = lines.text[start:end], " " * node.start_mark.column
    if IN_IT.search(was):
        place = line_start(lines.text, lines.dash(node))
        yield Replacement(place, place, _as_comment(was, indent[2:]))
    yield Replacement(start, end, f"\n{indent}".join(written))


def _as_comment(text: str, indent: str = "") -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "".join(f"{indent}{line}\n" for line in (WRITTEN, *(f"# {line}" for line in lines)))


def _goal(lines: ItemLines, node: Any, rest: Rest, year: int) -> Iterator[Replacement]:
    if rest.goal is None:
        yield lines.without(node, blanks=True)
        return
    flow = any(found.flow_style for key in LISTS if (found := below(node, key)))
    dated = [key for key, said in (("名称", rest.goal.name), ("内容", rest.goal.content)) if speaks_of(said, year)]
    if flow or not _is_by_lines(node, dated):
        yield from _anew(lines, node, _goal_text(rest, rest.goal, year))
        return
    for key in dated:
        yield from _remark(lines.text, node, key, f"写着{year}年")
    yield from _lists(lines, node, rest, rest.goal, year)


def _one_task(lines: ItemLines, node: Any, one: Carried | None, year: int) -> Iterator[Replacement]:
    if one is None:
        yield lines.without(node, blanks=False)
    elif _is_by_lines(node, _changing(one, year)):
        yield from _task(lines.text, node, one, year)
    else:
        yield from _anew(lines, node, _task_text(one, year))


def _is_by_lines(node: Any, keys: Collection[str]) -> bool:
    """Whether something is written as lines of `key: value`, and the values of these keys on the lines of the keys."""
    pairs = [(key, value) for key, value in node.value if key.value in keys]
    return not node.flow_style and all(
        value.style not in BLOCKS and value.start_mark.line == key.start_mark.line for key, value in pairs
    )


def _changing(one: Carried, year: int) -> list[str]:
    """The keys of a task whose lines change."""
    changes = {"完成时间": one.is_put_off, "截止": one.is_put_off, "内容": speaks_of(one.task.content, year)}
    return ["编号", "结转", *(key for key, changed in changes.items() if changed)]


def _task(text: str, node: Any, one: Carried, year: int) -> Iterator[Replacement]:
    number, carried = (below(node, key) for key in ("编号", "结转"))
    yield Replacement(number.start_mark.index, number.end_mark.index, one.task.id)
    below_number = line_end(text, number.end_mark.index)
    if carried is None:
        yield Replacement(below_number, below_number, f"{' ' * node.start_mark.column}结转: {one.task.carried}\n")
    else:
        yield _valued(carried, one.task.carried)
    if one.is_put_off:
        yield from _undecided(text, node, one, below_number)
    if speaks_of(one.task.content, year):
        yield from _remark(text, node, "内容", f"写着{year}年")
    if one.task.milestones:
        yield from _remark(text, node, "节点", "是去年的")


def _valued(node: Any, value: str) -> Replacement:
    gap = "" if node.value else " "  # an empty value begins at the colon
    return Replacement(node.start_mark.index, node.end_mark.index, gap + value)


def _undecided(text: str, node: Any, one: Carried, below_number: int) -> Iterator[Replacement]:
    """The deadline of a task that is put off, and nothing under 截止."""
    deadline, due = (below(node, key) for key in ("完成时间", "截止"))
    if deadline is None:
        yield Replacement(below_number, below_number, f"{' ' * node.start_mark.column}完成时间: {_put_off(one)}\n")
    else:
        yield _valued(deadline, _put_off(one))
    if due is not None:
        start, end = line_start(text, due.start_mark.index), line_end(text, due.end_mark.index)
        alone = ALONE.fullmatch(text, start, end) and due.start_mark.line != node.start_mark.line
        yield Replacement(start, end, "") if alone else Replacement(due.start_mark.index, due.end_mark.index, "")


def _put_off(one: Carried) -> str:
    was = one.former.deadline, f"截止 {one.former.due}" if one.former.due else ""
    return f"{one.task.deadline}  # {CHECK}：原为 {'，'.join(filter(None, was))}"


def _remark(text: str, node: Any, key: str, said: str) -> Iterator[Replacement]:
    """A comment behind a value."""
    end = end_of(text, below(node, key))
    yield Replacement(end, end, f"  # {CHECK}：{said}")


# ---- written anew ----


def _goal_text(rest: Rest, goal: Goal, year: int) -> Iterator[str]:
    yield from _fields(goal, {}, year, without=LISTS)
    inner = [(one, one.goal) for one in rest.goals if one.goal]
    items = ([_task_text(one, year) for one in rest.carried], [_goal_text(one, to_be, year) for one, to_be in inner])
    for key, written in zip(LISTS, items, strict=True):
        yield from [f"{key}:"] if written else []
        for first, *others in written:
            yield f"  - {first}"
            yield from (f"    {line}" for line in others)


def _task_text(one: Carried, year: int) -> Iterator[str]:
    yield from _fields(one.task, {"完成时间": _put_off(one)} if one.is_put_off else {}, year)


def _fields(thing: Model, others: dict[str, str], year: int, without: Collection[str] = ()) -> Iterator[str]:
    """The lines of a goal or a task; `others` are those that are written otherwise."""
    for key, value in thing.model_dump(by_alias=True, mode="json", exclude_defaults=True).items():
        remark = f"  # {CHECK}：写着{year}年" if key in ("名称", "内容") and speaks_of(value, year) else ""
        if key not in without:
            yield f"{key}: {others.get(key) or on_one_line(value)}{remark}"


def _in_one_piece(text: str, root: Any, turn: Turn) -> Iterator[Replacement]:
    """All goals and tasks in brackets, where they were, or where nothing else will do."""
    data = turn.plan.model_dump(by_alias=True, mode="json", exclude_defaults=True)
    for key in LISTS:
        if not (node := below(root, key)):
            continue
        start, end = node.start_mark.index, end_of(text, node)
        yield Replacement(start, end, json.dumps(data.get(key, []), ensure_ascii=False))
        if IN_IT.search(text[start:end]):
            gap = "" if text.endswith("\n") else "\n"
            yield Replacement(len(text), len(text), gap + _as_comment(text[start:end]))
