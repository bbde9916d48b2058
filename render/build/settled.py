"""Nothing to do, known without reading the plan: every source is as the last whole build left it, and every file too.

A build that has nothing to do is the most frequent one, and what it would import takes twice as long as this.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import render
from render import fonts
from render.build.manifest import MANIFEST, read_manifest
from render.documents.project import Project
from render.folder import Folder, write_whole

STAMP = ".settled"  # in the folder of outputs
PACKAGE = Path(render.__file__).parent


def sources(project: Project) -> str:
    """The hash of all that outputs are made from: to be taken before any of it is read."""
    digest = hashlib.sha256()
    for part in _parts(project):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def settled(output: Path, made_from: str) -> int | None:
    """How many files there are, all up to date; None where only a closer look can tell."""
    try:
        if (output / STAMP).read_text("ascii") != _stamp(output, made_from):
            return None
        folder, manifest = Folder(output), read_manifest(output / MANIFEST)
        records = {name: record for name, record in manifest.records.items() if not record[-1].needs}
        same = not any(folder.drafts(records)) and all(
            folder.digest(name) == record[-1].sha for name, record in records.items()
        )
    except (OSError, ValueError):
        return None
    return len(records) if same and records else None


def settle(output: Path, made_from: str) -> None:
    """Note that a whole build from these sources has ended well."""
    write_whole(output / STAMP, _stamp(output, made_from).encode())


def _stamp(output: Path, made_from: str) -> str:
    """Sources, and what we know to have written."""
    manifest = output / MANIFEST
    return hashlib.sha256(made_from.encode() + (manifest.read_bytes() if manifest.exists() else b"")).hexdigest()


def _parts(project: Project) -> Iterator[bytes]:
    for file in (project.plan, project.progress):
        yield file.read_bytes() if file.is_file() else b""
    sent = (project.issued, "*/*.yaml")  # what was sent, and the plans as they were
    for folder, names in (sent, (project.templates, "**/*.*"), (PACKAGE, "**/*.py"), (PACKAGE / "documents", "*.txt")):
        for path in sorted(path for path in folder.glob(names) if path.is_file()):
            yield str(path.relative_to(folder)).encode()
            yield path.read_bytes()
    yield repr((sys.version, _libraries(), fonts.faces(), fonts.fingerprint())).encode()


def _libraries() -> list[str]:
    """Each installed library with its version, as the names of their folders say."""
    folders = [Path(entry) for entry in sys.path if entry.endswith("-packages")]
    return sorted(path.name for folder in folders for path in folder.glob("*.dist-info"))
