"""300 damaged copies of plan.yaml through `render build`: told with line and remedy, or built as they read."""

import html
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import FrameType

import pytest
import yaml

from support.mutations import MUTATIONS
from support.small_project import Project, Run

ROOT = Path(__file__).parent.parent
EACH = 10  # of 30 kinds
LONGEST = 120  # seconds, on a machine that does much else: only what never ends takes so long
PLAIN = ("没有填写", "至少要写一项", "文件是空的")  # say by themselves what to do
TABLE = """\
---
每份: 全部
输出: 总表
格式: [html]
---
{% for 任务 in 计划.任务 %}<p>{{ 任务.编号 }}|{{ 任务.内容 }}|{{ 任务.完成时间 }}</p>{% endfor %}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real plan with one small template, built."""
    project = Project(tmp_path_factory.mktemp("损坏"))
    (project.root / "templates/通知.html").unlink()
    project.write("templates/总表.html", TABLE)
    project.write("plan.yaml", (ROOT / "plan.yaml").read_text("utf-8"))
    project.write("progress.yaml", "# 进展\n")
    return project


@pytest.fixture(autouse=True)
def _bounded() -> Iterator[None]:
    """End what would never end."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError("it hangs")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def on_disk(project: Project) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(project.root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("number", range(EACH))
@pytest.mark.parametrize("kind", MUTATIONS)
def test_a_damaged_plan(folder: Project, monkeypatch: pytest.MonkeyPatch, kind: str, number: int) -> None:
    monkeypatch.chdir(folder.root)
    whole = (ROOT / "plan.yaml").read_text("utf-8")
    changed = MUTATIONS[kind](Random(f"{kind} {number}"), whole)
    data = changed if isinstance(changed, bytes) else changed.encode("utf-8", "surrogatepass")
    (folder.root / "plan.yaml").write_bytes(data)
    before = on_disk(folder)
    run = folder.run("build")
    assert run.code in (0, 1)
    assert "程序出错" not in "\n".join(run.errors)
    if run.code:
        assert (on_disk(folder), run.lines) == (before, [])
        told_with_line_and_remedy(run, data)
    else:
        assert on_disk(folder)[str(folder.root / "plan.yaml")] == data
        assert [error for error in run.errors if "警告" not in error] == []
        assert printed(folder.text("总表.html")) == [
            "|".join(task.get(key, "") for key in KEYS) for task in tasks(data)
        ]


KEYS = ("编号", "内容", "完成时间")


def tasks(data: bytes) -> list[dict[str, str]]:
    """The tasks as another reader has them."""
    root = yaml.load(
        data.decode("utf-8-sig"), yaml.CBaseLoader
    )  # libyaml: PyYAML's own parser takes no tab behind a value
    return [task for goal in root["目标"] for task in goal["任务"]]


def printed(page: str) -> list[str]:
    return [html.unescape(text) for text in re.findall("<p>(.*?)</p>", page, re.DOTALL)]


def told_with_line_and_remedy(run: Run, data: bytes) -> None:
    """Every error is `plan.yaml:12: what；how`, and the line is one of the file."""
    said = [error for error in run.errors if not error.startswith("    ")]
    assert said
    last = len(re.split(rb"\r\n|\r|\n", data))
    for error in said:
        match = re.fullmatch(r"plan\.yaml(?::([0-9]+))?: (.+)", error)
        assert match, error
        assert match[2].endswith(PLAIN) or re.search("；|应写成列表：.", match[2]), error
        assert match[1] or "编码" in error or match[2].endswith(PLAIN), error
        assert 1 <= int(match[1] or 1) <= last, error
