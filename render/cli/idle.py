"""`render build` with nothing to do: found out and told without what other commands load."""

import os
import sys
import time

from render.build.settled import settled, sources
from render.places import OUTPUT, PLAN, TEMPLATES

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
