"""Plans of any shape: each field in each format, goals in goals, tasks without one, columns in other words."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from render.documents.document import make_documents
from render.reader.reading import plan_of
from render.writers import writer
from support.real_project import ROOT, Row, docx_tables, html_rows, pdf_cells, squeezed, xlsx_rows
from support.small_project import Project

HEAD: dict[str, Any] = {
    "标题": "工作要点",
    "年度": 2021,
    "发文": {"机关": "某市财政局", "经办": "办公室"},
    "单位": [{"名称": name, "类别": "机关处室"} for name in ("办公室", "预算处", "国库处", "会计处", "人事处")],
}
OPTIONAL: dict[str, Any] = {
    "序号": "二十七",
    "目标值": "不低于98%",
    "节点": [{"时间": "3月底前", "内容": "印发方案"}, {"时间": "9月底前", "内容": "全面铺开"}],
    "责任领导": "张三",
    "主责单位": ["预算处"],
    "协助单位": ["会计处", "人事处"],
    "等": True,
    "备注": "=续建",
    "其他": {"资金来源": "007", "分管部门": "综合口"},
}
TOLD = {
    "序号": ["二十七"],
    "目标值": ["不低于98%"],
    "节点": ["3月底前：印发方案", "9月底前：全面铺开"],
    "责任领导": ["张三"],
    "主责单位": ["预算处"],
    "协助单位": ["会计处、人事处"],
    "备注": ["=续建"],
    "其他": ["007", "综合口"],
}


def a_task(number: int, group: int = 1, **fields: Any) -> dict[str, Any]:
    """One task, of which the least is said."""
    least = {"编号": f"{group}-{number}", "内容": f"第{group}组第{number}件事。", "完成时间": "2021年6月"}
    return least | {"责任主体": ["国库处"]} | fields


def a_goal(name: str, *tasks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"名称": name} | fields | ({"任务": list(tasks)} if tasks else {})


def text_of(**plan: Any) -> str:
    return yaml.safe_dump(json.loads(json.dumps(HEAD | plan)), allow_unicode=True, sort_keys=False)


@st.composite
def shapes(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """A plan with any of the fields, goals to any depth and tasks outside; and every text that it must show."""
    fields = draw(st.sets(st.sampled_from(sorted(OPTIONAL))))
    said = {key: OPTIONAL[key] for key in OPTIONAL if key in fields}
    depth, outside = draw(st.integers(0, 3)), draw(st.booleans())
    has_content = draw(st.booleans())
    told = [text for key in said if key != "等" for text in TOLD[key]]
    goal: dict[str, Any] | None = None
    for level in range(depth, 0, -1):
        inner = {"目标": [goal]} if goal else {}
        own = [a_task(level, 1, **said)] if not goal or draw(st.booleans()) else []
        goal = a_goal(f"第{level}层的目标", *own, **({"内容": f"第{level}层的内容"} if has_content else {}), **inner)
        told += [f"第{level}层的目标", *([f"第{level}层的内容"] if has_content else []), *(one["内容"] for one in own)]
    plan: dict[str, Any] = {"目标": [goal]} if goal else {}
    if outside or not goal:
        plan["任务"] = [a_task(1, 9, **said)]
        told.append("第9组第1件事。")
    return plan, told


def written(plan: str, folder: Path, template: str, formats: tuple[str, ...]) -> Iterator[Path]:
    """The files that one template makes of a plan, each by its writer alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for document in make_documents(plan_of(plan, "plan.yaml").plan, ROOT / "templates"):
        if document.template == template:
            for kind in formats:
                path = folder / f"{document.name.replace('/', '-')}.{kind}"
                path.write_bytes(writer(kind)(document.page))
                yield path


def words(rows: list[Row]) -> str:
    return "|".join(squeezed(text) for row in rows for text in row)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=shapes())
def test_every_field_is_found_in_the_table_and_in_the_tracker(
    tmp_path: Path, shape: tuple[dict[str, Any], list[str]]
) -> None:
    plan, told = shape
    text = text_of(**plan)
    found = {path.suffix: path for path in written(text, tmp_path / "表", "table.html", ("docx", "xlsx", "html"))}
    shown = {
        ".docx": words([row for table in docx_tables(found[".docx"]) for row in table]),
        ".xlsx": words(xlsx_rows(found[".xlsx"])),
        ".html": words(html_rows(found[".html"])),
    }
    trackers = {path.stem: words(xlsx_rows(path)) for path in written(text, tmp_path / "账", "tracker.html", ("xlsx",))}
    shown["tracker"] = trackers["任务台账-国库处"]
    (ledger,) = written(text, tmp_path / "总", "ledger.html", ("xlsx",))
    shown["ledger"] = words(xlsx_rows(ledger))
    for name, said in shown.items():
        wanted = [one for one in told if "内容" not in one or name not in ("tracker", "ledger")]
        assert [one for one in wanted if squeezed(one) not in said] == [], name
        assert ("|协助单位|" in f"{said}|") == any("会计处" in one for one in told), name


NESTED = {
    "任务": [a_task(1, 9)],
    "目标": [
        a_goal(
            "改革",
            目标=[
                a_goal("营商", a_task(1, 1), a_task(2, 1, 责任主体=["会计处"]), 内容="压减时限。"),
                a_goal("国资", 目标=[a_goal("布局", a_task(1, 2)), a_goal("风险", a_task(1, 3))]),
            ],
        ),
        a_goal("民生", a_task(1, 4)),
    ],
}


def project_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **plan: Any) -> Project:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "output").mkdir()
    made = Project(tmp_path)
    made.write("plan.yaml", text_of(**plan))
    shutil.rmtree(tmp_path / "templates")
    (tmp_path / "templates").mkdir()
    for path in (ROOT / "templates").iterdir():
        if path.name in ("table.html", "letter.html") or path.name.startswith("_") or path.suffix == ".css":
            shutil.copy(path, tmp_path / "templates")
    return made


def test_goals_in_goals_have_a_column_for_each_level(tmp_path: Path) -> None:
    (path,) = written(text_of(**NESTED), tmp_path / "表", "table.html", ("xlsx",))
    head, *rows = xlsx_rows(path)[1:]
    assert head == ("工作目标", "二级目标", "工作内容", "三级目标", "具体任务", "完成时间", "责任主体")
    assert [row[:5] for row in rows] == [
        ("—", "—", "—", "—", "9-1　第9组第1件事。"),
        ("（一）改革", "1.营商", "压减时限。", "—", "1-1　第1组第1件事。"),
        ("（一）改革", "1.营商", "压减时限。", "—", "1-2　第1组第2件事。"),
        ("（一）改革", "2.国资", "—", "（1）布局", "2-1　第2组第1件事。"),
        ("（一）改革", "2.国资", "—", "（2）风险", "3-1　第3组第1件事。"),
        ("（二）民生", "—", "—", "—", "4-1　第4组第1件事。"),
    ]
    merged = {str(area) for area in openpyxl.load_workbook(path).worksheets[0].merged_cells.ranges}
    assert {"A4:A7", "B4:B5", "B6:B7", "C4:C5"} <= merged


def test_the_columns_that_the_plan_chooses_stand_in_its_order_and_words(tmp_path: Path) -> None:
    table = {
        "列": ["任务", "责任主体", "完成时间"],
        "名": {"任务": "工作措施", "责任主体": "责任单位"},
        "目标编号": False,
    }
    text = text_of(表=table, **NESTED)
    (path,) = written(text, tmp_path / "表", "table.html", ("docx",))
    ((head, *rows),) = docx_tables(path)
    assert head == ("工作措施", "责任单位", "完成时间")
    assert rows[0] == ("9-1　第9组第1件事。", "国库处", "2021年6月")
    letters = {path.stem: docx.Document(str(path)) for path in written(text, tmp_path / "函", "letter.html", ("docx",))}
    said = "\n".join(paragraph.text for paragraph in letters["任务通知-会计处"].paragraphs)
    assert "责任主体" not in said
    assert "协助单位" not in said


def test_a_letter_says_every_field_in_its_sentence(tmp_path: Path) -> None:
    text = text_of(任务=[a_task(1, **OPTIONAL)])
    letters = {path.stem: docx.Document(str(path)) for path in written(text, tmp_path / "函", "letter.html", ("docx",))}
    said = [paragraph.text for paragraph in letters["任务通知-预算处"].paragraphs]
    assert "一、主责任务" in said
    assert (
        "第1组第1件事（编号1-1，2021年6月底前完成，国库处牵头，会计处、人事处等协助；序号：二十七；目标值：不低于98%；"
        "节点：3月底前：印发方案，9月底前：全面铺开；责任领导：张三；备注：=续建；资金来源：007；分管部门：综合口）。"
    ) in said


def test_a_plan_without_goals_is_printed_on_paper(tmp_path: Path) -> None:
    text = text_of(任务=[a_task(n, **OPTIONAL) for n in range(1, 4)])
    (path,) = written(text, tmp_path / "表", "table.html", ("pdf",))
    said = pdf_cells(path)
    assert "工作目标" not in said
    assert {"序号", "主责单位", "不低于98%", "综合口", "会计处、人事处等", "1-3第1组第3件事。"} <= {*said}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"列": ["任务", "责任主题"]}, "表的列没有“责任主题”这一栏；是不是想写“责任主体”？"),
        ({"列": ["任务", "具体任务"]}, "表的列“具体任务”写了两次；只留一处"),
        ({"列": ["完成时间"]}, "表的列里没有任务；加上“任务”一栏"),
        ({"名": {"协助单未": "配合单位"}}, "表·名的“协助单未”不是哪一栏的名称；是不是想写“协助单位”？"),
        ({"名": {"责任主体": "协助单位"}}, "表·名的责任主体“协助单位”已是别的栏的名称；另取一个"),
    ],
)
def test_names_of_columns_that_are_wrong_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: dict[str, Any], message: str
) -> None:
    project = project_of(tmp_path, monkeypatch, 表=table, 任务=[a_task(1)])
    run = project.run("check")
    assert run.code == 1
    assert [line.partition(": ")[2] for line in run.errors] == [message]


def test_four_levels_and_empty_goals_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = a_goal("一", 目标=[a_goal("二", 目标=[a_goal("三", 目标=[a_goal("四", a_task(1))])])])
    project = project_of(tmp_path, monkeypatch, 目标=[deep, a_goal("空")])
    said = [line.partition(": ")[2] for line in project.run("check").errors]
    assert said == ["目标1·目标1·目标1 的目标套得太深；目标最多 3 层，再往下写成任务", "目标2 的任务没有填写"]


def test_a_task_needs_a_unit_that_answers_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = {key: value for key, value in a_task(1, 主责单位=["预算处"]).items() if key != "责任主体"}
    assert project_of(tmp_path, monkeypatch, 任务=[main]).run("check").code == 0
    (tmp_path / "plan.yaml").write_text(
        text_of(任务=[{key: main[key] for key in ("编号", "内容", "完成时间")}]), "utf-8"
    )
    assert Project.run(None, "check").errors == ["plan.yaml:20: 任务1-1 的责任主体没有填写"]  # type: ignore[arg-type]


def test_ids_are_given_in_goals_in_goals_and_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = project_of(tmp_path, monkeypatch, **NESTED)
    for name in ("2-1", "3-1", "9-1"):
        project.change(f"编号: {name}\n", "编号: ''\n")
    assert project.run("number").code == 0
    plan = plan_of((tmp_path / "plan.yaml").read_text("utf-8"), "plan.yaml").plan
    assert len({task.id for _, task in plan.tasks}) == 6


def test_what_changes_in_a_goal_in_a_goal_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = project_of(tmp_path, monkeypatch, **NESTED)
    shutil.copy("plan.yaml", "旧.yaml")
    project.change("压减时限。", "压减时限一半。")
    project.change("内容: 第3组第1件事。\n", f"内容: 第3组第1件事。\n{' ' * 8}目标值: 三项\n")
    run = project.run("diff", "--against", "旧.yaml")
    assert "  调整  改革／营商" in run.lines, run
    assert "      目标值：[-（无）-]{+三项+}" in run.lines
