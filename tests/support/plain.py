"""A Word file as plain text, for people to compare: a line for each paragraph with its style, a line for each row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import Table
from docx.text.paragraph import Paragraph

FEET = {"页眉": "header", "首页页眉": "first_page_header", "偶数页页眉": "even_page_header",
        "页脚": "footer", "首页页脚": "first_page_footer", "偶数页页脚": "even_page_footer"}  # fmt: skip


def plain_text(path: Path) -> str:
    """All that the file says, in its order: sections, paragraphs, rows, pictures, headers and footers."""
    return "".join(f"{line}\n" for section in docx.Document(str(path)).sections for line in _section(section))


def _section(section: Section) -> Iterator[str]:
    yield f"== {'横排' if section.page_width and section.page_width > (section.page_height or 0) else '竖排'}页"
    for block in section.iter_inner_content():
        yield from _row_lines(block) if isinstance(block, Table) else [_paragraph(block)]
    for name, attribute in FEET.items():
        part: Any = getattr(section, attribute)
        if not part.is_linked_to_previous and (name[0] in "页偶" or section.different_first_page_header_footer):
            for paragraph in part.paragraphs:
                yield f"-- {name} {_paragraph(paragraph)}"


def _paragraph(paragraph: Paragraph) -> str:
    style = paragraph.style.name if paragraph.style else ""
    pictures = "".join(f"〔图：{text}〕" for text in paragraph._p.xpath(".//wp:docPr/@descr"))
    return f"[{style}] {_visible(_with_fields(paragraph))}{pictures}".rstrip()


def _with_fields(paragraph: Paragraph) -> str:
    """Its text, with fields (the number of the page) as what they are."""
    marks = {"br": "\n", "tab": "\t"}
    parts: list[Any] = paragraph._p.xpath(".//w:t | .//w:br | .//w:tab[not(ancestor::w:pPr)] | .//w:fldSimple")
    texts = []
    for part in parts:
        name = part.tag.rpartition("}")[2]
        if name == "fldSimple":
            texts.append(f"{{{part.get(qn('w:instr')).strip()}}}")
        elif next(part.iterancestors(qn("w:fldSimple")), None) is None:
            texts.append(marks.get(name, part.text or ""))
    return "".join(texts)


def _visible(text: str) -> str:
    return text.replace("\n", "⏎").replace("\t", "→").replace("\u3000", "□")


def _row_lines(table: Table) -> Iterator[str]:
    """Each row; of a merged cell the text stands once, and a mark in the rows that it covers."""
    above = set[Any]()
    for row in table.rows:
        cells = list(dict.fromkeys(cell._tc for cell in row.cells))
        texts = ["〃" if cell in above else _visible("\n".join(p.text for p in _paragraphs(cell))) for cell in cells]
        yield f"| {' | '.join(texts)} |"
        above = set(cells)


def _paragraphs(cell: Any) -> list[Paragraph]:
    return [Paragraph(paragraph, cell) for paragraph in cell.p_lst]
