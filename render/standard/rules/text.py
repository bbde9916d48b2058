"""Clauses 7.3.1–7.3.4: title, addressee, text, 附件说明."""

from collections.abc import Iterator

from render.standard.clauses import (
    ADDRESSEE_LINES,
    ENCLOSURE_LINES,
    FLUSH,
    INDENT,
    LINE,
    READING,
    RULE_GAP,
    TITLE_LINES,
    Clause,
)
from render.standard.official import Official
from render.standard.paragraph import Paragraph, Span
from render.standard.patterns import ENCLOSURE_ITEM, ENCLOSURES, LEVELS, SENT, TITLE_OF_KIND, TITLE_OF_MATTER
from render.standard.rules.typeface import wrong_face, wrong_size
from render.standard.rules.words import ABSENT, each_once, number, quote

FACE_OF_LEVEL = {1: "黑体", 2: "楷体"}  # 7.3.3; all others 仿宋
_MARKS = "，。；：、,;:."  # what may not follow the name of an enclosure


# ---- title and addressee ----


def title(official: Official) -> Iterator[str]:
    """7.3.1: there, centred, two lines below what stands above."""
    if not official.title:
        yield ABSENT
        return
    if any(part.lines and not part.centred for part in official.title):
        yield "未居中"
    gap = RULE_GAP.value if official.form == "文件" else 0.0
    yield from _wrong_lines(official.title[0], TITLE_LINES, official, less=gap)


def organ_in_title(official: Official) -> Iterator[str]:
    """条例, art. 9: organ, matter and kind. Where the organ is a blank to be filled in, nothing is known."""
    text = "".join(part.bare for part in official.title)
    beside = (official.mark, official.signature)
    organs = [part.bare.removesuffix("文件") for part in beside if part is not None]
    if any(organs) and text.startswith("关于") and TITLE_OF_MATTER.fullmatch(text):
        yield f"没有发文机关名称：{quote(text)}"


def addressee(official: Official) -> Iterator[str]:
    """7.3.2: one line below the title, flush left, with a colon. What is published goes to nobody by name."""
    found = official.addressee
    if found is None:
        if _is_sent(official):
            yield ABSENT
        return
    if not found.bare.endswith("："):
        yield f"末尾没有全角冒号：{quote(found.text)}"
    if not FLUSH.fits(found.start):
        yield f"左空{number(found.start or 0)}字，应顶格"
    yield from _wrong_lines(found, ADDRESSEE_LINES, official)


def _is_sent(official: Official) -> bool:
    """Whether its kind has an addressee; one whose name is too long for the head stands in the 版记."""
    kind = "".join(part.bare for part in official.title)
    listed = official.copies is not None and official.copies.bare.startswith("主送")
    return not listed and (TITLE_OF_KIND.fullmatch(kind) is None or SENT.fullmatch(kind) is not None)


def _wrong_lines(paragraph: Paragraph, wanted: Clause, official: Official, less: float = 0.0) -> Iterator[str]:
    lines = None if paragraph.above is None else (paragraph.above - less) / LINE
    if not wanted.fits(lines, READING[official.kind]["rows"]):
        yield f"上空{number(lines or 0)}行，应空{wanted.value:g}行"


# ---- text ----


def level_of(paragraph: Paragraph) -> int:
    """1 for 一、, 2 for （一）, 3 for 1., 4 for （1）, 0 for plain text."""
    return next((level for level, pattern in LEVELS.items() if pattern.match(paragraph.bare)), 0)


def present(official: Official) -> Iterator[str]:
    """7.3.3: there is a text."""
    if not official.body:
        yield ABSENT


def plain_text(official: Official) -> Iterator[str]:
    """7.3.3: what is no heading is 仿宋."""
    yield from each_once(
        (message, paragraph)
        for paragraph in official.body
        for message in wrong_face(_rest(paragraph), "仿宋", official.kind)
    )


def text_size(official: Official) -> Iterator[str]:
    """7.3.3: all of it 三号."""
    yield from each_once(
        (message, paragraph) for paragraph in official.body for message in wrong_size(paragraph.spans, "三号")
    )


def first_level(official: Official) -> Iterator[str]:
    """7.3.3: 一、 in 黑体."""
    return _headings(official, 1)


def second_level(official: Official) -> Iterator[str]:
    """7.3.3: （一） in 楷体."""
    return _headings(official, 2)


def _headings(official: Official, level: int) -> Iterator[str]:
    yield from each_once(
        (message, paragraph)
        for paragraph in official.body
        if level_of(paragraph) == level
        for message in wrong_face(_heading(paragraph), FACE_OF_LEVEL[level], official.kind)
    )


def _heading(paragraph: Paragraph) -> list[Span]:
    """A heading's sentence: text may follow it in the same paragraph."""
    length = paragraph.text.find("。") + 1 or len(paragraph.text)
    return list(_cut(paragraph.spans, 0, length))


def _rest(paragraph: Paragraph) -> list[Span]:
    start = sum(len(span.text) for span in _heading(paragraph)) if level_of(paragraph) in FACE_OF_LEVEL else 0
    return list(_cut(paragraph.spans, start, len(paragraph.text)))


def _cut(spans: tuple[Span, ...], start: int, end: int) -> Iterator[Span]:
    at = 0
    for span in spans:
        part = span.text[max(start - at, 0) : max(end - at, 0)]
        at += len(span.text)
        if part:
            yield span._replace(text=part)


def labels(official: Official) -> Iterator[str]:
    """7.3.3: 一、 （一） 1. （1）, with these brackets and stops."""
    for paragraph in official.body:
        label = LEVELS[level].match(paragraph.bare) if (level := level_of(paragraph)) else None
        text = label[0] if label else ""
        right = text.replace("(", "（").replace(")", "）")
        right = right[:-1] + "." if level == 3 else right
        if text != right:
            yield f"序数“{text}”应为“{right}”"


def indents(official: Official) -> Iterator[str]:
    """7.3.3: two 字 at the beginning of each paragraph."""
    yield from each_once(
        (f"首行左空{number(paragraph.start or 0)}字，应空2字", paragraph)
        for paragraph in official.body
        if not paragraph.in_table and not paragraph.centred and not INDENT.fits(paragraph.start)
    )


def on_first_page(official: Official) -> Iterator[str]:
    """7.3.3: some of the text stands on page 1."""
    if official.body and official.body[0].page is not official.pages[0]:
        yield "首页没有正文"


# ---- 附件说明 ----


def enclosures(official: Official) -> Iterator[str]:
    """7.3.4."""
    if not official.enclosures:
        return
    first = official.enclosures[0]
    if not INDENT.fits(first.start):
        yield f"左空{number(first.start or 0)}字，应空2字"
    if ENCLOSURES.match(first.bare.replace(":", "：")) and not first.bare.startswith("附件："):
        yield "“附件”后应为全角冒号"
    yield from _wrong_lines(first, ENCLOSURE_LINES, official)
    numbers = [found for found, _ in enclosure_names(official)]
    if numbers not in ([""], [str(i) for i in range(1, len(numbers) + 1)]) or numbers == ["1"]:
        yield "多件附件应从1.起编号，只有一件不编号"
    for _, name in enclosure_names(official):
        if name.endswith(tuple(_MARKS)):
            yield f"名称后有标点：{quote(name)}"


def enclosure_names(official: Official) -> list[tuple[str, str]]:
    """Number and name of each; the number is empty where there is none."""
    names = []
    for paragraph in official.enclosures:
        first = ENCLOSURES.fullmatch(paragraph.bare)
        text = first["name"] if first else paragraph.bare
        item = ENCLOSURE_ITEM.fullmatch(text)
        names.append((item["number"], item["name"]) if item else ("", text))
    return names
