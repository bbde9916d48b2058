"""HTML with lists → the same with the number or the dot of each item as text, so that all formats print it alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate

#: For the head of a page whose items have their marks as text: browsers and the PDF are not to draw them again.
NO_MARKERS = "<style>ol, ul, li { list-style: none !important }</style>"

LISTS = ("ol", "ul")
BLOCKS = ("p", "div", "section", "h1", "h2", "h3", "h4", "h5", "h6")  # an item's mark stands in the first of these
DOTS = ("•", "◦", "▪")  # of a list, of one in it, and of all deeper ones
BY_NAME = dict(zip(("disc", "circle", "square"), DOTS, strict=True))
DIGITS = "〇一二三四五六七八九"
LARGEST = 3999  # in Roman numbers
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def _letters(number: int) -> str:
    text = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, letters in ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _chinese(number: int) -> str:
    """一, 十, 二十一 up to 九十九; beyond that digit by digit."""
    tens, ones = divmod(number, 10)
    if number > 99:
        return "".join(DIGITS[int(digit)] for digit in str(number))
    return ("" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones else "")


def _numbered(count: Callable[[int], str], form: str, largest: int = 10**9) -> Callable[[int], str]:
    """A mark from a number; what the count does not know is written in digits."""
    return lambda number: form.format(count(number) if 0 < number <= largest else number)


#: The `type` of an <ol> → the mark of its item.
TYPES: Mapping[str, Callable[[int], str]] = {
    "1": _numbered(str, "{}."),
    "a": _numbered(_letters, "{}."),
    "A": _numbered(lambda number: _letters(number).upper(), "{}."),
    "i": _numbered(_roman, "{}.", LARGEST),
    "I": _numbered(lambda number: _roman(number).upper(), "{}.", LARGEST),
    "一": _numbered(_chinese, "{}、"),
    "（一）": _numbered(_chinese, "（{}）"),
    "（1）": _numbered(str, "（{}）"),
    "none": lambda number: "",
}


@dataclass(slots=True)
class _List:
    """An open list: its mark for a number, and its next number."""

    mark: Callable[[int], str]
    next: int


def number_items(html: str) -> str:
    """The HTML with `1.`, `•` and the like at the beginning of each <li>."""
    if "<li" not in html:
        return html
    reader = _Items(html)
    pieces, done = list[str](), 0
    for place, mark in reader.marks:
        pieces += [html[done:place], mark]
        done = place
    return "".join([*pieces, html[done:]])


def list_problem(tag: str, attributes: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with the attributes of a list or an item, and what to do."""
    known: Mapping[str, object] = {"ol": TYPES, "ul": {**BY_NAME, "none": ""}}.get(tag, {})
    kind, counter = attributes.get("type", ""), {"ol": "start", "li": "value"}.get(tag, "")
    number = attributes.get(counter, "")
    if "reversed" in attributes and known:
        return f"<{tag} reversed> 不受支持", "编号写在 <li value> 里"
    if kind and known and kind not in known:
        return f"<{tag} type> 不能是“{kind}”", f"可以是 {'、'.join(known)}"
    if number and _whole(number) is None:
        return f"<{tag} {counter}> 不能是“{number}”", "要写整数"
    return None


def _whole(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None


class _Items(HTMLParser):
    """Reads HTML; `marks` are the places in it and what is to be inserted there, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.marks = list[tuple[int, str]]()
        self._lists = list[_List]()
        self._waiting = ""  # the mark of an item that has not begun to show anything
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a list, begin an item, or put the waiting mark before what is to be seen."""
        attributes = {name: value or "" for name, value in attrs}
        if tag not in BLOCKS:
            self._place()
        if tag in LISTS:
            self._lists.append(self._list(tag, attributes))
        elif tag == "li" and self._lists:
            self._waiting = self._mark(self._lists[-1], attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>` and its like."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close a list; an item that shows nothing has its mark all the same."""
        self._place()
        if tag in LISTS and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        """Text: the mark stands before its first letter."""
        if self._waiting and data.strip():
            self._place(len(data) - len(data.lstrip()))

    def handle_entityref(self, name: str) -> None:
        """`&amp;` and its like are text."""
        self._place()

    def handle_charref(self, name: str) -> None:
        """`&#8212;` and its like are text."""
        self._place()

    def _place(self, further: int = 0) -> None:
        if self._waiting:
            line, column = self.getpos()
            self.marks.append((self._lines[line - 1] + column + further, self._waiting))
            self._waiting = ""

    def _list(self, tag: str, attributes: Mapping[str, str]) -> _List:
        kind = attributes.get("type", "")
        if tag == "ul":
            dot = "" if kind == "none" else BY_NAME.get(kind, DOTS[min(len(self._lists), len(DOTS) - 1)])
            return _List(lambda number: f"{dot} " if dot else "", 1)
        start = _whole(attributes.get("start"))
        return _List(TYPES.get(kind, TYPES["1"]), 1 if start is None else start)

    def _mark(self, of: _List, attributes: Mapping[str, str]) -> str:
        value = _whole(attributes.get("value"))
        number = of.next if value is None else value
        of.next = number + 1
        return of.mark(number)
