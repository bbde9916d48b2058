"""`render collect`."""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from render.cli.shared import MANY, command, complain, say, with_project
from render.documents.project import Project
from render.errors import Problem
from render.folder import locked, write_whole


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
    from render.reader import read_plan
    from render.reader.progress import progress_text, read_progress

    plan, progress = read_plan(project.plan).plan, read_progress(project.progress)
    paths, passed, problems = find_files(places)
    with _bar(paths, "读台账") as seen:
        collection = collect(paths, plan, progress, seen)
    for line in lines(collection):
        click.echo(line)
    if passed:
        click.echo(f"不是 Excel 文件，没有看：{'、'.join(path.name for path in passed)}")
    problems += collection.problems
    complain(problems)
    mark = "✗" if problems else "✓"
    if collection.deliveries and _agreed(yes, "写入 progress.yaml？"):
        new = progress.with_batch(collection.batch(datetime.now().isoformat(timespec="seconds")))
        write_whole(project.progress, progress_text(new).encode())
        say(f"{mark} {summary(collection)}。运行 make 更新台账；收错了用 render collect --undo 撤回")
    else:
        say(f"{mark} 没有写入：{summary(collection)}")
    return not problems


def _take_back(project: Project, yes: bool) -> bool:
    from render.collect.report import undone
    from render.reader.progress import progress_text, read_progress

    progress = read_progress(project.progress)
    if not progress.effective:
        complain([Problem(str(project.progress), 0, "没有可以撤回的收取")])
        return False
    for line in undone(progress):
        click.echo(line)
    if _agreed(yes, "撤回这一次？"):
        new = progress.without_last(datetime.now().isoformat(timespec="seconds"))
        write_whole(project.progress, progress_text(new).encode())
        say("✓ 已撤回。运行 make 更新台账")
    else:
        say("✓ 没有撤回")
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
