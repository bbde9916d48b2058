"""What is wrong with a plan and templates that can be read, and what will not print as meant."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from render.check.lint import Finding, Level, lint
from render.check.templates import check_templates
from render.documents.document import Documents
from render.errors import InputError, Problem
from render.reader import Reading
from render.reader.source import read_text

PAGES, WRITING = "版面", "写法"  # the rules that templates, and what can be read at all, keep or break


def check(reading: Reading, plan: Path, documents: Documents, templates: Path) -> list[Finding]:
    """Everything found in a plan and in the templates, the worst first."""
    pages = sorted({*check_templates(templates), *_attributes(documents, templates)})
    found = [*lint(reading, str(plan), read_text(plan)), *(Finding(Level.WARNING, PAGES, one) for one in pages)]
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


def _attributes(documents: Documents, templates: Path) -> Iterator[Problem]:
    """The data attributes that Excel cannot follow, once for each template."""
    for document, page in documents.pages():
        if "xlsx" in document.formats:
            from render.writers.xlsx import problems  # takes 100 ms

            for message in problems(page):
                yield Problem(str(templates / document.template), 0, message, "写法见 templates/README.md")
