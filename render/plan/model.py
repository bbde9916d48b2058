"""The plan as frozen models: units, goals, tasks and their deadlines; no files, no clock, no printing.

The aliases are the one mapping between the Chinese keys of plan.yaml and the English names used here.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from itertools import islice, product
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

from render.plan import forms
from render.plan.dates import YEAR, Deadline, deadline, due_day

Text = Annotated[str, StringConstraints(min_length=1)]

MOST = 256  # combinations of former names that are tried: eight units of one task, each renamed once
FLAGS = {"true": True, "false": False}


class UnitKind(StrEnum):
    """The kinds of unit, which decide the document they get (条例, 中办发〔2012〕14号)."""

    OFFICE = "机关处室"
    AFFILIATE = "直属单位"
    PROVINCIAL_UNIVERSITY = "省属高校"
    MINISTERIAL_UNIVERSITY = "部属高校"
    BUREAU = "教育局"
    PEER = "同级部门"
    GOVERNMENT = "政府"


def fingerprint(content: str, deadline: str, leads: Iterable[str], assistants: Iterable[str]) -> str:
    """Eight hexadecimal digits that tell one wording of a task from another."""
    text = "\n".join((content, deadline, "、".join(leads), "、".join(assistants)))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _due(text: str) -> str:
    if text:
        due_day(text)
    return text


def _year(value: object) -> object:
    if isinstance(value, str) and not YEAR.fullmatch(value):
        raise ValueError("year_form")
    return value


def _flag(value: object) -> object:
    return FLAGS.get(value, value) if isinstance(value, str) else value


def _bare(title: str) -> str:
    return re.sub(r"[\s《》]", "", unicodedata.normalize("NFKC", title))


class Model(BaseModel):
    """Frozen, knows its keys by their Chinese aliases only, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Sender(Model):
    """发文: who sends, and what the head and the foot of a document need; empty = a blank to fill in by hand."""

    organ: str = Field("", alias="机关", description="发文机关，例如“陕西省教育厅”")
    office: str = Field("", alias="经办", description="经办处室，例如“信保处”")
    codes: Annotated[dict[str, Annotated[str, AfterValidator(forms.code)]], BeforeValidator(forms.codes)] = Field(
        default_factory=dict,
        alias="代字",
        description="发文机关代字，例如“陕教函”；各类公文不同时写成 {任务通知: 陕教信, 督办通知: 陕教督}；空着时留空",
    )
    contact: str = Field("", alias="联系人", description="空着时留空，由人填写")
    phone: str = Field("", alias="联系电话", description="空着时留空，由人填写")
    copies: tuple[Text, ...] = Field((), alias="抄送", description="抄送机关，写成列表；没有就写 []")
    printer: str = Field("", alias="印发机关", description="版记里的印发机关；空着时留空，由人填写")
    report_day: Annotated[str, AfterValidator(forms.report_day)] = Field(
        "", alias="报送日", description="每季度最后一个月几日前报进展，例如 25"
    )
    receipt: Annotated[bool, Strict(), BeforeValidator(_flag)] = Field(
        False, alias="回执", description="true 表示每份信函最后附一页回执，由收文单位填好送回"
    )
    reason: str = Field("", alias="调整原因", description="变更通知里说的调整原因，例如“机构职能调整”；可不写")

    def code(self, kind: str) -> str:
        """The mark of the organ on documents of a kind: its own, else that of all kinds."""
        return self.codes.get(kind, self.codes.get(forms.EVERY, ""))


class Unit(Model):
    """An addressee: one unit, or a collective such as 各高等学校."""

    name: Text = Field(alias="名称", description="单位名称；一个单位只写一次")
    kind: UnitKind = Field(alias="类别", description="决定用通知还是函")
    collective: Annotated[bool, Strict(), BeforeValidator(_flag)] = Field(
        False, alias="群体", description="true 表示一类单位，而不是一个单位"
    )
    members: tuple[Text, ...] = Field((), alias="成员", description="群体包括哪些单位（可不写）")
    aliases: tuple[Text, ...] = Field((), alias="别名", description="表里的其他写法；表中按原文印出")
    former_names: tuple[Text, ...] = Field(
        (), alias="曾用名", description="改名以前的名称：以前的公文、台账和进展照它认；任务里写现在的名称"
    )

    @property
    def known_as(self) -> tuple[str, ...]:
        """Every name under which records may know it."""
        return (self.name, *self.aliases, *self.former_names)


class Task(Model):
    """A task; its id is its identity for trackers, progress and diffs, and is never given to another."""

    id: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*-[1-9][0-9]*$")] = Field(
        alias="编号", description="固定不变的编号，例如 1-1；改内容不改编号"
    )
    content: Text = Field(alias="内容", title="具体任务", description="具体任务，按原文印出")
    deadline: str = Field("", alias="完成时间", description="按原文印出；没有就空着")
    due: Annotated[str, AfterValidator(_due)] = Field(
        "", alias="截止", description="完成时间看不出是哪一天时另写的最后一天，例如 2017年12月31日；不印出来"
    )
    leads: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        alias="责任主体", description="牵头单位，写成列表：[信保处]"
    )
    assistants: tuple[Text, ...] = Field((), alias="协助单位", description="协助单位，写成列表；没有就写 []")
    carried: Annotated[str, AfterValidator(forms.carried)] = Field(
        "", alias="结转", description="从以前哪一年的哪一项结转来的，例如 2017年 3-2；由 render new-year 写"
    )

    @property
    def fingerprint(self) -> str:
        """Changes with what the task asks, and of whom."""
        return fingerprint(self.content, self.deadline, self.leads, self.assistants)


class Goal(Model):
    """A goal with the text of its work and its tasks."""

    name: Text = Field(alias="名称", title="工作目标", description="工作目标；（一）（二）…由程序编排")
    content: Text = Field(alias="内容", title="工作内容", description="工作内容，按原文印出")
    tasks: Annotated[tuple[Task, ...], Field(min_length=1)] = Field(alias="任务", description="具体任务")


class Plan(Model):
    """The whole plan of one year."""

    title: Text = Field(alias="标题", description="任务分解表的标题")
    former_titles: tuple[Text, ...] = Field(
        (), alias="曾用名", description="同一份计划改过的标题，写成列表：[旧标题]；以前的台账和进展照它认"
    )
    year: Annotated[int, Field(ge=1949, le=2999), BeforeValidator(_year)] = Field(
        alias="年度", description="计划的年度，例如 2017"
    )
    sender: Sender = Field(default_factory=Sender, alias="发文", description="公文的版头和落款")
    units: Annotated[tuple[Unit, ...], Field(min_length=1)] = Field(alias="单位", description="单位名录")
    goals: Annotated[tuple[Goal, ...], Field(min_length=1)] = Field(alias="目标", description="工作目标")

    @property
    def tasks(self) -> Iterator[tuple[Goal, Task]]:
        """Every task with its goal, in the order of the plan."""
        return ((goal, task) for goal in self.goals for task in goal.tasks)

    def deadline(self, task: Task) -> Deadline:
        """What the deadline of a task means in the plan's year."""
        return deadline(task.deadline, self.year, task.due)

    @cached_property
    def unit_of(self) -> dict[str, Unit]:
        """Each name, alias and former name → its unit; tasks of the plan never use a former one."""
        return {name: unit for unit in self.units for name in unit.known_as}

    @property
    def recipients(self) -> tuple[Unit, ...]:
        """The units to which documents go: all but the office that drafts them, and governments (条例, art. 16)."""
        office = self.unit_of.get(self.sender.office)
        return tuple(unit for unit in self.units if unit is not office and unit.kind is not UnitKind.GOVERNMENT)

    def fingerprints(self, task: Task) -> Iterator[str]:
        """The fingerprint of a task, then those that it had under former names of its units, as far as is sensible."""
        names = [(name, *self.unit_of[name].former_names) for name in (*task.leads, *task.assistants)]
        for one in islice(product(*names), MOST):
            leads, assistants = one[: len(task.leads)], one[len(task.leads) :]
            yield fingerprint(task.content, task.deadline, leads, assistants)

    def is_called(self, title: str) -> bool:
        """Whether a title is this plan's, or a former one of it; blanks and 《》 make no difference."""
        return _bare(title) in map(_bare, (self.title, *self.former_titles))
