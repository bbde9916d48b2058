"""What was read → the lines that the office reads before it says yes."""

from collections.abc import Iterator

from render.collect.collection import Collection, FieldChange
from render.plan.progress import Batch, Progress
from render.shorten import shortened

LONGEST = 40  # characters of a text that are shown


def lines(collection: Collection) -> Iterator[str]:
    """Unit by unit, task by task: old → new; then what is to be said of single files."""
    for unit, changes in collection.changes.items():
        yield f"{unit}（{len({change.task for change in changes})} 项有变化）" if changes else f"{unit}（没有变化）"
        yield from _tasks(changes)
    for parcel in collection.parcels:
        yield from (f"{parcel.path.name}：{note}" for note in parcel.notes)


def _tasks(changes: tuple[FieldChange, ...]) -> Iterator[str]:
    task = ""
    for change in changes:
        if change.task != task:
            task = change.task
            yield f"  {task}"
        yield f"    {change.field}：{_shown(change.old)} → {_shown(change.new)}"


def _shown(text: str) -> str:
    return shortened(text.replace("\n", " / "), LONGEST) or "（空）"


def summary(collection: Collection) -> str:
    """收到 21 份，有变化 30 项；10 份没有收."""
    taken = len(collection.deliveries)
    refused = sum(bool(parcel.problems) and not parcel.taken for parcel in collection.parcels)
    changed = sum(len({change.task for change in changes}) for changes in collection.changes.values())
    partly = sum(bool(parcel.problems) and parcel.taken for parcel in collection.parcels)
    parts = [f"收 {taken} 份，有变化的任务 {changed} 项"]
    parts += [f"{refused} 份没有收"] if refused else []
    parts += [f"{partly} 份里有没收的行"] if partly else []
    return "；".join(parts)


def undone(progress: Progress) -> Iterator[str]:
    """What taking back the last batch changes: now → before. Raises IndexError where there is none."""
    last: Batch = progress.effective[-1]
    before = progress.without_last(last.time).latest
    yield f"最近一次收取：{last.time.replace('T', ' ')}，{len(last.deliveries)} 份"
    for delivery in last.deliveries:
        yield f"{delivery.unit}（{delivery.file}）"
        for entry in delivery.entries:
            old = before.get((delivery.unit, entry.task))
            was = old.fields if old else dict.fromkeys(entry.fields, "")
            found = (
                FieldChange(entry.task, key, now, was[key]) for key, now in entry.fields.items() if now != was[key]
            )
            yield from _tasks(tuple(found))
