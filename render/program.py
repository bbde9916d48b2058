"""Which program this is: its own files, and the libraries that it works with."""

import os
import sys
from collections.abc import Iterable, Iterator

FOLDER = os.path.dirname(os.path.abspath(__file__))
SUFFIXES = (".py", ".txt")  # of its own files


def state() -> str:
    """What changes with each change of the program, of a library or of Python.

    Its files are known by their sizes and times: reading them all would take too long.
    """
    return repr((sys.version, _libraries(sys.path), sorted(_files(FOLDER))))


def _files(folder: str) -> Iterator[tuple[str, int, int, int]]:
    """Each file of the program with its size and the times of its last change, the second of which nobody can set."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from _files(entry.path)
        elif entry.name.endswith(SUFFIXES):
            state = entry.stat()
            yield entry.path, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _libraries(path: Iterable[str]) -> list[str]:
    """Each installed library with its version, as the names of their folders say."""
    folders = [folder for folder in path if folder.endswith("-packages") and os.path.isdir(folder)]
    return sorted(name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info"))
