"""A draft → the text of plan.yaml, with a comment wherever a person must look."""

import re
from collections.abc import Iterator

from render.importing.draft import Draft, DraftGoal, DraftTask
from render.plan.addressing import UnitKind
from render.reader.nodes import on_one_line

HEAD = """\
# yaml-language-server: $schema=./plan.schema.json
#
# 由 render import 从现有的表导入。请核对标有“待核对”的地方和单位的类别，再运行 render check。

"""
#: How a unit is called → its kind; the first that fits counts, and anyone may add to them.
KINDS = (
    (rf"{UnitKind.BUREAU}$|市、县|各市|各县", UnitKind.BUREAU),
    (r"大学$|学院$|学校$|高校$|高等学校", "省属高校"),
    (r"中心$|所$|馆$|院$|基地$|出版社$", "直属单位"),
    (r"处$|处室$|办公室$|办$|室$|相关单位$", "机关处室"),
    (r"厅$|委$|局$", "同级部门"),
)
OTHER = "机关处室"
GROUP = re.compile(r"^各|^相关|^有关|和相关|及相关|涉及")
CHECK = "待核对"
BLANK = f'""  # {CHECK}：表里没有'


def plan_text(draft: Draft) -> str:
    """The whole file; what is not known (发文) stays blank."""
    return HEAD + "".join(f"{line}\n" for line in _lines(draft))


def _lines(draft: Draft) -> Iterator[str]:
    for note in draft.notes:
        yield f"# {CHECK}：{note.place}{'：' if note.place else ''}{note.message}"
    yield f"标题: {on_one_line(draft.title) if draft.title else BLANK}"
    yield f"年度: {draft.year}" if draft.year else f"年度:  # {CHECK}：写四位数字的年份"
    yield '\n发文:\n  机关: ""\n  经办: ""\n  代字: ""\n  序号: ""\n  日期: ""\n  联系人: ""\n  联系电话: ""\n'
    yield "单位:"
    for name in draft.units:
        yield from _unit(name)
    yield "\n目标:"
    for number, goal in enumerate(draft.goals, 1):
        yield from _goal(number, goal)


def _unit(name: str) -> Iterator[str]:
    kind = next((kind for pattern, kind in KINDS if re.search(pattern, name)), "")
    yield f"  - 名称: {on_one_line(name)}"
    yield f"    类别: {kind or f'{OTHER}  # {CHECK}'}"
    if GROUP.search(name):
        yield "    群体: true"


def _goal(number: int, goal: DraftGoal) -> Iterator[str]:
    yield f"  - 名称: {on_one_line(goal.name)}"
    content = goal.content.replace("\n", "").strip()
    yield f"    内容: {on_one_line(content) if content else BLANK}"
    yield "    任务:"
    for task_number, task in enumerate(goal.tasks, 1):
        yield from _task(task.id or f"{number}-{task_number}", task)


def _task(name: str, task: DraftTask) -> Iterator[str]:
    for note in task.notes:
        yield f"      # {CHECK}：{note.place}：{note.message}"
    yield f"      - 编号: {name}"
    yield f"        内容: {on_one_line(task.content)}"
    yield f"        完成时间: {on_one_line(task.deadline)}"
    yield f"        责任主体: {on_one_line(task.leads)}"
    yield f"        协助单位: {on_one_line(task.assistants)}"
    yield from (f"        {key}: {on_one_line(value)}" for key, value in task.others.items() if value)
