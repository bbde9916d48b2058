"""archive/ → the years that are over: one folder each, with its plan, its progress, what was sent, and its ledger."""

from collections.abc import Iterator
from pathlib import Path

from render.errors import InputError, Problem

NEXT = "新计划-未完成.yaml"  # in the folder of a year: the plan that is to follow, as long as not everything is moved


def years_in(archive: Path) -> Iterator[Path]:
    """The folders of the years in an archive, the last first."""
    folders = archive.iterdir() if archive.is_dir() else ()
    return iter(sorted((path for path in folders if path.is_dir() and path.name[0] != "."), reverse=True))


def unfinished(archive: Path) -> Path | None:
    """The folder of a year that was not wholly moved there; None where there is none."""
    return next((path for path in years_in(archive) if (path / NEXT).is_file()), None)


def refuse_unfinished(archive: Path) -> None:
    """InputError where a new year was begun and not finished: the plan and its records may belong to two years."""
    if folder := unfinished(archive):
        message, hint = "新的一年没有转完，计划和记录可能不是同一年的", "再运行一次 render new-year，它接着转完"
        raise InputError([Problem(str(folder), 0, message, hint)])
