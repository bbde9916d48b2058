"""A `Page`: its paper and its text block, in mm."""

from dataclasses import dataclass, field

from render.standard.clauses import LANDSCAPE, UPRIGHT, Clause, Margins


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A printed page, or a section of a Word file, which is all that the file says about pages."""

    name: str
    width: float
    height: float
    margins: Margins = field(default_factory=Margins)

    @property
    def landscape(self) -> bool:
        return self.width > self.height

    @property
    def upright(self) -> "PrintedPage":
        """A landscape sheet, held so that the head of its table is on the left (clause 8): its top becomes the left."""
        top, right, bottom, left = self.margins
        return PrintedPage(self.name, self.height, self.width, Margins(right, bottom, left, top))

    @property
    def wanted(self) -> dict[str, Clause]:
        """The margins that the standard asks for."""
        return LANDSCAPE if self.landscape else UPRIGHT

    @property
    def left(self) -> float:
        """The text block's left edge, from the paper's left edge; the standard's where it could not be found out."""
        return self.wanted["left"].value if self.margins.left is None else self.margins.left

    @property
    def right(self) -> float:
        """The text block's right edge, from the paper's left edge."""
        return self.width - (self.wanted["right"].value if self.margins.right is None else self.margins.right)

    @property
    def bottom(self) -> float:
        """The text block's lower edge, from the paper's upper edge."""
        return self.height - (self.wanted["bottom"].value if self.margins.bottom is None else self.margins.bottom)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2
