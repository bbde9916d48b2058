"""A worksheet → its XML in UTF-8: texts as numbers of shared strings, formulas with what they gave on the page."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl.compat import safe_string
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.constants import SHEET_MAIN_NS

from render.writers.xlsx.strings import Strings

Results = Mapping[str, str | float]


class SheetWriter(WorksheetWriter):
    """openpyxl's writer of a sheet, with cells of our own.

    Its own writes texts into the cells and no results, and what is not ASCII as references, which SheetJS
    breaks above U+FFFF.
    """

    def __init__(self, sheet: Any, strings: Strings, results: Results) -> None:
        self._stream = BytesIO()
        super().__init__(sheet, self._stream)
        self._rows, self._strings, self._results = sheet.row_dimensions, strings, results

    def get_stream(self) -> Any:
        """Take the elements of the sheet one by one."""
        with etree.xmlfile(self._stream, encoding="utf-8") as file, file.element("worksheet", xmlns=SHEET_MAIN_NS):
            try:
                while True:
                    element = yield
                    if element is True:
                        yield file
                    elif element is not None:
                        file.write(element)
            except GeneratorExit:
                pass

    def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
        """Write one row."""
        with xf.element("row", {"r": f"{row_idx}", **dict(self._rows.get(row_idx, {}))}):
            for cell in row:
                xf.write(self._cell(cell))

    def _cell(self, cell: Any) -> etree._Element:
        element = etree.Element("c", {"r": cell.coordinate} | ({"s": f"{cell.style_id}"} if cell.has_style else {}))
        value = cell._value
        if cell.data_type == "f":
            etree.SubElement(element, "f").text = value[1:]
            value = self._results.get(cell.coordinate)
            if isinstance(value, str):
                element.set("t", "str")
        elif cell.data_type == "s":
            value = self._strings.number(value)
            element.set("t", "s")
        elif cell.data_type == "d":
            value = to_excel(value)  # type: ignore[no-untyped-call]
        if value is not None:
            etree.SubElement(element, "v").text = safe_string(value)
        return element
