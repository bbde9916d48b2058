"""One file → its parcel, row by row."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from render.collect.asides import asides, brief, remarks
from render.collect.files import UnreadableFile, open_workbook, read_file
from render.collect.marks import refuse_others, sender
from render.collect.parcel import Parcel
from render.collect.rows import TASK, compare, fits, take, tell_of_strange_steps
from render.collect.tracker import FILLER, Row, Tracker, read_tracker
from render.collect.values import Typed
from render.nearest import Nearest
from render.plan.answers import LEDGER
from render.plan.fields import ID
from render.plan.layout import words_of
from render.plan.model import Path as GoalPath
from render.plan.model import Plan, Task, Unit
from render.plan.rulings import RULING_COLUMNS

Own = Mapping[str, tuple[GoalPath, Task]]


def read_parcel(path: Path, plan: Plan, unit: str = "") -> Parcel:
    """Read one file, from a unit that the office may name; a bad one says why."""
    parcel = Parcel(path)
    try:
        data = read_file(path)
        parcel.sha = hashlib.sha256(data).hexdigest()
        workbook, values = open_workbook(data)
        tracker = read_tracker(workbook, values, words_of(plan))
        refuse_others(tracker.marks, plan)
        if tracker.marks.kind == LEDGER:
            parcel.ledger = _with_office_columns(tracker)
            parcel.notes += remarks(tracker, data)
            return parcel
        found = sender(tracker.unit, unit, plan)
        _read(parcel, tracker, plan, found)
        parcel.notes += asides(tracker, workbook, data)
    except UnreadableFile as error:
        parcel.refuse(error.message, error.hint)
    return parcel


def _with_office_columns(tracker: Tracker) -> Tracker:
    """A ledger that the office can have filled in; raises UnreadableFile for one of an earlier version."""
    if RULING_COLUMNS[0] not in tracker.columns:
        raise UnreadableFile(f"是总台账，没有“{RULING_COLUMNS[0]}”一栏", "运行 make 重做一份，在新的一份里填")
    return tracker


def _read(parcel: Parcel, tracker: Tracker, plan: Plan, unit: Unit) -> None:
    """Take what a tracker says, row by row."""
    parcel.unit = unit.name
    if plan.party_of.get(parcel.path.stem, unit) not in (unit, *plan.members_of(unit)):
        parcel.notes.append(f"文件名是“{parcel.path.stem}”，里面是“{unit.name}”的台账，按里面的收")
    parcel.notes += [f"还有工作表“{name}”也像台账，没有读" for name in tracker.others]
    _name_filler(parcel, tracker, unit)
    unit = _member(parcel, unit, plan)
    _refuse_strays(parcel, tracker)
    if TASK not in tracker.columns:
        parcel.notes.append(f"没有“{TASK}”一栏，照编号收")
    own = {task.id: (path, task) for _, path, task in plan.places if plan.part(unit, task)}
    wordings = _wordings(plan)
    for row in _one_of_each(parcel, tracker):
        if row.task not in own:
            _refuse_strange(parcel, tracker, row, plan)
        elif fits(parcel, tracker, row, own[row.task][1], wordings):
            take(parcel, tracker, row, plan.year)
            tell_of_strange_steps(parcel, own[row.task][1])
    for row in tracker.rows:
        if row.task in own:
            compare(parcel, tracker, row, *own[row.task], plan, unit)
    parcel.blank = [row.task for row in tracker.rows if row.is_blank and row.task in own]
    _tell_of_versions(parcel, tracker, own, plan)
    parcel.taken = bool(parcel.entries)
    if not parcel.entries and not parcel.problems:
        parcel.passed.append("一项也没有填，没有收")


def _name_filler(parcel: Parcel, tracker: Tracker, unit: Unit) -> None:
    """Which member of a collective filled a tracker in; a tracker without a cell for it is taken as it is."""
    if not unit.collective or tracker.filler is None:
        return
    parcel.filler = brief(tracker.filler)
    if not parcel.filler:
        parcel.notes.append(f"{FILLER}没有填，不知道是{unit.name}里的哪一个；照样收了")
    elif unit.members and parcel.filler not in unit.members:
        hint = Nearest(unit.members).hint(parcel.filler)
        parcel.notes.append(f"{FILLER}“{parcel.filler}”不在{unit.name}的成员里{'；' if hint else ''}{hint}")


def _member(parcel: Parcel, unit: Unit, plan: Plan) -> Unit:
    """The member that filled in a tracker of its whole group, as groups got it before their members were named."""
    member = plan.party_of.get(parcel.filler)
    if member is None or unit not in plan.groups_of(member):
        return unit
    parcel.unit, parcel.filler = member.name, ""
    return member


def _refuse_strays(parcel: Parcel, tracker: Tracker) -> None:
    for row in tracker.strays:
        texts = "".join(f"“{brief(typed.text)}”" for _, typed in row.cells.values() if typed.text)
        parcel.refuse(f"填写了{texts}，但没有编号，没有收", "补上编号再收", tracker.place(f"第{row.number}行"))


def _wordings(plan: Plan) -> Mapping[str, set[str]]:
    """What a task asks → the tasks that ask it."""
    found = defaultdict[str, set[str]](set)
    for _, task in plan.tasks:
        found[Typed(task.content).plain].add(task.id)
    return found


def _refuse_strange(parcel: Parcel, tracker: Tracker, row: Row, plan: Plan) -> None:
    known = any(task.id == row.task for _, task in plan.tasks)
    message = f"任务{row.task}不是{parcel.unit}的" if known else f"计划里没有任务{row.task}"
    parcel.refuse(f"{message}，没有收", "核对编号", tracker.place(row.cells[ID][0]))


def _one_of_each(parcel: Parcel, tracker: Tracker) -> Iterator[Row]:
    """The rows that say something; where two of one task say different things, neither."""
    first = dict[str, Row]()
    clashing = set[str]()
    for row in tracker.rows:
        if row.is_blank and not row.formulas:
            continue
        other = first.setdefault(row.task, row)
        if other is not row and other.answers != row.answers:
            clashing.add(row.task)
            place = tracker.place(f"第{other.number}、{row.number}行")
            parcel.refuse(f"任务{row.task}写了两行，内容不同，都没有收", "只留一行再收", place)
    return (row for task, row in first.items() if task not in clashing)


def _tell_of_versions(parcel: Parcel, tracker: Tracker, own: Own, plan: Plan) -> None:
    versions = tracker.marks.versions
    known = [(name, task) for name, (_, task) in own.items() if name in versions]
    changed = [name for name, task in known if versions[name] not in plan.fingerprints(task)]
    gone = [name for name in versions if name not in own]
    new = [name for name in own if versions and name not in versions]
    told = [f"{word}{'、'.join(names)}" for word, names in (("改了", changed), ("少了", gone), ("多了", new)) if names]
    if told:
        parcel.notes.append(f"这份台账发出以后，计划里它的任务{'，'.join(told)}；照编号收")
