"""Clauses 7.4 and 7.5: 版记 and page numbers."""

from collections.abc import Iterator
from re import Match

from render.standard.clauses import (
    FOOT_WIDTH,
    NUMBER_BELOW_BLOCK,
    NUMBER_SIDE,
    READING,
    is_black,
    serves,
)
from render.standard.manuscript import Folio
from render.standard.official import Official
from render.standard.paragraph import Paragraph
from render.standard.patterns import DATE, FOLIO, FOLIO_LINES, ISSUED
from render.standard.rules.typeface import face_name, wrong_size
from render.standard.rules.words import ABSENT, number, quote

# ---- 版记 ----


def copies(official: Official) -> Iterator[str]:
    """7.4.2."""
    found = official.copies
    if found is None:
        return
    if not found.bare.endswith("。"):
        yield f"末尾没有句号：{quote(found.text)}"
    if ":" in found.bare[:3]:
        yield "“抄送”后应为全角冒号"


def issued(official: Official) -> Iterator[str]:
    """7.4.3: office and date, with 印发."""
    if official.issued is None:
        yield ABSENT
        return
    match = ISSUED.fullmatch(official.issued.bare)
    day = DATE.fullmatch(match["date"] or "") if match else None
    if day is None:
        return
    if not day[0].isascii() and any(not day[field].isascii() for field in ("year", "month", "day")):
        yield f"日期用了汉字数字：{day[0]}"
    elif any(day[field].startswith("0") for field in ("year", "month", "day")):
        yield f"日期有前导零：{day[0]}"


def not_issued(official: Official) -> Iterator[str]:
    """10.1: the 版记 of a 信函 has 抄送 only."""
    if official.issued is not None:
        yield "信函格式的版记不加印发机关和印发日期"


def foot_rules(official: Official) -> Iterator[str]:
    """7.4.1: lines as wide as the block, the last one on its lower edge. A Word file does not say where they fall."""
    if official.issued is None:
        return
    page = official.issued.page
    rules = [each for each in official.strokes if each.page is page and is_black(each.colour) and each.low]
    if len(rules) < 2:
        yield "缺首条或末条分隔线"
        return
    last = rules[-1]
    if not FOOT_WIDTH.fits(last.width, READING["pdf"]["width"]):
        yield f"末条分隔线长{number(last.width or 0)}mm，应为{FOOT_WIDTH}"
    off = (last.bottom or 0.0) - (page.height - page.wanted["bottom"].value)
    if abs(off) > page.wanted["bottom"].tolerance + READING["pdf"]["rule"]:
        yield f"末条分隔线距版心下边缘{number(abs(off))}mm，应与之重合"
    if page is not official.pages[-1]:
        yield "版记不在最后一面"


# ---- page numbers ----


def folios(official: Official) -> Iterator[str]:
    """7.5: on every page; 10.1: not on the first of a 信函."""
    wanted = [folio for folio in official.folios if not (folio.first and official.form != "文件")]
    missing = [folio.name for folio in wanted if folio.text is None]
    if missing:
        yield "没有页码" if len(missing) == len(wanted) else f"{'、'.join(missing)}没有页码"
    faults: dict[str, None] = {}
    for folio in wanted:
        if folio.text is not None:
            faults |= dict.fromkeys(_wrong_folio(folio, folio.text, official))
    yield from faults


def first_folio(official: Official) -> Iterator[str]:
    """10.1."""
    if any(folio.first and folio.text is not None for folio in official.folios):
        yield "首页显示了页码，应不显示"


def _wrong_folio(folio: Folio, text: Paragraph, official: Official) -> Iterator[str]:
    match = FOLIO.fullmatch(text.bare)
    if match is None or not _between_lines(match):
        yield f"页码为“{text.text.strip()}”，应为“— {match['number'] if match else 1} —”"
    digits = next((span for span in text.spans if any(each.isdigit() for each in span.text)), None)
    if digits is not None and not serves(digits.face, "宋体", official.kind):
        yield f"字体为{face_name(digits.face)}，应为宋体"
    yield from wrong_size(text.spans, "四号")
    if not folio.page.landscape:
        yield from _wrong_place(folio, text, official)


def landscape_folios(official: Official) -> Iterator[str]:
    """8: where they stand on upright pages, when the sheet is held upright."""
    faults: dict[str, None] = {}
    for folio in official.folios:
        if folio.text is not None and folio.page.landscape:
            faults |= dict.fromkeys(_wrong_on_landscape(folio, folio.text, official))
    yield from faults


def _wrong_on_landscape(folio: Folio, text: Paragraph, official: Official) -> Iterator[str]:
    if text.turn == 0:
        yield "页码没有转过来，应在左白边里，字头朝右"
    elif text.turn != 90:
        yield "页码转反了，应字头朝右"
    else:
        yield from _wrong_place(folio, text, official)


def _wrong_place(folio: Folio, text: Paragraph, official: Official) -> Iterator[str]:
    yield from _wrong_side(folio, text)
    yield from _wrong_height(text, official)


def _between_lines(match: Match[str]) -> bool:
    return match["before"] == match["after"] == FOLIO_LINES[0]


def _wrong_side(folio: Folio, text: Paragraph) -> Iterator[str]:
    found, name, side = (text.end, "单页", "右") if folio.odd else (text.start, "双页", "左")
    if not NUMBER_SIDE.fits(found):
        yield f"{name}页码应居{side}空一字，现空{number(found or 0)}字"


def _wrong_height(text: Paragraph, official: Official) -> Iterator[str]:
    if official.kind != "pdf" or text.top is None:
        return
    # Measured to the top of the digits' ink, which stands a little below the top of their line.
    below = text.top - (text.page.height - text.page.wanted["bottom"].value)
    if not NUMBER_BELOW_BLOCK.fits(below, 1.5):
        yield f"页码在版心下边缘之下{number(below)}mm，应为{NUMBER_BELOW_BLOCK}"
