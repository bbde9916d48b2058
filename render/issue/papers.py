"""What stays in the office with a dispatch, such as its register: made when it is sent, and anew when it is signed for.

It is made anew only where it still reads as we wrote it.
"""

import hashlib
from pathlib import Path

from render.documents.document import make_papers
from render.errors import InputError, PageError, Problem
from render.folder import Folder, write_whole
from render.plan.dispatch import Dispatch
from render.plan.model import Plan
from render.reader.dispatches import PLAN, RECORD, Filed, write_record
from render.writers import writer


def papers(plan: Plan, templates: Path, dispatch: Dispatch) -> dict[str, bytes]:
    """Name below the folder of the dispatch → bytes; InputError where a template is wrong or takes another's name."""
    found = dict[str, bytes]()
    for document, page in make_papers(plan, templates, dispatch).pages():
        for format in document.formats:
            name = f"{document.name}.{format}"
            if name in (PLAN, RECORD, *dispatch.files):
                raise InputError([Problem(str(templates / document.template), 0, f"“{name}”已有别的用处", "改“输出”")])
            try:
                found[name] = writer(format)(page)
            except PageError as error:
                raise InputError([Problem(name, 0, str(error), error.hint)]) from None
    return found


def digests(found: dict[str, bytes]) -> dict[str, str]:
    """Name → SHA-256."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def renew(filed: Filed, dispatch: Dispatch, templates: Path) -> list[str]:
    """Record what was signed for, and make the papers anew; those that were edited by hand and left alone.

    The record comes first: after a kill the papers are those of the record, or those that it has the SHA-256 of.
    """
    ours = _ours(filed, templates)
    made = papers(filed.plan, templates, dispatch)
    write_record(filed, dispatch)
    fresh = {name: data for name, data in made.items() if name in ours}
    for name, data in fresh.items():
        write_whole(filed.folder / name, data)
    own = {name: sha for name, sha in dispatch.own.items() if name not in fresh} | digests(fresh)
    if own != dispatch.own:
        write_record(filed, dispatch.model_copy(update={"own": own}))
    return sorted(set(dispatch.own) - ours)


def _ours(filed: Filed, templates: Path) -> set[str]:
    """The papers that read as we wrote them, or that we would write now, and those that are gone."""
    folder = Folder(filed.folder)
    found = {name: folder.digest(name) for name in filed.dispatch.own}
    ours = {name for name, sha in found.items() if sha in (None, filed.dispatch.own[name])}
    if ours != set(found):
        now = digests(papers(filed.plan, templates, filed.dispatch))
        ours |= {name for name, sha in found.items() if sha == now.get(name)}
    return ours
