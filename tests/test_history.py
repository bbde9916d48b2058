"""Whatever is collected, confirmed, returned, extended and undone: the state is what the history alone gives."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from render.plan.model import Plan
from render.plan.progress import Batch, Progress
from render.plan.standing import standings
from render.reader.progress import progress_text

FIRST = date(2017, 1, 10)
TASKS = {"1-1": (["甲"], []), "1-2": (["甲", "乙"], ["丙"]), "1-3": (["丙"], ["甲"])}
DUE = date(2017, 6, 30)
PLAN = Plan.model_validate(
    yaml.safe_load(
        "标题: 计划\n年度: '2017'\n单位:\n"
        + "".join(f"- {{名称: {name}, 类别: 机关处室}}\n" for name in "甲乙丙")
        + "任务:\n"
        + "".join(
            f"- {{编号: {task}, 内容: 事{task}, 完成时间: 2017年6月, 责任主体: {leads}, 协助单位: {helpers}}}\n"
            for task, (leads, helpers) in TASKS.items()
        )
    )
)
reports = st.tuples(
    st.sampled_from(["甲", "乙", "丙"]),
    st.sampled_from([*TASKS]),
    st.sampled_from(["未启动", "推进中", "已完成", "需协调", ""]),
    st.sampled_from(["", "40%", "100%"]),
    st.sampled_from(["", "2017年8月", "2017年10月"]),
    st.sampled_from([None, 0, -3, -40]),
)
words = st.tuples(
    st.sampled_from([*TASKS]),
    st.sampled_from(["办结", "退回", "同意延期", "不同意延期"]),
    st.integers(7, 12),
    st.sampled_from([0, -2, -15]),
)
steps: st.SearchStrategy[list[Any]] = st.lists(
    st.one_of(
        st.tuples(st.just("收"), st.lists(words, max_size=2), st.lists(reports, min_size=1, max_size=4)),
        st.tuples(st.just("审"), st.lists(words, min_size=1, max_size=3), st.just([])),
        st.tuples(st.just("撤"), st.just([]), st.just([])),
    ),
    max_size=14,
)


def recorded(done: list[Any]) -> Progress:
    """The history, made as the commands make it; day by day."""
    progress = Progress.model_validate({})
    for number, (kind, ruled, said) in enumerate(done):
        today = FIRST + timedelta(number * 9)
        if kind == "撤":
            progress = progress.without_last(f"{today}T12:00:00") if progress.effective else progress
            continue
        rulings = [
            {
                "编号": task,
                "审核结论": word,
                "审核意见": "意见",
                "延期至": f"2017年{month}月" if word == "同意延期" else "",
                "审核日期": today + timedelta(days),
            }
            for task, word, month, days in ruled
        ]
        deliveries = [
            {
                "单位": unit,
                "文件": "甲.xlsx",
                "校验": "0" * 64,
                "填报": [
                    {
                        "编号": task,
                        "进展状态": state,
                        "完成比例": percent,
                        "申请延期至": wish,
                        "填报日期": "" if days is None else str(today + timedelta(days)),
                    }
                ],
            }
            for unit, task, state, percent, wish, days in said
        ]
        batch = {"时间": f"{today}T10:00:00", "审核": rulings, "来件": deliveries}
        progress = progress.with_batch(Batch.model_validate(batch))
    return progress


# ---- a second time, from the file alone


@dataclass
class Line:
    """What is known of a task while its history is read from the start."""

    leads: list[str]
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    void: set[str] = field(default_factory=set)
    asks: set[str] = field(default_factory=set)
    closed: bool = False
    returned: date | None = None
    due: date = DUE

    def rule(self, word: dict[str, Any]) -> None:
        match word["审核结论"]:
            case "办结":
                self.closed, self.returned, self.void = True, None, set()
            case "退回":
                self.closed, self.returned = False, date.fromisoformat(word["审核日期"])
                self.void = {unit for unit in self.said if unit in self.leads}
            case "同意延期":
                year, month = word["延期至"].rstrip("月").split("年")
                self.due = date(int(year), int(month), calendar.monthrange(int(year), int(month))[1])
                self.asks = set()
            case _:
                self.asks = set()

    def hear(self, unit: str, entry: dict[str, Any], collected: date) -> None:
        self.said[unit] = entry
        day = date.fromisoformat(entry["填报日期"]) if entry.get("填报日期") else collected
        is_void = unit in self.leads and self.returned is not None and day < self.returned
        (self.void.add if is_void else self.void.discard)(unit)
        (self.asks.add if entry.get("申请延期至") else self.asks.discard)(unit)

    @property
    def state(self) -> str:
        if self.closed:
            return "已办结"
        if self.returned and all(unit in self.void or unit not in self.said for unit in self.leads):
            return "已退回"
        said = {unit: self.said.get(unit, {}).get("进展状态") or "未填报" for unit in self.leads}
        each = ["已退回" if unit in self.void else state for unit, state in said.items()]
        if len(set(each)) == 1:
            return each[0]
        if "需协调" in each:
            return "需协调"
        return "推进中" if {"推进中", "已完成", "已退回"} & set(each) else "未启动"


def replayed(text: str) -> dict[str, Line]:
    """Read the history line by line."""
    found = {task: Line(leads) for task, (leads, _) in TASKS.items()}
    for batch in (yaml.safe_load(text) or {}).get("收取") or []:
        if batch.get("撤回"):
            continue
        for word in batch.get("审核", []):
            found[word["编号"]].rule(word)
        for delivery in batch.get("来件", []):
            for entry in delivery["填报"]:
                found[entry["编号"]].hear(delivery["单位"], entry, date.fromisoformat(batch["时间"][:10]))
    return found


@given(steps)
@settings(max_examples=200)
def test_the_state_is_what_the_history_gives(done: list[Any]) -> None:
    progress = recorded(done)
    wanted = replayed(progress_text(progress))
    for one in standings(PLAN, progress):
        line = wanted[one.task.id]
        assert one.state == line.state
        assert one.term.last_day == line.due
        assert {entry.unit.name for entry in one.applications} == line.asks & set(line.leads)
        assert {entry.unit.name for entry in one.entries if entry.returned} == line.void


@given(steps)
def test_every_point_of_the_history_can_be_found_again(done: list[Any]) -> None:
    whole = recorded(done)
    for count in range(len(done)):
        then = recorded(done[:count])
        found = whole.at(then.counting)
        assert found
        assert [one.state for one in standings(PLAN, found)] == [one.state for one in standings(PLAN, then)]
