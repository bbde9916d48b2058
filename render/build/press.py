"""Orders → drafts on disk, in this process or in several; what fails is a problem of that one draft."""

import hashlib
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from render.errors import InputError, PageError, Problem
from render.folder import blocked, create
from render.page import Page
from render.writers import writer

COST = {"pdf": 150, "xlsx": 20, "docx": 4, "html": 1}  # about, in ms
WORTH = 300  # ms of work from which on several processes are faster than one


@dataclass(frozen=True, slots=True)
class Order:
    """A page, still to be made and of so many characters, to be written to `draft`; messages call it `name`."""

    name: str
    format: str
    draft: Path
    size: int
    make: Callable[[], Page]


@dataclass(frozen=True, slots=True)
class Job:
    """An order whose page is made: all that a process needs to write it."""

    name: str
    format: str
    draft: Path
    html: str
    css: str


def _job(order: Order) -> Job:
    page = order.make()
    return Job(order.name, order.format, order.draft, page.html, page.css)


Draft = str | tuple[Problem, ...]  # the SHA-256 of what was written, or why nothing was


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def make_drafts(orders: Iterable[Order], jobs: int) -> Iterator[tuple[Order, Draft]]:
    """Write all drafts, the long ones first, and tell of each as soon as it is there."""
    queue = sorted(orders, key=lambda order: (-_cost(order), -order.size, order.name))
    if jobs > 1 and len(queue) > 1 and sum(map(_cost, queue)) > WORTH:
        return _spread(queue, min(jobs, len(queue)))
    return ((order, make_draft(_job(order))) for order in queue)


def _cost(order: Order) -> int:
    return COST.get(order.format, 1)


def make_draft(job: Job) -> Draft:
    """Write one draft."""
    try:
        data = writer(job.format)(Page(job.html, job.css))
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


def _spread(queue: list[Order], jobs: int) -> Iterator[tuple[Order, Draft]]:
    from render.build.pool import spread  # takes 50 ms

    for format in {order.format for order in queue}:
        with suppress(Exception):  # import once, before the processes part; `make_draft` tells of a failure
            writer(format)
    for order, draft in spread(make_draft, queue, jobs, _job):
        yield order, draft or (Problem(order.name, 0, "生成它的进程意外中止", "可能是内存不足；请用 --jobs 1 再试"),)
