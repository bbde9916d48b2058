"""A project small enough to be seen whole: two templates, three units, and the command run in its folder."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from render.cli import cli

PLAN = """\
标题: 计划
年度: 2017
单位:
  - {名称: 财务处, 类别: 机关处室, 别名: [财务]}
  - {名称: 人事处, 类别: 机关处室}
  - {名称: 办公室, 类别: 机关处室}
目标:
  - 名称: 目标
    内容: 内容
    任务:
      - {编号: 1-1, 内容: 甲事, 完成时间: 2017年2月, 责任主体: [财务处], 协助单位: []}
      - {编号: 1-2, 内容: 乙事, 完成时间: 2017年3月, 责任主体: [人事处], 协助单位: [办公室]}
"""
MARCH, JUNE = "2017年3月", "2017年6月"  # the deadline of 人事处 and 办公室, now and later
TABLE = """\
---
每份: 全部
输出: 总表
格式: [html]
---
<p>{% for 任务 in 计划.任务 %}{{ 任务.内容 }}{{ 任务.完成时间 }}，{% endfor %}</p>
"""
NOTICE = """\
---
每份: 单位
条件: 单位.任务
输出: 通知/{{ 单位.名称 }}
格式: [html]
---
<p>{{ 单位.名称 }}：{% for 任务 in 单位.任务 %}{{ 任务.内容 }}{{ 任务.完成时间 }}，{% endfor %}</p>
"""
LETTER = "通知/人事处.html"
LETTERS = [LETTER, "通知/办公室.html", "通知/财务处.html"]
ALL = ["总表.html", *LETTERS]
DONE = "✓ 4 份：未变 4"
HAND = "手工写的"
HIDDEN = {".lock", ".manifest.jsonl", ".plan.yaml", ".settled"}  # what a whole build leaves beside its files


@dataclass(frozen=True)
class Run:
    """What a command answered: its exit code, and its lines without the seconds."""

    code: int
    lines: list[str]
    errors: list[str]


class Project:
    """A folder with plan.yaml, templates/ and output/, which is the current one."""

    def __init__(self, root: Path) -> None:
        self.root, self.output = root, root / "output"
        (root / "templates").mkdir()
        self.write("plan.yaml", PLAN)
        self.write("templates/总表.html", TABLE)
        self.write("templates/通知.html", NOTICE)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def change(self, old: str, new: str, name: str = "plan.yaml") -> None:
        text = (self.root / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def put(self, name: str, text: str) -> Path:
        """Put a text where an output is, as somebody with an editor does."""
        return self.write(f"output/{name}", text)

    def text(self, name: str) -> str:
        return (self.output / name).read_text("utf-8")

    def run(self, *arguments: str) -> Run:
        """Run a command in this process."""
        result = CliRunner().invoke(cli, arguments, prog_name="render")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return Run(result.exit_code, _lines(result.stdout), _lines(result.stderr))

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command in a process of its own."""
        command = [sys.executable, "-m", "render", *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.root, stdout=pipe, stderr=pipe, encoding="utf-8")

    def made(self) -> dict[str, tuple[int, bytes]]:
        """Every visible file below output/: when it was written, and what it holds."""
        files = (path for path in self.output.rglob("*") if path.is_file() and not path.name.startswith("."))
        return {
            path.relative_to(self.output).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
            for path in sorted(files)
        }

    def hidden(self) -> set[str]:
        return {path.name for path in self.output.rglob(".*")}


def _lines(text: str) -> list[str]:
    return re.sub(r"（\d+\.\d 秒）", "", text).splitlines()
