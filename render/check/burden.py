"""为基层减负: how long documents are, how many are sent, how often units report; told where it is much.

4,000 characters a document, no more documents than the year before, no needless reports: the rules of 2024 on
整治形式主义为基层减负 (中共中央办公厅、国务院办公厅).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path

from render.check.found import Found
from render.check.lint import Finding, Level, Rule
from render.documents.document import Document
from render.documents.project import Project
from render.errors import InputError, Problem
from render.page import Page
from render.plan.dates import DeadlineKind
from render.plan.model import Plan, Task
from render.reader import Reading, read_plan
from render.reader.dispatches import PLAN, Cabinet, read_cabinet

BURDEN = "减负"  # the rule
LONGEST = 4000  # characters of a document, without its annexes
QUARTERS = 4  # reports a year that every unit is asked for, as the letters say
ANNEX = "附件"


class Lengths:
    """Looks at one page after the other; tells the longest document of each template that has too many characters."""

    def __init__(self) -> None:
        self._long = defaultdict[str, list[tuple[int, str]]](list)

    def look(self, document: Document, page: Page) -> None:
        """Count the characters of what is sent."""
        if document.kind:
            texts = (box.text for box in page.body.boxes if ANNEX not in box.classes)
            count = sum(len("".join(text.split())) for text in texts)
            if count > LONGEST:
                self._long[document.template].append((count, document.name))

    def findings(self, project: Project) -> Iterator[Finding]:
        """One for each template."""
        for template, found in self._long.items():
            count, name = max(found)
            others = f"，这样的共 {len(found)} 份" if found[1:] else ""
            said = f"“{name}”正文 {count} 字，超过 {LONGEST} 字{others}"
            yield _finding(project.templates / template, said, "压缩文字，或把细项移到附件")


def dispatched(project: Project, sent: Cabinet, year: int) -> Iterator[Finding]:
    """More dispatches than in the whole year before, which is archived."""
    former = project.archive / str(year - 1) / project.issued.name
    if not former.is_dir():
        return
    try:
        before = read_cabinet(former)
    except InputError:  # the index of the archive tells of it
        return
    if before.filed and len(sent.filed) > len(before.filed):
        said = f"{year}年已发文 {_counted(sent)}，比{year - 1}年全年多（{_counted(before)}）"
        yield _finding(project.issued, said, "能合并的合并发，能不发的不发")


def _counted(cabinet: Cabinet) -> str:
    return f"{len(cabinet.filed)} 次 {sum(len(one.dispatch.addressees) for one in cabinet)} 份"


def burden_rules(project: Project) -> Collection[Rule]:
    """The rule on the reports that units are asked for, which looks at the plan of the year before too."""

    def reports(reading: Reading) -> Found:
        asked, before = _asked(reading.plan), _former(project, reading.plan.year - 1)
        often = [name for name, count in asked.items() if count > QUARTERS]
        total, last = sum(asked.values()), sum(before.values())
        if often or (before and total > last):
            said = f"照这份计划，一年要 {len(asked)} 个单位报进展 {total} 份"
            said += f"，每季度一份以上的有 {len(often)} 个：{'、'.join(often)}" if often else ""
            said += f"；{reading.plan.year - 1}年是 {last} 份" if before else ""
            yield _first(reading), said, "核对有没有必要；能少报的，完成时间改成每季度"

    return ((BURDEN, Level.NOTE, reports),)


def _first(reading: Reading) -> int:
    """The line of the first task that asks for more than one report a quarter."""
    plan = reading.plan
    found = (reading.line(*place, "完成时间") for place, _, task in plan.places if _times(plan, task) > QUARTERS)
    return next(found, 0)


def _asked(plan: Plan) -> dict[str, int]:
    """Unit → how many reports it is asked for in a year: one a quarter, or as often as a task that it leads is due."""
    found = dict[str, int]()
    for _, _, task in plan.places:
        for name in task.units:
            times = QUARTERS if name in task.assistants else _times(plan, task)
            for unit in plan.members_of(plan.unit_of[name]):
                found[unit.name] = max(found.get(unit.name, QUARTERS), times)
    office = plan.unit_of.get(plan.sender.office)
    return {name: count for name, count in found.items() if not office or name != office.name}


def _times(plan: Plan, task: Task) -> int:
    deadline = plan.deadline(task)
    return len(deadline.days) if deadline.kind is DeadlineKind.RECURRING else 1


def _former(project: Project, year: int) -> dict[str, int]:
    """The same of the plan of a year that is archived; empty where there is none that can be read."""
    path = project.archive / str(year) / PLAN
    try:
        return _asked(read_plan(path).plan) if path.is_file() else {}
    except InputError:  # the index of the archive tells of it
        return {}


def _finding(path: Path, said: str, hint: str) -> Finding:
    return Finding(Level.NOTE, BURDEN, Problem(str(path), 0, said, hint))
