"""An agenda → files: write what is needed, each one whole, and note what was written."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from render.build.agenda import Agenda, Outcome, Write
from render.build.manifest import MANIFEST, Fate, Journal, Written, fate, names_beside, write_manifest
from render.build.press import make_drafts
from render.errors import Problem
from render.folder import Folder, blocked


def carry_out(agenda: Agenda, jobs: int) -> Iterator[Outcome]:
    """Carry out an agenda, and tell of each file as soon as it is done; the folder is to be `locked` meanwhile."""
    folder, path = agenda.folder, agenda.folder.root / MANIFEST
    records = dict(agenda.manifest.records)
    if agenda.manifest.problem:
        path.replace(path.with_suffix(".bak"))
    settled = (outcome for outcome in agenda.outputs if not outcome.write)
    try:
        for outcome in chain(settled, _write(agenda, jobs), _clear(agenda)):
            records |= outcome.records
            yield outcome
    finally:
        folder.sweep(chain(records, (outcome.name for outcome in agenda.outputs)))
    records = {name: record for name, record in records.items() if record}
    if records != agenda.manifest.records:
        write_manifest(path, records)


def _write(agenda: Agenda, jobs: int) -> Iterator[Outcome]:
    """Make what is to be made."""
    folder, planned = agenda.folder, agenda.writes
    with Journal(folder.root / MANIFEST) as journal:
        for write, draft in make_drafts(planned, jobs):
            outcome = planned[write]
            if isinstance(draft, str):
                yield _placed(folder, journal, outcome, write, draft)
            else:
                yield outcome.failed(*draft)


def _placed(folder: Folder, journal: Journal, outcome: Outcome, write: Write, sha: str) -> Outcome:
    try:
        return _place(folder, journal, outcome, write, sha)
    except OSError as error:
        return outcome.failed(blocked(str(write.path), error))


def _place(folder: Folder, journal: Journal, outcome: Outcome, write: Write, sha: str) -> Outcome:
    """Put a draft in its place, unless the place has changed, or holds the same already."""
    name, target = outcome.name, write.target
    written = Written(write.output.inputs, sha, write.output.needs)
    if folder.digest(name) == sha:
        return Outcome(name, Fate.UNCHANGED, {name: (written,)})
    if folder.digest(target) != write.on_disk:
        return outcome.failed(Problem(str(write.path), 0, "生成期间有人改动了它，没有动它", "请再运行一次"))
    moved = folder.set_aside(target, names_beside(target, "旧")) if write.aside else ""
    journal.add(target, written)
    write.draft.replace(write.path)
    if target != name:  # so that it is known when the user gives it this name
        journal.add(name, written)
    return replace(outcome, records={target: (written,), name: (written,)}, moved=moved)


def _clear(agenda: Agenda) -> Iterator[Outcome]:
    """What nothing asks for any more."""
    for outcome in agenda.leftovers:
        try:
            yield _removed(agenda.folder, outcome) if outcome.fate is Fate.ORPHAN else outcome
        except OSError as error:
            yield outcome.failed(blocked(str(agenda.folder.root / outcome.name), error))


def _removed(folder: Folder, outcome: Outcome) -> Outcome:
    """Delete a leftover, unless it has been edited until now."""
    name, record = outcome.name, outcome.records[outcome.name]
    now = fate(None, record, folder.digest(name))
    if now is Fate.ORPHAN:
        folder.remove(name)
    return Outcome(name, now, {name: record if now is Fate.KEPT_ORPHAN else ()})
