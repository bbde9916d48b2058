"""templates/ + Plan → every document to be made: its name, its formats and its page."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from render.documents.marking import MarkingEnvironment
from render.documents.names import same
from render.documents.project import CHANGES, TODAY
from render.documents.sandbox import Environment, environments
from render.documents.template import Template, read_template
from render.documents.views import View, view_changes, view_plan
from render.errors import InputError, Problem
from render.page import Page, read_sheet
from render.plan.changes import Changes
from render.plan.model import Plan
from render.plan.progress import Progress

GROUND = "底色"  # what templates call the background of a class
NOTHING = Progress.model_validate({})  # reported by anybody


@dataclass(frozen=True)
class Document:
    """One document: `name` is its path below output/ without a suffix; `unit` is "" when it is not for one unit.

    Its page is made each time that it is asked for: a plan of thousands of units has more pages than should be in
    memory at once.
    """

    name: str
    formats: tuple[str, ...]
    template: str
    unit: str
    needs: str
    make: Callable[[], Page] = field(repr=False, compare=False)

    @property
    def page(self) -> Page:
        """Its page; raises InputError where the template fails."""
        return self.make()


@dataclass(frozen=True)
class Documents:
    """Documents that are named and whose pages are still to be made; `problems` are those of templates and names."""

    named: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Document]:
        return iter(self.named)

    def of(self, units: Collection[str]) -> "Documents":
        """Those of these units only."""
        return replace(self, named=tuple(one for one in self.named if one.unit in units))

    def pages(self) -> Iterator[tuple[Document, Page]]:
        """Make the page of each, once; raises InputError at the end for everything that is wrong."""
        problems = list(self.problems)
        for _, alike in groupby(self.named, attrgetter("template")):
            try:
                for document in alike:
                    yield document, document.page
            except InputError as error:  # what one page of a template lacks, the others lack as well
                problems += error.problems
        if problems:
            raise InputError(problems)


def make_documents(
    plan: Plan,
    templates: Path,
    progress: Progress = NOTHING,
    today: date | None = None,
    changes: Changes | None = None,
    marked: bool = False,
    basis: Plan | None = None,
) -> Documents:
    """Name every document of every template, in the order of file names; `marked` = their tags say whence they come.

    `basis` is the plan under whose number this one was issued.
    A template that needs the day (需要: 今天) or changes (每份: 变更) is passed over where they are None.
    """
    shared = _shared(view_plan(plan, progress, basis), today, changes)
    documents, problems = list[Document](), list[Problem]()
    for template in read_templates(templates, problems, MarkingEnvironment if marked else Environment):
        if template.front.needs and template.front.needs not in shared:
            continue
        try:
            documents += _named(template, shared, plan.sender.organ)
        except InputError as error:
            problems += error.problems
    problems += _clashes(documents, templates)
    return Documents(tuple(documents), tuple(problems))


def read_templates(
    folder: Path, problems: list[Problem], environment: type[Environment] = Environment
) -> Iterator[Template]:
    """Every template in a folder, in the order of file names; what is wrong with one is added to `problems`."""
    if not folder.is_dir():
        raise InputError([Problem(str(folder), 0, "没有这个模板文件夹", "用 --templates 指出它在哪里")])
    paths = sorted(path for path in folder.glob("*.html") if not path.name.startswith("_"))
    if not paths:
        raise InputError([Problem(str(folder), 0, "文件夹里没有模板（*.html）")])
    html, names = environments(folder, environment)
    for path in paths:
        try:
            yield read_template(path, html, names)
        except InputError as error:
            problems += error.problems


def _shared(plan: View, today: date | None, changes: Changes | None) -> dict[str, Any]:
    """What every document of a build may speak of."""
    given = {"计划": plan, TODAY: today, CHANGES: None if changes is None else view_changes(changes, plan)}
    return {name: thing for name, thing in given.items() if thing is not None}


SUBJECTS: Mapping[str, Callable[[Mapping[str, Any]], Iterable[dict[str, Any]]]] = {
    "全部": lambda shared: [{}],
    "单位": lambda shared: ({"单位": unit} for unit in shared["计划"]["单位"]),
    "目标": lambda shared: ({"目标": goal} for goal in shared["计划"]["目标"]),
    CHANGES: lambda shared: ({"单位": one["单位"], CHANGES: one["事项"]} for one in shared[CHANGES]),
}


def _named(template: Template, shared: Mapping[str, Any], author: str) -> Iterator[Document]:
    css = template.stylesheet()
    for subject in SUBJECTS[template.front.each](shared):
        context = {**shared, **subject}
        if template.wanted(context):
            yield Document(
                name=template.output(context),
                formats=template.front.formats,
                template=template.path.name,
                unit=subject["单位"]["名称"] if "单位" in subject else "",
                needs=template.front.needs,
                make=partial(_page, template, context, author, css),
            )


def _page(template: Template, context: Mapping[str, Any], author: str, css: str) -> Page:
    return Page(template.page({**context, GROUND: partial(_ground, css)}, author), css)


def _ground(css: str, name: str) -> str:
    """The background of a class, for drawings, which no stylesheet reaches; raises KeyError where it has none."""
    colour = read_sheet(css).class_style(name).background_color
    if colour is None:
        raise KeyError(f".{name} 的 background")
    return f"#{colour}"


def _clashes(documents: Iterable[Document], templates: Path) -> Iterator[Problem]:
    """Two documents that would be one file, on a system that ignores case too."""
    seen = dict[tuple[str, str], Document]()
    for document in documents:
        for suffix in document.formats:
            other = seen.setdefault((same(document.name), suffix), document)
            if other is not document:
                owners = "、".join(_owner(d) for d in (other, document))
                message = f"输出名“{document.name}.{suffix}”用了两次：{owners}"
                yield Problem(str(templates / document.template), 0, message, "改“输出”，或改单位名称")


def _owner(document: Document) -> str:
    return f"{document.template}（{document.unit}）" if document.unit else document.template
