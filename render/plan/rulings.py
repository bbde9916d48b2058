"""审核: the office's word on what was reported of a task, and what follows from all its words together.

A ruling concerns a task, not one of its units; they count in the order in which they were recorded, those of a batch
before what was reported in it, because they are of what was known before.

- 办结 closes the task whatever its leads say, before and after; only 退回, or taking the ruling back, reopens it.
- 退回 voids what was reported before: the task stands as 已退回 until one of its leads reports anew, with a day that is
  not before that of the ruling; of several leads each is asked again, and counts as begun until it has answered.
- 同意延期 moves the last day that counts for alarms, never the deadline that was published; the last one decides.
- 同意延期 and 不同意延期 answer what units applied for before.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import Field, model_validator

from render.plan.dates import deadline
from render.plan.fields import ID
from render.plan.model import Model, Text


class Decision(StrEnum):
    """审核结论, in the order in which the ledger offers them."""

    CLOSED = "办结"
    RETURNED = "退回"
    EXTENDED = "同意延期"
    REFUSED = "不同意延期"


#: The decisions on a report, and those on an application for more time.
ON_REPORTS = (Decision.CLOSED, Decision.RETURNED)
ON_TIME = (Decision.EXTENDED, Decision.REFUSED)


class Ruling(Model):
    """One word of the office on a task: `until` is a deadline as it is written, `source` the file or the command."""

    task: Text = Field(alias=ID)
    decision: Decision = Field(alias="审核结论")
    opinion: str = Field("", alias="审核意见")
    until: str = Field("", alias="延期至")
    day: date = Field(alias="审核日期")
    source: str = Field("", alias="途径")

    @model_validator(mode="after")
    def _whole(self) -> "Ruling":
        if bool(self.until) is not (self.decision is Decision.EXTENDED):
            raise ValueError("延期至")
        if self.decision is Decision.RETURNED and not self.opinion:
            raise ValueError("审核意见")
        return self

    @property
    def fields(self) -> dict[str, str]:
        """What stands in the ledger of it, by the words of its columns."""
        texts = (self.decision, self.opinion, self.until, self.day)
        return dict(zip(RULING_COLUMNS, map(str, texts), strict=True))

    def last_day(self, year: int) -> date | None:
        """The day to which it extends a task of a plan of a year."""
        return deadline(self.until, year).last_day if self.until else None


#: The columns of the ledger that the office fills in.
RULING_COLUMNS = ("审核结论", "审核意见", "延期至", "审核日期")


@dataclass(frozen=True, slots=True)
class Review:
    """All rulings on a task, oldest first, each with the number of its batch among those that count."""

    rulings: tuple[tuple[int, Ruling], ...] = ()

    def _last(self, *decisions: Decision) -> tuple[int, Ruling] | None:
        return next((one for one in reversed(self.rulings) if one[1].decision in decisions), None)

    @property
    def last(self) -> Ruling | None:
        """The last of all."""
        return self.rulings[-1][1] if self.rulings else None

    @property
    def closing(self) -> Ruling | None:
        """The ruling by which the task is closed, if it is."""
        found = self._last(*ON_REPORTS)
        return found[1] if found and found[1].decision is Decision.CLOSED else None

    @property
    def returning(self) -> Ruling | None:
        """The ruling by which reports were sent back, unless the task was closed since."""
        found = self._last(*ON_REPORTS)
        return found[1] if found and found[1].decision is Decision.RETURNED else None

    @property
    def extension(self) -> Ruling | None:
        """The ruling that says until when the task has time now."""
        found = self._last(Decision.EXTENDED)
        return found[1] if found else None

    @property
    def extensions(self) -> int:
        """How often it was given more time."""
        return sum(one.decision is Decision.EXTENDED for _, one in self.rulings)

    def voids(self, batch: int, day: date) -> bool:
        """Whether what was reported in a batch, of a day, was sent back."""
        found = self._last(*ON_REPORTS)
        if found is None or found[1].decision is not Decision.RETURNED:
            return False
        return batch < found[0] or day < found[1].day

    def has_answered(self, batch: int) -> bool:
        """Whether an application that came in with a batch was ruled upon."""
        found = self._last(*ON_TIME)
        return found is not None and batch < found[0]


UNREVIEWED = Review()
