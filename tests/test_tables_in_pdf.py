"""Tables in a PDF: cut between rows, goals named again, borders closed, no text lost or doubled."""

import io
import itertools
from typing import Any

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.page.measure import Measure
from render.page.paginate import CellPart, Segment, paginate
from render.writers.pdf import write
from support.long_tables import CSS, FIXED, FREE_TEXT, LONG, LONG_GOAL, Goals, check_pages, html, table_heights
from support.pages import page

FULL, LINE, AROUND = 300.0, 15.0, 6.0


def measure(lines: int, characters: int = 10) -> Measure:
    return Measure(AROUND, ((LINE, characters),) * lines)


def group(number: int, name: int, content: int, tasks: list[int]) -> list[CellPart]:
    """A goal: its name and content reach over all rows, each task has one."""
    count = len(tasks)
    cells = [
        CellPart(f"{number}n", 0, 0, count, measure(name), flows=False),
        CellPart(f"{number}c", 1, 0, count, measure(content), flows=True),
    ]
    return cells + [CellPart(f"{number}t{row}", 2, row, 1, measure(n), flows=True) for row, n in enumerate(tasks)]


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
def test_a_goal_that_fits_on_a_page_is_cut_only_where_a_third_would_stay_empty(
    plan: list[tuple[int, int, list[int]]], first: float
) -> None:
    for goal in plan:
        (segments,) = paginate([group(0, *goal)], first, FULL)
        tall = max(sum(AROUND + LINE * n for n in goal[2]), AROUND + LINE * max(goal[0], goal[1])) > FULL - 1
        assert tall or len(segments) == 1 or (len(segments) == 2 and first > FULL / 3)


def pages(goals: list[list[int]]) -> list[list[int]]:
    """How many rows of each goal stand on each page; a row is a line high."""
    found: list[list[int]] = [[]]
    for segments in paginate([group(n, 1, 1, tasks) for n, tasks in enumerate(goals)], FULL, FULL):
        for segment in segments:
            found += [[]] if segment.new_page else []
            found[-1].append(len(segment.heights))
    return found


def test_the_fewest_pages_evenly_filled() -> None:
    row = [1]  # 21 points: fourteen fill a page
    assert pages([row * 7, row * 7, row * 14]) == [[7, 7], [14]]
    assert pages([row * 4] * 4) == [[4, 4], [4, 4]]  # not three goals and a lonely one
    assert pages([row * 9, row * 9, row * 9]) == [[9, 5], [4, 9]]  # cut: saves a page
    assert pages([row * 10, row * 10]) == [[10], [10]]  # whole: nothing is won
    assert pages([row * 5, row * 13]) == [[5, 4], [9]]  # cut: the first page would stay two thirds empty
    assert pages([row * 15]) == [[14], [1]]  # higher than a page


def opened(goals: Goals, css: str) -> Any:
    return pdfplumber.open(io.BytesIO(write(page(html(goals), css))))


@pytest.mark.parametrize("goals", LONG.values(), ids=LONG)
def test_long_goals_and_texts(goals: Goals) -> None:
    with opened(goals, FIXED) as pdf:
        check_pages(pdf, goals)


def test_a_long_text_in_columns_that_nobody_fixed() -> None:
    """A short one of them: for the widths WeasyPrint tries each text by the square of its length."""
    with opened(FREE_TEXT, CSS) as pdf:
        check_pages(pdf, FREE_TEXT)


def test_pages_of_a_long_goal_are_full() -> None:
    with opened(LONG_GOAL, CSS) as pdf:
        check_pages(pdf, LONG_GOAL)
        heights = table_heights(pdf)
    assert all(height > 0.9 for height in heights[1:-1])
    assert max(heights) <= 1
