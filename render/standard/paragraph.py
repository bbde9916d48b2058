"""A `Paragraph`: what it says, how it is set, and where it stands on its page."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from render.standard.clauses import CHARACTER, MIDDLE, is_red
from render.standard.page import PrintedPage

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")


class Span(NamedTuple):
    """Text set alike; `size` in pt, `colour` as RRGGBB. `missing` = a box or nothing stands for a character."""

    text: str
    face: str
    size: float
    colour: str = "000000"
    bold: bool = False
    missing: bool = False


class Extent(NamedTuple):
    """Where the visible part of a line begins and ends, in mm from the paper's left edge."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Places are in mm from the paper's edges, None where they are not known.

    `place` counts paragraphs through the document; `above` is the blank space between this and the text before;
    `advance` and `pitch` lead from one character and one line to the next, in pt; `opens` says that it is the
    first on its page; `until` is the page of its last line, where that is known; `running` = it stands in a header;
    `turn` = by how many degrees it is turned clockwise: places are then those on `PrintedPage.upright`;
    `rows` = what its lines say, and `carried` = how many of them stand overleaf, where a file tells.
    """

    spans: tuple[Span, ...]
    page: PrintedPage
    place: int = 0
    lines: tuple[Extent, ...] = ()
    top: float | None = None
    bottom: float | None = None
    above: float | None = None
    advance: float | None = None
    pitch: float | None = None
    opens: bool = False
    in_table: bool = False
    until: PrintedPage | None = None
    running: bool = False
    turn: int = 0
    rows: tuple[str, ...] = ()
    carried: int = 0

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def bare(self) -> str:
        """The text without any kind of space."""
        return re.sub(r"\s", "", self.text)

    @property
    def red(self) -> bool:
        """Whether some of its characters have the red of a mark."""
        return any(is_red(span.colour) for span in self.spans if HAN.search(span.text))

    @property
    def size(self) -> float:
        """The size of most of its text."""
        sizes: dict[float, int] = {}
        for span in self.spans:
            sizes[span.size] = sizes.get(span.size, 0) + len(span.text.strip())
        return max(sizes, key=lambda size: sizes[size], default=0.0)

    @property
    def centred(self) -> bool:
        """Whether each line is as far from the left as from the right, of block or paper; some leave white there."""
        narrow = any(line.left - self.page.left > MIDDLE for line in self.lines)
        return narrow and any(
            all(abs(sum(line) / 2 - middle) <= MIDDLE for line in self.lines)
            for middle in (self.page.middle, self.page.width / 2)
        )

    @property
    def start(self) -> float | None:
        """How far in the first character stands, in 字 of the text block."""
        return (self.lines[0].left - self.page.left) / CHARACTER if self.lines else None

    @property
    def end(self) -> float | None:
        """How much room the last character leaves on its right, in 字 of the text block."""
        return (self.page.right - self.lines[-1].right) / CHARACTER if self.lines else None
