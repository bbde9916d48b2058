"""What stands in a PDF written once: pydyf writes each object twice, for the file and for the file's identifier."""

import zlib
from functools import cache
from typing import Any

LEVEL = 9  # as pydyf does, so that the bytes are the same


def pack(pdf: Any) -> None:
    """Compress every stream that is to be compressed, and say so in its dictionary (ISO 32000-1, 7.3.8).

    All other objects are put down as they are; nothing can be changed in them afterwards.
    """
    put_down = _put_down()
    for place, thing in enumerate(pdf.objects):
        if getattr(thing, "compress", False):
            content = zlib.compressobj(level=LEVEL)
            data = b"\n".join(item if isinstance(item, bytes) else _bytes(item) for item in thing.stream)
            thing.stream = [content.compress(data) + content.flush()]
            thing.extra["Filter"], thing.compress = "/FlateDecode", False
        elif thing.compressible and thing.free != "f":
            pdf.objects[place] = put_down(thing)


@cache
def _put_down() -> Any:
    import pydyf  # type: ignore[import-untyped]

    class PutDown(pydyf.Object):  # type: ignore[misc]
        """An object as bytes."""

        data = b""

        def __init__(self, thing: Any) -> None:
            super().__init__()
            self.number, self.data = thing.number, thing.data

    return PutDown


def _bytes(item: Any) -> bytes:
    return item.data if hasattr(item, "data") else str(item).encode("ascii")
