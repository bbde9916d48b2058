"""templates/ + Plan → every document to be made: its name, its formats and its page."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from render.changes import Changes
from render.documents.front import CHANGES, read_front_matter
from render.documents.sandbox import environments
from render.documents.template import Template, read_template
from render.errors import InputError, Problem
from render.names import same
from render.page import Page, Stylesheet, read_sheet
from render.plan import Plan
from render.progress import Progress
from render.views import View, view_changes, view_plan

__all__ = ["Document", "check_templates", "make_documents"]

NOTHING = Progress.model_validate({})  # reported by anybody


@dataclass(frozen=True)
class Document:
    """One document: `name` is its path below output/ without a suffix; `unit` is "" when it is not for one unit.

    `digest` (SHA-256) and `size` (characters) are those of its page, which is made again each time it is asked for:
    a plan of thousands of units has more pages than should be in memory at once.
    """

    name: str
    formats: tuple[str, ...]
    template: str
    unit: str
    needs: str
    digest: bytes
    size: int
    make: Callable[[], Page] = field(repr=False, compare=False)

    @property
    def page(self) -> Page:
        """Its page."""
        return self.make()


def make_documents(
    plan: Plan,
    templates: Path,
    progress: Progress = NOTHING,
    today: date | None = None,
    changes: Changes | None = None,
) -> list[Document]:
    """Make every document of every template, in the order of file names.

    A template that needs the day (需要: 今天) or changes (每份: 变更) is passed over where they are None. Raises
    InputError with the problems of all templates, and for a name that two documents want.
    """
    shared = _shared(view_plan(plan, progress), today, changes)
    documents, problems = list[Document](), list[Problem]()
    for template in _read_templates(templates, problems):
        if template.front.needs and template.front.needs not in shared:
            continue
        try:
            documents += _made(template, shared, plan.issue.organ)
        except InputError as error:
            problems += error.problems
    problems += _clashes(documents, templates)
    if problems:
        raise InputError(problems)
    return documents


def check_templates(templates: Path) -> list[Problem]:
    """What the stylesheets and style attributes ask for and Word or Excel cannot print."""
    problems = list[Problem]()
    for template in _read_templates(templates, problems):
        try:
            for line, message in read_sheet(template.stylesheet()).problems:
                path, own_line = template.css_line(line)
                problems.append(Problem(str(path), own_line, message, HINT))
        except InputError as error:
            problems += error.problems
    variables = read_sheet("\n".join(path.read_text("utf-8", "replace") for path in sorted(templates.glob("*.css"))))
    for path in templates.glob("*.html"):
        problems += _style_problems(path, variables)
    return sorted(set(problems))


HINT = "可用的属性见 templates/README.md"
STYLE = re.compile(r"""\sstyle=(?:"([^"{]*)"|'([^'{]*)')""")  # but none that Jinja makes
FOREIGN = re.compile(r"<(style|link|base|img|picture|svg|canvas|object|embed|iframe|video|audio|input)\b", re.I)


def _style_problems(path: Path, variables: Stylesheet) -> Iterator[Problem]:
    """The style attributes in a template that ask for too much, and the tags that only PDF and web page show."""
    source = path.read_text("utf-8", "replace")
    for match in STYLE.finditer(source):
        for line, message in variables.inline_problems(match[1] or match[2] or ""):
            yield Problem(str(path), source.count("\n", 0, match.start()) + line, message, HINT)
    drawn = _is_drawn(path, source)
    for match in FOREIGN.finditer(source):
        if drawn and match[1].lower() == "svg":
            continue
        line = source.count("\n", 0, match.start()) + 1
        yield Problem(str(path), line, f"Word 和 Excel 印不出 <{match[1]}>", "样式写在 .css 文件里，用“样式”引用")


def _is_drawn(path: Path, source: str) -> bool:
    """Whether a template is for formats only that show drawings."""
    try:
        return "xlsx" not in read_front_matter(str(path), source).formats
    except InputError:  # a small part; the templates that use it are looked at themselves
        return path.name.startswith("_")


def _read_templates(folder: Path, problems: list[Problem]) -> Iterator[Template]:
    if not folder.is_dir():
        raise InputError([Problem(str(folder), 0, "没有这个模板文件夹", "用 --templates 指出它在哪里")])
    paths = sorted(path for path in folder.glob("*.html") if not path.name.startswith("_"))
    if not paths:
        raise InputError([Problem(str(folder), 0, "文件夹里没有模板（*.html）")])
    html, names = environments(folder)
    for path in paths:
        try:
            yield read_template(path, html, names)
        except InputError as error:
            problems += error.problems


def _shared(plan: View, today: date | None, changes: Changes | None) -> dict[str, Any]:
    """What every document of a build may speak of."""
    given = {"计划": plan, "今天": today, CHANGES: None if changes is None else view_changes(changes, plan)}
    return {name: thing for name, thing in given.items() if thing is not None}


SUBJECTS: Mapping[str, Callable[[Mapping[str, Any]], Iterable[dict[str, Any]]]] = {
    "全部": lambda shared: [{}],
    "单位": lambda shared: ({"单位": unit} for unit in shared["计划"]["单位"]),
    "目标": lambda shared: ({"目标": goal} for goal in shared["计划"]["目标"]),
    CHANGES: lambda shared: ({"单位": one["单位"], CHANGES: one["事项"]} for one in shared[CHANGES]),
}


def _made(template: Template, shared: Mapping[str, Any], author: str) -> Iterator[Document]:
    css = template.stylesheet()
    for subject in SUBJECTS[template.front.each](shared):
        context = {**shared, **subject}
        if template.wanted(context):
            page = _page(template, context, author, css)
            yield Document(
                name=template.output(context),
                formats=template.front.formats,
                template=template.path.name,
                unit=subject["单位"]["名称"] if "单位" in subject else "",
                needs=template.front.needs,
                digest=hashlib.sha256(b"\0".join((page.html.encode(), page.css.encode()))).digest(),
                size=len(page.html),
                make=partial(_page, template, context, author, css),
            )


def _page(template: Template, context: Mapping[str, Any], author: str, css: str) -> Page:
    return Page(template.page(context, author), css)


def _clashes(documents: list[Document], templates: Path) -> Iterator[Problem]:
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
