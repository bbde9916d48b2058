"""Every command of `render`, ready to be called."""

from render.cli import (
    build,
    changes,
    check,
    close_year,
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
    status,
    watch,
)
from render.cli.shared import cli

__all__ = [
    "build",
    "changes",
    "check",
    "cli",
    "close_year",
    "collect",
    "doctor",
    "issue",
    "new",
    "new_year",
    "pack",
    "pdf",
    "plan",
    "preview",
    "receipt",
    "review",
    "status",
    "watch",
]
