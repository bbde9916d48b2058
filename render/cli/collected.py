"""What was collected → the lines that the office reads before it says yes."""

from collections.abc import Iterator, Mapping, Sequence

from render.collect.collection import Collection, FieldChange
from render.collect.ledger import RuledRow
from render.plan.model import Plan
from render.plan.progress import Batch, Progress
from render.plan.standing import Standing, last_words, owner, standings
from render.shorten import shortened

LONGEST = 40  # characters of a text that are shown


def taken(collection: Collection) -> Iterator[str]:
    """Unit by unit, task by task: old → new; then what is to be said of those files."""
    for one in collection.submissions:
        changes = one.changes(asked=False)
        if changes or not one.claims:
            count = len({change.task for change in changes})
            yield f"{one.parcel.unit}（{count} 项有变化）" if changes else f"{one.parcel.unit}（没有变化）"
            yield from _tasks(changes)
    certain = [one for one in collection.ruled if not one.questions]
    if collection.ledger and certain:
        yield f"{collection.ledger.path.name}（审核 {len(certain)} 项）"
        yield from (line for one in certain for line in _ruled(one))
    for parcel in collection.parcels:
        yield from (f"{parcel.path.name}：{note}" for note in parcel.notes)


def asked(collection: Collection) -> Iterator[str]:
    """Each question with its place; then what would change."""
    if not collection.questions:
        return
    yield f"有疑问的 {len(collection.questions)} 处，核对后再定收不收："
    for one in collection.submissions:
        for claim in one.claims:
            for question in claim.questions:
                yield f"疑问  {one.parcel.path}: {question.place}：任务{question.task}，{question.text}"
            yield from _tasks(claim.changes) if claim.questions else ()
    for row in collection.ruled:
        for question in row.questions:
            place = f"{question.place}：" if question.place else ""
            yield f"疑问  {collection.ledger and collection.ledger.path}: {place}任务{question.task}，{question.text}"
        yield from _ruled(row) if row.questions else ()


def _ruled(row: RuledRow) -> Iterator[str]:
    return _edits(row.ruling.task, row.old, row.ruling.fields)


def _edits(task: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """The fields that differ: old → new."""
    return _tasks([FieldChange(task, key, old[key], new[key]) for key in new if new[key] != old[key]])


def passed(collection: Collection) -> Iterator[str]:
    """What was not taken and need not be."""
    for parcel in collection.parcels:
        yield from (f"{parcel.path.name}：{why}" for why in parcel.passed)


def _tasks(changes: Sequence[FieldChange]) -> Iterator[str]:
    task = ""
    for change in changes:
        if change.task != task:
            task = change.task
            yield f"  {task}"
        yield f"    {change.field}：{_shown(change.old)} → {_shown(change.new)}"


def _shown(text: str) -> str:
    return shortened(text.replace("\n", " / "), LONGEST) or "（空）"


def summary(collection: Collection, accept: bool) -> str:
    """收 21 份，有变化的任务 30 项；10 份没有收；3 处疑问没有收（核对后加 --accept 再收）."""
    changes = [one.changes(asked=flag) for one in collection.submissions for flag in ((False, True)[: 1 + accept])]
    changed = sum(len({change.task for change in some}) for some in changes)
    refused = sum(bool(parcel.problems) and not parcel.taken for parcel in collection.parcels)
    partly = sum(bool(parcel.problems) and parcel.taken for parcel in collection.parcels)
    doubts = 0 if accept else len(collection.questions)
    deliveries, rulings = len(collection.deliveries(accept)), len(collection.rulings(accept))
    parts = [f"收 {deliveries} 份，有变化的任务 {changed} 项"] if deliveries or not collection.ledger else []
    parts += [f"审核 {rulings} 项"] if collection.ledger else []
    parts += [f"{refused} 份没有收"] if refused else []
    parts += [f"{partly} 份里有没收的行"] if partly else []
    parts += [f"{doubts} 处疑问没有收（核对后加 --accept 再收）"] if doubts else []
    return "；".join(parts)


def undone(plan: Plan, progress: Progress) -> Iterator[str]:
    """What taking back the last batch changes: now → before. Raises IndexError where there is none."""
    last: Batch = progress.effective[-1]
    former = progress.without_last(last.time)
    before = last_words(plan, former)
    told = [f"收取 {len(last.deliveries)} 份"] if last.deliveries else []
    told += [f"审核 {len(last.rulings)} 项"] if last.rulings else []
    yield f"最近一次：{last.time.replace('T', ' ')}，{'，'.join(told) or '什么也没有'}"
    yield from _unruled(last, {one.task.id: one for one in standings(plan, former)} if last.rulings else {})
    for delivery in last.deliveries:
        yield f"{delivery.unit}（{delivery.file}）"
        for entry in delivery.entries:
            old = before.get((owner(plan, delivery.unit), entry.task))
            was = old.entry.fields if old else dict.fromkeys(entry.fields, "")
            found = (
                FieldChange(entry.task, key, now, was[key]) for key, now in entry.fields.items() if now != was[key]
            )
            yield from _tasks(tuple(found))


def _unruled(batch: Batch, before: Mapping[str, Standing]) -> Iterator[str]:
    """The office's words in a batch, beside those before: now → before."""
    for one in batch.rulings:
        was = before[one.task].verdict if one.task in before else dict.fromkeys(one.fields, "")
        yield from _edits(one.task, one.fields, was)
