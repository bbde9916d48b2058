"""Work spread over processes that end with this one, even if it is killed; one that dies takes only its own work."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing.context import BaseContext
from typing import TypeVar

from render.build.ahead import begun

Task = TypeVar("Task")
Load = TypeVar("Load")
Result = TypeVar("Result")

_stay: ProcessPoolExecutor | None = None
_jobs = 0  # how many processes stay

AHEAD = 8  # tasks for each process that wait, loaded, for their turn


def spread(
    work: Callable[[Load], Result], tasks: Iterable[Task], jobs: int, load: Callable[[Task], Load]
) -> Iterator[tuple[Task, Result | None]]:
    """Do `work(load(task))` for each task in one of `jobs` processes, telling of each as soon as it is done.

    `load` runs here, and only for the tasks whose turn is near. The result is None if the task's process died.
    """
    pool, lost, waiting, futures = _pool(jobs), list[Task](), iter(tasks), dict[Future[Result], Task]()
    try:
        futures |= _submit(pool, work, load, islice(waiting, AHEAD * jobs), lost)
        while futures:
            done, _ = wait(futures, return_when=FIRST_COMPLETED)
            for future in done:
                task = futures.pop(future)
                futures |= _submit(pool, work, load, islice(waiting, 1), lost)
                try:
                    yield task, future.result()
                except BrokenProcessPool:
                    lost.append(task)
    finally:
        _release(pool, futures, bool(lost))
    for task in chain(lost, waiting):  # one of them is to blame: which one shows when each has a process of its own
        yield task, _alone(work, load(task))


def _submit(
    pool: ProcessPoolExecutor,
    work: Callable[[Load], Result],
    load: Callable[[Task], Load],
    tasks: Iterable[Task],
    lost: list[Task],
) -> dict[Future[Result], Task]:
    futures: dict[Future[Result], Task] = {}
    for task in tasks:
        try:
            futures[pool.submit(work, load(task))] = task
        except BrokenProcessPool:
            lost.append(task)
    return futures


def _alone(work: Callable[[Load], Result], load: Load) -> Result | None:
    with _new(1) as pool:
        try:
            return pool.submit(work, load).result()
        except BrokenProcessPool:
            return None


@contextmanager
def staying(jobs: int) -> Iterator[None]:
    """Meanwhile `jobs` processes stay when their work is done, warm for the next; they begin at once."""
    global _stay, _jobs
    _stay, _jobs = _new(jobs), jobs
    wait([_stay.submit(int) for _ in range(jobs)])
    try:
        yield
    finally:
        _stay.shutdown(cancel_futures=True)
        _stay = None


def stay() -> bool:
    """Whether processes stay."""
    return _stay is not None


def _pool(jobs: int) -> ProcessPoolExecutor:
    return _stay or _new(jobs)


def _new(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, context(), initializer=follow_parent)


def _release(pool: ProcessPoolExecutor, futures: Iterable[Future[Result]], broken: bool) -> None:
    """Let a pool end, or drop what nobody waits for any more where it stays; a broken one is followed by another."""
    global _stay
    if pool is _stay and not broken:
        wait([future for future in futures if not future.cancel()])
        return
    pool.shutdown(cancel_futures=True)
    if pool is _stay:
        _stay = _new(_jobs)


def context() -> BaseContext:
    """How processes begin here: elsewhere than on Linux, system libraries do not survive a fork."""
    return begun() or multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def follow_parent() -> None:
    """End when the parent ends, however it does; leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_await_parent, daemon=True).start()


def _await_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
