"""An <svg> of a page → a picture for programs that show none: set by WeasyPrint, painted by PDFium."""

import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from lxml import etree

from render.errors import PageError
from render.writers.typesetting import BASE, weasyprint

DPI = 300
PX = 0.75  # points
LARGEST = 1600  # pt; A0 is 2384 high


@dataclass(frozen=True, slots=True)
class Drawn:
    """The PNG of a drawing, its size in points, and what it tells, for people who do not see it."""

    png: bytes
    width: float
    height: float
    text: str


@lru_cache(maxsize=64)
def draw(svg: str) -> Drawn:
    """Paint a drawing that says its width and height in pixels; raises PageError if it does not."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    width, height = (_length(root.get(name, "")) * PX for name in ("width", "height"))
    texts = [node.text or "" for node in root.iterchildren("{*}title", "{*}desc")]
    return Drawn(painted(svg, width, height), width, height, "。".join(filter(None, texts)))


def size_of(svg: bytes) -> tuple[float, float]:
    """The size in points of a drawing of its own, as its width and height or its viewBox say; raises PageError."""
    try:
        root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        raise PageError("<img> 的 SVG 读不了") from None
    box = (root.get("viewBox") or "").replace(",", " ").split()
    sides = zip(("width", "height"), box[2:4] or ("", ""), strict=True)
    width, height = (_length(root.get(name) or side) * PX for name, side in sides)
    return width, height


def _length(text: str) -> float:
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(?:px)?", text.strip())
    if not match or not 0 < float(match[1]) * PX <= LARGEST:
        raise PageError(f"<svg> 的 width 和 height 要写成像素数，不能是“{text}”")
    return float(match[1])


def painted(element: str, width: float, height: float) -> bytes:
    """An element that is so large, in points, as PNG."""
    import pypdfium2

    library, fonts, fetcher = weasyprint()
    css = f"@page {{ size: {width}pt {height}pt; margin: 0 }} body {{ margin: 0 }} svg {{ display: block }}"
    html = library.HTML(string=f"<style>{css}</style>{element}", url_fetcher=fetcher, base_url=BASE)
    with pypdfium2.PdfDocument(html.write_pdf(font_config=fonts)) as pdf:
        stream = BytesIO()
        pdf[0].render(scale=DPI / 72).to_pil().quantize(64).save(stream, "PNG", dpi=(DPI, DPI), optimize=True)
    return stream.getvalue()
