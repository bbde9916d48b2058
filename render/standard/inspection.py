"""Files → findings: what GB/T 9704-2012 has otherwise in them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from render.standard.docx import read_docx
from render.standard.fault import Fault
from render.standard.manuscript import Manuscript
from render.standard.pdf import read_pdf
from render.standard.recognise import recognise
from render.standard.rules import faults
from render.standard.unreadable import Unreadable

READERS: dict[str, Callable[[bytes], Manuscript]] = {".docx": read_docx, ".pdf": read_pdf}
OTHER_LETTERS = (".doc", ".wps", ".rtf", ".odt", ".ofd", ".docm", ".dotx")  # may be official, but cannot be read
LOCK = "~$"  # Word's note that a file is open


def inspect(paths: Iterable[Path], root: Path | None = None) -> list[Fault]:
    """Check each file; its path is shown from `root` where it lies under it.

    Passed over, since the standard says nothing about them: files of other kinds (.xlsx, .html), and documents
    that have neither a red 发文机关标志 nor a 发文字号 nor a 主送机关, such as the published table.
    A file that cannot be read is a finding; nothing is raised.
    """
    return [finding for path in paths for finding in _inspect(path, _shown(path, root))]


def _inspect(path: Path, shown: str) -> Iterator[Fault]:
    suffix = path.suffix.lower()
    if path.name.startswith(LOCK):
        return
    if suffix in OTHER_LETTERS:
        yield Fault(shown, "", "文件", "只能检查 .docx 和 .pdf，请另存为 .docx")
    if suffix not in READERS:
        return
    try:
        official = recognise(READERS[suffix](path.read_bytes()))
    except Unreadable as error:
        yield Fault(shown, "", "文件", str(error))
    except FileNotFoundError:
        yield Fault(shown, "", "文件", "没有这个文件")
    except OSError as error:
        yield Fault(shown, "", "文件", f"无法读取：{error.strerror}")
    else:
        for clause, element, found in faults(official) if official is not None else ():
            yield Fault(shown, clause, element, found)


def _shown(path: Path, root: Path | None) -> str:
    if root is not None and path.is_relative_to(root):
        path = path.relative_to(root)
    return path.as_posix()
