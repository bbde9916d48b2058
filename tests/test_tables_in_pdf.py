"""Tables in a PDF: cut between rows, goals named again, borders closed, no text lost or doubled."""

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import page
from real_project import squeezed

from render.writers.pdf import write
from render.writers.pdf.measure import Measure
from render.writers.pdf.paginate import Cell, Segment, paginate

FULL, LINE, AROUND = 300.0, 15.0, 6.0
CSS = """
@page { size: A4 landscape; margin: 28mm 37mm 26mm 35mm }
html, body { margin: 0; font-family: FandolFang, "Noto Serif CJK SC"; font-size: 10.5pt; line-height: 15pt }
table { width: 100%; border-collapse: collapse }
td, th { border: 0.5pt solid #000; padding: 2pt 3pt }
tr, tbody { break-inside: avoid }
"""


def measure(lines: int, characters: int = 10) -> Measure:
    return Measure(AROUND, ((LINE, characters),) * lines)


def group(number: int, name: int, content: int, tasks: list[int]) -> list[Cell]:
    """A goal: its name and content reach over all rows, each task has one."""
    count = len(tasks)
    cells = [
        Cell(f"{number}n", 0, 0, count, measure(name), flows=False),
        Cell(f"{number}c", 1, 0, count, measure(content), flows=True),
    ]
    return cells + [Cell(f"{number}t{row}", 2, row, 1, measure(n), flows=True) for row, n in enumerate(tasks)]


def texts(segments: list[Segment], flowing: dict[str, int]) -> dict[str, list[tuple[int, int]]]:
    """The parts of each flowing text that the segments show, in order."""
    shown: dict[str, list[tuple[int, int]]] = {}
    for segment in segments:
        for cell, end in segment.cells:
            if cell.flows:
                shown.setdefault(cell.mark, []).append((cell.start, flowing[cell.mark] if end is None else end))
    return shown


groups_of_rows = st.lists(
    st.tuples(
        st.integers(1, 4), st.integers(0, 60), st.lists(st.one_of(st.integers(1, 4), st.integers(1, 50)), min_size=1)
    ),
    min_size=1,
    max_size=4,
)


@given(groups_of_rows, st.floats(0, FULL))
def test_every_row_and_every_character_stands_once_and_no_page_overflows(
    plan: list[tuple[int, int, list[int]]], first: float
) -> None:
    groups = [group(number, *goal) for number, goal in enumerate(plan)]
    placed = paginate(groups, first, FULL)
    room = first
    for cells, segments in zip(groups, placed, strict=True):
        flowing = {cell.mark: sum(n for _, n in cell.measure.lines) for cell in cells if cell.flows}
        for mark, parts in texts(segments, flowing).items():
            assert parts[0][0] == 0
            assert parts[-1][1] == flowing[mark]
            assert all(a[1] == b[0] for a, b in itertools.pairwise(parts)), mark
        for segment in segments:
            room = (FULL if segment.new_page else room) - sum(segment.heights)
            assert room >= -0.01
            assert f"{cells[0].mark}" in {cell.mark for cell, _ in segment.cells}  # the goal's name
            columns = {cell.column for cell, _ in segment.cells if cell.row == 0}
            assert columns == {0, 1, 2}  # no hole at the top of a page
            for cell, end in segment.cells:
                height = sum(segment.heights[cell.row : cell.end])
                if not cell.flows or end is None:
                    assert cell.measure.height <= height + 0.02


@given(groups_of_rows, st.floats(0, FULL))
def test_a_goal_that_fits_on_a_page_is_not_cut(plan: list[tuple[int, int, list[int]]], first: float) -> None:
    for goal in plan:
        (segments,) = paginate([group(0, *goal)], first, FULL)
        tall = max(sum(AROUND + LINE * n for n in goal[2]), AROUND + LINE * max(goal[0], goal[1])) > FULL - 1
        assert tall or len(segments) == 1


def html(goals: list[tuple[str, str, list[str]]]) -> str:
    def bodies() -> Iterator[str]:
        for name, content, tasks in goals:
            first = f'<th rowspan="{len(tasks)}">{escape(name)}</th><td rowspan="{len(tasks)}">{escape(content)}</td>'
            rows = "".join(f"<tr>{first if n == 0 else ''}<td>{escape(t)}</td></tr>" for n, t in enumerate(tasks))
            yield f"<tbody>{rows}</tbody>"

    head = "<thead><tr><th>目标栏</th><th>内容栏</th><th>任务栏</th></tr></thead>"
    head = f'<colgroup><col style="width: 15%"><col style="width: 50%"><col></colgroup>{head}'
    return f"<h1>题目</h1><table>{head}{''.join(bodies())}</table>"


def opened(goals: list[tuple[str, str, list[str]]]) -> Any:
    return pdfplumber.open(io.BytesIO(write(page(html(goals), CSS))))


def sentences(count: int, tag: str) -> list[str]:
    return [f"{tag}第{n}项，推进教育信息化基础设施建设和应用。" for n in range(1, count + 1)]


LONG_GOAL = [("短目标", "短内容。", ["一项。"]), ("长目标", "内容。", sentences(200, "任务"))]
LONG_TEXT = [("长文目标", "".join(sentences(150, "内容")), sentences(3, "任务"))]
LONG_TASK = [("长任务目标", "内容。", ["".join(sentences(150, "任务")), "第二项任务。"])]


@pytest.mark.parametrize("goals", [LONG_GOAL, LONG_TEXT, LONG_TASK], ids=["200项任务", "内容比页长", "任务比页长"])
def test_long_goals_and_texts(goals: list[tuple[str, str, list[str]]]) -> None:
    with opened(goals) as pdf:
        tables = [sheet.extract_tables() for sheet in pdf.pages]
    assert all(len(on_page) == 1 for on_page in tables)  # closed borders all round, on every page
    rows = [[squeezed(cell or "") for cell in row] for (table,) in tables for row in table[1:]]
    assert all(list(map(squeezed, table[0])) == ["目标栏", "内容栏", "任务栏"] for (table,) in tables)
    names = [[squeezed(row[0]) for row in table[1:] if row[0]] for (table,) in tables]
    for before, after in itertools.pairwise(names):
        assert after[0] in (f"{before[-1].removesuffix('（续）')}（续）", *(goal[0] for goal in goals))
    assert "".join(row[1] for row in rows) == "".join(goal[1] for goal in goals)
    assert "".join(row[2] for row in rows) == "".join(text for goal in goals for text in goal[2])
    words = Counter(re.findall(r"(?:任务|内容)第\d+项", "".join(row[1] + row[2] for row in rows)))
    assert set(words.values()) <= {1}


def test_pages_of_a_long_goal_are_full() -> None:
    with opened(LONG_GOAL) as pdf:
        heights = [sheet.find_tables()[0].bbox[3] - sheet.find_tables()[0].bbox[1] for sheet in pdf.pages]
        text_height = pdf.pages[0].height - (28 + 26) * 72 / 25.4
    assert all(height > text_height * 0.9 for height in heights[1:-1])
    assert max(heights) <= text_height
