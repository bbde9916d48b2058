"""Who writes to whom: offices of several levels write to units of each kind, with the right document and words."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from render.plan.addressing import TABLE, Tier, UnitKind, form_of
from support.offices import CITY, COUNTY, UNIVERSITY, Office
from support.trackers import filled

ROOT = Path(__file__).parent.parent
PLANS = {"市": CITY, "校": UNIVERSITY, "县": COUNTY}
TODAY = {"市": "2018-12-30", "校": "2024-12-30", "县": "2021-12-30"}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Office]:
    """Each office, with everything made, on a day on which all tasks are due."""
    made = {name: Office(tmp_path_factory.mktemp("office"), plan) for name, plan in PLANS.items()}
    for name, office in made.items():
        assert office.run("build", "--today", TODAY[name]).code == 0
    return made


NOTICE, LETTER = "请认真组织实施。", "请予支持为盼。"
#: Office, unit → title's last words, salutation, what both sides are called in the letter.
LETTERS = [
    ("市", "市市场监管局", "通知", "你局承担", "报送市政府督查室"),
    ("市", "市卫生健康委", "通知", "你委承担", "报送市政府督查室"),
    ("市", "各县（市、区）人民政府", "通知", "各地承担", "报送市政府督查室"),
    ("市", "甲县人民政府", "通知", "你县承担", "报送市政府督查室"),
    ("市", "某海关", "函", "我市印发了《2018年食品安全", "商请贵关予以支持"),
    ("市", "某食品有限公司", "函", "商请贵公司予以支持", "函送市政府督查室"),
    ("市", "高新区管委会", "函", "商请贵管委会予以支持", "函送市政府督查室"),
    ("校", "教务处", "通知", "你处承担", "送学校办公室"),
    ("校", "文学院", "通知", "你院承担牵头任务1项、协助任务1项", "送学校办公室"),
    ("校", "校医院", "通知", "你院承担", "报送我校办公室"),
    ("校", "某市文物局", "函", "我校印发了", "商请贵局予以支持"),
    ("县", "公共服务股", "通知", "你股承担", "，送办公室"),
    ("县", "县图书馆", "通知", "你馆承担", "报送我局办公室"),
    ("县", "县财政局", "函", "我局印发了", "函送我局办公室"),
    ("县", "乙镇人民政府", "函", "商请贵镇予以支持", "函送我局办公室"),
]


@pytest.mark.parametrize(("office", "unit", "form", "one", "other"), LETTERS)
def test_a_letter_has_the_form_and_the_words_for_its_unit(
    offices: dict[str, Office], office: str, unit: str, form: str, one: str, other: str
) -> None:
    text = offices[office].text(f"任务通知/{unit}")
    organ, _, title, salutation, *_ = text.splitlines()
    assert title.startswith(f"{organ}关于落实《")
    assert title.endswith(f"》有关任务的{form}")
    assert salutation == f"{unit}："
    assert (NOTICE in text, LETTER in text) == ((True, False) if form == "通知" else (False, True))
    assert one in text
    assert other in text


def test_every_letter_is_looked_at(offices: dict[str, Office]) -> None:
    made = {(key, name.split("/")[1]) for key, one in offices.items() for name in one.files() if "任务通知/" in name}
    assert made == {(key, unit) for key, unit, *_ in LETTERS} | {("校", "法学院"), ("校", "医学院")}


@pytest.mark.parametrize(
    ("office", "addressees", "report"),
    [
        ("市", "各县（市、区）人民政府，市政府有关部门，某海关，某食品有限公司：", "报送市政府督查室"),
        ("校", "校内各单位、各直属单位，某市文物局：", "报送我校办公室"),
        ("县", "乙镇人民政府，县财政局，局机关各股室、各直属单位：", "报送我局办公室"),
    ],
)
def test_what_goes_to_all_names_the_kinds_of_units_that_there_are(
    offices: dict[str, Office], office: str, addressees: str, report: str
) -> None:
    for name in ("印发通知", "进展通报"):
        text = offices[office].text(name)
        assert text.splitlines()[3] == addressees
        assert report in text


def test_the_matter_stands_where_the_plan_gives_it_and_nowhere_else(offices: dict[str, Office]) -> None:
    for name in ("印发通知", "任务通知/市市场监管局", "任务通知/某海关"):
        assert offices["市"].text(name).splitlines()[4].startswith("为做好2018年食品安全工作，")
    assert "为做好" not in offices["县"].text("印发通知") + offices["县"].text("任务通知/县图书馆")


@pytest.mark.parametrize(
    ("level", "organ", "own", "kinds"),
    [
        (
            "部门",
            "某省水利厅",
            "我厅",
            {"政府": None, "下级政府": None, "下级部门": "通知", "企业": "函"},
        ),
        (
            "部门",
            "某市发展和改革委员会",
            "我委",
            {"同级部门": "函", "部属高校": "函", "学校": "通知", "上级": None},
        ),
        (
            "政府",
            "某县人民政府",
            "县人民政府",
            {"政府": "通知", "所属部门": "通知", "教育局": "通知", "社会组织": "函"},
        ),
        ("政府", "某市人民政府办公室", "我办", {"下级政府": "通知", "同级部门": "函", "上级": None}),
        ("学校", "某学院", "我校", {"下级政府": None, "学校": "函", "内设机构": "通知", "下级部门": "函"}),
        ("事业单位", "某市土地储备中心", "我中心", {"直属单位": "通知", "同级部门": "函", "学校": "函", "政府": None}),
        ("企业", "某水务有限公司", "我公司", {"所属部门": "通知", "企业": "函", "机关处室": "通知", "教育局": "函"}),
    ],
)
def test_the_document_follows_from_level_and_kind(
    tmp_path: Path, level: str, organ: str, own: str, kinds: dict[str, str | None]
) -> None:
    units = "".join(f"  - {{名称: 单位{n}, 类别: {kind}}}\n" for n, kind in enumerate(kinds))
    names = ", ".join(f"单位{n}" for n in range(1, len(kinds)))
    task = f"{{编号: 1-1, 内容: 甲事。, 完成时间: 长期, 责任主体: [单位0], 协助单位: [{names}]}}"
    office = Office(
        tmp_path,
        f"标题: 计划\n年度: 2020\n发文: {{机关: {organ}, 层级: {level}}}\n单位:\n{units}"
        f"目标:\n  - {{名称: 目标, 内容: 内容, 任务: [{task}]}}\n",
    )
    run = office.run("build")
    for n, (kind, form) in enumerate(kinds.items()):
        made = f"任务通知/单位{n}" in office.files()
        assert made == (form is not None), kind
        assert f"任务台账/单位{n}.xlsx" in office.files()
        if form:
            assert office.text(f"任务通知/单位{n}").splitlines()[2].endswith(f"的{form}"), kind
    silent = [f"单位{n}" for n, form in enumerate(kinds.values()) if form is None]
    told = [line for line in run.lines if "只有台账" in line]
    assert told == ([f"{len(silent)} 个单位只有台账，不发公文：{'、'.join(silent)}"] if silent else [])
    assert f"报送{own}" in office.text("印发通知")


def test_every_kind_has_its_manners() -> None:
    assert set(TABLE) == set(UnitKind)


def test_a_unit_without_a_letter_is_told_by_build_and_check_and_gets_nothing_sent(offices: dict[str, Office]) -> None:
    office = offices["县"]
    assert office.run("build").lines[-2] == "1 个单位只有台账，不发公文：甲镇人民政府"
    assert office.run("build", "--only", "县图书馆").lines[-1].startswith("✓")
    told = "plan.yaml:9: 提示：“甲镇人民政府”有任务，行文写的是不发，只有台账，不发公文；要发的，写 行文: 函"
    assert [error[error.index("plan.yaml") :] for error in office.run("check").errors] == [told]


def test_an_unlawful_document_is_an_error(tmp_path: Path) -> None:
    office = Office(tmp_path, COUNTY.replace("下级政府, 行文: 不发", "下级政府, 行文: 通知").replace(", 行文: 函", ""))
    found = [error.partition("错误：")[2] for error in office.run("check").errors if "错误" in error]
    rule = "是政府，部门不得向政府下达任务（党政机关公文处理工作条例第十六条）"
    assert sorted(error.partition("；")[0] for error in found) == [f"“{name}镇人民政府”{rule}" for name in "乙甲"]


def test_the_addressees_can_be_given_by_hand(tmp_path: Path) -> None:
    office = Office(tmp_path, COUNTY.replace("经办: 办公室", "经办: 办公室, 主送: [各乡镇文化站, 局属各单位]"))
    office.run("build")
    assert office.text("印发通知").splitlines()[3] == "各乡镇文化站，局属各单位："


# Groups that name their members


def tracker(office: Office, unit: str) -> Any:
    return openpyxl.load_workbook(office.root / "output" / "任务台账" / f"{unit}.xlsx").worksheets[0]


def rows(sheet: Any) -> list[list[str]]:
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]


def test_each_member_of_a_group_has_its_letter_and_its_tracker(offices: dict[str, Office]) -> None:
    office = offices["校"]
    members = {"文学院", "法学院", "医学院"}
    assert {f"{kind}/{one}" for kind in ("任务通知", "督办通知") for one in members} <= office.files()
    assert not [name for name in office.files() if "各学院" in name]
    text = office.text("任务通知/文学院")
    assert "开展检查（编号1-2，2024年9月底前完成，校医院、某市文物局协助）。" in text  # it is itself among 各学院
    found = [row[0:4:3] for row in rows(tracker(office, "医学院")) if re.match(r"\d-\d", row[0])]
    assert sorted(found) == [["1-1", "协助"], ["1-2", "牵头"], ["1-3", "牵头"]]  # as a member, and its own
    assert not [row for row in rows(tracker(office, "文学院")) if "填报单位" in row[0]]


@pytest.fixture
def university(tmp_path: Path) -> Office:
    office = Office(tmp_path, UNIVERSITY)
    office.run("build")
    return office


def report(office: Office, unit: str, file: str = "", **said: str) -> Path:
    """The tracker of a unit as it comes back, with one task filled in."""
    data = (office.root / "output" / "任务台账" / f"{unit}.xlsx").read_bytes()
    path = office.root / f"{file or unit}.xlsx"
    path.write_bytes(filled(data, {"1-2": {"填报日期": date(2024, 9, 1), **said}}))
    return path


def test_what_members_report_is_added_up_for_the_group(university: Office) -> None:
    done = report(university, "文学院", 进展状态="已完成", 完成比例="100%", 进展情况="查完了")
    under_way = report(university, "医学院", 进展状态="推进中", 完成比例="50%", 存在问题="人手不足")
    run = university.run("collect", str(done), str(under_way), "--yes")
    assert (run.code, run.errors) == (0, [])
    assert [line for line in run.lines if line.endswith("项有变化）")] == [
        "文学院（1 项有变化）",
        "医学院（1 项有变化）",
    ]
    assert university.run("build").errors == []
    assert not [error for error in university.run("check").errors if "不见了" in error]
    book = openpyxl.load_workbook(university.root / "output" / "任务台账" / "总台账.xlsx")
    (row,) = (row for row in rows(book["总台账"]) if row[0] == "1-2")
    assert row[6:8] == ["推进中", ""]  # one of them has said no percentage
    assert row[8:10] == ["3 个中已完成 1 个，推进中 1 个，未填报 1 个", "医学院：人手不足"]
    found = [(row[0], row[1], row[4], row[6]) for row in rows(book["各成员"]) if row[0] == "1-2"]
    assert found == [
        ("1-2", "文学院", "已完成", "查完了"),
        ("1-2", "法学院", "未填报", ""),
        ("1-2", "医学院", "推进中", ""),
    ]
    board = university.run("status", "--today", "2024-09-10").lines
    start = board.index("群体：各成员的进展")
    assert [line.split() for line in board[start + 2 : start + 4]] == [
        ["1-1", "各学院", "3", "-", "-", "-", "-", "3"],
        ["1-2", "各学院", "3", "1", "1", "-", "-", "1"],
    ]
    assert board[-2] == "从未填报的单位：5（教务处、法学院、学校办公室、校医院、某市文物局）"
    data = json.loads("\n".join(university.run("status", "--json").lines))
    (group,) = (one for one in data["任务"][1]["填报"] if one["单位"] == "各学院")
    assert [(one["单位"], one.get("进展状态")) for one in group["成员"]] == [
        ("文学院", "已完成"),
        ("法学院", None),
        ("医学院", "推进中"),
    ]


def test_a_group_is_done_when_all_its_members_are(university: Office) -> None:
    paths = [
        str(report(university, unit, 进展状态="已完成", 完成比例="100%")) for unit in ("文学院", "法学院", "医学院")
    ]
    university.run("collect", *paths, "--yes")
    (task,) = (
        one for one in json.loads("\n".join(university.run("status", "--json").lines))["任务"] if one["编号"] == "1-2"
    )
    assert (task["进展状态"], task["完成比例"], task["预警"]) == ("已完成", "100%", "已完成")
    university.run("build", "--today", "2024-12-30")
    assert "督办通知/文学院" not in university.files()
    assert "督办通知/教务处" in university.files()


def test_a_tracker_that_was_made_for_the_whole_group_is_taken_for_the_member_that_filled_it_in(tmp_path: Path) -> None:
    office = Office(tmp_path, UNIVERSITY.replace(", 成员: [文学院, 法学院, 医学院]", ""))
    office.run("build")
    path = report(office, "各学院", 进展状态="推进中")
    book: Any = openpyxl.load_workbook(path)
    place = book.worksheets[0].defined_names["填报单位"].attr_text.split("!")[1].replace("$", "")
    book.worksheets[0][place] = "法学院"
    book.save(path)
    office.change("群体: true}", "群体: true, 成员: [文学院, 法学院, 医学院]}")
    assert office.run("collect", str(path), "--yes").lines[0] == "法学院（1 项有变化）"


def test_dispatches_go_to_members_and_so_do_changes(university: Office) -> None:
    run = university.run("issue", "任务通知", "--date", "2024-03-05", "--number", "5", "--only", "各学院")
    assert run.lines[0].startswith("✓ 任务通知（2024年3月5日）：发给 3 个单位")
    sent = university.root / "issued" / "2024-03-05-任务通知"
    record = (sent / "发文.yaml").read_text("utf-8")
    assert re.findall(r"- 单位: (\S+)", record) == ["文学院", "法学院", "医学院"]
    university.run("build")
    assert not [name for name in university.files() if name.startswith("任务通知/") and name.endswith("学院")]
    university.change("内容: 开展检查。, 完成时间: 2024年9月", "内容: 开展检查。, 完成时间: 2024年10月")
    university.change("成员: [文学院,", "成员: [理学院, 文学院,")
    university.run("build")
    changes = {name for name in university.files() if name.startswith("变更通知/")}
    assert changes == {f"变更通知/{one}学院" for one in "文法医"}
    assert "涉及你院的1项任务" in university.text("变更通知/文学院")
    assert "任务通知/理学院" in university.files()  # who joined later was never told
    university.change("成员: [理学院, 文学院,", "成员: [理学院,")
    university.run("build")
    gone = university.text("变更通知/文学院")
    assert "开展检查（编号1-2）。你院不再承担该项任务。" in gone  # who left is told, of that alone
    assert "由2024年9月调整" not in gone
    assert "由2024年9月调整为2024年10月" in university.text("变更通知/法学院")


def test_only_a_member_can_be_asked_for(university: Office) -> None:
    own = {name for name in university.files() if "文学院" in name}
    run = university.run("build", "--only", "文学院")
    assert run.lines[-1] == f"✓ {len(own)} 份：未变 {len(own)}"
    assert university.run("build", "--only", "文学苑").errors == [
        "--only: 计划里没有单位“文学苑”；是不是想写“文学院”？"
    ]


# No word of one office

#: Words of the office that this program was first made for.
WORDS = "陕西|陕教|教育|信息化|电教|教科所|西安|西北大学|信保处|基教|高教处|职成教|师范"
#: Where they may stand: kinds of unit that the first office's plan has; a dictionary of common words of all trades.
ALLOWED = ('"教育局"', "、教育局、")
DICTIONARY = "render/documents/words.txt"


def test_no_word_of_the_first_office_stands_in_the_program_or_its_templates() -> None:
    found = []
    for folder in ("render", "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in (".py", ".html", ".css", ".js", ".txt", ".md") and name != DICTIONARY:
                for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                    for allowed in ALLOWED:
                        line = line.replace(allowed, "")
                    found += [f"{name}:{number}: {word}" for word in re.findall(WORDS, line)]
    assert found == []


def test_readme_says_what_the_table_says() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("### 谁给谁发")[2]
    told = dict[tuple[str, str], str]()
    for kinds, *forms in re.findall(
        r"^\| ([^|]+?) \| (通知|函|不发) \| (通知|函|不发) \| (通知|函|不发) \|$", table, re.M
    ):
        for levels, form in zip((["部门"], ["政府"], ["学校", "事业单位", "企业"]), forms, strict=True):
            told |= {(kind, level): form for kind in kinds.split("、") for level in levels}
    assert told == {(kind, level): form_of(kind, level) for kind in UnitKind for level in Tier}
