"""What a file holds, whatever its format: texts, and tables of texts with what is merged in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

#: A cell that is merged with the one above it is None, an empty one is an empty text.
Cells = list[str | None]


class Note(NamedTuple):
    """Something that a person must look at: where, and what; a quiet one is said in the plan alone."""

    place: str
    message: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table: what it is called in messages, and its rows from the first."""

    name: str
    rows: list[Cells]
    alone: bool = False  # a sheet, which goes on nothing that stands on another one
    widths: Mapping[tuple[int, int], int] = field(default_factory=dict)  # (row, column) → columns, where several
    above: Sequence[str] = ()  # the texts between it and the table before it
    blanks_tell: bool = True  # False: an empty cell may be a merged one
    ours: bool = False  # made by this program: names stand between 、 alone
    hidden: frozenset[int] = frozenset()  # rows that nobody sees, from 0

    def width(self, row: int, column: int) -> int:
        """How many columns a cell takes."""
        return self.widths.get((row, column), 1)

    @property
    def columns(self) -> int:
        """The number of columns."""
        return max(map(len, self.rows), default=0)

    @property
    def has_merged(self) -> bool:
        """Whether a cell is merged with the one above it."""
        return any(None in row for row in self.rows)

    def cell(self, row: int, column: int) -> str | None:
        """What stands in a cell; an empty text beyond the end of a row."""
        return self.rows[row][column] if column < len(self.rows[row]) else ""

    def texts(self, row: int) -> Iterator[str]:
        """The cells of a row that hold something."""
        return (text for text in self.rows[row] if text)


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds: its texts in order, the tables, its custom properties, and what it cannot tell."""

    texts: list[str]
    tables: list[SourceTable]
    doubts: Sequence[Note] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    below: Sequence[str] = ()  # the texts after the last table
    title: str = ""  # where the file itself says it
