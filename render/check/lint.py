"""What a plan that can be read may still have wrong: one function a rule, three levels, a line for each finding.

A line of plan.yaml that ends with the comment `# 不查` is passed over, `# 不查 半角标点` only by that rule.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from render.check.addressing import letterless, levels, members, unlawful, vague
from render.check.comments import lost_texts
from render.check.found import Found
from render.check.sender import contacts, dates, offices, title_years
from render.check.supervision import copies, lights
from render.errors import Problem
from render.plan.dates import DEADLINE_EXAMPLES, UNDECIDED, DeadlineKind
from render.plan.fields import ROLES
from render.plan.layout import left_out
from render.reader import Reading
from render.reader.shape import shown

SILENCE = re.compile(r"\s#\s*不查(?:[ ：:]+(.*))?$")
HAN = r"\u3400-\u9fff"
HALF = re.compile(rf"(?<=[{HAN}》”）])[,;:!?()]|[,;:!?()](?=[{HAN}《“（])")
FULL = dict(zip(",;:!?()", "，；：！？（）", strict=True))
TITLE = re.compile(r"《([^《》]+)》")
UNITS = r"[%％‰]|[KMGT]?bps|[KMGT]B?(?![A-Za-z])|[万亿]|[所个名人门项次套台节家期周]"
FIGURE = re.compile(rf"[0-9]+(?:\.[0-9]+)?\s*(?:{UNITS})")
ALIKE = 0.8  # of two titles that are meant to be one (difflib); the nearest two that are not have 0.6
SHORT = 10  # pairs; so little says nothing of what it is about
COVERED = 0.1  # of a goal's pairs of neighbouring characters that its tasks share; the least in the real plan is 0.2


class Level(StrEnum):
    """How bad a finding is."""

    ERROR = "错误"
    WARNING = "警告"
    NOTE = "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found by a rule."""

    level: Level
    rule: str
    problem: Problem


def governments(reading: Reading) -> Found:
    """Units that the rules on official documents do not let us give tasks."""
    for place, _, task in reading.plan.places:
        for key, role in ROLES.items():
            for n, name in enumerate(task.roles[role]):
                if told := unlawful(reading.plan, reading.plan.unit_of[name]):
                    yield reading.line(*place, key, n), *told


def years(reading: Reading) -> Found:
    """Deadlines outside the plan's year."""
    for place, _, task in reading.plan.places:
        year, last = reading.plan.year, reading.plan.deadline(task).last_day
        if last and last.year != year and not _covers(task.deadline, year):
            key, text = ("截止", task.due) if task.due else ("完成时间", task.deadline)
            yield reading.line(*place, key), f"任务{task.id}的{key}“{text}”不在{year}年度内", "核对年份"


def _covers(text: str, year: int) -> bool:
    """Whether a deadline is a span of years that holds one: 2017—2019年."""
    first, *others = [int(one) for one in re.findall("[0-9]{4}", text)] or [0]
    return bool(others) and first <= year <= others[-1]


def dayless(reading: Reading) -> Found:
    """Deadlines of which no last day can be told."""
    for place, _, task in reading.plan.places:
        if task.deadline and reading.plan.deadline(task).kind is DeadlineKind.UNKNOWN:
            said = f"任务{task.id}的完成时间“{shown(task.deadline)}”看不出是哪一天，到期不会提醒"
            hint = f"另写一行 截止: {reading.plan.year}年12月31日"
            yield reading.line(*place, "完成时间"), said, f"{hint}（最后一天；完成时间照原文印出）"


def undated(reading: Reading) -> Found:
    """The tasks without a deadline, all at once."""
    found = [(place, task.id) for place, _, task in reading.plan.places if not task.deadline and not task.due]
    if found:
        names = "、".join(number for _, number in found)
        yield reading.line(*found[0][0]), f"{len(found)} 项任务没有完成时间，不会提醒：{names}", "有的就补上"


def undecided(reading: Reading) -> Found:
    """Deadlines that are left to be decided."""
    for place, _, task in reading.plan.places:
        if task.deadline == UNDECIDED and not task.due:
            line = reading.line(*place, "完成时间")
            yield line, f"任务{task.id}的完成时间待定", f"定下来再印发，写成 {DEADLINE_EXAMPLES}"


def idle_units(reading: Reading) -> Found:
    """Units that no task names; the office that drafts the plan needs none."""
    plan = reading.plan
    office = plan.unit_of.get(plan.sender.office)
    used = {plan.unit_of[name].name for _, task in plan.tasks for name in task.units}
    for n, unit in enumerate(plan.units):
        if unit.name not in used and unit is not office:
            yield reading.line("单位", n, "名称"), f"单位“{unit.name}”没有任务", "删去，或核对任务里写的名称"


def titles(reading: Reading) -> Found:
    """Names in 《》 that differ a little between the content of a goal and its tasks."""
    for place, path, task in reading.plan.places:
        wanted = [name for goal in path for name in TITLE.findall(goal.content)]
        for name in TITLE.findall(task.content):
            near = next((one for one in wanted if _near(one, name)), None)
            if near and name not in wanted:
                line = reading.line(*place, "内容")
                yield line, f"任务{task.id}里的《{name}》与工作内容里的《{near}》不一致", "核对哪个是对的"


def _near(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def unprinted(reading: Reading) -> Found:
    """Columns in which something stands, and which 列 leaves out."""
    if names := "、".join(one.word for one in left_out(reading.plan)):
        said = f"有内容的栏没有写进 列，各张表和公文里都不印：{names}"
        yield reading.line("表", "列"), said, "要印的加进 列"


def half_width(reading: Reading) -> Found:
    """Half-width punctuation beside Chinese characters."""
    for line, what, text in _texts(reading):
        if marks := list(dict.fromkeys(HALF.findall(text))):
            wide = "".join(FULL[mark] for mark in marks)
            yield line, f"{what}里有半角标点 {' '.join(marks)}", f"中文里用全角 {' '.join(wide)}"


def twins(reading: Reading) -> Found:
    """Tasks that say the same."""
    first = dict[str, tuple[str, int]]()
    for place, _, task in reading.plan.places:
        line, key = reading.line(*place, "内容"), re.sub(r"[\W_]", "", task.content)
        if key in first:
            yield line, f"任务{task.id}与任务{first[key][0]}（第 {first[key][1]} 行）内容相同", "合并，或写明不同之处"
        first.setdefault(key, (task.id, line))


def figures(reading: Reading) -> Found:
    """Figures in the content of a goal that none of its tasks takes up."""
    for place, (*_, goal) in reading.plan.goal_places:
        told = (text for task in goal.all_tasks for text in (task.content, task.target, *map(str, task.milestones)))
        taken = {_figure(figure) for text in told for figure in FIGURE.findall(text)}
        for text in dict.fromkeys(FIGURE.findall(goal.content)):
            if _figure(text) not in taken:
                yield reading.line(*place, "内容"), f"工作内容里的“{text}”没有任务落实", "核对任务，或在任务里写明"


def _figure(text: str) -> str:
    return re.sub(r"\s", "", text).replace("％", "%")


def strangers(reading: Reading) -> Found:
    """Goals whose content and tasks speak of different things."""
    for place, (*_, goal) in reading.plan.goal_places:
        content = _pairs(goal.content)
        shared = content & set[str]().union(*(_pairs(task.content) for task in goal.all_tasks))
        if len(content) > SHORT and len(shared) < COVERED * len(content):
            yield reading.line(*place, "内容"), f"{_called(place)}的工作内容没有任务落实", "核对任务是不是写错了目标"


def _pairs(text: str) -> set[str]:
    plain = re.sub(rf"[^{HAN}]", "", text)
    return {plain[n : n + 2] for n in range(len(plain) - 1)}


Rule = tuple[str, Level, Callable[[Reading], Found]]

#: Name, level, rule. The names may stand after `# 不查`.
RULES: tuple[Rule, ...] = (
    ("行文对象", Level.ERROR, governments),
    ("注释", Level.WARNING, lost_texts),
    ("年度", Level.WARNING, years),
    ("时限", Level.WARNING, dayless),
    ("待定", Level.WARNING, undecided),
    ("标题", Level.WARNING, title_years),
    ("经办", Level.WARNING, offices),
    ("发文", Level.WARNING, dates),
    ("电话", Level.WARNING, contacts),
    ("层级", Level.WARNING, levels),
    ("成员", Level.WARNING, members),
    ("投送", Level.WARNING, vague),
    ("督办", Level.WARNING, lights),
    ("书名", Level.WARNING, titles),
    ("重复", Level.WARNING, twins),
    ("数字", Level.WARNING, figures),
    ("落实", Level.WARNING, strangers),
    ("无公文", Level.NOTE, letterless),
    ("督办抄送", Level.NOTE, copies),
    ("未用单位", Level.NOTE, idle_units),
    ("缺时限", Level.NOTE, undated),
    ("未印的栏", Level.NOTE, unprinted),
    ("半角标点", Level.NOTE, half_width),
)


#: What a build tells too: text of the plan that is printed nowhere, deadlines that nothing will recall.
AT_BUILD = tuple(rule for rule in RULES if rule[0] in ("注释", "时限"))


def lint(reading: Reading, path: str, rules: Collection[Rule] = RULES) -> list[Finding]:
    """What rules find in a plan, the worst first, then in the order of lines; messages call it `path`."""
    silent = _silenced(reading.text)
    found = [
        Finding(level, name, Problem(path, line, message, hint))
        for name, level, rule in rules
        for line, message, hint in rule(reading)
        if not {"", name} & silent[line]
    ]
    return sorted(found, key=lambda one: (list(Level).index(one.level), one.problem))


def _silenced(source: str) -> defaultdict[int, set[str]]:
    """Line → the names of the rules that are not to look at it, "" for all."""
    found = defaultdict[int, set[str]](set)
    for number, line in enumerate(source.splitlines(), 1):
        if match := SILENCE.search(line):
            found[number] = set(re.split(r"[\s,，、]+", (match[1] or "").strip()))
    return found


def _called(place: Sequence[str | int]) -> str:
    """目标3, and 目标3.2 for a goal in it."""
    return f"目标{'.'.join(str(step + 1) for step in place if isinstance(step, int))}"


def _texts(reading: Reading) -> Iterator[tuple[int, str, str]]:
    """Every text that people wrote: its line, what it is, and how it reads."""
    for place, (*_, goal) in reading.plan.goal_places:
        yield reading.line(*place, "名称"), f"{_called(place)}的名称", goal.name
        yield reading.line(*place, "内容"), f"{_called(place)}的工作内容", goal.content
    for place, _, task in reading.plan.places:
        yield reading.line(*place, "内容"), f"任务{task.id}", task.content
        for key, text in (("目标值", task.target), ("备注", task.note)):
            yield reading.line(*place, key), f"任务{task.id}的{key}", text
        for word, text in task.extra.items():
            yield reading.line(*place, "其他", word), f"任务{task.id}的{word}", text
        for n, one in enumerate(task.milestones):
            yield reading.line(*place, "节点", n), f"任务{task.id}的节点", str(one)
