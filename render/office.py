"""LibreOffice, where it is installed: a file in one format → the same in another."""

import json
import os
import shutil
import subprocess
import tempfile
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
        made = Path(folder, "转成", f"{source.stem}.pdf")
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        arguments = [program, profile, "--headless", "--convert-to", TAGGED, "--outdir", str(made.parent), str(source)]
        environment = {**os.environ, "FONTCONFIG_FILE": str(stand_ins(Path(folder)))}
        try:
            subprocess.run(arguments, check=True, capture_output=True, timeout=PATIENCE, env=environment)
            return made.read_bytes()
        except (OSError, subprocess.SubprocessError):
            message, hint = "LibreOffice 没有转成 PDF", "用 Word 或 WPS 打开看看文件是不是坏了，也可以在那里另存为 PDF"
            raise InputError([Problem(str(source), 0, message, hint)]) from None
