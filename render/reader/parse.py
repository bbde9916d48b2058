"""YAML text → Tree: libyaml reads it; where it cannot, plain slips are mended and it tries once more.

PyYAML's own loaders turn 2017.10 into 2017.1 and no into False, keep the last of two equal keys and unfold
aliases without end; here every value is a text, and each of these has a message with its line.
"""

import re

import yaml

from render.errors import InputError
from render.reader.builder import HANDLERS, Builder
from render.reader.nodes import events
from render.reader.slips import complaint, mend
from render.reader.text import UNFIT, code
from render.reader.tree import Tree

LINE_END = re.compile(r"\r\n|\r|\n")
# PyYAML without libyaml raises the last two for \UFFFFFFFF.
FAILURES = (yaml.YAMLError, ValueError, OverflowError)


def read_tree(text: str, path: str) -> Tree:
    """Return the tree of a YAML text, mended where it must be; raise InputError where it cannot be read."""
    tree = Tree(path, LINE_END.split(text))
    _drop_unfit(tree)
    try:
        return _build(tree)
    except FAILURES as error:
        return _build_mended(tree, error)


def _drop_unfit(tree: Tree) -> None:
    for number, line in enumerate(tree.source):
        if unfit := UNFIT.search(line):
            tree.note(number + 1, f"有看不见的控制字符 {code(unfit[0])}", "删去它")
            tree.source[number] = UNFIT.sub("", line)


def _build_mended(tree: Tree, error: Exception) -> Tree:
    lines, found = mend(tree.source)
    for number, slip in found:
        tree.note(number, slip.said, slip.hint)
    if not found:
        tree.note(*complaint(error))
    elif all(slip.mend for _, slip in found):
        tree = Tree(tree.path, lines, notes=tree.notes)
        try:
            return _build(tree)
        except FAILURES as rest:
            tree.note(*complaint(rest))
    noted = {note.line for note in tree.notes}  # what else was seen on such a line was misread
    raise InputError([*tree.notes, *(problem for problem in tree.reported if problem.line not in noted)])


def _build(tree: Tree) -> Tree:
    builder = Builder(tree)
    for event in events("\n".join(tree.source)):
        if handle := HANDLERS.get(type(event)):
            handle(builder, event)
    if not tree.root:
        tree.note(0, "文件里没有内容", "从别处复制一份计划再改")
        raise InputError(tree.problems)
    return tree
