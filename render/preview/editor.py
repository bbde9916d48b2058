"""The office's editor: a link that opens a file at a line, or a command that does."""

import os
import shlex
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from render.errors import InputError, Problem

#: Editors that have links of their own; {path} begins with a slash.
LINKS: Mapping[str, str] = {
    "vscode": "vscode://file{path}:{line}",
    "vscodium": "vscodium://file{path}:{line}",
    "cursor": "cursor://file{path}:{line}",
    "idea": "idea://open?file={path}&line={line}",
    "sublime": "subl://open?url=file://{path}&line={line}",
}
#: Programs, as $EDITOR calls them, that are such editors.
PROGRAMS: Mapping[str, str] = {"code": "vscode", "codium": "vscodium", "cursor": "cursor", "subl": "sublime"}
#: In Windows' Linux, VS Code has to be told in which.
WITHIN = "vscode://vscode-remote/wsl+{name}{{path}}:{{line}}"
FILE, LINE = "{file}", "{line}"


@dataclass(frozen=True, slots=True)
class Editor:
    """Either a pattern of links, or the parts of a command, or neither."""

    pattern: str = ""
    command: Sequence[str] = ()

    def link(self, path: Path, line: int) -> str:
        """What a browser hands to the editor; empty where it has no links."""
        absolute = path.absolute().as_posix()
        place = quote(absolute if absolute.startswith("/") else f"/{absolute}")
        return self.pattern.format(path=place, line=line) if self.pattern else ""

    def open(self, path: Path, line: int) -> bool:
        """Run the command; whether there is one that could be begun."""
        if not self.command:
            return False
        words = [part.replace(FILE, str(path.absolute())).replace(LINE, str(line)) for part in self.command]
        try:
            begun = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
        except OSError:
            return False
        threading.Thread(target=begun.wait, daemon=True).start()  # so that it leaves no zombie
        return True


def chosen(asked: str, environment: Mapping[str, str] = os.environ) -> Editor:
    """The editor of the option, else that of $VISUAL or $EDITOR where it has links; InputError for one not known."""
    if asked:
        if FILE in asked:
            return Editor(command=shlex.split(asked))
        if asked not in LINKS:
            hint = f"写 {'、'.join(LINKS)} 中的一个，或写一条命令，例如 'gedit +{LINE} {FILE}'"
            raise InputError([Problem("--editor", 0, f"不认识编辑器“{asked}”", hint)])
        return Editor(_pattern(asked, environment))
    usual = environment.get("VISUAL") or environment.get("EDITOR") or ""
    program = Path(shlex.split(usual)[0]).name if usual.strip() else ""
    return Editor(_pattern(PROGRAMS[program], environment)) if program in PROGRAMS else Editor()


def _pattern(name: str, environment: Mapping[str, str]) -> str:
    within = environment.get("WSL_DISTRO_NAME", "")
    return WITHIN.format(name=quote(within)) if within and name == "vscode" else LINKS[name]
