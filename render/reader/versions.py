"""Other versions of the plan: as the outputs were last made from, or as git or a file has it."""

import subprocess
from datetime import date
from pathlib import Path

from render.errors import InputError, Problem
from render.folder import write_whole
from render.plan.model import Plan
from render.reader import read_plan
from render.reader.reading import plan_of

MADE = ".plan.yaml"  # in the folder of outputs
DAY = ".today"  # beside it: the day for which reminders and the report were drafted


def remember(plan: bytes, output: Path) -> None:
    """Keep the plan that all outputs are made from now; nothing is written where it is the same."""
    if not (output / MADE).is_file() or is_other_than_made(plan, output):
        write_whole(output / MADE, plan)


def is_other_than_made(plan: bytes, output: Path) -> bool:
    """Whether the outputs were last made from another plan; not where they were never made."""
    made = output / MADE
    return made.is_file() and made.read_bytes() != plan


def last_made(output: Path) -> Plan | None:
    """The plan that the outputs were last made from; None where there is none that can be read."""
    try:
        return read_plan(output / MADE).plan
    except InputError:
        return None


def remember_day(day: date, output: Path) -> None:
    """Keep the day for which reminders and the report are drafted."""
    write_whole(output / DAY, day.isoformat().encode())


def last_day_made(output: Path) -> date | None:
    """The day for which they were last drafted; None where there is none."""
    try:
        return date.fromisoformat((output / DAY).read_text("ascii"))
    except (OSError, ValueError):
        return None


def forget(output: Path) -> None:
    """Keep neither: what is made from now on is another year's."""
    for name in (MADE, DAY):
        (output / name).unlink(missing_ok=True)


def former(against: str, plan: Path) -> Plan:
    """The plan in a file, or the one that git has under a revision; InputError where it is neither."""
    if Path(against).is_file():
        return read_plan(Path(against)).plan
    return plan_of(_from_git(against, plan), f"{against}:{plan.name}").plan


def _from_git(revision: str, plan: Path) -> str:
    command = ["git", "-C", str(plan.absolute().parent), "show", f"{revision}:./{plan.name}"]
    try:
        if revision.startswith("-"):
            raise ValueError
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8-sig")
    except (OSError, subprocess.CalledProcessError, ValueError):
        message = f"没有“{revision}”这个文件，git 里也没有这个版本的 {plan.name}"
        raise InputError([Problem("--against", 0, message, "写另一份计划的文件名，或 HEAD~1 这样的版本")]) from None
