"""The lines of a PDF → paragraphs, told by indents and by how full the line before is."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from render.standard.clauses import CHARACTER, MIDDLE, POINT
from render.standard.page import PrintedPage
from render.standard.paragraph import Paragraph
from render.standard.patterns import ANNEX, COPIES
from render.standard.pdf.block import ROUNDED, Block
from render.standard.pdf.line import Line

_ITEM = re.compile(r"\s*(附件[：:]|\d+[.．、]|[（(]?[一二三四五六七八九十]+[）)、])")


def paragraphs_of(lines: Sequence[Line], pages: Sequence[PrintedPage], block: Block) -> list[Paragraph]:
    """`lines` of all pages in order, without page numbers."""
    groups: list[list[Line]] = []
    for line in lines:
        page = pages[line.page]
        if groups and _goes_on(groups[-1], line, page, block):
            groups[-1].append(line)
        else:
            groups.append([line])
    befores: list[Line | None] = [None, *(group[-1] for group in groups)]
    return [_paragraph(group, before, pages, block) for group, before in zip(groups, befores, strict=False)]


def _goes_on(group: list[Line], line: Line, page: PrintedPage, block: Block) -> bool:
    last = group[-1]
    bare = re.sub(r"\s", "", line.text)
    if ANNEX.fullmatch(bare) or COPIES.fullmatch(bare) or abs(last.size - line.size) > 0.3 or page.landscape:
        return _in_one_title(last, line, page) and not ANNEX.fullmatch(bare)
    overleaf = line.page == last.page + 1
    near = line.page == last.page and line.baseline - last.baseline < 1.5 * block.pitch * POINT
    return _in_one_title(last, line, page) or ((near or overleaf) and _wraps(group, line, block))


def _in_one_title(last: Line, line: Line, page: PrintedPage) -> bool:
    """Both centred and set alike, one under the other."""
    alike = abs(last.size - line.size) <= 0.3 and last.page == line.page and _look(last) == _look(line)
    near = line.baseline - last.baseline < 2.2 * line.size * POINT
    return alike and near and _centred(last, page) and _centred(line, page)


def _look(line: Line) -> tuple[str, str]:
    seen = line.seen or line.glyphs
    return seen[0].face, seen[0].colour


def _centred(line: Line, page: PrintedPage) -> bool:
    left, right = line.extent
    return abs((left + right) / 2 - page.middle) <= MIDDLE and left - page.left > MIDDLE


def _wraps(group: list[Line], line: Line, block: Block) -> bool:
    """Under a full line: flush left, or hanging under a numbered item's text."""
    if not block.is_full(group[-1], line):
        return False
    first = group[0].extent.left
    hangs = line.extent.left > first + CHARACTER / 2 and line.extent.left - block.left < 8 * CHARACTER
    item = COPIES.match(group[0].text) or _ITEM.match(group[0].text)
    return block.is_flush(line) or bool(hangs and item and not _ITEM.match(line.text))


def _paragraph(group: list[Line], before: Line | None, pages: Sequence[PrintedPage], block: Block) -> Paragraph:
    first = group[0]
    same_page = before is not None and before.page == first.page
    return Paragraph(
        spans=tuple(span for line in group for span in line.spans()),
        page=pages[first.page],
        lines=tuple(line.extent for line in group),
        top=first.top,
        bottom=group[-1].bottom if group[-1].page == first.page else None,
        above=_above(before, first, block) if before is not None and same_page else None,
        advance=_advance(group),
        pitch=_pitch(group, block),
        opens=not same_page,
        until=pages[group[-1].page],
        rows=tuple(line.text for line in group),
        carried=sum(line.page == group[-1].page for line in group) if group[-1].page != first.page else 0,
    )


def _above(before: Line, line: Line, block: Block) -> float:
    return max(line.baseline - before.baseline - block.pitch * POINT, 0.0)


def _advance(group: list[Line]) -> float | None:
    """As set, not as widened to fill a line: from the last line if it has enough characters."""
    found = [line.advance for line in group]
    if found[-1] is not None:
        return found[-1]
    return min((each for each in found if each is not None), default=None)


def _pitch(group: list[Line], block: Block) -> float | None:
    steps = list(_steps(group))
    if not steps:
        return None
    return block.pitch if abs(median(steps) - block.pitch) <= ROUNDED else median(steps)


def _steps(group: list[Line]) -> Iterator[float]:
    for line, below in pairwise(group):
        if line.page == below.page:
            yield (below.baseline - line.baseline) / POINT
