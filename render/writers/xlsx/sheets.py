"""A page → the parts that become sheets: a table, the blocks around it, and a name that Excel accepts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from render.page import Box, Grid, Page, read_grid

LISTS = "选项"  #: the hidden sheet of long drop-down lists
LENGTH = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class SheetPart:
    """One sheet: its blocks in the order of the page, at most one of them a table."""

    blocks: list[Box]
    grid: Grid | None = None
    name: str = ""

    @property
    def table(self) -> Box | None:
        """Its table as it stands among the blocks."""
        return self.grid.box if self.grid else None


def read_parts(page: Page) -> list[SheetPart]:
    """What stands before a table goes above it; what stands after the last table goes below it."""
    parts, waiting = list[SheetPart](), list[Box]()
    for block in blocks_of(page.body):
        waiting.append(block)
        if block.tag == "table":
            parts.append(SheetPart(waiting, read_grid(block)))
            waiting = []
    if parts:
        parts[-1].blocks += waiting
    else:
        parts.append(SheetPart(waiting))
    return _named(parts, page.title)


def blocks_of(box: Box) -> Iterator[Box]:
    """The tables and the innermost blocks in a box; loose text becomes a block of its own."""
    loose = list[Box | str]()
    for child in box.children:
        if isinstance(child, str) or child.is_inline:
            loose.append(child)
            continue
        yield from _anonymous(box, loose)
        loose = []
        if child.style.position.startswith("running:"):
            continue
        if child.tag == "table" or all(inner.is_inline for inner in child.boxes):
            yield child
        else:
            yield from blocks_of(child)
    yield from _anonymous(box, loose)


def _anonymous(box: Box, children: list[Box | str]) -> Iterator[Box]:
    block = Box("", {}, box.style, children)
    if block.text:
        yield block


def _named(parts: list[SheetPart], title: str) -> list[SheetPart]:
    taken = {LISTS}
    for part in parts:
        wanted = part.table.attributes.get("data-sheet", "") if part.table else ""
        headings = (block.text for block in part.blocks if block.tag in HEADINGS)
        part.name = unique(safe(wanted) or safe(next(headings, "")) or safe(title) or "工作表", taken)
        taken.add(part.name.casefold())
    return parts


def safe(name: str) -> str:
    """The name without what Excel forbids: 31 UTF-16 units, none of []:*?/\\, no ' at an end."""
    return _cut(FORBIDDEN.sub(" ", name).strip(" '"), LENGTH).strip(" '")


def unique(name: str, taken: set[str]) -> str:
    """The name, with the first free number if it is taken; upper and lower case are one to Excel."""
    tried, number = name, 1
    while tried.casefold() in taken:
        number += 1
        tried = f"{_cut(name, LENGTH - len(str(number)))}{number}"
    return tried


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
