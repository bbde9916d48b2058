"""progress.yaml ↔ Progress, with a line number on every problem."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from render.errors import InputError, Problem
from render.plan.progress import Progress
from render.reader.nodes import composed, dumped, error_line, line_of, loaded

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
        return Progress.model_validate(loaded(text) or {})
    except yaml.YAMLError as error:
        line = min(error_line(error), len(text.splitlines()))
        raise InputError([Problem(str(path), line, BROKEN, REMEDY)]) from None
    except ValidationError as error:
        root = composed(text)
        raise InputError(
            Problem(str(path), line_of(root, one["loc"]), f"{BROKEN}：{'·'.join(map(_word, one['loc']))}", REMEDY)
            for one in error.errors(include_url=False, include_context=False)
        ) from None


def progress_text(progress: Progress) -> str:
    """The history as YAML that people can read; what is empty is left out."""
    data = progress.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    return HEAD + dumped(data)


def _word(step: int | str) -> str:
    return f"第{step + 1}个" if isinstance(step, int) else step
