"""The HTML that a template made: tags that are not known, not closed, crossed, or out of place."""

from collections.abc import Collection, Iterator, Mapping
from html.parser import HTMLParser
from typing import NamedTuple

from render.check.tags import (
    ENDED,
    LOST,
    NAMES,
    OFFICE,
    OPTIONAL,
    PARENTS,
    PRINTED,
    ROWS,
    UNSEEN,
    UNSTYLED,
    VOID,
    WITH_OTHERS,
)
from render.documents.images import REASON
from render.documents.marking import PLACE
from render.nearest import Nearest
from render.page import list_problem
from render.shorten import shortened
from render.writers.pictures import picture_fault

STORED = "把图放在模板文件夹里，src 写文件名"
SOURCE = 31  # characters of the address of a picture
SHOWN = 10  # characters of a text that stands in no cell


class MarkupFault(NamedTuple):
    """One thing wrong, where it stands in the templates (`letter.html:12`), and what to do."""

    place: str
    message: str
    hint: str = ""


class _Open(NamedTuple):
    """An element that is open, and where it begins."""

    tag: str
    place: str


def markup_faults(html: str, formats: Collection[str]) -> list[MarkupFault]:
    """What is wrong with the tags of a marked page that is to become files of these formats."""
    reader = _Reader(formats)
    reader.feed(html)
    reader.close()
    return [*reader.faults, *reader.left_open()]


class _Reader(HTMLParser):
    """Follows the tags of a page."""

    def __init__(self, formats: Collection[str]) -> None:
        super().__init__()
        self.faults = list[MarkupFault]()
        self._formats = formats
        self._open = list[_Open]()
        self._place = ""
        self._crossed = dict[str, tuple[int, str]]()  # a tag left open → the number of its fault, and what ended it
        self._nearest = Nearest(PRINTED)

    def handle_comment(self, data: str) -> None:
        """A mark says where the end tag after it stands."""
        word, _, place = data.partition(" ")
        self._place = place if word == PLACE else self._place

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; what stands in a drawing is not looked at."""
        attributes = {name: value or "" for name, value in attrs}
        self._place = attributes.get(PLACE, self._place)
        if not self._is_open("svg"):
            while self._open and self._open[-1].tag in ENDED.get(tag, ()):
                self._open.pop()
            self._look_at(tag, attributes, self._open[-1].tag if self._open else "")
        if tag not in VOID:
            self._open.append(_Open(tag, self._place))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<br/>`; HTML takes the stroke of `<p/>` for nothing, a drawing does not."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self._is_open("svg"):
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what in it was left open."""
        if not self._is_open(tag):
            self._stray(tag)
            return
        while (last := self._open.pop()).tag != tag:
            if last.tag not in OPTIONAL:
                self._crossed[last.tag] = (len(self.faults), tag)
                self.faults.append(_not_closed(last))

    def handle_data(self, data: str) -> None:
        """Text between the cells of a table has no place."""
        if self._open and self._open[-1].tag in ROWS and (text := data.strip()):
            self._say(f"“{text[:SHOWN]}”写在表格的格子外面", "写进 <td> 里")

    def left_open(self) -> Iterator[MarkupFault]:
        """What nothing has closed."""
        return (_not_closed(one) for one in self._open if one.tag not in OPTIONAL)

    def _is_open(self, tag: str) -> bool:
        return any(one.tag == tag for one in self._open)

    def _look_at(self, tag: str, attributes: Mapping[str, str], outer: str) -> None:
        if tag in LOST:
            self._say_lost(tag, attributes)
        elif tag in UNSTYLED:
            self._say_where(OFFICE, f"印不出 <{tag}> 的样子", UNSTYLED[tag])
        elif tag not in PRINTED and tag not in WITH_OTHERS:
            self._say(f"没有 <{tag}> 这种标签，各种格式都不认识", self._nearest.hint(tag) or "删去，或改用 <p>、<span>")
        elif outer not in PARENTS.get(tag, (outer,)):
            owners = "、".join(f"<{one}>" for one in PARENTS[tag])
            self._say(f"<{tag}> 不在 {owners} 里", "核对前面的标签有没有写全")
        elif outer in ROWS and tag not in PARENTS and tag not in UNSEEN:
            self._say(f"<{tag}> 写在表格的格子外面", "写进 <td> 里，或移到表格前后")
        elif problem := list_problem(tag, attributes):
            self._say(*problem)

    def _say_lost(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Say where something is not printed."""
        formats, hint = LOST[tag]
        if tag == "img" and self._lacks(attributes):
            return
        if self._place:  # else in the head, which is ours
            self._say_where(formats, f"印不出 <{tag}>", hint)

    def _lacks(self, attributes: Mapping[str, str]) -> bool:
        """Say what is wrong with a picture that no format can print, and where what it shows is not said."""
        if "alt" not in attributes:
            self._say("<img> 没有 alt", 'alt 里写图上是什么，给看不见图的人；只是装饰的写 alt=""')
        source = attributes.get("src", "")
        reason = attributes.get(REASON, "" if source else "没有写 src")
        reason = reason or picture_fault(source)
        if reason:
            what, _, hint = reason.partition("；")
            self._say(
                f"<img> 印不出“{shortened(source, SOURCE)}”：{what}", hint or "把图放在模板文件夹里，src 写文件名"
            )
        return bool(reason)

    def _say_where(self, formats: Collection[str], message: str, hint: str) -> None:
        """Say what some of the wanted formats do not print."""
        if lost := [name for format, name in NAMES.items() if format in formats and format in self._formats]:
            self._say(f"{'、'.join(lost)} {message}", hint)

    def _stray(self, tag: str) -> None:
        """An end tag of nothing that is open: two elements cross, or it is one too many."""
        if tag in self._crossed:
            number, outer = self._crossed.pop(tag)
            wrong = f"<{outer}> 和 <{tag}> 交叉了"
            self.faults[number] = MarkupFault(self.faults[number].place, wrong, f"先写 </{tag}>，再写 </{outer}>")
        elif tag == "p":
            self._say("</p> 前面没有 <p>：它到里面的表格、标题或段落就结束了", "把它们移出 <p>")
        elif tag not in VOID:
            self._say(f"多了一个 </{tag}>", "删去，或在前面补上开头")

    def _say(self, message: str, hint: str) -> None:
        self.faults.append(MarkupFault(self._place, message, hint))


def _not_closed(one: _Open) -> MarkupFault:
    return MarkupFault(one.place, f"<{one.tag}> 没有结束，后面的文字会一起变样", f"补上 </{one.tag}>")
