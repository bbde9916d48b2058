"""A table or a list in Word, Excel or plain text → plan.yaml, with a list of what a person must look at."""

from render.importing.columns import NAMES
from render.importing.draft import Draft
from render.importing.headings import bare
from render.importing.opening import read_source
from render.importing.reading import draft_plan
from render.importing.write import plan_text

__all__ = ["NAMES", "Draft", "bare", "draft_plan", "plan_text", "read_source"]
