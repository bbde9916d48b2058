"""What the processes of the preview tell each other: plain data, all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from render.errors import Problem

Data = Mapping[str, Any]  # as JSON has it


class Look(StrEnum):
    """How a document is shown: as it will be printed, or as a browser shows it."""

    PAPER = "paper"
    WEB = "web"


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list: `name` is its path below output/ (or, once sent, beside the plan) without a suffix."""

    name: str
    group: str
    title: str
    formats: tuple[str, ...]
    looks: tuple[Look, ...]
    unit: str = ""
    sent: str = ""  # the dispatch in whose folder it stands


@dataclass(frozen=True, slots=True)
class Listing:
    """All documents that there are now; equal digests are equal lists."""

    title: str
    entries: tuple[Listed, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Painting:
    """A document as it is now, a PDF or a web page; no data where `problems` stand in the way."""

    data: bytes
    note: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One part of what is known of the whole project: states, standing, changes or findings."""

    part: str
    data: Data | Sequence[Data]


@dataclass(frozen=True, slots=True)
class Origin:
    """A line of the plan or of a template, and what stands there."""

    path: str
    line: int
    what: str


Message = Listing | Painting | Surveyed | list[Origin] | None
Work = tuple[str, tuple[Any, ...]]  # a method of Desk, and what it is given
