"""Two correct Word files, a 信函 and a 文件, written by hand as a person's Word would leave them: not by our writer."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
Parts = dict[str, str]


def p(text: str, form: str = "", style: str = "") -> str:
    runs = "<w:r><w:br/></w:r>".join(f"<w:r><w:rPr>{style}</w:rPr><w:t>{line}</w:t></w:r>" for line in text.split("|"))
    return f"<w:p><w:pPr>{form}</w:pPr>{runs if text else ''}</w:p>"


def face(name: str, size: int | None = None) -> str:
    half_points = f'<w:sz w:val="{size * 2}"/>' if size else ""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}"/>{half_points}'


def framed(x: int, y: int, width: int, rest: str = "") -> str:
    frame = f'<w:framePr w:w="{width}" w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{x}" w:y="{y}"/>'
    return frame + rest


def borders(top: int, bottom: int) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="FF0000"/>'
        for side, size in (("top", top), ("bottom", bottom))
        if size
    )
    return f"<w:pBdr>{sides}</w:pBdr>"


def rules(x: int, y: int, top: int, bottom: int) -> str:
    return p("", framed(x, y, 9638, borders(top, bottom) + TIGHT))


def number_line(side: str) -> str:
    """The page number, one character from this side."""
    field = "".join(
        f'<w:r><w:rPr>{face("宋体", 14)}<w:spacing w:val="0"/></w:rPr>{inner}</w:r>'
        for inner in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> PAGE </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>7</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    indent = f'<w:ind w:{side}="316" w:firstLine="0"/><w:jc w:val="{side}"/>'
    return f"<w:p><w:pPr>{indent}</w:pPr>{field}</w:p>"


def footer(side: str) -> str:
    return f"{HEADER}<w:ftr {NAMESPACES}>{number_line(side)}</w:ftr>"


def turned_footer(side: str) -> str:
    """A text box of today's Word in the left margin, at the end that is this side of the sheet held upright."""
    top = 149 if side == "right" else 28
    place = "".join(
        f'<wp:position{axis} relativeFrom="page"><wp:posOffset>{mm * 36000}</wp:posOffset></wp:position{axis}>'
        for axis, mm in (("H", 8), ("V", top))
    )
    size = f'cx="{20 * 36000}" cy="{35 * 36000}"'
    shape = (
        f'<wps:wsp><wps:txbx><w:txbxContent>{number_line(side)}</w:txbxContent></wps:txbx><wps:bodyPr vert="vert"/>'
        "</wps:wsp>"
    )
    drawing = (
        f"<w:drawing><wp:anchor>{place}<wp:extent {size}/><a:graphic><a:graphicData>{shape}</a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing>"
    )
    choice = f'<mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice></mc:AlternateContent>'
    return f"{HEADER}<w:ftr {NAMESPACES}><w:p><w:r>{choice}</w:r></w:p></w:ftr>"


def old_turned_footer(side: str) -> str:
    """The same as older programs write it."""
    box = f'<v:textbox style="layout-flow:vertical"><w:txbxContent>{number_line(side)}</w:txbxContent></v:textbox>'
    shape = f'<v:shape style="position:absolute;margin-left:8mm">{box}</v:shape>'
    return f"{HEADER}<w:ftr {NAMESPACES}><w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p></w:ftr>"


def section(*, first_differs: bool, landscape: bool = False) -> str:
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11906" w:h="16838"/>'
    )
    edges = (1588, 2098, 1474, 1984) if landscape else (2098, 1474, 1984, 1588)
    margins = '<w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="851" w:footer="1304" w:gutter="0"/>'
    wide = "Wide" if landscape else ""
    feet = (
        f'<w:footerReference w:type="default" r:id="rOdd{wide}"/><w:footerReference w:type="even" r:id="rEven{wide}"/>'
    )
    title = "<w:titlePg/>" if first_differs else ""
    return f"<w:sectPr>{feet}{size}{margins.format(*edges)}{title}</w:sectPr>"


TIGHT = '<w:spacing w:line="24" w:lineRule="exact"/><w:ind w:firstLine="0"/>'
FLUSH = '<w:ind w:firstLine="0"/>'
CENTRED = '<w:ind w:firstLine="0"/><w:jc w:val="center"/>'
MARK = face("方正小标宋简体", 36) + '<w:color w:val="FF0000"/><w:spacing w:val="0"/>'
TITLE = face("方正小标宋简体", 22) + '<w:spacing w:val="0"/>'
BLACK_FACE, SCRIPT_FACE = face("黑体"), face("楷体_GB2312")
SMALL = face("仿宋_GB2312", 14) + '<w:spacing w:val="0"/>'

TEXT = (
    p("为落实《2017年教育信息化工作要点》，现将有关事项通知如下，请认真组织实施。"),
    p("一、工作任务", style=BLACK_FACE),
    p("（一）基础设施建设", style=SCRIPT_FACE),
    p("1.利用改薄工程等推进中小学校信息化基础设施建设，完善网络教学环境，完成时间为2017年10月。"),
    p("2.开展全省视频会议系统建设，完成时间为2017年10月。"),
    p("（二）人才队伍建设", style=SCRIPT_FACE),
    p("开展校长信息化领导力培训和教师信息技术应用能力培训，提高信息技术与教育教学融合的水平。"),
    p("二、工作要求", style=BLACK_FACE),
    p("各单位要细化方案，明确责任人，按季度报送进展情况。"),
    p("附件：1.任务摘录", '<w:spacing w:before="579"/>'),
    p("2.任务台账", '<w:ind w:left="1575" w:firstLine="0"/>'),
    p("陕西省教育厅", '<w:spacing w:before="1158"/><w:ind w:right="1252" w:firstLine="0"/><w:jc w:val="right"/>'),
    p("2017年3月5日", '<w:ind w:right="1260" w:firstLine="0"/><w:jc w:val="right"/>'),
    p("（联系人：张三，电话：029-88888888）"),
)
ANNEX = (
    p("附件1", FLUSH, BLACK_FACE),
    p("任务摘录", f'<w:spacing w:before="579"/>{CENTRED}', TITLE),
    "<w:tbl><w:tr><w:tc>" + p("编号", FLUSH, face("黑体", 12)) + "</w:tc></w:tr></w:tbl>",
)


LETTER_MARK = p(
    "陕西省教育厅", framed(1588, 1500, 8844, '<w:spacing w:line="1040" w:lineRule="exact"/>' + CENTRED), MARK
)
UPPER, LOWER = rules(1134, 2574, 18, 6), rules(1134, 15620, 6, 18)
ADDRESSEE = p("财务处：", f'<w:spacing w:before="579"/>{FLUSH}')


def letter() -> Parts:
    """信函格式: red double lines in frames, no page number on page 1, an annex on a landscape page."""
    head = (
        LETTER_MARK,
        UPPER,
        LOWER,
        p("陕教信函〔2017〕5号", '<w:spacing w:before="600"/><w:ind w:firstLine="0"/><w:jc w:val="right"/>'),
        p("陕西省教育厅关于做好2017年|教育信息化工作的通知", f'<w:spacing w:before="1158"/>{CENTRED}', TITLE),
        ADDRESSEE,
    )
    turn = f"<w:p><w:pPr>{section(first_differs=True)}</w:pPr></w:p>"
    return _parts("".join((*head, *TEXT, turn, *ANNEX, section(first_differs=False, landscape=True))))


def document() -> Parts:
    """文件格式: a red line under the number, an annex after a page break, 版记."""
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
    black = f'<w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="000000"/></w:pBdr>{FLUSH}'
    foot = (
        p("抄送：省教育信息化领导小组各成员单位。", black, SMALL),
        p("陕西省教育厅办公室　　　　　2017年3月5日印发", black, SMALL),
    )
    head = (
        p(
            "陕西省教育厅文件",
            framed(1588, 3900, 8844, '<w:spacing w:line="1040" w:lineRule="exact"/>' + CENTRED),
            MARK,
        ),
        p("陕教〔2017〕5号", f'{rule}<w:spacing w:before="2400"/>{CENTRED}'),
        p("陕西省教育厅关于做好2017年|教育信息化工作的通知", f'<w:spacing w:before="1385"/>{CENTRED}', TITLE),
        p("各市、县教育局，各高等学校：", f'<w:spacing w:before="579"/>{FLUSH}'),
    )
    turn = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    return _parts("".join((*head, *TEXT, turn, *ANNEX, *foot, section(first_differs=False))))


def _parts(body: str) -> Parts:
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relations(("r1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("rStyles", "styles", "styles.xml"),
            ("rSettings", "settings", "settings.xml"),
            ("rOdd", "footer", "odd.xml"),
            ("rEven", "footer", "even.xml"),
            ("rOddWide", "footer", "odd-wide.xml"),
            ("rEvenWide", "footer", "even-wide.xml"),
        ),
        "word/document.xml": f"{HEADER}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/settings.xml": f"{HEADER}<w:settings {NAMESPACES}><w:evenAndOddHeaders/></w:settings>",
        "word/styles.xml": STYLES,
        "word/odd.xml": footer("right"),
        "word/even.xml": footer("left"),
        "word/odd-wide.xml": turned_footer("right"),
        "word/even-wide.xml": old_turned_footer("left"),
    }


# The size comes from the defaults, the face from the style below 正文, the rest from 正文: all three must be followed.
STYLES = f"""{HEADER}<w:styles {NAMESPACES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="32"/></w:rPr></w:rPrDefault>
<w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:styleId="base"><w:name w:val="base"/>
<w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/></w:rPr></w:style>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:basedOn w:val="base"/>
<w:pPr><w:spacing w:line="579" w:lineRule="exact"/><w:ind w:firstLine="630"/></w:pPr>
<w:rPr><w:spacing w:val="-5"/></w:rPr></w:style>
</w:styles>"""


KINDS = {"document": "document.main", "settings": "settings", "styles": "styles"}
KINDS |= dict.fromkeys(("odd", "even", "odd-wide", "even-wide"), "footer")
CONTENT_TYPES = (
    f"""{HEADER}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"""
    + "".join(
        f'<Override PartName="/word/{name}.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in KINDS.items()
    )
    + "</Types>"
)


def _relations(*each: tuple[str, str, str]) -> str:
    rows = "".join(f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"/>' for name, kind, target in each)
    return f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def packed(parts: Parts) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def planted(parts: Parts, part: str, old: str, new: str, count: int = -1) -> Parts:
    """The same file with one thing changed."""
    assert old in parts[part], old
    return parts | {part: parts[part].replace(old, new, count)}
