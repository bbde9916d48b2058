"""A folder of files that appears whole or not at all: made under a hidden name, and renamed at the very end."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from render.errors import InputError
from render.folder import DRAFT, blocked


@contextmanager
def staging(root: Path) -> Iterator[Path]:
    """A hidden folder in `root`, gone at the end if it did not get its name; what a kill left goes first."""
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f"{DRAFT}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = root / f"{DRAFT}{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # it holds others
            root.rmdir()


def places(root: Path, name: str) -> Iterator[Path]:
    """Where a folder can stand: under its name, or under name-2, name-3, …"""
    yield root / name
    count = 2
    while True:
        yield root / f"{name}-{count}"
        count += 1


def place(folder: Path, target: Path) -> Path:
    """Give a folder its name: the one step that makes it one; InputError where the system refuses."""
    try:
        return folder.rename(target)
    except OSError as error:
        raise InputError([blocked(str(target), error)]) from None
