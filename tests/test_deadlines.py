"""Deadlines: which last day a text means, and which texts mean none."""

from datetime import date

import pytest

from render.plan.dates import last_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017年2月", date(2017, 2, 28)),
        ("2016年2月", date(2016, 2, 29)),
        ("2017年04月", date(2017, 4, 30)),
        ("2017年2月15日", date(2017, 2, 15)),
        ("2017年底", date(2017, 12, 31)),
        ("长期", None),
        ("待定", None),
    ],
)
def test_last_day(text: str, day: date | None) -> None:
    assert last_day(text) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2017.10", "deadline_form"),
        ("2017年", "deadline_form"),
        ("２０１７年底", "deadline_form"),
        ("2017年2月底", "deadline_form"),
        ("2017年13月", "date_impossible"),
        ("2017年0月", "date_impossible"),
        ("2017年2月29日", "date_impossible"),
        ("2017年2月0日", "date_impossible"),
        ("0000年2月", "date_impossible"),
    ],
)
def test_no_day(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=f"^{why}$"):
        last_day(text)
