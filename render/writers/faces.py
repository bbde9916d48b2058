"""WeasyPrint with faces that hold what a document uses and nothing else: a patch of its inside, for one version of it.

Our faces are large (Noto Serif CJK has 65,535 glyphs, its file 24 MB). WeasyPrint 70 copies the whole file for each
document and face, and keeps the numbers of glyphs when it takes out the others, so that each face that it embeds has
a place for every glyph. A face whose glyphs are named by CIDs (CFF, as these are) needs neither: its charset says which
glyph is which. Measured on the real plan's letters: half of the processor time, and of the bytes a third.

To be offered upstream; until then it works with the version named here, is off where RENDER_PLAIN_FACES is set, and
anything unusual (missing glyphs, TrueType, other CIDs) goes the way of WeasyPrint.
"""

import io
import os
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

VERSION = "70."
SWITCH = "RENDER_PLAIN_FACES"
#: Tables that no viewer needs, as WeasyPrint leaves them out.
DROPPED = (b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ")


class Thin(bytes):
    """A face (OpenType with CFF) in which a CID is not the place of its glyph."""


def embed_bare(pdf: Any) -> None:
    """Embed of thin faces the CFF alone, as CIDFontType0C (ISO 32000-1, table 126): there a CID names a glyph.

    In an OpenType file viewers take it for the glyph's place.
    """
    for thing in pdf.objects:
        content = getattr(thing, "stream", None)
        if content and isinstance(content[0], Thin):
            thing.stream, thing.extra["Subtype"] = [_table(content[0], b"CFF ")], "/CIDFontType0C"


def _table(data: bytes, tag: bytes) -> bytes:
    """A table of an OpenType file (its directory: OpenType 1.9, table directory)."""
    for place in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16):
        name, _, start, length = struct.unpack(">4sIII", data[place : place + 16])
        if name == tag:
            return data[start : start + length]
    raise KeyError(tag)


@contextmanager
def thin_faces() -> Iterator[None]:
    """WeasyPrint makes thin faces meanwhile; `embed_bare` is to be called before it writes the PDF.

    Nothing happens with another version of it, or where the switch is set.
    """
    import weasyprint
    from weasyprint.pdf import fonts

    font, parts = fonts.Font, (fonts.Font.__init__, fonts.Font.subset)
    if weasyprint.__version__.startswith(VERSION) and not os.environ.get(SWITCH):
        font.__init__, font.subset = _ways(fonts, *parts)
    try:
        yield
    finally:
        font.__init__, font.subset = parts


def _ways(fonts: Any, begin: Any, subset: Any) -> tuple[Any, Any]:
    """How a font begins, without the copy of its file until that is needed, and how it is reduced."""
    whole = fonts.get_hb_object_data

    def start(font: Any, *args: Any) -> None:
        fonts.get_hb_object_data = _later
        try:
            begin(font, *args)
        finally:
            fonts.get_hb_object_data = whole
        if font.bitmap:
            font.file_content = whole(font.hb_face)

    def reduce(font: Any, to_unicode: dict[int, str], hinting: bool) -> None:
        thin = _thin(fonts, font, to_unicode, hinting) if to_unicode and not font.missing else None
        if thin:
            font.file_content = thin
        else:
            font.file_content = whole(font.hb_face)
            subset(font, to_unicode, hinting)

    return start, reduce


def _later(*_: Any) -> bytes:
    return b""


def _thin(fonts: Any, font: Any, to_unicode: dict[int, str], hinting: bool) -> bytes | None:
    """A face with these glyphs alone, whose CIDs are the numbers that they had; None where it cannot be made."""
    if not fonts.harfbuzz_subset or "CFF " not in font.tables or "fvar" in font.tables:
        return None
    return _reduced(font.hb_face, tuple(sorted(to_unicode)), hinting)


@lru_cache(maxsize=128)
def _reduced(whole: Any, glyphs: tuple[int, ...], hinting: bool) -> bytes | None:
    """The same of a face of HarfBuzz: letters share their page numbers and headings, so two of three are there."""
    from weasyprint.pdf import fonts

    library, ffi = fonts.harfbuzz_subset, fonts.ffi
    wanted = ffi.gc(library.hb_subset_input_create_or_fail(), library.hb_subset_input_destroy)
    _fill(fonts, library.hb_subset_input_glyph_set(wanted), glyphs)
    dropped = sorted(fonts.harfbuzz.hb_tag_from_string(name, -1) for name in DROPPED)
    _fill(fonts, library.hb_subset_input_set(wanted, library.HB_SUBSET_SETS_DROP_TABLE_TAG), dropped)
    flags = library.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED | library.HB_SUBSET_FLAGS_DESUBROUTINIZE
    library.hb_subset_input_set_flags(wanted, flags if hinting else flags | library.HB_SUBSET_FLAGS_NO_HINTING)
    face = library.hb_subset_or_fail(whole, wanted)
    if face == ffi.NULL:
        return None
    data: bytes = fonts.get_hb_object_data(ffi.gc(face, fonts.harfbuzz.hb_face_destroy))
    return Thin(data) if _cids(data) == sorted({0, *glyphs}) else None


def _fill(fonts: Any, places: Any, numbers: Sequence[int]) -> None:
    array = fonts.ffi.new("hb_codepoint_t[]", numbers)  # a length in the name would be read as C anew each time
    fonts.harfbuzz.hb_set_add_sorted_array(places, array, len(numbers))


def _cids(data: bytes) -> list[int] | None:
    """The CIDs of a face in the order of its glyphs; None where they have other names (CFF, 5176.CFF, 13)."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    top = TTFont(io.BytesIO(data), lazy=True)["CFF "].cff.topDictIndex[0]
    if not hasattr(top, "ROS"):
        return None
    return [0, *(int(name.removeprefix("cid")) for name in top.charset[1:])]
