"""A row beside what stood before → what the office is asked before it is taken."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from render.plan.answers import Entry
from render.plan.dates import deadline
from render.plan.fields import ID
from render.plan.rulings import UNREVIEWED, Review
from render.plan.states import State


class Question(NamedTuple):
    """One thing that is to be looked at: the task, the place in the file, and what it is."""

    task: str
    place: str
    text: str


class Beside(NamedTuple):
    """A row as it is now and as its tracker showed it, the day of collecting and the plan's year; which member said
    it, and says; and what the office has ruled of its task.
    """

    old: Entry
    new: Entry
    today: date
    year: int
    former: str = ""
    filler: str = ""
    review: Review = UNREVIEWED


def _unfinished(row: Beside) -> str:
    percent = row.new.percent_number
    return (
        f"已完成，完成比例却是 {row.new.percent}" if row.new.state == State.DONE and percent not in (None, 100) else ""
    )


def _unbegun(row: Beside) -> str:
    return (
        f"未启动，完成比例却是 {row.new.percent}" if row.new.state == State.WAITING and row.new.percent_number else ""
    )


def _back(row: Beside) -> str:
    state = row.new.state
    return f"上次是已完成，这次是{state}" if row.old.state == State.DONE and state not in ("", State.DONE) else ""


def _stateless(row: Beside) -> str:
    filled = next((key for key in ("进展情况", "存在问题", "完成比例") if row.new.fields[key]), "")
    return f"没有填，{filled}却填了" if filled and not row.new.state and not row.old.state else ""


def _ahead(row: Beside) -> str:
    day = row.new.reported_on
    return f"{day} 还没有到" if day and day > row.today else ""


def _before(row: Beside) -> str:
    day = row.new.reported_on
    return f"{day} 早于计划的年度" if day and day.year < row.year else ""


def _another(row: Beside) -> str:
    told = row.former and row.filler and row.former != row.filler
    return f"上次是{row.former}填的，这次是{row.filler}；几家的情况合成一份再收" if told else ""


def _closed(row: Beside) -> str:
    closing, state = row.review.closing, row.new.state
    return f"已经办结（{closing.day}），这次是{state}" if closing and state not in ("", State.DONE) else ""


def _unanswered(row: Beside) -> str:
    returning, day = row.review.returning, row.new.reported_on
    return f"{day} 早于退回的日期 {returning.day}" if returning and day and day < returning.day else ""


def _not_later(row: Beside) -> str:
    day, extension = deadline(row.new.applied, row.year).last_day, row.review.extension
    until = extension.last_day(row.year) if extension else None
    moved = row.new.applied != row.old.applied
    early = moved and day and until and day <= until
    return f"“{row.new.applied}”不晚于已同意的“{extension.until}”" if extension and early else ""


def _groundless(row: Beside) -> str:
    return "没有填，却申请延期" if row.new.applied and not row.new.reason else ""


#: Each rule with the column at which it points.
RULES: tuple[tuple[str, Callable[[Beside], str]], ...] = (
    ("完成比例", _unfinished),
    ("完成比例", _unbegun),
    ("进展状态", _back),
    ("进展状态", _stateless),
    ("进展状态", _closed),
    ("申请延期至", _not_later),
    ("延期理由", _groundless),
    ("填报单位", _another),
    ("填报日期", _unanswered),
    ("填报日期", _ahead),
    ("填报日期", _before),
)


def ask(row: Beside, places: Mapping[str, str]) -> Iterator[Question]:
    """What is asked of a row; `places`: column → place."""
    said = [(key, text) for key, rule in RULES if (text := rule(row))]
    cleared = [(key, old) for key, old in row.old.fields.items() if old and not row.new.fields[key]]
    said += [(key, f"上次填的是“{old}”，这次是空的") for key, old in cleared]
    for key, text in said:
        yield Question(row.new.task, places.get(key) or places.get(ID, ""), f"{key}：{text}")
