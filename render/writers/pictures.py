"""A picture of a page, drawn (<svg>) or taken (<img>) → its bytes, its size on paper, and what it tells."""

import re
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from urllib.parse import unquote_to_bytes

from render.errors import PageError
from render.page import Box
from render.page.style import Percent
from render.writers.drawing import LARGEST, PX, draw, painted, size_of

DATA = re.compile(r"data:image/(png|jpeg|svg\+xml)(?:;[^,;]*)*?(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
MOST = 50_000_000  # pixels: more than a sheet of A3 at 600 dpi


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG, its size in points, and what it tells, for people who do not see it."""

    data: bytes
    suffix: str
    width: float
    height: float
    text: str

    @property
    def key(self) -> str:
        """A name that only these bytes have."""
        return sha256(self.data).hexdigest()[:12]


def picture_of(box: Box) -> Picture:
    """The picture of an <svg> or <img>; raises PageError for one that cannot be shown."""
    if box.tag == "svg":
        drawn = draw(box.attributes["svg"])
        return Picture(drawn.png, "png", drawn.width, drawn.height, drawn.text)
    source, text = box.attributes.get("src", ""), box.attributes.get("alt", "")
    suffix, width, height = _natural(source)
    width, height = _wanted(box, width, height)
    if not 0 < width <= LARGEST or not 0 < height <= LARGEST:
        raise PageError("<img> 的图太大或没有大小", "在样式表里写 width，或在 <img> 上写 width")
    if suffix == "svg":
        return Picture(_painted(source, width, height), "png", width, height, text)
    return Picture(_bytes(source), suffix, width, height, text)


def picture_fault(source: str) -> str:
    """Why an <img> with this source cannot be shown, and what to do; empty where it can."""
    try:
        _natural(source)
    except PageError as error:
        return f"{error}；{error.hint}"
    return ""


def _wanted(box: Box, width: float, height: float) -> tuple[float, float]:
    """The size in points that the style says, else the picture's own; its proportions are kept."""
    wide, high = (_said(box, name) for name in ("width", "height"))
    if wide and high:
        return wide, high
    if wide:
        return wide, wide * height / width
    return (high * width / height, high) if high else (width, height)


def _said(box: Box, name: str) -> float | None:
    length = getattr(box.style, name)
    return float(length) if length and not isinstance(length, Percent) else None


@lru_cache(maxsize=64)
def _natural(source: str) -> tuple[str, float, float]:
    """Of what kind a picture is, and its own size in points: a pixel is 1/96 inch, as browsers have it."""
    data, kind = _bytes(source), (DATA.match(source) or [""] * 2)[1].lower()
    if kind == "svg+xml":
        width, height = size_of(data)
        return "svg", width, height
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            image.load()
            if image.width * image.height > MOST:
                raise ValueError
            return ("jpeg" if image.format == "JPEG" else "png"), image.width * PX, image.height * PX
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PageError("<img> 的图读不了", "用别的程序打开，另存为 PNG 或 JPEG") from None


@lru_cache(maxsize=16)
def _painted(source: str, width: float, height: float) -> bytes:
    return painted(f'<img src="{source}" style="width: {width}pt; height: {height}pt; display: block">', width, height)


@lru_cache(maxsize=16)
def _bytes(source: str) -> bytes:
    match = DATA.fullmatch(source)
    if not match:
        raise PageError(
            "模板里的 <img> 没有图", "把图放在模板文件夹里，只能是 PNG、JPEG 或 SVG；运行 render check 看原因"
        )
    raw = unquote_to_bytes(match[3])
    try:
        return b64decode(re.sub(rb"\s", b"", raw), validate=True) if match[2] else raw
    except Error:
        raise PageError("<img> 的 data: 读不了") from None
