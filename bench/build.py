"""`render build` as the office runs it, beside LibreOffice making the same PDFs: time and memory of whole processes.

    python bench/build.py

It prints the table of the README and the sentence below it, ready to paste. The peer gets our own .docx and makes
tagged PDF/A-2 of them; of ours it counts the run that makes just these PDFs. Every run is a whole process, from its
start to its end, with all that it started; memory is that of the largest one.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import yaml
from letters import enlarged
from processes import Cost, run

from render.plan.model import Plan
from render.reader import read_plan

ROOT = Path(__file__).parent.parent
RENDER = [sys.executable, "-m", "render", "build"]
TAGGED = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)


class Row(NamedTuple):
    """One situation, and what it cost."""

    what: str
    cost: Cost

    def __str__(self) -> str:
        clock, cpu, memory = self.cost
        return f"| {self.what} | {_seconds(clock)} | {_seconds(cpu)} | {memory:.0f} MB |"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} 秒" if seconds < 1 else f"{seconds:.1f} 秒"


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


def situations(folder: Path) -> Iterator[Row]:
    """The real plan: made anew, left alone, edited; and the PDFs of its Word documents, made by us and by the peer."""
    own = project(folder)
    cost = run(RENDER, own)
    yield Row(f"全部新做（{_told(files(own))}）", cost)
    yield Row("没有变化", min(run(RENDER, own) for _ in range(5)))
    edits = list[tuple[Cost, set[tuple[str, int]]]]()
    for old, new in (("6月", "7月"), ("7月", "6月")):
        before = files(own)
        edit(own / "plan.yaml", old, new)
        edits.append((run(RENDER, own), files(own) - before))
    yield Row(f"改一项任务的时限（{_told(min(edits)[1])}）", min(edits)[0])
    if shutil.which("soffice"):
        yield from same_pdfs(own, folder / "peer")


def same_pdfs(own: Path, peer: Path) -> Iterator[Row]:
    """The PDF of each document that is a Word document too, in turns."""
    words = sorted((own / "output").rglob("*.docx"))
    pdfs = [path.with_suffix(".pdf") for path in words if path.with_suffix(".pdf").exists()]
    words = [path.with_suffix(".docx") for path in pdfs]
    convert = ["soffice", f"-env:UserInstallation={(peer / 'profile').as_uri()}", "--headless"]
    convert += ["--convert-to", TAGGED, "--outdir", str(peer)]
    run([*convert, str(words[0])])  # makes the profile
    ours, theirs = list[Cost](), list[Cost]()
    for _ in range(2):
        for path in pdfs:
            path.unlink()
        ours.append(run(RENDER, own))
        assert all(path.exists() for path in pdfs)
        theirs.append(run([*convert, *map(str, words)]))
    made = {path.stem for path in peer.glob("*.pdf")}
    assert made == {path.stem for path in words}, "LibreOffice did not make all"
    yield Row(f"只做其中有 Word 的 {len(pdfs)} 份 PDF", min(ours, key=lambda cost: cost.cpu))
    yield Row(f"同样的 {len(pdfs)} 份，{office()} 由 Word 转成", min(theirs, key=lambda cost: cost.cpu))


def office() -> str:
    """LibreOffice with its version."""
    said = subprocess.run(["soffice", "--version"], capture_output=True, text=True).stdout
    return " ".join(said.split()[:2])


def edit(plan: Path, old: str, new: str) -> None:
    """Move the first deadline of a month to another."""
    text = plan.read_text("utf-8")
    changed = re.sub(f"(完成时间: 2017年){old}", rf"\g<1>{new}", text, count=1)
    assert changed != text
    plan.write_text(changed, "utf-8")


def files(folder: Path) -> set[tuple[str, int]]:
    """Each visible output of a project with the time of its last change."""
    paths = (path for path in (folder / "output").rglob("*.*") if path.is_file() and not path.name.startswith("."))
    return {(str(path), path.stat().st_mtime_ns) for path in paths}


def _told(files: set[tuple[str, int]]) -> str:
    pdfs = sum(name.endswith(".pdf") for name, _ in files)
    return f"{len(files)} 份" + (f"，其中 PDF {pdfs} 份" if pdfs else "")


def grown(folder: Path, units: int) -> Row:
    """Word letters and trackers of so many units."""
    plan = read_plan(ROOT / "plan.yaml").plan
    own = project(folder, enlarged(plan, units // len(plan.units) + 1), lambda path: path.stem in ("letter", "tracker"))
    letter = own / "templates" / "letter.html"
    letter.write_text(letter.read_text("utf-8").replace("格式: [docx, pdf]", "格式: [docx]"), "utf-8")
    cost = run([*RENDER, "--jobs", "2"], own)
    return Row(f"{units} 个单位的 Word 通知和台账（{_told(files(own))}）", cost)


def sentence(rows: list[Row]) -> str:
    """What the table says, whatever it is."""
    ours, theirs = (next((row.cost for row in rows if word in row.what), None) for word in ("只做其中", "由 Word 转成"))
    if not (ours and theirs):
        return "没有 LibreOffice，没有比。"
    times = ours.cpu / theirs.cpu, ours.clock / theirs.clock
    return "同样的 PDF，处理器时间是 LibreOffice 的 {:.1f} 倍，用时 {:.1f} 倍。".format(*times)


@click.command(help="全部新做、没有变化、改一处各用多少时间和内存；同样的 PDF 与 LibreOffice 比；单位很多时又怎样。")
@click.option("--units", default=3000, show_default=True, help="单位很多时是多少个；0 表示不测")
def main(units: int) -> None:
    """Measure, and print the table."""
    rows = list[Row]()
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    print(f"| 完整的进程，{cores} 个核 | 用时 | 处理器 | 内存（最大的进程） |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for row in situations(Path(name) / "real"):
            rows.append(row)
            print(row, flush=True)
        for many in (units // 10, units) if units else ():
            print(grown(Path(name) / str(many), many), flush=True)
    print(f"\n{sentence(rows)}")


if __name__ == "__main__":
    main()
