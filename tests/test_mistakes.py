"""One mistake in plan.yaml, of many kinds and anywhere: few messages, one at the right line, and its remedy works."""

import re
from functools import cache
from pathlib import Path

import pytest

from render.errors import InputError, Problem
from render.reader.reading import plan_of
from support.plan_slips import KINDS, Mistake, mistakes
from support.remedies import followed

ROOT = Path(__file__).parents[1]
PLAN = (ROOT / "plan.yaml").read_text("utf-8")
COUNT, SEED = 150, 2017
MOST = 3  # messages for one mistake
#: What only a person can put right: what is gone, which id is new, what was meant.
FOR_PEOPLE = {"a line is gone", "a task twice", "a number twice", "no id", "a deadline"}


def problems(text: str) -> tuple[Problem, ...]:
    """What the reader says of a plan."""
    try:
        plan_of(text, "plan.yaml")
    except InputError as error:
        return error.problems
    return ()


@cache
def cases() -> list[Mistake]:
    """The mistakes that spoil the plan, each at its place."""
    return mistakes(PLAN, COUNT, SEED)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mistake_has_few_messages_and_a_remedy_that_works(kind: str) -> None:
    spoilt = [(one, problems(one.text)) for one in cases() if one.kind == kind]
    told = [(one, found) for one, found in spoilt if found]
    assert told or kind == "a comment without #"
    for one, found in told:
        first, last = one.lines
        assert len(found) <= MOST, (one.lines, found)
        assert any(first - 1 <= problem.line <= last + 1 for problem in found), (one.lines, found)
        if kind not in FOR_PEOPLE:
            assert clean(one.text, found), (one.lines, found)


def clean(text: str, found: tuple[Problem, ...]) -> bool:
    """Whether nothing is left to complain of when what is said is done, the last line first, up to three times."""
    for _ in range(MOST):
        for problem in reversed(found):
            text = followed(text, problem) or text
        found = problems(text)
    return not found


SAID = {  # by hand: the place of the mistake → the whole of what is said
    "a deleted 目标:": (
        "\n目标:\n",
        "\n",
        "114: 这一行前面少了“目标:”；在上面加一行“目标:”，左边空 0 格",
    ),
    "a deleted 任务:": (
        "    任务:\n      - 编号: 2-1",
        "      - 编号: 2-1",
        "131: 这一行前面少了“任务:”；在上面加一行“任务:”，左边空 4 格",
    ),
    "a missing dash": (
        "      - 编号: 1-2",
        "        编号: 1-2",
        "123: “编号”前面少了“- ”；写成“- 编号: ……”，短横左边空 6 格；这里开始新的一项，不要删",
    ),
    "a mark before a text": (
        "内容: 制定颁布",
        "内容: [重点]制定颁布",
        "124: 值以 [ 开头，会当成列表；给整个值加上英文单引号：'……'",
    ),
    "a task without an id": (
        "      - 编号: 1-2\n        内容",
        "      - 内容",
        "123: 目标1·第2项任务的编号没有填写；运行 render number 自动编号",
    ),
    "a unit that is misspelt in the register": (
        "名称: 财务处",
        "名称: 财物处",
        "37: 单位“财物处”的名称没有任务用到，任务里写的是“财务处”（第 145 行等 3 处）；名录写错了的，改成任务里的写法",
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_what_is_said(case: str) -> None:
    old, new, said = SAID[case]
    assert PLAN.count(old) >= 1
    found = problems(PLAN.replace(old, new, 1))
    assert [f"{problem.line}: {problem.message}；{problem.hint}" for problem in found] == [said]


def test_several_mistakes_are_each_told_once() -> None:
    text = PLAN
    for old, new in (
        ("      - 编号: 1-2", "        编号: 1-2"),
        ("\n        责任主体: [财务处]", "\n         责任主体: [财务处]"),
        ("内容: 开展全国系统", "内容: *开展全国系统"),
        ("    任务:\n      - 编号: 9-1", "      - 编号: 9-1"),
    ):
        text = text.replace(old, new, 1)
    lines = text.split("\n")
    marks = ("   编号: 1-2", "         责任主体", "内容: *", "- 编号: 9-1")
    places = [next(n for n, line in enumerate(lines, 1) if mark in line) for mark in marks]
    assert [problem.line for problem in problems(text)] == places


DEEP = """\
标题: 计划
年度: 2017
单位:
- {名称: 甲处, 类别: 机关处室}
- 名称: 乙处
  类别: 机关处室
  成员:
  - 甲所
  - 乙所
目标:
- 名称: 第一层
  目标:
  - 名称: 第二层
    任务:
    - 编号: 1-1
      内容: 做事
      节点:
      - 时间: 3月底前
        内容: 印发方案
      - 时间: 6月底前
        内容: 办完
      责任主体:
      - 甲处
      协助单位: [乙处]
    - 编号: 1-2
      内容: 再做
      责任主体: [乙处]
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("      - 时间: 6月底前", "        时间: 6月底前", 20),
        ("    - 编号: 1-2", "   - 编号: 1-2", 25),
        ("  - 名称: 第二层", "   - 名称: 第二层", 13),
        ("      节点:\n", "", 17),
        ("    任务:\n", "", 14),
        ("  目标:\n", "", 12),
        ("      内容: 再做", "        内容: 再做", 26),
        ("内容: 再做", "内容: ? 再做", 26),
        ("  成员:\n", "  成员：\n", 7),
    ],
)
def test_a_plan_of_another_shape(old: str, new: str, line: int) -> None:
    assert problems(DEEP) == ()
    (only,) = problems(DEEP.replace(old, new, 1))
    assert abs(only.line - line) <= 1, only


def test_what_stands_behind_a_repair_has_its_own_line() -> None:
    text = PLAN.replace("    任务:\n      - 编号: 2-1", "      - 编号: 2-1").replace(
        "责任主体: [安全处]", "责任主体: [安全楚]", 1
    )
    wrong = next(n for n, line in enumerate(text.split("\n"), 1) if "安全楚" in line)
    found = problems(text)
    assert [problem.line for problem in found] == [131, wrong]
    assert re.search("是不是想写“安全处”", found[1].hint)
