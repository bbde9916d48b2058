"""Goals in goals, as they are opened one after the other: by their numbers, or by the columns of a table."""

from dataclasses import dataclass, field

from render.importing.draft import DEEPEST, DraftGoal, DraftTask

CONTINUED = "（续）"


@dataclass
class Outline:
    """The goals so far, and those that are open; tasks go to the lowest open one."""

    goals: list[DraftGoal] = field(default_factory=list)
    tasks: list[DraftTask] = field(default_factory=list)  # without a goal
    sections: list[tuple[str, DraftGoal]] = field(default_factory=list)  # style of the number → goal
    columns: list[DraftGoal | None] = field(default_factory=list)  # of a table, from the coarsest

    @property
    def current(self) -> DraftGoal | None:
        """The lowest goal that is open."""
        named = [goal for goal in self.columns if goal]
        return named[-1] if named else self.sections[-1][1] if self.sections else None

    @property
    def last(self) -> DraftTask | None:
        """The last task of the current goal."""
        tasks = self.current.tasks if self.current else self.tasks
        return tasks[-1] if tasks else None

    def add(self, task: DraftTask) -> None:
        """A task of the current goal."""
        (self.current.tasks if self.current else self.tasks).append(task)

    def section(self, raw: str, name: str, style: str) -> DraftGoal:
        """Open a goal below those whose numbers are of another style; it closes those of its own."""
        styles = [other for other, _ in self.sections]
        depth = styles.index(style) if style in styles else len(styles)
        self.sections = self.sections[: min(depth, DEEPEST - 1)]
        self.columns = []
        goal = DraftGoal(raw, name)
        self._hang(goal, self.sections[-1][1] if self.sections else None)
        self.sections.append((style, goal))
        return goal

    def column(self, level: int, raw: str, name: str) -> DraftGoal:
        """Open a goal of a table's column, counted from the coarsest."""
        self.columns = [*self.columns, *[None] * level][:level]
        goal = DraftGoal(raw, name)
        self._hang(goal, self.current)
        self.columns.append(goal)
        return goal

    def is_open(self, level: int, raw: str) -> bool:
        """Whether the goal of a column is the one that is open."""
        goal = self.columns[level] if level < len(self.columns) else None
        return goal is not None and raw.removesuffix(CONTINUED) == goal.raw

    def close(self) -> None:
        """Close the goals of a table's columns."""
        self.columns = []

    def _hang(self, goal: DraftGoal, above: DraftGoal | None) -> None:
        (above.goals if above else self.goals).append(goal)
