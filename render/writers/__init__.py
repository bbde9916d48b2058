"""A table from a format's name to its writer: (Page) → bytes, the same bytes for the same page."""

from collections.abc import Callable
from importlib import import_module

from render.page import Page

#: A new format is one line here and one module with a function `write`.
FORMATS = ("docx", "xlsx", "pdf", "html")


def writer(name: str) -> Callable[[Page], bytes]:
    """The writer of a format; its libraries are imported only now."""
    write: Callable[[Page], bytes] = import_module(f"render.writers.{name}").write
    return write
