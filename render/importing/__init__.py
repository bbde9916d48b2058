"""A decomposition table in Word, Excel or plain text → plan.yaml, with a list of what a person must look at."""

from render.importing.draft import Draft, Note, draft_plan
from render.importing.sources import read_source
from render.importing.write import plan_text

__all__ = ["Draft", "Note", "draft_plan", "plan_text", "read_source"]
