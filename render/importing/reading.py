"""A source → a draft: its tables of tasks, or its list where it has none; what is left out is said."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from render.errors import InputError, Problem
from render.importing.columns import Layout, layout_of
from render.importing.draft import Draft, DraftGoal, DraftTask
from render.importing.headings import Header, described, find_header
from render.importing.lists import read_list
from render.importing.ordinals import STYLES, numbered
from render.importing.ours import as_source
from render.importing.outline import Outline
from render.importing.sources import Note, Source, SourceTable
from render.importing.table import TableReader

ID = re.compile(r"[1-9][0-9]*-[1-9][0-9]*")
YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
BESIDE = re.compile(
    r"^(?:附件|附表|附)\s*[0-9一二三四五六七八九十]*\s*[：:]?$|^(?:单位|填报单位|填表单位|填报人|日期|时间|制表)\s*[：:]|"
    r"^第?\s*\d+\s*页?$|"
    r"^[—\-－]\s*\d+\s*[—\-－]$|^〔.*〕.*号$|^[（(].*[)）]$|^附件\s*\d+\s*$"
)
TITLED = re.compile(
    r"(?:表|清单|台账|分工|分解|方案|要点|计划|安排|任务书|任务|工作|项目|实事|措施|意见|目录|责任制)(?:[（(].*[)）])?$"
)
ENDED = re.compile(r"(?:表|清单|台账|方案|要点|目录)$")  # a title that no further line goes on
LONGEST = 60  # characters of a title
SECTION = 40  # characters of a heading above a table
FURTHER = re.compile(r"[。；;]\s*(?:\d+[.．、]|[（(]\d+[)）]|[①-⑳])")  # more than one measure in a cell
KEPT = 20  # characters of a text that is told
HINT = '表头要有“具体任务”“责任主体”这样的列名，或用 --columns "任务=…,牵头=…" 指定'


class SourceReader:
    """Reads the tables of a source one after the other."""

    def __init__(self, source: Source, chosen: Mapping[str, str]) -> None:
        self.source, self.chosen = source, chosen
        self.outline = Outline()
        self.notes = list(source.doubts)
        self.known: tuple[Header, Layout, SourceTable] | None = None
        self.title = ""
        self.tables = 0

    def read(self) -> None:
        """Read every table, and say which are left out."""
        for table in self.source.tables:
            header = find_header(table, self.chosen)
            layout = layout_of(table, header, self.chosen) if header else None
            if header and layout:
                self._begin(table, header, layout)
            elif self._goes_on(table):
                self._table(table, *self._known(table), 0)
            elif any(map(any, table.rows)):
                self.notes.append(Note(table.name, "没有分解表的表头，没有导入"))
                self._tell(table.above)
        self._tell(self.source.below)

    def _known(self, table: SourceTable) -> tuple[Header, Layout]:
        assert self.known
        header, layout, _ = self.known
        return Header(0, header.words), Layout(layout.task, layout.goals, layout.content, layout.single, layout.own)

    def _begin(self, table: SourceTable, header: Header, layout: Layout) -> None:
        """A table with a header: one that has the same header as the table before it may go on it."""
        above = [text for row in table.rows[: _top(table, header)] for text in row if text]
        above = above if table.alone or not table.blanks_tell else [*table.above, *above]
        again = bool(self.known and not table.alone and self.known[0].words == header.words)
        if again:
            layout.notes = []
        else:
            self.outline.close()
            self.outline.sections = []
        if not self.title:
            self.title, above = _title(above)
        else:
            _, above = _title(above) if table.alone else ("", above)
        above = self._headings(above)
        self._tell(above)
        self.known = (header, layout, table)
        self.tables += 1
        self._table(table, header, layout, header.first, cut=again)

    def _headings(self, above: Sequence[str]) -> list[str]:
        """Open goals for the headings right above a table; return the texts that are none."""
        rest = [text for text in above if not BESIDE.search(text)]
        count = 0
        while count < len(rest) and _is_heading(rest[len(rest) - 1 - count], plain=count == 0 and self.tables > 0):
            count += 1
        headings = rest[len(rest) - count :]
        if headings:
            self.outline.close()
        for text in headings:
            mark = numbered(text)
            if not self._is_same_level(mark.style):
                self.outline.sections = []
            self.outline.section(text, mark.rest, f"表前{mark.style}")
            if not mark.style:
                self.notes.append(Note("", f"表前面的“{text}”当作目标，请核对"))
        return rest[: len(rest) - count]

    def _is_same_level(self, style: str) -> bool:
        return any(other.startswith("表前") for other, _ in self.outline.sections)

    def _goes_on(self, table: SourceTable) -> bool:
        """Whether a table without a header goes on the one before it."""
        if not self.known or table.alone or table.columns != self.known[2].columns:
            return False
        column = self.known[1].task
        texts = [text for row in range(len(table.rows)) if (text := table.cell(row, column))]
        return bool(texts) and sum(bool(re.search("[\u4e00-\u9fff]{2}", text)) for text in texts) * 2 > len(texts)

    def _table(self, table: SourceTable, header: Header, layout: Layout, first: int, cut: bool = True) -> None:
        reader = TableReader(table, header, layout, self.outline)
        reader.above = self.outline.last if cut else None
        reader.read(first, cut)
        self.notes += reader.notes

    def _tell(self, texts: Sequence[str]) -> None:
        """Say which texts beside the tables are left out."""
        rest = [text for text in texts if not BESIDE.search(text.strip())]
        if rest:
            told = "、".join(f"“{_short(text)}”" for text in rest)
            self.notes.append(Note("", f"表外的文字没有导入：{told}"))


def draft_plan(source: Source, path: str, chosen: Mapping[str, str] | None = None) -> Draft:
    """Read all tables with a header that is known, else a list.

    `chosen` says which heading is which key. Raises InputError where there is nothing to read.
    """
    source = as_source(source, path)
    reader = SourceReader(source, chosen or {})
    reader.read()
    if not reader.tables:
        reader.notes = list(source.doubts)
        before, notes = read_list([text for text in source.texts if text], reader.outline)
        reader.title, rest = _title(before)
        reader.notes += notes
        reader._tell(rest)
    draft = _draft(source, reader)
    if not any(draft.all_tasks):
        raise InputError([Problem(path, 0, "没有找到任务分解表", _found(source))])
    return draft


def _draft(source: Source, reader: SourceReader) -> Draft:
    outline = reader.outline
    notes = [*reader.notes, *_without_tasks(outline.goals)]
    goals = _with_tasks(outline.goals)
    title = source.marks.get("计划") or source.title or reader.title
    draft = Draft(title, "", goals, outline.tasks, list(dict.fromkeys(notes)))
    draft.notes += _keep_ids(list(draft.all_tasks))
    _take_numbers(draft)
    draft.year = _year(draft)
    return draft


def _found(source: Source) -> str:
    """What was found instead, for a person who knows better."""
    found = [f"{table.name}：{'、'.join(texts)}" for table in source.tables if (texts := list(described(table)))]
    return f"看到的列名——{'；'.join(found)}。{HINT}" if found else HINT


def _top(table: SourceTable, header: Header) -> int:
    """The first row of a header."""
    words = {word for column in header.words for word in column}
    for row in range(header.first):
        texts = {"".join(text.split()) for text in table.texts(row)}
        if texts and texts <= words:
            return row
    return header.first


def _title(texts: Sequence[str]) -> tuple[str, list[str]]:
    """The title among the texts above a table, and the others: the last that is like one, else the first."""
    lines = [" ".join(text.split()) for text in texts]
    likely = [n for n, line in enumerate(lines) if _may_be_title(line)]
    titled = [n for n in likely if TITLED.search(lines[n])]
    if not likely:
        return "", list(texts)
    place = titled[-1] if titled else likely[0]
    first = place
    while titled and first - 1 in likely and not ENDED.search(lines[first - 1]):
        first -= 1
    return "".join(lines[first : place + 1]), [*lines[:first], *lines[place + 1 :]]


def _may_be_title(line: str) -> bool:
    return not (BESIDE.search(line) or len(line) > LONGEST or line[-1:] in "。；：" or numbered(line).style)


def _is_heading(text: str, plain: bool) -> bool:
    style = numbered(text).style
    return len(text) <= SECTION and text[-1:] not in "。；：" and (bool(style) or plain)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= KEPT else f"{text[:KEPT]}…"


def _without_tasks(goals: Sequence[DraftGoal]) -> Iterator[Note]:
    for goal in goals:
        if not any(goal.all_tasks):
            yield Note("", f"目标“{goal.name}”没有任务，没有导入")
        else:
            yield from _without_tasks(goal.goals)


def _with_tasks(goals: Sequence[DraftGoal]) -> list[DraftGoal]:
    for goal in goals:
        goal.goals = _with_tasks(goal.goals)
    return [goal for goal in goals if any(goal.all_tasks)]


def _keep_ids(tasks: Sequence[DraftTask]) -> Iterator[Note]:
    """Keep the ids of the source where all are ids; else they become printed numbers, and it is said."""
    ids = [task.id for task in tasks]
    if any(ids) and (len(set(ids)) < len(ids) or not all(map(ID.fullmatch, ids))):
        yield Note("", "“编号”一列不都是 1-1 这样的写法，或有重复的，放进了“序号”，另编了号")
        for task in tasks:
            task.number, task.id = task.number or task.id, ""


def _take_numbers(draft: Draft) -> None:
    """Where the texts of all tasks begin with numbers that are counted, these become their printed numbers."""
    tasks = list(draft.all_tasks)
    marks = [numbered(task.content) for task in tasks]
    if len(tasks) < 2 or any(task.number or task.id for task in tasks) or not all(mark.style for mark in marks):
        return
    several = any(FURTHER.search(mark.rest) for mark in marks)
    if len({mark.style for mark in marks}) == 1 and list(STYLES).index(marks[0].style) > 2 and not several:
        for task, mark in zip(tasks, marks, strict=True):
            task.number, task.content = mark.number.rstrip("、.．"), mark.rest


def _year(draft: Draft) -> str:
    """The year of the title, else the one of most deadlines."""
    found = YEAR.findall(draft.title) or YEAR.findall(" ".join(task.deadline for task in draft.all_tasks))
    return Counter(found).most_common(1)[0][0] if found else ""


__all__ = ["draft_plan"]
