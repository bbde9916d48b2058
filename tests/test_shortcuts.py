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
PROGRAM = """
import sys
from pathlib import Path
from render.documents.document import make_documents
from render.page import Page
from render.reader import read_plan
from render.writers.pdf import write
root, out, body, css = Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
documents = make_documents(read_plan(root / "plan.yaml").plan, root / "templates")
(out / "letter").write_bytes(write(next(one.page for one in documents if one.name == "任务通知/财务处")))
html = f'<!DOCTYPE html><html lang="zh-CN"><head><title>题</title></head><body>{body}</body></html>'
(out / "odd").write_bytes(write(Page(html, css)))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same documents by the shorter ways, and by WeasyPrint's."""
    found = {}
    for way, value in (("short", ""), ("plain", "1")):
        found[way] = tmp_path_factory.mktemp(way)
        command = [sys.executable, "-c", PROGRAM, str(ROOT), str(found[way]), ODD, RULES]
        subprocess.run(command, check=True, env={**os.environ, SWITCH: value})
    return found


@pytest.mark.parametrize("name", ["letter", "odd"])
def test_the_same_bytes(made: dict[str, Path], name: str) -> None:
    short, plain = ((made[way] / name).read_bytes() for way in ("short", "plain"))
    assert short == plain
