"""One file on its way: what its unit says of each task, what must be asked of it, and what could not be taken."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from render.collect.questions import Question
from render.errors import Problem
from render.plan.answers import Entry

if TYPE_CHECKING:
    from render.collect.tracker import Tracker


@dataclass
class Parcel:
    """One file on its way: the unit it is from, what it says, and what is to be said about it.

    `filler`: which member of a collective filled it in; `ledger` is its sheet where it is the office's own, no unit's;
    `places`: task → column → place; `notes` do not keep anything from being taken, `passed` say why something needs
    no taking.
    """

    path: Path
    sha: str = ""
    unit: str = ""
    filler: str = ""
    entries: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    blank: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    taken: bool = False
    ledger: "Tracker | None" = None

    def refuse(self, message: str, hint: str = "", place: str = "") -> None:
        """Note what could not be taken."""
        self.problems.append(Problem(str(self.path), 0, f"{place}：{message}" if place else message, hint))

    @property
    def latest(self) -> str:
        """The last day that the unit wrote, empty if it wrote none."""
        return max((entry.day for entry in self.entries.values()), default="")
