"""A plan of 3,000 units and 4,300 tasks beside one of a quarter of that: each command, and the whole table as a PDF.

    python bench/scale.py

Four times the plan is to take about four times as long, and hardly more memory than it holds. PDFs of single units are
left out; the published table is printed as one PDF, with the given patience.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from build import RENDER, edit, files, project
from processes import Cost, run

from render.plan.model import Plan
from render.reader import read_plan

ROOT = Path(__file__).parent.parent
UNITS, TASKS = 3000, 4300
COMMAND = RENDER[:-1]
SEVERAL = re.compile(r"格式: \[(.*?)\]")  # of a template's front matter


def grown(plan: Plan, units: int, tasks: int) -> Plan:
    """The plan with so many units, named anew, and so many tasks, which are led and helped by them in turn."""
    data = plan.model_dump(mode="json", by_alias=True)
    kinds = [unit for unit in data["单位"] if not unit.get("群体")]
    names = [f"{kinds[n % len(kinds)]['名称']}{n + 1}" for n in range(units)]
    data["单位"] = [kinds[n % len(kinds)] | {"名称": name, "别名": [], "曾用名": []} for n, name in enumerate(names)]
    data["发文"] |= {"经办": names[0]}
    goals, made = list[dict[str, Any]](), 0
    while made < tasks:
        for goal in data["目标"]:
            own = goal["任务"][: tasks - made]
            of_goal = list[dict[str, Any]]()
            for task in own:
                parties = {"责任主体": [names[made % units]], "协助单位": [names[(made * 7 + 3) % units]]}
                made += 1
                of_goal.append(task | {"编号": f"{len(goals) + 1}-{len(of_goal) + 1}", **parties})
            goals += [goal | {"名称": f"目标{len(goals) + 1}", "任务": of_goal}] if of_goal else []
    return Plan.model_validate(data | {"目标": goals})


def prepared(folder: Path, plan: Plan) -> Path:
    """A project without PDFs."""
    own = project(folder, plan)
    for path in (own / "templates").glob("[a-z]*.html"):
        text = path.read_text("utf-8")
        formats = [name for name in SEVERAL.search(text)[1].split(", ") if name != "pdf"]  # type: ignore[index]
        if formats:
            path.write_text(SEVERAL.sub(f"格式: [{', '.join(formats)}]", text, count=1), "utf-8")
        else:
            path.unlink()
    return own


def measured(folder: Path, plan: Plan) -> Iterator[tuple[str, Cost]]:
    """What each command costs, as soon as it is known."""
    own = prepared(folder, plan)
    yield "全部新做，没有 PDF", run(RENDER, own)
    yield "没有变化", run(RENDER, own)
    edit(own / "plan.yaml", "6月", "7月")
    for name in ("check", "status", "diff"):
        yield f"render {name}", run([*COMMAND, name], own)
    before = files(own)
    yield "改一项任务的时限", run(RENDER, own)
    print(f"    改了 {len(files(own) - before)} 份，共 {len(before)} 份", flush=True)


def table(folder: Path, plan: Plan, patience: int) -> str:
    """The published table as PDF."""
    own = project(folder, plan, lambda path: path.name == "table.html")
    path = own / "templates" / "table.html"
    path.write_text(SEVERAL.sub("格式: [pdf]", path.read_text("utf-8"), count=1), "utf-8")
    start = time.monotonic()
    command = [sys.executable, __file__, "--table", str(own)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        said, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"{time.monotonic() - start:.0f} 秒以后还没有做成，停了"
    return said.strip()


@click.command(help="3000 个单位、4300 项任务的计划，和四分之一的计划：各个命令用多少时间和内存，是不是成比例。")
@click.option("--units", default=UNITS, show_default=True)
@click.option("--tasks", default=TASKS, show_default=True)
@click.option("--patience", default=1200, show_default=True, help="总表的 PDF 最多等多少秒；0 表示不做")
@click.option("--table", "folder", hidden=True, type=click.Path(path_type=Path))
def main(units: int, tasks: int, patience: int, folder: Path | None) -> None:
    """Measure both sizes and print the ratios; or, as a process of the measurement, make the table."""
    if folder:
        cost = run(["nice", *RENDER], folder)
        size = (folder / "output" / "任务分解表.pdf").stat().st_size
        print(f"{cost}，{size / 2**20:.1f} MB 的文件")
        return
    plan = read_plan(ROOT / "plan.yaml").plan
    with tempfile.TemporaryDirectory() as name:
        both = list[dict[str, Cost]]()
        for part in (4, 1):
            print(f"  {units // part} 个单位，{tasks // part} 项任务", flush=True)
            both.append({})
            for what, cost in measured(Path(name) / str(part), grown(plan, units // part, tasks // part)):
                both[-1][what] = cost
                print(f"    {what}：{cost}", flush=True)
        for what, cost in both[1].items():
            less = both[0][what]
            told = f"处理器时间 {cost.cpu / less.cpu:.1f} 倍，内存 {cost.memory / less.memory:.1f} 倍"
            print(f"  {what}，计划大四倍：{told}")
        for part in (4, 1) if patience else ():
            own = Path(name) / f"table{part}"
            print(f"  {tasks // part} 项任务的总表印成 PDF：", end="", flush=True)
            print(table(own, grown(plan, units, tasks // part), patience), flush=True)


if __name__ == "__main__":
    main()
