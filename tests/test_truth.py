"""Every task stands exactly where it belongs, character by character, in every output of the real plan."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from support.office import convert
from support.real_project import (
    ROOT,
    Plan,
    Row,
    Task,
    build_once,
    docx_paragraphs,
    docx_tables,
    html_rows,
    page_count,
    pdf_cells,
    pdf_rows,
    pdf_text,
    shared_folder,
    squeezed,
    whole,
    xlsx_rows,
)

PLAN = Plan(ROOT / "plan.yaml")
UNITS = {unit["名称"]: unit for unit in PLAN.units}
NUMERALS = [*"一二三四五六七八九十", "十一", "十二", "十三", "十四"]
WRITTEN_TO = [name for name in UNITS if name != PLAN.office]  # the office that drafts has its tracker only
TABLES = "任务分解表-按单位.pdf、任务分解表-按时限.pdf、任务分解表.docx、任务分解表.pdf"
GOALS = list(dict.fromkeys(task.goal for task in PLAN.tasks))


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_once(shared_folder(tmp_path_factory) / "real") / "output"


def numbered(goal: str) -> str:
    return f"（{NUMERALS[GOALS.index(goal)]}）{goal}"


def table_row(task: Task) -> Row:
    """As it is published, without the lines of the cells that name units."""
    *others, assistants = task.row[3:]
    return (numbered(task.goal), task.goal_content, task.numbered, *others, assistants or "—")


def unlined(row: Row) -> Row:
    return (*row[:4], *("".join(text.split("\n")) for text in row[4:]))


def own_tasks(name: str) -> list[Task]:
    return [task for task in PLAN.tasks if PLAN.role(UNITS[name], task)]


def test_the_plan_is_the_real_one() -> None:
    assert (len(GOALS), len(PLAN.tasks), len(PLAN.units)) == (14, 43, 31)


def test_all_files_are_there_and_no_others(output: Path) -> None:
    made = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    wanted = {f"任务分解表.{suffix}" for suffix in ("pdf", "docx", "xlsx", "html")}
    wanted |= {
        "任务分解表-按单位.pdf",
        "任务分解表-按时限.pdf",
        "印发通知.docx",
        "印发通知.pdf",
        "任务台账/总台账.xlsx",
    }
    wanted |= {f"任务通知/{name}.{suffix}" for name in WRITTEN_TO for suffix in ("docx", "pdf")}
    wanted |= {f"任务台账/{name}.xlsx" for name in UNITS}
    assert {name for name in made if not name.startswith(".")} == wanted


READERS: dict[str, Any] = {
    "任务分解表.docx": lambda path: whole(docx_tables(path)[0]),
    "印发通知.docx": lambda path: whole(docx_tables(path)[0]),
    "任务分解表.html": html_rows,
    "任务分解表.xlsx": lambda path: whole(xlsx_rows(path)),
}


@pytest.mark.parametrize("name", READERS)
def test_the_published_table_has_every_row_in_order(output: Path, name: str) -> None:
    rows = [unlined(row) for row in READERS[name](output / name) if row[0].startswith("（")]
    assert rows == [table_row(task) for task in PLAN.tasks]


@pytest.mark.parametrize("name", ["任务分解表.pdf", "印发通知.pdf"])
def test_the_published_pdf_has_every_task_once(output: Path, name: str) -> None:
    cells = Counter(pdf_cells(output / name))
    wanted = Counter(squeezed(task.numbered) for task in PLAN.tasks)
    assert {content: cells[content] for content in wanted} == wanted


def told_once(name: str, task: Task) -> str:
    """A task as a letter to one of its units has it: what, its number, until when, and who else."""
    own = {name, *UNITS[name].get("别名", [])}
    leads, assistants = ([one for one in names if one not in own] for names in (task.leads, task.assistants))
    leading = bool(own & set(task.leads))
    until = re.sub("月$", "月底", task.deadline) + ("任务" if task.deadline == "长期" else "前完成")
    said = [f"编号{task.id}", until]
    if leads:
        said.append(f"与{'、'.join(leads)}共同牵头" if leading else f"{'、'.join(leads)}牵头")
    if assistants:
        said.append(f"{'、'.join(assistants)}协助" if leading else f"与{'、'.join(assistants)}共同协助")
    return f"{task.content.removesuffix('。')}（{'，'.join(said)}）。"


@pytest.mark.parametrize("name", WRITTEN_TO)
def test_a_letter_holds_its_unit_s_tasks_once_and_no_others(output: Path, name: str) -> None:
    """Up to five stand in the text, more in the annex; none in both."""
    paragraphs, tables = (
        docx_paragraphs(output / f"任务通知/{name}.docx"),
        docx_tables(output / f"任务通知/{name}.docx"),
    )
    mine = own_tasks(name)
    assert f"{name}：" in paragraphs
    told = [re.sub(r"^\d+\.", "", text) for text in paragraphs if "（编号" in text]
    if len(mine) > 5:
        ((header, *rows),) = tables
        assert header == ("编号", "工作目标", "具体任务", "完成时间", "责任主体", "协助单位", "角色")
        assert rows == [(task.id, numbered(task.goal), *task.row[2:], PLAN.role(UNITS[name], task)) for task in mine]
        assert told == []
    else:
        roles = [[task for task in mine if PLAN.role(UNITS[name], task) == role] for role in ("牵头", "协助")]
        assert (told, tables) == ([told_once(name, task) for tasks in roles for task in tasks], [])


@pytest.mark.parametrize("name", WRITTEN_TO)
def test_a_letter_reads_the_same_in_word_and_pdf(output: Path, name: str) -> None:
    paragraphs, tables = (
        docx_paragraphs(output / f"任务通知/{name}.docx"),
        docx_tables(output / f"任务通知/{name}.docx"),
    )
    letter = paragraphs[: paragraphs.index("附件1")] if tables else paragraphs
    assert pdf_text(output / f"任务通知/{name}.pdf") == squeezed("".join(letter))
    if tables:
        header, *rows = tables[0]
        cells = [cell for cell in pdf_cells(output / f"任务通知/{name}.pdf") if cell not in header]
        assert cells == [squeezed(text) for row in rows for text in row if text]


def test_all_letters_together_take_no_more_than_65_pages(output: Path, tmp_path: Path) -> None:
    convert([output / f"任务通知/{name}.docx" for name in WRITTEN_TO], tmp_path)
    for folder in (output / "任务通知", tmp_path):
        assert sum(page_count(path) for path in folder.glob("*.pdf")) <= 65


@pytest.mark.parametrize("name", UNITS)
def test_a_tracker_holds_its_unit_s_tasks_and_no_others(output: Path, name: str) -> None:
    rows = [row for row in xlsx_rows(output / f"任务台账/{name}.xlsx") if row[0].count("-") == 1]
    mine = own_tasks(name)
    shown = [(row[0], row[1], row[2], row[3], row[5], row[6]) for row in rows]
    assert shown == [(task.id, task.goal, task.content, PLAN.role(UNITS[name], task), *task.row[4:]) for task in mine]


def deadline_order(task: Task) -> tuple[int, int, int]:
    """年底 is December, a month ends after its days, and 长期 comes last."""
    numbers = [int(number) for number in re.findall(r"\d+", task.deadline)]
    return tuple([*numbers, *(12, 99)[len(numbers) - 1 :]][:3]) if numbers else (9999, 0, 0)  # type: ignore[return-value]


def test_by_deadline_every_task_stands_once_in_order(output: Path) -> None:
    rows = pdf_rows(output / "任务分解表-按时限.pdf", "完成时间（2017年）")
    tasks = sorted(PLAN.tasks, key=deadline_order)
    assert [row[1:] for row in rows] == [
        tuple(map(squeezed, (t.id, numbered(t.goal), t.content, *t.row[4:]))) for t in tasks
    ]
    counts = Counter(t.deadline.removeprefix("2017年") for t in tasks)
    assert [row[0] for row in rows if row[0] and not row[0].endswith("（续）")] == [
        f"{month}（{count}项）" for month, count in counts.items()
    ]


def test_by_unit_each_task_stands_under_its_units_and_no_others(output: Path) -> None:
    rows = pdf_rows(output / "任务分解表-按单位.pdf", "单位")
    wanted, names = list[Row](), list[str]()
    for unit in PLAN.units:
        own = {unit["名称"], *unit.get("别名", [])}
        names += [unit["名称"]] if own_tasks(unit["名称"]) else []
        for role in ("牵头", "协助"):
            for t in PLAN.tasks:
                named = t.leads if role == "牵头" else t.assistants
                if own & set(named):
                    others = ("、".join(n for n in names if n not in own) for names in (t.leads, t.assistants))
                    until = t.deadline.removeprefix("2017年")
                    wanted.append((t.id, *map(squeezed, (numbered(t.goal), t.content, until, *others))))
    assert [row[2:] for row in rows] == wanted
    assert [row[0] for row in rows if row[0] and not row[0].endswith("（续）")] == names


def test_the_ledger_holds_every_task(output: Path) -> None:
    rows = [row for row in xlsx_rows(output / "任务台账/总台账.xlsx") if row[0].count("-") == 1]
    assert [row[0] for row in rows] == [task.id for task in PLAN.tasks]
    for row, task in zip(rows, PLAN.tasks, strict=True):
        assert task.content in row
        assert "、".join(task.leads) in row


def test_the_independent_reader_finds_nothing(output: Path) -> None:
    """`render check --outputs` over the real plan, blanks and all."""
    command = [sys.executable, "-m", "render", "check", "--outputs"]
    run = subprocess.run(command, cwd=output.parent, capture_output=True, text=True)
    assert run.returncode == 0
    assert all(line.startswith("plan.yaml:") for line in run.stderr.splitlines())  # nothing about a document
    checked = f"信函格式 {2 * len(WRITTEN_TO)} 份，文件格式 2 份，没有不符"
    others = len([path for path in output.rglob("[!.]*.*") if path.suffix in (".xlsx", ".html")])
    told = f"✓ 公文格式：{checked}；不是公文 4 份（{TABLES}）；另有 {others} 个其他文件没有查"
    assert run.stdout.splitlines()[-1] == told


def test_one_deadline_changes_only_what_names_it(output: Path, tmp_path: Path) -> None:
    shutil.copytree(output.parent, tmp_path, dirs_exist_ok=True)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*.*")}
    plan = (tmp_path / "plan.yaml").read_text("utf-8")
    (task,) = [task for task in PLAN.tasks if task.id == "2-3"]
    old = f"{task.content}\n        完成时间: {task.deadline}"
    assert plan.count(old) == 1
    (tmp_path / "plan.yaml").write_text(plan.replace(old, old.replace(task.deadline, "2017年11月")), "utf-8")
    command = [sys.executable, "-m", "render", "build"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "output").rglob("*.*")}
    changed = {path.relative_to(tmp_path / "output").as_posix() for path in after if after[path] != before.get(path)}
    assert {name for name in changed if not name.startswith(".")} == {
        *(f"任务分解表.{suffix}" for suffix in ("pdf", "docx", "xlsx", "html")),
        *("任务分解表-按单位.pdf", "任务分解表-按时限.pdf", "印发通知.docx", "印发通知.pdf", "任务台账/总台账.xlsx"),
        *(f"任务通知/财务处.{suffix}" for suffix in ("docx", "pdf")),
        *(f"任务台账/{name}.xlsx" for name in ("财务处", "信保处")),
    }
    assert "更新 13，未变 87" in run.stdout
