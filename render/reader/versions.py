"""Former versions of the plan: as the outputs were last made from, as issued on a day, or as git or a file has it."""

import re
import subprocess
from contextlib import suppress
from datetime import date
from pathlib import Path

from render.errors import InputError, Problem
from render.folder import write_whole
from render.plan.model import Plan
from render.reader import read_plan
from render.reader.reading import plan_of

MADE = ".plan.yaml"  # in the folder of outputs
ISSUED = "issued"  # beside the plan
NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.([0-9]+))?\.yaml")


def remember(plan: bytes, output: Path) -> None:
    """Keep the plan that all outputs are made from now; nothing is written where it is the same."""
    made = output / MADE
    if not made.is_file() or made.read_bytes() != plan:
        write_whole(made, plan)


def last_made(output: Path) -> Plan | None:
    """The plan that the outputs were last made from; None where there is none that can be read."""
    try:
        return read_plan(output / MADE).plan
    except InputError:
        return None


def issued(plan: Path) -> list[Path]:
    """The versions issued, oldest first."""
    found = ((NAME.fullmatch(path.name), path) for path in plan.with_name(ISSUED).glob("*.yaml"))
    return [path for _, _, path in sorted((m[1], int(m[2] or 1), path) for m, path in found if m)]


def numbered(plan: Path, year: int) -> Plan | None:
    """The first version of a year that was issued under a number; None where the number is not known."""
    for path in issued(plan):
        with suppress(InputError):  # an old version that cannot be read any more says nothing
            version = read_plan(path).plan
            if version.year == year and version.sender.number:
                return version
    return None


def issue(plan: Path, day: date) -> Path | None:
    """Keep the plan as issued on a day, beside earlier ones of that day; None where it was issued as it is.

    Raises InputError where a later version has been issued.
    """
    known = issued(plan)
    if known and known[-1].read_bytes() == plan.read_bytes():
        return None
    if known and known[-1].name[:10] > str(day):
        message = f"已有更晚的一版：{known[-1].name}"
        raise InputError([Problem("--date", 0, message, "写那一天或以后的日期")])
    same = sum(path.name[:10] == str(day) for path in known)
    path = plan.with_name(ISSUED) / (f"{day}.{same + 1}.yaml" if same else f"{day}.yaml")
    path.parent.mkdir(exist_ok=True)
    write_whole(path, plan.read_bytes())
    return path


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
