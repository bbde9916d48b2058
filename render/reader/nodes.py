"""YAML with libyaml where it is there: text → events, nodes or data, data → text, and the line of a place."""

from collections.abc import Iterator
from typing import Any

import yaml

#: Every value a text; values as YAML takes them; data as YAML.
TEXTS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
VALUES: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
ENDLESS = 2**20  # characters of a line: none is folded


def events(text: str) -> Iterator[yaml.Event]:
    """What a text says, piece by piece; raises yaml.YAMLError."""
    return yaml.parse(text, Loader=TEXTS)


def composed(text: str) -> yaml.Node | None:
    """The root of a text, None where it is empty; raises yaml.YAMLError."""
    return yaml.compose(text, TEXTS)


def loaded(text: str) -> Any:
    """A text as plain data; raises yaml.YAMLError."""
    return yaml.load(text, VALUES)


def dumped(data: Any) -> str:
    """Plain data as a file."""
    return yaml.dump(data, Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=ENDLESS)


def on_one_line(value: Any) -> str:
    """A text or a list, quoted only where it must be; not by libyaml, which writes 𠮷 as an escape."""
    flow = True if isinstance(value, list) else None
    text = yaml.safe_dump(value, allow_unicode=True, width=ENDLESS, default_flow_style=flow, sort_keys=False)
    return text.removesuffix("...\n").removesuffix("\n")


def error_line(error: yaml.YAMLError) -> int:
    """The 1-based line at which YAML gave up, 0 where it does not say."""
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 0


def below(node: yaml.Node | None, step: str | int) -> Any:
    """The node under a key or a number (from 0), None where there is none."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step]
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == step), None)


def line_of(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """The 1-based line of a place, or of the nearest above it."""
    line = node.start_mark.line + 1 if node else 0
    for step in place:
        node = below(node, step)
        line = node.start_mark.line + 1 if node else line
    return line
