"""The plans under examples/: each builds with the templates of the program, and reads as its office writes."""

import re
import shutil
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from render.cli import cli
from render.collect.reading import read_parcel
from render.documents.document import Document, make_documents
from render.plan.model import Plan
from render.plan.progress import Progress
from render.reader import read_plan
from render.writers import writer
from support.real_project import docx_tables, html_rows, squeezed, xlsx_rows
from support.small_project import Project
from support.trackers import filled

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 20)
CITY, UNIVERSITY, COUNTY = OFFICES = ("市政府重点工作", "高校工作要点", "县局任务清单")


@dataclass
class Example:
    """One of the examples, and the files that one document makes of it."""

    name: str
    folder: Path

    @cached_property
    def plan(self) -> Plan:
        return read_plan(ROOT / "examples" / self.name / "plan.yaml").plan

    @cached_property
    def documents(self) -> dict[str, Document]:
        made = make_documents(self.plan, ROOT / "templates", Progress(), TODAY)
        return {one.name: one for one in made}

    def file(self, name: str, kind: str) -> Path:
        path = self.folder / f"{name.replace('/', '-')}.{kind}"
        if not path.exists():
            path.write_bytes(writer(kind)(self.documents[name].page))
        return path

    def text(self, name: str) -> str:
        """What a Word file says, a paragraph a line, titles in one."""
        found = docx.Document(str(self.file(name, "docx"))).paragraphs
        return "\n".join(one.text.replace("\n", "") for one in found if one.text.strip())

    def sheet(self, name: str) -> list[list[str]]:
        return [[str(cell or "") for cell in row] for row in xlsx_rows(self.file(name, "xlsx"))]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Example]:
    return {name: Example(name, tmp_path_factory.mktemp("例")) for name in OFFICES}


@pytest.mark.parametrize("name", OFFICES)
def test_the_command_checks_and_builds_it_where_it_stands(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the templates of the program: the folder has none."""
    (tmp_path / "templates").mkdir()
    shutil.copy(ROOT / "examples" / name / "plan.yaml", tmp_path)
    project = Project.__new__(Project)
    project.root, project.output = tmp_path, tmp_path / "output"
    (tmp_path / "templates").rmdir()
    monkeypatch.chdir(tmp_path)
    run = project.run("check")
    assert run.code == 0
    told, *found = run.errors
    assert told == "这里没有 templates 文件夹，用程序自带的模板"
    assert ["报进展" in one for one in found] == [True]  # tasks that are due each month
    assert run.lines[-1].endswith("：提示 1 处")
    office = {CITY: "市气象局", UNIVERSITY: "理学院", COUNTY: "县气象局"}[name]
    assert project.run("build", "--only", office).code == 0
    assert {f"任务通知/{office}.docx", f"任务台账/{office}.xlsx"} <= project.made().keys()


def test_there_are_no_others_and_each_is_of_a_size_that_is_real() -> None:
    folders = {path.parent.name for path in (ROOT / "examples").glob("*/plan.yaml")}
    assert folders == {*OFFICES}
    readme = (ROOT / "examples/README.md").read_text("utf-8")
    for name in OFFICES:
        plan = read_plan(ROOT / "examples" / name / "plan.yaml").plan
        assert 20 <= len(list(plan.tasks)) <= 40
        assert f"`{name}/`" in readme
        sender = plan.sender
        assert not any((sender.codes, sender.contact, sender.phone, sender.printer))  # nothing is invented


NOTICE, LETTER = "请认真组织实施。", "请予支持为盼。"
#: Office, unit → the last word of the title, and what is said in it.
LETTERS = [
    (
        CITY,
        "市财政局",
        "通知",
        ["你局承担牵头任务2项、配合任务7项", "对牵头任务，", "对配合任务，主动对接牵头单位", "报送市政府督查室"],
    ),
    (CITY, "各县（市、区）人民政府", "通知", ["各地承担牵头任务1项、配合任务18项"]),
    (
        CITY,
        "市税务局",
        "函",
        [
            "我市印发了《2026年市政府重点工作任务分解表》",
            "由贵局承担配合任务",
            "市科技局牵头，与市财政局共同配合；年度目标：新认定",
            "60家；牵头领导：分管科技的副市长",
        ],
    ),
    (CITY, "市供电公司", "函", ["商请贵公司予以支持", "市住房城乡建设局、各县（市、区）人民政府等共同配合"]),
    (UNIVERSITY, "科研处", "通知", ["你处承担牵头任务4项、参与任务2项", "会同参与单位共同落实", "，送党政办公室"]),
    (UNIVERSITY, "文学院", "通知", ["你院承担参与任务15项", "对参与任务，主动对接牵头单位"]),
    (UNIVERSITY, "图书馆", "通知", ["你馆承担牵头任务1项、参与任务1项", "报送我校党政办公室"]),
    (UNIVERSITY, "所在区消防救援大队", "函", ["我校印发了", "商请贵队予以支持", "4月底前、10月底前完成"]),
    (
        COUNTY,
        "县农业技术推广中心",
        "通知",
        [
            "你中心承担主办任务2项、承办任务1项、协办任务1项",
            "一、主办任务",
            "对主办、承办任务",
            "种植业管理股承办，各乡镇农业服务中心协办；时间节点：4月底前：落实示范片",
            "9月底前：测产验收；资金来源：上级专项资金；佐证材料：示范片名单、测产报告",
        ],
    ),
    (
        COUNTY,
        "甲镇农业服务中心",
        "通知",
        ["你中心承担承办任务11项、协办任务6项", "为做好2026年全县农业农村重点工作，", "报送我局办公室"],
    ),
    (COUNTY, "县财政局", "函", ["我局印发了", "与县水利局、县自然资源局共同协办", "函送我局办公室"]),
    (
        COUNTY,
        "县农产品流通协会",
        "函",
        ["由贵会承担承办任务1项、协办任务1项", "县农业发展公司、各乡镇农业服务中心等协办"],
    ),
]


@pytest.mark.parametrize(("office", "unit", "form", "said"), LETTERS)
def test_letters_have_the_form_and_the_words_for_their_units(
    examples: dict[str, Example], office: str, unit: str, form: str, said: list[str]
) -> None:
    example = examples[office]
    text = example.text(f"任务通知/{unit}")
    organ, _, title, salutation, *_ = text.splitlines()
    assert (organ, salutation) == (example.plan.sender.organ, f"{unit}：")
    assert title == f"{organ}关于落实《{example.plan.title}》有关任务的{form}"
    assert (NOTICE in text, LETTER in text) == ((True, False) if form == "通知" else (False, True))
    for words in said:
        assert words in text
    assert not set(re.findall("牵头|协助|主责", text)) - set(re.findall("牵头", "".join(HEADS[office])))


HEADS = {
    CITY: ["编号", "重点工作", "工作项目", "工作任务", "年度目标", "完成时间", "牵头领导", "牵头单位", "配合单位"],
    UNIVERSITY: ["编号", "工作要点", "主要内容", "重点任务", "完成时间", "牵头单位", "参与单位"],
    COUNTY: [
        "编号",
        "工作类别",
        "任务内容",
        "时间节点",
        "完成时限",
        "主办单位",
        "承办单位",
        "协办单位",
        "资金来源",
        "佐证材料",
        "备注",
    ],
}
TO_ALL = {
    CITY: (
        "各县（市、区）人民政府，市政府有关部门，市税务局、市气象局，市供电公司：",
        "为做好全市2026年重点工作，现将",
        "任务分解表共列重点工作6项、工作任务29项。牵头单位对任务负总责",
        "报送市政府督查室",
    ),
    UNIVERSITY: (
        "校内各单位、各直属单位，所在区消防救援大队：",
        "现将《2026年工作要点任务分解表》印发给你们",
        "任务分解表共列工作要点5项、重点任务26项。",
        "报送我校党政办公室",
    ),
    COUNTY: (
        "各乡镇农业服务中心，县财政局、县水利局、县自然资源局、县气象局，"
        "县农业发展公司，县农产品流通协会，局机关各股室、各直属单位：",
        "为做好2026年全县农业农村重点工作，现将",
        "任务清单共列工作类别5个、任务22项。主办单位对任务负总责",
        "会同协办单位按期完成；协办单位要主动对接",
    ),
}


@pytest.mark.parametrize("office", OFFICES)
def test_the_table_and_the_notice_have_its_columns_and_words(examples: dict[str, Example], office: str) -> None:
    example = examples[office]
    for table in (docx_tables(example.file("任务分解表", "docx"))[0], html_rows(example.file("任务分解表", "html"))):
        assert [squeezed(text) for text in table[0]] == HEADS[office]
        assert len(table) > len(list(example.plan.tasks))
    assert any([squeezed(text) for text in row if text] == HEADS[office] for row in example.sheet("任务分解表"))
    lines = example.text("印发通知").splitlines()
    addressees, *said = TO_ALL[office]
    assert lines[2] == f"{lines[0].removesuffix('文件')}关于印发《{example.plan.title}》的通知"
    assert lines[3] == addressees
    for words in said:
        assert words in "".join(lines)


REPORTS = {
    CITY: [
        "关于2026年市政府重点工作任务落实情况的通报",
        "任务分解表共列工作任务29项。",
        "一项任务有几个牵头单位的",
        "各单位、各重点工作的数字见附件3、附件4",
    ],
    UNIVERSITY: ["关于2026年工作要点任务落实情况的通报", "任务分解表共列重点任务26项。", "\n教务处、发展规划处\n"],
    COUNTY: [
        "关于2026年农业农村重点工作任务落实情况的通报",
        "任务清单共列任务22项。",
        "一项任务有几个单位主办、承办的",
        "\n办公室主办，政策与改革股承办\n",
        "各单位主办、承办任务的进展状态",
    ],
}


@pytest.mark.parametrize("office", OFFICES)
def test_the_report_has_its_words(examples: dict[str, Example], office: str) -> None:
    cells = [cell for table in docx_tables(examples[office].file("进展通报", "docx")) for row in table for cell in row]
    text = "\n".join([examples[office].text("进展通报"), *cells])
    for words in REPORTS[office]:
        assert words in text
    assert "责任主体" not in text
    assert "工作目标" not in text


@pytest.mark.parametrize(
    ("office", "unit", "head", "roles"),
    [
        (CITY, "市财政局", "共 9 项：牵头 2 项，配合 7 项", {"牵头", "配合"}),
        (UNIVERSITY, "文学院", "共 15 项：牵头 0 项，参与 15 项", {"参与"}),
        (COUNTY, "县农业技术推广中心", "共 4 项：主办 2 项，承办 1 项，协办 1 项", {"主办", "承办", "协办"}),
    ],
)
def test_trackers_and_the_ledger_have_its_columns_and_words(
    examples: dict[str, Example], office: str, unit: str, head: str, roles: set[str]
) -> None:
    rows = examples[office].sheet(f"任务台账/{unit}")
    assert any(head in cell for row in rows for cell in row)
    header = next(row for row in rows if "进展状态" in row)
    assert {squeezed(text) for text in header} >= {*HEADS[office]} - {"主要内容", "备注"}
    place = header.index("角色")
    assert {row[place] for row in rows[rows.index(header) + 1 :] if row[0]} == roles
    ledger = examples[office].sheet("任务台账/总台账")
    header = next(row for row in ledger if "进展状态" in row)
    assert [one for one in map(squeezed, header) if one in HEADS[office]] == [
        one for one in HEADS[office] if one != "主要内容"
    ]


def test_no_column_of_a_tracker_is_too_narrow_to_be_read(examples: dict[str, Example]) -> None:
    sheet = openpyxl.load_workbook(examples[COUNTY].file("任务台账/甲镇农业服务中心", "xlsx")).active
    assert sheet is not None
    shown = [one.width for one in sheet.column_dimensions.values() if one.width and not one.hidden]
    assert min(shown) >= 4.5  # 角色, two characters
    assert sum(shown) > 150


@pytest.mark.parametrize("named", [True, False])
def test_a_tracker_is_collected_by_its_own_words(examples: dict[str, Example], named: bool) -> None:
    example, unit = examples[COUNTY], "县农业技术推广中心"

    def spoil(workbook: Any, sheet: Any) -> None:
        for name in [] if named else list(sheet.defined_names):
            del sheet.defined_names[name]
        rows = list(sheet.iter_rows())
        header = next(row for row in rows if any(cell.value == "进展状态" for cell in row))
        at = {cell.value: cell.column for cell in header}
        row = next(row[0].row for row in rows if row[0].value == "1-3")
        for heading, text in (("承办单位", "县财政局"), ("佐证材料", "照片")):
            sheet.cell(row, at[heading]).value = text  # locked, and said

    path = example.folder / "收回.xlsx"
    data = example.file(f"任务台账/{unit}", "xlsx").read_bytes()
    path.write_bytes(filled(data, {"1-2": {"进展状态": "推进中", "完成比例": 0.6}}, spoil))
    parcel = read_parcel(path, example.plan)
    assert (parcel.unit, parcel.entries["1-2"].state, parcel.entries["1-2"].percent) == (unit, "推进中", "60%")
    said = [
        f"{word}被改成“{text}”，没有采用，以计划为准" for word, text in (("责任主体", "县财政局"), ("佐证材料", "照片"))
    ]
    assert [note.partition("：")[2] for note in parcel.notes] == said


#: What is changed in the county's plan → in whose notice something else is said, and what.
CHANGED = [
    ("内容: 对已建高标准农田开展", "内容: 对建成的高标准农田开展", "农田建设股", "任务内容由“对已建高标准农田开展"),
    ("完成时间: 上半年", "完成时间: 10月底前", "农田建设股", "完成时限由上半年调整为10月底前"),
    ("协助单位: [县水利局]", "协助单位: [县财政局]", "县水利局", "贵局不再承担该项任务"),
    ("主责单位: [畜牧兽医股]", "主责单位: [县农机服务中心]", "畜牧兽医股", "你股不再承担该项任务"),
    ("责任主体: [政策与改革股]\n        协助单位: [县财政局, 县农业发展公司]",
     "责任主体: [县财政局]\n        协助单位: [县农业发展公司]", "县财政局", "由贵局协办调整为由贵局承办。承办单位由"),
    ("资金来源: 县级预算, 佐证材料: 监测报告", "佐证材料: 监测报告", "种植业管理股", "不再规定资金来源“县级预算”"),
    ("协助单位: [县动物疫病预防控制中心]", "协助单位: [县动物疫病预防控制中心, 办公室]", "县农业综合行政执法大队",
     "协办单位增加办公室"),
]  # fmt: skip


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The change notices to the county's units, after letters were sent and the plan was changed."""
    root = tmp_path_factory.mktemp("变更")
    others = shutil.ignore_patterns("[a-bd-km-z]*.html", "ledger.html")  # all but change and letter
    shutil.copytree(ROOT / "templates", root / "templates", ignore=others)
    for path in (root / "templates").glob("[a-z]*.html"):
        path.write_text(path.read_text("utf-8").replace("格式: [docx, pdf]", "格式: [docx]"), "utf-8")
    text = (ROOT / "examples" / COUNTY / "plan.yaml").read_text("utf-8")
    plan = root / "plan.yaml"
    places = [f"--plan={plan}", f"--templates={root / 'templates'}", f"--output={root / 'output'}"]
    plan.write_text(text, "utf-8")
    for command in (["build"], ["issue", "任务通知", "--number", "5", "--date", "2026-03-05"]):
        result = CliRunner().invoke(cli, [*command, *places])
        assert result.exit_code == 0, result.output
    for old, new, *_ in CHANGED:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    plan.write_text(text, "utf-8")
    assert CliRunner().invoke(cli, ["build", *places]).exit_code == 0
    return root / "output/变更通知"


@pytest.mark.parametrize(("old", "new", "unit", "said"), CHANGED)
def test_change_notices_call_columns_and_parts_as_the_plan_does(
    notices: Path, old: str, new: str, unit: str, said: str
) -> None:
    found = docx.Document(str(notices / f"{unit}.docx")).paragraphs
    text = "".join(paragraph.text.replace("\n", "") for paragraph in found)
    assert said in text
    assert not re.search("责任主体|协助|牵头|主责", text)
