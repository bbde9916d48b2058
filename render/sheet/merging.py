"""Three versions, as the workbook was made, plan.yaml now, the workbook now → what to write, and where both changed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from render.plan.model import Goal, Model, Sender, Task, Unit
from render.reader.rewriting import Moves, NewGoal, NewTask
from render.reader.shape import Place
from render.sheet.fields import EXTRA, GOAL, GOALS, HEAD, ID, PLAN_KEYS, TASKS, UNITS, kind_of, text_of
from render.sheet.reading import renamed
from render.sheet.records import THE_PLAN, Record, Version

FORMER = "曾用名"
_ALL: Mapping[str, type[Model]] = {TASKS: Task, UNITS: Unit, GOALS: Goal, HEAD: Sender}
#: The keys of each sheet's things that count; of goals not what is in them.
KEYS: Mapping[str, list[str]] = {
    sheet: [str(one.alias) for one in model.model_fields.values() if one.alias not in ("任务", "目标", ID)]
    for sheet, model in _ALL.items()
}
MISSING = object()


@dataclass(slots=True)
class Merger:
    """What is found; places are those of plan.yaml now."""

    base: Version
    mine: Version
    theirs: Version
    values: dict[Place, Any] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)
    goals: dict[str, NewGoal] = field(default_factory=dict)  # new ones, by their keys
    deleted: list[Record] = field(default_factory=list)  # of plan.yaml now
    conflicts: list[str] = field(default_factory=list)

    def merge(self) -> "Merger":
        """Lay the three side by side, with the names that units have in the end."""
        now = self._names()
        base, mine, theirs = (renamed(one, now) for one in (self.base, self.mine, self.theirs))
        self._note_former(base, theirs)
        for key, record in theirs.found.items():
            if key[0] == GOALS and key not in self.mine.found and key not in base.found:
                self._new_goal(record)
        for key, record in theirs.found.items():
            self._theirs(base.found.get(key), mine.found.get(key), record)
        for key, record in mine.found.items():
            if key in theirs.found:
                continue
            if key in base.found:
                self._gone_from_sheet(base.found[key], record)
            else:
                self._fields(None, record, record)
        self._check_emptied()
        return self

    # ---- units that have other names now ----

    def _names(self) -> dict[str, str]:
        """What units were called → what they are called in the end."""
        found = dict[str, str]()
        for record in self.base.of(UNITS):
            name = str(record.data["名称"])
            for version in (self.mine, self.theirs):
                if (other := version.found.get(record.key)) and other.data["名称"] not in ("", name):
                    found[name] = str(other.data["名称"])
        others = {
            found.get(name, name) for record in self.base.of(UNITS) if (name := str(record.data["名称"])) not in found
        } | {str(record.data["名称"]) for record in self.theirs.of(UNITS) if record.key not in self.base.found}
        return {old: new for old, new in found.items() if old not in others}

    def _note_former(self, base: Version, theirs: Version) -> None:
        """A unit that is renamed in the workbook keeps its old name as a former one."""
        for record in theirs.of(UNITS):
            was = base.found.get(record.key)
            if was and record.data["名称"] not in ("", was.data["名称"]):
                names = [*record.data[FORMER], was.data["名称"]]
                others = {str(one.data["名称"]) for one in theirs.of(UNITS)} | set(record.data["别名"])
                record.data[FORMER] = [name for name in dict.fromkeys(names) if name not in others]  # type: ignore[index]

    # ---- what is in two or three of them ----

    def _theirs(self, base: Record | None, mine: Record | None, theirs: Record) -> None:
        if mine:
            self._both(base, mine, theirs)
        elif base:
            self._gone_from_plan(base, theirs)
        elif theirs.key[0] == UNITS:
            self.moves.units.append(theirs.data)
        elif theirs.key[0] == TASKS:
            self._new_task(theirs)

    def _both(self, base: Record | None, mine: Record, theirs: Record) -> None:
        self._fields(base, mine, theirs)
        if mine.key[0] == TASKS and self._chosen(base and base.above, mine.above, theirs.above, mine) != mine.above:
            self._task_to(theirs.above, NewTask(mine.data, mine.place))

    def _fields(self, base: Record | None, mine: Record, theirs: Record) -> None:
        """The values that plan.yaml gets, of which those that it has already are left alone."""
        stands = self.mine.found[mine.key].data
        for place, was, own, other in _laid_out(base, mine, theirs):
            chosen = self._chosen(was, own, other, mine, place)
            value = stands.get(EXTRA, {}).get(place[1], "") if len(place) > 1 else stands[place[0]]
            if chosen != value:
                self.values[(*mine.place, *place)] = chosen

    def _chosen(self, base: Any, mine: Any, theirs: Any, record: Record, place: tuple[str, ...] = ()) -> Any:
        """Theirs where only that has changed, mine where it has not; a conflict where both have."""
        if theirs in (base, mine):
            return mine
        if mine != base:
            self.conflicts.append(self._clash(base, mine, theirs, record, place))
            return mine
        return theirs

    def _clash(self, base: Any, mine: Any, theirs: Any, record: Record, place: tuple[str, ...]) -> str:
        texts = [self._told(value, place) for value in (base, mine, theirs)]
        what = "的".join(filter(None, (record.called, place[-1] if place else GOAL)))
        return f"{what}两边都改了：生成表时是“{texts[0]}”，plan.yaml 现在是“{texts[1]}”，表里是“{texts[2]}”"

    def _told(self, value: Any, place: tuple[str, ...]) -> str:
        if not place:
            return next((one.goals[value] for one in (self.mine, self.theirs, self.base) if value in one.goals), "")
        return "" if value is MISSING else text_of(kind_of(place[-1], value), value)

    # ---- what is gone, and what is new ----

    def _gone_from_plan(self, base: Record, theirs: Record) -> None:
        if any(was != other for _, was, _, other in _laid_out(base, base, theirs)) or base.above != theirs.above:
            said = f"{base.called}：plan.yaml 里删了，表里改了（{theirs.row}）"
            self.conflicts.append(f"{said}；在表里也删去这一行，或在 plan.yaml 里恢复它")

    def _gone_from_sheet(self, base: Record, mine: Record) -> None:
        changed = any(was != own for _, was, own, _ in _laid_out(base, mine, mine)) or base.above != mine.above
        if changed:
            self.conflicts.append(f"{base.called}：表里删了这一行，plan.yaml 里后来改过它；要删，在 plan.yaml 里删")
        self.deleted.append(self.mine.found[mine.key])
        self.moves.gone.append(mine.place)

    def _new_goal(self, record: Record) -> None:
        goal = self.goals[record.key[1]] = NewGoal(record.data)
        if record.above in self.goals:
            self.goals[record.above].goals.append(goal)
        else:
            self.moves.goals.setdefault(self._place(record.above), []).append(goal)

    def _new_task(self, record: Record) -> None:
        """A new row, unless it was taken already: then plan.yaml has a task that says the same."""
        taken = [
            one
            for one in self._added_to_plan()
            if one.data["内容"] == record.data["内容"] and one.above == record.above
        ]
        same = [one for one in taken if all(one.data[key] == value for key, value in record.data.items() if key != ID)]
        if same:
            self.theirs.found[same[0].key] = same[0]
        elif taken:
            said = f"{record.row}的内容与{taken[0].called}的一样，别的不同"
            self.conflicts.append(f"{said}；这一行已经收过的，运行 render sheet 换一份新表再改")
        else:
            self._task_to(record.above, NewTask({**record.data, ID: ""}))

    def _added_to_plan(self) -> Iterator[Record]:
        return (
            one for one in self.mine.of(TASKS) if one.key not in self.base.found and one.key not in self.theirs.found
        )

    def _task_to(self, above: str, task: NewTask) -> None:
        if above in self.goals:
            self.goals[above].tasks.append(task)
        elif not above or (GOALS, above) in self.mine.found:
            self.moves.tasks.setdefault(self._place(above), []).append(task)
        else:
            self.conflicts.append(f"任务要放到目标“{self.base.goals[above]}”下，这个目标在 plan.yaml 里已经没有了")

    def _place(self, goal: str) -> Place:
        return self.mine.found[GOALS, goal].place if goal and (GOALS, goal) in self.mine.found else ()

    def _check_emptied(self) -> None:
        """A goal goes with all that is in it, or not at all."""
        leaving = {place for place in self.moves.gone if place[-2] == "目标"}
        away = {*self.moves.gone, *(task.source for tasks in self._all_tasks() for task in tasks if task.source)}
        for record in (*self.mine.of(TASKS), *self.mine.of(GOALS)):
            parent = record.place[:-2]
            if parent in leaving and record.place not in away:
                goal = next(one for one in self.mine.of(GOALS) if one.place == parent)
                self.conflicts.append(f"{goal.called}的行删了，它还有{record.called}；先删去或移走")
        self._check_left(leaving, away)
        for place, tasks in self.moves.tasks.items():
            if place in leaving and tasks:
                self.conflicts.append("有任务要放到已删的目标下；先改它的工作目标")

    def _check_left(self, leaving: Collection[Place], away: Collection[Place]) -> None:
        """A goal that stays must have something in it."""
        inner = (*self.mine.of(TASKS), *self.mine.of(GOALS))
        full = {*self.moves.tasks, *self.moves.goals, *(one.place[:-2] for one in inner if one.place not in away)}
        for new in self.goals.values():
            if not new.tasks and not new.goals:
                self.conflicts.append(f"新目标“{new.data['名称']}”还没有任务；在工作表“{TASKS}”里给它加一项")
        for goal in self.mine.of(GOALS):
            if goal.place not in leaving and goal.place not in full:
                self.conflicts.append(
                    f"{goal.called}一项任务也没有了；在工作表“{GOALS}”里也删去它的行，或给它留一项任务"
                )

    def _all_tasks(self) -> Iterator[list[NewTask]]:
        yield from self.moves.tasks.values()
        for goal in self.goals.values():
            yield goal.tasks


def _laid_out(base: Record | None, mine: Record, theirs: Record) -> Iterator[tuple[tuple[str, ...], Any, Any, Any]]:
    """Each value of a thing in the three versions, own columns one by one."""
    for key in PLAN_KEYS if mine.key == THE_PLAN else KEYS[mine.key[0]]:
        values: tuple[Any, Any, Any] = (
            base.data[key] if base else MISSING,
            mine.data[key],
            theirs.data.get(key, mine.data[key]),
        )
        if key != EXTRA:
            yield (key,), *values
            continue
        was, own, other = ({} if value is MISSING else value for value in values)
        for word in {**own, **other}:
            yield (EXTRA, word), was.get(word, ""), own.get(word, ""), other.get(word, "")
