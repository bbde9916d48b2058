"""What the documents say, whole: a text for each kind in golden/, so that a change of wording shows in a review.

After a change that is meant: `make golden`, then read what git shows of tests/golden/.
"""

import difflib
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from render.cli import cli
from support.plain import plain_text
from support.real_project import ROOT

GOLDEN = Path(__file__).parent / "golden"
#: Made from the plan as it is, with its blanks.
FIRST = {
    "任务分解表": "任务分解表",
    "印发通知": "印发通知",
    "任务通知-处室": "任务通知/财务处",
    "任务通知-群体": "任务通知/各高等学校",
    "任务通知-列表": "任务通知/省电教馆",
    "任务函-部属高校": "任务通知/西安交通大学",
}
#: Made on a later day: with what was reported until then, after the plan has changed, number and date filled in.
LATER = {
    "督办通知": "督办通知/财务处",
    "督办通知-逾期": "督办通知/基教二处",
    "督办函": "督办通知/西安交通大学",
    "进展通报": "进展通报",
    "变更通知": "变更通知/财务处",
    "变更通知-取消": "变更通知/省电教馆",
    "变更函": "变更通知/西安交通大学",
}
FILES = {name: f"先/{file}.docx" for name, file in FIRST.items()} | {
    name: f"issued/2017-10-20-{file.partition('/')[0]}/{file}.docx" for name, file in LATER.items()
}
TEMPLATES = {f"{name}.html" for name in ("table", "notice", "letter", "reminder", "report", "change")}
TODAY = "2017-10-20"
FILLED_IN = {
    "代字": {
        "印发通知": "陕教",
        "任务通知": "陕教信",
        "变更通知": "陕教信",
        "督办通知": "陕教督",
        "进展通报": "陕教通",
    },
    "联系人": "张三",
    "联系电话": "029-88888888",
    "报送日": "25",
    "抄送": ["省教育信息化领导小组各成员单位"],
    "印发机关": "陕西省教育厅办公室",
}
NEW = {"编号": "2-4", "内容": "开展网络条件摸底。", "完成时间": "长期", "责任主体": ["财务处"], "协助单位": ["信保处"]}
PROGRESS = f"""\
收取:
- 时间: '2017-10-09T10:00:00'
  来件:
  - 单位: 信保处
    文件: 信保处.xlsx
    校验: {"a" * 64}
    填报:
    - {{编号: 1-1, 进展状态: 已完成, 完成比例: 100%, 进展情况: 已经印发。, 填报日期: '2017-10-08', 填报人: 张三}}
    - {{编号: 3-8, 进展状态: 推进中, 完成比例: 40%, 进展情况: "第一行\\n第二行", 填报日期: '2017-10-08'}}
    - {{编号: 4-1, 进展状态: 需协调, 完成比例: 62.5%, 存在问题: 经费没有到位, 填报日期: '2017-10-08'}}
    - {{编号: 4-2, 进展状态: 未启动, 填报日期: '2017-10-08'}}
  - 单位: 财务处
    文件: 财务处.xlsx
    校验: {"b" * 64}
    填报:
    - {{编号: 2-3, 进展状态: 推进中, 完成比例: 90%, 填报日期: '2017-10-09'}}
    - {{编号: 4-1, 进展状态: 推进中, 存在问题: 预算在调整, 填报日期: '2017-10-09'}}
"""


def changed(text: str) -> str:
    """The plan with tasks given, taken away and changed in each of the ways that a notice tells."""
    plan: Any = yaml.load(text, yaml.BaseLoader)
    tasks = {task["编号"]: (goal["任务"], task) for goal in plan["目标"] for task in goal["任务"]}
    plan["发文"] |= FILLED_IN
    tasks["2-3"][0].append(NEW)
    tasks["12-4"][0].remove(tasks["12-4"][1])
    tasks["4-2"][1]["协助单位"].remove("财务处")
    tasks["9-1"][1]["完成时间"] = "2017年11月15日"
    tasks["4-1"][1]["内容"] = "在机关三楼值班室建成教育大数据应用服务中心。"
    tasks["7-1"][1]["完成时间"] = "2017年10月"
    tasks["7-1"][1]["责任主体"] = ["高教处", "西安交通大学"]
    tasks["7-1"][1]["协助单位"] = ["陕西师范大学", "西北大学"]
    return yaml.safe_dump(plan, allow_unicode=True, sort_keys=False, width=2**20)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real plan built as Word files only, issued, changed, and built again on a later day."""
    root = tmp_path_factory.mktemp("文")
    for path in (ROOT / "templates").iterdir():
        if path.suffix == ".css" or path.name.startswith("_"):
            shutil.copy(path, root)
        elif path.name in TEMPLATES:
            only = re.sub(r"(?m)^格式: .*$", "格式: [docx]", path.read_text("utf-8"), count=1)
            (root / path.name).write_text(only, "utf-8")
    plan = root / "plan.yaml"
    shutil.copy(ROOT / "plan.yaml", plan)
    run(root, "先", "build")
    text = plan.read_text("utf-8")
    plan.write_text(text.replace('代字: ""', "代字: {印发通知: 陕教, 任务通知: 陕教信}", 1), "utf-8")
    run(root, "后", "issue", "印发通知", "--number=12", "--date=2017-03-05")
    run(root, "后", "issue", "任务通知", "--number=13-42", "--date=2017-03-06")
    plan.write_text(changed(text), "utf-8")
    (root / "progress.yaml").write_text(PROGRESS, "utf-8")
    for number, kind in ((51, "变更通知"), (52, "督办通知"), (53, "进展通报")):
        run(root, "后", "issue", kind, f"--number={number}", f"--date={TODAY}")
    return root


def run(root: Path, output: str, command: str, *options: str) -> None:
    places = (f"--plan={root / 'plan.yaml'}", f"--templates={root}", f"--output={root / output}")
    result = CliRunner().invoke(cli, [command, *options, *places])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("name", FILES)
def test_a_document_says_what_it_said(made: Path, name: str, request: pytest.FixtureRequest) -> None:
    path, text = GOLDEN / f"{name}.txt", plain_text(made / FILES[name])
    if request.config.getoption("--renew-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    was = path.read_text("utf-8") if path.exists() else ""
    difference = difflib.unified_diff(was.splitlines(), text.splitlines(), path.name, "now", n=1, lineterm="")
    if lines := "\n".join(difference):
        pytest.fail(f"the wording has changed; if it is meant, run `make golden`\n{lines}", pytrace=False)


def test_every_text_has_its_document() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == FILES.keys()
