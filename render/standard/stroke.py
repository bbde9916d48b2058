"""A `Stroke`: a level line across a page."""

from dataclasses import dataclass

from render.standard.clauses import is_red
from render.standard.page import PrintedPage

SINGLE, DOUBLE, THICK_THIN, THIN_THICK = "单线", "等粗双线", "上粗下细双线", "上细下粗双线"


@dataclass(frozen=True, slots=True)
class Stroke:
    """Places in mm from the paper's left and upper edges, None where not known; a double line is one stroke.

    `low` says that it stands in the lower half of its page.
    """

    page: PrintedPage
    colour: str
    low: bool
    pattern: str = SINGLE
    left: float | None = None
    right: float | None = None
    top: float | None = None
    bottom: float | None = None

    @property
    def red(self) -> bool:
        return is_red(self.colour)

    @property
    def width(self) -> float | None:
        return None if self.left is None or self.right is None else self.right - self.left
