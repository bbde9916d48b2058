"""Documents and dispatches → the list of the preview, by kind; what is asked for is looked up in it, never on disk."""

import hashlib
from collections.abc import Iterable, Iterator

from render.documents.document import Document
from render.preview.messages import Listed, Listing, Look
from render.reader.dispatches import Cabinet, Filed

SUFFIXES = {Look.WEB: "html", Look.PAPER: "pdf"}  # the files that show a document as it was sent
SHARED = "共用文件"  # the documents that are for no single unit


def listing(title: str, documents: Iterable[Document], cabinet: Cabinet) -> Listing:
    """Drafts, those of units in the order of the plan, and what was sent, the last first."""
    sent = (entry for filed in reversed(cabinet.filed) for entry in _sent(filed))
    drafts = sorted(map(_draft, documents), key=lambda one: (1, "") if one.group != SHARED else (0, one.title))
    entries = tuple(dict.fromkeys((*drafts, *sent)))
    return Listing(title, entries, hashlib.sha256(repr((title, entries)).encode()).hexdigest())


def _draft(document: Document) -> Listed:
    return Listed(
        document.name,
        _group(document.name),
        _title(document.name),
        document.formats,
        _looks(document.formats),
        document.unit,
    )


def _looks(formats: Iterable[str]) -> tuple[Look, ...]:
    """A web page first where there is one; paper unless there is nothing else."""
    formats = set(formats)
    web = (Look.WEB,) if "html" in formats else ()
    return (*web, Look.PAPER) if formats - {"html"} else web


def _looks_of_sent(formats: Iterable[str]) -> tuple[Look, ...]:
    """As it was sent: paper is the PDF alone, and where there is none, what to open instead is said there."""
    found = tuple(look for look, suffix in SUFFIXES.items() if suffix in formats)
    return found or (Look.PAPER,)


def _sent(filed: Filed) -> Iterator[Listed]:
    """The files of one dispatch, those that differ in the suffix only as one."""
    formats = dict[str, list[str]]()
    for name in filed.dispatch.files:
        stem, _, suffix = name.rpartition(".")
        formats.setdefault(stem, []).append(suffix)
    folder = filed.folder
    for stem, suffixes in formats.items():
        name = f"{folder.parent.name}/{folder.name}/{stem}"
        yield Listed(name, _group(stem), _title(stem), tuple(suffixes), _looks_of_sent(suffixes), sent=folder.name)


def _group(name: str) -> str:
    folder, _, _ = name.rpartition("/")
    return folder or SHARED


def _title(name: str) -> str:
    return name.rpartition("/")[2]
