"""节点: what units say of the milestones of a task, and which of them are late.

In a tracker they stand in one cell, a line each: until when and what, a colon, and the answer: 已完成, 未完成, or the
day on which it was done. A milestone has no id: it is known by its text, also where its time was changed since.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from render.plan.dates import Deadline, deadline

MET, UNMET = "已完成", "未完成"
ALL = "全部"  # in place of its name: the answer is that of every milestone of the task
LINE = re.compile(r"(?P<name>.*)[：:](?P<answer>.*)")
ANSWER = re.compile(f"{MET}|{UNMET}|[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日完成")


class Planned(Protocol):
    """A milestone as the plan has it."""

    @property
    def when(self) -> str:
        """Until when, as it is written."""

    @property
    def content(self) -> str:
        """What is to be done by then."""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, the day that counts, None where its time names none, and what was said of it, empty if nothing."""

    when: str
    content: str
    due: date | None
    answer: str

    @property
    def name(self) -> str:
        """What it is called in trackers: 3月底前印发方案."""
        return f"{self.when}{self.content}"

    @property
    def line(self) -> str:
        """What stands of it in the tracker."""
        return f"{self.name}：{self.answer}"

    @property
    def is_met(self) -> bool:
        """Whether it was done."""
        return self.answer not in ("", UNMET)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and nobody said that it was done."""
        return not self.is_met and self.due is not None and self.due < today


def steps(
    milestones: Sequence[Planned], texts: Sequence[Sequence[str]], year: int, published: Deadline, term: Deadline
) -> tuple[Step, ...]:
    """The milestones of a task in a plan's year, and what its units say together: a text of each, of groups of members.

    A milestone is one event: units that are silent leave it to the others, but of a group each member has its own part.
    What was to be done by the end of the task may wait as long as the task may.
    """
    said = [[dict(lines(text)) for text in unit] for unit in texts]
    return tuple(
        Step(
            one.when,
            one.content,
            _moved(deadline(one.when, year).last_day, published, term),
            _together(filter(None, (_together(_answer(one, milestones, own) for own in unit) for unit in said))),
        )
        for one in milestones
    )


def lines(text: str) -> Iterator[tuple[str, str]]:
    """The names of milestones, and what is said of each, as a record holds them."""
    found = (LINE.fullmatch(line) for line in text.splitlines())
    return ((match["name"], match["answer"]) for match in found if match)


def says_nothing(text: str) -> bool:
    """Whether a cell holds nothing but the names of milestones."""
    matches = [LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    return all(match and not match["answer"].strip() for match in matches)


def strangers(milestones: Sequence[Planned], text: str) -> list[str]:
    """The names in a record that are those of no milestone of a task."""
    return [
        name
        for name, _ in lines(text)
        if name != ALL and not any(_plain(name).endswith(_plain(one.content)) for one in milestones)
    ]


def _answer(one: Planned, milestones: Sequence[Planned], answers: Mapping[str, str]) -> str:
    """What is said of a milestone: under its name, else under one that differs by the time alone."""
    plain = {_plain(name): answer for name, answer in answers.items()}
    known = {_plain(other.when + other.content) for other in milestones}
    moved = (plain[name] for name in plain if name not in known and name.endswith(_plain(one.content)))
    return plain.get(_plain(one.when + one.content)) or plain.get(ALL) or next(moved, "")


def _together(answers: Iterable[str]) -> str:
    """The answer of several: done when all say so, not done when one says that."""
    found = set(answers)
    if UNMET in found or len(found) == 1:
        return UNMET if UNMET in found else found.pop()
    return MET if found and "" not in found else ""


def _moved(due: date | None, published: Deadline, term: Deadline) -> date | None:
    end, now = published.last_day, term.last_day
    return max(due, now) if due and end and now and due >= end else due


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
