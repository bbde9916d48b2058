"""What our templates can do beyond Jinja's own filters."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from render.documents.titles import title_lines, title_width
from render.documents.views import alarm_of, by_month, days_left, in_alarm, month_of, numeral


def spans(rows: Sequence[Mapping[str, Any]], *keys: str) -> list[dict[str, int]]:
    """For each row and key, how many rows its cell spans when equal neighbours are merged; 0 = covered from above."""
    result = [dict.fromkeys(keys, 1) for _ in rows]
    for key in keys:
        top = 0
        for index in range(1, len(rows)):
            if rows[index][key] == rows[top][key]:
                result[top][key] += 1
                result[index][key] = 0
            else:
                top = index
    return result


def broken(text: str, longest: float = 19) -> Markup:
    """A title with <br> where its lines end."""
    return Markup("<br>").join(title_lines(text, longest))


def day_text(day: date | None) -> str:
    """2017年11月1日 (GB/T 9704-2012, 7.3.5.4: no leading zeros); empty for no day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


FILTERS: Mapping[str, Callable[..., Any]] = {
    "数字": numeral,
    "合并": spans,
    "分行": broken,
    "字宽": title_width,
    "日期": day_text,
    "预警": alarm_of,
    "剩余天数": days_left,
    "处于": in_alarm,
    "月份": month_of,
    "按月": by_month,
}
