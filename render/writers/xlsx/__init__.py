"""Page → .xlsx: a sheet for each table, with the blocks around it as rows above and below."""

from openpyxl import Workbook

from render.errors import PageError
from render.page import Page, read_grid
from render.writers.xlsx.areas import Areas
from render.writers.xlsx.attributes import KNOWN, problems
from render.writers.xlsx.charts import add_chart
from render.writers.xlsx.columns import Area, Lists
from render.writers.xlsx.features import add_features
from render.writers.xlsx.looks import Looks
from render.writers.xlsx.package import pack
from render.writers.xlsx.pages import add_breaks, cut_part
from render.writers.xlsx.printing import set_up_print
from render.writers.xlsx.rows import Rows
from render.writers.xlsx.sheets import SheetPart, read_parts

__all__ = ["KNOWN", "problems", "write"]


def write(page: Page) -> bytes:
    """The workbook of a page (ECMA-376 transitional); the same bytes for the same page.

    Raises PageError with all that `problems(page)` reports.
    """
    wrong = problems(page)
    if wrong:
        raise PageError("；".join(wrong))
    workbook = Workbook()
    looks = Looks(workbook, page.sheet.body)
    lists = Lists()
    parts = [cut_part(part, page.sheet.paper(_page_name(part, page))) for part in read_parts(page)]
    area = Areas(parts).area
    cached = dict(_add_sheet(workbook, page, part, looks, lists, area) for part in parts)
    lists.add_sheet(workbook)
    return pack(workbook, page, cached)


def _add_sheet(
    workbook: Workbook, page: Page, part: SheetPart, looks: Looks, lists: Lists, area: Area
) -> tuple[str, dict[str, str | float]]:
    """Add one sheet; its name, and what its formulas gave when the page was made."""
    sheet = workbook.create_sheet(part.name)
    grid = read_grid(part.table) if part.table else None
    name = _page_name(part, page)
    rows = Rows(sheet, looks, grid, page.sheet.paper(name).text_width, area)
    for block in part.blocks:
        rows.add(block)
    set_up_print(sheet, page.sheet, name)
    if rows.table:
        add_features(sheet, rows.table, page.sheet, lists, area)
        add_breaks(sheet, rows.table, page.sheet.paper(name))
        add_chart(sheet, rows.table, page.sheet, rows.cached)
    return sheet.title, rows.cached


def _page_name(part: SheetPart, page: Page) -> str:
    return (part.table.style if part.table else page.sheet.body).page
