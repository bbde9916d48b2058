"""The web page of the table, used in a real Chromium as a reader would: search, filters, views, phone, print."""

import base64
import json
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pdfplumber
import pytest
import tinycss2
import tinyhtml5  # type: ignore[import-untyped]
import yaml
from tinycss2.ast import Declaration

from render.documents.project import Project
from render.writers import writer
from support.browser import Browser, Tab
from support.real_project import ROOT, Plan, Task, build_once, shared_folder, squeezed

PLAN = Plan(ROOT / "plan.yaml")
UNITS = {unit["名称"]: unit for unit in PLAN.units}

Open = Callable[..., Tab]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium = Browser(tmp_path_factory.mktemp("profile"))
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_once(shared_folder(tmp_path_factory) / "real") / "output/任务分解表.html"


@pytest.fixture
def tab(browser: Browser, file: Path) -> Iterator[Open]:
    """Opens the page; at the end of each test: no errors in the console, nothing fetched but the page itself."""
    opened = list[Tab]()

    def open_page(address: str = "", width: int = 1280, dark: bool = False, script: bool = True) -> Tab:
        opened.append(Tab(browser, file.as_uri() + address, width, dark, script))
        return opened[-1]

    yield open_page
    for one in opened:
        assert one.end() == {file.as_uri()}


def texts(tasks: list[Task]) -> list[str]:
    return [task.numbered for task in tasks]


def bare(numbered: list[str]) -> list[str]:
    """The texts of tasks without their numbers."""
    return [text.partition("\u3000")[2] for text in numbered]


def role(name: str, task: Task) -> str:
    return PLAN.role(UNITS[name], task)


def counted(number: int) -> str:
    return "共 43 项任务" if number == 43 else f"找到 {number} 项，共 43 项任务"


def test_the_whole_table_shows_each_task_once_under_its_goal(tab: Open) -> None:
    page = tab()
    assert page.tasks() == texts(PLAN.tasks)
    assert page.status() == "共 43 项任务"
    rows = page.js("""[...document.querySelectorAll(".结果 tbody")].map((body) =>
        [body.rows[0].cells[0].textContent, body.rows[0].cells[0].rowSpan, body.rows.length])""")
    goals = Counter(task.goal for task in PLAN.tasks)
    assert [(name.partition("）")[2], span, rows) for name, span, rows in rows] == [(g, n, n) for g, n in goals.items()]


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_s_tasks_by_role(tab: Open, name: str) -> None:
    page = tab()
    options = page.js("[...document.forms[0].elements.单位.options].map((option) => option.value)")
    if name not in options:  # it has no task
        assert not any(role(name, task) for task in PLAN.tasks)
        return
    for asked, roles in (("", {"牵头", "协助"}), ("牵头", {"牵头"}), ("协助", {"协助"})):
        page.ask(单位=name, 角色=asked)
        wanted = [task for task in PLAN.tasks if role(name, task) in roles]
        assert (page.tasks(), page.status()) == (texts(wanted), counted(len(wanted)))


def row_of(task: Task) -> str:
    return "\n".join((*task.row[:2], task.numbered, *task.row[3:]))


@pytest.mark.parametrize("searched", ["信保处", "学校 网络", "wifi", "2017年底", "10Mbps", "(", "没有这样的字"])
def test_search_finds_every_word_anywhere_in_the_row_and_marks_it(tab: Open, searched: str) -> None:
    page = tab()
    page.ask(搜索=searched)
    words = searched.lower().split()
    wanted = [task for task in PLAN.tasks if all(word in row_of(task).lower() for word in words)]
    assert (page.tasks(), page.status()) == (texts(wanted), counted(len(wanted)))
    marks = page.js("[...document.querySelectorAll('mark')].map((mark) => mark.textContent.toLowerCase())")
    assert set(marks) == (set(words) if wanted else set())


def test_filters_combine_and_the_goal_is_shown_again(tab: Open) -> None:
    page = tab()
    page.ask(单位="信保处", 角色="牵头", 月份="2017年12月")
    months = {"2017年12月", "2017年12月底", "2017年底"}
    wanted = [task for task in PLAN.tasks if role("信保处", task) == "牵头" and task.deadline in months]
    assert wanted
    assert page.tasks() == texts(wanted)
    heads = page.js("[...document.querySelectorAll('.结果 tbody')].map((body) => body.rows[0].cells[0].textContent)")
    assert [head.partition("）")[2] for head in heads] == list(dict.fromkeys(task.goal for task in wanted))
    goal = page.js("document.forms[0].elements.目标.options[3].value")
    page.ask(单位="", 角色="", 月份="", 目标=goal)
    assert page.tasks() == texts([task for task in PLAN.tasks if goal.endswith(f"）{task.goal}")])


def test_the_months_are_in_order_and_share_out_all_tasks(tab: Open) -> None:
    page = tab()
    months = page.js("[...document.forms[0].elements.月份.options].slice(1).map((option) => option.value)")
    found = list[str]()
    for month in months:
        page.ask(月份=month)
        found += page.tasks()
    assert Counter(found) == Counter(texts(PLAN.tasks))
    page.ask(月份="", 视图="按月")
    assert page.tasks() == found
    groups = page.js("[...document.querySelectorAll('.组')].map((group) => group.firstChild.textContent)")
    assert groups == months
    assert "2017年2月" in months


def test_by_unit_each_task_stands_once_under_each_of_its_units(tab: Open) -> None:
    page = tab("#视图=按单位")
    involved = [name for name in UNITS if any(role(name, task) for task in PLAN.tasks)]
    assert page.tasks() == [task.numbered for name in involved for task in PLAN.tasks if role(name, task)]
    groups = page.js("[...document.querySelectorAll('.组')].map((group) => group.firstChild.textContent)")
    assert groups == involved
    roles = page.js("[...document.querySelectorAll('td.列-角色')].map((cell) => cell.textContent)")
    assert roles == [role(name, task) for name in involved for task in PLAN.tasks if role(name, task)]
    assert page.status() == "共 43 项任务"


def test_the_address_keeps_what_was_asked(tab: Open) -> None:
    page = tab()
    page.ask(单位="财务处", 角色="协助", 视图="按月", 搜索="建设 100%&")
    assert page.address() == "#搜索=建设 100%&&单位=财务处&角色=协助&视图=按月"
    raw = page.js("location.hash")
    again = tab(raw)
    form = "Object.fromEntries(new FormData(document.forms[0]))"
    assert again.js(form) == page.js(form)
    page.js("[...document.forms[0].querySelectorAll('button')][0].click()")
    assert (page.address(), len(page.tasks()), page.js("document.activeElement.name")) == ("#视图=按月", 43, "搜索")
    assert page.js("document.querySelector('form button').disabled") is True


def test_an_address_written_by_hand_works_and_a_wrong_one_shows_everything(tab: Open) -> None:
    wanted = [task for task in PLAN.tasks if role("财务处", task) == "牵头"]
    page = tab("#单位=财务处&角色=牵头")
    assert page.tasks() == texts(wanted)
    page.js("location.hash = '#单位=没有&视图=没有'")
    page.js("new Promise((done) => setTimeout(done, 50))")
    assert page.tasks() == texts(PLAN.tasks)


CARDS = """[...document.querySelectorAll(".卡片 li")].map((card) => [
    card.parentNode.previousElementSibling.closest("h2, p").matches("h2")
        ? card.parentNode.previousElementSibling.firstChild.textContent
        : card.parentNode.previousElementSibling.previousElementSibling.firstChild.textContent,
    card.querySelector("h3").textContent,
    [...card.querySelectorAll("dl > div")].map((line) => [...line.children].map((part) => part.textContent)),
])"""


@pytest.mark.parametrize("width", [375, 768, 899])
@pytest.mark.parametrize("view", ["全表", "按月", "按单位"])
def test_below_900_pixels_tasks_are_cards_that_say_each_thing_once(tab: Open, view: str, width: int) -> None:
    page = tab(f"#视图={view}", width=width)
    assert set(page.tasks()) == set(texts(PLAN.tasks))
    assert page.js("document.querySelectorAll('.结果 table').length") == 0
    assert page.js("document.documentElement.scrollWidth") <= width
    tasks = {task.numbered: task for task in PLAN.tasks}
    cards = page.js(CARDS)
    assert len(cards) >= len(tasks)
    for group, head, lines in cards:
        task, told = tasks[head], dict(lines)
        said = {
            "完成时间": task.deadline,
            "责任主体": "、".join(task.leads),
            "协助单位": "、".join(task.assistants) or "—",
            "工作目标": told.get("工作目标", group),
            "角色": role(group, task) if view == "按单位" else "",
        }
        assert told == {name: text for name, text in said.items() if text not in ("", group)}
        assert said["工作目标"].endswith(f"）{task.goal}")
    page.resize(1280)
    page.until("document.querySelectorAll('.结果 table').length === 1")


def test_what_is_searched_for_is_marked_in_the_heading_of_cards(tab: Open) -> None:
    goal = PLAN.tasks[0].goal
    page = tab(f"#搜索={goal}", width=375)
    assert page.tasks() == texts([task for task in PLAN.tasks if task.goal == goal])
    assert page.js("[...document.querySelectorAll('.卡片 h2 mark')].map((mark) => mark.textContent)") == [goal]


@pytest.mark.parametrize("width", [900, 1280])
def test_nothing_is_wider_than_the_screen_and_the_header_stays(tab: Open, width: int) -> None:
    for view in ("全表", "按月", "按单位"):
        page = tab(f"#视图={view}", width=width)
        assert page.js("document.querySelectorAll('.结果 table').length") == 1
        assert page.js("document.documentElement.scrollWidth") <= width
        page.js("scrollTo(0, 2500)")
        assert page.js("document.querySelector('.结果 thead th').getBoundingClientRect().top") == 0
        shares = page.js("""[...document.querySelectorAll('.结果 thead th')].map((cell) => cell.offsetWidth)""")
        assert min(shares[:-3]) >= 0.025 * width
        assert page.js("document.querySelector('.结果 thead .列-具体任务').offsetWidth") >= width / 6


def test_on_a_phone_the_filters_are_folded_and_the_keyboard_opens_them(tab: Open) -> None:
    page = tab(width=375)
    shown = "document.forms[0].elements.单位.checkVisibility()"
    folded = "document.querySelector('summary')"
    assert (page.js(shown), page.js(f"{folded}.textContent")) == (False, "筛选")
    reached = list[str]()
    for _ in range(9):
        page.press("Tab")
        reached.append(page.js("document.activeElement.name || document.activeElement.textContent"))
    assert reached == ["跳到任务", *FILES, "搜索", "筛选", "视图"]
    page.js(f"{folded}.focus()")
    page.press("Enter")
    page.until(shown)
    page.ask(单位="财务处", 角色="协助")
    assert page.js(f"{folded}.textContent") == "筛选：财务处、协助"
    page.press("Enter")
    page.until(f"!{shown}")
    assert page.tasks() == texts([task for task in PLAN.tasks if role("财务处", task) == "协助"])
    page.resize(1280)
    page.until(f"{shown} && !{folded}.checkVisibility()")


def printed(page: Tab, folder: Path) -> Path:
    """What the browser prints of a tab, as a PDF."""
    path = folder / "print.pdf"
    path.write_bytes(base64.b64decode(page.call("Page.printToPDF", preferCSSPageSize=True)["data"]))
    return path


MM = 72 / 25.4
#: In the PDF of a browser a glyph that two characters share may be told as a radical (U+2E80 to U+2FDF).
RADICALS = dict(
    zip("⼾⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝", "户见角贝车长门青韦页风飞食", strict=True),
    **dict(zip("⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰", "马骨鬼鱼鸟卤麦黄齐齿龙", strict=True)),
)


@dataclass(frozen=True)
class Sheet:
    """A page of a PDF: its size in points, its texts without white space, above the table, in its cells and below."""

    size: tuple[int, int]
    above: str
    rows: list[list[str | None]]
    below: str


def plain(text: str) -> str:
    return squeezed(unicodedata.normalize("NFKC", "".join(RADICALS.get(char, char) for char in text)))


def _is_upright(thing: dict[str, Any]) -> bool:
    return bool(thing.get("upright", True))


@cache
def sheets(path: Path) -> list[Sheet]:
    """The pages of a PDF; on each stands one table, whole between the margins."""
    found = []
    with pdfplumber.open(path) as pdf:
        for whole in pdf.pages:
            page = whole.filter(_is_upright)  # the PDF's page number is turned, a browser cannot do that
            (table,) = page.find_tables()
            left, top, right, bottom = table.bbox
            assert left >= 35 * MM - 1
            assert right <= page.width - 37 * MM + 1
            assert bottom <= page.height - 26 * MM + 1
            assert not [char for char in page.chars if char["top"] < bottom < char["bottom"]]  # cut through
            rows = [[cell and plain(cell) for cell in row] for row in table.extract()]
            above, below = ((0, 0, page.width, top), (0, bottom, page.width, page.height))
            texts = [plain(page.crop(box).extract_text()) for box in (above, below)]
            found.append(Sheet((round(page.width), round(page.height)), texts[0], rows, texts[1]))
    return found


@pytest.mark.parametrize(
    ("address", "width", "script"),
    [("", 1280, True), ("#单位=财务处&视图=按月", 1280, True), ("#视图=按单位", 375, True), ("", 1280, False)],
)
def test_printed_it_is_the_cut_table_of_the_pdf(
    tab: Open, file: Path, tmp_path: Path, address: str, width: int, script: bool
) -> None:
    found = sheets(printed(tab(address, width=width, script=script), tmp_path))
    assert {sheet.size for sheet in found} == {(842, 595)}
    assert [sheet.below for sheet in found] == [f"—{number}—" for number in range(1, 8)]
    assert_same(found, sheets(file.with_suffix(".pdf")))
    tasks = [str(row[2]) for sheet in found for row in sheet.rows[2:]]
    assert tasks == [plain(task.numbered) for task in PLAN.tasks]
    assert sum("(续)" in str(row[0]) for sheet in found for row in sheet.rows) == 1


def assert_same(printed: list[Sheet], pdf: list[Sheet]) -> None:
    """A browser prints what stands in the PDF, each page with the head of the table."""
    assert [(sheet.above, sheet.rows) for sheet in printed] == [(sheet.above, sheet.rows) for sheet in pdf]
    heads = {tuple(sheet.rows[0]) for sheet in printed}
    assert heads == {("工作目标", "工作内容", "具体任务", "完成时间", "责任单位", None)}


def of_low_and_high_rows(folder: Path) -> None:
    """A goal of many rows of one line, one of a text and one of a task that are higher than a page."""
    path = folder / "plan.yaml"
    data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    low, text, high, *_ = data["目标"]
    low["名称"] = "甲"
    low["任务"] = [deepcopy(low["任务"][0]) | {"编号": f"1-{number}", "内容": "乙。"} for number in range(1, 80)]
    text["内容"] = "".join(f"第{number}句。" for number in range(400))
    high["任务"][1]["内容"] = "".join(f"第{number}点，" for number in range(300)) + "完。"
    path.write_text(yaml.safe_dump(data | {"目标": [low, text, high]}, allow_unicode=True, sort_keys=False), "utf-8")


def test_printed_goals_and_tasks_that_are_higher_than_a_page_are_cut_as_in_the_pdf(
    browser: Browser, tmp_path: Path
) -> None:
    path = made_of(tmp_path / "made", of_low_and_high_rows, "pdf")
    page = Tab(browser, path.as_uri(), 1280, False, True)
    found = sheets(printed(page, tmp_path))
    assert max(len(sheet.rows) for sheet in found) > 20
    assert_same(found, sheets(path.with_suffix(".pdf")))


def test_without_scripts_it_is_the_plain_table(tab: Open, file: Path) -> None:
    page = tab(script=False)
    page.call("DOM.enable")
    page.call("DOM.getDocument")
    visible = page.call("DOMSnapshot.captureSnapshot", computedStyles=["display"])
    strings, (document,) = visible["strings"], visible["documents"]
    shown = [strings[index] for index in document["layout"]["text"] if index >= 0]
    assert {task.numbered for task in PLAN.tasks} <= set(shown)
    assert not [text for text in shown if "const " in text]
    assert "清除条件" not in shown
    assert {"下载：", "PDF", "按单位（PDF）"} <= set(shown)


def test_the_files_to_download_stand_beside_the_page(tab: Open, file: Path) -> None:
    links = tab().js("[...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))")
    files = ["任务分解表.pdf", "任务分解表.docx", "任务分解表.xlsx", "任务分解表-按单位.pdf", "任务分解表-按时限.pdf"]
    assert links == files
    assert [link for link in links if not (file.parent / link).is_file()] == []


FILES = ["PDF", "Word", "Excel", "按单位（PDF）", "按时限（PDF）"]


def test_the_keyboard_reaches_everything_in_order(tab: Open) -> None:
    page = tab()
    reached, outlined = list[str](), set[str]()
    for _ in range(12):
        page.press("Tab")
        reached.append(page.js("document.activeElement.name || document.activeElement.textContent"))
        shown = (
            "(document.activeElement.type === 'radio' ? document.activeElement.nextSibling : document.activeElement)"
        )
        outlined.add(page.js(f"getComputedStyle({shown}).outlineStyle"))
    assert reached == ["跳到任务", *FILES, "搜索", "单位", "角色", "月份", "目标", "视图"]
    assert outlined == {"solid"}
    page.js("document.querySelector('.跳过').focus()")
    page.press("Enter")
    assert page.js("document.activeElement.className") == "结果"
    assert page.address() == ""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("address", ["", "#视图=按月", "#视图=按单位&搜索=建设", "#搜索=没有这样的字"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_serious(tab: Open, width: int, address: str, dark: bool) -> None:
    page = tab(address, width=width, dark=dark)
    spec = find_spec("axe_core_python")
    assert spec
    assert spec.origin
    page.js(Path(spec.origin).with_name("axe.min.js").read_text("utf-8") + ";0")
    found = page.js("axe.run().then((result) => result.violations)")
    assert [(one["id"], one["impact"], [node["html"] for node in one["nodes"]][:3]) for one in found] == []


def test_texts_of_the_plan_are_never_code(browser: Browser, tmp_path: Path) -> None:
    text = 'A</script><script>document.title = "x"</script><img src=x onerror=\'document.title="x"\'> {{ 1 }} &amp;'
    source = (ROOT / "plan.yaml").read_text("utf-8")
    hostile = source.replace(PLAN.tasks[0].content, "'" + text.replace("'", "''") + "'", 1)
    assert hostile != source

    def write(folder: Path) -> None:
        (folder / "plan.yaml").write_text(hostile, "utf-8")

    page = Tab(browser, made_of(tmp_path / "made", write).as_uri() + "#搜索=script", 1280, False, True)
    assert page.tasks() == [f"{PLAN.tasks[0].id}\u3000{text}"]
    assert page.js("document.title") != "x"
    assert page.js("document.querySelectorAll('.结果 img, .结果 script').length") == 0
    assert page.seen("Runtime.exceptionThrown") == []


def made_of(folder: Path, change: Callable[[Path], None] = lambda _: None, *others: str) -> Path:
    """The web page of the real plan, or of a changed one, with changed templates, and its files of other formats."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "plan.yaml", folder)
    change(folder)
    _, documents = Project(folder / "plan.yaml", folder / "templates", folder / "output").read()
    (page,) = (one.page for one in documents if "html" in one.formats)
    for kind in ("html", *others):
        (folder / f"page.{kind}").write_bytes(writer(kind)(page))
    return folder / "page.html"


@pytest.fixture
def made(browser: Browser, tmp_path: Path) -> Callable[..., Tab]:
    def open_page(change: Callable[[Path], None], address: str = "", width: int = 1280) -> Tab:
        folder = tmp_path / "made"
        path = folder / "page.html" if folder.exists() else made_of(folder, change)
        return Tab(browser, path.as_uri() + address, width, False, True)

    return open_page


def declarations(nodes: list[Any]) -> Iterator[Declaration]:
    for node in nodes:
        if isinstance(node, Declaration):
            yield node
        elif getattr(node, "content", None):
            is_group = getattr(node, "lower_at_keyword", "") == "media"
            parse = tinycss2.parse_rule_list if is_group else tinycss2.parse_blocks_contents
            yield from declarations(parse(node.content, True, True))


RULES = """((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return [...sheet.cssRules].map((rule) => rule.cssText).filter((text) => !/\\{\\s*\\}$/.test(text));
})"""


def test_its_style_is_what_a_browser_takes_of_the_stylesheets(tab: Open) -> None:
    page = tab()
    names = ("fonts.css", "table.css", "breakdown.css", "web.css")
    source = "\n".join((ROOT / "templates" / name).read_text("utf-8") for name in names)
    style = page.js("document.querySelector('style').textContent")
    ours, theirs = (page.js(f"{RULES}({json.dumps(css)})") for css in (style, source))
    ledgers = [rule for rule in theirs if re.match("@page (总|单位|宽)?台账", rule)]  # no paper of this page
    wanted = [re.sub("page: (总|单位|宽)?台账; ", "", rule) for rule in theirs if rule not in ledgers]
    assert ours == [rule for rule in wanted if not rule.endswith("{ }")]
    assert len(ledgers) == 4
    sheet = tinycss2.parse_stylesheet(style, True, True)
    assert {rule.lower_at_keyword for rule in sheet if rule.type == "at-rule"} == {"page", "media"}
    asked = [[one.name, tinycss2.serialize(one.value)] for one in declarations(sheet) if one.name != "size"]
    unknown = page.js(f"{json.dumps(asked)}.filter(([name, value]) => !CSS.supports(name, value))")
    assert unknown == []
    assert len(asked) > 200


DISPATCH = """\
种类: 印发通知
年度: 2017
计划: 2017年教育信息化工作要点任务分解表
代字: '%s'
日期: '2017-03-05'
登记: '2017-03-05T10:00:00'
文件: {}
收文:
- {单位: 财务处, 序号: '%s'}
"""
ORGAN, DAY = "发文机关：陕西省教育厅", "成文日期：2017年3月5日"


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ((), [ORGAN]),
        (("", "5"), [ORGAN, DAY]),
        (("陕教", ""), [ORGAN, DAY]),
        (("陕教", "5"), [ORGAN, "发文字号：陕教〔2017〕5号", DAY]),
    ],
)
def test_it_says_who_issued_it_and_when_under_what_number(
    made: Callable[..., Tab], marks: tuple[str, ...], said: list[str]
) -> None:
    def issue(folder: Path) -> None:
        filed = folder / "issued/2017-03-05-印发通知"
        if marks:
            filed.mkdir(parents=True)
            (filed / "发文.yaml").write_text(DISPATCH % marks, "utf-8")
            shutil.copy(folder / "plan.yaml", filed)

    page = made(issue)
    lines = "[...document.querySelectorAll('main header > span')].filter((one) => one.checkVisibility())"
    assert page.js(f"{lines}.map((one) => one.textContent)") == said


def test_its_head_says_what_it_is_and_whose(tab: Open, file: Path) -> None:
    page = tab()
    meta = "(name) => [...document.querySelectorAll(`meta[name=${name}]`)].map((one) => one.content)"
    assert page.js(f"['author', 'description'].map({meta})") == [
        ["陕西省教育厅"],
        ["陕西省教育厅《2017年教育信息化工作要点任务分解表》：14个工作目标，43项具体任务。"],
    ]
    assert page.js("document.querySelectorAll('meta[name=viewport]').length") == 1
    assert page.js("document.documentElement.lang") == "zh-CN"
    kind, _, drawing = page.js("document.querySelector('link[rel=icon]').href").partition(",")
    assert kind == "data:image/svg+xml"
    assert ElementTree.fromstring(unquote(drawing)).tag == "{http://www.w3.org/2000/svg}svg"
    shown = page.js("""new Promise((done) => {
        const icon = new Image();
        icon.onload = icon.onerror = (event) => done(event.type);
        icon.src = document.querySelector("link[rel=icon]").href;
    })""")
    assert shown == "load"


def test_its_html_has_no_error(file: Path) -> None:
    parser = tinyhtml5.parser.HTMLParser()
    parser.parse(file.read_bytes())
    assert parser.errors == []


def add_columns(folder: Path) -> None:
    """The table of an office that numbers its tasks: a new first column, and a new last one under no common head."""
    path = folder / "plan.yaml"
    data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    for goal in data["目标"]:
        goal["任务"] = [task | {"备注": f"注{task['编号']}"} for task in goal["任务"]]
    known = ["目标", "内容", "任务", "完成时间", "责任主体", "协助单位"]
    table = {"表": {"列": ["编号", *known, "备注"]}}
    path.write_text(yaml.safe_dump(data | table, allow_unicode=True, sort_keys=False), "utf-8")


@pytest.fixture(scope="module")
def more_columns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_of(tmp_path_factory.mktemp("columns") / "made", add_columns)


@pytest.mark.parametrize("view", ["全表", "按月", "按单位"])
def test_columns_stand_in_the_order_of_the_plan_in_each_view(browser: Browser, more_columns: Path, view: str) -> None:
    page = Tab(browser, f"{more_columns.as_uri()}#视图={view}", 1280, False, True)
    page.settle()
    heads = page.js("[...document.querySelectorAll('.结果 thead th')].map((cell) => cell.textContent)")
    known = ["工作目标", "工作内容", "具体任务", "完成时间", "责任主体", "协助单位"]
    before = {
        "全表": ["编号", *known],
        "按月": ["具体任务", "编号", "工作目标", *known[3:]],
        "按单位": ["角色", "具体任务", "编号", "工作目标", *known[3:]],
    }
    assert heads == [*before[view], "备注"]
    ids = {task.content: task.id for task in PLAN.tasks}  # the number has a column of its own
    texts_of = "(name) => [...document.querySelectorAll(`.结果 tbody .列-${name}`)].map((cell) => cell.textContent)"
    contents, numbers, remarks = page.js(f"['具体任务', '编号', '备注'].map({texts_of})")
    assert len(contents) >= len(PLAN.tasks)
    assert numbers == [ids[content] for content in contents]
    assert remarks == [f"注{number}" for number in numbers]
    page.ask(搜索="注3-2")
    assert set(page.tasks()) == {task.content for task in PLAN.tasks if task.id == "3-2"}
    assert page.js("document.documentElement.scrollWidth") <= 1280
    page.resize(375)
    page.until("document.querySelector('.卡片')")
    page.settle()
    lines = page.js("[...document.querySelectorAll('.卡片 dl > div')].map((line) => line.textContent)")
    assert {"编号3-2", "备注注3-2"} <= set(lines)


def drop_columns(folder: Path) -> None:
    path = folder / "plan.yaml"
    table = "表: {列: [目标, 任务, 完成时间, 责任主体]}\n"
    path.write_text(table + path.read_text("utf-8"), "utf-8")


def test_a_column_that_the_office_leaves_out_is_in_no_view(made: Callable[..., Tab]) -> None:
    page = made(drop_columns)
    for view in ("全表", "按月", "按单位"):
        page.ask(视图=view, 搜索="")
        heads = page.js("[...document.querySelectorAll('.结果 thead th')].map((cell) => cell.textContent)")
        assert set(heads) - {"角色"} == {"工作目标", "具体任务", "完成时间", "责任主体"}
        assert set(page.tasks()) == set(texts(PLAN.tasks))
    assert page.seen("Runtime.exceptionThrown") == []


def many_times(folder: Path) -> None:
    """1,720 tasks: the goals of the real plan forty times."""
    path = folder / "plan.yaml"
    data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    goals = [deepcopy(goal) | {"名称": f"{goal['名称']}第{time}批"} for time in range(40) for goal in data["目标"]]
    for number, goal in enumerate(goals, 1):
        tasks = enumerate(goal["任务"], 1)
        goal["任务"] = [task | {"编号": f"{number}-{place}"} for place, task in tasks]
    path.write_text(yaml.safe_dump(data | {"目标": goals}, allow_unicode=True, sort_keys=False), "utf-8")


COUNT_DRAWN = """
    window.drawn = 0;
    new MutationObserver((all) => { drawn += all.filter((one) => one.target.className === "结果").length; })
        .observe(document.querySelector(".结果"), { childList: true });
    window.worst = 0;
    new MutationObserver((all) => {
        const added = all.flatMap((one) => [...one.addedNodes]);
        worst = Math.max(worst, added.filter((node) => node.tagName === "TR").length);
    }).observe(document.querySelector(".结果"), { childList: true, subtree: true });
    document.forms[0].elements.搜索.focus();
"""


def test_typing_waits_for_no_table_of_thousands_of_tasks(made: Callable[..., Tab]) -> None:
    page = made(many_times)
    every = [task.content for task in PLAN.tasks] * 40
    assert bare(page.tasks()) == every
    page.js(COUNT_DRAWN)
    page.js("""(() => {
        const box = document.forms[0].elements.搜索;
        for (const text of ["学", "学校", "学校 网", "学校 网络"]) {
            box.value = text;
            box.dispatchEvent(new Event("input", { bubbles: true }));
        }
    })()""")
    assert page.js("drawn") == 0  # no key draws
    wanted = [task.content for task in PLAN.tasks if all(word in row_of(task) for word in ("学校", "网络"))] * 40
    assert (bare(page.tasks()), page.status()) == (wanted, f"找到 {len(wanted)} 项，共 1720 项任务")
    assert page.js("drawn") == 1  # all of them together do, once
    page.ask(搜索="")
    assert bare(page.tasks()) == every
    assert page.js("worst") <= 51  # rows that are drawn without hearing a key
    page.ask(视图="按月")
    assert Counter(bare(page.tasks())) == Counter(every)


def test_pinyin_is_not_searched_for_until_it_is_a_word(tab: Open) -> None:
    page = tab()
    page.js("document.forms[0].elements.搜索.focus()")
    page.call("Input.imeSetComposition", text="xue'xiao", selectionStart=8, selectionEnd=8)
    page.js("new Promise((done) => setTimeout(done, 300))")
    assert (page.status(), page.tasks()) == ("共 43 项任务", texts(PLAN.tasks))
    page.call("Input.insertText", text="学校")
    wanted = [task for task in PLAN.tasks if "学校" in row_of(task)]
    assert (page.tasks(), page.status()) == (texts(wanted), counted(len(wanted)))
