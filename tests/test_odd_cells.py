"""Odd cells, typed into real trackers: what each holds, what Excel shows, and what must be read of it; nothing else."""

import io
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from click.testing import CliRunner

from render.cli import cli
from render.collect.shown import shown
from render.reader.progress import read_progress
from support.trackers import ROOT, blank_trackers, columns, real_plan

REFUSED = "拒收"


class Ask(str):
    """What is taken once the office has said yes."""


class Odd(NamedTuple):
    """One cell."""

    column: str
    value: object
    format: str
    shows: str
    read: str


DAY = datetime(2017, 6, 30)
STATES = [
    ("已完成", "General", "已完成", "已完成"),
    ("已完成。", "General", "已完成。", "已完成"),
    ("（已完成）", "General", "（已完成）", "已完成"),
    ("已 完成", "General", "已 完成", "已完成"),
    ("进行中", "@", "进行中", "推进中"),
    ("办结", "General", "办结", "已完成"),
    ("尚未启动", "General", "尚未启动", "未启动"),
    ("需要协调", "General", "需要协调", "需协调"),
    (1, '[=1]"已完成";[=0]"未启动";General', "已完成", "已完成"),
    (0, '[=1]"已完成";[=0]"未启动";General', "未启动", "未启动"),
    (1, "General", "1", REFUSED),
    (True, "General", "TRUE", REFUSED),
    ("√", "General", "√", REFUSED),
    ("未完成", "General", "未完成", REFUSED),
    ("基本完成", "General", "基本完成", REFUSED),
    ("已完成/推进中", "General", "已完成/推进中", REFUSED),
    ("已完成(部分)", "General", "已完成(部分)", REFUSED),
    (DAY, "yyyy/m/d", "2017/6/30", REFUSED),
    (1, "0%", "100%", REFUSED),
    ("#N/A", "General", "#N/A", REFUSED),
]
PERCENTS = [
    (0.6, "0%", "60%", "60%"),
    (0, "0%", "0%", "0%"),
    (1, "0%", "100%", "100%"),
    (0.655, "0.0%", "65.5%", "65.5%"),
    (0.6543, "0.00%", "65.43%", "65.43%"),
    (0.625, "0%", "63%", "62.5%"),  # the format rounds, the unit did not
    (1.5, "0%", "150%", Ask("100%")),
    (1.004, "0%", "100%", "100%"),
    (1.01, "0%", "101%", Ask("100%")),
    (10, "0%", "1000%", Ask("10%")),
    (60, "0%", "6000%", Ask("60%")),
    (150, "0%", "15000%", REFUSED),
    (-0.05, "0%", "-5%", REFUSED),
    (60, "General", "60", "60%"),
    (0.6, "General", "0.6", "60%"),
    (0.625, "General", "0.625", "62.5%"),
    (1, "General", "1", Ask("100%")),
    (1.5, "General", "1.5", Ask("1.5%")),
    (0, "General", "0", "0%"),
    (101, "General", "101", Ask("100%")),
    (6000, "General", "6000", REFUSED),
    (60.5, "General", "60.5", "60.5%"),
    (0.6, "0", "1", Ask("60%")),
    (60.4, "0", "60", Ask("60.4%")),
    (60, "0.00", "60.00", "60%"),
    (60, '0"%"', "60%", "60%"),
    (150, '0"%"', "150%", Ask("100%")),
    (6, '0"成"', "6成", "60%"),
    ("60%", "@", "60%", "60%"),
    ("60％", "@", "60％", "60%"),
    ("６０％", "General", "６０％", "60%"),
    ("60﹪", "General", "60﹪", "60%"),
    ("60 %", "General", "60 %", "60%"),
    ("60%。", "General", "60%。", "60%"),
    ("60", "@", "60", "60%"),
    ("0.6", "@", "0.6", "60%"),
    ("0.6%", "@", "0.6%", "0.6%"),
    ("100.0%", "@", "100.0%", "100%"),
    ("150%", "@", "150%", Ask("100%")),
    ("1000%", "@", "1000%", REFUSED),
    ("-60%", "@", "-60%", REFUSED),
    ("1", "@", "1", Ask("100%")),
    ("百分之六十五", "General", "百分之六十五", "65%"),
    ("百分之六十五点五", "General", "百分之六十五点五", "65.5%"),
    ("百分之十", "General", "百分之十", "10%"),
    ("百分之百", "General", "百分之百", "100%"),
    ("百分之60", "General", "百分之60", "60%"),
    ("百分之120", "General", "百分之120", Ask("100%")),
    ("百分之", "General", "百分之", REFUSED),
    ("百分之点五", "General", "百分之点五", REFUSED),
    ("百分之几", "General", "百分之几", REFUSED),
    ("六成", "General", "六成", "60%"),
    ("六成五", "General", "六成五", "65%"),
    ("七八成", "General", "七八成", REFUSED),
    ("60%左右", "General", "60%左右", Ask("60%")),
    ("约60%", "General", "约60%", Ask("60%")),
    ("完成60%", "General", "完成60%", Ask("60%")),
    ("60%以上", "General", "60%以上", Ask("60%")),
    ("60-70%", "General", "60-70%", REFUSED),
    ("60%~70%", "General", "60%~70%", REFUSED),
    ("60‰", "General", "60‰", REFUSED),
    ("3/5", "@", "3/5", REFUSED),
    ("过半", "General", "过半", REFUSED),
    (0.6, "# ?/?", "3/5", REFUSED),
    (DAY, "yyyy/m/d", "2017/6/30", REFUSED),
    (time(14, 30), "h:mm", "14:30", REFUSED),
    (True, "General", "TRUE", REFUSED),
    ("#DIV/0!", "0%", "#DIV/0!", REFUSED),
    (0.6, ";;;", "", Ask("")),
]
DATES = [
    (DAY, "yyyy-m-d", "2017-6-30", "2017-06-30"),
    (DAY, "id:14", "2017/6/30", "2017-06-30"),
    (DAY, 'yyyy"年"m"月"d"日"', "2017年6月30日", "2017-06-30"),
    (42916, "id:31", "2017年6月30日", "2017-06-30"),  # a format that the file only numbers
    (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇一七年六月三十日", "2017-06-30"),
    (DAY, 'm"月"d"日"', "6月30日", "2017-06-30"),
    (datetime(2018, 6, 30), 'm"月"d"日"', "6月30日", Ask("2018-06-30")),
    (datetime(2017, 6, 1), 'yyyy"年"m"月"', "2017年6月", Ask("2017-06-01")),
    (datetime(2017, 6, 30, 14, 30), "h:mm", "14:30", Ask("2017-06-30")),
    (datetime(2016, 12, 30), "yyyy-m-d", "2016-12-30", Ask("2016-12-30")),
    (42916, "General", "42916", "2017-06-30"),
    (20170630, "General", "20170630", "2017-06-30"),
    (6.3, "General", "6.3", REFUSED),
    (30, "yyyy-m-d", "1900-1-30", REFUSED),
    (-5, "yyyy-m-d", "########", REFUSED),
    ("2017.6.30", "@", "2017.6.30", "2017-06-30"),
    ("2017年6月", "@", "2017年6月", REFUSED),
    ("6月底", "@", "6月底", "2017-06-30"),
    ("6月31日", "@", "6月31日", REFUSED),
    ("下周", "@", "下周", REFUSED),
    ("2071-6-30", "@", "2071-6-30", REFUSED),
    (time(14, 30), "h:mm", "14:30", REFUSED),
    ("#VALUE!", "General", "#VALUE!", REFUSED),
]
TEXTS = [
    (0.6, "0%", "60%"),
    (0.605, "0.0%", "60.5%"),
    (12.5, '0.00"万元"', "12.50万元"),
    (1234.5, '"¥"#,##0.00', "¥1,234.50"),
    (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
    (1234567, "#,##0", "1,234,567"),
    (-12.5, "0.0;(0.0)", "(12.5)"),
    (1234567, '0.0,,"百万"', "1.2百万"),
    (timedelta(hours=30), "[h]:mm", "30:00"),
    (timedelta(hours=30), '[h]"小时"mm"分"', "30小时00分"),
    (time(14, 30), "h:mm", "14:30"),
    (time(14, 30), "h:mm AM/PM", "2:30 PM"),
    (DAY, 'yyyy"年"m"月"d"日"', "2017年6月30日"),
    (DAY, 'yyyy"年"m"月"', "2017年6月"),
    (DAY, "id:14", "2017/6/30"),
    (42916, "id:31", "2017年6月30日"),
    (42916, "id:57", "2017年6月"),
    (DAY, "aaaa", "星期五"),
    (datetime(2017, 6, 30, 9, 5), "yyyy/m/d h:mm", "2017/6/30 9:05"),
    (0.5, "# ?/?", "1/2"),
    (1.25, "# ?/?", "1 1/4"),
    (12345, "0.00E+00", "1.23E+04"),
    (True, "General", "TRUE"),
    (False, "General", "FALSE"),
    (1, '[=1]"是";[=0]"否";General', "是"),
    (3, '"第"0"期"', "第3期"),
    (7, "000", "007"),
    (2988668866, "00000000000", "02988668866"),
    (2988668866, "0", "2988668866"),
    (13912345678, "General", "13912345678"),
    (13912345678, "000-0000-0000", "139-1234-5678"),
    (13912345678, "@", "13912345678"),
    (0.1 + 0.2, "General", "0.3"),
    (2 / 3, "General", "0.666666667"),
    (42916, "[DBNum2][$-804]General", "肆万贰仟玖佰壹拾陆"),
    (42916, "General", "42916"),
    ("029-88668866转8001", "@", "029-88668866转8001"),
    ("002", "@", "002"),
    ("+86 139", "@", "+86 139"),
    ("1/2", "@", "1/2"),
    ("赟喆", '@"（主任）"', "赟喆（主任）"),
    ("一行\n二行", "@", "一行\n二行"),
    ("见 #REF! 处", "@", "见 #REF! 处"),
]
LONG = [
    (8613912345678, "General", "8.61391E+12", Ask("8613912345678")),
    (610102199001011234, "General", "6.10102E+17", Ask("610102199001011200")),
    ("看不见", ";;;", "", Ask("")),
    ("#REF!", "General", "#REF!", REFUSED),
    (3, '[=1]"是";[=2]"否"', "########", REFUSED),
    ("#NAME?", "General", "#NAME?", REFUSED),
    ("#溢出!", "General", "#溢出!", "#溢出!"),
]
FREE = ("进展情况", "存在问题", "填报人", "联系电话")
CELLS = [
    *(Odd("进展状态", *case) for case in STATES),
    *(Odd("完成比例", *case) for case in PERCENTS),
    *(Odd("填报日期", *case) for case in DATES),
    *(Odd(FREE[at % 4], *case, case[2]) for at, case in enumerate(TEXTS)),
    *(Odd(FREE[at % 4], *case) for at, case in enumerate(LONG)),
]


def places() -> Iterator[tuple[str, str]]:
    """Each task of each unit, the units with most tasks first."""
    tasks = {
        unit.name: [task.id for _, task in real_plan().tasks if unit.name in (*task.leads, *task.assistants)]
        for unit in real_plan().units
    }
    for unit in sorted(tasks, key=lambda name: -len(tasks[name])):
        yield from ((unit, task) for task in tasks[unit])


Where = tuple[str, str]
Placed = dict[Where, Odd]
#: All of them, each in a row of its own: two times as many as the plan has rows.
ROUNDS: list[Placed] = [dict(zip(places(), CELLS[first::2], strict=False)) for first in (0, 1)]


def fill(folder: Path, placed: Placed) -> dict[Where, str]:
    """Write the trackers with odd cells; where each of them is."""
    (folder / "收回").mkdir()
    found = dict[Where, str]()
    for unit in {unit for unit, _ in placed}:
        workbook = openpyxl.load_workbook(io.BytesIO(blank_trackers()[unit]))
        sheet: Any = workbook.worksheets[0]
        for task, odd in ((task, odd) for (one, task), odd in placed.items() if one == unit):
            found[unit, task] = f"收回/{unit}.xlsx: 任务台账!{put(sheet, odd, task)}："
        workbook.save(folder / f"收回/{unit}.xlsx")
    return found


def row_of(sheet: Any, task: str) -> int:
    ids = columns(sheet)["编号"]
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, ids).value == task)


def put(sheet: Any, odd: Odd, task: str) -> str:
    row = row_of(sheet, task)
    sheet.cell(row, columns(sheet)["进展状态"]).value = "推进中"
    cell = sheet.cell(row, columns(sheet)[odd.column])
    cell.value = odd.value
    if odd.format.startswith("id:"):
        cell._style.numFmtId = int(odd.format[3:])
    else:
        cell.number_format = odd.format
    return str(cell.coordinate)


def collected(placed: Placed, *options: str) -> tuple[dict[Where, str], list[str]]:
    """What was read of the odd cells, and all that was said."""
    Path("progress.yaml").unlink(missing_ok=True)
    result = CliRunner().invoke(cli, ["collect", "收回", "--yes", *options], prog_name="render")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert result.exit_code == 1
    lines = result.output.splitlines()
    latest = read_progress(Path("progress.yaml")).latest
    return {where: latest[where].fields[odd.column] for where, odd in placed.items() if where in latest}, lines


@pytest.mark.parametrize("placed", ROUNDS, ids=["odd", "even"])
def test_each_odd_cell_is_read_exactly_or_asked_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, placed: Placed
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "plan.yaml", tmp_path)
    found = fill(tmp_path, placed)
    plain, lines = collected(placed)
    assert plain == {
        at: odd.read for at, odd in placed.items() if odd.read != REFUSED and not isinstance(odd.read, Ask)
    }
    for at, odd in placed.items():
        asked = sum(line.startswith(f"疑问  {found[at]}") for line in lines)
        refused = sum(line.startswith(found[at]) for line in lines)
        assert (asked, refused) == (isinstance(odd.read, Ask), odd.read == REFUSED), odd
    accepted, _ = collected(placed, "--accept")
    assert accepted == {at: str(odd.read) for at, odd in placed.items() if odd.read != REFUSED}


def test_all_odd_cells_are_tried() -> None:
    assert sum(map(len, ROUNDS)) == len(CELLS) >= 120


@pytest.mark.parametrize("odd", [odd for odd in CELLS if not odd.format.startswith("id:")])
def test_what_is_said_of_excel_holds(odd: Odd) -> None:
    assert shown(odd.value, odd.format).strip() == odd.shows
    assert not isinstance(odd.value, date) or odd.value.year > 2000
