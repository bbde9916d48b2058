"""合订本: several PDFs as one that is printed on both sides, each beginning on a right-hand page."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

A4 = (595.2756, 841.8898)  # points
#: What PDFium writes of its own accord and which differs each time: when, and an identifier (ISO 32000-1, 14.3, 14.4).
CREATED = re.compile(rb"(<</CreationDate\(D:)(\d{14})([+-]\d\d'\d\d)?")
IDENTIFIER = re.compile(rb"/ID\[<([0-9A-F]+)><([0-9A-F]+)>\](?=[^\[]*\Z)")


class Bound(NamedTuple):
    """A bound PDF: how many sheets' sides it has, and how many of them are blank."""

    data: bytes
    sides: int
    blank: int


def bound(pdfs: Sequence[bytes], day: date) -> Bound:
    """Bind PDFs, with a blank side after each that ends on a right-hand page; the same bytes for the same PDFs."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument.new() as whole:
        blank = 0
        for data in pdfs:
            if len(whole) % 2:
                whole.new_page(*A4)
                blank += 1
            with pdfium.PdfDocument(data) as one:
                whole.import_pages(one)
        stream = BytesIO()
        whole.save(stream)
        return Bound(_steady(stream.getvalue(), day), len(whole), blank)


def _steady(data: bytes, day: date) -> bytes:
    """The bytes with the day of the dispatch in place of now, and with an identifier that says nothing."""
    data = CREATED.sub(lambda match: match[1] + f"{day:%Y%m%d}000000".encode() + _utc(match[3]), data, count=1)
    return IDENTIFIER.sub(lambda match: b"/ID[<" + b"0" * len(match[1]) + b"><" + b"0" * len(match[2]) + b">]", data)


def _utc(offset: bytes | None) -> bytes:
    return b"+00'00" if offset else b""
