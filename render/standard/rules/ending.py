"""Clauses 7.3.5–7.3.7: signature, date, note, annexes."""

from collections.abc import Iterator
from datetime import date as calendar_date
from re import Match

from render.standard.clauses import (
    ANNEX_TITLE_LINES,
    CHARACTER,
    DATE_SHIFT,
    FLUSH,
    INDENT,
    LINE,
    SEALED_DATE,
    SEALED_SHIFT,
    SIGNATURE_END,
)
from render.standard.official import Annex, Official
from render.standard.paragraph import Paragraph
from render.standard.patterns import ANNEX, DATE
from render.standard.rules.text import enclosure_names
from render.standard.rules.words import ABSENT, number, quote

_BLANK_YEAR = (0.0, 2.0, 3.0, 4.0)  # 字 that may be left for four digits
_FIELDS = {"year": "年份", "month": "月份", "day": "日"}

# ---- date ----


def date(official: Official) -> Iterator[str]:
    """7.3.5.4: 2017年3月5日. What is left blank is to be filled in by hand."""
    found = official.date
    if found is None:
        yield ABSENT
        return
    match = DATE.fullmatch(found.bare)
    assert match is not None, "it was recognised by this pattern"
    faults = list(_wrong_digits(match))
    yield from (f"{fault}：{found.bare}" for fault in faults)
    if not faults and not _exists(match):
        yield f"没有这一天：{found.bare}"


def _wrong_digits(match: Match[str]) -> Iterator[str]:
    fields = {name: match[field] for field, name in _FIELDS.items()}
    if not all(text.isascii() for text in fields.values()):
        yield "用了汉字数字，应为阿拉伯数字"
        return
    if len(fields["年份"]) not in (0, 4):
        yield "年份不是四位"
    for name, text in fields.items():
        if text.startswith("0"):
            yield f"{name}有前导零"


def _exists(match: Match[str]) -> bool:
    year, month, day = (int(match[field] or default) for field, default in zip(_FIELDS, (2000, 1, 1), strict=True))
    try:
        return bool(calendar_date(year, month, day))
    except ValueError:
        return False


def date_place(official: Official) -> Iterator[str]:
    """7.3.5.1 (sealed) or 7.3.5.2 (not sealed): which it is, its place tells."""
    signature, found = official.signature, official.date
    if found is None or found.end is None:
        return
    if signature is not None and signature.place > found.place:
        yield "在署名之上，应在署名之下"
    elif not SEALED_DATE.fits(found.end) and not _unsealed(signature, found):
        yield f"右空{number(found.end)}字，应右空4字（加盖印章）或比署名右移2字（不加盖印章）"


def _unsealed(signature: Paragraph | None, found: Paragraph) -> bool:
    if signature is None or signature.start is None or found.start is None:
        return False
    longer = _length(found) > _length(signature)
    if longer and SIGNATURE_END.fits(found.end):
        return True
    shift = found.start - signature.start
    return SIGNATURE_END.fits(signature.end) and any(DATE_SHIFT.fits(shift - blank) for blank in _blanks(found))


def _length(paragraph: Paragraph) -> float:
    return paragraph.lines[-1].right - paragraph.lines[-1].left


def _blanks(found: Paragraph) -> tuple[float, ...]:
    """By how much, in 字, a date begins before its first visible character."""
    return _BLANK_YEAR if found.bare.startswith("年") else (0.0,)


# ---- signature ----


def signature(official: Official) -> Iterator[str]:
    """7.3.5.1: centred over the date; 7.3.5.2: two 字 from the right."""
    found, below = official.signature, official.date
    if found is None:
        yield ABSENT
        return
    if below is None or not found.bare or not found.lines or not below.lines or found.place > below.place:
        return
    if SEALED_DATE.fits(below.end) and not _unsealed(found, below):
        middle = sum(found.lines[-1]) / 2
        shifts = [(middle - sum(below.lines[-1]) / 2) / CHARACTER + blank / 2 for blank in _blanks(below)]
        shift = min(shifts, key=abs)
        if not SEALED_SHIFT.fits(shift):
            yield f"未以成文日期为准居中，偏{'右' if shift > 0 else '左'}{number(abs(shift))}字"


def with_text(official: Official) -> Iterator[str]:
    """7.3.5.5: signature and date share a page with the text."""
    if official.date is not None and official.body:
        pages = [part.until for part in (*official.body, *official.enclosures)]
        if official.date.page not in pages:
            yield "所在页没有正文"


# ---- note ----


def note(official: Official) -> Iterator[str]:
    """7.3.6: two 字 in, in full-width brackets."""
    found = official.note
    if found is None:
        return
    if not (found.bare.startswith("（") and found.bare.endswith("）")):
        yield f"应加全角圆括号：{quote(found.text)}"
    if not INDENT.fits(found.start):
        yield f"左空{number(found.start or 0)}字，应空2字"


# ---- annexes ----


def annex_heading(official: Official) -> Iterator[str]:
    """7.3.7: on a new page, flush left, numbered as 附件说明 has it."""
    names = enclosure_names(official)
    for annex in official.annexes:
        heading = annex.heading
        if not heading.opens:
            yield f"{heading.bare}未另面编排"
        if not FLUSH.fits(heading.start):
            yield f"{heading.bare}左空{number(heading.start or 0)}字，应顶格"
        match = ANNEX.fullmatch(heading.bare)
        if match is not None and match["colon"]:
            yield f"“{heading.bare}”不加冒号"
        if match is not None and names and match["number"] not in {number for number, _ in names}:
            yield f"“{heading.bare}”的编号与附件说明不一致"


def annex_title(official: Official) -> Iterator[str]:
    """7.3.7: centred on the third line, the same as in 附件说明."""
    for annex in official.annexes:
        if not annex.title:
            yield f"{annex.heading.bare}没有居中的标题"
            continue
        above = annex.title[0].above
        if not ANNEX_TITLE_LINES.fits(None if above is None else above / LINE):
            yield f"{annex.heading.bare}的标题不在第三行"
        yield from _unlike(annex, official)


def _unlike(annex: Annex, official: Official) -> Iterator[str]:
    names = dict(enclosure_names(official))
    match = ANNEX.fullmatch(annex.heading.bare)
    wanted = names.get(match["number"]) if match else None
    if not official.enclosures:
        yield f"正文没有附件说明：{quote(annex.name)}"
    elif wanted is not None and wanted != annex.name:
        yield f"“{annex.name}”与附件说明“{wanted}”不一致"
