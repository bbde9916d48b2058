"""What a plan that can be read should still not say, each with its line."""

from collections.abc import Iterator

from render.errors import Problem
from render.plan import Kind
from render.reader import Reading

RULE = "部门不得向政府下达任务（党政机关公文处理工作条例第十六条）"
REMEDY = "改写为该地教育局，或报请上级政府办公厅发文"


def check_plan(reading: Reading, path: str) -> list[Problem]:
    """Look for units that the rules on official documents do not let us address."""
    return [Problem(path, line, f"“{name}”是政府，{RULE}", REMEDY) for name, line in _governments(reading)]


def _governments(reading: Reading) -> Iterator[tuple[str, int]]:
    for g, goal in enumerate(reading.plan.goals):
        for t, task in enumerate(goal.tasks):
            for key, names in (("责任主体", task.leads), ("协助单位", task.assistants)):
                for n, name in enumerate(names):
                    if reading.plan.unit_of[name].kind is Kind.GOVERNMENT:
                        yield name, reading.line("目标", g, "任务", t, key, n)
