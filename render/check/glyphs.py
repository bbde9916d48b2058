"""Documents with characters that no typeface here has: their PDFs would show boxes, and are not made."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from render.documents.document import Document
from render.documents.project import Project
from render.errors import PageError, Problem
from render.glyphs import MissingGlyphs, doubtful, named, remedy
from render.page import Page
from render.writers import writer


@dataclass(slots=True)
class _Template:
    """What is known of the PDFs of a template: characters tried, those that are boxes, and the names of their PDFs."""

    tried: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)


class Glyphs:
    """Looks at one page after the other; a doubtful character is tried once for each template."""

    def __init__(self) -> None:
        self._templates = defaultdict[str, _Template](_Template)

    def look(self, document: Document, page: Page) -> None:
        """Look at the page of a document."""
        if "pdf" not in document.formats:
            return
        unsure, known = doubtful(page.html + page.css), self._templates[document.template]
        if unsure - known.tried:
            known.missing |= _tried(page)
            known.tried |= unsure
        if unsure & known.missing:
            known.names.append(document.name)

    def problems(self, project: Project) -> Iterator[Problem]:
        """What prints as boxes, at every line where it stands, or at the template where no line has it."""
        for template, known in self._templates.items():
            if known.names:
                yield from _problems(known, project.templates / template, project)


def _problems(known: _Template, template: Path, project: Project) -> Iterator[Problem]:
    told = f"{known.names[0]}.pdf" + (f" 等 {len(known.names)} 份 PDF" if known.names[1:] else "") + " 不会生成"
    unplaced = [(template, 0, "".join(sorted(known.missing)))]
    for path, line, here in list(find(known.missing, project)) or unplaced:
        yield Problem(str(path), line, f"这台电脑的字体里没有{named(here)}，会印成空框：{told}", remedy(here))


def find(characters: Collection[str], project: Project) -> Iterator[tuple[Path, int, str]]:
    """Where characters stand: file, line, and which of them; lines of comments are passed over."""
    for path in (project.plan, project.progress, *sorted(project.templates.glob("*.*"))):
        lines = path.read_text("utf-8", "replace").split("\n") if path.is_file() else []
        for number, line in enumerate(lines, 1):
            here = sorted(set(characters) & set(line))
            if here and not line.lstrip().startswith("#"):
                yield path, number, "".join(here)


def _tried(page: Page) -> set[str]:
    """The characters for which a layout draws boxes."""
    try:
        writer("pdf")(page)
    except MissingGlyphs as error:
        return set(error.characters)
    except PageError:  # told when the PDF is to be made
        pass
    return set()
