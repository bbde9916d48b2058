"""What is wrong with a plan and templates that can be read, and what will not print as meant."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from render.check.bones import bones
from render.check.burden import Lengths, burden_rules, dispatched
from render.check.cabinet import cabinet
from render.check.glyphs import Glyphs
from render.check.identity import identity_rules, records
from render.check.lint import RULES, Finding, Level, lint
from render.check.pages import Lines, page_problems
from render.check.templates import check_templates
from render.documents.document import Document, Documents
from render.documents.project import Project
from render.errors import InputError, Problem
from render.page import Page
from render.reader import Reading

PAGES, WRITING, GLYPHS = "版面", "写法", "字形"  # the rules that templates, what can be read, and characters break


Pages = Iterable[tuple[Document, Page]]


def check(reading: Reading, project: Project, documents: Documents, pages: Pages | None = None) -> list[Finding]:
    """Everything found in a plan, in the templates and in the marked pages that they make, the worst first.

    `pages` are those of the documents, for who follows them being made.
    """
    sent = documents.cabinet
    held = records(reading.plan, sent, documents.progress)
    rules = (*RULES, *identity_rules(held), *burden_rules(project))
    found = [
        *lint(reading, str(project.plan), rules),
        *cabinet(project, sent),
        *_pages(documents.pages() if pages is None else pages, project),
        *dispatched(project, sent, reading.plan.year),
    ]
    return sorted(found, key=lambda one: list(Level).index(one.level))


def as_data(findings: Iterable[Finding]) -> list[dict[str, str | int]]:
    """Findings as plain data: 级别, 规则, 文件, 行 (0 = the whole file), 说明, 建议."""
    return [
        {
            "级别": str(one.level),
            "规则": one.rule,
            "文件": one.problem.path,
            "行": one.problem.line,
            "说明": one.problem.message,
            "建议": one.problem.hint,
        }
        for one in findings
    ]


def refused(error: InputError) -> list[Finding]:
    """A plan or a template that cannot be read, as findings."""
    return [Finding(Level.ERROR, WRITING, problem) for problem in error.problems]


def _pages(pages: Pages, project: Project) -> Iterator[Finding]:
    """What templates ask for, what is wrong in each page, and what it cannot show; each page is made once."""
    wrong, lines = set(check_templates(project.templates)), Lines(project.templates)
    glyphs, lengths = Glyphs(), Lengths()
    small, sound = set[Problem](), set[bytes]()
    for document, page in pages:
        glyphs.look(document, page)
        lengths.look(document, page)
        if (kind := _kind(document, page)) in sound:
            continue
        faults = {*page_problems(document, page, project.templates, lines), *_attributes(document, page, project)}
        unread = set(_small(document, page, project))
        wrong, small = wrong | faults, small | unread
        if kind and not faults and not unread:
            sound.add(kind)
    yield from (Finding(Level.WARNING, PAGES, one) for one in sorted(wrong))
    yield from (Finding(Level.NOTE, PAGES, one) for one in sorted(small))
    yield from lengths.findings(project)
    yield from (Finding(Level.ERROR, GLYPHS, one) for one in sorted(set(glyphs.problems(project))))


def _kind(document: Document, page: Page) -> bytes:
    """What pages have in common of which all are sound if one is; empty for one that is like no other."""
    same = bones(page.html, "xlsx" in document.formats)
    return sha256("\0".join((document.template, page.css, same)).encode()).digest() if same else b""


def _small(document: Document, page: Page, project: Project) -> Iterator[Problem]:
    """What Excel prints in letters too small to read."""
    if "xlsx" in document.formats:
        from render.writers.xlsx import notes

        for message in notes(page):
            hint = "各列改窄一些，或在样式表的 @page 里换大一号的纸"
            yield Problem(str(project.templates / document.template), 0, message, hint)


def _attributes(document: Document, page: Page, project: Project) -> Iterator[Problem]:
    """The data attributes that Excel cannot follow."""
    if "xlsx" in document.formats:
        from render.writers.xlsx import problems  # takes 100 ms

        for message in problems(page):
            yield Problem(str(project.templates / document.template), 0, message, "写法见 templates/README.md")
