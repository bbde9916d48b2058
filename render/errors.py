"""What is wrong with the user's input: a `Problem` each, and the one exception that carries them all."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right: where it stands, what is wrong, what to do.

    `line` is 1-based; 0 means the file as a whole. `source` is the text of that line, where showing it helps.
    """

    path: str
    line: int
    message: str
    hint: str = ""
    source: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        text = f"{place}: {self.message}" + (f"；{self.hint}" if self.hint else "")
        return f"{text}\n    {self.source.strip()}" if self.source.strip() else text


class InputError(Exception):
    """The user's input is wrong; `problems` says how, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class PageError(ValueError):
    """A page asks for something that its format cannot print; message and hint say what and what to do, in Chinese."""

    def __init__(self, message: str, hint: str = "改模板或样式表") -> None:
        super().__init__(message)
        self.hint = hint
