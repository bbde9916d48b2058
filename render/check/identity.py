"""The plan held against what was last sent and what was reported: do numbers and names still mean what they meant?

A number is a task's identity for trackers, progress and change notices, a name that of a unit; where the plan uses one
for something else, or a new one for the same thing, what was sent and reported hangs on the wrong thing, or on nothing.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, partial

from render.check.found import Found
from render.check.lint import Level, Rule
from render.plan.changes import ChangeKind, compare, path_name
from render.plan.dispatch import PUBLISHED, TELLING
from render.plan.fields import JOINT
from render.plan.model import Plan, Task, Unit
from render.plan.progress import Progress
from render.plan.standing import heard
from render.reader import Reading
from render.reader.dispatches import PLAN, Cabinet
from render.reader.nodes import on_one_line
from render.shorten import shortened

#: How alike texts are, 0 to 1, measured on the 43 tasks of the real plan: whole, no two tasks have more than 0.79; by
#: what the shorter one shares, 98 % of the pairs have less than 0.5, 80 % of those with the same leads less than 0.25.
SAME = 0.85  # whole: the same task under another number
NEARER = 0.1  # and so much more alike than the task that has its number now
OTHER, OTHER_OF_SAME_LEADS = 0.45, 0.25  # shared: below, it is another task
SHORT = 8  # characters: in so short a text single ones count too
ALIKE = 0.6  # whole: of two names of one unit
HALF = 0.5  # of a unit's tasks that another now has, to be taken for it; of all tasks that are gone
FEW = 3  # tasks that are gone at least: of very small plans one or two are taken out on purpose
SHOWN = 24  # characters of a task that are shown
BUDGET = 20_000  # comparisons of texts; about a second


@dataclass
class Records:
    """A plan, and what it is held against: as it was last sent (None: never), in which file, and what was reported."""

    plan: Plan
    told: Plan | None
    told_in: str
    progress: Progress
    budget: int = BUDGET

    @cached_property
    def now(self) -> Mapping[str, Task]:
        """Id → task of the plan."""
        return {task.id: task for _, task in self.plan.tasks}

    @cached_property
    def then(self) -> Mapping[str, Task]:
        """Id → task as last sent."""
        return {task.id: task for _, task in self.told.tasks} if self.told else {}

    @cached_property
    def places(self) -> Mapping[str, tuple[str | int, ...]]:
        """Id → where it stands in the plan."""
        return {task.id: (*place, "编号") for place, _, task in self.plan.places}

    @cached_property
    def reporters(self) -> Mapping[str, list[str]]:
        """Task id → the units that reported on it."""
        found = dict[str, list[str]]()
        for unit, task in self.progress.latest:
            found.setdefault(task, []).append(unit)
        return found

    @cached_property
    def reported(self) -> Mapping[str, set[str]]:
        """Unit → the ids of the tasks that it reported on."""
        found = dict[str, set[str]]()
        for unit, task in self.progress.latest:
            found.setdefault(unit, set()).add(task)
        return found

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """Id → the number that its task seems to have now, where its own stands for nothing or something else."""
        changed = [was for was in self.then.values() if not _says_the_same(self.now.get(was.id), was)]
        return {was.id: home for was in changed if (home := self._home(was))}

    @cached_property
    def guests(self) -> Mapping[str, str]:
        """Id → the number that its task had before, where it was another task's."""
        return {home: name for name, home in self.homes.items() if home in self.then}

    @cached_property
    def ids(self) -> list[str]:
        """The ids last sent; of a plan that was never sent, those of which something was reported."""
        return list(self.then or self.reporters)

    @cached_property
    def gone(self) -> list[str]:
        """Those that are no more, and whose tasks are not there under other ones."""
        return [name for name in self.ids if name not in self.now and name not in self.homes]

    @property
    def is_cut(self) -> bool:
        """Whether so much is gone that the file seems to have been cut."""
        return len(self.gone) >= max(FEW, HALF * len(self.ids))

    def _home(self, was: Task) -> str:
        """Another number whose text is that of a task, and was not before."""
        own = self.now.get(was.id)
        least, best = max(SAME, _whole(was, own) + NEARER if own else 0), ""
        same = [name for name in self._others.get(was.content, ()) if name != was.id]
        if same or least > 1:
            return same[0] if least <= 1 else ""
        for name in (name for names in self._others.values() for name in names if name != was.id):
            if self.budget <= 0:
                break
            score = self._compared(was, self.now[name])
            if score >= least:
                least, best = score, name
        return best

    @cached_property
    def _others(self) -> Mapping[str, list[str]]:
        """Text → its ids, of the tasks that are not as they were sent."""
        found = dict[str, list[str]]()
        for name, task in self.now.items():
            if not _says_the_same(self.then.get(name), task):
                found.setdefault(task.content, []).append(name)
        return found

    def _compared(self, was: Task, task: Task) -> float:
        """How alike they are; not at all where the text may have come otherwise: edited, or of several put together."""
        self.budget -= 1
        former, score = self.then.get(task.id), _whole(was, task)
        if score < SAME or (former and not _is_other(former, task)):
            return 0
        gone = (one for one in self.then.values() if one.id not in self.now and one is not was)
        return 0 if any(_shared(one.content, task.content) >= SAME for one in gone) else score


def records(plan: Plan, cabinet: Cabinet, progress: Progress) -> Records:
    """What a plan is held against: what was sent last of those that tell of tasks, and what was reported."""
    last = cabinet.last((PUBLISHED, *TELLING))
    return Records(plan, last.plan, str(last.folder / PLAN), progress) if last else Records(plan, None, "", progress)


def identity_rules(held: Records) -> tuple[Rule, ...]:
    """The rules, each bound to what the plan is held against."""
    return tuple((name, level, partial(rule, held)) for name, level, rule in RULES)


def numbers(held: Records, reading: Reading) -> Found:
    """A number that stands for another task now, and a task that has another number now."""
    for name, was in held.then.items():
        home, guest, own = held.homes.get(name, ""), held.guests.get(name, ""), held.now.get(name)
        if home and not own and home not in held.then:
            said = f"任务{name}{_short(was)}好像编成了{home}，{_attached(held, name)}对不上"
            yield reading.line(*held.places[home]), said, f"把编号改回{name}；确是另一项任务的，{_pass_over('编号')}"
        elif own and (home or guest or _is_other(was, own)):
            said = f"编号{name}原来是{_short(was)}，现在是{f'原来的{guest}' if guest else '另一项任务'}"
            found = f"，原来的好像编成了{home}（第 {reading.line(*held.places[home])} 行）" if home else ""
            right = f"这一项的编号改回{guest}" if guest else "这一项的编号空着，运行 render number"
            back = f"，{name}还给原来的任务" if home else ""
            hint = f"{right}{back}；确是同一项任务改写的，{_pass_over('编号')}"
            yield reading.line(*held.places[name]), f"{said}{found}；{_attached(held, name)}算到了这一项", hint


def cut(held: Records, reading: Reading) -> Found:
    """Half of the tasks gone: a file that was cut."""
    if held.is_cut:
        which, left = "上次印发的" if held.told else "报过进展的", len(held.ids) - len(held.gone)
        said = f"{which} {len(held.ids)} 项任务只剩 {left} 项，计划好像缺了一段"
        yield reading.line("目标"), said, f"{_back(held)}；确是不再做的，{_pass_over('缺段')}"


def gone_tasks(held: Records, reading: Reading) -> Found:
    """Tasks that were sent or reported on, and are no more."""
    goals = {path_name(path): place for place, path in reading.plan.goal_places}
    stood = {task.id: path_name(path) for _, path, task in held.told.places} if held.told else {}
    for name in [] if held.is_cut else held.gone:
        place = (*goals[stood[name]], "名称") if stood.get(name) in goals else ("目标",)
        said = f"任务{name}{_short(held.then.get(name))}不见了，它还有{_attached(held, name)}"
        yield reading.line(*place), said, f"不再做的{_meant(held)}；误删的，{_back(held)}"


def renamed(held: Records, reading: Reading) -> Found:
    """Units that seem to have a new name, under which nothing finds what they were sent and reported."""
    for was, unit in _successors(held):
        if unit:
            line = reading.line("单位", reading.plan.units.index(unit), "名称")
            said = f"单位“{was}”不见了，“{unit.name}”好像是它的新名称，{_attached(held, unit=was)}对不上"
            former = on_one_line([*unit.former_names, was])
            yield line, said, f"改了名的，给“{unit.name}”写上 曾用名: {former}；不是同一个单位的，{_pass_over('改名')}"


def gone_units(held: Records, reading: Reading) -> Found:
    """Units that were sent something or reported, and are no more."""
    for was, unit in _successors(held):
        if not unit:
            said = f"单位“{was}”不见了，它还有{_attached(held, unit=was)}"
            merged = f"并入别的单位的，给那个单位写上 曾用名: {on_one_line([was])}"
            yield reading.line("单位"), said, f"不再参加的{_meant(held)}；{merged}；误删的，{_back(held)}"


IdentityRule = Callable[[Records, Reading], Found]

#: Name, level, rule. The names may stand after `# 不查`.
RULES: tuple[tuple[str, Level, IdentityRule], ...] = (
    ("编号", Level.ERROR, numbers),
    ("缺段", Level.ERROR, cut),
    ("改名", Level.ERROR, renamed),
    ("缺任务", Level.WARNING, gone_tasks),
    ("缺单位", Level.WARNING, gone_units),
)


def _successors(held: Records) -> Iterator[tuple[str, Unit | None]]:
    """Each unit that is gone, with the one that seems to be it now; None where there is none."""
    own = _tasks_of(held.plan)
    if held.told:
        changes, sent = compare(held.told, held.plan).units, _tasks_of(held.told)
        new = [held.plan.unit_of[one.name] for one in changes if one.kind is ChangeKind.ADDED]
        for was in (one.name for one in changes if one.kind is ChangeKind.REMOVED and one.name in sent):
            kept = sent[was] & held.now.keys()
            heirs = [one for one in new if kept and len(kept & own.get(one.name, set())) >= HALF * len(kept)]
            yield was, _nearest(was, heirs, 0) or _nearest(was, new, ALIKE)
    known, spoken = held.told.party_of if held.told else {}, heard(held.plan, held.progress)
    silent = [unit for unit in held.plan.units if unit.name not in spoken]
    for was, tasks in held.reported.items():
        if was not in held.plan.party_of and was not in known:
            same = _nearest(was, [one for one in silent if tasks & own.get(one.name, set())], ALIKE)
            if same or not held.told:  # else it has been told that it takes part no more
                yield was, same


def _nearest(name: str, units: Collection[Unit], least: float) -> Unit | None:
    """The unit whose name is most like another, if it is at least so much."""
    found = max(units, key=lambda unit: _ratio(name, unit.name), default=None)
    return found if found and _ratio(name, found.name) >= least else None


def _tasks_of(plan: Plan) -> Mapping[str, set[str]]:
    """Unit → the ids of the tasks that name it."""
    found = dict[str, set[str]]()
    for _, task in plan.tasks:
        for name in task.units:
            found.setdefault(plan.unit_of[name].name, set()).add(task.id)
    return found


def _says_the_same(one: Task | None, other: Task) -> bool:
    return one is not None and one.content == other.content


def _is_other(was: Task, now: Task) -> bool:
    """Whether a text is of another task: the more so where others lead it now."""
    same = {*was.mains, *was.leads} == {*now.mains, *now.leads}
    least = OTHER_OF_SAME_LEADS if same else OTHER
    return _shared(was.content, now.content) < least


def _whole(one: Task, other: Task) -> float:
    return _ratio(one.content, other.content)


def _ratio(one: str, other: str) -> float:
    """How alike two texts are as a whole (difflib), signs aside; 0 where they are not alike at all."""
    matcher = SequenceMatcher(None, _plain(one), _plain(other), autojunk=False)
    return matcher.ratio() if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= ALIKE else 0


def _shared(one: str, other: str) -> float:
    """How much of the shorter text the longer one has: what was cut or added makes no other text of it."""
    one, other = _plain(one), _plain(other)
    size = min(len(one), len(other))
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > (size >= SHORT)) / size if size else 1


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _short(task: Task | None) -> str:
    return f"“{shortened(task.content, SHOWN)}”" if task else ""


def _attached(held: Records, name: str = "", unit: str = "") -> str:
    """What is attached to a task or a unit: 印发的公文和财务处报的进展."""
    units = held.reporters.get(name, [])
    sent = ["印发的公文"] if name in held.then or (held.told and unit in held.told.party_of) else []
    by = f"{JOINT.join(units[:2])}{'等' if len(units) > 2 else ''}报的" if units else "报过的"
    return "和".join([*sent, *([f"{by}进展"] if units or unit in held.reported else [])])


def _pass_over(rule: str) -> str:
    return f"在这一行末尾注明 # 不查 {rule}"


def _meant(held: Records) -> str:
    return "不用管，变更通知会写明取消" if held.told else "不用管"


def _back(held: Records) -> str:
    """How to bring back what was taken out by accident."""
    return f"照 {held.told_in} 补回" if held.told else "用备份补回"
