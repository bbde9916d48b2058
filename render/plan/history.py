"""Progress + dispatches → what happened to a task: who said what, when, and by what; oldest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from render.plan.answers import Entry
from render.plan.column import Duty
from render.plan.dispatch import REMINDER, Dispatch
from render.plan.model import Plan, Task
from render.plan.progress import Progress
from render.plan.rulings import Ruling
from render.plan.standing import sayer

REPORTED, SIGNED = "填报", "签收"
OFFICE = "主办处室"  # what the office is called where the plan does not name it


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `by` is a unit or the office, `what` one word, `source` a file or the mark of a letter.

    `day` is the day that it bears; `text` is what was said, empty where the word says it all. `unit` is whom it
    concerns alone: to whom a letter went, who reported.
    """

    day: date
    by: str
    what: str
    text: str = ""
    source: str = ""
    unit: str = ""


def history(plan: Plan, progress: Progress, dispatches: Iterable[Dispatch], task: Task) -> list[Event]:
    """All that counts of a task: sent, signed for, reported, ruled; `dispatches` are those that spoke of it.

    Of one day what was sent comes first, then what was recorded, in its order.
    """
    found = [event for dispatch in dispatches for event in _sent(plan, dispatch, task)]
    found += _recorded(plan, progress, task)
    return sorted(found, key=lambda event: event.day)


def _sent(plan: Plan, dispatch: Dispatch, task: Task) -> Iterator[Event]:
    """To which units of the task it went, and which of them have signed for it."""
    office = plan.sender.office or plan.sender.organ or OFFICE
    for one in dispatch.addressees:
        unit = plan.party_of.get(one.unit)
        part = plan.part(unit, task) if unit else ""
        if unit and part and (dispatch.kind != REMINDER or part != Duty.ASSIST):
            mark = dispatch.mark(one.number)
            yield Event(dispatch.day, office, dispatch.kind, f"发给{unit.name}", mark or dispatch.text, unit.name)
            if one.receipt:
                yield Event(one.receipt.day, unit.name, SIGNED, one.receipt.by, mark or dispatch.text, unit.name)


def _recorded(plan: Plan, progress: Progress, task: Task) -> Iterator[Event]:
    office = plan.sender.office or plan.sender.organ or OFFICE
    for batch in progress.effective:
        yield from (_ruled(office, ruling) for ruling in batch.rulings if ruling.task == task.id)
        for delivery in batch.deliveries:
            for entry in delivery.entries:
                if entry.task == task.id:
                    day = entry.reported_on or batch.day
                    unit = sayer(plan, delivery)
                    yield Event(day, unit, REPORTED, _said(entry), delivery.file, unit)


def _ruled(office: str, ruling: Ruling) -> Event:
    what = f"{ruling.decision}至{ruling.until}" if ruling.until else str(ruling.decision)
    return Event(ruling.day, office, what, ruling.opinion, ruling.source)


def _said(entry: Entry) -> str:
    """已完成，100%；3月底前…：已完成；…；存在问题：…；申请延期至2017年11月：…."""
    head = "，".join(filter(None, (entry.state, entry.percent)))
    wish = f"申请延期至{entry.applied}" + (f"：{entry.reason}" if entry.reason else "") if entry.applied else ""
    trouble = f"存在问题：{entry.trouble}" if entry.trouble else ""
    steps = entry.milestones.replace("\n", "、")
    return "；".join(filter(None, (head, steps, entry.situation.removesuffix("。"), trouble.removesuffix("。"), wish)))
