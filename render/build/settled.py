"""Nothing to do, known without reading the plan: every source is as the last whole build left it, and every file too.

A build that has nothing to do is the most frequent one, and what it would import takes several times as long as this:
paths are plain strings here, and next to nothing is imported.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping

from render import fontconfig, program
from render.places import DRAFT, DRAFT_END, ISSUED, MANIFEST, PROGRESS

STAMP = ".settled"  # in the folder of outputs


def sources(plan: str | os.PathLike[str], templates: str | os.PathLike[str]) -> str:
    """The hash of all that outputs are made from: to be taken before any of it is read. An OSError where it cannot be.

    What the office writes is known by its content; the program by the sizes and times of its files.
    """
    faces = fontconfig.ask(fontconfig.FACES)  # which takes as long as all else
    digest = hashlib.sha256()
    for part in _parts(os.path.dirname(plan), os.fspath(plan), os.fspath(templates)):
        digest.update(hashlib.sha256(part).digest())
    digest.update(fontconfig.fingerprint(faces()).encode())
    return digest.hexdigest()


def settled(output: str | os.PathLike[str], made_from: str) -> int | None:
    """How many files there are, all up to date; None where only a closer look can tell."""
    try:
        stamp, *lines = _read(os.path.join(output, STAMP)).decode().removesuffix("\n").split("\n")
        digests = {name: sha for sha, _, name in (line.partition(" ") for line in lines)}
        same = stamp == _stamp(output, made_from, digests) and _holds(os.path.realpath(output), digests)
    except (OSError, ValueError):
        return None
    return len(digests) if same and digests else None


def settle(output: str | os.PathLike[str], made_from: str) -> None:
    """Note that a whole build from these sources has ended well, and which files there are."""
    from pathlib import Path

    from render.build.manifest import read_manifest
    from render.folder import write_whole

    records = read_manifest(Path(output, MANIFEST)).records
    digests = {name: record[-1].sha for name, record in records.items() if not record[-1].needs}
    lines = [_stamp(output, made_from, digests), *(f"{sha} {name}" for name, sha in digests.items())]
    write_whole(Path(output, STAMP), "".join(f"{line}\n" for line in lines).encode())


def _stamp(output: str | os.PathLike[str], made_from: str, digests: Mapping[str, str]) -> str:
    """Sources, what we know to have written, and which of it is to be there."""
    journal = os.path.join(output, MANIFEST)
    known = _read(journal) if os.path.exists(journal) else b""
    return hashlib.sha256(made_from.encode() + repr(digests).encode() + known).hexdigest()


def _holds(folder: str, digests: Mapping[str, str]) -> bool:
    """Whether a folder, itself no link, holds these files and no drafts; none of them lies elsewhere."""
    for below in {"", *(os.path.dirname(name) for name in digests)}:
        path = os.path.join(folder, below) if below else folder
        if os.path.realpath(path) != path or any(map(_is_draft, os.listdir(path))):
            return False
    paths = ((os.path.join(folder, name), sha) for name, sha in digests.items())
    return all(not os.path.islink(path) and _digest(path) == sha for path, sha in paths)


def _is_draft(name: str) -> bool:
    return name.startswith(DRAFT) and name.endswith(DRAFT_END)


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parts(folder: str, plan: str, templates: str) -> Iterator[bytes]:
    for file in (plan, os.path.join(folder, PROGRESS)):
        yield _read(file) if os.path.isfile(file) else b""
    issued = os.path.join(folder, ISSUED)  # what was sent, and the plans as they were
    for name in _names(issued):
        yield from _files(os.path.join(issued, name), f"{name}/", ".yaml")
    yield from _tree(templates)
    yield program.state().encode(errors="surrogateescape")


def _tree(folder: str) -> Iterator[bytes]:
    """All files of a folder and of those below it: templates, and the images that they show."""
    for path, folders, _ in os.walk(folder):
        folders.sort()
        yield from _files(path, f"{os.path.relpath(path, folder)}/")


def _files(folder: str, called: str = "", suffix: str = "") -> Iterator[bytes]:
    """The name and the content of each file in a folder, which is called so."""
    for name in _names(folder):
        path = os.path.join(folder, name)
        if name.endswith(suffix) and os.path.isfile(path):
            yield f"{called}{name}".encode(errors="surrogateescape")
            yield _read(path)


def _names(folder: str) -> list[str]:
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
