"""Processes for the preview, warm before they are asked: one job at a time; a job that is stale ends with its process.

They are forked by a process that has imported all and done nothing (forkserver): this one has threads, and Pango keeps
one as soon as it has set a line. Elsewhere than on Linux they begin anew.
"""

import asyncio
import multiprocessing
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from render.documents.project import Project
from render.preview.desk import Message, Work, serve

POLITE = 10  # the niceness of work that nobody waits for


def _context() -> Any:
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    if sys.platform == "linux":
        context.set_forkserver_preload(["render.preview.preload"])
    return context


class Worker:
    """One process."""

    def __init__(self, project: Project, today: date | None, niceness: int = 0) -> None:
        context = _context()
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, project, today, niceness), daemon=True)
        self._process.start()
        theirs.close()

    async def run(self, work: Work, tell: Callable[[Message], None]) -> bool:
        """Tell of each answer; whether the process lived to the end of the job."""
        loop = asyncio.get_running_loop()
        try:
            self._ours.send(work)
            while (message := await loop.run_in_executor(None, self._ours.recv)) is not None:
                tell(message)
        except (EOFError, OSError):
            return False
        return True

    def end(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.join()


class Bench:
    """A process for the work and another that waits, so that a stale job costs no time."""

    def __init__(self, project: Project, today: date | None) -> None:
        self._given = (project, today)
        self._workers = [Worker(*self._given), Worker(*self._given)]
        self._lock = asyncio.Lock()

    async def run(self, work: Work, tell: Callable[[Message], None]) -> bool:
        """As `Worker.run`, one after the other."""
        async with self._lock:
            lived = await self._workers[0].run(work, tell)
            if not lived:
                self._workers = [*self._workers[1:], Worker(*self._given)]
            return lived

    def drop(self) -> None:
        """End the job that is running; it is answered with False."""
        if self._lock.locked():
            self._workers[0].end()

    def end(self) -> None:
        """Kill both."""
        for worker in self._workers:
            worker.end()
