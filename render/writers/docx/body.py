"""A page's boxes → the blocks of word/document.xml: paragraphs, tables and sections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from xml.sax.saxutils import escape

from render.page import Box, Cell, Grid, Page, Paper, Percent, Run, Style, read_grid, read_runs
from render.writers.docx.sections import Sections
from render.writers.docx.styles import BREAKS, Named, Styles, cell_lines_of, lines_of
from render.writers.docx.xml import (
    CELL_ALIGN,
    Frame,
    Letters,
    Lines,
    borders_of,
    edges_of,
    edges_xml,
    margins_xml,
    paragraph_properties,
    quoted,
    run_properties,
    twips,
)

SEAM = Lines(pitch=1.0, widow_control=False)  # the smallest paragraph: Word wants one after a table


@dataclass(slots=True)
class Context:
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


def body_xml(page: Page, styles: Styles, sections: Sections) -> str:
    """The content of w:body."""
    body = page.body
    context = Context(styles, sections, sections.width("auto"))
    flow(body, context)
    if context.ends_in_table or not context.blocks:
        _seam(context)
    return "".join(context.blocks) + sections.xml(context.page, context.is_first)


def flow(box: Box, context: Context, left: float = 0.0, right: float = 0.0, keep: bool = False) -> None:
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


def _loose(box: Box, children: list[Box | str], context: Context, left: float, right: float, keep: bool) -> None:
    anonymous = Box("p", {}, _anonymous(box.style), children)
    runs = read_runs(anonymous)
    if runs:
        _paragraph(anonymous, runs, context, left, right, keep)


@lru_cache(maxsize=1024)
def _anonymous(container: Style) -> Style:
    """The style of the block that CSS wraps around loose text (CSS 2.1, 9.2.1.1)."""
    return replace(container.child(), display="block")


def _block(box: Box, context: Context, left: float, right: float, keep: bool) -> None:
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
    context.breaking |= style.break_after in BREAKS


def _positioned(box: Box, context: Context, paper: Paper) -> None:
    """Print a block at its own place on the page (position: absolute), without moving what is in the flow."""
    frame = _frame(box.style, paper)
    inner = Context(context.styles, None, frame.width, frame=frame)
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


def _enter_page(context: Context, name: str) -> None:
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


def _seam(context: Context, breaking: bool = False) -> None:
    context.blocks.append(f"<w:p><w:pPr>{paragraph_properties(replace(SEAM, page_break=breaking))}</w:pPr></w:p>")
    context.after, context.breaking, context.ends_in_table = 0.0, False, False


def _paragraph(box: Box, runs: Sequence[Run], context: Context, left: float, right: float, keep: bool) -> None:
    _enter_page(context, box.style.page)
    before = max(box.style.margin_top, context.gap, context.after) - context.after
    lines = _placed(box.style, before, left, right, keep, context.breaking, context.frame)
    if not runs and box.style.height:
        lines = replace(lines, pitch=box.style.height)
    context.blocks.append(paragraph_xml(context.styles.of(box), lines, box.style, runs))
    context.after, context.gap, context.breaking, context.ends_in_table = lines.after, 0.0, False, False


@lru_cache(maxsize=4096)
def _placed(
    style: Style, before: float, left: float, right: float, keep: bool, breaking: bool, frame: Frame | None
) -> Lines:
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


def paragraph_xml(named: Named, lines: Lines, style: Style, runs: Sequence[Run]) -> str:
    """One w:p: the named style, and what differs from it."""
    return f"<w:p>{_paragraph_style(named, lines, style)}{''.join([run_xml(run, style, named) for run in runs])}</w:p>"


@lru_cache(maxsize=4096)
def _paragraph_style(named: Named, lines: Lines, style: Style) -> str:
    name = "" if named.id == "Normal" else f'<w:pStyle w:val="{quoted(named.id)}"/>'
    return f"<w:pPr>{name}{paragraph_properties(lines, named.lines)}{_run_style(style, False, named)}</w:pPr>"


def run_xml(run: Run, block: Style, named: Named) -> str:
    """One w:r with its text; what differs from the paragraph's style is said."""
    if run.box.tag == "br":
        return "<w:r><w:br/></w:r>"
    return f"<w:r>{_run_style(run.style, run.style is not block, named)}{text_xml(run.text)}</w:r>"


@lru_cache(maxsize=4096)
def _run_style(style: Style, inline: bool, base: Named) -> str:
    properties = run_properties(Letters.of(style, inline), base.letters)
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def text_xml(text: str) -> str:
    """Text as w:t; line breaks and tabs as their elements."""
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    lines = ("<w:tab/>".join(map(_text, line.split("\t"))) for line in text.split("\n"))
    return "<w:br/>".join(lines)


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def _table(box: Box, context: Context, left: float, right: float) -> None:
    for caption in (child for child in box.boxes if child.tag == "caption"):
        _block(caption, context, left, right, keep=True)
    _enter_page(context, box.style.page)
    breaking = context.breaking or lines_of(box.style).page_break
    if breaking or context.ends_in_table:
        _seam(context, breaking)
    grid = read_grid(box)
    widths = grid.widths(_table_width(box, context.width - left - right))
    normal = _common_cell(grid)
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    head = (
        f'<w:tblPr>{_table_place(context.frame)}<w:tblW w:w="{twips(sum(widths))}" w:type="dxa"/>'
        f"{_table_indent(box.style, left)}"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins_xml(normal)}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )
    context.blocks.append(f"<w:tbl>{head}{''.join(_rows(grid, widths, normal, context))}</w:tbl>")
    context.after, context.gap, context.ends_in_table = 0.0, box.style.margin_bottom, True


def _table_width(box: Box, available: float) -> float:
    width = box.style.width
    if width is None:
        return available
    return available * width / 100 if type(width) is not float else width


def _table_place(frame: Frame | None) -> str:
    if frame is None:
        return ""
    down = 'w:vertAnchor="margin" w:tblpYSpec="bottom"'
    if frame.y is not None:
        down = f'w:vertAnchor="page" w:tblpY="{twips(frame.y)}"'
    return f'<w:tblpPr w:leftFromText="0" w:rightFromText="0" {down} w:horzAnchor="page" w:tblpX="{twips(frame.x)}"/>'


def _table_indent(style: Style, left: float) -> str:
    indent = left + style.margin_left
    return f'<w:tblInd w:w="{twips(indent)}" w:type="dxa"/>' if indent else '<w:tblInd w:w="0" w:type="dxa"/>'


def _common_cell(grid: Grid) -> Style:
    """The style of the last cell: a body cell, whose padding stands for the table's."""
    cells = [cell for _, line in grid.lines for cell in line]
    return cells[-1].box.style if cells else grid.box.style


def _rows(grid: Grid, widths: list[float], normal: Style, context: Context) -> Iterator[str]:
    spanning = dict[int, Cell]()  # column → the cell that reaches down into it
    for index, (row, cells) in enumerate(grid.lines):
        group = grid.groups[index]
        last = index + 1 == len(grid.lines) or grid.groups[index + 1] is not group
        keep = group.style.break_inside.startswith("avoid") and not last
        starting = {cell.column: cell for cell in cells}
        content, column = list[str](), 0
        while column < len(widths):
            cell = starting.get(column) or spanning.get(column)
            if cell is None or cell.row + cell.rows <= index:  # the latter ended under a cell that overlaps it
                content.append(_missing_cell(widths[column], grid, context))
                column += 1
                continue
            content.append(_cell(cell, index, widths, normal, context, keep))
            if cell.rows > 1:
                spanning[column] = cell
            if cell.row + cell.rows == index + 1:
                spanning.pop(column, None)
            column += cell.columns
        yield f"<w:tr>{_row_properties(row, index < grid.head)}{''.join(content)}</w:tr>"


def _row_properties(row: Box, header: bool) -> str:
    parts = list[str]()
    if row.style.break_inside.startswith("avoid"):
        parts.append("<w:cantSplit/>")
    if row.style.height:
        parts.append(f'<w:trHeight w:val="{twips(row.style.height)}" w:hRule="atLeast"/>')
    if header:
        parts.append("<w:tblHeader/>")
    return f"<w:trPr>{''.join(parts)}</w:trPr>" if parts else ""


def _missing_cell(width: float, grid: Grid, context: Context) -> str:
    """What stands where a row has fewer cells than the table has columns."""
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_cell_paragraph(grid.box, [], context, False)}</w:tc>"


def _cell(cell: Cell, row: int, widths: list[float], normal: Style, context: Context, keep: bool) -> str:
    width = sum(widths[cell.column : cell.column + cell.columns])
    merge = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    properties = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>{span}{merge}{_cell_style(cell.box.style, normal)}'
    if row == cell.row:
        content = _cell_content(cell.box, width, context, keep)
    else:
        content = _cell_paragraph(cell.box, [], context, keep)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


@lru_cache(maxsize=1024)
def _cell_style(style: Style, normal: Style) -> str:
    parts = [f"<w:tcBorders>{edges_xml(edges_of(style))}</w:tcBorders>"]
    if style.background_color:
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{style.background_color}"/>')
    if style.white_space == "nowrap":
        parts.append("<w:noWrap/>")
    if margins_xml(style) != margins_xml(normal):
        parts.append(f"<w:tcMar>{margins_xml(style)}</w:tcMar>")
    if style.vertical_align in CELL_ALIGN:
        parts.append(f'<w:vAlign w:val="{CELL_ALIGN[style.vertical_align]}"/>')
    return "".join(parts)


def _cell_content(box: Box, width: float, context: Context, keep: bool) -> str:
    if all(child.is_inline for child in box.boxes):
        return _cell_paragraph(box, read_runs(box), context, keep)
    inner = Context(context.styles, None, width - box.style.padding_left - box.style.padding_right)
    flow(box, inner, keep=keep)
    if inner.ends_in_table or not inner.blocks:
        _seam(inner)
    return "".join(inner.blocks)


def _cell_paragraph(box: Box, runs: Sequence[Run], context: Context, keep: bool) -> str:
    return paragraph_xml(context.styles.of(box), cell_lines_of(box.style, keep), box.style, runs)
