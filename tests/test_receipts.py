"""签收: the register of a dispatch, the registers that come back, telephone calls, and who is still awaited."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from render.cli import cli
from support.office_life import DAY, FOLDER, REGISTER, as_office, fill, record, rows, send, signed
from support.small_project import PLAN, Project

BOOK = f"{FOLDER}/发文.yaml"
Said = dict[str, dict[str, Any]]
ODD_DAY = "看不懂，没有收；写成 2017-03-05 这样的日期"
UNDO = "签收记错了用 render receipt 单位 --undo 撤回"


@pytest.fixture
def office(project: Project) -> Project:
    """The small project, which has sent its letters."""
    send(as_office(project))
    return project


def answered(project: Project, answer: str, *arguments: str) -> str:
    return CliRunner().invoke(cli, arguments, input=answer, prog_name="render").stdout


# ---- the register ----


def test_each_dispatch_has_a_register_that_says_what_went_to_whom(office: Project) -> None:
    sheet: Any = openpyxl.load_workbook(office.root / REGISTER).worksheets[0]
    assert rows(office.root / REGISTER) == [
        (unit, f"给{unit}的通知", "某函〔2017〕5号", datetime(2017, 3, 5), None, None, None)
        for unit in ("财务处", "人事处", "办公室")
    ]
    unlocked = {cell.column for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert (sheet.protection.sheet, unlocked) == (True, {5, 6, 7})
    assert sheet.cell(sheet.max_row, 5).number_format == "yyyy-m-d"


def test_the_register_stays_in_the_office(office: Project) -> None:
    book = record(office)
    assert list(book["随卷"]) == ["发文登记.xlsx"]
    assert all("发文登记.xlsx" not in one["文件"] for one in book["收文"])
    assert not (office.output / "发文登记.xlsx").exists()
    assert "发文登记" not in "".join(office.run("build").lines)


def test_a_project_without_the_template_sends_without_a_register(project: Project) -> None:
    (as_office(project).root / "templates/register.html").unlink()
    send(project)
    assert not (project.root / REGISTER).exists()
    assert project.run("receipt", "财务处", "--date", "2017-03-08").code == 0
    assert signed(project) == {"财务处": {"日期": "2017-03-08"}}


def test_a_paper_of_the_dispatch_takes_no_name_of_another_file(project: Project) -> None:
    as_office(project).change("输出: 发文登记", "输出: 通知/财务处", "templates/register.html")
    project.change("格式: [html]", "格式: [xlsx]", "templates/通知.html")
    project.change("<p>", "<table><tr><td>", "templates/通知.html")
    project.change("</p>", "</td></tr></table>", "templates/通知.html")
    run = project.run("issue", "任务通知")
    assert run.errors == ["templates/register.html: “通知/财务处.xlsx”已有别的用处；改“输出”"]
    assert not (project.root / "issued").exists()


# ---- registers that come back ----


def test_a_register_that_comes_back_is_shown_asked_about_and_recorded(office: Project) -> None:
    said: Said = {
        "财务处": {"签收日期": datetime(2017, 3, 8), "签收人": "赟喆"},
        "办公室": {"签收日期": "3月9号", "备注": "传真"},
    }
    path = fill(office.root / REGISTER, office.root / "回来的表.xlsx", said)
    shown = [f"{FOLDER}（新签收 2 个）", "  财务处：未签收 → 2017-03-08 赟喆", "  办公室：未签收 → 2017-03-09 传真"]
    assert answered(office, "n\n", "collect", path.name).splitlines() == [
        *shown,
        f"写入 {BOOK}？ [y/N]: n",
        "✓ 没有写入：签收 2 个",
    ]
    assert signed(office) == {}
    before = record(office)
    run = office.run("collect", path.name, "--yes")
    assert (run.code, run.lines, run.errors) == (0, [*shown, f"✓ 签收 2 个。{UNDO}"], [])
    assert signed(office) == {
        "财务处": {"日期": "2017-03-08", "签收人": "赟喆"},
        "办公室": {"日期": "2017-03-09", "备注": "传真"},
    }
    after = record(office)
    for one in after["收文"]:
        one.pop("签收", None)
    assert {**after, "随卷": 0} == {**before, "随卷": 0}
    assert [row[4:] for row in rows(office.root / REGISTER)] == [
        (datetime(2017, 3, 8), "赟喆", None),
        (None, None, None),
        (datetime(2017, 3, 9), None, "传真"),
    ]
    assert not (office.root / "progress.yaml").exists()
    assert office.run("collect", path.name, "--yes").lines == [f"{FOLDER}（没有变化）", "✓ 没有写入：签收 0 个"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"签收日期": "昨天"}, "发文登记!E6：人事处的签收日期“昨天”看不懂，没有收；写成 2017-03-05 这样的日期"),
        (
            {"签收日期": "2017-2-30"},
            "发文登记!E6：人事处的签收日期“2017-2-30”看不懂，没有收；写成 2017-03-05 这样的日期",
        ),
        ({"签收人": "甲"}, "发文登记!E6：人事处的签收日期没有填，签收人却填了，没有收；补上签收日期再收"),
        ({"单位": "人事处处", "签收人": "甲"}, "发文登记!E6：这次没有发给“人事处处”，没有收；是不是想写“人事处”？"),
        ({"单位": None, "签收人": "甲"}, "发文登记!E6：这一行没有写单位，没有收；补上单位再收"),
        ({"单位": "财务", "签收日期": "3月7日"}, "发文登记!E6：财务处写了两行，内容不同，只收了前一行；只留一行再收"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_row(office: Project, cells: dict[str, Any], told: str) -> None:
    said: Said = {"财务处": {"签收日期": "3月8日"}, "人事处": cells}
    fill(office.root / REGISTER, office.root / "回.xlsx", said)
    run = office.run("collect", "回.xlsx", "--yes")
    assert (run.code, run.errors) == (1, [f"回.xlsx: {told}"])
    assert signed(office) == {"财务处": {"日期": "2017-03-08"}}


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        ("2017-03-04", "签收日期 2017-03-04 早于成文日期 2017-03-05"),
        (f"{date.today().year + 1}-01-01", "还没有到"),
        ("2031-01-01", "签收日期2031-01-01 离成文日期 2017-03-05 太远"),
    ],
)
def test_a_day_that_can_hardly_be_is_asked_about(office: Project, day: str, asked: str) -> None:
    fill(office.root / REGISTER, office.root / "回.xlsx", {"人事处": {"签收日期": day}})
    run = office.run("collect", "回.xlsx", "--yes")
    assert run.code == 1
    assert any(line.startswith("疑问  回.xlsx: 发文登记!E6：人事处，") and line.endswith(asked) for line in run.lines)
    assert (run.lines[-1], signed(office)) == (
        "✗ 没有写入：签收 0 个；1 处签收有疑问没有收（核对后加 --accept 再收）",
        {},
    )
    assert office.run("collect", "回.xlsx", "--accept", "--yes").code == 0
    assert signed(office) == {"人事处": {"日期": day}}


def test_what_a_register_leaves_empty_stays_and_what_it_says_otherwise_is_asked(office: Project) -> None:
    blank = shutil.copy(office.root / REGISTER, office.root / "空.xlsx")
    office.run("receipt", "人事处", "--date", "2017-03-07", "--by", "甲", "--note", "电话")
    assert office.run("collect", "空.xlsx", "--yes").lines == [f"{FOLDER}（没有变化）", "✓ 没有写入：签收 0 个"]
    fill(Path(blank), office.root / "改.xlsx", {"人事处": {"签收日期": "3月9日", "签收人": "乙"}})
    run = office.run("collect", "改.xlsx", "--yes")
    assert run.lines[1:3] == [
        "疑问  改.xlsx: 发文登记!E6：人事处，已记 2017-03-07 签收，这次是 2017-03-09",
        "疑问  改.xlsx: 发文登记!E6：人事处，已记签收人“甲”，这次是“乙”",
    ]
    office.run("collect", "改.xlsx", "--yes", "--accept")
    assert signed(office) == {"人事处": {"日期": "2017-03-09", "签收人": "乙", "备注": "电话"}}


def test_rows_and_columns_may_be_moved_and_units_named_otherwise(office: Project) -> None:
    def spoil(sheet: Any) -> None:
        sheet.title = "表一"
        first, last = (next(cell.row for cell in sheet["A"] if cell.value == unit) for unit in ("财务处", "办公室"))
        for column in range(1, 8):
            one, other = sheet.cell(first, column), sheet.cell(last, column)
            one.value, other.value = other.value, one.value
        sheet.cell(last, 1).value = "财务"
        sheet.insert_rows(1, 3)
        sheet.insert_cols(1, 2)

    said: Said = {"财务处": {"签收日期": "3.8", "签收人": "甲"}, "办公室": {"签收日期": datetime(2017, 3, 9)}}
    fill(office.root / REGISTER, office.root / "回.xlsx", said, spoil)
    run = office.run("collect", "回.xlsx", "--yes")
    assert (run.code, run.errors) == (0, [])
    assert signed(office) == {"办公室": {"日期": "2017-03-09"}, "财务处": {"日期": "2017-03-08", "签收人": "甲"}}


def test_a_register_of_a_dispatch_that_is_not_there_is_refused(office: Project) -> None:
    fill(office.root / REGISTER, office.root / "回.xlsx", {"财务处": {"签收日期": "3月8日"}})
    assert office.run("issue", "--undo").code == 0
    run = office.run("collect", "回.xlsx", "--yes")
    told = "是“任务通知（2017年3月5日）”的发文登记，issued/ 里没有这次发文"
    told += "；可能撤回了，或是别的年度的；用 render issue 看发过什么"
    assert (run.code, run.errors) == (1, [f"回.xlsx: {told}"])


def test_a_register_without_its_marks_is_refused(office: Project) -> None:
    workbook = openpyxl.load_workbook(office.root / REGISTER)
    bare = openpyxl.Workbook()
    for row in workbook.worksheets[0].iter_rows(values_only=True):
        bare.worksheets[0].append(row)
    bare.save(office.root / "贴.xlsx")
    run = office.run("collect", "贴.xlsx", "--yes")
    assert run.errors == ["贴.xlsx: 是发文登记，但没有了标记，看不出是哪一次的；用 render receipt 单位 记签收"]


def test_registers_of_several_dispatches_and_trackers_go_together(office: Project) -> None:
    for name in ("tracker.html", "_栏目.html", "_进展.html", "states.css"):
        shutil.copy(Path(__file__).parent.parent / "templates" / name, office.root / "templates" / name)
    office.change("2017年3月", "2017年6月")
    office.write("templates/变更.html", CHANGE)
    send(office, "变更通知", "2017-04-01", "6")
    office.run("build")
    later = office.root / "issued/2017-04-01-变更通知/发文登记.xlsx"
    back = office.root / "收回"
    back.mkdir()
    fill(office.root / REGISTER, back / "甲.xlsx", {"财务处": {"签收日期": "3月8日"}, "人事处": {"签收日期": "3月8日"}})
    fill(office.root / REGISTER, back / "乙.xlsx", {"财务处": {"签收日期": "3月8日"}, "人事处": {"签收日期": "3月9日"}})
    fill(later, back / "丙.xlsx", {"人事处": {"签收日期": "4月3日"}})
    tracker = openpyxl.load_workbook(office.output / "任务台账/人事处.xlsx")
    sheet: Any = tracker.worksheets[0]
    place = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "进展状态")
    sheet.cell(place.row + 1, place.column).value = "推进中"
    tracker.save(back / "丁.xlsx")
    run = office.run("collect", "收回", "--yes")
    assert run.errors == ["收回/甲.xlsx: 人事处的签收与 乙.xlsx 里的不同，都没有收；核对后只收一份"]
    assert run.lines[-1].startswith("✗ 收 1 份，有变化的任务 1 项；签收 2 个。")
    assert signed(office) == {"财务处": {"日期": "2017-03-08"}}
    assert signed(office, "2017-04-01-变更通知") == {"人事处": {"日期": "2017-04-03"}}
    assert "推进中" in (office.root / "progress.yaml").read_text("utf-8")


CHANGE = """\
---
每份: 变更
发文: 变更通知
输出: 变更/{{ 单位.名称 }}
格式: [html]
---
<h1>改了</h1>
"""


# ---- telephone calls ----


def test_a_call_signs_for_the_last_dispatch_that_waits(office: Project) -> None:
    office.change("2017年3月", "2017年6月")
    office.write("templates/变更.html", CHANGE)
    send(office, "变更通知", "2017-04-01", "6")
    run = office.run("receipt", "人事处", "财务", "--date", "2017-04-02", "--by", "赟喆", "--note", "电话")
    assert run.lines == [
        "✓ 人事处：变更通知（2017年4月1日），2017-04-02 签收，赟喆，电话",
        "✓ 财务处：任务通知（2017年3月5日），2017-04-02 签收，赟喆，电话",
    ]
    office.run("receipt", "人事处", "--date", "2017-04-03")
    assert signed(office)["人事处"] == {"日期": "2017-04-03"}
    run = office.run("receipt", "人事处")
    assert run.errors == ["render receipt: 发给人事处的都已签收；要改某一次的，加 --of 2017-04-01-变更通知"]
    office.run("receipt", "人事处", "--of", "2017-04-01-变更通知", "--by", "乙")
    assert signed(office, "2017-04-01-变更通知") == {"人事处": {"日期": "2017-04-02", "签收人": "乙", "备注": "电话"}}


def test_without_a_day_it_is_today(office: Project) -> None:
    office.run("receipt", "办公室")
    assert signed(office) == {"办公室": {"日期": str(date.today())}}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["人是处"], "render receipt: 没有单位“人是处”；是不是想写“人事处”？"),
        (
            ["人事处", "--date", "2017-03-04"],
            f"--date: 签收日期 2017-03-04 早于 {FOLDER} 的成文日期；核对是哪一天、哪一次发文（--of）",
        ),
        (["人事处", "--date", "2999-03-04"], "--date: 签收日期 2999-03-04 还没有到；核对日期"),
        (
            ["人事处", "--of", "2017-03-06-任务通知"],
            f"--of: issued/ 里没有“2017-03-06-任务通知”；是不是想写“{FOLDER}”？",
        ),
        (["人事处", "--undo"], "render receipt: 人事处没有签收过，不用撤回"),
    ],
)
def test_a_call_that_does_not_fit_records_nothing(office: Project, arguments: list[str], told: str) -> None:
    before = (office.root / "issued" / BOOK).read_bytes()
    run = office.run("receipt", "财务处" if "--undo" not in arguments else "人事处", *arguments)
    assert (run.code, run.errors) == (1, [told])
    assert (office.root / "issued" / BOOK).read_bytes() == before


def test_a_unit_that_has_left_the_plan_can_still_sign(office: Project) -> None:
    plan = PLAN.replace("  - {名称: 办公室, 类别: 机关处室}\n", "").replace("[办公室]", "[]")
    office.write("plan.yaml", plan)
    assert office.run("receipt", "办公室", "--date", "2017-03-08").code == 0
    assert signed(office) == {"办公室": {"日期": "2017-03-08"}}


def test_a_receipt_is_taken_back_by_its_own_command_alone(office: Project) -> None:
    office.run("receipt", "人事处", "财务处", "--date", "2017-03-08")
    assert office.run("collect", "--undo", "--yes").errors == ["progress.yaml: 没有可以撤回的收取"]
    assert "已经签收，不能撤回" in office.run("issue", "--undo").errors[0]
    run = office.run("receipt", "人事处", "财务", "--undo")
    assert run.lines == [f"✓ {unit}：任务通知（2017年3月5日），撤回 2017-03-08 签收" for unit in ("人事处", "财务处")]
    assert signed(office) == {}
    assert office.run("issue", "--undo").code == 0


def test_a_register_that_was_filled_in_by_hand_is_left_alone(office: Project) -> None:
    fill(office.root / REGISTER, office.root / REGISTER, {"财务处": {"签收日期": "3月8日"}})
    hand = (office.root / REGISTER).read_bytes()
    run = office.run("receipt", "人事处", "--date", "2017-03-09")
    assert run.errors == [f"{REGISTER}：手工填过，没有重做；签收记在旁边的 发文.yaml 里"]
    assert (office.root / REGISTER).read_bytes() == hand
    check = office.run("check")
    assert not any("发文登记.xlsx" in line for line in (*check.lines, *check.errors))
    assert office.run("collect", REGISTER, "--yes").code == 0
    assert set(signed(office)) == {"财务处", "人事处"}


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_receipt_that_is_cut_short_is_made_good_by_the_next(
    office: Project, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Whichever of its writes is the last, the register still counts as ours."""
    import render.issue.papers
    import render.reader.dispatches

    written = list[Path]()
    real = render.folder.write_whole

    def write(path: Path, data: bytes) -> None:
        if len(written) == at:
            raise OSError(5, "cut short")
        written.append(path)
        real(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(render.issue.papers, "write_whole", write)
        patch.setattr(render.reader.dispatches, "write_whole", write)
        assert office.run("receipt", "人事处", "--date", "2017-03-08").code == (0 if at == 3 else 1)
    assert len(written) == at
    run = office.run("receipt", "财务处", "--date", "2017-03-09")
    assert (run.code, run.errors) == (0, [])
    assert [row[4] for row in rows(office.root / REGISTER)] == [datetime(2017, 3, 9), datetime(2017, 3, 8), None]


def test_nothing_is_recorded_where_the_register_cannot_be_made(office: Project) -> None:
    before = (office.root / "issued" / BOOK).read_bytes()
    office.change("登记.收文 |", "登记.收件 |", "templates/register.html")
    run = office.run("receipt", "人事处", "--date", "2017-03-08")
    assert run.code == 1
    assert "templates/register.html:" in run.errors[0]
    assert (office.root / "issued" / BOOK).read_bytes() == before


# ---- who is awaited ----


def test_status_lists_who_has_not_signed(office: Project) -> None:
    office.run("receipt", "人事处", "--date", "2017-03-08")
    lines = office.run("status").lines
    assert lines[-4:-1] == ["", "没有签收的：2", f"{FOLDER} 某函〔2017〕5号：2（财务处、办公室）"]
    assert office.run("status", "--unit", "人事处").lines[-2] == "没有签收的：无"
    found = json.loads("\n".join(office.run("status", "--json", "--unit", "财务").lines))["签收"]
    mark = {"发文": FOLDER, "种类": "任务通知", "文号": "某函〔2017〕5号", "日期": DAY, "收文": 3}
    assert found == [{**mark, "未签收": ["财务处"]}]
    assert "未签收 2 个（财务处、办公室）" in "".join(office.run("issue").lines)


def test_status_says_nothing_of_receipts_where_nothing_was_sent(project: Project) -> None:
    assert not any("签收" in line for line in project.run("status").lines)
