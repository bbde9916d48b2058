"""WeasyPrint by shorter ways makes the same PDFs, byte for byte."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from render.writers.shortcuts import SWITCH
from support.real_project import ROOT

#: Styles that depend on more than the parent's value.
ODD = """
<p class=一>甲<b>乙</b></p>
<div class=二><p>丙 <i>丁</i></p></div><p class=三 dir=rtl lang=en>abc 戊</p><p class=四>己</p>
<p class=五>庚<span>辛</span></p><table><tr><td>壬<td class=一>癸</table>
"""
RULES = """
:root { --宽: 3em; --色: teal }
.一 { margin-inline-start: 2em; padding-block: 1em; border-inline-start: 1pt solid var(--色) }
.一 { text-decoration: underline }
.二 { width: calc(50% + 1em); text-indent: calc(1em + 5%); float: right; display: inline; direction: rtl }
.三 { position: absolute; top: 3em; margin-inline-end: var(--宽); font-variant-ligatures: none; letter-spacing: 1pt }
.四 { page: 另; line-height: 2; font-feature-settings: "palt"; color: inherit; border: initial }
.五 { font: 14pt/2 FandolKai; hyphens: auto; white-space: pre-wrap; tab-size: 3 } .五 span { all: unset }
@page 另 { @bottom-center { content: counter(page); border-block-start: 1pt solid } }
"""
#: A stylesheet for several documents, one after the other: what one of them leaves behind must not reach the next.
SHARED = """
p { margin: 1em 2% } .窗 { width: 30vw; padding-left: 2vh }
.点::after { content: leader(".") target-counter(attr(href), page) } .注 { float: footnote }
.跑 { position: running(眉) } .记 { position: note(侧) } .大 { font-size: calc(1vw + 9pt) } td { padding: 0 }
@page { size: A4; @top-center { content: element(眉) } @bottom-right { content: "共" counter(pages) } }
@page { @note-area { content: element(侧) } }
@page 横 { size: A4 landscape; margin: 3vw } .横 { page: 横 } @page :first { margin-top: 5cm }
"""
TEXT = "".join(f"<p id=节{n} class=大>第{n}节</p><ul><li>甲<li>乙<ol><li>丙</ol></ul>" for n in range(9))
BODIES = (
    f"<div class=窗>甲<p>乙</p></div><a class=点 href=#节1>丙</a>{TEXT}<p class=跑>眉</p>",
    f"<div class=横><div class=窗>甲<p>乙</p></div>{TEXT}</div><p>丁<span class=注>注</span></p>",
    f"<p class=跑>眉</p><div class=窗>甲<p>乙</p></div>{TEXT}<table><tr><td>一</table><a class=点 href=#节3>丙</a>",
    f"<div class=横>首</div><div class=窗>甲<p>乙</p></div>{TEXT}",
    f"<style>p {{ margin: 1em }} html {{ overflow: hidden }}</style><div class=横><p class=窗>甲</p></div>{TEXT}",
    "<h2 id=首>首</h2><a class=点 href=#末>甲</a><ul><li>乙<li>丙</ul><p class=跑>眉</p><h2 id=末>末</h2>",
    "<p>甲<span class=记>旁注</span></p><p>乙</p>",
    "<p>丙<span class=记>旁注</span><span class=记>又</span></p><p>乙</p>",
    "<h2 id=首>首</h2><ul><li>乙<p>丁</ul><p>戊<p class=跑>眉</p><h2 id=末>末</h2>"
    "<a class=点 href=#首>甲</a><a class=点 href=#末>甲</a>",
)
PROGRAM = """
import sys
from pathlib import Path
from render.documents.document import make_documents
from render.page import Page
from render.reader import read_plan
from render.writers.pdf import write
root, out, body, css, shared, *bodies = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
documents = make_documents(read_plan(root / "plan.yaml").plan, root / "templates")
pages = [one.page for one in documents if one.name.startswith("任务通知/")][:3]
frame = '<!DOCTYPE html><html lang="zh-CN"><head><title>题</title></head><body>{}</body></html>'
pages += [Page(frame.format(body), css), *(Page(frame.format(text), shared) for text in [bodies[0], *bodies])]
pages += [Page(frame.format(bodies[-1]), shared + "html { overflow: hidden }")] * 2
for number, page in enumerate(pages):
    (out / f"{number}.pdf").write_bytes(write(page))
"""


def made(folder: Path, switch: str) -> list[bytes]:
    """Documents that one process makes one after the other."""
    command = [sys.executable, "-c", PROGRAM, str(ROOT), str(folder), ODD, RULES, SHARED, *BODIES]
    subprocess.run(command, check=True, env={**os.environ, SWITCH: switch})
    return [path.read_bytes() for path in sorted(folder.iterdir())]


def test_the_same_bytes(tmp_path_factory: pytest.TempPathFactory) -> None:
    short, plain = (made(tmp_path_factory.mktemp("pdf"), switch) for switch in ("", "1"))
    assert len(short) == 3 + 1 + len(BODIES) + 3
    assert [number for number, pair in enumerate(zip(short, plain, strict=True)) if pair[0] != pair[1]] == []
