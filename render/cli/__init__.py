"""The command `render`: asks the other modules, prints what they answer, and is alone in doing so."""

from render.cli import (
    build,
    changes,
    check,
    collect,
    doctor,
    issue,
    new,
    new_year,
    pack,
    pdf,
    plan,
    preview,
    receipt,
    review,
    sheet,
    status,
    watch,
)
from render.cli.shared import cli
from render.cli.terminal import replace_what_is_lacking, speak_utf8

__all__ = [
    "build",
    "changes",
    "check",
    "cli",
    "collect",
    "doctor",
    "issue",
    "main",
    "new",
    "new_year",
    "pack",
    "pdf",
    "plan",
    "preview",
    "receipt",
    "review",
    "sheet",
    "status",
    "watch",
]


def main() -> None:
    """Run the command."""
    speak_utf8()
    replace_what_is_lacking()
    cli.main(prog_name="render")
