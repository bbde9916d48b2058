"""One dispatch: number and day are given, and everything goes from the outbox to issued/, whole or not at all.

The new folder is made beside its place and gets its name at the very end. What a kill leaves behind then are drafts
that equal what was sent: the next build knows them, and takes them away.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from render.build.agenda import Write
from render.build.manifest import MANIFEST, write_manifest
from render.build.output import Output, list_outputs
from render.build.press import make_drafts
from render.documents.document import Document, Documents
from render.documents.names import safe
from render.documents.project import Project
from render.errors import InputError, Problem
from render.issue.evidence import lacking
from render.issue.outbox import EVERYBODY, Drafts, Outbox, fill, known_kind, read_drafts
from render.issue.papers import digests, papers
from render.issue.staging import place, places, staging
from render.plan.dispatch import CHANGE, TASKS, Addressee, Dispatch, Imprint, numbers
from render.plan.model import Plan
from render.reader.dispatches import PLAN, RECORD, Cabinet, Filed, read_cabinet, record_text
from render.reader.versions import is_other_than_made, last_day_made

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
EARLIER = {CHANGE: (CHANGE, TASKS)}  # kinds after which one of a kind is sent, itself if none is given


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be sent: `numbers` as typed (5, 5-35 or empty), `only` these units, `today` for what needs a day."""

    kind: str
    day: date
    numbers: str = ""
    only: tuple[str, ...] = ()
    term: str = ""
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent, and what is to be told of it.

    `edited` went as they stood, each with what was not found in it; `without` are PDFs that were left out since the
    Word files beside them were edited; `stale` = the drafts were made from another plan.
    """

    filed: Filed
    edited: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]
    stale: bool


def send(project: Project, order: Order, time: str, jobs: int) -> Sent:
    """Send what is in the outbox; the folder of outputs is to be `locked` meanwhile.

    Raises InputError, and leaves everything as it is, where nothing can be sent, where numbers do not fit, or where a
    document cannot be made.
    """
    cabinet, drafts = read_cabinet(project.issued), read_drafts(project.output)
    needs_day = known_kind(order.kind, project.templates)
    today = (order.today or last_day_made(project.output) or order.day) if needs_day else None
    outbox = fill(project, order.kind, order.only, today)
    _check(order, outbox, cabinet)
    term = order.term or _next_term(cabinet, order.kind)
    imprints = _imprints(order, outbox, term)
    final = fill(project, order.kind, order.only, today, imprints)
    edited, without = _by_hand(final, drafts)
    with staging(project.issued) as folder:
        shas = _make(final, {*edited, *without}, folder, jobs)
        shas |= {name: _take(project.output / name, folder / name) for name in edited}
        dispatch = _record(order, final, imprints, shas, tuple(sorted(edited)), time, term)
        dispatch = _with_papers(dispatch, final.plan, project.templates, folder)
        (folder / PLAN).write_bytes(final.text.encode())
        (folder / RECORD).write_bytes(record_text(dispatch).encode())
        free = places(project.issued, f"{order.day}-{safe(order.kind)}")
        folder = place(folder, next(path for path in free if not path.exists()))
    filed = Filed(folder, dispatch)
    told = {name: lacking(folder / name, dispatch, _number(final, name, dispatch)) for name in sorted(edited)}
    _clear(final, shas, drafts, project.output)
    return Sent(filed, told, tuple(sorted(without)), is_other_than_made(final.text.encode(), project.output))


def _check(order: Order, outbox: Outbox, cabinet: Cabinet) -> None:
    """Refuse what cannot be sent."""
    problems = list(_refusals(order, outbox, cabinet))
    if problems:
        raise InputError(problems)


def _refusals(order: Order, outbox: Outbox, cabinet: Cabinet) -> Iterator[Problem]:
    if not outbox.documents:
        last = cabinet.last((order.kind,))
        message = f"没有要发的{order.kind}" + (f"，上一次是 {last.folder.name}" if last else "")
        yield Problem("render issue", 0, message, "用 render issue 看有什么可以发")
        return
    if order.only and EVERYBODY in outbox.numbered:
        yield Problem("--only", 0, f"{order.kind}是发给各单位的一份，不能只发给几个单位", "去掉 --only")
    before = cabinet.last(EARLIER.get(order.kind, (order.kind,)))
    if before and before.dispatch.day > order.day:
        yield Problem("--date", 0, f"已有更晚的一次：{before.folder.name}", "写那一天或以后的日期")
    count = len(outbox.numbered)
    try:
        numbers(order.numbers, count)
    except ValueError as error:
        fitting = f"写 --number {error}" if str(error) else "写 5（都用一个号），或 5-35（一份一个号）"
        said = f"要发 {count} 份，“{order.numbers}”不是这么多个号" if str(error) else f"“{order.numbers}”看不懂"
        yield Problem("--number", 0, said, fitting)


def _imprints(order: Order, outbox: Outbox, term: str) -> dict[str, Imprint]:
    given = zip(outbox.numbered, numbers(order.numbers, len(outbox.numbered)), strict=True)
    return {unit: Imprint(number=number, day=order.day, term=term) for unit, number in given}


def _next_term(cabinet: Cabinet, kind: str) -> str:
    """期号: how many of a kind there have been this year, and one more."""
    return str(1 + sum(one.dispatch.kind == kind for one in cabinet))


def _files(outbox: Outbox) -> Iterator[tuple[Document, str]]:
    """Each file of each document, by its name below output/."""
    return ((one, f"{one.name}.{format}") for one in outbox.every for format in one.formats)


def _by_hand(outbox: Outbox, drafts: Drafts) -> tuple[set[str], set[str]]:
    """The files that go as they stand, and the PDFs that do not say what the Word files beside them say."""
    edited = {name for _, name in _files(outbox) if drafts.edited(name)}
    without = set[str]()
    for name in {name for name in edited if name.endswith(".docx")}:
        pdf = f"{name.removesuffix('.docx')}.pdf"
        if pdf not in edited or drafts.time(pdf) < drafts.time(name):
            without.add(pdf)
    return edited - without, without & {name for _, name in _files(outbox)}


def _make(outbox: Outbox, others: Collection[str], folder: Path, jobs: int) -> dict[str, str]:
    """Make the final files, but not `others`; name → SHA-256. Raises InputError for everything that fails."""
    return make_files([one for one in list_outputs(Documents(outbox.every)) if one.name not in others], folder, jobs)


def make_files(outputs: Collection[Output], folder: Path, jobs: int) -> dict[str, str]:
    """Make files below a folder; name → SHA-256. Raises InputError for everything that fails."""
    writes = [_write(one, folder) for one in outputs]
    problems, shas = list[Problem](), dict[str, str]()
    for write, draft in make_drafts(writes, jobs):
        if isinstance(draft, str):
            shas[write.target] = draft
        else:
            problems += draft
    if problems:
        raise InputError(problems)
    return {one.name: shas[one.name] for one in outputs}


def _write(output: Output, folder: Path) -> Write:
    path = folder / output.name
    return Write(output, output.name, path, path, None)


def _take(source: Path, target: Path) -> str:
    """Copy a file as it stands; its SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    data = source.read_bytes()
    target.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _record(
    order: Order,
    outbox: Outbox,
    imprints: Mapping[str, Imprint],
    shas: Mapping[str, str],
    edited: tuple[str, ...],
    time: str,
    term: str,
) -> Dispatch:
    plan = outbox.plan
    names = [name for _, name in _files(outbox) if name in shas]
    return Dispatch.model_validate(
        {
            "种类": order.kind,
            "年度": plan.year,
            "计划": plan.title,
            "代字": plan.sender.code(order.kind),
            "日期": order.day,
            "期号": term,
            "登记": time,
            "文件": {name: shas[name] for name in names},
            "原样发出": edited,
            "收文": [_addressee(unit, outbox, imprints, shas) for unit in outbox.units],
        }
    )


def _with_papers(dispatch: Dispatch, plan: Plan, templates: Path, folder: Path) -> Dispatch:
    """Write what stays in the office, and record it."""
    found = papers(plan, templates, dispatch)
    for name, data in found.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return dispatch.model_copy(update={"own": digests(found)})


def _addressee(unit: str, outbox: Outbox, imprints: Mapping[str, Imprint], shas: Mapping[str, str]) -> Addressee:
    imprint = imprints.get(unit) or imprints[EVERYBODY]
    own = list(outbox.of(unit))
    files = [name for one in own for format in one.formats if (name := f"{one.name}.{format}") in shas]
    title = TITLE.search(own[0].page.html)
    said = unescape(title[1]) if title else ""
    return Addressee.model_validate({"单位": unit, "序号": imprint.number, "标题": said, "文件": files})


def _number(outbox: Outbox, name: str, dispatch: Dispatch) -> str:
    """The number that a file should have."""
    return next((one.number for one in dispatch.addressees if name in one.files), "")


def _clear(outbox: Outbox, shas: Mapping[str, str], drafts: Drafts, output: Path) -> None:
    """Take away the drafts of what was sent, unless somebody has edited them meanwhile."""
    moved = {f"{one.name}.{format}" for one in outbox.documents for format in one.formats}
    for name in moved:
        found = drafts.folder.digest(name)
        if found and (found == shas.get(name) or not drafts.edited(name)):
            drafts.folder.remove(name)
    records = {name: record for name, record in drafts.manifest.records.items() if name not in moved}
    if records != drafts.manifest.records:
        write_manifest(output / MANIFEST, records)


def sendable(project: Project, kinds: Iterable[str], today: date) -> dict[str, tuple[str, ...]]:
    """Each kind → the units to which it could be sent now."""
    _, documents = project.read(today)
    found = dict[str, dict[str, None]]()
    for one in documents:
        if one.kind in kinds:
            found.setdefault(one.kind, {})[one.unit] = None
    return {kind: tuple(found.get(kind, ())) for kind in kinds}
