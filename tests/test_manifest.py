"""The decision about one output, as a whole table; and the journal when it is torn, damaged or from the future."""

from itertools import islice
from pathlib import Path

import pytest

from render.build.manifest import Fate, Journal, Written, fate, names_beside, owner, read_manifest, write_manifest

# What it would be made from (- = nothing asks for it), what we wrote (input A as bytes 1, …), what is on disk.
TABLE = """
-  -        -  GONE
-  -        1  GONE
-  -        x  GONE
-  A1       -  GONE
-  A1       1  ORPHAN
-  A1       x  KEPT_ORPHAN
-  A1,B2    -  GONE
-  A1,B2    1  ORPHAN
-  A1,B2    2  ORPHAN
-  A1,B2    x  KEPT_ORPHAN
A  -        -  NEW
A  -        1  FOREIGN
A  -        x  FOREIGN
A  A1       -  REMADE
A  A1       1  UNCHANGED
A  A1       x  EDITED
A  A1,B2    -  REMADE
A  A1,B2    1  UNCHANGED
A  A1,B2    2  UPDATED
A  A1,B2    x  OFFERED
B  A1       -  REMADE
B  A1       1  UPDATED
B  A1       x  OFFERED
B  A1,B2    -  REMADE
B  A1,B2    1  UPDATED
B  A1,B2    2  UNCHANGED
B  A1,B2    x  EDITED
A  A1,B1    1  UNCHANGED
B  A1,B1    1  UNCHANGED
C  A1,B1    1  UPDATED
C  A1,B1    x  OFFERED
"""
ROWS = [row.split() for row in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("inputs", "record", "on_disk", "expected"), ROWS)
def test_fate(inputs: str, record: str, on_disk: str, expected: str) -> None:
    entries = () if record == "-" else tuple(Written(*pair) for pair in record.split(","))
    assert fate(_or_none(inputs), entries, _or_none(on_disk)) is Fate[expected]


def test_the_table_names_every_fate_but_the_failure_of_the_work() -> None:
    assert {row[3] for row in ROWS} == {fate.name for fate in Fate} - {"FAILED"}


def test_what_is_not_as_we_wrote_it_is_never_written_or_deleted() -> None:
    kept = {Fate[row[3]].action for row in ROWS if row[2] == "x"}
    assert kept == {"保留", "已不在"}


def _or_none(text: str) -> str | None:
    return None if text == "-" else text


def test_names_of_new_versions() -> None:
    names = list(islice(names_beside("通知/甲.乙.docx", "新"), 3))
    assert names == ["通知/甲.乙.新.docx", "通知/甲.乙.新2.docx", "通知/甲.乙.新3.docx"]
    assert {owner(name) for name in names} == {"通知/甲.乙.docx"}
    assert [owner(name) for name in ("甲.docx", "甲.新", "甲.新x.docx", "甲新.docx", ".新.docx")] == [""] * 5


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "manifest"


A1, B2 = Written("A", "1"), Written("B", "2")


def test_what_was_written_is_read_back(path: Path) -> None:
    records = {"通知/甲“乙”\\\n.docx": (A1, B2), "表.pdf": (A1,)}
    write_manifest(path, records)
    assert read_manifest(path).records == records
    assert read_manifest(path).problem is None


def test_no_manifest_is_an_empty_one(path: Path) -> None:
    assert (read_manifest(path).records, read_manifest(path).problem) == ({}, None)


def test_the_journal_adds_to_what_is_there_and_begins_where_nothing_is(path: Path) -> None:
    for entry in (A1, B2, A1):
        with Journal(path) as journal:
            journal.add("甲", entry)
            assert read_manifest(path).records["甲"][-1] == entry, "not yet with the system"
    assert read_manifest(path).records == {"甲": (B2, A1)}, "the last write comes last, each one once"


def test_a_journal_that_is_not_used_writes_nothing(path: Path) -> None:
    with Journal(path):
        pass
    assert not path.exists()


def test_a_line_torn_anywhere_is_left_out_and_the_next_build_goes_on(path: Path) -> None:
    write_manifest(path, {"甲": (A1,)})
    whole = path.read_bytes()
    with Journal(path) as journal:
        journal.add("乙“”", B2)
    both = path.read_bytes()
    for end in range(len(whole), len(both)):
        path.write_bytes(both[:end])
        assert read_manifest(path).records == {"甲": (A1,)}
        with Journal(path) as journal:
            journal.add("丙", B2)
        assert read_manifest(path).records == {"甲": (A1,), "丙": (B2,)}, f"torn after {end} bytes"


@pytest.mark.parametrize("end", range(len(b'{"render": 1}\n')))
def test_a_torn_head_is_an_empty_manifest(path: Path, end: int) -> None:
    path.write_bytes(b'{"render": 1}\n'[:end])
    assert (read_manifest(path).records, read_manifest(path).problem) == ({}, None)
    with Journal(path) as journal:
        journal.add("甲", A1)
    assert read_manifest(path).records == {"甲": (A1,)}


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"\x00\x00\x00\n",
        b"{\n",
        b"7\n",
        b"{}\n",
        b"[]\n",
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b'{"name": "\xe7\x94\xb2", "inputs": "A"}\n',
        b'{"name": "\xe7\x94\xb2", "inputs": "A", "sha": 1}\n',
        b'{"name": ["\xe7\x94\xb2"], "inputs": "A", "sha": "1"}\n',
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_damaged_line_means_that_nothing_is_ours(path: Path, line: bytes, place: int) -> None:
    write_manifest(path, {"甲": (A1,)})
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:place], line, *lines[place:]]))
    manifest = read_manifest(path)
    assert manifest.records == {}
    assert str(manifest.problem) == f"{path}: 生成记录已损坏；已有文件一律保留，内容有出入的新版另存为 .新 文件"


def test_a_manifest_from_the_future_means_that_nothing_is_ours(path: Path) -> None:
    path.write_text('{"render": 2}\n{"name": "甲", "inputs": "A", "sha": "1"}\n')
    manifest = read_manifest(path)
    assert manifest.records == {}
    assert "这份生成记录是更新版本的程序写的" in str(manifest.problem)


def test_a_full_disk_does_not_tear_the_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(path) as journal:
        journal.add("甲", A1)
        assert journal._file
        with monkeypatch.context() as patch:
            patch.setattr(journal, "_file", HalfFull(path, journal._file.tell()))
            with pytest.raises(OSError, match="No space left"):
                journal.add("乙", B2)
        journal.add("丙", B2)
    assert read_manifest(path).records == {"甲": (A1,), "丙": (B2,)}


class HalfFull:
    """A file on a disk with room for half a line."""

    def __init__(self, path: Path, end: int) -> None:
        self.path, self.end = path, end

    def tell(self) -> int:
        return self.end

    def write(self, data: bytes) -> int:
        with self.path.open("ab") as file:
            return file.write(data[: len(data) // 2])

    def truncate(self, end: int) -> None:
        with self.path.open("ab") as file:
            file.truncate(end)
