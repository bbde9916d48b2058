"""Whether a file that was edited by hand says the number and the day under which it is sent."""

import re
import zipfile
from pathlib import Path

from render.plan.dates import day_text
from render.plan.dispatch import Dispatch

TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
WORD = "word/document.xml"


def lacking(path: Path, dispatch: Dispatch, number: str) -> tuple[str, ...]:
    """What is not found in a Word file, of its mark and its day; nothing of a file of another kind."""
    if path.suffix != ".docx":
        return ()
    text = _text(path)
    return tuple(said for said in (dispatch.mark(number), day_text(dispatch.day)) if said and said not in text)


def _text(path: Path) -> str:
    """The text of a Word file without spaces; empty where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = TEXT.findall(archive.read(WORD).decode("utf-8", "replace"))
    except (OSError, KeyError, zipfile.BadZipFile):
        return ""
    return "".join("".join(found).split())
