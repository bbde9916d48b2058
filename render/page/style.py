"""The computed style of one element; lengths are in points, colours are RRGGBB."""

from dataclasses import dataclass, field, fields
from operator import attrgetter

LONGEST = 1584.0  # pt, 22 inches: the longest that Word prints
SIDES = ("top", "right", "bottom", "left")
#: Values of break-before and break-after that begin a new sheet.
NEW_SHEET = ("page", "always", "left", "right")


class Quantity(float):
    """A number that equals only one of its own kind, so that no cache takes 50 % for 50 pt."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and float(self) == float(other)

    def __hash__(self) -> int:
        return hash((type(self), float(self)))


class Percent(Quantity):
    """A share of the width at hand, in percent."""


class Ratio(Quantity):
    """A line height given as a multiple of the font size; inherited as the multiple (CSS 2.1, 10.8.1)."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One border: width in points, CSS line style, colour."""

    width: float = 0.0
    line: str = "none"
    color: str = ""

    def __bool__(self) -> bool:
        return self.line not in ("none", "hidden") and self.width > 0


NO_EDGE = Edge()


@dataclass(frozen=True, slots=True)
class Style:
    """Computed values; those before `display` are inherited."""

    font_family: tuple[str, ...] = ("宋体",)
    font_size: float = 12.0
    font_weight: int = 400
    font_style: str = "normal"
    color: str = "000000"
    line_height: float | Ratio | None = None
    letter_spacing: float = 0.0
    text_align: str = "left"
    text_indent: float = 0.0
    white_space: str = "normal"
    border_collapse: str = "separate"
    orphans: int = 2
    widows: int = 2
    page: str = "auto"
    text_decoration: str = "none"  # CSS hands it on by other means, to the same effect (Text Decoration 3, 2)

    display: str = "inline"
    width: float | Percent | None = None
    height: float | None = None
    margin_top: float = 0.0
    margin_right: float = 0.0
    margin_bottom: float = 0.0
    margin_left: float = 0.0
    padding_top: float = 0.0
    padding_right: float = 0.0
    padding_bottom: float = 0.0
    padding_left: float = 0.0
    border_top: Edge = NO_EDGE
    border_right: Edge = NO_EDGE
    border_bottom: Edge = NO_EDGE
    border_left: Edge = NO_EDGE
    vertical_align: str = "baseline"
    table_layout: str = "auto"
    background_color: str | None = None
    break_before: str = "auto"
    break_after: str = "auto"
    break_inside: str = "auto"
    position: str = "static"
    top: float | None = None
    right: float | None = None
    bottom: float | None = None
    left: float | None = None
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(ALL(self)))

    def __hash__(self) -> int:
        """Counted once: a document looks up its styles hundreds of times."""
        return self._hash

    @property
    def line_pitch(self) -> float | None:
        """The distance of two base lines in points; None = the font's own."""
        height = self.line_height
        return min(self.font_size * height, LONGEST) if isinstance(height, Ratio) else height

    def child(self) -> "Style":
        """What an element in this one starts from: inherited values kept, the others initial."""
        return Style(*(getattr(self, name) for name in INHERITED))


INHERITED = tuple(field.name for field in fields(Style))[: [f.name for f in fields(Style)].index("display")]
ALL = attrgetter(*(field.name for field in fields(Style) if field.compare))
INITIAL = Style()
