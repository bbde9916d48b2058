"""The plan as frozen models: units, goals, tasks and their deadlines; no files, no clock, no printing.

The aliases are the one mapping between the Chinese keys of plan.yaml and the English names used here.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice, product
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
    StringConstraints,
)

from render.plan import forms
from render.plan.addressing import Form, Tier, UnitKind, form_of
from render.plan.dates import YEAR, Deadline, deadline, due_day

Text = Annotated[str, StringConstraints(min_length=1)]

MOST = 256  # combinations of former names that are tried: eight units of one task, each renamed once
FLAGS = {"true": True, "false": False}


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

    organ: str = Field("", alias="机关", description="发文机关，例如“某省财政厅”")
    level: Tier = Field(
        Tier.DEPARTMENT, alias="层级", description="发文机关是什么：部门、政府、学校、事业单位、企业；不写是部门"
    )
    office: str = Field("", alias="经办", description="经办处室，例如“综合处”")
    codes: Annotated[dict[str, Annotated[str, AfterValidator(forms.code)]], BeforeValidator(forms.codes)] = Field(
        default_factory=dict,
        alias="代字",
        description="发文机关代字，例如“某财函”；各类公文不同时写成 {任务通知: 某财函, 督办通知: 某财督}；空着时留空",
    )
    contact: str = Field("", alias="联系人", description="空着时留空，由人填写")
    phone: str = Field("", alias="联系电话", description="空着时留空，由人填写")
    subject: str = Field(
        "", alias="事由", description="为做好什么事，写在印发通知、任务通知的开头，例如“2017年食品安全工作”；可不写"
    )
    addressed: tuple[Text, ...] = Field(
        (), alias="主送", description="发给各单位的一份主送谁，写成列表；不写就照单位名录列出"
    )
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
    kind: UnitKind = Field(alias="类别", description="对发文机关来说是什么单位；决定用通知还是函")
    form: Annotated[
        Form | None,
        BeforeValidator(lambda form: form or None),
        PlainSerializer(lambda form: form or "", return_type=str),
    ] = Field(None, alias="行文", description="通知、函或不发；不写就照类别和发文机关的层级定")
    collective: Annotated[bool, Strict(), BeforeValidator(_flag)] = Field(
        False, alias="群体", description="true 表示一类单位，而不是一个单位"
    )
    members: tuple[Text, ...] = Field(
        (), alias="成员", description="群体包括哪些单位：公文和台账发给每个成员；不写就发一份"
    )
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
        alias="责任主体", description="牵头单位，写成列表：[财务处]"
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

    @cached_property
    def addressees(self) -> tuple[Unit, ...]:
        """For whom trackers and letters are made: every unit, in the place of a group its members."""
        return tuple({one.name: one for unit in self.units for one in self.members_of(unit)}.values())

    @cached_property
    def party_of(self) -> dict[str, Unit]:
        """Each name of a unit, and of a member of a group that the register does not have → who that is."""
        return {**{one.name: one for one in self.addressees}, **self.unit_of}

    def members_of(self, unit: Unit) -> tuple[Unit, ...]:
        """The members of a group, written to as the group is; of any other unit that unit alone."""
        return self._by_group.get(unit.name, (unit,))

    @cached_property
    def _by_group(self) -> dict[str, tuple[Unit, ...]]:
        found = ((unit.name, tuple(self._members(unit, frozenset()))) for unit in self.units)
        return {name: members for name, members in found if members}

    def _members(self, unit: Unit, above: frozenset[str]) -> Iterator[Unit]:
        for name in unit.members if unit.collective and unit.name not in above else ():
            known = self.unit_of.get(name)
            if known is None:
                yield Unit.model_validate({"名称": name, "类别": unit.kind, "行文": unit.form})
            elif known is not unit:
                yield from self._members(known, above | {unit.name}) if known.members else [known]

    def groups_of(self, party: Unit) -> tuple[Unit, ...]:
        """The groups of which a unit is a member."""
        return self._groups.get(party.name, ())

    @cached_property
    def _groups(self) -> dict[str, tuple[Unit, ...]]:
        found = dict[str, tuple[Unit, ...]]()
        for unit in self.units:
            for one in self.members_of(unit):
                if one is not unit:
                    found[one.name] = (*found.get(one.name, ()), unit)
        return found

    def part(self, party: Unit, task: Task) -> str:
        """牵头, 协助 or nothing: the part of a unit in a task of the plan, its own or as a member of a group."""
        own = {*party.known_as, *(group.name for group in self.groups_of(party))}
        parts = (("牵头", task.leads), ("协助", task.assistants))
        return next((part for part, names in parts if any(self.unit_of[name].name in own for name in names)), "")

    @property
    def members(self) -> tuple[Unit, ...]:
        """Every unit that is a member of a group."""
        return tuple(one for one in self.addressees if self.groups_of(one))

    def form(self, unit: Unit) -> Form:
        """The document that a unit gets: the one written for it, else that of its kind."""
        return unit.form or form_of(unit.kind, self.sender.level)

    @property
    def recipients(self) -> tuple[Unit, ...]:
        """Those to whom documents go: all but the office that drafts them, and those that get none."""
        office = self.unit_of.get(self.sender.office)
        return tuple(one for one in self.addressees if one is not office and self.form(one) is not Form.NONE)

    @property
    def letterless(self) -> tuple[Unit, ...]:
        """Those that have tasks and get no document, beside the office that drafts them."""
        named = {self.unit_of[name].name for _, task in self.tasks for name in (*task.leads, *task.assistants)}
        busy = {one.name for name in named for one in self.members_of(self.unit_of[name])}
        return tuple(one for one in self.addressees if self.form(one) is Form.NONE and one.name in busy)

    def fingerprints(self, task: Task) -> Iterator[str]:
        """The fingerprint of a task, then those that it had under former names of its units, as far as is sensible."""
        names = [(name, *self.unit_of[name].former_names) for name in (*task.leads, *task.assistants)]
        for one in islice(product(*names), MOST):
            leads, assistants = one[: len(task.leads)], one[len(task.leads) :]
            yield fingerprint(task.content, task.deadline, leads, assistants)

    def is_called(self, title: str) -> bool:
        """Whether a title is this plan's, or a former one of it; blanks and 《》 make no difference."""
        return _bare(title) in map(_bare, (self.title, *self.former_titles))
