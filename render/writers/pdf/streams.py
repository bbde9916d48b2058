"""The streams of a PDF packed once: pydyf packs each of them twice, for the file and for the file's identifier."""

import zlib
from typing import Any

LEVEL = 9  # as pydyf does, so that the bytes are the same


def pack(pdf: Any) -> None:
    """Compress every stream that is to be compressed, and say so in its dictionary (ISO 32000-1, 7.3.8)."""
    for thing in pdf.objects:
        if getattr(thing, "compress", False):
            content = zlib.compressobj(level=LEVEL)
            data = b"\n".join(item if isinstance(item, bytes) else _bytes(item) for item in thing.stream)
            thing.stream = [content.compress(data) + content.flush()]
            thing.extra["Filter"], thing.compress = "/FlateDecode", False


def _bytes(item: Any) -> bytes:
    return item.data if hasattr(item, "data") else str(item).encode("ascii")
