"""`render new-year`: what is archived, what the next plan says, what is refused, and what a kill leaves."""

import hashlib
import os
import random
import re
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from render.cli import cli
from render.folder import locked
from render.issue.next_plan import next_plan
from render.plan.carry import moved_on, turn
from render.plan.progress import Progress
from render.reader.progress import progress_text
from render.reader.reading import plan_of
from support.small_project import TABLE, Project
from test_one_year import LETTER, READERS
from test_progress import SHA

ROOT = Path(__file__).parent.parent
KILLS = int(os.environ.get("RENDER_KILLS", "15"))
PATIENCE = 120.0  # seconds, for a machine that is busy
NEXT = "新计划-未完成.yaml"

PLAN = """\
# 开头的说明
标题: "2017年要点（2016—2017学年）"   # 标题的说明
年度: 2017  # 年度的说明

发文:
  机关: 某厅
  抄送: [某委]     # 抄送的说明

单位:
  # 处室
  - {名称: 财务处, 类别: 机关处室, 别名: [财务]}
  - 名称: 人事处  # 人事的说明
    类别: 机关处室
  - {名称: 办公室, 类别: 机关处室}

目标:
  # 全完成的目标
  - 名称: 都完成了
    内容: 内容
    任务:
      - {编号: 1-1, 内容: 甲事, 完成时间: 2017年2月, 责任主体: [财务], 协助单位: []}

  # 第二个目标
  - 名称: 有剩下的
    内容: 到2017年底完成   # 内容的说明
    任务:
      # 乙的说明
      - 编号: 2-1  # 号的说明
        内容: 乙事
        完成时间: 2017年3月     # 时间的说明
        责任主体: [人事处]
        协助单位: [办公室]      # 单位的说明
      # 丙的说明
      - 编号: 2-2
        内容: 丙事
        完成时间: 2017年4月
        责任主体: [人事处]
      # 丁的说明
      - {编号: 2-3, 内容: 丁事, 完成时间: 长期, 责任主体: [办公室]}  # 丁的尾
      - 编号: 2-4
        结转: 2016年 5-6
        内容: 戊事，2017年
        完成时间: 2018年6月
        责任主体: [财务处]
# 结尾的说明
"""
FOLLOWING = """\
# 开头的说明
标题: "2018年要点（2017—2018学年）"   # 标题的说明
年度: 2018  # 年度的说明

发文:
  机关: 某厅
  抄送: [某委]     # 抄送的说明

单位:
  # 处室
  - {名称: 财务处, 类别: 机关处室, 别名: [财务]}
  - 名称: 人事处  # 人事的说明
    类别: 机关处室
  - {名称: 办公室, 类别: 机关处室}

目标:

  # 第二个目标
  - 名称: 有剩下的
    内容: 到2017年底完成  # 待核对：写着2017年   # 内容的说明
    任务:
      # 乙的说明
      - 编号: 1-1  # 号的说明
        结转: 2017年 2-1
        内容: 乙事
        完成时间: 待定  # 待核对：原为 2017年3月     # 时间的说明
        责任主体: [人事处]
        协助单位: [办公室]      # 单位的说明
      # 丁的说明
      - 编号: 1-2
        内容: 丁事
        完成时间: 长期
        责任主体: [办公室]
        结转: 2017年 2-3  # 丁的尾
      - 编号: 1-3
        结转: 2016年 5-6、2017年 2-4
        内容: 戊事，2017年  # 待核对：写着2017年
        完成时间: 2018年6月
        责任主体: [财务处]
# 结尾的说明
"""
SAID = {
    "财务处": [{"编号": "1-1", "进展状态": "已完成"}, {"编号": "2-4", "进展状态": "推进中"}],
    "人事处": [{"编号": "2-1", "进展状态": "未启动"}, {"编号": "2-2", "进展状态": "已完成"}],
    "办公室": [{"编号": "2-1", "进展状态": "已完成"}],
}
SENT = ["2017-03-05-通知/发文.yaml", "2017-03-05-通知/plan.yaml"]
SENT += [f"2017-03-05-通知/通知/{unit}.html" for unit in ("人事处", "办公室", "财务处")]
TEMPLATES = {"templates/总表.html", "templates/通知.html"}
BEFORE = TEMPLATES | {"plan.yaml", "progress.yaml", *(f"issued/{name}" for name in SENT)}
AFTER = TEMPLATES | {"plan.yaml", "archive/index.html", "archive/2017/总表.html"}
AFTER |= {"archive/2017/plan.yaml", "archive/2017/progress.yaml", *(f"archive/2017/issued/{name}" for name in SENT)}
UNFINISHED = "archive/2017: 新的一年没有转完，计划和记录可能不是同一年的；再运行一次 render new-year，它接着转完"


@pytest.fixture
def old(project: Project) -> Project:
    """A project at the end of its year: a letter was sent, units have reported."""
    project.write("plan.yaml", PLAN)
    project.write("templates/总表.html", TABLE.replace("输出: 总表", "输出: 各表/总表"))
    project.write("templates/通知.html", LETTER)
    deliveries = [{"单位": unit, "文件": "甲.xlsx", "校验": SHA, "填报": rows} for unit, rows in SAID.items()]
    history = Progress.model_validate({"收取": [{"时间": "2017-10-26T10:00:00", "来件": deliveries}]})
    project.write("progress.yaml", progress_text(history))
    assert project.run("build").code == 0
    assert project.run("issue", "通知", "--number", "5", "--date", "2017-03-05").code == 0
    return project


def files(project: Project) -> dict[str, bytes]:
    """Every file that is not in output/, with what it holds."""
    paths = (path for path in project.root.rglob("*") if path.is_file())
    found = {path.relative_to(project.root).as_posix(): path.read_bytes() for path in paths}
    return {name: data for name, data in found.items() if not name.startswith("output/")}


def hashes(project: Project) -> Counter[str]:
    return Counter(hashlib.sha256(data).hexdigest() for data in files(project).values())


def test_the_year_goes_to_the_archive_and_the_next_plan_takes_its_place(old: Project) -> None:
    before = files(old)
    assert set(before) == BEFORE
    run = old.run("new-year", "--yes")
    after = files(old)
    assert (run.code, run.errors) == (0, [])
    assert run.lines == [
        "归档到 archive/2017：plan.yaml、progress.yaml、issued/（发文 1 次）、总表.html",
        "标题：2017年要点（2016—2017学年） → 2018年要点（2017—2018学年）",
        "去掉目标  都完成了",
        "  完成  1-1  甲事",
        "目标  有剩下的",
        "  结转  2-1 → 1-1  乙事（完成时间待定，原为 2017年3月）",
        "  完成  2-2  丙事",
        "  结转  2-3 → 1-2  丁事",
        "  结转  2-4 → 1-3  戊事，2017年",
        "随任务去掉的说明 2 行（归档的计划里有）：",
        "  # 全完成的目标",
        "  # 丙的说明",
        "2018年：结转 3 项，去掉已完成的 2 项",
        "✓ 归档在 archive/2017；plan.yaml 是2018年的：结转 3 项，去掉已完成的 2 项",
        "请核对标有“待核对”的地方，定下完成时间，加上新的任务（render number 编号），再运行 render build",
    ]
    assert set(after) == AFTER
    assert after["plan.yaml"].decode() == FOLLOWING
    for name in ("plan.yaml", "progress.yaml", *(f"issued/{one}" for one in SENT)):
        assert after[f"archive/2017/{name}"] == before[name]
    assert "丁事长期，" in after["archive/2017/总表.html"].decode()
    assert not {".plan.yaml", ".today"} & old.hidden()
    assert old.run("build").code == 0
    assert "丁事长期，" in old.text("各表/总表.html")
    assert "甲事" not in old.text("各表/总表.html")


def test_another_year_follows(old: Project) -> None:
    assert old.run("new-year", "--yes").code == 0
    assert old.run("new-year", "--yes").lines[-2].startswith("✓ 归档在 archive/2018；plan.yaml 是2019年的：结转 3 项")
    plan = plan_of((old.root / "plan.yaml").read_text("utf-8"), "plan.yaml").plan
    assert (plan.title, plan.year) == ("2019年要点（2018—2019学年）", 2019)
    assert [(task.id, task.deadline, task.carried) for _, task in plan.tasks] == [
        ("1-1", "待定", "2017年 2-1、2018年 1-1"),
        ("1-2", "长期", "2017年 2-3、2018年 1-2"),
        ("1-3", "待定", "2016年 5-6、2017年 2-4、2018年 1-3"),
    ]
    assert set(files(old)) == AFTER | {"archive/2018/plan.yaml", "archive/2018/总表.html"}


# ---- asked first, looked at only, refused ----


def test_a_dry_run_and_a_no_write_nothing(old: Project) -> None:
    before, made = files(old), old.made()
    dry = old.run("new-year", "--dry-run")
    assert (dry.code, dry.lines[-1]) == (0, "2018年：结转 3 项，去掉已完成的 2 项")
    nobody = old.run("new-year")
    assert (nobody.code, nobody.lines[-1]) == (0, "归档，并写出新的计划？ [y/N]: ✓ 没有动任何文件")
    assert nobody.errors == ["", "没有人回答；看过没有问题，加上 --yes 再运行"]
    no = CliRunner().invoke(cli, ["new-year"], input="n\n")
    assert "✓ 没有动任何文件" in no.stdout
    assert (files(old), old.made()) == (before, made)
    assert "✓ 归档在" in CliRunner().invoke(cli, ["new-year"], input="y\n").stdout


def test_a_year_is_not_archived_twice(old: Project) -> None:
    assert old.run("new-year", "--yes").code == 0
    old.write("plan.yaml", PLAN)
    before = files(old)
    run = old.run("new-year", "--yes")
    hint = "核对 plan.yaml 里的年度；那是另一份计划的，把它移到别处"
    assert (run.code, run.errors) == (1, [f"archive/2017: 2017年已有归档，没有动它；{hint}"])
    assert files(old) == before


def break_plan(project: Project) -> str:
    project.change("完成时间: 2017年3月", "完成时间: 2017年13月")
    return "“2017年13月”在日历上没有"


def break_template(project: Project) -> str:
    project.change("任务.内容", "任务.内荣", "templates/总表.html")
    return "内荣"


def break_record(project: Project) -> str:
    project.change("种类: 通知", "种类: [", "issued/2017-03-05-通知/发文.yaml")
    return "这次发文的记录读不懂"


@pytest.mark.parametrize("harm", [break_plan, break_template, break_record])
def test_what_cannot_be_read_is_not_archived(old: Project, harm: Callable[[Project], str]) -> None:
    said, before = harm(old), files(old)
    run = old.run("new-year", "--yes")
    assert run.code == 1
    assert said in "\n".join(run.errors)
    assert files(old) == before


def test_it_waits_for_no_other_build(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("render.folder.PATIENCE", 0.1)
    before = files(old)
    with locked(old.output):
        run = old.run("new-year", "--yes")
    assert run.code == 1
    assert "另一个 render 正在生成这里的文件" in run.errors[0]
    assert files(old) == before


# ---- an archived year ----


def test_a_project_that_lives_in_a_folder_of_that_name_is_no_archived_year(old: Project) -> None:
    place = old.root / "archive/计划"
    shutil.copytree(old.root, place, ignore=shutil.ignore_patterns("archive"))
    run = old.run("new-year", "--yes", "--plan", str(place / "plan.yaml"), "--output", str(place / "output"))
    assert (run.code, run.errors) == (0, [])
    assert (place / "archive/2017/issued/2017-03-05-通知/发文.yaml").is_file()


def test_commands_work_in_an_archived_year_and_write_nothing_there(old: Project) -> None:
    assert old.run("new-year", "--yes").code == 0
    before, plan = files(old), ("--plan", "archive/2017/plan.yaml")
    status = old.run("status", *plan, "--today", "2017-11-01")
    assert (status.code, status.lines[:2]) == (
        0,
        ["2017年要点（2016—2017学年）（截至2017-11-01）", "5 项任务：已完成 2，推进中 1，未启动 1，未填报 1，逾期 1"],
    )
    assert old.run("diff", *plan).code == 0
    assert old.run("check", *plan).code == 0
    assert "2017-03-05-通知" in "\n".join(old.run("issue", *plan).lines)
    assert files(old) == before
    again = old.run("new-year", "--yes", *plan)
    assert (again.code, "这是归档的计划" in again.errors[0]) == (1, True)
    assert files(old) == before


def test_what_is_made_of_an_archived_plan_stands_beside_it(old: Project) -> None:
    assert old.run("new-year", "--yes").code == 0
    assert old.run("build").code == 0
    made = old.made()
    assert old.run("build", "--plan", "archive/2017/plan.yaml").code == 0
    assert old.made() == made
    assert "甲事" in (old.root / "archive/2017/output/各表/总表.html").read_text("utf-8")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found, self.tags, self.text = list[str](), Counter[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.found += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_index_links_every_file_of_every_year(old: Project) -> None:
    hostile = "2017年<b>&amp;要点</b>?#%41"
    old.change('"2017年要点（2016—2017学年）"', f"'{hostile}'")
    old.change("计划: 2017年要点（2016—2017学年）", f"计划: '{hostile}'", "issued/2017-03-05-通知/发文.yaml")
    old.change("输出: 各表/总表", "输出: '各表/#总%41 & 表'", "templates/总表.html")
    assert old.run("new-year", "--yes").code == 0
    assert old.run("new-year", "--yes").code == 0
    page = _Links()
    page.feed((old.root / "archive/index.html").read_text("utf-8"))
    assert {f"archive/{unquote(link)}" for link in page.found} == {
        name for name in files(old) if name.startswith("archive/2")
    }
    assert all("?" not in link and "#" not in link for link in page.found)
    assert hostile in page.text
    assert "通知（2017年3月5日）" in page.text
    assert page.tags["b"] == 0
    assert page.tags["h2"] == 2


# ---- the text of the next plan ----


def following(text: str, *done: str) -> str:
    return next_plan(text, "plan.yaml", turn(plan_of(text, "plan.yaml").plan, done))


def test_the_reason_of_last_year_is_to_be_looked_at() -> None:
    text = PLAN.replace("  机关: 某厅\n", "  机关: 某厅\n  调整原因: 机构调整  # 去年定的\n")
    expected = FOLLOWING.replace(
        "  机关: 某厅\n", "  机关: 某厅\n  调整原因: 机构调整  # 待核对：是去年的  # 去年定的\n"
    )
    assert following(text, "1-1", "2-2") == expected


def test_line_ends_and_a_byte_order_mark_stay(old: Project) -> None:
    (old.root / "plan.yaml").write_bytes(b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode())
    assert old.run("new-year", "--yes").code == 0
    assert (old.root / "plan.yaml").read_bytes() == b"\xef\xbb\xbf" + FOLLOWING.replace("\n", "\r\n").encode()


def test_where_everything_is_done_the_goals_are_to_be_written(old: Project) -> None:
    everything = [{"编号": f"{goal}-{n}", "进展状态": "已完成"} for goal, n in ((1, 1), (2, 1), (2, 2), (2, 3), (2, 4))]
    rows = [{"单位": unit, "文件": "乙.xlsx", "校验": SHA, "填报": everything} for unit in SAID]
    history = Progress.model_validate({"收取": [{"时间": "2017-12-26T10:00:00", "来件": rows}]})
    old.write("progress.yaml", progress_text(history))
    assert old.run("new-year", "--yes").lines[-2].endswith("结转 0 项，去掉已完成的 5 项")
    text = (old.root / "plan.yaml").read_text("utf-8")
    assert text == FOLLOWING[: FOLLOWING.index("目标:")] + (
        "目标:  # 待核对：去年的任务都完成了，把今年的工作目标写在这里\n# 结尾的说明\n"
    )
    assert old.run("check").errors == ["plan.yaml:16: 目标没有填写"]


BRACKETS = """\
目标:
  - 名称: 甲
    内容: 甲
    任务: [
      {编号: 1-1, 内容: 一, 完成时间: 长期, 责任主体: [办公室]},  # 一的说明
      {编号: 1-2, 内容: 二, 完成时间: 2017年底, 责任主体: [办公室]}]  # 二的说明
"""
ANEW = """\
目标:
  # 待核对：原来写作
  # 名称: 甲
  # 内容: 甲
  # 任务: [
  # {编号: 1-1, 内容: 一, 完成时间: 长期, 责任主体: [办公室]},  # 一的说明
  # {编号: 1-2, 内容: 二, 完成时间: 2017年底, 责任主体: [办公室]}]
  - 名称: 甲
    内容: 甲
    任务:
      - 编号: 1-1
        内容: 二
        完成时间: 待定  # 待核对：原为 2017年底
        责任主体: [办公室]
        结转: 2017年 1-2  # 二的说明
"""
IN_ONE_LINE = "目标: [{名称: 甲, 内容: 甲, 任务: [{编号: 1-1, 内容: 一, 完成时间: 长期, 责任主体: [办公室]}]}]"
ONE = (
    '[{"名称": "甲", "内容": "甲", "任务": [{"编号": "1-1", "内容": "一", "完成时间": "长期", "责任主体": ["办公室"], '
)


def test_what_is_written_in_brackets_keeps_its_comments() -> None:
    head, moved = (text[: text.index("目标:")] for text in (PLAN, FOLLOWING))
    assert following(head + BRACKETS, "1-1") == moved + ANEW
    assert following(head + IN_ONE_LINE) == f'{moved}目标: {ONE}"结转": "2017年 1-1"}}]}}]\n'
    assert following("{标题: 2017, 年度: 2017, 单位: [{名称: 办公室, 类别: 机关处室}], " + IN_ONE_LINE + "}") == (
        f'{{标题: 2018, 年度: 2018, 单位: [{{名称: 办公室, 类别: 机关处室}}], 目标: {ONE}"结转": "2017年 1-1"}}]}}]}}\n'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017年要点", "2018年要点"),
        ("2016—2017学年和2017-2019年，2015—2016年", "2017—2018学年和2018-2020年，2015—2016年"),
        ("第12017号，20170，2016年，２０１７年", "第12017号，20170，2016年，２０１７年"),
    ],
)
def test_years_in_titles_move_on(text: str, expected: str) -> None:
    assert moved_on(text, 2017) == expected


contents = st.sampled_from(
    ["甲事", "'乙：#事'", '"2017年丙事"', "丁事 2017年", "|-\n          戊事", ">\n          己事2017年"]
)
STAYS = {
    "长期",
    "待定",
    "2018年1月",
    "每季度",
    "持续推进",
    "尽快",
    "尽快{}截止: 2018年3月31日",
    "年底{}截止: 2018-3-31",
}
PUT_OFF = {"2017年3月", "'2017年3月15日'", "2017年底", "6月底前", "明年3月底前", "尽快{}截止: 2017年9月30日"}
deadlines = st.sampled_from(sorted(STAYS | PUT_OFF))
STYLES = {
    "lines": "- 编号: {id}{c0}\n        内容: {text}\n{carried}        完成时间: {day}{c1}\n"
    "        责任主体: [甲处]{c2}\n",
    "apart": "-\n{c3}        责任主体:\n          - 甲处{c0}\n        完成时间: {day}{c1}\n        内容: {text}\n"
    "{carried}        编号: {id}{c2}\n",
    "brackets": "- {{编号: {id}, 内容: '{text}', 完成时间: {day}, 责任主体: [甲处]}}{c0}\n",
    "broken": "- {{编号: {id}, 内容: '{text}',{c0}\n         完成时间: {day}, 责任主体: [甲处]}}{c1}\n",
}


@st.composite
def plan_texts(draw: Any) -> tuple[str, set[str], set[str]]:
    """A plan as people write it, the ids that are done, and the comments that belong to what stays."""
    lines, done, kept, count = list[str](), set[str](), set[str](), 0

    def comment(stays: bool, form: str) -> str:
        nonlocal count
        if not draw(st.booleans()):
            return ""
        count += 1
        kept.update({f"说明{count}"} if stays else ())
        return form.format(f"说明{count}")

    lines.append(f"{comment(True, '# {}')}\n标题: 2017年计划{comment(True, '  # {}')}\n年度: '2017'\n")
    lines.append(f"单位:\n  - {{名称: 甲处, 类别: 机关处室}}{comment(True, ' # {}')}\n目标:\n")
    for g in range(draw(st.integers(1, 3))):
        ids = [f"{g + 3}-{t * 2 + 1}" for t in range(draw(st.integers(1, 4)))]
        left = [name for name in ids if draw(st.booleans())]
        done |= set(ids) - set(left)
        lines.append(comment(bool(left), "  # {}\n"))  # of the goal below
        lines.append(f"  - 名称: 目标{g}{comment(bool(left), '  # {}')}\n    内容: {draw(contents)}\n")
        lines.append(f"    任务:{comment(bool(left), '  # {}')}\n")
        for name in ids:
            stays, style = name in left, draw(st.sampled_from(sorted(STYLES)))
            flow = style in ("brackets", "broken")
            text = draw(st.sampled_from(["甲事", "2017年乙事"]) if flow else contents)
            carried = f"        结转: {draw(st.sampled_from(['2016年 1-1', '']))}\n" if draw(st.booleans()) else ""
            parts = {f"c{n}": comment(stays, "  # {}") for n in range(3)} | {"c3": comment(stays, "        # {}\n")}
            lines.append(comment(stays, "      # {}\n"))
            day = draw(deadlines).format(", " if flow else "\n        ")
            item = STYLES[style].format(id=name, text=text, day=day, carried=carried, **parts)
            lines.append(f"      {item}")
            lines.append(comment(stays, "        # {}\n"))  # further in than the dash: of the task above
            if style != "apart" and parts["c3"]:
                kept.discard(parts["c3"].strip("# \n"))
            if flow:
                kept -= {parts[key].strip("# ") for key in ("c2", *(["c1"] if style == "brackets" else []))}
    lines.append(comment(True, "# {}\n"))
    return "".join(lines), done, kept


@given(plan_texts())
def test_the_next_plan_reads_as_meant_and_no_comment_of_what_stays_is_lost(
    made: tuple[str, set[str], set[str]],
) -> None:
    text, done, kept = made
    found = turn(plan_of(text, "plan.yaml").plan, done)
    result = next_plan(text, "plan.yaml", found)
    assert kept <= set(re.findall(r"说明[0-9]+", result))
    data = yaml.load(result, yaml.BaseLoader)
    left = [task for _, task in plan_of(text, "plan.yaml").plan.tasks if task.id not in done]
    tasks = [task for goal in data["目标"] or [] for task in goal["任务"]]
    assert [task["内容"].strip() for task in tasks] == [task.content for task in left]
    assert [task["结转"] for task in tasks] == [
        "、".join(filter(None, (task.carried, f"2017年 {task.id}"))) for task in left
    ]
    for was, task in zip(left, tasks, strict=True):
        stays = any(text.partition("{}截止: ")[::2] == (was.deadline, was.due) for text in STAYS)
        kept_as = (was.deadline, was.due) if stays else ("待定", "")
        assert (task["完成时间"], task.get("截止", "")) == kept_as
        assert stays or f"原为 {was.deadline}" in result


# ---- killed ----


def test_killed_at_any_moment_no_file_is_lost_and_the_next_run_completes(
    old: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    origin, chance, wanted = tmp_path_factory.mktemp("原样"), random.Random(2018), dict[str, bytes]()
    everything = hashes(old)
    shutil.copytree(old.root, origin, dirs_exist_ok=True)
    span = _span(old)
    for number in range(KILLS):
        _restore(old, origin)
        _kill(old, span, chance, late=number % 2 == 0)
        assert not everything - hashes(old)
        if not (old.root / "archive/2017").exists():
            assert {name for name in files(old) if not name.startswith("archive/.render-")} == BEFORE
        if set(files(old)) != AFTER:
            run = old.run("new-year", "--yes")
            assert (run.code, run.errors) == (0, [])
        wanted = wanted or files(old)
        assert set(wanted) == AFTER
        assert files(old) == wanted


def _kill(project: Project, span: float, chance: random.Random, late: bool) -> None:
    """Kill a new year at some moment, or just after the folder of the old one got its name."""
    process = project.start("new-year", "--yes")
    if late:
        while not (project.root / "archive/2017").exists() and process.poll() is None:
            time.sleep(0.0002)
        time.sleep(chance.random() / 300)
    else:
        time.sleep(span * chance.random())
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=PATIENCE)


def _span(project: Project) -> float:
    """Seconds of the whole command."""
    start = time.monotonic()
    process = project.start("new-year", "--yes")
    process.communicate(timeout=PATIENCE)
    return time.monotonic() - start


def _restore(project: Project, origin: Path) -> None:
    for name in ("archive", "issued", "output"):
        shutil.rmtree(project.root / name, ignore_errors=True)
    shutil.copytree(origin, project.root, dirs_exist_ok=True)


class Killed(BaseException):
    """The process ends here."""


STEPS = {
    "the folder has its name": ("render.issue.archive.finish", 0),
    "progress was moved": ("render.issue.archive._move", 1),
    "what was sent was moved": ("render.issue.archive.write_whole", 2),
    "the plan is the next": ("render.issue.archive.forget", 0),
    "the outputs are another year's": ("render.issue.archive.write_whole", 3),
    "the index is written": ("pathlib.Path.unlink", 0),
}


@pytest.mark.parametrize("step", STEPS)
def test_between_any_two_steps(old: Project, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    everything = Counter(hashlib.sha256(data).hexdigest() for data in files(old).values())
    _stop(monkeypatch, *STEPS[step])
    with pytest.raises(Killed):
        CliRunner().invoke(cli, ["new-year", "--yes"], catch_exceptions=False)
    monkeypatch.undo()
    monkeypatch.chdir(old.root)
    assert (old.root / "archive/2017" / NEXT).exists()
    assert not everything - hashes(old)
    for command in READERS:
        if command != ("build",) or (old.root / "plan.yaml").read_text("utf-8") != PLAN:
            assert old.run(*command).errors[:1] == [UNFINISHED], command
    assert old.run("new-year", "--dry-run").lines == ["○ archive/2017 没有转完；运行 render new-year 接着做完"]
    run = old.run("new-year")
    assert (run.code, run.errors) == (0, [])
    assert run.lines == ["✓ 上次没有转完，现在做完了：归档在 archive/2017，plan.yaml 是新的一年的"]
    assert set(files(old)) == AFTER
    assert (old.root / "plan.yaml").read_text("utf-8") == FOLLOWING


def _stop(monkeypatch: pytest.MonkeyPatch, name: str, calls: int) -> None:
    """Let a function raise after some calls."""
    module, _, attribute = name.rpartition(".")
    holder: Any = Path if module == "pathlib.Path" else __import__(module, fromlist=[attribute])
    original, left = getattr(holder, attribute), [calls]

    def stopped(*arguments: Any, **others: Any) -> Any:
        if attribute == "unlink" and arguments[0].name != NEXT:
            return original(*arguments, **others)
        if not left[0]:
            raise Killed
        left[0] -= 1
        return original(*arguments, **others)

    monkeypatch.setattr(holder, attribute, stopped)
    if attribute == "finish":
        monkeypatch.setattr("render.issue.new_year.finish", stopped)


def test_what_was_changed_after_a_kill_is_not_written_over(old: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    _stop(monkeypatch, "render.issue.archive._move", 1)
    with pytest.raises(Killed):
        CliRunner().invoke(cli, ["new-year", "--yes"], catch_exceptions=False)
    monkeypatch.undo()
    monkeypatch.chdir(old.root)
    old.change("乙事", "改过的乙事")
    old.write("progress.yaml", "别的")
    before = files(old)
    run = old.run("new-year", "--yes")
    assert (run.code, "中断以后又改过" in run.errors[0]) == (1, True)
    old.write("plan.yaml", PLAN)
    run = old.run("new-year", "--yes")
    assert (run.code, "归档里已有 archive/2017/progress.yaml" in run.errors[0]) == (1, True)
    assert files(old) == {**before, "plan.yaml": PLAN.encode()}
    (old.root / "progress.yaml").unlink()
    assert old.run("new-year").code == 0
    assert set(files(old)) == AFTER


# ---- 待定 and 结转 ----


@pytest.fixture
def ledger(old: Project) -> Project:
    """The same with the office's own ledger, trackers and letters."""
    for name in (
        *("_栏目.html", "_进展.html", "_统计.html", "_gongwen.html", "ledger.html", "tracker.html", "by-deadline.html"),
        *("fonts.css", "table.css", "states.css", "view.css"),
    ):
        shutil.copy(ROOT / "templates" / name, old.root / "templates")
    old.change("格式: [pdf]", "格式: [html]", "templates/by-deadline.html")
    return old


def column(path: Path, word: str) -> list[Any]:
    """The values below a heading of the first sheet; none where it is not there."""
    sheet: Any = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    at = next((n for n, row in enumerate(rows) if word in row), None)
    return [row[rows[at].index(word)] for row in rows[at + 1 :]] if at is not None else []


def test_the_ledger_is_frozen_and_what_is_carried_over_is_printed(ledger: Project) -> None:
    ledger.change("        结转: 2016年 5-6\n", "")
    assert ledger.run("build").code == 0
    assert column(ledger.output / "任务台账/总台账.xlsx", "结转") == []
    assert ledger.run("new-year", "--yes").code == 0
    kept = ledger.root / "archive/2017/总台账.xlsx"
    assert column(kept, "编号") == ["1-1", "2-1", "2-2", "2-3", "2-4"]
    assert column(kept, "进展状态") == ["已完成", "未启动", "已完成", "未填报", "推进中"]
    assert ledger.run("build").code == 0
    assert column(ledger.output / "任务台账/总台账.xlsx", "结转") == ["2017年 2-1", "2017年 2-3", "2017年 2-4"]
    assert column(ledger.output / "任务台账/总台账.xlsx", "完成时间")[0] == "待定"
    months: Any = openpyxl.load_workbook(ledger.output / "任务台账/总台账.xlsx", data_only=True)["按月"]
    assert [row[0] for row in months.iter_rows(min_row=4, values_only=True)] == [
        "6月",
        "长期",
        "待定",
        "全部任务",
    ]
    assert column(ledger.output / "任务台账/办公室.xlsx", "结转") == ["2017年 2-1", "2017年 2-3"]
    page = ledger.text("任务分解表-按时限.html")
    assert re.findall("<h2>(.*?)</h2>", page) == ["2018年到期 1 项；长期任务 1 项；完成时间待定 1 项"]
    back = ledger.run("import", "output/任务台账/总台账.xlsx", "--out", "又.yaml")
    assert "结转: 2017年 2-1" in (ledger.root / "又.yaml").read_text("utf-8"), back


def test_a_deadline_to_be_decided_is_told(ledger: Project) -> None:
    ledger.change("完成时间: 2017年3月", "完成时间: 待定")
    checked = ledger.run("check")
    assert (
        "plan.yaml:30: 警告：任务2-1的完成时间待定；定下来再印发，写成 2017年2月、2017年2月15日、2017年底 或 长期"
        in checked.errors
    )
    assert ledger.run("build", "--only", "人事处").code == 0
    assert column(ledger.output / "任务台账/人事处.xlsx", "完成时间")[0] == "待定"
    shutil.rmtree(ledger.root / "issued")
    sent = ledger.run("issue", "通知", "--date", "2017-03-05")
    assert sent.code == 0
    assert "任务2-1的完成时间待定，照这样发出" in "\n".join(sent.errors)


@pytest.mark.parametrize("wrong", ["2017年3-2", "3-2", "2017年 3", "2017年 3-2,2018年 1-1"])
def test_where_a_task_comes_from_has_its_form(old: Project, wrong: str) -> None:
    old.change("结转: 2016年 5-6", f"结转: {wrong}")
    run = old.run("check")
    assert (run.code, len(run.errors)) == (1, 1)
    assert f"任务2-4 的结转“{wrong}”不对；写成 2017年 3-2 这样" in run.errors[0]


def test_a_day_under_截止_that_has_passed_goes_with_its_deadline() -> None:
    plan = """\
标题: 2017年计划
年度: 2017
单位: [{名称: 甲处, 类别: 机关处室}]
目标:
  - 名称: 目标
    内容: 内容
    任务:
      - 编号: 1-1
        内容: 甲事
        截止: 2017年10月31日
        责任主体: [甲处]
      - 编号: 1-2
        内容: 乙事
        完成时间:
        截止: 2017年11月30日  # 会议定的
        责任主体: [甲处]
      - 截止: 2017年12月31日
        编号: 1-3
        内容: 丙事
        完成时间: 尽快
        责任主体: [甲处]
"""
    tasks = next_plan(plan, "plan.yaml", turn(plan_of(plan, "plan.yaml").plan, set())).partition("任务:\n")[2]
    assert (
        tasks
        == """\
      - 编号: 1-1
        结转: 2017年 1-1
        完成时间: 待定  # 待核对：原为 截止 2017年10月31日
        内容: 甲事
        责任主体: [甲处]
      - 编号: 1-2
        结转: 2017年 1-2
        内容: 乙事
        完成时间: 待定  # 待核对：原为 截止 2017年11月30日
        截止:   # 会议定的
        责任主体: [甲处]
      - 截止:_
        编号: 1-3
        结转: 2017年 1-3
        内容: 丙事
        完成时间: 待定  # 待核对：原为 尽快，截止 2017年12月31日
        责任主体: [甲处]
""".replace("_", " ")
    )
