"""A `Manuscript`: what a reader sees on the pages of a file, before anyone says which part is what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from render.standard.page import PrintedPage
from render.standard.paragraph import Paragraph
from render.standard.stroke import Stroke

Kind = Literal["docx", "pdf"]


class Folio(NamedTuple):
    """The place for a page number; `text` is None where there is none. `first` = page 1 of the document."""

    page: PrintedPage
    name: str
    odd: bool
    first: bool
    text: Paragraph | None


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Paragraphs stand in the order in which they are read; `pictures` = the pages that hold nothing else."""

    kind: Kind
    pages: tuple[PrintedPage, ...]
    folios: tuple[Folio, ...]
    paragraphs: tuple[Paragraph, ...]
    strokes: tuple[Stroke, ...]
    pictures: tuple[str, ...] = ()


def in_order(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Count paragraphs through the document."""
    return tuple(replace(paragraph, place=place) for place, paragraph in enumerate(paragraphs))
