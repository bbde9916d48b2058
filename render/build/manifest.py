"""What to do with one output: a pure decision from its inputs, from what we wrote, and from what is on disk.

What we wrote is kept in a journal, one line for each write, added *before* the file is replaced. So whenever a
build is killed, each file on disk is one that the journal knows. A finished build writes the journal anew.
"""

import errno
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from io import FileIO
from itertools import count
from pathlib import Path
from typing import NamedTuple, TypeAlias

from render.errors import Problem
from render.folder import no_follow, write_whole
from render.places import MANIFEST as MANIFEST

FORMAT = 1
BESIDE = re.compile(r"(.+)\.新\d*(\.\w+)", re.DOTALL)


class Written(NamedTuple):
    """One write: the hash of what the file is made from, the hash of its bytes, and what its template needed."""

    inputs: str
    sha: str
    needs: str = ""


Record: TypeAlias = tuple[Written, ...]  # what we may have written under one name, oldest first


class Fate(StrEnum):
    """What becomes of one output, in the office's words: what is done, and in brackets why."""

    NEW = "新建"
    REMADE = "补做（原文件被删）"
    UPDATED = "更新"
    UNCHANGED = "未变"
    EDITED = "保留（手工修改过）"
    OFFERED = "保留（手工修改过，新版另存）"
    FOREIGN = "保留（不是本程序生成的，新版另存）"
    ORPHAN = "删除（已不需要）"
    KEPT_ORPHAN = "保留（已不需要，但手工修改过）"
    GONE = "已不在"
    FAILED = "未写成"  # an outcome of the work only: never decided here

    @property
    def action(self) -> str:
        """What is done, without the reason."""
        return self.partition("（")[0]

    @property
    def reason(self) -> str:
        """Why it is done, where that needs saying."""
        return self.partition("（")[2].removesuffix("）")


WRITTEN = frozenset({Fate.NEW, Fate.REMADE, Fate.UPDATED})
SET_BESIDE = frozenset({Fate.OFFERED, Fate.FOREIGN})


def fate(inputs: str | None, record: Record, on_disk: str | None) -> Fate:
    """Decide about one output.

    `inputs` is the hash of what it is made from now, None if nothing asks for it any more; `on_disk` is the hash of
    the file as it is, None if there is none. A file that does not read as we wrote it is never replaced or deleted.
    """
    made_from = {entry.inputs for entry in record if entry.sha == on_disk}
    if inputs is None:
        return _fate_of_orphan(record, on_disk, bool(made_from))
    if on_disk is None:
        return Fate.REMADE if record else Fate.NEW
    if made_from:
        return Fate.UNCHANGED if inputs in made_from else Fate.UPDATED
    if not record:
        return Fate.FOREIGN
    return Fate.EDITED if record[-1].inputs == inputs else Fate.OFFERED


def _fate_of_orphan(record: Record, on_disk: str | None, is_ours: bool) -> Fate:
    if on_disk is None or not record:
        return Fate.GONE
    return Fate.ORPHAN if is_ours else Fate.KEPT_ORPHAN


def names_beside(name: str, word: str) -> Iterator[str]:
    """`甲/乙.docx`, 新 → `甲/乙.新.docx`, `甲/乙.新2.docx`, …, without end."""
    stem, _, suffix = name.rpartition(".")
    return (f"{stem}.{word}{n if n > 1 else ''}.{suffix}" for n in count(1))


def owner(name: str) -> str:
    """`甲/乙.新2.docx` → `甲/乙.docx`, whose new version it is; a name of another form → empty."""
    match = BESIDE.fullmatch(name)
    return match[1] + match[2] if match else ""


@dataclass(frozen=True)
class Manifest:
    """What we know to have written: a record for each name; `problem` says why nothing could be read."""

    records: dict[str, Record] = field(default_factory=dict)
    problem: Problem | None = None


def read_manifest(path: Path) -> Manifest:
    """Read the journal, leaving out a last line that was not finished.

    If it cannot be understood, no file counts as ours: then none is replaced, and a new version stands beside it.
    """
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return Manifest()
    whole = [line for line in lines if line.endswith(b"\n")]
    if not whole:
        return Manifest()
    try:
        head, *entries = json.loads(b"[%s]" % b",".join(whole))
        if head.get("render") != FORMAT:
            return Manifest(problem=_unreadable(path, head.get("render")))
        return Manifest(_gather(entries))
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return Manifest(problem=_unreadable(path, None))


def _gather(lines: list[dict[str, str]]) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for line in lines:
        name, entry = line["name"], Written(line["inputs"], line["sha"], line.get("needs", ""))
        if not all(isinstance(text, str) for text in (name, *entry)):
            raise TypeError
        records[name] = (*(old for old in records.get(name, ()) if old != entry), entry)
    return records


def _unreadable(path: Path, version: object) -> Problem:
    newer = isinstance(version, int) and version > FORMAT
    message = "这份生成记录是更新版本的程序写的" if newer else "生成记录已损坏"
    return Problem(str(path), 0, message, "已有文件一律保留，内容有出入的新版另存为 .新 文件")


def write_manifest(path: Path, records: Mapping[str, Record]) -> None:
    """Write the journal anew, whole, in the order of names."""
    lines = [_line(name, entry) for name in sorted(records) for entry in records[name]]
    write_whole(path, b"".join((_head(), *lines)))


def _head() -> bytes:
    return json.dumps({"render": FORMAT}).encode() + b"\n"


def _line(name: str, entry: Written) -> bytes:
    return json.dumps({"name": name, **entry._asdict()}, ensure_ascii=False).encode() + b"\n"


class Journal(AbstractContextManager["Journal"]):
    """The manifest while a build writes; a line is with the system before `add` returns, so no kill can lose it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None

    def add(self, name: str, entry: Written) -> None:
        """Note that a file is about to be written; an OSError leaves the journal as it was."""
        self._file = self._file or self._open()
        end, line = self._file.tell(), _line(name, entry)
        if self._file.write(line) < len(line):
            self._file.truncate(end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _open(self) -> FileIO:
        file = FileIO(self._path, "a+", opener=no_follow)
        file.seek(0)
        file.truncate(file.read().rfind(b"\n") + 1)  # what a kill left unfinished
        if not file.seek(0, os.SEEK_END):
            file.write(_head())
        return file

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()
