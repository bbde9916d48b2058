"""A real Chromium, in which pages are used as a reader would."""

import contextlib
import itertools
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-features=DialMediaRouteProvider", "--remote-debugging-pipe"]  # fmt: skip
JOIN = 'exec "$@" 3<&{} 4>&{} 2>/dev/null'  # where Chromium expects its pipes


class Browser:
    """A Chromium of our own, told what to do through a pipe (Chrome DevTools Protocol, messages end with a NUL)."""

    def __init__(self, profile: Path) -> None:
        program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        assert program, "没有 Chromium：先运行 bash .ci/setup test（make test 会自己运行）"
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        self.process = subprocess.Popen(
            ["bash", "-c", JOIN.format(theirs_in, theirs_out), "-", program, *FLAGS, f"--user-data-dir={profile}"],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.out, self.input = os.fdopen(ours_out, "wb", buffering=0), os.fdopen(ours_in, "rb", buffering=0)
        self.numbers = itertools.count(1)
        self.buffer = b""
        self.events: list[dict[str, Any]] = []

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError, EOFError):
            self.call("Browser.close")
        self.process.wait(30)
        self.out.close()
        self.input.close()

    def read(self) -> dict[str, Any]:
        while b"\0" not in self.buffer:
            part = self.input.read(1 << 20)
            if not part:
                raise EOFError("Chromium 退出了")
            self.buffer += part
        message, _, self.buffer = self.buffer.partition(b"\0")
        return dict(json.loads(message))

    def call(self, method: str, session: str = "", **arguments: Any) -> dict[str, Any]:
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": arguments} | ({"sessionId": session} if session else {})
        self.out.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == number:
                assert "error" not in answer, (method, answer["error"])
                return dict(answer["result"])
            self.events.append(answer)

    def wait(self, session: str, method: str, **known: str) -> None:
        """Wait for an event of which this is known."""
        while not any(
            e["method"] == method and e.get("sessionId") == session and known.items() <= e["params"].items()
            for e in self.events
        ):
            self.events.append(self.read())


class Tab:
    """One tab with the page open in it."""

    def __init__(self, browser: Browser, url: str, width: int, dark: bool, script: bool) -> None:
        self.browser = browser
        self.target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        attached = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.resize(width)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call("Page.setLifecycleEventsEnabled", enabled=True)
        loader = self.call("Page.navigate", url=url)["loaderId"]
        browser.wait(self.session, "Page.lifecycleEvent", name="load", loaderId=loader)

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **arguments)

    def close(self) -> None:
        """Close it: what it still listens to takes one of the few connections that a browser has to a server."""
        self.browser.call("Target.closeTarget", targetId=self.target)

    def end(self) -> set[str]:
        """Close it: nothing was said in the console; the addresses that it fetched, without those that are data."""
        self.js("0")
        assert self.seen("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded") == []
        requests = {params["request"]["url"] for params in self.seen("Network.requestWillBeSent")}
        self.close()
        return {url for url in requests if not url.startswith("data:")}

    def resize(self, width: int) -> None:
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def js(self, expression: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def ask(self, **wanted: str) -> None:
        """Fill in the form as a reader does, and let it know."""
        for name, value in wanted.items():
            self.js(f"""(() => {{
                const control = document.forms[0].elements[{name!r}];
                control.value = {value!r};
                (control.length && !control.options ? control[0] : control)
                    .dispatchEvent(new Event("input", {{ bubbles: true }}));
            }})()""")
        self.settle()

    def settle(self) -> None:
        """Wait until all that was asked for is drawn."""
        self.js("""new Promise((done) => {
            const look = () => (document.querySelector(".结果[aria-busy]") ? setTimeout(look, 5) : done());
            look();
        })""")

    def until(self, expression: str) -> None:
        """Wait until something holds: what follows a change of the window comes when the browser has time."""
        assert self.js(f"""new Promise((done) => {{
            const end = Date.now() + 20000;
            const look = () => (({expression}) ? done(true) : Date.now() > end ? done(false) : setTimeout(look, 5));
            look();
        }})"""), expression

    def tasks(self) -> list[str]:
        """The task texts in view, in order."""
        self.settle()
        cells = "[...document.querySelectorAll('.结果 tbody .列-具体任务, .结果 h3')]"
        return list(self.js(f"{cells}.map((cell) => cell.textContent)"))

    def status(self) -> str:
        return str(self.js("document.querySelector('[role=status]').textContent"))

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            code = {"Tab": 9, "Enter": 13}[key]
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def address(self) -> str:
        return unquote(str(self.js("location.hash")))

    def seen(self, *methods: str) -> list[dict[str, Any]]:
        mine = [event for event in self.browser.events if event.get("sessionId") == self.session]
        return [event["params"] for event in mine if event["method"] in methods]
