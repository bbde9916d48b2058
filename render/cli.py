"""The command `render`: asks the other modules, prints what they answer, and is alone in doing so."""

import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from render.errors import InputError, Problem
from render.folder import blocked, locked, write_whole
from render.manifest import Fate
from render.phrases import speak_chinese

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.agenda import Agenda, Outcome
    from render.diff import Line
    from render.documents import Document
    from render.overview import Overview
    from render.plan import Plan
    from render.reader import Reading

PLAIN = 100  # the width of tables that are not for a terminal
MANY = 20  # files from which on a bar shows how far a build is
COLOURS = {"新建": "green", "补做": "green", "更新": "green", "删除": "yellow", "保留": "yellow", "✓": "green"}

TODAY, CHANGES = ON_REQUEST = ("今天", "变更")  # what a template may need
DAY = click.DateTime(["%Y-%m-%d"])

speak_chinese()


class Commands(click.Group):
    """Says in plain words what went wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; if it fails, show why and end with 1."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise  # click says these; the last is a reader of our output that has left
        except Exception as error:
            _complain(_problems(error))
        return ctx.exit(1)


def _problems(error: Exception) -> Iterable[Problem]:
    if isinstance(error, InputError):
        return error.problems
    if os.environ.get("RENDER_DEBUG"):
        click.echo(traceback.format_exc(), err=True)
    if isinstance(error, OSError):
        return [blocked(error.filename or "render", error)]
    message = f"程序出错（{type(error).__name__}：{error}）"
    return [Problem("render", 0, message, "设置环境变量 RENDER_DEBUG=1 再运行，可以看到详情")]


def _complain(problems: Iterable[Problem], colour: str = "red") -> None:
    from render.report import alike

    for line in alike(problems):
        click.secho(line, fg=colour, err=True)


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything is."""

    plan: Path
    templates: Path
    output: Path

    @property
    def progress(self) -> Path:
        """What units have reported stands beside the plan."""
        return self.plan.with_name("progress.yaml")

    def read(self, today: date | None = None, old: "Plan | None" = None) -> "tuple[Reading, list[Document]]":
        """The plan, and the documents that the templates make of it, of what was reported and of what changed."""
        from render.changes import compare
        from render.documents import make_documents
        from render.progress import read_progress
        from render.reader import read_plan

        reading = read_plan(self.plan)
        changes = compare(old, reading.plan) if old else None
        return reading, make_documents(reading.plan, self.templates, read_progress(self.progress), today, changes)


def with_project(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where everything is."""

    @wraps(command)
    def wrapped(plan: Path, templates: Path, output: Path, **others: Any) -> None:
        command(Project(plan, templates, output), **others)

    for name, metavar, default, text in (
        ("--output", "文件夹", "output", "生成的文件放在哪里"),
        ("--templates", "文件夹", "templates", "模板在哪里"),
        ("--plan", "文件", "plan.yaml", "计划"),
    ):
        where = click.Path(path_type=Path)
        click.option(name, metavar=metavar, type=where, default=default, show_default=True, help=text)(wrapped)
    return wrapped


@click.group(
    cls=Commands,
    options_metavar="",
    subcommand_metavar="命令 [选项]",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="由一份计划和一组模板，生成任务分解表、任务通知和任务台账。",
)
def cli() -> None:
    """All commands."""


def main() -> None:
    """Run the command; a character that the terminal cannot show is replaced, not fatal."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    cli.main(prog_name="render")


def command(text: str) -> Callable[[Callable[..., None]], click.Command]:
    """A command of `render`, with the help that the office reads."""
    return cli.command(help=text, options_metavar="[选项]")


@command("生成全部文件：没有变化的不动，手工修改过的不覆盖。")
@with_project
@click.option("--jobs", metavar="个数", type=click.IntRange(1), help="同时用几个进程；不写就用全部处理器")
@click.option("--only", metavar="单位", multiple=True, help="只生成这个单位的文件；可写多次")
@click.option("--overwrite", metavar="文件", multiple=True, help="手工修改过的也换成新版，原文件改名为 .旧")
@click.option("--today", metavar="日期", type=DAY, help="再按这一天生成督办通知和进展通报，例如 2017-11-01")
@click.option("--change-notice", is_flag=True, help="再给任务有变化的单位生成变更通知：与上次印发的计划比")
def build(
    project: Project,
    jobs: int | None,
    only: Collection[str],
    overwrite: Collection[str],
    today: datetime | None,
    change_notice: bool,
) -> None:
    """Make what is missing or out of date."""
    old = _last_issued(project) if change_notice else None
    day = today.date() if today else None
    if not _make(project, jobs, only, overwrite, day, old):
        click.get_current_context().exit(1)


def _make(
    project: Project,
    jobs: int | None = None,
    only: Collection[str] = (),
    overwrite: Collection[str] = (),
    today: date | None = None,
    old: "Plan | None" = None,
) -> bool:
    """Build, and tell of it; whether all went well."""
    start = time.perf_counter()
    from render.report import summary
    from render.settled import settle, settled, sources

    plain = not (only or overwrite or today or old)
    made_from = sources(project.plan, project.progress, project.templates)
    if plain and (count := settled(project.output, made_from)):
        _say(summary(count, {Fate.UNCHANGED: count}, time.perf_counter() - start))
        return True
    from render.agenda import plan_build
    from render.output import choose
    from render.press import cores
    from render.versions import remember

    reading, documents = project.read(today, old)
    chosen, text = choose(documents, reading.plan, only), project.plan.read_bytes()
    lacking = [need for need, given in ((TODAY, today), (CHANGES, old)) if not given]
    with locked(project.output):
        agenda = plan_build(chosen, project.output, overwrite=overwrite, clear=not only, lacking=lacking)
        outcomes = list(_followed(agenda, jobs or cores()))
        problems = [problem for outcome in outcomes for problem in outcome.problems]
        if not problems and not only:
            remember(text, project.output)
        if not problems and plain:
            settle(project.output, made_from)
    _advise(outcomes)
    _complain(problems)
    fates = Counter(outcome.fate for outcome in outcomes)
    _say(summary(len(agenda.outputs), fates, time.perf_counter() - start))
    return not problems


def _followed(agenda: "Agenda", jobs: int) -> "Iterator[Outcome]":
    """Build, and show each change as it is made, or behind a bar if there are many and somebody looks on."""
    from render.build import build
    from render.report import line

    if agenda.manifest.problem:
        _complain([agenda.manifest.problem], "yellow")
    outcomes = build(agenda, jobs)
    if sys.stdout.isatty() and len(agenda.writes) >= MANY:
        with click.progressbar(outcomes, len(agenda.outputs) + len(agenda.leftovers), "生成") as bar:
            outcomes = iter(list(bar))
    for outcome in outcomes:
        _say(line(outcome))
        yield outcome


def _say(line: str) -> None:
    word, space, rest = line.partition(" ")
    if line:
        click.echo(click.style(word, fg=COLOURS.get(word, "red")) + space + rest)


def _advise(outcomes: "Collection[Outcome]") -> None:
    """Say what to do about new versions that stand beside, and about typefaces that are not there."""
    waiting = next((outcome.name for outcome in outcomes if outcome.beside), "")
    if waiting:
        click.echo(f"手工修改过的文件没有动；要换成新版，例如：render build --overwrite {waiting}")
    if any(outcome.name.endswith(".pdf") and outcome.written for outcome in outcomes):
        from render.fonts import faces, missing
        from render.report import typefaces

        click.echo(typefaces(faces()))
        if missing():
            click.secho(f"PDF 缺少字体：{'、'.join(missing())}；运行 render doctor 看怎样安装", fg="yellow", err=True)


@command("检查计划和模板，不写任何文件；写上文件名就照公文格式检查那个文件。")
@with_project
@click.argument("files", metavar="[公文]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--outputs", is_flag=True, help="再照 GB/T 9704-2012 检查生成好的公文（.docx、.pdf）")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出，给别的程序用")
def check(project: Project, files: tuple[Path, ...], outputs: bool, as_json: bool) -> None:
    """Tell of everything that is wrong, or will not print as meant; with `files`, only of what is wrong in them."""
    if files:
        return _check_layout(files, None)
    found = _check_sources(project, as_json)
    if outputs:
        _check_layout(sorted(project.output.rglob("*.*")), project.output)
    if found:
        click.get_current_context().exit(1)
    return None


def _check_layout(files: Collection[Path], root: Path | None) -> None:
    """Hold finished documents against the standard."""
    from render.standard import inspect

    findings = inspect(files, root)
    for finding in findings:
        click.secho(str(finding), fg="red", err=True)
    _say(f"{'✗' if findings else '✓'} 公文格式：{f'{len(findings)} 处不符' if findings else '没有问题'}")
    if findings:
        click.get_current_context().exit(1)


def _check_sources(project: Project, as_json: bool) -> bool:
    """Tell of what is wrong in the plan and the templates; whether something is."""
    from render.check import as_data, check, refused
    from render.lint import Level

    facts = ""
    try:
        reading, documents = project.read(date.today())
        findings = check(reading, project.plan, documents, project.templates)
        plan, files = reading.plan, sum(len(one.formats) for one in documents if not one.needs)
        facts = f"{len(plan.goals)} 项目标，{len(list(plan.tasks))} 项任务，{len(plan.units)} 个单位，{files} 份文件"
    except InputError as error:
        if not as_json:
            raise
        findings = refused(error)
    if as_json:
        click.echo(json.dumps(as_data(findings), ensure_ascii=False, indent=2))
        return any(finding.level is Level.ERROR for finding in findings)
    found = {level: [one.problem for one in findings if one.level is level] for level in Level}
    for level, problems in found.items():
        _complain((replace(one, message=f"{level}：{one.message}") for one in problems), LEVELS[level])
    told = "，".join(f"{level} {len(problems)} 处" for level, problems in found.items() if problems)
    _say(f"{'✗' if found[Level.ERROR] else '✓'} {facts}：{told or '没有问题'}")
    return bool(found[Level.ERROR])


LEVELS = {"错误": "red", "警告": "yellow", "提示": "cyan"}


@command("看各单位任务的进展：逾期的、近期到期的、有问题的，哪些单位没有填报；最后说有没有文件要重做。")
@with_project
@click.option("--today", metavar="日期", type=DAY, help="按这一天看，例如 2017-11-01；不写就是今天")
@click.option("--since", metavar="日期", type=DAY, help="列出从这一天起没有填报的单位；不写就列从未填报的")
@click.option("--unit", metavar="单位", multiple=True, help="只看这个单位的任务；可写多次")
@click.option("--files", is_flag=True, help="逐个列出要重做、要保留的文件")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出，给别的程序用")
def status(
    project: Project,
    today: datetime | None,
    since: datetime | None,
    unit: Collection[str],
    files: bool,
    as_json: bool,
) -> None:
    """Show how the tasks stand, and what a build would do."""
    from render.agenda import plan_build
    from render.output import known
    from render.overview import data, survey
    from render.progress import read_progress
    from render.report import fates, groups, rebuild

    reading, documents = project.read()
    known(unit, reading.plan, "--unit")
    days = [moment.date() if moment else None for moment in (today, since)]
    overview = survey(reading.plan, read_progress(project.progress), days[0] or date.today(), days[1], unit)
    agenda = plan_build(documents, project.output, lacking=ON_REQUEST)
    if agenda.manifest.problem:
        _complain([agenda.manifest.problem], "yellow")
    if as_json:
        click.echo(json.dumps({**data(overview), "文件": fates(agenda)}, ensure_ascii=False, indent=2))
        return
    _show(overview)
    for line in groups(agenda) if files else [rebuild(agenda)]:
        click.echo(line)


def _show(overview: "Overview") -> None:
    """Print tables as wide as the terminal; into a file, as wide as COLUMNS says."""
    from rich.console import Console

    from render.board import tables

    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or PLAIN)
    console = Console(width=width, file=sys.stdout, highlight=False, emoji=False, markup=False)
    for table in tables(overview, console.width):
        console.print(table)


@command("检查本机是否缺少所需的软件和字体，缺什么怎样安装。")
def doctor() -> None:
    """Show each finding, and how to put it right."""
    from render.doctor import examine

    findings = examine()
    for finding in findings:
        _say(f"{'✓' if finding.ok else '✗'} {finding.name}：{finding.found}")
        if not finding.ok:
            click.echo(f"    用于：{finding.needed_for}；安装：{finding.fix}")
    if not all(finding.ok or finding.needed_for == "仅测试" for finding in findings):
        click.get_current_context().exit(1)


@command("输出 plan.yaml 的 JSON Schema，编辑器用它补全和检查。")
@click.option("--out", metavar="文件", type=click.Path(path_type=Path), help="写到这个文件；不写就显示出来")
def schema(out: Path | None) -> None:
    """Print the schema, or write it to a file."""
    from render.schema import schema_text

    if out:
        write_whole(out, schema_text().encode())
    else:
        click.echo(schema_text(), nl=False)


def _last_issued(project: Project) -> "Plan":
    """The plan that was issued last; InputError where none was."""
    from render.reader import read_plan
    from render.versions import issued

    versions = issued(project.plan)
    if not versions:
        message = "还没有印发过的计划，不知道与哪一版比"
        raise InputError([Problem("--change-notice", 0, message, "印发之后运行 render issue 记下来")])
    return read_plan(versions[-1]).plan


@command("看计划改了什么、涉及哪些单位、哪些文件要重做；不写任何文件。")
@with_project
@click.option("--against", metavar="版本", help="与这一版比：文件名，或 git 的版本（如 HEAD~1）；不写就与上次生成时比")
@click.option("--json", "as_json", is_flag=True, help="按 JSON 输出，给别的程序用")
def diff(project: Project, against: str | None, as_json: bool) -> None:
    """Show what differs, unit by unit, and the files that follow."""
    from render.agenda import plan_build
    from render.changes import compare
    from render.diff import data, files_of, lines
    from render.versions import former, last_made

    reading, documents = project.read()
    old = former(against, project.plan) if against else last_made(project.output)
    changes = compare(old or reading.plan, reading.plan)
    owners = {f"{one.name}.{suffix}": one.unit for one in documents for suffix in one.formats}
    files = files_of(plan_build(documents, project.output, lacking=ON_REQUEST), owners)
    if as_json:
        click.echo(json.dumps(data(changes, files), ensure_ascii=False, indent=2))
        return
    if not old:
        click.secho("还没有生成过，没有可比的计划；下面是要生成的文件", fg="yellow", err=True)
    for line in lines(changes, files):
        click.echo(_line(line))
    facts = f"{len(changes.tasks)} 项任务有变化，涉及 {len(changes.concerned)} 个单位"
    _say(f"✓ {facts if changes else '计划没有变化'}；要重做的文件 {sum(map(len, files.values()))} 份")


LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True},
    "old": {"fg": "red", "strikethrough": True},
    "new": {"fg": "green", "underline": True},
    "": {},
}


def _line(line: "Line") -> str:
    from render.diff import plain

    if not sys.stdout.isatty():
        return plain(line)
    return "".join(click.style(piece.text, **LOOKS[piece.look]) for piece in line)


@command("记下现在的计划已经印发（存到 issued/），以后的变更通知与它比。")
@with_project
@click.option("--date", "day", metavar="日期", type=DAY, help="印发的日期，例如 2017-03-05；不写就是今天")
def issue(project: Project, day: datetime | None) -> None:
    """Keep the plan as it was sent out."""
    from render.reader import read_plan
    from render.versions import issue as keep

    read_plan(project.plan)
    path = keep(project.plan, (day or datetime.now()).date())
    _say(f"✓ 已记下：{path}" if path else "✓ 计划与上次印发的一样，不用再记")


@command("一直看着：计划、模板、样式表或进展一保存，就生成有变化的文件；按 Ctrl+C 结束。")
@with_project
def watch(project: Project) -> None:
    """Build now, and after each save; an error is told, and the next save tried."""
    from render.watch import saves

    with suppress(KeyboardInterrupt):
        _try_to_make(project)
        click.echo("看着改动，按 Ctrl+C 结束……")
        for names in saves((project.plan, project.progress), project.templates):
            click.echo(f"{datetime.now():%H:%M:%S} {'、'.join(names)} 有改动")
            _try_to_make(project)


def _try_to_make(project: Project) -> None:
    try:
        _make(project)
    except Exception as error:
        _complain(_problems(error))


@command("给计划里还没有编号的任务编号：写进 plan.yaml，别处一个字不动；用过的编号不再用。")
@with_project
def number(project: Project) -> None:
    """Give ids to new tasks."""
    from render.numbering import number as give
    from render.versions import MADE, issued

    text, given = give(project.plan, [project.progress, project.output / MADE, *issued(project.plan)])
    if given:
        write_whole(project.plan, text.encode())
    for one in given:
        click.echo(f"{one.id}  {one.content}（第 {one.line} 行）")
    _say(f"✓ 编了 {len(given)} 个号" if given else "✓ 每项任务都有编号，没有改动")


@command("收回各单位填好的台账，记到 progress.yaml：先列出有什么变化，确认后才写。")
@with_project
@click.argument("places", metavar="[文件或文件夹]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="不再询问，直接写")
@click.option("--undo", is_flag=True, help="撤回最近一次收取")
def collect(project: Project, places: tuple[Path, ...], yes: bool, undo: bool) -> None:
    """Read returned trackers into progress.yaml, or take the last reading back."""
    if bool(places) is undo:
        raise click.UsageError("写上要收的文件或文件夹，例如 render collect 收回的台账/；撤回时只写 --undo")
    with locked(project.output):
        well = _take_back(project, yes) if undo else _take_in(project, places, yes)
    if not well:
        click.get_current_context().exit(1)


def _take_in(project: Project, places: Collection[Path], yes: bool) -> bool:
    """Collect, tell and ask; whether every file could be taken whole."""
    from render.collect import collect, find_files
    from render.collect.report import lines, summary
    from render.progress import progress_text, read_progress
    from render.reader import read_plan

    plan, progress = read_plan(project.plan).plan, read_progress(project.progress)
    paths, passed, problems = find_files(places)
    with _bar(paths, "读台账") as seen:
        collection = collect(paths, plan, progress, seen)
    for line in lines(collection):
        click.echo(line)
    if passed:
        click.echo(f"不是 Excel 文件，没有看：{'、'.join(path.name for path in passed)}")
    problems += collection.problems
    _complain(problems)
    mark = "✗" if problems else "✓"
    if collection.deliveries and _agreed(yes, "写入 progress.yaml？"):
        new = progress.with_batch(collection.batch(datetime.now().isoformat(timespec="seconds")))
        write_whole(project.progress, progress_text(new).encode())
        _say(f"{mark} {summary(collection)}。运行 make 更新台账；收错了用 render collect --undo 撤回")
    else:
        _say(f"{mark} 没有写入：{summary(collection)}")
    return not problems


def _take_back(project: Project, yes: bool) -> bool:
    from render.collect.report import undone
    from render.progress import progress_text, read_progress

    progress = read_progress(project.progress)
    if not progress.standing:
        _complain([Problem(str(project.progress), 0, "没有可以撤回的收取")])
        return False
    for line in undone(progress):
        click.echo(line)
    if _agreed(yes, "撤回这一次？"):
        new = progress.without_last(datetime.now().isoformat(timespec="seconds"))
        write_whole(project.progress, progress_text(new).encode())
        _say("✓ 已撤回。运行 make 更新台账")
    else:
        _say("✓ 没有撤回")
    return True


def _agreed(yes: bool, question: str) -> bool:
    """Whether the user says yes; where nobody answers, it is no."""
    try:
        return yes or click.confirm(question, default=False)
    except click.Abort:
        click.secho("\n没有人回答；看过没有问题，加上 --yes 再运行", fg="yellow", err=True)
        return False


@contextmanager
def _bar(things: Collection[Any], label: str) -> Iterator[Callable[[Any], None]]:
    """A bar to be told of each thing, where there are many and somebody looks on."""
    if not sys.stdout.isatty() or len(things) < MANY:
        yield lambda _: None
        return
    with click.progressbar(things, label=label) as bar:
        yield lambda _: bar.update(1)


@cli.command("import", help="从现有的任务分解表（.docx、.xlsx、.txt）做一份 plan.yaml。", options_metavar="[选项]")
@click.argument("source", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "--out", metavar="文件", required=True, type=click.Path(path_type=Path), help="写到这个文件；已有的不覆盖"
)
def import_table(source: Path, out: Path) -> None:
    """Write a plan made from a table, and tell what a person must look at."""
    from render.importing import draft_plan, plan_text, read_source
    from render.reader import read_plan

    if out.exists():
        raise InputError([Problem(str(out), 0, "已有这个文件，没有动它", "换一个名字")])
    draft = draft_plan(read_source(source), str(source))
    write_whole(out, plan_text(draft).encode())
    notes = [Problem(note.place or str(source), 0, note.message) for note in draft.all_notes]
    _complain(notes, "yellow")
    tasks = sum(len(goal.tasks) for goal in draft.goals)
    facts = f"{len(draft.goals)} 项目标，{tasks} 项任务，{len(draft.units)} 个单位，写到 {out}"
    try:
        read_plan(out)
    except InputError as error:
        _complain(error.problems)
        _say(f"✗ {facts}；还要按上面说的补全，标有“待核对”")
        click.get_current_context().exit(1)
    _say(f"✓ {facts}；请核对单位的类别{'和标有“待核对”的地方' if notes else ''}")
