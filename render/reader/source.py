"""A file of the user → its text; missing, too big or not UTF-8 is said plainly."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from render.errors import InputError, Problem

LIMIT = 20_000_000  # bytes; a plan of 4,300 tasks has 2 MB

# The first that fits is said.
FAILURES: tuple[tuple[type[Exception], str, str], ...] = (
    (FileNotFoundError, "找不到这个文件", "请核对文件名和所在的文件夹"),
    (IsADirectoryError, "这是文件夹，不是文件", "请写出文件名"),
    (PermissionError, "打不开这个文件", "请核对读取权限，并关闭正在使用它的程序"),
    (Exception, "读不了这个文件", "请核对文件名，或把文件复制到本机后再试"),
)
SAVE_AS = "用编辑器打开，另存为 UTF-8 编码"


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file without its BOM; raise InputError when it cannot be read as such."""
    data = _bytes(path)
    if not data.strip():
        raise _wrong(path, 0, "文件是空的", "")
    if len(data) > LIMIT:
        raise _wrong(path, 0, f"文件超过 {LIMIT // 1_000_000} MB", "这不像一份计划，请核对文件")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or data.count(0) * 10 > len(data):
        raise _wrong(path, 0, "文件像是 UTF-16（Unicode）编码", SAVE_AS)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _wrong(path, line, f"文件不是 UTF-8 编码{_guess(data)}", SAVE_AS) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        said, hint = next((said, hint) for kind, said, hint in FAILURES if isinstance(error, kind))
        raise _wrong(path, 0, said, hint) from None


def _guess(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "，这一行有损坏的字节"
    return "，大概是 GBK"


def _wrong(path: Path, line: int, said: str, hint: str) -> InputError:
    return InputError([Problem(str(path), line, said, hint)])
