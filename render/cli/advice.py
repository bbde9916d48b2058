"""Commands in what the office reads, written as they work in the folder where it reads them."""

import os
import re
import shutil
import sys
from pathlib import Path

NAME = "render"
#: Commands that have a target of the same name, and need nothing else; `build` is what make does by itself.
TARGETS = ("build", "check", "diff", "doctor", "new-year", "number", "sheet", "status")
CALL = re.compile(rf"(?<=[^\w/.-]){NAME} (?=[a-z])")
WHOLE = re.compile(rf"(?<=[^\w/.-]){NAME} ({'|'.join(TARGETS)})(?![\w-])(?! --)")
MAKE = re.compile(rf"(?<![\w/-])make(?: ({'|'.join(TARGETS)})\b)?(?! [a-z])")


def runnable(text: str) -> str:
    """A text whose commands are `make …` where our Makefile is, else `render …` as it was called."""
    if not has_targets(Path("Makefile")):
        text = MAKE.sub(lambda found: f"{NAME} {found[1] or 'build'}", text)
    else:
        text = WHOLE.sub(lambda found: "make" if found[1] == "build" else f"make {found[1]}", text)
    return CALL.sub(lambda _: f"{program()} ", text)


def has_targets(makefile: Path) -> bool:
    """Whether a Makefile is the one of this project."""
    try:
        return f"/{NAME} " in makefile.read_text("utf-8", "replace")
    except OSError:
        return False


def program() -> str:
    """How this program was called: `render` where that is enough, else the way to it."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{sys.executable} -m {NAME}"
    if called.name != NAME or os.sep not in sys.argv[0] or _is_found(called):
        return NAME
    return os.path.relpath(called) if called.absolute().is_relative_to(Path.cwd()) else str(called)


def _is_found(called: Path) -> bool:
    found = shutil.which(NAME)
    return found is not None and Path(found).absolute() == called.absolute()
