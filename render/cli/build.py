"""`render build`."""

import sys
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from render.build.manifest import Fate
from render.cli.advice import runnable
from render.cli.outcomes import SHOWN
from render.cli.shared import DAY, MANY, advise, command, complain, followed_outputs, say, tell_templates, with_project
from render.documents.project import ON_REQUEST, Project
from render.errors import Problem
from render.folder import locked

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.build.agenda import Agenda, Outcome
    from render.documents.document import Documents
    from render.plan.model import Plan
    from render.reader import Reading


@command("生成全部文件：没有变化的不动，手工修改过的不覆盖。")
@with_project
@click.option("--jobs", metavar="个数", type=click.IntRange(1), help="同时用几个进程；不写就用全部处理器")
@click.option("--only", metavar="单位", multiple=True, help="只生成这个单位的文件；可写多次")
@click.option("--file", "files", metavar="文件", multiple=True, help="只生成这一份文件，例如 看板；可写多次")
@click.option("--overwrite", metavar="文件", multiple=True, help="手工修改过的也换成新版，原文件改名为 .旧")
@click.option("--today", metavar="日期", type=DAY, help="再按这一天生成督办通知、进展通报和看板，例如 2017-11-01")
def build(
    project: Project,
    jobs: int | None,
    only: Collection[str],
    files: Collection[str],
    overwrite: Collection[str],
    today: datetime | None,
) -> None:
    """Make what is missing or out of date."""
    tell_templates(project)
    if not make(project, jobs, only, overwrite, today.date() if today else None, files):
        click.get_current_context().exit(1)


def make(
    project: Project,
    jobs: int | None = None,
    only: Collection[str] = (),
    overwrite: Collection[str] = (),
    today: date | None = None,
    files: Collection[str] = (),
) -> bool:
    """Build, and tell of it; whether all went well."""
    start = time.perf_counter()
    from render.build.settled import settle, settled, sources
    from render.cli.outcomes import summary

    whole = not (only or files)
    plain = whole and not (overwrite or today)
    made_from = sources(project.plan, project.templates)
    if plain and (count := settled(project.output, made_from)):
        say(summary(count, {Fate.UNCHANGED: count}, time.perf_counter() - start))
        return True
    from render.build.agenda import plan_build
    from render.build.output import ROOM, choose
    from render.build.press import cores
    from render.reader.versions import remember, remember_day

    reading, documents = project.read(today)
    _tell_office(reading, only)
    _tell_losses(reading, project)
    mistaken = _tell_mistaken(reading, documents, project.plan)
    outputs = list(followed_outputs(choose(documents, reading.plan, only, files), "对照", ROOM))
    text = reading.text.encode()
    lacking = [] if today else ON_REQUEST
    with locked(project.output):
        agenda = plan_build(
            outputs,
            project.output,
            overwrite=overwrite,
            clear=whole,
            lacking=lacking,
            sent=documents.cabinet.files,
        )
        outcomes = list(_followed(agenda, jobs or cores()))
        problems = [problem for outcome in outcomes for problem in outcome.problems]
        if not problems and whole:
            remember(text, project.output)
        if not problems and today and not files:
            remember_day(today, project.output)
        if not problems and plain and not mistaken:
            settle(project.output, made_from)
    _advise(outcomes, project.output)
    complain(problems)
    complain(_places(problems, project))
    if not files:
        _tell_letterless(reading.plan, only)
    fates = Counter(outcome.fate for outcome in outcomes)
    say(summary(len(agenda.outputs), fates, time.perf_counter() - start))
    return not problems


def _tell_office(reading: "Reading", only: Collection[str]) -> None:
    """Say why there is no letter to the office that drafts them, where somebody asks for its files."""
    units = reading.plan.unit_of
    office = units.get(reading.plan.sender.office)
    if office and any(units.get(name) is office for name in only):
        say(f"{office.name}经办这份计划，不给自己发文，只有台账")


def _tell_letterless(plan: "Plan", only: Collection[str]) -> None:
    """Say which units have tasks, and so a tracker, and get no letter."""
    from render.build.output import meant

    told = [one.name for one in plan.letterless if not only or one.name in meant(only, plan)]
    if told:
        say(f"{len(told)} 个单位只有台账，不发公文：{'、'.join(told[:SHOWN])}{'等' if len(told) > SHOWN else ''}")


def _tell_losses(reading: "Reading", project: Project) -> None:
    """Say which text of the plan is printed nowhere, before anything is written."""
    from render.check.lint import AT_BUILD, lint

    found = lint(reading, str(project.plan), AT_BUILD)
    complain((replace(one.problem, message=f"{one.level}：{one.problem.message}") for one in found), "yellow")


def _tell_mistaken(reading: "Reading", documents: "Documents", plan: Path) -> bool:
    """Say where what was sent or reported hangs on the wrong task or unit now; whether it does anywhere."""
    from render.check.identity import identity_rules, records
    from render.check.lint import Level, lint

    held = records(reading.plan, documents.cabinet, documents.progress)
    rules = [rule for rule in identity_rules(held) if rule[1] is Level.ERROR]
    found = lint(reading, str(plan), rules)
    complain(replace(one.problem, message=f"{one.level}：{one.problem.message}") for one in found)
    return bool(found)


def _followed(agenda: "Agenda", jobs: int) -> "Iterator[Outcome]":
    """Build, and show each change as it is made, or behind a bar if there are many and somebody looks on."""
    from render.build.carry_out import carry_out
    from render.build.press import obstacle
    from render.cli.outcomes import line

    if agenda.manifest.problem:
        complain([agenda.manifest.problem], "yellow")
    if jobs > 1 and len(agenda.writes) >= MANY and (problem := obstacle()):
        complain([problem], "yellow")
    outcomes = carry_out(agenda, jobs)
    if sys.stdout.isatty() and len(agenda.writes) >= MANY:
        with click.progressbar(outcomes, len(agenda.outcomes), "生成") as bar:
            outcomes = iter(list(bar))
    for outcome in outcomes:
        say(line(outcome))
        yield outcome


def _advise(outcomes: "Collection[Outcome]", output: Path) -> None:
    """Say what to do about files edited by hand, their PDFs, and typefaces that are not there."""
    for name in _left_behind(outcomes, output):
        said = f"{name} 手工修改过，旁边的 PDF 没有这些改动，不要一起发出；由它转成 PDF：render pdf {output / name}"
        click.secho(runnable(said), fg="yellow", err=True)
    waiting = next((outcome.name for outcome in outcomes if outcome.beside), "")
    if waiting:
        advise(f"手工修改过的文件没有动；要换成新版，例如：render build --overwrite {waiting}")
    if any(outcome.name.endswith(".pdf") and outcome.written for outcome in outcomes):
        from render.cli.outcomes import typefaces
        from render.fonts import faces, missing

        click.echo(typefaces(faces()))
        if missing():
            said = f"PDF 缺少字体：{'、'.join(missing())}；运行 render doctor 看怎样安装"
            click.secho(runnable(said), fg="yellow", err=True)


def _left_behind(outcomes: "Collection[Outcome]", output: Path) -> "Iterator[str]":
    """The Word files that were edited by hand and whose PDFs are ours, or older than the last edit."""
    from render.build.agenda import KEPT

    fates = {outcome.name: outcome.fate for outcome in outcomes}
    for name, fate in fates.items():
        stem, _, suffix = name.rpartition(".")
        other = f"{stem}.pdf"
        if suffix == "docx" and fate in KEPT and other in fates:
            made = [(output / each).stat().st_mtime for each in (name, other) if (output / each).is_file()]
            if fates[other] not in KEPT or made[0] > made[-1]:
                yield name


def _places(problems: Iterable[Problem], project: Project) -> Iterator[Problem]:
    """Where the characters stand for which PDFs were not made."""
    from render.glyphs import named, named_in

    if characters := {char for problem in problems for char in named_in(problem.message)}:
        from render.check.glyphs import find

        for path, line, here in find(characters, project):
            yield Problem(str(path), line, f"{named(here)}在这里")
