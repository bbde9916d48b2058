"""Processes for a build that is about to come: their libraries are imported while this one reads the plan."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # which takes 20 ms
    from multiprocessing.context import BaseContext

PRELOAD = "render.build.preload"
SAFE = "PYTHONSAFEPATH"  # nothing is imported from the folder that the office works in

_begun: "BaseContext | None" = None


def begin() -> None:
    """Start the process that will fork those of the build; elsewhere than on Linux they begin when they are needed."""
    global _begun
    if sys.platform != "linux":
        return
    from multiprocessing import get_context
    from multiprocessing.forkserver import ensure_running, set_forkserver_preload

    set_forkserver_preload([PRELOAD])
    given = os.environ.get(SAFE)
    os.environ[SAFE] = "1"
    with suppress(OSError):  # `press.obstacle` tells what is lacking
        ensure_running()
        _begun = get_context("forkserver")
    if given is None:
        del os.environ[SAFE]


def begun() -> "BaseContext | None":
    """How the processes that were begun go on; None where there are none."""
    return _begun
