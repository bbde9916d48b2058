"""A Word file as its parts, and what each element of it may hold, in which order."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import docx
from docx.document import Document
from lxml import etree

from render.writers import writer
from support.pages import page

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
SPACE = {"w": W[1:-1]}

# ECMA-376 Part 1 (transitional schema, wml.xsd): the sequence of children of each complex type that we write.
SEQUENCES = {
    name: children.split()
    for name, children in {
        "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
        "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
        "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
        "vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
        "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
        "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign "
        "hideMark",
        "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
        "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
        "pBdr": "top left bottom right between bar",
        "tcBorders": "top left bottom right insideH insideV tl2br tr2bl",
        "tblCellMar": "top left bottom right",
        "tcMar": "top left bottom right",
        "tbl": "tblPr tblGrid tr",
        "tr": "tblPrEx trPr tc",
        "tc": "tcPr",
        "p": "pPr",
        "r": "rPr",
        "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat "
        "locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
        "styles": "docDefaults latentStyles style",
        "docDefaults": "rPrDefault pPrDefault",
        "font": "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic",
        "settings": "writeProtection view zoom removePersonalInformation mirrorMargins defaultTabStop "
        "evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore updateFields compat rsids "
        "themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    }.items()
}
#: These hold their properties first, then any of the rest in any order; w:trPr is a choice, in any order.
CONTENT = {"tc": {"p", "tbl"}, "p": {"r", "fldSimple"}, "r": {"t", "br", "tab"}}
CHOICES = {"trPr": {"cantSplit", "trHeight", "tblHeader"}, "body": {"p", "tbl", "sectPr"}, "tblGrid": {"gridCol"},
           "hdr": {"p", "tbl"}, "ftr": {"p", "tbl"}, "fldSimple": {"r"}, "fonts": {"font"}, "document": {"body"},
           "rPrDefault": {"rPr"}, "pPrDefault": {"pPr"}, "compat": {"compatSetting"}}  # fmt: skip


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def disorder(root: etree._Element) -> list[str]:
    """Each element whose children are not those of the schema, or not in its order."""
    return [f"{local(e)}: {' '.join(map(local, e))}" for e in root.iter(f"{W}*") if len(e) and not _in_order(e)]


def _in_order(element: etree._Element) -> bool:
    name, children = local(element), [local(child) for child in element]
    if name in CHOICES:
        return set(children) <= CHOICES[name]
    sequence, rest = SEQUENCES.get(name), CONTENT.get(name, set())
    if sequence is None or not set(children) <= {*sequence, *rest}:
        return False
    if name == "sectPr":  # the references are a choice of their own
        children = ["headerReference" if child == "footerReference" else child for child in children]
    places = [sequence.index(child) if child in sequence else len(sequence) for child in children]
    repeated = [
        c for c in children if children.count(c) > 1 and c not in {"headerReference", "style", "tr", "tc", *rest}
    ]
    return places == sorted(places) and not repeated


@dataclass(frozen=True)
class Word:
    """A .docx file."""

    data: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    @cached_property
    def body(self) -> etree._Element:
        (body,) = self.xml("word/document.xml")
        return body

    @cached_property
    def styles(self) -> dict[str, etree._Element]:
        return {style.get(f"{W}styleId", ""): style for style in self.xml("word/styles.xml").iter(f"{W}style")}

    @property
    def document(self) -> Document:
        return docx.Document(io.BytesIO(self.data))

    def lines(self, paragraph: etree._Element, name: str) -> dict[str, str] | None:
        """The attributes of a property of a paragraph (ind): its own or, unless it has one, its style's."""
        own = paragraph.find("w:pPr", SPACE)
        return _first(name, own, *(style.find("w:pPr", SPACE) for style in self._styles(paragraph)))

    def letters(self, run: etree._Element, name: str) -> dict[str, str] | None:
        """The attributes of a property of a run (sz): its own or, unless it has one, its paragraph's style's."""
        (paragraph,) = run.iterancestors(f"{W}p")
        own = run.find("w:rPr", SPACE)
        return _first(name, own, *(style.find("w:rPr", SPACE) for style in self._styles(paragraph)))

    def _styles(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        named = paragraph.find("w:pPr/w:pStyle", SPACE)
        name = "Normal" if named is None else named.get(f"{W}val", "")
        while name:
            yield self.styles[name]
            parent = self.styles[name].find("w:basedOn", SPACE)
            name = "" if parent is None else parent.get(f"{W}val", "")


def _first(name: str, *holders: etree._Element | None) -> dict[str, str] | None:
    for holder in holders:
        found = None if holder is None else holder.find(f"w:{name}", SPACE)
        if found is not None:
            return {etree.QName(key).localname: str(value) for key, value in found.items()}
    return None


def word(body: str, css: str = "", title: str = "题", author: str = "") -> Word:
    return Word(writer("docx")(page(body, css, title, author)))


def texts(root: etree._Element) -> Iterator[str]:
    """The text of each paragraph in the order of the file, with its tabs and line breaks."""
    marks = {"br": "\n", "tab": "\t"}
    for paragraph in root.iter(f"{W}p"):
        yield "".join(e.text or marks.get(local(e), "") for e in paragraph.iterfind("w:r/*", SPACE))
