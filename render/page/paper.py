"""A page as CSS Paged Media has it: paper, margins, and what stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from render.page.style import Style
from render.page.values import POINTS

#: Where a box at a side stands when the sheet is held so that what is turned reads: degrees, edge → edge, its parts.
HELD = {
    (90, "left"): ("bottom", {"top": "left", "middle": "center", "bottom": "right"}),
    (90, "right"): ("top", {"top": "left", "middle": "center", "bottom": "right"}),
    (270, "left"): ("top", {"top": "right", "middle": "center", "bottom": "left"}),
    (270, "right"): ("bottom", {"top": "right", "middle": "center", "bottom": "left"}),
}
A4 = (210 * POINTS["mm"], 297 * POINTS["mm"])
PAPERS = {"a4": A4, "a3": (A4[1], 2 * A4[0])}


@dataclass(frozen=True, slots=True)
class Counter:
    """A page number in a margin box: `page` or `pages`."""

    name: str


@dataclass(frozen=True, slots=True)
class Running:
    """The element taken out of the flow by `position: running(name)` (CSS GCPM 3, 1.2)."""

    name: str


@dataclass(frozen=True, slots=True)
class MarginBox:
    """One margin box: its content in order, its style, and by how many degrees it is turned clockwise."""

    content: tuple[str | Counter | Running, ...]
    style: Style
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """One page: paper and margins in points, and its margin boxes by name (bottom-right …)."""

    width: float = A4[0]
    height: float = A4[1]
    top: float = 56.25  # 75px, as in WeasyPrint
    right: float = 56.25
    bottom: float = 56.25
    left: float = 56.25
    boxes: Mapping[str, MarginBox] = field(default_factory=dict)

    @property
    def text_width(self) -> float:
        """Width of the text block in points."""
        return max(self.width - self.left - self.right, 1.0)

    @property
    def text_height(self) -> float:
        """Height of the text block in points."""
        return max(self.height - self.top - self.bottom, 1.0)

    def held(self, name: str) -> MarginBox | None:
        """The box in the head or foot, or else the one at a side that is there when the sheet is held so that it reads.

        For programs that print nothing at the sides.
        """
        turned = (box for side, box in self.boxes.items() if held_place(side, box.turn) == name and box.content)
        return self.boxes.get(name) or next(turned, None)


def held_place(name: str, turn: int) -> str | None:
    """Where a box at a side stands when the sheet is held so that it reads: left-bottom, 90 → bottom-right."""
    side, _, part = name.partition("-")
    edge, parts = HELD.get((turn, side), ("", {}))
    return f"{edge}-{parts[part]}" if edge else None
