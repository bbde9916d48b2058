"""督办通知 and 进展通报: to whom, about what, with which figures, and pictures in Word; only when the day is given."""

import io
import re
import shutil
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from pdfplumber import open as open_pdf
from PIL import Image

from render.cli import cli
from render.page import Page
from render.plan.model import Plan
from render.plan.progress import Progress
from render.reader import read_plan
from render.reader.progress import progress_text
from render.writers.docx import write

ROOT = Path(__file__).parent.parent
TODAY = date(2017, 10, 15)
CHECKED = (
    "✓ 公文格式：信函格式 16 份，文件格式 2 份，没有不符；"
    "不是公文 1 份（存在问题（内部）.docx）；另有 1 个其他文件没有查"
)
STATUSES = ["已完成", "推进中", "需协调", "未启动", ""]
HOSTILE = "=1+1 & <b>\"粗\"</b> '{{ 7*7 }}' +1 -1 @SUM(A1) | # * 赟喆"
TEXT_BLOCK = 156 / 25.4 * 72


def entries(plan: Plan) -> list[dict[str, Any]]:
    """What every third unit says of its tasks, the states in turn; the others say nothing."""
    deliveries = []
    for number, unit in enumerate(plan.units):
        own = [task for _, task in plan.tasks if unit.name in (*task.leads, *task.assistants)]
        filed = [
            {"编号": task.id, "进展状态": STATUSES[n % 5], "完成比例": "60%", "进展情况": f"{HOSTILE}{task.id}",
             "存在问题": f"缺{unit.name}的经费{task.id}" if n % 5 == 2 else ""}
            for n, task in enumerate(own)
        ]  # fmt: skip
        if number % 3 == 0 and filed:
            deliveries.append({"单位": unit.name, "文件": "甲.xlsx", "校验": "0" * 64, "填报": filed})
    return deliveries


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real plan with progress, and the two templates that need the day, built once."""
    root = tmp_path_factory.mktemp("督办")
    shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns("[a-z]*.html"))
    for name in ("reminder.html", "report.html", "problems.html"):
        shutil.copy(ROOT / "templates" / name, root / "templates")
    (root / "templates" / "always.html").write_text("---\n输出: 总有\n格式: [html]\n---\n<p>甲</p>\n", "utf-8")
    shutil.copy(ROOT / "plan.yaml", root)
    history = {"收取": [{"时间": "2017-10-01T10:00:00", "来件": entries(read_plan(ROOT / "plan.yaml").plan)}]}
    (root / "progress.yaml").write_text(progress_text(Progress.model_validate(history)), "utf-8")
    build(root, "--today", str(TODAY))
    return root


def build(root: Path, *arguments: str) -> None:
    places = [f"--plan={root / 'plan.yaml'}", f"--templates={root / 'templates'}", f"--output={root / 'output'}"]
    result = CliRunner().invoke(cli, ["build", *places, *arguments])
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(ROOT / "plan.yaml").plan


def said(plan: Plan) -> dict[tuple[str, str], dict[str, str]]:
    return {(one["单位"], row["编号"]): row for one in entries(plan) for row in one["填报"]}


def text_of(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def cells_of(path: Path) -> str:
    tables = docx.Document(str(path)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def due(plan: Plan, unit: str) -> dict[str, int]:
    """The tasks that a unit leads and has not said to be done, with the days that are left, at most 30."""
    words = said(plan)
    names = {name for name, owner in plan.unit_of.items() if owner.name == unit}
    return {
        task.id: (last - TODAY).days
        for _, task in plan.tasks
        if names & set(task.leads)
        and (last := plan.deadline(task).last_day)
        and (last - TODAY).days <= 30
        and words.get((unit, task.id), {}).get("进展状态") != "已完成"
    }


def test_exactly_the_units_with_tasks_due_are_reminded_of_exactly_these(root: Path, plan: Plan) -> None:
    made = {path.stem: text_of(path) for path in (root / "output" / "督办通知").glob("*.docx")}
    assert {path.stem for path in (root / "output" / "督办通知").glob("*.pdf")} == made.keys()
    written_to = [unit.name for unit in plan.units if unit.name != plan.sender.office]  # which drafts them
    expected = {name: tasks for name in written_to if (tasks := due(plan, name))}
    assert made.keys() == expected.keys()
    assert any(days < 0 for tasks in expected.values() for days in tasks.values())
    contents = {task.id: task.content.removesuffix("。") for _, task in plan.tasks}
    words = said(plan)
    for unit, text in made.items():
        assert set(re.findall(r"（编号(.+?)，", text)) == expected[unit].keys()
        for task, days in expected[unit].items():
            assert f"{contents[task]}（编号{task}，" in text
            (line,) = (line for line in text.splitlines() if f"（编号{task}，" in line)
            assert (f"已逾期{-days}天" if days < 0 else f"还有{days}天" if days else "今天到期") in line
            word = words.get((unit, task))
            assert (f"{HOSTILE}{task}" in line) if word else line.endswith("进展：未填报。")
        others = {row["存在问题"] for (owner, _), row in words.items() if owner != unit and row["存在问题"]}
        whole = text + cells_of(root / "output" / "督办通知" / f"{unit}.docx")
        assert not [other for other in others if other in whole]


def test_the_report_has_the_right_figures_and_the_same_text_in_both_formats(root: Path, plan: Plan) -> None:
    words = said(plan)
    states = Counter[str]()
    for _, task in plan.tasks:
        leads = {words.get((plan.unit_of[name].name, task.id), {}).get("进展状态") or "未填报" for name in task.leads}
        assert len(leads) == 1 or "需协调" in leads or "推进中" in leads or leads <= {"未填报", "已完成", "未启动"}
        begun = leads & {"推进中", "已完成"}
        mixed = "需协调" if "需协调" in leads else "推进中" if begun else "未启动"
        states[next(iter(leads)) if len(leads) == 1 else mixed] += 1
    text = text_of(root / "output" / "进展通报.docx")
    for state, count in states.items():
        assert f"{state}{count}项，占" in text
    troubles = [row["存在问题"] for row in words.values() if row["存在问题"]]
    assert troubles
    public, inside = (
        text + cells_of(root / "output" / "进展通报.docx"),
        cells_of(root / "output" / "存在问题（内部）.docx"),
    )
    assert [trouble for trouble in troubles if trouble in public] == []
    assert [trouble for trouble in troubles if inside.count(trouble) != 1] == []
    silent = [unit.name for unit in plan.units if not any(owner == unit.name for owner, _ in words)]
    with_tasks = [name for name in silent if any(name in (*t.leads, *t.assistants) for _, t in plan.tasks)]
    assert f"以下{len(with_tasks)}个单位还没有填报：{'、'.join(with_tasks)}。" in text
    with open_pdf(root / "output" / "进展通报.pdf") as pdf:
        printed = squeezed("".join(page.extract_text() for page in pdf.pages))
    for line in filter(None, map(squeezed, text.splitlines())):
        assert line[:12] in printed, line


def squeezed(text: str) -> str:
    return re.sub(r"\s|—\d+—|\ufffc", "", text)


def test_the_report_goes_to_whom_the_notice_went(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("[a-z]*.html"))
    for name in ("notice.html", "report.html"):
        shutil.copy(ROOT / "templates" / name, tmp_path / "templates")
    text = (ROOT / "plan.yaml").read_text("utf-8")
    finance = "- 名称: 财务处\n    类别: "
    assert f"{finance}机关处室" in text
    other = text.replace(f"{finance}机关处室", f"{finance}同级部门")
    (tmp_path / "plan.yaml").write_text(other, "utf-8")
    build(tmp_path, "--today", str(TODAY))
    notice, report = (docx.Document(str(tmp_path / f"output/{name}.docx")) for name in ("印发通知", "进展通报"))
    to, also_to = (
        next(p.text for p in made.paragraphs if p.style is not None and p.style.name == "主送")
        for made in (notice, report)
    )
    assert to == also_to
    assert to.count("，") == 3  # 教育局, schools, the other department, those of the house


def test_charts_are_pictures_in_word(root: Path) -> None:
    path = root / "output" / "进展通报.docx"
    shapes = docx.Document(str(path)).inline_shapes
    assert len(shapes) == 3
    assert all(shape.width.pt <= TEXT_BLOCK for shape in shapes)
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(names) == 3
        for name in names:
            picture = Image.open(io.BytesIO(archive.read(name))).convert("RGB")
            assert len(picture.getcolors(1 << 24) or []) > 3  # something is drawn, in more than black and white
            assert abs(picture.width - 580 * 0.75 / 72 * 300) < 3
        document = archive.read("word/document.xml").decode()
    ids = re.findall(r'<wp:docPr id="(\d+)"', document)
    assert ids == ["1", "2", "3"]
    assert "任务的进展状态：已完成" in document


def test_both_are_what_the_standard_asks_for(root: Path) -> None:
    places = [f"--plan={root / 'plan.yaml'}", f"--templates={root / 'templates'}", f"--output={root / 'output'}"]
    result = CliRunner().invoke(cli, ["check", *places, "--outputs"])
    assert result.stdout.splitlines()[-1] == CHECKED, result.output


def test_without_the_day_they_are_neither_made_nor_removed(root: Path) -> None:
    def files() -> dict[str, int]:
        found = (root / "output").rglob("*.*")
        return {path.name: path.stat().st_mtime_ns for path in found if not path.name.startswith(".")}

    before = files()
    build(root)
    build(root)
    assert files() == before
    build(root, "--today", "2017-01-05")  # nothing is due yet
    assert {"进展通报.docx", "进展通报.pdf", "存在问题（内部）.docx", "总有.html"} == files().keys()
    build(root, "--today", str(TODAY))
    assert files().keys() == before.keys()


DRAWING = '<p>前<svg width="40" height="20" viewBox="0 0 40 20"><title>甲 & "乙"</title>{}</svg>后</p>'
RECT = '<rect width="40" height="20" fill="#ff0000"></rect>'


def opened(html: str) -> tuple[Any, zipfile.ZipFile]:
    data = io.BytesIO(write(Page(f"<html><body>{html}</body></html>", "@page { size: A4 }")))
    return docx.Document(data), zipfile.ZipFile(data)


def test_a_drawing_stands_where_it_stood_and_one_picture_serves_twice() -> None:
    html = DRAWING.format(RECT.replace("<", "<")) * 2 + '<p>&lt;wp:docPr id="?"</p>'
    document, archive = opened(html.replace("甲 & ", "甲 &amp; "))
    with archive:
        assert len([name for name in archive.namelist() if name.endswith(".png")]) == 1
        xml = archive.read("word/document.xml").decode()
    shape, _ = document.inline_shapes
    assert (shape.width.pt, shape.height.pt) == (30, 15)
    runs = [child.tag.rpartition("}")[2] for run in document.paragraphs[0].runs for child in run._r]
    assert [name for name in runs if name != "rPr"] == ["t", "drawing", "t"]
    assert 'descr="甲 &amp; &quot;乙&quot;"' in xml
    assert document.paragraphs[2].text == '<wp:docPr id="?"'


def test_a_drawing_keeps_its_capitals_and_its_size_is_needed() -> None:
    page = Page('<body><svg width="8" height="8" viewBox="0 0 4 4"><clipPath id="a"></clipPath></svg></body>', "")
    (box,) = (child for child in page.body.boxes)
    source = box.attributes["svg"]
    assert 'viewBox="0 0 4 4"' in source
    assert "<clipPath" in source
    with pytest.raises(ValueError, match="width"):
        opened('<p><svg viewBox="0 0 4 4"></svg></p>')
