"""A workbook and plan.yaml → the text of plan.yaml with what was changed in the workbook, or why it cannot be."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from render.errors import InputError, Problem
from render.plan.model import Plan
from render.reader.numbering import BOM, Given, numbered
from render.reader.reading import Reading, plan_of
from render.reader.rewriting import Moves, NewGoal, NewTask, with_moves, with_values
from render.reader.shape import Place
from render.sheet.fields import ID, dumped
from render.sheet.merging import Merger
from render.sheet.opening import Book
from render.sheet.reading import read_records
from render.sheet.records import Record, records

SAME = "在表里或 plan.yaml 里改成一样的，再读一次；什么都没有写"


@dataclass(frozen=True, slots=True)
class Return:
    """What comes back: the new text and plan, the ids given, what was deleted, what is in the workbook beside it."""

    text: str
    plan: Plan
    given: Sequence[Given]
    deleted: Sequence[Record]
    notes: Sequence[str]


def merged(book: Book, now: Reading) -> Merger:
    """What the workbook changes; raises InputError for every fault of it, and for every conflict."""
    base = records(book.base.plan, book.base.plan)
    mine = records(now.plan, book.base.plan)
    theirs = read_records(book, base, mine)
    _refuse(book.path, book.faults, "")
    found = Merger(base, mine, theirs).merge()
    _refuse(book.path, found.conflicts, SAME)
    return found


def _refuse(path: Path, said: Iterable[str], hint: str) -> None:
    problems = [Problem(str(path), 0, one, "" if "；" in one else hint) for one in said]
    if problems:
        raise InputError(problems)


def brought_back(book: Book, now: Reading, raw: str, plan: Path, others: Iterable[Path]) -> Return:
    """The text of plan.yaml, which is `raw` now, with the workbook's changes; `others` may hold ids used before.

    It is read again, and must be the plan that is meant; else InputError.
    """
    found = merged(book, now)
    mark = BOM if raw.startswith(BOM) else ""
    text = with_moves(with_values(raw.removeprefix(BOM), found.values), found.moves)
    if text == raw.removeprefix(BOM):
        return Return(raw, now.plan, (), (), book.notes)
    try:
        text, given = numbered(mark + text, plan, [plan, *others])
        read = plan_of(text.removeprefix(BOM), str(plan)).plan
    except InputError as error:
        said = (
            Problem(str(book.path), 0, f"照表改，plan.yaml 就读不通：{one.message}", one.hint) for one in error.problems
        )
        raise InputError(said) from None
    _compare(read, _intended(now.plan, found, [one.id for one in given]), book.path)
    return Return(text, read, given, found.deleted, book.notes)


def _compare(read: Plan, meant: Mapping[str, Any], path: Path) -> None:
    try:
        same = dumped(read) == dumped(Plan.model_validate(_said(meant)))
    except ValidationError:
        same = False
    if not same:
        message = "写进 plan.yaml 的与表里的对不上，什么都没有写"
        hint = "要改的地方在 plan.yaml 里写法特别；照开头的写法，每一项写成几行“键: 值”，再读一次"
        raise InputError([Problem(str(path), 0, message, hint)])


def _said(data: Any) -> Any:
    """Data without empty texts, which say nothing in plan.yaml."""
    if isinstance(data, dict):
        return {key: _said(value) for key, value in data.items() if value != ""}
    return [_said(one) for one in data] if isinstance(data, list) else data


def _intended(plan: Plan, found: Merger, ids: Sequence[str]) -> dict[str, Any]:
    """The plan that is meant, as plain data."""
    data = deepcopy(dumped(plan))
    for place, value in found.values.items():
        _at(data, place[:-1])[place[-1]] = value
    moves, numbers = found.moves, iter(ids)
    sources = {place: _at(data, place) for place in (*moves.gone, *_sources(moves))}
    targets = {place: _at(data, place) for place in (*moves.tasks, *moves.goals)}
    for place in sorted(sources, reverse=True, key=lambda one: [str(step).zfill(9) for step in one]):
        owner = _at(data, place[:-1])
        owner[:] = [one for one in owner if one is not sources[place]]
    for place, tasks in moves.tasks.items():
        targets[place].setdefault("任务", []).extend(_task(task, sources) for task in tasks)
    for place, goals in moves.goals.items():
        targets[place].setdefault("目标", []).extend(_goal(goal, sources) for goal in goals)
    data["单位"] += [dict(unit) for unit in moves.units]
    _number(data, numbers)
    return data


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


def _sources(moves: Moves) -> list[Place]:
    tasks = [task for group in moves.tasks.values() for task in group]
    rest = [goal for group in moves.goals.values() for goal in group]
    while rest:
        goal = rest.pop()
        tasks += goal.tasks
        rest += goal.goals
    return [task.source for task in tasks if task.source]


def _task(task: NewTask, sources: Mapping[Place, Any]) -> Any:
    return sources[task.source] if task.source else dict(task.data)


def _goal(goal: NewGoal, sources: Mapping[Place, Any]) -> dict[str, Any]:
    tasks, goals = [_task(task, sources) for task in goal.tasks], [_goal(inner, sources) for inner in goal.goals]
    return {**goal.data, "任务": tasks, "目标": goals}


def _number(data: Any, numbers: Any) -> None:
    """Give the new tasks their ids, in the order in which they were given."""
    for task in data["任务"]:
        task[ID] = task[ID] or next(numbers, "")
    for goal in data["目标"]:
        _number(goal, numbers)
