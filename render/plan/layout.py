"""Which columns the tables of a plan have, in which order, and what they are called."""

from collections.abc import Mapping

from render.plan.fields import COLUMNS, WORD_OF, TableColumn, own_columns, used_columns
from render.plan.model import Plan


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
