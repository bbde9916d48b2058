"""Where lines end in the PDF: no mark at the start of a line that belongs to the text before it, no torn number."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest

from render.page import Page
from render.writers.pdf import write

TEMPLATES = Path(__file__).parent.parent / "templates"
TABLE = "\n".join((TEMPLATES / name).read_text("utf-8") for name in ("fonts.css", "table.css", "breakdown.css"))
LETTER = "\n".join((TEMPLATES / name).read_text("utf-8") for name in ("fonts.css", "gongwen.css"))
CLOSING, OPENING = "，。、；：？！）》”’】〉％%", "（《“‘【〈"
TOKENS = ["10Mbps", "1Gbps", "98%", "98％", "2018-2020", "100M", "99.5%", "MOOC", "3GB"]
LONGEST = 30  # characters before the token: more than a line of the cell has


def texts(token: str) -> list[str]:
    """The token at every place of a line, in brackets and before marks."""
    return [f"{'字' * n}“{token}”，达到{token}；《名》（{token}）。" for n in range(LONGEST)]


def lines(html: str, css: str) -> Iterator[str]:
    """Every line of text in the cells or paragraphs of a page, from left to right."""
    with pdfplumber.open(io.BytesIO(write(Page(html, css)))) as pdf:
        for sheet in pdf.pages:
            for line in sheet.extract_text_lines(return_chars=False, keep_blank_chars=True):
                if not re.fullmatch(r"— \d+ —", line["text"]):
                    yield line["text"].strip()


def cells(token: str) -> str:
    rows = "".join(f"<tr><td>{text}</td></tr>" for text in texts(token))
    return f'<table class="分解表" style="width: 26%"><tbody>{rows}</tbody></table>'


def paragraphs(token: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts(token))


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize(("kind", "css"), [("table", TABLE), ("letter", LETTER)])
def test_lines_begin_and_end_as_chinese_lines_do(kind: str, css: str, token: str) -> None:
    html = cells(token) if kind == "table" else paragraphs(token)
    found = list(lines(f'<html lang="zh-CN"><body>{html}</body></html>', css))
    assert len(found) > LONGEST
    assert [line for line in found if line[0] in CLOSING] == []
    assert [line for line in found if line[-1] in OPENING] == []
    joined = "\n".join(found)
    assert joined.count(token) == 3 * LONGEST  # none is torn by the end of a line


def test_a_word_longer_than_its_cell_is_broken_and_nothing_is_lost() -> None:
    word = "http://" + "abcdefghij" * 12
    html = f'<table class="分解表" style="width: 20%"><tbody><tr><td>{word}</td></tr></tbody></table>'
    found = list(lines(f'<html lang="zh-CN"><body>{html}</body></html>', TABLE))
    assert len(found) > 3
    assert "".join(found) == word
