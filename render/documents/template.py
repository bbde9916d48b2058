"""One file in templates/, ready to make the HTML of a document; its errors are problems with file and line."""

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes

from render.documents.front import FrontMatter, read_front_matter
from render.documents.images import embedded
from render.documents.names import safe
from render.documents.phrases import translated
from render.documents.sandbox import Environment, refuse_foreign
from render.errors import InputError, Problem
from render.nearest import suggestion
from render.page import NO_MARKERS, number_items

TAGS = [
    *("if", "elif", "else", "endif", "for", "endfor", "set", "endset", "macro", "endmacro", "call", "endcall"),
    *("filter", "endfilter", "with", "endwith", "include", "import", "from", "extends", "block", "endblock"),
]
UNCLOSED = re.compile(r"Unexpected end of template.*innermost block that needs to be closed is '(\w+)'", re.S)
HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.S)
TAG = re.compile(r"<br\s*/?>|<[^>]*>")
PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>{meta}</head>
<body class="{name}">
{body}
</body></html>
"""


@dataclass(frozen=True)
class Template:
    """A template: its path as the user knows it, its front matter and where Jinja finds it."""

    path: Path
    front: FrontMatter
    html: Environment
    names: Environment

    def wanted(self, context: Mapping[str, Any]) -> bool:
        """Whether its condition holds."""
        if not self.front.condition:
            return True
        with self._problems("条件"):
            return bool(self._condition(**context))

    def output(self, context: Mapping[str, Any]) -> str:
        """The path of the document below output/, without a suffix; each value in it made safe."""
        with self._problems("输出"):
            name = self._output.render(context).strip()
        parts = name.split("/")
        if any(not safe(part) or part.startswith(".") for part in parts):
            raise InputError(
                [self._problem("输出", f"输出名“{name}”不能用", "写成“文件夹/名字”，不以点开头，不能为空")]
            )
        return "/".join(map(safe, parts))

    def page(self, context: Mapping[str, Any], author: str) -> str:
        """The whole HTML of one document."""
        with self._problems():
            body = embedded(self.html.get_template(self.path.name).render(context), self.path.parent)
        with self._problems("标题"):
            title = self._title.render(context) or _heading(body)
        with self._problems("简介"):
            summary = escape(unescape(self._summary.render(context)))
        known = {"author": escape(author), "简介": " ".join(summary.split())}
        meta = "".join(f'<meta name="{name}" content="{text}">' for name, text in known.items() if text)
        if "<li" in body:
            body, meta = number_items(body), meta + NO_MARKERS
        return PAGE.format(title=title, meta=meta, name=escape(self.path.stem), body=body)

    def stylesheet(self) -> str:
        """The CSS of all its stylesheets, one after the other."""
        return "\n".join(map(read_text, self.stylesheets()))

    def css_line(self, line: int) -> tuple[Path, int]:
        """The file and line behind a line of `stylesheet()`."""
        for path in self.stylesheets():
            count = read_text(path).count("\n") + 1
            if line <= count:
                return path, line
            line -= count
        return self.path, 0

    def stylesheets(self) -> list[Path]:
        """The files of its stylesheets; raises InputError for one that is not there."""
        folder = self.path.parent
        known = sorted(path.name for path in folder.glob("*.css"))
        wrong = [name for name in self.front.styles if name not in known]
        if wrong:
            raise InputError(
                self._problem("样式", f"没有样式表“{name}”", suggestion(name, known, lead="")) for name in wrong
            )
        return [folder / name for name in self.front.styles]

    # Compiled when first used, inside `_problems`.

    @cached_property
    def _condition(self) -> Callable[..., Any]:
        return self.html.compile_expression(self.front.condition, undefined_to_none=False)

    @cached_property
    def _output(self) -> jinja2.Template:
        return self.names.from_string(self.front.output)

    @cached_property
    def _title(self) -> jinja2.Template:
        return self.html.from_string(self.front.title)

    @cached_property
    def _summary(self) -> jinja2.Template:
        return self.html.from_string(self.front.summary)

    def _problem(self, key: str, message: str, hint: str = "") -> Problem:
        return Problem(str(self.path), self.front.lines.get(key, 1), message, hint)

    @contextmanager
    def _problems(self, key: str = "") -> Iterator[None]:
        """Turn whatever goes wrong inside into an InputError: at the line of `key`, or where Jinja was."""
        try:
            yield
        except InputError:
            raise
        except Exception as error:
            path, line = (self.path, self.front.lines.get(key, 1)) if key else self._place(error)
            message, hint = self._words(error)
            raise InputError([Problem(str(path), line, message, hint, _line_of(path, line))]) from None

    def _place(self, error: Exception) -> tuple[Path, int]:
        """The file and line that Jinja was at: of a syntax error, else of the last frame in a template."""
        if isinstance(error, jinja2.TemplateSyntaxError):
            name = error.name or self.path.name
            return self.path.parent / name, self._opening(name, str(error.message)) or error.lineno
        folder = self.path.parent.resolve()
        frames = [
            (Path(frame.filename), frame.lineno or 1)
            for frame in traceback.extract_tb(error.__traceback__)
            if Path(frame.filename).resolve().parent == folder
        ]
        path, line = frames[-1] if frames else (self.path, 1)
        return self.path.parent / path.name, line

    def _opening(self, name: str, message: str) -> int:
        """The line of the tag that is not closed, which Jinja does not tell; 0 if the error is another one."""
        match = UNCLOSED.match(message)
        if not match:
            return 0
        opened = list[int]()
        for line, tag in self._tags(name):
            if tag == match[1]:
                opened.append(line)
            elif tag == f"end{match[1]}":
                opened.pop()
        return opened[-1]

    def _tags(self, name: str) -> Iterator[tuple[int, str]]:
        """The first word of each {% … %} in a template, with its line."""
        tokens = [token for token in self.html.lex(self._source(name)) if token[1] != "whitespace"]
        for (_, kind, _), (line, _, word) in pairwise(tokens):
            if kind == "block_begin":
                yield line, word

    def _source(self, name: str) -> str:
        return self.html.loader.get_source(self.html, name)[0] if self.html.loader else ""

    def _words(self, error: Exception) -> tuple[str, str]:
        match error:
            case jinja2.TemplateNotFound():
                known = [path.name for path in self.path.parent.glob("*.html")]
                return f"没有模板“{error.name}”", suggestion(str(error.name), known, lead="")
            case jinja2.UndefinedError() | jinja2.TemplateSyntaxError() | jinja2.exceptions.SecurityError():
                message = translated(str(error.message))
                return message, self._near(message)
            case RecursionError():
                return "模板自己套自己，没有尽头", ""
            case KeyError():
                return f"没有“{error.args[0]}”", ""
            case UnicodeDecodeError():
                return "引用的模板不是 UTF-8 编码", "用编辑器另存为 UTF-8"
            case _:
                return f"这里算不下去：{translated(str(error))}", ""

    def _near(self, message: str) -> str:
        """A suggestion for a variable, filter, test or tag that is not there."""
        known: Mapping[str, Callable[[], Iterable[str]]] = {
            r"没有名为“(.+?)”的变量": self._variables,
            r"没有名为“(.+?)”的过滤器": lambda: self.html.filters,
            r"没有名为“(.+?)”的判断": lambda: self.html.tests,
            r"不认识“{% (.+?) %}”$": lambda: TAGS,
        }
        for pattern, names in known.items():
            match = re.match(pattern, message)
            if match:
                return suggestion(match[1], names(), lead="")
        return ""

    def _variables(self) -> set[str]:
        """The names that stand to the template's service: ours and those it sets itself."""
        own = {"计划", "发文", self.front.needs, *(("单位", "目标") if self.front.each != "全部" else ())}
        try:
            tree = self.html.parse(self._source(self.path.name))
        except jinja2.TemplateError:
            return own
        return own | {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")}


def read_template(path: Path, html: Environment, names: Environment) -> Template:
    """Read one template; raises InputError when its front matter is wrong or its text is not UTF-8."""
    return Template(path, read_front_matter(str(path), read_text(path)), html, names)


def read_text(path: Path) -> str:
    """The text of a file in templates/, without the mark that some editors put before UTF-8."""
    refuse_foreign(path, path.parent)
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([Problem(str(path), 0, "不是 UTF-8 编码", "用编辑器另存为 UTF-8")]) from None


def _heading(body: str) -> str:
    """The text of the first h1 (HTML, still escaped), for a title."""
    match = HEADING.search(body)
    return " ".join(TAG.sub("", match[1]).split()) if match else ""


def _line_of(path: Path, line: int) -> str:
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return lines[line - 1] if 0 < line <= len(lines) else ""
