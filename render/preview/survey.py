"""What is known of the whole project: the state of each file, how tasks stand, what changed since it was sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from render.build.agenda import Agenda, plan_build
from render.build.manifest import Fate
from render.build.output import Output, list_outputs
from render.check.report import as_data, check, refused
from render.documents.document import Documents
from render.documents.notices import Notice, notices
from render.documents.project import ON_REQUEST, Project
from render.errors import InputError
from render.plan.fields import JOINT
from render.plan.overview import Overview, Tally
from render.plan.overview import survey as overview_of
from render.plan.standing import Standing
from render.plan.states import PRESSING, State
from render.preview.messages import Data, Surveyed
from render.reader import Reading
from render.reader.dispatches import Cabinet
from render.reader.progress import progress_beside

MANY = 300  # documents from which on only the first page of each template is held against the rules
#: What the list says of a document whose files have these fates, the first that fits: a key for its look, and words.
STATES: tuple[tuple[frozenset[Fate], str, str], ...] = (
    (frozenset({Fate.EDITED, Fate.OFFERED, Fate.KEPT_ORPHAN}), "edited", "手工改过"),
    (frozenset({Fate.FOREIGN, Fate.FAILED}), "foreign", "别处来的"),
    (frozenset({Fate.UPDATED}), "changed", "有变化"),
    (frozenset({Fate.NEW, Fate.REMADE}), "new", "新"),
)
SAME = ("same", "")


def survey(
    project: Project, reading: Reading, documents: Documents, cabinet: Cabinet, today: date | None
) -> Iterator[Surveyed]:
    """One part after the other, the quick ones first."""
    day = today or date.today()
    progress = progress_beside(reading.plan, project.progress)
    yield Surveyed("standing", _standing(overview_of(reading.plan, progress, day), reading))
    lines = _lines(reading)
    told = [_notice(one, lines) for one in notices(reading.plan, cabinet)]
    yield Surveyed("changes", {"sent": [filed.folder.name for filed in cabinet], "units": told})
    wrong: Sequence[Data] = ()
    try:
        outputs = list(list_outputs(documents))
        agenda = plan_build(outputs, project.output, lacking=ON_REQUEST, sent=cabinet.files)
        yield Surveyed("states", _states(agenda, outputs))
    except InputError as error:
        wrong = as_data(refused(error))
    yield Surveyed("findings", wrong or _findings(project))


def _findings(project: Project) -> list[Data]:
    """What `render check` says."""
    try:
        reading, documents = project.read(date.today(), marked=True)
        if len(documents.named) > MANY:
            first = tuple(next(own) for _, own in groupby(documents.named, attrgetter("template")))
            documents = Documents(first, documents.problems)
        return list(as_data(check(reading, project, documents)))
    except InputError as error:
        return list(as_data(refused(error)))


def _states(agenda: Agenda, outputs: list[Output]) -> Data:
    """Document → the key and the words of its state."""
    fates = dict[str, set[Fate]]()
    for outcome in agenda.outputs:
        fates.setdefault(outcome.name.rpartition(".")[0], set()).add(outcome.fate)
    return {name: _state(found) for name, found in fates.items()}


def _state(found: set[Fate]) -> tuple[str, str]:
    return next(((key, words) for wanted, key, words in STATES if wanted & found), SAME)


def _lines(reading: Reading) -> Mapping[str, int]:
    """Task → the line where it begins."""
    return {task.id: reading.line(*place) for place, _, task in reading.plan.places}


def _standing(overview: Overview, reading: Reading) -> Data:
    lines, day = _lines(reading), overview.today
    return {
        "today": str(day),
        "total": _tally(overview.total),
        "pressing": [
            {"title": str(alarm), "tasks": [_task(one, day, lines) for one in overview.pressing(alarm)]}
            for alarm in PRESSING
        ],
        "troubles": [
            {**_task(one, day, lines), "unit": entry.unit.name, "trouble": entry.entry.trouble if entry.entry else ""}
            for one, entry in overview.troubles
        ],
        "units": [
            {"unit": row.unit.name, "assisted": row.assisted, "heard": str(row.heard or ""), **_tally(row.led)}
            for row in overview.units
        ],
        "silent": overview.silent,
    }


def _tally(found: Tally) -> dict[str, Any]:
    return {
        "tasks": found.tasks,
        "states": {str(state): found.states[state] for state in State if found.states[state]},
        "alarms": {str(alarm): found.alarms[alarm] for alarm in PRESSING if found.alarms[alarm]},
    }


def _task(one: Standing, day: date, lines: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": one.task.id,
        "content": one.task.content,
        "deadline": one.task.deadline,
        "days": one.days_left(day),
        "leads": JOINT.join(entry.unit.name for entry in one.leads),
        "state": str(one.state),
        "line": lines[one.task.id],
    }


def _notice(notice: Notice, lines: Mapping[str, int]) -> Data:
    return {
        "unit": notice.unit.name,
        "since": notice.former.folder.name if notice.former else "",
        "changes": [
            {
                "kind": str(own.kind),
                "id": own.change.name,
                "before": own.before,
                "now": own.now,
                "content": own.change.task.content,
                "edits": [asdict(edit) for edit in own.change.edits],
                "line": lines.get(own.change.name, 0),
            }
            for own in notice.changes
        ],
    }
