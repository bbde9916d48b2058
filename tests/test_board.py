"""看板.html, looked at in a real Chromium: each number is that of `status --json`, and lists exactly its tasks."""

import base64
import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pdfplumber
import pytest
import yaml
from click.testing import CliRunner

from render.build.output import FILE_NAMES
from render.cli import cli
from render.plan.course import course, moves
from render.plan.model import Plan
from render.plan.progress import Progress
from render.plan.standing import standings
from render.plan.states import FINISHED, State
from render.reader import read_plan
from render.reader.progress import progress_text
from support.browser import Browser, Tab
from support.real_project import ROOT
from support.small_project import Project

FILES = ("board.html", "_看板.html", "board.css", "_board.js", "_board_theme.js")
DAYS = ("2017-03-15", "2017-10-15", "2017-12-31")
DAY = DAYS[1]
LIGHTS = "督办: [{灯: 绿, 条件: 正常}, {灯: 蓝, 条件: 30天内到期}, {灯: 橙, 条件: 逾期}, {灯: 红, 条件: 逾期30天}]\n"
STATES = ("推进中", "已完成", "需协调", "已完成", "未启动")
MONTHS = (2, 4, 6, 9)


def batch(plan: Plan, month: int) -> dict[str, Any]:
    """What units say in a month, of some tasks, and what the office says of what was said before."""
    told = list(plan.tasks)
    deliveries = [
        {
            "单位": plan.unit_of[task.leads[0]].name,
            "文件": "甲.xlsx",
            "校验": "0" * 64,
            "填报": [said(task.id, n, month)],
        }
        for n, (_, task) in enumerate(told)
        if n % month == 0
    ]
    rulings = [
        {"编号": told[month - 2][1].id, "审核结论": "办结", "审核日期": f"2017-{month:02}-20"},
        {"编号": told[month - 1][1].id, "审核结论": "退回", "审核意见": "材料不全", "审核日期": f"2017-{month:02}-20"},
        {"编号": told[month][1].id, "审核结论": "同意延期", "延期至": "2017年12月", "审核日期": f"2017-{month:02}-20"},
    ]
    return {"时间": f"2017-{month:02}-26T10:00:00", "审核": rulings if month > MONTHS[0] else [], "来件": deliveries}


def said(task: str, number: int, month: int) -> dict[str, str]:
    state = STATES[(number + month) % 5]
    trouble = "缺经费" if state == "需协调" else ""
    wish = {"申请延期至": "2017年12月", "延期理由": "流标"} if number % 7 == 0 else {}
    return {
        "编号": task,
        "进展状态": state,
        "完成比例": "50%",
        "进展情况": f"{month}月的进展",
        "存在问题": trouble,
        **wish,
    }


def history() -> Progress:
    plan = read_plan(ROOT / "plan.yaml").plan
    return Progress.model_validate({"收取": [batch(plan, month) for month in MONTHS]})


def prepared(root: Path, plan: str, progress: Progress | None) -> Path:
    (root / "templates").mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / "templates" / name, root / "templates")
    (root / "plan.yaml").write_text(plan, "utf-8")
    if progress:
        (root / "progress.yaml").write_text(progress_text(progress), "utf-8")
    return root


def run(root: Path, command: str, *arguments: str) -> str:
    places = [f"--plan={root / 'plan.yaml'}", f"--templates={root / 'templates'}", f"--output={root / 'output'}"]
    result = CliRunner().invoke(cli, [command, *places, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def made(root: Path, day: str = DAY) -> Path:
    run(root, "build", "--file", "看板", "--today", day)
    return Path(shutil.copy(root / "output/看板.html", root / f"{day}.html"))


@pytest.fixture(scope="module")
def source() -> str:
    return (ROOT / "plan.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, source: str) -> Path:
    """The real plan with a year of reports and rulings, its board made on several days."""
    root = prepared(tmp_path_factory.mktemp("看板") / "真", source, history())
    for day in DAYS:
        made(root, day)
    return root


@pytest.fixture(scope="module")
def lit(tmp_path_factory: pytest.TempPathFactory, source: str) -> Path:
    """The same under rules of its own."""
    root = prepared(tmp_path_factory.mktemp("看板") / "灯", source.replace("\n发文:", f"\n{LIGHTS}发文:", 1), history())
    made(root)
    return root


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium = Browser(tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.close()


Open = Callable[..., Tab]


@pytest.fixture
def tab(browser: Browser) -> Iterator[Open]:
    """Opens a page; at the end of each test: no errors in the console, nothing fetched but the page itself."""
    opened = list[Tab]()

    def open_page(file: Path, address: str = "", width: int = 1280, dark: bool = False) -> Tab:
        opened.append(Tab(browser, file.as_uri() + address, width, dark, True))
        return opened[-1]

    yield open_page
    for one in opened:
        assert len({url.partition("#")[0] for url in one.end()}) == 1


def status(root: Path, day: str) -> dict[str, Any]:
    return dict(json.loads(run(root, "status", "--json", "--today", day)))


class Asked:
    """Which tasks an address asks for, found in what `status --json` says and in the plan."""

    def __init__(self, root: Path, day: str) -> None:
        self.plan, self.day, self.told = read_plan(root / "plan.yaml").plan, day, status(root, day)
        self.tasks = {one["编号"]: one for one in self.told["任务"]}
        self.of_id = {task.id: (path, task) for _, path, task in self.plan.places}
        self.troubles, self.wishes = ({one["编号"] for one in self.told[key]} for key in ("问题", "申请延期"))
        self.calm = [light.name for light in self.plan.lights if light.test.is_calm]
        self.moved = {move.task.task.id for move in moves(self.plan, history())}

    def kind(self, task: str) -> str:
        lights = [name for name, ids in self.told["督办"].items() if task in ids]
        state = str(self.tasks[task]["进展状态"])
        return str((lights or [state if state in FINISHED else "其余"])[0])

    def ids(self, href: str) -> list[str]:
        wanted = dict(parse_qsl(href.removeprefix("#")))
        return [task for task in self.tasks if all(self.fits(task, key, value) for key, value in wanted.items())]

    def fits(self, task: str, name: str, value: str) -> bool:
        one, (path, own) = self.tasks[task], self.of_id[task]
        places = [str(self.plan.goals.index(path[0]) + 1)] if path else ["0"]
        lights = [name for name, ids in self.told["督办"].items() if task in ids and name not in self.calm]
        holds: dict[str, bool] = {
            "全部": True,
            "任务": task == value,
            "灯": self.kind(task) == value,
            "状态": one["进展状态"] == value,
            "单位": value in {self.plan.unit_of[name].name for name in (*own.mains, *own.leads)},
            "目标": value in places,
            "日": (one["截止"] or "无") == value,
            "月": str(one["截止"])[:7] == value,
            "到": bool(one["截止"]) and one["截止"] <= value,
            "完成": one["进展状态"] in FINISHED,
            "问题": task in self.troubles,
            "申请": task in self.wishes,
            "关注": bool(lights) or one["进展状态"] in ("已退回", "需协调"),
            "变化": task in self.moved,
        }
        return holds[name]


NUMBERS = """[...document.querySelectorAll('a.数, .天 a')].map((a) =>
    [a.getAttribute('href'), Number((a.querySelector('b') ?? a).textContent)])"""
SHOWN = "[...document.querySelectorAll('.任务单 h3 .号')].map((one) => one.textContent)"
DRAWN = "document.querySelector('.抽屉[open]') && !document.querySelector('.任务单[aria-busy]')"


def numbers(page: Tab) -> dict[str, int]:
    found = [(href, number) for href, number in page.js(NUMBERS)]
    assert len(dict(found)) == len(set(found)), "one address, two numbers"
    return dict(found)


@pytest.mark.parametrize("day", DAYS)
def test_each_number_is_that_of_status(tab: Open, root: Path, day: str) -> None:
    asked, page = Asked(root, day), tab(root / f"{day}.html")
    found = numbers(page)
    silent = found.pop("#%E5%90%8D%E5%8D%95=%E6%9C%AA%E5%A1%AB%E6%8A%A5")
    assert silent == len(asked.told["没有填报"])
    assert found == {href: len(asked.ids(href)) for href in found}
    keys = {key for href in found for key, _ in parse_qsl(href[1:])}
    assert keys >= {"全部", "灯", "状态", "单位", "目标", "日", "月", "完成", "问题", "申请", "变化"}
    lamps = {name: len(ids) for name, ids in asked.told["督办"].items()}
    shown = dict(
        page.js("""[...document.querySelectorAll('.灯卡')].map((one) =>
        [one.querySelector('span').textContent, Number(one.querySelector('b').textContent)])""")
    )
    assert {name: shown[name] for name in lamps} == lamps
    states = page.js("[...document.querySelectorAll('.构成 .图例 span:not(.零)')].map((one) => one.textContent)")
    assert {name: int(number) for name, number in map(str.split, states)}.items() <= asked.told["合计"].items()
    units = {one["单位"]: one for one in asked.told["单位"] if one["牵头"]}
    rows = page.js("""[...document.querySelectorAll('[data-rows=单位] tbody tr')].map((row) =>
        [row.cells[0].textContent, Number(row.cells[2].textContent)])""")
    assert dict(rows) == {name: one["牵头"] for name, one in units.items()}


def test_each_number_lists_exactly_its_tasks_and_back_leads_out(tab: Open, root: Path) -> None:
    asked, page = Asked(root, DAY), tab(root / f"{DAY}.html")
    hrefs = [href for href in numbers(page) if "%E5%90%8D%E5%8D%95" not in href]
    assert len(hrefs) > 60
    for href in hrefs:
        page.js(f"document.querySelector('a[href=\"{href}\"]').click()")
        page.until(f"location.hash === {href!r} && {DRAWN}")
        assert page.js(SHOWN) == asked.ids(href), href
        assert page.js("document.querySelector('.项数').textContent") == f"{len(asked.ids(href))} 项任务"
        page.js("history.back()")
        page.until("!document.querySelector('.抽屉[open]') && location.hash === ''")


def test_a_list_can_be_linked_narrowed_and_searched(tab: Open, root: Path) -> None:
    asked = Asked(root, DAY)
    page = tab(root / f"{DAY}.html", "#单位=信保处&灯=逾期")
    page.until(DRAWN)
    assert page.js(SHOWN) == asked.ids("#单位=信保处&灯=逾期")
    assert page.js(SHOWN)
    page.js("document.querySelector('.条件 a').click()")
    page.until(f"location.hash.split('&').length === 1 && {DRAWN}")
    assert page.js(SHOWN) == asked.ids("#灯=逾期")
    page.js("""(() => { const box = document.querySelector('.抽屉 input'); box.value = '建设 信保处';
        box.dispatchEvent(new Event('input')); })()""")
    page.until(f"location.hash.includes('%E6%90%9C') && {DRAWN}")
    found = page.js(SHOWN)
    assert 0 < len(found) < len(asked.ids("#灯=逾期"))
    assert page.js("document.querySelectorAll('.任务单 mark').length") >= 2 * len(found)
    units = tab(root / f"{DAY}.html", "#名单=未填报")
    units.until(DRAWN)
    assert (
        units.js("[...document.querySelectorAll('.任务单 h3')].map((one) => one.textContent)") == asked.told["没有填报"]
    )


def key(page: Tab, name: str, code: int) -> None:
    for kind in ("keyDown", "keyUp"):
        text = {"text": name} if len(name) == 1 and kind == "keyDown" else {}
        page.call("Input.dispatchKeyEvent", type=kind, key=name, windowsVirtualKeyCode=code, **text)


def test_the_keyboard_opens_searches_and_closes(tab: Open, root: Path) -> None:
    page = tab(root / f"{DAY}.html")
    key(page, "/", 191)
    page.until(f"{DRAWN} && document.activeElement.type === 'search'")
    key(page, "Escape", 27)
    page.until("!document.querySelector('.抽屉[open]') && location.hash === ''")
    page.js("document.querySelector('.灯卡 a').focus(); document.activeElement.click()")
    page.until(f"{DRAWN} && document.activeElement.id === '名单题'")
    key(page, "Escape", 27)
    page.until("document.activeElement.className === '数'")


def test_light_and_dark_follow_the_system_until_one_is_chosen(tab: Open, root: Path) -> None:
    file = root / f"{DAY}.html"
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = tab(file), tab(file, dark=True)
    assert light.js(ground) != dark.js(ground)
    before = dark.js(ground)
    dark.js("[...document.querySelectorAll('nav button')].find((one) => one.textContent === '浅色').click()")
    assert dark.js(ground) == light.js(ground)
    dark.js("[...document.querySelectorAll('nav button')].find((one) => one.textContent === '深色').click()")
    assert dark.js(ground) == before
    dark.js("localStorage.clear()")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("address", ["", "#关注=有"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing(tab: Open, lit: Path, width: int, address: str, dark: bool) -> None:
    page = tab(lit / f"{DAY}.html", address, width, dark)
    spec = find_spec("axe_core_python")
    assert spec
    assert spec.origin
    page.js(Path(spec.origin).with_name("axe.min.js").read_text("utf-8") + ";0")
    found = page.js("axe.run().then((result) => result.violations)")
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == []
    assert page.js("document.documentElement.scrollWidth") <= width


def test_its_own_lights_stand_there_the_gravest_first(tab: Open, lit: Path) -> None:
    asked, page = Asked(lit, DAY), tab(lit / f"{DAY}.html")
    assert page.js("[...document.querySelectorAll('.灯卡 .点')].map((one) => one.className)") == [
        "点 色-红", "点 色-橙", "点 色-蓝",
    ]  # fmt: skip
    found = numbers(page)
    for name, ids in asked.told["督办"].items():
        href = f"#{page.js(f'new URLSearchParams({{灯: {name!r}}}).toString()')}"
        assert found.get(href, 0) == len(ids) or name == "绿"
    assert len({name for name, ids in asked.told["督办"].items() if ids}) >= 3


def test_print_is_landscape_and_has_every_task_that_presses(tab: Open, root: Path) -> None:
    asked, page = Asked(root, DAY), tab(root / f"{DAY}.html", dark=True)
    answer = page.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    with pdfplumber.open(BytesIO(base64.b64decode(answer["data"]))) as pdf:
        assert {page.width > page.height for page in pdf.pages} == {True}
        texts = [unicodedata.normalize("NFKC", page.extract_text()) for page in pdf.pages]
        corner = pdf.pages[0].crop((0, 0, 5, 5)).to_image(resolution=30).original.getpixel((1, 1))
    assert "内部使用" in texts[0]
    assert corner == (255, 255, 255)
    pressing = asked.ids("#关注=有")
    assert len(pressing) > 12
    lists = "\n".join(texts).partition("需要督办的任务")[2]
    assert set(re.findall(r"\d+-\d+", lists)) >= set(pressing)
    assert "查找任务" not in "".join(texts)


@pytest.mark.parametrize("change", ["no progress", "no deadlines"])
def test_it_is_a_page_also_where_there_is_nothing_to_show(tab: Open, tmp_path: Path, source: str, change: str) -> None:
    undated = re.sub(r"完成时间: .*", "完成时间: 长期", source)
    root = prepared(tmp_path / "甲", source if change == "no progress" else undated, None)
    page, asked = tab(made(root)), Asked(root, DAY)
    found = {href: number for href, number in numbers(page).items() if "%E5%90%8D%E5%8D%95" not in href}
    assert found == {href: len(asked.ids(href)) for href in found}
    text = page.js("document.body.textContent")
    assert "还没有收过台账" in text
    assert ("没有一项任务写明到期的日子" in text) is (change == "no deadlines")


def test_texts_of_the_plan_are_never_code(tab: Open, tmp_path: Path, source: str) -> None:
    text = 'A</script><script>document.title = "x"</script><img src=x onerror=\'document.title="x"\'> {{ 1 }} &amp;'
    (_, first), *_ = read_plan(ROOT / "plan.yaml").plan.tasks
    root = prepared(tmp_path / "甲", source.replace(first.content, "'" + text.replace("'", "''") + "'", 1), None)
    page = tab(made(root), "#搜索=onerror")
    page.until(DRAWN)
    assert page.js("document.querySelector('.任务单 h3').textContent") == f"{first.id} {text}"
    assert page.js("document.title") != "x"


def test_only_it_is_made_when_it_alone_is_asked_for(project: Project) -> None:
    for name in FILES:
        shutil.copy(ROOT / "templates" / name, project.root / "templates")
    assert project.run("build").code == 0
    assert not (project.output / "看板.html").exists()
    before = project.made()
    assert project.run("build", "--file", "看板", "--today", "2017-03-05").lines[-1] == "✓ 1 份：新建 1"
    made_now = project.made()
    assert made_now.keys() - before.keys() == {"看板.html"}
    assert {name: made_now[name] for name in before} == before
    run = project.run("build", "--file", "看版", "--today", "2017-03-05")
    assert (run.code, run.errors) == (1, [f"--file: 没有文件“看版”；{FILE_NAMES}"])
    assert project.run("build").lines == ["✓ 4 份：未变 4"]
    assert (project.output / "看板.html").exists()


def test_the_course_of_the_year_is_that_of_each_point_of_the_history() -> None:
    plan, progress = read_plan(ROOT / "plan.yaml").plan, history()
    marks = course(plan, progress)
    assert [one.day for one in marks] == [date(2017, month, 26) for month in MONTHS]
    for count, mark in enumerate(marks, 1):
        states = [one.state for one in standings(plan, progress.up_to(count))]
        assert (mark.finished, mark.closed) == (
            sum(state in FINISHED for state in states),
            states.count(State.CLOSED),
        )
    assert marks[-1].closed > 0
    assert marks[-1].finished > marks[-1].closed


def test_what_moved_is_the_difference_to_the_time_before_the_last_collection() -> None:
    plan, progress = read_plan(ROOT / "plan.yaml").plan, history()
    before = {one.task.id: (one.state, one.percent) for one in standings(plan, progress.up_to(len(MONTHS) - 1))}
    now = {one.task.id: (one.state, one.percent) for one in standings(plan, progress)}
    found = {move.task.task.id: (move.state, move.percent) for move in moves(plan, progress)}
    assert found == {task: before[task] for task in now if now[task] != before[task]}
    assert 0 < len(found) < len(now)
    assert moves(plan, Progress.model_validate({})) == []


def test_many_units_are_listed_when_they_are_asked_for(tab: Open, tmp_path: Path) -> None:
    units = [{"名称": f"第{number}单位", "类别": "直属单位"} for number in range(90)]
    tasks = [
        {"编号": f"1-{n + 1}", "内容": f"第{n}事", "完成时间": "2017年2月", "责任主体": [unit["名称"]], "协助单位": []}
        for n, unit in enumerate(units)
    ]
    plan = {"标题": "计划", "年度": 2017, "单位": units, "目标": [{"名称": "目标", "内容": "内容", "任务": tasks}]}
    root = prepared(tmp_path / "甲", yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), None)
    page = tab(made(root))
    rows = "document.querySelectorAll('[data-rows=单位] tbody tr').length"
    assert page.js(rows) == 60
    page.js("document.querySelector('button[data-more]').click()")
    page.until(f"{rows} === 90")
    page.js(
        "[...document.querySelectorAll('[data-rows=单位] tbody tr')].at(-1).querySelector('td:last-child a').click()"
    )
    page.until(DRAWN)
    assert page.js(SHOWN) == ["1-90"]
