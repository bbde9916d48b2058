"""The PDF as a screen reader gets it: what it claims to be, its bookmarks, and the tag tree read with pikepdf."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from render.plan.dates import deadline
from support.real_project import ROOT, Plan, build_once, shared_folder, squeezed

PLAN = Plan(ROOT / "plan.yaml")
GOALS = list(dict.fromkeys(task.goal for task in PLAN.tasks))
FILES = ["任务分解表", "任务分解表-按单位", "任务分解表-按时限", "印发通知", "任务通知/省电教馆"]


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_once(shared_folder(tmp_path_factory) / "real") / "output"


def kids(tag: Any) -> list[Any]:
    inside = tag.get("/K", [])
    return list(inside) if isinstance(inside, pikepdf.Array) else [inside]


def tags(tag: Any, name: str) -> Iterator[Any]:
    """All tags of a name below a tag, in order; those inside one of them are left out."""
    for kid in kids(tag):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if str(kid.S) == name:
                yield kid
            else:
                yield from tags(kid, name)


class Read:
    """A PDF: its objects by pikepdf, the text of each piece of marked content by pdfplumber."""

    def __init__(self, path: Path) -> None:
        self.pdf = pikepdf.open(path)
        (self.document,) = kids(self.pdf.Root.StructTreeRoot)
        self.marked = dict[tuple[int, Any], str]()
        with pdfplumber.open(path) as pages:
            for number, page in enumerate(pages.pages):
                for char in page.chars:
                    key = (number, char.get("mcid"))
                    self.marked[key] = self.marked.get(key, "") + char["text"]
        self.number = {page.objgen: number for number, page in enumerate(self.pdf.pages)}

    def text(self, tag: Any) -> str:
        """What a tag says, its parts in the order of the tree."""
        page = self.number[tag.Pg.objgen] if "/Pg" in tag else -1
        return "".join(
            self.text(kid) if isinstance(kid, pikepdf.Dictionary) else squeezed(self.marked.get((page, int(kid)), ""))
            for kid in kids(tag)
        )

    def rows(self) -> Iterator[list[Any]]:
        """The cells of each row of all tables."""
        for table in tags(self.document, "/Table"):
            for row in tags(table, "/TR"):
                yield [kid for kid in kids(row) if str(kid.S) in ("/TH", "/TD")]


@pytest.mark.parametrize("name", FILES)
def test_it_says_what_it_is(output: Path, name: str) -> None:
    with pikepdf.open(output / f"{name}.pdf") as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert all(page.Tabs == "/S" for page in pdf.pages)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert metadata["dc:title"] == str(pdf.docinfo.Title) != ""
        xmp = pdf.Root.Metadata.read_bytes()
        assert xmp.count(b"<rdf:RDF") == xmp.count(b"</rdf:RDF>") == 1
        assert b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in xmp


@pytest.mark.parametrize("name", FILES)
def test_every_header_cell_has_its_scope(output: Path, name: str) -> None:
    read = Read(output / f"{name}.pdf")
    rows = list(read.rows())
    heads = [cell for row in rows for cell in row if cell.S == "/TH"]
    labels = [cell for row in rows for cell in row[:1] if any(other.S == "/TD" for other in row)]
    assert len(rows) > 1
    assert {str(cell.A.Scope) for cell in heads} <= {"/Column", "/Row"}
    assert heads or name == "印发通知"
    for cell in heads:
        assert cell.A.Scope == ("/Row" if cell in labels else "/Column")


def test_each_cell_s_text_stands_under_its_row(output: Path) -> None:
    """Of every row of 任务分解表: the task and what is right of it, and left of it, where a goal begins, its name."""
    read = Read(output / "任务分解表.pdf")
    said = [[(str(cell.S), read.text(cell)) for cell in row] for row in read.rows()]
    assert said[0] == [("/TH", text) for text in ("工作目标", "工作内容", "具体任务", "完成时间", "责任单位")]
    assert said[1] == [("/TH", text) for text in ("责任主体", "协助单位")]
    rows = [[text for _, text in row] for row in said if any(kind == "/TD" for kind, _ in row)]
    assert len(rows) == len(PLAN.tasks)
    for row, task in zip(rows, PLAN.tasks, strict=True):
        cells = [squeezed(text) for text in (*task.row[:2], task.numbered, *task.row[3:5], task.row[5] or "—")]
        wanted = [cells[2], *(text for text in cells[3:] if text in row)]
        first = row[0].startswith("（")
        assert [text for text in row[2 if first else 0 :] if text] == [text for text in wanted if text]
        assert not first or re.fullmatch(rf"（[一二三四五六七八九十]+）{re.escape(cells[0])}(（续）)?", row[0])


HOLLOW = {"/P", "/Div", "/Span", "/NonStruct", "/H1", "/H2", "/H3"}


@pytest.mark.parametrize("name", FILES)
def test_no_tag_is_there_for_nothing(output: Path, name: str) -> None:
    """A blank line and what holds a place say nothing; an empty cell is still a cell."""

    def hollow(tag: Any) -> Iterator[str]:
        inner = [kid for kid in kids(tag) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        if not kids(tag) and str(tag.S) in HOLLOW:
            yield str(tag.S)
        for kid in inner:
            yield from hollow(kid)

    read = Read(output / f"{name}.pdf")  # kept: its objects live as long as it
    assert [*hollow(read.document)] == []
    assert [*tags(read.document, "/H1")]


def test_a_table_without_header_cells_is_none_to_who_hears_it(output: Path) -> None:
    """版记 is laid out as a table; its two texts follow each other, and every other table has header cells."""
    read = Read(output / "印发通知.pdf")
    tables = [*tags(read.document, "/Table")]
    assert tables
    assert all([*tags(table, "/TH")] for table in tables)
    last = kids(read.document)[-1]
    assert [read.text(tag) for tag in tags(last, "/P")] == [
        "",
        "年月日印发",
    ]  # the organ is a blank, as is the day
    assert not [name for name in ("/TR", "/TD", "/TBody") for _ in tags(last, name)]


def test_the_picture_says_what_it_shows(output: Path) -> None:
    read = Read(output / "任务分解表-按时限.pdf")
    (figure,) = tags(read.document, "/Figure")
    months = [day.month for task in PLAN.tasks if (day := deadline(task.deadline, 2017).last_day)]
    told = "，".join(f"{month}月 {months.count(month)} 项" for month in sorted(set(months)))
    assert str(figure.Alt) == f"2017年各月到期的任务：{told}"
    assert sum(months.count(month) for month in set(months)) == len(PLAN.tasks)


def bookmarks(path: Path) -> list[tuple[str, list[str]]]:
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        return [(item.title, [child.title for child in item.children]) for item in outline.root]


def test_bookmarks(output: Path) -> None:
    (table,) = bookmarks(output / "任务分解表.pdf")
    assert [title.partition("）")[2] for title in table[1]] == GOALS
    (days,) = bookmarks(output / "任务分解表-按时限.pdf")
    due = Counter(task.deadline for task in PLAN.tasks)
    assert days[1] == [
        "2017年到期 43 项",
        *(
            f"{day.removeprefix('2017年')}（{due[day]}项）"
            for day in sorted(due, key=lambda day: deadline(day, 2017).last_day or date.max)
        ),
    ]
    (units,) = bookmarks(output / "任务分解表-按单位.pdf")
    wanted = [unit["名称"] for unit in PLAN.units if any(PLAN.role(unit, task) for task in PLAN.tasks)]
    assert units[1] == wanted
