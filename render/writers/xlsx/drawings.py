"""The part that places charts on a sheet, its elements with the prefix xdr, without which exceljs opens no workbook."""

from typing import Any

from lxml import etree
from openpyxl.chart._chart import ChartBase
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.xml.constants import CHART_NS, DRAWING_NS, REL_NS, SHEET_DRAWING_NS

PREFIXES = {"xdr": SHEET_DRAWING_NS, "a": DRAWING_NS, "c": CHART_NS, "r": REL_NS}


class Drawing(SpreadsheetDrawing):
    """The charts of one sheet."""

    __elements__ = SpreadsheetDrawing.__elements__

    def __init__(self, charts: list[ChartBase]) -> None:
        super().__init__()
        self.charts = charts

    def _write(self) -> Any:
        """openpyxl's elements of no namespace, put into that of drawings."""
        tree = super()._write()  # type: ignore[misc]  # not in the stubs
        for element in tree.iter():
            if not element.tag.startswith("{"):
                element.tag = f"{{{SHEET_DRAWING_NS}}}{element.tag}"
        root = etree.Element(tree.tag, nsmap=PREFIXES)
        root.extend(list(tree))
        etree.cleanup_namespaces(root, keep_ns_prefixes=list(PREFIXES))
        return root
