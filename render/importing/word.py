"""A Word file → a source: paragraphs with the numbers that Word counts, tables with what is merged."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from render.importing.sources import Cells, Note, Source, SourceTable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Elements whose text is not that of the paragraph they stand in.
ASIDE = {f"{W}txbxContent", f"{W}moveFrom"}
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
WRAPPERS = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}smartTag"}
CHINESE = "零一二三四五六七八九"
Element = Any


def read_docx(data: bytes) -> Source:
    """The body in its order; what stands beside it (footnotes, text boxes, comments) is told."""
    import docx

    document: Any = docx.Document(BytesIO(data))
    numbers = _Numbers(document)
    texts, tables, above = list[str](), list[SourceTable](), list[str]()
    for block in _inside(document.element.body):
        if block.tag == f"{W}p":
            found = [line.strip() for line in _paragraph(block, numbers).split("\n") if line.strip()]
            texts, above = texts + found, above + found
        elif block.tag == f"{W}tbl":
            tables.append(_table(block, f"第 {len(tables) + 1} 个表", above, numbers))
            above = []
    return Source(texts, tables, list(_doubts(document)), below=above if tables else ())


def _inside(element: Element) -> Iterator[Element]:
    """The children of an element, those in content controls, too."""
    for child in element:
        if child.tag in WRAPPERS:
            yield from _inside(child)
        else:
            yield child


def _text(element: Element) -> str:
    if element.tag in ASIDE:
        return ""
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag in SIGNS and element.getparent().tag == f"{W}r":
        return SIGNS[element.tag]
    if element.tag.endswith("}AlternateContent"):
        return ""
    return "".join(_text(child) for child in element if isinstance(child.tag, str))


def _paragraph(paragraph: Element, numbers: "_Numbers") -> str:
    text = _text(paragraph).replace("\t", " ").replace("\u200b", "").strip()
    return numbers.of(paragraph) + text


def _table(table: Element, name: str, above: Sequence[str], numbers: "_Numbers") -> SourceTable:
    rows, widths = list[Cells](), dict[tuple[int, int], int]()
    for row in (child for child in _inside(table) if child.tag == f"{W}tr"):
        cells: Cells = [""] * _value(row, "trPr", "gridBefore")
        for cell in (child for child in _inside(row) if child.tag == f"{W}tc"):
            span = _value(cell, "tcPr", "gridSpan") or 1
            if span > 1:
                widths[len(rows), len(cells)] = span
            cells += [None if _goes_on(cell) else _cell(cell, numbers), *[""] * (span - 1)]
        rows.append(cells)
    return SourceTable(name, rows, widths=widths, above=tuple(above))


def _cell(cell: Element, numbers: "_Numbers") -> str:
    return "\n".join(_paragraph(p, numbers) for p in cell.iter(f"{W}p") if not _in_a_box(p)).strip("\n")


def _in_a_box(paragraph: Element) -> bool:
    return any(parent.tag == f"{W}txbxContent" for parent in paragraph.iterancestors())


def _goes_on(cell: Element) -> bool:
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def _value(element: Element, properties: str, name: str) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    return int(found.get(f"{W}val")) if found is not None else 0


def _doubts(document: Any) -> Iterator[Note]:
    body = document.element.body
    boxes = dict.fromkeys(" ".join(_text(p) for p in box.iter(f"{W}p")) for box in body.iter(f"{W}txbxContent"))
    for box in filter(str.strip, boxes):
        yield Note("文本框", f"没有导入：“{box.strip()}”")
    for tag, word in (("footnoteReference", "脚注"), ("endnoteReference", "尾注"), ("commentReference", "批注")):
        if found := sum(1 for _ in body.iter(f"{W}{tag}")):
            yield Note("", f"有 {found} 条{word}，没有导入")
    if any(True for _ in body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom")):
        yield Note("", "有修订的痕迹，照接受全部修订的样子导入了")
    nested = [table for table in body.iter(f"{W}tbl") if any(p.tag == f"{W}tc" for p in table.iterancestors())]
    if nested:
        yield Note("", "格子里还套着表，里面的文字接在一起了，请核对")
    if any(mark.get(f"{W}val") not in ("0", "false") for mark in body.iter(f"{W}strike", f"{W}dstrike")):
        yield Note("", "有划了删除线的文字，照有效的导入了，请核对")
    if body.find(f".//{W}vanish") is not None:
        yield Note("", "有隐藏的文字，一样导入了，请核对")


class _Numbers:
    """The numbers that Word counts by itself and writes into no text."""

    def __init__(self, document: Any) -> None:
        self.levels = dict[tuple[str, int], tuple[str, str, int]]()  # (list, level) → format, text, first
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.lists = dict[str, str]()
        self.styles = {style.style_id: style.element for style in document.styles}
        related = [one for one in document.part.rels.values() if one.reltype.endswith("/numbering")]
        if related:
            self._read(document.part.numbering_part.element)

    def _read(self, root: Element) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            for level in abstract.iter(f"{W}lvl"):
                parts = [level.find(f"{W}{name}") for name in ("numFmt", "lvlText", "start")]
                form, text, first = (part.get(f"{W}val") if part is not None else "" for part in parts)
                key = (abstract.get(f"{W}abstractNumId"), int(level.get(f"{W}ilvl")))
                self.levels[key] = (form, text, int(first or 1))
        for one in root.iter(f"{W}num"):
            self.lists[one.get(f"{W}numId")] = one.find(f"{W}abstractNumId").get(f"{W}val")

    def of(self, paragraph: Element) -> str:
        """The number of a paragraph as Word shows it; empty where there is none."""
        properties = self._properties(paragraph)
        if properties is None or properties.find(f"{W}numId") is None:
            return ""
        number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
        which = self.lists.get(number.get(f"{W}val"), "")
        depth = int(level.get(f"{W}val")) if level is not None else 0
        if (which, depth) not in self.levels:
            return ""
        counts = self.counts[which]
        counts[depth] = counts.get(depth, self.levels[which, depth][2] - 1) + 1
        self.counts[which] = {n: count for n, count in counts.items() if n <= depth}
        return self._shown(which, depth)

    def _properties(self, paragraph: Element) -> Element | None:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        element = self.styles.get(style.get(f"{W}val")) if own is None and style is not None else None
        return element.find(f"{W}pPr/{W}numPr") if element is not None else own

    def _shown(self, which: str, depth: int) -> str:
        text = self.levels[which, depth][1]
        for n in range(depth + 1):
            form, _, first = self.levels.get((which, n), ("", "", 1))
            text = text.replace(f"%{n + 1}", _counted(self.counts[which].get(n, first), form))
        return "" if self.levels[which, depth][0] in ("bullet", "none") else text


def _counted(number: int, form: str) -> str:
    if "hinese" in form or "ideograph" in form.lower() or form.startswith("japanese"):
        tens, ones = divmod(number, 10)
        return (
            ("" if tens < 2 else CHINESE[tens]) + ("十" if tens else "") + (CHINESE[ones] if ones or not tens else "")
        )
    if "nclosedCircle" in form and number <= 20:
        return chr(ord("①") + number - 1)
    return str(number)
