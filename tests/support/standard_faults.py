"""What can be wrong with the samples, one thing at a time: part, old text, new text, and the findings expected."""

from support import sample_docx as word
from support import sample_pdf as pdf

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
SONG = word.face("宋体")
PLAIN = word.p("各单位要细化方案，明确责任人，按季度报送进展情况。")
FEET = '<w:footerReference w:type="default" r:id="rOdd"/><w:footerReference w:type="even" r:id="rEven"/>'
UNDER_NUMBER = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
DATE_PLACE = '<w:ind w:right="1260" w:firstLine="0"/><w:jc w:val="right"/>'
OFF = "右空{}字，应右空4字（加盖印章）或比署名右移2字（不加盖印章）"

Fault = tuple[str, str, str, list[str]]

# ---- faults in Word files ----

LETTER_FAULTS: dict[str, Fault] = {
    "左白边": (DOCUMENT, 'w:left="1588" w:header', 'w:left="1134" w:header', ["5.2.1 页边  左白边20mm，应为28±1mm"]),
    "下白边": (DOCUMENT, 'w:bottom="1984"', 'w:bottom="1440"', ["5.2.1 页边  下白边25.4mm，应为35±1mm"]),
    "横排页上白边": (DOCUMENT, 'w:top="1588"', 'w:top="2098"', ["8 横排页页边  上白边37mm，应为28±2mm"]),
    "横排页其余白边": (
        DOCUMENT,
        'w:top="1588" w:right="2098" w:bottom="1474" w:left="1984"',
        'w:top="1588" w:right="1588" w:bottom="1984" w:left="1474"',
        [
            "8 横排页页边  右白边28mm，应为37±1mm",
            "8 横排页页边  下白边35mm，应为26±2mm",
            "8 横排页页边  左白边26mm，应为35±1mm",
            "8 横排页页码  单页页码应居右空一字，现空-0.6字",
        ],
    ),
    "纸张": (
        DOCUMENT,
        'w:w="11906" w:h="16838"',
        'w:w="12240" w:h="15840"',
        [
            "5.1 纸张  第1节为215.9×279.4mm，应为A4（210×297mm）",
            "10.1 红色双线  第一条未居中",
            "10.1 红色双线  第二条未居中",
            "10.1 红色双线  第二条距纸下边缘3.9mm，应为20±1mm",
        ],
    ),
    "21行": (STYLES, 'w:line="579"', 'w:line="600"', ["5.2.3 行数  每页21行（行距30磅），应为22行"]),
    "24行": (STYLES, 'w:line="579"', 'w:line="531"', ["5.2.3 行数  每页24行（行距26.55磅），应为22行"]),
    "30字": (
        STYLES,
        '<w:spacing w:val="-5"/>',
        '<w:spacing w:val="-26"/>',
        ["5.2.3 字数  每行30字（字距14.7磅），应为28字"],
    ),
    "27字": (STYLES, '<w:spacing w:val="-5"/>', "", ["5.2.3 字数  每行27字（字距16磅），应为28字"]),
    "颜色": (
        DOCUMENT,
        PLAIN,
        PLAIN.replace("<w:rPr>", '<w:rPr><w:color w:val="0000FF"/>'),
        ["5.2.4 颜色  颜色为#0000FF，应为黑色：“各单位要细化方案，明确责…”"],
    ),
    "没有标志": (DOCUMENT, word.LETTER_MARK, "", ["10.1 发文机关标志  没有找到"]),
    "标志黑色": (DOCUMENT, '<w:color w:val="FF0000"/>', "", ["10.1 发文机关标志  颜色为#000000，应为红色"]),
    "标志字体": (
        DOCUMENT,
        word.MARK,
        word.MARK.replace("方正小标宋简体", "黑体"),
        ["10.1 发文机关标志  字体为黑体，应为小标宋"],
    ),
    "标志位置": (DOCUMENT, 'w:y="1500"', 'w:y="3900"', ["10.1 发文机关标志  上边缘距纸上边缘71.6mm，应为30±1mm"]),
    "没有字号": (DOCUMENT, "陕教信函〔2017〕5号", "", ["7.2.5 发文字号  没有找到"]),
    "方括号": (DOCUMENT, "〔2017〕", "[2017]", ["7.2.5 发文字号  年份用“[]”，应为“〔〕”：陕教信函[2017]5号"]),
    "第": (DOCUMENT, "〕5号", "〕第5号", ["7.2.5 发文字号  加了“第”：陕教信函〔2017〕第5号"]),
    "编虚位": (DOCUMENT, "〕5号", "〕05号", ["7.2.5 发文字号  序号编了虚位：陕教信函〔2017〕05号"]),
    "两位年份": (DOCUMENT, "〔2017〕", "〔17〕", ["7.2.5 发文字号  年份不是四位阿拉伯数字：陕教信函〔17〕5号"]),
    "字号居左": (
        DOCUMENT,
        '<w:spacing w:before="600"/><w:ind w:firstLine="0"/><w:jc w:val="right"/>',
        '<w:spacing w:before="600"/><w:ind w:firstLine="0"/>',
        ["10.1 发文字号  距版心右边缘18.6字，应居右顶格"],
    ),
    "没有第一条红线": (DOCUMENT, word.UPPER, "", ["10.1 红色双线  没有第一条红色双线"]),
    "没有第二条红线": (DOCUMENT, word.LOWER, "", ["10.1 红色双线  没有第二条红色双线"]),
    "红线颠倒": (
        DOCUMENT,
        word.borders(18, 6),
        word.borders(6, 18),
        ["10.1 红色双线  第一条为上细下粗双线，应为上粗下细双线"],
    ),
    "红线是单线": (
        DOCUMENT,
        word.borders(18, 6),
        word.borders(18, 0),
        ["10.1 红色双线  第一条为单线，应为上粗下细双线"],
    ),
    "红线短": (
        DOCUMENT,
        'w:w="9638"',
        'w:w="8844"',
        ["10.1 红色双线  第一条长156mm，应为170±1mm", "10.1 红色双线  第二条长156mm，应为170±1mm"],
    ),
    "红线黑色": (
        DOCUMENT,
        'w:space="0" w:color="FF0000"',
        'w:space="0" w:color="auto"',
        ["10.1 红色双线  没有第一条红色双线", "10.1 红色双线  没有第二条红色双线"],
    ),
    "标题字体": (
        DOCUMENT,
        word.TITLE,
        word.TITLE.replace("方正小标宋简体", "宋体"),
        ["7.3.1 标题  字体为宋体，应为小标宋"],
    ),
    "标题字号": (DOCUMENT, 'w:val="44"', 'w:val="36"', ["7.3.1 标题  字号为18磅，应为二号（22磅）"]),
    "标题居左": (
        DOCUMENT,
        f'<w:spacing w:before="1158"/>{word.CENTRED}',
        f'<w:spacing w:before="1158"/>{word.FLUSH}',
        ["7.3.1 标题  未居中"],
    ),
    "标题上不空行": (
        DOCUMENT,
        '<w:spacing w:before="1158"/>' + word.CENTRED,
        word.CENTRED,
        ["7.3.1 标题  上空0行，应空2行"],
    ),
    "标题没有机关": (
        DOCUMENT,
        "陕西省教育厅关于",
        "关于",
        ["条例9 标题  没有发文机关名称：“关于做好2017年教育信…”"],
    ),
    "看不出格式": (
        DOCUMENT,
        word.LETTER_MARK + word.UPPER + word.LOWER,
        "",
        ["7.2.4、10.1 发文机关标志  没有找到"],
    ),
    "没有主送": (DOCUMENT, word.ADDRESSEE, "", ["7.3.2 主送机关  没有找到"]),
    "没有正文": (DOCUMENT, "".join(word.TEXT[:9]), "", ["7.3.3 正文  没有找到"]),
    "主送无冒号": (DOCUMENT, "财务处：", "财务处", ["7.3.2 主送机关  末尾没有全角冒号：“财务处”"]),
    "主送半角冒号": (DOCUMENT, "财务处：", "财务处:", ["7.3.2 主送机关  末尾没有全角冒号：“财务处:”"]),
    "主送缩进": (
        DOCUMENT,
        f'<w:spacing w:before="579"/>{word.FLUSH}</w:pPr>',
        '<w:spacing w:before="579"/></w:pPr>',
        ["7.3.2 主送机关  左空2字，应顶格"],
    ),
    "正文字体": (
        DOCUMENT,
        PLAIN,
        PLAIN.replace("<w:rPr>", f"<w:rPr>{SONG}"),
        ["7.3.3 正文  字体为宋体，应为仿宋：“各单位要细化方案，明确责…”"],
    ),
    "没有的字体": (
        DOCUMENT,
        PLAIN,
        PLAIN.replace("<w:rPr>", f"<w:rPr>{word.face('FandolFang')}"),
        ["7.3.3 正文  字体为FandolFang，应为仿宋：“各单位要细化方案，明确责…”"],
    ),
    "正文字号": (
        DOCUMENT,
        PLAIN,
        PLAIN.replace("<w:rPr>", '<w:rPr><w:sz w:val="28"/>'),
        ["7.3.3 正文  字号为14磅，应为三号（16磅）：“各单位要细化方案，明确责…”"],
    ),
    "正文加粗": (
        DOCUMENT,
        PLAIN,
        PLAIN.replace("<w:rPr>", "<w:rPr><w:b/>"),
        ["7.3.3 正文  文字加粗：“各单位要细化方案，明确责…”"],
    ),
    "首行不缩进": (
        DOCUMENT,
        PLAIN,
        PLAIN.replace("<w:pPr>", f"<w:pPr>{word.FLUSH}"),
        ["7.3.3 正文  首行左空0字，应空2字：“各单位要细化方案，明确责…”"],
    ),
    "一级字体": (
        DOCUMENT,
        word.BLACK_FACE + "</w:rPr><w:t>一、",
        "</w:rPr><w:t>一、",
        ["7.3.3 一级标题  字体为仿宋_GB2312，应为黑体：“一、工作任务”"],
    ),
    "二级字体": (DOCUMENT, word.SCRIPT_FACE, SONG, ["7.3.3 二级标题  字体为宋体，应为楷体：“（一）基础设施建设”等2处"]),
    "序数": (DOCUMENT, ">2.开展", ">2、开展", ["7.3.3 层次序数  序数“2、”应为“2.”"]),
    "序数括号": (DOCUMENT, "（一）", "(一)", ["7.3.3 层次序数  序数“(一)”应为“（一）”"]),
    "附件名称后有标点": (DOCUMENT, "2.任务台账", "2.任务台账。", ["7.3.4 附件说明  名称后有标点：“任务台账。”"]),
    "附件说明冒号": (DOCUMENT, "附件：1", "附件:1", ["7.3.4 附件说明  “附件”后应为全角冒号"]),
    "附件说明编号": (
        DOCUMENT,
        "2.任务台账",
        "3.任务台账",
        ["7.3.4 附件说明  多件附件应从1.起编号，只有一件不编号"],
    ),
    "没有署名": (
        DOCUMENT,
        word.TEXT[-3],
        "",
        ["7.3.5.1 发文机关署名  没有找到"],
    ),
    "署名不居中": (
        DOCUMENT,
        'w:right="1252"',
        'w:right="200"',
        ["7.3.5.1 发文机关署名  未以成文日期为准居中，偏右3.3字"],
    ),
    "没有日期": (DOCUMENT, word.TEXT[-2], "", ["7.3.5.1 发文机关署名  没有找到", "7.3.5.4 成文日期  没有找到"]),
    "日期居左": (DOCUMENT, DATE_PLACE, "", [f"7.3.5.1 成文日期  {OFF.format(20.1)}"]),
    "日期顶右": (DOCUMENT, 'w:right="1260"', 'w:right="0"', [f"7.3.5.1 成文日期  {OFF.format(0)}"]),
    "日期在署名之上": (
        DOCUMENT,
        word.TEXT[-3] + word.TEXT[-2],
        word.TEXT[-2] + word.TEXT[-3],
        ["7.3.5.1 成文日期  在署名之上，应在署名之下"],
    ),
    "汉字日期": (
        DOCUMENT,
        ">2017年3月5日<",
        ">二〇一七年三月五日<",
        [
            "7.3.5.1 发文机关署名  未以成文日期为准居中，偏右1.5字",
            "7.3.5.4 成文日期  用了汉字数字，应为阿拉伯数字：二〇一七年三月五日",
        ],
    ),
    "月份补零": (DOCUMENT, ">2017年3月5日<", ">2017年03月5日<", ["7.3.5.4 成文日期  月份有前导零：2017年03月5日"]),
    "月日补零": (
        DOCUMENT,
        ">2017年3月5日<",
        ">2017年03月05日<",
        ["7.3.5.4 成文日期  月份有前导零：2017年03月05日", "7.3.5.4 成文日期  日有前导零：2017年03月05日"],
    ),
    "没有这一天": (DOCUMENT, ">2017年3月5日<", ">2017年2月30日<", ["7.3.5.4 成文日期  没有这一天：2017年2月30日"]),
    "附注括号": (
        DOCUMENT,
        "（联系人：张三，电话：029-88888888）",
        "(联系人：张三)",
        ["7.3.6 附注  应加全角圆括号：“(联系人：张三)”"],
    ),
    "附件字体": (
        DOCUMENT,
        word.BLACK_FACE + "</w:rPr><w:t>附件1",
        "</w:rPr><w:t>附件1",
        ["7.3.7 附件  字体为仿宋_GB2312，应为黑体"],
    ),
    "附件编号": (DOCUMENT, ">附件1<", ">附件3<", ["7.3.7 附件  “附件3”的编号与附件说明不一致"]),
    "附件标题不一致": (DOCUMENT, ">任务摘录<", ">任务表<", ["7.3.7 附件标题  “任务表”与附件说明“任务摘录”不一致"]),
    "附件标题不在第三行": (
        DOCUMENT,
        f'<w:spacing w:before="579"/>{word.CENTRED}',
        word.CENTRED,
        ["7.3.7 附件标题  附件1的标题不在第三行"],
    ),
    "标志未居中": (
        DOCUMENT,
        word.LETTER_MARK,
        word.LETTER_MARK.replace("center", "left"),
        ["10.1 发文机关标志  未居中"],
    ),
    "没有标题": (
        DOCUMENT,
        "陕西省教育厅关于做好2017年</w:t></w:r><w:r><w:br/></w:r><w:r><w:rPr>"
        + word.TITLE
        + "</w:rPr><w:t>教育信息化工作的通知",
        "",
        ["7.3.1 标题  没有找到", "7.3.2 主送机关  上空4行，应空1行"],
    ),
    "附件说明上不空行": (
        DOCUMENT,
        word.TEXT[-5],
        word.TEXT[-5].replace('w:before="579"', 'w:before="0"'),
        ["7.3.4 附件说明  上空0行，应空1行"],
    ),
    "不加盖印章而日期不右移": (
        DOCUMENT,
        word.TEXT[-3] + word.TEXT[-2],
        (word.TEXT[-3] + word.TEXT[-2]).replace('w:right="1252"', 'w:right="630"').replace("1260", "630"),
        [f"7.3.5.1 成文日期  {OFF.format(2)}"],
    ),
    "附件说明缩进": (
        DOCUMENT,
        word.TEXT[-5],
        word.TEXT[-5].replace("</w:pPr>", f"{word.FLUSH}</w:pPr>"),
        ["7.3.4 附件说明  左空0字，应空2字"],
    ),
    "没有附件说明": (
        DOCUMENT,
        word.TEXT[-5] + word.TEXT[-4],
        "",
        ["7.3.7 附件标题  正文没有附件说明：“任务摘录”"],
    ),
    "日期两位年份": (
        DOCUMENT,
        ">2017年3月5日<",
        ">17年3月5日<",
        ["7.3.5.4 成文日期  年份不是四位：17年3月5日"],
    ),
    "附注缩进": (
        DOCUMENT,
        word.TEXT[-1],
        word.TEXT[-1].replace("<w:pPr>", f"<w:pPr>{word.FLUSH}"),
        ["7.3.6 附注  左空0字，应空2字"],
    ),
    "附件缩进": (
        DOCUMENT,
        word.ANNEX[0],
        word.ANNEX[0].replace(word.FLUSH, ""),
        ["7.3.7 附件  附件1左空2字，应顶格"],
    ),
    "附件冒号": (DOCUMENT, ">附件1<", ">附件1：<", ["7.3.7 附件  “附件1：”不加冒号"]),
    "附件标题居左": (
        DOCUMENT,
        word.ANNEX[1],
        word.ANNEX[1].replace("center", "left"),
        ["7.3.7 附件标题  附件1没有居中的标题"],
    ),
    "没有页码": (DOCUMENT, FEET, "", ["7.5 页码  第1节单页、第1节双页没有页码"]),
    "横排页页码没有转": (
        "word/odd-wide.xml",
        'vert="vert"',
        "",
        ["8 横排页页码  页码没有转过来，应在左白边里，字头朝右"],
    ),
    "横排页页码转反": (
        "word/even-wide.xml",
        "layout-flow:vertical",
        "layout-flow:vertical;mso-layout-flow-alt:bottom-to-top",
        ["8 横排页页码  页码转反了，应字头朝右"],
    ),
    "横排页页码位置": (
        "word/odd-wide.xml",
        "<wp:posOffset>5364000<",
        "<wp:posOffset>1008000<",
        ["8 横排页页码  单页页码应居右空一字，现空22.7字"],
    ),
    "双页没有页码": (
        DOCUMENT,
        '<w:footerReference w:type="even" r:id="rEven"/>',
        "",
        ["7.5 页码  第1节双页没有页码"],
    ),
    "首页有页码": (DOCUMENT, "<w:titlePg/>", "", ["10.1 页码  首页显示了页码，应不显示"]),
    "页码样式": (
        "word/odd.xml",
        "— ",
        "第",
        ["7.5 页码  页码为“第1 —”，应为“— 1 —”"],
    ),
    "页码字体": (
        "word/odd.xml",
        word.face("宋体", 14),
        word.face("黑体", 14),
        ["7.5 页码  字体为黑体，应为宋体"],
    ),
    "页码字号": ("word/odd.xml", 'w:val="28"', 'w:val="21"', ["7.5 页码  字号为10.5磅，应为四号（14磅）"]),
    "页码居中": (
        "word/odd.xml",
        'w:jc w:val="right"',
        'w:jc w:val="center"',
        ["7.5 页码  单页页码应居右空一字，现空12.9字"],
    ),
    "加了印发": (
        DOCUMENT,
        word.ANNEX[2],
        word.ANNEX[2] + word.p("陕西省教育厅办公室2017年3月5日印发", word.FLUSH, word.SMALL),
        ["10.1 版记  信函格式的版记不加印发机关和印发日期"],
    ),
}


# Each part in another face: which clause says so.
FANGSONG = {
    "陕教信函〔2017〕5号": "7.2.5 发文字号",
    "财务处：": "7.3.2 主送机关",
    "附件：1.任务摘录": "7.3.4 附件说明",
    "陕西省教育厅": "7.3.5.1 发文机关署名",
    "2017年3月5日": "7.3.5.4 成文日期",
    "（联系人：张三，电话：029-88888888）": "7.3.6 附注",
}
for text, element in FANGSONG.items():
    run = f"<w:rPr></w:rPr><w:t>{text}<"
    other = run.replace("<w:rPr>", f"<w:rPr>{SONG}")
    LETTER_FAULTS[f"{element}的字体"] = (DOCUMENT, run, other, [f"{element}  字体为宋体，应为仿宋"])

DOCUMENT_FAULTS: dict[str, Fault] = {
    "标志位置": (DOCUMENT, 'w:y="3900"', 'w:y="1500"', ["7.2.4 发文机关标志  上边缘距纸上边缘29.3mm，应为72±1mm"]),
    "标志黑色": (DOCUMENT, '<w:color w:val="FF0000"/>', "", ["7.2.4 发文机关标志  颜色为#000000，应为红色"]),
    "字号居左": (
        DOCUMENT,
        f'<w:spacing w:before="2400"/>{word.CENTRED}',
        f'<w:spacing w:before="2400"/>{word.FLUSH}',
        ["7.2.5 发文字号  未居中"],
    ),
    "没有红线": (DOCUMENT, UNDER_NUMBER, "", ["7.2.7 分隔线  没有红色分隔线"]),
    "红线黑色": (
        DOCUMENT,
        'w:space="11" w:color="FF0000"',
        'w:space="11" w:color="auto"',
        ["7.2.7 分隔线  没有红色分隔线"],
    ),
    "红线短": (
        DOCUMENT,
        f'{UNDER_NUMBER}<w:spacing w:before="2400"/>{word.CENTRED}',
        f'{UNDER_NUMBER}<w:spacing w:before="2400"/><w:ind w:left="600" w:right="600" w:firstLine="0"/>'
        '<w:jc w:val="center"/>',
        ["7.2.7 分隔线  长134.8mm，应为156±1mm"],
    ),
    "附件未另面": (DOCUMENT, '<w:br w:type="page"/>', "", ["7.3.7 附件  附件1未另面编排"]),
    "抄送无句号": (DOCUMENT, "成员单位。", "成员单位", ["7.4.2 抄送机关  末尾没有句号：“抄送：省教育信息化领导小…”"]),
    "抄送字号": (
        DOCUMENT,
        'w:val="28"/><w:spacing w:val="0"/></w:rPr><w:t>抄送',
        'w:val="32"/><w:spacing w:val="0"/></w:rPr><w:t>抄送',
        ["7.4.2 抄送机关  字号为16磅，应为四号（14磅）"],
    ),
    "标志字体": (
        DOCUMENT,
        word.MARK,
        word.MARK.replace("方正小标宋简体", "华文中宋"),
        ["7.2.4 发文机关标志  字体为华文中宋，应为小标宋"],
    ),
    "印发字号": (
        DOCUMENT,
        f"{word.SMALL}</w:rPr><w:t>陕西省教育厅办公室",
        "</w:rPr><w:t>陕西省教育厅办公室",
        ["7.4.3 印发机关和印发日期  字号为16磅，应为四号（14磅）"],
    ),
    "抄送半角冒号": (DOCUMENT, "抄送：", "抄送:", ["7.4.2 抄送机关  “抄送”后应为全角冒号"]),
    "印发日期汉字": (
        DOCUMENT,
        "2017年3月5日印发",
        "二〇一七年三月五日印发",
        ["7.4.3 印发机关和印发日期  日期用了汉字数字：二〇一七年三月五日"],
    ),
    "印发日期补零": (DOCUMENT, "5日印发", "05日印发", ["7.4.3 印发机关和印发日期  日期有前导零：2017年3月05日"]),
    "没有印发": (DOCUMENT, "2017年3月5日印发", "", ["7.4.3 印发机关和印发日期  没有找到"]),
    "首页没有页码": (
        DOCUMENT,
        "</w:sectPr>",
        "<w:titlePg/></w:sectPr>",
        ["7.5 页码  第1节首页没有页码"],
    ),
}


# ---- faults in PDFs ----

FANG = "28.95pt FandolFang"
PLAIN_HTML = "<p>各单位要细化方案"

PDF_FAULTS: dict[str, tuple[str, str, str, list[str]]] = {
    "右白边": (
        pdf.LETTER,
        "37mm 26mm",
        "37mm 36mm",
        [
            "5.2.1 页边  右白边37.4mm，应为26±1mm",
            "7.3.3 正文  “2017年10月”在行末断开：“2.开展全省视频会议系统…”",
            "8 横排页页码  单页页码应居右空一字，现空2.7字",
        ],
    ),
    "上白边": (
        pdf.LETTER,
        "margin: 37mm 26mm",
        "margin: 25mm 26mm",
        ["5.2.1 页边  上白边25mm，应为37±1mm", "10.1 发文机关标志  上边缘距纸上边缘17.9mm，应为30±1mm"],
    ),
    "21行": (pdf.LETTER, "16pt/28.95pt", "16pt/30pt", ["5.2.3 行数  每页21行（行距30磅），应为22行"]),
    "24行": (pdf.LETTER, "16pt/28.95pt", "16pt/26.5pt", ["5.2.3 行数  每页24行（行距26.5磅），应为22行"]),
    "27字": (pdf.LETTER, "letter-spacing: -.25pt", "", ["5.2.3 字数  每行27字（字距16磅），应为28字"]),
    "没有的字形": (pdf.LETTER, "财务处", "财务𓀀处", ["5.2.2 字形  “𓀀”在FandolFang中没有字形，印成了空白或方框"]),
    "标志黑色": (pdf.LETTER, "color: #ff0000;\n", "\n", ["10.1 发文机关标志  颜色为#000000，应为红色"]),
    "标志位置": (
        pdf.LETTER,
        "top: -7.9mm",
        "top: -15mm",
        [
            "10.1 发文机关标志  上边缘距纸上边缘22.8mm，应为30±1mm",
            "10.1 红色双线  距发文机关标志10.4mm，应为4±1mm",
        ],
    ),
    "方括号": (pdf.LETTER, "〔2017〕", "[2017]", ["7.2.5 发文字号  年份用“[]”，应为“〔〕”：陕教信函[2017]5号"]),
    "第": (pdf.LETTER, "〕5号", "〕第5号", ["7.2.5 发文字号  加了“第”：陕教信函〔2017〕第5号"]),
    "标题没有机关": (
        pdf.LETTER,
        "陕西省教育厅关于",
        "关于",
        ["条例9 标题  没有发文机关名称：“关于做好2017年教育信…”"],
    ),
    "日期断开": (
        pdf.LETTER,
        "<p>各单位要细化方案，",
        "<p>各单位要细化方案，明确责任人和工作措施，务于2017年3月5日前报送，",
        ["7.3.3 正文  “2017年3月5日”在行末断开：“各单位要细化方案，明确责…”"],
    ),
    "段末的字另起一页": (
        pdf.LETTER,
        pdf.LONG * 8,
        pdf.LONG * 2 + "及时总结推广经验，组织交流展示，研究新问题，",
        ["7.3.3 正文  第2页的第一行只有段末的“机制。”"],
    ),
    "横排页页码没有转": (
        pdf.LETTER,
        "transform: rotate(90deg); ",
        "",
        ["8 横排页页码  页码没有转过来，应在左白边里，字头朝右"],
    ),
    "横排页页码转反": (
        pdf.LETTER,
        "rotate(90deg)",
        "rotate(-90deg)",
        ["8 横排页页码  页码转反了，应字头朝右"],
    ),
    "横排页页码高低": (
        pdf.LETTER,
        "padding: 7mm 1em 0 0",
        "padding: 2mm 1em 5mm 0",
        ["8 横排页页码  页码在版心下边缘之下2.9mm，应为7±1mm"],
    ),
    "横排页页码左右": (
        pdf.LETTER,
        "padding: 7mm 1em 0 0",
        "padding: 7mm 4em 0 0",
        ["8 横排页页码  单页页码应居右空一字，现空3.5字"],
    ),
    "没有第一条红线": (pdf.LETTER, '<div class="upper"></div>', "", ["10.1 红色双线  没有第一条红色双线"]),
    "没有第二条红线": (pdf.LETTER, '<div class="lower"></div>', "", ["10.1 红色双线  没有第二条红色双线"]),
    "红线位置": (pdf.LETTER, "bottom: -15mm", "bottom: -5mm", ["10.1 红色双线  第二条距纸下边缘31.5mm，应为20±1mm"]),
    "标题字体": (
        pdf.LETTER,
        'font: bold 22pt/28.95pt "Noto Serif CJK SC"',
        "font: 22pt/28.95pt FandolHei",
        ["7.3.1 标题  字体为FandolHei，应为小标宋"],
    ),
    "主送无冒号": (pdf.LETTER, "财务处：", "财务处", ["7.3.2 主送机关  末尾没有全角冒号：“财务处”"]),
    "主送的字来自别的字体": (
        pdf.LETTER,
        "财务处",
        "财务𠮷处",
        ["7.3.2 主送机关  “𠮷”的字体为Noto-Sans-CJK-JP，应为仿宋"],
    ),
    "正文字体": (
        pdf.LETTER,
        PLAIN_HTML,
        PLAIN_HTML.replace("<p>", '<p style="font-family: Noto Serif CJK SC">'),
        ["7.3.3 正文  字体为Noto-Serif-CJK-SC，应为仿宋：“各单位要细化方案，明确责…”"],
    ),
    "正文字号": (
        pdf.LETTER,
        PLAIN_HTML,
        PLAIN_HTML.replace("<p>", '<p style="font-size: 14pt">'),
        ["7.3.3 正文  字号为14磅，应为三号（16磅）：“各单位要细化方案，明确责…”"],
    ),
    "首页没有正文": (
        pdf.LETTER,
        "<p>为落实",
        '<p style="break-before: page">为落实',
        ["7.3.3 正文  首页没有正文"],
    ),
    "二级字体": (
        pdf.LETTER,
        "FandolKai",
        "FandolHei",
        ["7.3.3 二级标题  字体为FandolHei，应为楷体：“（一）基础设施建设”等2处"],
    ),
    "日期居左": (pdf.LETTER, 'class="date"', 'class="left"', [f"7.3.5.1 成文日期  {OFF.format(20)}"]),
    "汉字日期": (
        pdf.LETTER,
        ">2017年3月5日<",
        ">二〇一七年三月五日<",
        [
            "7.3.5.1 发文机关署名  未以成文日期为准居中，偏右1.5字",
            "7.3.5.4 成文日期  用了汉字数字，应为阿拉伯数字：二〇一七年三月五日",
        ],
    ),
    "月份补零": (pdf.LETTER, ">2017年3月5日<", ">2017年03月5日<", ["7.3.5.4 成文日期  月份有前导零：2017年03月5日"]),
    "署名另页": (
        pdf.LETTER,
        'class="signature"',
        'class="signature" style="break-before: page"',
        ["7.3.5.5 成文日期  所在页没有正文"],
    ),
    "附件标题不一致": (pdf.LETTER, ">任务摘录<", ">任务表<", ["7.3.7 附件标题  “任务表”与附件说明“任务摘录”不一致"]),
    "附件未另面": (pdf.DOCUMENT, "break-before: page", "", ["7.3.7 附件  附件1未另面编排"]),
    "没有页码": (pdf.LETTER, 'content: "— " counter(page) " —";', "", ["7.5 页码  没有页码"]),
    "首页有页码": (
        pdf.LETTER,
        "@page :first { @bottom-right { content: none } }",
        "",
        ["10.1 页码  首页显示了页码，应不显示"],
    ),
    "页码位置": (
        pdf.LETTER,
        "padding-top: 7mm",
        "padding-top: 15mm",
        ["7.5 页码  页码在版心下边缘之下15.9mm，应为7±1mm"],
    ),
    "文件标志位置": (
        pdf.DOCUMENT,
        "top: 34.2mm",
        "top: 44mm",
        ["7.2.4 发文机关标志  上边缘距纸上边缘81.8mm，应为72±1mm"],
    ),
    "文件没有红线": (pdf.DOCUMENT, "border-bottom: 1.5pt solid #ff0000", "", ["7.2.7 分隔线  没有红色分隔线"]),
    "文件红线黑色": (pdf.DOCUMENT, "1.5pt solid #ff0000", "1.5pt solid #000000", ["7.2.7 分隔线  没有红色分隔线"]),
    "文件红线太低": (
        pdf.DOCUMENT,
        "padding-bottom: 1.5mm",
        "padding-bottom: 9mm",
        ["7.2.7 分隔线  距发文字号10.9mm，应为4±1mm", "7.3.1 标题  上空2.7行，应空2行"],
    ),
    "字号离红线": (
        pdf.LETTER,
        ".serial { margin-top: 34pt",
        ".serial { margin-top: 60pt",
        ["10.1 发文字号  距第一条红色双线13.9mm，应为4.9±1.5mm"],
    ),
    "文件字号离标志": (
        pdf.DOCUMENT,
        "margin-top: 195pt",
        "margin-top: 240pt",
        ["7.2.5 发文字号  距标志3.5行，应空2±0.6行"],
    ),
    "版记没有线": (pdf.DOCUMENT, "border-top: 1pt solid #000000", "", ["7.4.1 版记分隔线  缺首条或末条分隔线"]),
    "版记线短": (
        pdf.DOCUMENT,
        ".foot { position: absolute; bottom: 0; left: 0; width: 156mm",
        ".foot { position: absolute; bottom: 0; left: 0; width: 140mm",
        ["7.4.1 版记分隔线  末条分隔线长140.1mm，应为156±1mm"],
    ),
    "版记不在最后": (
        pdf.DOCUMENT,
        pdf.FOOT + "</div>",
        pdf.FOOT + '</div><p style="break-before: page">完</p>',
        ["7.4.1 版记分隔线  版记不在最后一面"],
    ),
    "版记位置": (
        pdf.DOCUMENT,
        ".foot { position: absolute; bottom: 0",
        ".foot { position: absolute; bottom: 10mm",
        ["7.4.1 版记分隔线  末条分隔线距版心下边缘10mm，应与之重合"],
    ),
}


# ---- what is right in more than one way ----

VML = (
    '<w:p><w:pPr>{tight}</w:pPr><w:r><w:pict><v:line from="0,0" to="481.9pt,0" strokecolor="red" strokeweight="4pt"'
    ' style="position:absolute;mso-position-horizontal:center;mso-position-horizontal-relative:page;'
    'margin-top:{y}pt;mso-position-vertical-relative:page"><v:stroke linestyle="{pattern}"/></v:line>'
    "</w:pict></w:r></w:p>"
)
SHAPE = (
    '<w:p><w:pPr>{tight}</w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
    '<wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="6120000" cy="0"/><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="line"/>'
    '<a:ln w="50800" cmpd="{pattern}"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln></wps:spPr></wps:wsp>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)
BOX = (
    "<w:p><w:pPr>{tight}</w:pPr><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></w:r></w:p>"
)
INLINE_MARK = word.p("陕西省教育厅", word.CENTRED, word.MARK)
UNSEALED = (
    word.TEXT[-3],
    word.p("陕西省教育厅", '<w:spacing w:before="1158"/><w:ind w:right="630" w:firstLine="0"/><w:jc w:val="right"/>'),
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
NUMBERING = (
    f"<w:numbering {word.NAMESPACES}>"
    '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
)

ALSO_RIGHT: dict[str, list[tuple[str, str]]] = {
    "红线用 VML 直线": [
        (word.UPPER, VML.format(tight=word.TIGHT, y=128.7, pattern="thickThin")),
        (word.LOWER, VML.format(tight=word.TIGHT, y=785, pattern="thinThick")),
    ],
    "红线用绘图形状": [
        (word.UPPER, SHAPE.format(tight=word.TIGHT, y=1634400, pattern="thickThin")),
        (word.LOWER, SHAPE.format(tight=word.TIGHT, y=9972000, pattern="thinThick")),
    ],
    "红线是一条粗细边框": [
        (word.borders(18, 6), '<w:pBdr><w:top w:val="thickThinSmallGap" w:sz="24" w:color="FF0000"/></w:pBdr>'),
        (word.borders(6, 18), '<w:pBdr><w:top w:val="thinThickSmallGap" w:sz="24" w:color="FF0000"/></w:pBdr>'),
    ],
    "标志在文本框里": [(word.LETTER_MARK, BOX.format(tight=word.TIGHT, inside=INLINE_MARK))],
    "标题分两段": [
        (
            "关于做好2017年</w:t></w:r><w:r><w:br/></w:r>",
            f"关于做好2017年</w:t></w:r></w:p><w:p><w:pPr>{word.CENTRED}</w:pPr>",
        )
    ],
    "用空行代替段前距": [(word.ADDRESSEE, word.p("") + word.p("财务处：", word.FLUSH))],
    "用全角空格缩进": [(PLAIN, PLAIN.replace("<w:pPr>", f"<w:pPr>{word.FLUSH}").replace("<w:t>", "<w:t>　　"))],
    "按字缩进": [(PLAIN, PLAIN.replace("<w:pPr>", '<w:pPr><w:ind w:firstLineChars="200" w:firstLine="1"/>'))],
    "修订": [
        (
            "各单位要",
            "</w:t></w:r><w:ins><w:r><w:t>各单位</w:t></w:r></w:ins><w:del><w:r><w:rPr><w:b/></w:rPr><w:delText>你</w:delText></w:r></w:del><w:r><w:t>要",
        )
    ],
    "内容控件": [(PLAIN, f"<w:sdt><w:sdtContent>{PLAIN}</w:sdtContent></w:sdt>")],
    "不加盖印章": [UNSEALED, (DATE_PLACE, '<w:ind w:right="15" w:firstLine="0"/><w:jc w:val="right"/>')],
    "留空的字号和日期": [
        ("陕教信函〔2017〕5号", "　　　　〔　　〕　　号"),
        (">2017年3月5日<", ">　　　　年　　月　　日<"),
    ],
    "留空的联系人": [("张三，电话：029-88888888", "　　　，电话：　　　　　　")],
    "字体的英文名": [(word.BLACK_FACE, word.face("SimHei"))],
}
