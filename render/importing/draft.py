"""A plan as far as a table or a list tells: goals in goals, tasks, and notes on what a person must look at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from render.importing.sources import Note

DEEPEST = 3  # goals in goals
Value = str | Sequence[str] | Sequence[Mapping[str, str]]  # of a field, as plan.yaml has it


@dataclass
class DraftTask:
    """One task as it stands in the source; `notes` are about it; its id is empty where the source has none."""

    content: str
    deadline: str = ""
    leads: list[str] = field(default_factory=list)
    assistants: list[str] = field(default_factory=list)
    mains: list[str] = field(default_factory=list)
    others: bool = False  # 等
    id: str = ""
    number: str = ""
    leader: str = ""
    target: str = ""
    note: str = ""
    own: dict[str, str] = field(default_factory=dict)  # the office's own columns
    more: dict[str, Value] = field(default_factory=dict)  # other fields of the plan, by their keys
    notes: list[Note] = field(default_factory=list)

    @property
    def units(self) -> Iterator[str]:
        """Every unit that it names."""
        yield from (*self.mains, *self.leads, *self.assistants)


@dataclass
class DraftGoal:
    """One goal; `raw` is its name with the number."""

    raw: str
    name: str
    content: str = ""
    tasks: list[DraftTask] = field(default_factory=list)
    goals: list["DraftGoal"] = field(default_factory=list)

    @property
    def all_tasks(self) -> Iterator[DraftTask]:
        """Its tasks and those of the goals in it."""
        yield from self.tasks
        for goal in self.goals:
            yield from goal.all_tasks

    @property
    def all_goals(self) -> Iterator["DraftGoal"]:
        """It and the goals in it."""
        yield self
        for goal in self.goals:
            yield from goal.all_goals


@dataclass
class Draft:
    """A plan as far as the source tells; `tasks` are those without a goal."""

    title: str
    year: str
    goals: list[DraftGoal]
    tasks: list[DraftTask]
    notes: list[Note]

    @property
    def all_tasks(self) -> Iterator[DraftTask]:
        """Every task, those without a goal last."""
        for goal in self.goals:
            yield from goal.all_tasks
        yield from self.tasks

    @property
    def all_goals(self) -> Iterator[DraftGoal]:
        """Every goal, those in others, too."""
        for goal in self.goals:
            yield from goal.all_goals

    @property
    def units(self) -> list[str]:
        """Every unit that a task names, in order: leads, then assistants."""
        return list(dict.fromkeys(name for task in self.all_tasks for name in task.units))

    @property
    def all_notes(self) -> list[Note]:
        """The notes on the whole and on single tasks."""
        return [*self.notes, *(note for task in self.all_tasks for note in task.notes)]
