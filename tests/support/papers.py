"""Papers as offices write them in Word, made with python-docx: official documents, damaged ones, and all the others."""

import io
from collections.abc import Callable
from typing import Any, cast

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

LEFT, CENTRE, RIGHT = ALIGN.LEFT, ALIGN.CENTER, ALIGN.RIGHT
SONG, FANG, HEI = "方正小标宋简体", "仿宋_GB2312", "黑体"
SEAL = Pt(64)  # four characters, from the right
TITLE, ADDRESSEE = "关于做好2017年教育信息化工作的通知", "各市、县教育局，各高等学校："
MARK, SERIAL, OFFICE, DAY = "陕西省教育厅文件", "陕教〔2017〕5号", "陕西省教育厅", "2017年3月5日"


def paper() -> Paper:
    """An empty A4 page with the standard's margins."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(37), Mm(26)
    section.bottom_margin, section.left_margin = Mm(35), Mm(28)
    return made


def line(made: Paper, text: str, size: float = 16, face: str = FANG, align: ALIGN | None = None) -> Paragraph:
    """A paragraph with direct formatting."""
    paragraph = made.add_paragraph()
    _set(paragraph, text, size, face)
    if align is not None:
        paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _set(paragraph: Paragraph, text: str, size: float, face: str, *, red: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if red:
        run.font.color.rgb = RGBColor(255, 0, 0)


def mark(made: Paper, text: str) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = CENTRE
    _set(paragraph, text, 48, SONG, red=True)


def official(
    made: Paper,
    head: str = MARK,
    serial: str = SERIAL,
    title: str = TITLE,
    addressee: str = ADDRESSEE,
    signature: str = OFFICE,
    day: str = DAY,
) -> Paper:
    """An official document; an empty part is left out."""
    if head:
        mark(made, head)
    if serial:
        line(made, serial, align=CENTRE)
    if title:
        line(made, title, 22, SONG, CENTRE)
    if addressee:
        line(made, addressee)
    line(made, "为落实《2017年教育信息化工作要点》，现将有关事项通知如下：").paragraph_format.first_line_indent = Pt(32)
    line(made, "一、工作任务", face=HEI).paragraph_format.first_line_indent = Pt(32)
    line(made, "各单位要细化方案，明确责任人。").paragraph_format.first_line_indent = Pt(32)
    for ending in (signature, day):
        if ending:
            line(made, ending, align=RIGHT).paragraph_format.right_indent = SEAL
    return made


def plain(title: str, *lines: str, signature: str = "", size: float = 22) -> Paper:
    """A paper with a centred title, some lines, a signature and a day."""
    made = paper()
    line(made, title, size, "宋体", CENTRE)
    for text in lines:
        line(made, text)
    if signature:
        line(made, signature, align=RIGHT)
        line(made, DAY, align=RIGHT)
    return made


def in_a_table() -> Paper:
    """Two offices write together; a table without borders holds their names and the one word 文件."""
    made = paper()
    table = made.add_table(2, 2)
    for cell, text in (
        (table.cell(0, 0), "陕西省教育厅"),
        (table.cell(1, 0), "陕西省财政厅"),
        (table.cell(0, 1).merge(table.cell(1, 1)), "文件"),
    ):
        _set(cell.paragraphs[0], text, 40, SONG, red=True)
    return official(made, head="")


def beside_each_other() -> Paper:
    """Mark and number in two cells of a table."""
    made = paper()
    table = made.add_table(1, 2)
    _set(table.cell(0, 0).paragraphs[0], OFFICE, 24, SONG, red=True)
    _set(table.cell(0, 1).paragraphs[0], "陕教函〔2017〕5号", 16, FANG)
    return official(made, head="", serial="")


def inside_a_table() -> Paper:
    """All of it in the one cell of a table."""
    made = paper()
    inside = official(paper())
    cell = made.add_table(1, 1).cell(0, 0)
    for paragraph in inside.paragraphs:
        cell._tc.append(paragraph._p)
    cell._tc.remove(cell.paragraphs[0]._p)
    return made


def as_word_art() -> Paper:
    made = paper()
    drawn = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape fillcolor="red">'
        f'<v:textpath style="font-family:&quot;{SONG}&quot;;font-size:48pt" string="{MARK}"/></v:shape></w:pict></w:r>'
    )
    made.add_paragraph()._p.append(cast(Any, parse_xml(drawn)))
    return official(made, head="")


def by_styles() -> Paper:
    """What stands in the styles, one based on the other, not in the text."""
    made = paper()
    base = made.styles.add_style("公文", WD_STYLE_TYPE.PARAGRAPH)
    base.font.size = Pt(48)
    red = made.styles.add_style("红头", WD_STYLE_TYPE.PARAGRAPH)
    red.base_style, red.font.color.rgb = base, RGBColor(255, 0, 0)
    made.add_paragraph(MARK, "红头").alignment = CENTRE
    return official(made, head="")


def with_a_running_header() -> Paper:
    made = official(paper(), head="", serial="")
    header = made.sections[0].header.paragraphs[0]
    header.text, header.alignment = "内部资料　注意保存", CENTRE
    return made


def with_a_red_title() -> Paper:
    """As notices on the wall have it; the title is no mark."""
    made = paper()
    mark(made, "会议通知")
    line(made, "各处室：")
    line(made, "定于明天开会。")
    for ending in ("办公室", DAY):
        line(made, ending, align=RIGHT).paragraph_format.right_indent = SEAL
    return made


def only_a_table() -> Paper:
    made = paper()
    table = made.add_table(2, 2)
    for i, text in enumerate((SERIAL, "转发文件", "陕教〔2017〕6号", DAY)):
        table.cell(i // 2, i % 2).text = text
    return made


def special(head: str, number: str) -> Paper:
    made = paper()
    mark(made, head)
    line(made, number, align=CENTRE)
    line(made, "已经会议通过，现予公布。")
    return made


def saved(made: Paper) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


# name → how it is made, and what is missing in it, though it is an official document
OFFICIAL: dict[str, tuple[Callable[[], Paper], str, list[str]]] = {
    "文件": (lambda: official(paper()), "文件", []),
    "信函": (lambda: official(paper(), head=OFFICE), "信函", []),
    "请示": (
        lambda: official(paper(), serial=f"{SERIAL}　　　　签发人：张三", title="关于申请经费的请示"),
        "文件",
        [],
    ),
    "没有主送的决定": (lambda: official(paper(), title="关于表彰先进的决定", addressee=""), "文件", []),
    "表格里的联合标志": (in_a_table, "文件", []),
    "标志和字号并排": (beside_each_other, "信函", []),
    "全在表格里": (inside_a_table, "文件", []),
    "艺术字标志": (as_word_art, "文件", []),
    "样式里的标志": (by_styles, "文件", []),
    "有页眉": (with_a_running_header, "", ["发文机关标志", "发文字号"]),
    "删了标志": (lambda: official(paper(), head=""), "", ["发文机关标志"]),
    "删了字号": (lambda: official(paper(), serial=""), "文件", ["发文字号"]),
    "删了标题": (lambda: official(paper(), title=""), "文件", ["标题"]),
    "删了主送": (lambda: official(paper(), addressee=""), "文件", ["主送机关"]),
    "删了标志、字号、主送": (
        lambda: official(paper(), head="", serial="", addressee=""),
        "",
        ["发文机关标志", "发文字号", "主送机关"],
    ),
    "只剩标题": (
        lambda: official(paper(), head="", serial="", addressee="", signature="", day=""),
        "",
        ["发文机关标志", "发文字号", "主送机关", "发文机关署名", "成文日期"],
    ),
    "只剩字号和落款": (
        lambda: official(paper(), head="", title="", addressee=""),
        "",
        ["发文机关标志", "标题", "主送机关"],
    ),
    "标题是红的": (with_a_red_title, "", ["发文机关标志", "发文字号"]),
    "内部通知": (
        lambda: official(paper(), head="", serial="", title="会议通知", addressee="各处室：", signature="办公室"),
        "",
        ["发文机关标志", "发文字号"],
    ),
}

OTHER: dict[str, Callable[[], Paper]] = {
    "会议记录": lambda: plain("校务会议记录", "时间：2017年3月5日", "主持人：张三", "听取了汇报。", signature="办公室"),
    "合同": lambda: plain("购销合同", "甲方：陕西省教育厅", "双方约定如下：", signature="西安某某公司"),
    "私信": lambda: plain("", "尊敬的张老师：", "您好。", signature="李四"),
    "邀请函": lambda: plain("邀请函", "尊敬的各位专家：", "诚邀您参会。", signature="西安交通大学", size=26),
    "述职报告": lambda: plain("述职报告", "各位领导：", "本人一年来努力工作。", signature="张三"),
    "论文": lambda: plain("关于大学生消费的调查报告", "摘要：本文研究消费。", "一、引言"),
    "承诺书": lambda: plain("承诺书", "陕西省教育厅：", "我校承诺如下。", signature="西北大学"),
    "工作总结": lambda: plain("工作总结", "2017年我处完成了任务。", signature="财务处"),
    "实施方案": lambda: plain("项目实施方案", "一、背景", signature="陕西省教育厅"),
    "简历": lambda: plain("简历", "姓名：张三"),
    "按单位排的意见": lambda: plain("关于推进教育信息化工作的意见（按单位）", "财务处（牵头1项）", "信保处（牵头2项）"),
    "按时限排的方案": lambda: plain("关于印发要点的通知（按时限）", "财务处", signature="信保处"),
    "只有一张表": only_a_table,
    "没有文字": paper,
}

SPECIAL: dict[str, tuple[Callable[[], Paper], str]] = {
    "纪要": (lambda: plain("2017年第3次厅长办公会议纪要", "时间：2017年3月5日", "会议议定："), "纪要格式"),
    "命令": (lambda: special("陕西省人民政府令", "第123号"), "命令（令）格式"),
    "公告": (lambda: special("陕西省教育厅公告", "2017年第3号"), "公告、通告、公报"),
    "简报": (lambda: special("教育信息化简报", "第12期"), "简报"),
    "电报": (lambda: special("内部明电", "陕教电〔2017〕5号"), "电报"),
}
