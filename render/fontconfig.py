"""Fontconfig: where our copies of the faces stand, and what it says of all faces that it knows here.

It imports next to nothing, so that a build with nothing to do is over before others have begun.
"""

import hashlib
import os
import sys
from collections.abc import Callable, Iterable

FOLDER = os.path.join(sys.prefix, "share", "fonts")  # filled by `make setup`
FACES = "%{family}\t%{style}\t%{fontversion}"
TITLE = "方正小标宋简体"
LAST_RESORT = "Noto Serif CJK SC"  # holds the rare characters that the others lack
BOLD = " Bold"

# A list of families cannot say "…, or else that one in bold": this rule does. No harm comes to the real
# 小标宋, since WeasyPrint never thickens a face that has no bold.
_CONFIG = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include>{base}</include>
  <dir>{folder}</dir>
  <match target="pattern">
    <test name="family"><string>{title}</string></test>
    <edit name="weight" mode="assign"><const>bold</const></edit>
  </match>
</fontconfig>
"""
_OURS = "render-fonts-"


def use_own_fonts() -> None:
    """Add our fonts to fontconfig's, here and in child processes; call it before WeasyPrint is imported.

    A `FONTCONFIG_FILE` that the user has set stays in force: ours includes it.
    """
    base = os.environ.get("FONTCONFIG_FILE", "fonts.conf")
    if not os.path.basename(base).startswith(_OURS):
        os.environ["FONTCONFIG_FILE"] = _kept({"base": base, "folder": FOLDER, "title": TITLE})


def ask(form: str) -> Callable[[], list[str]]:
    """Ask fontconfig for every face that it knows here, in its `--format`; the answer, in order, when it is called.

    There is none where fontconfig is not installed. It takes 15 ms, in which other things can be done.
    """
    use_own_fonts()
    here, there = os.pipe()
    try:
        quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        moves = [(os.POSIX_SPAWN_DUP2, there, 1), quiet]
        process = os.posix_spawnp("fc-list", ["fc-list", "--format", f"{form}\n"], os.environ, file_actions=moves)
    except (OSError, AttributeError):  # the latter on Windows
        os.close(here)
        return list
    finally:
        os.close(there)
    return lambda: _answer(here, process)


def _answer(pipe: int, process: int) -> list[str]:
    with open(pipe, "rb") as told:
        lines = told.read().decode(errors="replace").splitlines()
    _, status = os.waitpid(process, 0)
    return [] if status else sorted(lines)


def listing(form: str) -> list[str]:
    """What fontconfig says of every face that it knows here; nothing where it is not installed."""
    return ask(form)()


def fingerprint(faces: Iterable[str]) -> str:
    """A hash of all faces."""
    return hashlib.sha256("\n".join(faces).encode()).hexdigest()


def _kept(values: dict[str, str]) -> str:
    """A file that holds our configuration: beside our fonts, or in a temporary folder where that may not be written."""
    name = f"{_OURS}{hashlib.sha256(repr((_CONFIG, values)).encode()).hexdigest()[:16]}.conf"
    try:
        return _write_once(os.path.dirname(FOLDER), name, values)
    except OSError:
        import tempfile  # takes 10 ms

        return _write_once(tempfile.mkdtemp(prefix="render-"), name, values)


def _write_once(folder: str, name: str, values: dict[str, str]) -> str:
    """The name is a hash of what it holds, so a file that is there is right, whichever process wrote it."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        from html import escape  # takes 5 ms

        os.makedirs(folder, exist_ok=True)
        new = f"{path}.{os.getpid()}"
        with open(new, "w", encoding="utf-8") as file:
            file.write(_CONFIG.format(**{key: escape(value) for key, value in values.items()}))
        os.replace(new, path)
    return path
