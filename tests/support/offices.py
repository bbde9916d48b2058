"""Plans of three offices of other kinds than the first one's, built with the real templates as Word and Excel files."""

import re
import shutil
from pathlib import Path

import docx
from click.testing import CliRunner

from render.cli import cli
from support.small_project import Run, _lines

ROOT = Path(__file__).parents[2]
SKIPPED = ("table.html", "by-unit.html", "by-deadline.html")  # the tables alone: they address nobody

CITY = """\
标题: 2018年食品安全重点工作任务分解表
年度: 2018
发文: {机关: 某市人民政府, 层级: 政府, 经办: 市政府督查室, 事由: 2018年食品安全工作}
单位:
  - {名称: 市政府督查室, 类别: 内设机构}
  - {名称: 市市场监管局, 类别: 所属部门}
  - {名称: 市卫生健康委, 类别: 所属部门}
  - {名称: 各县（市、区）人民政府, 类别: 下级政府, 群体: true}
  - {名称: 甲县人民政府, 类别: 政府}
  - {名称: 某海关, 类别: 同级部门}
  - {名称: 某食品有限公司, 类别: 企业}
  - {名称: 高新区管委会, 类别: 所属部门, 行文: 函}
  - {名称: 省食安办, 类别: 上级}
目标:
  - 名称: 强化监管
    内容: 强化监管。
    任务:
      - {编号: 1-1, 内容: 开展食品抽检。, 完成时间: 2018年6月, 责任主体: [市市场监管局],
         协助单位: [市卫生健康委, 各县（市、区）人民政府, 甲县人民政府, 某海关]}
      - {编号: 1-2, 内容: 落实责任。, 完成时间: 2018年12月, 责任主体: [某食品有限公司],
         协助单位: [省食安办, 高新区管委会, 市政府督查室]}
"""
UNIVERSITY = """\
标题: 2024年工作要点任务分解表
年度: 2024
发文: {机关: 某大学, 层级: 学校, 经办: 学校办公室}
单位:
  - {名称: 学校办公室, 类别: 内设机构}
  - {名称: 教务处, 类别: 内设机构}
  - {名称: 校医院, 类别: 直属单位}
  - {名称: 各学院, 类别: 内设机构, 群体: true, 成员: [文学院, 法学院, 医学院]}
  - {名称: 医学院, 类别: 内设机构, 别名: [医学部]}
  - {名称: 某市文物局, 类别: 同级部门}
目标:
  - 名称: 提高质量
    内容: 提高质量。
    任务:
      - {编号: 1-1, 内容: 修订方案。, 完成时间: 2024年6月, 责任主体: [教务处], 协助单位: [各学院]}
      - {编号: 1-2, 内容: 开展检查。, 完成时间: 2024年9月, 责任主体: [各学院], 协助单位: [校医院, 某市文物局]}
      - {编号: 1-3, 内容: 改革教学。, 完成时间: 2024年9月, 责任主体: [医学部], 协助单位: [学校办公室]}
"""
COUNTY = """\
标题: 2021年文旅工作任务清单
年度: 2021
发文: {机关: 某县文化和旅游局, 经办: 办公室}
单位:
  - {名称: 办公室, 类别: 内设机构}
  - {名称: 公共服务股, 类别: 内设机构}
  - {名称: 县图书馆, 类别: 直属单位}
  - {名称: 县财政局, 类别: 同级部门}
  - {名称: 甲镇人民政府, 类别: 下级政府, 行文: 不发}
  - {名称: 乙镇人民政府, 类别: 下级政府, 行文: 函}
目标:
  - 名称: 服务
    内容: 服务。
    任务:
      - {编号: 1-1, 内容: 送戏下乡。, 完成时间: 2021年6月, 责任主体: [公共服务股],
         协助单位: [办公室, 县图书馆, 县财政局, 甲镇人民政府, 乙镇人民政府]}
"""


class Office:
    """A folder with a plan and the templates of letters and trackers, and the command run in it."""

    def __init__(self, root: Path, plan: str) -> None:
        self.root = root
        shutil.copytree(ROOT / "templates", root / "templates", ignore=shutil.ignore_patterns(*SKIPPED))
        for path in (root / "templates").glob("*.html"):
            text = path.read_text("utf-8")
            path.write_text(re.sub(r"(?m)^格式: \[docx, pdf\]$", "格式: [docx]", text), "utf-8")
        self.plan = root / "plan.yaml"
        self.plan.write_text(plan, "utf-8")

    def run(self, command: str, *arguments: str) -> Run:
        """Run a command on this plan, from wherever the test stands."""
        folders = [("--templates", "templates"), ("--output", "output"), ("--plan", "plan.yaml")]
        places = [f"{option}={self.root / name}" for option, name in folders]
        result = CliRunner().invoke(cli, [command, *arguments, *places], prog_name="render")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return Run(result.exit_code, _lines(result.stdout), _lines(result.stderr))

    def change(self, old: str, new: str) -> None:
        text = self.plan.read_text("utf-8")
        assert old in text
        self.plan.write_text(text.replace(old, new), "utf-8")

    def files(self, below: str = "output") -> set[str]:
        """The names of all visible files, without their suffixes where those are Word's."""
        found = (path.relative_to(self.root / below) for path in (self.root / below).rglob("*") if path.is_file())
        return {path.as_posix().removesuffix(".docx") for path in found if not path.name.startswith(".")}

    def text(self, name: str) -> str:
        """What a Word file says, a paragraph a line, titles in one."""
        found = docx.Document(str(self.root / "output" / f"{name}.docx")).paragraphs
        return "\n".join(paragraph.text.replace("\n", "") for paragraph in found if paragraph.text.strip())
