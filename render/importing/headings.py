"""Which column of a table is which, by its heading; anyone may add to the synonyms."""

import re
from collections.abc import Sequence

from render.importing.sources import Cells
from render.plan.fields import TASK_COLUMNS

SYNONYMS = {
    "编号": "编号 任务编号",
    "目标": "工作目标 目标 工作任务 重点工作 工作要点 项目",
    "内容": "工作内容 主要内容 内容 工作措施",
    "任务": "具体任务 任务 重点任务 任务分解 具体措施 任务内容",
    "完成时间": "完成时间 完成时限 时限 完成期限 时间进度 完成时间节点",
    "责任主体": "责任主体 责任单位 牵头单位 主责单位 牵头处室 责任处室 责任部门 牵头部门",
    "协助单位": "协助单位 配合单位 协办单位 参与单位 配合部门 协助部门",
}
KEYS = {word: key for key, words in SYNONYMS.items() for word in words.split()}
#: The plan's other columns, by their words.
OTHERS = {column.word: column for column in TASK_COLUMNS if column.word not in KEYS}
KEYS |= {word: word for word in OTHERS}
NEEDED = ("任务", "责任主体")
HIGH = 2  # rows of a header


def heading(text: str | None) -> str:
    """The key of a heading; empty for any other text."""
    return KEYS.get(re.sub(r"[\s（(].*|\s", "", text or ""), "")


def find_header(rows: Sequence[Cells]) -> tuple[int, dict[int, str]]:
    """The first row below the first header, and column → key; (0, {}) where there is no header."""
    for number, row in enumerate(rows):
        own = _keys(row)
        if not own:
            continue
        below = _keys(rows[number + 1]) if number + 1 < len(rows) else {}
        both = {**own, **below}
        if below and not set(below.values()) <= set(own.values()) - {"责任主体"}:
            columns, end = both, number + HIGH
        else:
            columns, end = own, number + 1
        if all(key in columns.values() for key in NEEDED):
            return end, _unique(columns)
    return 0, {}


def is_header(row: Cells) -> bool:
    """Whether a row is a header again, as on each page."""
    texts = [text for text in row if text]
    return bool(texts) and all(heading(text) for text in texts)


def unknown(rows: Sequence[Cells], end: int, columns: dict[int, str]) -> list[str]:
    """Headings that say nothing to us, each once."""
    row = rows[end - 1]
    above = rows[end - HIGH] if end >= HIGH else row
    found = [(row[n] if n < len(row) else "") or (above[n] if n < len(above) else "") for n in range(len(row))]
    return list(dict.fromkeys(text for n, text in enumerate(found) if text and n not in columns))


def _keys(row: Cells) -> dict[int, str]:
    return {n: key for n, text in enumerate(row) if (key := heading(text))}


def _unique(columns: dict[int, str]) -> dict[int, str]:
    """Of a key that stands over several columns the first counts."""
    first = dict[str, int]()
    for n, key in sorted(columns.items()):
        first.setdefault(key, n)
    return {n: key for key, n in first.items()}
