"""Which files can be checked: by their names, and by how they begin, since a name may be wrong."""

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from render.standard.unreadable import Unreadable

Kind = Literal[".docx", ".pdf"]
KINDS: dict[str, Kind] = {".docx": ".docx", ".pdf": ".pdf"}
OTHER_LETTERS = (".doc", ".wps", ".wpt", ".rtf", ".odt", ".ofd", ".docm", ".dot", ".dotx", ".dotm")
LOCK = "~$"  # Word's note that a file is open
ONLY = "只能检查 .docx 和 .pdf"
SAVE_AS = "请另存为 .docx 再检查"
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")

# How files begin that have another name than they should.
BEGINNINGS: tuple[tuple[Kind, bytes, str, str], ...] = (
    (".docx", b"%PDF", "其实是 PDF", "请把扩展名改为 .pdf 再检查"),
    (".docx", b"{\\rtf", "其实是 RTF", SAVE_AS),
    (".docx", b"<", "其实是网页或 XML", SAVE_AS),
    (".pdf", b"PK\3\4", "不是 PDF，像是 Word 文档", "请把扩展名改为 .docx 再检查"),
    (".pdf", b"\xd0\xcf\x11\xe0", "不是 PDF，像是旧版 Word 文档", SAVE_AS),
)


class Contents(NamedTuple):
    """The files of a folder that may be official documents, and how many others there are."""

    letters: list[Path]
    others: int


def look_through(folder: Path, without: Collection[Path] = ()) -> Contents:
    """All levels of a folder, but nothing that is hidden, no lock files, and no folder behind a symbolic link.

    `without` are folders that are passed over.
    """
    files = sorted(path for path in _walk(folder, without) if not path.name.startswith((".", LOCK)))
    letters = [path for path in files if path.suffix.lower() in (*KINDS, *OTHER_LETTERS)]
    return Contents(letters, len(files) - len(letters))


def _walk(folder: Path, without: Collection[Path]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and Path(place, name) not in without]
        yield from (Path(place, name) for name in names)


def read_file(path: Path) -> tuple[Kind, bytes]:
    """Its kind and its bytes; `Unreadable` if it is none that can be checked."""
    if not path.exists():
        raise Unreadable("没有这个文件", "请核对文件名")
    if not path.is_file():
        raise Unreadable("是文件夹" if path.is_dir() else "不是文件", ONLY)
    if path.name.startswith(LOCK):
        raise Unreadable(
            "是 Word 打开文件时留下的标记，不是文档", f"请检查 {path.name.removeprefix(LOCK)} 那个文件本身"
        )
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise Unreadable(ONLY, _remedy(path.suffix.lower()))
    data = path.read_bytes()
    if not data:
        raise Unreadable("是空文件（0 字节）", "请换一份完整的")
    for named, beginning, found, remedy in BEGINNINGS:
        if kind == named and data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(beginning):
            raise Unreadable(found, remedy)
    return kind, data


def _remedy(suffix: str) -> str:
    if suffix in OTHER_LETTERS:
        return SAVE_AS
    return "图片请检查它的 Word 文件" if suffix in PICTURES else ""
