"""A cell and the part of it that a page shows → that part: the same characters whatever kind of tree it stands in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from render.page.paginate import CellPart

CONTINUED = "（续）"
ENDED = "（见上页）"
Node = TypeVar("Node")


class Nodes(ABC, Generic[Node]):
    """How elements of one kind of tree are taken apart and put together again."""

    @abstractmethod
    def tag(self, node: Node) -> str:
        """The name of an element."""

    @abstractmethod
    def parts(self, node: Node) -> Sequence[Node | str]:
        """What an element holds, in order; nothing for a drawing, which is shown whole or not at all."""

    @abstractmethod
    def holding(self, node: Node, parts: Sequence[Node | str]) -> Node:
        """An element like another that holds something else."""

    @abstractmethod
    def note(self, cell: Node, text: str) -> Node:
        """An element with the class 续 for a note at the end of a cell."""

    def shown(self, cell: Node, part: CellPart, end: int | None) -> Node:
        """A cell with what a page shows of it: up to the character `end`; a label that goes on says so.

        So does a text that beside other rows has come to its end.
        """
        if part.has_ended and self.tag(cell) != "th":
            return self.holding(cell, [self.note(cell, ENDED)])
        kept = Excerpt(self, part.start, end).of(cell) if part.flows and (part.start or end is not None) else cell
        if not part.continued or self.tag(cell) != "th":
            return kept
        return self.holding(kept, [*self.parts(kept), self.note(cell, CONTINUED)])


@dataclass(slots=True)
class Excerpt(Generic[Node]):
    """The characters of an element from `start` to `end` (None = all), spaces not counted.

    A space stays with the character before it; a line break at the end, where the next piece begins, is dropped.
    """

    nodes: Nodes[Node]
    start: int
    end: int | None
    seen: int = 0

    def of(self, node: Node) -> Node:
        """The element with nothing but them; what stands in it and loses all its text is left out."""
        return self.nodes.holding(node, list(self._parts(node)))

    def _parts(self, node: Node) -> Iterator[Node | str]:
        for part in self.nodes.parts(node):
            if isinstance(part, str):
                yield from filter(None, ["".join(self._kept(part))])
            elif self.nodes.parts(part):
                yield from (kept for kept in [self.of(part)] if self.nodes.parts(kept))
            elif self._holds_here(self.nodes.tag(part) == "br"):
                yield part

    def _kept(self, text: str) -> Iterator[str]:
        for char in text:
            self.seen += not char.isspace()
            if self._holds_here():
                yield " " if char == "\n" and self.seen == self.end else char

    def _holds_here(self, is_break: bool = False) -> bool:
        """Whether it holds the last character seen, and what stands between it and the next."""
        begun = self.start < self.seen or self.start == self.seen == 0
        return begun and (self.end is None or self.seen < self.end + (not is_break))
