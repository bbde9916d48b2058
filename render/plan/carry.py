"""A plan and what of it is done → the plan of the next year: what is not done is carried over, the rest is dropped."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count

from render.plan.dates import UNDECIDED, deadline
from render.plan.model import NO_GOAL, Goal, Plan, Task

SPAN = re.compile(r"(?<![0-9])([0-9]{4})(?:(年?\s*[-—–－~～至到]+\s*)([0-9]{4}))?(?![0-9])")


@dataclass(frozen=True, slots=True)
class Carried:
    """A task that is carried over: as it was, and as it is to be."""

    former: Task
    task: Task

    @property
    def is_put_off(self) -> bool:
        """Whether its deadline is left to be decided."""
        return (self.former.deadline, self.former.due) != (self.task.deadline, self.task.due)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a goal, a task that is done being None; and the goal to be, None where nothing is left."""

    former: Goal
    tasks: tuple[Carried | None, ...]
    goals: tuple["Rest", ...]
    goal: Goal | None

    @property
    def all(self) -> Iterator["Rest"]:
        """Itself, and what is left of the goals in it."""
        yield self
        for inner in self.goals:
            yield from inner.all

    @property
    def carried(self) -> tuple[Carried, ...]:
        """The tasks that are carried over."""
        return tuple(one for one in self.tasks if one)

    @property
    def dropped(self) -> tuple[Task, ...]:
        """The tasks that are done."""
        return tuple(task for task, one in zip(self.former.tasks, self.tasks, strict=True) if not one)


@dataclass(frozen=True, slots=True)
class Turn:
    """From one year to the next; `root` is what is left of the whole plan."""

    former: Plan
    root: Rest

    @property
    def rests(self) -> tuple[Rest, ...]:
        """What is left of the tasks without a goal, if there were any, and of every goal."""
        return tuple(rest for rest in self.root.all if rest.former.name or rest.tasks)

    @property
    def year(self) -> int:
        """The next year."""
        return self.former.year + 1

    @property
    def title(self) -> str:
        """The title with the next year."""
        return moved_on(self.former.title, self.former.year)

    @property
    def plan(self) -> Plan:
        """The plan to be; it has no tasks, and cannot be read as a plan, where everything is done."""
        root = self.root.goal or NO_GOAL
        return self.former.with_tasks(root.tasks, root.goals).model_copy(
            update={"title": self.title, "year": self.year}
        )


def turn(plan: Plan, done: Collection[str]) -> Turn:
    """Carry over all tasks but those of these ids, numbered anew."""
    return Turn(plan, _rest(plan.root, done, plan.year, count(1)))


def _rest(goal: Goal, done: Collection[str], year: int, numbers: Iterator[int]) -> Rest:
    left = [task for task in goal.tasks if task.id not in done]
    number = next(numbers) if left else 0
    new = {task.id: _carried(task, f"{number}-{n}", year) for n, task in enumerate(left, 1)}
    inner = tuple(_rest(one, done, year, numbers) for one in goal.goals)
    tasks, goals = tuple(one.task for one in new.values()), tuple(one.goal for one in inner if one.goal)
    to_be = goal.model_copy(update={"tasks": tasks, "goals": goals}) if tasks or goals else None
    return Rest(goal, tuple(new.get(task.id) for task in goal.tasks), inner, to_be)


def _carried(task: Task, number: str, year: int) -> Carried:
    origin = "、".join(filter(None, (task.carried, f"{year}年 {task.id}")))
    changed = {"编号": number, "结转": origin}
    if _is_put_off(task, year):
        changed |= {"完成时间": UNDECIDED, "截止": ""}
    return Carried(task, Task.model_validate({**task.model_dump(by_alias=True), **changed}))


def _is_put_off(task: Task, year: int) -> bool:
    """Whether a deadline is to be decided anew: it ends with the year, or would mean another day in the next one."""
    end = deadline(task.deadline, year, task.due).last_day
    return end is not None and (end.year <= year or deadline(task.deadline, year + 1, task.due).last_day != end)


def moved_on(text: str, year: int) -> str:
    """A text with each mention of a year as the next one, and with spans that hold it moved on: 2016—2017学年."""

    def moved(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[3] or found[1])
        if not first <= year <= last:
            return found[0]
        return f"{first + 1}{found[2]}{last + 1}" if found[2] else str(first + 1)

    return SPAN.sub(moved, text)


def speaks_of(text: str, year: int) -> bool:
    """Whether a text mentions a year."""
    return bool(re.search(rf"(?<![0-9]){year}(?![0-9])", text))
