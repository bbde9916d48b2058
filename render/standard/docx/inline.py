"""The inside of a paragraph → pieces of text, each with its rPr, and the shapes that hang on it."""

from collections.abc import Iterator
from typing import NamedTuple

from render.standard.docx.package import Element, child, name_of, value

PAGE_BREAK = "\f"
LINE_BREAK = "\n"

_SKIPPED = ("del", "moveFrom", "pPr", "rPr", "Fallback", "instrText", "sdtPr", "fldData", "delText")
_SHAPES = ("drawing", "pict", "object")
_FIXED = {"tab": "\t", "cr": LINE_BREAK, "noBreakHyphen": "-"}


class RunPiece(NamedTuple):
    """Either text or a shape; `style` is the run's rPr."""

    text: str
    style: Element | None
    shape: Element | None = None


def read_pieces(paragraph: Element, page_number: str) -> list[RunPiece]:
    """What is seen of a paragraph; a page number field reads as `page_number`."""
    return list(_RunReader(page_number).walk(paragraph, None))


class _RunReader:
    """Fields run across runs, so a paragraph is read with what has been seen of the field so far."""

    def __init__(self, page_number: str) -> None:
        self._number = page_number
        self._fields: list[str] = []  # the instructions of the fields that are open

    def walk(self, element: Element, style: Element | None) -> Iterator[RunPiece]:
        for each in element:
            name = name_of(each)
            if name == "r":
                yield from self.walk(each, child(each, "rPr"))
            elif name == "instrText" and self._fields:
                self._fields[-1] += each.text or ""
            elif name == "fldChar":
                yield from self._mark(value(each, "fldCharType"), style)
            elif name == "fldSimple" and _is_page(value(each, "instr")):
                yield RunPiece(self._number, child(each, "r", "rPr"))
            elif name in _SHAPES:
                yield RunPiece("", style, each)
            elif name not in _SKIPPED:
                yield from self._rest(each, name, style)

    def _rest(self, element: Element, name: str, style: Element | None) -> Iterator[RunPiece]:
        text = _text(element, name)
        if text is None:
            yield from self.walk(element, style)
        elif text and not self._hidden():
            yield RunPiece(text, style)

    def _mark(self, kind: str, style: Element | None) -> Iterator[RunPiece]:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields and _is_page(self._fields.pop()):
            yield RunPiece(self._number, style)

    def _hidden(self) -> bool:
        """Inside a page number field, whose stored result is an old one."""
        return any(map(_is_page, self._fields))


def _text(element: Element, name: str) -> str | None:
    """What an element of a run stands for; None = it may have text inside."""
    if name == "t":
        return element.text or ""
    if name == "br":
        return {"page": PAGE_BREAK, "column": ""}.get(value(element, "type"), LINE_BREAK)
    if name == "sym":
        return _symbol(value(element, "char"))
    return _FIXED.get(name)


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def _is_page(instruction: str) -> bool:
    return instruction.split()[:1] in (["PAGE"], ["page"], ["Page"])


def paragraphs(element: Element, in_table: bool = False) -> Iterator[tuple[Element, bool]]:
    """The paragraphs of a body, a header or a text box, and whether each is in a table."""
    for each in element:
        name = name_of(each)
        if name == "p":
            yield each, in_table
        elif name not in ("sectPr", "tblPr", "trPr", "tcPr", "tblGrid", *_SKIPPED):
            yield from paragraphs(each, in_table or name == "tbl")
