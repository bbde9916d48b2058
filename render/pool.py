"""Work spread over processes that end with this one, even if it is killed; one that dies takes only its own work."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def spread(work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[tuple[Task, Result | None]]:
    """Do each task in one of `jobs` processes, and tell of it as soon as it is done; None if its process died."""
    pool, lost = _pool(jobs), list[Task]()
    try:
        futures = _submit(pool, work, tasks, lost)
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                lost.append(futures[future])
    finally:
        pool.shutdown(cancel_futures=True)
    for task in lost:  # one of them is to blame: which one shows when each has a process of its own
        yield task, _alone(work, task)


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Task], Result], tasks: Sequence[Task], lost: list[Task]
) -> dict[Future[Result], Task]:
    futures: dict[Future[Result], Task] = {}
    for task in tasks:
        try:
            futures[pool.submit(work, task)] = task
        except BrokenProcessPool:
            lost.append(task)
    return futures


def _alone(work: Callable[[Task], Result], task: Task) -> Result | None:
    with _pool(1) as pool:
        try:
            return pool.submit(work, task).result()
        except BrokenProcessPool:
            return None


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Elsewhere than on Linux, system libraries do not survive a fork.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, context, initializer=_follow_parent)


def _follow_parent() -> None:
    """End when the parent ends, however it does; leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_await_parent, daemon=True).start()


def _await_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
