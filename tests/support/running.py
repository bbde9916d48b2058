"""Commands that go on until Ctrl-C, watched in threads of their own."""

import queue
import threading
import time
from typing import IO

from support.small_project import Project

PATIENCE = 120  # seconds; what is waited for comes within one where the machine has nothing else to do


class Running:
    """A command that goes on until Ctrl-C, and what it says."""

    def __init__(self, project: Project, *arguments: str) -> None:
        self.process = project.start(*arguments)
        self.said = queue.Queue[str]()
        self.listeners = list[threading.Thread]()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream
            self.listeners.append(threading.Thread(target=self._listen, args=[stream], daemon=True))
            self.listeners[-1].start()

    def _listen(self, stream: IO[str]) -> None:
        for line in stream:
            self.said.put(line.strip())

    def end(self) -> int:
        """Wait until it has ended, and say how."""
        with self.process:
            for listener in self.listeners:
                listener.join(PATIENCE)
            return self.process.wait(PATIENCE)

    def until(self, words: str, patience: float = PATIENCE) -> list[str]:
        """What it says until a line holds these words; raises queue.Empty where none does."""
        lines, end = list[str](), time.monotonic() + patience
        while not lines or words not in lines[-1]:
            lines.append(self.said.get(timeout=max(end - time.monotonic(), 0.1)))
        return lines
