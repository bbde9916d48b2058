"""Files → what is to be put into progress.yaml, what that changes, and what is asked first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from render.collect.ledger import RuledRow, meet_reports, read_ledger
from render.collect.parcel import Parcel
from render.collect.questions import Beside, Question, ask
from render.collect.reading import read_parcel
from render.errors import Problem
from render.plan.answers import Entry
from render.plan.fields import ID
from render.plan.model import Plan
from render.plan.progress import Batch, Delivery, Progress
from render.plan.rulings import UNREVIEWED, Ruling
from render.plan.standing import UnitEntry, last_words, voices


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one task that a unit now says otherwise."""

    task: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a unit newly says of one task, and what is asked of it before it is taken."""

    entry: Entry
    changes: tuple[FieldChange, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Submission:
    """What is new in one file."""

    parcel: Parcel
    claims: tuple[Claim, ...]

    def changes(self, asked: bool) -> tuple[FieldChange, ...]:
        """The changes of the rows about which something is asked, or of the others."""
        return tuple(change for claim in self.claims if bool(claim.questions) is asked for change in claim.changes)

    def delivery(self, accept: bool) -> Delivery | None:
        """What is to be recorded; None where everything of it waits for an answer."""
        entries = [claim.entry for claim in self.claims if accept or not claim.questions]
        if self.claims and not entries:
            return None
        data = {"单位": self.parcel.unit, "文件": self.parcel.path.name, "校验": self.parcel.sha, "填报": entries}
        data |= {"填报单位": self.parcel.filler}
        return Delivery.model_validate(data)


@dataclass(frozen=True)
class Collection:
    """What all files together say."""

    parcels: tuple[Parcel, ...]
    submissions: tuple[Submission, ...]
    ledger: Parcel | None = None
    ruled: tuple[RuledRow, ...] = ()

    @property
    def problems(self) -> list[Problem]:
        """Everything that could not be taken."""
        return [problem for parcel in self.parcels for problem in parcel.problems]

    @property
    def questions(self) -> list[tuple[Parcel, Question]]:
        """Everything that is asked before it is taken."""
        said = [(one.parcel, each) for one in self.submissions for claim in one.claims for each in claim.questions]
        return said + [(self.ledger, each) for one in self.ruled if self.ledger for each in one.questions]

    def deliveries(self, accept: bool = False) -> list[Delivery]:
        """What is to be recorded, with the rows that were asked about or without them."""
        return [delivery for one in self.submissions if (delivery := one.delivery(accept))]

    def rulings(self, accept: bool = False) -> list[Ruling]:
        """The office's words that are to be recorded."""
        return [one.ruling for one in self.ruled if accept or not one.questions]

    def batch(self, time: str, accept: bool = False) -> Batch:
        """What is to be recorded, collected at `time`."""
        return Batch.model_validate({"时间": time, "审核": self.rulings(accept), "来件": self.deliveries(accept)})


def collect(
    paths: Iterable[Path],
    plan: Plan,
    progress: Progress,
    seen: Callable[[Path], None] = lambda _: None,
    *,
    unit: str = "",
    today: date = date.max,
) -> Collection:
    """Read every file, the bad ones too; `seen` is told of each. Nothing is written.

    `unit` sent files that do not say it themselves; a day after `today` is asked about.
    """
    parcels = list[Parcel]()
    for path in paths:
        seen(path)
        parcels.append(read_parcel(path, plan, unit))
    for parcel in parcels:
        _drop_known(parcel, progress, plan)
    _choose(parcels)
    known = voices(plan, progress)
    submissions = [_submission(parcel, known, plan, progress, today) for parcel in parcels if parcel.taken]
    submissions = [one for one in submissions if one.parcel.taken]
    ledger, ruled = _office(parcels, plan, progress, today)
    meet_reports(ruled, {claim.entry.task for one in submissions for claim in one.claims})
    return Collection(tuple(parcels), tuple(submissions), ledger, tuple(ruled))


def _office(
    parcels: Sequence[Parcel], plan: Plan, progress: Progress, today: date
) -> tuple[Parcel | None, list[RuledRow]]:
    """What the office says in its ledger, of which there can be one."""
    found = [parcel for parcel in parcels if parcel.ledger]
    for other in found[1:]:
        other.refuse(f"一次只收一份总台账，收的是 {found[0].path.name}", "把两份里的审核合到一份里再收")
    if not found or not (tracker := found[0].ledger):
        return None, []
    rows = read_ledger(found[0], tracker, plan, progress, today)
    found[0].taken = bool(rows)
    return found[0], rows


def _standing(parcel: Parcel, progress: Progress, plan: Plan) -> dict[str, Entry]:
    """What its unit said last of each task, under whichever of its names."""
    return {task: word.entry for (unit, task), word in last_words(plan, progress).items() if unit == parcel.unit}


def _drop_known(parcel: Parcel, progress: Progress, plan: Plan) -> None:
    """Of a file that was collected before, keep the rows that were not taken then; what it said is no news."""
    batches = [
        at for at, batch in enumerate(progress.effective, 1) if any(d.sha == parcel.sha for d in batch.deliveries)
    ]
    if not batches or not parcel.unit:
        return
    then = _standing(parcel, progress.up_to(batches[-1]), plan)
    parcel.entries = {task: entry for task, entry in parcel.entries.items() if then.get(task) != entry}
    parcel.blank = []
    parcel.taken = bool(parcel.entries)
    parcel.notes.clear()
    if not parcel.taken:
        parcel.passed = ["已收过，跳过"]


def _choose(parcels: Sequence[Parcel]) -> None:
    """Of several files of one unit take the one that was filled in last."""
    best = dict[str, Parcel]()
    for parcel in (parcel for parcel in parcels if parcel.taken):
        other = best.get(parcel.unit)
        if other is None:
            best[parcel.unit] = parcel
            continue
        late, early = (parcel, other) if parcel.latest >= other.latest else (other, parcel)
        best[parcel.unit], early.taken = late, False
        why = "填报日期更晚" if late.latest > early.latest else "填报日期相同，排在后面"
        names = "、".join(dict.fromkeys(filter(None, (late.filler, early.filler))))
        told = f"，分别是{names}填的" if "、" in names else ""
        early.passed.append(f"{parcel.unit}有两份{told}，收了 {late.path.name}（{why}），没有收这一份")


def _submission(
    parcel: Parcel, voiced: Mapping[tuple[str, str], UnitEntry], plan: Plan, progress: Progress, today: date
) -> Submission:
    """What of a file is new, row by row; what is older than what stands is refused.

    A row is new beside what the unit said last, and beside what its tracker showed of that.
    """
    said = {task: one for (unit, task), one in voiced.items() if unit == parcel.unit}
    known = {task: one.entry for task, one in said.items() if one.entry}
    shown = {task: one.prefilled for task, one in said.items() if one.prefilled}
    rows = [(known.get(task, Entry.model_validate({ID: task})), entry) for task, entry in parcel.entries.items()]
    older = [(old, new) for old, new in rows if old.day and new.day and new.day < old.day]
    newer = [(old, new) for old, new in rows if (old, new) not in older and new not in (old, shown.get(new.task))]
    answered = {new.task for _, new in [*older, *newer]}
    unread = dict.fromkeys([*parcel.entries, *parcel.blank])
    returned = [task for task in unread if task in said and said[task].returned and task not in answered]
    if returned:
        parcel.notes.append(f"任务{'、'.join(returned)}退回以后还没有重新填报")
    _tell_of_older(parcel, older, len(rows))
    if silent := [task for task in parcel.blank if task in known and task not in returned]:
        parcel.notes.append(f"任务{'、'.join(silent)}上次填过，这次整行是空的，仍以上次的为准")
    parcel.questions += [_undated(parcel, new.task) for _, new in newer if older and not new.day]
    claims = tuple(
        _claim(
            parcel,
            Beside(
                shown.get(new.task, old),
                new,
                today,
                plan.year,
                said[new.task].filler if new.task in said else "",
                parcel.filler,
                progress.reviews.get(new.task, UNREVIEWED),
            ),
        )
        for old, new in newer
    )
    parcel.taken = len(older) < len(rows)
    return Submission(parcel, claims)


def _tell_of_older(parcel: Parcel, older: Sequence[tuple[Entry, Entry]], rows: int) -> None:
    if not older:
        return
    old, new = older[0]
    which = "这一份" if len(older) == rows else f"任务{'、'.join(new.task for _, new in older)}"
    parcel.refuse(
        f"{which}是旧的，没有收：任务{new.task}的填报日期 {new.day} 比已收的 {old.day} 早", "已收的更新，不用再收"
    )


def _undated(parcel: Parcel, task: str) -> Question:
    """A row of which nobody knows whether it is as old as others of its file."""
    return Question(task, parcel.places[task].get("填报日期", ""), "填报日期：没有填，同一份里别的行是旧的")


def _claim(parcel: Parcel, row: Beside) -> Claim:
    task = row.new.task
    asked = [one for one in parcel.questions if one.task == task]
    asked += ask(row, parcel.places.get(task, {}))
    return Claim(row.new, tuple(_changes(row.old, row.new)), tuple(asked))


def _changes(old: Entry, new: Entry) -> Iterator[FieldChange]:
    pairs: Iterable[tuple[tuple[str, str], str]] = zip(old.fields.items(), new.fields.values(), strict=True)
    return (FieldChange(new.task, key, was, now) for (key, was), now in pairs if was != now)
