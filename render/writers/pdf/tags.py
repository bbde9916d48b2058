"""What WeasyPrint leaves out of a tagged PDF: the scope of header cells, and the claim to be PDF/UA-1."""

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


def finish(document: Any, pdf: Any) -> None:
    """Complete a PDF that WeasyPrint is about to write (a finisher of `write_pdf`)."""
    for page in document.pages:
        for group, cell in _cells(page._page_box):
            _head(cell, group)
    reference = int(pdf.catalog["Metadata"].split()[0])
    metadata = pdf.objects[reference]
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
