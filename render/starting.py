"""A folder for an office that begins: a plan with what it is to fill in, and the templates."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from render.documents.project import OWN_TEMPLATES
from render.errors import InputError, Problem
from render.folder import write_whole
from render.plan.addressing import likely_level
from render.reader.nodes import on_one_line
from render.reader.schema import schema_text

YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
PLAN = """\
# yaml-language-server: $schema=./plan.schema.json
#
# 这是唯一要改的文件：任务分解表、任务通知、任务台账都由它生成。
# 改完后运行 render check 查错（会指出第几行、怎样改），运行 render build 生成文件。
#
# 写法：
#   1. “键: 值”的冒号用半角，后面空一格；左边的缩进用空格，不用 Tab 键，上下对齐。
#   2. 每个值写在一行里，多长都不换行。
#   3. 几个单位写成 [甲处, 乙处]：半角方括号，半角逗号。没有就写 []。
#   4. # 后面的字是说明，不会印出来。
# 已经有一张表的，不用照着打：render import 表.docx --out 新计划.yaml

标题: {title}
年度: {year}

# 公文的版头和落款。空着（""）的在公文里留空，由人填写；不知道的不要编。
发文:
  机关: {organ}
  层级: {level}         # 部门、政府、学校、事业单位、企业：决定自称和能给谁发通知
  经办: {office}    # 主办这份计划的处室；它不给自己发文，只有台账
  代字: ""
  联系人: ""
  联系电话: ""
  报送日: ""         # 每季度最后一个月几日前报进展，例如 25
  抄送: []           # 抄送机关，写成 [甲, 乙]
  印发机关: ""

# 单位名录：任务里出现的每个单位都要在这里，一个单位只写一次。
#   类别：对发文机关来说是什么，决定用通知还是用函：内设机构、直属单位、所属部门、下级政府、下级部门、
#   同级部门、上级、学校、企业、社会组织等。
#   群体: true  表示这是一类单位，不是一个单位；有名单时可写 成员: [甲, 乙]。
单位:
  - 名称: {unit}
    类别: 内设机构

# 目标和任务。编号是任务的身份，不要改；新加的任务不写编号，运行 render number 编好。
目标:
  - 名称: （在这里写工作目标）
    内容: （在这里写工作内容）
    任务:
      - 编号: 1-1
        内容: （在这里写具体任务）
        完成时间: {year}年底
        责任主体: [{unit}]
        协助单位: []
"""
UNIT = "（责任单位）"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of an office when it begins; `organ` and `office` may be empty."""

    title: str
    year: int
    organ: str
    office: str


def year_of(title: str) -> int | None:
    """The year that a title names."""
    match = YEAR.search(title)
    return int(match[1]) if match else None


def refuse_used(folder: Path) -> None:
    """Raise InputError where something stands in a folder, or where it is none."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise InputError([Problem(str(folder), 0, "已经有这个文件夹，里面有东西，没有动它", "换一个名字")])


def begin(folder: Path, known: Beginning, templates: Path = OWN_TEMPLATES) -> None:
    """Write the folder; raises InputError where it is in use, or where there are no templates."""
    refuse_used(folder)
    if not templates.is_dir():
        raise InputError([Problem(str(templates), 0, "找不到模板", "用 --templates 写出模板所在的文件夹")])
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(templates, folder / "templates")
    texts = {"title": known.title, "organ": known.organ, "office": known.office, "unit": known.office or UNIT}
    lines = {key: on_one_line(text) for key, text in texts.items()}
    unit = on_one_line([texts["unit"]])[1:-1]
    write_whole(folder / "plan.schema.json", schema_text().encode())
    more = {"unit": unit, "year": str(known.year), "level": likely_level(known.organ)}
    write_whole(folder / "plan.yaml", PLAN.format(**lines | more).encode())
