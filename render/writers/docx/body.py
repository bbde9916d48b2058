"""A page's boxes → the blocks of word/document.xml: paragraphs, tables and sections."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from render.page import NEW_SHEET, Box, Grid, Page, Paper, Percent, Run, Style, read_grid, read_runs
from render.page.paginate import is_merged
from render.page.pieces import cut_groups
from render.writers.docx.heights import block_height, cell_measure, head_height
from render.writers.docx.paragraphs import paragraph_xml
from render.writers.docx.sections import Sections
from render.writers.docx.styles import Styles, cell_lines_of, lines_of
from render.writers.docx.tables import Hold, column_widths, table_xml
from render.writers.docx.xml import (
    Frame,
    ParagraphFormat,
    borders_of,
    paragraph_properties,
)

SEAM = ParagraphFormat(pitch=1.0, widow_control=False)  # the smallest paragraph: Word wants one after a table


@dataclass(slots=True)
class FlowPosition:
    """Where the flow of blocks stands, and what surrounds it: indents and width in points."""

    styles: Styles
    sections: Sections | None
    width: float
    blocks: list[str] = field(default_factory=list)
    page: str = "auto"
    is_first: bool = True  # still in the first section
    after: float = 0.0  # the space that the last paragraph leaves below itself
    gap: float = 0.0  # the space that containers ask for between it and the next
    breaking: bool = False
    ends_in_table: bool = False
    frame: Frame | None = None  # what follows is taken out of the flow, to here
    above: list[tuple[Box, float]] = field(default_factory=list)  # since the last page break: each with its width


def body_xml(page: Page, styles: Styles, sections: Sections) -> str:
    """The content of w:body."""
    body = page.body
    context = FlowPosition(styles, sections, sections.width("auto"))
    flow(body, context)
    if context.ends_in_table or not context.blocks:
        _seam(context)
    return "".join(context.blocks) + sections.xml(context.page, context.is_first)


def flow(box: Box, context: FlowPosition, left: float = 0.0, right: float = 0.0, keep: bool = False) -> None:
    """Print what a container holds; text beside blocks becomes paragraphs of its own."""
    loose = list[Box | str]()
    for child in box.children:
        if isinstance(child, str) or child.is_inline:
            loose.append(child)
        else:
            _loose(box, loose, context, left, right, keep)
            loose = []
            _block(child, context, left, right, keep)
    _loose(box, loose, context, left, right, keep)


def _loose(box: Box, children: list[Box | str], context: FlowPosition, left: float, right: float, keep: bool) -> None:
    anonymous = Box("p", {}, _anonymous(box.style), children)
    runs = read_runs(anonymous)
    if runs:
        _paragraph(anonymous, runs, context, left, right, keep)


@lru_cache(maxsize=1024)
def _anonymous(container: Style) -> Style:
    """The style of the block that CSS wraps around loose text (CSS 2.1, 9.2.1.1)."""
    return replace(container.child(), display="block")


def _block(box: Box, context: FlowPosition, left: float, right: float, keep: bool) -> None:
    style = box.style
    if style.position.startswith("running:"):
        return
    if style.position == "absolute" and context.frame is None and context.sections:
        _positioned(box, context, context.sections.paper(style.page))
        return
    if box.tag == "table":
        _table(box, context, left, right)
    elif any(not child.is_inline for child in box.boxes):
        context.gap = max(context.gap, style.margin_top)
        context.breaking |= lines_of(style).page_break
        keep = keep or style.break_after.startswith("avoid")
        inner_left = left + style.margin_left + style.padding_left
        flow(box, context, inner_left, right + style.margin_right + style.padding_right, keep)
        context.gap = max(context.gap, style.margin_bottom)
    else:
        runs = read_runs(box)
        if runs or style.height or borders_of(style) or lines_of(style).page_break:
            _paragraph(box, runs, context, left, right, keep)
        else:  # nothing to be seen: its margins collapse through it (CSS 2.1, 8.3.1)
            context.gap = max(context.gap, style.margin_top, style.margin_bottom)
    context.breaking |= style.break_after in NEW_SHEET


def _positioned(box: Box, context: FlowPosition, paper: Paper) -> None:
    """Print a block at its own place on the page (position: absolute), without moving what is in the flow."""
    frame = _frame(box.style, paper)
    inner = FlowPosition(context.styles, None, frame.width, frame=frame)
    _block(replace(box, style=_static(box.style)), inner, 0.0, 0.0, keep=False)
    if inner.ends_in_table:
        _seam(inner)
    if inner.blocks:
        _enter_page(context, box.style.page)
        context.blocks += inner.blocks


@lru_cache(maxsize=1024)
def _static(style: Style) -> Style:
    return replace(style, position="static")


def _frame(style: Style, paper: Paper) -> Frame:
    """Where CSS puts it, seen from the edge of the paper: offsets count from the text block (CSS 2.1, 10.1)."""
    width = style.width if isinstance(style.width, float) and not isinstance(style.width, Percent) else paper.text_width
    left = style.left if style.left is not None else paper.text_width - width - (style.right or 0.0)
    y: float | None
    if style.top is not None:
        y = paper.top + style.top
    else:
        below = paper.height - paper.bottom - (style.bottom or 0.0)
        y = None if style.height is None else below - style.height - _around(style)
    return Frame(paper.left + left, y, width)


def _around(style: Style) -> float:
    """What borders and padding add to the height of a box."""
    edges = sum(edge.width for edge in (style.border_top, style.border_bottom) if edge)
    return edges + style.padding_top + style.padding_bottom


def _enter_page(context: FlowPosition, name: str) -> None:
    """Before a block is printed on a page of another name, end the section: its last paragraph says so (17.6.18)."""
    sections = context.sections
    if sections is None or name == context.page:
        return
    if context.blocks:
        if context.ends_in_table:
            _seam(context)
        section = sections.xml(context.page, context.is_first)
        context.is_first = False
        context.blocks[-1] = context.blocks[-1].replace("</w:pPr>", f"{section}</w:pPr>", 1)
    context.page, context.width = name, sections.width(name)
    context.after = context.gap = 0.0
    context.above.clear()


def _seam(context: FlowPosition, breaking: bool = False) -> None:
    context.blocks.append(f"<w:p><w:pPr>{paragraph_properties(replace(SEAM, page_break=breaking))}</w:pPr></w:p>")
    context.after, context.breaking, context.ends_in_table = 0.0, False, False
    if breaking:
        context.above.clear()


def _paragraph(box: Box, runs: Sequence[Run], context: FlowPosition, left: float, right: float, keep: bool) -> None:
    _enter_page(context, box.style.page)
    before = max(box.style.margin_top, context.gap, context.after) - context.after
    lines = _placed(box.style, before, left, right, keep, context.breaking, context.frame)
    if not runs and box.style.height:
        lines = replace(lines, pitch=box.style.height)
    context.blocks.append(paragraph_xml(context.styles.of(box), lines, box.style, runs))
    context.after, context.gap, context.breaking, context.ends_in_table = lines.after, 0.0, False, False
    if lines.page_break:
        context.above.clear()
    context.above.append((box, context.width - left - right))


@lru_cache(maxsize=4096)
def _placed(
    style: Style, before: float, left: float, right: float, keep: bool, breaking: bool, frame: Frame | None
) -> ParagraphFormat:
    """The lines of a block where it stands: what the blocks around it and before it add."""
    lines = lines_of(style)
    return replace(
        lines,
        before=before,
        left=lines.left + left,
        right=lines.right + right,
        keep_next=lines.keep_next or keep,
        page_break=lines.page_break or breaking,
        frame=frame,
    )


def _table(box: Box, context: FlowPosition, left: float, right: float) -> None:
    for caption in (child for child in box.boxes if child.tag == "caption"):
        _block(caption, context, left, right, keep=True)
    _enter_page(context, box.style.page)
    breaking = context.breaking or lines_of(box.style).page_break
    if breaking or context.ends_in_table:
        _seam(context, breaking)

    def content(cell: Box, width: float | None, hold: Hold) -> str:
        return _cell_content(cell, width, context.styles, hold)

    available = context.width - left - right
    grid = _cut(read_grid(box), available, context)
    context.blocks.append(table_xml(grid, available, left, context.frame, content))
    context.after, context.gap, context.ends_in_table = 0.0, box.style.margin_bottom, True
    context.above.append((grid.box, available))


def _cut(grid: Grid, available: float, context: FlowPosition) -> Grid:
    """A table that can stand on several pages: what is merged in it, cut where a page may end."""
    if context.sections is None or not is_merged(grid):
        return grid
    above = sum(block_height(box, width) for box, width in context.above)
    full = context.sections.paper(context.page).text_height
    widths = column_widths(grid, available)
    return read_grid(cut_groups(grid, partial(cell_measure, widths=widths), head_height(grid, widths), above, full))


def _cell_content(box: Box, width: float | None, styles: Styles, hold: Hold) -> str:
    """The blocks of a cell; one that goes on below or is missing has no width and no text."""
    if width is None or all(child.is_inline for child in box.boxes):
        runs = [] if width is None else read_runs(box)
        return paragraph_xml(styles.of(box), cell_lines_of(box.style, *hold), box.style, runs)
    inner = FlowPosition(styles, None, width - box.style.padding_left - box.style.padding_right, breaking=hold.breaking)
    flow(box, inner, keep=hold.keep)
    if inner.ends_in_table or not inner.blocks:
        _seam(inner)
    return "".join(inner.blocks)
