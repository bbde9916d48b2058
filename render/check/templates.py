"""What templates and stylesheets ask for, and Word or Excel cannot print."""

import re
from collections.abc import Iterator
from pathlib import Path

from render.documents.document import read_templates
from render.documents.front import read_front_matter
from render.errors import InputError, Problem
from render.page import Stylesheet, read_sheet

HINT = "可用的属性见 templates/README.md"
STYLE = re.compile(r"""\sstyle=(?:"([^"{]*)"|'([^'{]*)')""")  # but none that Jinja makes
FOREIGN = re.compile(r"<(style|link|base|img|picture|svg|canvas|object|embed|iframe|video|audio|input)\b", re.I)


def check_templates(templates: Path) -> list[Problem]:
    """What the stylesheets and style attributes ask for and Word or Excel cannot print."""
    problems = list[Problem]()
    for template in read_templates(templates, problems):
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
