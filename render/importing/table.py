"""Rows of a table → goals and tasks: cells merged, left empty, or cut by the end of a page put together again."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

from render.importing.columns import Layout
from render.importing.draft import DraftTask, Value
from render.importing.headings import (
    BOTH,
    CONTENT,
    DEADLINE,
    FIRST,
    GOAL,
    HELP,
    ID,
    LEAD,
    LEADER,
    MAIN,
    NOTE,
    NUMBER,
    OTHERS,
    PERSONS,
    TARGET,
    TASK,
    Header,
    bare,
    is_header,
)  # fmt: skip
from render.importing.names import NOTHING, STRANGE, STRANGE_ONE, UNIT_END, Parties, doubts_of, parties, plain_names
from render.importing.ordinals import is_number, is_section_number, numbered, without_our_number
from render.importing.outline import CONTINUED, Outline
from render.importing.published import as_written, is_published
from render.importing.sources import Note, SourceTable
from render.plan.column import CellKind
from render.plan.dates import is_deadline
from render.plan.fields import AND_OTHERS, TableColumn

ENDS = "。！？；;.!?"
SAME = {"同上", "〃", "″", "”", "同前"}
FOOTER = re.compile(
    r"^(?:合\s*计|总\s*计|小\s*计|共\s*计)|^(?:填表人|填报人|填表单位|填报单位|制表|审核|审签|单位负责人|联系人|联系电话|注|说明|备注|附注|附件)\s*[0-9]*[：:]"
)
SUM = re.compile(r"^(?:合|总|小|共)\s*计[：:]?$")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
ENDED_DATE = re.compile(r"[月日底前内季半]$|长期|持续")
TEXT_FIELDS = {NUMBER: "number", LEADER: "leader", TARGET: "target", NOTE: "note"}
PERSON = 4  # characters of a name
ITEMS = re.compile(r"(?:^|\n)\s*(?:\d+[.．、]|[（(]\d+[)）]|[①-⑳])")  # in a cell
FILLED = (DEADLINE, LEAD)  # what an empty cell may leave to the row above
TITLES = re.compile(r"[长记任员席副]")  # of persons
Texts = dict[str, str | None]


class TableReader:
    """Reads the rows below a header into an outline; `cut` says that a page ended just before."""

    def __init__(self, table: SourceTable, header: Header, layout: Layout, outline: Outline) -> None:
        self.table, self.header, self.layout, self.outline = table, header, layout, outline
        self.columns = {column: key for key, column in layout.single.items()} | {layout.task: TASK}
        self.columns |= {} if layout.content is None else {layout.content: CONTENT}
        self.notes = list(layout.notes)
        goals = dict.fromkeys(layout.goals, GOAL)
        self.published = is_published(table.rows[header.first :], self.columns)
        self.strict = self.published or table.ours
        self.above: DraftTask | None = None  # the task of the row above
        self.named = {**self.columns, **goals}
        self.ended = self._ended()
        self.numbers = [self._has_numbers(level) for level in range(len(layout.goals))]

    def read(self, first: int, cut: bool) -> None:
        """Read the rows from `first` on."""
        for number in range(first, len(self.table.rows)):
            row = self.table.rows[number]
            if not any(row):
                continue
            if is_header(self.header, row):
                cut = self.above is not None
            elif not (self._footer(number) or self._section(number) or self._led_section(number)):
                self._row(number, cut)
                cut = False

    def _place(self, number: int) -> str:
        return f"{self.table.name}第 {number + 1} 行"

    def _ended(self) -> bool:
        """Whether tasks end with a stop here, so that one without goes on below."""
        texts = [self.table.cell(n, self.layout.task) for n in range(self.header.first, len(self.table.rows))]
        found = [text.strip()[-1:] in ENDS for text in texts if text and text.strip()]
        return bool(found) and sum(found) >= 0.7 * len(found)

    def _footer(self, number: int) -> bool:
        """Whether a row is a sum or a remark below the table; it is said that it is left out."""
        texts = [text.strip() for text in self.table.texts(number)]
        few = len(texts) == 1 or not self.table.cell(number, self.layout.task) or SUM.match(texts[0])
        if not few or not any(FOOTER.match(text) for text in texts[:2]):
            return False
        self.notes.append(Note(self._place(number), f"“{' '.join(' '.join(texts).split())}”不是任务，没有导入"))
        return True

    def _section(self, number: int) -> bool:
        """Open a goal where a row is one heading over the whole width."""
        row = self.table.rows[number]
        cells = [(n, text.strip()) for n, text in enumerate(row) if text and text.strip()]
        beside = len(cells) == 2 and is_section_number(cells[0][1]) and cells[0][0] not in (self.layout.task,)
        if len(cells) > 1 and not beside:
            return False
        column, text = cells[-1]
        wide = self.table.width(number, column) > max(2, self.table.columns // 2) or len(row) == 1
        merged = any(cell is None for n, cell in enumerate(row) if n != column) and self.table.blanks_tell
        bare = numbered(text)
        named = beside or bare.style in ("一、", "（一）", "第一")
        if not (wide or (named and not merged) or (self._begins(column) and not merged)):
            return False
        if len(text) > 60 and not named:
            self.notes.append(Note(self._place(number), f"“{text[:20]}…”横贯全表，当作目标，请核对"))
        style = bare.style or (_style(cells[0][1]) if beside else "")
        self.outline.section("".join(one for _, one in cells), _line(bare.rest), style)
        self.above = None
        return True

    def _led_section(self, number: int) -> bool:
        """Open a goal where a heading stands where numbers and tasks do; the rest of its row is told."""
        first, text = next((n, text.strip()) for n, text in enumerate(self.table.rows[number]) if text)
        begins = self.columns.get(first) == NUMBER and not is_number(text) and len(text) > len("10-10")
        if not begins or self.table.cell(number, self.layout.task):
            return False
        rest = [_line(text) for text in list(self.table.texts(number))[1:]]
        if rest:
            self.notes.append(Note(self._place(number), f"“{'、'.join(rest)}”说的是“{text}”，没有导入"))
        mark = numbered(text)
        self.outline.section(text, mark.rest, mark.style)
        self.above = None
        return True

    def _begins(self, column: int) -> bool:
        """Whether a lone text in this column is a section: left of the tasks, in no column of a goal of a text file."""
        single = [n for n in self.columns if self.columns[n] != NUMBER]
        return column < min(single) and column not in self.layout.goals

    def _row(self, number: int, cut: bool) -> None:
        table, place = self.table, self._place(number)
        row = self._put_right(number)
        cells: Texts = {key: _at(row, n) for n, key in self.columns.items()}
        names = [_at(row, n) for n in self.layout.goals]
        own: Mapping[int, str | None] = {n: _at(row, n) for n in self.layout.own}
        if self.published:
            cells = as_written(cells)
            names = [as_written({GOAL: name})[GOAL] for name in names]
            own = {n: as_written({"": text})[""] for n, text in own.items()}
        notes = [Note(place, "这一行在表里是隐藏的")] if number in table.hidden else []
        if (wide := self._wide(number)) is not None:
            cells[TASK], names[wide] = names[wide], None
            notes.append(Note(place, "目标和任务合并成一格，当作任务"))
        fresh = self._goals(names, cells.get(CONTENT), cut)
        said = any(text for key, text in cells.items() if key != NUMBER)
        if self._goes_on(cells, fresh, cut):
            self._extend(cells, place, cut)
        elif cells.get(TASK):
            self._add(cells, own, place, fresh, cut, notes)
        elif said and not fresh and self.outline.last:
            self._extend(cells, place, cut)
        elif any(cells.get(key) for key in (LEAD, HELP, DEADLINE)):
            goal = self.outline.current
            notes.append(Note(place, "没有写任务，照目标的名称填了" if goal else "没有写任务"))
            self._add({**cells, TASK: goal.name if goal else "（未写任务）"}, own, place, fresh, cut, notes)
        self._lone_own(row, place, cells)

    def _wide(self, number: int) -> int | None:
        """The level of the goal whose cell in a row covers the task's, too."""
        task = self.layout.task
        levels = enumerate(self.layout.goals)
        return next((n for n, column in levels if column < task < column + self.table.width(number, column)), None)

    def _lone_own(self, row: Sequence[str | None], place: str, cells: Texts) -> None:
        """Say what is in own columns of a row that is no task."""
        if not any(text for key, text in cells.items()) and any(_at(row, n) for n in self.layout.own):
            told = "、".join(_line(text) for n in self.layout.own if (text := _at(row, n)))
            self.notes.append(Note(place, f"“{told}”没有任务，没有导入"))

    def _put_right(self, number: int) -> Sequence[str | None]:
        """A row of a text that slid to the left, seen by its deadline, back in its place."""
        row = self.table.rows[number]
        wanted = next((n for n, key in self.columns.items() if key == DEADLINE), 0)
        found = next((n for n, text in enumerate(row) if text and is_deadline(_plain(text))), wanted)
        blank = not any(row[len(row) - (wanted - found) :])
        if self.table.blanks_tell or found >= wanted or (not blank and len(row) == self.table.columns):
            return row
        return [*[None] * (wanted - found), *row]

    def _goals(self, names: Sequence[str | None], content: str | None, cut: bool) -> bool:
        """Open the goals that a row names; whether it names a new one."""
        fresh = False
        for level, name in enumerate(names):
            raw = (name or "").strip()
            if not raw or (not fresh and self.outline.is_open(level, raw)):
                continue
            if not fresh and self._torn_name(level, raw, cut):
                continue
            self.outline.column(level, raw, self._name(raw, level))
            fresh = True
        goal = self.outline.current
        if content and goal:
            goal.content = content if fresh else _joined(goal.content, content)
        return fresh

    def _name(self, raw: str, level: int) -> str:
        """The name of a goal without the number that was printed before it; where few have one, it belongs to them."""
        if not self.strict:
            return numbered(raw).rest
        return without_our_number(raw, level) if self.numbers[level] else raw.strip()

    def _has_numbers(self, level: int) -> bool:
        """Whether the names of the goals on a level begin with our numbers, but for those that a page has torn."""
        cells = (_at(row, self.layout.goals[level]) for row in self.table.rows[self.header.first :])
        names = {name.strip() for name in cells if name and name.strip() not in NOTHING}
        return 2 * sum(without_our_number(name, level) != name for name in names) > len(names)

    def _torn_name(self, level: int, raw: str, cut: bool) -> bool:
        """Put together a name that the end of a page has cut: the others have numbers."""
        open_goal = self.outline.columns[level] if level < len(self.outline.columns) else None
        if not (cut and open_goal and numbered(open_goal.raw).style and not numbered(raw).style):
            return False
        open_goal.raw = _joined(open_goal.raw, raw.removesuffix(CONTINUED), 1)
        open_goal.name = self._name(open_goal.raw, level)
        return True

    def _goes_on(self, cells: Texts, fresh: bool, cut: bool) -> bool:
        """Whether a row is the rest of the task above, which a page's end has cut."""
        last = self.outline.last
        if not cut or fresh or last is None or last.content[-1:] in ENDS or cells.get(ID) or cells.get(NUMBER):
            return False
        if not cells.get(TASK) and not cells.get(DEADLINE):
            return any(cells.values())
        alone = not cells.get(DEADLINE) and not cells.get(LEAD)
        same = _line(cells.get(DEADLINE) or "") in ("", last.deadline)
        return alone or (same and self.ended)

    def _extend(self, cells: Texts, place: str, cut: bool) -> None:
        """What is left of a row below the end of a page: more text, more of its units."""
        task = self.outline.last
        if task is None:
            return
        task.content += _line(cells.get(TASK) or "")
        for key, names in ((LEAD, task.leads), (HELP, task.assistants), (MAIN, task.mains)):
            if text := cells.get(key):
                whole = _joined("、".join(names), text, 2) if cut else "、".join([*names, text])
                names[:] = self._names(whole, key).of(key)
        strange = {STRANGE.format(name) for name in task.units}
        task.notes = [note for note in task.notes if not STRANGE_ONE.fullmatch(note.message) or note.message in strange]
        deadline = as_deadline(cells.get(DEADLINE) or "")
        if deadline and deadline != task.deadline:
            task.deadline = "、".join(filter(None, (task.deadline, deadline)))
        for key, attribute in TEXT_FIELDS.items():
            if text := cells.get(key):
                setattr(task, attribute, "、".join(filter(None, (getattr(task, attribute), _line(text)))))
        task.notes.append(Note(place, "没有任务，接在上一项任务里", quiet=self.strict or not self.table.blanks_tell))

    def _add(
        self, cells: Texts, own: Mapping[int, str | None], place: str, fresh: bool, cut: bool, notes: list[Note]
    ) -> None:
        above = self.above
        task = DraftTask(_line(cells.get(TASK) or ""), notes=notes)
        if len(ITEMS.findall(cells.get(TASK) or "")) > 1 and "\n" in (cells.get(LEAD) or cells.get(DEADLINE) or ""):
            notes.append(Note(place, "一格里有几条，责任单位、时限也分行，可能一一对应"))
        filled = {key: self._filled(key, cells, place, fresh, cut, notes) for key in (ID, *self.columns.values())}
        task.id = _line(filled.get(ID) or "")
        task.deadline = _same(filled.get(DEADLINE), above.deadline if above else "", as_deadline)
        for key, attribute in TEXT_FIELDS.items():
            join = persons if key == LEADER else _line
            setattr(task, attribute, _same(filled.get(key, ""), getattr(above, attribute, ""), join))
        task.notes += [Note(f"{place}“{DEADLINE}”", doubt) for doubt in doubts_of_deadline(task.deadline)]
        self._units(task, filled, place)
        task.more = dict(self._more(cells, above))
        for n, text in own.items():
            if found := _same(text if self.table.blanks_tell else text or "", _own(above, self.layout.own[n]), _line):
                task.own[self.layout.own[n]] = found
        self.outline.add(task)
        self.above = task

    def _filled(self, key: str, cells: Texts, place: str, fresh: bool, cut: bool, notes: list[Note]) -> str | None:
        """A cell: None where it says the same as the one above, which is said where it is not sure."""
        text = cells.get(key, "")
        if text and text.strip() in SAME:
            return None
        if text or not self.above:
            return text
        if not self.table.blanks_tell:
            return self._blank_of_text(key, cells, place, fresh, notes)
        guess = key in FILLED and not fresh and (cut or (not self.table.has_merged and self._blank_goal()))
        if text == "" and guess and (key != DEADLINE or self.above.deadline):
            notes.append(Note(f"{place}“{key}”", "空着，照上一行填了"))
            return None
        return text

    def _blank_goal(self) -> bool:
        """Whether goals stand in a column of their own, where blanks say that the goal goes on."""
        return bool(self.layout.goals)

    def _blank_of_text(self, key: str, cells: Texts, place: str, fresh: bool, notes: list[Note]) -> str | None:
        merged = key in (DEADLINE, LEAD) or (key in (HELP, MAIN, LEADER) and not cells.get(LEAD))
        if not merged or (fresh and key != LEAD):
            if key == DEADLINE:
                notes.append(Note(f"{place}“{key}”", "空着，没有照上一行填", quiet=True))
            return ""
        notes.append(Note(f"{place}“{key}”", "空着，照上一行填了", quiet=True))
        return None

    def _units(self, task: DraftTask, cells: Texts, place: str) -> None:
        above = self.above
        for key in (MAIN, LEAD, HELP):
            text = cells.get(key, "")
            if text is None and above:
                self._copy(task, above, key)
            elif text:
                found = self._names(text, key)
                if key == LEAD and PERSONS.search(bare(self.header.name(self.layout.single[LEAD]))):
                    self._take_persons(found, task, place)
                if key == LEAD:
                    self._take_helpers(found)
                for role in (MAIN, LEAD, HELP):
                    _merge(task, role, found.of(role))
                task.others |= found.others
                doubts = [
                    *found.doubts,
                    *([] if self.strict else doubts_of([*found.mains, *found.leads, *found.assistants])),
                ]
                task.notes += [Note(f"{place}“{key}”", doubt) for doubt in doubts]
        if not task.leads:
            task.notes.append(Note(f"{place}“{LEAD}”", "没有写"))
        twice = [name for name in task.leads if name in task.assistants]
        if twice:
            task.notes.append(Note(place, f"{'、'.join(twice)}既是责任主体又是协助单位"))

    def _take_helpers(self, found: Parties) -> None:
        """Where the heading says that the first unit leads, the others help; where it names both, that is a guess."""
        name = "".join(self.header.words[self.layout.single[LEAD]])
        if found.assistants or len(found.leads) < len("甲乙") or not (FIRST.search(name) or BOTH.search(name)):
            return
        found.leads, found.assistants = found.leads[:1], found.leads[1:]
        if not FIRST.search(name):
            found.doubts.append(f"{'、'.join(found.assistants)}没有写是牵头还是配合，按“{HELP}”导入")

    def _take_persons(self, found: Parties, task: DraftTask, place: str) -> None:
        """Of a column of units and persons, the persons are the leaders; it is said who was taken for one."""
        persons_found = [name for name in found.leads if not UNIT_END.search(name) and len(name) <= PERSON]
        if persons_found and len(persons_found) < len(found.leads):
            found.leads = [name for name in found.leads if name not in persons_found]
            task.leader = "、".join(filter(None, (task.leader, *persons_found)))
            task.notes.append(Note(place, f"“{'、'.join(persons_found)}”当作“{LEADER}”"))

    def _copy(self, task: DraftTask, above: DraftTask, key: str) -> None:
        names = {MAIN: above.mains, LEAD: above.leads, HELP: above.assistants}
        roles = (key,) if HELP in self.layout.single else (key, *({HELP} - {key}))
        for role in roles:
            _merge(task, role, names[role])
        last = next((role for role in (HELP, LEAD, MAIN) if names[role]), key)
        task.others |= above.others and (key == last or not self.strict)  # we print 等 behind the last unit alone

    def _names(self, text: str, key: str) -> Parties:
        if not self.strict:
            return parties(text, key)
        found = Parties()
        names = plain_names(text)
        if names and names[-1].endswith(AND_OTHERS) and names[-1] != AND_OTHERS:
            names[-1], found.others = names[-1].removesuffix(AND_OTHERS), True
        found.add(key, names)
        return found

    def _more(self, cells: Texts, above: DraftTask | None) -> Iterator[tuple[str, Value]]:
        """What stands in the plan's other columns, by their keys; a merged cell says the same as the one above it."""
        for word, column in OTHERS.items():
            text = cells.get(word, "")
            if text is None and above:
                yield column.key, above.more.get(column.key, "")
            else:
                yield column.key, _value(column, text or "")


def _value(column: TableColumn, text: str) -> Value:
    """What a cell says in one of the plan's other columns, as plan.yaml has it."""
    if column.kind is CellKind.LINES:
        return column.lines(text)
    return plain_names(text) if column.is_list else _line(text)


def _style(number: str) -> str:
    """The style of a number alone in its cell."""
    return numbered(number + "甲").style or numbered(number + "、甲").style


def _at(row: Sequence[str | None], column: int) -> str | None:
    return row[column] if column < len(row) else ""


def _merge(task: DraftTask, role: str, names: Sequence[str]) -> None:
    mine = {MAIN: task.mains, LEAD: task.leads, HELP: task.assistants}[role]
    mine += [name for name in names if name not in mine]


def _own(task: DraftTask | None, name: str) -> str:
    return task.own.get(name, "") if task else ""


def _same(text: str | None, above: str, read: Callable[[str], str]) -> str:
    """A cell that is read, or what the one above it says."""
    return above if text is None else read(text)


def _joined(above: str, below: str, least: int = 8) -> str:
    """A cell cut by the end of a page; what was printed on both sides of the cut, `least` characters, counts once."""
    if not above or not below or below == above:
        return below or above
    most = max((n for n in range(least, min(len(above), len(below)) + 1) if above.endswith(below[:n])), default=0)
    return above + below[most:]


def _line(text: str) -> str:
    """A cell in one line: lines of Chinese are joined without a space."""
    return re.sub(r"\s*\n\s*", "", text).strip()


def persons(text: str) -> str:
    """Names of persons in one line: 张　三 is one name, several stand on lines or between blanks."""
    names = re.sub(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[^\S\n]+(?=[\u4e00-\u9fff](?:\s|、|$))", r"\1", text).split()
    sign = " " if any(TITLES.search(name) for name in names) else "、"
    return sign.join(name.rstrip("、，,") for name in names)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def as_deadline(text: str) -> str:
    """A deadline as it is written, in one line; 2017-06-30 as the plan has days."""
    if text.strip() in NOTHING:
        return ""
    lines = [re.sub(r"\s", "", line).translate(FULL) for line in text.split("\n") if line.strip()]
    whole = "".join(lines)
    if len(lines) > 1 and all(ENDED_DATE.search(line) for line in lines) and not whole.endswith("、"):
        whole = "、".join(line.rstrip("、，；") for line in lines)
    if match := ISO.fullmatch(whole):
        year, month, day = match.groups()
        return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")
    return _plain(whole) if is_deadline(_plain(whole)) else whole


def doubts_of_deadline(text: str) -> Iterator[str]:
    """What is not a day that can be told."""
    if text and not is_deadline(text):
        yield f"“{text}”看不出是哪一天，另写一行 截止: 2017年12月31日"


FULL = {ord("０") + n: str(n) for n in range(10)}
