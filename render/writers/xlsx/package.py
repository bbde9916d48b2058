"""A workbook → the bytes of an .xlsx: no clock, fixed zip order, times and attributes, our own properties."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from render.page import Page

RECORD = "记录-"  #: <meta name="记录-单位" content="信保处"> → custom document property 单位
FIRST = "[Content_Types].xml"
APP_XML = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application></Properties>"
)
CORE_XML = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)
FORMULA = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f>[^<]*</f>)<v\s*/?>(?:</v>)?')

Cached = Mapping[str, Mapping[str, str | float]]


def pack(workbook: Any, page: Page, cached: Cached) -> bytes:
    """The file; `cached` holds, for each sheet by name, the results of formulas by cell."""
    for name, content in page.metadata.items():
        if name.startswith(RECORD):
            workbook.custom_doc_props.append(StringProperty(name=name.removeprefix(RECORD), value=content))
    parts = Parts()
    _Writer(workbook, parts, cached).save()
    parts["docProps/app.xml"] = APP_XML
    parts["docProps/core.xml"] = CORE_XML.format(
        title=escape(page.title), author=escape(page.metadata.get("author", ""))
    )
    return parts.zipped()


class Parts(dict[str, str | bytes]):
    """The named parts of a package, as ExcelWriter writes them."""

    def writestr(self, name: str, content: str | bytes) -> None:
        """Take a part."""
        self[name] = content

    def namelist(self) -> list[str]:
        """The names so far."""
        return list(self)

    def close(self) -> None:
        """Nothing is open."""

    def zipped(self) -> bytes:
        """The zip file of all parts, dated 1980-01-01, the first day that a zip file can name."""
        packed = BytesIO()
        with ZipFile(packed, "w") as archive:
            for name in sorted(self, key=lambda name: (name != FIRST, name)):
                info = ZipInfo(name)
                info.compress_type, info.create_system = ZIP_DEFLATED, 0
                archive.writestr(info, self[name])
        return packed.getvalue()


class _Writer(ExcelWriter):
    """openpyxl's writer without its temporary files, and with the results of formulas."""

    def __init__(self, workbook: Any, parts: Any, cached: Cached) -> None:
        super().__init__(workbook, parts)
        self._parts, self._cached = parts, cached

    def write_worksheet(self, ws: Any) -> None:
        """Write a sheet as openpyxl does, but in memory."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        out = BytesIO()
        writer: Any = WorksheetWriter(ws, out)
        writer.write()
        ws._rels = writer._rels
        xml = out.getvalue()
        self._parts.writestr(ws.path[1:], _with_results(xml, self._cached.get(ws.title, {})))
        self.manifest.append(ws)


def _with_results(xml: bytes, results: Mapping[str, str | float]) -> bytes:
    """A sheet whose formula cells hold their results, for previews that do not calculate."""

    def fill(match: re.Match[str]) -> str:
        cell, attributes, formula = match.groups()
        result = results.get(cell)
        if result is None:
            return match[0]
        kind = ' t="str"' if isinstance(result, str) else ""
        return f'<c r="{cell}"{attributes}{kind}>{formula}<v>{escape(str(result))}</v>'

    return FORMULA.sub(fill, xml.decode()).encode() if results else xml
