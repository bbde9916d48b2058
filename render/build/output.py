"""Documents → the outputs that they are to be, each with a hash of all that its bytes depend on."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import render
from render import fonts
from render.documents.document import Document
from render.errors import InputError, Problem
from render.nearest import Nearest
from render.plan.model import Plan

LIBRARIES = (
    *("cssselect2", "lxml", "openpyxl", "pillow", "pydyf", "pypdfium2", "python-docx", "tinycss2", "tinyhtml5"),
    "weasyprint",
)
PRINTING = ("page/**/*.py", "writers/**/*.py")  # our code that makes bytes of a page
PACKAGE = Path(render.__file__).parent


@dataclass(frozen=True, slots=True)
class Output:
    """One file that the plan asks for; `name` is its path below output/, `inputs` the hash."""

    name: str
    format: str
    document: Document
    inputs: str


def choose(documents: Iterable[Document], plan: Plan, only: Collection[str]) -> list[Document]:
    """The documents of these units, or all if none is named; InputError for a unit that the plan does not know."""
    known(only, plan, "--only")
    wanted = {plan.unit_of[name].name for name in only}
    return [document for document in documents if not only or document.unit in wanted]


def known(names: Collection[str], plan: Plan, option: str) -> None:
    """InputError for each unit that the plan does not know; `option` is where it was named."""
    nearest = Nearest(plan.unit_of)
    unknown = [name for name in names if name not in plan.unit_of]
    if unknown:
        raise InputError(Problem(option, 0, f"计划里没有单位“{name}”", nearest.hint(name)) for name in unknown)


def list_outputs(documents: Iterable[Document]) -> Iterator[Output]:
    """One output for each format of each document."""
    for document in documents:
        for format in document.formats:
            inputs = hashlib.sha256(_stamp(format) + document.digest).hexdigest()
            yield Output(f"{document.name}.{format}", format, document, inputs)


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
