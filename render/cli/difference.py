"""What changed in the plan, and the files that follow → lines for the terminal, unit by unit, and JSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from render.build.agenda import Agenda
from render.build.manifest import Fate
from render.plan.changes import MOVED, Change, ChangeKind, Changes, Edit, UnitChange
from render.shorten import shortened

QUIET = frozenset({Fate.UNCHANGED, Fate.EDITED, Fate.GONE})
AROUND = 12  # characters shown on each side of what changed
SHOWN = 30  # characters shown of a task
SHARED = "共用文件"


class Fragment(NamedTuple):
    """A piece of a line; `look` is head, old, new or empty."""

    text: str
    look: str = ""


Line = Sequence[Fragment]
Files = Mapping[str, Sequence[str]]  # unit → its files that follow; "" = those of no single unit


def files_of(agenda: Agenda, owners: Mapping[str, str]) -> dict[str, list[str]]:
    """The files that a build would write or take away, as `更新 任务通知/财务处.docx`, by the unit of `owners`."""
    found = dict[str, list[str]]()
    for outcome in agenda.outcomes:
        if outcome.fate not in QUIET:
            found.setdefault(owners.get(outcome.name, ""), []).append(f"{outcome.fate.action} {outcome.name}")
    return found


def lines(changes: Changes, files: Files) -> Iterator[Line]:
    """Everything that differs: the plan's own data, goals and units first, then unit by unit."""
    yield from _section("计划", (Change(ChangeKind.CHANGED, edit.item, (edit,)) for edit in changes.heading))
    yield from _section("单位名录", changes.units)
    yield from _section("工作目标", changes.goals)
    concerned = {unit.name: own for unit, own in changes.concerned}
    for name in dict.fromkeys((*concerned, *filter(None, files))):
        yield [Fragment(name, "head")]
        for own in concerned.get(name, ()):
            yield from _unit_change(own)
        yield from _files(files.get(name, ()))
    if files.get(""):
        yield [Fragment(SHARED, "head")]
        yield from _files(files[""])


def _section(title: str, changes: Iterable[Change]) -> Iterator[Line]:
    for number, change in enumerate(changes):
        if not number:
            yield [Fragment(title, "head")]
        yield [Fragment(f"  {change.kind}  {_called(change)}")]
        yield from map(_edit, change.edits[change.kind is ChangeKind.RENAMED :])


def _called(change: Change) -> str:
    """Its name; where that is the change, both names."""
    return f"{change.edits[0].old}→{change.name}" if change.kind is ChangeKind.RENAMED else change.name


def _unit_change(own: UnitChange) -> Iterator[Line]:
    change = own.change
    part = own.now or own.before if own.before in (own.now, "") or not own.now else f"{own.before}→{own.now}"
    yield [Fragment(f"  {own.kind}  {change.name}（{part}）{shortened(change.task.content, SHOWN)}")]
    if own.kind is ChangeKind.CHANGED:
        yield from map(_edit, change.edits)


def _edit(edit: Edit) -> Line:
    if edit.item == MOVED:
        return [Fragment(f"      移到“{edit.new}”，原在“{edit.old}”")]
    item = Fragment(f"      {edit.item}：")
    if not edit.old or not edit.new:
        return [item, Fragment(edit.old or "（无）", "old"), Fragment(edit.new or "（无）", "new")]
    return [item, *_marked(edit)]


def _marked(edit: Edit) -> Iterator[Fragment]:
    pieces = edit.pieces
    for number, (same, old, new) in enumerate(pieces):
        if same:
            yield Fragment(_cut(same, number > 0, number + 1 < len(pieces)))
        yield from (piece for piece in (Fragment(old, "old"), Fragment(new, "new")) if piece.text)


def _cut(text: str, after: bool, before: bool) -> str:
    """What stands around the changes: the beginning where one comes before it, the end where one comes after."""
    head, tail = (AROUND if after else 0), (AROUND if before else 0)
    if len(text) <= head + tail + 1:
        return text
    return f"{text[:head]}…{text[len(text) - tail :]}"


def _files(names: Sequence[str]) -> Iterator[Line]:
    for name in names:
        yield [Fragment(f"    {name}")]


def data(changes: Changes, files: Files) -> dict[str, Any]:
    """The same as plain data: 计划, 单位名录, 工作目标, 任务, 单位 (with 事项 and 文件) and 共用文件."""
    concerned = {unit.name: own for unit, own in changes.concerned}
    return {
        "计划": [_edit_data(edit) for edit in changes.heading],
        "单位名录": [_change_data(change) for change in changes.units],
        "工作目标": [_change_data(change) for change in changes.goals],
        "任务": [_change_data(change) for change in changes.tasks],
        "单位": {
            name: {"事项": [_own_data(own) for own in concerned.get(name, ())], "文件": list(files.get(name, ()))}
            for name in dict.fromkeys((*concerned, *filter(None, files)))
        },
        SHARED: list(files.get("", ())),
    }


def _edit_data(edit: Edit) -> dict[str, str]:
    words = {"item": "项", "old": "原", "new": "现"}
    return {words[key]: value for key, value in asdict(edit).items()}


def _change_data(change: Change) -> dict[str, Any]:
    return {"类型": str(change.kind), "名称": change.name, "各项": [_edit_data(edit) for edit in change.edits]}


def _own_data(own: UnitChange) -> dict[str, Any]:
    return {**_change_data(own.change), "类型": str(own.kind), "原角色": own.before, "角色": own.now}


#: How a piece is shown where there are no colours.
MARKS: Mapping[str, Callable[[str], str]] = {"old": "[-{}-]".format, "new": "{{+{}+}}".format}


def plain(line: Line) -> str:
    """A line for a file or a screen without colours: [-旧-]{+新+}."""
    return "".join(MARKS.get(piece.look, str)(piece.text) for piece in line)
