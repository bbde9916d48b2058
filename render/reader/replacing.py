"""Pieces of plan.yaml replaced where they stand: all else keeps its bytes."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from render.reader.nodes import TEXTS

BLOCKS = ("|", ">")
COMMENT = re.compile(r"[^\S\n]*#")
BLANK = re.compile(r"[^\S\n]*\r?\n")
IN_IT = re.compile(r"(?m)(?:^|\s)#")


@dataclass(frozen=True, slots=True)
class Replacement:
    """New text in place of what stands from `start` to `end`, both counted in characters."""

    start: int
    end: int
    text: str


def put(text: str, replacements: Iterable[Replacement]) -> str:
    """The text with all replacements; of two at one place the first comes first."""
    end = "\r\n" if "\r\n" in text else "\n"
    pieces, at = list[str](), 0
    for one in sorted(replacements, key=lambda one: (one.start, one.end)):
        pieces += [text[at : one.start], one.text.replace("\n", end)]
        at = one.end
    return "".join([*pieces, text[at:]])


def item_lines(text: str) -> "ItemLines":
    """A text with the places of its dashes."""
    dashes = (token for token in yaml.scan(text, TEXTS) if isinstance(token, yaml.BlockEntryToken))
    return ItemLines(text, [one.start_mark.index for one in dashes])


@dataclass(frozen=True, slots=True)
class ItemLines:
    """A text, and where the dashes of its items stand."""

    text: str
    dashes: list[int]

    def dash(self, node: yaml.Node) -> int:
        """Where the dash of an item stands."""
        return self.dashes[bisect_right(self.dashes, node.start_mark.index) - 1]

    def without(self, node: yaml.Node, blanks: bool) -> Replacement:
        """An item taken away with its comments, and the empty lines above it if `blanks`.

        A comment between two items is that of the one below, unless it stands further in than their dashes.
        """
        start = line_start(self.text, self.dash(node))
        end, column = line_end(self.text, end_of(self.text, node)), self.dash(node) - start
        while (found := COMMENT.match(self.text, end)) and found.end() - end > column + 1:
            end = line_end(self.text, end)
        start = self.above(start, re.compile(rf"[^\S\n]{{0,{column}}}#"))
        return Replacement(self.above(start, BLANK) if blanks else start, end, "")

    def above(self, start: int, kind: re.Pattern[str]) -> int:
        """Where the lines of a kind right above a line begin."""
        while start and kind.match(self.text, before := line_start(self.text, start - 1)):
            start = before
        return start


def end_of(text: str, node: Any) -> int:
    """Where the last thing in a node ends; YAML has a block end where the next thing begins."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip()))


def line_start(text: str, at: int) -> int:
    """Where the line of a place begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the next line begins."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
