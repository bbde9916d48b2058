"""The text of a page before its annexes → the sheets that it takes, estimated as the writers break lines and sheets.

No layout engine is asked: what is decided here must be the same for every format and on every computer. Lengths are in
points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor

from render.page.drawings import PICTURES
from render.page.lines import NORMAL, running_lines
from render.page.style import NEW_SHEET, Style
from render.page.tree import Box, Page, read_runs

NO_TEXT = ("table", *PICTURES)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that stand on one sheet: the space above them, which the top of a sheet takes away, and their height."""

    above: float
    height: float

    def joined(self, other: "Chunk") -> "Chunk":
        """This one and another below it as one."""
        return Chunk(self.above, self.height + other.above + other.height)


@dataclass(frozen=True, slots=True)
class TextFlow:
    """Running text: what may stand on a sheet of its own, and how high a sheet is."""

    chunks: tuple[Chunk, ...]
    room: float

    @property
    def sheets(self) -> int:
        """How many sheets it takes."""
        count, used = 1, 0.0
        for chunk in self.chunks:
            if used and used + chunk.above + chunk.height > self.room:
                count, used = count + 1, chunk.height
            else:
                used += chunk.above + chunk.height
        return count

    @property
    def spill(self) -> float:
        """How much of it would stand on the last sheet if each were filled to the end."""
        return sum(chunk.above + chunk.height for chunk in self.chunks) - self.room * (self.sheets - 1)


@dataclass(frozen=True, slots=True)
class _Block:
    """A block in the flow: its width, and the space that it and what it stands in ask for above and below it."""

    box: Box
    width: float
    above: float = 0.0
    below: float = 0.0
    begins_sheet: bool = False
    ends_sheet: bool = False

    def within(self, style: Style, *, first: bool, last: bool) -> "_Block":
        """The same as the first or the last block of a box of this style."""
        return replace(
            self,
            above=max(self.above, style.margin_top) if first else self.above,
            below=max(self.below, style.margin_bottom) if last else self.below,
            begins_sheet=self.begins_sheet or (first and style.break_before in NEW_SHEET),
            ends_sheet=self.ends_sheet or (last and style.break_after in NEW_SHEET),
        )


def running_text(page: Page) -> TextFlow | None:
    """The text on the first sheets, up to a break or to sheets of another name; None where more than text is in it."""
    blocks = list(_first_section(_blocks(page.body, page.sheet.paper().text_width)))
    if not blocks or any(inner.tag in NO_TEXT for block in blocks for inner in (block.box, *block.box.inside)):
        return None
    return TextFlow(tuple(_chunks(blocks)), page.sheet.paper(blocks[0].box.style.page).text_height)


def _blocks(box: Box, width: float) -> list[_Block]:
    """The innermost blocks in the flow."""
    found = list[_Block]()
    for child in box.boxes:
        style = child.style
        if style.position != "static":
            continue
        room = width - style.margin_left - style.padding_left - style.margin_right - style.padding_right
        is_outer = child.tag != "table" and any(not inner.is_inline for inner in child.boxes)
        inner = _blocks(child, room) if is_outer else [_Block(child, room)]
        last = len(inner) - 1
        found += [block.within(style, first=n == 0, last=n == last) for n, block in enumerate(inner)]
    return found


def _first_section(blocks: Sequence[_Block]) -> Iterator[_Block]:
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before and (before.ends_sheet or block.begins_sheet or block.box.style.page != before.box.style.page):
            return
        yield block


def _chunks(blocks: Sequence[_Block]) -> Iterator[Chunk]:
    """The blocks in chunks, each with those before it from which it must not be parted."""
    open_chunk, gap, is_kept = Chunk(0.0, 0.0), 0.0, False
    for number, block in enumerate(blocks):
        first, *others = _own_chunks(block, max(block.above, gap))
        if number and not is_kept:
            yield open_chunk
        open_chunk = open_chunk.joined(first) if is_kept else first
        for other in others:
            yield open_chunk
            open_chunk = other
        gap, is_kept = block.below, block.box.style.break_after.startswith("avoid")
    yield open_chunk


def _own_chunks(block: _Block, above: float) -> list[Chunk]:
    """The lines of a block, cut where orphans and widows allow it."""
    style = block.box.style
    pitch = style.line_pitch or style.font_size * NORMAL
    count = _count_lines(block)
    edges = style.padding_top + style.padding_bottom + style.border_top.width + style.border_bottom.width
    cuts = range(style.orphans, count - style.widows + 1)
    if not cuts or style.break_inside.startswith("avoid"):
        return [Chunk(above, max(count * pitch, style.height or 0.0) + edges)]
    bounds = [0, *cuts, count]
    heights = [(end - start) * pitch for start, end in pairwise(bounds)]
    return [Chunk(above, heights[0] + edges), *(Chunk(0.0, height) for height in heights[1:])]


def _count_lines(block: _Block) -> int:
    runs = read_runs(block.box)
    if not runs:
        return 0
    em = max(1.0, *(run.style.font_size + run.style.letter_spacing for run in runs))
    text = "".join(run.text for run in runs)
    return len(running_lines(text, floor(100 * block.width / em) / 100, block.box.style.text_indent / em))
