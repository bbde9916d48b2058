"""Files → sources: the reader of each format, and the formats that LibreOffice has to change first."""

import tempfile
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from render import office
from render.errors import InputError, Problem
from render.importing.excel import read_xlsx
from render.importing.plain import read_txt
from render.importing.sources import Source
from render.importing.word import read_docx
from render.reader.source import read_text

LARGEST = 100_000_000  # bytes unpacked
SAVE_AS = "用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 再导入"
READERS: Mapping[str, Callable[[bytes], Source]] = {".docx": read_docx, ".xlsx": read_xlsx}
#: What LibreOffice makes of the formats that we do not read.
CONVERTED = dict.fromkeys((".doc", ".wps", ".rtf", ".odt", ".wpt"), ".docx")
CONVERTED |= dict.fromkeys((".xls", ".et", ".ods", ".ett"), ".xlsx")
CONVERTED |= {".xlsm": ".xlsx", ".docm": ".docx"}


def read_source(path: Path) -> Source:
    """Read a file; raises InputError where it cannot be read as such."""
    kind = path.suffix.lower()
    if kind == ".txt":
        return read_txt(read_text(path))
    if kind in CONVERTED:
        return _converted(path, CONVERTED[kind])
    if kind not in READERS:
        raise InputError([Problem(str(path), 0, f"不能导入“{path.suffix}”文件", SAVE_AS)])
    return _read(path, path)


def _converted(path: Path, kind: str) -> Source:
    """What a file of an older format holds, by way of LibreOffice."""
    if not path.is_file():
        raise _missing(path)
    if office.command() is None:
        message = f"“{path.suffix}”文件要先由 LibreOffice 转换，这台电脑没有 LibreOffice"
        raise InputError([Problem(str(path), 0, message, SAVE_AS)])
    with tempfile.TemporaryDirectory(prefix="render-") as folder:
        return _read(office.converted(path, kind, Path(folder)), path)


def _read(path: Path, named: Path) -> Source:
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise InputError([Problem(str(named), 0, "解开后大得不像一份分解表", "请核对文件")])
        return READERS[path.suffix.lower()](data)
    except FileNotFoundError:
        raise _missing(named) from None
    except InputError:
        raise
    except Exception:  # the libraries raise whatever the damage leads to
        raise InputError([Problem(str(named), 0, "文件已损坏，或不是这种格式", SAVE_AS)]) from None


def _missing(path: Path) -> InputError:
    return InputError([Problem(str(path), 0, "找不到这个文件", "请核对文件名")])
