"""A year of supervision: reports, rulings by both doors, an undo; every figure is the same wherever it stands."""

import io
import json
import re
import shutil
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from support.office import convert
from support.rulings import ROOT, fill, reviewing_project
from support.small_project import Project

TASKS = {
    "1-1": ("2017年3月", ["财务处"], date(2017, 3, 31)),
    "1-2": ("2017年4月", ["人事处"], date(2017, 4, 30)),
    "1-3": ("2017年6月", ["人事处"], date(2017, 6, 30)),
    "1-4": ("2017年8月", ["财务处"], date(2017, 8, 31)),
    "1-5": ("2017年9月", ["办公室"], date(2017, 9, 30)),
    "1-6": ("2017年11月", ["办公室"], date(2017, 11, 30)),
    "1-7": ("2017年10月", ["财务处", "人事处"], date(2017, 10, 31)),
    "1-8": ("长期", ["办公室"], None),
}
REPORT = ("report.html", "_gongwen.html", "_督办.html", "_通报图.html", "gongwen.css", "notice.css", "report.css")
SOON = 30


class Step(NamedTuple):
    """What happens on a day; `door`: 账 is the ledger, 令 a command."""

    day: date
    what: str
    tasks: tuple[str, ...] = ()
    door: str = ""
    unit: str = ""
    states: tuple[str, ...] = ()
    until: date | None = None


def collected(month: int, day: int, unit: str, **states: str) -> Step:
    said = {name.replace("t", "1-"): state for name, state in states.items()}
    return Step(date(2017, month, day), "收", tuple(said), "", unit, tuple(said.values()))


def ruled(month: int, day: int, what: str, *tasks: str, door: str, until: date | None = None) -> Step:
    return Step(date(2017, month, day), what, tasks, door, until=until)


YEAR = [
    collected(2, 10, "财务处", t1="推进中"),
    collected(3, 10, "人事处", t2="推进中"),
    Step(date(2017, 3, 15), "看"),
    collected(3, 30, "财务处", t1="已完成"),
    ruled(4, 5, "同意延期", "1-2", door="令", until=date(2017, 6, 30)),
    ruled(4, 6, "办结", "1-1", door="账"),
    collected(4, 28, "办公室", t5="推进中", t8="推进中"),
    Step(date(2017, 5, 15), "看"),
    collected(6, 10, "人事处", t2="已完成", t3="推进中"),
    ruled(6, 12, "退回", "1-2", door="令"),
    collected(6, 25, "人事处", t2="已完成"),
    ruled(6, 27, "办结", "1-2", door="令"),
    Step(date(2017, 7, 10), "看"),
    collected(7, 20, "财务处", t4="需协调", t7="推进中"),
    ruled(7, 25, "同意延期", "1-3", door="账", until=date(2017, 9, 30)),
    ruled(7, 26, "办结", "1-3", "1-4", door="令"),
    Step(date(2017, 7, 26), "撤"),
    collected(8, 20, "人事处", t3="已完成", t7="推进中"),
    ruled(8, 22, "退回", "1-3", door="账"),
    Step(date(2017, 9, 5), "看"),
    collected(9, 20, "办公室", t5="已完成"),
    ruled(9, 25, "同意延期", "1-4", door="令", until=date(2017, 12, 31)),
    collected(10, 20, "财务处", t7="已完成"),
    collected(10, 28, "人事处", t7="已完成"),
    collected(11, 15, "办公室", t6="推进中"),
    ruled(11, 20, "办结", "1-5", "1-7", door="账"),
    Step(date(2017, 12, 10), "看"),
]


# ---- counted here, step by step


@dataclass
class Known:
    """What is known of a task; the state of a lead is 已退回 until it has answered."""

    said: dict[str, str]
    due: date | None
    closed: bool = False

    @property
    def state(self) -> str:
        if self.closed:
            return "已办结"
        found = set(self.said.values())
        if len(found) == 1:
            return found.pop()
        return "需协调" if "需协调" in found else "推进中" if found - {"未启动", "未填报"} else "未启动"

    def alarm(self, day: date) -> str:
        if self.state in ("已办结", "已完成") or not self.due:
            return ""
        left = (self.due - day).days
        return "逾期" if left < 0 else "30天内" if left <= SOON else ""


def counted(steps: list[Step]) -> dict[str, Known]:
    """All tasks after some steps; what was taken back never was."""
    kept = [step for n, step in enumerate(steps) if step.what != "撤" and steps[n + 1 : n + 2] != [UNDO]]
    found = {task: Known(dict.fromkeys(leads, "未填报"), due) for task, (_, leads, due) in TASKS.items()}
    for step in kept:
        for task, state in zip(step.tasks, step.states or [""] * len(step.tasks), strict=True):
            one = found[task]
            match step.what:
                case "收":
                    one.said[step.unit] = state
                case "办结":
                    one.closed = True
                case "退回":
                    one.closed, one.said = False, dict.fromkeys(one.said, "已退回")
                case "同意延期":
                    one.due = step.until
    return found


UNDO = next(step for step in YEAR if step.what == "撤")


# ---- done with the program


@dataclass
class Office:
    """The project, and what it showed on each day that was looked at."""

    project: Project
    ledgers: list[Path] = field(default_factory=list)

    def do(self, step: Step) -> None:
        {"收": self.collect, "看": self.look, "撤": self.undo}.get(step.what, self.rule)(step)

    def run(self, *arguments: str) -> list[str]:
        done = self.project.run(*arguments)
        assert done.code == 0, (arguments, done.lines, done.errors)
        return done.lines

    def collect(self, step: Step) -> None:
        self.run("build", "--only", step.unit)
        rows = {
            task: {"进展状态": state, "填报日期": step.day} for task, state in zip(step.tasks, step.states, strict=True)
        }
        self.run("collect", fill(self.project, step.unit, rows, f"{step.unit}-{step.day}"), "--yes")

    def rule(self, step: Step) -> None:
        until = f"{step.until.year}年{step.until.month}月" if step.until else ""
        if step.door == "账":
            self.run("build")
            cells = {"审核结论": step.what, "审核意见": f"{step.day}的意见", "审核日期": step.day}
            cells |= {"延期至": until} if until else {}
            path = fill(self.project, "总台账", dict.fromkeys(step.tasks, cells), f"总台账-{step.day}")
            self.run("collect", path, "--yes", "--accept")
            return
        command = {"办结": "confirm", "退回": "return", "同意延期": "extend"}[step.what]
        to = ["--to", until] if until else []
        self.run(command, *step.tasks, "--why", "意见", "--date", str(step.day), "--accept", *to)

    def undo(self, step: Step) -> None:
        self.run("collect", "--undo", "--yes")

    def look(self, step: Step) -> None:
        self.run("build", "--today", str(step.day))
        target = self.project.root / f"账-{step.day}.xlsx"
        fix(self.project.output / "任务台账/总台账.xlsx", target, step.day)
        self.ledgers.append(target)


def fix(source: Path, target: Path, day: date) -> None:
    """A workbook with its day fixed, and without our results, so that its formulas are worked out for that day."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = re.sub(rb"</f><v>[^<]*</v>", b"</f><v></v>", old.read(name))
            new.writestr(name, data.replace(b"TODAY()", f"DATE({day.year},{day.month},{day.day})".encode()))


def wanted(known: dict[str, Known], day: date) -> tuple[Counter[str], Counter[str]]:
    """How many tasks are in each state, and how many press."""
    alarms = Counter(one.alarm(day) for one in known.values())
    return Counter(one.state for one in known.values()), Counter({key: n for key, n in alarms.items() if key})


def of_report(project: Project) -> tuple[Counter[str], Counter[str]]:
    text = re.sub(r"<[^>]+>|\s", "", (project.output / "进展通报.html").read_text("utf-8"))
    body = text.partition("一、总体情况")[2].partition("任务进展情况的图")[0]
    states = {name: int(count) for name, count in re.findall(r"(\w{3})(\d+)项，占", body)}
    late, soon = re.search(r"其中逾期(\d+)项，30天内到期(\d+)项", body).groups()  # type: ignore[union-attr]
    return +Counter(states), +Counter({"逾期": int(late), "30天内": int(soon)})


def of_json(project: Project, day: date) -> tuple[Counter[str], Counter[str], dict[str, Any]]:
    found = json.loads("\n".join(project.run("status", "--today", str(day), "--json").lines))
    counts = Counter(found["合计"])
    alarms = {key: counts.pop(key) for key in ("逾期", "30天内")}
    assert counts.pop("任务数") == len(TASKS)
    return +counts, +Counter(alarms), found


def of_ledger(path: Path) -> tuple[Counter[str], Counter[str], dict[str, Any]]:
    """The rows of the first sheet, and the foot of the statistics by unit."""
    book: Any = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    rows = list(book["总台账"].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if "进展状态" in row)
    lines = [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :] if row[0]]
    units = list(book["按单位"].iter_rows(values_only=True))
    titles = next(row for row in units if "任务数" in row)
    foot = next(dict(zip(titles, row, strict=True)) for row in units if row[0] == "全部任务")
    alarms = Counter(line["预警"] for line in lines if line["预警"] in ("逾期", "30天内"))
    return Counter(line["进展状态"] for line in lines), alarms, foot


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    project = reviewing_project(tmp_path)
    for name in REPORT:
        shutil.copy(ROOT / "templates" / name, tmp_path / "templates")
    project.change("格式: [docx, pdf]", "格式: [html]", "templates/report.html")
    head = (tmp_path / "plan.yaml").read_text("utf-8").partition("    任务:\n")[0]
    rows = (
        f"      - {{编号: {task}, 内容: 事{task}, 完成时间: {when}, 责任主体: [{', '.join(leads)}], 协助单位: []}}\n"
        for task, (when, leads, _) in TASKS.items()
    )
    project.write("plan.yaml", f"{head}    任务:\n{''.join(rows)}")
    return Office(project)


def test_every_figure_is_the_same_wherever_it_stands(office: Office) -> None:
    assert Counter(step.what for step in YEAR) == {"收": 12, "看": 5, "办结": 4, "退回": 2, "同意延期": 3, "撤": 1}
    looks = list[tuple[date, dict[str, Known]]]()
    for number, step in enumerate(YEAR):
        office.do(step)
        if step.what == "看":
            known = counted(YEAR[: number + 1])
            looks.append((step.day, known))
            states, alarms = wanted(known, step.day)
            assert of_report(office.project) == (states, alarms), step.day
            told = of_json(office.project, step.day)
            assert told[:2] == (states, alarms), step.day
            assert told[2]["待审核"] == [task for task, one in known.items() if one.state == "已完成"]
            assert {one["编号"]: one["进展状态"] for one in told[2]["任务"]} == {
                task: one.state for task, one in known.items()
            }
    convert(office.ledgers, office.project.root / "算过", "xlsx")
    for path, (day, known) in zip(office.ledgers, looks, strict=True):
        states, alarms = wanted(known, day)
        found = of_ledger(office.project.root / "算过" / path.name)
        assert found[:2] == (states, alarms), day
        foot = found[2]
        assert {key: foot[key] for key in states} == states
        assert (foot["任务数"], foot["逾期"], foot["30天内"]) == (len(TASKS), alarms["逾期"], alarms["30天内"])
        finished = states["已办结"] + states["已完成"]
        assert foot["完成率"] == pytest.approx(finished / len(TASKS))
    assert len({str(sorted(wanted(known, day)[0].items())) for day, known in looks}) == len(looks)
