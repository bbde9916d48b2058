"""PDF → images of its pages, and the text around a point on one: made when they are looked at, the last ones kept."""

import io
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import pypdfium2

KEPT = 6  # PDFs that are open at once
ROOM = 64 * 2**20  # bytes of images that are kept
SCALES = (1.0, 1.5, 2.0, 3.0, 4.0)  # pixels for a point
NEAR = 32.0  # points, the width and the height of what counts as hit: lines of official documents are 28 apart
AROUND = 40  # characters told on each side of it


@dataclass(frozen=True, slots=True)
class Size:
    """A page in points."""

    width: float
    height: float


class Pages:
    """All PDFs that somebody looks at, by the hash of their bytes; PDFium does one thing at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = OrderedDict[str, Any]()
        self._images = OrderedDict[tuple[str, int, float], bytes]()

    def add(self, token: str, data: bytes) -> list[Size]:
        """Open a PDF; the sizes of its pages."""
        with self._lock:
            document = self._open.get(token) or pypdfium2.PdfDocument(data)
            self._open[token] = document
            self._open.move_to_end(token)
            while len(self._open) > KEPT:
                _, old = self._open.popitem(last=False)
                old.close()
            return [Size(*document.get_page_size(number)) for number in range(len(document))]

    def image(self, token: str, number: int, scale: float) -> bytes | None:
        """A page as PNG, at the next of our scales; None for one that is not there."""
        scale = min((one for one in SCALES if one >= scale), default=SCALES[-1])
        key = (token, number, scale)
        with self._lock:
            if key not in self._images:
                page = self._page(token, number)
                if page is None:
                    return None
                self._images[key] = _png(page.render(scale=scale).to_pil())
            self._images.move_to_end(key)
            while sum(map(len, self._images.values())) > ROOM and len(self._images) > 1:
                self._images.popitem(last=False)
            return self._images[key]

    def text_at(self, token: str, number: int, x: float, y: float) -> tuple[str, str]:
        """The text before and from a point on (points from the upper left corner); two empty ones beside all text."""
        with self._lock:
            page = self._page(token, number)
            if page is None:
                return "", ""
            text = page.get_textpage()
            at = text.get_index(x, page.get_height() - y, NEAR, NEAR)
            if at is None:
                return "", ""
            start = max(0, at - AROUND)
            return text.get_text_range(start, at - start) if at else "", text.get_text_range(at, AROUND)

    def _page(self, token: str, number: int) -> Any:
        document = self._open.get(token)
        return document[number] if document and 0 <= number < len(document) else None


def _png(image: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()
