"""The same N letters by this project and by docxtpl, in turns on one core: CPU ms per letter, memory, same text.

    python bench/letters.py -n 3000

Both start from the plan as templates see it, and end with a file. docxtpl's template is letter.html as a Word document
with the Jinja left in: the same wording, styles, fonts and page numbers, and less to read than in one saved by Word.
"""

import io
import multiprocessing
import os
import re
import resource
import statistics
import sys
import tempfile
import time
from importlib import metadata
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import click
import docx
import jinja2
from docx.table import Table

from render.documents.document import NOTHING
from render.documents.filters import FILTERS
from render.documents.front import hide_front_matter
from render.documents.sandbox import Loader, environments
from render.documents.template import read_template
from render.documents.titles import title_lines
from render.documents.views import view_imprint, view_plan, view_sent
from render.page import Page
from render.plan.model import Plan
from render.reader import read_plan
from render.writers import writer

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
TURN = 31  # letters: about what the plan asks for, so that every turn has long ones and short ones
SAMPLES = 10  # letters whose text is compared
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10  # in the units of ru_maxrss

Context = dict[str, Any]  # what a template knows of one letter


class Office:
    """What both start from: the plan, the wording and the look of a letter."""

    def __init__(self, number: int) -> None:
        self.template = read_template(TEMPLATES / "letter.html", *environments(TEMPLATES))
        self.css = self.template.stylesheet()
        plan = read_plan(ROOT / "plan.yaml").plan
        self.letters = self._letters(enlarged(plan, -(-number // len(self._letters(plan)))))

    def _letters(self, plan: Plan) -> list[Context]:
        shared = {
            "计划": view_plan(plan, NOTHING, view_sent(None)),
            "发文": view_imprint(plan.sender, self.template.front.kind),
        }
        return [c for unit in shared["计划"]["单位"] if self.template.wanted(c := {**shared, "单位": unit})]


class Ours(Office):
    """This project: the plan and letter.html → HTML → Word, as `render build` does it."""

    name = "本项目"

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.writer = writer("docx")

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


class Docxtpl(Office):
    """docxtpl: the plan and a Word document with Jinja in it → Word, as its documentation says.

    The document is read once, the environment is shared, each letter has a DocxTemplate of its own, autoescape is on.
    """

    name = f"docxtpl {metadata.version('docxtpl')}"

    def __init__(self, number: int) -> None:
        from docxtpl import DocxTemplate  # here, so that it weighs on this process only

        super().__init__(number)
        self.document, self.open = word_template(self.css), DocxTemplate
        self.environment = jinja2.Environment(loader=Loader(TEMPLATES, encoding="utf-8"), autoescape=True)
        self.environment.filters |= {**FILTERS, "分行": lambda title: "\n".join(title_lines(title))}

    def write(self, context: Context, path: Path) -> None:
        """Make one letter."""
        document = self.open(io.BytesIO(self.document))
        document.render(context, self.environment, autoescape=True)
        document.save(path)


Peer = type[Ours] | type[Docxtpl]
PEERS: tuple[Peer, ...] = (Ours, Docxtpl)


COMMENT = re.compile(r"\{#.*?#\}", re.S)
DASHES = re.compile(r"\s*(\{%)-|-(%\})\s*")
MACRO = re.compile(r"\{% macro (\w+)\((.*?)\) %\}(.*?)\{% endmacro %\}", re.S)
CALL = re.compile(r"^\{\{ (\w+)\((.*)\) \}\}$", re.M)
TABLE = re.compile(r"<table.*?</table>", re.S)
STATEMENT = re.compile(r"^\s*\{% (.*) %\}\s*$", re.M)


def word_template(css: str) -> bytes:
    """letter.html as a template for docxtpl, printed by our Word writer with the Jinja left in.

    A macro that makes blocks stands in the place of its call; a statement on a line of its own becomes a paragraph, or
    in a table a row, of its own.
    """
    macros = {name: rest for name, *rest in MACRO.findall((TEMPLATES / "_gongwen.html").read_text("utf-8"))}

    def inlined(call: re.Match[str]) -> str:
        parameters, body = macros[call[1]]
        lines = [f"{{% set 参数 = ({call[2]},) %}}"]
        for number, parameter in enumerate(parameters.split(", ")):
            name, _, default = parameter.partition("=")
            lines.append(f"{{% set {name} = 参数[{number}] | default({default}) %}}")
        return "\n".join([*lines, body])

    source = hide_front_matter((TEMPLATES / "letter.html").read_text("utf-8"))
    source = CALL.sub(inlined, DASHES.sub(r"\1\2", COMMENT.sub("", source)))
    source = TABLE.sub(lambda table: STATEMENT.sub(r"<tr><td>{%tr \1 %}</td></tr>", table[0]), source)
    source = STATEMENT.sub(r"<p>{%p \1 %}</p>", source)
    return writer("docx")(Page(f"<html><body>{source}</body></html>", css))


def work(peer: Peer, number: int, folder: Path, orders: Connection) -> None:
    """In a process of its own: write the letters of each turn, and tell the seconds it took and the peak memory."""
    office = peer(number)
    orders.send(None)
    for turn in iter(orders.recv, None):
        start = time.process_time()
        for letter in turn:
            office.write(office.letters[letter], folder / f"{letter}.docx")
        seconds = time.process_time() - start
        orders.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE))


def started(peer: Peer, number: int, folder: Path) -> Connection:
    """Start a peer, and wait until it is ready."""
    folder.mkdir()
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    context.Process(target=work, args=(peer, number, folder, there), daemon=True).start()
    there.close()  # so that the pipe ends with the process
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


def text(path: Path) -> list[str]:
    """What a letter says, paragraph by paragraph and row by row, as python-docx reads it; empty ones left out."""
    items = docx.Document(str(path)).iter_inner_content()
    rows = (_rows(item) if isinstance(item, Table) else [item.text] for item in items)
    return list(filter(None, chain.from_iterable(rows)))


def _rows(table: Table) -> list[str]:
    return ["|".join(cell.text for cell in row.cells) for row in table.rows]


@click.command(help="同样的 N 份任务通知，由本项目和 docxtpl 各做一遍，比较每份用时和内存。")
@click.option("-n", "number", default=310, show_default=True, type=click.IntRange(1), help="多少份")
def main(number: int) -> None:
    """Run the race and print how it went."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        folder, medians = Path(name), list[float]()
        print(f"任务通知 {number} 份，同一个核，轮流各做 {TURN} 份；用时指处理器时间")
        for peer, turns in zip(PEERS, race(number, folder), strict=True):
            pace, memory = zip(*turns, strict=True)
            early = memory[max(len(memory) // 10 - 1, 0)]
            medians.append(statistics.median(pace))
            print(
                f"{peer.name}：每份 {medians[-1]:.2f} 毫秒（各轮的中位数；{min(pace):.2f} 到 {max(pace):.2f}），"
                f"内存峰值 {memory[-1]:.1f} MB（前一成之后增加 {memory[-1] - early:.1f} MB）"
            )
        print(f"本项目快 {medians[1] / medians[0]:.1f} 倍")
        samples = range(0, number, -(-number // SAMPLES))
        for letter in samples:
            ours, theirs = (text(folder / peer.__name__ / f"{letter}.docx") for peer in PEERS)
            if not ours or ours != theirs:
                raise click.ClickException(f"第 {letter + 1} 份的文字不一致")
        print(f"抽查 {len(samples)} 份，两边文字一致")


if __name__ == "__main__":
    main()
