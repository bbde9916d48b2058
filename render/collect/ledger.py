"""A returned ledger → the office's words that are new in it: only cells that were changed since it was made count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from render.collect.asides import brief
from render.collect.parcel import Parcel
from render.collect.questions import Question
from render.collect.tracker import Row, Tracker
from render.collect.values import Reader, Typed, Understood, read_day, read_deadline, read_text
from render.plan.fields import ID
from render.plan.model import Plan
from render.plan.progress import Progress
from render.plan.rulings import ON_REPORTS, RULING_COLUMNS, Decision, Ruling
from render.plan.standing import Standing, standings
from render.plan.weighing import Weighed, doubts, faults

DECISION, OPINION, UNTIL, DAY = RULING_COLUMNS
#: Other words for the decisions. Anyone may add to them.
SYNONYMS = {
    word: decision
    for decision, words in {
        Decision.CLOSED: "已办结 同意办结 销号 同意销号 已销号 通过",
        Decision.RETURNED: "已退回 退回重报 退回补正 不通过",
        Decision.EXTENDED: "同意 延期 准予延期",
        Decision.REFUSED: "不同意 不准延期 不予延期",
    }.items()
    for word in words.split()
}
Cells = dict[str, str]


def read_decision(typed: Typed, year: int) -> Understood | None:
    """One of the decisions."""
    text = typed.plain.strip("。.!！,，;；、（）()")
    found = text if text in {*Decision} or not text else SYNONYMS.get(text)
    return None if found is None else Understood(found)


#: How each column is read, and what to say where it cannot be.
READERS: Mapping[str, tuple[Reader, str]] = {
    DECISION: (read_decision, f"只能是 {'、'.join(Decision)}"),
    OPINION: (read_text, ""),
    UNTIL: (read_deadline, "写成 2017年11月 或 2017年11月15日 这样的日子"),
    DAY: (read_day, "写成 2017-6-30 这样的日期"),
}


@dataclass
class RuledRow:
    """A word of the office that is new: what the ledger showed before, and what is asked first."""

    ruling: Ruling
    old: Cells
    questions: list[Question] = field(default_factory=list)


@dataclass(frozen=True)
class Sight:
    """What a ledger showed when it was made; None for one that does not say when, or of a history that is not ours."""

    then: Mapping[str, Standing] | None
    now: Mapping[str, Standing]


def read_ledger(parcel: Parcel, tracker: Tracker, plan: Plan, progress: Progress, today: date) -> list[RuledRow]:
    """Take what is new, row by row; what cannot be taken is noted in the parcel."""
    former = progress.at(tracker.marks.counting) if tracker.marks.counting is not None else None
    sight = Sight(_by_task(plan, former) if former else None, _by_task(plan, progress))
    found, older = list[RuledRow](), list[str]()
    for row in _rows(parcel, tracker):
        if (cells := _read(parcel, tracker, row, plan.year)) is None:
            continue
        if row.task not in sight.now:
            if any(cells.values()):
                parcel.refuse(f"计划里没有任务{row.task}，没有收", "核对编号", tracker.place(row.cells[ID][0]))
            continue
        one = _Ruled(parcel, tracker, row, cells, sight, today, plan.year)
        older += [row.task] if one.is_older else []
        if ruled := one.ruled():
            found.append(ruled)
    if older:
        parcel.notes.append(f"这份总台账做出以后，任务{'、'.join(older)}另有审核，没有变的格子不算，以后来的为准")
    if not found and not parcel.problems:
        parcel.passed.append("没有新的审核意见")
    return found


def _by_task(plan: Plan, progress: Progress) -> dict[str, Standing]:
    return {one.task.id: one for one in standings(plan, progress)}


def _rows(parcel: Parcel, tracker: Tracker) -> Iterator[Row]:
    """Each row of a task; of two that say different things, neither."""
    first = dict[str, Row]()
    clashing = set[str]()
    for row in tracker.rows:
        other = first.setdefault(row.task, row)
        if other is not row and _plain(other) != _plain(row):
            clashing.add(row.task)
            place = tracker.place(f"第{other.number}、{row.number}行")
            parcel.refuse(f"任务{row.task}有两行，审核写得不同，都没有收", "只留一行再收", place)
    return (row for task, row in first.items() if task not in clashing)


def _plain(row: Row) -> list[str]:
    return [row.cells[key][1].plain for key in RULING_COLUMNS if key in row.cells]


def _read(parcel: Parcel, tracker: Tracker, row: Row, year: int) -> Cells | None:
    """What stands in the office's cells; None where one of them cannot be understood."""
    cells, well = dict.fromkeys(RULING_COLUMNS, ""), True
    for key, (read, hint) in READERS.items():
        place, typed = row.cells.get(key, ("", Typed(None)))
        found = None if typed.is_error or typed.is_hidden else read(typed, year)
        if found is None:
            said = f"{key}“{brief(typed.text) or brief(str(typed.value))}”看不懂，这一行没有收"
            parcel.refuse(said, hint, tracker.place(place))
            well = False
        else:
            cells[key] = found.text
    return cells if well else None


@dataclass(frozen=True)
class _Ruled:
    """A row of the ledger beside what it showed when it was made, and beside what stands now."""

    parcel: Parcel
    tracker: Tracker
    row: Row
    cells: Cells
    sight: Sight
    today: date
    year: int

    @property
    def now(self) -> Standing:
        """Where its task stands."""
        return self.sight.now[self.row.task]

    @property
    def then(self) -> Standing:
        """Where it stood when the ledger was made, as far as that is known."""
        return (self.sight.then or self.sight.now)[self.row.task]

    @property
    def is_older(self) -> bool:
        """Whether the office has spoken of the task since, and says nothing new here."""
        return self._says(self.then) and not self._says(self.now)

    def _says(self, one: Standing) -> bool:
        """Whether its cells say what stood; a day that is left out may be any."""
        shown = one.verdict if self.cells[DAY] else {**one.verdict, DAY: ""}
        return self.cells == shown

    def ruled(self) -> RuledRow | None:
        """The office's word, where it is new and can be."""
        if self._says(self.now) or self._says(self.then):
            return None
        said = self._said()
        if said is None:
            return None
        found = RuledRow(said, self.now.verdict)
        weighed = Weighed(self.now, said, self.today, self.year)
        if wrong := list(faults(weighed)):
            self._refuse(DECISION, "；".join(wrong), "改正后再收")
            return None
        asked = [*doubts(weighed), *self._overtaken()]
        place = self._place(DECISION)
        found.questions += [Question(self.row.task, place, f"{said.decision}：{text}") for text in asked]
        return found

    def _said(self) -> Ruling | None:
        """The cells as a ruling; beside a new decision, what was there before belongs to the one before."""
        old, cells = self.then.verdict, dict(self.cells)
        if not cells[DECISION]:
            if any(cells[key] and cells[key] != old[key] for key in RULING_COLUMNS):
                self._refuse(DECISION, f"{DECISION}没有填，旁边却填了", "选好审核结论再收")
            elif old[DECISION]:
                self.parcel.notes.append(f"任务{self.row.task}的审核结论被清空，没有采用；撤回用 render collect --undo")
            return None
        if cells[DECISION] != old[DECISION]:
            cells |= {key: "" for key in (OPINION, DAY) if cells[key] == old[key]}
        extends = cells[DECISION] == Decision.EXTENDED
        wrong = ""
        if extends and not cells[UNTIL]:
            wrong = f"{UNTIL}没有填，不知道同意延到哪一天"
        elif not extends and cells[UNTIL] != old[UNTIL] and cells[UNTIL]:
            wrong = f"{UNTIL}写了“{cells[UNTIL]}”，审核结论却是{cells[DECISION]}"
        elif cells[DECISION] == Decision.RETURNED and not cells[OPINION]:
            said = f"还是上次的“{brief(self.cells[OPINION])}”" if self.cells[OPINION] else "没有填"
            wrong = f"{OPINION}{said}，退回要写明为什么"
        if wrong:
            self._refuse(UNTIL if UNTIL in wrong else OPINION, wrong, "改正再收")
            return None
        data = {ID: self.row.task, **cells, UNTIL: cells[UNTIL] if extends else "", "途径": self.parcel.path.name}
        return Ruling.model_validate({**data, DAY: cells[DAY] or self.today})

    def _refuse(self, key: str, message: str, hint: str) -> None:
        """Note that a row is not taken, and at which cell that lies."""
        self.parcel.refuse(f"任务{self.row.task}，{message}，这一行没有收", hint, self._place(key))

    def _place(self, key: str) -> str:
        return self.tracker.place(self.row.cells.get(key, self.row.cells[ID])[0])

    def _overtaken(self) -> Iterator[str]:
        """What has come in since the ledger was made."""
        if self.sight.then is None:
            if self.now.review.last:
                yield f"看不出这份总台账是什么时候的，已记的是{_shown(self.now)}"
            return
        if self.then.verdict != self.now.verdict:
            yield f"这份总台账做出以后另有审核：{_shown(self.now)}"
        if _words(self.then) != _words(self.now):
            yield "这份总台账做出以后单位又填报了"


def _words(one: Standing) -> list[object]:
    return [voice.entry for lead in one.leads for voice in lead.voices]


def _shown(one: Standing) -> str:
    last = one.review.last
    return f"{last.decision}（{last.day}）" if last else "没有审核"


def meet_reports(rows: Sequence[RuledRow], reported: set[str]) -> None:
    """Ask of what was ruled on a report where a new one came in the same collection."""
    for one in rows:
        if one.ruling.decision in ON_REPORTS and one.ruling.task in reported:
            text = f"{one.ruling.decision}：这次同时收到它的新填报，先看填报再审核"
            one.questions.append(Question(one.ruling.task, "", text))
