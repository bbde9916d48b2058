"""What a unit answers in its tracker: the columns that it fills in, and what can stand in each."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from render.plan.dates import is_deadline
from render.plan.fields import ID
from render.plan.milestones import ANSWER, lines
from render.plan.model import Model, Text
from render.plan.states import REPORTABLE

#: What a workbook that holds answers says it is, in its custom property 台账: of all tasks, or of one unit's.
LEDGER, TRACKER = "总台账", "单位任务台账"
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


def _deadline(text: str) -> str:
    if text and not is_deadline(text):
        raise ValueError(f"“{text}”看不出是哪一天")
    return text


def _milestones(text: str) -> str:
    if any(not ANSWER.fullmatch(answer) for _, answer in lines(text)) or len(list(lines(text))) < len(
        text.splitlines()
    ):
        raise ValueError(f"“{text}”看不出节点完成了没有")
    return text


class AnswerKind(StrEnum):
    """What a unit can answer in a column of its tracker."""

    STATE = "状态"
    PERCENT = "百分数"
    DAY = "日期"
    DEADLINE = "期限"
    MILESTONES = "节点"
    TEXT = "文字"


StateText = Annotated[str, AfterValidator(_state), AnswerKind.STATE]
PercentText = Annotated[str, AfterValidator(_percent), AnswerKind.PERCENT]
DayText = Annotated[str, AfterValidator(_day), AnswerKind.DAY]
MilestonesText = Annotated[str, AfterValidator(_milestones), AnswerKind.MILESTONES]
DeadlineText = Annotated[str, AfterValidator(_deadline), AnswerKind.DEADLINE]


class Entry(Model):
    """What one unit says of one task; empty = not filled in. Texts may have several lines.

    Each field but the first is a column of the tracker: trackers, collection and the ledger follow this list.
    """

    task: Text = Field(alias=ID)
    state: StateText = Field("", alias="进展状态")
    percent: PercentText = Field("", alias="完成比例")
    milestones: MilestonesText = Field("", alias="节点完成情况")
    situation: str = Field("", alias="进展情况")
    trouble: str = Field("", alias="存在问题")
    day: DayText = Field("", alias="填报日期")
    person: str = Field("", alias="填报人")
    phone: str = Field("", alias="联系电话")
    applied: DeadlineText = Field("", alias="申请延期至")
    reason: str = Field("", alias="延期理由")

    @property
    def reported_on(self) -> date | None:
        """The day that the unit wrote."""
        return date.fromisoformat(self.day) if self.day else None

    @property
    def percent_number(self) -> float | None:
        """How much is done, 0 to 100, None where nothing is said."""
        return float(self.percent[:-1]) if self.percent else None

    def blanked(self, *attributes: str) -> "Entry":
        """The same with some of its fields not filled in."""
        return self.model_copy(update=dict.fromkeys(attributes, ""))

    @property
    def fields(self) -> dict[str, str]:
        """What was filled in, by the words of the tracker's columns."""
        return {key: text for key, text in self.model_dump(by_alias=True).items() if key != ID}


#: Each column that a unit fills in, in order, and what it can answer there.
ANSWERS: Mapping[str, AnswerKind] = {
    str(field.alias): next((mark for mark in field.metadata if isinstance(mark, AnswerKind)), AnswerKind.TEXT)
    for field in list(Entry.model_fields.values())[1:]
}
