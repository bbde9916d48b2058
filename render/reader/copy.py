"""The lines of a file as they are read, which may be mended ones, and where each stands in the file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

LINE_END = re.compile(r"\r\n|\r|\n")


def says(line: str) -> bool:
    """Whether a line is neither blank nor a comment."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


@dataclass(frozen=True, slots=True)
class Splice:
    """Other lines in place of those from `start` up to `stop` (from 0); none are replaced where both are equal."""

    start: int
    stop: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Lines, and the line of the file (1-based) that each comes from; a line put in comes from the one below it."""

    lines: Sequence[str]
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Copy":
        """The lines of a text."""
        return cls.of_lines(LINE_END.split(text))

    @classmethod
    def of_lines(cls, lines: Sequence[str]) -> "Copy":
        """Lines that are a file of their own."""
        return cls(lines, range(1, len(lines) + 1))

    def text(self, line: int) -> str:
        """What stands now for a line of the file."""
        return next((text for text, origin in zip(self.lines, self.origins, strict=True) if origin == line), "")

    def own(self) -> "Copy":
        """Its lines as a file of their own."""
        return self.of_lines(self.lines)

    def with_lines(self, lines: Sequence[str]) -> "Copy":
        """As many other lines."""
        return Copy(lines, self.origins)

    def changed(self, change: Splice) -> "Copy":
        """The copy after a change."""
        last = max(change.start, change.stop - 1)
        places = [min(change.start + n, last, len(self.lines) - 1) for n in range(len(change.lines))]
        return Copy(
            [*self.lines[: change.start], *change.lines, *self.lines[change.stop :]],
            [*self.origins[: change.start], *(self.origins[n] for n in places), *self.origins[change.stop :]],
        )

    def kept(self, kept: Sequence[int]) -> "Copy":
        """Some of the lines."""
        return Copy([self.lines[n] for n in kept], [self.origins[n] for n in kept])

    def part(self, kept: Sequence[int]) -> "Copy":
        """Some of the lines, as a file of their own."""
        return self.of_lines([self.lines[n] for n in kept])
