"""`render new-year`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from render.cli.shared import advise, agreed, command, say, with_project
from render.documents.project import Project
from render.folder import locked
from render.shorten import shortened

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.issue.new_year import Prospect
    from render.plan.carry import Rest

SHOWN = 30  # characters of a task

HELP = (
    "转到新的一年：把今年的计划、进展、发过的公文和总台账归档到 archive/，写出下一年的计划。\n\n"
    "完成了的任务去掉，没有完成的结转，重新编号；到期的完成时间改成待定，要人看的地方注明“待核对”。"
    "先列出要做什么，确认后才写；中断了再运行一次，就接着做完。"
)


@command(HELP)
@with_project
@click.option("--dry-run", is_flag=True, help="只列出要做什么，不写任何文件")
@click.option("--yes", is_flag=True, help="不再询问，直接写")
def new_year(project: Project, dry_run: bool, yes: bool) -> None:
    """Archive a year and begin the next, or finish that after a kill."""
    from render.issue.new_year import refuse_archived
    from render.reader.archives import unfinished

    refuse_archived(project)
    if dry_run:
        begun = unfinished(project.archive)
        if begun:
            say(f"○ {begun} 没有转完；运行 render new-year 接着做完")
        else:
            _look(project)
        return
    with locked(project.output):
        _turn(project, yes)


def _turn(project: Project, yes: bool) -> None:
    from render.build.press import cores
    from render.issue.new_year import begin, resume

    if folder := resume(project):
        say(f"✓ 上次没有转完，现在做完了：归档在 {folder}，{project.plan} 是新的一年的")
        return
    found = _look(project)
    if not agreed(yes, "归档，并写出新的计划？"):
        say("✓ 没有动任何文件")
        return
    folder = begin(project, found, cores())
    say(f"✓ 归档在 {folder}；{project.plan} 是{found.turn.year}年的：{_counts(found)}")
    advise("请核对标有“待核对”的地方，定下完成时间，加上新的任务（make number 编号），再运行 make")


def _look(project: Project) -> "Prospect":
    """Tell what would be done."""
    from render.issue.new_year import prospect

    found = prospect(project)
    for line in _lines(found, project):
        click.echo(line)
    return found


def _lines(found: "Prospect", project: Project) -> Iterator[str]:
    turn = found.turn
    sent = f"issued/（发文 {len(found.cabinet.filed)} 次）" if project.issued.is_dir() else ""
    progress = project.progress.name if project.progress.is_file() else ""
    names = filter(None, (project.plan.name, progress, sent, *found.made))
    yield f"归档到 {project.archive / str(turn.former.year)}：{'、'.join(names)}"
    if found.closed:
        yield f"年终定格的各份文件（{found.closed}）一起归档；结转哪些任务以那一天的进展为准"
    yield f"标题：{turn.former.title} → {turn.title}"
    for rest in turn.rests:
        yield f"{'目标' if rest.goal else '去掉目标'}  {shortened(rest.former.name, SHOWN) or '（没有目标的任务）'}"
        yield from _tasks(rest)
    if found.comments:
        yield f"随任务去掉的说明 {len(found.comments)} 行（归档的计划里有）："
        yield from (f"  {line}" for line in found.comments)
    yield f"{turn.year}年：{_counts(found)}"


def _tasks(rest: "Rest") -> Iterator[str]:
    for former, one in zip(rest.former.tasks, rest.tasks, strict=True):
        text = shortened(former.content, SHOWN)
        if one is None:
            yield f"  完成  {former.id}  {text}"
        else:
            until = f"（完成时间待定，原为 {former.deadline or former.due}）" if one.is_put_off else ""
            yield f"  结转  {former.id} → {one.task.id}  {text}{until}"


def _counts(found: "Prospect") -> str:
    carried, dropped = (sum(len(getattr(rest, part)) for rest in found.turn.rests) for part in ("carried", "dropped"))
    return f"结转 {carried} 项，去掉已完成的 {dropped} 项"
