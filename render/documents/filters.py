"""What our templates can do beyond Jinja's own filters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from render.documents.columns import columns, headed, rows
from render.documents.listing import name_lines
from render.documents.titles import title_lines, title_width
from render.documents.views import (
    View,
    alarm_of,
    by_kind,
    by_light,
    by_month,
    column_text,
    column_value,
    days_left,
    in_alarm,
    kind_of,
    lag_of,
    late_steps,
    light_of,
    month_of,
    numeral,
    one_year,
    part,
    parts,
)
from render.plan.dates import day_text, deadline_phrase, without_year
from render.plan.fields import DEADLINE, JOINT, ROLES


def listed_cell(task: View, word: str, room: float) -> Markup | str:
    """What stands in a column for a task, names of units with <br> where the lines of a cell end; room 0: one text.

    Several days are broken as names are.
    """
    found = column_value(task, word)
    if word == DEADLINE and room:
        return listed(column_text(task, word).split(JOINT), room)
    return listed(found, room) if word in ROLES and room else column_text(task, word)


def spans(rows: Sequence[Mapping[str, Any]], *keys: str) -> list[dict[str, int]]:
    """For each row and key, how many rows its cell spans: equal neighbours are merged, 0 = covered from above.

    What is empty stays alone: that nothing stands there is said of each row.
    """
    result = [dict.fromkeys(keys, 1) for _ in rows]
    for key in keys:
        top = 0
        for index in range(1, len(rows)):
            if rows[index][key] == rows[top][key] and rows[index][key]:
                result[top][key] += 1
                result[index][key] = 0
            else:
                top = index
    return result


def neighbours(rows: Iterable[Any], item: int | str) -> list[tuple[Any, list[Any]]]:
    """Rows (or tasks) in groups of neighbours that have the same item (or entry), each with that item."""
    return [(key, list(group)) for key, group in groupby(rows, itemgetter(item))]


@pass_context
def broken(context: Context, text: str, longest: float = 19) -> Markup:
    """A title with <br> where its lines end, which is in no word that the names of the plan use."""
    plan = context.get("计划", {})
    return Markup("<br>").join(title_lines(text, longest, plan.get("整词", frozenset())))


def day(value: date | str | None) -> str:
    """A day, or one as progress.yaml has it, 2017-10-08, in words: 2017年10月8日."""
    return day_text(date.fromisoformat(value) if isinstance(value, str) and value else value or None)


@pass_context
def light(context: Context, view: View, today: date | None) -> View:
    """The light of a task, or of what one unit says of one, on a day."""
    plan = context["计划"]
    return light_of(view, plan["督办"], today, plan["年度"])


@pass_context
def lights(context: Context, views: Iterable[View], today: date | None) -> list[tuple[View, list[View]]]:
    """Those of whom a light asks something on a day, under each light, the gravest first."""
    plan = context["计划"]
    return by_light(views, plan["督办"], today, plan["年度"])


@pass_context
def to_explain(context: Context, views: Iterable[View], today: date | None) -> list[View]:
    """Those of whom a light asks more than to be in time, the gravest first."""
    return [one for _, some in lights(context, views, today) for one in some if light(context, one, today)["说明"]]


@pass_context
def behind(context: Context, view: View, today: date) -> int | str:
    """How many percentage points something is behind the time that has passed, empty where it is not."""
    found = lag_of(view, today, context["计划"]["年度"])
    return round(found) if found and found >= 1 else ""


@pass_context
def story(context: Context, task: View, unit: View | None = None) -> list[View]:
    """What happened to a task until the day of the document, oldest first; of one unit what concerns it."""
    names = ["", unit["名称"], *unit["所在"]] if unit else []
    found = context["计划"]["卷宗"](task["编号"])
    day = context.get("今天")
    return [one for one in found if (not unit or one["单位"] in names) and (not day or one["日期"] <= day)]


INSIDE = str.maketrans("《》〈〉", "〈〉《》")  # GB/T 15834-2011, 4.15: 〈〉 within 《》, and 《》 within these


def titled(text: str) -> str:
    """A title in 《》; the marks inside it change with it."""
    return f"《{text.translate(INSIDE)}》"


def listed(names: Sequence[str], room: float) -> Markup:
    """Names of units with <br> where the lines of a cell end that holds `room` characters a line."""
    return Markup("<br>").join(name_lines(names, room))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "数字": numeral,
    "栏": column_text,
    "格": listed_cell,
    "各栏": columns,
    "各行": rows,
    "上层": headed,
    "分工": parts,
    "角色": part,
    "合并": spans,
    "相邻": neighbours,
    "分行": broken,
    "逐个": listed,
    "字宽": title_width,
    "日期": day,
    "期限": deadline_phrase,
    "书名": titled,
    "预警": alarm_of,
    "剩余天数": days_left,
    "处于": in_alarm,
    "逾期节点": late_steps,
    "灯": light,
    "按灯": lights,
    "要说明": to_explain,
    "落后": behind,
    "经过": story,
    "月份": month_of,
    "时限类": kind_of,
    "按月": by_month,
    "无期": by_kind,
    "同年": one_year,
    "略年": without_year,
}
