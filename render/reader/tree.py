"""What a YAML file says as plain dict, list and text, with the line of every place and the problems found."""

from dataclasses import dataclass, field

from render.errors import Problem
from render.reader.shape import Node, Place, shown, where


class LineNumbers(dict[Place, int]):
    """Place → 1-based line."""

    def of(self, *place: str | int) -> int:
        """Return the line of a place, or of the nearest known one above it."""
        while place and place not in self:
            place = place[:-1]
        return self.get(place, 1)


@dataclass(slots=True)
class Tree:
    """What a file says, and the problems found so far; of two problems at one place only the first is kept,
    because the later one follows from it.
    """

    path: str
    source: list[str]
    root: Node = ""
    lines: LineNumbers = field(default_factory=LineNumbers)
    notes: list[Problem] = field(default_factory=list)
    reports: dict[tuple[Place, int], tuple[str, str]] = field(default_factory=dict)

    def report(self, place: Place, said: str, hint: str = "", line: int = 0) -> None:
        """Keep a problem at a place; `said` goes on from the words for the place."""
        self.reports.setdefault((place, line or self.lines.of(*place)), (said, hint))

    def note(self, line: int, said: str, hint: str = "") -> None:
        """Keep a problem of a line as it is written; the line's text is shown below it."""
        line = min(line, len(self.source))  # libyaml may put the end of a file one line further down
        text = shown(self.source[line - 1].strip(), 61) if line else ""
        self.notes.append(Problem(self.path, line, said, hint, text))

    @property
    def problems(self) -> list[Problem]:
        """Every problem found."""
        return [*self.notes, *self.reported]

    @property
    def reported(self) -> list[Problem]:
        """The problems that have a place."""
        return [
            Problem(self.path, line, where(self.root, place) + said, hint)
            for (place, line), (said, hint) in self.reports.items()
        ]
