"""`render import` on tables as offices publish them: nothing is wrong or lost without a word."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from render import office
from render.errors import InputError
from render.importing import Draft, draft_plan, plan_text, read_source
from render.importing.names import parties
from support.office import convert
from support.shapes import LEFT, UP, Grid, Shape, Wanted, add_word_table, count, found, write
from support.small_project import Project

SHAPES = [
    Shape(
        "两层表头，目标合并，附件和单位在上面",
        ["附件1", "某市2021年重点工作分解表", "单位：万元"],
        [
            ["序号", "重 点 工 作", "工　作　措　施", "完成时限", "责任单位", LEFT],
            [UP, UP, UP, UP, "牵头单位", "配合单位"],
            ["1", "一、稳定粮食生产", "建成高标准农田五万亩。", "10月底前", "市农业农村局", "市财政局、市水利局"],
            ["2", UP, "推广良种良法。", "全年", "市农业农村局", "市科技局\n市气象局"],
            ["3", "二、扩大有效投资", "开工一批重点项目。", "3月底前、9月底前", "市发展改革委", ""],
        ],
        [
            Wanted(
                ("稳定粮食生产",),
                "建成高标准农田五万亩。",
                "10月底前",
                ("市农业农村局",),
                ("市财政局", "市水利局"),
                {"number": "1"},
            ),
            Wanted(
                ("稳定粮食生产",),
                "推广良种良法。",
                "全年",
                ("市农业农村局",),
                ("市科技局", "市气象局"),
                {"number": "2"},
            ),
            Wanted(("扩大有效投资",), "开工一批重点项目。", "3月底前、9月底前", ("市发展改革委",), (), {"number": "3"}),
        ],
        title="某市2021年重点工作分解表",
    ),
    Shape(
        "横贯全表的分节，没有目标栏",
        ["某县2020年民生实事任务清单"],
        [
            ["序号", "实事项目", "牵头领导", "责任单位", "办结时限", "备注"],
            ["一、教育方面", LEFT, LEFT, LEFT, LEFT, LEFT],
            [1, "新建幼儿园三所", "李　明", "县教育局 县住建局", "2020年8月底前", ""],
            [2, "改造校舍", "李明\n王大力", "县教育局", "年底前", "续建"],
            ["二、卫生方面", LEFT, LEFT, LEFT, LEFT, LEFT],
            [3, "改造村卫生室", "赵方", "县卫健局、各乡（镇、街道）", "上半年", ""],
            ["合计", "3项", "", "", "", ""],
        ],
        [
            Wanted(
                ("教育方面",),
                "新建幼儿园三所",
                "2020年8月底前",
                ("县教育局", "县住建局"),
                (),
                {"number": "1", "leader": "李明"},
            ),
            Wanted(
                ("教育方面",),
                "改造校舍",
                "年底前",
                ("县教育局",),
                (),
                {"number": "2", "note": "续建", "leader": "李明、王大力"},
            ),
            Wanted(
                ("卫生方面",),
                "改造村卫生室",
                "上半年",
                ("县卫健局", "各乡（镇、街道）"),
                (),
                {"number": "3", "leader": "赵方"},
            ),
        ],
        below=["填表人：张三    审核人：李四"],
    ),
    Shape(
        "三层：领域、目标、任务，纵向合并",
        ["某省2019年行动计划任务分工"],
        [
            ["领域", "工作目标", "具体举措", "主办单位", "协办单位", "时间节点"],
            ["（一）数字政府", "1.一网通办", "整合政务系统", "省政务办", "省直各部门", "2019年6月底"],
            [UP, UP, "编制共享目录", "省大数据局", "省政务办", "2019年9月底"],
            [UP, "2.一网统管", "建设指挥平台", "省大数据局", "各市、县人民政府", "持续推进"],
            ["（二）数字社会", "3.智慧医疗", "推广电子健康卡", "省卫生健康委", "省医保局", "2019—2021年"],
        ],
        [
            Wanted(("数字政府", "一网通办"), "整合政务系统", "2019年6月底", ("省政务办",), ("省直各部门",)),
            Wanted(("数字政府", "一网通办"), "编制共享目录", "2019年9月底", ("省大数据局",), ("省政务办",)),
            Wanted(("数字政府", "一网统管"), "建设指挥平台", "持续推进", ("省大数据局",), ("各市、县人民政府",)),
            Wanted(("数字社会", "智慧医疗"), "推广电子健康卡", "2019—2021年", ("省卫生健康委",), ("省医保局",)),
        ],
    ),
    Shape(
        "一栏责任单位，角色写在格子里",
        ["关于落实2022年工作要点的责任分工表"],
        [
            ["序号", "主要任务", "责任单位", "时限要求"],
            ["（1）", "建设实训基地", "教务处牵头，人事处、财务处配合", "6月底"],
            ["（2）", "引进高层次人才", "人事处会同科研处", "长期坚持"],
            ["（3）", "整治校园周边环境", "牵头单位：保卫处；配合单位：后勤处、各学院", "每季度"],
            ["（4）", "节约用电用水", "后勤处、各学院等按职责分工落实", "常态化推进"],
            ["（5）", "开展安全检查", "保卫处。", "每月"],
        ],
        [
            Wanted((), "建设实训基地", "6月底", ("教务处",), ("人事处", "财务处"), {"number": "（1）"}),
            Wanted((), "引进高层次人才", "长期坚持", ("人事处",), ("科研处",), {"number": "（2）"}),
            Wanted((), "整治校园周边环境", "每季度", ("保卫处",), ("后勤处", "各学院"), {"number": "（3）"}),
            Wanted((), "节约用电用水", "常态化推进", ("后勤处", "各学院"), (), {"number": "（4）", "others": True}),
            Wanted((), "开展安全检查", "每月", ("保卫处",), (), {"number": "（5）"}),
        ],
    ),
    Shape(
        "不认识的栏和指标",
        ["某区2023年重点项目推进表"],
        [
            ["项目名称", "建设内容", "工作目标值", "总投资（亿元）", "责任主体", "分管领导", "完成时间"],
            ["河道整治", "清淤十公里", "水质达到Ⅲ类", "1.2", "区水务局（区河长办）", "副区长周某", "11月底"],
            [
                "老旧小区改造",
                "改造二十个小区",
                "惠及八千户",
                "3.5",
                "区住建局(区城管局)、各街道",
                "副区长吴某",
                "12月底",
            ],
        ],
        [
            Wanted(
                ("河道整治",),
                "清淤十公里",
                "11月底",
                ("区水务局（区河长办）",),
                (),
                {"target": "水质达到Ⅲ类", "leader": "副区长周某"},
                {"总投资（亿元）": "1.2"},
            ),
            Wanted(
                ("老旧小区改造",),
                "改造二十个小区",
                "12月底",
                ("区住建局(区城管局)", "各街道"),
                (),
                {"target": "惠及八千户", "leader": "副区长吴某"},
                {"总投资（亿元）": "3.5"},
            ),
        ],
    ),
    Shape(
        "换页处重复表头，合并断开",
        ["2018年任务分解"],
        [
            ["目标任务", "工作内容", "责任部门", "完成期限"],
            ["一、加强党建", "组织专题学习", "机关党委", "每季度"],
            [UP, "开展主题党日", UP, "每月"],
            ["目标任务", "工作内容", "责任部门", "完成期限"],
            ["一、加强党建", "召开组织生活会", "机关党委", "年底前"],
            ["二、改进作风", "开展明察暗访", "纪检组", "全年"],
        ],
        [
            Wanted(("加强党建",), "组织专题学习", "每季度", ("机关党委",)),
            Wanted(("加强党建",), "开展主题党日", "每月", ("机关党委",)),
            Wanted(("加强党建",), "召开组织生活会", "年底前", ("机关党委",)),
            Wanted(("改进作风",), "开展明察暗访", "全年", ("纪检组",)),
        ],
    ),
    Shape(
        "主责、牵头、参与三种单位",
        ["应急演练任务清单（2021年）"],
        [
            ["任务编号", "任务名称", "主责单位", "牵头单位", "参与单位", "截止日期", "说明"],
            ["1-1", "编制预案", "市应急局", "市应急局", "市消防救援支队", "2021年3月31日前", "含分预案"],
            ["1-2", "组织演练", "市消防救援支队", "市应急局", "市卫健委，市公安局", "2021年9月", ""],
        ],
        [
            Wanted(
                (),
                "编制预案",
                "2021年3月31日前",
                ("市应急局",),
                ("市消防救援支队",),
                {"mains": ["市应急局"], "note": "含分预案", "id": "1-1"},
            ),
            Wanted(
                (),
                "组织演练",
                "2021年9月",
                ("市应急局",),
                ("市卫健委", "市公安局"),
                {"mains": ["市消防救援支队"], "id": "1-2"},
            ),
        ],
    ),
    Shape(
        "列名词语不认识，看内容",
        ["整改销号一览"],
        [
            ["编码", "反馈意见", "拟采取的办法", "落实处室", "何时办完"],
            ["1", "一、执法不规范", "修订执法手册", "法规处", "4月底前"],
            ["2", UP, "培训执法人员", "人事处", "5月底前"],
            ["3", "二、信息公开不及时", "完善公开目录", "办公室", "6月15日前"],
        ],
        [
            Wanted(("执法不规范",), "修订执法手册", "4月底前", ("法规处",), (), {"number": "1"}),
            Wanted(("执法不规范",), "培训执法人员", "5月底前", ("人事处",), (), {"number": "2"}),
            Wanted(("信息公开不及时",), "完善公开目录", "6月15日前", ("办公室",), (), {"number": "3"}),
        ],
        formats=("docx", "xlsx"),
    ),
    Shape(
        "目标不带内容，单位合并，配合空着",
        ["2024年工作台账"],
        [
            ["目标", "任务", "承办单位", "协助单位", "完成时限"],
            ["提升质量", "开展抽检", "市场监管局", "", "二季度末"],
            [UP, "公布结果", UP, "宣传部", "第三季度"],
            ["优化服务", "设立专窗", "行政审批局", "", UP],
        ],
        [
            Wanted(("提升质量",), "开展抽检", "二季度末", ("市场监管局",)),
            Wanted(("提升质量",), "公布结果", "第三季度", ("市场监管局",), ("宣传部",)),
            Wanted(("优化服务",), "设立专窗", "第三季度", ("行政审批局",)),
        ],
        formats=("docx", "xlsx"),
    ),
    Shape(
        "目标、内容、任务，任务带号",
        ["2025年要点分解"],
        [
            ["工作目标", "工作内容", "主要举措", "牵头部门", "协同部门", "时间要求"],
            ["（一）壮大产业", "延链补链强链，培育集群。", "①编制产业图谱", "工信局", "发改局", "2月底"],
            [UP, UP, "②引进龙头企业", "商务局", "工信局", "11月"],
            ["（二）优化环境", "减环节、减时限。", "③推行告知承诺", "审批局", "司法局", "4月"],
        ],
        [
            Wanted(("壮大产业",), "编制产业图谱", "2月底", ("工信局",), ("发改局",), {"number": "①"}),
            Wanted(("壮大产业",), "引进龙头企业", "11月", ("商务局",), ("工信局",), {"number": "②"}),
            Wanted(("优化环境",), "推行告知承诺", "4月", ("审批局",), ("司法局",), {"number": "③"}),
        ],
    ),
    Shape(
        "分节号在序号栏，分两级",
        ["某镇2022年工作任务表"],
        [
            ["序号", "工作事项", "责任部门", "责任人", "时间"],
            ["一", "产业发展", "", "", ""],
            ["（一）", "种植业", "", "", ""],
            ["1", "推广茶叶种植", "农业办", "钱七", "3月"],
            ["（二）", "养殖业", "", "", ""],
            ["2", "防控动物疫病", "兽医站", "孙八", "全年"],
            ["二", "社会治理", "", "", ""],
            ["3", "排查矛盾纠纷", "司法所、派出所", "周九", "每月"],
        ],
        [
            Wanted(("产业发展", "种植业"), "推广茶叶种植", "3月", ("农业办",), (), {"number": "1", "leader": "钱七"}),
            Wanted(("产业发展", "养殖业"), "防控动物疫病", "全年", ("兽医站",), (), {"number": "2", "leader": "孙八"}),
            Wanted(("社会治理",), "排查矛盾纠纷", "每月", ("司法所", "派出所"), (), {"number": "3", "leader": "周九"}),
        ],
    ),
    Shape(
        "一个列名跨号和字两列",
        ["某局2023年工作安排"],
        [
            ["工作任务", LEFT, "责任单位", "完成时限"],
            ["1", "修订制度", "办公室", "1月"],
            ["2", "检查档案", "档案室、各科室", "2月"],
        ],
        [
            Wanted((), "修订制度", "1月", ("办公室",), (), {"number": "1"}),
            Wanted((), "检查档案", "2月", ("档案室", "各科室"), (), {"number": "2"}),
        ],
        formats=("docx", "xlsx"),
    ),
]
CASES = [(shape, kind) for shape in SHAPES for kind in shape.formats]
SHARE = 0.95  # of the cells are right


@pytest.mark.parametrize(("shape", "kind"), CASES, ids=[f"{shape.name}-{kind}" for shape, kind in CASES])
def test_nothing_is_wrong_or_lost_without_a_word(tmp_path: Path, shape: Shape, kind: str) -> None:
    draft = draft_plan(read_source(write(shape, tmp_path / f"表.{kind}")), "表")
    counts, told = count(shape, draft)
    assert not counts["wrong"], (counts, told)
    assert not counts["lost"], (counts, told)
    assert not shape.title or draft.title == shape.title
    data = yaml.safe_load(plan_text(draft))
    assert data["标题"] == draft.title


def test_most_cells_are_right(tmp_path: Path) -> None:
    total = Counter[str]()
    for n, (shape, kind) in enumerate(CASES):
        total += count(shape, draft_plan(read_source(write(shape, tmp_path / f"{n}.{kind}")), "表"))[0]
    assert total["right"] >= SHARE * total.total(), total


def drafted(path: Path, text: str = "") -> Draft:
    if text:
        path.write_text(text, "utf-8")
    return draft_plan(read_source(path), "表")


def told(draft: Draft) -> list[tuple[tuple[str, ...], str, str, list[str], list[str]]]:
    return [(goals, t.content, t.deadline, t.leads, t.assistants) for goals, t in found(draft)]


LIST = """\
某市2021年政府工作要点任务清单
各部门要抓好落实。
一、推动产业升级
（一）培育龙头企业。年内新增三家。
牵头单位：市工信局；配合单位：市财政局、市金融办
完成时限：12月底前
（二）发展数字经济
建设算力中心。
牵头单位：市大数据局
责任领导：张三
二、改善民生福祉
（三）新建学校（幼儿园）。（市教育局牵头，各县（市、区）人民政府配合，8月底前完成）
（四）推进医改。（责任单位：市卫健委等；完成时间：长期坚持）
"""
LISTED = [
    (("推动产业升级",), "培育龙头企业。年内新增三家。", "12月底前", ["市工信局"], ["市财政局", "市金融办"]),
    (("推动产业升级",), "发展数字经济。建设算力中心。", "", ["市大数据局"], []),
    (("改善民生福祉",), "新建学校（幼儿园）。", "8月底前", ["市教育局"], ["各县（市、区）人民政府"]),
    (("改善民生福祉",), "推进医改。", "长期坚持", ["市卫健委"], []),
]


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_list_without_a_table(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"要点.{kind}"
    if kind == "docx":
        document = docx.Document()
        for line in LIST.splitlines():
            document.add_paragraph(line)
        document.save(str(path))
    draft = drafted(path, LIST if kind == "txt" else "")
    assert told(draft) == LISTED
    tasks = [task for _, task in found(draft)]
    assert [task.number for task in tasks] == ["（一）", "（二）", "（三）", "（四）"]
    assert [(task.leader, task.others) for task in tasks] == [("", False), ("张三", False), ("", False), ("", True)]
    assert draft.title == "某市2021年政府工作要点任务清单"
    assert [note.message for note in draft.all_notes] == ["表外的文字没有导入：“各部门要抓好落实。”"]


def test_a_list_says_once_who_does_several_items(tmp_path: Path) -> None:
    text = "工作要点\n一、甲目标\n1.甲事。\n2.乙事。\n责任单位：甲局\n二、乙目标\n3.丙事。\n责任单位：乙局\n"
    draft = drafted(tmp_path / "要点.txt", text)
    assert [line[3] for line in told(draft)] == [["甲局"], ["甲局"], ["乙局"]]
    assert [note[:2] for note in draft.all_notes] == [("第 3 段", "没有写责任单位，照第 4 段的填了")]


@pytest.mark.parametrize(("text", "leads", "assistants"), [
    ("市发改委 市财政局", ["市发改委", "市财政局"], []),
    ("市　财政局；教育局。", ["市财政局", "教育局"], []),
    ("市人力资源和\n社会保障局，市住房城乡建\n设局", ["市人力资源和社会保障局", "市住房城乡建设局"], []),
    ("各县、市、区人民政府，市教育局", ["各县、市、区人民政府", "市教育局"], []),
    ("各县、区、市财政局", ["各县、区", "市财政局"], []),
    ("各镇、街道、县教育局", ["各镇、街道", "县教育局"], []),
    ("各市、市直有关部门", ["各市", "市直有关部门"], []),
    ("市教育局(市体育局、市语委)、市财政局", ["市教育局(市体育局、市语委)", "市财政局"], []),
    ("高新区管委会、市发改委会市水务局", ["高新区管委会", "市发改委"], ["市水务局"]),
    ("市教育局牵头，会同市财政局", ["市教育局"], ["市财政局"]),
    ("由市教育局负责，市财政局、团市委参与", ["市教育局"], ["市财政局", "团市委"]),
    ("【牵头单位】甲局【配合单位】乙局、丙局", ["甲局"], ["乙局", "丙局"]),
    ("—", [], []),
])  # fmt: skip
def test_names_of_units_and_their_roles(text: str, leads: list[str], assistants: list[str]) -> None:
    found_names = parties(text)
    assert (found_names.leads, found_names.assistants, found_names.doubts) == (leads, assistants, [])


@pytest.mark.parametrize(("text", "said"), [
    ("市教育局(牵头)、市财政局", "市财政局没有写是牵头还是配合，按“协助单位”导入"),
    ("市教育局、市财政局按职责分工负责", "“按职责分工负责”没有导入"),
    ("市教育局等5个部门", "“等5个部门”只记作“等”"),
    ("市教育局（市体育局", "括号不成对"),
])  # fmt: skip
def test_what_is_not_sure_of_names_is_said(text: str, said: str) -> None:
    assert parties(text).doubts == [said]


@pytest.mark.parametrize(("grid", "task", "said"), [
    (
        [["目标", "任务", "责任单位", "时限"], ["甲目标", "甲事", "甲局", "6月"], ["合并的一格", LEFT, "乙局", "7月"]],
        (("甲目标",), "合并的一格", "7月", ["乙局"], []), "目标和任务合并成一格，当作任务",
    ),
    (
        [["目标", "任务", "责任单位", "时限"], ["甲目标", "甲事", "甲局", "6月"], [UP, UP, "乙局", "9月"]],
        (("甲目标",), "甲事", "6月、9月", ["甲局", "乙局"], []), "没有任务，接在上一项任务里",
    ),
    (
        [["工作任务", "年度目标值", "责任单位", "时限"], ["甲任务", "九成", "甲局", "6月"], ["乙任务", "", "", "7月"]],
        ((), "乙任务", "7月", [], []), "没有写",
    ),
    (
        [["序号", "任务", "责任单位"], ["1", "甲事", "甲局"], ["一、分节的名称", "", "乙局"], ["2", "丙事", "丙局"]],
        (("分节的名称",), "丙事", "", ["丙局"], []), "“乙局”说的是“一、分节的名称”，没有导入",
    ),
    (
        [["任务", "责任单位及责任人", "时限"], ["甲事", "甲局", "6月"], ["乙事", "乙局 张三", "7月"]],
        ((), "乙事", "7月", ["乙局"], []), "“张三”当作“责任领导”",
    ),
    (
        [["任务", "责任单位", "时限"], ["甲事", "甲局", "6月"], ["1.乙事。\n2.丙事。", "乙局\n丙局", "7月"]],
        ((), "1.乙事。2.丙事。", "7月", ["乙局", "丙局"], []), "一格里有几条，责任单位、时限也分行，可能一一对应",
    ),
    (
        [["重点任务", "目标", "责任单位", "时限"], ["甲任务", "目标一", "甲局", "6月"], [UP, "目标二", "乙局", "7月"]],
        (("甲任务",), "目标二", "7月", ["乙局"], []), "“目标”比“重点任务”分得细，当作任务，请核对",
    ),
])  # fmt: skip
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_is_guessed_is_said(tmp_path: Path, grid: Grid, task: Any, said: str, kind: str) -> None:
    draft = drafted(write(Shape("", ["2021年清单"], grid, []), tmp_path / f"表.{kind}"))
    assert task in told(draft)
    assert said in [note.message for note in draft.all_notes]


@pytest.mark.parametrize(("heading", "said"), [
    ("责任单位（列首位的为牵头单位）", []), ("牵头单位/配合单位", ["乙局、丙局没有写是牵头还是配合，按“协助单位”导入"]),
])  # fmt: skip
def test_a_column_of_leads_and_helpers(tmp_path: Path, heading: str, said: list[str]) -> None:
    rows = [["任务", heading, "时限"], ["甲事", "甲局、乙局、丙局", "6月"], ["乙事", "丁局", "7月"]]
    draft = drafted(write(Shape("", ["2021年清单"], rows, []), tmp_path / "表.docx"))
    assert [line[3:] for line in told(draft)] == [(["甲局"], ["乙局", "丙局"]), (["丁局"], [])]
    assert [note.message for note in draft.all_notes] == said


def test_a_second_column_of_leads_helps_and_is_told(tmp_path: Path) -> None:
    rows = [["任务", "牵头单位", "责任单位", "时限"], ["甲事", "甲局（乙办）", "乙局、丙局", "6月"]]
    rows.append(["乙事", "甲局", "丁局", "7月"])
    draft = drafted(write(Shape("", ["2021年清单"], rows, []), tmp_path / "表.xlsx"))
    assert [line[3:] for line in told(draft)] == [(["甲局（乙办）"], ["乙局", "丙局"]), (["甲局"], ["丁局"])]
    assert [note.message for note in draft.all_notes] == ["“责任单位”当作“协助单位”，“牵头单位”当作“责任主体”，请核对"]
    assert yaml.safe_load(plan_text(draft))["单位"][0] == {"名称": "甲局（乙办）", "类别": "同级部门"}


def test_what_is_said_of_a_goal_whose_items_say_it_themselves_is_told(tmp_path: Path) -> None:
    text = "工作要点\n一、甲目标。（市工信局牵头）\n1.甲事。（责任单位：甲局）\n2.乙事。（责任单位：乙局）\n"
    draft = drafted(tmp_path / "要点.txt", text)
    assert [line[3] for line in told(draft)] == [["甲局"], ["乙局"]]
    assert [note.message for note in draft.all_notes] == ["“责任主体：市工信局牵头”说的是目标，没有导入"]


def test_in_a_text_every_blank_that_may_be_a_merged_cell_is_marked(tmp_path: Path) -> None:
    rows = ["目标\t任务\t责任单位\t配合单位\t时限", "甲\t甲事\t甲局\t乙局\t6月", "\t乙事\t\t\t", "乙\t丙事\t丙局\t\t"]
    text = "\n".join(["2020年清单", *rows])
    draft = drafted(tmp_path / "表.txt", text)
    assert [line[2:] for line in told(draft)] == [
        ("6月", ["甲局"], ["乙局"]),
        ("6月", ["甲局"], ["乙局"]),
        ("", ["丙局"], []),
    ]
    filled = {(f"表第 4 行“{key}”", "空着，照上一行填了") for key in ("责任主体", "协助单位", "完成时间")}
    said = {(note.place, note.message) for note in draft.all_notes if note.quiet}
    assert said == {*filled, ("表第 5 行“完成时间”", "空着，没有照上一行填")}


def test_a_page_that_ends_within_merged_cells(tmp_path: Path) -> None:
    header = ["目标", "任务", "责任单位", "时限"]
    document = docx.Document()
    document.add_paragraph("2022年清单")
    add_word_table(document, [header, ["一、甲目标", "甲事。", "甲局", "6月"], [UP, "乙事。", UP, UP]])
    add_word_table(document, [header, ["", "丙事。", "", ""], ["二、乙目标", "丁事。", "丁局", "7月"]])
    document.save(str(tmp_path / "表.docx"))
    draft = drafted(tmp_path / "表.docx")
    assert [(line[0], line[1], line[3]) for line in told(draft)] == [
        (("甲目标",), "甲事。", ["甲局"]),
        (("甲目标",), "乙事。", ["甲局"]),
        (("甲目标",), "丙事。", ["甲局"]),
        (("乙目标",), "丁事。", ["丁局"]),
    ]
    assert {(note.place, note.message) for note in draft.all_notes} == {
        (f"第 2 个表第 2 行“{key}”", "空着，照上一行填了") for key in ("完成时间", "责任主体")
    }


def test_what_a_workbook_hides_and_how_it_shows_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in (["任务", "责任单位", "完成时间"], ["甲事", "甲局", datetime(2022, 6, 30)]):
        sheet.append(row)
    days: list[tuple[str, Any, str]] = [
        ("乙事", datetime(2022, 9, 1), 'yyyy"年"m"月"'),
        ("丙事", datetime(2022, 10, 8), 'm"月"d"日";@'),
    ]
    days += [("丁事", 2022.1, "0.00"), ("戊事", 2022.1, "General"), ("己事", "=1+1", "General")]
    for n, (task, day, form) in enumerate(days, 3):
        sheet.append([task, "甲局", day])
        sheet.cell(n, 3).number_format = form
    sheet.row_dimensions[3].hidden = True
    old = book.create_sheet("旧表")
    old.append(["任务", "责任单位", "完成时间"])
    old.append(["旧事", "旧局", "1月"])
    old.sheet_state = "hidden"
    book.save(tmp_path / "表.xlsx")
    draft = drafted(tmp_path / "表.xlsx")
    assert [line[2] for line in told(draft)] == ["2022年6月30日", "2022年9月", "10月8日", "2022年10月", "2022年1月", ""]
    assert {(note.place, note.message) for note in draft.all_notes} == {
        ("工作表“旧表”", "是隐藏的，没有导入"),
        ("工作表“Sheet”第 3 行", "这一行在表里是隐藏的"),
        ("工作表“Sheet”C6", "2022.1 可能是 2022.10，也就是十月"),
        ("工作表“Sheet”C7", "是公式，文件里没有算好的值，没有导入"),
    }


def test_several_tables_with_headings_and_one_of_figures(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("附件", "某市2022年重点工作", "责任分解表", "一、市发展改革委"):
        document.add_paragraph(text)
    add_word_table(document, [["任务", "责任单位", "时限"], ["甲事", "甲局", "6月"]])
    document.add_paragraph("二、市教育局")
    add_word_table(document, [["任务", "责任单位", "时限"], ["乙事做到一半", "乙局", "7月"]])
    add_word_table(document, [["的后半句。", "", ""], ["丁事", "丁局", "9月"]])
    add_word_table(document, [["单位", "项数"], ["甲局", "1"]])
    add_word_table(document, [["工作措施", "配合单位", "牵头单位"], ["丙事", "丙局", "丁局"]])
    document.save(str(tmp_path / "表.docx"))
    draft = drafted(tmp_path / "表.docx")
    assert draft.title == "某市2022年重点工作责任分解表"
    assert told(draft) == [
        (("市发展改革委",), "甲事", "6月", ["甲局"], []),
        (("市教育局",), "乙事做到一半的后半句。", "7月", ["乙局"], []),
        (("市教育局",), "丁事", "9月", ["丁局"], []),
        ((), "丙事", "", ["丁局"], ["丙局"]),
    ]
    assert ("第 4 个表", "没有分解表的表头，没有导入") in [note[:2] for note in draft.all_notes]


def test_numbers_that_word_counts_text_boxes_and_revisions(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for r, row in enumerate([["序号", "任务", "责任单位"], ["", "甲事", "甲局"], ["", "乙事", "乙局"]]):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for r in (1, 2):
        table.cell(r, 0).paragraphs[0].style = document.styles["List Number"]
    names = nsdecls("w")
    paragraph: Any = table.cell(1, 1).paragraphs[0]._p
    paragraph.append(parse_xml(f'<w:ins {names} w:id="1" w:author="甲"><w:r><w:t>并加强</w:t></w:r></w:ins>'))
    paragraph.append(parse_xml(f'<w:del {names} w:id="2" w:author="甲"><w:r><w:delText>不要</w:delText></w:r></w:del>'))
    box = "<w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent>"
    shape = f'<v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{box}</v:textbox>'
    below: Any = document.add_paragraph("")._p
    below.append(parse_xml(f"<w:r {names}><w:pict>{shape}</w:pict></w:r>"))
    document.save(str(tmp_path / "表.docx"))
    draft = drafted(tmp_path / "表.docx")
    assert [(task.number, task.content) for _, task in found(draft)] == [("1.", "甲事并加强"), ("2.", "乙事")]
    said = {(note.place, note.message) for note in draft.all_notes}
    assert said == {("文本框", "没有导入：“框里的字”"), ("", "有修订的痕迹，照接受全部修订的样子导入了")}


ODD = Shape("", ["清单"], [["东西", "谁来", "啥时"], ["做好甲事情", "甲甲", "6月"], ["做好乙事情", "乙乙", "7月"]], [])


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def test_columns_by_hand_and_a_refusal_that_shows_the_headings(project: Project, tmp_path: Path) -> None:
    write(ODD, tmp_path / "表.docx")
    run = project.run("import", "表.docx", "--out", "新.yaml")
    hint = '表头要有“具体任务”“责任主体”这样的列名，或用 --columns "任务=…,牵头=…" 指定'
    seen = "看到的列名——第 1 个表：东西→？、谁来→？、啥时→？"
    assert (run.code, run.errors) == (1, [f"表.docx: 没有找到任务分解表；{seen}。{hint}"])
    run = project.run("import", "表.docx", "--out", "新.yaml", "--columns", "任务=东西,干活=谁来")
    assert run.code == 1
    assert run.errors[0].startswith("--columns: “干活=谁来”看不懂；写成 栏=列名，栏可以是 目标、")
    project.run("import", "表.docx", "--out", "新.yaml", "--columns", "任务=东西，牵头=谁来,时限=啥时")
    (first, second) = yaml.safe_load((tmp_path / "新.yaml").read_text("utf-8"))["任务"]
    assert (first["内容"], first["责任主体"], first["完成时间"]) == ("做好甲事情", ["甲甲"], "6月")
    assert (second["内容"], second["责任主体"], second["完成时间"]) == ("做好乙事情", ["乙乙"], "7月")


def test_the_plan_says_every_field_and_marks_what_is_not_sure(tmp_path: Path) -> None:
    draft = drafted(write(SHAPES[6], tmp_path / "表.xlsx"))
    assert yaml.safe_load(plan_text(draft))["任务"][0] == {
        "编号": "1-1", "内容": "编制预案", "完成时间": "2021年3月31日前", "责任主体": ["市应急局"],
        "协助单位": ["市消防救援支队"], "主责单位": ["市应急局"], "备注": "含分预案",
    }  # fmt: skip
    text = plan_text(drafted(write(SHAPES[4], tmp_path / "表.docx")))
    assert yaml.safe_load(text)["目标"][0]["任务"][0]["其他"] == {"总投资（亿元）": "1.2"}
    assert "# 待核对：第 1 个表：不认识“总投资（亿元）”这一列，原样放进“其他”" in text
    nested = yaml.safe_load(plan_text(drafted(write(SHAPES[2], tmp_path / "三层.docx"))))["目标"]
    assert [[below["名称"] for below in goal["目标"]] for goal in nested] == [["一网通办", "一网统管"], ["智慧医疗"]]
    assert [t["编号"] for goal in nested for below in goal["目标"] for t in below["任务"]] == [
        "1-1",
        "1-2",
        "2-1",
        "3-1",
    ]


def test_an_old_format_without_libreoffice_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "command", lambda: None)
    (tmp_path / "表.wps").write_bytes(b"x")
    with pytest.raises(InputError, match=r"“\.wps”文件要先由 LibreOffice 转换，这台电脑没有 LibreOffice"):
        read_source(tmp_path / "表.wps")


@pytest.mark.parametrize("steps", [["xlsx", "xls"], ["docx", "odt", "doc"]])  # straight to .doc the table is lost
def test_an_old_format_goes_through_libreoffice(tmp_path: Path, steps: list[str]) -> None:
    path = write(SHAPES[0], tmp_path / f"表.{steps[0]}")
    for kind in steps[1:]:
        convert([path], tmp_path / kind, kind)
        path = tmp_path / kind / f"表.{kind}"
    counts, lines = count(SHAPES[0], drafted(path))
    assert (counts["wrong"], counts["lost"], lines) == (0, 0, [])
