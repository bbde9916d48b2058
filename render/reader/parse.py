"""YAML text → Tree, as libyaml reads it.

PyYAML's own loaders turn 2017.10 into 2017.1 and no into False, keep the last of two equal keys and unfold
aliases without end; here every value is a text, and each of these has a message with its line.
"""

import yaml

from render.reader.builder import HANDLERS, Builder
from render.reader.nodes import events
from render.reader.slips import complaint
from render.reader.tree import Tree

# PyYAML without libyaml raises the last two for \UFFFFFFFF.
FAILURES = (yaml.YAMLError, ValueError, OverflowError)


def grow(tree: Tree) -> None:
    """Read the copy of a tree; where it cannot be read to its end, that is reported and `stops` tells where."""
    builder = Builder(tree)
    try:
        for event in events("\n".join(tree.copy.lines)):
            if handle := HANDLERS.get(type(event)):
                handle(builder, event)
    except FAILURES as error:
        tree.stop(*complaint(error))
        return
    if not tree.root:
        tree.stop("文件里没有内容", "从别处复制一份计划再改", ())
