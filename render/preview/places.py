"""A text somewhere in a document → the line of the plan that says it, and the line of the template that prints it.

Whoever clicks on a page, be it an image or a web page, has the text before and behind that point. That is found again
in the same page made with marks, whose tags say whence they come; what the plan says there, in the plan's own texts.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import yaml
from lxml import etree

from render.documents.document import Document
from render.documents.marking import PLACE
from render.documents.project import Project
from render.folder import is_own
from render.preview.messages import Origin
from render.reader import Reading
from render.reader.nodes import composed
from render.reader.shape import Place

#: Characters before and behind the point, in the order in which they are looked for.
WINDOWS = ((30, 30), (16, 16), (8, 8), (3, 9), (9, 3), (4, 4), (0, 8), (8, 0), (0, 4), (4, 0), (0, 2), (2, 0))
BLOCKS = frozenset(("tr", "li", "p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "caption", "section", "body"))
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u3000"))
END = "。；，、"  # templates may leave out with what a text ends
SHORT = 2  # characters: what is shorter stands everywhere
AHEAD = 12  # lines behind a tag in which its text may stand
SHARED = 4  # characters of a text that are enough to know a template's line by


def squeezed(text: str) -> str:
    """Without any white space: a PDF has none of the source's, and more of its own."""
    return "".join(text.split()).translate(UNSEEN)


class Said(NamedTuple):
    """A text of the plan, squeezed, and where it is said."""

    text: str
    place: Place
    line: int

    @property
    def task(self) -> Place:
        """The place of the task that says it; empty where none does."""
        at = max((n for n, step in enumerate(self.place) if step == "任务"), default=None)
        return () if at is None else self.place[: at + 2]


@dataclass(slots=True)
class Passage:
    """All text of a page, squeezed: where each piece begins, whence it comes, and the block that it stands in."""

    text: str = ""
    starts: list[int] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)

    def find(self, before: str, after: str) -> int | None:
        """Where the point between two texts is."""
        for back, ahead in WINDOWS:
            head, tail = before[len(before) - back :] if back < len(before) else before, after[:ahead]
            at = self.text.find(head + tail) if len(head + tail) >= SHORT else -1
            if at >= 0:
                return min(at + len(head), len(self.text) - 1) if tail else at + len(head) - 1
        return None

    def piece(self, point: int) -> int:
        """The number of the piece at a point."""
        return bisect_right(self.starts, point) - 1


def passage(html: str) -> Passage:
    """Read a marked page."""
    found, pieces = Passage(), list[str]()
    body = etree.HTML(html).find("body")
    length = 0
    spans = dict[etree._Element, list[int]]()
    owners = list[etree._Element]()
    for element, text in _texts(body) if body is not None else ():
        if piece := squeezed(text):
            pieces.append(piece)
            found.starts.append(length)
            found.origins.append(_origin(element))
            owners.append(_block(element))
            span = spans.setdefault(owners[-1], [length, length])
            length += len(piece)
            span[1] = length
    found.text = "".join(pieces)
    found.blocks = [(spans[owner][0], spans[owner][1]) for owner in owners]
    return found


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The texts below an element, in order, each with the element that holds it."""
    if isinstance(element.tag, str) and element.tag not in ("script", "style", "template", "title"):
        yield element, element.text or ""
        for child in element:
            yield from _texts(child)
            yield element, child.tail or ""


def _origin(element: etree._Element) -> str:
    """`letter.html:12`, the nearest tag that says whence it comes."""
    return next((one.get(PLACE, "") for one in _upwards(element) if one.get(PLACE)), "")


def _block(element: etree._Element) -> etree._Element:
    row = next((one for one in _upwards(element) if one.tag == "tr"), None)
    return row if row is not None else next(one for one in _upwards(element) if one.tag in BLOCKS)


def _upwards(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


@dataclass
class Places:
    """Finds the lines behind texts, of one generation of plan and templates."""

    generation: int
    project: Project
    reading: Reading
    documents: Mapping[str, Document]
    _passages: dict[str, Passage] = field(default_factory=dict)

    def of(self, name: str, before: str, after: str) -> Iterator[Origin]:
        """The line of the plan first, then that of the template; nothing for a text that is not in the document."""
        document = self.documents.get(name)
        if not document:
            return
        if name not in self._passages:
            self._passages[name] = passage(document.page.html)
        own = self._passages[name]
        point = own.find(squeezed(before), squeezed(after))
        if point is None:
            return
        if said := self._said_at(own, point) or self._task_around(own, point):
            yield Origin(str(self.project.plan), said.line, self._called(said))
        yield from self._template(own, point)

    @cached_property
    def _said(self) -> Sequence[Said]:
        return list(_leaves(composed(self.reading.text)))

    @cached_property
    def _tasks(self) -> Mapping[Place, str]:
        """The place of each task → its content, squeezed."""
        return {place: squeezed(task.content).rstrip(END) for place, _, task in self.reading.plan.places}

    @cached_property
    def _longest(self) -> int:
        return max((len(one.text) for one in self._said), default=0)

    def _said_at(self, own: Passage, point: int) -> Said | None:
        """The longest text of the plan that stands at a point; of equal ones that of the task beside it."""
        start = max(0, point - self._longest)
        around, at = own.text[start : point + self._longest], point - start
        found = [one for one in self._said if one.text in around and _covers(around, one.text, at)]
        task = self._task_beside(own, point)
        longest = max((len(one.text) for one in found), default=0)
        found = [one for one in found if len(one.text) == longest]
        beside = [one for one in found if task and one.task == task]
        return next(iter(beside or found), None)

    def _task_beside(self, own: Passage, point: int) -> Place:
        """The task whose content stands nearest to a point in its block."""
        start, end = own.blocks[own.piece(point)]
        block = own.text[start:end]
        found = {place: block.find(text) for place, text in self._tasks.items() if text and text in block}
        return min(found, key=lambda place: abs(start + found[place] - point), default=())

    def _task_around(self, own: Passage, point: int) -> Said | None:
        """The task beside which a point is, where the plan says nothing at the point itself."""
        task = self._task_beside(own, point)
        return next((one for one in self._said if task and one.task == task), None)

    def _called(self, said: Said) -> str:
        """任务 3-2 · 完成时间."""
        ids = {place: task.id for place, _, task in self.reading.plan.places}
        words = [step for step in said.place if isinstance(step, str)]
        return f"任务 {ids[said.task]} · {words[-1]}" if said.task in ids else "·".join(words)

    def _template(self, own: Passage, point: int) -> Iterator[Origin]:
        """The line of the tag that holds a point, or that behind it with the same text."""
        piece = own.piece(point)
        name, _, line = own.origins[piece].rpartition(":")
        path = self.project.templates / name
        if not name or not is_own(path, self.project.templates):
            return
        end = own.starts[piece + 1] if piece + 1 < len(own.starts) else len(own.text)
        yield Origin(str(path), _line_with(path, int(line), own.text[own.starts[piece] : end]), "模板")


def _line_with(path: Path, first: int, text: str) -> int:
    """The line, from that of a tag on, that shares most with its text."""
    lines = path.read_text("utf-8-sig", "replace").split("\n")[first - 1 : first - 1 + AHEAD]
    shared = [_shared(squeezed(line), text) for line in lines]
    return first + shared.index(max(shared)) if max(shared, default=0) >= SHARED else first


def _shared(line: str, text: str) -> int:
    """How many neighbouring characters of a text a line has, in runs of SHARED."""
    return sum(text[n : n + SHARED] in line for n in range(len(text) - SHARED + 1)) + SHARED - 1


def _covers(around: str, text: str, at: int) -> bool:
    """Whether one of the places where a text stands is that of a point."""
    found = around.find(text, max(0, at - len(text) + 1))
    return 0 <= found <= at


def _leaves(node: yaml.Node | None, place: Place = ()) -> Iterator[Said]:
    """Every value of a plan that is a text."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _leaves(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _leaves(value, (*place, number))
    elif isinstance(node, yaml.ScalarNode) and len(text := squeezed(node.value).rstrip(END)) >= SHORT:
        yield Said(text, place, node.start_mark.line + 1)
