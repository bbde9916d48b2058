"""The command itself: its words, its exit codes, and what it does not import."""

import json
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import render.doctor
import render.documents.project
from render import fonts
from render.build import draft
from render.cli import HOMES, cli
from render.cli.phrases import PHRASES
from render.doctor import Requirement
from support.small_project import ALL, LETTERS, Project

COMMANDS = sorted(cli.commands)
ENGLISH = re.compile(r"\b(?!JSON|render )[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+[:.]", re.MULTILINE)


def _english(text: str) -> set[str]:
    return {match[0] for match in ENGLISH.finditer(text)}


def test_a_command_is_imported_without_the_others() -> None:
    homes = {name: one.callback.__module__ for name, one in cli.commands.items() if one.callback}
    assert {name: f"render.cli.{home}" for name, home in HOMES.items()} == homes
    say = "import sys; from render.cli import main; sys.argv = ['render', 'status', '--help']\n"
    say += (
        "try: main()\nexcept SystemExit: print('render.cli.status' in sys.modules, 'render.cli.build' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "True False"


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_chinese(command: list[str], flag: str) -> None:
    result = CliRunner().invoke(cli, [*command, flag], prog_name="render")
    assert result.exit_code == 0
    assert _english(result.output) == set()
    assert "用法：" in result.output
    assert "显示这份说明" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bild"], "错误：没有命令 bild。 是不是想写 'build'？"),
        (["--foo"], "错误：没有选项 --foo。"),
        (["build", "--today", "昨天"], "'--today' 的值不对：“昨天”不是日期；写成 2017-11-01 这样。"),
        (["build", "--onlly", "甲"], "错误：没有选项 --onlly。 是不是想写 '--only'？"),
        (["build", "--o"], "错误：没有选项 --o。"),
        (["build", "--only"], "错误：选项 --only 后面要写一个值。"),
        (["build", "--jobs", "两个"], "错误：'--jobs' 的值不对：两个 不是整数。"),
        (["build", "--jobs", "0"], "错误：'--jobs' 的值不对：0 不在范围内（x>=1）。"),
        (["build", "--help=1"], "错误：选项 --help 后面不写值。"),
        (["build", "甲"], "错误：多写了：甲"),
        (["build", "甲", "乙"], "错误：多写了：甲 乙"),
    ],
)
def test_wrong_usage_is_told_in_chinese_and_ends_with_2(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(cli, arguments, prog_name="render")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert _english(result.stderr) == set()


def test_no_command_shows_the_help() -> None:
    result = CliRunner().invoke(cli, [], prog_name="render")
    assert (result.exit_code, "命令:" in result.output, _english(result.output)) == (2, True, set())


def test_every_option_has_a_help_text() -> None:
    options = [some for command in cli.commands.values() for some in command.params if isinstance(some, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_the_columns_of_a_help_line_up() -> None:
    output = CliRunner().invoke(cli, ["build", "--help"], prog_name="render").output
    options = [match[0] for match in re.finditer(r"^  -.*?\S  +(?=\S)", output, re.MULTILINE)]
    assert len(options) == 9
    assert len({len(option.encode("gb18030")) for option in options}) == 1, "in GB 18030 a wide character has two bytes"


def test_a_mistake_in_the_plan_ends_every_command_with_1(project: Project) -> None:
    project.change("年度: 2017", "年度: 二〇一七")
    for command in ("build", "check", "status"):
        run = project.run(command)
        assert (run.code, run.lines, len(run.errors)) == (1, [], 1)
        assert run.errors[0].startswith("plan.yaml:2: ")


def test_a_plan_that_is_not_there(project: Project) -> None:
    run = project.run("build", "--plan", "没有.yaml")
    assert (run.code, run.lines) == (1, [])
    assert run.errors[0].startswith("没有.yaml: ")


def test_an_error_of_ours_is_one_plain_line(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("想不到的事")

    monkeypatch.setattr(render.documents.project.Project, "read", fail)
    hint = "设置环境变量 RENDER_DEBUG=1 再运行，可以看到详情"
    run = project.run("build")
    assert (run.code, run.lines, run.errors) == (1, [], [f"render: 程序出错（RuntimeError：想不到的事）；{hint}"])
    monkeypatch.setenv("RENDER_DEBUG", "1")
    assert project.run("build").errors[0] == "Traceback (most recent call last):"


def test_the_same_problem_in_many_files_is_told_once(project: Project) -> None:
    units = "\n".join(f"  - {{名称: 单位{n}, 类别: 机关处室}}" for n in range(9))
    project.change("  - {名称: 办公室", f"{units}\n  - {{名称: 办公室")
    project.change("条件: 单位.任务\n", "", "templates/通知.html")
    project.put("通知", "挡路")
    run = project.run("build")
    assert len(run.errors) == 2
    assert run.errors[1] == "    另有 11 个文件也是这样"


def test_the_same_problem_on_many_lines_is_told_for_each(project: Project) -> None:
    project.write("templates/通知.css", "p { float: left }\n" * 9)
    project.change("格式: [html]", "格式: [html]\n样式: 通知.css", "templates/通知.html")
    places = [line.split(": ")[0] for line in project.run("check").errors]
    assert places == [f"templates/通知.css:{line}" for line in range(1, 10)]


def test_check_tells_what_there_is(project: Project) -> None:
    run = project.run("check")
    assert (run.code, run.errors) == (0, [])
    assert run.lines == ["✓ 1 项目标，2 项任务，3 个单位，4 份文件：没有问题"]
    assert not project.output.exists()


def test_check_refuses_a_government_as_an_addressee(project: Project) -> None:
    project.change("{名称: 办公室, 类别: 机关处室}", "{名称: 办公室, 类别: 政府}")
    run = project.run("check")
    assert run.errors == [
        "plan.yaml:12: 错误：“办公室”是政府，部门不得向政府下达任务（党政机关公文处理工作条例第十六条）；"
        "改写为该地的部门，或报请上级政府办公厅（室）发文；商请用 行文: 函"
    ]
    assert (run.code, run.lines) == (1, ["✗ 1 项目标，2 项任务，3 个单位，4 份文件：错误 1 处"])


def test_check_warns_of_css_that_word_cannot_print(project: Project) -> None:
    project.write("templates/通知.css", "p {\n  float: left;\n}")
    project.change("格式: [html]", "格式: [html]\n样式: 通知.css", "templates/通知.html")
    run = project.run("check")
    assert (run.code, run.lines) == (0, ["✓ 1 项目标，2 项任务，3 个单位，4 份文件：警告 1 处"])
    assert "通知.css:2: " in run.errors[0]


def test_status_tells_what_a_build_would_do_and_does_nothing(project: Project) -> None:
    new = f"新建  4 份：{'、'.join([ALL[0], LETTERS[2], LETTERS[0], LETTERS[1]])}"
    assert project.run("status", "--files").lines[-1] == new
    assert project.run("status").lines[-1] == "文件：新建 4；运行 render build 生成"
    assert not project.output.exists()
    project.run("build")
    assert project.run("status").lines[-1] == "文件：都是最新的"
    project.put(LETTERS[0], "手工写的")
    assert project.run("status").lines[-1] == "文件：保留 1"
    (project.output / LETTERS[2]).unlink()
    project.change("2017年3月", "2017年6月")
    before = project.made()
    assert project.run("status", "--files").lines[-3:] == [
        f"补做（原文件被删）  1 份：{LETTERS[2]}",
        f"更新  2 份：总表.html、{LETTERS[1]}",
        f"保留（手工修改过，新版另存）  1 份：{LETTERS[0]}",
    ]
    assert project.run("status").lines[-1] == "文件：更新 2，补做 1，保留 1；运行 render build 生成"
    assert project.made() == before
    (project.root / "templates/通知.html").unlink()
    assert project.run("status", "--files").lines[-2:] == [
        f"删除（已不需要）  1 份：{LETTERS[1]}",
        f"保留（已不需要，但手工修改过）  1 份：{LETTERS[0]}",
    ]


def test_doctor_tells_what_is_missing_and_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    good, test = Requirement("甲", True, "1.2", "", "PDF"), Requirement("乙", False, "缺少", "装乙", "仅测试", True)
    monkeypatch.setattr(render.doctor, "examine", lambda: [good, test])
    result = CliRunner().invoke(cli, ["doctor"])
    assert (result.exit_code, result.output) == (0, "✓ 甲：1.2\n✗ 乙：缺少\n    用于：仅测试；办法：装乙\n")
    monkeypatch.setattr(render.doctor, "examine", lambda: [Requirement("丙", False, "缺少", "装丙", "PDF")])
    result = CliRunner().invoke(cli, ["doctor"])
    assert (result.exit_code, result.output.splitlines()[-2:]) == (1, ["缺的一次装齐：", "    装丙"])


def test_schema_is_printed_or_written(tmp_path: Path) -> None:
    printed = CliRunner().invoke(cli, ["schema"])
    assert json.loads(printed.output)["properties"].keys() >= {"标题", "单位", "目标"}
    written = CliRunner().invoke(cli, ["schema", "--out", str(tmp_path / "s.json")])
    assert (written.exit_code, written.output) == (0, "")
    assert (tmp_path / "s.json").read_text("utf-8") == printed.output


def test_a_build_with_nothing_to_do_imports_no_writer(project: Project) -> None:
    project.change("格式: [html]", "格式: [docx, xlsx, pdf, html]", "templates/通知.html")
    program = "import sys; from render.cli import cli; cli(['build'], standalone_mode=False); print(*sys.modules)"
    project.start("build").communicate()
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8")
    assert "✓ 13 份：未变 13" in run.stdout
    assert {"openpyxl", "docx", "weasyprint", "multiprocessing"}.isdisjoint(run.stdout.split())


def test_what_is_looked_at_first_is_made_first_by_processes_that_were_begun_early(project: Project) -> None:
    project.change("格式: [html]", "格式: [pdf, html, docx, xlsx]", "templates/通知.html")
    assert project.run("build", "--output", "一", "--jobs", "1").code == 0
    lines, errors = project.start("build").communicate()
    suffixes = [line.rpartition(".")[2] for line in lines.splitlines() if line.startswith("新建")]
    assert (errors, len(suffixes)) == ("", 13)
    assert max(n for n, suffix in enumerate(suffixes) if suffix in ("docx", "xlsx")) < suffixes.index("pdf")
    one = {path.name: path.read_bytes() for path in (project.root / "一").rglob("[!.]*.*")}
    assert one == {name.rpartition("/")[2]: data for name, (_, data) in project.made().items()}


def test_it_runs_as_a_module(project: Project) -> None:
    build = project.start("build")
    lines, errors = build.communicate()
    assert (build.returncode, errors, "✓ 4 份：新建 4" in lines) == (0, "", True)


def test_a_terminal_without_our_characters_is_no_reason_to_fail(project: Project) -> None:
    command = [sys.executable, "-m", "render", "build"]
    environment = {**os.environ, "PYTHONIOENCODING": "gb2312"}
    run = subprocess.run(command, env=environment, capture_output=True, check=True, encoding="gb2312")
    assert (run.stderr, "√ 4 份：新建 4" in run.stdout) == ("", True)
    assert list(project.made()) == ALL


def test_on_a_terminal_a_long_build_shows_a_bar_and_colours(project: Project) -> None:
    units = "\n".join(f"  - {{名称: 单位{n}, 类别: 机关处室}}" for n in range(20))
    project.change("  - {名称: 办公室", f"{units}\n  - {{名称: 办公室")
    project.change("条件: 单位.任务\n", "", "templates/通知.html")
    first, second = _on_a_terminal("build"), _on_a_terminal("build")
    assert ("生成  [####" in first, "100%" in first, first.count("\x1b[32m新建\x1b[0m  ")) == (True, True, 24)
    assert "\x1b[32m✓\x1b[0m 24 份：新建 24" in first
    assert ("[#" in second, "24 份：未变 24" in second) == (False, True)


def test_on_a_terminal_a_bar_shows_how_many_pages_of_a_large_plan_were_looked_at(project: Project) -> None:
    units = "\n".join(f"  - {{名称: 单位{n}, 类别: 机关处室}}" for n in range(200))
    project.change("  - {名称: 办公室", f"{units}\n  - {{名称: 办公室")
    project.change("条件: 单位.任务\n", "", "templates/通知.html")
    shown = {name: _on_a_terminal(name) for name in ("check", "status", "diff", "build")}
    labels = {name: re.findall(r"([一-鿿]+)  \[#+\]  100%", text) for name, text in shown.items()}
    assert labels == {"check": ["检查"], "status": ["对照"], "diff": ["对照"], "build": ["对照", "生成"]}
    assert "[#" not in "".join(project.run("status").errors)


def _on_a_terminal(*arguments: str) -> str:
    ours, theirs = os.openpty()
    with subprocess.Popen([sys.executable, "-m", "render", *arguments], stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        text = b""
        with suppress(OSError):  # how a terminal says that nobody writes any more
            while data := os.read(ours, 10_000):
                text += data
    os.close(ours)
    assert process.returncode == 0
    return text.decode()


def test_typefaces_that_are_missing_are_told_when_a_pdf_was_made(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.change("格式: [html]", "格式: [pdf]", "templates/总表.html")
    monkeypatch.setattr(draft, "writer", lambda _: lambda page: b"PDF")
    monkeypatch.setattr(fonts, "missing", lambda: ("仿宋", "楷体"))
    assert project.run("build").errors == ["PDF 缺少字体：仿宋、楷体；运行 render doctor 看怎样安装"]
    assert project.run("build").errors == []


def test_every_phrase_is_one_that_click_says() -> None:
    folder = Path(click.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    assert [phrase for phrase in PHRASES if f'"{phrase}"' not in source] == []
