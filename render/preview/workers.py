"""Processes for the preview, warm before they are asked: one job at a time; a job that is stale ends with its process.

They are forked by a process that has imported all and done nothing (forkserver): this one has threads, and Pango keeps
one as soon as it has set a line. Elsewhere than on Linux they begin anew.
"""

import asyncio
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

from render.documents.project import Project
from render.errors import InputError, Problem
from render.preview.messages import Message, Work
from render.preview.serving import serve

BEGINNING = ThreadPoolExecutor(1)  # one after the other: they have one parent
POLITE = 10  # the niceness of work that nobody waits for


def refuse_without_room() -> None:
    """InputError where there is no temporary folder for the processes to talk in: Python would take this one."""
    usual = {os.environ.get(name, "") for name in ("TMPDIR", "TEMP", "TMP")} | {"/tmp", "/var/tmp", "/usr/tmp"}
    try:
        found = tempfile.gettempdir()
    except FileNotFoundError:
        found = ""
    if not found or (found not in usual and Path(found) == Path.cwd()):
        hint = "请管理员准许写入，或设环境变量 TMPDIR，指到能写的文件夹"
        raise InputError([Problem("/tmp", 0, "写不了，预览的几个进程没有地方互相传话", hint)])


def _context() -> Any:
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    if sys.platform == "linux":
        context.set_forkserver_preload(["render.preview.preload"])
    return context


class Worker:
    """One process, which begins in the background."""

    def __init__(self, project: Project, today: date | None, niceness: int = 0) -> None:
        self._given = (project, today, niceness)
        self._begun = BEGINNING.submit(self._begin)

    def _begin(self) -> tuple[Any, Any]:
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, *self._given), daemon=True)
        process.start()
        theirs.close()
        return process, ours

    async def run(self, work: Work, tell: Callable[[Message], None]) -> bool:
        """Tell of each answer; whether the process lived to the end of the job."""
        loop = asyncio.get_running_loop()
        try:
            _, ours = await asyncio.wrap_future(self._begun)
            ours.send(work)
            while (message := await loop.run_in_executor(None, ours.recv)) is not None:
                tell(message)
        except (EOFError, OSError):
            return False
        return True

    def end(self) -> None:
        """Kill it."""
        process, _ = self._begun.result()
        process.kill()
        process.join()


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
