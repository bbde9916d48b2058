"""What is wrong with a plan and templates that can be read, and what will not print as meant."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from render.documents import Document, check_templates
from render.errors import Problem
from render.plan import Kind
from render.reader import Reading

RULE = "部门不得向政府下达任务（党政机关公文处理工作条例第十六条）"
REMEDY = "改写为该地教育局，或报请上级政府办公厅发文"


def check_plan(reading: Reading, path: str) -> list[Problem]:
    """Look for units that the rules on official documents do not let us address."""
    return [Problem(path, line, f"“{name}”是政府，{RULE}", REMEDY) for name, line in _governments(reading)]


def _governments(reading: Reading) -> Iterator[tuple[str, int]]:
    for g, goal in enumerate(reading.plan.goals):
        for t, task in enumerate(goal.tasks):
            for key, names in (("责任主体", task.leads), ("协助单位", task.assistants)):
                for n, name in enumerate(names):
                    if reading.plan.unit_of[name].kind is Kind.GOVERNMENT:
                        yield name, reading.line("目标", g, "任务", t, key, n)


def check_pages(documents: Iterable[Document], templates: Path) -> list[Problem]:
    """What templates and stylesheets ask for and a format cannot print."""
    return sorted({*check_templates(templates), *_attributes(documents, templates)})


def _attributes(documents: Iterable[Document], templates: Path) -> Iterator[Problem]:
    """The data attributes that Excel cannot follow, once for each template."""
    workbooks = [document for document in documents if "xlsx" in document.formats]
    if workbooks:
        from render.writers.xlsx import problems  # takes 100 ms

        for document in workbooks:
            for message in problems(document.page):
                yield Problem(str(templates / document.template), 0, message, "写法见 templates/README.md")
