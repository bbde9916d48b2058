"""`render preview` in a real Chromium: what is edited is seen, what is wrong is told, what is clicked is found."""

import http.client
import json
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from render.documents.project import Project as Places
from render.preview.desk import Desk
from render.preview.editor import Editor, chosen
from render.preview.messages import Look, Painting
from support.browser import Browser, Tab
from support.dispatches import sending_project
from support.running import PATIENCE, Running
from support.small_project import HAND, Project

LETTER = """\
---
输出: 信
格式: [pdf]
---
<h1>一封信</h1>
<p>模板里的一句话。</p>
{% for 任务 in 计划.任务 %}<p>{{ 任务.内容 }}，{{ 任务.完成时间 }}。</p>
{% endfor %}
<div style="height: 400mm"></div><p>末段</p>
"""
TABLE = """\
---
输出: 表
格式: [html]
---
<h1>表</h1>
<table>{% for 任务 in 计划.任务 %}<tr><td>{{ 任务.内容 }}</td><td>{{ 任务.完成时间 }}</td></tr>{% endfor %}</table>
<p style="height: 3000px">空</p>
"""
SENT = "issued/2017-03-05-任务通知/任务通知/人事处"
IMAGE = "document.querySelector('.page').dataset.token"
PLACE = "document.querySelector('#content h2')?.textContent"
PROBLEMS = "document.getElementById('problems')"


class Preview(Running):
    """A running `render preview`, and how to ask it."""

    def __init__(self, project: Project, *arguments: str) -> None:
        super().__init__(project, "preview", "--no-open", *arguments)
        self.root = project.root
        (line,) = self.until("预览：")
        self.address = re.findall(r"http://\S+/", line)[0]
        self.port = int(self.address.rsplit(":", 1)[1].strip("/"))
        self.warm()

    def warm(self) -> None:
        """Wait until it has read the project: on a busy machine its processes need longer than a browser's patience."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/events")
        answer = connection.getresponse()
        while b'"page"' not in answer.readline():
            pass
        connection.close()

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, dict[str, str]]:
        """An answer: its status, its text and its headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text, {name.lower(): value for name, value in answer.getheaders()}

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.end()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of which letters were sent, and then one task was changed."""
    root = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        project = sending_project(root)
        project.write("templates/信.html", LETTER)
        project.write("templates/表.html", TABLE)
        for command in (("build",), ("issue", "任务通知", "--number=5", "--date=2017-03-05")):
            assert project.run(*command).code == 0
        project.change("2017年3月", "2017年6月")
        project.put("台账/办公室.html", HAND)
    return project


@pytest.fixture(scope="module")
def preview(office: Project) -> Iterator[Preview]:
    running = Preview(office, "--editor=vscode")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium = Browser(tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.close()


@pytest.fixture
def tab(browser: Browser, preview: Preview) -> Iterator[Tab]:
    """The preview in a tab; at the end: no errors in the console, nothing asked of any other address."""
    one = Tab(browser, f"{preview.address}#{quote('信')}", 1280, False, True)
    one.until("document.querySelector('.page')?.dataset.token && document.querySelector('#tabs button')")
    yield one
    assert {url for url in one.end() if not url.startswith(preview.address)} == set()


def files(root: Path) -> dict[str, tuple[int, bytes]]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


def descendants(pid: int) -> list[int]:
    """The processes that a process began, and those that these began."""
    found = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [*found, *(deeper for child in found for deeper in descendants(child))]


def click(tab: Tab, selector: str, x: float, y: float) -> None:
    """Click at a place in an element, in pixels from its corner."""
    box = tab.js(f"(({{x, y}}) => [x, y])(document.querySelector({selector!r}).getBoundingClientRect())")
    for kind in ("mousePressed", "mouseReleased"):
        place = {"x": box[0] + x, "y": box[1] + y}
        tab.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)


def point_of(preview: Preview, tab: Tab, text: str) -> tuple[float, float]:
    """Where a text stands on the first page, in pixels from its corner: as PDFium reads the page."""
    import pypdfium2

    places = Places(Path("plan.yaml"), Path("templates"), Path("output"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(preview.root)
        (drawn,) = (one for one in Desk(places, None).draw(1, "信", Look.PAPER, "") if isinstance(one, Painting))
    page = pypdfium2.PdfDocument(drawn.data)[0]
    words = page.get_textpage()
    at = words.search(text).get_next()
    left, bottom, right, top = words.get_charbox(at[0])
    scale = tab.js("document.querySelector('.page').offsetWidth") / page.get_width()
    return (left + right) / 2 * scale, (page.get_height() - (bottom + top) / 2) * scale


def test_a_save_is_seen_and_the_page_stays_where_it_was(office: Project, tab: Tab) -> None:
    before, was = tab.js(IMAGE), files(office.root)
    tab.js("document.getElementById('stage').scrollTop = 500")
    office.change("甲事", "甲一事")
    tab.until(f"{IMAGE} !== {before!r}")
    assert tab.js("document.getElementById('stage').scrollTop") == 500
    office.change("甲一事", "甲事")
    tab.until(f"{IMAGE} === {before!r}")
    now = files(office.root)
    assert {name: found for name, found in now.items() if name != "plan.yaml"} == {
        name: found for name, found in was.items() if name != "plan.yaml"
    }


def test_a_web_page_too_is_seen_and_stays_where_it_was(office: Project, tab: Tab) -> None:
    tab.js(f"location.hash = {quote('表')!r}")
    tab.until("document.querySelector('iframe')?.className === '' && document.title.startsWith('表')")
    time.sleep(0.3)
    tab.call("Input.dispatchMouseEvent", type="mouseWheel", x=600, y=400, deltaX=0, deltaY=700)
    tab.until("true")
    time.sleep(0.5)
    source = tab.js("document.querySelector('iframe').src")
    office.change("甲事", "甲一事")
    alone = "document.querySelectorAll('iframe').length === 1 && document.querySelector('iframe').src"
    tab.until(f"{alone} !== {source!r}")
    office.change("甲一事", "甲事")
    tab.until(f"{alone} === {source!r}")
    sandbox = "document.querySelector('iframe').sandbox.value"
    assert tab.js(sandbox) == "allow-scripts"


def test_what_is_wrong_stands_over_the_last_good_page_until_it_is_mended(office: Project, tab: Tab) -> None:
    before = tab.js(IMAGE)
    office.change("年度: 2017", "年度: 二")
    tab.until(f"!{PROBLEMS}.hidden")
    said = tab.js(f"{PROBLEMS}.innerText")
    assert "有 1 处要改；页面是改错之前的" in said
    assert "plan.yaml:2" in said
    assert "写四位数字的年份，例如 2017" in said
    assert tab.js(IMAGE) == before
    assert tab.js("document.getElementById('state').textContent") == "有错，没有更新"
    tab.js(f"{PROBLEMS}.querySelector('.where').click()")
    tab.until(f"{PLACE} === 'plan.yaml 第 2 行'")
    assert tab.js("document.querySelector('.excerpt [aria-current] span').textContent") == "年度: 二"
    office.change("年度: 二", "年度: 2017")
    tab.until(f"{PROBLEMS}.hidden")
    office.change("{{ 任务.内容 }}，", "{{ 任务.内荣 }}，", "templates/信.html")
    tab.until(f"!{PROBLEMS}.hidden")
    assert "templates/信.html:7" in tab.js(f"{PROBLEMS}.innerText")
    assert tab.js(IMAGE) == before
    office.change("{{ 任务.内荣 }}，", "{{ 任务.内容 }}，", "templates/信.html")
    tab.until(f"{PROBLEMS}.hidden")
    office.change("内容: 甲事", "内容: 甲\U0002a6a5事")
    tab.until(f"!{PROBLEMS}.hidden")
    said = tab.js(f"{PROBLEMS}.innerText")
    assert "output/信.pdf" in said
    assert "（U+2A6A5）在这里" in said
    office.change("内容: 甲\U0002a6a5事", "内容: 甲事")
    tab.until(f"{PROBLEMS}.hidden")


def test_a_click_opens_the_line_of_the_plan_and_of_the_template(office: Project, preview: Preview, tab: Tab) -> None:
    plan = (office.root / "plan.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(plan, 1) if "乙事" in text)
    click(tab, ".page", *point_of(preview, tab, "乙事"))
    tab.until(f"{PLACE} === 'plan.yaml 第 {line} 行'")
    places = "[...document.querySelectorAll('#content h2')].map((one) => one.textContent)"
    assert tab.js(places) == [f"plan.yaml 第 {line} 行", "templates/信.html 第 7 行"]
    assert tab.js("document.querySelector('#content .quiet').textContent") == "任务 1-2 · 内容"
    assert tab.js("document.querySelector('.excerpt [aria-current] span').textContent") == plan[line - 1]
    link = f"vscode://file{quote(str(office.root))}/plan.yaml:{line}"
    assert tab.js("document.querySelector('#content a').getAttribute('href')") == link
    click(tab, ".page", *point_of(preview, tab, "一句话"))
    tab.until(f"{PLACE} === 'templates/信.html 第 6 行'")
    assert len(tab.js(places)) == 1


def test_a_click_in_a_web_page_opens_the_line_too(tab: Tab, office: Project) -> None:
    tab.js(f"location.hash = {quote('表')!r}")
    tab.until("document.querySelector('iframe')?.className === ''")
    time.sleep(0.5)
    plan = (office.root / "plan.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(plan, 1) if "甲事" in text)
    for _ in range(20):
        click(tab, "iframe", 25, 85)
        time.sleep(0.2)
        if tab.js(PLACE) == f"plan.yaml 第 {line} 行":
            break
    assert tab.js(PLACE) == f"plan.yaml 第 {line} 行"
    assert tab.js("document.querySelector('#content .quiet').textContent") == "任务 1-1 · 内容"


def test_the_list_says_how_each_document_stands(tab: Tab) -> None:
    state = "document.querySelector('#groups [href=\"#{}\"] .state')?.textContent"
    tab.js("document.querySelectorAll('#groups details').forEach((one) => { one.open = true; })")
    states = {"表": "有变化", "变更通知/人事处": "新", "台账/办公室": "手工改过", SENT: "已发 2017-03-05"}
    for name, words in states.items():
        tab.until(f"{state.format(quote(name))} === {words!r}")


def test_the_panel_tells_how_tasks_stand_and_what_changed_since_they_were_sent(tab: Tab, office: Project) -> None:
    content = "document.getElementById('content').innerText"
    tab.until(f"{content}.includes('2 项任务')")
    assert "逾期：2" in tab.js(content)
    tab.js("[...document.querySelectorAll('#tabs button')][2].click()")
    tab.until(f"{content}.includes('人事处')")
    told = " ".join(tab.js(content).split())
    assert "上次：2017-03-05-任务通知" in told
    assert "完成时间：2017年3月 2017年6月" in told
    tab.js("[...document.querySelectorAll('#tabs button')][3].click()")
    tab.until(f"{content}.includes('警告') || {content}.includes('没有查出问题')")


def test_only_this_computer_is_answered_and_only_what_is_listed(preview: Preview, office: Project) -> None:
    status, _, headers = preview.ask("/")
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert preview.ask("/", Host=f"localhost:{preview.port}")[0] == 200
    for host in ("evil.example", f"evil.example:{preview.port}", "127.0.0.1", f"127.0.0.1:{preview.port + 1}", ""):
        status, text, _ = preview.ask("/", Host=host)
        assert (status, "127.0.0.1" in text) == (403, True), host
    assert preview.ask("/list.json", Sec_Fetch_Site="cross-site")[0] == 403
    where = urlencode({"path": "plan.yaml", "line": 1})
    assert preview.ask(f"/open?{where}", "POST")[0] == 403
    assert preview.ask(f"/open?{where}", "POST", Origin="http://evil.example")[0] == 403
    for method in ("POST", "PUT", "DELETE"):
        assert preview.ask("/list.json", method, Origin=preview.address.strip("/"))[0] == 405
    (office.root / "secret.html").write_text("秘密", "utf-8")
    (office.root / "templates/_away.html").symlink_to(office.root / "secret.html")
    tried = ["/static/../server.py", "/static/..%2fserver.py", "/../plan.yaml", "/plan.yaml", "/web?doc=../secret"]
    for path in ("/etc/passwd", "secret.html", "templates/../secret.html", "templates/_away.html", "../x", ""):
        tried.append(f"/lines.json?{urlencode({'path': path, 'line': 1})}")
    for path in tried:
        assert preview.ask(path)[0] == 404, path
    assert json.loads(preview.ask(f"/lines.json?{where}")[1])["lines"][0] == "标题: 计划"
    (office.root / "templates/_away.html").unlink()


def test_a_web_view_may_run_its_script_and_reaches_nothing(preview: Preview, tab: Tab) -> None:
    tab.js(f"location.hash = {quote('表')!r}")
    tab.until("document.querySelector('iframe')?.className === ''")
    policy = preview.ask(f"/web?{urlencode({'doc': '表', 'look': 'web'})}")[2]["content-security-policy"]
    assert "sandbox allow-scripts" in policy
    assert "default-src 'none'" in policy
    assert "allow-same-origin" not in policy


def test_what_is_shown_is_what_a_build_writes(office: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(office.root)
    places = Places(Path("plan.yaml"), Path("templates"), Path("output"))
    for name, look in (("信", Look.PAPER), (SENT, Look.WEB)):
        (drawn,) = (one for one in Desk(places, None).draw(1, name, look, "") if isinstance(one, Painting))
        file = office.root / (f"{name}.html" if name == SENT else f"output/{name}.pdf")
        if name == "信":
            assert office.run("build", "--output", "again").code == 0
            file = office.root / "again/信.pdf"
        assert drawn.data == file.read_bytes()


def test_three_thousand_units_can_be_looked_through_and_ctrl_c_ends_all(browser: Browser, tmp_path: Path) -> None:
    project = Project(tmp_path)
    units = "".join(f"  - {{名称: 第{n}处, 类别: 机关处室}}\n" for n in range(3000))
    project.change("目标:\n", f"{units}目标:\n")
    names = ", ".join(f"第{n}处" for n in range(3000))
    project.change("协助单位: []", f"协助单位: [{names}]")
    running = Preview(project)
    try:
        one = Tab(browser, running.address, 1280, False, True)
        one.until("document.querySelectorAll('#groups summary').length === 2")
        assert "3003 份" in one.js("document.querySelectorAll('#groups summary')[1].textContent")
        one.js("document.querySelectorAll('#groups summary')[1].click()")
        one.until("document.querySelectorAll('#groups li').length > 50")
        assert one.js("document.querySelectorAll('#groups li').length") < 150
        search = "document.getElementById('search')"
        one.js(f"{search}.value = '第2999'; {search}.dispatchEvent(new Event('input'))")
        assert one.js("document.getElementById('found').textContent") == "找到 1 份"
        one.js("document.querySelector('#groups li a').click()")
        one.until("document.querySelector('iframe')?.title === '通知/第2999处'")
        workers = descendants(running.process.pid)
    finally:
        assert running.stop() == 0
    assert running.said.get_nowait() == "预览结束"
    assert not (project.output).exists()
    assert len(workers) >= 4  # two that draw, one that surveys, and what they come from
    end = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_port_that_is_taken_is_told(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = project.run("preview", "--no-open", f"--port={port}")
    assert (run.code, run.errors) == (
        1,
        [f"--port: 端口 {port} 正被别的程序使用；换一个，或不写 --port，自动找一个空着的"],
    )


def test_an_editor_is_one_that_is_known_or_a_command(project: Project) -> None:
    run = project.run("preview", "--no-open", "--editor=word")
    assert run.code == 1
    assert run.errors[0].startswith("--editor: 不认识编辑器“word”；写 vscode、")
    assert chosen("", {"EDITOR": "code --wait"}) == chosen("vscode", {})
    assert chosen("", {"EDITOR": "vim"}) == Editor()
    assert chosen("", {"VISUAL": " "}) == Editor()
    path = Path("/甲 乙/plan.yaml")
    assert chosen("vscode", {}).link(path, 7) == f"vscode://file{quote('/甲 乙')}/plan.yaml:7"
    assert (
        chosen("vscode", {"WSL_DISTRO_NAME": "Debian"}).link(path, 7).startswith("vscode://vscode-remote/wsl+Debian/")
    )
    mark = project.root / "opened"
    command = chosen(f"touch '{mark}-{{line}}' {{file}}", {})
    assert command.open(Path("x; rm -r"), 3)
    assert command.link(path, 3) == ""
    end = time.monotonic() + PATIENCE
    while not (project.root / "opened-3").exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert (project.root / "x; rm -r").exists()
