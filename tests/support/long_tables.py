"""Tables of goals that are longer than a page, and what must be true of every page on which such a table stands."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Any

from support.real_project import ENDED, squeezed

Goals = list[tuple[str, str, list[str]]]

CSS = """
@page { size: A4 landscape; margin: 28mm 37mm 26mm 35mm }
html, body { margin: 0; font-family: FandolFang, "Noto Serif CJK SC"; font-size: 10.5pt; line-height: 15pt }
table { width: 100%; border-collapse: collapse }
td, th { border: 0.5pt solid #000; padding: 2pt 3pt }
tr, tbody { break-inside: avoid }
"""
FIXED = CSS + "table { table-layout: fixed }"  # as the real templates have it
HEIGHT_AROUND = (28 + 26) * 72 / 25.4  # points of the paper that are margin
HEAD = ["目标栏", "内容栏", "任务栏"]


def html(goals: Goals) -> str:
    """A title and a table of goals: name, content, tasks."""

    def bodies() -> Iterator[str]:
        for name, content, tasks in goals:
            first = f'<th rowspan="{len(tasks)}">{escape(name)}</th><td rowspan="{len(tasks)}">{escape(content)}</td>'
            rows = "".join(f"<tr>{first if n == 0 else ''}<td>{escape(t)}</td></tr>" for n, t in enumerate(tasks))
            yield f"<tbody>{rows}</tbody>"

    head = f"<thead><tr>{''.join(f'<th>{name}</th>' for name in HEAD)}</tr></thead>"
    head = f'<colgroup><col style="width: 15%"><col style="width: 50%"><col></colgroup>{head}'
    return f"<h1>题目</h1><table>{head}{''.join(bodies())}</table>"


def sentences(count: int, tag: str) -> list[str]:
    return [f"{tag}第{n}项，推进教育信息化基础设施建设和应用。" for n in range(1, count + 1)]


LONG_GOAL: Goals = [("短目标", "短内容。", ["一项。"]), ("长目标", "内容。", sentences(200, "任务"))]
LONG_TEXT: Goals = [("长文目标", "".join(sentences(150, "内容")), sentences(3, "任务"))]
LONG_TASK: Goals = [("长任务目标", "内容。", ["".join(sentences(150, "任务")), "第二项任务。"])]
FREE_TEXT: Goals = [("长文目标", "".join(sentences(40, "内容")), sentences(3, "任务"))]  # a page and a bit
LONG = {"200项任务": LONG_GOAL, "内容比页长": LONG_TEXT, "任务比页长": LONG_TASK}


def check_pages(pdf: Any, goals: Goals) -> None:
    """One closed table with its header on each page, the goal named at its top, every text once and in order."""
    tables = [sheet.extract_tables() for sheet in pdf.pages]
    assert len(tables) > 1
    assert all(len(on_page) == 1 for on_page in tables)  # closed borders all round, on every page
    rows = [[squeezed(cell or "").replace(ENDED, "") for cell in row] for (table,) in tables for row in table[1:]]
    assert all(list(map(squeezed, table[0])) == HEAD for (table,) in tables)
    names = [[squeezed(row[0]) for row in table[1:] if row[0]] for (table,) in tables]
    assert all(all(table[1]) for (table,) in tables)  # a text that has ended says so
    for before, after in itertools.pairwise(names):
        assert after[0] in (f"{before[-1].removesuffix('（续）')}（续）", *(goal[0] for goal in goals))
    assert "".join(row[1] for row in rows) == "".join(goal[1] for goal in goals)
    assert "".join(row[2] for row in rows) == "".join(text for goal in goals for text in goal[2])
    words = Counter(re.findall(r"(?:任务|内容)第\d+项", "".join(row[1] + row[2] for row in rows)))
    assert set(words.values()) <= {1}


def table_heights(pdf: Any) -> list[float]:
    """How high the table is on each page, as a part of the text block."""
    boxes = [(sheet.find_tables()[0].bbox, sheet.height - HEIGHT_AROUND) for sheet in pdf.pages]
    return [float((box[3] - box[1]) / full) for box, full in boxes]
