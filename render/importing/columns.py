"""The columns of a table → fields of the plan: by their headings, and where these do not decide, by what is in them."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from render.importing.headings import (
    CONTENT,
    DEADLINE,
    FINEST,
    GOAL,
    HELP,
    ID,
    LEAD,
    LEADER,
    LEADING,
    MAIN,
    NOTE,
    NUMBER,
    OTHERS,
    OWN,
    RANKS,
    TARGET,
    TASK,
    TEXTS,
    Header,
    bare,
)  # fmt: skip
from render.importing.names import NOTHING, UNIT_END
from render.importing.ordinals import is_number
from render.importing.sources import Note, SourceTable
from render.plan.column import CellKind
from render.plan.fields import WHEN, WORD_OF
from render.reader.columns import TAKEN

OURS = {"工作目标": GOAL, "工作内容": CONTENT, "具体任务": TASK}
DATE = re.compile(
    r"[年月日季]|半年|长期|持续|常态|底|前|全年|每|^\d{4}[-./]\d{1,2}|^\d{1,2}[./]\d{1,2}$|待定|即时|适时"
)
TIMED = re.compile("(?:时限|期限|时间|日期|节点|进度|要求|安排|截止)$")  # a heading that is sure
STEPS = {word for word, column in OTHERS.items() if column.kind is CellKind.LINES}
MOST = 0.6  # of the cells of a column say what it is
DATE_LENGTH, NAME_LENGTH = 16, 20  # characters
NAMES = {
    "目标": GOAL, "内容": CONTENT, "任务": TASK, "编号": ID, "序号": NUMBER, "完成时间": DEADLINE, "时限": DEADLINE,
    "时间": DEADLINE, "责任主体": LEAD, "牵头": LEAD, "牵头单位": LEAD, "责任单位": LEAD, "协助单位": HELP,
    "配合": HELP, "协助": HELP, "配合单位": HELP, "主责": MAIN, "主责单位": MAIN, "责任领导": LEADER, "领导": LEADER,
    "目标值": TARGET, "备注": NOTE, "其他": OWN,
}  # fmt: skip


@dataclass
class Layout:
    """What each column of a table is."""

    task: int
    goals: list[int] = field(default_factory=list)  # from the coarsest
    content: int | None = None
    single: dict[str, int] = field(default_factory=dict)  # key → column
    own: dict[int, str] = field(default_factory=dict)  # column → its name
    notes: list[Note] = field(default_factory=list)


@dataclass
class _Column:
    number: int
    key: str
    word: str
    texts: list[str]  # those that differ from the one above

    @property
    def rank(self) -> int:
        return FINEST.get(bare(self.word), 2 if self.key in TEXTS else -1)

    def mostly(self, test: Mapping[str, bool]) -> bool:
        return bool(test) and sum(test.values()) >= MOST * len(test)

    @property
    def is_numbers(self) -> bool:
        return self.mostly({text: is_number(text) for text in self.texts})

    @property
    def is_figures(self) -> bool:
        return self.mostly({text: not re.search("[\u4e00-\u9fff]", text) for text in self.texts})

    @property
    def is_dates(self) -> bool:
        return self.mostly({t: bool(DATE.search(t)) and len(t) <= DATE_LENGTH for t in self.texts})

    @property
    def is_steps(self) -> bool:
        lines = [line.strip() for text in self.texts for line in text.splitlines()]
        return all(WHEN.fullmatch(line) for line in lines if line not in NOTHING)

    @property
    def is_units(self) -> bool:
        return self.mostly({t: _like_names(t) for t in self.texts})

    @property
    def is_text(self) -> bool:
        return not (self.is_figures or self.is_units or self.is_dates)

    @property
    def length(self) -> float:
        return sum(map(len, self.texts)) / max(len(self.texts), 1)


def _like_names(text: str) -> bool:
    pieces = [piece for piece in re.split(r"[、，,；;\s]+", text.rstrip("。")) if piece]
    return bool(pieces) and all(len(p) <= NAME_LENGTH and UNIT_END.search(p) for p in pieces)


def layout_of(table: SourceTable, header: Header, chosen: Mapping[str, str]) -> Layout | None:
    """What the columns are, those that a person has `chosen` (heading → key) first; None for no table of tasks."""
    columns = [_column(table, header, n, chosen) for n in range(table.columns)]
    columns = [column for column in columns if column.texts or column.word]
    ours = set(OURS) <= {bare(column.word) for column in columns}
    notes = [] if ours else list(_by_content(columns, table.name))
    texts = [
        c for c in columns if c.key in TEXTS and ((c.key == TASK and c.word in chosen) or not c.is_figures or ours)
    ]
    if not texts or not any(c.key in (LEAD, HELP, MAIN, DEADLINE, LEADER) for c in columns):
        return None
    layout = _texts(texts, chosen, table.name)
    layout.notes += notes
    _singles([c for c in columns if c not in texts], layout, table.name)
    for column in (c for c in texts if c.number not in (layout.task, layout.content, *layout.goals)):
        _own(column, layout, table.name)
    return layout


#: What tells the key of a column without a heading that is known.
TESTS: Mapping[str, Callable[[_Column], bool]] = {
    NUMBER: lambda column: column.number == 0 and all(map(is_number, column.texts)),
    DEADLINE: lambda column: column.is_dates,
    LEAD: lambda column: column.is_units,
}


def _column(table: SourceTable, header: Header, number: int, chosen: Mapping[str, str]) -> _Column:
    filled = [
        text.strip()
        for row in range(header.first, len(table.rows))
        if (text := table.cell(row, number)) and text.strip() and table.width(row, number) == 1
        if len({*table.texts(row)}) > 1  # no heading of a section
    ]
    texts = [text for n, text in enumerate(filled) if not n or filled[n - 1] != text]
    word = header.name(number)
    key = next((chosen[bare(one)] for one in (word, *header.words[number]) if bare(one) in chosen), "")
    return _Column(number, key or header.key(number), word, texts)


def _by_content(columns: Sequence[_Column], place: str) -> Iterator[Note]:
    """Give columns that no word tells a key by what is in them, and say so."""
    for column in columns:
        column.key = _corrected(column)
    unknown = [column for column in columns if not column.key and column.texts]
    for key, test in TESTS.items():
        found = next((column for column in unknown if not column.key and test(column)), None)
        if found and not any(column.key == key for column in columns):
            found.key = key
            yield _guessed(found, place)
    rest = [column for column in unknown if not column.key and column.is_text]
    known = [column for column in columns if column.key in TEXTS]
    first = min((column.number for column in known), default=None)
    finest = max((len(column.texts) for column in known), default=0)
    for column in rest:
        is_goal = first is not None and column.number < first and len(column.texts) < finest
        if first is None or is_goal:
            column.key = GOAL if is_goal else TASK
            yield _guessed(column, place)


def _corrected(column: _Column) -> str:
    """The key of a column whose heading is refuted by what is in it."""
    if column.key in TEXTS and column.is_numbers:
        return NUMBER
    if column.key in STEPS and not column.is_steps:
        return DEADLINE if column.is_dates else OWN
    sure = TIMED.search(bare(column.word)) and column.length <= DATE_LENGTH
    if column.key == DEADLINE and column.texts and not column.is_dates and not sure:
        return OWN
    if column.key == LEAD and bare(column.word) == "单位" and column.texts and not column.is_units:
        return OWN
    return column.key


def _guessed(column: _Column, place: str) -> Note:
    return Note(place, f"不认识“{column.word or '没有列名'}”这一列，看内容当作“{column.key}”，请核对")


def _texts(columns: Sequence[_Column], chosen: Mapping[str, str], place: str) -> Layout:
    """Which column of texts is the task, which are goals: the finest is the task, the coarser ones left of it goals."""
    if {OURS.get(bare(c.word)) for c in columns} >= {GOAL, CONTENT, TASK} and len(columns) == len(OURS):
        by_word = {OURS[bare(c.word)]: c.number for c in columns}
        return Layout(by_word[TASK], [by_word[GOAL]], by_word[CONTENT])
    by_hand = {key: [c for c in columns if chosen.get(bare(c.word)) == key] for key in TEXTS}
    free = [c for c in columns if bare(c.word) not in chosen]
    task = (by_hand[TASK] or [max(free or columns, key=lambda c: (len(c.texts), c.rank, c.number))])[0]
    content = next(iter(by_hand[CONTENT]), None) or _content(free, task)
    others = [
        c for c in columns if c not in (task, content) and ((c.key == GOAL and bare(c.word) in chosen) or c in free)
    ]
    goals = [c for c in others if c in by_hand[GOAL] or _is_goal(c, task)]
    goals.sort(key=lambda c: (len(c.texts), c.rank, c.number))
    layout = Layout(task.number, [c.number for c in goals], content.number if content else None)
    finer = [c.word for c in goals if c.rank > task.rank and task not in by_hand[TASK]]
    layout.notes += [Note(place, f"“{task.word}”比“{'、'.join(finer)}”分得细，当作任务，请核对")] if finer else []
    return layout


def _is_goal(column: _Column, task: _Column) -> bool:
    """Whether a column names what the tasks beside it are for: coarser than they, or left of them."""
    return len(column.texts) < len(task.texts) or (column.number < task.number and column.rank <= task.rank)


def _content(columns: Collection[_Column], task: _Column) -> _Column | None:
    """The text of the goals' work: a column 内容 right of a goal, as coarse as it."""
    for column in columns:
        left = [c for c in columns if c.number < column.number and c is not task and c.rank < column.rank]
        if column.key == CONTENT and column is not task and left and len(column.texts) == len(left[-1].texts):
            return column if len(column.texts) < len(task.texts) or column.number < task.number else None
    return None


def _singles(columns: Sequence[_Column], layout: Layout, place: str) -> None:
    """The columns of units, dates and so on: one for each key; what is left is kept as it is."""
    leads = [c for c in columns if c.key in (LEAD, MAIN)]
    leads.sort(key=lambda c: next((n for n, word in enumerate(LEADING) if word in c.word), len(LEADING)))
    if leads and not any(c.key == LEAD for c in leads):
        leads[0].key = LEAD
    leads = [c for c in leads if c.key == LEAD]
    for column in leads[1:]:
        free = not any(c.key == HELP for c in columns)
        column.key = HELP if free else OWN
        layout.notes += (
            [Note(place, f"“{column.word}”当作“{HELP}”，“{leads[0].word}”当作“{LEAD}”，请核对")] if free else []
        )
    for column in sorted(columns, key=_place):
        if column.key == NUMBER and column.number < layout.task and NUMBER in layout.single:
            layout.notes.append(Note(place, f"“{column.word}”有两列，前一列没有导入：目标由程序编号"))
        elif column.key in ("", OWN) or column.key in layout.single or column.key in TEXTS:
            _own(column, layout, place)
        else:
            layout.single[column.key] = column.number


def _place(column: _Column) -> tuple[int, int]:
    """Numbers of tasks before those of goals."""
    return (-len(column.texts) if column.key == NUMBER else 0, column.number)


def _own(column: _Column, layout: Layout, place: str) -> None:
    if not column.texts:
        return
    known = {*layout.own.values(), *WORD_OF, *TAKEN}
    name = column.word or f"第 {column.number + 1} 列"
    layout.own[column.number] = name if name not in known else f"{name}（第 {column.number + 1} 列）"
    layout.notes.append(Note(place, f"不认识“{name}”这一列，原样放进“{OWN}”"))


__all__ = ["NAMES", "OTHERS", "RANKS", "Layout", "layout_of"]
