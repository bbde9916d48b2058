"""What units have reported and what the office said of it: a history, and what counts of it now.

Nothing in it is ever changed or taken away: deliveries and rulings are added, or their batch is marked as withdrawn.
What stands now is the sum of what was recorded, so an import that was wrong can be taken back whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from render.plan.answers import Entry
from render.plan.model import Model, Plan, Text
from render.plan.rulings import Review, Ruling


def _moment(text: str) -> str:
    if text:
        datetime.fromisoformat(text)
    return text


class Delivery(Model):
    """One returned tracker: whose it is (`filler`: of which member of it), which file, the entries that it changed."""

    unit: Text = Field(alias="单位")
    file: str = Field(alias="文件")
    sha: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = Field(alias="校验")
    filler: str = Field("", alias="填报单位")
    entries: tuple[Entry, ...] = Field((), alias="填报")


class Batch(Model):
    """What was recorded in one go; `time` and `withdrawn` are local, to the second (ISO 8601).

    Its rulings come before its deliveries: they are of what was known when they were made.
    """

    time: Annotated[Text, AfterValidator(_moment)] = Field(alias="时间")
    withdrawn: Annotated[str, AfterValidator(_moment)] = Field("", alias="撤回")
    rulings: tuple[Ruling, ...] = Field((), alias="审核")
    deliveries: tuple[Delivery, ...] = Field((), alias="来件")

    @property
    def day(self) -> date:
        """The day on which it was recorded."""
        return datetime.fromisoformat(self.time).date()

    def dated(self, day: date) -> "Batch":
        """What of it bears a day that is not after one; the same where nothing does."""
        rulings = tuple(one for one in self.rulings if one.day <= day)
        deliveries = tuple(filter(None, (self._dated(one, day) for one in self.deliveries)))
        if rulings == self.rulings and deliveries == self.deliveries:
            return self
        return self.model_copy(update={"rulings": rulings, "deliveries": deliveries})

    def _dated(self, delivery: Delivery, day: date) -> Delivery | None:
        entries = tuple(one for one in delivery.entries if (one.reported_on or self.day) <= day)
        if len(entries) == len(delivery.entries):
            return delivery if entries or self.day <= day else None
        return delivery.model_copy(update={"entries": entries}) if entries else None


class Progress(Model):
    """The whole history, oldest first; `year` and `title` are the plan's, where the file names them."""

    year: int | None = Field(None, alias="年度")
    title: str = Field("", alias="计划")
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
    def reviews(self) -> Mapping[str, Review]:
        """Task id → all rulings on it that count; a task on which there is none is not in it."""
        found = dict[str, list[tuple[int, Ruling]]]()
        for number, batch in enumerate(self.effective):
            for ruling in batch.rulings:
                found.setdefault(ruling.task, []).append((number, ruling))
        return {task: Review(tuple(rulings)) for task, rulings in found.items()}

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
        """The day of the last collection of reports that counts."""
        return next((one.day for one in reversed(self.effective) if one.deliveries or not one.rulings), None)

    def with_batch(self, batch: Batch) -> "Progress":
        """The history with one more batch."""
        return self._with((*self.batches, batch))

    def of(self, plan: Plan) -> "Progress":
        """The same history, which names its plan."""
        return self.model_copy(update={"year": plan.year, "title": plan.title})

    def without_last(self, time: str) -> "Progress":
        """The history with the last batch that counts marked as withdrawn at `time`; IndexError if there is none."""
        last = self.effective[-1]
        marked = last.model_copy(update={"withdrawn": time})
        return self._with([marked if batch is last else batch for batch in self.batches])

    def up_to(self, count: int) -> "Progress":
        """The history as it was when so many of its batches counted."""
        return self._with(self.effective[:count])

    def until(self, time: str) -> "Progress":
        """The history as it was at a moment (ISO 8601): what was withdrawn later still counted."""
        then = [one for one in self.batches if one.time <= time and (not one.withdrawn or one.withdrawn > time)]
        return self._with(one.model_copy(update={"withdrawn": ""}) for one in then)

    def dated(self, day: date) -> "Progress":
        """What counts of the history and bears a day that is not after one: that of a report or ruling, if it has one.

        The same where nothing is later.
        """
        kept = [batch.dated(day) for batch in self.effective]
        if all(one is batch for one, batch in zip(kept, self.effective, strict=True)):
            return self
        return self._with(one for one in kept if one.rulings or one.deliveries)

    @property
    def counting(self) -> str:
        """Which of its batches count, by their numbers from 1: 1-4 6. Tells one point of the history from another."""
        numbers = [number for number, batch in enumerate(self.batches, 1) if not batch.withdrawn]
        runs = groupby(enumerate(numbers), lambda one: one[1] - one[0])
        spans = [[number for _, number in run] for _, run in runs]
        return " ".join(f"{one[0]}-{one[-1]}" if len(one) > 1 else str(one[0]) for one in spans)

    def at(self, counting: str) -> "Progress | None":
        """The history at the point of which `counting` said this; None where it never was there."""
        spans = [[int(end) for end in span.split("-")] for span in counting.split()]
        numbers = [number for span in spans for number in range(span[0], span[-1] + 1)]
        if any(not 1 <= number <= len(self.batches) for number in numbers):
            return None
        return self._with(self.batches[number - 1].model_copy(update={"withdrawn": ""}) for number in numbers)

    def _with(self, batches: Iterable[Batch]) -> "Progress":
        return Progress.model_validate({"年度": self.year, "计划": self.title, "收取": tuple(batches)})
