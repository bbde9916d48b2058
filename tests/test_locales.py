"""Every command under the locales of old servers: Chinese file names, arguments and output, and none of them fatal."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import yaml

from support.small_project import ALL, Project

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # of a Python that knows no UTF-8 mode
RARE = "𠮷"  # not in GBK


@pytest.fixture(scope="session")
def gbk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a terminal in zh_CN.GBK, a locale made for this test."""
    folder = tmp_path_factory.mktemp("locale")
    command = ["localedef", "-i", "zh_CN", "-f", "GBK", str(folder / "zh_CN.GBK")]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no localedef, or no source for zh_CN.GBK (package locales)")
    return {"LOCPATH": str(folder), "LC_ALL": "zh_CN.GBK"}


@pytest.fixture(params=["C", "ASCII", "GBK"])
def place(request: pytest.FixtureRequest) -> tuple[dict[str, str], str]:
    """An environment, and the encoding of its terminal."""
    if request.param == "GBK":
        return request.getfixturevalue("gbk"), "gbk"
    return {"C": {"LC_ALL": "C"}, "ASCII": ASCII}[request.param], "utf-8"


def run(place: tuple[dict[str, str], str], *arguments: str) -> str:
    """What a command says, read as its terminal does; it must end well."""
    environment, encoding = place
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PYTHONIO"))}
    command: list[str | bytes] = [sys.executable, "-m", "render", *(one.encode(encoding) for one in arguments)]
    done = subprocess.run(command, env={**kept, **environment}, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode(encoding)
    assert (done.returncode, "Traceback" in said, "出错" in said) == (0, False, False), said
    return said


def workbook(path: str, *rows: list[str]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    Path(path).parent.mkdir(exist_ok=True)
    book.save(path)


def test_every_command_in_every_locale(project: Project, place: tuple[dict[str, str], str]) -> None:
    mark = "√" if place[1] == "gbk" else "✓"
    project.change("{名称: 办公室, 类别: 机关处室}", f"{{名称: 办公室, 类别: 机关处室, 别名: [{RARE}办]}}")
    project.change("内容: 乙事", f"内容: {RARE}事")
    said = run(place, "build")
    assert [f"新建  {name}" in said for name in ALL] == [True] * 4
    assert f"{mark} 4 份：新建 4" in said
    assert sorted(project.made()) == sorted(ALL)  # their names in UTF-8, whatever the locale
    assert "√ 4 份：未变 4" in run(place, "build").replace("✓", "√")
    assert f"{mark} 1 份：未变 1" in run(place, "build", "--only", "财务处")
    said = run(place, "status", "--unit", "人事处")
    assert "逾期" in said
    assert f"{'?' if place[1] == 'gbk' else RARE}事" in said  # replaced in a table, not fatal
    assert "没有问题" in run(place, "check")
    workbook(
        "收回/财务处.xlsx",
        ["财务处任务台账"],
        ["编号", "具体任务", "角色", "进展状态", "进展情况"],
        ["1-1", "甲事", "牵头", "推进中", f"{RARE}做了一半"],
    )
    assert "推进中" in run(place, "collect", "收回", "--yes")
    assert f"{RARE}做了一半" in str(yaml.safe_load(Path("progress.yaml").read_text("utf-8")))
    workbook(
        "分解表.xlsx",
        ["2017年分解表"],
        ["工作目标", "工作内容", "具体任务", "完成时间", "责任主体", "协助单位"],
        ["目标", "内容", f"{RARE}事", "2017年2月", "财务处", ""],
    )
    assert "写到 新计划.yaml" in run(place, "import", "分解表.xlsx", "--out", "新计划.yaml")
    assert f"{RARE}事" in Path("新计划.yaml").read_text("utf-8")
    run(place, "diff", "--against", "新计划.yaml")
    run(place, "issue")


def test_a_terminal_that_lacks_a_character_gets_its_like(built: Project) -> None:
    said = run(({"PYTHONIOENCODING": "gbk", "LC_ALL": "C.UTF-8"}, "gbk"), "build")
    assert said.startswith("√ 4 份：未变 4")
    said = run(({"PYTHONIOENCODING": "latin-1", "LC_ALL": "C.UTF-8"}, "latin-1"), "build")
    assert said.startswith("? 4 ???")
