"""LibreOffice, where it is installed: a file in one format → the same in another."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from render.errors import InputError, Problem
from render.fonts import stand_ins

COMMANDS = ("soffice", "libreoffice")
PATIENCE = 300  # seconds
#: PDF/A-2, tagged (filter options of LibreOffice's writer_pdf_Export).
OPTIONS = {"SelectPdfVersion": {"type": "long", "value": "2"}, "UseTaggedPDF": {"type": "boolean", "value": "true"}}
TAGGED = f"pdf:writer_pdf_Export:{json.dumps(OPTIONS)}"


def command() -> str | None:
    """The program, None where it is not installed."""
    return next(filter(None, map(shutil.which, COMMANDS)), None)


def pdf_of(source: Path) -> bytes:
    """The PDF of a Word file; raises InputError where LibreOffice is not there or cannot read the file.

    A typeface that is not installed is replaced as in our own PDFs.
    """
    program = command()
    if program is None:
        hint = "安装 LibreOffice（render doctor 会说怎样安装），或用 Word、WPS 打开后另存为 PDF"
        raise InputError([Problem(str(source), 0, "这台电脑没有 LibreOffice，转不成 PDF", hint)])
    with tempfile.TemporaryDirectory(prefix="render-") as folder:
        fonts = {"FONTCONFIG_FILE": str(stand_ins(Path(folder)))}
        made = _run(program, source, TAGGED, Path(folder), fonts)
        if made is None:
            message, hint = "LibreOffice 没有转成 PDF", "用 Word 或 WPS 打开看看文件是不是坏了，也可以在那里另存为 PDF"
            raise InputError([Problem(str(source), 0, message, hint)])
        return made.read_bytes()


def converted(source: Path, kind: str, folder: Path) -> Path:
    """A file in another format (.docx, .xlsx), made below `folder`; raises InputError where that cannot be done."""
    program = command()
    made = _run(program, source, kind.lstrip("."), folder, {}) if program else None
    if made is None:
        hint = "用 Word、Excel 或 WPS 打开看看文件是不是坏了，也可以在那里另存"
        raise InputError([Problem(str(source), 0, f"LibreOffice 没有转成 {kind}", hint)])
    return made


def _run(program: str, source: Path, target: str, folder: Path, more: Mapping[str, str]) -> Path | None:
    """What the program makes of a file; None where it makes nothing."""
    made = Path(folder, "转成", f"{source.stem}.{target.partition(':')[0]}")
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    arguments = [program, profile, "--headless", "--convert-to", target, "--outdir", str(made.parent), str(source)]
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(arguments, check=True, capture_output=True, timeout=PATIENCE, env={**os.environ, **more})
    return made if made.is_file() else None
