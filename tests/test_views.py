"""The tables by unit and by deadline: what each page says, what the index says, which columns there are."""

import re
import shutil
from functools import cache
from itertools import dropwhile, pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from render.cli import cli
from support.real_project import ROOT, Plan, Row, build_once, pdf_pages, shared_folder, squeezed

TEMPLATES = ["by-unit.html", "by-deadline.html", "_栏目.html", "fonts.css", "table.css", "view.css"]
CONTINUED = "（续）"
INDEXED = re.compile(r"(\S+?)（(\d+)项）\s*\.+\s*(\d+)")
PLAN = Plan(ROOT / "plan.yaml")
Rows = list[Row]


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_once(shared_folder(tmp_path_factory) / "real") / "output"


def task(number: int, deadline: str = "2017年2月", leads: str = "甲处", assistants: str = "") -> str:
    content = f"组织开展第{number}批试点工作，总结推广经验"
    row = f"{{编号: 1-{number}, 内容: {content}, 完成时间: {deadline}, 责任主体: [{leads}], 协助单位: [{assistants}]}}"
    return f"      - {row}\n"


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Build the tables of a plan of these tasks and units (or one of them); where the outputs are."""

    def build(*tasks: str, units: str = "甲处 乙处", only: str = "") -> Path:
        listed = "".join(f"  - {{名称: {name}, 类别: 机关处室}}\n" for name in units.split())
        head = "标题: 2017年工作要点任务分解表\n年度: 2017\n单位:\n"
        goals = "目标:\n  - 名称: 目标\n    内容: 内容\n    任务:\n"
        (tmp_path / "plan.yaml").write_text(f"{head}{listed}{goals}{''.join(tasks)}", "utf-8")
        (tmp_path / "templates").mkdir()
        for name in TEMPLATES:
            shutil.copy(ROOT / "templates" / name, tmp_path / "templates")
        monkeypatch.chdir(tmp_path)
        run = CliRunner().invoke(cli, ["build", *(["--file", only] if only else [])])
        assert run.exit_code == 0, run.output
        return tmp_path / "output"

    return build


@cache
def tables(path: Path) -> list[Rows]:
    """The table of each page, without white space, what a cell says in each row that it spans."""
    found = [[row for table in page.extract_tables() for row in spread(table)] for page in pdf_pages(path)]
    return [list(dropwhile(lambda row: "编号" not in row, rows)) for rows in found]  # a chart may look like a table


def spread(table: list[list[str | None]]) -> Rows:
    rows = Rows()
    for cells in table:
        above = rows[-1] if rows else ("",) * len(cells)
        rows.append(tuple(above[at] if cell is None else squeezed(cell) for at, cell in enumerate(cells)))
    return rows


def index(path: Path) -> list[tuple[str, int, int]]:
    """Unit, number of tasks and page, as the first page says."""
    found = INDEXED.findall(pdf_pages(path)[0].extract_text())
    return sorted((unit, int(tasks), int(page)) for unit, tasks, page in found)


def first_pages(path: Path) -> list[tuple[str, int, int]]:
    """The same, as the tables say."""
    pages, counts = dict[str, int](), dict[str, int]()
    for number, (_, *rows) in enumerate(tables(path), 1):
        for unit, *_ in rows:
            name = unit.removesuffix(CONTINUED)
            assert (name in pages) or unit == name  # where it begins nothing is said to go on
            counts[name] = counts.get(name, 0) + 1
            pages.setdefault(name, number)
    return sorted((name, counts[name], pages[name]) for name in pages)


def own_rows() -> list[tuple[str, str, str]]:
    """Unit, role and number of each task of each unit, in order."""
    roles = ((unit, role, task) for unit in PLAN.units for role in ("牵头", "协助") for task in PLAN.tasks)
    return [(unit["名称"], role, task.id) for unit, role, task in roles if PLAN.role(unit, task) == role]


def test_each_page_names_the_unit_of_every_row(real: Path) -> None:
    path = real / "任务分解表-按单位.pdf"
    pages = tables(path)
    assert all(head == pages[0][0] for head, *_ in pages)
    rows = [row for _, *rows in pages for row in rows]
    wanted = own_rows()
    roles = [(unit, role) for unit, role, _ in wanted]
    assert [(row[0].removesuffix(CONTINUED), row[1], row[2]) for row in rows] == [
        (unit, f"{role}{roles.count((unit, role))}项", number) for unit, role, number in wanted
    ]
    for (_, *above), (_, *below) in pairwise(pages):
        last, first = above[-1][0].removesuffix(CONTINUED), below[0][0]
        assert first == f"{last}{CONTINUED}" or not first.startswith(last)
    assert any(below[1][0].endswith(CONTINUED) for below in pages)


def test_the_index_tells_the_page_and_the_number_of_tasks(real: Path) -> None:
    path = real / "任务分解表-按单位.pdf"
    assert index(path) == first_pages(path)
    assert len({page for *_, page in index(path)}) > 3
    links = [link for link in pdf_pages(path)[0].annots if "Dest" in link["data"] or "A" in link["data"]]
    assert len(links) >= len(index(path))


def test_two_hundred_tasks_of_one_unit(built: Any) -> None:
    output = built(*(task(number) for number in range(1, 201)), task(201, leads="乙处"), units="甲处 乙处 丙处")
    path = output / "任务分解表-按单位.pdf"
    pages = tables(path)
    rows = [row for _, *rows in pages for row in rows]
    names = [rows[1][0] for rows in pages]
    assert names == ["甲处", *["甲处（续）"] * (len(pages) - 1)]
    assert [row[2] for row in rows] == [f"1-{number}" for number in range(1, 202)]
    assert {row[1] for row in rows} == {"牵头200项", "牵头1项"}
    assert index(path) == first_pages(path) == [("乙处", 1, len(pages)), ("甲处", 200, 1)]
    by_deadline = [row[0] for rows in tables(output / "任务分解表-按时限.pdf") for row in rows[1:2]]
    assert by_deadline == ["2月（201项）", *["2月（201项）（续）"] * (len(by_deadline) - 1)]
    assert len(by_deadline) > 2


def test_the_index_is_right_however_long_it_is(built: Any) -> None:
    names = [f"第{number}处" for number in range(1, 101)]
    tasks = (task(number, leads=name) for number, name in enumerate(names, 1))
    name = "任务分解表-按单位"
    path = built(*tasks, units=" ".join(names), only=name) / f"{name}.pdf"
    found = INDEXED.findall("\n".join(page.extract_text() for page in pdf_pages(path)))
    starts = dict[str, int]()
    for number, rows in enumerate(tables(path), 1):
        for row in rows:
            starts.setdefault(row[0], number)
    assert [(unit, int(page)) for unit, _, page in sorted(found)] == [(name, starts[name]) for name in sorted(names)]


HEAD = ("编号", "工作目标", "具体任务")
COLUMNS = {
    "alone": ([task(1)], [], []),
    "others lead": ([task(1, leads="甲处, 乙处")], ["其他责任主体"], []),
    "one assists": ([task(1, assistants="乙处")], ["其他责任主体", "其他协助单位"], ["协助单位"]),
    "all": ([task(1, leads="甲处, 乙处", assistants="丙处")], ["其他责任主体", "其他协助单位"], ["协助单位"]),
}


@pytest.mark.parametrize(("tasks", "others", "assistants"), COLUMNS.values(), ids=COLUMNS)
def test_no_column_is_empty(built: Any, tasks: list[str], others: list[str], assistants: list[str]) -> None:
    output = built(*tasks, units="甲处 乙处 丙处")
    until = "完成时间（2017年）"
    ((by_unit, *rows),) = tables(output / "任务分解表-按单位.pdf")
    assert list(by_unit) == ["单位", "角色", *HEAD, until, *others]
    assert all(any(row[at] for row in rows) for at in range(len(by_unit)))
    ((by_deadline, *rows),) = tables(output / "任务分解表-按时限.pdf")
    assert list(by_deadline) == [until, *HEAD, "责任主体", *assistants]
    for name in ("按单位", "按时限"):
        (page,) = pdf_pages(output / f"任务分解表-{name}.pdf")
        left, _, right, _ = page.find_tables()[0].bbox
        assert (left, page.width - right) == pytest.approx((34.0, 34.0), abs=1.5)  # as wide as the page, 12 mm free


DEADLINES = {
    "one year": (
        ["2017年12月", "2017年底", "2017年3月15日", "2017年12月", "长期", "2017年底"],
        "（2017年）",
        ["3月15日（1项）", "12月（2项）", "年底（2项）", "长期（1项）"],
    ),
    "two years": (["2018年1月", "2017年12月"], "", ["2017年12月（1项）", "2018年1月（1项）"]),
    "no day": (["长期", "长期"], "", ["长期（2项）"]),
}


@pytest.mark.parametrize(("deadlines", "year", "wanted"), DEADLINES.values(), ids=DEADLINES)
def test_the_year_is_written_once_where_there_is_one(
    built: Any, deadlines: list[str], year: str, wanted: list[str]
) -> None:
    output = built(*(task(number, deadline) for number, deadline in enumerate(deadlines, 1)))
    ((head, *rows),) = tables(output / "任务分解表-按时限.pdf")
    assert head[0] == f"完成时间{year}"
    assert list(dict.fromkeys(row[0] for row in rows)) == wanted
    ((head, *rows),) = tables(output / "任务分解表-按单位.pdf")
    assert head[5] == f"完成时间{year}"
    assert [row[5] for row in rows] == [
        re.sub("^2017年(底?)", lambda match: "年底" if match[1] else "", text) if year else text for text in deadlines
    ]
