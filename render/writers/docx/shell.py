"""What all documents with one stylesheet share: an OPC package built once by python-docx, its parts kept compressed."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart

from render.page import read_sheet
from render.writers.docx.margins import is_running, margin_xml
from render.writers.docx.package import ZipPart, deflated
from render.writers.docx.sections import Sections
from render.writers.docx.styles import Styles
from render.writers.docx.xml import PROLOG, ROOT

DOCUMENT = "word/document.xml"
CORE = "docProps/core.xml"
EMPTY = b'<?xml version="1.0"?><w:empty xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
TYPES = {
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
}


@dataclass(frozen=True)
class Shell:
    """The parts that stay, ready to be packed, and what is needed to write those that do not."""

    styles: Styles
    sections: Sections
    parts: Mapping[str, ZipPart]


@lru_cache(maxsize=16)
def make_shell(css: str) -> Shell:
    """Build the package for a stylesheet; costs some 50 ms, once."""
    sheet = read_sheet(css)
    styles, sections = Styles(sheet), Sections(sheet)
    document = docx.Document()
    _drop_defaults(document)
    _add(document, "styles", "styles", styles.xml())
    _add(document, "fontTable", "fontTable", styles.fonts_xml())
    _add(document, "settings", "settings", _settings(sections))
    for margin in sections.margins:
        xml = EMPTY if is_running(margin) else margin_xml(margin, styles, {})
        _add(document, margin.part, margin.place, xml, margin.id)
    return Shell(styles, sections, _parts(document))


def _drop_defaults(document: Document) -> None:
    """Take away python-docx's own parts: Letter paper, a theme without Chinese fonts, a thumbnail, another author."""
    for part in (document.part, document.part.package):
        for rel_id, relation in list(part.rels.items()):
            if relation.reltype not in (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES):
                del part.rels[rel_id]


def _add(document: Document, name: str, kind: str, xml: bytes, rel_id: str = "") -> None:
    content_type, relation_type = TYPES[kind]
    package = document.part.package
    part = OpcPart(PackURI(f"/word/{name}.xml"), content_type, xml, package)
    document.part.rels.add_relationship(relation_type, part, rel_id or f"r{name}")


def _settings(sections: Sections) -> bytes:
    """Word 2013 layout (compatibility mode 15: a table's border stands on the margin), even footers where needed."""
    even = "<w:evenAndOddHeaders/>" if sections.has_even else ""
    mode = (
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    return (
        f'{PROLOG}<w:settings {ROOT}><w:zoom w:percent="100"/>{even}<w:defaultTabStop w:val="420"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{mode}'
        f'<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    ).encode()


def _parts(document: Document) -> Mapping[str, ZipPart]:
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        names = [name for name in archive.namelist() if name not in (DOCUMENT, CORE)]
        return {name: deflated(name, archive.read(name)) for name in sorted(names)}
