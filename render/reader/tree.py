"""What a YAML file says as plain dict, list and text, with the line of every place and the problems found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from render.errors import Problem
from render.reader.copy import Copy
from render.reader.shape import MODELS, Node, Place, keys, shape, shown, where


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
    copy: Copy  # the lines that are read
    source: Sequence[str]  # the lines of the file
    root: Node = ""
    lines: LineNumbers = field(default_factory=LineNumbers)
    notes: list[Problem] = field(default_factory=list)
    reports: dict[tuple[Place, int], tuple[str, str]] = field(default_factory=dict)
    stops: tuple[int, ...] | None = None  # the lines of the copy (from 0) where reading stopped; None: it did not

    def line(self, number: int) -> int:
        """The line of the file (1-based) for a line of the copy (from 0)."""
        return self.copy.origins[min(number, len(self.copy.origins) - 1)]  # the end may stand one line further down

    def line_for(self, *place: str | int) -> int:
        """The line of a key; where it is not written, of the key behind which it would stand, else of the mapping."""
        if place in self.lines:
            return self.lines[place]
        model = MODELS.get(shape(place[:-1]))
        order = keys(model) if model else []
        before = order[: order.index(str(place[-1]))] if place[-1] in order else []
        written = [line for key in before if (line := self.lines.get((*place[:-1], key)))]
        return written[-1] if written else self.lines.of(*place)

    def report(self, place: Place, said: str, hint: str = "", line: int = 0) -> None:
        """Keep a problem at a place; `said` goes on from the words for the place."""
        self.reports.setdefault((place, line or self.lines.of(*place)), (said, hint))

    def note(self, line: int, said: str, hint: str = "") -> None:
        """Keep a problem of a line as it is written, the first of each line; its text is shown below it."""
        text = shown(self.source[line - 1].strip(), 61) if line else ""
        if line not in {note.line for note in self.notes}:
            self.notes.append(Problem(self.path, line, said, hint, text))

    def stop(self, said: str, hint: str, lines: Sequence[int]) -> None:
        """Note that reading stopped, with the lines (from 0) that may be to blame, the one to show first."""
        self.stops = tuple(min(line, len(self.copy.lines) - 1) for line in lines)
        line = self.line(self.stops[0]) if self.stops else 0
        if not {line, *map(self.line, self.stops)} & {note.line for note in self.notes}:
            self.note(line, said, hint)

    @property
    def problems(self) -> list[Problem]:
        """Every problem found; where reading stopped, what else was seen on a line that has a note was misread."""
        noted = {note.line for note in self.notes} if self.stops is not None else ()
        return [*self.notes, *(problem for problem in self.reported if problem.line not in noted)]

    @property
    def reported(self) -> list[Problem]:
        """The problems that have a place."""
        return [
            Problem(self.path, line, where(self.root, place) + said, hint)
            for (place, line), (said, hint) in self.reports.items()
        ]
