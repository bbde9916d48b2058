"""Plain text → a source: a table with tabs, or | between its cells, and the lines around it."""

from collections.abc import Sequence

from render.importing.sources import Cells, Note, Source, SourceTable

DOUBT = "文字里分不清空格子和合并的格子，空着的照上一行填了，请核对时限和单位"


def read_txt(text: str) -> Source:
    """A text cannot tell an empty cell from a merged one; most are merged."""
    lines = [line.strip("\ufeff\r") for line in text.splitlines()]
    sign = "\t" if any("\t" in line for line in lines) else "|" if _has_bars(lines) else ""
    if not sign:
        return Source([line.strip() for line in lines if line.strip()], [])
    rows = [_cells(line, sign) for line in lines]
    first = next(number for number, row in enumerate(rows) if len(row) > 1)
    last = max(number for number, row in enumerate(rows) if len(row) > 1)
    above = [row[0] or "" for row in rows[:first] if row[0]]
    below = [row[0] or "" for row in rows[last + 1 :] if row[0]]
    table = SourceTable("表", rows[: last + 1], above=above, blanks_tell=False)
    texts = [cell for row in rows for cell in row if cell]
    return Source(texts, [table], [Note("", DOUBT)], below=below)


def _has_bars(lines: Sequence[str]) -> bool:
    return sum(line.count("|") > 1 for line in lines) > 1


def _cells(line: str, sign: str) -> Cells:
    line = line.strip().strip("|") if sign == "|" else line
    if sign == "|" and not line.strip("-:| "):
        return [None]  # the rule below a header
    return [cell.strip() or None for cell in line.split(sign)]
