"""`render check` and `build` tell where numbers and names mean something else than what was sent and reported."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.check.identity import RULES, identity_rules, records
from render.check.lint import Level, lint
from render.errors import InputError
from render.plan.progress import Progress
from render.reader import read_plan
from render.reader.dispatches import read_cabinet
from render.reader.progress import progress_text
from support.real_project import ROOT
from support.small_project import Project

PLAN = (ROOT / "plan.yaml").read_text("utf-8")
NAMES = {name for name, _, _ in RULES}
SENT = "issued/2017-03-05-任务通知/plan.yaml"
RECORD = (
    "{种类: 任务通知, 年度: 2017, 计划: 2017年教育信息化工作要点任务分解表, 日期: '%s', 登记: '%sT10:00:00', 文件: {}}"
)
SHA = "0" * 64
Edit = Callable[[str], str]


@pytest.fixture
def sent(project: Project) -> Project:
    """The real plan as it was sent, with what 财务处 and 基教二处 reported of it, and small templates."""
    project.write("plan.yaml", PLAN)
    send(project.root, "2017-03-05", PLAN)
    report(project, {"财务处": ["2-3"], "基教二处": ["5-1", "5-2"], "信保处": ["5-1"]})
    return project


def send(root: Path, day: str, text: str) -> None:
    """What `render issue` keeps of a plan."""
    folder = root / f"issued/{day}-任务通知"
    folder.mkdir(parents=True)
    (folder / "发文.yaml").write_text(RECORD % (day, day), "utf-8")
    (folder / "plan.yaml").write_text(text, "utf-8")


def report(project: Project, said: dict[str, list[str]]) -> None:
    deliveries = [
        {"单位": unit, "文件": "甲.xlsx", "校验": SHA, "填报": [{"编号": name, "进展状态": "推进中"} for name in names]}
        for unit, names in said.items()
    ]
    history = Progress.model_validate({"收取": [{"时间": "2017-07-01T10:00:00", "来件": deliveries}]})
    project.write("progress.yaml", progress_text(history))


def replaced(old: str, new: str, count: int = 1) -> Edit:
    def edit(text: str) -> str:
        assert old in text, old
        return text.replace(old, new) if count < 0 else text.replace(old, new, count)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(text: str) -> str:
        for one in edits:
            text = one(text)
        return text

    return edit


def block(name: str, text: str = PLAN) -> str:
    """The lines of a task."""
    match = re.search(rf"      - 编号: {name}\n(?:        .*\n)+", text)
    assert match, name
    return match[0]


def content(name: str) -> str:
    (found,) = re.findall("内容: (.*)\n", block(name))
    return str(found)


def without(*names: str) -> Edit:
    return both(*(replaced(block(name), "") for name in names))


def rewritten(name: str, new: str) -> Edit:
    return replaced(f"内容: {content(name)}\n", f"内容: {new}\n")


def numbered(pairs: dict[str, str]) -> Edit:
    """Other numbers for tasks: was → now."""

    def edit(text: str) -> str:
        return re.sub("编号: (.*)", lambda match: f"编号: {pairs.get(match[1], match[1])}", text)

    return edit


def task(name: str, content: str, lead: str = "科技处", others: str = "") -> str:
    return (
        f"      - 编号: {name}\n        内容: {content}\n        完成时间: 2017年11月\n"
        f"        责任主体: [{lead}]\n        协助单位: [{others}]\n"
    )


def behind(name: str, new: str) -> Edit:
    return replaced(block(name), block(name) + new)


def unit(name: str, more: str = "") -> str:
    return f"  - 名称: {name}\n    类别: 机关处室\n{more}"


NEW = "组织编写网络安全应急预案，开展两次演练。"
MERGED = "创建高等学校和基础教育学校智慧校园示范点。"
SERVICE = "教育装备与技术保障服务站"
FIRST, LAST = (PLAN.index(f"  - 名称: {name}") for name in ("推动教育信息化典型示范引领工作", "加大教育信息化培训力度"))
OFFICE = "  - 名称: {}\n    类别: 机关处室\n"
CENTRE = "  - 名称: 装备中心\n    类别: 直属单位\n"
NET = replaced("单位:\n", f"单位:\n{unit('网信办')}")
FOR_NET = behind("2-3", task("2-4", NEW, "网信办"))
RENAMED = replaced("财务处", "计财处", -1)
SHIFTED = replaced(block("2-1"), task("2-0", NEW) + block("2-1"))

#: What is done to the plan that was sent → what is told: level, rule and the line at which it stands.
CASES: dict[str, tuple[Edit, list[str]]] = {
    "a deadline": (replaced("2017年10月", "2017年11月", -1), []),
    "a few words": (replaced("信息化基础设施建设。", "信息化基础设施建设和维护。"), []),
    "shortened": (rewritten("2-2", "实现全省中小学互联网接入率达到98%。"), []),
    "lengthened": (rewritten("8-5", "开展学前教育微课大赛，评选优秀作品，年底前汇编成册并在全省推广应用。"), []),
    "written anew": (rewritten("5-1", "牵头组建基础教育资源联盟，出台数字资源评价标准。"), []),
    "written anew and short": (rewritten("2-2", "推进中小学宽带网络校校通。"), []),
    "written anew for another lead": (
        both(rewritten("2-3", "结合改薄项目加快中小学信息化设施建设。"), replaced("[财务处]", "[发展处]")),
        [],
    ),
    "a lead more": (replaced("责任主体: [财务处]", "责任主体: [财务处, 发展处]"), []),
    "another lead": (replaced("责任主体: [财务处]", "责任主体: [发展处]"), []),
    "an assistant": (replaced("协助单位: [财务处]", "协助单位: [财务处, 科技处]"), []),
    "a new task": (behind("2-3", task("2-4", NEW)), []),
    "a new task in the middle": (behind("2-1", task("2-4", NEW)), []),
    "a new unit": (both(NET, FOR_NET), []),
    "a new unit beside another": (both(NET, replaced("[财务处]", "[财务处, 网信办]")), []),
    "moved to another goal": (both(without("2-3"), behind("1-2", block("2-3"))), []),
    "another order": (both(without("2-1"), behind("2-3", block("2-1"))), []),
    "another name of a goal": (replaced("推动教育信息化典型示范引领工作", "抓好试点示范"), []),
    "split": (
        both(rewritten("9-1", "完成前期课题结题工作。"), behind("9-3", task("9-4", "设立一批信息化相关研究课题。"))),
        [],
    ),
    "renamed, and said so": (both(RENAMED, replaced("- 名称: 计财处\n", "- 名称: 计财处\n    曾用名: [财务处]\n")), []),
    "a task less": (without("2-3"), ["警告 缺任务 - 名称: 推进教育信息化基础设施建设"]),
    "a goal less": (lambda text: text[:FIRST] + text[LAST:], ["警告 缺任务 目标:"] * 3),
    "two put together under a new number": (
        both(without("10-2", "10-3"), behind("10-1", task("10-4", MERGED, "信保处"))),
        ["警告 缺任务 - 名称: 推动教育信息化典型示范引领工作"] * 2,
    ),
    "two put together under an old number": (
        both(without("10-3"), rewritten("10-2", MERGED)),
        ["警告 缺任务 - 名称: 推动教育信息化典型示范引领工作"],
    ),
    "nearly half less": (lambda text: text[: text.index("  - 名称: 做好教育信息化科研")], ["警告 缺任务 目标:"] * 16),
    "cut": (lambda text: text[: text.index("  - 名称: 推动基础教育信息技术与教学")], ["错误 缺段 目标:"]),
    "one more, and all below renumbered": (
        both(SHIFTED, numbered({"2-0": "2-1", "2-1": "2-2", "2-2": "2-3", "2-3": "2-4"})),
        ["错误 编号 - 编号: 2-1", "错误 编号 - 编号: 2-2", "错误 编号 - 编号: 2-3"],
    ),
    "one less, and all below renumbered": (
        both(without("2-1"), numbered({"2-2": "2-1", "2-3": "2-2"})),
        ["错误 编号 - 编号: 2-1", "错误 编号 - 编号: 2-2"],
    ),
    "two alike exchanged": (
        numbered({"10-2": "10-3", "10-3": "10-2"}),
        ["错误 编号 - 编号: 10-3", "错误 编号 - 编号: 10-2"],
    ),
    "one renumbered": (numbered({"2-3": "2-9"}), ["错误 编号 - 编号: 2-9"]),
    "renumbered and edited": (
        both(numbered({"2-3": "2-9"}), replaced("利用改薄工程等", "利用薄改工程等")),
        ["错误 编号 - 编号: 2-9"],
    ),
    "a number given again": (both(without("2-3"), behind("2-2", task("2-3", NEW))), ["错误 编号 - 编号: 2-3"]),
    "a number given again, passed over": (both(without("2-3"), behind("2-2", task("2-3  # 不查 编号", NEW))), []),
    "renamed, and not said": (RENAMED, ["错误 改名 - 名称: 计财处"]),
    "another name altogether": (replaced("基教二处", "义务教育处", -1), ["错误 改名 - 名称: 义务教育处"]),
    "another name, half of its tasks": (
        both(replaced("- 名称: 装备中心", f"- 名称: {SERVICE}"), replaced(", 装备中心]", f", {SERVICE}]", 2),
             replaced(", 装备中心]", "]")),
        [f"错误 改名 - 名称: {SERVICE}"],
    ),
    "a name like it, other tasks": (
        both(replaced("- 名称: 装备中心", "- 名称: 省装备中心"), replaced(", 装备中心]", "]", -1),
             behind("2-3", task("2-4", NEW, "省装备中心"))),
        ["错误 改名 - 名称: 省装备中心"],
    ),
    "a unit less": (both(replaced(CENTRE, ""), replaced(", 装备中心]", "]", -1)), ["警告 缺单位 单位:"]),
    "a unit less, another for other tasks": (
        both(NET, FOR_NET, replaced(CENTRE, ""), replaced(", 装备中心]", "]", -1)),
        ["警告 缺单位 单位:"],
    ),
}  # fmt: skip


def findings(project: Project) -> list[dict[str, Any]]:
    found = json.loads("\n".join(project.run("check", "--json").lines))
    return [one for one in found if one["规则"] in NAMES]


@pytest.mark.parametrize("case", CASES)
def test_what_an_edit_is_told(sent: Project, case: str) -> None:
    edit, expected = CASES[case]
    assert findings(sent) == []
    new = edit(PLAN)
    assert new != PLAN
    sent.write("plan.yaml", new)
    lines = [line.partition("  #")[0].strip() for line in new.splitlines()]
    found = [f"{one['级别']} {one['规则']} {lines[one['行'] - 1]}" for one in findings(sent)]
    assert found == expected


def test_every_rule_has_a_case() -> None:
    assert {one.split()[1] for _, expected in CASES.values() for one in expected} == NAMES


BASIS = "利用改薄工程等推进中小学校信息化基础设施建设。"
SAID = {
    "a task less": f"任务2-3“{BASIS}”不见了，它还有印发的公文和财务处报的进展；"
    f"不再做的不用管，变更通知会写明取消；误删的，照 {SENT} 补回",
    "cut": f"上次印发的 43 项任务只剩 21 项，计划好像缺了一段；照 {SENT} 补回；"
    "确是不再做的，在这一行末尾注明 # 不查 缺段",
    "one more, and all below renumbered": "编号2-1原来是“实现所有普通高等学校接入带宽不小于1Gbps,…”，"
    "现在是另一项任务，原来的好像编成了2-2（第 137 行）；印发的公文算到了这一项；"
    "这一项的编号空着，运行 render number，2-1还给原来的任务；确是同一项任务改写的，在这一行末尾注明 # 不查 编号",
    "one less, and all below renumbered": "编号2-1原来是“实现所有普通高等学校接入带宽不小于1Gbps,…”，"
    "现在是原来的2-2；印发的公文算到了这一项；"
    "这一项的编号改回2-2；确是同一项任务改写的，在这一行末尾注明 # 不查 编号",
    "one renumbered": f"任务2-3“{BASIS}”好像编成了2-9，印发的公文和财务处报的进展对不上；"
    "把编号改回2-3；确是另一项任务的，在这一行末尾注明 # 不查 编号",
    "a number given again": f"编号2-3原来是“{BASIS}”，现在是另一项任务；印发的公文和财务处报的进展算到了这一项；"
    "这一项的编号空着，运行 render number；确是同一项任务改写的，在这一行末尾注明 # 不查 编号",
    "renamed, and not said": "单位“财务处”不见了，“计财处”好像是它的新名称，印发的公文和报过的进展对不上；"
    "改了名的，给“计财处”写上 曾用名: [财务处]；不是同一个单位的，在这一行末尾注明 # 不查 改名",
    "a unit less": "单位“装备中心”不见了，它还有印发的公文；不再参加的不用管，变更通知会写明取消；"
    f"并入别的单位的，给那个单位写上 曾用名: [装备中心]；误删的，照 {SENT} 补回",
}


@pytest.mark.parametrize("case", SAID)
def test_what_is_said_of_it(sent: Project, case: str) -> None:
    sent.write("plan.yaml", CASES[case][0](PLAN))
    one = findings(sent)[0]
    assert f"{one['说明']}；{one['建议']}" == SAID[case]


def test_the_remedies_work(sent: Project) -> None:
    """An id left empty and numbered, an id given back, a former name."""
    new = both(SHIFTED, numbered({"2-0": "", "2-1": "2-1"}), RENAMED)(PLAN)
    named = replaced("- 名称: 计财处\n", "- 名称: 计财处\n    曾用名: [财务处]\n")
    sent.write("plan.yaml", named(new))
    assert sent.run("number").code == 0
    assert re.search(f"编号: 2-4 *\n        内容: {NEW}", Path("plan.yaml").read_text("utf-8"))
    assert findings(sent) == []


def test_a_build_tells_of_the_errors_alone_and_goes_on(sent: Project) -> None:
    edit = both(RENAMED, without("9-2"), numbered({"2-3": "2-9"}))
    sent.write("plan.yaml", edit(PLAN))
    for _ in range(2):  # nothing to do the second time: it is told all the same
        run = sent.run("build")
        assert run.code == 0
        assert [re.sub(r"[“，].*", "", error) for error in run.errors] == [
            "plan.yaml:37: 错误：单位",
            "plan.yaml:142: 错误：任务2-3",
        ]
        assert run.lines[-1].startswith("✓ ")
    sent.write("plan.yaml", without("9-2")(PLAN))
    assert sent.run("build").errors == []
    assert (sent.output / ".settled").exists()


def test_what_was_reported_and_never_sent(sent: Project) -> None:
    shutil.rmtree("issued")
    report(sent, {"财务处": ["2-3"], "基教二处": ["5-1", "5-2", "8-2", "8-3"], "省电教馆": ["5-2"]})
    assert findings(sent) == []
    other = both(replaced(OFFICE.format("基教二处"), ""), replaced("[基教二处]", "[发展处]", -1))
    sent.write("plan.yaml", both(RENAMED, without("5-1"), other)(PLAN))
    told = [f"{one['级别']}：{one['说明']}；{one['建议']}" for one in findings(sent)]
    assert told == [
        "错误：单位“财务处”不见了，“计财处”好像是它的新名称，报过的进展对不上；"
        "改了名的，给“计财处”写上 曾用名: [财务处]；不是同一个单位的，在这一行末尾注明 # 不查 改名",
        "警告：单位“基教二处”不见了，它还有报过的进展；不再参加的不用管；"
        "并入别的单位的，给那个单位写上 曾用名: [基教二处]；误删的，用备份补回",
        "警告：任务5-1不见了，它还有基教二处报的进展；不再做的不用管；误删的，用备份补回",
    ]
    sent.write("plan.yaml", without("5-1", "8-2", "8-3")(PLAN))
    assert [one["说明"] for one in findings(sent)] == ["报过进展的 5 项任务只剩 2 项，计划好像缺了一段"]


def test_progress_under_a_name_that_was_not_sent_any_more(sent: Project) -> None:
    new = RENAMED(PLAN)
    sent.write("plan.yaml", new)
    sent.write(SENT, new)
    (one,) = findings(sent)
    assert (one["级别"], one["说明"]) == ("错误", "单位“财务处”不见了，“计财处”好像是它的新名称，报过的进展对不上")


def test_what_was_taken_out_and_told_of_is_forgotten(sent: Project) -> None:
    other = both(replaced(OFFICE.format("财务处"), ""), replaced("[财务处]", "[发展处]", -1))
    new = both(without("2-3"), other)(PLAN)
    sent.write("plan.yaml", new)
    assert {one["规则"] for one in findings(sent)} == {"缺任务", "缺单位"}
    send(sent.root, "2017-06-01", new)
    assert findings(sent) == []


def test_broken_progress_is_told(sent: Project) -> None:
    sent.write("progress.yaml", "收取: [")
    for command in ("check", "build"):
        run = sent.run(command)
        assert (run.code, run.lines) == (1, [])
        assert run.errors[0].startswith("progress.yaml:1: 这份进展记录读不懂")
    (one,) = json.loads("\n".join(sent.run("check", "--json").lines))
    assert (one["级别"], one["文件"], one["行"]) == ("错误", "progress.yaml", 1)


IDS = re.findall("编号: (.*)", PLAN)
words = st.text("教育信息化平台建设推进试点应用与管理服务", min_size=1, max_size=8)


@st.composite
def ordinary(draw: st.DrawFn) -> str:
    """The real plan after one edit as offices make them."""
    name = draw(st.sampled_from(IDS))
    old = content(name)
    start = draw(st.integers(0, len(old) - 1))
    size = draw(st.integers(0, len(old) // 3))
    line = f"责任主体: {re.findall('责任主体: (.*)', block(name))[0]}"
    other = draw(st.sampled_from(["科技处", "体卫艺处", "装备中心"]))
    edits = [
        rewritten(name, f"文{old[:start]}{draw(words)}{old[start + size :]}"),
        replaced(block(name), re.sub("完成时间: .*", "完成时间: 2017年9月", block(name))),
        replaced(block(name), block(name).replace(line, f"责任主体: [{other}]")),
        behind(name, task("99-1", draw(words) + NEW, other)),
        without(name),
        both(without(name), behind(next(one for one in IDS if one[0] != name[0]), block(name))),
    ]
    return draw(st.sampled_from(edits))(PLAN)


@given(ordinary())
def test_an_ordinary_edit_is_no_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("改动")
    send(folder, "2017-03-05", PLAN)
    (folder / "plan.yaml").write_text(text, "utf-8")
    try:
        reading = read_plan(folder / "plan.yaml")
    except InputError:
        return  # a unit twice in one task, a goal without one: said already
    held = records(reading.plan, read_cabinet(folder / "issued"), Progress.model_validate({}))
    assert [one for one in lint(reading, "", identity_rules(held)) if one.level is Level.ERROR] == []
