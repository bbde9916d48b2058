"""The same two documents as `sample_docx`, as small pages of HTML of their own, printed by WeasyPrint."""

from functools import cache

from render.fontconfig import use_own_fonts

use_own_fonts()

from weasyprint import HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

FONTS = FontConfiguration()

STYLE = """
@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm }
@page :right { @bottom-right { content: "— " counter(page) " —"; padding-right: 1em } }
@page :left { @bottom-left { content: "— " counter(page) " —"; padding-left: 1em } }
@page { @bottom-left { font: 14pt/14pt "Noto Serif CJK SC"; vertical-align: top; padding-top: 7mm }
        @bottom-right { font: 14pt/14pt "Noto Serif CJK SC"; vertical-align: top; padding-top: 7mm } }
@page wide { size: 297mm 210mm; margin: 28mm 37mm 26mm 35mm;
  @left-bottom { font: 14pt/14pt "Noto Serif CJK SC"; height: 28mm; vertical-align: top }
  @left-top { font: 14pt/14pt "Noto Serif CJK SC"; height: 28mm; vertical-align: top } }
@page wide:right { @bottom-right { content: none } @left-bottom { content: "— " counter(page) " —";
  transform: rotate(90deg); padding: 7mm 1em 0 0; text-align: right } }
@page wide:left { @bottom-left { content: none } @left-top { content: "— " counter(page) " —";
  transform: rotate(90deg); padding: 7mm 0 0 1em; text-align: left } }
body { margin: 0; font: 16pt/28.95pt FandolFang; letter-spacing: -.25pt; text-align: justify;
       orphans: 1; widows: 1 }
p { margin: 0; text-indent: 31.5pt }
.mark { position: absolute; left: 0; width: 156mm; text-indent: 0; text-align: center; color: #ff0000;
        font: bold 36pt/36pt "Noto Serif CJK SC"; letter-spacing: 0 }
.serial { text-indent: 0 }
.title { margin-top: 57.9pt; text-indent: 0; text-align: center; font: bold 22pt/28.95pt "Noto Serif CJK SC";
         letter-spacing: 0 }
.flush { text-indent: 0 }
.addressee { margin-top: 28.95pt }
.one { font-family: FandolHei }
.two { font-family: FandolKai }
.list { margin-top: 28.95pt }
.item { margin-left: 78.75pt; text-indent: 0 }
.signature { margin: 57.9pt 62.6pt 0 0; text-indent: 0; text-align: right }
.date { margin-right: 63pt; text-indent: 0; text-align: right }
.annex { break-before: page }
.heading { font-family: FandolHei; text-indent: 0 }
.small { font-size: 14pt; letter-spacing: 0; text-indent: 1em; border-top: 1pt solid #000000 }
.foot { position: absolute; bottom: 0; left: 0; width: 156mm; border-bottom: 1pt solid #000000 }
td { font-size: 12pt; border: .5pt solid #000000 }
"""

LETTER_STYLE = """
@page :first { @bottom-right { content: none } }
.mark { top: -7.9mm }
.upper { position: absolute; top: 8.4mm; left: -8mm; width: 170mm; height: 1.2pt;
         border-top: 2.25pt solid #ff0000; border-bottom: .75pt solid #ff0000 }
.lower { position: absolute; bottom: -15mm; left: -8mm; width: 170mm; height: 1.2pt;
         border-top: .75pt solid #ff0000; border-bottom: 2.25pt solid #ff0000 }
.serial { margin-top: 34pt; text-align: right }
.annex { page: wide }
"""
DOCUMENT_STYLE = """
.mark { top: 34.2mm }
.serial { margin-top: 195pt; padding-bottom: 1.5mm; text-align: center; border-bottom: 1.5pt solid #ff0000 }
.upper, .lower { display: none }
"""

BODY = """
<p class="mark">陕西省教育厅{word}</p><div class="upper"></div><div class="lower"></div>
<p class="serial">{serial}〔2017〕5号</p>
<p class="title">陕西省教育厅关于做好2017年<br>教育信息化工作的通知</p>
<p class="flush addressee">{addressee}：</p>
<p>为落实《2017年教育信息化工作要点》，现将有关事项通知如下，请认真组织实施。</p>
<p class="one">一、工作任务</p>
<p class="two">（一）基础设施建设</p>
<p>1.利用改薄工程等推进中小学校信息化基础设施建设，完善网络教学环境，完成时间为2017年10月。</p>
<p>2.开展全省视频会议系统建设，完成时间为2017年10月。</p>
<p class="two">（二）人才队伍建设</p>
<p>开展校长信息化领导力培训和教师信息技术应用能力培训，提高信息技术与教育教学深度融合的水平，{long}形成长效机制。</p>
<p class="one">二、工作要求</p>
<p>各单位要细化方案，明确责任人，按季度报送进展情况。</p>
<p class="list">附件：1.任务摘录</p>
<p class="item">2.任务台账</p>
<p class="signature">陕西省教育厅</p>
<p class="date">2017年3月5日</p>
<p>（联系人：张三，电话：029-88888888）</p>
<div class="annex"><p class="heading">附件1</p><p class="title" style="margin-top: 28.95pt">任务摘录</p>
<table><tr><td>编号</td></tr></table>
{foot}</div>
"""
LONG = "充分运用网络学习空间开展研修，定期组织交流展示，及时总结推广经验，"
FOOT = """<div class="foot"><p class="small">抄送：省教育信息化领导小组各成员单位。</p>
<p class="small">陕西省教育厅办公室　　　　　2017年3月5日印发</p></div>"""

LETTER = f"<style>{STYLE}{LETTER_STYLE}</style>" + BODY.format(
    word="", serial="陕教信函", addressee="财务处", long=LONG * 8, foot=""
)
DOCUMENT = f"<style>{STYLE}{DOCUMENT_STYLE}</style>" + BODY.format(
    word="文件", serial="陕教", addressee="各市、县教育局，各高等学校", long=LONG * 4, foot=FOOT
)


@cache
def printed(html: str) -> bytes:
    pdf: bytes = HTML(string=html).write_pdf(font_config=FONTS)
    return pdf


def planted(html: str, old: str, new: str, count: int = -1) -> str:
    """The same page with one thing changed."""
    assert old in html, old
    return html.replace(old, new, count)
