"""What the terminal's locale says is for the terminal alone: files and their names are UTF-8 everywhere.

Templates and outputs have Chinese names, in UTF-8 as git and other computers have them; under another locale Python
would look for other bytes, and two people would make two files of each.
"""

import codecs
import os
import sys
from contextlib import suppress

ON = "PYTHONUTF8"
STREAMS = "PYTHONIOENCODING"
LIKE = {"✓": "√", "✗": "×", "⚠": "！"}  # what GBK has instead


def speak_utf8() -> None:
    """Begin again with UTF-8 for names and files where the locale has another encoding."""
    if sys.getfilesystemencoding() == "utf-8" or os.environ.get(ON) == "1":
        return
    environment = {**os.environ, ON: "1"}
    if _has_chinese(sys.stdout.encoding):  # elsewhere UTF-8 is likelier to be seen right
        environment.setdefault(STREAMS, sys.stdout.encoding)
    arguments: list[str | bytes] = [*sys.orig_argv[: -len(sys.argv) + 1 or None], *map(_in_utf8, sys.argv[1:])]
    os.execve(sys.executable, arguments, environment)


def replace_what_is_lacking() -> None:
    """A character that the terminal cannot show is replaced, not fatal."""
    codecs.register_error("like", _like)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(errors="like")  # type: ignore[union-attr]


def _has_chinese(encoding: str) -> bool:
    try:
        "中".encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _in_utf8(argument: str) -> bytes:
    """An argument: as it is where a file has its bytes, or they are UTF-8, else in UTF-8 what was typed."""
    given = os.fsencode(argument)
    if os.path.lexists(given):
        return given
    try:
        given.decode("utf-8")
    except UnicodeDecodeError:
        return argument.encode("utf-8", "surrogateescape")
    return given


def _like(error: UnicodeError) -> tuple[str, int]:
    """The nearest that an encoding has, else a question mark."""
    assert isinstance(error, UnicodeEncodeError)
    chars = error.object[error.start : error.end]
    return "".join(_shown(LIKE.get(char, "?"), error.encoding) for char in chars), error.end


def _shown(char: str, encoding: str) -> str:
    return char if char.encode(encoding, "ignore") else "?"
