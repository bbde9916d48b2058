"""The pieces of a paragraph → spans with their faces, and the properties that most of it is set in."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from render.standard.docx.cascade import Cascade, Props, on
from render.standard.docx.inline import RunPiece
from render.standard.docx.numbering import Label
from render.standard.docx.package import Element, child
from render.standard.docx.units import amount, colour, points
from render.standard.paragraph import Span

DEFAULT_SIZE = 10.0  # pt, where no style says one
_ASIAN = "\u2e80"  # characters from here on are set in the eastAsia face


class Text(NamedTuple):
    """`size` and `spacing` (pt) are those of most of the text, or of the empty line."""

    spans: tuple[Span, ...]
    size: float
    spacing: float

    @property
    def plain(self) -> str:
        return "".join(span.text for span in self.spans)


def read_text(pieces: list[RunPiece], form: Element | None, label: Label, cascade: Cascade) -> Text:
    """Everything that is seen of a paragraph with this pPr; hidden text is left out."""
    styled = [(label.text, cascade.of_text(form, label.style))] if label.text else []
    styled += [(piece.text, cascade.of_text(form, piece.style)) for piece in pieces if piece.text]
    seen = [(text, props) for text, props in styled if not on(props, "vanish")]
    most = max(seen, key=lambda each: len(each[0].strip()), default=("", cascade.of_text(form, child(form, "rPr"))))
    spans = tuple(span for text, props in seen for span in _spans(text, props, cascade))
    return Text(spans, _size(most[1]), points(most[1].get("spacing", {}).get("val")) or 0.0)


def _spans(text: str, props: Props, cascade: Cascade) -> Iterator[Span]:
    for asian, part in groupby(text, lambda character: character >= _ASIAN):
        yield Span(
            text="".join(part),
            face=cascade.face(props, "eastAsia" if asian else "ascii"),
            size=_size(props),
            colour=colour(props.get("color", {}).get("val")),
            bold=on(props, "b"),
        )


def _size(props: Props) -> float:
    return amount(props.get("sz", {}).get("val"), DEFAULT_SIZE * 2) / 2
