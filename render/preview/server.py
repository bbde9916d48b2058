"""The preview's web server: to this computer only, read-only, and nothing from anywhere else."""

import asyncio
import errno
import json
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from render.documents.project import Project
from render.errors import InputError, Problem
from render.folder import is_own
from render.preview.editor import Editor
from render.preview.hub import Hub
from render.preview.messages import Look
from render.preview.watching import SUFFIXES

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")  # under which a browser may ask: no other name leads here by the owner's will
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
STATIC = {
    path.name: (path.read_bytes(), TYPES[Path(path.name).suffix])
    for path in (files("render.preview") / "static").iterdir()
    if Path(path.name).suffix in TYPES
}
INSIDE = "inside.js"  # goes into web views, which tell where they were clicked and how far they are scrolled
CONTEXT = 4  # lines shown on each side of a place
LONGEST = 200  # characters of a text that is looked for
PULSE = 15.0  # seconds between signs of life
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
#: A document may have styles and scripts of its own; it has no address (sandbox), and reaches nothing.
WEB_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)
TAKEN = (errno.EADDRINUSE, errno.EACCES)


class Guard:
    """Answers only who asks for this computer by its own names, from this computer's own pages."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}".encode() for name in NAMES}
        self._origins = {f"http://{name}:{port}".encode() for name in NAMES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and add what each answer has."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if refused := self._refused(scope):
            await Response(refused, 403, media_type="text/plain")(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name for name, _ in message["headers"]}
                policy = () if b"content-security-policy" in known else ((b"content-security-policy", POLICY.encode()),)
                message["headers"] = [*message["headers"], *HEADERS, *policy]
            await send(message)

        await self._app(scope, receive, answer)

    def _refused(self, scope: Scope) -> str:
        headers: Mapping[bytes, bytes] = dict(scope["headers"])
        if headers.get(b"host") not in self._hosts:
            return "只回答 127.0.0.1 和 localhost"
        if headers.get(b"sec-fetch-site", b"none") not in (b"none", b"same-origin") and scope["path"] != "/":
            return "只回答自己的页面"
        if scope["method"] == "POST" and headers.get(b"origin") not in self._origins:
            return "只回答自己的页面"
        return ""


class Answers:
    """What is answered to each address."""

    def __init__(self, hub: Hub, editor: Editor) -> None:
        self._hub, self._editor, self._project = hub, editor, hub.project

    @property
    def routes(self) -> list[Route]:
        """All there is."""
        return [
            Route("/", self.static),
            Route("/static/{name}", self.static),
            Route("/events", self.events),
            Route("/list.json", self.list),
            Route("/survey.json", self.survey),
            Route("/page.png", self.image),
            Route("/web", self.web),
            Route("/place.json", self.place),
            Route("/lines.json", self.lines),
            Route("/open", self.open, methods=["POST"]),
        ]

    async def static(self, request: Request) -> Response:
        """The page itself, its stylesheet and its script."""
        found = STATIC.get(request.path_params.get("name", "index.html"))
        return Response(found[0], media_type=found[1]) if found else _nothing()

    async def events(self, request: Request) -> Response:
        """What happens to one document, as server-sent events."""
        name, look = _target(request)
        return StreamingResponse(_stream(self._hub.look(name, look)), media_type="text/event-stream")

    async def list(self, _: Request) -> Response:
        """All documents."""
        return JSONResponse(self._hub.entries())

    async def survey(self, _: Request) -> Response:
        """States, standing, changes and findings, as far as they are known."""
        return JSONResponse(self._hub.surveyed)

    async def image(self, request: Request) -> Response:
        """A page of a PDF."""
        ask = request.query_params
        number, scale = _number(ask.get("n")), _number(ask.get("scale"))
        image = await asyncio.to_thread(self._hub.pages.image, ask.get("token", ""), int(number), scale)
        return Response(image, media_type="image/png") if image else _nothing()

    async def web(self, request: Request) -> Response:
        """A web view, told to say where it is clicked."""
        name, _ = _target(request)
        shown = self._hub.shown(name, Look.WEB)
        if not shown or not shown.data:
            return _nothing()
        script = b"<script>" + STATIC[INSIDE][0] + b"</script></body>"
        page = script.join(shown.data.rsplit(b"</body>", 1))
        return Response(page, media_type="text/html", headers={"content-security-policy": WEB_POLICY})

    async def place(self, request: Request) -> Response:
        """The lines behind a point on a page (n, x, y in points), or behind the texts around one."""
        ask = request.query_params
        before, after = ask.get("before", "")[-LONGEST:], ask.get("after", "")[:LONGEST]
        if token := ask.get("token"):
            point = (int(_number(ask.get("n"))), _number(ask.get("x")), _number(ask.get("y")))
            before, after = await asyncio.to_thread(self._hub.pages.text_at, token, *point)
        spots = await self._hub.locate(ask.get("doc", ""), before, after)
        shown = [self._excerpt(spot.path, spot.line, spot.what) for spot in spots]
        return JSONResponse([one for one in shown if one])

    async def lines(self, request: Request) -> Response:
        """A line of the plan or of a template, with those around it."""
        ask = request.query_params
        found = self._excerpt(ask.get("path", ""), int(_number(ask.get("line"))), "")
        return JSONResponse(found) if found else _nothing()

    async def open(self, request: Request) -> Response:
        """Have the editor's command open a line."""
        ask = request.query_params
        path = self._sources().get(ask.get("path", ""))
        opened = path is not None and self._editor.open(path, int(_number(ask.get("line"))))
        return JSONResponse({"opened": opened})

    def _sources(self) -> dict[str, Path]:
        """The files whose lines may be shown, as messages call them; nothing else is ever read for a browser."""
        templates = self._project.templates
        own = [path for path in templates.glob("*.*") if path.suffix in SUFFIXES and is_own(path, templates)]
        return {str(path): path for path in (self._project.plan, self._project.progress, *own)}

    def _excerpt(self, path: str, line: int, what: str) -> dict[str, Any] | None:
        source = self._sources().get(path)
        if not source or not source.is_file():
            return None
        lines = source.read_text("utf-8-sig", "replace").splitlines()
        line = min(max(line, 1), max(len(lines), 1))
        first = max(1, line - CONTEXT)
        return {
            "path": path,
            "line": line,
            "what": what,
            "first": first,
            "lines": lines[first - 1 : line + CONTEXT],
            "link": self._editor.link(source, line),
            "command": bool(self._editor.command),
        }


def _target(request: Request) -> tuple[str, Look]:
    look = Look.WEB if request.query_params.get("look") == Look.WEB else Look.PAPER
    return request.query_params.get("doc", ""), look


def _number(text: str | None) -> float:
    """A number in an address; 0 where there is none that can be."""
    try:
        number = float(text or 0)
    except ValueError:
        return 0.0
    return number if abs(number) < 1e6 else 0.0


def _nothing() -> Response:
    return Response("没有", 404, media_type="text/plain")


async def _stream(events: AsyncIterator[Any]) -> AsyncIterator[str]:
    """Events as a browser takes them, with a sign of life between: only so is it noticed that nobody listens."""
    waiting = asyncio.ensure_future(anext(events, None))
    try:
        while True:
            done, _ = await asyncio.wait((waiting,), timeout=PULSE)
            if not done:
                yield ": \n\n"
                continue
            if (event := waiting.result()) is None:
                return
            yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
            waiting = asyncio.ensure_future(anext(events, None))
    finally:
        waiting.cancel()


class _Server(uvicorn.Server):
    """Lets those who look go before it waits for their connections to end."""

    def __init__(self, config: uvicorn.Config, state: dict[str, Hub]) -> None:
        super().__init__(config)
        self._state = state

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End, at Ctrl-C."""
        if hub := self._state.pop("hub", None):
            hub.close()
        await super().shutdown(sockets)


def listen(port: int) -> socket.socket:
    """A socket on this computer, at a free port for 0; InputError where the port cannot be had."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
        found.listen()  # a browser that comes before we answer waits, and does not find the door shut
    except OSError as error:
        found.close()
        if error.errno not in TAKEN:
            raise
        said = f"端口 {port} 正被别的程序使用" if error.errno == errno.EADDRINUSE else f"端口 {port} 不许使用"
        raise InputError([Problem("--port", 0, said, "换一个，或不写 --port，自动找一个空着的")]) from None
    return found


def run(
    project: Project, today: date | None, editor: Editor, listening: socket.socket, ready: Callable[[], None]
) -> None:
    """Serve until Ctrl-C; `ready` is called as soon as it answers."""
    state = dict[str, Hub]()
    routes = list[Route]()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        state["hub"] = Hub(project, today)
        app.router.routes.extend(Answers(state["hub"], editor).routes)
        ready()
        yield

    port = listening.getsockname()[1]
    app = Guard(Starlette(routes=routes, lifespan=lifespan), port)
    config = uvicorn.Config(app, log_level="error", access_log=False, ws="none", timeout_graceful_shutdown=1)
    _Server(config, state).run(sockets=[listening])
