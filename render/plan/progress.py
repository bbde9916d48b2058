"""What units have reported: a history of deliveries, and what counts of it now.

Nothing in it is ever changed or taken away: a delivery is added, or its batch is marked as withdrawn. What stands
now is the sum of what was delivered, so an import that was wrong can be taken back whole.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from render.plan.model import Model, Text
from render.plan.states import REPORTABLE

PERCENT = re.compile(r"(100|[0-9]{1,2})(\.[0-9]+)?%")


def _state(text: str) -> str:
    if text and text not in REPORTABLE:
        raise ValueError(f"“{text}”不是进展状态")
    return text


def _percent(text: str) -> str:
    if text and not (PERCENT.fullmatch(text) and float(text[:-1]) <= 100):
        raise ValueError(f"“{text}”不是 0 到 100% 的数")
    return text


def _day(text: str) -> str:
    if text:
        date.fromisoformat(text)
    return text


def _moment(text: str) -> str:
    if text:
        datetime.fromisoformat(text)
    return text


class AnswerKind(StrEnum):
    """What a unit can answer in a column of its tracker."""

    STATE = "状态"
    PERCENT = "百分数"
    DAY = "日期"
    TEXT = "文字"


StateText = Annotated[str, AfterValidator(_state), AnswerKind.STATE]
PercentText = Annotated[str, AfterValidator(_percent), AnswerKind.PERCENT]
DayText = Annotated[str, AfterValidator(_day), AnswerKind.DAY]


class Entry(Model):
    """What one unit says of one task; empty = not filled in. Texts may have several lines.

    Each field but the first is a column of the tracker: trackers, collection and the ledger follow this list.
    """

    task: Text = Field(alias="编号")
    state: StateText = Field("", alias="进展状态")
    percent: PercentText = Field("", alias="完成比例")
    situation: str = Field("", alias="进展情况")
    trouble: str = Field("", alias="存在问题")
    day: DayText = Field("", alias="填报日期")
    person: str = Field("", alias="填报人")
    phone: str = Field("", alias="联系电话")

    @property
    def reported_on(self) -> date | None:
        """The day that the unit wrote."""
        return date.fromisoformat(self.day) if self.day else None

    @property
    def percent_number(self) -> float | None:
        """How much is done, 0 to 100, None where nothing is said."""
        return float(self.percent[:-1]) if self.percent else None

    @property
    def fields(self) -> dict[str, str]:
        """What was filled in, by the words of the tracker's columns."""
        return {key: text for key, text in self.model_dump(by_alias=True).items() if key != "编号"}


#: Each column that a unit fills in, in order, and what it can answer there.
ANSWERS: Mapping[str, AnswerKind] = {
    str(field.alias): next((mark for mark in field.metadata if isinstance(mark, AnswerKind)), AnswerKind.TEXT)
    for field in list(Entry.model_fields.values())[1:]
}


class Delivery(Model):
    """One returned tracker: whose it is, which file, and the entries that it changed."""

    unit: Text = Field(alias="单位")
    file: str = Field(alias="文件")
    sha: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = Field(alias="校验")
    entries: tuple[Entry, ...] = Field((), alias="填报")


class Batch(Model):
    """What was collected in one go; `time` and `withdrawn` are local, to the second (ISO 8601)."""

    time: Annotated[Text, AfterValidator(_moment)] = Field(alias="时间")
    withdrawn: Annotated[str, AfterValidator(_moment)] = Field("", alias="撤回")
    deliveries: tuple[Delivery, ...] = Field((), alias="来件")

    @property
    def day(self) -> date:
        """The day on which it was collected."""
        return datetime.fromisoformat(self.time).date()


class Progress(Model):
    """The whole history, oldest first."""

    batches: tuple[Batch, ...] = Field((), alias="收取")

    @cached_property
    def effective(self) -> tuple[Batch, ...]:
        """The batches that have not been withdrawn."""
        return tuple(batch for batch in self.batches if not batch.withdrawn)

    @property
    def deliveries(self) -> Iterator[tuple[Batch, Delivery]]:
        """Every delivery that counts, oldest first."""
        return ((batch, delivery) for batch in self.effective for delivery in batch.deliveries)

    @cached_property
    def latest(self) -> Mapping[tuple[str, str], Entry]:
        """(unit, task id) → what the unit said last of the task."""
        return {(one.unit, entry.task): entry for _, one in self.deliveries for entry in one.entries}

    @cached_property
    def heard(self) -> Mapping[str, date]:
        """Unit → the last day on which it was heard of: the day that it wrote, else the day of collection.

        A file in which nothing was new is no report, so that an old one does not make a unit's last report younger.
        """
        days = dict[str, date]()
        for batch, delivery in self.deliveries:
            written = [entry.reported_on for entry in delivery.entries if entry.reported_on]
            undated = [batch.day] if delivery.entries and not written else []
            found = [*written, *undated, *([days[delivery.unit]] if delivery.unit in days else [])]
            if found:
                days[delivery.unit] = max(found)
        return days

    @property
    def as_of(self) -> date | None:
        """The day of the last collection that counts."""
        return self.effective[-1].day if self.effective else None

    def with_batch(self, batch: Batch) -> "Progress":
        """The history with one more batch."""
        return Progress.model_validate({"收取": (*self.batches, batch)})

    def without_last(self, time: str) -> "Progress":
        """The history with the last batch that counts marked as withdrawn at `time`; IndexError if there is none."""
        last = self.effective[-1]
        marked = last.model_copy(update={"withdrawn": time})
        return Progress.model_validate({"收取": [marked if batch is last else batch for batch in self.batches]})
