"""Files → what is to be put into progress.yaml, what that changes, and what is said about each file."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from render.collect.files import UnreadableFile, open_workbook, read_file
from render.collect.tracker import Row, Tracker, read_tracker
from render.collect.values import FIELDS, Typed, read_text
from render.errors import Problem
from render.nearest import Nearest
from render.plan.fields import COLUMNS, ID
from render.plan.model import Goal, Plan, Task, Unit
from render.plan.progress import ANSWERS, Batch, Delivery, Entry, Progress
from render.shorten import shortened

SHOWN = 20  # characters of a cell that a message repeats


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one task that a unit now says otherwise."""

    task: str
    field: str
    old: str
    new: str


@dataclass
class Parcel:
    """One file on its way: the unit it is from, what it says, and what is to be said about it."""

    path: Path
    sha: str = ""
    unit: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: bool = False

    def refuse(self, message: str, hint: str = "", place: str = "") -> None:
        """Note what could not be taken."""
        self.problems.append(Problem(str(self.path), 0, f"{place}：{message}" if place else message, hint))

    @property
    def latest(self) -> str:
        """The last day that the unit wrote, empty if it wrote none."""
        return max((entry.day for entry in self.entries.values()), default="")


@dataclass(frozen=True)
class Collection:
    """What all files together say: the deliveries to be recorded, and for each unit what changes."""

    parcels: tuple[Parcel, ...]
    deliveries: tuple[Delivery, ...]
    changes: Mapping[str, tuple[FieldChange, ...]]

    @property
    def problems(self) -> list[Problem]:
        """Everything that could not be taken."""
        return [problem for parcel in self.parcels for problem in parcel.problems]

    def batch(self, time: str) -> Batch:
        """What is to be recorded, collected at `time`."""
        return Batch.model_validate({"时间": time, "来件": self.deliveries})


def collect(
    paths: Iterable[Path], plan: Plan, progress: Progress, seen: Callable[[Path], None] = lambda _: None
) -> Collection:
    """Read every file, the bad ones too; `seen` is told of each. Nothing is written."""
    parcels = list[Parcel]()
    for path in paths:
        seen(path)
        parcels.append(_parcel(path, plan, progress))
    _choose(parcels)
    deliveries, changes = list[Delivery](), dict[str, tuple[FieldChange, ...]]()
    for parcel in parcels:
        if parcel.taken:
            delivery, changed = _delivery(parcel, progress, plan)
            deliveries.append(delivery)
            changes[parcel.unit] = changed
    return Collection(tuple(parcels), tuple(deliveries), changes)


def _parcel(path: Path, plan: Plan, progress: Progress) -> Parcel:
    parcel = Parcel(path)
    try:
        data = read_file(path)
        parcel.sha = hashlib.sha256(data).hexdigest()
        _read(parcel, read_tracker(*open_workbook(data)), plan)
        if any(parcel.sha == delivery.sha for _, delivery in progress.deliveries):
            parcel.notes, parcel.taken = ["已收过，跳过"], False
    except UnreadableFile as error:
        parcel.refuse(error.message, error.hint)
    return parcel


def _read(parcel: Parcel, tracker: Tracker, plan: Plan) -> None:
    """Take what a tracker says, row by row."""
    unit = plan.unit_of.get(tracker.unit)
    if unit is None:
        hint = Nearest(plan.unit_of).hint(tracker.unit) if tracker.unit else "请核对是谁发来的"
        raise UnreadableFile(f"计划里没有单位“{tracker.unit}”" if tracker.unit else "看不出是哪个单位的台账", hint)
    if tracker.year and tracker.year != str(plan.year):
        raise UnreadableFile(f"是{tracker.year}年度的台账，现在的计划是{plan.year}年度", "请对方填新发的台账")
    parcel.unit = unit.name
    if parcel.path.stem in plan.unit_of and plan.unit_of[parcel.path.stem] is not unit:
        parcel.notes.append(f"文件名是“{parcel.path.stem}”，里面是“{unit.name}”的台账，按里面的收")
    parcel.notes += [f"还有工作表“{name}”也像台账，没有读" for name in tracker.others]
    for number in tracker.strays:
        parcel.refuse("填写了内容，但没有编号，没有收", "补上编号再收", f"{tracker.sheet}!第{number}行")
    own = {task.id: (goal, task) for goal, task in plan.tasks if unit in _units(task, plan)}
    for row in _one_of_each(parcel, tracker):
        if row.task in own:
            _take(parcel, tracker, row, plan.year)
            _compare(parcel, tracker, row, *own[row.task])
        else:
            known = any(task.id == row.task for _, task in plan.tasks)
            message = f"任务{row.task}不是{unit.name}的" if known else f"计划里没有任务{row.task}"
            parcel.refuse(f"{message}，没有收", "核对编号", f"{tracker.sheet}!{row.cells['编号'][0]}")
    _tell_of_versions(parcel, tracker, own)
    parcel.taken = bool(parcel.entries)
    if not parcel.entries and not parcel.problems:
        parcel.notes.append("一项也没有填，没有收")


def _units(task: Task, plan: Plan) -> Iterator[Unit]:
    return (plan.unit_of[name] for name in (*task.leads, *task.assistants))


def _one_of_each(parcel: Parcel, tracker: Tracker) -> Iterator[Row]:
    """The rows that say something; where two of one task say different things, neither."""
    first = dict[str, Row]()
    clashing = set[str]()
    for row in tracker.rows:
        if row.is_blank and not row.formulas:
            continue
        other = first.setdefault(row.task, row)
        if other is not row and [t.plain for _, t in _filled(other)] != [t.plain for _, t in _filled(row)]:
            clashing.add(row.task)
            place = f"{tracker.sheet}!第{other.number}、{row.number}行"
            parcel.refuse(f"任务{row.task}写了两行，内容不同，都没有收", "只留一行再收", place)
    return (row for task, row in first.items() if task not in clashing)


def _filled(row: Row) -> Iterator[tuple[str, Typed]]:
    return ((place, typed) for key, (place, typed) in row.cells.items() if key in ANSWERS)


def _take(parcel: Parcel, tracker: Tracker, row: Row, year: int) -> None:
    """Read what was filled in in a row; if one cell cannot be understood, the whole row waits."""
    fields = dict[str, str]()
    for place in row.formulas:
        parcel.refuse("是公式，文件里没有它的结果，这一行没有收", "改成文字或数字再收", f"{tracker.sheet}!{place}")
    for key, (read, hint) in FIELDS.items():
        place, typed = row.cells.get(key, ("", Typed(None)))
        value = read(typed, year)
        if value is None:
            said = f"{key}“{shortened(read_text(typed, 0), SHOWN)}”看不懂，这一行没有收"
            parcel.refuse(said, hint, f"{tracker.sheet}!{place}")
        else:
            fields[key] = value
    if len(fields) == len(FIELDS) and not row.formulas:
        parcel.entries[row.task] = Entry.model_validate({"编号": row.task, **fields})


def _compare(parcel: Parcel, tracker: Tracker, row: Row, goal: Goal, task: Task) -> None:
    """Tell of cells that were locked and read otherwise now; not where the plan has changed since."""
    if tracker.versions.get(row.task, task.fingerprint) != task.fingerprint:
        return
    wanted = {word: column.text(goal, task) for word, column in COLUMNS.items() if word not in (ID, "完成时间")}
    for key, text in wanted.items():
        place, typed = row.cells.get(key, ("", Typed(text)))
        if read_text(typed, 0) != text:
            said = shortened(read_text(typed, 0), SHOWN) or "空"
            parcel.notes.append(f"{tracker.sheet}!{place}：{key}被改成“{said}”，没有采用，以计划为准")


def _tell_of_versions(parcel: Parcel, tracker: Tracker, own: Mapping[str, tuple[Goal, Task]]) -> None:
    changed = [
        name for name, (_, task) in own.items() if tracker.versions.get(name, task.fingerprint) != task.fingerprint
    ]
    gone = [name for name in tracker.versions if name not in own]
    new = [name for name in own if tracker.versions and name not in tracker.versions]
    told = [f"{word}{'、'.join(names)}" for word, names in (("改了", changed), ("少了", gone), ("多了", new)) if names]
    if told:
        parcel.notes.append(f"这份台账发出以后，计划里它的任务{'，'.join(told)}；照编号收")


def _choose(parcels: Sequence[Parcel]) -> None:
    """Of several files of one unit take the one that was filled in last."""
    best = dict[str, Parcel]()
    for parcel in (parcel for parcel in parcels if parcel.taken):
        other = best.get(parcel.unit)
        if other is None:
            best[parcel.unit] = parcel
            continue
        late, early = (parcel, other) if parcel.latest >= other.latest else (other, parcel)
        best[parcel.unit], early.taken = late, False
        why = "填报日期更晚" if late.latest > early.latest else "填报日期相同，排在后面"
        early.notes.append(f"{parcel.unit}有两份，收了 {late.path.name}（{why}），没有收这一份")


def _delivery(parcel: Parcel, progress: Progress, plan: Plan) -> tuple[Delivery, tuple[FieldChange, ...]]:
    """What of a file is new, with each field that changes."""
    names = {parcel.unit, *(alias for unit in plan.units if unit.name == parcel.unit for alias in unit.aliases)}
    known = {task: entry for (unit, task), entry in progress.latest.items() if unit in names}
    entries, changes = list[Entry](), list[FieldChange]()
    for task, entry in parcel.entries.items():
        old = known.get(task, Entry.model_validate({"编号": task}))
        if old.day and entry.day and entry.day < old.day:
            parcel.notes.append(f"任务{task}的填报日期 {entry.day} 比已收的 {old.day} 早，没有收")
        elif old != entry:
            entries.append(entry)
            pairs = zip(old.fields.items(), entry.fields.values(), strict=True)
            changes += [FieldChange(task, key, was, now) for (key, was), now in pairs if was != now]
    data = {"单位": parcel.unit, "文件": parcel.path.name, "校验": parcel.sha, "填报": entries}
    return Delivery.model_validate(data), tuple(changes)
