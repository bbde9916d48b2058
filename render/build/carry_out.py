"""An agenda → files: write what is needed, each one whole, and note what was written."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from render.build.agenda import Agenda, Item, Outcome, Write
from render.build.manifest import MANIFEST, Fate, Journal, Record, Written, fate, names_beside, write_manifest
from render.build.press import Draft, Order, make_drafts
from render.errors import Problem
from render.folder import Folder, blocked

Done = tuple[Outcome, Mapping[str, Record]]  # what became of a file, and what the manifest is to hold of it


def build(agenda: Agenda, jobs: int) -> Iterator[Outcome]:
    """Carry out an agenda, and tell of each file as soon as it is done; the folder is to be `locked` meanwhile."""
    folder, path = agenda.folder, agenda.folder.root / MANIFEST
    records = dict(agenda.manifest.records)
    if agenda.manifest.problem:
        path.replace(path.with_suffix(".bak"))
    try:
        for outcome, known in chain(_settle(agenda), _write(agenda, jobs), _clear(agenda)):
            records |= known
            yield outcome
    finally:
        folder.sweep(chain(records, (item.outcome.name for item in agenda.outputs)))
    records = {name: record for name, record in records.items() if record}
    if records != agenda.manifest.records:
        write_manifest(path, records)


def _settle(agenda: Agenda) -> Iterator[Done]:
    """What stays as it is."""
    return (_kept(item) for item in agenda.outputs if not item.write)


def _kept(item: Item) -> Done:
    return item.outcome, {item.outcome.name: item.record}


def _write(agenda: Agenda, jobs: int) -> Iterator[Done]:
    """What is made."""
    folder = agenda.folder
    orders = {_order(folder, item.write): item for item in agenda.outputs if item.write}
    with Journal(folder.root / MANIFEST) as journal:
        for order, draft in make_drafts(orders, jobs):
            yield _finish(folder, journal, orders[order], order, draft)


def _order(folder: Folder, write: Write) -> Order:
    path, output = folder.path(write.target), write.output
    return Order(str(path), output.format, folder.draft(write.target), output.size, output.page)


def _finish(folder: Folder, journal: Journal, item: Item, order: Order, draft: Draft) -> Done:
    if isinstance(draft, tuple):
        return _failed(item, *draft)
    assert item.write
    try:
        return _replace(folder, journal, item, item.write, draft)
    except OSError as error:
        return _failed(item, blocked(order.name, error))


def _replace(folder: Folder, journal: Journal, item: Item, write: Write, sha: str) -> Done:
    """Put a draft in its place, unless the place has changed, or holds the same already."""
    name, target, entry = (
        item.outcome.name,
        write.target,
        Written(write.output.inputs, sha, write.output.needs),
    )
    if folder.digest(name) == sha:
        return Outcome(name, Fate.UNCHANGED), {name: (entry,)}
    if folder.digest(target) != write.on_disk:
        return _failed(item, Problem(str(folder.path(target)), 0, "生成期间有人改动了它，没有动它", "请再运行一次"))
    moved = folder.set_aside(target, names_beside(target, "旧")) if write.aside else ""
    journal.add(target, entry)
    folder.draft(target).replace(folder.path(target))
    if target != name:  # so that it is known when the user gives it this name
        journal.add(name, entry)
    return replace(item.outcome, moved=moved), {target: (entry,), name: (entry,)}


def _clear(agenda: Agenda) -> Iterator[Done]:
    """What nothing asks for any more."""
    for item in agenda.leftovers:
        try:
            yield _remove(agenda.folder, item) if item.outcome.fate is Fate.ORPHAN else _kept(item)
        except OSError as error:
            yield _failed(item, blocked(str(agenda.folder.root / item.outcome.name), error))


def _remove(folder: Folder, item: Item) -> Done:
    """Delete a leftover, unless it has been edited until now."""
    name, record = item.outcome.name, item.record
    now = fate(None, record, folder.digest(name))
    if now is Fate.ORPHAN:
        folder.remove(name)
    return Outcome(name, now), {name: record if now is Fate.KEPT_ORPHAN else ()}


def _failed(item: Item, *problems: Problem) -> Done:
    return Outcome(item.outcome.name, Fate.FAILED, problems=problems), {item.outcome.name: item.record}
