"""Deadlines as people write them, through the commands: what is printed, asked for, reminded of and collected."""

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from support.small_project import Project

ROOT = Path(__file__).parent.parent
PLAN = """\
标题: 2017年工作要点
年度: 2017
发文: {经办: 办公室}
单位:
  - {名称: 财务处, 类别: 机关处室}
  - {名称: 人事处, 类别: 机关处室}
  - {名称: 办公室, 类别: 机关处室}
目标:
  - 名称: 目标
    内容: 内容
    任务:
      - {编号: 1-1, 内容: 甲事, 完成时间: ２月底前, 责任主体: [财务处]}
      - {编号: 1-2, 内容: 乙事, 完成时间: 3月底前、7月20日前, 责任主体: [财务处]}
      - {编号: 1-3, 内容: 丙事, 完成时间: 每月, 责任主体: [财务处]}
      - {编号: 1-4, 内容: 丁事, 完成时间: 常态化推进, 责任主体: [财务处]}
      - {编号: 1-5, 内容: 戊事, 责任主体: [财务处]}
      - {编号: 1-6, 内容: 己事, 完成时间: 接到省里的文件以后尽快办理, 截止: 2017年7月10日, 责任主体: [人事处]}
      - {编号: 1-7, 内容: 庚事, 完成时间: 尽快, 责任主体: [人事处]}
      - {编号: 1-8, 内容: 辛事, 截止: 2017-07-11, 责任主体: [人事处]}
      - {编号: 1-9, 内容: 壬事, 完成时间: 2017—2019年, 责任主体: [人事处]}
"""
UNTOLD = "plan.yaml:18: 警告：任务1-7的完成时间“尽快”看不出是哪一天，到期不会提醒"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Our templates, without what takes long."""
    monkeypatch.chdir(tmp_path)
    made = Project(tmp_path)
    shutil.rmtree(made.root / "templates")
    shutil.copytree(ROOT / "templates", made.root / "templates")
    for name in ("table.html", "by-unit.html", "notice.html", "change.html"):
        (made.root / "templates" / name).unlink()
    made.change("[pdf]", "[html]", "templates/by-deadline.html")
    for name in ("letter.html", "report.html"):
        made.change("[docx, pdf]", "[docx]", f"templates/{name}")
    made.write("plan.yaml", PLAN)
    return made


def told(path: Path) -> dict[str, str]:
    """Task → what a letter says of it, its number and deadline in brackets."""
    lines = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    return {found[1]: found[0] for found in re.finditer(r"（编号(1-\d).*", lines)}


def column(path: Path, key: str) -> list[Any]:
    """A column of the first sheet, by its name."""
    book = openpyxl.load_workbook(path, data_only=True)
    sheet: Any = book.worksheets[0]
    return [cell.value for (cell,) in sheet[sheet.defined_names[key].attr_text.split("!")[1]]]


def test_what_names_no_day_is_told_at_build_once(project: Project) -> None:
    run = project.run("build", "--only", "财务处")
    assert run.code == 0
    assert [error.partition("；")[0] for error in run.errors] == [UNTOLD]


def test_what_is_printed_and_reminded_of(project: Project) -> None:
    assert project.run("build", "--today", "2017-07-01").code == 0
    finance, people = (told(project.output / f"督办通知/{unit}.docx") for unit in ("财务处", "人事处"))
    assert finance == {
        "1-1": "（编号1-1，２月底前完成），已逾期123天。进展：未填报。",
        "1-2": "（编号1-2，3月底前、7月20日前完成），还有19天到期。进展：未填报。",
        "1-3": "（编号1-3，每月推进），还有30天到期。进展：未填报。",
    }
    assert people == {
        "1-6": "（编号1-6，完成时间：接到省里的文件以后尽快办理（2017年7月10日前）），还有9天到期。进展：未填报。",
        "1-8": "（编号1-8，2017年7月11日前完成），还有10天到期。进展：未填报。",
    }
    letter = told(project.output / "任务通知/财务处.docx")
    assert letter["1-5"] == "（编号1-5）。"
    assert letter["1-4"] == "（编号1-4，常态化推进）。"
    page = project.text("任务分解表-按时限.html")
    assert re.findall("<h2>(.*?)</h2>", page) == [
        "2017年到期 4 项",
        "2019年到期 1 项；定期任务 1 项；长期任务 1 项；完成时间未明确 2 项",
    ]
    groups = [re.sub("<.*?>", "", text) for text in re.findall('class="时限"[^>]*>(.*?)</th>', page)]
    assert groups[: len(groups) // 2] == [  # for the screen, and again for the printer
        *("２月底前（1项）", "接到省里的文件以后尽快办理（1项）", "没有写（1项）", "3月底前、7月20日前（1项）"),
        *("2017—2019年（1项）", "每月（1项）", "常态化推进（1项）", "没有写（1项）", "尽快（1项）"),
    ]


def test_a_tracker_comes_back_with_its_deadlines_untouched(project: Project) -> None:
    assert project.run("build").code == 0
    tracker = project.output / "任务台账/财务处.xlsx"
    days = column(tracker, "完成时间")
    assert [day for day in days if isinstance(day, str) or day is None] == ["２月底前", "每月", "常态化推进", None]
    book = openpyxl.load_workbook(tracker)
    sheet: Any = book.worksheets[0]
    (state,) = sheet[sheet.defined_names["进展状态"].attr_text.split("!")[1]][2]
    (day,) = sheet[sheet.defined_names["填报日期"].attr_text.split("!")[1]][2]
    state.value, day.value = "推进中", "2017-07-02"
    (project.root / "收回").mkdir()
    book.save(project.root / "收回/财务处.xlsx")
    run = project.run("collect", "收回", "--yes", "--accept")
    assert run.code == 0
    assert not re.search("没有采用|隐藏|多出", "\n".join([*run.lines, *run.errors]))
    assert project.run("build", "--today", "2017-07-05").code == 0
    assert told(project.output / "督办通知/财务处.docx").keys() == {"1-1", "1-2"}  # 1-3 was reported this month
    assert column(tracker, "剩余天数")[2] is None
    assert column(project.output / "任务台账/总台账.xlsx", "报于")[2] == datetime(2017, 7, 2)
    ledger = [str(cell) for cell in column(project.output / "任务台账/总台账.xlsx", "归类")]
    assert [text.split("|")[-4] for text in ledger] == [
        *("2017年2月", "2017年7月", "定期", "长期", "未明确", "2017年7月", "未明确", "2017年7月", "2019年12月")
    ]
    assert "8月" not in "".join(project.run("status", "--today", "2017-07-05").lines)


def test_a_deadline_that_is_set_or_taken_away_is_a_change(project: Project) -> None:
    project.write("旧.yaml", PLAN)
    project.change("内容: 戊事,", "内容: 戊事, 完成时间: 每季度,")
    project.change("完成时间: 尽快", "完成时间: 尽快, 截止: 2017年9月1日")
    lines = "\n".join(project.run("diff", "--against", "旧.yaml").lines)
    assert "完成时间：[-（无）-]{+每季度+}" in lines
    assert "截止：[-（无）-]{+2017年9月1日+}" in lines


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("完成时间: 2月29日", "完成时间“2月29日”在日历上没有；核对年、月、日"),
        ("完成时间: 尽快, 截止: 年底", "截止“年底”看不懂；写成 2017年12月31日 这样，数字用半角"),
        ("完成时间: 尽快, 截止: 2017年2月29日", "截止“2017年2月29日”在日历上没有；核对年、月、日"),
    ],
)
def test_a_day_that_does_not_exist_is_an_error(project: Project, written: str, said: str) -> None:
    project.change("完成时间: 尽快", written)
    run = project.run("check")
    assert (run.code, run.errors) == (1, [f"plan.yaml:18: 目标1·任务1-7 的{said}"])
