"""What templates and stylesheets ask for, and Word or Excel cannot print."""

import re
from collections.abc import Iterator
from pathlib import Path

from render.check.tags import NAMES, OFFICE
from render.documents.document import read_templates
from render.documents.template import Template
from render.errors import InputError, Problem
from render.folder import is_own
from render.page import Stylesheet, read_sheet

HINT = "可用的属性见 templates/README.md"
STYLE = re.compile(r"""\sstyle=(?:"([^"{]*)"|'([^'{]*)')""")  # but none that Jinja makes


def check_templates(templates: Path) -> list[Problem]:
    """What the stylesheets and style attributes ask for and Word or Excel cannot print."""
    problems = list[Problem]()
    for template in read_templates(templates, problems):
        try:
            sheet = read_sheet(template.stylesheet())
            for line, message, hint in (*((*found, HINT) for found in sheet.problems), *_unseen(template, sheet)):
                path, own_line = template.css_line(line)
                problems.append(Problem(str(path), own_line, message, hint))
        except InputError as error:
            problems += error.problems
    own = [path for path in sorted(templates.glob("*.*")) if is_own(path, templates)]
    sheets = [path.read_text("utf-8", "replace") for path in own if path.suffix == ".css"]
    variables = read_sheet("\n".join(sheets))
    for path in (path for path in own if path.suffix == ".html"):
        problems += _style_problems(path, variables)
    return sorted(set(problems))


def _unseen(template: Template, sheet: Stylesheet) -> Iterator[tuple[int, str, str]]:
    """What Word leaves out, and Excel, which has heads and feet only: line, message, what to do.

    What is turned at a side stands in them where it does on a sheet that is held so that it reads.
    """
    blind = "、".join(NAMES[name] for name in OFFICE if name in template.front.formats)
    if blind:
        for line, selector in sheet.generated:
            yield line, f"{blind} 印不出“{selector}”的内容", "文字写在模板里"
    if "xlsx" in template.front.formats:
        for line, name in sheet.side_boxes:
            yield line, f"Excel 印不出 @{name} 里的内容", "Excel 只有页眉和页脚，用 @top-… 或 @bottom-…，或者转过来"


def _style_problems(path: Path, variables: Stylesheet) -> Iterator[Problem]:
    """The style attributes in a template that ask for too much."""
    source = path.read_text("utf-8", "replace")
    for match in STYLE.finditer(source):
        for line, message in variables.inline_problems(match[1] or match[2] or ""):
            yield Problem(str(path), source.count("\n", 0, match.start()) + line, message, HINT)
