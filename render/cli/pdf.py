"""`render pdf`: a Word file edited by hand → its PDF."""

from pathlib import Path

import click

from render.cli.shared import command, complain, say
from render.errors import InputError, Problem
from render.folder import write_whole

WORD = ".docx"


@command("把在 Word 里改过的文件（.docx）转成 PDF，放在它旁边；原来的 PDF 改名为 .旧。需要 LibreOffice。")
@click.argument("files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path))
def pdf(files: tuple[Path, ...]) -> None:
    """Convert each file; those that cannot be are told at the end."""
    problems = list[Problem]()
    for file in files:
        try:
            say(_converted(file))
        except InputError as error:
            problems += error.problems
    complain(problems)
    if problems:
        click.get_current_context().exit(1)


def _converted(file: Path) -> str:
    from zipfile import is_zipfile  # takes 5 ms

    from render.office import pdf_of

    if not file.is_file():
        raise InputError([Problem(str(file), 0, "没有这个文件", "请检查名称")])
    if file.suffix.lower() != WORD or not is_zipfile(file):
        raise InputError([Problem(str(file), 0, f"不是 Word 文件（{WORD}），或已损坏", "写上改过的 .docx")])
    data, target = pdf_of(file), file.with_suffix(".pdf")
    moved = _set_aside(target, data)
    write_whole(target, data)
    return f"✓ {target}" + (f"（原文件：{moved.name}）" if moved else "")


def _set_aside(target: Path, data: bytes) -> Path | None:
    """Where an earlier PDF of another content went."""
    from render.build.manifest import names_beside

    if not target.exists() or target.read_bytes() == data:
        return None
    free = next(path for name in names_beside(target.name, "旧") if not (path := target.with_name(name)).exists())
    return target.rename(free)
