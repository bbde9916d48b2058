"""The last dispatch is taken back: what was edited by hand returns to the outbox, the rest is made again."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from render.build.manifest import MANIFEST, Journal, Written, names_beside
from render.documents.project import Project
from render.errors import InputError, Problem
from render.folder import DRAFT, Folder, write_whole
from render.reader.dispatches import PLAN, RECORD, Filed, read_cabinet


def last(project: Project) -> Filed:
    """The dispatch that can be taken back; InputError where there is none, or where somebody has it."""
    filed = read_cabinet(project.issued).latest
    if not filed:
        raise InputError([Problem(str(project.issued), 0, "没有可以撤回的发文")])
    signed = [one.unit for one in filed.dispatch.addressees if one.receipt]
    if signed:
        message = f"{'、'.join(signed[:3])}{'等' if len(signed) > 3 else ''}已经签收，不能撤回"
        raise InputError([Problem(str(filed.folder), 0, message, "要改内容，改 plan.yaml 后发变更通知")])
    problems = [
        Problem(str(filed.folder / name), 0, "发出以后又改动过，撤回会丢掉这些改动", "先把它移到别处")
        for name in _foreign(filed)
    ]
    if problems:
        raise InputError(problems)
    return filed


def _foreign(filed: Filed) -> list[str]:
    """The files in its folder that are not as they were sent."""
    own = {*filed.dispatch.files, *filed.dispatch.own, RECORD, PLAN}
    paths = [path for path in filed.folder.rglob("*") if path.is_file()]
    others = [name for path in paths if (name := path.relative_to(filed.folder).as_posix()) not in own]
    return sorted([*others, *(name for name, there in (*filed.touched, *filed.filled_in) if there)])


def undo(filed: Filed, output: Path) -> list[str]:
    """Take a dispatch back; the files that stand in the outbox again. The folder is to be `locked` meanwhile."""
    folder, back = Folder(output), list[str]()
    for name in filed.dispatch.edited:
        if folder.digest(name) != filed.dispatch.files[name]:
            back.append(_put_back(filed.folder / name, name, folder))
    gone = filed.folder.with_name(f"{DRAFT}{os.getpid()}")
    filed.folder.rename(gone)
    shutil.rmtree(gone)
    with suppress(OSError):  # there are others
        filed.folder.parent.rmdir()
    return back


def _put_back(source: Path, name: str, folder: Folder) -> str:
    """A file edited by hand, at its place, or beside what stands there now."""
    target = name
    if folder.digest(name) is not None:
        target = next(other for other in names_beside(name, "撤回") if folder.digest(other) is None)
    with Journal(folder.root / MANIFEST) as journal:  # so that it counts as edited, not as a stranger
        folder.path(target).parent.mkdir(parents=True, exist_ok=True)
        journal.add(target, Written("", ""))
    write_whole(folder.path(target), source.read_bytes())
    return target
