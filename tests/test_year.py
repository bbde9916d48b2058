"""A whole year of an office, step by step: what lies in output/ and in issued/, under which numbers and days."""

import re
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.dispatches import files, record, said, sending_project
from support.real_project import ROOT
from support.small_project import JUNE, MARCH, Project

ISSUED = Path("issued")
REAL = ("tracker.html", "ledger.html", "register.html", "_栏目.html", "_进展.html", "_统计.html")
STYLES = ("fonts.css", "table.css", "states.css")
LETTERS = {"财务处", "人事处", "甲校"}
TRACKERS = {f"任务台账/{name}.xlsx" for name in (*LETTERS, "办公室", "总台账")}
ALWAYS = {"总表.html", *TRACKERS}
MARK = re.compile(r"^(\S*〔\d*〕\d*号) ?(\d+年\d+月\d+日)?")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    project = sending_project(tmp_path)
    (project.root / "templates/台账.html").unlink()
    for name in (*REAL, *STYLES):
        shutil.copy(ROOT / "templates" / name, project.root / "templates")
    project.change("目标:\n", "  - {名称: 各学校, 类别: 省属高校, 群体: true, 成员: [甲校]}\n目标:\n")
    project.change("[财务处], 协助单位: []", "[财务处], 协助单位: [各学校]")
    project.change("标题: 计划", "标题: 2017年计划")
    return project


def drafts(project: Project) -> set[str]:
    """What is drafted, beside what is always there; every draft has blanks for number and day."""
    found = files(project.output)
    assert found >= ALWAYS
    for name in found - ALWAYS:
        assert MARK.match(said(project.output / name)).groups()[1] is None, name  # type: ignore[union-attr]
    return found - ALWAYS


def sent(folder: str) -> dict[str, str]:
    """Each document of a dispatch with its mark and day, as it says itself; enclosures and papers have none."""
    data: Any = record(ISSUED / folder)
    found = files(ISSUED / folder)
    assert found == {*data["文件"], "plan.yaml", "发文.yaml", "发文登记.xlsx"}
    documents = {name for name in found if name.endswith(".html") and name != "总表.html"}
    return {name: " ".join(MARK.match(said(ISSUED / folder / name)).groups()) for name in documents}  # type: ignore


def run(project: Project, *arguments: str) -> list[str]:
    done = project.run(*arguments)
    assert done.code == 0, done.errors
    return done.lines


def fill(project: Project, unit: str, folder: Path, answers: dict[str, str]) -> None:
    """What a unit sends back."""
    folder.mkdir(exist_ok=True)
    book = openpyxl.load_workbook(project.output / f"任务台账/{unit}.xlsx")
    sheet: Any = book.worksheets[0]
    for word, text in answers.items():
        place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == word)
        sheet.cell(place.row + 1, place.column).value = text
    book.save(folder / f"{unit}.xlsx")


def state(project: Project, task: str) -> str:
    """What the ledger says of a task."""
    sheet: Any = openpyxl.load_workbook(project.output / "任务台账/总台账.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if "进展状态" in row)
    found = next(row for row in rows if row[head.index("编号")] == task)
    return str(found[head.index("进展状态")])


def test_a_year(project: Project) -> None:
    # 起草
    run(project, "build")
    assert drafts(project) == {"印发通知.html", *(f"任务通知/{name}.html" for name in LETTERS)}
    assert not ISSUED.exists()

    # 印发，交办
    run(project, "issue", "印发通知", "--number=12", "--date=2017-03-05")
    run(project, "issue", "任务通知", "--number=13-15", "--date=2017-03-06")
    run(project, "build")
    assert drafts(project) == set()
    folders = {
        "2017-03-05-印发通知": {"印发通知.html": "教〔2017〕12号 2017年3月5日"},
        "2017-03-06-任务通知": {
            "任务通知/财务处.html": "教信〔2017〕13号 2017年3月6日",
            "任务通知/人事处.html": "教信〔2017〕14号 2017年3月6日",
            "任务通知/甲校.html": "教信〔2017〕15号 2017年3月6日",
        },
    }
    check(folders)
    assert "据教〔2017〕12号" in said(ISSUED / "2017-03-06-任务通知/任务通知/财务处.html")

    # 两次调整
    project.change(MARCH, JUNE)
    run(project, "build")
    assert drafts(project) == {"变更通知/人事处.html"}
    assert "改关于落实的通知教信14号2017年3月6日：1-2调整2017年6月，" in said(project.output / "变更通知/人事处.html")
    run(project, "issue", "变更通知", "--number=20", "--date=2017-03-20")
    project.change(JUNE, "2017年5月")
    project.change("内容: 甲事", "内容: 甲件事")
    run(project, "build")
    assert drafts(project) == {f"变更通知/{name}.html" for name in LETTERS}
    assert "改关于调整的通知教信20号2017年3月20日：1-2调整2017年5月，" in said(project.output / "变更通知/人事处.html")
    assert "改关于落实的通知教信13号2017年3月6日：1-1调整" in said(project.output / "变更通知/财务处.html")
    run(project, "issue", "变更通知", "--number=21-23", "--date=2017-04-05")
    run(project, "build")
    assert drafts(project) == set()
    folders |= {
        "2017-03-20-变更通知": {"变更通知/人事处.html": "教信〔2017〕20号 2017年3月20日"},
        "2017-04-05-变更通知": {
            "变更通知/财务处.html": "教信〔2017〕21号 2017年4月5日",
            "变更通知/人事处.html": "教信〔2017〕22号 2017年4月5日",
            "变更通知/甲校.html": "教信〔2017〕23号 2017年4月5日",
        },
    }
    check(folders)

    # 签收，收台账
    run(project, "receipt", "财务处", "--date", "2017-04-06")
    fill(project, "财务处", project.root / "收回", {"进展状态": "已完成", "填报日期": "2017-04-10"})
    run(project, "collect", "收回", "--yes")
    run(project, "build")
    assert (state(project, "1-1"), state(project, "1-2")) == ("已完成", "未填报")
    assert drafts(project) == set()

    # 督办，通报
    run(project, "build", "--today=2017-06-02")
    assert drafts(project) == {"督办通知/人事处.html", "通报.html"}
    run(project, "issue", "督办通知", "--number=30", "--date=2017-06-02")
    project.change("督办通知: 教督}", "督办通知: 教督, 进展通报: 教通}")
    run(project, "issue", "进展通报", "--number=31", "--date=2017-06-03")
    run(project, "build", "--today=2017-06-02")
    assert drafts(project) == set()
    folders |= {
        "2017-06-02-督办通知": {"督办通知/人事处.html": "教督〔2017〕30号 2017年6月2日"},
        "2017-06-03-进展通报": {"通报.html": "教通〔2017〕31号 2017年6月3日"},
    }
    check(folders)
    assert said(ISSUED / "2017-06-03-进展通报/通报.html").endswith("第1期")

    # 改名，添成员
    project.change("{名称: 财务处, 类别: 机关处室, 别名: [财务]}", "{名称: 计财处, 类别: 机关处室, 曾用名: [财务处]}")
    project.change("责任主体: [财务处]", "责任主体: [计财处]")
    project.change("成员: [甲校]", "成员: [甲校, 乙校]")
    run(project, "build")
    joined = {"任务通知/乙校.html", "任务台账/乙校.xlsx"}
    found = files(project.output) - {"任务台账/计财处.xlsx"}
    assert found == ALWAYS - {"任务台账/财务处.xlsx"} | joined  # nobody is told of a rename
    assert state(project, "1-1") == "已完成"
    check(folders)

    # 新的一年
    before = {path: path.read_bytes() for path in ISSUED.rglob("*") if path.is_file()}
    run(project, "new-year", "--yes")
    archive = Path("archive/2017")
    assert not ISSUED.exists()
    assert not Path("progress.yaml").exists()
    assert {archive / path: path_bytes for path, path_bytes in before.items()} == {
        path: path.read_bytes() for path in (archive / "issued").rglob("*") if path.is_file()
    }
    text = Path("plan.yaml").read_text("utf-8")
    assert ("标题: 2018年计划" in text, "年度: 2018" in text, "甲件事" in text) == (True, True, False)
    assert "结转: 2017年 1-2" in text
    run(project, "build")
    assert "变更通知" not in {path.name for path in project.output.iterdir()}
    assert {"印发通知.html", "任务通知/人事处.html"} <= files(project.output)
    assert MARK.match(said(project.output / "任务通知/人事处.html")).groups()[1] is None  # type: ignore[union-attr]
    status = "\n".join(project.run("status", "--plan", str(archive / "plan.yaml")).lines)
    assert "已完成" in status


def check(folders: dict[str, dict[str, str]]) -> None:
    """All of issued/."""
    assert {path.name for path in ISSUED.iterdir()} == folders.keys()
    assert {name: sent(name) for name in folders} == folders
