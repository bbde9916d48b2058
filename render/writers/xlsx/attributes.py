"""The data attributes of tables, columns and cells: what there is, and what is wrong with those of a page.

`KNOWN` is the whole list; templates/README.md explains each, and a test compares the two.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from render.nearest import suggestion
from render.page import Box, Grid, Page, Stylesheet, read_grid
from render.writers.xlsx.charts import KINDS, read_chart
from render.writers.xlsx.columns import REFERENCE, data_of
from render.writers.xlsx.features import WHEN
from render.writers.xlsx.sheets import SheetPart, read_parts
from render.writers.xlsx.values import FORMATS, READERS, runs_of

LONGEST = 32767  #: characters of a cell
CELL_NAME = re.compile(r"(?i)[a-z]{1,3}\d+|[rc]|r\d*c\d*")  # what Excel takes for a cell, not for a name


@dataclass(frozen=True, slots=True)
class Context:
    """What the attributes of one table may refer to."""

    keys: Sequence[str]
    stylesheet: Stylesheet
    sheets: Mapping[str, Sequence[str]]
    grids: Mapping[int, Grid]  # those that have been read, by the id of their box


Check = Callable[[str, Context], str]


def anything(value: str, context: Context) -> str:
    """No value is wrong."""
    return ""


def whole(value: str, context: Context) -> str:
    """A number of columns."""
    return "" if re.fullmatch(r"\d*", value, re.ASCII) else f"“{value}”不是整数"


def one_of(*words: str) -> Check:
    """One of some words, or nothing."""
    return lambda value, context: "" if not value or value in words else f"“{value}”不行，只能是 {'、'.join(words)}"


def up_to(length: int) -> Check:
    """A text that Excel has room for."""
    return lambda value, context: "" if len(value) <= length else f"有 {len(value)} 个字，最多 {length} 个"


def name(value: str, context: Context) -> str:
    """A key: it becomes a name in the workbook."""
    if not re.fullmatch(r"[^\W\d]\w*", value) or CELL_NAME.fullmatch(value):
        return f"“{value}”不能作键：用汉字或字母开头，不含空格和标点，不像单元格地址"
    return f"“{value}”用了不止一次" if context.keys.count(value) > 1 else ""


def formula(value: str, context: Context) -> str:
    """A formula that refers to columns of the table, or of other sheets."""
    return "；".join(filter(None, (_unknown(sheet, key, context) for sheet, key in REFERENCE.findall(value))))


def chart(value: str, context: Context) -> str:
    """A chart of columns of the table."""
    wanted = read_chart(value)
    if not wanted:
        return f"“{value}”不行，写成“堆积条形 单位: 已完成 推进中”这样"
    if wanted.kind not in KINDS:
        return f"没有“{wanted.kind}”这种图，只有 {'、'.join(KINDS)}"
    return "；".join(filter(None, (_unknown("", key, context) for key in (wanted.category, *wanted.series))))


def _unknown(sheet: str, key: str, context: Context) -> str:
    """Why a formula cannot refer to a column of a sheet, or of the table where no sheet is named."""
    if sheet and sheet not in context.sheets:
        return f"没有名为“{sheet}”的工作表{suggestion(sheet, context.sheets)}"
    keys = context.sheets[sheet] if sheet else context.keys
    where = f"工作表“{sheet}”里" if sheet else ""
    return "" if key in keys else f"{where}没有 data-key 为“{key}”的列{suggestion(key, keys)}"


#: tag → attribute without data- → the check of its value. A name that ends with - begins a family of names.
KNOWN: Mapping[str, Mapping[str, Check]] = {
    "table": {
        "sheet": anything,
        "freeze": whole,
        "filter": anything,
        "protect": anything,
        "chart": chart,
        "chart-title": anything,
        WHEN: formula,
    },
    "col": {
        "key": name,
        "type": one_of(*FORMATS),
        "format": anything,
        "input": anything,
        "options": anything,
        "prompt": up_to(255),
        "error": up_to(225),
        "formula": formula,
        "total": formula,
        "hidden": anything,
        WHEN: formula,
    },
    "span": {"key": name, "input": anything, "prompt": up_to(255)},
    "td": {"value": anything, "format": anything, "repeat": anything},  # `repeat` speaks to the PDF
}


def problems(page: Page) -> list[str]:
    """What is wrong with the data attributes of a page, and texts that no cell can hold."""
    return problems_of(page, read_parts(page))


def problems_of(page: Page, parts: Sequence[SheetPart]) -> list[str]:
    """The same of a page whose sheets have been read."""
    sheets = {part.name: _keys(part.grid.box) for part in parts if part.grid}
    grids = {id(part.grid.box): part.grid for part in parts if part.grid}
    return list(dict.fromkeys(_problems(page.body, Context([], page.sheet, sheets, grids))))


def _keys(box: Box) -> list[str]:
    """The keys of the columns of a table."""
    inner = [key for child in box.boxes if child.tag in ("colgroup", "col") for key in _keys(child)]
    return [key for key in [box.attributes.get("data-key", "")] if key] + inner


def _problems(box: Box, context: Context) -> Iterator[str]:
    if box.tag == "table":
        grid = context.grids.get(id(box)) or read_grid(box)
        keys = [column.attributes.get("data-key", "") for column in grid.columns if column]
        context = replace(context, keys=[key for key in keys if key])
        yield from _cell_problems(grid)
    for attribute, value in data_of(box.attributes).items():
        yield from (
            f"<{box.tag} data-{attribute}>：{reason}" for reason in _reasons(box.tag, attribute, value, context)
        )
    for child in box.boxes:
        yield from _problems(child, context)


def _reasons(tag: str, attribute: str, value: str, context: Context) -> Iterator[str]:
    known = KNOWN.get(tag, {})
    check = known.get(attribute)
    if attribute.startswith(WHEN) and WHEN in known:
        check = known[WHEN]
        css = attribute.removeprefix(WHEN)
        if css not in context.stylesheet.classes:
            yield f"样式表里没有“.{css}”{suggestion(css, context.stylesheet.classes, prefix='.')}"
    if check is None:
        yield f"没有这个属性{suggestion(attribute, known, prefix='data-')}"
    elif reason := check(value, context):
        yield reason


def _cell_problems(grid: Grid) -> Iterator[str]:
    """Values that are not of their column's type, and texts that are too long."""
    for number, (_, cells) in enumerate(grid.lines):
        for cell in cells:
            column = grid.columns[cell.column]
            kind = column.attributes.get("data-type", "") if column else ""
            value = cell.box.attributes.get("data-value")
            if number >= grid.head and value and kind in READERS and READERS[kind](value) is None:
                yield f"<td data-value>：“{value}”不是 data-type=“{kind}” 的值"
            length = sum(len(run.text) for run in runs_of(cell.box))
            if length > LONGEST:
                yield f"第 {number + 1} 行的单元格有 {length} 个字，Excel 的单元格最多 {LONGEST} 个"
