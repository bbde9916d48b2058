"""plan.yaml → Plan, with a line number on every problem."""

from render.reader.reading import Reading, read_plan

__all__ = ["Reading", "read_plan"]
