"""Orders → drafts on disk, in this process or in several; what fails is a problem of that one draft."""

import hashlib
import os
import sys
import traceback
from collections.abc import Iterable, Iterator
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
    """A page to be written in a format to `draft`; `name` is what messages call it."""

    name: str
    format: str
    html: str
    css: str
    draft: Path


Draft = str | tuple[Problem, ...]  # the SHA-256 of what was written, or why nothing was


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def make_drafts(orders: Iterable[Order], jobs: int) -> Iterator[tuple[Order, Draft]]:
    """Write all drafts, the long ones first, and tell of each as soon as it is there."""
    queue = sorted(orders, key=lambda order: (-_cost(order), -len(order.html), order.name))
    if jobs > 1 and len(queue) > 1 and sum(map(_cost, queue)) > WORTH:
        return _spread(queue, min(jobs, len(queue)))
    return ((order, make_draft(order)) for order in queue)


def _cost(order: Order) -> int:
    return COST.get(order.format, 1)


def make_draft(order: Order) -> Draft:
    """Write one draft."""
    try:
        data = writer(order.format)(Page(order.html, order.css))
    except InputError as error:
        return error.problems
    except PageError as error:
        return (Problem(order.name, 0, str(error), "改模板或样式表"),)
    except Exception as error:
        return (_failure(order, error),)
    try:
        order.draft.parent.mkdir(parents=True, exist_ok=True)
        with create(order.draft) as file:
            file.write(data)
    except OSError as error:
        return (blocked(order.name, error),)
    return hashlib.sha256(data).hexdigest()


def _failure(order: Order, error: Exception) -> Problem:
    first = next(iter(str(error).splitlines()), "")
    message = f"生成时出错（{type(error).__name__}：{first[:200]}）"
    details = traceback.format_exc() if os.environ.get("RENDER_DEBUG") else ""
    return Problem(order.name, 0, message, "运行 render doctor 看缺什么", details)


def _spread(queue: list[Order], jobs: int) -> Iterator[tuple[Order, Draft]]:
    from render.pool import spread  # takes 50 ms

    for format in {order.format for order in queue}:
        with suppress(Exception):  # import once, before the processes part; `make_draft` tells of a failure
            writer(format)
    for order, draft in spread(make_draft, queue, jobs):
        yield order, draft or (Problem(order.name, 0, "生成它的进程意外中止", "可能是内存不足；请用 --jobs 1 再试"),)
