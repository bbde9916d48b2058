"""`render import`: a table in Word, Excel or text becomes a plan that says the same."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from render.documents.document import Document, make_documents
from render.errors import InputError
from render.importing import draft_plan, plan_text, read_source
from render.importing.draft import Draft, DraftTask
from render.plan.model import Plan
from render.reader import read_plan
from render.reader.reading import plan_of
from render.writers import writer
from support.office import convert
from support.small_project import Project

ROOT = Path(__file__).parent.parent
SEED = Path(__file__).parent / "data" / "seed.txt"
REAL = read_plan(ROOT / "plan.yaml").plan
Told = list[tuple[str, str, list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]]]


def told(plan: Plan) -> Told:
    """All that a table says of a plan."""
    return [
        (goal.name, goal.content, [(t.content, t.deadline, t.leads, t.assistants) for t in goal.tasks])
        for goal in plan.goals
    ]


def made(plan: Plan) -> list[Document]:
    return list(make_documents(plan, ROOT / "templates"))


def exported(plan: Plan, kind: str, path: Path) -> Path:
    page = next(one.page for one in made(plan) if one.template == "table.html")
    path.write_bytes(writer(kind)(page))
    return path


def imported(path: Path) -> Plan:
    return plan_of(plan_text(draft_plan(read_source(path), str(path))), "新计划.yaml").plan


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_real_table_comes_back_whole(tmp_path: Path, kind: str) -> None:
    plan = imported(exported(REAL, kind, tmp_path / f"表.{kind}"))
    assert told(plan) == told(REAL)
    assert (plan.title, plan.year) == (REAL.title, 2017)
    assert [task.id for _, task in plan.tasks] == [task.id for _, task in REAL.tasks]
    named = {name for _, task in REAL.tasks for name in (*task.leads, *task.assistants)}
    assert {unit.name for unit in plan.units} == named


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_the_printed_numbers_come_back_as_ids(tmp_path: Path, kind: str) -> None:
    data = REAL.model_dump(mode="json", by_alias=True)
    for goal in data["目标"]:
        for task in goal["任务"]:
            task["编号"] = f"9{task['编号']}"
    plan = Plan.model_validate(data)
    back = imported(exported(plan, kind, tmp_path / f"表.{kind}"))
    assert [task.id for _, task in back.tasks] == [task.id for _, task in plan.tasks]
    assert told(back) == told(REAL)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_also_after_libreoffice_has_saved_it(tmp_path: Path, kind: str) -> None:
    convert([exported(REAL, kind, tmp_path / f"表.{kind}")], tmp_path / "存过", kind)
    assert told(imported(tmp_path / "存过" / f"表.{kind}")) == told(REAL)


def test_the_text_of_the_source_gives_the_plan_but_for_what_people_decided() -> None:
    plan = imported(SEED)
    assert [goal[:2] for goal in told(plan)] == [goal[:2] for goal in told(REAL)]
    different = [
        (old.id, key)
        for (_, old), (_, new) in zip(REAL.tasks, plan.tasks, strict=True)
        for key in ("content", "deadline", "leads", "assistants")
        if getattr(old, key) != getattr(new, key)
    ]
    # the cell beside 10-1 to 10-3 is cut, and only its last task shows the rest
    assert different == [("10-1", "assistants"), ("10-2", "assistants")]


def a_task(number: str, **fields: Any) -> dict[str, Any]:
    least = {"编号": number, "内容": f"第{number}件事", "完成时间": "2017年6月"}
    return least | {"责任主体": ["财务处"], "协助单位": ["人事处"]} | fields


FIELDS = {
    "序号": "二十七", "目标值": "98%", "责任领导": "张三", "主责单位": ["办公室"], "等": True, "备注": "续建",
    "节点": [{"时间": "3月底前", "内容": "印发方案"}, {"时间": "9月底前", "内容": "全面铺开"}],
    "其他": {"资金来源": "自筹"},
}  # fmt: skip
INNER = [
    {"名称": "甲一", "内容": "内容", "任务": [a_task("1-1"), a_task("1-2")]},
    {"名称": "甲二", "任务": [a_task("2-1")]},
]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("body", [
    {"目标": [{"名称": "目标甲", "任务": [a_task("1-1", **FIELDS), a_task("1-2")]}]},
    {"目标": [{"名称": "目标甲", "目标": INNER}], "任务": [a_task("3-1")]},
    {"任务": [a_task("1-1"), a_task("1-2", 完成时间="")]},
    {"表": {"名": {"具体任务": "工作措施", "责任主体": "牵头部门"}}, "任务": [a_task("1-1"), a_task("1-2")]},
])  # fmt: skip
def test_every_field_and_goals_in_goals_come_back(tmp_path: Path, body: dict[str, Any], kind: str) -> None:
    units = [{"名称": name, "类别": "机关处室"} for name in ("财务处", "人事处", "办公室")]
    plan = Plan.model_validate({"标题": "2017年计划", "年度": 2017, "单位": units, **body})
    back = imported(exported(plan, kind, tmp_path / f"表.{kind}"))
    assert (back.goals, back.own_tasks) == (plan.goals, plan.own_tasks)


@pytest.mark.parametrize("table", [{}, {"目标编号": False}])
def test_a_number_that_a_goal_is_called_by_is_not_taken_for_one_of_ours(tmp_path: Path, table: dict[str, Any]) -> None:
    units = [{"名称": name, "类别": "机关处室"} for name in ("财务处", "人事处")]
    names = ["（一）中心一体化", "1.5代网络", "目标丙"]
    goals = [{"名称": name, "任务": [a_task(f"{n}-1")]} for n, name in enumerate(names, 1)]
    plan = Plan.model_validate({"标题": "2017年计划", "年度": 2017, "单位": units, "目标": goals, "表": table})
    assert [goal.name for goal in imported(exported(plan, "xlsx", tmp_path / "表.xlsx")).goals] == names


KINDS = {
    "内设机构": ["财务科", "公共服务股", "办公室", "相关处室"], "直属单位": ["县图书馆", "执法大队", "信息中心"],
    "下级政府": ["各县（市、区）", "各县（市、区）人民政府", "甲县", "各乡镇", "东街街道办事处"],
    "下级部门": ["各市、县财政局", "各县发展改革委"], "教育局": ["各市、县教育局"], "企业": ["水务集团", "供电公司"],
    "社会组织": ["流通协会"], "省属高校": ["西北大学"], "学校": ["第一中学"], "所属部门": ["市财政局", "高新区管委会"],
}  # fmt: skip


@pytest.mark.parametrize("governed", [True, False])
def test_units_get_the_kind_that_their_names_tell(governed: bool) -> None:
    wanted = {name: kind for kind, names in KINDS.items() for name in names if governed or kind != "下级政府"}
    draft = Draft("计划", "2017", [], [DraftTask("甲事", leads=[*wanted])], [])
    data = yaml.safe_load(plan_text(draft))
    peers = {} if governed else dict.fromkeys(KINDS["所属部门"], "同级部门")
    assert {unit["名称"]: unit["类别"] for unit in data["单位"]} == wanted | peers
    assert data["发文"]["层级"] == ("政府" if governed else "部门")


SIGNS = "甲乙丙、，。《》（）[]{}:#&*!|>%@'\"=+- 0129ab<>喆"
texts = st.text(SIGNS, min_size=1, max_size=25).map(str.strip).filter(bool)
names = st.lists(
    st.sampled_from(["财务处", "各市、县教育局", "西北大学", "A&B 中心", "喆=处", "+办"]), unique=True, max_size=3
)
deadlines = st.sampled_from(["2017年2月", "2017年2月15日", "2017年底", "长期"])


@st.composite
def plans(draw: Any) -> Plan:
    goals = []
    for g in range(draw(st.integers(1, 3))):
        tasks = []
        for t in range(draw(st.integers(1, 4))):
            leads, others = draw(names.filter(bool)), draw(names)
            helpers = [name for name in others if name not in leads]
            task = {"编号": f"{g + 1}-{t + 1}", "内容": draw(texts), "完成时间": draw(deadlines)}
            tasks.append({**task, "责任主体": leads, "协助单位": helpers})
        goals.append({"名称": draw(texts), "内容": draw(texts), "任务": tasks})
    known = {name for goal in goals for task in goal["任务"] for name in (*task["责任主体"], *task["协助单位"])}
    units = [{"名称": name, "类别": "机关处室"} for name in sorted(known)]
    return Plan.model_validate({"标题": "2017年计划", "年度": 2017, "单位": units, "目标": goals})


def readable(plan: Plan) -> bool:
    """Whether plan.yaml can say it: a text in quotes, say, is refused as a slip of the hand."""
    try:
        plan_of(yaml.safe_dump(plan.model_dump(mode="json", by_alias=True), allow_unicode=True, width=2**20), "")
    except InputError:
        return False
    return True


@given(plans().filter(readable), st.sampled_from(["docx", "xlsx"]))
def test_what_is_exported_comes_back(tmp_path_factory: pytest.TempPathFactory, plan: Plan, kind: str) -> None:
    path = exported(plan, kind, tmp_path_factory.mktemp("表") / f"表.{kind}")
    assert told(imported(path)) == told(plan)


def test_a_goal_longer_than_a_page_is_one_goal(tmp_path: Path) -> None:
    data = REAL.model_dump(mode="json", by_alias=True)
    first = data["目标"][0]
    first["任务"] = [{**first["任务"][0], "编号": f"1-{n}", "内容": f"第{n}项任务。"} for n in range(1, 61)]
    plan = Plan.model_validate({**data, "目标": [first]})
    for kind in ("docx", "xlsx"):
        assert told(imported(exported(plan, kind, tmp_path / f"长.{kind}"))) == told(plan)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


ROWS = [
    ["序号", "责任单位", "配合单位", "重点任务", "工作目标", "完成时限"],
    ["1", "财务处、人事处", "省电教馆", "甲事", "一、目标甲", "2017年 6 月"],
    ["2", "", "", "乙事", "", ""],
    ["3", "西北大学", "", "丙事", "二、目标乙", "尽快"],
]


def word_table(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("2017年工作台账")
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.save(str(path))


def excel_table(path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.append(["2017年工作台账"])
    for row in ROWS:
        sheet.append(row)
    workbook.save(path)


@pytest.mark.parametrize(("name", "make", "place"), [
    ("表.docx", word_table, "第 1 个表"), ("表.xlsx", excel_table, "工作表“Sheet”"),
])  # fmt: skip
def test_a_table_of_another_office(project: Project, name: str, make: Callable[[Path], None], place: str) -> None:
    make(Path(name))
    run = project.run("import", name, "--out", "新计划.yaml")
    row = 3 if name.endswith("docx") else 4
    filled = [f"{place}第 {row} 行“{key}”: 空着，照上一行填了" for key in ("责任主体", "完成时间")]
    said = f"{place}第 {row + 1} 行“完成时间”: “尽快”看不出是哪一天，另写一行 截止: 2017年12月31日"
    assert (run.code, run.errors) == (0, [*filled, said])
    text = Path("新计划.yaml").read_text("utf-8")
    assert f"# 待核对：{place}第 {row} 行“完成时间”：空着，照上一行填了" in text
    data = yaml.safe_load(text)
    assert data["标题"] == "2017年工作台账"
    assert [(goal["名称"], [list(task.values()) for task in goal["任务"]]) for goal in data["目标"]] == [
        ("目标甲", [
            ["1-1", "甲事", "2017年6月", ["财务处", "人事处"], ["省电教馆"], "1"],
            ["1-2", "乙事", "2017年6月", ["财务处", "人事处"], [], "2"],
        ]),
        ("目标乙", [["2-1", "丙事", "尽快", ["西北大学"], [], "3"]]),
    ]  # fmt: skip
    kinds = [unit["类别"] for unit in data["单位"]]
    assert kinds == ["内设机构", "内设机构", "直属单位", "省属高校"]


HINT = '表头要有“具体任务”“责任主体”这样的列名，或用 --columns "任务=…,牵头=…" 指定'
LEDGER = "这是总台账：导入了任务和编号；工作内容、单位的类别不在台账里，进展和统计表没有导入"
TRACKER = "这是一个单位的任务台账，只有这个单位的任务；收进展用 render collect；导入要用任务分解表或总台账"


def workbook_of(template: str, path: Path, marked: bool) -> None:
    """One of our workbooks, of a plan whose ids are not in a row; also as programs leave it that know no marks."""
    data = REAL.model_dump(mode="json", by_alias=True)
    data["目标"][0]["任务"][1]["编号"] = "1-7"
    plan = Plan.model_validate(data)
    path.write_bytes(writer("xlsx")(next(one.page for one in made(plan) if one.template == template)))
    if not marked:
        book: Any = openpyxl.load_workbook(path)
        for name in book.custom_doc_props.names:
            del book.custom_doc_props[name]
        book.save(path)


@pytest.mark.parametrize("marked", [True, False])
def test_a_ledger_is_read_as_the_tasks_that_it_holds(project: Project, marked: bool) -> None:
    workbook_of("ledger.html", Path("总台账.xlsx"), marked)
    run = project.run("import", "总台账.xlsx", "--out", "新计划.yaml")
    assert run.errors[0] == f"总台账.xlsx: {LEDGER}"
    text = Path("新计划.yaml").read_text("utf-8")
    assert f"# 待核对：{LEDGER}\n" in text
    data = yaml.safe_load(text)
    for goal in data["目标"]:
        goal["内容"] = "内容"
    plan = plan_of(yaml.safe_dump(data, allow_unicode=True, width=2**20), "").plan
    assert [(name, tasks) for name, _, tasks in told(plan)] == [(name, tasks) for name, _, tasks in told(REAL)]
    ids = [task.id for _, task in REAL.tasks]
    assert [task.id for _, task in plan.tasks] == [ids[0], "1-7", *ids[2:]]
    assert (plan.title, plan.year) == (REAL.title, 2017)


@pytest.mark.parametrize("marked", [True, False])
def test_a_tracker_of_one_unit_is_refused(project: Project, marked: bool) -> None:
    workbook_of("tracker.html", Path("台账.xlsx"), marked)
    run = project.run("import", "台账.xlsx", "--out", "新计划.yaml")
    assert (run.code, run.errors) == (1, [f"台账.xlsx: {TRACKER}"])
    assert not Path("新计划.yaml").exists()


@pytest.mark.parametrize(("ids", "kept"), [
    (["2-1", "2-5", "9-1"], ["2-1", "2-5", "9-1"]),
    (["1", "2", "3"], ["1-1", "1-2", "2-1"]),
    (["2-1", "2-1", "9-1"], ["1-1", "1-2", "2-1"]),
    (["2-1", "", "9-1"], ["1-1", "1-2", "2-1"]),
])  # fmt: skip
def test_ids_are_kept_where_all_are_ids_and_sheets_without_a_header_are_left_out(
    tmp_path: Path, ids: list[str], kept: list[str]
) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["任务编号", "工作目标", "工作内容", "具体任务", "完成时间", "责任主体"])
    for name, goal, task in zip(ids, ["目标甲", "目标甲", "目标乙"], ["甲事", "乙事", "丙事"], strict=True):
        sheet.append([name, goal, "内容", task, "2017年6月", "财务处"])
    other = book.create_sheet("统计")
    other.append(["单位", "任务数", "已完成", "推进中", "需协调", "未启动"])
    other.append(["财务处", "2", "0", "0", "0", "2"])
    book.create_sheet("空表")
    book.save(tmp_path / "表.xlsx")
    draft = draft_plan(read_source(tmp_path / "表.xlsx"), "表.xlsx")
    tasks = [task for goal in yaml.safe_load(plan_text(draft))["目标"] for task in goal["任务"]]
    assert [task["编号"] for task in tasks] == kept
    assert [str(task.get("序号", "")) for task in tasks] == (["", "", ""] if kept == ids else ids)
    told = ["没有分解表的表头，没有导入"]
    told += [] if kept == ids else ["“编号”一列不都是 1-1 这样的写法，或有重复的，放进了“序号”，另编了号"]
    assert [note.message for note in draft.notes] == told


def test_nothing_is_overwritten_and_bad_files_are_told(project: Project) -> None:
    before = Path("plan.yaml").read_bytes()
    run = project.run("import", str(SEED), "--out", "plan.yaml")
    assert (run.code, run.errors) == (1, ["plan.yaml: 已有这个文件，没有动它；换一个名字"])
    assert Path("plan.yaml").read_bytes() == before
    save = "用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 再导入"
    Path("坏.docx").write_bytes(b"PK")
    Path("空.txt").write_text("甲\t乙\n", "utf-8")
    for name, said in {
        "旧.ppt": f"不能导入“.ppt”文件；{save}",
        "旧.doc": "找不到这个文件；请核对文件名",
        "没有.docx": "找不到这个文件；请核对文件名",
        "坏.docx": f"文件已损坏，或不是这种格式；{save}",
        "空.txt": f"没有找到任务分解表；看到的列名——表：甲→？、乙→？。{HINT}",
    }.items():
        run = project.run("import", name, "--out", "新.yaml")
        assert (run.code, run.errors) == (1, [f"{name}: {said}"])
    assert not Path("新.yaml").exists()


def test_the_text_of_the_source_through_the_command(project: Project) -> None:
    run = project.run("import", str(SEED), "--out", "新计划.yaml")
    doubt = "文字里分不清空格子和合并的格子，空着的照上一行填了，请核对时限和单位"
    assert (run.code, run.errors) == (0, [f"{SEED}: {doubt}"])
    end = "请核对单位的类别和标有“待核对”的地方"
    assert run.lines == [f"✓ 14 项目标，43 项任务，32 个单位，写到 新计划.yaml；{end}"]
    assert project.run("check", "--plan", "新计划.yaml").code == 0
    assert io.StringIO(Path("新计划.yaml").read_text("utf-8")).readline().startswith("# yaml-language-server")
