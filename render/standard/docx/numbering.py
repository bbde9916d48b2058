"""Word's automatic numbering: the label that a paragraph shows though its text does not hold it."""

from typing import NamedTuple

from render.standard.docx.cascade import Props
from render.standard.docx.package import Element, child, children, value
from render.standard.docx.units import amount

_DIGITS = "〇一二三四五六七八九"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting")
_DEEPEST = 9


class Label(NamedTuple):
    """`indent` is the level's pPr, `style` its rPr."""

    text: str
    indent: Element | None
    style: Element | None


NO_LABEL = Label("", None, None)


class Numbering:
    """Counts through the document: ask for the label of each paragraph once, in order."""

    def __init__(self, root: Element | None) -> None:
        kinds = {value(each, "abstractNumId"): each for each in children(root, "abstractNum")}
        self._kinds = {
            value(each, "numId"): kinds.get(value(child(each, "abstractNumId"))) for each in children(root, "num")
        }
        self._counts: dict[Element, list[int]] = {}

    def label(self, number: Props) -> Label:
        """The next label for a paragraph with these properties."""
        kind = self._kinds.get(number.get("numId", {}).get("val", ""))
        depth = int(amount(number.get("ilvl", {}).get("val")))
        if kind is None or not 0 <= depth < _DEEPEST:
            return NO_LABEL
        levels = [self._level(kind, i) for i in range(depth + 1)]
        numbers = self._count(kind, levels)
        text = value(child(levels[depth], "lvlText"))
        for i, (level, count) in enumerate(zip(levels, numbers, strict=True), 1):
            text = text.replace(f"%{i}", _word(count, value(child(level, "numFmt"))))
        return Label(text, child(levels[depth], "pPr"), child(levels[depth], "rPr"))

    def _count(self, kind: Element, levels: list[Element | None]) -> list[int]:
        starts = [int(amount(value(child(level, "start")), 1.0)) for level in levels]
        counts = self._counts.get(kind, [])[: len(levels)]
        last = counts[len(levels) - 1] + 1 if len(counts) == len(levels) else starts[-1]
        counts = [*counts[: len(levels) - 1], *starts[len(counts) : len(levels) - 1], last]
        self._counts[kind] = counts
        return counts

    @staticmethod
    def _level(kind: Element, depth: int) -> Element | None:
        return next((each for each in children(kind, "lvl") if value(each, "ilvl") == str(depth)), None)


def _word(number: int, form: str) -> str:
    if form in ("none", "bullet"):
        return ""
    return _chinese(number) if form in _CHINESE else str(number)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
