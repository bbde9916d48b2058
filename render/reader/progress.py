"""progress.yaml ↔ Progress, with a line number on every problem."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from render.errors import InputError, Problem
from render.plan.progress import Progress

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
HEAD = """\
# 各单位填报的进展：由 render collect 写，不要手工修改。
# 收错了用 render collect --undo 撤回，记录仍在这里。
"""
BROKEN = "这份进展记录读不懂"
REMEDY = "它由 render collect 写；请用备份换回，或改正这一处"


def read_progress(path: Path) -> Progress:
    """Read a file that `progress_text` wrote; an empty history where there is none, InputError if it is broken."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Progress.model_validate({})
    except UnicodeDecodeError:
        raise InputError([Problem(str(path), 0, f"{BROKEN}：不是 UTF-8 编码", REMEDY)]) from None
    try:
        return Progress.model_validate(yaml.load(text, LOADER) or {})
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = min(mark.line + 1, len(text.splitlines())) if mark else 0
        raise InputError([Problem(str(path), line, BROKEN, REMEDY)]) from None
    except ValidationError as error:
        root = yaml.compose(text, LOADER)
        raise InputError(
            Problem(str(path), _line(root, one["loc"]), f"{BROKEN}：{'·'.join(map(_word, one['loc']))}", REMEDY)
            for one in error.errors(include_url=False, include_context=False)
        ) from None


def progress_text(progress: Progress) -> str:
    """The history as YAML that people can read; what is empty is left out."""
    data = progress.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    return HEAD + yaml.dump(data, Dumper=DUMPER, allow_unicode=True, sort_keys=False, width=2**20)


def _word(step: int | str) -> str:
    return f"第{step + 1}个" if isinstance(step, int) else step


def _line(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """The 1-based line of a place, or of the nearest above it."""
    line = node.start_mark.line + 1 if node else 0
    for step in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        else:
            break
        line = node.start_mark.line + 1 if node else line
    return line
