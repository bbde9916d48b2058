"""What a <col> says of its column; in a formula `{键}` is its cell in the same row, `{表.键}` a column of a sheet."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname

from render.page import Grid
from render.writers.xlsx.sheets import LISTS
from render.writers.xlsx.values import escaped

REFERENCE = re.compile(r"\{(?:([^{}.,;\"]+)\.)?([^\W\d]\w*)\}")  # the sheet, or None; the key
FOOT = ("type", "format")  # what a total has of its column
INLINE = 255  #: characters of a drop-down written in the rule itself; Excel drops a longer one silently


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet; `data` are its attributes without data-."""

    letter: str
    data: Mapping[str, str]
    title: str

    @property
    def key(self) -> str:
        """The name by which formulas, and people's programs, find the column."""
        return self.data.get("key", "")

    @property
    def is_input(self) -> bool:
        """Whether people fill it in."""
        return "input" in self.data

    @property
    def options(self) -> list[str]:
        """The texts of its drop-down."""
        return [option for option in self.data.get("options", "").split("|") if option]

    @property
    def total(self) -> Mapping[str, str]:
        """What its cell in the <tfoot> is: data-total is the formula."""
        if "total" not in self.data:
            return {}
        return {name: self.data[name] for name in FOOT if name in self.data} | {"formula": self.data["total"]}


def read_columns(grid: Grid) -> list[Column]:
    """The columns of a table from the left; a column is called what the lowest header cell over it says."""
    titles = dict[int, str]()
    for _, cells in grid.lines[: grid.head]:
        for cell in cells:
            titles |= dict.fromkeys(range(cell.column, cell.column + cell.columns), cell.box.text)
    return [
        Column(get_column_letter(n + 1), data_of(box.attributes) if box else {}, titles.get(n, ""))
        for n, box in enumerate(grid.columns)
    ]


def data_of(attributes: Mapping[str, str]) -> dict[str, str]:
    """The data attributes without data-."""
    return {name[5:]: value for name, value in attributes.items() if name.startswith("data-")}


Area = Callable[[str, str], str]


def refer(formula: str, columns: Sequence[Column], row: int, area: Area) -> str:
    """A formula without its =, each {键} replaced by the cell of that column in the row, {表.键} by its area."""
    letters = {column.key: column.letter for column in columns}
    return REFERENCE.sub(
        lambda m: area(m[1], m[2]) if m[1] else f"${letters[m[2]]}{row}", formula.strip().removeprefix("=")
    )


class Lists:
    """The drop-down lists that are too long to be written in a rule: columns of a hidden sheet."""

    def __init__(self) -> None:
        self._lists: list[list[str]] = []

    def source(self, options: list[str]) -> str:
        """What the rule of a drop-down names: the options themselves, or the range where they stand."""
        inline = f'"{",".join(options).replace(chr(34), chr(34) * 2)}"'
        if len(inline) <= INLINE and not any("," in o or o != o.strip() for o in options):
            return inline
        if options not in self._lists:
            self._lists.append(options)
        letter = get_column_letter(self._lists.index(options) + 1)
        return f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${len(options)}"

    def add_sheet(self, workbook: Workbook) -> None:
        """Add the hidden sheet, last, if a list needs it."""
        if self._lists:
            sheet = workbook.create_sheet(LISTS)
            sheet.sheet_state = "hidden"
            for column, options in enumerate(self._lists, 1):
                for row, option in enumerate(options, 1):
                    cell: Any = sheet.cell(row, column)
                    cell._value, cell.data_type = escaped(option), "s"
