"""Pictures that a page shows: `<img src="logo.png">` → the picture itself (data:), so that a page is all in one text.

Taken from the folder of templates alone; nothing is fetched. A picture that cannot be taken stays as it is written,
with the reason beside it: `check` tells it, and the writers refuse the page.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

TAG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
SOURCE = re.compile(r"""(\ssrc\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
SIZE = re.compile(r"""\s(width|height)\s*=\s*["']?([0-9]+(?:\.[0-9]+)?)(?:px)?["']?(?=[\s/>])""", re.IGNORECASE)
STYLE = re.compile(r"""\sstyle\s*=\s*["']""", re.IGNORECASE)
REASON = "data-印不出"  # the attribute that says why a picture was not taken
LARGEST = 5_000_000  # bytes
#: The beginning of a file → its type.
KINDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"<svg", "image/svg+xml"),
    (b"<?xml", "image/svg+xml"),
)


def embedded(body: str, folder: Path) -> str:
    """A page with its pictures in it."""
    if not TAG.search(body):
        return body
    return TAG.sub(lambda tag: _styled(SOURCE.sub(_taken(folder), tag[0], count=1)), body)


def _styled(tag: str) -> str:
    """The tag with its width and height, in pixels, as a style: WeasyPrint does not look at the attributes."""
    sizes = "".join(f"{name.lower()}: {number}px; " for name, number in SIZE.findall(tag))
    if not sizes:
        return tag
    tag, already = SIZE.sub("", tag), STYLE.search(tag)
    return STYLE.sub(lambda found: found[0] + sizes, tag) if already else f'{tag[:4]} style="{sizes.strip()}"{tag[4:]}'


def _taken(folder: Path) -> Callable[[re.Match[str]], str]:
    def take(found: re.Match[str]) -> str:
        source = unescape(found[2] or found[3] or found[4] or "")
        if source.startswith("data:"):
            return found[0]
        data, reason = picture(source, folder)
        return f'{found[1]}"{data}"' if data else f'{found[0]} {REASON}="{escape(reason)}"'

    return take


def picture(source: str, folder: Path) -> tuple[str, str]:
    """A picture of the folder as data:, or why it is none."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", source, re.IGNORECASE):
        return "", "不取网上的图；把图存到模板文件夹里，src 写文件名"
    try:
        root, path = folder.resolve(), (folder / unquote(source)).resolve()
        if not source or not path.is_relative_to(root):
            return "", "图要放在模板文件夹里"
        if not path.is_file():
            return "", "模板文件夹里没有这个文件"
        state = path.stat()
        if state.st_size > LARGEST:
            return "", f"图超过 {LARGEST // 1_000_000} MB；缩小后再用"
        return _read(path, state.st_mtime_ns, state.st_size)
    except (OSError, ValueError) as error:
        return "", f"读不了这个文件（{error.__class__.__name__}）"


@lru_cache(maxsize=32)
def _read(path: Path, changed: int, size: int) -> tuple[str, str]:
    """The file as data:, as long as it stays as it is; of one that grew meanwhile, no more than its size."""
    with path.open("rb") as file:
        data = file.read(size)
    kind = next((kind for start, kind in KINDS if data.lstrip().startswith(start)), None)
    if kind is None:
        return "", "只能用 PNG、JPEG 和 SVG 的图"
    return f"data:{kind};base64,{b64encode(data).decode()}", ""
