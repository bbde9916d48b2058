"""The text of a cell and what it says of itself → the value that Excel keeps, and the format that shows it.

Text is always a string, never a formula, with nothing stripped. What an edit could turn into something else
(a leading = + - @, a digit as in 1-1 or 007) also gets the quote prefix, which nobody sees.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from openpyxl.cell.rich_text import CellRichText, TextBlock

from render.page import PICTURES, Box, Run, Style, read_runs
from render.writers.xlsx.looks import font_of, inline_font
from render.writers.xlsx.sheets import blocks_of

ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ means A to Excel (ECMA-376, ST_Xstring)
DIGITS = 15  #: what Excel keeps of a number
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.(\d+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Value:
    """`kind` is Excel's: s text, n number, d date, f formula."""

    data: str | float | date | CellRichText | None
    kind: str = "n"
    format: str = "General"
    quoted: bool = False


def text_value(runs: list[Run], style: Style, form: str = "General") -> Value:
    """A text as it stands; rich where a piece of it has another font than the cell."""
    text = "".join(run.text for run in runs)
    if not text:
        return Value(None, format=form)
    quoted = not text[0].isalpha()
    if all(run.style is style or font_of(run.style) == font_of(style) for run in runs):
        return Value(escaped(text), "s", form, quoted)
    rich = CellRichText([TextBlock(inline_font(run.style), escaped(run.text)) for run in runs])
    return Value(rich, "s", form, quoted)


def escaped(text: str) -> str:
    """The text as it is written in a workbook, where _x0041_ would be read as A."""
    return ESCAPE.sub("_x005F_", text)


def runs_of(box: Box) -> list[Run]:
    """The runs of a cell; blocks in it are lines of it."""
    if all(child.is_inline for child in box.boxes):
        return _texts(box)
    lines = list[Run]()
    for block in blocks_of(box):
        lines += [Run("\n", box.style, box)] * bool(lines) + _texts(block)
    return lines


def _texts(box: Box) -> list[Run]:
    return [run for run in read_runs(box) if run.box.tag not in PICTURES]


def cell_value(runs: list[Run], box: Box, data: Mapping[str, str]) -> Value:
    """The value of a body cell; `data` is what its column says (data-type, data-format).

    What stands in `data-value` counts, else the text; its format shows it as the text does.
    """
    kind = data.get("type", "")
    form = box.attributes.get("data-format") or data.get("format")
    text = "".join(run.text for run in runs)
    given = box.attributes.get("data-value", text)
    real = READERS[kind](given) if kind in READERS else None
    if real is None:
        return text_value(runs, box.style, form or FORMATS.get(kind, "General"))
    return replace(real, format=form or _format_of(real, text, kind))


def _format_of(real: Value, text: str, kind: str) -> str:
    """The number format by which a value is shown as a text has it; that of its kind where the text is another."""
    if isinstance(real.data, date):
        return date_format(text, real.data)
    shown = READERS[kind](text)
    return shown.format if shown else FORMATS[kind]


def read_date(text: str) -> Value | None:
    """A day (ISO 8601)."""
    with suppress(ValueError):
        return Value(date.fromisoformat(text), "d", FORMATS["date"])
    return None


def date_format(text: str, day: date) -> str:
    """The number format that shows a day as a text has it: 2017年2月 → yyyy"年"m"月".

    Numbers of the text that are year, month or day, in this order, follow the day; all else is literal.
    """
    parts = [("yyyy", day.year), ("m", day.month), ("d", day.day)]
    codes = list[str]()
    for piece in re.findall(r"[0-9]+|[^0-9]+", text):
        place = next((n for n, (_, number) in enumerate(parts) if piece.isdigit() and int(piece) == number), None)
        if place is None:
            codes.append('"{}"'.format(piece.replace('"', '"\\""')))
        else:
            code = parts[place][0]
            codes.append(code * 2 if piece[0] == "0" else code)
            parts = parts[place + 1 :]
    return "".join(codes) or FORMATS["date"]


def read_number(text: str) -> Value | None:
    """A number that Excel can show exactly as it is written."""
    match = NUMBER.fullmatch(text)
    if not match or sum(map(str.isdigit, text)) > DIGITS:
        return None
    return Value(float(text), "n", f"0.{'0' * len(match[1])}" if match[1] else "0")


def read_percent(text: str) -> Value | None:
    """60% or 0.6 as 0.6."""
    number = read_number(text.removesuffix("%"))
    if number is None or not text.endswith("%"):
        return number and Value(number.data, "n", FORMATS["percent"])
    return Value(round(float(text[:-1]) / 100, DIGITS), "n", f"{number.format}%")


READERS: Mapping[str, Callable[[str], Value | None]] = {
    "date": read_date,
    "number": read_number,
    "percent": read_percent,
}
#: The number format of each data-type where nothing else says it.
FORMATS = {"text": "@", "date": 'yyyy"年"m"月"d"日"', "percent": "0%", "number": "General"}
