"""The command `render`: asks the other modules, prints what they answer, and is alone in doing so."""

import sys
from contextlib import suppress

from render.cli import build, changes, check, collect, doctor, plan, status, watch
from render.cli.shared import cli

__all__ = ["build", "changes", "check", "cli", "collect", "doctor", "main", "plan", "status", "watch"]


def main() -> None:
    """Run the command; a character that the terminal cannot show is replaced, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    cli.main(prog_name="render")
