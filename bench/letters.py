"""The same N letters by this project and by docxtpl, in turns on one core: CPU ms per letter, memory, same text.

    python bench/letters.py -n 3000

We start from the plan: letter.html → HTML → Word. docxtpl starts from the finished wording, read back from our letters
between the turns, and only has to fill it in. Its template is made from our letters by python-docx: the same styles,
fonts and page numbers, and less to read than in one saved by Word. It is used as its documentation says: the file read
once, one environment, a DocxTemplate for each letter, autoescape on.
"""

import io
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from copy import deepcopy
from importlib import metadata
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import click
import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from render.documents.sandbox import environments
from render.documents.template import read_template
from render.page import Page
from render.plan import Plan
from render.reader import read_plan
from render.views import view_plan
from render.writers import writer

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
TURN = 31  # letters: about what the plan asks for, so that every turn has long ones and short ones
SAMPLES = 10  # letters whose text is compared
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10  # in the units of ru_maxrss

Context = dict[str, Any]  # what a template knows of one letter


class Ours:
    """This project: the plan and letter.html → HTML → Word, as `render build` does it."""

    name = "本项目"

    def __init__(self, number: int) -> None:
        self.template = read_template(TEMPLATES / "letter.html", *environments(TEMPLATES))
        self.css, self.writer = self.template.stylesheet(), writer("docx")
        plan = read_plan(ROOT / "plan.yaml").plan
        self.contexts = self._contexts(enlarged(plan, -(-number // len(self._contexts(plan)))))

    def _contexts(self, plan: Plan) -> list[Context]:
        view = view_plan(plan)
        return [c for unit in view["单位"] if self.template.wanted(c := {"计划": view, "单位": unit})]

    def prepare(self, number: int, ours: Path) -> Context:
        """The plan and a unit."""
        return self.contexts[number]

    def write(self, context: Context, path: Path) -> None:
        """Make one letter."""
        assert self.template.wanted(context)
        assert self.template.output(context)
        html = self.template.page(context, context["计划"]["发文"]["机关"])
        path.write_bytes(self.writer(Page(html, self.css)))


def enlarged(plan: Plan, times: int) -> Plan:
    """The plan `times` over, each time for other units, so that every letter is as long as one of the real plan."""
    data = plan.model_dump(by_alias=True)
    marks = ["", *map(str, range(2, times + 1))]
    data["单位"] = [_marked(unit, mark, "名称", "别名") for mark in marks for unit in data["单位"]]
    for goal in data["目标"]:
        tasks = goal["任务"]
        goal["任务"] = [_marked(task, mark, "编号", "责任主体", "协助单位") for mark in marks for task in tasks]
    return Plan.model_validate(data)


def _marked(item: dict[str, Any], mark: str, *keys: str) -> dict[str, Any]:
    values = {key: item[key] for key in keys}
    return item | {k: v + mark if isinstance(v, str) else [x + mark for x in v] for k, v in values.items()}


class Docxtpl:
    """docxtpl: a Word document with Jinja in it → Word."""

    name = f"docxtpl {metadata.version('docxtpl')}"

    def __init__(self, number: int) -> None:
        import jinja2
        from docxtpl import DocxTemplate  # here, so that it weighs on this process only

        self.open, self.environment, self.template = DocxTemplate, jinja2.Environment(autoescape=True), b""

    def prepare(self, number: int, ours: Path) -> Context:
        """What our letter says, block by block."""
        self.template = self.template or word_template(ours)
        return {"各块": [{"种类": kind(item), "内容": text(item)} for item in blocks(ours / f"{number}.docx")]}

    def write(self, context: Context, path: Path) -> None:
        """Make one letter."""
        document = self.open(io.BytesIO(self.template))
        document.render(context, self.environment, autoescape=True)
        document.save(path)


Peer = type[Ours] | type[Docxtpl]
PEERS: list[Peer] = [Ours, Docxtpl]


def blocks(path: Path) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a letter that hold text."""
    return (item for item in docx.Document(str(path)).iter_inner_content() if text(item))


def text(item: Paragraph | Table) -> str | list[list[str]]:
    """What it says; in a table, cell by cell."""
    return item.text if isinstance(item, Paragraph) else [[cell.text for cell in row.cells] for row in item.rows]


def kind(item: Paragraph | Table) -> str:
    """What tells it from blocks that look otherwise: its style, or how many columns it has."""
    return str(item.style and item.style.name) if isinstance(item, Paragraph) else f"{len(item.columns)} 栏"


def word_template(ours: Path) -> bytes:
    """A template for docxtpl: a loop over the blocks of a letter, with one paragraph or table for each kind."""
    letters = sorted(ours.glob("*.docx"))
    patterns = {kind(item): item for path in letters for item in blocks(path)}
    document = docx.Document(str(letters[0]))
    document.element.body.clear_content()
    document.add_paragraph("{%p for 块 in 各块 %}")
    for name, item in patterns.items():
        document.add_paragraph(f"{{%p if 块.种类 == '{name}' %}}")
        document.element.body.sectPr.addprevious(_pattern(item))
        document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pattern(item: Paragraph | Table) -> Any:
    element: Any = deepcopy(item._element)
    for section in element.xpath(".//w:sectPr"):  # the template has one section
        section.getparent().remove(section)
    if isinstance(item, Paragraph):
        Paragraph(element, item._parent).text = "{{ 块.内容 }}"
    else:
        _loop(Table(element, item._parent))
    return element


def _loop(table: Table) -> None:
    """Turn the rows below the first into a loop around one of them."""
    _, row, *rest = table.rows
    for other in rest:
        table._tbl.remove(other._tr)
    for number, cell in enumerate(row.cells):
        cell.text = f"{{{{ 行[{number}] }}}}"
    for words, place in (("for 行 in 块.内容[1:]", row._tr.addprevious), ("endfor", row._tr.addnext)):
        statement = table.add_row()  # type: ignore[no-untyped-call]
        statement.cells[0].text = f"{{%tr {words} %}}"
        place(statement._tr)


def work(peer: Peer, number: int, folder: Path, orders: Connection) -> None:
    """In a process of its own: write the letters of each turn, and tell the seconds it took and the peak memory."""
    office, ours = peer(number), folder.parent / Ours.__name__
    orders.send(None)
    for turn in iter(orders.recv, None):
        contexts = [(office.prepare(letter, ours), folder / f"{letter}.docx") for letter in turn]
        start = time.process_time()
        for context, path in contexts:
            office.write(context, path)
        seconds = time.process_time() - start
        orders.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE))


def started(peer: Peer, number: int, folder: Path) -> Connection:
    """Start a peer, and wait until it is ready."""
    folder.mkdir()
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    context.Process(target=work, args=(peer, number, folder, there), daemon=True).start()
    there.close()  # so that its end is the end of the pipe
    here.recv()
    return here


def race(number: int, folder: Path) -> list[list[tuple[float, float]]]:
    """For each peer, its ms per letter and its peak memory in MB after each turn."""
    orders = [started(peer, number, folder / peer.__name__) for peer in PEERS]
    results: list[list[tuple[float, float]]] = [[] for _ in PEERS]
    for first in range(0, number, TURN):
        turn = range(first, min(first + TURN, number))
        for order, result in zip(orders, results, strict=True):
            order.send(turn)
            seconds, memory = order.recv()
            result.append((seconds * 1000 / len(turn), memory))
    for order in orders:
        order.send(None)
    return results


def said(path: Path) -> list[str | list[list[str]]]:
    """All that a letter says."""
    return [text(item) for item in blocks(path)]


@click.command(help=__doc__)
@click.option("-n", "number", default=310, show_default=True, type=click.IntRange(1), help="多少份")
def main(number: int) -> None:
    """Run the race and print how it went."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        folder, medians = Path(name), list[float]()
        print(f"{number} 份任务通知，一个核，每轮各做 {TURN} 份")
        for peer, turns in zip(PEERS, race(number, folder), strict=True):
            pace, memory = zip(*turns, strict=True)
            early = memory[max(len(memory) // 10 - 1, 0)]
            medians.append(statistics.median(pace))
            print(
                f"{peer.name}：每份 {medians[-1]:.2f} 毫秒（各轮的中位数，{min(pace):.2f} 到 {max(pace):.2f}），"
                f"内存峰值 {memory[-1]:.1f} MB（前一成之后增加 {memory[-1] - early:.1f} MB）"
            )
        print(f"快 {medians[1] / medians[0]:.1f} 倍")
        for letter in range(0, number, max(number // SAMPLES, 1)):
            ours, theirs = (said(folder / peer.__name__ / f"{letter}.docx") for peer in PEERS)
            if not ours or ours != theirs:
                raise click.ClickException(f"第 {letter + 1} 份的文字不一致")
        print("抽查的文字一致")


if __name__ == "__main__":
    main()
