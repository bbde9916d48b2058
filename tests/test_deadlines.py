"""Deadlines: which days a text means in a year, what it has of alarms, and where it is told that it means none."""

import re
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.plan.dates import (
    DEADLINES,
    DeadlineForm,
    DeadlineKind,
    deadline,
    deadline_phrase,
    due_day,
    is_deadline,
    is_impossible,
    without_year,
)
from render.plan.states import Alarm, State, alarm, days_left

YEARS = (2016, 2017)  # the first is a leap year
#: Text, its last day in each of the years (month-day, a year where it is another), what a sentence says.
DATED = [
    ("2017年2月", "2017-2-28", "2017-2-28", "2017年2月底前完成"),
    ("2016年2月底", "2016-2-29", "2016-2-29", "2016年2月底前完成"),
    ("2017年04月", "2017-4-30", "2017-4-30", "2017年04月底前完成"),
    ("2017年2月15日", "2017-2-15", "2017-2-15", "2017年2月15日前完成"),
    ("2017年底", "2017-12-31", "2017-12-31", "2017年底前完成"),
    ("2月底前", "2-29", "2-28", "2月底前完成"),
    ("2月份", "2-29", "2-28", "2月份完成"),
    ("2月", "2-29", "2-28", "2月底前完成"),
    ("2月上旬", "2-10", "2-10", "2月上旬完成"),
    ("2月下旬", "2-29", "2-28", "2月下旬完成"),
    ("6月底", "6-30", "6-30", "6月底前完成"),
    ("6月底前完成", "6-30", "6-30", "6月底前完成"),
    ("6月前", "5-31", "5-31", "6月前完成"),
    ("6月份以前", "5-31", "5-31", "6月份以前完成"),
    ("3月前", "2-29", "2-28", "3月前完成"),
    ("1月前", "2015-12-31", "2016-12-31", "1月前完成"),
    ("6月末之前", "6-30", "6-30", "6月末之前完成"),
    ("10月31日前", "10-31", "10-31", "10月31日前完成"),
    ("2017年10月31日前", "2017-10-31", "2017-10-31", "2017年10月31日前完成"),
    ("2月29日", "2-29", None, ""),
    ("上半年", "6-30", "6-30", "上半年完成"),
    ("2017年上半年", "2017-6-30", "2017-6-30", "2017年上半年完成"),
    ("下半年", "12-31", "12-31", "下半年完成"),
    ("下半年前", "6-30", "6-30", "下半年前完成"),
    ("第二季度", "6-30", "6-30", "第二季度完成"),
    ("二季度末", "6-30", "6-30", "二季度末前完成"),
    ("二季度末前", "6-30", "6-30", "二季度末前完成"),
    ("二季度前", "3-31", "3-31", "二季度前完成"),
    ("第4季度", "12-31", "12-31", "第4季度完成"),
    ("年底前", "12-31", "12-31", "年底前完成"),
    ("年底", "12-31", "12-31", "年底前完成"),
    ("今年年底", "12-31", "12-31", "今年年底前完成"),
    ("年内", "12-31", "12-31", "年内完成"),
    ("2017年内", "2017-12-31", "2017-12-31", "2017年内完成"),
    ("全年", "12-31", "12-31", "全年推进"),
    ("2017年", "2017-12-31", "2017-12-31", "2017年完成"),
    ("2017年前", "2016-12-31", "2016-12-31", "2017年前完成"),
    ("明年3月底前", "2017-3-31", "2018-3-31", "明年3月底前完成"),
    ("十月底", "10-31", "10-31", "十月底前完成"),
    ("二〇一七年十二月二十五日", "2017-12-25", "2017-12-25", "二〇一七年十二月二十五日前完成"),
    ("２０１７年２月底前", "2017-2-28", "2017-2-28", "２０１７年２月底前完成"),
    ("2017 年 2 月 底", "2017-2-28", "2017-2-28", "2017 年 2 月 底前完成"),
    ("2017.10", "2017-10-31", "2017-10-31", "完成时间：2017.10"),
    ("2017-10-31", "2017-10-31", "2017-10-31", "2017-10-31前完成"),
    *((f"2017{dash}2019年", "2019-12-31", "2019-12-31", f"2017{dash}2019年完成") for dash in "-–—―－~～至"),
    ("2017年——2019年底", "2019-12-31", "2019-12-31", "2017年——2019年底前完成"),
    ("3—6月", "6-30", "6-30", "3—6月底前完成"),
    ("2018年3月至6月底", "2018-6-30", "2018-6-30", "2018年3月至6月底前完成"),
    ("第一至第三季度", "9-30", "9-30", "第一至第三季度完成"),
    ("即日起至12月底", "12-31", "12-31", "即日起至12月底前完成"),
    ("3月底前、9月底前", "9-30", "9-30", "3月底前、9月底前完成"),
    ("3、9月底前", "9-30", "9-30", "3、9月底前完成"),
    ("6月底前完成；12月底前完成", "12-31", "12-31", None),
    ("2018年3月、9月", "2018-9-30", "2018-9-30", "2018年3月、9月底前完成"),
]
#: Text, its days in 2017 (month-day), what a sentence says.
RECURRING = [
    ("每月", [f"{m}-{d}" for m, d in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)], "每月推进"),
    ("每月25日前", [f"{m}-25" for m in range(1, 13)], "每月25日前完成"),
    ("每季度", ["3-31", "6-30", "9-30", "12-31"], "每季度推进"),
    ("每季度末前", ["3-31", "6-30", "9-30", "12-31"], "每季度末前完成"),
    ("每季度一次", ["3-31", "6-30", "9-30", "12-31"], "每季度一次"),
    ("按季度报送", ["3-31", "6-30", "9-30", "12-31"], "按季度报送"),
    ("每半年", ["6-30", "12-31"], "每半年推进"),
    ("每年", ["12-31"], "每年推进"),
    ("每年6月底前", ["6-30"], "每年6月底前完成"),
]
DAYLESS = [
    ("长期", DeadlineKind.ALWAYS, "长期任务"),
    ("长期坚持", DeadlineKind.ALWAYS, "长期坚持"),
    ("长期推进", DeadlineKind.ALWAYS, "长期推进"),
    ("持续推进", DeadlineKind.ALWAYS, "持续推进"),
    ("常态化推进", DeadlineKind.ALWAYS, "常态化推进"),
    ("长期坚持、持续推进", DeadlineKind.ALWAYS, "长期坚持、持续推进"),
    ("待定", DeadlineKind.UNDECIDED, "完成时间待定"),
    ("即时完成", DeadlineKind.UNKNOWN, "即时完成"),
    ("立即", DeadlineKind.UNKNOWN, "立即完成"),
    ("尽快", DeadlineKind.UNKNOWN, "完成时间：尽快"),
    ("约2017年2月", DeadlineKind.UNKNOWN, "完成时间：约2017年2月"),
    ("年前", DeadlineKind.UNKNOWN, "完成时间：年前"),
    ("2019—2017年", DeadlineKind.UNKNOWN, "完成时间：2019—2017年"),
    ("每季度，12月底前", DeadlineKind.UNKNOWN, "完成时间：每季度，12月底前"),
    ("6月底前完成{}，12月底前验收", DeadlineKind.UNKNOWN, "完成时间：6月底前完成{}，12月底前验收"),
    ("", DeadlineKind.UNKNOWN, ""),
]
IMPOSSIBLE = ["2017年13月", "2017年0月", "2017年2月30日", "13月", "十三月底", "2017年2月0日", "0000年2月", "3月、13月"]


def day(text: str, year: int) -> date:
    numbers = [int(number) for number in text.split("-")]
    return date(*(numbers if len(numbers) == 3 else [year, *numbers]))


@pytest.mark.parametrize(("text", "leap", "common", "phrase"), DATED)
def test_the_last_day_in_a_leap_year_and_a_common_one(
    text: str, leap: str, common: str | None, phrase: str | None
) -> None:
    for year, wanted in zip(YEARS, (leap, common), strict=True):
        found = deadline(text, year)
        assert found.text == text
        assert found.last_day == (day(wanted, year) if wanted else None)
        assert is_impossible(text, year) == (wanted is None)
    if phrase:
        assert deadline_phrase(text) == phrase


@pytest.mark.parametrize(("text", "days", "phrase"), RECURRING)
def test_what_recurs_has_a_due_day_in_each_period_and_no_last_one(text: str, days: list[str], phrase: str) -> None:
    found = deadline(text, 2017)
    assert (found.kind, found.last_day, found.phrase) == (DeadlineKind.RECURRING, None, phrase)
    assert [f"{one.month}-{one.day}" for one in found.stages] == days
    assert deadline("每月", 2016).days[1] == date(2016, 2, 29)


@pytest.mark.parametrize(("text", "kind", "phrase"), DAYLESS)
def test_what_names_no_day(text: str, kind: DeadlineKind, phrase: str) -> None:
    found = deadline(text, 2017)
    assert (found.kind, found.days, found.phrase) == (kind, (), phrase)
    assert is_deadline(text) == (kind is not DeadlineKind.UNKNOWN)
    assert not is_impossible(text)


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_no_real_day(text: str) -> None:
    assert is_impossible(text, 2017)
    assert deadline(text, 2017).days == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        *(("2017年2月底前", "2月底前"), ("2017年底前", "年底前"), ("2017年内", "年内"), ("2017年", "2017年")),
        *(
            ("2017年上半年", "上半年"),
            ("2017年第二季度", "第二季度"),
            ("2017年十月", "十月"),
            ("2018年3月", "2018年3月"),
        ),
        *(("2017—2019年", "2017—2019年"), ("2017年—2019年", "2017年—2019年"), ("年底", "年底"), ("", "")),
    ],
)
def test_under_a_heading_with_the_year_it_is_not_said_again(text: str, shown: str) -> None:
    assert without_year(text, 2017) == shown


@pytest.mark.parametrize("form", DEADLINES, ids=lambda form: form.example)
def test_every_example_has_its_form(form: DeadlineForm) -> None:
    found = deadline(form.example, 2017)
    assert found.kind is form.kind
    assert bool(found.days) == (form.kind in (DeadlineKind.DATED, DeadlineKind.RECURRING))


FULL = str.maketrans("0123456789-", "０１２３４５６７８９－")
HAN = "零一二三四五六七八九"
ENDS = ["", "底", "末", "底前", "内", "份"]


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")


@given(st.dates(date(1950, 1, 1), date(2900, 12, 31)), st.sampled_from(ENDS), st.sampled_from(["", "完成"]))
def test_a_day_and_its_month_come_back_however_they_are_written(one: date, end: str, done: str) -> None:
    last = (one.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
    for month, number in ((str(one.month), str(one.day)), (han(one.month), han(one.day))):
        for text in (f"{one.year}年{month}月", f"{month}月"):
            for written in (text, text.translate(FULL), " ".join(text)):
                assert deadline(f"{written}{end}{done}", one.year).last_day == last
                assert deadline(f"{written}{number}日前{done}", one.year).last_day == one
                assert deadline(f"{written}前{done}", one.year).last_day == one.replace(day=1) - timedelta(1)


@given(st.lists(st.dates(date(2017, 1, 1), date(2017, 12, 31)), min_size=2, max_size=5), st.sampled_from("、，；及和"))
def test_of_several_days_the_next_is_due_and_the_last_counts(days: list[date], joint: str) -> None:
    found = deadline(joint.join(f"{one.month}月{one.day}日前" for one in days), 2017)
    assert found.days == tuple(sorted(set(days)))
    assert found.last_day == max(days)
    for today in days:
        assert found.due(today) == today
    assert found.due(date(2016, 12, 31)) == min(days)
    assert found.due(date(2018, 1, 1)) == max(days)


@given(st.text(alphabet="0123456789一二十年月日底末前份季度上下半全内每、—-至长期持续推进完成第.", max_size=14))
def test_any_text_is_read_or_not_and_kept(text: str) -> None:
    found = deadline(text, 2017)
    assert found.text == text
    assert found.days == tuple(sorted(found.days))
    same = deadline(unicodedata.normalize("NFKC", text.translate(FULL)), 2017)
    assert (same.kind, same.days) == (found.kind, found.days)


def test_a_day_of_its_own_decides() -> None:
    for text in ("尽快", "2017年2月", "每季度", "长期", "待定", ""):
        found = deadline(text, 2017, "2021年12月31日")
        assert (found.last_day, found.stages, found.text) == (date(2021, 12, 31), (), text)
    assert deadline("尽快", 2017, "2021年12月31日").phrase == "完成时间：尽快（2021年12月31日前）"
    assert deadline("", 2017, "2021-12-31").phrase == "2021年12月31日前完成"
    assert deadline("2017年2月", 2017, "2017年2月20日").phrase == "2017年2月底前完成"
    for text, why in (("年底", "due_form"), ("2021年", "due_form"), ("2021年2月30日", "date_impossible")):
        with pytest.raises(ValueError, match=f"^{why}$"):
            due_day(text)


@pytest.mark.parametrize(
    ("today", "reported", "due", "left", "said"),
    [
        ("2-1", None, "3-31", 58, Alarm.NORMAL),
        ("3-10", None, "3-31", 21, Alarm.SOON),
        ("3-31", None, "3-31", 0, Alarm.SOON),
        ("3-31", "1-2", "3-31", None, Alarm.NORMAL),  # it was reported in this quarter
        ("4-1", "3-31", "6-30", 90, Alarm.NORMAL),
        ("4-1", None, "6-30", 90, Alarm.NORMAL),  # that a quarter passed does not make it overdue
        ("6-15", "3-31", "6-30", 15, Alarm.SOON),
        ("6-15", "4-1", "6-30", None, Alarm.NORMAL),
        ("2018-1-1", "9-30", "12-31", -1, Alarm.OVERDUE),  # but the last one does
        ("2018-1-1", "10-1", "12-31", None, Alarm.NORMAL),
    ],
)
def test_what_recurs_is_due_at_the_end_of_each_period(
    today: str, reported: str | None, due: str, left: int | None, said: Alarm
) -> None:
    quarter, now = deadline("每季度", 2017), day(today, 2017)
    told = day(reported, 2017) if reported else None
    assert quarter.due(now) == day(due, 2017)
    assert days_left(State.ONGOING, quarter, now, told) == left
    assert alarm(State.ONGOING, quarter, now, told) is said
    assert alarm(State.DONE, quarter, now, told) is Alarm.DONE


@pytest.mark.parametrize(
    ("text", "said"),
    [("长期坚持", Alarm.ALWAYS), ("待定", Alarm.UNDECIDED), ("尽快", Alarm.NONE), ("", Alarm.NONE)],
)
def test_what_names_no_day_has_no_alarm(text: str, said: Alarm) -> None:
    assert alarm(State.ONGOING, deadline(text, 2017), date(2018, 1, 1)) is said
    assert days_left(State.ONGOING, deadline(text, 2017), date(2018, 1, 1)) is None
    assert re.fullmatch("长期|待定|", said)
