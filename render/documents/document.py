"""templates/ + Plan → every document to be made: its name, its formats and its page."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from render.documents.board import view_board
from render.documents.marking import MarkingEnvironment
from render.documents.names import same
from render.documents.notices import as_new, notices
from render.documents.project import CHANGES, DISPATCH, TODAY
from render.documents.sandbox import Environment, environments
from render.documents.template import Template, read_template
from render.documents.views import view_dispatch, view_imprint, view_notices, view_plan, view_sent
from render.errors import InputError, Problem
from render.page import Page, read_sheet
from render.plan.dispatch import DRAFT, PUBLISHED, Dispatch, Imprint, sample
from render.plan.model import Plan
from render.plan.progress import Progress
from render.reader.dispatches import EMPTY, Cabinet

GROUND = "底色"  # what templates call the background of a class
BOARD = "看板"  # what templates call all that is seen at a glance on a day
NOTHING = Progress.model_validate({})  # reported by anybody
Imprints = Callable[[str, str], Imprint]  # kind of dispatch, unit → number and day


def draft(kind: str, unit: str) -> Imprint:
    """Blanks for every document."""
    return DRAFT


@dataclass(frozen=True)
class Document:
    """One document: `name` is its path below output/ without a suffix; `unit` is "" when it is not for one unit.

    `kind` is that of the dispatch in which it is sent, `along` are those with which it goes along.

    Its page is made each time that it is asked for: a plan of thousands of units has more pages than should be in
    memory at once.
    """

    name: str
    formats: tuple[str, ...]
    template: str
    unit: str
    needs: str
    kind: str
    along: tuple[str, ...]
    make: Callable[[], Page] = field(repr=False, compare=False)

    @property
    def page(self) -> Page:
        """Its page; raises InputError where the template fails."""
        return self.make()


@dataclass(frozen=True)
class Documents:
    """Documents that are named and whose pages are still to be made; `problems` are those of templates and names.

    `progress` and `cabinet` are what was read for them: reported, and sent before.
    """

    named: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    progress: Progress = NOTHING
    cabinet: Cabinet = EMPTY

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
    cabinet: Cabinet = EMPTY,
    imprints: Imprints = draft,
    marked: bool = False,
    placed: bool = False,
) -> Documents:
    """Name every document of every template that is still to be sent, in the order of file names.

    `cabinet` is what has been sent, `imprints` gives number and day. A template that needs the day (需要: 今天) is
    passed over where that is None. With `marked`, to be looked at only, nothing counts as sent, all tasks count as
    new, and the tags of the pages say whence they come; with `placed` the tags alone are as then.
    """
    basis = view_imprint(plan.sender, PUBLISHED, given) if (given := imprints(PUBLISHED, "")).day else None
    known = partial(view_plan, plan, basis=basis or view_sent(cabinet.basis), cabinet=cabinet)
    view = known(progress)
    told = view_notices(as_new(plan) if marked else notices(plan, cabinet), view, plan)
    shared: dict[str, Any] = {"计划": view, CHANGES: told}
    of_day: dict[str, Any] = {}
    if today:
        then = progress.dated(today)
        board = cache(partial(view_board, plan, progress, today))  # as `status` and the ledger count
        of_day = {**shared, "计划": view if then is progress else known(then), TODAY: today, BOARD: board}
    if marked and today:
        shared[DISPATCH] = view_dispatch(sample(plan, today))
    environment = MarkingEnvironment if marked or placed else Environment
    documents, problems = _Maker(plan, shared, imprints, of_day).all(templates, environment)
    due = documents if marked else [one for one in documents if _is_due(one, plan, cabinet, today)]
    problems += _clashes(due, templates)
    return Documents(tuple(due), tuple(problems), progress, cabinet)


def make_papers(plan: Plan, templates: Path, dispatch: Dispatch) -> Documents:
    """What is made of a dispatch itself (每份: 发文) and stays in the office with it, such as its register."""
    shared = {"计划": view_plan(plan, NOTHING, view_sent(None)), DISPATCH: view_dispatch(dispatch)}
    documents, problems = _Maker(plan, shared, draft).all(templates, Environment, (DISPATCH,))
    return Documents(tuple(documents), (*problems, *_clashes(documents, templates)))


def _is_due(document: Document, plan: Plan, cabinet: Cabinet, today: date | None) -> bool:
    """Whether it is still to be sent, or made anew: a reminder is due again from the day after the last one."""
    if not document.kind or document.needs == CHANGES:
        return True
    last = cabinet.last((document.kind,), plan.party_of[document.unit].known_as if document.unit else None)
    return last is None or (document.needs == TODAY and today is not None and last.dispatch.day < today)


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


SUBJECTS: Mapping[str, Callable[[Mapping[str, Any]], Iterable[dict[str, Any]]]] = {
    "全部": lambda shared: [{}],
    "单位": lambda shared: ({"单位": unit} for unit in shared["计划"]["收文单位"]),
    "目标": lambda shared: ({"目标": goal} for goal in shared["计划"]["目标"]),
    CHANGES: lambda shared: (
        {"单位": one["单位"], CHANGES: one["事项"], "原通知": one["原通知"]} for one in shared[CHANGES]
    ),
    "发文": lambda shared: [{}],
}


@dataclass(frozen=True, slots=True)
class _Maker:
    """Names the documents of a template: `shared` is what each of them may speak of.

    `of_day` is what those may speak of that need the day: nothing later than that.
    """

    plan: Plan
    shared: Mapping[str, Any]
    imprints: Imprints
    of_day: Mapping[str, Any] = field(default_factory=dict)

    def all(
        self, templates: Path, environment: type[Environment], needs: Collection[str] | None = None
    ) -> tuple[list[Document], list[Problem]]:
        """The documents of all templates of which everything that they need is there, or of those that need one of
        these things; and what is wrong.
        """
        documents, problems = list[Document](), list[Problem]()
        for template in read_templates(templates, problems, environment):
            need = template.front.needs
            if (need and need not in self._shared(need)) or (needs is not None and need not in needs):
                continue
            try:
                documents += self.named(template)
            except InputError as error:
                problems += error.problems
        return documents, problems

    def _shared(self, need: str) -> Mapping[str, Any]:
        return self.of_day if need == TODAY else self.shared

    def named(self, template: Template) -> Iterator[Document]:
        """Every document of a template whose condition holds."""
        front, css, organ = template.front, template.stylesheet(), self.plan.sender.organ
        shared = self._shared(front.needs)
        blank = view_imprint(self.plan.sender, front.kind, DRAFT, front.receipt)  # the same for each draft
        for subject in SUBJECTS[front.each](shared):
            unit = subject["单位"]["名称"] if "单位" in subject else ""
            given = self.imprints(front.kind, unit)
            imprint = blank if given == DRAFT else view_imprint(self.plan.sender, front.kind, given, front.receipt)
            context = {**shared, **subject, "发文": imprint}
            if template.wanted(context):
                yield Document(
                    name=template.output(context),
                    formats=front.formats,
                    template=template.path.name,
                    unit=unit,
                    needs=front.needs,
                    kind=front.kind,
                    along=front.along,
                    make=partial(_page, template, context, organ, css),
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
