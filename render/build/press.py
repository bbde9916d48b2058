"""Writes → drafts on disk, in this process or in several; what fails is a problem of that one draft."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from render.build.agenda import Write
from render.build.ahead import begun
from render.build.draft import Draft, Job, make_draft
from render.errors import Problem
from render.writers import writer

COST = {"pdf": 150, "html": 20, "xlsx": 20, "docx": 4}  # about, in ms; a web page lays out a table that is cut
WORTH = 300  # ms of work from which on several processes are faster than one
BEGUN_WORTH = 100  # the same where they have been begun, and need no time to import what they write with
TURN = {"docx": 0, "xlsx": 0, "html": 1}  # what is looked at first comes first; PDFs take longest, and come last


def _job(write: Write) -> Job:
    return Job(str(write.path), write.output.format, write.draft, write.output.page())


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@cache
def obstacle() -> Problem | None:
    """Why work cannot be spread over processes here; None where it can."""
    from render.doctor import MOUNT, shares_memory  # takes 50 ms

    if shares_memory():
        return None
    return Problem("/dev/shm", 0, "写不了，不能同时用几个进程，只用一个，会慢一些", MOUNT)


def make_drafts(writes: Iterable[Write], jobs: int) -> Iterator[tuple[Write, Draft]]:
    """Write all drafts, and tell of each as soon as it is there: what is looked at first, then PDFs, the long first."""
    queue = sorted(writes, key=_turn)
    if _is_worth_it(queue, jobs) and not obstacle():
        return _spread(queue, min(jobs, len(queue)))
    return ((write, make_draft(_job(write))) for write in queue)


def _turn(write: Write) -> tuple[int, int, int, Path]:
    return TURN.get(write.output.format, len(TURN)), -_cost(write), -write.output.size, write.path


def _is_worth_it(queue: Sequence[Write], jobs: int) -> bool:
    """Whether other processes are to do it; where they stay, this one is to be free of what they leave in memory."""
    if jobs < 2 or not queue:
        return False
    if begun():
        from render.build.pool import stay  # takes 50 ms

        return stay() or sum(map(_cost, queue)) > BEGUN_WORTH
    return len(queue) > 1 and sum(map(_cost, queue)) > WORTH


def _cost(write: Write) -> int:
    return COST.get(write.output.format, 1)


def _spread(queue: list[Write], jobs: int) -> Iterator[tuple[Write, Draft]]:
    from render.build.pool import spread  # takes 50 ms

    if not begun():
        for format in {write.output.format for write in queue}:
            with suppress(Exception):  # import once, before the processes part; `make_draft` tells of a failure
                writer(format)
    for write, draft in spread(make_draft, queue, jobs, _job):
        yield write, draft or _ended(write)


def _ended(write: Write) -> Draft:
    return (Problem(str(write.path), 0, "生成它的进程意外中止", "可能是内存不足；请用 --jobs 1 再试"),)
