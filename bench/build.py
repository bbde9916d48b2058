"""`render build` as the office runs it, beside the same documents made the usual way: time and memory of processes.

    python bench/build.py

The usual way is a script with docxtpl for letters and table, xltpl for trackers, and LibreOffice for the PDF: it makes
everything each time. Every run is a whole process, from its start to its end; memory is the largest process's peak.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import click
import docx
import openpyxl
import yaml
from letters import Docxtpl, enlarged
from openpyxl.comments import Comment

from render.plan.model import Plan
from render.reader import read_plan

ROOT = Path(__file__).parent.parent
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10  # in the units of ru_maxrss
RENDER = [sys.executable, "-m", "render", "build"]
COLUMNS = ("编号", "目标.名称", "内容", "完成时间", "责任主体 | join('、')", "协助单位 | join('、')")


class Cost(NamedTuple):
    """Seconds by the clock, processor seconds, and MB."""

    clock: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} 秒（处理器 {self.cpu:.2f} 秒），内存 {self.memory:.0f} MB"


def run(command: list[str], folder: Path) -> Cost:
    """What a process and those that it started cost."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise click.ClickException(f"没有做成：{' '.join(command)}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE)


def project(folder: Path, plan: Plan | None = None, keep: Callable[[Path], bool] = lambda _: True) -> Path:
    """A project: the real plan or another one, and the real templates, or those of them that are to be kept."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    for path in (folder / "templates").glob("[a-z]*.html"):
        if not keep(path):
            path.unlink()
    if plan:
        text = yaml.safe_dump(plan.model_dump(mode="json", by_alias=True), allow_unicode=True, sort_keys=False)
        (folder / "plan.yaml").write_text(text, "utf-8")
    else:
        shutil.copy(ROOT / "plan.yaml", folder)
    return folder


# ---- the usual way


def prepare_usual(folder: Path) -> None:
    """The templates that an office would have drawn in Word and Excel."""
    folder.mkdir()
    (folder / "letter.docx").write_bytes(Docxtpl(1).document)
    tracker = openpyxl.Workbook()
    sheet: Any = tracker.active
    sheet.append(["{{ 单位.名称 }}任务台账"])
    sheet.append(list(COLUMNS))
    cells = [f"{{{{ 任务.{name} }}}}" for name in COLUMNS]
    sheet.append(cells)
    sheet["A3"].comment = Comment("beforerow{% for 任务 in 单位.任务 %}", "")
    sheet.cell(3, len(COLUMNS)).comment = Comment("aftercell{% endfor %}", "")
    tracker.save(folder / "tracker.xlsx")
    document = docx.Document()
    document.add_heading("{{ 计划.标题 }}")
    table = document.add_table(4, len(COLUMNS))
    for row, texts in enumerate((COLUMNS, ["{%tr for 任务 in 计划.任务 %}"], cells, ["{%tr endfor %}"])):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.save(str(folder / "table.docx"))


def usual(folder: Path) -> None:
    """Make letters, trackers and table, and PDFs of letters and table."""
    from docxtpl import DocxTemplate
    from xltpl.writerx import BookWriter

    made = folder / "made"
    made.mkdir(exist_ok=True)
    letters = Docxtpl(1)
    for context in letters.letters:
        letters.write(context, made / f"{context['单位']['名称']}.docx")
    for context in letters.letters:
        book = BookWriter(str(folder / "tracker.xlsx"))
        book.render_book([{**context, "sheet_name": "任务台账"}])
        book.save(str(made / f"{context['单位']['名称']}.xlsx"))
    table = DocxTemplate(str(folder / "table.docx"))
    table.render({"计划": letters.letters[0]["计划"]}, autoescape=True)
    table.save(str(made / "任务分解表.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(made)]
    subprocess.run([*command, *map(str, sorted(made.glob("*.docx")))], check=True, capture_output=True)


# ---- what is measured


def measured(folder: Path) -> Iterator[tuple[str, Cost, str]]:
    """The real plan: each situation, what it cost, and how many files were made."""
    own = project(folder)
    yield "全部新做", run(RENDER, own), made(own / "output")
    yield "没有变化", min(run(RENDER, own) for _ in range(5)), "0 份"
    times = list[Cost]()
    for old, new in (("6月", "7月"), ("7月", "6月")):
        before = stamps(own / "output")
        edit(own / "plan.yaml", old, new)
        times.append(run(RENDER, own))
    yield "改一项任务的时限", min(times), f"{len(stamps(own / 'output') - before)} 份"
    if shutil.which("soffice"):
        other = folder / "usual"
        prepare_usual(other)
        command = [sys.executable, __file__, "--usual", str(other)]
        yield f"通常的做法：{usual_tools()}", run(command, other), made(other / "made")


def usual_tools() -> str:
    """The peers with their versions."""
    return "、".join([*(f"{name} {metadata.version(name)}" for name in ("docxtpl", "xltpl")), "LibreOffice"])


def edit(plan: Path, old: str, new: str) -> None:
    """Move the first deadline of a month to another."""
    text = plan.read_text("utf-8")
    changed = re.sub(f"(完成时间: 2017年){old}", rf"\g<1>{new}", text, count=1)
    assert changed != text
    plan.write_text(changed, "utf-8")


def made(folder: Path) -> str:
    """How many files a folder holds."""
    return f"{len(stamps(folder))} 份"


def stamps(folder: Path) -> set[tuple[str, int]]:
    """Each visible file with the time of its last change."""
    files = (path for path in folder.rglob("*.*") if path.is_file() and not path.name.startswith("."))
    return {(str(path), path.stat().st_mtime_ns) for path in files}


def grown(folder: Path, units: int) -> tuple[Cost, str]:
    """Word letters and trackers of so many units."""
    plan = read_plan(ROOT / "plan.yaml").plan
    own = project(folder, enlarged(plan, units // len(plan.units) + 1), lambda path: path.stem in ("letter", "tracker"))
    letter = own / "templates" / "letter.html"
    letter.write_text(letter.read_text("utf-8").replace("格式: [docx, pdf]", "格式: [docx]"), "utf-8")
    return run([*RENDER, "--jobs", "2"], own), made(own / "output")


@click.command(help="生成全部文件、没有变化、改一处各用多少时间和内存，与通常的做法比；单位很多时内存涨不涨。")
@click.option("--units", default=3000, show_default=True, help="单位很多时是多少个；0 表示不测")
@click.option("--usual", "peer", hidden=True, type=click.Path(path_type=Path))
def main(units: int, peer: Path | None) -> None:
    """Measure and print; or, as a process of the measurement, make the documents the usual way."""
    if peer:
        usual(peer)
        return
    print("每次都是一个完整的进程，从启动到结束；内存是最大的那个进程的峰值")
    with tempfile.TemporaryDirectory() as name:
        first = None
        for what, cost, files in measured(Path(name) / "real"):
            first = first or cost
            print(f"  {what}：{cost}，{files}，是全部新做的 {cost.clock / first.clock:.2f} 倍", flush=True)
        for many in (units // 10, units) if units else ():
            cost, files = grown(Path(name) / str(many), many)
            print(f"  {many} 个单位的通知（Word）和台账：{cost}，{files}", flush=True)


if __name__ == "__main__":
    main()
