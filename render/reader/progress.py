"""progress.yaml ↔ Progress, with a line number on every problem."""

from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from render.errors import InputError, Problem
from render.plan.model import Plan
from render.plan.progress import Progress
from render.reader.nodes import composed, dumped, error_line, line_of, loaded, on_one_line

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
    return _history(text, str(path))


@lru_cache(maxsize=1)  # one command asks for it several times
def _history(text: str, path: str) -> Progress:
    try:
        return Progress.model_validate(loaded(text) or {})
    except yaml.YAMLError as error:
        line = min(error_line(error), len(text.splitlines()))
        raise InputError([Problem(path, line, BROKEN, REMEDY)]) from None
    except ValidationError as error:
        root = composed(text)
        raise InputError(
            Problem(path, line_of(root, one["loc"]), f"{BROKEN}：{'·'.join(map(_word, one['loc']))}", REMEDY)
            for one in error.errors(include_url=False, include_context=False)
        ) from None


def progress_beside(plan: Plan, path: Path) -> Progress:
    """What was reported of a plan; InputError where the file is broken, or says that it belongs to another plan."""
    progress = read_progress(path)
    if found := _mismatch(plan, progress):
        key, said, hint = found
        line = line_of(composed(path.read_text("utf-8")), (key,))
        raise InputError([Problem(str(path), line, said, hint)])
    return progress


def _mismatch(plan: Plan, progress: Progress) -> tuple[str, str, str] | None:
    """The key that does not fit the plan, what is wrong, and what to do; None where all fits or nothing is said."""
    away = f"把 progress.yaml 和 issued/ 移到 archive/{progress.year or '那一年'}/"
    if progress.year is not None and progress.year != plan.year:
        said = f"这是{progress.year}年度的进展，计划却是{plan.year}年度的，没有合在一起"
        after = f"已经换了的，{away}"
        return "年度", said, f"年度写错了就改回来；新的一年，换计划以前先运行 render new-year，{after}"
    if progress.title and not plan.is_called(progress.title):
        said = f"这是“{progress.title}”的进展，计划却是“{plan.title}”，没有合在一起"
        return "计划", said, f"只是改了标题的，{former_title_hint(plan, progress.title)}；是另一份计划的，{away}"
    return None


def former_title_hint(plan: Plan, title: str) -> str:
    """What to write so that a plan is known by a former title."""
    return f"在 plan.yaml 里标题的下面写一行 曾用名: {on_one_line([*plan.former_titles, title])}"


def progress_text(progress: Progress) -> str:
    """The history as YAML that people can read; what is empty is left out."""
    data = progress.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    return HEAD + dumped(data)


def _word(step: int | str) -> str:
    return f"第{step + 1}个" if isinstance(step, int) else step
