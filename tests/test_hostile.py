"""Texts that people may write come through whole in every format, and nothing is written outside output/."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.real_project import (
    ROOT,
    build_once,
    docx_paragraphs,
    docx_tables,
    html_rows,
    pdf_cells,
    pdf_text,
    shared_folder,
    squeezed,
    xlsx_rows,
)

TEXTS = [
    "尖括号<b>不加粗</b>&amp;和&还有\"双引号\"与'单引号'。",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "{{ 计划.标题 }}{% for %}{# 注 #}",
    "赟喆𠮷㐂",
    "*星号* _下划线_ `反引号` # 井号",
    "长" * 300,
    "Pneumono" * 40,
    "10Mbps，98%，1Gbps；“引号”《书名》",
]
UNITS = ["信保处/甲", "..", "乙:处?", "=丙处", "<丁>&处", "CON", "戊" * 90]
PLAN = """\
标题: {title}
年度: 2017
发文: {{机关: 陕西省教育厅, 经办: 信保处}}
单位:
{units}
目标:
  - 名称: 目标<i>&甲
    内容: {content}
    任务:
{tasks}
"""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def hostile_plan() -> str:
    units = "".join(f"  - {{名称: {quoted(name)}, 类别: 机关处室}}\n" for name in UNITS)
    tasks = "".join(
        f"      - 编号: 1-{n + 1}\n        内容: {quoted(text)}\n        完成时间: 2017年底\n"
        f"        责任主体: [{quoted(UNITS[n % len(UNITS)])}]\n"
        f"        协助单位: [{quoted(UNITS[(n + 1) % len(UNITS)])}]\n"
        for n, text in enumerate(TEXTS)
    )
    return PLAN.format(title=quoted("计划<1>&“二”"), units=units, content=quoted(TEXTS[0]), tasks=tasks)


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_once(shared_folder(tmp_path_factory) / "hostile", hostile_plan()) / "output"


def letters(output: Path, suffix: str) -> dict[str, Path]:
    """Unit → its letter, found by what the letter says."""
    paths = sorted((output / "任务通知").glob(f"*.{suffix}"))
    owners = {path: docx_paragraphs(path.with_suffix(".docx")) for path in paths}
    return {name: path for name in UNITS for path in paths if f"{name}：" in owners[path]}


def test_nothing_is_written_elsewhere(output: Path) -> None:
    assert {path.name for path in output.parent.iterdir()} == {"plan.yaml", "templates", "output", "lock", "done"}
    assert not list(output.parent.parent.glob("*.docx"))
    assert {path.name for path in output.iterdir() if not path.name.startswith(".")} == {
        *("任务分解表.docx", "任务分解表.html", "任务分解表.pdf", "任务分解表.xlsx", "印发通知.docx", "印发通知.pdf"),
        *("任务分解表-按单位.pdf", "任务分解表-按时限.pdf", "任务通知", "任务台账"),
    }
    assert len(list((output / "任务台账").glob("*.xlsx"))) == len(UNITS) + 1


def test_the_table_holds_every_text_whole(output: Path) -> None:
    readers = {
        "docx": lambda path: docx_tables(path)[0],
        "html": html_rows,
        "xlsx": xlsx_rows,
    }
    for suffix, read in readers.items():
        rows = read(output / f"任务分解表.{suffix}")[-len(TEXTS) :]
        assert [row[2] for row in rows] == [f"1-{n}\u3000{text}" for n, text in enumerate(TEXTS, 1)], suffix
        assert ["".join(row[4].split("\n")) for row in rows] == [UNITS[n % len(UNITS)] for n in range(len(TEXTS))], (
            suffix
        )
    cells = pdf_cells(output / "任务分解表.pdf")
    for n, text in enumerate(TEXTS, 1):
        assert squeezed(f"1-{n}{text}") in cells


def test_letters_hold_every_text_whole(output: Path) -> None:
    found = letters(output, "docx")
    assert list(found) == UNITS
    for n, text in enumerate(TEXTS):
        path = found[UNITS[n % len(UNITS)]]
        if tables := docx_tables(path):  # of more than five tasks
            assert text in [row[2] for row in tables[0]]
            assert squeezed(text) in pdf_cells(path.with_suffix(".pdf"))
        else:
            told = f"{text.removesuffix('。')}（编号"
            assert any(told in paragraph for paragraph in docx_paragraphs(path))
            assert squeezed(told) in pdf_text(path.with_suffix(".pdf"))


def test_trackers_hold_every_text_whole_and_no_formula(output: Path) -> None:
    rows = [row for path in (output / "任务台账").glob("*.xlsx") for row in xlsx_rows(path)]
    for text in TEXTS:
        assert sum(text in row for row in rows) == 3  # the lead's, the assistant's, and the ledger


def test_a_plan_that_cannot_be_printed_is_refused_whole(tmp_path: Path) -> None:
    plan = hostile_plan().replace(quoted("@x"), '"响铃\\u0007"').replace("年度: 2017", "年度: 二〇一七")
    (tmp_path / "plan.yaml").write_text(plan, "utf-8")
    command = [sys.executable, "-m", "render", "build", "--templates", str(ROOT / "templates")]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1
    assert [line.split(": ")[0] for line in run.stderr.splitlines()] == ["plan.yaml:2", "plan.yaml:38"]
    assert not (tmp_path / "output").exists()
