"""A draft → the text of plan.yaml, with a comment wherever a person must look."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from render.importing.draft import Draft, DraftGoal, DraftTask, Value
from render.importing.headings import OWN
from render.plan.addressing import Tier, UnitKind
from render.reader.nodes import on_one_line

HEAD = """\
# yaml-language-server: $schema=./plan.schema.json
#
# 由 render import 从现有的表导入。请核对标有“待核对”的地方和单位的类别，再运行 render check。

"""
#: How a unit is called → its kind; the first that fits counts, and anyone may add to them.
KINDS = (
    (r"人民政府$|街道办事处$|^各[市州县区镇乡街道、（）]+$|[县区镇乡]$", UnitKind.LOWER_GOVERNMENT),
    (rf"{UnitKind.BUREAU}$", UnitKind.BUREAU),
    (r"^(?:各市|各县|各区|市、县).*(?:厅|局|委|办)$", UnitKind.LOWER_DEPARTMENT),
    (r"(?:有限|股份|责任)?公司$|集团$|银行$|厂$|企业$", UnitKind.COMPANY),
    (r"协会$|学会$|商会$|联合会$|促进会$", UnitKind.SOCIETY),
    (r"大学$|学院$|高校$|高等学校", UnitKind.PROVINCIAL_UNIVERSITY),
    (r"中学$|小学$|学校$|幼儿园$", UnitKind.SCHOOL),
    (r"中心$|所$|馆$|院$|站$|队$|台$|基地$|出版社$", UnitKind.AFFILIATE),
    (r"处$|处室$|科$|科室$|股$|股室$|办公室$|办$|室$|相关单位$", UnitKind.INTERNAL),
    (r"厅$|委$|局$|管委会$|海关$", UnitKind.PEER),
)
OTHER = UnitKind.INTERNAL
#: What the units of a government are to it that are peers of a department.
GOVERNED: Mapping[str, str] = {UnitKind.PEER: UnitKind.BRANCH}
GROUP = re.compile(r"^各|^相关|^有关|和相关|及相关|涉及")
CHECK = "待核对"
LEVEL = {
    Tier.DEPARTMENT: "发文机关是什么：部门、政府、学校、事业单位、企业",
    Tier.GOVERNMENT: f"{CHECK}：任务里有下级政府，看来是政府发文",
}
BLANK = f'""  # {CHECK}：表里没有'


def plan_text(draft: Draft) -> str:
    """The whole file; what is not known (发文) stays blank."""
    return HEAD + "".join(f"{line}\n" for line in _lines(draft))


def _lines(draft: Draft) -> Iterator[str]:
    for note in draft.notes:
        yield f"# {CHECK}：{note.place}{'：' if note.place else ''}{_one_line(note.message)}"
    yield f"标题: {on_one_line(draft.title) if draft.title else BLANK}"
    yield f"年度: {draft.year}" if draft.year else f"年度:  # {CHECK}：写四位数字的年份"
    kinds = {name: _kind(name) for name in draft.units}
    level = Tier.GOVERNMENT if UnitKind.LOWER_GOVERNMENT in kinds.values() else Tier.DEPARTMENT
    yield f'\n发文:\n  机关: ""\n  层级: {level}  # {LEVEL[level]}'
    yield '  经办: ""\n  代字: ""\n  联系人: ""\n  联系电话: ""\n'
    yield "单位:"
    for name, kind in kinds.items():
        yield from _unit(name, GOVERNED.get(kind, kind) if level is Tier.GOVERNMENT else kind)
    yield from ["\n目标:"] if draft.goals else []
    numbers = count(1)
    for goal in draft.goals:
        yield from _goal(goal, numbers, "  ")
    if draft.tasks:
        yield "\n任务:"
        yield from _tasks(draft.tasks, next(numbers), "  ")


def _kind(name: str) -> str:
    bare = re.sub(r"(?<=.)[（(][^（()）]*[)）]$", "", name)
    return next((kind for pattern, kind in KINDS if re.search(pattern, bare)), "")


def _unit(name: str, kind: str) -> Iterator[str]:
    yield f"  - 名称: {on_one_line(name)}"
    yield f"    类别: {kind or f'{OTHER}  # {CHECK}'}"
    if GROUP.search(name):
        yield "    群体: true"


def _goal(goal: DraftGoal, numbers: Iterator[int], indent: str) -> Iterator[str]:
    """A goal; `numbers` count those that have tasks of their own."""
    yield f"{indent}- 名称: {on_one_line(_one_line(goal.name))}"
    if content := _one_line(goal.content):
        yield f"{indent}  内容: {on_one_line(content)}"
    if goal.tasks:
        yield f"{indent}  任务:"
        yield from _tasks(goal.tasks, next(numbers), f"{indent}    ")
    if goal.goals:
        yield f"{indent}  目标:"
    for below in goal.goals:
        yield from _goal(below, numbers, f"{indent}    ")


def _tasks(tasks: Sequence[DraftTask], number: int, indent: str) -> Iterator[str]:
    for task_number, task in enumerate(tasks, 1):
        for note in task.notes:
            yield f"{indent}# {CHECK}：{note.place}：{_one_line(note.message)}"
        values = _values(task.id or f"{number}-{task_number}", task)
        for n, (key, value) in enumerate(values):
            yield f"{indent}{'  ' if n else '- '}{key}: {value}"


def _values(name: str, task: DraftTask) -> Iterator[tuple[str, str]]:
    """What plan.yaml says of a task: what is empty is left out, but for the units."""
    texts: Mapping[str, Value] = {
        "内容": _one_line(task.content), "完成时间": task.deadline, "序号": task.number, "主责单位": task.mains,
        "责任领导": task.leader, "目标值": task.target, "备注": task.note, **task.more,
    }  # fmt: skip
    yield "编号", name
    for key in ("内容", "完成时间"):
        if texts[key]:
            yield key, on_one_line(texts[key])
    yield "责任主体", on_one_line(task.leads)
    yield "协助单位", on_one_line(task.assistants)
    for key, value in texts.items():
        if value and key not in ("内容", "完成时间"):
            yield key, on_one_line(value)
    if task.others:
        yield "等", "true"
    if task.own:
        yield OWN, "{" + ", ".join(f"{_flow(name)}: {_flow(text)}" for name, text in task.own.items()) + "}"


def _flow(text: str) -> str:
    """A text within braces."""
    return on_one_line([text])[1:-1]


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text).strip()
