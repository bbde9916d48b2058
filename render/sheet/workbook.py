"""A plan → the bytes of its workbook."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from io import BytesIO
from typing import Any

from render.plan.model import Plan
from render.sheet.base import chunks
from render.sheet.fields import (
    ABOVE,
    GOAL,
    GOALS,
    HEAD,
    ID,
    ITEM,
    NUMBER,
    PLAN_KEYS,
    TASKS,
    TEXT,
    UNITS,
    FieldKind,
    SheetField,
    dumped,
    goal_fields,
    head_fields,
    labels,
    task_fields,
    text_of,
    unit_fields,
)

BASE, LISTS, HELP = "_原样", "_名单", "说明"
MARK = "计划表"  # the property by which a workbook is known to be one of ours
SPARE = 300  # rows below the last one that have drop-downs
HEADER, FIXED, LINE = "E7ECF3", "F2F2F2", "BFC7D5"  # as in templates/table.css
FONT, SIZE = "宋体", 11
LONG = 20  # a column from this width on holds texts that are too long for the format 文本
LEADING, TALLEST = 15, 409  # points of a line; of the tallest row that Excel has
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
HELPS = (
    "这张表是 plan.yaml 的另一个样子：改好存盘，运行 render sheet --back 这个文件，看过改动再写进 plan.yaml。",
    "改：直接改格子里的字。灰底的编号、号不改。",
    "加：写在最后一行下面，或插入一行；编号、号空着，程序给。新任务排在它那个目标的最后。",
    "删：删去整行；读回时逐项确认。",
    "换目标：改任务的“工作目标”一格；目标改名，改工作表“目标”里的名称，任务跟着走。",
    "几个单位用、隔开；名称里本来有、的，给它加上引号：“甲、乙两局”、财务处。",
    "单位改名，改工作表“单位”里的名称：任务跟着改，旧名记进曾用名。",
    "可以排序、筛选、调列宽；行的先后不影响计划。不要改表头，不要合并单元格，不要改隐藏的工作表。",
    "别人同时改了 plan.yaml 也不要紧：两边改的不是一处，都算数；是一处，读回时说出来，一个字不写。",
)


def workbook(text: str, plan: Plan) -> bytes:
    """The workbook of a plan, which stands in plan.yaml as `text`."""
    import openpyxl

    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    goals, units = list(_goal_rows(plan)), [dumped(unit) for unit in plan.units]
    _table(book, TASKS, task_fields(plan), list(_task_rows(plan)), 2)
    _table(book, GOALS, goal_fields(plan), goals, 1)
    _table(book, UNITS, unit_fields(plan), [{NUMBER: str(n), **unit} for n, unit in enumerate(units, 1)], 2)
    _head(book, plan)
    _help(book)
    _hidden(book, LISTS, _names(plan))
    _hidden(book, BASE, chunks(text))
    _choices(book, plan)
    book.custom_doc_props.append(_property(MARK, "1"))
    book.properties.creator, book.properties.title = plan.sender.office or plan.sender.organ or "", plan.title
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _property(name: str, value: str) -> Any:
    from openpyxl.packaging.custom import StringProperty

    return StringProperty(name=name, value=value)


def _task_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    named = {label.place: label.name for label in labels(plan)}
    for place, _, task in plan.places:
        yield {**dumped(task), GOAL: named.get(place[:-2], "")}


def _goal_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    found = labels(plan)
    named = {label.place: label.name for label in found}
    for label, (_, path) in zip(found, plan.goal_places, strict=True):
        yield {
            NUMBER: label.number,
            ABOVE: named.get(label.place[:-2], ""),
            "名称": path[-1].name,
            "内容": path[-1].content,
        }


def _names(plan: Plan) -> list[str]:
    return [label.name for label in labels(plan)]


def cell_text(field: SheetField, row: dict[str, Any]) -> str:
    """What stands in a column for a task, a goal or a unit."""
    return text_of(field.kind, field.value(row) if field.key else row[field.word])


# ---- sheets ----


def _table(book: Any, name: str, fields: Sequence[SheetField], rows: Sequence[dict[str, Any]], still: int) -> None:
    """A sheet with a row for each thing, of which the first `still` columns do not scroll away."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    for n, field in enumerate(fields, 1):
        _heading(sheet.cell(1, n), field.word)
        column = sheet.column_dimensions[get_column_letter(n)]
        column.width = field.width
        _look(column, field)
        first = None
        for number, row in enumerate(rows, 2):
            cell = _put(sheet.cell(number, n), cell_text(field, row))
            if first is None:
                first = cell
                _look(cell, field)
            cell._style = copy(first._style)  # to look each one up takes seconds
    for number, row in enumerate(rows, 2):
        _tall(sheet, number, [(cell_text(field, row), field.width) for field in fields])
    sheet.freeze_panes = sheet.cell(2, still + 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields))}{len(rows) + 1}"
    _printed(sheet)


def _head(book: Any, plan: Plan) -> None:
    sheet = book.create_sheet(HEAD)
    for letter, width, word, n in (("A", 14, ITEM, 1), ("B", 60, TEXT, 2), ("C", 70, "说明", 3)):
        _heading(sheet.cell(1, n), word)
        sheet.column_dimensions[letter].width = width
    data = {False: dumped(plan.sender), True: dumped(plan)}
    for number, field in enumerate(head_fields(), 2):
        value = text_of(field.kind, field.value(data[field.key in PLAN_KEYS]))
        _look(_put(sheet.cell(number, 1), field.word), SheetField(NUMBER))
        _look(_put(sheet.cell(number, 2), value), field)
        _look(_put(sheet.cell(number, 3), field.about), SheetField(NUMBER, width=LONG))
        _tall(sheet, number, [(value, 60), (field.about, 70)])
    sheet.freeze_panes = "B2"
    _printed(sheet)


def _help(book: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(HELP)
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(HELPS, 1):
        cell = _put(sheet.cell(number, 1), line)
        cell.font, cell.alignment = Font(name=FONT, size=12), Alignment(wrap_text=True, vertical="center")


def _hidden(book: Any, name: str, texts: Iterable[str]) -> None:
    sheet = book.create_sheet(name)
    sheet.sheet_state = "veryHidden"
    for number, text in enumerate(texts, 1):
        _put(sheet.cell(number, 1), text)


def _put(cell: Any, text: str) -> Any:
    """A text as a text, whatever it begins with."""
    if text:
        cell.value = ESCAPED.sub("_x005F_", text)
        cell.data_type = "s"
    return cell


# ---- looks ----


def _heading(cell: Any, word: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    _put(cell, word)
    cell.font = Font(name=FONT, size=SIZE, bold=True)
    cell.fill = PatternFill("solid", start_color=HEADER)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = _border()


def _border() -> Any:
    from openpyxl.styles import Border, Side

    side = Side("thin", color=LINE)
    return Border(side, side, side, side)


def _look(thing: Any, field: SheetField) -> None:
    """The look of a cell or a column, which new rows take over; short texts keep what is typed: 3-2 is no day."""
    from openpyxl.styles import Alignment, Font, PatternFill

    fixed = field.word in (ID, NUMBER)
    thing.font = Font(name=FONT, size=SIZE, color="595959" if fixed else None)
    centred = fixed or field.kind in (FieldKind.DAY, FieldKind.FLAG)
    thing.alignment = Alignment(
        horizontal="center" if centred and field.width < LONG else "left", vertical="center", wrap_text=True
    )
    is_cell = hasattr(thing, "coordinate")
    if is_cell:
        thing.border = _border()
        thing.quotePrefix = True
        if fixed:
            thing.fill = PatternFill("solid", start_color=FIXED)
    if field.width < LONG:
        thing.number_format = "@"


def _tall(sheet: Any, number: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make a row as tall as its texts in columns of some widths need; it still grows with what is typed."""
    from render.writers.xlsx.rows import Growing

    lines = max(sum(-(-max(1, _wide(line)) // (width - 2)) for line in text.split("\n")) for text, width in texts)
    sheet.row_dimensions[number] = Growing(sheet, index=number, ht=min(TALLEST, LEADING * lines + 5))


def _wide(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WFA") for char in text)


def _printed(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


# ---- drop-downs ----


def _choices(book: Any, plan: Plan) -> None:
    """Those that hold other names too warn of nothing: new goals and units may be typed, and several units."""
    goals = f"'{LISTS}'!$A$1:$A${max(1, len(_names(plan)))}"
    units = f"'{UNITS}'!$B$2:$B${len(plan.units) + SPARE}"
    for name, fields in ((TASKS, task_fields(plan)), (GOALS, goal_fields(plan)), (UNITS, unit_fields(plan))):
        for n, field in enumerate(fields, 1):
            if field.choices:
                _rule(book[name], n, f'"{",".join(field.choices)}"', strict=True)
            elif field.word in (GOAL, ABOVE):
                _rule(book[name], n, goals, strict=False)
            elif field.kind is FieldKind.NAMES and name == TASKS:
                _rule(book[name], n, units, strict=False, hint="几个单位用、隔开")
    for number, field in enumerate(head_fields(), 2):
        if field.choices:
            _rule(book[HEAD], 2, f'"{",".join(field.choices)}"', strict=True, rows=(number, number))


def _rule(
    sheet: Any, column: int, formula: str, *, strict: bool, hint: str = "", rows: tuple[int, int] | None = None
) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    first, last = rows or (2, sheet.max_row + SPARE)
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    rule.error, rule.errorTitle = "请从列表里选", "不在列表里"
    if hint:
        rule.prompt, rule.showInputMessage = hint, True
    letter = get_column_letter(column)
    rule.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(rule)
