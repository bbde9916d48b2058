"""督办: the rules by which a task gets a light on a day, as plan.yaml writes them.

A rule is a light and one condition. Conditions are the rows of CONDITIONS; a new one is one row: reader, schema, lint
and every document follow. Of the rules that hold for a task the last one decides, so that the rules stand from the
lightest to the gravest; 正常 holds where no other rule does, wherever it stands.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from render.plan.dates import Deadline, DeadlineKind
from render.plan.states import FINISHED, State


class Colour(StrEnum):
    """What colour a light may have, the gravest last."""

    GREEN = "绿"
    BLUE = "蓝"
    YELLOW = "黄"
    ORANGE = "橙"
    RED = "红"


class Case(NamedTuple):
    """One task, or what one unit says of it, on a day.

    `days` to the due day that counts, negative when it has passed, None without one; `lag` percentage points behind the
    share of time that has passed, None where nothing is to be compared. `missed`: the day of a milestone has passed
    that is not done.
    """

    state: State
    days: int | None = None
    lag: float | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition that was understood: the row that it has, its number, and the words in their plainest form."""

    form: "ConditionForm"
    number: int
    text: str

    def holds(self, case: Case) -> bool:
        """Whether it holds for a task."""
        return self.form.holds(case, self.number)

    @property
    def is_rest(self) -> bool:
        """Whether it holds where no other does."""
        return self.form is REST

    @property
    def is_calm(self) -> bool:
        """Whether nothing is asked of whom it holds for."""
        return self.form.calm

    @property
    def states(self) -> tuple[State, ...]:
        """The states of the tasks for which it can hold; none where all can."""
        return self.form.states

    def follows_from(self, other: "Condition") -> bool:
        """Whether it holds wherever another does."""
        return self.form.implied(self, other)


class ConditionForm(NamedTuple):
    """One form of condition: what it is about, an example, its pattern, when it holds, what it follows from."""

    kind: str
    example: str
    pattern: str
    text: str
    holds: Callable[[Case, int], bool]
    implied: Callable[[Condition, Condition], bool]
    states: tuple[State, ...] = ()
    calm: bool = False


def _same(one: Condition, other: Condition) -> bool:
    return one.text == other.text


def _at_least(one: Condition, other: Condition) -> bool:
    return one.form is other.form and one.number <= other.number


def _at_most(one: Condition, other: Condition) -> bool:
    return one.form is other.form and one.number >= other.number


def _in(*states: State, example: str, calm: bool = False) -> ConditionForm:
    """The form of a condition that the task is in one of some states."""
    pattern = "|".join(dict.fromkeys((example, *map(str, states))))
    return ConditionForm(example, example, pattern, example, lambda case, _: case.state in states, _same, states, calm)


_DAYS = r"(?P<n>[0-9]{1,4})(?:天|日)"

#: The rest: what no other rule speaks of and is not finished.
REST = ConditionForm(
    "正常", "正常", "正常|正常推进", "正常", lambda case, _: case.state not in FINISHED, _same, calm=True
)
#: The kind of what is only to be recalled: nobody has to explain it.
SOON_KIND = "临期"
CONDITIONS: tuple[ConditionForm, ...] = (
    ConditionForm(
        SOON_KIND,
        "30天内到期",
        rf"(?:还有)?{_DAYS}(?:以内|之内|内)到期",
        "{}天内到期",
        lambda case, n: case.days is not None and 0 <= case.days <= n,
        _at_most,
    ),
    ConditionForm(
        "逾期",
        "逾期",
        "逾期|超期|已逾期",
        "逾期",
        lambda case, _: case.days is not None and case.days < 0,
        lambda _, other: other.form.kind == "逾期",
    ),
    ConditionForm(
        "逾期",
        "逾期30天",
        rf"(?:已?逾期|超期){_DAYS}(?:及?以上)?",
        "逾期{}天",
        lambda case, n: case.days is not None and case.days <= -max(n, 1),
        _at_least,
    ),
    ConditionForm(
        "落后",
        "落后序时进度10个百分点",
        r"落后(?:于)?序时进度(?P<n>[0-9]{1,2})(?:个百分点|%)(?:及?以上)?",
        "落后序时进度{}个百分点",
        lambda case, n: case.lag is not None and case.lag >= max(n, 1),
        _at_least,
    ),
    ConditionForm("节点逾期", "节点逾期", "节点(?:已?逾期|超期)", "节点逾期", lambda case, _: case.missed, _same),
    _in(State.RETURNED, example="退回"),
    _in(State.STUCK, example="需协调"),
    _in(State.WAITING, example="未启动"),
    _in(State.UNREPORTED, example="未填报"),
    _in(State.DONE, example="已完成", calm=True),
    _in(State.CLOSED, example="办结", calm=True),
    REST,
)
CONDITION_EXAMPLES = "、".join(form.example for form in CONDITIONS)


@lru_cache(maxsize=256)
def condition(text: str) -> Condition:
    """What a condition means; ValueError where it has none of the forms."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    for form in CONDITIONS:
        if match := re.fullmatch(form.pattern, plain):
            number = int(match.groupdict().get("n") or 0)
            return Condition(form, number, form.text.format(number))
    raise ValueError("condition_form")


class Ruled(Protocol):
    """Whatever has a condition."""

    @property
    def test(self) -> Condition:
        """Its condition, understood."""


AnyRule = TypeVar("AnyRule", bound=Ruled)


def lit(rules: Sequence[AnyRule], case: Case) -> AnyRule | None:
    """The rule that decides: the last that holds, 正常 only where no other does; None where none does."""
    found = [one for one in rules if one.test.holds(case)]
    own = [one for one in found if not one.test.is_rest] or found
    return own[-1] if own else None


def hides(rules: Sequence[AnyRule], number: int) -> AnyRule | None:
    """The rule because of which one of them, by its number, never decides; None where it may."""
    one = rules[number].test
    later = (other for other in rules[number + 1 :] if one.is_rest is other.test.is_rest)
    return next((other for other in later if other.test.follows_from(one)), None)


def lag(percent: float | None, deadline: Deadline, today: date, year: int) -> float | None:
    """How many percentage points a task is behind the share of time that has passed; negative when it is ahead.

    Time runs from the day on which its deadline begins, else from the first of the plan's year, to its last day, both
    counted; a percentage that nobody has reported counts as 0. None where the task has no last day.
    """
    if deadline.kind is not DeadlineKind.DATED or not deadline.last_day:
        return None
    begin, end = deadline.start or date(year, 1, 1), deadline.last_day
    passed, whole = (today - begin).days + 1, (end - begin).days + 1
    share = 100.0 if whole <= 0 else 100 * min(max(passed / whole, 0), 1)
    return share - (percent or 0)
