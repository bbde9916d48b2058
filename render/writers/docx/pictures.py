"""Drawings of a page → pictures in the package: w:drawing where each stands, and the parts that hold them (20.4)."""

import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import count

from render.page import PICTURES, Box, Page
from render.writers.docx.package import ZipPart, deflated
from render.writers.docx.xml import quoted
from render.writers.pictures import Picture, picture_of

DRAWN = re.compile(r"<(?:svg|img)\b", re.IGNORECASE)
EMU = 12700  # in a point
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
NUMBER = re.compile(r'(<(?:wp:docPr|pic:cNvPr) )id="\?"')  # given when all drawings are there; no text holds a tag
SPACES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def drawing_xml(box: Box) -> str:
    """The picture of an <svg> or <img> as w:drawing, in the line where it stands."""
    picture = picture_of(box)
    size = f'cx="{round(picture.width * EMU)}" cy="{round(picture.height * EMU)}"'
    name = f'id="?" name="图" descr="{quoted(picture.text)}"'
    return (
        f'<w:drawing {SPACES}><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr {name}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{_relation(picture)}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:inline></w:drawing>"
    )


def numbered(body: str) -> str:
    """The body with a number for each drawing, in order."""
    numbers = count(2)  # a drawing has two, which follow each other and may be the same
    return NUMBER.sub(lambda match: f'{match[1]}id="{next(numbers) // 2}"', body)


def picture_parts(page: Page, shell: Mapping[str, ZipPart]) -> dict[str, ZipPart]:
    """The parts that a page with drawings adds to its shell, or changes in it."""
    if not DRAWN.search(page.html):
        return {}
    pictures = {picture.key: picture for picture in map(picture_of, _drawings(page.body))}
    if not pictures:
        return {}
    names = {f"word/media/{key}.{picture.suffix}": picture.data for key, picture in pictures.items()}
    parts = {name: deflated(name, data) for name, data in names.items()}
    relations = "".join(
        f'<Relationship Id="{_relation(picture)}" Type="{IMAGE}" Target="media/{key}.{picture.suffix}"/>'
        for key, picture in pictures.items()
    )
    suffixes = sorted({picture.suffix for picture in pictures.values()})
    kinds = "".join(f'<Default Extension="{one}" ContentType="image/{one}"/>' for one in suffixes)
    parts[RELATIONS] = _with(shell[RELATIONS], relations, "</Relationships>")
    parts[TYPES] = _with(shell[TYPES], kinds, "</Types>")
    return parts


def _relation(picture: Picture) -> str:
    return f"p{picture.key}"


def _with(part: ZipPart, added: str, before: str) -> ZipPart:
    text = zlib.decompress(part.data, -15).decode()
    return deflated(part.name, text.replace(before, added + before).encode())


def _drawings(box: Box) -> Iterator[Box]:
    for child in box.boxes:
        if child.tag in PICTURES:
            yield child
        yield from _drawings(child)
