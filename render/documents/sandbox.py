"""Jinja as our templates use it: sandboxed, escaping, strict, with names made safe for files."""

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from render.documents.compiled import Compiled
from render.documents.filters import FILTERS
from render.documents.front import hide_front_matter
from render.documents.names import safe
from render.documents.views import View
from render.errors import InputError, Problem
from render.folder import is_own
from render.nearest import suggestion

OF_VIEWS = frozenset(dir(View))  # attributes that every view has, which go before what stands in it
LIMIT = 10_000_000  # characters that one multiplication in a template may make


class Missing(jinja2.StrictUndefined):
    """A name that is not there: says which, and which names near it are."""

    @property
    def _undefined_message(self) -> str:
        name, owner = str(self._undefined_name), self._undefined_obj
        if self._undefined_hint:
            return self._undefined_hint
        if owner is jinja2.utils.missing:
            return f"没有名为“{name}”的变量"
        if isinstance(self._undefined_name, int):
            return f"列表里没有第 {self._undefined_name + 1} 个"
        known = owner if isinstance(owner, Mapping) else [n for n in dir(owner) if not n.startswith("_")]
        text = repr(owner) if isinstance(owner, Mapping) else "空" if owner is None else str(owner)[:20]
        what = getattr(owner, "__name__", text)
        return f"“{what}”没有“{name}”{suggestion(name, known)}"


class Environment(ImmutableSandboxedEnvironment):
    """Jinja as our templates use it: it cannot change the plan, and has bounds on what arithmetic may make."""

    intercepted_binops = frozenset(["*", "**"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe = dict[tuple[type, str], bool]()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Look up a name; of a view, which has nearly all of them, without asking for an attribute first."""
        if type(obj) is View and attribute in obj and attribute not in OF_VIEWS:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use an attribute: it depends on its name and on the type that has it alone."""
        key = (type(obj), attr)
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call something; a macro, which is always safe and wants no context, without looking for what it is."""
        if type(obj) is not Macro:
            return super().call(context, obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        try:
            return obj(context.eval_ctx, *args, **kwargs)
        except StopIteration:
            return self.undefined("列表是空的，取不出东西")

    def call_binop(self, context: Any, operator_name: str, left: Any, right: Any) -> Any:
        """Refuse a product that would fill the memory."""
        if operator_name == "**":
            raise jinja2.exceptions.SecurityError("模板里不能用 **")
        longest = max((len(x) for x in (left, right) if hasattr(x, "__len__")), default=0)
        times = max((x for x in (left, right) if isinstance(x, int)), default=1)
        if longest * times > LIMIT:
            raise jinja2.exceptions.SecurityError("乘出来的文字太长")
        return operator.mul(left, right)


def refuse_foreign(path: Path, folder: Path) -> None:
    """InputError for a file that a link takes from elsewhere than the folder: it could be any file of this computer."""
    if not is_own(path, folder):
        raise InputError([Problem(str(path), 0, "是链接，指到模板文件夹外面去了", "把文件本身放进模板文件夹")])


class Loader(jinja2.FileSystemLoader):
    """Templates from one folder, their front matter out of sight; InputError for a link that leads out of it."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Read one template."""
        source, path, uptodate = super().get_source(environment, template)
        refuse_foreign(Path(path), Path(self.searchpath[0]))
        return hide_front_matter(source), path, uptodate


def environments(folder: Path, html_environment: type[Environment] = Environment) -> tuple[Environment, Environment]:
    """Two environments over one folder: one makes HTML, the other makes file names out of any text.

    They are the same ones, with what they have compiled, as long as no file in the folder changes.
    """
    return _environments(folder, html_environment, _state(folder))  # type: ignore[arg-type]


def _state(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Where each template really is, its size and the times of its last change, the second of which nobody can set."""
    states = ((str(path.absolute()), path.stat()) for path in sorted(folder.glob("*.html")) if path.exists())
    return tuple((path, state.st_size, state.st_mtime_ns, state.st_ctime_ns) for path, state in states)


@lru_cache(maxsize=4)
def _environments(folder: Path, html_environment: type[Environment], state: object) -> tuple[Environment, Environment]:
    shared: dict[str, Any] = {
        "loader": Loader(folder, encoding="utf-8-sig"),
        "undefined": Missing,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "keep_trailing_newline": True,
        "cache_size": 400,
        "auto_reload": False,  # a page that is made twice is the same twice
        "bytecode_cache": Compiled(),
    }
    html = html_environment(autoescape=True, **shared)
    names = Environment(autoescape=False, finalize=lambda value: safe(str(value)), **shared)
    html.filters |= FILTERS
    html.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return html, names
