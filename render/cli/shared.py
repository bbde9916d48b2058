"""What all commands share: the group, where everything is, and how things are said."""

import os
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from render.cli.advice import runnable
from render.cli.phrases import speak_chinese
from render.documents.project import OWN_TEMPLATES, Project
from render.errors import InputError, Problem
from render.folder import blocked
from render.nearest import Nearest

if TYPE_CHECKING:  # what a command needs is imported when it runs, so that each one starts fast
    from render.build.output import Output
    from render.documents.document import Documents

Thing = TypeVar("Thing")

MANY = 20  # files from which on a bar shows how far a build is
PAGES = 200  # the same of pages that are made and not written: some take a second
COLOURS = {
    "新建": "green",
    "补做": "green",
    "更新": "green",
    "删除": "yellow",
    "保留": "yellow",
    "✓": "green",
    "○": "yellow",
}

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
            complain(problems_of(error))
        return ctx.exit(1)


def problems_of(error: Exception) -> Iterable[Problem]:
    """What an exception is to the user: the input's problems, the system's refusal, or a fault of ours."""
    if isinstance(error, InputError):
        return error.problems
    if os.environ.get("RENDER_DEBUG"):
        click.echo(traceback.format_exc(), err=True)
    if isinstance(error, OSError):
        return [blocked(error.filename or "render", error)]
    message = f"程序出错（{type(error).__name__}：{error}）"
    return [Problem("render", 0, message, "设置环境变量 RENDER_DEBUG=1 再运行，可以看到详情")]


def complain(problems: Iterable[Problem], colour: str = "red") -> None:
    """Print problems to the error stream, what befalls many files alike once."""
    from render.cli.outcomes import alike

    for line in alike(problems):
        click.secho(runnable(line), fg=colour, err=True)


def with_project(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say where everything is."""

    @wraps(command)
    def wrapped(plan: Path, templates: Path, output: Path, **others: Any) -> None:
        command(_with_templates(_with_own_output(Project(plan, templates, output))), **others)

    for name, metavar, default, text in (
        ("--output", "文件夹", "output", "生成的文件放在哪里"),
        ("--templates", "文件夹", "templates", "模板在哪里"),
        ("--plan", "文件", "plan.yaml", "计划"),
    ):
        where = click.Path(path_type=Path)
        click.option(name, metavar=metavar, type=where, default=default, show_default=True, help=text)(wrapped)
    return wrapped


def _with_own_output(project: Project) -> Project:
    """What is made of an archived plan stands beside it, and does not replace this year's, unless that is asked for."""
    own = project.plan.with_name(project.output.name)
    return replace(project, output=own) if project.is_archived and not _is_given("output") else project


def _with_templates(project: Project) -> Project:
    """Where no templates stand and none are asked for, those that come with the program."""
    lacking = not _is_given("templates") and not project.templates.exists() and project.plan.is_file()
    return replace(project, templates=OWN_TEMPLATES) if lacking and OWN_TEMPLATES.is_dir() else project


def tell_templates(project: Project) -> None:
    """Say where the templates of the program are used."""
    if project.templates == OWN_TEMPLATES and not _is_given("templates"):
        click.secho("这里没有 templates 文件夹，用程序自带的模板", fg="yellow", err=True)


def _is_given(option: str) -> bool:
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


@click.group(
    cls=Commands,
    options_metavar="",
    subcommand_metavar="命令 [选项]",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="由一份计划和一组模板，生成任务分解表、任务通知和任务台账。",
)
def cli() -> None:
    """All commands."""


def command(text: str, name: str | None = None) -> Callable[[Callable[..., None]], click.Command]:
    """A command of `render`, called as its function if it has no name, with the help that the office reads."""
    return cli.command(name, help=text, options_metavar="[选项]")


def known_tasks(names: Iterable[str], known: Collection[str], where: str) -> None:
    """Raise InputError for tasks that the plan does not have."""
    problems = [
        Problem(where, 0, f"计划里没有任务{one}", Nearest(known).hint(one)) for one in names if one not in known
    ]
    if problems:
        raise InputError(problems)


def agreed(yes: bool, question: str) -> bool:
    """Whether the user says yes; where nobody answers, it is no."""
    try:
        return yes or click.confirm(question, default=False)
    except click.Abort:
        nobody()
        return False


def nobody() -> None:
    """Say what to do where there is nobody to answer."""
    click.secho("\n没有人回答；看过没有问题，加上 --yes 再运行", fg="yellow", err=True)


def followed(things: Iterable[Thing], count: int, label: str) -> Iterator[Thing]:
    """The pages, or what is made of them, behind a bar if there are many and somebody looks on.

    It stands with the complaints: what is said may go into a file.
    """
    if count < PAGES or not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, count, label, file=sys.stderr) as bar:
        yield from bar


def followed_outputs(documents: "Documents", label: str, room: int = 0) -> "Iterator[Output]":
    """The same of all outputs of some documents; `room` is as for `list_outputs`."""
    from render.build.output import list_outputs

    return followed(list_outputs(documents, room), sum(len(one.formats) for one in documents), label)


def advise(text: str) -> None:
    """Print what to do next."""
    click.echo(runnable(text))


def say(line: str) -> None:
    """Print a line, its first word in the colour of what it says; nothing for an empty one."""
    word, space, rest = runnable(line).partition(" ")
    if line:
        click.echo(click.style(word, fg=COLOURS.get(word, "red")) + space + rest)
