"""`data-chart="堆积条形 单位: 已完成 推进中"` → a chart of these columns to the right of their table.

It holds the numbers as they are when the page is made, for previews that do not calculate.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from render.page import Grid, Stylesheet
from render.writers.xlsx.areas import body_area
from render.writers.xlsx.columns import Column, data_of
from render.writers.xlsx.rows import SheetTable, shown_width

SPEC = re.compile(r"\s*(\w+)\s+(\w+)\s*[:：]\s*(\w+(?:\s+\w+)*)\s*")
#: The kind of a chart → how its bars lie, and how those of one category stand to each other.
KINDS: Mapping[str, tuple[Literal["bar", "col"], Literal["clustered", "stacked"]]] = {
    "柱形": ("col", "clustered"),
    "堆积柱形": ("col", "stacked"),
    "条形": ("bar", "clustered"),
    "堆积条形": ("bar", "stacked"),
}
EMU = 12700  #: in a point
GAP = 12  #: points between table and chart
SIZE, TITLE_SIZE = 1000, 1200  #: hundredths of a point
WIDTH, HEIGHT = 430.0, 260.0  #: points, the least of a chart
PLACE = 54.0  #: points for one category of columns
GREY = "D9D9D9"
EDGE_ROOM = 3  #: points right of a chart: one that reaches into a column of its own has it printed too
EDGE = "595959"  #: round each bar, so that the states part in black and white too


@dataclass(frozen=True, slots=True)
class Chart:
    """What data-chart asks for: a kind, and the keys of the columns."""

    kind: str
    category: str
    series: tuple[str, ...]


def read_chart(text: str) -> Chart | None:
    """The chart that a text describes; None if it is not of the form."""
    match = SPEC.fullmatch(text)
    return Chart(match[1], match[2], tuple(match[3].split())) if match else None


def chart_width(grid: Grid, text_width: float) -> float:
    """The width in points of the chart of a table and the gap before it; 0 where it has none.

    It is as wide as the paper leaves room for, so that the sheet prints in the size of its letters.
    """
    wanted = read_chart(grid.box.attributes.get("data-chart", ""))
    rows = sum(group.tag not in ("thead", "tfoot") for group in grid.groups)
    if not wanted or not rows:
        return 0.0
    room = text_width - shown_width(grid, text_width) - GAP
    return GAP + max(WIDTH, room if KINDS[wanted.kind][0] == "bar" else min(room, PLACE * rows))


def add_chart(
    sheet: Worksheet, table: SheetTable, width: float, stylesheet: Stylesheet, cached: Mapping[str, str | float]
) -> None:
    """Put the chart of a table beside it, if it asks for one and has rows."""
    data = data_of(table.grid.box.attributes)
    wanted = read_chart(data.get("chart", ""))
    if not wanted or not table.body:
        return
    columns = {column.key: column for column in table.columns}
    source = _Source(sheet, table, cached)
    chart = _bars(wanted.kind)
    for number, key in enumerate(wanted.series):
        colour = stylesheet.class_style(key, "td").background_color
        chart.series.append(_series(number, source, columns[wanted.category], columns[key], colour))
    if data.get("chart-title"):
        chart.title = _title(data["chart-title"])
    chart.anchor = _anchor(sheet, table, width - GAP - EDGE_ROOM, chart.barDir == "bar")
    sheet.add_chart(chart)


@dataclass(frozen=True, slots=True)
class _Source:
    """The cells that a chart shows, with what is in them."""

    sheet: Any
    table: SheetTable
    cached: Mapping[str, str | float]

    def name(self, column: Column) -> SeriesLabel:
        """The header cell over a column, as the name of a series."""
        reference = f"{self._sheet}!${column.letter}${self.table.body.start - 1}"
        return SeriesLabel(strRef=StrRef(reference, StrData(1, [StrVal(0, v=column.title)])))

    def texts(self, column: Column) -> AxDataSource:
        """A column of texts."""
        points = [StrVal(n, v=str(value)) for n, value in self._values(column)]
        return AxDataSource(strRef=StrRef(self._area(column), StrData(len(self.table.body), points)))

    def numbers(self, column: Column) -> NumDataSource:
        """A column of numbers; a cell without one is left out."""
        points = [NumVal(n, v=f"{value:g}") for n, value in self._values(column) if isinstance(value, int | float)]
        cache = NumData("General", len(self.table.body), points)
        return NumDataSource(NumRef(self._area(column), cache))

    @property
    def _sheet(self) -> str:
        return quote_sheetname(self.sheet.title)

    def _area(self, column: Column) -> str:
        return f"{self._sheet}!{body_area(self.table, column.letter)}"

    def _values(self, column: Column) -> Iterator[tuple[int, Any]]:
        for number, row in enumerate(self.table.body):
            cell = f"{column.letter}{row}"
            value = self.cached.get(cell) if self.sheet[cell].data_type == "f" else self.sheet[cell].value
            if value is not None:
                yield number, value


def _bars(kind: str) -> Any:
    """A chart without series: categories from the top or the left, whole numbers, the legend below."""
    chart: Any = BarChart()
    chart.barDir, chart.grouping = KINDS[kind]
    chart.overlap, chart.gapWidth = (100, 45) if chart.grouping == "stacked" else (0, 60)
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines.spPr = "0", _line(GREY)
    chart.x_axis.txPr = chart.y_axis.txPr = _letters()
    chart.x_axis.tickLblSkip = 1
    if chart.barDir == "bar":
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
    chart.legend.position, chart.legend.txPr = "t", _letters()
    chart.dataLabels = DataLabelList(numFmt="0;;", showVal=True, txPr=_letters())
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(chart.dataLabels, other, False)
    return chart


def _series(number: int, source: _Source, category: Column, column: Column, colour: str | None) -> Series:
    series = Series(idx=number, order=number, tx=source.name(column))
    series.cat, series.val = source.texts(category), source.numbers(column)
    if colour:
        series.spPr = GraphicalProperties(solidFill=colour)
        series.spPr.ln = LineProperties(w=EMU // 2, solidFill=EDGE)
    return series


def _letters(size: int = SIZE) -> RichText:
    properties = ParagraphProperties(defRPr=CharacterProperties(sz=size))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def _title(text: str) -> Title:
    look = CharacterProperties(sz=TITLE_SIZE, b=True)
    run = RegularTextRun(rPr=look, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False, layout=Layout(ManualLayout()))


def _line(colour: str) -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(solidFill=colour))


def _anchor(sheet: Worksheet, table: SheetTable, width: float, lies: bool) -> OneCellAnchor:
    """Right of the table from its first line; lying bars as high as the table."""
    rows = range(table.top, table.body.stop + table.foot)
    high = sum(sheet.row_dimensions[row].height or 0 for row in rows)
    size = XDRPositiveSize2D(round(width * EMU), round((max(high, HEIGHT) if lies else HEIGHT) * EMU))
    return OneCellAnchor(AnchorMarker(len(table.columns), GAP * EMU, table.top - 1, 0), size)
