"""发放: what each addressee of a dispatch gets, ready to be handed out, and all letters bound to be printed."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from render.documents.names import safe, same
from render.errors import InputError, Problem
from render.folder import Folder
from render.issue.binding import Bound, bound
from render.issue.staging import place, places, staging
from render.plan.dispatch import Addressee, Dispatch
from render.reader.dispatches import Filed

BOUND = "合订本.pdf"
WORD, PDF = ".docx", ".pdf"
EARLIEST = date(1980, 1, 1)  # that a ZIP file can name (APPNOTE 4.4.6)
MODE = 0o100644 << 16  # a plain file (APPNOTE 4.4.15)


@dataclass(frozen=True, slots=True)
class Packed:
    """Where the packs of a dispatch stand; `new` unless they stood there already; `lacking` are letters without PDF."""

    folder: Path
    new: bool
    units: int
    bound: Bound | None
    lacking: tuple[str, ...]


def pack(filed: Filed, root: Path, folders: bool, convert: Callable[[Path], bytes] | None = None) -> Packed:
    """Pack what each addressee gets, into a folder in `root`; the folder of outputs is to be `locked` meanwhile.

    `convert` makes the PDF of a Word file that was sent without one; where it is None, those are left out of what is
    bound. Raises InputError, and leaves everything as it is, where a file is not as it was sent.
    """
    data = _sent(filed)
    gets = {one.unit: _gets(one, filed.dispatch) for one in filed.dispatch.addressees}
    letters, lacking = _letters(gets.values(), data, filed, convert)
    book = bound(letters, filed.dispatch.day) if letters else None
    files = dict(_files(gets, data, filed.dispatch, folders))
    if book:
        files[BOUND] = book.data
    with staging(root) as draft:
        for name, content in files.items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(content)
        target = next(path for path in places(root, filed.folder.name) if not path.exists() or _holds(path, files))
        new = not target.exists()
        if new:
            place(draft, target)
    return Packed(target, new, len(gets), book, tuple(lacking))


def _sent(filed: Filed) -> dict[str, bytes]:
    """Name → bytes of everything that was sent, as it was sent."""
    wrong = dict(filed.touched)
    if wrong:
        raise InputError(
            Problem(str(filed.folder / name), 0, "发出以后改动过" if there else "不在了", "用备份换回再发放")
            for name, there in wrong.items()
        )
    return {name: (filed.folder / name).read_bytes() for name in filed.dispatch.files}


def _gets(one: Addressee, dispatch: Dispatch) -> list[str]:
    """The files that an addressee gets: its own, else those that are nobody's own."""
    owned = {name for other in dispatch.addressees for name in other.files}
    return list(one.files) or [name for name in dispatch.files if name not in owned]


def _letters(
    gets: Iterable[Iterable[str]], data: Mapping[str, bytes], filed: Filed, convert: Callable[[Path], bytes] | None
) -> tuple[list[bytes], list[str]]:
    """The PDFs to be bound, each once, and the Word files that have none."""
    found, lacking = list[bytes](), list[str]()
    for name in dict.fromkeys(name for names in gets for name in names):
        pdf = name.removesuffix(WORD) + PDF
        if name.endswith(PDF):
            found.append(data[name])
        elif name.endswith(WORD) and pdf not in data:
            if convert:
                found.append(convert(filed.folder / name))
            else:
                lacking.append(name)
    return found, lacking


def _files(
    gets: Mapping[str, list[str]], data: Mapping[str, bytes], dispatch: Dispatch, folders: bool
) -> Iterator[tuple[str, bytes]]:
    """Each file of the pack: one ZIP file for a unit, or its files in a folder of its own."""
    taken = {same(BOUND.removesuffix(PDF))}
    for unit, names in gets.items():
        own = _free(safe(unit), taken)
        flat = _flat(names)
        if folders:
            yield from ((f"{own}/{flat[name]}", data[name]) for name in names)
        else:
            yield f"{own}.zip", _zipped({flat[name]: data[name] for name in names}, dispatch.day)


def _flat(names: Iterable[str]) -> dict[str, str]:
    """Each name below the dispatch as one without folders: 任务通知/财务处.docx → 任务通知-财务处.docx."""
    taken = set[str]()
    return {name: _free(Path(name.replace("/", "-")).stem, taken, Path(name).suffix) for name in names}


def _free(stem: str, taken: set[str], suffix: str = "") -> str:
    """A name that no other file has, on a system that ignores case too."""
    count = 1
    while same(name := f"{stem}{f'-{count}' if count > 1 else ''}{suffix}") in taken:
        count += 1
    taken.add(same(name))
    return name


def _zipped(files: Mapping[str, bytes], day: date) -> bytes:
    """A ZIP file of files that are packed already: stored as they are, so that its bytes are always the same."""
    stream = BytesIO()
    when = max(day, EARLIEST)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():  # zipfile marks a name that is not ASCII as UTF-8 (APPNOTE 4.4.4, bit 11)
            entry = zipfile.ZipInfo(name, (when.year, when.month, when.day, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, MODE
            archive.writestr(entry, content)
    return stream.getvalue()


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds these files and no others."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    shas = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return there == set(files) and all(Folder(folder).digest(name) == sha for name, sha in shas.items())
