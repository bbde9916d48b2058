"""archive/ → the years that are over: one folder each, with its plan, its progress, what was sent, and its ledger."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from render.errors import InputError, Problem

NEXT = "新计划-未完成.yaml"  # in the folder of a year: the plan that is to follow, as long as not everything is moved


YEAR_END = "年终"
CLOSED, CLOSING_DAY = f"{YEAR_END}.yaml", "日期"  # beside what was frozen at a year's end: of which day it is


def closing_folder(archive: Path, year: int) -> Path:
    """Where what was frozen at the end of a year waits for the new one."""
    return archive / f"{year}{YEAR_END}"


def closed_on(archive: Path, year: int) -> date | None:
    """The day on which a year was closed; None where it was not, InputError where that cannot be read."""
    path = closing_folder(archive, year) / CLOSED
    if not path.is_file():
        return None
    try:
        return date.fromisoformat(str(yaml.safe_load(path.read_text("utf-8"))[CLOSING_DAY]))
    except (yaml.YAMLError, ValueError, KeyError, TypeError):
        raise InputError([Problem(str(path), 0, "看不出是哪一天", f"写成 {CLOSING_DAY}: 2017-12-31")]) from None


def years_in(archive: Path) -> Iterator[Path]:
    """The folders of the years in an archive, the last first."""
    folders = archive.iterdir() if archive.is_dir() else ()
    return iter(sorted((path for path in folders if path.is_dir() and _is_year(path)), reverse=True))


def _is_year(path: Path) -> bool:
    return path.name[0] != "." and not path.name.endswith(YEAR_END)


def unfinished(archive: Path) -> Path | None:
    """The folder of a year that was not wholly moved there; None where there is none."""
    return next((path for path in years_in(archive) if (path / NEXT).is_file()), None)


def refuse_unfinished(archive: Path) -> None:
    """InputError where a new year was begun and not finished: the plan and its records may belong to two years."""
    if folder := unfinished(archive):
        message, hint = "新的一年没有转完，计划和记录可能不是同一年的", "再运行一次 render new-year，它接着转完"
        raise InputError([Problem(str(folder), 0, message, hint)])
