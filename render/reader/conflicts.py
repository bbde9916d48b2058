"""What git leaves in a file that two people changed at the same place."""

import re

from render.reader.copy import Copy

MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?:\s|$)")
SAID = "git 合并的冲突还没有处理：第 {} 行到第 {} 行"
HINT = "<<<<<<< 和 ======= 之间、======= 和 >>>>>>> 之间只留要的一份，再删去这些记号行"


def settled(copy: Copy) -> tuple[Copy, list[tuple[int, str, str]]]:
    """The copy with the first side of each conflict only, and the line, words and hint for each."""
    kept, found = list[int](), list[tuple[int, str, str]]()
    first, other = -1, False  # where the conflict began, and whether this is the side that is not kept
    for n, line in enumerate(copy.lines):
        mark = MARK.match(line)
        if mark is None:
            kept += [] if other else [n]
            continue
        sign = mark[1][0]
        other = sign in "|="
        first = n if sign == "<" else first
        if sign == ">":
            start = copy.origins[max(first, 0)]
            found.append((start, SAID.format(start, copy.origins[n]), HINT))
    whole = bool(found) and not other
    return (copy.kept(kept), found) if whole else (copy, [])
