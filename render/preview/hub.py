"""Who looks at what, and what is known: draws what is looked at after each save, then surveys the rest."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from render.documents.project import Project
from render.errors import Problem
from render.preview.messages import Data, Listed, Listing, Look, Message, Origin, Painting, Surveyed
from render.preview.pages import Pages, Size
from render.preview.watching import product_saves, source_saves
from render.preview.workers import POLITE, Bench, Worker

REST = 0.3  # seconds after a drawing before everything is surveyed: another save may come
HELD = 8  # drawings of documents that nobody looks at any more
DIED = "生成它的进程意外中止"

Target = tuple[str, Look]  # name of a document ("" = the list alone), and how it is looked at


@dataclass(slots=True)
class Display:
    """The last good drawing of a target, and what stands in the way of a newer one."""

    generation: int = 0
    token: str = ""
    data: bytes = b""
    sizes: Sequence[Size] = ()
    note: str = ""
    problems: tuple[Problem, ...] = ()
    is_current: bool = True  # whether it is of the last save
    seconds: float = 0.0
    time: str = ""


@dataclass(eq=False, slots=True)
class Viewer:
    """One open page of a browser; None in its queue ends it."""

    target: Target
    events: "asyncio.Queue[Data | None]" = field(default_factory=asyncio.Queue)


class Hub:
    """The state of the preview; lives in one event loop."""

    def __init__(self, project: Project, today: date | None) -> None:
        self.project, self._today = project, today
        self.pages = Pages()
        self.listing = Listing("", (), "")
        self.surveyed: dict[str, Any] = {}
        self._generation, self._surveyed, self._saved = 1, 0, time.perf_counter()
        self._surveying = False
        self._shown = dict[Target, Display]()
        self._viewers = list[Viewer]()
        self._bench, self._surveyor = Bench(project, today), Worker(project, today, POLITE)
        self._draw_due, self._survey_due, self._folders_due = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._tasks = [
            asyncio.create_task(work())
            for work in (self._draw_all, self._survey_all, self._watch_sources, self._watch_products)
        ]

    async def look(self, name: str, look: Look) -> AsyncIterator[Data]:
        """What there is to tell to one who looks at a document, for as long as they do."""
        viewer = Viewer((name, look))
        self._viewers.append(viewer)
        try:
            viewer.events.put_nowait({"event": "list"})
            if shown := self._shown.get(viewer.target):
                viewer.events.put_nowait(_told(shown))
            self._draw_due.set()
            while (event := await viewer.events.get()) is not None:
                yield event
        finally:
            self._viewers.remove(viewer)

    def entries(self) -> Data:
        """The list as JSON has it."""
        return {
            "title": self.listing.title,
            "plan": str(self.project.plan),
            "entries": [_entry(one) for one in self.listing.entries],
        }

    def shown(self, name: str, look: Look) -> Display | None:
        """The last good drawing of a document."""
        return self._shown.get((name, look))

    async def locate(self, name: str, before: str, after: str) -> list[Origin]:
        """The lines behind a place in a document."""
        answers = list[Message]()
        await self._bench.run(("locate", (self._generation, name, before, after)), answers.append)
        return next((one for one in answers if isinstance(one, list)), [])

    def close(self) -> None:
        """Let all who look go, and end all work."""
        for viewer in self._viewers:
            viewer.events.put_nowait(None)
        for task in self._tasks:
            task.cancel()
        self._bench.end()
        self._surveyor.end()

    def _renew(self) -> None:
        """All that was made is of yesterday."""
        self._generation += 1
        self._saved = time.perf_counter()
        self._bench.drop()
        if self._surveying:  # it would only be in the way
            self._surveyor.end()
        self._tell({"event": "working"}, lambda target: True)
        self._draw_due.set()

    async def _watch_sources(self) -> None:
        async for names in source_saves(self.project):
            if {self.project.output.name, self.project.issued.name} & set(names):
                self._folders_due.set()
            else:
                self._renew()

    async def _watch_products(self) -> None:
        """Start again where a folder that was not there is made."""
        while True:
            self._folders_due.clear()
            async for sent in product_saves(self.project, self._folders_due):
                self._renew() if sent else self._survey_due.set()
            await self._folders_due.wait()
            self._renew()

    async def _draw_all(self) -> None:
        while True:
            await self._draw_due.wait()
            self._draw_due.clear()
            while (target := next(self._stale(), None)) is not None:
                await self._draw(target)
            if self._viewers and self._surveyed < self._generation:
                self._surveyed = self._generation
                self._survey_due.set()

    def _stale(self) -> Iterator[Target]:
        """What is looked at and is not as it was saved."""
        for viewer in self._viewers:
            shown = self._shown.get(viewer.target)
            if not shown or shown.generation < self._generation:
                yield viewer.target

    async def _draw(self, target: Target) -> None:
        generation = self._generation
        began = self._saved if target in self._shown else time.perf_counter()
        answers = list[Painting]()

        def take(message: Message) -> None:
            if isinstance(message, Listing) and message.digest != self.listing.digest:
                self.listing = message
                self._tell({"event": "list"}, lambda _: True)
            elif isinstance(message, Painting):
                answers.append(message)

        known = self.listing.digest
        lived = await self._bench.run(("draw", (generation, *target, known)), take)
        if not lived and generation < self._generation:
            return  # ended because it was stale
        if not lived:
            answers.append(Painting(b"", problems=(Problem("render", 0, DIED, "可能是内存不足；改小一些再试"),)))
        shown = self._shown.setdefault(target, Display())
        for drawn in answers or [Painting(b"")]:
            self._take(shown, drawn, target)
        shown.generation, shown.seconds = generation, time.perf_counter() - began
        shown.time = f"{datetime.now():%H:%M:%S}"
        self._forget()
        self._tell(_told(shown), target.__eq__)

    def _take(self, shown: Display, drawn: Painting, target: Target) -> None:
        """Where nothing could be drawn, the last good page stays."""
        shown.note, shown.problems, shown.is_current = drawn.note, drawn.problems, bool(drawn.data)
        if drawn.data:
            shown.data, shown.token = drawn.data, hashlib.sha256(drawn.data).hexdigest()[:24]
            shown.sizes = self.pages.add(shown.token, drawn.data) if target[1] is Look.PAPER else ()
        elif not drawn.problems:  # the document is gone
            shown.data, shown.token, shown.sizes = b"", "", ()

    def _forget(self) -> None:
        """Drop drawings that nobody looks at, the oldest first."""
        watched = {viewer.target for viewer in self._viewers}
        idle = [target for target in self._shown if target not in watched]
        for target in idle[: max(0, len(idle) - HELD)]:
            del self._shown[target]

    async def _survey_all(self) -> None:
        while True:
            await self._survey_due.wait()
            await asyncio.sleep(REST)
            self._survey_due.clear()
            asked = asyncio.create_task(self._survey(self._generation))
            again = asyncio.create_task(self._survey_due.wait())
            await asyncio.wait((asked, again), return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                self._surveyor.end()
            again.cancel()
            if not await asked:
                self._surveyor = Worker(self.project, self._today, POLITE)

    async def _survey(self, generation: int) -> bool:
        def take(message: Message) -> None:
            if isinstance(message, Surveyed):
                self.surveyed[message.part] = message.data
                self._tell({"event": "survey", "part": message.part}, lambda _: True)

        self._surveying = True
        lived = await self._surveyor.run(("survey", (generation,)), take)
        self._surveying = False
        return lived

    def _tell(self, event: Data, concerns: Callable[[Target], bool]) -> None:
        for viewer in self._viewers:
            if concerns(viewer.target):
                viewer.events.put_nowait(event)


def _entry(one: Listed) -> Data:
    return {
        "name": one.name,
        "group": one.group,
        "title": one.title,
        "formats": one.formats,
        "looks": one.looks,
        "sent": one.sent,
    }


def _told(shown: Display) -> Data:
    return {
        "event": "page",
        "token": shown.token,
        "sizes": [(size.width, size.height) for size in shown.sizes],
        "note": shown.note,
        "problems": [asdict(problem) for problem in shown.problems],
        "current": shown.is_current,
        "seconds": round(shown.seconds, 2),
        "time": shown.time,
    }
