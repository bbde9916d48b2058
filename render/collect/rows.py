"""A row of a tracker and its task → what the unit says of it, and where the row says otherwise than the plan."""

from collections.abc import Mapping
from datetime import date

from render.collect.asides import brief
from render.collect.parcel import Parcel
from render.collect.questions import Question
from render.collect.tracker import ROLE, Row, Tracker
from render.collect.values import FIELDS, Typed, Understood
from render.plan.answers import Entry
from render.plan.column import Duty
from render.plan.fields import COLUMNS, ID, JOINT, own_columns
from render.plan.layout import role_words
from render.plan.milestones import strangers
from render.plan.model import Path, Plan, Task, Unit

SHORT = 20  # characters of a text in what is said of its cell
TASK = "具体任务"


def fits(parcel: Parcel, tracker: Tracker, row: Row, task: Task, texts: Mapping[str, set[str]]) -> bool:
    """Whether number and text of a row name the same task; a text of no task is asked about where no mark helps."""
    place, typed = row.cells.get(TASK, ("", Typed(None)))
    others = texts.get(typed.plain, set())
    if others and task.id not in others:
        said = f"编号是{task.id}，具体任务却是{'、'.join(sorted(others))}的，这一行没有收"
        parcel.refuse(said, "核对编号", tracker.place(place))
        return False
    if typed.text and not others and task.id not in tracker.marks.versions:
        said = f"具体任务“{_short(typed.text)}”和计划里{task.id}的不同"
        parcel.questions.append(Question(task.id, tracker.place(place), said))
    return True


def take(parcel: Parcel, tracker: Tracker, row: Row, year: int) -> None:
    """Read what was filled in in a row; if one cell cannot be understood, the whole row waits."""
    wrong = [(place, "是公式，文件里没有它的结果", "改成文字或数字再收") for place in row.formulas]
    wrong += [
        (place, f"{key}显示为“{typed.text}”", "改正后再收")
        for key, (place, typed) in row.cells.items()
        if typed.is_error
    ]
    fields = dict[str, Understood]()
    for key, (read, hint) in FIELDS.items():
        place, typed = row.cells.get(key, ("", Typed(None)))
        found = read(typed, year)
        if found is None and not typed.is_error:
            wrong.append((place, f"{key}“{_short(typed.text)}”看不懂", hint))
        fields[key] = _seen(typed, found) if found else Understood("")
    for place, message, hint in wrong:
        parcel.refuse(f"{message}，这一行没有收", hint, tracker.place(place))
    if not wrong:
        _put(parcel, tracker, row, fields)


def _seen(typed: Typed, found: Understood) -> Understood:
    return Understood("", f"格式使“{_short(Typed(typed.value).text)}”看不见") if typed.is_hidden else found


def _put(parcel: Parcel, tracker: Tracker, row: Row, fields: Mapping[str, Understood]) -> None:
    parcel.entries[row.task] = Entry.model_validate({ID: row.task, **{key: one.text for key, one in fields.items()}})
    places = {key: tracker.place(place) for key, (place, _) in row.cells.items()}
    parcel.places[row.task] = places
    for key, one in fields.items():
        if one.doubt:
            taken = f"按“{one.text}”收" if one.text else "按空的收"
            parcel.questions.append(Question(row.task, places[key], f"{key}{one.doubt}，{taken}"))


def tell_of_strange_steps(parcel: Parcel, task: Task) -> None:
    """Tell of answers that are to no milestone of the task."""
    entry = parcel.entries.get(task.id)
    for name in strangers(task.milestones, entry.milestones) if entry else ():
        place = parcel.places[task.id]["节点完成情况"]
        parcel.notes.append(f"{place}：任务{task.id}没有节点“{_short(name)}”，不算；节点照台账里写的，只改冒号后面")


def _short(text: str) -> str:
    return brief(text, SHORT)


def compare(parcel: Parcel, tracker: Tracker, row: Row, path: Path, task: Task, plan: Plan, unit: Unit) -> None:
    """Tell of cells that were locked and read otherwise now; not where the plan has changed since."""
    if tracker.marks.versions.get(row.task, task.fingerprint) != task.fingerprint:
        return
    columns = (*COLUMNS.values(), *own_columns(plan))
    wanted = {column.word: column.text(path, task) for column in columns if column.word != ID}
    part = plan.part(unit, task)
    if row.cells.get(ROLE, ("", Typed(None)))[1].text != part:  # as plans say it that have no word of their own
        wanted[ROLE] = role_words(plan)[Duty(part)] if part else ""
    for key, text in wanted.items():
        place, typed = row.cells.get(key, ("", Typed(text)))
        same = typed.plain == Typed(text).plain or _renamed(typed, plan) == text
        if not same and not _is_deadline(typed, plan.deadline(task).last_day):
            said = _short(typed.text) or "空"
            parcel.notes.append(f"{tracker.place(place)}：{key}被改成“{said}”，没有采用，以计划为准")


def _renamed(typed: Typed, plan: Plan) -> str:
    """Names of units, as those are called now that had another name."""
    units = {name: plan.unit_of.get(name) for name in typed.text.split(JOINT)}
    return JOINT.join(unit.name if unit and name in unit.former_names else name for name, unit in units.items())


def _is_deadline(typed: Typed, day: date | None) -> bool:
    """Whether a cell holds the last day of a task, which may be seen in another format than ours."""
    found = FIELDS["填报日期"][0](typed, day.year) if day and not isinstance(typed.value, str) else None
    return bool(found and day and found.text == day.isoformat())
