"""The small project with templates of everything that is sent, as web pages: quick to make, easy to read."""

import re
from pathlib import Path

import yaml

from support.small_project import PLAN, Project

HEAD = "发文: {机关: 教育厅, 经办: 办公室, 代字: {印发通知: 教, 任务通知: 教信, 变更通知: 教信, 督办通知: 教督}}\n"
MARK = "{{ 发文.代字 }}〔{{ 发文.年度 }}〕{{ 发文.序号 }}号 {{ 发文.日期 }}"
CITED = "{{ 计划.依据.代字 }}〔{{ 计划.依据.年度 }}〕{{ 计划.依据.序号 }}号"
TASKS = "{% for 任务 in 单位.任务 %}{{ 任务.编号 }}{{ 任务.完成时间 }}，{% endfor %}"
TEMPLATES = {
    "印发通知": ("发文: 印发通知\n输出: 印发通知", f"<h1>关于印发的通知</h1>{MARK}"),
    "总表": (
        "随文: 印发通知\n输出: 总表",
        "{% for 任务 in 计划.任务 %}{{ 任务.编号 }}{{ 任务.完成时间 }}，{% endfor %}",
    ),
    "任务通知": (
        "每份: 单位\n条件: 单位.任务 and 单位.收文\n发文: 任务通知\n输出: 任务通知/{{ 单位.名称 }}",
        f"<h1>关于落实的通知</h1>{MARK} 据{CITED} {TASKS}",
    ),
    "台账": ("每份: 单位\n条件: 单位.任务\n随文: [任务通知, 变更通知]\n输出: 台账/{{ 单位.名称 }}", TASKS),
    "变更通知": (
        "每份: 变更\n条件: 单位.收文\n发文: 变更通知\n输出: 变更通知/{{ 单位.名称 }}",
        f"<h1>关于调整的通知</h1>{MARK} 改{{{{ 原通知.标题 }}}}{{{{ 原通知.代字 }}}}{{{{ 原通知.序号 }}}}号"
        "{{ 原通知.日期 }}：{% for 事 in 变更 %}{{ 事.编号 }}{{ 事.类型 }}{{ 事.完成时间 }}，{% endfor %}",
    ),
    "督办通知": (
        "每份: 单位\n需要: 今天\n条件: 单位.收文 and 单位.牵头填报 | 处于('逾期', 今天)\n发文: 督办通知\n"
        "输出: 督办通知/{{ 单位.名称 }}",
        f"<h1>督办</h1>{MARK} 截至{{{{ 今天 | 日期 }}}}",
    ),
    "通报": ("需要: 今天\n发文: 进展通报\n输出: 通报", f"<h1>通报</h1>{MARK} 第{{{{ 发文.期号 }}}}期"),
}
BODY = re.compile(r"<body[^>]*>\s*(.*?)\s*</body>", re.DOTALL)


def sending_project(root: Path) -> Project:
    """人事处 leads 1-2, which 办公室 assists, that drafts everything; 财务处 leads 1-1."""
    project = Project(root)
    for path in (root / "templates").iterdir():
        path.unlink()
    project.write("plan.yaml", PLAN.replace("单位:\n", HEAD + "单位:\n", 1))
    for name, (front, body) in TEMPLATES.items():
        project.write(f"templates/{name}.html", f"---\n{front}\n格式: [html]\n---\n{body}\n")
    return project


def files(folder: Path) -> set[str]:
    """Every visible file below a folder."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)}


def said(path: Path) -> str:
    """The text of a page."""
    match = BODY.search(path.read_text("utf-8"))
    assert match
    return " ".join(re.sub(r"<h1>.*?</h1>", "", match[1]).split())


def record(folder: Path) -> dict[str, object]:
    """发文.yaml as plain data."""
    data: dict[str, object] = yaml.safe_load((folder / "发文.yaml").read_text("utf-8"))
    return data
