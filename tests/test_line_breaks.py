"""Where lines end in the PDF: no mark at the start of a line that belongs to the text before it, no torn number."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest

from render.page import Page
from render.writers import docx
from render.writers.pdf import write
from support.office import convert

TEMPLATES = Path(__file__).parent.parent / "templates"
TABLE = "\n".join((TEMPLATES / name).read_text("utf-8") for name in ("fonts.css", "table.css", "breakdown.css"))
LETTER = "\n".join((TEMPLATES / name).read_text("utf-8") for name in ("fonts.css", "gongwen.css"))
CLOSING, OPENING = "，。、；：？！）》”’】〉％%", "（《“‘【〈"
TOKENS = ["10Mbps", "1Gbps", "98%", "98％", "2018-2020", "100M", "99.5%", "MOOC", "3GB"]
LONGEST = 30  # characters before the token: more than a line of the cell has


#: What a letter never tears: days, numbers with their unit, 文号, blanks to be filled in, names with 、 in them.
HELD = [
    *("2017年9月25日", "2017年10月底", "22项", "1234天", "〔2017〕15号", "10-12", "各市、县教育局"),
    *("\u3000\u3000月\u3000\u3000日前", "\u3000\u3000\u3000\u3000〔\u3000\u3000〕\u3000\u3000号", "陕教信〔2017〕15号"),
]


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


@pytest.mark.parametrize("token", HELD)
def test_no_line_of_a_letter_tears_what_belongs_together(token: str) -> None:
    html = "".join(f"<p>{'字' * n}（{token}），达到。</p>" for n in range(LONGEST))
    found = list(lines(f'<html lang="zh-CN"><body>{html}</body></html>', LETTER))
    assert "\n".join(found).count(f"（{token}）") == LONGEST
    assert [line for line in found if line[0] in CLOSING or line[-1] in OPENING] == []


def test_a_line_may_end_before_and_after_a_quotation() -> None:
    html = "".join(f"<p>{'字' * n}“互联网”大</p>" for n in range(LONGEST))
    found = list(lines(f'<html lang="zh-CN"><body>{html}</body></html>', LETTER))
    assert any(line.startswith("“") for line in found)
    assert any(line.endswith("”") for line in found)


def test_no_page_begins_with_the_last_line_of_a_paragraph(tmp_path: Path) -> None:
    """Nor ends with the first: pages of 22 lines and paragraphs of three meet at every place."""
    html = "".join(f"<p>{'头' * 26}{'字' * 28}尾。</p>" for _ in range(70))  # so many that no closer lines save a page
    page = Page(f'<html lang="zh-CN"><body>{html}</body></html>', LETTER)
    (tmp_path / "文.docx").write_bytes(docx.write(page))
    convert([tmp_path / "文.docx"], tmp_path)
    (tmp_path / "印.pdf").write_bytes(write(page))
    for name in ("文.pdf", "印.pdf"):
        with pdfplumber.open(tmp_path / name) as pdf:
            sheets = [[line["text"] for line in sheet.extract_text_lines()[:-1]] for sheet in pdf.pages]
        assert len(sheets) > 8
        assert [sheet[0] for sheet in sheets if sheet[0].startswith("尾")] == []
        assert [sheet[-1] for sheet in sheets if sheet[-1].startswith("头")] == []
