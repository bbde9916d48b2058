"""The work itself, in a process of its own: read the project, and make the one document that somebody looks at."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from render.check.glyphs import find
from render.documents.document import Document, Documents
from render.documents.project import Project
from render.errors import InputError, PageError, Problem
from render.folder import Folder, blocked
from render.glyphs import MissingGlyphs, named
from render.preview.entries import SUFFIXES, listing
from render.preview.messages import Look, Message, Painting
from render.preview.places import Places
from render.preview.survey import survey
from render.reader import Reading
from render.reader.dispatches import Cabinet
from render.writers import writer
from render.writers.html import on_screen

#: What is said of paper that is no file of the document.
NOTES = {
    "docx": "这份只有 Word 文件：这里照同一页排出来，换行的地方可能略有不同",
    "xlsx": "这份只有 Excel 文件：这里照同一页排出来，下拉选项、公式和图表要在 Excel 里看",
}
UNPRINTED = "发出的这份没有 PDF，请打开文件看：{}"


@dataclass(frozen=True, slots=True)
class Read:
    """The project as it was read for one generation of its sources."""

    reading: Reading
    documents: Documents
    cabinet: Cabinet

    def document(self, name: str) -> Document | None:
        """The draft of a name."""
        return next((one for one in self.documents if one.name == name), None)


_UNREAD: Read | Exception = InputError(())


class Desk:
    """Keeps what it read until a save makes a new generation."""

    def __init__(self, project: Project, today: date | None) -> None:
        self._project, self._today = project, today
        self._generation, self._held = 0, _UNREAD
        self._places: Places | None = None

    def draw(self, generation: int, name: str, look: Look, known: str) -> Iterator[Message]:
        """The list, unless its digest is `known`, and then a document; no document for an empty name."""
        try:
            read = self._read(generation)
            found = listing(read.reading.plan.title, read.documents, read.cabinet)
            if found.digest != known:
                yield found
            if name:
                yield self._drawn(read, name, look)
        except Exception as error:
            file = str(self._project.output / f"{name}.{SUFFIXES[look]}")
            yield Painting(b"", problems=_problems(error, self._project, file))

    def survey(self, generation: int) -> Iterator[Message]:
        """What is known of the whole project, part by part."""
        with suppress(InputError):  # `draw` tells of it
            read = self._read(generation)
            yield from survey(self._project, read.reading, read.documents, read.cabinet, self._today)

    def locate(self, generation: int, name: str, before: str, after: str) -> Iterator[Message]:
        """The lines that say what stands between two texts of a document; those of the last plan that could be read."""
        with suppress(InputError):
            if not self._places or self._places.generation != generation:
                reading, documents = self._project.read(self._today, placed=True)
                self._places = Places(generation, self._project, reading, {one.name: one for one in documents})
        yield list(self._places.of(name, before, after)) if self._places else []

    def _read(self, generation: int) -> Read:
        if self._generation != generation:
            self._held, self._generation = _attempt(self._project, self._today), generation
        if isinstance(self._held, Exception):
            raise self._held
        return self._held

    def _drawn(self, read: Read, name: str, look: Look) -> Painting:
        document = read.document(name)
        if not document:
            return self._sent(read.cabinet, name, look)
        page, others = document.page, tuple(read.documents.problems)
        if look is Look.WEB:
            return Painting(on_screen(page), problems=others)
        note = "" if "pdf" in document.formats else next((NOTES[one] for one in document.formats if one in NOTES), "")
        return Painting(writer("pdf")(page), note, others)

    def _sent(self, cabinet: Cabinet, name: str, look: Look) -> Painting:
        """A document as it was sent; a document that is gone is none."""
        for filed in cabinet:
            folder = filed.folder
            stem = name.removeprefix(f"{folder.parent.name}/{folder.name}/")
            files = [file for file in filed.dispatch.files if file.rpartition(".")[0] == stem != name]
            if (file := f"{stem}.{SUFFIXES[look]}") in files:
                return Painting(Folder(folder).path(file).read_bytes())
            if files:
                return Painting(b"", UNPRINTED.format(folder / files[0]))
        return Painting(b"", "现在没有这份文件了")


def _attempt(project: Project, today: date | None) -> Read | Exception:
    try:
        reading, documents = project.read(today)
        return Read(reading, documents, project.sent(reading.plan))
    except Exception as error:
        return error


def _problems(error: Exception, project: Project, file: str) -> tuple[Problem, ...]:
    """What stands in the way, in the words of a build."""
    if isinstance(error, InputError):
        return error.problems
    if isinstance(error, MissingGlyphs):
        found = find(error.characters, project)
        places = (Problem(str(path), line, f"{named(here)}在这里") for path, line, here in found)
        return (Problem(file, 0, str(error), error.hint), *places)
    if isinstance(error, PageError):
        return (Problem(file, 0, str(error), error.hint),)
    if isinstance(error, OSError):
        return (blocked(error.filename or "render", error),)
    message = f"生成时出错（{type(error).__name__}：{str(error)[:200]}）"
    return (Problem(file, 0, message, "运行 render doctor 看缺什么"),)
