"""A ruling beside where its task stands → what forbids it, and what the office is asked before it is recorded."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from render.plan.dates import DeadlineKind
from render.plan.rulings import ON_TIME, Decision, Ruling
from render.plan.standing import Standing
from render.plan.states import State


class Weighed(NamedTuple):
    """A ruling, where its task stands without it, the day on which it is recorded, and the plan's year."""

    standing: Standing
    ruling: Ruling
    today: date
    year: int


def _no_day(one: Weighed) -> str:
    if one.ruling.decision is not Decision.EXTENDED:
        return ""
    deadline = one.standing.deadline
    if deadline.kind is DeadlineKind.RECURRING:
        return f"完成时间是“{deadline.text}”，没有一个可以延的日子"
    said = f"是“{deadline.text}”" if deadline.text else "空着"
    return "" if deadline.last_day else f"完成时间{said}，没有可以延的日子"


def _not_later(one: Weighed) -> str:
    until, last = one.ruling.last_day(one.year), one.standing.deadline.last_day
    early = until and last and until <= last
    return f"延期至“{one.ruling.until}”不晚于完成时间“{one.standing.deadline.text}”" if early else ""


def _closed_already(one: Weighed) -> str:
    closing = one.standing.review.closing
    late = closing and one.ruling.decision in ON_TIME
    return f"已经办结（{closing.day}），不用说延期" if closing and late else ""


#: What makes a ruling impossible.
FORBIDDEN: tuple[Callable[[Weighed], str], ...] = (_no_day, _not_later, _closed_already)


def _ahead(one: Weighed) -> str:
    return f"审核日期 {one.ruling.day} 还没有到" if one.ruling.day > one.today else ""


def _before(one: Weighed) -> str:
    return f"审核日期 {one.ruling.day} 早于计划的年度" if one.ruling.day.year < one.year else ""


def _unfinished(one: Weighed) -> str:
    state = one.standing.state
    open = one.ruling.decision is Decision.CLOSED and state not in (State.DONE, State.CLOSED)
    return f"现在是{state}，还没有报完成" if open else ""


def _again(one: Weighed) -> str:
    closing = one.standing.review.closing
    again = closing and one.ruling.decision is Decision.CLOSED
    return f"已经办结（{closing.day}）" if closing and again else ""


def _nothing(one: Weighed) -> str:
    said = any(voice.entry for lead in one.standing.leads for voice in lead.voices)
    return "还没有单位填报，没有可退的" if one.ruling.decision is Decision.RETURNED and not said else ""


def _not_asked(one: Weighed) -> str:
    unasked = one.ruling.decision is Decision.REFUSED and not one.standing.applications
    return "没有还没答复的延期申请" if unasked else ""


def _shorter(one: Weighed) -> str:
    until, extension = one.ruling.last_day(one.year), one.standing.review.extension
    last = extension.last_day(one.year) if extension else None
    return f"比上次同意的“{extension.until}”早" if extension and until and last and until < last else ""


#: What is asked first.
DOUBTFUL: tuple[Callable[[Weighed], str], ...] = (_ahead, _before, _unfinished, _again, _nothing, _not_asked, _shorter)


def faults(one: Weighed) -> Iterator[str]:
    """Why a ruling cannot be."""
    return filter(None, (rule(one) for rule in FORBIDDEN))


def doubts(one: Weighed) -> Iterator[str]:
    """What is to be looked at before it is recorded."""
    return filter(None, (rule(one) for rule in DOUBTFUL))
