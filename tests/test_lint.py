"""`render check` as a linter of the plan: each rule, its level and line, and how a line is passed over."""

import json
import re
from pathlib import Path

import pytest

from render.check.lint import RULES, lint
from render.reader import read_plan
from support.small_project import Project

ROOT = Path(__file__).parent.parent
PLAN = """\
标题: 计划
年度: 2017
单位:
  - {名称: 财务处, 类别: 机关处室}
  - {名称: 人事处, 类别: 机关处室}
目标:
  - 名称: 宽带网络
    内容: 加快学校宽带网络建设，制定《学校宽带网络建设三年计划》，接入率达到98%，出口带宽不低于1Gbps。
    任务:
      - 编号: 1-1
        内容: 制定《学校宽带网络建设三年计划》，接入率达到98％，带宽不低于1 Gbps。
        完成时间: 2017年2月
        责任主体: [财务处]
        协助单位: [人事处]
"""
FINE = "✓ 1 项目标，1 项任务，2 个单位，3 份文件：没有问题"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path)
    project.write("plan.yaml", PLAN)
    return project


def test_a_plan_with_nothing_wrong(project: Project) -> None:
    run = project.run("check")
    assert (run.code, run.lines, run.errors) == (0, [FINE], [])


READ = "…络建设三年计划》，接入率达到98％，带宽不低于1Gbps、1"
LOST = "当作说明，不会印出来；是内容的，给整个值加上英文单引号：'……'；是说明的，# 前面空两格、后面空一格，或注明 # 不查"
CASES = [
    ("完成时间: 2017年2月", "完成时间: 2018年2月",
     ["12: 警告：任务1-1的完成时间“2018年2月”不在2017年度内；核对年份"]),
    ("完成时间: 2017年2月", "完成时间: 待定",
     ["12: 警告：任务1-1的完成时间待定；定下来再印发，写成 2017年2月、2017年2月15日、2017年底 或 长期"]),
    ("完成时间: 2017年2月", "完成时间: 待定\n        截止: 2018年3月31日",
     ["13: 警告：任务1-1的截止“2018年3月31日”不在2017年度内；核对年份"]),
    ("完成时间: 2017年2月", "完成时间: 上半年前",
     ["12: 警告：任务1-1的完成时间“上半年前”不在2017年度内；核对年份"]),
    *(("完成时间: 2017年2月", f"完成时间: {fine}", []) for fine in ("2016—2019年", "每季度", "长期", "6月底完成")),
    ("完成时间: 2017年2月", "完成时间: 尽快",
     ["12: 警告：任务1-1的完成时间“尽快”看不出是哪一天，到期不会提醒；"
      "另写一行 截止: 2017年12月31日（最后一天；完成时间照原文印出）"]),
    ("完成时间: 2017年2月", "完成时间: 尽快  # 不查 时限", []),
    ("完成时间: 2017年2月", "完成时间: 尽快\n        截止: 2017年12月31日", []),
    ("        完成时间: 2017年2月\n", "", ["10: 提示：1 项任务没有完成时间，不会提醒：1-1；有的就补上"]),
    ("        完成时间: 2017年2月\n", "        截止: 2017-10-31\n", []),
    ("内容: 制定《学校宽带网络建设三年计划》", "内容: 制定《学校宽带网络建设计划》",
     ["11: 警告：任务1-1里的《学校宽带网络建设计划》与工作内容里的《学校宽带网络建设三年计划》不一致；核对哪个是对的"]),
    ("达到98％", "达到95％", ["8: 警告：工作内容里的“98%”没有任务落实；核对任务，或在任务里写明"]),
    ("不低于1 Gbps", "不低于10Gbps", ["8: 警告：工作内容里的“1Gbps”没有任务落实；核对任务，或在任务里写明"]),
    ("内容: 制定《学校宽带网络建设三年计划》，接入率达到98％，带宽不低于1 Gbps。", "内容: 98%、1Gbps的事。",
     ["8: 警告：目标1的工作内容没有任务落实；核对任务是不是写错了目标"]),
    ("        协助单位: [人事处]\n", "        协助单位: [人事处]\n      - {编号: 1-2, 内容: '制定《"
     "学校宽带网络建设三年计划》， 接入率达到98％，带宽不低于1 Gbps', 完成时间: 长期, 责任主体: [财务处]}\n",
     ["15: 警告：任务1-2与任务1-1（第 11 行）内容相同；合并，或写明不同之处"]),
    ("年度: 2017", "年度: 2017\n表: {列: [任务, 责任主体, 协助单位, 工作目标]}",
     ["3: 提示：有内容的栏没有写进 列，各张表和公文里都不印：工作内容、完成时间；要印的加进 列"]),
    ("年度: 2017", "年度: 2017\n表: {列: [任务, 责任主体, 协助单位, 目标, 内容, 完成时间]}", []),
    ("协助单位: [人事处]", "协助单位: []\n发文: {经办: 人事处}", []),
    ("协助单位: [人事处]", "协助单位: []", ["5: 提示：单位“人事处”没有任务；删去，或核对任务里写的名称"]),
    ("三年计划》，接入率达到98％", "三年计划》,接入率达到98％", ["11: 提示：任务1-1里有半角标点 ,；中文里用全角 ，"]),
    ("带宽不低于1 Gbps。", "带宽不低于1Gbps、1 #楼", [f"11: 警告：只读到“{READ}”，后面的“#楼”{LOST}"]),
    ("标题: 计划", "标题: 2018年计划", ["1: 警告：标题里写的是 2018 年，年度是 2017；核对哪个是对的"]),
    ("年度: 2017", "年度: 2017\n发文: {经办: 财物处}", ["3: 警告：经办“财物处”不在单位名录中；是不是想写“财务处”？"]),
    ("年度: 2017", "年度: 2017\n发文: {联系电话: 张三}", ["3: 警告：联系电话“张三”不像电话号码；核对号码"]),
    ("年度: 2017", "年度: 2017\n督办: [{灯: 重点, 条件: 逾期}]",
     ["3: 警告：看不出“重点”是什么颜色，按红的印；另写 颜色：绿、蓝、黄、橙、红"]),
    ("年度: 2017", "年度: 2017\n督办: [{灯: 黄, 条件: 逾期, 抄送: [财物处]}]",
     ["3: 提示：督办第1条抄送的“财物处”不在单位名录中；是不是想写“财务处”？"]),
    ("年度: 2017", "年度: 2017\n发文: {报送日: 31}", ["3: 警告：6月、9月没有31日；写 30 或以前的日子"]),
    ("{名称: 人事处, 类别: 机关处室}", "{名称: 人事处, 类别: 机关处室, 成员: [甲]}",
     ["5: 警告：“人事处”写了成员，却没有写它是群体；加一行 群体: true，或删去成员"]),
    ("年度: 2017", "年度: 2017\n发文: {机关: 某县人民政府办公室}",
     ["3: 警告：发文机关“某县人民政府办公室”像是政府，没有写层级，按部门行文；"
      "在发文里加一行 层级: 政府，或 层级: 部门"]),
    ("{名称: 人事处, 类别: 机关处室}", "{名称: 人事处, 类别: 机关处室, 群体: true, 别名: [相关处室]}", []),
    ("{名称: 人事处, 类别: 机关处室}", "{名称: 相关处室, 类别: 机关处室, 群体: true, 别名: [人事处]}",
     ["5: 警告：“相关处室”说不出是哪些单位，公文和台账送不到；"
      "写上 成员: [甲, 乙]，各发一份；或在任务里写明是哪些单位"]),
    ("{名称: 人事处, 类别: 机关处室}", "{名称: 相关处室, 类别: 机关处室, 群体: true, 别名: [人事处], 成员: [甲]}", []),
    ("{名称: 人事处, 类别: 机关处室}", "{名称: 人事处, 类别: 上级}",
     ["5: 提示：“人事处”有任务，类别是上级，只有台账，不发公文；要发的，写 行文: 函"]),
    ("{名称: 人事处, 类别: 机关处室}", "{名称: 人事处, 类别: 政府, 行文: 不发}",
     ["5: 提示：“人事处”有任务，行文写的是不发，只有台账，不发公文；要发的，写 行文: 函"]),
    ("{名称: 人事处, 类别: 机关处室}", "{名称: 人事处, 类别: 政府, 行文: 函}", []),
    ("名称: 宽带网络", "名称: 宽带(网络)", ["7: 提示：目标1的名称里有半角标点 ( )；中文里用全角 （ ）"]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_what_each_rule_says(project: Project, old: str, new: str, said: list[str]) -> None:
    project.change(old, new)
    run = project.run("check")
    assert [error.removeprefix("plan.yaml:") for error in run.errors] == said
    assert run.code == 0
    assert run.lines[0].endswith(f"：{said[0].partition(' ')[2][:2]} 1 处" if said else "没有问题")


HAN = "子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬"  # 21 characters, 20 pairs of neighbours


@pytest.mark.parametrize(
    ("content", "task", "is_strange"),
    [
        (HAN, HAN[:3], False),  # two pairs of 20: a tenth
        (HAN, HAN[:2], True),
        (HAN, f"{HAN[0]}，{HAN[1]}、{HAN[2]}", False),  # marks do not part neighbours
        (HAN, HAN[::-1], True),
        (HAN[:12], "别的事", True),  # eleven pairs
        (HAN[:11], "别的事", False),  # ten say nothing
    ],
)
def test_a_goal_is_strange_to_its_tasks_below_a_tenth(
    project: Project, content: str, task: str, is_strange: bool
) -> None:
    project.write(
        "plan.yaml", re.sub("内容: 加快.*", f"内容: {content}", re.sub("内容: 制定.*", f"内容: {task}", PLAN))
    )
    said = ["plan.yaml:8: 警告：目标1的工作内容没有任务落实；核对任务是不是写错了目标"]
    assert project.run("check").errors == (said if is_strange else [])


def test_every_rule_has_a_case(project: Project) -> None:
    found = set[str]()
    path = Path("plan.yaml")
    for old, new, _ in CASES:
        path.write_text(PLAN.replace(old, new), "utf-8")
        found |= {one.rule for one in lint(read_plan(path), "")}
    path.write_text(PLAN.replace("名称: 人事处, 类别: 机关处室", "名称: 人事处, 类别: 政府"), "utf-8")
    found |= {one.rule for one in lint(read_plan(path), "")}
    assert found == {name for name, _, _ in RULES}


LOSSES = [  # a value as it is written, and whether the comment may be text
    ("1 #楼、2 #楼", True),
    ("1 # 楼", True),
    ("1  #楼", True),
    ("1\t#楼", True),
    ("  #楼", True),
    ("1 #楼 # 不查 半角标点", True),
    ("1  # 说明", False),
    ("1 # 待核对", False),
    ("1 #不查", False),
    ("1 #楼  # 不查", False),
    ("1 #楼  # 不查 注释", False),
    ("'1 #楼'", False),
    ("'1' #楼", False),
    ('"1 #楼" # 说明', False),
    ("1#楼", False),
    ("|\n      1 #楼", False),
    (" # 说明", False),
]


@pytest.mark.parametrize(("value", "lost"), LOSSES)
def test_text_that_yaml_takes_for_a_comment(project: Project, value: str, lost: bool) -> None:
    project.change("年度: 2017\n", f"年度: 2017\n发文:\n  联系人: {value}\n")
    for command in ("check", "build"):
        errors = project.run(command).errors
        assert [error[: error.index("，")] for error in errors if "当作说明" in error] == (
            [f"plan.yaml:4: 警告：{'只读到“1”' if value.startswith('1') else '值读作空白'}"] if lost else []
        )


def test_comments_that_lose_nothing(project: Project) -> None:
    unit = "  # 名称: 1 #楼\n  - 名称: 组织处  # 说明\n    类别: 机关处室 #说明\n    别名: [人事] #说明\n"
    project.change("目标:\n", f"{unit}目标:\n")
    assert [error for error in project.run("check").errors if "提示" not in error] == []


@pytest.mark.parametrize("mark", ["  # 乙楼", "  #乙楼", " # 乙楼", "\t# 乙楼"])
def test_behind_a_sentence_every_comment_is_told(project: Project, mark: str) -> None:
    project.change("标题: 计划", f"标题: 甲楼{mark}")
    assert "只读到“甲楼”" in project.run("check").errors[0]
    project.change(mark, f"{mark}  # 不查")
    assert [error for error in project.run("check").errors if "只读到" in error] == []


def test_a_build_tells_of_lost_text_and_goes_on(project: Project) -> None:
    project.change("标题: 计划", "标题: 计划 #1")
    run = project.run("build")
    assert (run.code, run.errors) == (0, [f"plan.yaml:1: 警告：只读到“计划”，后面的“#1”{LOST}"])
    assert run.lines[-1].startswith("✓ ")


@pytest.mark.parametrize("comment", ["# 不查", "# 不查 半角标点", "# 不查：年度、半角标点", "#不查"])
def test_a_line_can_be_passed_over(project: Project, comment: str) -> None:
    project.change("名称: 宽带网络", f"名称: 宽带(网络)  {comment}")
    assert project.run("check").lines == [FINE]


@pytest.mark.parametrize("comment", ["# 不查 年度", "# 说明：不查"])
def test_other_comments_silence_nothing(project: Project, comment: str) -> None:
    project.change("名称: 宽带网络", f"名称: 宽带(网络)  {comment}")
    assert len(project.run("check").errors) == 1


def test_a_government_is_an_error(project: Project) -> None:
    project.change("名称: 人事处, 类别: 机关处室", "名称: 人事处, 类别: 政府")
    run = project.run("check")
    assert run.code == 1
    assert run.errors[0].startswith("plan.yaml:14: 错误：“人事处”是政府")


def test_json_holds_everything(project: Project) -> None:
    project.change("名称: 宽带网络", "名称: 宽带(网络)")
    run = project.run("check", "--json")
    (one,) = json.loads("\n".join(run.lines))
    said = {"说明": "目标1的名称里有半角标点 ( )", "建议": "中文里用全角 （ ）"}
    assert one == {"级别": "提示", "规则": "半角标点", "文件": "plan.yaml", "行": 7, **said}
    project.change("年度: 2017", "年度: 二")
    run = project.run("check", "--json")
    (one,) = json.loads("\n".join(run.lines))
    assert (run.code, one["级别"], one["规则"], one["行"]) == (1, "错误", "写法", 2)


def test_the_real_plan_has_no_errors_and_true_warnings() -> None:
    path = ROOT / "plan.yaml"
    found = lint(read_plan(path), "plan.yaml")
    warnings = [(one.level, one.rule) for one in found if one.level != "提示"]
    assert warnings == [
        *[("警告", "投送")] * 3,
        ("警告", "书名"),
    ]  # the source itself writes the report's name in two ways
    assert {one.rule for one in found} == {"投送", "书名", "半角标点"}
