"""`render pack`: what each addressee gets, and all letters bound to be printed on both sides."""

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pdfplumber
import pytest

import render.folder
import render.office
from support.dispatches import files
from support.office_life import FOLDER, as_office, send
from support.small_project import HAND, PLAN, Project

KILLS = int(os.environ.get("RENDER_KILLS", "12"))
PACKS = Path("output/发放")
HERE = PACKS / FOLDER
UNITS = ("财务处", "人事处", "办公室")
ALL = {"合订本.pdf", *(f"{unit}.zip" for unit in UNITS)}
PAGED = """\
---
每份: 单位
发文: 任务通知
输出: 任务通知/{{ 单位.名称 }}
格式: [docx, pdf]
---
<h1>给{{ 单位.名称 }}</h1>
{% if 单位.名称 == "人事处" %}<p style="break-before: page">背面</p>{% endif %}
"""
ALONG = """\
---
每份: 单位
随文: [任务通知]
输出: 任务台账/{{ 单位.名称 }}
格式: [html]
---
<p>{{ 单位.名称 }}</p>
"""
COMMON = (
    PAGED.replace("每份: 单位", "每份: 全部").replace("/{{ 单位.名称 }}", "").partition("<h1>")[0]
    + "<h1>给各单位</h1>\n"
)


@pytest.fixture
def project(project: Project) -> Project:
    """A small project with letters of one and of two pages, and something that goes along."""
    (as_office(project).root / "templates/总表.html").unlink()
    project.write("templates/通知.html", PAGED)
    project.write("templates/台账.html", ALONG)
    return project


@pytest.fixture
def office(project: Project) -> Project:
    """The same after its letters were sent."""
    send(project)
    return project


def texts(path: Path) -> list[str]:
    with pdfplumber.open(path) as pdf:
        return ["".join((page.extract_text() or "").split()) for page in pdf.pages]


def test_each_addressee_gets_what_was_sent_to_it(office: Project) -> None:
    run = office.run("pack")
    told = f"✓ 3 个单位的公文在 {HERE}，合订本 5 面（其中空白 1 面），双面打印"
    assert (run.code, run.lines, run.errors) == (0, [told], [])
    assert files(HERE) == ALL
    issued = Path("issued") / FOLDER
    for unit in UNITS:
        with zipfile.ZipFile(HERE / f"{unit}.zip") as archive:
            assert archive.testzip() is None
            found = {entry.filename: archive.read(entry) for entry in archive.infolist()}
            assert {entry.date_time for entry in archive.infolist()} == {(2017, 3, 5, 0, 0, 0)}
            assert all(entry.flag_bits & 0x800 for entry in archive.infolist())
        sent = (f"任务通知/{unit}.docx", f"任务通知/{unit}.pdf", f"任务台账/{unit}.html")
        assert found == {name.replace("/", "-"): (issued / name).read_bytes() for name in sent}


def test_the_copies_are_not_held_against_the_standard(office: Project) -> None:
    office.run("pack", "--folders")
    office.run("build")
    for arguments in (("--outputs",), ("--outputs", "output/任务通知-别处.docx")):
        said = "".join(office.run("check", "--json", *arguments).lines)
        assert "任务通知-" not in said.replace("任务通知-别处", "")


def test_each_letter_begins_on_a_right_hand_page(office: Project) -> None:
    office.run("pack")
    assert texts(HERE / "合订本.pdf") == ["给财务处", "", "给人事处", "背面", "给办公室"]
    with pdfplumber.open(HERE / "合订本.pdf") as pdf:
        assert {(round(page.width), round(page.height)) for page in pdf.pages} == {(595, 842)}


def test_the_same_dispatch_gives_the_same_bytes_and_is_left_alone(office: Project) -> None:
    office.run("pack")
    before = {path: path.read_bytes() for path in HERE.iterdir()}
    times = {path: path.stat().st_mtime_ns for path in HERE.iterdir()}
    time.sleep(1.1)  # a second more, which a PDF could tell
    run = office.run("pack", "--of", FOLDER)
    assert run.lines[0].startswith(f"✓ 早已做好，没有变化：3 个单位的公文在 {HERE}，")
    assert {path: path.stat().st_mtime_ns for path in HERE.iterdir()} == times
    HERE.rename("别处")
    office.run("pack")
    assert {path: path.read_bytes() for path in HERE.iterdir()} == before
    assert b"D:20170305000000" in before[HERE / "合订本.pdf"]


def test_a_folder_that_holds_something_else_stays_and_another_is_made(office: Project) -> None:
    office.run("pack")
    (HERE / "财务处.zip").write_text(HAND)
    for _ in range(2):
        assert f"{HERE}-2，" in office.run("pack").lines[0]
    assert {path.name for path in PACKS.iterdir()} == {FOLDER, f"{FOLDER}-2"}
    assert (HERE / "财务处.zip").read_text() == HAND
    assert files(PACKS / f"{FOLDER}-2") == ALL


def test_folders_hold_the_same_as_zip_files(office: Project) -> None:
    office.run("pack", "--folders")
    flat = ("任务通知-{}.docx", "任务通知-{}.pdf", "任务台账-{}.html")
    names = {f"{unit}/{name.format(unit)}" for unit in UNITS for name in flat}
    assert files(HERE) == {"合订本.pdf", *names}


def test_what_goes_to_all_goes_to_each_and_is_bound_once(project: Project) -> None:
    project.write("templates/通知.html", COMMON)
    (project.root / "templates/台账.html").unlink()
    send(project)
    project.run("pack", "--folders")
    assert files(HERE) == {"合订本.pdf", *(f"{unit}/任务通知.{suffix}" for unit in UNITS for suffix in ("docx", "pdf"))}
    assert texts(HERE / "合订本.pdf") == ["给各单位"]
    book = Path("issued") / FOLDER / "发文.yaml"
    lines = book.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("收文"))
    kept = [line for line in lines[at:] if not line.strip().startswith(("文件:", "- 任务通知."))]
    book.write_text("".join([*lines[:at], *kept]), "utf-8")
    assert "早已做好" in project.run("pack", "--folders").lines[0]


def test_units_whose_names_are_one_for_windows_do_not_meet(project: Project) -> None:
    project.write(
        "plan.yaml", PLAN.replace("名称: 财务处", "名称: aa").replace("[财务处]", "[aa]").replace("人事处", "AA")
    )
    project.write("templates/通知.html", COMMON)
    (project.root / "templates/台账.html").unlink()
    send(project)
    assert project.run("pack").code == 0
    assert files(HERE) == {"合订本.pdf", "aa.zip", "AA-2.zip", "办公室.zip"}


def test_a_letter_without_its_pdf_is_told_and_can_be_converted(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("build")
    word = project.output / "任务通知/人事处.docx"
    word.write_bytes((project.output / "任务通知/财务处.docx").read_bytes())
    send(project)
    run = project.run("pack")
    told = f"任务通知/人事处.docx：没有 PDF，合订本里没有；由 Word 文件转了放进去：render pack --of {FOLDER} --convert"
    assert (run.code, run.errors) == (0, [told])
    assert texts(HERE / "合订本.pdf") == ["给财务处", "", "给办公室"]
    other = (Path("issued") / FOLDER / "任务通知/办公室.pdf").read_bytes()
    monkeypatch.setattr(render.office, "pdf_of", lambda path: other if path.name == "人事处.docx" else b"")
    run = project.run("pack", "--convert")
    assert run.errors == []
    assert texts(PACKS / f"{FOLDER}-2/合订本.pdf") == ["给财务处", "", "给办公室", "", "给办公室"]


def test_what_was_touched_since_is_not_handed_out(office: Project) -> None:
    (Path("issued") / FOLDER / "任务台账/人事处.html").write_text(HAND)
    (Path("issued") / FOLDER / "任务通知/财务处.pdf").unlink()
    run = office.run("pack")
    assert run.errors == [
        f"issued/{FOLDER}/任务台账/人事处.html: 发出以后改动过；用备份换回再发放",
        f"issued/{FOLDER}/任务通知/财务处.pdf: 不在了；用备份换回再发放",
    ]
    assert (run.code, PACKS.exists()) == (1, False)


def test_without_a_dispatch_there_is_nothing_to_hand_out(project: Project) -> None:
    assert project.run("pack").errors == ["issued: 还没有发过文；先发文：render issue 种类"]
    send(project)
    told = f"--of: issued/ 里没有“2017-03-05”；是不是想写“{FOLDER}”？"
    assert project.run("pack", "--of", "2017-03-05").errors == [told]


def test_a_kill_at_any_moment_leaves_all_or_nothing(office: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render.folder, "PATIENCE", 120.0)
    start, chance = time.monotonic(), random.Random(2017)
    office.start("pack").communicate()
    longest = time.monotonic() - start
    for number in range(KILLS):
        if HERE.exists():
            _check(HERE)
            HERE.rename(f"做好-{number}")
        process = office.start("pack")
        time.sleep(longest * (0.5 + chance.random() / 2))  # the first half is the start of the program
        process.send_signal(signal.SIGKILL)
        process.communicate()
    if HERE.exists():
        _check(HERE)
    assert office.run("pack").code == 0
    _check(HERE)
    assert {path.name for path in PACKS.iterdir()} == {FOLDER}


@pytest.mark.parametrize("at", range(len(ALL) + 1))
def test_a_kill_at_each_write_and_at_the_rename_leaves_nothing(office: Project, at: int) -> None:
    command = [sys.executable, "-c", KILLED, str(at), str(len(ALL)), "pack"]
    run = subprocess.run(command, cwd=office.root, capture_output=True)
    assert run.returncode == -signal.SIGKILL
    assert files(PACKS) == set()
    assert office.run("pack").code == 0
    assert {path.name for path in PACKS.iterdir()} == {FOLDER}
    _check(HERE)


#: The command, killed before one of its writes, or before the rename that follows the last.
KILLED = """
import os, signal, sys
from pathlib import Path
at, last = int(sys.argv[1]), int(sys.argv[2])
count, write, rename = 0, Path.write_bytes, Path.rename
def end(now):
    if now:
        os.kill(os.getpid(), signal.SIGKILL)
def counted(path, data):
    global count
    if "发放" in str(path):
        end(count == at)
        count += 1
    return write(path, data)
def renamed(path, target):
    end(at == last)
    return rename(path, target)
Path.write_bytes, Path.rename = counted, renamed
sys.argv[1:] = sys.argv[3:]
from render.cli import main
main()
"""


def _check(folder: Path) -> None:
    assert files(folder) == ALL
    for unit in UNITS:
        with zipfile.ZipFile(folder / f"{unit}.zip") as archive:
            assert archive.testzip() is None
    assert len(texts(folder / "合订本.pdf")) == 5
