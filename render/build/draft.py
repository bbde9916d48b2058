"""A page → a draft on disk; what fails is a problem of that one draft.

A process of a build imports this and the writers, and nothing of what pages are made of.
"""

import hashlib
import os
import traceback
from dataclasses import dataclass
from pathlib import Path

from render.errors import InputError, PageError, Problem
from render.folder import blocked, create
from render.page import Page
from render.writers import writer

Draft = str | tuple[Problem, ...]  # the SHA-256 of what was written, or why nothing was


@dataclass(frozen=True, slots=True)
class Job:
    """All that a process needs to write a page to `draft`; messages call it `name`."""

    name: str
    format: str
    draft: Path
    page: Page


def make_draft(job: Job) -> Draft:
    """Write one draft."""
    try:
        data = writer(job.format)(job.page)
    except InputError as error:
        return error.problems
    except PageError as error:
        return (Problem(job.name, 0, str(error), error.hint),)
    except Exception as error:
        return (_failure(job, error),)
    try:
        job.draft.parent.mkdir(parents=True, exist_ok=True)
        with create(job.draft) as file:
            file.write(data)
    except OSError as error:
        return (blocked(job.name, error),)
    return hashlib.sha256(data).hexdigest()


def _failure(job: Job, error: Exception) -> Problem:
    first = next(iter(str(error).splitlines()), "")
    message = f"生成时出错（{type(error).__name__}：{first[:200]}）"
    details = traceback.format_exc() if os.environ.get("RENDER_DEBUG") else ""
    return Problem(job.name, 0, message, "运行 render doctor 看缺什么", details)
