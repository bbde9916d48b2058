"""Events of libyaml → Tree, without recursion; anchors, aliases, tags and second keys are refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from render.reader.copy import says
from render.reader.shape import LISTS, MODELS, Node, Place, shape
from render.reader.slips import QUOTE_IT, slip_in
from render.reader.text import fault, tidy
from render.reader.tree import Tree

DEPTH = 32  # a task's unit stands 8 deep
BLOCKS = ("|", ">")
TWICE = "写了两次"


class Halted(yaml.YAMLError):
    """YAML reads this, but as something else than was meant, so that what follows could not be understood."""

    def __init__(self, mark: yaml.Mark, said: str, hint: str) -> None:
        super().__init__(said)
        self.problem_mark, self.said, self.hint = mark, said, hint


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open; `place` None: what stands in it counts for nothing."""

    node: Any
    place: Place | None
    key: str | None = None  # of a mapping: the key that waits for its value
    void: bool = False  # the value of this key counts for nothing

    def next(self) -> Place | None:
        if self.place is None or self.void:
            return None
        return (*self.place, len(self.node) if isinstance(self.node, list) else self.key or "")

    def put(self, value: Node) -> None:
        if isinstance(self.node, list):
            self.node.append(value)
            return
        if not self.void:
            self.node[self.key] = value
        self.key, self.void = None, False


class Builder:
    """Grows a tree from events; raises Halted where it must give up."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.frames: list[_Frame] = []
        self.documents = 0

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.halt(event, "文件里有第二份文档（---）", "只留一份，删去这一行及以后的内容")

    def scalar(self, event: Any) -> None:
        if self.wants_key():
            self.key(event)
        else:
            place = self.begin(event)
            self.suspect(place, event)
            self.put(self.text(place, event))

    def suspect(self, place: Place | None, event: Any) -> None:
        """Stop where a text stands for a list or a mapping because of a slip: 名称：财务处, 【财务处】."""
        if place is None or not event.value:
            return
        wanted = place[-1] in LISTS if place and isinstance(place[-1], str) else shape(place) in MODELS
        slip = slip_in(self.tree.copy.lines[event.start_mark.line]) if wanted else None
        if slip:
            self.halt(event, slip.said, slip.hint)

    def alias(self, event: Any) -> None:
        if self.wants_key():
            self.halt(event, "不能用 * 引用", "把内容写出来")
        if place := self.begin(event):
            self.tree.report(place, "写成了 * 引用", f"把内容写出来；文字以 * 开头时，{QUOTE_IT}")
        self.put("")

    def open(self, event: Any) -> None:
        if self.wants_key():
            self.halt(event, "键不能以 { 或 [ 开头", QUOTE_IT)
        if len(self.frames) == DEPTH:
            self.halt(event, "括号或缩进套得太深", "计划用不到这么多层，请核对这一行")
        place = self.begin(event)
        node: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.put(node)
        self.frames.append(_Frame(node, place))

    def close(self, _: Any) -> None:
        self.frames.pop()

    def wants_key(self) -> bool:
        return bool(self.frames) and isinstance(self.frames[-1].node, dict) and self.frames[-1].key is None

    def begin(self, event: Any) -> Place | None:
        """Return the place of the node that begins here, its line noted and its decorations refused."""
        place = self.frames[-1].next() if self.frames else ()
        if place is not None:
            self.tree.lines.setdefault(place, self.tree.line(event.start_mark.line))
            self.refuse_decorations(place, event)
        return place

    def put(self, value: Node) -> None:
        if self.frames:
            self.frames[-1].put(value)
        else:
            self.tree.root = value

    def key(self, event: Any) -> None:
        frame, line = self.frames[-1], self.tree.line(event.start_mark.line)
        frame.key = event.value
        frame.void = True
        if frame.place is None:
            return
        place = (*frame.place, event.value)
        if place in self.tree.lines:
            self.tree.report(place, TWICE, f"第 {self.tree.lines[place]} 行已有，只留一处", line)
        elif event.value == "<<":
            self.tree.report(place, "不能用", "把内容写出来", line)
        else:
            frame.void = False
            self.tree.lines[place] = line
            self.refuse_decorations(place, event)

    def refuse_decorations(self, place: Place, event: Any) -> None:
        if not isinstance(event, yaml.AliasEvent) and (event.anchor or event.tag):
            sign = "&" if event.anchor else "!"
            self.tree.report(place, f"用了 {sign} 标记", f"删去它；文字以 {sign} 开头时，{QUOTE_IT}")

    def text(self, place: Place | None, event: Any) -> str:
        """Return the text of a scalar, put right where it was refused."""
        value: str = event.value
        if event.style in BLOCKS:
            value = value.removesuffix("\n")
        if place is None:
            return value
        if self.folded(event) and event.style not in (*BLOCKS, "'", '"'):
            self.tree.report(place, "要写在一行里", "这一行接到上一行的末尾；是说明的，前面加 #", self.goes_on(event))
            return tidy(value)
        wrong = fault("\n" if self.folded(event) else value)
        if wrong:
            self.tree.report(place, *wrong)
        return tidy(value) if wrong else value

    def goes_on(self, event: Any) -> int:
        """The line on which a text that stands on several goes on."""
        first, last = event.start_mark.line + 1, event.end_mark.line
        return self.tree.line(next(n for n in range(first, last + 1) if says(self.tree.copy.lines[n])))

    def folded(self, event: Any) -> bool:
        """Tell whether the text stands on several lines, which YAML would join with spaces."""
        first, last = event.start_mark.line, event.end_mark.line
        if event.style in BLOCKS:
            return sum(1 for line in self.tree.copy.lines[first + 1 : last] if line.strip()) > 1
        return bool(last > first)

    def halt(self, event: Any, said: str, hint: str) -> NoReturn:
        """Give up: what follows could not be read as it was meant."""
        raise Halted(event.start_mark, said, hint)


HANDLERS: dict[type[yaml.Event], Callable[[Builder, Any], None]] = {
    yaml.DocumentStartEvent: Builder.document,
    yaml.ScalarEvent: Builder.scalar,
    yaml.AliasEvent: Builder.alias,
    yaml.MappingStartEvent: Builder.open,
    yaml.SequenceStartEvent: Builder.open,
    yaml.MappingEndEvent: Builder.close,
    yaml.SequenceEndEvent: Builder.close,
}
