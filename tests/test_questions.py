"""What `render collect` asks before it takes it: each with its place, taken with a yes or `--accept` only."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from render.cli import cli
from render.documents.document import make_documents
from render.reader.progress import read_progress
from support.trackers import ROOT, blank_trackers, columns, filled, real_plan, trackers
from test_collect import DONE, entry, latest, run

UNIT, TASK, OTHER = "财务处", "2-3", "4-1"
WHERE = "疑问  财务处.xlsx: 任务台账!"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "plan.yaml", tmp_path)
    return tmp_path


def send(rows: dict[str, dict[str, Any]], change: Any = None, unit: str = UNIT) -> None:
    Path(f"{unit}.xlsx").write_bytes(filled(blank_trackers()[unit], rows, change))


def stand(**fields: Any) -> None:
    """What was collected before."""
    send({TASK: fields})
    assert run("财务处.xlsx", "--yes").code == 0


BEFORE = {"进展状态": "已完成", "完成比例": "100%", "进展情况": "都做了", "填报日期": "2017-06-30"}


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        ({}, {"进展状态": "已完成", "完成比例": 0.3}, ["I7：任务2-3，完成比例：已完成，完成比例却是 30%"]),
        ({}, {"进展状态": "未启动", "完成比例": 1}, ["I7：任务2-3，完成比例：未启动，完成比例却是 100%"]),
        ({}, {"进展状态": "未启动", "完成比例": 0.05}, ["I7：任务2-3，完成比例：未启动，完成比例却是 5%"]),
        ({}, {"进展情况": "做了"}, ["H7：任务2-3，进展状态：没有填，进展情况却填了"]),
        ({}, {"存在问题": "缺人"}, ["H7：任务2-3，进展状态：没有填，存在问题却填了"]),
        ({}, {"完成比例": 0.5}, ["H7：任务2-3，进展状态：没有填，完成比例却填了"]),
        ({}, {**DONE, "填报日期": "2016-12-30"}, ["L7：任务2-3，填报日期：2016-12-30 早于计划的年度"]),
        ({}, {**DONE, "完成比例": 1.5}, ["I7：任务2-3，完成比例显示为“150%”，超过 100%，按“100%”收"]),
        (BEFORE, {**BEFORE, "进展状态": "推进中"}, ["H7：任务2-3，进展状态：上次是已完成，这次是推进中"]),
        (
            BEFORE,
            {**BEFORE, "进展状态": None, "进展情况": None},
            [
                "H7：任务2-3，进展状态：上次填的是“已完成”，这次是空的",
                "J7：任务2-3，进展情况：上次填的是“都做了”，这次是空的",
            ],
        ),
    ],
)
def test_what_is_asked(before: dict[str, Any], now: dict[str, Any], asked: list[str]) -> None:
    if before:
        stand(**before)
    was = latest()
    send({TASK: now, OTHER: DONE})
    found = run("财务处.xlsx", "--yes")
    assert [line for line in found.lines if line.startswith("疑问")] == [f"{WHERE}{one}" for one in asked]
    assert (found.code, found.errors) == (1, [])
    assert f"收 1 份，有变化的任务 1 项；{len(asked)} 处疑问没有收（核对后加 --accept 再收）" in found.lines[-1]
    assert latest() == {**was, (UNIT, OTHER): entry(编号=OTHER, **DONE)}  # the rest is taken
    again = run("财务处.xlsx", "--yes", "--accept")  # the row that waited, of the same file
    assert (again.code, again.errors) == (0, [])
    assert latest()[UNIT, TASK] != was.get((UNIT, TASK))
    assert latest()[UNIT, TASK].state == (now.get("进展状态") or "")
    last = run("财务处.xlsx", "--yes", "--accept")
    assert (last.code, last.lines[0]) == (0, "财务处.xlsx：已收过，跳过")


def test_what_is_not_asked() -> None:
    send({TASK: {"进展状态": "推进中", "完成比例": 1}, OTHER: {"进展状态": "已完成"}})
    found = run("财务处.xlsx", "--yes")
    assert (found.code, found.errors, len(latest())) == (0, [], 2)


def test_a_day_that_has_not_come_is_asked_about() -> None:
    year, tomorrow = date.today().year, date.today() + timedelta(1)
    plan = Path("plan.yaml").read_text("utf-8")
    Path("plan.yaml").write_text(plan.replace("年度: 2017", f"年度: {year}"), "utf-8")

    def renew(workbook: Any, sheet: Any) -> None:
        workbook.custom_doc_props["年度"].value = str(year)

    send({TASK: {**DONE, "填报日期": tomorrow}, OTHER: {**DONE, "填报日期": date.today()}}, renew)
    found = run("财务处.xlsx", "--yes")
    assert [line for line in found.lines if "疑问 " in line] == [f"{WHERE}L7：任务2-3，填报日期：{tomorrow} 还没有到"]
    assert {task: one.day for (_, task), one in latest().items()} == {OTHER: str(date.today())}


@pytest.mark.parametrize(
    ("answers", "state", "code"),
    [("y\ny\n", "已完成", 0), ("n\ny\n", None, 1), ("y\nn\n", None, 0), ("", None, 1)],
)
def test_one_question_for_the_whole_list(answers: str, state: str | None, code: int) -> None:
    send({TASK: {"进展状态": "已完成", "完成比例": 0.3}, OTHER: {"进展状态": "未启动", "完成比例": 1}})
    found = run("财务处.xlsx", answer=answers)
    assert found.lines[0] == "有疑问的 2 处，核对后再定收不收："
    assert "".join(found.lines).count("有疑问的也照写的收？") == 1
    assert found.code == code
    assert found.errors.count("没有人回答；看过没有问题，加上 --yes 再运行") == (answers == "")
    assert [one.state for (_, task), one in latest().items() if task == TASK] == ([state] if state else [])


def test_what_is_taken_is_told_first_then_questions_then_what_is_not() -> None:
    def spoil(workbook: Any, sheet: Any) -> None:
        sheet.cell(9, columns(sheet)["进展状态"]).value = "差不多"

    send({TASK: DONE, OTHER: {"进展状态": "已完成", "完成比例": 0.3}}, spoil)
    said = CliRunner().invoke(cli, ["collect", "财务处.xlsx", "--yes"], prog_name="render").output
    end = "✗ 收 1 份，有变化的任务 1 项；1 份里有没收的行；1 处疑问没有收（核对后加 --accept 再收）。"
    marks = ["财务处（1 项有变化）", "疑问  财务处.xlsx", "看不懂，这一行没有收", end]
    assert [said.index(mark) for mark in marks] == sorted(said.index(mark) for mark in marks)


def test_rows_left_empty_now_leave_what_stands() -> None:
    stand(**BEFORE)
    send({OTHER: DONE})
    found = run("财务处.xlsx", "--yes")
    assert (found.code, "财务处.xlsx：任务2-3上次填过，这次整行是空的，仍以上次的为准" in found.lines) == (0, True)
    assert latest()[UNIT, TASK].situation == "都做了"


def test_an_older_file_is_not_taken_and_leaves_the_day_of_the_last_report() -> None:
    stand(**BEFORE)
    send({TASK: {**BEFORE, "进展状态": "推进中", "填报日期": "2017-5-31"}, OTHER: {"进展状态": "推进中"}})
    found = run("财务处.xlsx", "--yes")
    older = "任务2-3是旧的，没有收：任务2-3的填报日期 2017-05-31 比已收的 2017-06-30 早；已收的更新，不用再收"
    assert (found.code, found.errors) == (1, [f"财务处.xlsx: {older}"])
    assert found.lines[1] == f"{WHERE}L8：任务4-1，填报日期：没有填，同一份里别的行是旧的"
    send({TASK: {**BEFORE, "进展状态": "推进中", "填报日期": "2017-5-31"}})
    whole = run("财务处.xlsx", "--yes")
    assert whole.errors == [f"财务处.xlsx: {older.replace('任务2-3是旧的', '这一份是旧的')}"]
    assert whole.lines == ["✗ 没有写入：收 0 份，有变化的任务 0 项；1 份没有收"]
    progress = read_progress(Path("progress.yaml"))
    assert (progress.heard, len(progress.batches)) == ({UNIT: date(2017, 6, 30)}, 1)
    assert progress.latest[UNIT, TASK].state == "已完成"


def test_status_and_report_print_the_day_of_the_last_report() -> None:
    stand(**BEFORE)
    send({TASK: {**BEFORE, "进展状态": "推进中", "填报日期": "2017-5-31"}})
    run("财务处.xlsx", "--yes")
    send({TASK: {**BEFORE, "填报日期": "2017-06-30"}}, lambda workbook, sheet: workbook.create_sheet("空"))
    assert run("财务处.xlsx", "--yes").code == 0  # the same again, in another file
    status = (
        CliRunner()
        .invoke(cli, ["status", "--unit", UNIT, "--json", f"--templates={ROOT}/templates"], prog_name="render")
        .output
    )
    assert '"最近填报": "2017-06-30"' in status
    progress = read_progress(Path("progress.yaml"))
    made = make_documents(real_plan(), ROOT / "templates", progress, date(2017, 10, 15))
    (report,) = (one for one in made if one.template == "report.html")
    (row,) = re.findall(rf"<tr><td>{UNIT}</td>.*", report.page.html)
    assert re.findall(r"<td[^>]*>([^<]*)</td>", row)[-1] == "2017年6月30日"


def test_the_same_again_is_no_news() -> None:
    stand(**BEFORE)
    Path("财务处.xlsx").write_bytes(trackers(read_progress(Path("progress.yaml")), only=UNIT)[UNIT])
    found = run("财务处.xlsx", "--yes")
    assert (found.code, found.lines[0]) == (0, "财务处（没有变化）")
    assert read_progress(Path("progress.yaml")).heard == {UNIT: date(2017, 6, 30)}


def test_news_without_a_day_counts_from_the_day_of_collecting() -> None:
    stand(进展状态="推进中")
    assert read_progress(Path("progress.yaml")).heard == {UNIT: date.today()}
