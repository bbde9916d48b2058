"""The plan as frozen models: units, goals, tasks and their deadlines; no files, no clock, no printing.

The aliases are the one mapping between the Chinese keys of plan.yaml and the English names used here.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from pydantic.config import JsonDict

from render.plan import forms
from render.plan.addressing import Form, Tier, UnitKind, form_of
from render.plan.column import CellKind, Duty, FieldColumn
from render.plan.dates import YEAR, Deadline, deadline, due_day
from render.plan.lights import CONDITION_EXAMPLES, Colour, Condition, condition
from render.plan.states import SOON

Text = Annotated[str, StringConstraints(min_length=1)]
TaskId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*-[1-9][0-9]*$")]

LEVELS = 3  # of goals in goals
MOST = 256  # combinations of former names that are tried: eight units of one task, each renamed once
FLAGS = {"true": True, "false": False}


def fingerprint(texts: Iterable[str]) -> str:
    """Eight hexadecimal digits that tell one wording from another."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]


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


def _mapping(value: object) -> object:
    if isinstance(value, str | list | tuple):
        raise ValueError("mapping_form")
    return value


def _bare(title: str) -> str:
    return re.sub(r"[\s《》]", "", unicodedata.normalize("NFKC", title))


def _one_of(*keys: str) -> JsonDict:
    """What a schema says where one of these lists must be written, and not be empty."""
    return {"anyOf": [{"required": [key], "properties": {key: {"minItems": 1}}} for key in keys]}


class Model(BaseModel):
    """Frozen, knows its keys by their Chinese aliases only, and refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


Flag = Annotated[bool, Strict(), BeforeValidator(_flag)]
Texts = Annotated[dict[str, Text], BeforeValidator(_mapping)]


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
    receipt: Flag = Field(False, alias="回执", description="true 表示每份信函最后附一页回执，由收文单位填好送回")
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
    collective: Flag = Field(False, alias="群体", description="true 表示一类单位，而不是一个单位")
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


class Milestone(Model):
    """What is to be done by a day, on the way to the whole of a task."""

    when: Text = Field(alias="时间", description="到什么时候，例如 3月底前；按原文印出")
    content: Text = Field(alias="内容", description="做成什么")

    def __str__(self) -> str:
        """Both on one line."""
        return f"{self.when}：{self.content}"


class Task(Model):
    """A task; its id is its identity for trackers, progress and diffs, and is never given to another.

    A field with a `FieldColumn` is a column of all tables of tasks; they stand there in the order of this list.
    """

    model_config = ConfigDict(json_schema_extra=_one_of("责任主体", "主责单位"))

    id: Annotated[
        str, StringConstraints(pattern=r"^[1-9][0-9]*-[1-9][0-9]*$"), FieldColumn(CellKind.NUMBER, apart=True)
    ] = Field(alias="编号", description="固定不变的编号，例如 1-1；改内容不改编号")
    number: Annotated[str, FieldColumn(CellKind.NUMBER)] = Field(
        "", alias="序号", description="上级的表里这一项的序号，按原文印出"
    )
    content: Annotated[Text, FieldColumn(CellKind.LONG, names=("任务",))] = Field(
        alias="内容", title="具体任务", description="具体任务，按原文印出"
    )
    target: Annotated[str, FieldColumn()] = Field("", alias="目标值", description="要达到的数，例如 98%")
    milestones: Annotated[tuple[Milestone, ...], FieldColumn(CellKind.LINES, names=("时间节点", "阶段目标"))] = Field(
        (), alias="节点", description="分几步完成，写成列表：[{时间: 3月底前, 内容: 印发方案}]"
    )
    deadline: Annotated[str, FieldColumn(CellKind.DAY)] = Field(
        "", alias="完成时间", description="按原文印出；没有就空着"
    )
    due: Annotated[str, AfterValidator(_due)] = Field(
        "", alias="截止", description="完成时间看不出是哪一天时另写的最后一天，例如 2017年12月31日；不印出来"
    )
    leader: Annotated[str, FieldColumn(names=("分管领导", "牵头领导"))] = Field(
        "", alias="责任领导", description="责任领导"
    )
    mains: Annotated[tuple[Text, ...], FieldColumn(CellKind.UNITS, role=Duty.MAIN)] = Field(
        (), alias="主责单位", description="负总责的单位，写成列表；与责任主体一样报进展"
    )
    leads: Annotated[tuple[Text, ...], FieldColumn(CellKind.UNITS, role=Duty.LEAD)] = Field(
        (), alias="责任主体", description="牵头单位，写成列表：[财务处]；有主责单位的可不写"
    )
    assistants: Annotated[tuple[Text, ...], FieldColumn(CellKind.UNITS, role=Duty.ASSIST)] = Field(
        (), alias="协助单位", description="协助单位，写成列表；没有就写 []"
    )
    others: Flag = Field(False, alias="等", description="true 表示还有没列出的单位：最后一个单位后面印“等”")
    note: Annotated[str, FieldColumn(names=("说明",))] = Field("", alias="备注", description="备注，按原文印出")
    extra: Texts = Field(default_factory=dict, alias="其他", description="本单位自己加的栏，写成 {栏名: 文字}")
    carried: Annotated[str, AfterValidator(forms.carried), FieldColumn(apart=True)] = Field(
        "", alias="结转", description="从以前哪一年的哪一项结转来的，例如 2017年 3-2；由 render new-year 写"
    )

    @property
    def roles(self) -> Mapping[Duty, tuple[str, ...]]:
        """Each part in it, the heaviest first, and the units that have it."""
        return {Duty.MAIN: self.mains, Duty.LEAD: self.leads, Duty.ASSIST: self.assistants}

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit that it names."""
        return (*self.mains, *self.leads, *self.assistants)

    def with_units(self, names: Sequence[str]) -> "Task":
        """The task with other names in place of `units`, one for each."""
        mains, leads = len(self.mains), len(self.mains) + len(self.leads)
        parts = {"mains": names[:mains], "leads": names[mains:leads], "assistants": names[leads:]}
        return self.model_copy(update={key: tuple(part) for key, part in parts.items()})

    @property
    def fingerprint(self) -> str:
        """Changes with what the task asks, and of whom."""
        names = ("、".join(names) for names in (self.leads, self.assistants))
        return fingerprint((self.content, self.deadline, *names, *self._rest))

    @property
    def _rest(self) -> Iterator[str]:
        """What else is said of it; what is not, leaves no trace."""
        told = self.model_dump(exclude={"id", "content", "deadline", "due", "leads", "assistants", "carried"})
        return (f"{key}={value}" for key, value in told.items() if value)


class Goal(Model):
    """A goal with the text of its work, its tasks, and goals within it; it has tasks or goals."""

    model_config = ConfigDict(json_schema_extra=_one_of("任务", "目标"))

    name: Annotated[Text, FieldColumn(CellKind.NAME, names=("目标",))] = Field(
        alias="名称", title="工作目标", description="工作目标；（一）（二）…由程序编排"
    )
    content: Annotated[str, FieldColumn(CellKind.LONG, names=("内容",), whole=True)] = Field(
        "", alias="内容", title="工作内容", description="工作内容，按原文印出；没有的可不写"
    )
    tasks: tuple[Task, ...] = Field((), alias="任务", description="具体任务")
    goals: tuple["Goal", ...] = Field((), alias="目标", description=f"目标里的目标，最多 {LEVELS} 层")

    @property
    def all_tasks(self) -> Iterator[Task]:
        """Its tasks, then those of the goals in it."""
        return (task for _, _, task in walk(self))


Steps = tuple[str | int, ...]
Path = tuple[Goal, ...]


def walk(goal: Goal, place: Steps = (), path: Path = ()) -> Iterator[tuple[Steps, Path, Task]]:
    """Every task below a goal: where it stands, the goals that it is in below that one, and the task."""
    for number, task in enumerate(goal.tasks):
        yield (*place, "任务", number), path, task
    for number, inner in enumerate(goal.goals):
        yield from walk(inner, (*place, "目标", number), (*path, inner))


def walk_goals(goal: Goal, place: Steps = (), path: Path = ()) -> Iterator[tuple[Steps, Path]]:
    """Every goal below a goal: where it stands, and the goals that it is in, itself at the end."""
    for number, inner in enumerate(goal.goals):
        here = (*place, "目标", number)
        yield here, (*path, inner)
        yield from walk_goals(inner, here, (*path, inner))


class TableLayout(Model):
    """表: which columns tables of tasks have, in which order, and what they are called."""

    columns: tuple[Text, ...] = Field((), alias="列", description="印哪些栏、按什么次序；不写就是有内容的各栏")
    names: Texts = Field(default_factory=dict, alias="名", description="各栏在表里和公文里叫什么：{责任主体: 牵头单位}")
    numbered: Flag = Field(True, alias="目标编号", description="false 表示工作目标前面不印（一）（二）")


def _condition(text: str) -> str:
    condition(text)
    return text


class Light(Model):
    """督办: one rule, by which a task gets a light on a day; `lights` says which of several decides."""

    name: Text = Field(alias="灯", description="灯的名称，例如 蓝、黄灯、红单；印在督办通知的标题里")
    when: Annotated[Text, AfterValidator(_condition)] = Field(
        alias="条件", description=f"什么时候亮：{CONDITION_EXAMPLES}；数可以改。几条都符合的，算最后一条"
    )
    hue: Colour | None = Field(None, alias="颜色", description="绿、蓝、黄、橙、红；不写就看名称里的字")
    copies: tuple[Text, ...] = Field((), alias="抄送", description="亮这种灯的督办通知另外抄送谁，写成列表")
    answer: str = Field("", alias="反馈", description="收到督办通知后多久反馈，例如 5个工作日内；不写就留空，由人填写")

    @property
    def test(self) -> Condition:
        """Its condition, understood."""
        return condition(self.when)

    @property
    def colour(self) -> Colour:
        """The colour that is written, else the gravest that its name has; red where it has none."""
        named = (colour for colour in reversed(Colour) if colour in self.name)
        return self.hue or next(named, Colour.RED)


#: The rules of a plan that writes none.
USUAL_LIGHTS = tuple(
    Light.model_validate({"灯": name, "条件": when, "颜色": colour})
    for name, when, colour in ((f"{SOON}天内", f"{SOON}天内到期", "黄"), ("逾期", "逾期", "红"))
)


NO_GOAL = Goal.model_construct(name="", content="", tasks=(), goals=())


class Plan(Model):
    """The whole plan of one year; it has goals, or tasks without one, or both."""

    model_config = ConfigDict(json_schema_extra=_one_of("任务", "目标"))

    title: Text = Field(alias="标题", description="任务分解表的标题")
    former_titles: tuple[Text, ...] = Field(
        (), alias="曾用名", description="同一份计划改过的标题，写成列表：[旧标题]；以前的台账和进展照它认"
    )
    year: Annotated[int, Field(ge=1949, le=2999), BeforeValidator(_year)] = Field(
        alias="年度", description="计划的年度，例如 2017"
    )
    sender: Sender = Field(default_factory=Sender, alias="发文", description="公文的版头和落款")
    table: TableLayout = Field(default_factory=TableLayout, alias="表", description="任务表的各栏")
    rules: tuple[Light, ...] = Field((), alias="督办", description="督办的规则，从轻到重；不写就是30天内到期和逾期")
    units: Annotated[tuple[Unit, ...], Field(min_length=1)] = Field(alias="单位", description="单位名录")
    own_tasks: tuple[Task, ...] = Field((), alias="任务", description="不属于哪个目标的任务")
    goals: tuple[Goal, ...] = Field((), alias="目标", description="工作目标")

    @cached_property
    def root(self) -> Goal:
        """All goals and the tasks without one, as if they were in one goal that has no name."""
        return NO_GOAL.model_copy(update={"tasks": self.own_tasks, "goals": self.goals})

    @property
    def lights(self) -> tuple[Light, ...]:
        """The rules of supervision, from the lightest to the gravest: those that it writes, else the usual two."""
        return self.rules or USUAL_LIGHTS

    @property
    def places(self) -> Iterator[tuple[Steps, Path, Task]]:
        """Every task, in the order of the plan: where it stands, and the goals that it is in, the widest first."""
        return walk(self.root)

    @property
    def goal_places(self) -> Iterator[tuple[Steps, Path]]:
        """Every goal, also those in others: where it stands, and the goals that it is in, itself at the end."""
        return walk_goals(self.root)

    @property
    def tasks(self) -> Iterator[tuple[Goal, Task]]:
        """Every task with its goal, in the order of the plan; one without a goal has one without a name."""
        return ((path[-1] if path else NO_GOAL, task) for _, path, task in self.places)

    def with_tasks(self, tasks: Sequence[Task], goals: Sequence[Goal]) -> "Plan":
        """The plan with others in place of its goals and its tasks without one."""
        changed = self.model_copy(update={"own_tasks": tuple(tasks), "goals": tuple(goals)})
        changed.__dict__.pop("root", None)
        return changed

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
        """主责, 牵头, 协助 or nothing: the part of a unit in a task of the plan, its own or as a member of a group."""
        own = {*party.known_as, *(group.name for group in self.groups_of(party))}
        parts = ((role, name) for role, names in task.roles.items() for name in names)
        return next((str(role) for role, name in parts if self.unit_of[name].name in own), "")

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
        return tuple(one for one in self.addressees if self.form(one) is Form.NONE and one.name in self.busy)

    @cached_property
    def busy(self) -> frozenset[str]:
        """The names of those that have tasks, of groups those of their members."""
        named = {self.unit_of[name].name for _, _, task in self.places for name in task.units}
        return frozenset(one.name for name in named for one in self.members_of(self.unit_of[name]))

    def fingerprints(self, task: Task) -> Iterator[str]:
        """The fingerprint of a task, then those that it had under former names of its units, as far as is sensible."""
        names = [(name, *self.unit_of[name].former_names) for name in task.units]
        return (task.with_units(one).fingerprint for one in islice(product(*names), MOST))

    def is_called(self, title: str) -> bool:
        """Whether a title is this plan's, or a former one of it; blanks and 《》 make no difference."""
        return _bare(title) in map(_bare, (self.title, *self.former_titles))
