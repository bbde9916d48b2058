"""Phrases that several rules share."""

from collections.abc import Iterable, Iterator

from render.shorten import shortened
from render.standard.paragraph import Paragraph

ABSENT = "没有找到"
SHOWN = 13  # characters of a text that a message quotes


def quote(text: str) -> str:
    """The beginning of a text, in quotation marks."""
    return f"“{shortened(''.join(text.split()), SHOWN)}”"


def number(value: float) -> str:
    """A number with one decimal at most."""
    return f"{round(value, 1):g}"


def each_once(found: Iterable[tuple[str, Paragraph]]) -> Iterator[str]:
    """One message for each kind of fault: where it is first, and how often."""
    kinds: dict[str, list[Paragraph]] = {}
    for message, paragraph in found:
        kinds.setdefault(message, []).append(paragraph)
    for message, places in kinds.items():
        yield f"{message}：{quote(places[0].text)}{f'等{len(places)}处' if len(places) > 1 else ''}"
