"""Page → .xlsx: a sheet for each table, with the blocks around it as rows above and below."""

from render.errors import PageError
from render.page import Grid, Page
from render.writers.xlsx.areas import Areas
from render.writers.xlsx.attributes import KNOWN, problems, problems_of
from render.writers.xlsx.charts import add_chart, chart_width
from render.writers.xlsx.columns import Area, Lists
from render.writers.xlsx.features import add_features, add_field
from render.writers.xlsx.looks import Looks, StyledBook
from render.writers.xlsx.package import pack
from render.writers.xlsx.pages import add_breaks, cut_part
from render.writers.xlsx.printing import set_up_print
from render.writers.xlsx.rows import Rows, shown_width
from render.writers.xlsx.sheets import SheetPart, read_parts

__all__ = ["KNOWN", "notes", "problems", "write"]

SMALLEST = 9  #: points that letters on paper have at least


def write(page: Page) -> bytes:
    """The workbook of a page (ECMA-376 transitional); the same bytes for the same page.

    Raises PageError with all that `problems(page)` reports.
    """
    read = read_parts(page)
    wrong = problems_of(page, read)
    if wrong:
        raise PageError("；".join(wrong))
    workbook, looks = StyledBook(), Looks(page.sheet.body)
    workbook.remove(workbook.worksheets[0])
    lists = Lists()
    parts = [cut_part(part, page.sheet.paper(_page_name(part, page))) for part in read]
    area = Areas(parts).area
    cached = dict(_add_sheet(workbook, page, part, looks, lists, area) for part in parts)
    lists.add_sheet(workbook)
    return pack(workbook, looks, page, cached)


def _add_sheet(
    workbook: StyledBook, page: Page, part: SheetPart, looks: Looks, lists: Lists, area: Area
) -> tuple[str, dict[str, str | float]]:
    """Add one sheet; its name, and what its formulas gave when the page was made."""
    sheet = workbook.create_sheet(part.name)
    grid = part.grid
    name = _page_name(part, page)
    width = page.sheet.paper(name).text_width
    beside = chart_width(grid, width) if grid else 0.0
    rows = Rows(sheet, looks, grid, width, area, beside)
    for block in part.blocks:
        rows.add(block)
    for field in rows.fields:
        add_field(sheet, field)
    set_up_print(sheet, page.sheet, name)
    if rows.table:
        add_features(sheet, rows.table, page.sheet, lists, area)
        add_breaks(sheet, rows.table, page.sheet.paper(name))
        add_chart(sheet, rows.table, beside, page.sheet, rows.cached)
    return sheet.title, rows.cached


def notes(page: Page) -> list[str]:
    """What can be printed but will hardly be read."""
    sizes = {part.name: _printed_size(part.grid, page) for part in read_parts(page) if part.grid}
    return [
        f"工作表“{name}”缩到一页宽，字只有 {size:.1f} 磅，小于 {SMALLEST} 磅"
        for name, size in sizes.items()
        if round(size, 1) < SMALLEST
    ]


def _printed_size(grid: Grid, page: Page) -> float:
    """The size in points of the smallest letters of a table on paper."""
    width = page.sheet.paper(grid.box.style.page).text_width
    smallest = min((cell.box.style.font_size for _, cells in grid.lines for cell in cells), default=SMALLEST)
    needed = shown_width(grid, width) + chart_width(grid, width)
    return smallest * min(1.0, width / needed) if needed else smallest


def _page_name(part: SheetPart, page: Page) -> str:
    return (part.table.style if part.table else page.sheet.body).page
