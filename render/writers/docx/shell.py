"""What documents with one stylesheet share: an OPC package built once by python-docx, its parts kept compressed."""

import io
import re
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
from render.writers.docx.sections import Margin, Sections
from render.writers.docx.styles import Styles
from render.writers.docx.xml import PROLOG, ROOT, quoted

REFERENCE = re.compile(r'<w:(?:header|footer)Reference [^>]*r:id="([^"]*)"')
DOCUMENT = "word/document.xml"
CORE = "docProps/core.xml"
EMPTY = b'<?xml version="1.0"?><w:empty xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
# What may not begin a line and what may not end one (17.15.1.58 and .59): Word's own marks for Chinese, and with them
# parts of days, numbers with 号 or 项, 文号 and blanks to be filled in, so that none is torn or lost at a line's end.
NOT_FIRST = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
    + "〔\u3000年月日号项"
)
NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥" + "〕\u3000年月"
TYPES = {
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
}


@dataclass(frozen=True)
class Shell:
    """What a stylesheet says: how the body of a document is written, and the parts that stand around it."""

    styles: Styles
    sections: Sections

    def margins(self, body: str) -> list[Margin]:
        """The headers and footers to which the sections of a body refer."""
        wanted = set(REFERENCE.findall(body))  # no text holds a tag
        return [margin for margin in self.sections.margins if margin.id in wanted]


@lru_cache(maxsize=16)
def make_shell(css: str) -> Shell:
    """Read a stylesheet for Word, once."""
    sheet = read_sheet(css)
    return Shell(Styles(sheet), Sections(sheet))


@lru_cache(maxsize=64)
def shell_parts(css: str, names: tuple[str, ...]) -> Mapping[str, ZipPart]:
    """The parts that documents with these headers and footers share, ready to be packed; costs some 50 ms, once."""
    shell = make_shell(css)
    document = docx.Document()
    _drop_defaults(document)
    _add(document, "styles", "styles", shell.styles.xml())
    _add(document, "fontTable", "fontTable", shell.styles.fonts_xml())
    _add(document, "settings", "settings", _settings(shell.sections))
    for margin in shell.sections.margins:
        if margin.part in names:
            xml = EMPTY if is_running(margin) else margin_xml(margin, shell.styles, {})
            _add(document, margin.part, margin.place, xml, margin.id)
    return _parts(document)


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
    """Word 2013 layout (compatibility mode 15: a table's border stands on the margin), even footers where needed.

    The elements stand in the order of the schema (17.15.1.78).
    """
    even = "<w:evenAndOddHeaders/>" if sections.has_even else ""
    mode = (
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    return (
        f'{PROLOG}<w:settings {ROOT}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>{even}'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{_line_ends()}{mode}'
        f'<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    ).encode()


def _line_ends() -> str:
    lists = (("After", NOT_LAST), ("Before", NOT_FIRST))
    return "".join(f'<w:noLineBreaks{side} w:lang="zh-CN" w:val="{quoted(marks)}"/>' for side, marks in lists)


def _parts(document: Document) -> Mapping[str, ZipPart]:
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        names = [name for name in archive.namelist() if name not in (DOCUMENT, CORE)]
        return {name: deflated(name, archive.read(name)) for name in sorted(names)}
