"""The text of plan.yaml as it was when a workbook was made ↔ the cells of its hidden sheet."""

import base64
import hashlib
import zlib
from collections.abc import Iterator, Sequence

CHUNK = 30_000  # characters of a cell, which holds 32,767
LARGEST = 20_000_000  # bytes of a plan, as the reader has it


def chunks(text: str) -> Iterator[str]:
    """The digest of a text, then the text itself in pieces that fit into cells."""
    data = text.encode()
    yield hashlib.sha256(data).hexdigest()
    packed = base64.b64encode(zlib.compress(data, 9)).decode()
    yield from (packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK))


def joined(pieces: Sequence[str]) -> str:
    """The text; raises ValueError where it is not what was written."""
    digest, *packed = pieces or [""]
    data = zlib.decompressobj().decompress(base64.b64decode("".join(packed), validate=True), LARGEST)
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(digest)
    return data.decode()
