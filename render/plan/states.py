"""The states of a task, as units report them, and its alarms, as its deadline and a day give them."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from render.plan.dates import ALWAYS, UNDECIDED, Deadline, DeadlineKind

SOON = 30  # days before a deadline from which on a task is soon due


class State(StrEnum):
    """进展状态, in the order in which the office counts them; each task is in one of them.

    已完成 is what its leads say, and waits for the office's word: 已办结 or 已退回.
    """

    CLOSED = "已办结"
    DONE = "已完成"
    ONGOING = "推进中"
    STUCK = "需协调"
    RETURNED = "已退回"
    WAITING = "未启动"
    UNREPORTED = "未填报"


#: The states in which nothing more is due.
FINISHED = (State.CLOSED, State.DONE)
#: The states that only the office's word gives.
RULED = (State.CLOSED, State.RETURNED)
#: What a unit may report, in the order in which a tracker offers it.
REPORTABLE = (State.WAITING, State.ONGOING, State.DONE, State.STUCK)


def told(found: Collection[State]) -> list[State]:
    """The states that are shown where these are found: those that only the office gives not before it has given one."""
    return [state for state in State if state not in RULED or state in found]


class Alarm(StrEnum):
    """预警: how a task stands to its deadline on a day."""

    OVERDUE = "逾期"
    SOON = f"{SOON}天内"
    NORMAL = "正常"
    ALWAYS = ALWAYS
    UNDECIDED = UNDECIDED
    CLOSED = State.CLOSED
    DONE = State.DONE
    NONE = ""  # nothing names a day


#: The alarms that the office acts on.
PRESSING = (Alarm.OVERDUE, Alarm.SOON)


#: The alarms of what has no due day.
WITHOUT_DAY: Mapping[DeadlineKind, Alarm] = {
    DeadlineKind.ALWAYS: Alarm.ALWAYS,
    DeadlineKind.UNDECIDED: Alarm.UNDECIDED,
}


def alarm(state: State, deadline: Deadline, today: date, reported: date | None = None) -> Alarm:
    """The alarm on a day of something that has a state and a deadline, and was reported last on a day.

    What recurs is due at the end of each period, and fine where it was reported in it. It is overdue only when the last
    period of the year has passed.
    """
    if state in FINISHED:
        return Alarm(state)
    due = deadline.due(today)
    if due is None:
        return WITHOUT_DAY.get(deadline.kind, Alarm.NONE)
    days = (due - today).days
    if deadline.is_met(reported, today):
        return Alarm.NORMAL
    return Alarm.OVERDUE if days < 0 else Alarm.SOON if days <= SOON else Alarm.NORMAL


def days_left(state: State, deadline: Deadline, today: date, reported: date | None = None) -> int | None:
    """Days to the next due day, negative when the last has passed; None without one, and for what is finished, met."""
    due = deadline.due(today)
    return (due - today).days if due and state not in FINISHED and not deadline.is_met(reported, today) else None
