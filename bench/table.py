"""The published table of 43, 430 and 4,300 tasks as PDF: this project, plain WeasyPrint, Typst and LibreOffice.

    python bench/table.py

Each run is a process of its own, from its start to its end, so that all pay for their start; time is the processor's.
Ours, plain WeasyPrint (one pass, which cuts merged cells wherever a page ends) and Typst get the same cells;
LibreOffice gets the Word document that this project makes, and a profile, and only up to --libreoffice tasks.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import click
from processes import Cost, run

from render.documents.document import make_documents
from render.page import Page, read_grid
from render.plan.model import Plan
from render.reader import read_plan
from render.writers import writer

ROOT = Path(__file__).parent.parent
SIZES = (43, 430, 4300)
OFFICE = "LibreOffice"


def enlarged(plan: Plan, tasks: int) -> Plan:
    """The plan with its goals repeated until there are so many tasks."""
    data, goals = plan.model_dump(mode="json", by_alias=True), list[dict[str, Any]]()
    while tasks > 0:
        for goal in data["目标"]:
            own = goal["任务"][:tasks]
            numbered = [task | {"编号": f"{len(goals) + 1}-{n}"} for n, task in enumerate(own, 1)]
            goals += [goal | {"任务": numbered}] if own else []
            tasks -= len(own)
    return Plan.model_validate(data | {"目标": goals})


def table_page(tasks: int) -> Page:
    """The page of table.html for a plan of so many tasks."""
    plan = enlarged(read_plan(ROOT / "plan.yaml").plan, tasks)
    return next(d.page for d in make_documents(plan, ROOT / "templates") if d.template == "table.html")


def quoted(text: str) -> str:
    """A string in Typst."""
    return json.dumps(text, ensure_ascii=False)


def typst_source(page: Page) -> str:
    """The same table in Typst: paper, columns, merged cells and repeated header as table.html has them."""
    (table,) = (box for box in page.body.boxes if box.tag == "table")
    grid = read_grid(table)
    lines = list[str]()
    for (_, line), group in zip(grid.lines, grid.groups, strict=True):
        cells = [f"table.cell(rowspan: {c.rows}, colspan: {c.columns}, {quoted(c.box.text)})" for c in line]
        if group.tag == "thead":
            lines += [cell + "," for cell in cells]
        else:
            if lines[-1:] != ["),"] and "table.header(" not in lines:
                lines = ["table.header(", *lines, "),"]
            lines += [cell + "," for cell in cells]
    return "\n".join(
        [
            '#set page(paper: "a4", flipped: true, margin: (top: 28mm, right: 37mm, bottom: 26mm, left: 35mm))',
            '#set text(font: ("FandolFang R", "FandolFang", "Noto Serif CJK SC"), size: 10.5pt, lang: "zh")',
            f"#set document(title: {quoted(page.title)})",
            "#table(columns: (10fr, 30fr, 26fr, 10fr, 10fr, 14fr), stroke: 0.5pt,",
            *lines,
            ")",
        ]
    )


# What one process does with the files that lie ready in its folder.


def ours(folder: Path) -> None:
    """This project's PDF."""
    page = Page((folder / "table.page").read_text("utf-8"), (folder / "table.css").read_text("utf-8"))
    (folder / "table.pdf").write_bytes(writer("pdf")(page))


def plain(folder: Path) -> None:
    """WeasyPrint as its documentation says, tagged like ours."""
    import weasyprint

    css = weasyprint.CSS(string=(folder / "table.css").read_text("utf-8"))
    html = weasyprint.HTML(string=(folder / "table.page").read_text("utf-8"))
    html.write_pdf(folder / "table.pdf", stylesheets=[css], pdf_variant="pdf/a-2a")


def typst(folder: Path) -> None:
    """Typst, tagged too."""
    import typst

    typst.compile(str(folder / "table.typ"), output=str(folder / "table.pdf"))


PEERS: dict[str, Callable[[Path], None]] = {"本项目": ours, "WeasyPrint 一遍": plain, "Typst": typst}


def commands(folder: Path) -> dict[str, list[str]]:
    """The command of each peer."""
    own = {name: [sys.executable, __file__, "--one", name, str(folder)] for name in PEERS}
    office = shutil.which("soffice")
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "table.docx")]
    return own | ({OFFICE: [office, profile, *convert]} if office else {})


def prepared(folder: Path, tasks: int) -> Path:
    """A folder with what each peer reads."""
    folder.mkdir()
    page = table_page(tasks)
    (folder / "table.page").write_text(page.html, "utf-8")
    (folder / "table.css").write_text(page.css, "utf-8")
    (folder / "table.typ").write_text(typst_source(page), "utf-8")
    (folder / "table.docx").write_bytes(writer("docx")(page))
    return folder


def best(command: list[str], runs: int) -> Cost:
    """The fastest of some runs."""
    return min((run(command) for _ in range(runs)), key=attrgetter("cpu"))


def measured(tasks: int, folder: Path, runs: int, most: int) -> Iterator[tuple[str, Cost]]:
    """What each peer took."""
    for name, command in commands(folder).items():
        if name == OFFICE:
            if tasks > most:
                continue
            run(command)  # makes the profile
        yield name, best(command, runs if tasks <= SIZES[0] else 1)


@click.command(help="公布的分解表印成 PDF：本项目、WeasyPrint 一遍、Typst、LibreOffice 各用多少时间和内存。")
@click.option("--runs", default=3, show_default=True, type=click.IntRange(1), help="43 项时各做几遍，取最快的")
@click.option("--most", default=SIZES[-1], show_default=True, help="最多多少项任务")
@click.option("--libreoffice", default=SIZES[0], show_default=True, help="LibreOffice 最多做多少项")
@click.option("--one", hidden=True)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def main(runs: int, most: int, libreoffice: int, one: str | None, folder: Path | None) -> None:
    """Measure all sizes and print the ratios; or, as a process of the measurement, make one PDF."""
    if one and folder:
        PEERS[one](folder)
        return
    print("每次都是一个完整的进程，从启动到结束；用时指处理器时间，倍数是与本项目相比，内存是峰值")
    with tempfile.TemporaryDirectory() as name:
        pace = list[float]()
        for tasks in (size for size in SIZES if size <= most):
            results = list(measured(tasks, prepared(Path(name) / str(tasks), tasks), runs, libreoffice))
            own = results[0][1].cpu
            pace.append(own / tasks)
            print(f"{tasks} 项任务")
            for peer, (clock, seconds, memory) in results:
                print(
                    f"  {peer}：{seconds:.2f} 秒（{seconds / own:.2f} 倍；时钟 {clock:.2f} 秒），内存 {memory:.0f} MB",
                    flush=True,
                )
        told = "、".join(f"{1000 * each:.1f}" for each in pace)
        print(f"本项目每项任务的毫秒数，由少到多：{told}")


if __name__ == "__main__":
    main()
