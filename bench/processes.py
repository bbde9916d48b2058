"""A whole process and all that it started: seconds, processor seconds, memory; nothing escapes the count."""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import click

MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10  # in the units of ru_maxrss
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux


class Cost(NamedTuple):
    """Seconds by the clock, processor seconds, and MB of the largest process at its peak."""

    clock: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} 秒（处理器 {self.cpu:.2f} 秒），内存 {self.memory:.0f} MB"


def run(command: list[str], folder: Path | None = None) -> Cost:
    """What a command cost, with the processes that it leaves behind; their time by the clock does not count."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    clock, used = time.perf_counter() - start, [usage]
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise click.ClickException(f"没有做成：{' '.join(command)}")
    while True:  # those that have lost their parent are ours now
        try:
            used.append(os.wait4(-1, 0)[2])
        except ChildProcessError:
            break
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    return Cost(clock, cpu, max(each.ru_maxrss for each in used) / MEGABYTE)
