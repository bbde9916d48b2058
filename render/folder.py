"""The folder of outputs: names that never lead out of it, files written whole, and a lock for one build at a time."""

import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from render.errors import InputError, Problem
from render.places import DRAFT as DRAFT
from render.places import DRAFT_END

PATIENCE = 2.0  # seconds that the workers of a killed build may need to end

BLOCKED = {
    errno.EACCES: ("打不开，或没有写的权限", "如果正在 Word 或 WPS 里打开，请关闭后再运行"),
    errno.EPERM: ("打不开，或没有写的权限", "如果正在 Word 或 WPS 里打开，请关闭后再运行"),
    errno.ENOSPC: ("磁盘已满", "请腾出空间后再运行"),
    errno.EDQUOT: ("磁盘配额已满", "请腾出空间后再运行"),
    errno.EROFS: ("所在的磁盘是只读的", "请用 --output 换一个能写的文件夹"),
    errno.EISDIR: ("这里应当是文件，却有一个同名的文件夹", "请把它移走或改名"),
    errno.ENOTDIR: ("上级应当是文件夹，却有一个同名的文件", "请把它移走或改名"),
    errno.EEXIST: ("这里应当是文件夹，却有一个同名的文件", "请把它移走或改名"),
    errno.ENOENT: ("没有这个文件或文件夹", "请检查名称"),
    errno.ELOOP: ("这里是链接，会写到文件夹外面去", "请把链接移走"),
    errno.EINVAL: ("这里不是普通文件", "请把它移走或改名"),
    errno.ENAMETOOLONG: ("名称太长", "请把名称改短，或用 --output 换一个路径短的文件夹"),
}


def blocked(path: str, error: OSError) -> Problem:
    """The system's refusal as a problem that says what to do."""
    message, hint = BLOCKED.get(error.errno or 0, (f"读写失败（{error}）", "请检查磁盘和权限"))
    return Problem(path, 0, message, hint)


def no_follow(path: str, flags: int) -> int:
    """An opener for `open` that refuses a link, which could lead anywhere."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def is_own(path: Path, folder: Path) -> bool:
    """Whether a file really lies in a folder, links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def create(path: Path) -> BinaryIO:
    """Open a draft to write it."""
    return open(path, "wb", opener=no_follow)


def write_whole(path: Path, data: bytes, draft: Path | None = None) -> None:
    """Write a file so that whoever looks sees the old one or the new one, whatever happens meanwhile.

    It is written to a `draft` on the same disk first, beside it if none is given.
    """
    draft = draft or path.with_name(f"{DRAFT}{os.getpid()}{DRAFT_END}")
    try:
        with create(draft) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


class Folder:
    """A folder in which files are named by their path below it, with `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._parents: dict[Path, bool] = {}  # whether each lies within the folder

    def path(self, name: str) -> Path:
        """Where a name leads; an OSError (ELOOP) if that is outside the folder."""
        path = self.root / name
        if path.parent not in self._parents:
            real = Path(os.path.realpath(path.parent))
            self._parents[path.parent] = real.is_relative_to(os.path.realpath(self.root))
        if not self._parents[path.parent]:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), name)
        return path

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file, None if there is none; an OSError if what is there is not a plain file."""
        path = self.path(name)
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(mode):
            code = errno.ELOOP if stat.S_ISLNK(mode) else errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
            raise OSError(code, os.strerror(code), name)
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def draft(self, name: str) -> Path:
        """A hidden neighbour, in which a new version is written first."""
        key = hashlib.sha256(name.encode()).hexdigest()[:16]
        return self.path(name).with_name(f"{DRAFT}{os.getpid()}-{key}{DRAFT_END}")

    def set_aside(self, name: str, names: Iterable[str]) -> str:
        """Give a file the first of the names that is free."""
        free = next(other for other in names if not os.path.lexists(self.path(other)))
        self.path(name).rename(self.path(free))
        return free

    def remove(self, name: str) -> None:
        """Delete a file, and the folders above it that are empty then."""
        path = self.path(name)
        path.unlink()
        with suppress(OSError):  # not empty
            for parent in Path(name).parents[:-1]:
                (self.root / parent).rmdir()

    def sweep(self, names: Iterable[str]) -> None:
        """Delete the drafts that a killed build left beside these files."""
        for draft in self.drafts(names):
            with suppress(OSError):
                self.path(str(draft.relative_to(self.root))).unlink()

    def drafts(self, names: Iterable[str]) -> Iterator[Path]:
        """The drafts beside these files."""
        for parent in {"", *(name.rpartition("/")[0] for name in names)}:
            yield from (self.root / parent).glob(f"{DRAFT}*{DRAFT_END}")


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold a folder, made if needed, for one build at a time.

    Raises InputError if another build does not let go of it, OSError if it cannot be made or written.
    """
    root.mkdir(parents=True, exist_ok=True)
    with open(root / ".lock", "ab", opener=no_follow) as file:
        deadline = time.monotonic() + PATIENCE
        while not _lock(file):
            if time.monotonic() > deadline:
                message = "另一个 render 正在生成这里的文件"
                raise InputError([Problem(str(root), 0, message, "请等它完成后再运行")])
            time.sleep(0.05)
        yield  # closing the file unlocks it, and so does the end of the process, even by a kill


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a network drive without locks
            return True
        return True
