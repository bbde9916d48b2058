"""One dispatch (一次发文): its kind, number and day, to whom it went, and with which files.

What has been sent never changes; only 签收 is added to it later.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from render.plan.dates import day_text
from render.plan.model import Model, Plan, Text

#: The kinds that mean something to the program: what tells a unit of its tasks. Any other kind is a template's.
PUBLISHED, TASKS, CHANGE = "印发通知", "任务通知", "变更通知"
REMINDER = "督办通知"  # what presses for tasks, in our templates
TELLING = (TASKS, CHANGE)  # the kinds that tell one unit what it is to do

#: What a register says it is, in its custom property 台账.
REGISTER = "发文登记"

NUMBERS = re.compile(r"([1-9][0-9]*)(?:[-—–~～至]([1-9][0-9]*))?")


def _moment(text: str) -> str:
    datetime.fromisoformat(text)
    return text


class Imprint(Model):
    """What a document gets from its dispatch alone; a draft has blanks there. `number` is 序号, `term` is 期号."""

    number: str = ""
    day: date | None = None
    term: str = ""


DRAFT = Imprint()


class Receipt(Model):
    """签收: when it was signed for, and by whom."""

    day: date = Field(alias="日期")
    by: str = Field("", alias="签收人")
    note: str = Field("", alias="备注")


class Addressee(Model):
    """A unit to which documents were sent: their title and number, its files, and its signature."""

    unit: Text = Field(alias="单位")
    number: str = Field("", alias="序号")
    title: str = Field("", alias="标题")
    files: tuple[Text, ...] = Field((), alias="文件")
    receipt: Receipt | None = Field(None, alias="签收")


class Dispatch(Model):
    """All that was sent under one kind in one go.

    `files`: name below its folder → SHA-256; `own` are those that stay in the office, such as its register; `edited`
    are those of them that somebody had edited by hand.
    """

    kind: Text = Field(alias="种类")
    year: int = Field(alias="年度")
    plan: Text = Field(alias="计划")
    code: str = Field("", alias="代字")
    day: date = Field(alias="日期")
    term: str = Field("", alias="期号")
    time: Annotated[Text, AfterValidator(_moment)] = Field(alias="登记")
    files: dict[str, Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]] = Field(alias="文件")
    own: dict[str, str] = Field(default_factory=dict, alias="随卷")
    edited: tuple[Text, ...] = Field((), alias="原样发出")
    addressees: tuple[Addressee, ...] = Field((), alias="收文")

    def to(self, names: Collection[str]) -> Addressee | None:
        """The addressee of one of these names."""
        return next((one for one in self.addressees if one.unit in names), None)

    def signed(self, receipts: Mapping[str, Receipt | None]) -> "Dispatch":
        """With what these units signed for it, or with the signature of a unit taken back (None)."""
        addressees = tuple(
            one.model_copy(update={"receipt": receipts[one.unit]}) if one.unit in receipts else one
            for one in self.addressees
        )
        return self.model_copy(update={"addressees": addressees})

    def awaits(self, names: Collection[str]) -> list[str]:
        """The units that have not signed for it; of these names alone, if any are given."""
        return [unit for unit in self.unsigned if not names or unit in names]

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The units that have not signed for it."""
        return tuple(one.unit for one in self.addressees if not one.receipt)

    def mark(self, number: str) -> str:
        """某财函〔2017〕5号; empty where 代字 or 序号 is not known."""
        return f"{self.code}〔{self.day.year}〕{number}号" if self.code and number else ""

    @property
    def marks(self) -> str:
        """The mark, or the first and the last of several."""
        found = list(dict.fromkeys(one.number for one in self.addressees if one.number))
        if not self.code or not found:
            return ""
        return self.mark(found[0] if len(found) == 1 else f"{found[0]}—{found[-1]}")

    @property
    def text(self) -> str:
        """任务通知（2017年3月5日）."""
        return f"{self.kind}（{day_text(self.day)}）"


def sample(plan: Plan, day: date) -> Dispatch:
    """A dispatch to all units, to look at what is made of one before anything was sent."""
    addressees = [{"单位": unit.name, "标题": plan.title} for unit in plan.recipients]
    own = {"种类": PUBLISHED, "年度": plan.year, "计划": plan.title, "日期": day, "登记": day.isoformat()}
    return Dispatch.model_validate({**own, "文件": {}, "收文": addressees})


def numbers(text: str, count: int) -> list[str]:
    """The numbers of `count` documents: 5 → all the same, 5-35 → one after the other, empty → none.

    Raises ValueError where the text is of another form, with the span that fits where the count is another one.
    """
    if not text:
        return [""] * count
    match = NUMBERS.fullmatch(text)
    if not match:
        raise ValueError("")
    if not match[2]:
        return [text] * count
    span = range(int(match[1]), int(match[2]) + 1)
    if len(span) != count:
        raise ValueError(f"{match[1]}-{int(match[1]) + count - 1}")
    return [str(one) for one in span]


def ordered(dispatches: Collection[Dispatch]) -> Iterator[Dispatch]:
    """Oldest first: by day, those of one day as they were sent."""
    return iter(sorted(dispatches, key=lambda one: (one.day, one.time)))
