"""Tables in Word: goals higher than a page cut into pieces that stay whole, named again, no text lost or doubled."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from render.page import Box, Grid, read_grid
from render.page.excerpt import Excerpt
from render.page.paginate import body_cells, read_groups, row_heights
from render.page.pieces import SHARE, Boxes
from render.page.pieces import cut_groups as cut_pieces
from render.writers.cutting.tables import Elements
from render.writers.docx.heights import cell_measure, head_height
from support.long_tables import (
    CSS,
    HEAD,
    LONG,
    LONG_GOAL,
    LONG_TASK,
    Goals,
    check_pages,
    html,
    sentences,
    table_heights,
)
from support.office import convert
from support.pages import find, page
from support.real_project import ENDED, ROOT, Plan, build_once, docx_tables, shared_folder, squeezed, whole
from support.words import SPACE, W, Word, disorder, word

WIDTHS, FULL = [60.0, 120.0, 100.0], 200.0
PLAN = Plan(ROOT / "plan.yaml")


def table(goals: Goals) -> Grid:
    return read_grid(find(page(html(goals), CSS), "table"))


def cut_groups(grid: Grid, widths: Sequence[float], above: float, full: float) -> Box:
    """As the Word writer does it."""
    return cut_pieces(grid, lambda cell: cell_measure(cell, widths), head_height(grid, widths), above, full)


def pieces(grid: Grid) -> Iterator[list[list[str]]]:
    """Each row group: the texts of its rows' cells."""
    for body in grid.box.boxes:
        if body.tag == "tbody":
            yield [[cell.text for cell in row.boxes] for row in body.boxes]


words = st.text("甲（。》 \nab\u3000赟", max_size=60).filter(str.strip)
plans = st.lists(
    st.tuples(
        st.text("目标甲a（。", min_size=1, max_size=12),
        st.one_of(words, st.integers(1, 40).map(lambda count: "".join(sentences(count, "内容")))),
        st.lists(st.one_of(words, st.integers(1, 9).map(lambda n: "一二 three，" * n * n)), min_size=1, max_size=9),
    ),
    min_size=1,
    max_size=3,
)


@given(plans, st.floats(0, 3 * FULL))
@example([("目标", "内容", ["甲。" * 400])], 30)
def test_every_row_and_every_character_stands_once_and_no_piece_is_higher_than_a_page(
    goals: Goals, above: float
) -> None:
    grid = table(goals)
    cut = read_grid(cut_groups(grid, WIDTHS, above, FULL))
    assert len(cut.columns) == 3
    heights = read_groups(cut, [cell_measure(cell, WIDTHS) for cell in body_cells(cut)], FULL)
    assert max(sum(row_heights(cells)) for cells in heights) <= FULL * SHARE - head_height(grid, WIDTHS) + 0.01
    texts = list(pieces(cut))
    for name, content, tasks in goals:
        own = [texts.pop(0)]
        while texts and squeezed(texts[0][0][0]) == f"{squeezed(name)}（续）" and not _begins(texts, goals):
            own.append(texts.pop(0))
        assert [squeezed(rows[0][0]) for rows in own] == [squeezed(name)] + [f"{squeezed(name)}（续）"] * (len(own) - 1)
        assert squeezed("".join(rows[0][1] for rows in own)).replace(ENDED, "") == squeezed(content)
        assert squeezed("".join(row[-1] for rows in own for row in rows)).replace(ENDED, "") == squeezed("".join(tasks))
        assert all(len(rows[0]) == 3 and all(len(row) == 1 for row in rows[1:]) for rows in own)
    assert texts == []


def _begins(texts: list[list[list[str]]], goals: Goals) -> bool:
    """A goal's own name may end in （续）."""
    return any(squeezed(texts[0][0][0]) == squeezed(name) for name, *_ in goals)


def test_a_name_that_is_longer_than_a_page_is_cut_like_any_text() -> None:
    name = "".join(sentences(20, "名称"))
    own = list(pieces(read_grid(cut_groups(table([(name, "内容。", ["一。", "二。"])]), WIDTHS, 0, FULL))))
    assert len(own) > 2
    assert "".join(rows[0][0].removesuffix("（续）") for rows in own) == name
    assert "".join(row[-1] for rows in own for row in rows).replace(ENDED, "") == "一。二。"


def test_a_name_up_to_two_fifths_of_a_page_is_repeated_and_a_higher_one_is_cut() -> None:
    for length in itertools.count(1):
        name = "名" * length
        grid = table([(name, "内容。", sentences(30, "任务"))])
        share = cell_measure(body_cells(grid)[0], WIDTHS).height / FULL
        names = [rows[0][0] for rows in pieces(read_grid(cut_groups(grid, WIDTHS, 0, FULL)))]
        if share > 0.4:
            break
        assert names == [name] + [f"{name}（续）"] * (len(names) - 1)
        assert len(names) > 1
    assert length > 20
    assert "".join(one.removesuffix("（续）") for one in names) == name


@example(" 乙", 1)
@given(words, st.integers(0, 60))
def test_an_excerpt_and_the_rest_are_the_whole(text: str, end: int) -> None:
    cell = find(page("<table><td>甲<b id='b'></b><br>", CSS), "td")
    box = find(page(f"<p style='white-space: pre-wrap'>甲<b>{text}</b>丙<i>丁</i></p>"), "p")
    upper, lower = excerpt(box, 0, end).text, excerpt(box, end, None).text
    assert len(squeezed(upper)) == min(end, len(squeezed(box.text)))
    assert upper.replace("\n", " ") + lower.replace("\n", " ") == box.text.replace("\n", " ")
    assert lower == lower.lstrip() or end == 0
    assert excerpt(cell, 0, None) == cell


def excerpt(box: Box, start: int, end: int | None) -> Box:
    return Excerpt(Boxes(), start, end).of(box)


IN_CELL = (
    "<p>甲<!-- 注 --> <b>乙丙</b><br>丁</p><svg width='9' height='9'><title>图</title></svg><br><p><i></i>戊 己</p> "
)


@given(st.integers(0, 7), st.one_of(st.none(), st.integers(0, 7)))
@example(4, 6)
def test_word_and_pdf_show_the_same_excerpt(start: int, end: int | None) -> None:
    before = page(f"<table><td>{IN_CELL}</table>")
    boxes = excerpt(find(before, "td"), start, end)
    element = next(etree.HTML(before.html).iter("td"))
    cut = etree.tostring(Excerpt(Elements(), start, end).of(element), encoding="unicode", method="html")
    after = find(page(f"<table>{cut}</table>"), "td")
    assert "".join(raw(after)) == "".join(raw(boxes))


def raw(box: Box) -> Iterator[str]:
    """Text and tags as they stand there."""
    for child in box.children:
        yield from [child] if isinstance(child, str) else [f"<{child.tag}>", *raw(child), "</>"]


def test_a_goal_that_fits_on_a_page_and_a_table_without_merged_cells_stay_as_they_are() -> None:
    short = table([("目标", "内容。", ["一。", "二。"])] * 30)
    assert list(pieces(read_grid(cut_groups(short, WIDTHS, 0, FULL)))) == list(pieces(short))
    plain = f"<table><tbody>{''.join(f'<tr><td>{text}</td></tr>' for text in sentences(200, '任务'))}</tbody></table>"
    body = word(plain, CSS).body
    assert body.find(".//w:tc//w:pageBreakBefore", SPACE) is None
    assert len(body.findall(".//w:tr", SPACE)) == 200


@pytest.mark.parametrize(
    "body", ["<td>一<td>二<td>三<tr><td>四", "<td>一<table><tr><td>表</table><td>二<tr><td>三<td>四"]
)
def test_a_table_with_holes_or_tables_in_it_is_not_cut(body: str) -> None:
    grid = read_grid(find(page(f"<table id=t><tbody><tr><td rowspan=2>{'长。' * 900}{body}</table>", CSS), "t"))
    assert cut_groups(grid, WIDTHS, 0, FULL) is grid.box


def test_each_piece_begins_a_page_and_is_kept_together() -> None:
    made = word(html(LONG_TASK), CSS)
    assert disorder(made.body) == []
    rows = made.body.findall("w:tbl/w:tr", SPACE)[1:]
    breaks = [row.find("w:tc/w:p/w:pPr/w:pageBreakBefore", SPACE) is not None for row in rows]
    kept = [row.find("w:tc/w:p/w:pPr/w:keepNext", SPACE) is not None for row in rows]
    assert breaks == [False, *[True] * (len(rows) - 2), False]  # the second task stands in the last piece
    assert kept == [*[False] * (len(rows) - 2), True, False]
    assert all(row.find("w:trPr/w:cantSplit", SPACE) is not None for row in rows)


def test_word_holds_a_long_goal_as_it_is_written() -> None:
    rows = [tuple(cell.text for cell in row.cells) for row in word(html(LONG_GOAL), CSS).document.tables[0].rows]
    assert rows[0] == tuple(HEAD)
    assert [row[2] for row in rows[1:]] == [text for *_, tasks in LONG_GOAL for text in tasks]
    assert [row[0] for row in whole(rows[1:])] == ["短目标", *["长目标"] * 200]
    assert {row[1] for row in whole(rows[1:])} == {"短内容。", "内容。"}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_once(shared_folder(tmp_path_factory) / "real") / "output"


NAMES = ["任务分解表", "印发通知"]


@pytest.fixture(scope="module")
def folder(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that LibreOffice lays out here, as PDF."""
    sources = tmp_path_factory.mktemp("tables")
    for name, goals in LONG.items():
        (sources / f"{name}.docx").write_bytes(word(html(goals), CSS).data)
    files = [*(real / f"{name}.docx" for name in NAMES), *sources.glob("*.docx")]
    convert(files, sources / "pdf")
    return sources / "pdf"


@pytest.mark.parametrize("name", LONG)
def test_long_goals_and_texts_in_libreoffice(folder: Path, name: str) -> None:
    with pdfplumber.open(folder / f"{name}.pdf") as pdf:
        check_pages(pdf, LONG[name])
        heights = table_heights(pdf)
    assert all(height > 0.8 for height in heights[1:-1])
    assert max(heights) <= 1


def test_the_estimated_heights_are_those_of_libreoffice(folder: Path) -> None:
    paper = page("", CSS).sheet.paper()
    grid = table(LONG_GOAL)
    widths = grid.widths(paper.text_width)
    cut = read_grid(cut_groups(grid, widths, 45, paper.text_height))
    groups = read_groups(cut, [cell_measure(cell, widths) for cell in body_cells(cut)], paper.text_height)
    with pdfplumber.open(folder / "200项任务.pdf") as pdf:
        heights = [height * paper.text_height for height in table_heights(pdf)]
    for estimated, real in zip(groups[2:], heights[1:], strict=True):  # the first page has the first two groups
        assert sum(row_heights(estimated)) + head_height(grid, widths) == pytest.approx(real, abs=3)


def wide_tables(path: Path) -> list[list[list[Any]]]:
    with pdfplumber.open(path) as pdf:
        return [found for sheet in pdf.pages if sheet.width > sheet.height for found in sheet.extract_tables()]


def test_the_real_goal_is_cut(real: Path) -> None:
    """Or the tests below would see no cut at all."""
    for name in NAMES:
        made = Word((real / f"{name}.docx").read_bytes())
        assert len(list(made.body.iter(f"{W}pageBreakBefore"))) >= 1
        assert any(row[0].endswith("（续）") for row in docx_tables(real / f"{name}.docx")[0])


@pytest.mark.parametrize("name", NAMES)
def test_the_real_plan_in_libreoffice(folder: Path, real: Path, name: str) -> None:
    tables = wide_tables(folder / f"{name}.pdf")
    printed = wide_tables(real / f"{name}.pdf")
    assert {len(row) for rows in tables for row in rows} == {6}
    assert all(rows[:2] == tables[0][:2] for rows in tables)
    assert squeezed("".join(cell or "" for cell in tables[0][0])) == "工作目标工作内容具体任务完成时间责任单位"
    assert all(rows[2][0] and rows[2][2] for rows in tables)  # goal and task at the top of each page
    for before, after in itertools.pairwise(tables):
        last = next(squeezed(row[0]) for row in reversed(before) if row[0])
        assert squeezed(after[2][0]).endswith("（续）") == (last == squeezed(after[2][0]).removesuffix("（续）"))
    assert spread(tables) == spread(printed)
    assert [row[2] for row in spread(tables)] == [squeezed(task.numbered) for task in PLAN.tasks]


def spread(tables: list[list[list[Any]]]) -> list[tuple[str, ...]]:
    """The rows of a table on several pages, merged cells spread out, what a page end took apart put together."""
    rows = list[tuple[str, ...]]()
    for found in tables:
        above = [""] * len(found[0])
        for row in found[2:]:
            above = [old if cell is None else squeezed(cell) for old, cell in zip(above, row, strict=True)]
            rows.append(tuple(above))
    return whole(rows)
