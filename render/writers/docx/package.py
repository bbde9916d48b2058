"""Named parts → the bytes of a zip file, the same for the same parts; parts may come already compressed.

Layout: PKWARE APPNOTE 4.3. Times and attributes are fixed, so nothing but the parts decides the bytes.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

DOS_DATE = 0x21  # 1980-01-01, the first day that a zip file can name
UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class ZipPart:
    """One deflated file of the package."""

    name: str
    data: bytes
    size: int
    crc: int


def deflated(name: str, content: bytes) -> ZipPart:
    """Compress a part once, to be packed any number of times."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return ZipPart(name, packer.compress(content) + packer.flush(), len(content), zlib.crc32(content))


def pack(parts: Iterable[ZipPart]) -> bytes:
    """The zip file that holds these parts in this order."""
    body, directory, count = bytearray(), bytearray(), 0
    for part in parts:
        name = part.name.encode()
        common = struct.pack("<HHHHHIIIHH", 20, UTF8, 8, 0, DOS_DATE, part.crc, len(part.data), part.size, len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + common + name + part.data
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + b"PK\5\6" + end)
