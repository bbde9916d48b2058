"""What `render check` says of how much is written, sent and asked for: the figures, only where they are high."""

from pathlib import Path

import pytest

from support.office_life import as_office, send
from support.small_project import PLAN, Project

LETTER = "---\n每份: 单位\n条件: 单位.任务\n发文: 任务通知\n输出: 通知/{{ 单位.名称 }}\n格式: [html]\n---\n"
BODY = "<div><p>{}</p></div><div class='附件'><p>" + "长" * 5000 + "</p></div>\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def told(project: Project) -> list[str]:
    words = ("字，", "发文", "报进展")
    return [line for line in project.run("check").errors if any(word in line for word in words)]


def test_a_document_of_more_than_4000_characters_without_its_annexes(project: Project) -> None:
    project.write("templates/通知.html", LETTER + BODY.format("长 " * 4000))
    assert told(project) == []
    project.write("templates/通知.html", LETTER + BODY.format("长 " * 4000 + "{{ 单位.名称 }}"))
    (line,) = told(project)
    assert line.endswith(
        "通知.html: 提示：“通知/财务处”正文 4003 字，超过 4000 字，这样的共 3 份；压缩文字，或把细项移到附件"
    )


def test_more_reports_than_one_a_quarter_and_more_than_the_year_before(project: Project) -> None:
    assert told(project) == []
    project.change("内容: 乙事, 完成时间: 2017年3月", "内容: 乙事, 完成时间: 每月")
    (line,) = told(project)
    said = "照这份计划，一年要 3 个单位报进展 20 份，每季度一份以上的有 1 个：人事处"
    assert line.endswith(f"plan.yaml:12: 提示：{said}；核对有没有必要；能少报的，完成时间改成每季度")
    project.write("plan.yaml", PLAN)
    fewer = PLAN.replace("年度: 2017", "年度: 2016").replace("协助单位: [办公室]", "协助单位: []")
    project.write("archive/2016/plan.yaml", fewer)
    (line,) = told(project)
    assert "一年要 3 个单位报进展 12 份；2016年是 8 份" in line


def test_more_dispatches_than_in_the_whole_year_before(project: Project) -> None:
    office = as_office(project)
    send(office)
    former = project.root / "archive" / "2016" / "issued"
    former.parent.mkdir(parents=True)
    (project.root / "issued").rename(former)
    assert told(project) == []
    for number, unit in enumerate(("财务处", "人事处"), 5):
        assert told(project) == []
        arguments = ("--number", str(number), "--date", "2017-03-05", "--only", unit)
        assert office.run("issue", "任务通知", *arguments).code == 0
    (line,) = told(project)
    assert line.endswith(
        "issued: 提示：2017年已发文 2 次 2 份，比2016年全年多（1 次 3 份）；能合并的合并发，能不发的不发"
    )
