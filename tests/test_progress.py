"""progress.yaml: what is written is read back, history is kept, and a broken file is told with its line."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from render.errors import InputError
from render.plan.model import Plan
from render.plan.progress import Batch, Progress
from render.plan.standing import Standing, heard, standings
from render.plan.states import REPORTABLE, Alarm, State
from render.reader.progress import progress_text, read_progress
from support.small_project import PLAN

SHA = "0" * 64
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
entries = st.fixed_dictionaries(
    {"编号": st.sampled_from(["1-1", "1-2"])},
    optional={
        "进展状态": st.sampled_from(REPORTABLE),
        "完成比例": st.sampled_from(["0%", "60%", "62.5%", "100%"]),
        "进展情况": texts,
        "存在问题": texts,
        "填报日期": st.dates(date(2017, 1, 1), date(2018, 12, 31)).map(str),
        "填报人": texts,
        "联系电话": texts,
    },
)
deliveries = st.fixed_dictionaries(
    {"单位": st.sampled_from(["财务处", "人事处"]), "文件": texts, "校验": st.just(SHA)},
    optional={"填报": st.lists(entries, max_size=3)},
)
batches = st.fixed_dictionaries(
    {"时间": st.just("2017-06-30T10:20:30")},
    optional={"撤回": st.just("2017-07-01T08:00:00"), "来件": st.lists(deliveries, max_size=3)},
)
histories = st.lists(batches, max_size=4).map(lambda found: Progress.model_validate({"收取": found}))


@given(histories)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back(tmp_path: Path, history: Progress) -> None:
    path = tmp_path / "progress.yaml"
    path.write_text(progress_text(history), "utf-8", newline="")
    assert read_progress(path) == history


def test_a_history_that_grows_or_shrinks_still_names_its_plan() -> None:
    named = Progress.model_validate({"年度": 2017, "计划": "计划"})
    grown = named.with_batch(batch("2017-07-01T10:00:00", "财务处", {"编号": "1-1"}))
    for one in (named, grown, grown.without_last("2017-07-02T10:00:00"), grown.up_to(1)):
        assert (one.year, one.title) == (2017, "计划")


def test_no_file_is_an_empty_history(tmp_path: Path) -> None:
    assert read_progress(tmp_path / "progress.yaml").batches == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("收取: [", 1, "这份进展记录读不懂"),
        ("收取:\n- 时间: 昨天\n", 2, "收取·第1个·时间"),
        (
            "收取:\n- 时间: '2017-06-30T10:20:30'\n  来件:\n  - 单位: 甲\n    文件: 乙\n",
            4,
            "收取·第1个·来件·第1个·校验",
        ),
        ("收取:\n- 时间: '2017-06-30T10:20:30'\n  多余: 1\n", 3, "收取·第1个·多余"),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = tmp_path / "progress.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_progress(path)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert said in problem.message


def batch(time: str, unit: str, *rows: dict[str, str]) -> Batch:
    return Batch.model_validate({"时间": time, "来件": [{"单位": unit, "文件": "甲.xlsx", "校验": SHA, "填报": rows}]})


def found(progress: Progress) -> list[Standing]:
    return list(standings(Plan.model_validate(yaml.load(PLAN, yaml.BaseLoader)), progress))


FIRST = batch("2017-06-30T10:00:00", "财务", {"编号": "1-1", "进展状态": "推进中", "完成比例": "60%"})
SECOND = batch("2017-07-02T10:00:00", "财务处", {"编号": "1-1", "进展状态": "已完成", "填报日期": "2017-07-01"})
ASSISTANT = batch("2017-07-03T10:00:00", "办公室", {"编号": "1-2", "进展状态": "已完成", "完成比例": "100%"})
NOTHING = Progress.model_validate({})


def test_the_last_word_counts_until_it_is_withdrawn() -> None:
    both = NOTHING.with_batch(FIRST).with_batch(SECOND)
    assert found(both)[0].state is State.DONE
    undone = both.without_last("2017-07-03T09:00:00")
    assert (found(undone)[0].state, found(undone)[0].percent) == (State.ONGOING, 60.0)
    assert undone.batches[1].deliveries == SECOND.deliveries
    assert undone.as_of == date(2017, 6, 30)
    with pytest.raises(IndexError):
        undone.without_last("x").without_last("y")


def test_only_a_lead_decides_and_an_alias_is_the_same_unit() -> None:
    one, two = found(NOTHING.with_batch(FIRST).with_batch(ASSISTANT))
    assert (one.state, two.state, two.percent) == (State.ONGOING, State.UNREPORTED, None)
    assert [word.entry and word.entry.percent for word in two.entries] == [None, "100%"]


def test_alarms_and_who_was_heard() -> None:
    progress = NOTHING.with_batch(FIRST).with_batch(SECOND).with_batch(ASSISTANT)
    one, two = found(progress)
    days = [date(2017, 2, 27), date(2017, 3, 1), date(2017, 3, 31), date(2017, 4, 1)]
    assert [two.alarm(day) for day in days] == [Alarm.NORMAL, Alarm.SOON, Alarm.SOON, Alarm.OVERDUE]
    assert (one.alarm(days[3]), one.days_left(days[3]), two.days_left(days[3])) == (Alarm.DONE, None, -1)
    plan = Plan.model_validate(yaml.load(PLAN, yaml.BaseLoader))
    assert heard(plan, progress) == {"财务处": date(2017, 7, 1), "办公室": date(2017, 7, 3)}


def test_a_unit_was_heard_on_the_last_day_that_it_wrote_whatever_came_in_last() -> None:
    days = {"财务处": "2017-07-04", "财务": "2017-06-20", "财务处 ": "2017-06-25"}
    progress = NOTHING
    for n, (unit, day) in enumerate(days.items()):
        entry = {"编号": "1-1", "进展状态": "推进中", "填报日期": day}
        progress = progress.with_batch(batch(f"2017-07-0{5 + n}T10:00:00", unit.strip(), entry))
    plan = Plan.model_validate(yaml.load(PLAN, yaml.BaseLoader))
    assert heard(plan, progress) == {"财务处": date(2017, 7, 4)}


def test_a_unit_was_heard_of_on_the_day_that_it_wrote_or_when_its_news_was_collected() -> None:
    dated, undated = {"编号": "1-1", "填报日期": "2017-06-30"}, {"编号": "1-1", "进展状态": "推进中"}
    first = NOTHING.with_batch(batch("2017-07-01T10:00:00", "财务处", dated))
    assert first.heard == {"财务处": date(2017, 6, 30)}
    assert first.with_batch(batch("2017-09-01T10:00:00", "财务处")).heard == first.heard  # nothing new in it
    assert first.with_batch(batch("2017-09-01T10:00:00", "财务处", undated)).heard == {"财务处": date(2017, 9, 1)}
    assert NOTHING.with_batch(batch("2017-09-01T10:00:00", "财务处")).heard == {}


@pytest.mark.parametrize(
    ("words", "state", "share"),
    [
        (["已完成", "已完成"], "已完成", None),
        (["已完成", ""], "推进中", None),
        (["未启动", ""], "未启动", None),
        (["已完成", "需协调"], "需协调", None),
        (["推进中 60%", "推进中 40%"], "推进中", 40.0),
        (["推进中 60%", ""], "推进中", None),
    ],
)
def test_several_leads(words: list[str], state: str, share: float | None) -> None:
    text = PLAN.replace("责任主体: [人事处], 协助单位: [办公室]", "责任主体: [人事处, 办公室], 协助单位: []")
    plan = Plan.model_validate(yaml.load(text, yaml.BaseLoader))
    progress = NOTHING
    for unit, word in zip(("人事处", "办公室"), words, strict=True):
        status, _, percent = word.partition(" ")
        entry = {"编号": "1-2", "进展状态": status, "完成比例": percent}
        progress = progress.with_batch(batch("2017-07-03T10:00:00", unit, entry)) if word else progress
    standing = list(standings(plan, progress))[1]
    assert (standing.state, standing.percent) == (state, share)


# ---- the office's word


def ruling(time: str, **fields: str) -> Batch:
    words = {"审核结论": fields.pop("decision"), "审核日期": fields.pop("day"), **fields}
    return Batch.model_validate({"时间": time, "审核": [{"编号": "1-1", **words}]})


DONE_1 = batch("2017-02-20T10:00:00", "财务处", {"编号": "1-1", "进展状态": "已完成", "填报日期": "2017-02-20"})
CLOSING = ruling("2017-03-01T10:00:00", decision="办结", day="2017-03-01")
RETURNING = ruling("2017-03-02T10:00:00", decision="退回", day="2017-03-02", 审核意见="缺材料")
ONGOING_1 = batch("2017-03-05T10:00:00", "财务处", {"编号": "1-1", "进展状态": "推进中", "填报日期": "2017-03-05"})
EARLIER = batch("2017-03-05T10:00:00", "财务处", {"编号": "1-1", "进展状态": "推进中", "填报日期": "2017-03-01"})
APPLYING = {"编号": "1-1", "进展状态": "推进中", "申请延期至": "2017年5月", "延期理由": "等批复"}
APPLIED = batch("2017-02-21T10:00:00", "财务处", APPLYING)
EXTENDING = ruling("2017-03-03T10:00:00", decision="同意延期", day="2017-03-03", 延期至="2017年5月")
REFUSING = ruling("2017-03-03T10:00:00", decision="不同意延期", day="2017-03-03", 审核意见="抓紧办")


@pytest.mark.parametrize(
    ("batches", "state"),
    [
        ([CLOSING], State.CLOSED),
        ([DONE_1, CLOSING, ONGOING_1], State.CLOSED),
        ([DONE_1, CLOSING, RETURNING], State.RETURNED),
        ([DONE_1, RETURNING], State.RETURNED),
        ([DONE_1, RETURNING, EARLIER], State.RETURNED),
        ([DONE_1, RETURNING, ONGOING_1], State.ONGOING),
        ([DONE_1, RETURNING, ONGOING_1, CLOSING], State.CLOSED),
        ([DONE_1, RETURNING, EXTENDING], State.RETURNED),
        ([DONE_1, EXTENDING], State.DONE),
    ],
)
def test_the_office_has_the_last_word(batches: list[Batch], state: State) -> None:
    progress = NOTHING
    for one in batches:
        progress = progress.with_batch(one)
    standing = found(progress)[0]
    assert standing.state is state
    assert (standing.alarm(date(2017, 6, 1)) is Alarm.CLOSED) == (state is State.CLOSED)
    assert (standing.days_left(date(2017, 6, 1)) is None) == (state in (State.CLOSED, State.DONE))
    undone = progress.without_last("2017-06-01T10:00:00")
    assert found(undone)[0].state is found(progress.up_to(len(batches) - 1))[0].state


def test_an_extension_moves_the_day_of_the_alarm_and_not_the_deadline() -> None:
    asked = NOTHING.with_batch(APPLIED)
    granted = asked.with_batch(EXTENDING)
    before, after = found(asked)[0], found(granted)[0]
    assert (before.alarm(date(2017, 4, 1)), after.alarm(date(2017, 4, 1))) == (Alarm.OVERDUE, Alarm.NORMAL)
    assert (after.days_left(date(2017, 6, 1)), after.deadline, after.term.last_day) == (
        -1,
        before.deadline,
        date(2017, 5, 31),
    )


@pytest.mark.parametrize("answer", [EXTENDING, REFUSING])
def test_an_application_waits_until_it_is_answered(answer: Batch) -> None:
    asked = NOTHING.with_batch(APPLIED)
    assert [one.unit.name for one in found(asked)[0].applications] == ["财务处"]
    (entry,) = found(asked.with_batch(answer))[0].entries
    assert not entry.applies
    assert entry.prefilled
    assert (entry.prefilled.applied, entry.prefilled.reason, entry.prefilled.state) == ("", "", "推进中")


def test_what_was_returned_is_asked_anew() -> None:
    (entry,) = found(NOTHING.with_batch(DONE_1).with_batch(RETURNING))[0].entries
    assert entry.returned
    assert entry.prefilled
    assert (entry.prefilled.state, entry.prefilled.day, entry.percent) == ("", "", None)


def test_a_point_of_the_history_is_found_again() -> None:
    progress = NOTHING.with_batch(DONE_1).with_batch(RETURNING).with_batch(ONGOING_1)
    mark = progress.counting
    later = progress.without_last("2017-06-01T10:00:00").with_batch(CLOSING)
    assert (mark, later.counting) == ("1-3", "1-2 4")
    then = later.at(mark)
    assert then
    assert [one.deliveries for one in then.effective] == [one.deliveries for one in progress.effective]
    assert later.at("1-9") is None


@pytest.mark.parametrize(
    "wrong", [{"审核结论": "退回"}, {"审核结论": "同意延期"}, {"审核结论": "办结", "延期至": "5月"}]
)
def test_a_ruling_says_all_that_it_must(tmp_path: Path, wrong: dict[str, str]) -> None:
    path = tmp_path / "progress.yaml"
    row = {"编号": "1-1", "审核日期": "2017-03-01", **wrong}
    path.write_text(
        yaml.safe_dump({"收取": [{"时间": "2017-03-01T10:00:00", "审核": [row]}]}, allow_unicode=True), "utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_progress(path)
    assert "收取·第1个·审核·第1个" in caught.value.problems[0].message
