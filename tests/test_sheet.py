"""`render sheet`: the plan as a workbook that is edited in Excel, and back into plan.yaml."""

import datetime
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from render.reader.reading import plan_of
from render.sheet.back import Return, brought_back
from render.sheet.names import names_in, names_text
from render.sheet.opening import open_book
from render.sheet.workbook import workbook
from support.office import convert
from support.small_project import Project, Run

PLAN = """\
# 开头的说明
标题: "2017年计划"   # 标题的说明
年度: 2017
发文:
  机关: ''
  代字: 某财函  # 代字的说明

单位:
  # 处室
  - {名称: 财务处, 类别: 机关处室, 别名: [财务]}   # 花括号
  - 名称: 人事处
    类别: 机关处室   # 请核对
  - 名称: 各市、县教育局
    类别: 教育局
    群体: true
    成员:
      - 甲市教育局  # 一
      - 乙市教育局
  - {名称: 办公室, 类别: 机关处室}

目标:
  - 名称: 目标一
    内容: '内容'
    任务:
      # 第一项的说明
      - 编号: 1-1   # 编号的说明
        内容: "甲事：'引号'、\\"双引号\\""
        完成时间: 2017年2月
        责任主体: [ 财务处 ]   # 牵头的说明
        协助单位:
          - 人事处   # 一
          # 两行之间
          - 各市、县教育局

      - {编号: 1-2, 内容: "=SUM(A1)", 完成时间: 2017年3月, 责任主体: [人事处], 备注: 'a, b'}
      - 编号: 1-3
        内容: |
          _x0041_ 一段
        完成时间:
        责任主体: [财务]
        节点: [{时间: 3月底前, 内容: 印发方案}]
        其他: {经费: "'10万"}
  # 目标二的说明
  - 名称: 目标二
    任务:
      - 编号: 2-1
        内容: 丁事
        责任主体: [办公室]
"""
Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def made() -> bytes:
    return workbook(PLAN, plan_of(PLAN, "").plan)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: bytes) -> Project:
    monkeypatch.chdir(tmp_path)
    found = Project(tmp_path)
    found.write("plan.yaml", PLAN)
    Path("plan.xlsx").write_bytes(made)
    return found


def edit(change: Change, path: str = "plan.xlsx") -> None:
    book: Any = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def cell(book: Any, sheet: str, row: str, word: str) -> Any:
    """The cell of a row, known by the text in any of its cells, under a word."""
    found = book[sheet]
    column = next(one.column for one in found[1] if one.value == word)
    number = next(cells[0].row for cells in found.iter_rows(min_row=2) if row in [one.value for one in cells])
    return found.cell(number, column)


def back(project: Project, *options: str) -> Run:
    return project.run("sheet", "--back", "plan.xlsx", "--yes", *options)


def text() -> str:
    return Path("plan.yaml").read_bytes().decode()


def changed(project: Project, change: Change, *pairs: tuple[str, str], options: tuple[str, ...] = ()) -> Run:
    """Edit the workbook and bring it back; of plan.yaml nothing but some pieces may be otherwise."""
    edit(change)
    run = back(project, *options)
    expected = PLAN
    for old, new in pairs:
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert (run.code, text()) == (0 if pairs else run.code, expected), run.errors
    return run


# ---- what is changed in cells ----

QUOTED = '"甲事：\'引号\'、\\"双引号\\""'
VALUES: dict[str, tuple[tuple[str, str, str], object, tuple[str, str]]] = {
    "plain": (("任务", "1-1", "完成时间"), "2017年6月", ("2017年2月\n", "2017年6月\n")),
    "quoted": (("任务", "1-1", "具体任务"), "乙：\"事\"'\\", (QUOTED, '"乙：\\"事\\"\'\\\\"')),
    "flow": (("任务", "1-2", "备注"), "a, b]}", ("'a, b'", "'a, b]}'")),
    "text with =": (("任务", "1-2", "具体任务"), "'=1", ('"=SUM(A1)"', "\"'=1\"")),
    "empty": (("任务", "1-3", "完成时间"), "长期", ("完成时间:\n", "完成时间: 长期\n")),
    "emptied": (("任务", "1-1", "完成时间"), None, ("完成时间: 2017年2月", '完成时间: ""')),
    "lacking": (("任务", "2-1", "完成时间"), "长期", ("丁事\n", "丁事\n        完成时间: 长期\n")),
    "lacking in braces": (("任务", "1-2", "协助单位"), "办公室", ("{编号: 1-2", "{协助单位: [办公室], 编号: 1-2")),
    "lacking own": (("任务", "2-1", "经费"), "5万", ("[办公室]\n", "[办公室]\n        其他: {经费: 5万}\n")),
    "own": (("任务", "1-3", "经费"), "8万", ("\"'10万\"", '"8万"')),
    "block text": (("任务", "1-3", "具体任务"), "新的一段", (" |\n          _x0041_ 一段\n", " 新的一段\n")),
    "list": (("任务", "1-1", "责任主体"), "财务处、办公室", ("[ 财务处 ]", "[财务处, 办公室]")),
    "list by lines": (
        ("任务", "1-1", "协助单位"),
        "各市、县教育局，办公室；",
        ("          - 人事处   # 一\n          # 两行之间\n          - 各市、县教育局\n",
         "          # 两行之间\n          - 各市、县教育局\n          - 办公室\n"),
    ),
    "milestones": (
        ("任务", "1-3", "节点"),
        "3月底前：印发方案\n5月：做完",
        ("印发方案}]", "印发方案}, {时间: 5月, 内容: 做完}]"),
    ),
    "several lines": (("任务", "2-1", "具体任务"), "丁事，\n 再做", ("丁事", "丁事，再做")),
    "hostile": (("任务", "2-1", "具体任务"), "# [a]: *b - 𠮷 & <i>", ("丁事", "'# [a]: *b - 𠮷 & <i>'")),
    "day": (("任务", "1-1", "完成时间"), datetime.date(2017, 9, 5), ("2017年2月\n", "2017年9月5日\n")),
    "number": (("任务", "2-1", "备注"), 12, ("[办公室]\n", "[办公室]\n        备注: '12'\n")),
    "head": (("发文", "标题", "内容"), "新标题", ('"2017年计划"', '"新标题"')),
    "head lacking": (("发文", "联系人", "内容"), "王五", ("# 代字的说明\n", "# 代字的说明\n  联系人: 王五\n")),
    "codes": (("发文", "代字", "内容"), "任务通知：甲；督办通知：乙", ("某财函", "{任务通知: 甲, 督办通知: 乙}")),
    "year": (("发文", "年度", "内容"), 2018, ("年度: 2017", "年度: 2018")),
    "level": (("发文", "机关", "内容"), "某厅", ("机关: ''", "机关: '某厅'")),
    "unit": (("单位", "人事处", "群体"), "是", ("# 请核对\n", "# 请核对\n    群体: true\n")),
    "members": (("单位", "各市、县教育局", "成员"), "甲市教育局", ("      - 乙市教育局\n", "")),
    "goal": (("目标", "目标二", "名称"), "目标贰", ("名称: 目标二", "名称: 目标贰")),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_one_cell_changes_one_value_and_not_one_other_byte(project: Project, name: str) -> None:
    place, value, pair = VALUES[name]
    changed(project, lambda book: setattr(cell(book, *place), "value", value), pair)


def test_a_renamed_unit_is_renamed_wherever_it_stands(project: Project) -> None:
    run = changed(
        project,
        lambda book: setattr(cell(book, "单位", "人事处", "名称"), "value", "人事教育处"),
        ("名称: 人事处\n    类别: 机关处室   # 请核对\n",
         "名称: 人事教育处\n    类别: 机关处室   # 请核对\n    曾用名: [人事处]\n"),
        ("          - 人事处   # 一\n          # 两行之间\n          - 各市、县教育局\n",
         "          - 人事教育处\n          # 两行之间\n          - 各市、县教育局\n"),
        ("责任主体: [人事处]", "责任主体: [人事教育处]"),
    )  # fmt: skip
    assert "  改名  人事处→人事教育处" in run.lines


# ---- rows ----


def row(book: Any, sheet: str, **texts: object) -> None:
    """A new row below all others."""
    found = book[sheet]
    words = {one.value: one.column for one in found[1]}
    number = found.max_row + 1
    for word, value in texts.items():
        found.cell(number, words[word]).value = value


def test_a_new_row_is_a_task_at_the_end_of_its_goal_with_a_number_and_is_not_taken_twice(project: Project) -> None:
    new = "      - 编号: 1-4\n        内容: '# 新事'\n        责任主体: [财务处]\n        协助单位: []\n"
    run = changed(
        project,
        lambda book: row(book, "任务", 工作目标="目标一", 具体任务="# 新事", 责任主体="财务处"),
        ("  # 目标二的说明\n", new + "  # 目标二的说明\n"),
    )
    assert run.lines[-3] == "1-4  # 新事（第 43 行）"
    assert back(project).lines[-1] == "✓ plan.xlsx 里没有要写的改动"
    edit(lambda book: setattr(cell(book, "任务", "# 新事", "备注"), "value", "后来加的"))
    assert "与任务1-4的一样，别的不同" in back(project).errors[0]


def test_deleted_rows_are_confirmed_by_name(project: Project) -> None:
    edit(lambda book: book["任务"].delete_rows(cell(book, "任务", "1-1", "编号").row))
    run = back(project)
    assert (run.code, text()) == (1, PLAN)
    assert "表里少了任务1-1；确实要删，加上 --delete 1-1" in run.errors
    assert back(project, "--delete", "1-1").code == 0
    start = PLAN.index("      - 编号: 1-1")
    assert text() == PLAN[:start] + PLAN[PLAN.index("\n      - {编号: 1-2") :]


def test_moved_rows_keep_their_lines(project: Project) -> None:
    start, end = PLAN.index("      # 第一项的说明"), PLAN.index("\n      - {编号: 1-2")
    edit(lambda book: setattr(cell(book, "任务", "1-1", "工作目标"), "value", "目标二"))
    assert back(project).code == 0
    assert text() == PLAN[:start] + PLAN[end:] + PLAN[start:end]


def test_goals_and_units_come_and_go_with_their_tasks(project: Project) -> None:
    def change(book: Any) -> None:
        row(book, "单位", 名称="审计、监察处", 类别="机关处室")
        row(book, "目标", 名称="目标三")
        cell(book, "任务", "1-1", "工作目标").value = "目标三"
        row(book, "任务", 工作目标="目标三", 具体任务="新事", 责任主体="“审计、监察处”、办公室")
        book["任务"].delete_rows(cell(book, "任务", "2-1", "编号").row)
        book["目标"].delete_rows(cell(book, "目标", "目标二", "名称").row)

    edit(change)
    assert back(project, "--delete", "2-1", "--delete", "目标二").code == 0
    plan = plan_of(text(), "").plan
    assert [goal.name for goal in plan.goals] == ["目标一", "目标三"]
    assert [task.id for task in plan.goals[1].tasks] == ["1-1", "1-4"]
    assert plan.goals[1].tasks[1].leads == ("审计、监察处", "办公室")
    assert "# 第一项的说明" in text()
    assert "- 人事处   # 一" in text()


OTHER_FORMS = """\
标题: 计划
年度: 2017
单位: [{名称: 甲处, 类别: 机关处室}, {名称: 乙处, 类别: 机关处室}]
目标:
- 名称: 甲
  目标:
  - 名称: 子
    任务:
    - 编号: 1-1
      内容: 一
      责任主体:
      - 甲处
      # 下面一项
    # 第二项的说明
    - 编号: 1-2
      内容: 二  # 尾注
      责任主体: [乙处]
  - 名称: 丑
    任务: [{编号: 2-1, 内容: 三, 责任主体: [甲处]}]
- {名称: 乙, 任务: [{编号: 3-1, 内容: 四, 责任主体: [乙处]}, {编号: 3-2, 内容: 五, 责任主体: [甲处]}]}
任务:
- 编号: 9-1
  内容: 根
  责任主体: [甲处]
"""
MOVES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "into brackets": ("甲／丑", (
        ("    # 第二项的说明\n    - 编号: 1-2\n      内容: 二  # 尾注\n      责任主体: [乙处]\n", ""),
        ("    任务: [{编号: 2-1, 内容: 三, 责任主体: [甲处]}]",
         "    # 第二项的说明\n    # 尾注\n"
         "    任务: [{编号: 2-1, 内容: 三, 责任主体: [甲处]}, {编号: 1-2, 内容: 二, 责任主体: [乙处]}]"),
    )),
    "to no goal": ("", (
        ("    # 第二项的说明\n    - 编号: 1-2\n      内容: 二  # 尾注\n      责任主体: [乙处]\n", ""),
        ("根\n  责任主体: [甲处]\n",
         "根\n  责任主体: [甲处]\n# 第二项的说明\n- 编号: 1-2\n  内容: 二  # 尾注\n  责任主体: [乙处]\n"),
    )),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVES)
def test_tasks_move_between_forms_and_levels(project: Project, name: str) -> None:
    project.write("plan.yaml", OTHER_FORMS)
    Path("plan.xlsx").unlink()
    project.run("sheet")
    goal, pairs = MOVES[name]
    edit(lambda book: setattr(cell(book, "任务", "1-2", "工作目标"), "value", goal or None))
    run, expected = back(project), OTHER_FORMS
    for old, new in pairs:
        expected = expected.replace(old, new)
    assert (run.code, text()) == (0, expected), run.errors


def test_tasks_leave_brackets_and_a_goal_that_has_none_left_is_told(project: Project) -> None:
    project.write("plan.yaml", OTHER_FORMS)
    Path("plan.xlsx").unlink()
    project.run("sheet")
    edit(lambda book: setattr(cell(book, "任务", "3-1", "工作目标"), "value", "甲／子"))
    assert back(project).code == 0
    moved = "    - 编号: 3-1\n      内容: 四\n      责任主体: [乙处]\n"
    expected = OTHER_FORMS.replace("{编号: 3-1, 内容: 四, 责任主体: [乙处]}, ", "")
    assert text() == expected.replace("  - 名称: 丑\n", f"{moved}  - 名称: 丑\n")
    edit(lambda book: setattr(cell(book, "任务", "3-2", "工作目标"), "value", "甲／子"))
    assert back(project).errors == [
        "plan.xlsx: 目标“乙”一项任务也没有了；在工作表“目标”里也删去它的行，或给它留一项任务"
    ]


# ---- what both have changed ----


def test_what_was_changed_in_plan_yaml_meanwhile_stays(project: Project) -> None:
    edit(lambda book: setattr(cell(book, "任务", "1-1", "完成时间"), "value", "2017年6月"))
    project.change("内容: 丁事", "内容: 戊事")
    project.change("名称: 办公室", "名称: 综合办, 曾用名: [办公室]")
    project.change("责任主体: [办公室]", "责任主体: [综合办]")
    before = text()
    assert back(project).code == 0
    assert text() == before.replace("2017年2月\n", "2017年6月\n")


def test_a_conflict_is_told_with_all_values_and_nothing_is_written(project: Project) -> None:
    edit(lambda book: setattr(cell(book, "任务", "1-1", "完成时间"), "value", "2017年6月"))
    project.change("完成时间: 2017年2月", "完成时间: 2017年8月")
    before, run = text(), back(project)
    assert (run.code, text()) == (1, before)
    assert run.errors == [
        "plan.xlsx: 任务1-1的完成时间两边都改了：生成表时是“2017年2月”，plan.yaml 现在是“2017年8月”，表里是“2017年6月”"
        "；在表里或 plan.yaml 里改成一样的，再读一次；什么都没有写"
    ]
    project.change("完成时间: 2017年8月", "完成时间: 2017年6月")
    assert back(project).lines == ["✓ plan.xlsx 里没有要写的改动"]


@pytest.mark.parametrize("deleted_in_plan", [True, False])
def test_what_one_side_deleted_and_the_other_changed_is_a_conflict(project: Project, deleted_in_plan: bool) -> None:
    task = PLAN[PLAN.index("      - {编号: 1-2") : PLAN.index("      - 编号: 1-3")]
    if deleted_in_plan:
        edit(lambda book: setattr(cell(book, "任务", "1-2", "备注"), "value", "改了"))
        project.change(task, "")
    else:
        edit(lambda book: book["任务"].delete_rows(cell(book, "任务", "1-2", "编号").row))
        project.change("'a, b'", "'c'")
    before, run = text(), back(project, "--delete", "1-2")
    assert (run.code, text(), len(run.errors)) == (1, before, 1)
    assert run.errors[0].startswith("plan.xlsx: 任务1-2：")


# ---- what is refused or told ----


def _formula(book: Any) -> None:
    cell(book, "任务", "1-1", "完成时间").value = "=A1"


def _merged(book: Any) -> None:
    book["任务"].merge_cells("C2:C3")


def _no_column(book: Any) -> None:
    book["任务"].delete_cols(4)  # 节点


def _no_sheet(book: Any) -> None:
    del book["单位"]


def _no_base(book: Any) -> None:
    del book["_原样"]


def _other_base(book: Any) -> None:
    book["_原样"]["A2"].value = "eJw="


def _number_typed(book: Any) -> None:
    row(book, "任务", 编号="3-1", 工作目标="目标一", 具体任务="x", 责任主体="财务处")


def _number_twice(book: Any) -> None:
    row(book, "任务", 编号="1-1", 工作目标="目标一", 具体任务="x", 责任主体="财务处")


def _no_goal(book: Any) -> None:
    cell(book, "任务", "1-1", "工作目标").value = "目标1"


def _goal_with_tasks(book: Any) -> None:
    book["目标"].delete_rows(cell(book, "目标", "目标二", "名称").row)


def _strange_unit(book: Any) -> None:
    cell(book, "任务", "1-1", "责任主体").value = "财物处"


def _bad_flag(book: Any) -> None:
    cell(book, "单位", "人事处", "群体").value = "大概"


def _bad_milestone(book: Any) -> None:
    cell(book, "任务", "1-3", "节点").value = "印发方案"


REFUSED: dict[Change, str] = {
    _formula: "的 E2 是公式，没有算好的值",
    _merged: "的 C2:C3 合并了",
    _no_column: "没有“节点”一栏",
    _no_sheet: "工作表“单位”不见了",
    _no_base: "隐藏的工作表不见了",
    _other_base: "隐藏的工作表被改过",
    _number_typed: "编号“3-1”不是这张表原有的",
    _number_twice: "编号 1-1 写了 2 次",
    _no_goal: "没有目标“目标1”",
    _goal_with_tasks: "目标“目标二”的行删了，它还有任务2-1",
    _strange_unit: "照表改，plan.yaml 就读不通：目标1·任务1-1 的责任主体“财物处”不在单位名录中",
    _bad_flag: "群体“大概”看不懂",
    _bad_milestone: "节点“印发方案”看不出是什么时候",
}


@pytest.mark.parametrize("change", REFUSED)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(project: Project, change: Change) -> None:
    edit(change)
    run = back(project, "--delete", "目标二")
    assert (run.code, text()) == (1, PLAN)
    assert REFUSED[change] in run.errors[0], run.errors


def test_what_stands_beside_the_plan_is_told(project: Project) -> None:
    def change(book: Any) -> None:
        from openpyxl.comments import Comment

        sheet = book["任务"]
        sheet.cell(1, sheet.max_column + 1).value = "进度"
        sheet.cell(2, sheet.max_column).value = "一半"
        sheet["C3"].comment = Comment("请再想想", "某人")
        sheet["C4"].font = openpyxl.styles.Font(strike=True)
        book.create_sheet("草稿")["A1"] = 1
        sheet.merge_cells("B2:B4")

    edit(change)
    run = back(project)
    assert (run.lines, text()) == (["✓ plan.xlsx 里没有要写的改动"], PLAN)
    told = "\n".join(run.errors)
    for piece in ("多出的“进度”一栏", "批注，没有读：“请再想想”", "C4 的字划了删除线", "多出的工作表“草稿”"):
        assert piece in told
    assert "没有读回的东西" not in told
    again = project.run("sheet")
    assert again.code == 1
    assert "里面有没读回的东西，没有动它" in again.errors[0]


def test_a_workbook_with_edits_is_not_written_over(project: Project) -> None:
    edit(lambda book: setattr(cell(book, "任务", "1-1", "完成时间"), "value", "2017年6月"))
    before = Path("plan.xlsx").read_bytes()
    run = project.run("sheet")
    assert (run.code, Path("plan.xlsx").read_bytes()) == (1, before)
    assert back(project).code == 0
    assert project.run("sheet").lines[0] == "✓ plan.xlsx：4 项任务，4 个单位"
    assert project.run("sheet").lines[0] == "✓ plan.xlsx 就是现在的计划，没有重写"
    Path("plan.xlsx").write_bytes(b"PK something else")
    assert project.run("sheet").code == 1
    assert Path("plan.xlsx").read_bytes() == b"PK something else"


def test_nobody_answers(project: Project) -> None:
    edit(lambda book: setattr(cell(book, "任务", "1-1", "完成时间"), "value", "2017年6月"))
    run = project.run("sheet", "--back", "plan.xlsx")
    assert (run.code, text()) == (1, PLAN)
    assert "      完成时间：2017年[-2-]{+6+}月" in run.lines


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_ends_and_the_mark_stay(project: Project, end: str, mark: str, last: str) -> None:
    old = mark + PLAN.rstrip("\n").replace("\n", end) + last.replace("\n", end)
    Path("plan.yaml").write_bytes(old.encode())
    Path("plan.xlsx").unlink()
    assert project.run("sheet").code == 0
    edit(lambda book: setattr(cell(book, "任务", "2-1", "备注"), "value", "好"))
    assert back(project).code == 0
    assert text() == old.removesuffix(end) + f"{end}        备注: 好" + last.replace("\n", end)


# ---- any edits ----

NAMES = st.lists(st.text("甲乙、，；“”\" 'a", min_size=1, max_size=5).map(str.strip).filter(bool), unique=True)


@given(NAMES)
def test_any_names_come_back_from_one_text(names: list[str]) -> None:
    assert names_in(names_text(names), ()) == names


def returned(book: Any, plan: str, folder: Path) -> Return:
    path, source = folder / "plan.xlsx", folder / "plan.yaml"
    book.save(path)
    source.write_text(plan, "utf-8", newline="")
    return brought_back(open_book(path), plan_of(plan, ""), plan, source, [])


TEXTS = st.text("甲乙：#-'\"[]{}=_x041 ,&*!|>%@`\\?", min_size=1, max_size=8).map(str.strip).filter(bool)
ANY = st.fixed_dictionaries(
    {},
    optional={
        ("1-1", "具体任务"): TEXTS,
        ("1-2", "具体任务"): TEXTS,
        ("1-3", "具体任务"): TEXTS,
        ("2-1", "备注"): TEXTS,
        ("1-2", "备注"): TEXTS,
        ("1-1", "协助单位"): st.permutations(["人事处", "各市、县教育局", "办公室"]).map(names_text),
        ("1-2", "工作目标"): st.just("目标二"),
        ("1-1", "工作目标"): st.just("目标二"),
    },
)
KEYS = {"具体任务": "内容", "备注": "备注", "协助单位": "协助单位"}


@settings(max_examples=30)
@given(ANY)
def test_any_edits_appear_exactly_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, made: bytes, edits: dict[tuple[str, str], str]
) -> None:
    plan = plan_of(PLAN, "").plan
    book: Any = openpyxl.load_workbook(BytesIO(made))
    for (task, word), value in edits.items():
        cell(book, "任务", task, word).value = value
        cell(book, "任务", task, word).data_type = "s"
    found = returned(book, PLAN, tmp_path_factory.mktemp("sheet"))
    meant, now = (
        {task.id: task.model_dump(mode="json", by_alias=True) for _, task in one.tasks} for one in (plan, found.plan)
    )
    goals = {task.id: goal.name for goal, task in plan.tasks}
    for (task, word), value in edits.items():
        if word == "工作目标":
            goals[task] = value
        else:
            meant[task][KEYS[word]] = (
                names_in(value, ["各市、县教育局"]) if word == "协助单位" else value.replace("x005F_", "")
            )
    assert now == meant
    assert {task.id: goal.name for goal, task in found.plan.tasks} == goals
    touched = {task for task, _ in edits}
    kept = [line for line in PLAN.splitlines() if "#" in line and not ("1-1" in touched and "一" in line)]
    assert [line for line in kept if line not in found.text.splitlines()] == []
    assert found.text == PLAN or edits


def test_nothing_changes_where_nothing_was_changed_and_libreoffice_saved_it(project: Project) -> None:
    convert([Path("plan.xlsx").resolve()], Path("saved").resolve(), "xlsx")
    saved = Path("saved/plan.xlsx")
    run = project.run("sheet", "--back", str(saved), "--yes")
    assert (run.errors, text()) == ([], PLAN)
    edit(lambda book: setattr(cell(book, "任务", "1-1", "完成时间"), "value", "2017年6月"), str(saved))
    assert project.run("sheet", "--back", str(saved), "--yes").code == 0
    assert text() == PLAN.replace("2017年2月\n", "2017年6月\n")


def test_the_workbook_can_be_worked_with(project: Project) -> None:
    book: Any = openpyxl.load_workbook("plan.xlsx")
    sheet = book["任务"]
    assert [one.title for one in book if one.sheet_state == "visible"] == ["任务", "目标", "单位", "发文", "说明"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref.startswith("A1:")
    rules = {str(rule.sqref).partition(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["B2"] == "'_名单'!$A$1:$A$2"
    assert rules[cell(book, "任务", "1-1", "责任主体").coordinate] == "'单位'!$B$2:$B$304"
    assert cell(book, "任务", "=SUM(A1)", "具体任务").data_type == "s"
    assert yaml.safe_load(PLAN)["标题"] == cell(book, "发文", "标题", "内容").value
