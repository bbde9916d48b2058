"""A workbook → the bytes of an .xlsx: no clock, fixed zip order, times and attributes, our own properties."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.packaging.custom import StringProperty
from openpyxl.writer.excel import ExcelWriter

from render.page import Page
from render.writers.xlsx.cells import Results, SheetWriter
from render.writers.xlsx.drawings import Drawing
from render.writers.xlsx.strings import Strings

RECORD = "记录-"  #: <meta name="记录-单位" content="财务处"> → custom document property 单位
FIRST, RELATIONS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
END = b"</Relationships>"
APP_XML = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application></Properties>"
)
CORE_XML = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)

Cached = Mapping[str, Results]


def pack(workbook: Any, page: Page, cached: Cached) -> bytes:
    """The file; `cached` holds, for each sheet by name, the results of formulas by cell."""
    for name, content in page.metadata.items():
        if name.startswith(RECORD):
            workbook.custom_doc_props.append(StringProperty(name=name.removeprefix(RECORD), value=content))
    parts = Parts()
    _Writer(workbook, parts, cached).save()
    parts[RELATIONS] = parts[RELATIONS].replace(END, Strings.relationship + END)
    parts["docProps/app.xml"] = APP_XML
    parts["docProps/core.xml"] = CORE_XML.format(
        title=escape(page.title), author=escape(page.metadata.get("author", ""))
    )
    return parts.zipped()


class Parts(dict[str, Any]):
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
    """openpyxl's writer without its temporary files, and with shared strings."""

    def __init__(self, workbook: Any, parts: Any, cached: Cached) -> None:
        super().__init__(workbook, parts)
        self._parts, self._cached, self._strings = parts, cached, Strings()

    def write_worksheet(self, ws: Any) -> None:
        """Write a sheet in memory."""
        ws._drawing = Drawing(ws._charts)
        writer: Any = SheetWriter(ws, self._strings, self._cached.get(ws.title, {}))
        writer.write()
        ws._rels = writer._rels
        self._parts.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)

    def _write_worksheets(self) -> None:
        """Write all sheets, then the texts that they share."""
        super()._write_worksheets()  # type: ignore[misc]  # not in the stubs
        self._parts.writestr(self._strings.path[1:], self._strings.xml())
        self.manifest.append(self._strings)
