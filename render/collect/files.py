"""Files and folders that the office names → workbooks; what is none is said plainly, nothing is unpacked blindly."""

import warnings
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from render.errors import Problem
from render.folder import blocked

LARGEST = 30_000_000  # bytes unpacked; a tracker of 4,300 tasks has 6 MB
PARTS = 1000  # files in one workbook
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 再收"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

#: What a file is by its suffix, where it cannot be a tracker.
OLD = {
    ".xls": "旧的 .xls 格式",
    ".et": "WPS 的 .et 格式",
    ".csv": ".csv 格式",
    ".ods": ".ods 格式",
    ".xlsb": ".xlsb 格式",
}
KNOWN = frozenset({".xlsx", ".xlsm", *OLD})


class UnreadableFile(Exception):
    """A file that is no tracker that can be read: why, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def find_files(places: Iterable[Path]) -> tuple[list[Path], list[Path], list[Problem]]:
    """The files to be read, in order; those in folders that are passed over; and places that are not there.

    A folder is searched with all below it; hidden files and the marks that Excel leaves beside an open file are no
    files of it.
    """
    wanted, passed, problems = list[Path](), list[Path](), list[Problem]()
    for place in places:
        if place.is_dir():
            for path in sorted(path for path in place.rglob("*") if path.is_file() and not _is_hidden(path, place)):
                (wanted if path.suffix.lower() in KNOWN else passed).append(path)
        elif place.exists():
            wanted.append(place)
        else:
            problems.append(Problem(str(place), 0, "没有这个文件或文件夹", "请检查名称"))
    return list(dict.fromkeys(wanted)), passed, problems


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def read_file(path: Path) -> bytes:
    """The bytes of a file that may be a workbook; raises Unreadable."""
    if path.name.startswith("~$"):
        raise UnreadableFile("是 Excel 打开文件时留下的标记，不是台账", "请指出真正的文件")
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = blocked(str(path), error)
        raise UnreadableFile(problem.message, problem.hint) from None
    _refuse_formats(path, data)
    _refuse_zips(data)
    return data


def _refuse_formats(path: Path, data: bytes) -> None:
    if not data:
        raise UnreadableFile("文件是空的", "请对方重新发来")
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise UnreadableFile("加了密码，打不开", "请对方去掉密码再发来")
        raise UnreadableFile(f"是{OLD.get(path.suffix.lower(), '旧的 Office 格式')}", SAVE_AS)
    if path.suffix.lower() in OLD:
        raise UnreadableFile(f"是{OLD[path.suffix.lower()]}", SAVE_AS)
    if not data.startswith(b"PK"):
        raise UnreadableFile("不是 Excel 文件", "请对方发来填好的台账（.xlsx）")


def _refuse_zips(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > LARGEST:
                raise UnreadableFile("解开后大得不像台账", "请对方重新发来")
            if any(_declares_entities(archive, part) for part in parts):
                raise UnreadableFile("里面有不该有的声明，可能有害", "不要打开它，请对方重新发来")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise UnreadableFile("文件已损坏", "请对方重新发来") from None


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part has a document type, which no Office program writes and which can name other files."""
    if not part.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(part) as file:
        return b"<!DOCTYPE" in file.read(4096)


def open_workbook(data: bytes) -> tuple[Any, Any]:
    """The workbook, formulas as they are and as they were calculated last: (workbook, values); texts of the first
    have their runs. Raises UnreadableFile.
    """
    import openpyxl  # takes 100 ms

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep: nothing is saved here
            workbook = openpyxl.load_workbook(BytesIO(data), rich_text=True)
            has_formulas = any(cell.data_type == "f" for sheet in workbook.worksheets for cell in sheet._cells.values())
            values = openpyxl.load_workbook(BytesIO(data), data_only=True) if has_formulas else workbook
    except Exception:  # openpyxl raises whatever the damage leads to
        raise UnreadableFile("文件已损坏，或不是 Excel 工作簿", "请对方重新发来") from None
    return workbook, values


def sheets(workbook: Any) -> Iterator[Any]:
    """The sheets that hold cells, the visible ones first."""
    return iter(sorted(workbook.worksheets, key=lambda sheet: sheet.sheet_state != "visible"))
