"""What a build is to do, file by file; nothing is done yet, so `status` shows the same."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from render.build.manifest import (
    MANIFEST,
    SET_BESIDE,
    WRITTEN,
    Fate,
    Manifest,
    Record,
    Written,
    fate,
    names_beside,
    owner,
    read_manifest,
)
from render.build.output import Output
from render.errors import InputError, Problem
from render.folder import Folder, blocked
from render.nearest import Nearest

KEPT = SET_BESIDE | {Fate.EDITED}
NOTHING_SENT: Mapping[str, Collection[str]] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """The work on one output, through `draft`: at `path` stands `on_disk` (a digest), to be moved `aside` or replaced.

    `target` is the name of what is written: the output's, or that of its new version.
    """

    output: Output
    target: str
    path: Path
    draft: Path
    on_disk: str | None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one file: `beside` is its new version where it is kept, `moved` is where the old one went.

    `records` are what the manifest is to hold of it: what it holds now, as long as `write` is still to be done.
    """

    name: str
    fate: Fate
    records: Mapping[str, Record]
    beside: str = ""
    moved: str = ""
    problems: tuple[Problem, ...] = ()
    write: Write | None = None

    @property
    def written(self) -> bool:
        """Whether a file was written, this one or its new version beside it."""
        return self.fate in WRITTEN | SET_BESIDE

    def failed(self, *problems: Problem) -> "Outcome":
        """The same file, if its work fails: it stays as it is."""
        return Outcome(self.name, Fate.FAILED, self.records, problems=problems)


@dataclass(frozen=True, slots=True)
class Agenda:
    """The outputs that the plan asks for, and what is left over from earlier builds."""

    folder: Folder
    manifest: Manifest
    outputs: tuple[Outcome, ...]
    leftovers: tuple[Outcome, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All files."""
        return self.outputs + self.leftovers

    @property
    def writes(self) -> Mapping[Write, Outcome]:
        """The outputs that need work, by this work."""
        return {outcome.write: outcome for outcome in self.outputs if outcome.write}


def plan_build(
    outputs: Iterable[Output],
    root: Path,
    *,
    overwrite: Collection[str] = (),
    clear: bool = True,
    lacking: Collection[str] = (),
    sent: Mapping[str, Collection[str]] = NOTHING_SENT,
) -> Agenda:
    """Decide what a build of these outputs is to do in the folder `root`.

    `overwrite` names outputs that give way to their new version in spite of hand edits; `clear` says whether files
    that no document asks for are looked at, except those that needed what is `lacking` now; `sent` says what was sent
    under each name (SHA-256), so that a draft is known that a killed dispatch left behind. Raises InputError where
    `overwrite` names no output.
    """
    folder, manifest = Folder(root), read_manifest(root / MANIFEST)
    by_name = {output.name: output for output in outputs}
    decide = _Decide(folder, manifest.records, by_name, _find(overwrite, by_name, root), sent)
    outcomes = tuple(map(decide.output, by_name.values()))
    leftovers = tuple(decide.leftovers(outcomes, lacking)) if clear else ()
    return Agenda(folder, manifest, outcomes, leftovers)


def _find(wanted: Iterable[str], outputs: Collection[str], root: Path) -> frozenset[str]:
    """The outputs that the user means, by name or path, with or without the suffix, or by their new version."""
    found, problems = set[str](), list[Problem]()
    for text in wanted:
        name = _below(text, root)
        matches = {output for output in outputs if output in (name, owner(name)) or output.rpartition(".")[0] == name}
        found |= matches
        if not matches:
            problems.append(Problem("--overwrite", 0, f"没有文件“{text}”", Nearest(outputs).hint(name)))
    if problems:
        raise InputError(problems)
    return frozenset(found)


def _below(text: str, root: Path) -> str:
    path, root = Path(text).absolute(), root.absolute()
    return (path.relative_to(root) if path.is_relative_to(root) else Path(text)).as_posix()


@dataclass(frozen=True, slots=True)
class _Decide:
    """Brings together what is asked for, what was written and what is on disk."""

    folder: Folder
    records: Mapping[str, Record]
    outputs: Mapping[str, Output]
    overwrite: frozenset[str]
    sent: Mapping[str, Collection[str]]

    def output(self, output: Output) -> Outcome:
        """What is to become of one output."""
        record = self.records.get(output.name, ())
        try:
            return self._output(output, record)
        except OSError as error:
            problem = blocked(str(self.folder.root / output.name), error)
            return Outcome(output.name, Fate.FAILED, {output.name: record}, problems=(problem,))

    def _output(self, output: Output, record: Record) -> Outcome:
        name, held = output.name, {output.name: record}
        decided, on_disk = self._fate(name, output.inputs)
        if decided in KEPT and name in self.overwrite:
            return Outcome(name, Fate.UPDATED, held, write=self._write(output, name, on_disk, aside=True))
        if decided in KEPT:
            return self._kept(output, decided, record)
        if decided in WRITTEN:
            return Outcome(name, decided, held, write=self._write(output, name, on_disk))
        return Outcome(name, decided, {name: (Written(output.inputs, on_disk or "", output.needs),)})

    def _kept(self, output: Output, decided: Fate, record: Record) -> Outcome:
        """It stays as it is, and its new version goes beside it, unless that was offered before."""
        name, offered = output.name, decided is Fate.EDITED
        beside, state, on_disk = self._beside(output)
        if state in WRITTEN and not offered:
            return Outcome(name, decided, {name: record}, beside, write=self._write(output, beside, on_disk))
        if state in WRITTEN:  # the user has seen the new version, and taken it away
            return Outcome(name, Fate.EDITED, {name: record[-1:]})
        last = record[-1] if offered else self.records[beside][-1]._replace(inputs=output.inputs)
        return Outcome(name, Fate.EDITED, {name: (last,)}, beside)

    def _write(self, output: Output, target: str, on_disk: str | None, aside: bool = False) -> Write:
        return Write(output, target, self.folder.path(target), self.folder.draft(target), on_disk, aside)

    def _beside(self, output: Output) -> tuple[str, Fate, str | None]:
        """The first name for a new version where nothing stands in its way, and what is to become of it."""
        for name in names_beside(output.name, "新"):
            state, on_disk = self._fate(name, output.inputs)
            if state not in SET_BESIDE and name not in self.outputs:
                break
        return name, state, on_disk

    def leftovers(self, outputs: Iterable[Outcome], lacking: Collection[str]) -> Iterator[Outcome]:
        """What is to become of the files that we wrote and that no document asks for."""
        besides = {outcome.beside for outcome in outputs}
        failed = {outcome.name for outcome in outputs if outcome.fate is Fate.FAILED}
        left_behind = {name: () for name in self.sent if os.path.lexists(self.folder.root / name)}
        for name, record in {**left_behind, **self.records}.items():
            asleep = bool(record) and record[-1].needs in lacking
            if name not in self.outputs and name not in besides and owner(name) not in failed and not asleep:
                yield self._leftover(name, record)

    def _leftover(self, name: str, record: Record) -> Outcome:
        try:
            decided, _ = self._fate(name, None)
        except OSError:  # no longer a file that we could have written
            decided = Fate.GONE
        held = self._record(name, self.folder.digest(name)) if decided is Fate.ORPHAN else record
        return Outcome(name, decided, {name: () if decided is Fate.GONE else held})

    def _fate(self, name: str, inputs: str | None) -> tuple[Fate, str | None]:
        on_disk = self.folder.digest(name)
        return fate(inputs, self._record(name, on_disk), on_disk), on_disk

    def _record(self, name: str, on_disk: str | None) -> Record:
        """What we may have written; a file that is kept as it was sent counts as ours."""
        record = self.records.get(name, ())
        return (*record, Written("", on_disk)) if on_disk and on_disk in self.sent.get(name, ()) else record
