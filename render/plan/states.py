"""The states of a task, as units report them, and its alarms, as its deadline and a day give them."""

from datetime import date
from enum import StrEnum

from render.plan import dates

SOON = 30  # days before a deadline from which on a task is soon due


class State(StrEnum):
    """进展状态, in the order in which the office counts them."""

    DONE = "已完成"
    ONGOING = "推进中"
    STUCK = "需协调"
    WAITING = "未启动"
    UNREPORTED = "未填报"


#: What a unit may report, in the order in which a tracker offers it.
REPORTABLE = (State.WAITING, State.ONGOING, State.DONE, State.STUCK)


class Alarm(StrEnum):
    """预警: how a task stands to its deadline on a day."""

    OVERDUE = "逾期"
    SOON = f"{SOON}天内"
    NORMAL = "正常"
    ALWAYS = dates.ALWAYS
    UNDECIDED = dates.UNDECIDED
    DONE = "已完成"


#: The alarms that the office acts on.
PRESSING = (Alarm.OVERDUE, Alarm.SOON)


def alarm(done: bool, deadline: str, today: date) -> Alarm:
    """The alarm on a day of something that has a deadline."""
    if done:
        return Alarm.DONE
    end = dates.last_day(deadline)
    if end is None:
        return Alarm(deadline)
    days = (end - today).days
    return Alarm.OVERDUE if days < 0 else Alarm.SOON if days <= SOON else Alarm.NORMAL
