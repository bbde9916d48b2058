"""督办通知 and 进展通报 of an office that uses lights: colour, tone, copies, history, nothing later than the day."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from support.small_project import Project
from test_lights import EXAMPLES, record, reported, ruled

ROOT = Path(__file__).parent.parent
TONES = {
    "2017-06-15": ("（蓝灯）", "请加强调度，按期完成。", "对即将到期的任务，请加强调度"),
    "2017-07-10": ("（黄灯）", "现予督办，请抓紧落实", "请书面说明逾期原因，提出整改措施和完成时限。"),
    "2017-08-10": ("（红灯）", "请主要负责同志亲自研究部署", "请于收到本通知后3个工作日内将《督办事项反馈单》"),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The first example, with our templates of supervision as web pages, which are fast to make."""
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path)
    shutil.copy(EXAMPLES / "按天数.yaml", tmp_path / "plan.yaml")
    shutil.copytree(ROOT / "templates", tmp_path / "templates", dirs_exist_ok=True)
    wanted = ("reminder.html", "report.html", "problems.html", "letter.html")
    for path in (tmp_path / "templates").glob("[!_]*.html"):
        text = re.sub(r"格式: \[.*\]", "格式: [html]", path.read_text("utf-8"))
        path.unlink()
        if path.name in wanted:
            path.write_text(text, "utf-8")
    return project


def text(project: Project, name: str) -> str:
    body = project.text(f"{name}.html").partition("<body")[2]
    return re.sub(r"\s+", "", unescape(re.sub(r"<svg.*?</svg>|<style.*?</style>|<[^>]*>", " ", body, flags=re.DOTALL)))


def rows(project: Project, name: str) -> list[list[str]]:
    """What stands in the cells of each row of its tables."""
    found = re.findall(r"<tr.*?</tr>", project.text(f"{name}.html"), re.DOTALL)
    return [[re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in found]


@pytest.mark.parametrize("day", TONES)
def test_a_light_is_in_the_title_and_sets_the_tone(project: Project, day: str) -> None:
    assert project.run("build", "--today", day).code == 0
    said = text(project, "督办通知/甲处")
    for words in TONES[day]:
        assert words in said
    others = {words for other, told in TONES.items() if other != day for words in told[:2]}
    assert [words for words in others if words in said] == []
    assert ("抄送：办公室。" in said) is (day == "2017-08-10")
    assert ("督办事项反馈单" in said) is (day != "2017-06-15")


def test_a_plan_without_rules_has_no_light_on_its_documents(project: Project) -> None:
    plan = (project.root / "plan.yaml").read_text("utf-8")
    project.write("plan.yaml", re.sub(r"督办:\n(  - .*\n)+", "", plan))
    assert project.run("build", "--today", "2017-08-10").code == 0
    said = text(project, "督办通知/甲处") + text(project, "进展通报")
    assert "灯" not in said
    assert "一、逾期任务" in said


def test_a_notice_tells_the_history_of_its_tasks_as_far_as_it_concerns_the_unit(project: Project) -> None:
    assert project.run("issue", "任务通知", "--number", "5-7", "--date", "2017-03-01").code == 0
    first = {
        "编号": "1-3",
        "进展状态": "推进中",
        "进展情况": "已起草。",
        "存在问题": "缺经费",
        "填报日期": "2017-06-28",
    }
    other = {"编号": "1-3", "进展状态": "推进中", "存在问题": "乙处的难处"}
    back = ruled("2017-12-20", "1-3", "退回", 审核意见="缺佐证")
    record(project, reported("2017-07-01", "甲处", first), reported("2017-07-02", "乙处", other), back)
    assert project.run("build", "--today", "2018-01-10").code == 0
    told = [row[-5:] for row in rows(project, "督办通知/甲处") if len(row) >= 5]
    of_three = [row for row in told if row[2] in ("任务通知", "填报", "退回")]
    assert of_three[-3:] == [
        ["2017年3月1日", "主办处室", "任务通知", "发给甲处", ""],
        ["2017年6月28日", "甲处", "填报", "推进中；已起草；存在问题：缺经费", ""],
        ["2017年12月20日", "主办处室", "退回", "缺佐证", ""],
    ]
    assert "乙处的难处" not in text(project, "督办通知/甲处")


def test_nothing_in_them_is_later_than_their_day(project: Project) -> None:
    early = {"编号": "1-1", "进展状态": "推进中", "完成比例": "30%", "存在问题": "缺人"}
    late = {"编号": "1-1", "进展状态": "已完成", "完成比例": "100%"}
    record(project, reported("2017-06-20", "甲处", early), reported("2017-07-20", "甲处", late))
    assert project.run("build", "--today", "2017-07-10").code == 0
    assert "推进中1项，占25%" in text(project, "进展通报")
    assert "已完成1项" not in text(project, "进展通报")
    assert "进展：推进中，完成30%。" in text(project, "督办通知/甲处")
    assert project.run("build", "--today", "2017-07-21").code == 0
    assert "已完成1项，占25%" in text(project, "进展通报")


def test_a_report_says_since_when_and_what_is_asked_and_keeps_confidences(project: Project) -> None:
    record(project, reported("2017-06-20", "甲处", {"编号": "1-2", "进展状态": "推进中", "存在问题": "缺人"}))
    project.run("build", "--today", "2017-07-01")
    assert "以来" not in text(project, "进展通报")
    assert project.run("issue", "进展通报", "--number", "9", "--date", "2017-07-01").code == 0
    assert project.run("build", "--today", "2017-08-10").code == 0
    said = text(project, "进展通报")
    assert "现将2017年7月1日以来、截至2017年8月10日" in said
    assert "红灯1项" in said
    assert "四、下一步工作要求" in said
    assert "缺人" not in said
    assert [row[0] for row in rows(project, "存在问题（内部）") if "缺人" in row] == ["1-2"]
    (late,) = [row for row in rows(project, "进展通报") if row[:1] == ["1-1"]]
    assert late[-2:] == ["红灯逾期41天", "未填报。"]
