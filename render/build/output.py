"""Documents → the outputs that they are to be, each with a hash of all that its bytes depend on."""

import hashlib
import unicodedata
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import metadata
from pathlib import Path

import render
from render import fonts
from render.documents.document import Documents
from render.errors import InputError, Problem
from render.nearest import Nearest
from render.page import Page
from render.plan.model import Plan

LIBRARIES = (
    *("cssselect2", "lxml", "openpyxl", "pillow", "pydyf", "pypdfium2", "python-docx", "tinycss2", "tinyhtml5"),
    "weasyprint",
)
PRINTING = ("page/**/*.py", "writers/**/*.py")  # our code that makes bytes of a page
PACKAGE = Path(render.__file__).parent


FILE_NAMES = "照 output/ 里的名称写，不带后缀；督办通知、进展通报、看板要加 --today"
ROOM = 16 * 2**20  # bytes in which a build keeps pages, packed, from their hash to their writing


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """One file that the plan asks for; `name` is its path below output/, `inputs` the hash.

    `size` is that of its page in characters; `page` gives the page: as it was kept, or made again.
    """

    name: str
    format: str
    unit: str
    needs: str
    inputs: str
    size: int
    page: Callable[[], Page]


def choose(documents: Documents, plan: Plan, only: Collection[str], files: Collection[str] = ()) -> Documents:
    """The documents of these units or these names, all where none is named; InputError for what is not there."""
    known(only, plan, "--only")
    chosen = documents.of(meant(only, plan)) if only else documents
    names = {unicodedata.normalize("NFC", name) for name in files}
    if wrong := sorted(names.difference(one.name for one in chosen)):
        near = Nearest([one.name for one in chosen])
        raise InputError(Problem("--file", 0, f"没有文件“{name}”", near.hint(name) or FILE_NAMES) for name in wrong)
    return replace(chosen, named=tuple(one for one in chosen if one.name in names)) if names else chosen


def meant(names: Collection[str], plan: Plan) -> set[str]:
    """The units that names mean, for whom documents are made: in the place of a group its members."""
    return {one.name for name in names for one in plan.members_of(plan.party_of[name])}


def known(names: Collection[str], plan: Plan, option: str) -> None:
    """InputError for each unit that the plan does not know; `option` is where it was named."""
    nearest = Nearest(plan.party_of)
    unknown = [name for name in names if name not in plan.party_of]
    if unknown:
        raise InputError(Problem(option, 0, f"计划里没有单位“{name}”", nearest.hint(name)) for name in unknown)


def list_outputs(documents: Documents, room: int = 0) -> Iterator[Output]:
    """One output for each format of each document; `room` is for the pages that are soon to be written.

    Raises InputError at the end for everything that is wrong with the documents.
    """
    for document, page in documents.pages():
        html, make = page.html.encode(), document.make
        if room and len(packed := zlib.compress(html, 1)) <= room:
            room, make = room - len(packed), partial(_unpacked, packed, page.css)
        digest = hashlib.sha256(b"\0".join((html, page.css.encode()))).digest()
        for format in document.formats:
            name, inputs = f"{document.name}.{format}", hashlib.sha256(_stamp(format) + digest).hexdigest()
            yield Output(name, format, document.unit, document.needs, inputs, len(page.html), make)


def _unpacked(html: bytes, css: str) -> Page:
    return Page(zlib.decompress(html).decode(), css)


@cache
def _stamp(format: str) -> bytes:
    """What the bytes depend on besides the page: our code, its libraries, and for a PDF the faces installed here.

    It may change without need: bytes that come out the same are not written again.
    """
    return _code() + repr((fonts.faces(), fonts.fingerprint())).encode() if format == "pdf" else _code()


@cache
def _code() -> bytes:
    sources = sorted(path for part in PRINTING for path in PACKAGE.glob(part))
    versions = [metadata.version(library).encode() for library in LIBRARIES]
    return hashlib.sha256(b"\0".join([path.read_bytes() for path in sources] + versions)).digest()
