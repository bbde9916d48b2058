"""How high a cell must be, line by line, in points: what cutting a table into pages needs to know of its cells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One cell: the height around its text, and each line's height and number of characters that are no space."""

    around: float
    lines: tuple[tuple[float, int], ...]

    @property
    def height(self) -> float:
        """The least height of the cell."""
        return self.around + sum(height for height, _ in self.lines)
