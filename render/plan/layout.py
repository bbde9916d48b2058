"""Which columns the tables of a plan have, in which order, and what they and the parts of units are called."""

import re
from collections.abc import Mapping

from render.plan.column import Duty
from render.plan.fields import COLUMNS, TASK_COLUMNS, WORD_OF, TableColumn, own_columns, used_columns
from render.plan.model import Plan

#: What a unit does in a task, as the heading of its column says it: 承办单位 → 承办; anyone may add to them.
PARTS = re.compile("主责|主办|牵头|承办|落实|实施|承担|协办|配合|协助|协同|参与|参加|支持|会办")
#: What a plan calls its table: how its title ends.
TABLE = re.compile("(?:任务|责任|工作|目标)?(?:分解表|分工表|分工方案|分工|清单|一览表|安排表|计划表|台账|要点)$")


def layout(plan: Plan) -> list[TableColumn]:
    """The columns that the plan chooses, else all but those that stand apart; none in which nothing stands."""
    used = {one.word: one for one in used_columns(plan)}
    if not plan.table.columns:
        return [one for one in used.values() if not one.column.apart]
    chosen = (WORD_OF.get(name, name) for name in plan.table.columns)
    return [used[word] for word in chosen if word in used]


def headings(plan: Plan) -> Mapping[str, str]:
    """Word of a column → what it is called: as the plan says, else by its word; contents on one level alone as on the
    first.
    """
    contents = [one.word for one in used_columns(plan) if one.level and one.column.whole]
    words = {word: word for word in (*COLUMNS, *(one.word for one in own_columns(plan)))}
    if len(contents) == 1:
        words[contents[0]] = WORD_OF["内容"]
    return words | {WORD_OF.get(name, name): text for name, text in plan.table.names.items()}


def words_of(plan: Plan) -> Mapping[str, str]:
    """What columns are called in this plan, without blanks → their words."""
    return {"".join(text.split()): word for word, text in headings(plan).items()}


def left_out(plan: Plan) -> list[TableColumn]:
    """The columns in which something stands, and which the plan does not choose; those that stand apart are none."""
    chosen = {WORD_OF.get(name, name) for name in plan.table.columns}
    return [one for one in used_columns(plan) if chosen and one.word not in chosen and not one.column.apart]


def role_words(plan: Plan) -> Mapping[Duty, str]:
    """Each part in tasks and what the plan calls it: as the headings of the units do, where these say different things.

    责任单位 says nothing of a part: it is 牵头.
    """
    words = headings(plan)
    found = {one.role: match[0] for one in TASK_COLUMNS if one.role and (match := PARTS.search(words[one.word]))}
    called = {duty: found.get(duty, str(duty)) for duty in Duty}
    return called if len({*called.values()}) == len(called) else {duty: str(duty) for duty in Duty}


def table_word(plan: Plan) -> str:
    """What the plan calls its table: 任务分解表, 任务清单."""
    match = TABLE.search(plan.title)
    return match[0] if match else "任务分解表"
