"""What WeasyPrint leaves out of a tagged PDF: scopes of header cells, tables that are none, the claim of PDF/UA-1."""

from collections.abc import Iterator
from typing import Any

#: Of a th without a scope, by the group in which it stands.
SCOPES = {"thead": "col", "tbody": "row", "tfoot": "row"}
#: HTML's scope → PDF's (ISO 32000-1, table 349).
NAMES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}

#: PDF/A-2 wants a description of what it does not know (ISO 19005-2, 6.6.2.3.3), and PDF/UA's entry is of that kind.
CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
END = b"</rdf:RDF>"
TABULAR = frozenset(("/TD", "/TR", "/TBody", "/TFoot", "/Table"))
#: Tags that say nothing when nothing is in them.
HOLLOW = frozenset(("/P", "/Div", "/Span", "/NonStruct"))


def complete_tags(document: Any, pdf: Any) -> None:
    """Complete a PDF that WeasyPrint is about to write."""
    for box in (page._page_box for page in document.pages):
        for group, cell in _cells(box):
            _head(cell, group)
        for _, cell in (pair for table in _layouts(box) for pair in _cells(table)):
            _unlist(getattr(cell, "mark", {}), pdf)
    _prune(_object(pdf.catalog["StructTreeRoot"], pdf), pdf)
    metadata = _object(pdf.catalog["Metadata"], pdf)
    metadata.stream = [b"".join(metadata.stream).replace(END, CLAIM + END, 1)]


def _cells(box: Any, group: str = "") -> Iterator[tuple[str, Any]]:
    """Every cell below a box, with the tag of its row group."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TableCellBox":
            yield group, child
        yield from _cells(child, child.element_tag if type(child).__name__ == "TableRowGroupBox" else group)


def _head(cell: Any, group: str) -> None:
    """Give a header cell its scope.

    WeasyPrint instead names for each cell its headers, and loses count in a header of two rows: so these names go.
    """
    tag = getattr(cell, "mark", None)
    if tag is None or cell.element is None:
        return
    tag["A"].pop("Headers", None)
    tag.pop("ID", None)
    if tag["S"] == "/TH":
        scope = cell.element.get("scope", "").lower()
        tag["A"]["Scope"] = NAMES.get(scope) or NAMES[SCOPES.get(group, "col")]


def _layouts(box: Any) -> Iterator[Any]:
    """Every table without a header cell: it lays something out (版记), and is no table to who hears it."""
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "TableBox" and child.element_tag == "table" and not _has_heads(child.element):
            yield child
        else:
            yield from _layouts(child)


def _has_heads(element: Any) -> bool:
    return any(inner.tag == "th" for inner in element.iter())


def _unlist(tag: Any, pdf: Any) -> None:
    """Take the meaning of a table from a cell and from what is around it, up to the table."""
    tag.pop("A", None)
    while tag.get("S") in TABULAR:
        tag["S"] = "/NonStruct"
        tag = _object(tag["P"], pdf)


def _prune(tag: Any, pdf: Any) -> None:
    """Leave out the tags in which nothing is: a blank line, what holds a place."""
    tag["K"][:] = [kid for kid in tag["K"] if not _is_hollow(kid, pdf)]


def _is_hollow(kid: Any, pdf: Any) -> bool:
    tag = _object(kid, pdf)
    if "S" not in tag:  # marked content, or the place of a link
        return False
    _prune(tag, pdf)
    return not tag["K"] and tag["S"] in HOLLOW


def _object(reference: Any, pdf: Any) -> Any:
    """What `12 0 R` refers to; nothing for a number of marked content."""
    return pdf.objects[int(reference.split()[0])] if isinstance(reference, bytes) else {}
