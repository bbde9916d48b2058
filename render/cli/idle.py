"""`render build` before other commands are loaded: with nothing to do it is over, else the work is prepared for."""

import os
import sys
import time
from contextlib import suppress

from render.build.settled import settled, sources
from render.places import OUTPUT, PLAN, TEMPLATES

HEAD = 1000  # bytes, in which the front matter names the formats
GREEN = "\033[32m{}\033[0m"


def tell_idle() -> bool:
    """Say so where a build in this folder has nothing to do; elsewhere say nothing, and leave it to the command."""
    start = time.perf_counter()
    try:
        count = settled(OUTPUT, sources(PLAN, TEMPLATES)) if os.path.isdir(TEMPLATES) else None
    except OSError:  # which the command says in words
        return False
    if count:
        mark = GREEN.format("✓") if sys.stdout.isatty() and os.name == "posix" else "✓"
        print(f"{mark} {count} 份：未变 {count}（{time.perf_counter() - start:.1f} 秒）")
    return bool(count)


def expect_work() -> None:
    """Where templates ask for a PDF, start what will make it, so that it is ready when the plan has been read."""
    with suppress(OSError):
        if any(_asks_for_pdf(name) for name in os.listdir(TEMPLATES) if name.endswith(".html")):
            from render.build.ahead import begin

            begin()


def _asks_for_pdf(name: str) -> bool:
    with open(os.path.join(TEMPLATES, name), "rb") as file:
        return b"pdf" in file.read(HEAD)
