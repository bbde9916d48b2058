"""What a sheet does beyond showing text: names, freeze pane, filter, drop-downs, checks, colours, protection.

How a returned file is read back: a column with the data-key 进展状态 has the defined name 进展状态, which
covers its body cells and belongs to the sheet. Excel, WPS and LibreOffice take such a name along when columns
are moved, rows inserted or sorted, the sheet renamed or copied. Nobody sees or sorts it, unlike a hidden row
of keys; it never points to the wrong column, unlike a list of positions; and people's formulas may use it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.worksheet import Worksheet

from render.page import Stylesheet
from render.writers.xlsx.columns import Area, Column, Lists, data_of, refer
from render.writers.xlsx.looks import conditional
from render.writers.xlsx.rows import Field, SheetTable

WHEN = "when-"
TITLE = 32  #: characters of the title of a message box
#: data-type → the check of what is typed, and the message if it fails.
CHECKS: Mapping[str, tuple[dict[str, Any], str]] = {
    "date": (
        {"type": "date", "operator": "greaterThanOrEqual", "formula1": "36526"},
        "请填写日期，例如 2017-6-30。",
    ),
    "percent": (
        {"type": "decimal", "operator": "between", "formula1": "0", "formula2": "1"},
        "请填写 0% 到 100% 之间的数。",
    ),
    "number": (
        {"type": "decimal", "operator": "between", "formula1": "-1E+300", "formula2": "1E+300"},
        "请填写数字。",
    ),
}
LIST_ERROR = "请从下拉列表中选择。"


def add_features(sheet: Worksheet, table: SheetTable, stylesheet: Stylesheet, lists: Lists, area: Area) -> None:
    """Add all that the data attributes of a table and its columns ask for."""
    data = data_of(table.grid.box.attributes)
    if table.grid.head:
        sheet.print_title_rows = f"{table.top}:{table.body.start - 1}"
    if "freeze" in data:
        sheet.freeze_panes = sheet.cell(table.body.start, int(data["freeze"] or 0) + 1).coordinate
    if "protect" in data:
        sheet.protection = SheetProtection(
            sheet=True, formatColumns=False, formatRows=False, sort=False, autoFilter=False
        )
    if not table.body:
        return
    if "filter" in data:
        first, last = table.columns[0].letter, table.columns[-1].letter
        sheet.auto_filter.ref = f"{first}{max(table.body.start - 1, 1)}:{last}{table.body[-1]}"
    _place_cursor(sheet, table)
    for column in table.columns:
        _add_name(sheet, table, column)
        _add_check(sheet, table, column, lists)
        if "hidden" in column.data:
            sheet.column_dimensions[column.letter].hidden = True
    for cells, rules in _conditions(table, data):
        for name, formula in rules:
            _add_condition(sheet, cells, name, refer(formula, table.columns, table.body.start, area), stylesheet)


def add_field(sheet: Worksheet, field: Field) -> None:
    """Give a cell above the table its name and its prompt."""
    key, prompt = field.data.get("key"), field.data.get("prompt")
    if key:
        letter, row = re.findall(r"[A-Z]+|[0-9]+", field.place)
        sheet.defined_names.add(DefinedName(key, attr_text=f"{quote_sheetname(sheet.title)}!${letter}${row}"))
    if prompt:
        title = field.title[:TITLE] or None
        sheet.add_data_validation(
            DataValidation(sqref=field.place, showInputMessage=True, promptTitle=title, prompt=prompt)
        )


def _place_cursor(sheet: Worksheet, table: SheetTable) -> None:
    """Open the sheet at the first cell that is to be filled in."""
    letter = next((column.letter for column in table.columns if column.is_input), None)
    if letter:
        view = sheet.sheet_view.selection[-1]
        view.activeCell = view.sqref = f"{letter}{table.body.start}"


def _area(table: SheetTable, first: str, last: str) -> str:
    return f"{first}{table.body.start}:{last}{table.body[-1]}"


def _add_name(sheet: Worksheet, table: SheetTable, column: Column) -> None:
    if column.key:
        area = f"${column.letter}${table.body.start}:${column.letter}${table.body[-1]}"
        sheet.defined_names.add(DefinedName(column.key, attr_text=f"{quote_sheetname(sheet.title)}!{area}"))


def _add_check(sheet: Worksheet, table: SheetTable, column: Column, lists: Lists) -> None:
    kind = column.data.get("type", "") if column.is_input else ""
    rule, error = CHECKS.get(kind, ({}, ""))
    if column.options:
        rule, error = {"type": "list", "formula1": lists.source(column.options)}, LIST_ERROR
    prompt = column.data.get("prompt")
    if not rule and not prompt:
        return
    check = DataValidation(**rule, sqref=_area(table, column.letter, column.letter), allow_blank=True)
    check.showErrorMessage, check.errorTitle = True, column.title[:TITLE] or None
    check.error = column.data.get("error") or error or None
    if prompt:
        check.showInputMessage, check.promptTitle, check.prompt = True, check.errorTitle, prompt
    sheet.add_data_validation(check)


def _conditions(table: SheetTable, data: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each area with its (class, formula); a column's colours come before those of whole rows."""
    for column in table.columns:
        yield _area(table, column.letter, column.letter), _rules(column.data)
    yield _area(table, table.columns[0].letter, table.columns[-1].letter), _rules(data)


def _rules(data: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(name.removeprefix(WHEN), formula) for name, formula in data.items() if name.startswith(WHEN)]


def _add_condition(sheet: Worksheet, area: str, name: str, formula: str, stylesheet: Stylesheet) -> None:
    look = conditional(stylesheet.class_style(name, "td"), stylesheet.body)
    sheet.conditional_formatting.add(area, Rule(type="expression", dxf=look, formula=[formula]))
