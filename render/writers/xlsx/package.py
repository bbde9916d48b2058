"""A workbook → the bytes of an .xlsx: no clock, fixed zip order, times and attributes, our own properties."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook._writer import WorkbookWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.writer.theme import theme_xml
from openpyxl.xml.constants import (
    ARC_APP,
    ARC_CORE,
    ARC_CUSTOM,
    ARC_ROOT_RELS,
    ARC_STYLE,
    ARC_THEME,
    ARC_WORKBOOK,
    ARC_WORKBOOK_RELS,
    CPROPS_TYPE,
)
from openpyxl.xml.functions import tostring

from render.page import Page
from render.writers.xlsx.cells import Results, SheetWriter
from render.writers.xlsx.drawings import Drawing
from render.writers.xlsx.looks import Looks
from render.writers.xlsx.strings import Strings

RECORD = "记录-"  #: <meta name="记录-单位" content="财务处"> → custom document property 单位
FIRST, RELATIONS = "[Content_Types].xml", ARC_WORKBOOK_RELS
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


def pack(workbook: Any, looks: Looks, page: Page, cached: Cached) -> bytes:
    """The file; `cached` holds, for each sheet by name, the results of formulas by cell."""
    for name, content in page.metadata.items():
        if name.startswith(RECORD):
            workbook.custom_doc_props.append(StringProperty(name=name.removeprefix(RECORD), value=content))
    parts = Parts()
    parts[ARC_APP] = APP_XML
    parts[ARC_CORE] = CORE_XML.format(title=escape(page.title), author=escape(page.metadata.get("author", "")))
    _Writer(workbook, looks, parts, cached).save()
    parts[RELATIONS] = parts[RELATIONS].replace(END, Strings.relationship + END)
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


class _Properties:
    """Our own properties, as the list of contents names them."""

    path, mime_type = f"/{ARC_CUSTOM}", CPROPS_TYPE


class _Writer(ExcelWriter):
    """openpyxl's writer without its temporary files, with shared strings, and with formats that are made once."""

    def __init__(self, workbook: Any, looks: Looks, parts: Any, cached: Cached) -> None:
        super().__init__(workbook, parts)
        self._book: Any = workbook
        self._looks, self._parts, self._cached, self._strings = looks, parts, cached, Strings()

    def write_data(self) -> None:
        """Write what our workbooks have: no more than sheets and charts."""
        parts, workbook = self._parts, self._book
        manifest: Any = self.manifest
        parts[ARC_THEME] = theme_xml
        if len(workbook.custom_doc_props):
            parts[ARC_CUSTOM] = tostring(workbook.custom_doc_props.to_tree())
            manifest.append(_Properties)
        self._write_worksheets()
        self._write_charts()  # type: ignore[attr-defined]  # not in the stubs
        parts[ARC_STYLE] = self._looks.xml(workbook)
        writer: Any = WorkbookWriter(workbook)
        parts[ARC_ROOT_RELS] = writer.write_root_rels()
        parts[ARC_WORKBOOK] = writer.write()
        parts[ARC_WORKBOOK_RELS] = writer.write_rels()
        manifest._write(parts, workbook)

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
