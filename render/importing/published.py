"""Cells of our own published table → as a table without layout has them: the number apart, names in one line."""

import re
from collections.abc import Mapping, Sequence

from render.importing.sources import Cells
from render.plan.fields import ROLES

NUMBERED = re.compile(r"([1-9][0-9]*-[1-9][0-9]*)\u3000")  # how a task begins: its id
NOTHING, ENDED = "—", "（见上页）"  # no unit; a text that stands on the page before


def is_published(rows: Sequence[Cells], columns: Mapping[int, str]) -> bool:
    """Whether the tasks of a table begin with their ids."""
    places = [n for n, key in columns.items() if key == "任务"]
    return any(NUMBERED.match(row[n] or "") for row in rows for n in places if n < len(row))


def as_written(cells: Mapping[str, str | None]) -> dict[str, str | None]:
    """The cells of a row by their keys, without what was added for print."""
    found = {key: "" if text in (NOTHING, ENDED) else text for key, text in cells.items()}
    found |= {key: "".join(text.split("\n")) for key in ROLES if (text := found.get(key))}
    if match := NUMBERED.match(found.get("任务") or ""):
        found |= {"编号": match[1], "任务": (found["任务"] or "")[match.end() :]}
    return found
