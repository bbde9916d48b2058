"""Clause 7.2, and the head of a 信函 (10.1): mark, number, red lines."""

from collections.abc import Iterator

from render.standard.clauses import (
    CHARACTER,
    FLUSH,
    LINE,
    LOWER_RULE,
    MARK_TOP,
    MIDDLE,
    NUMBER_BELOW_RULE,
    NUMBER_LINES,
    READING,
    RULE_GAP,
    RULE_WIDTH,
    Clause,
    is_red,
)
from render.standard.official import Official
from render.standard.paragraph import HAN, Paragraph
from render.standard.patterns import SERIAL
from render.standard.rules.words import ABSENT, number
from render.standard.stroke import THICK_THIN, THIN_THICK, Stroke

LONGEST_AGENCY = 8  # 字 that may be left blank for 发文机关代字

# ---- mark ----


def no_form(official: Official) -> Iterator[str]:
    """7.2.4, 10.1: without a mark, and without lines of either form, it cannot be told how the mark should look."""
    if official.form is None:
        yield ABSENT


def mark(official: Official) -> Iterator[str]:
    """7.2.4, 10.1: there, red, centred, at its height."""
    found = official.mark
    if found is None:
        yield ABSENT
        return
    spans = (span for mark in official.marks for span in mark.spans if HAN.search(span.text))
    black = [span for span in spans if not is_red(span.colour)]
    if black:
        yield f"颜色为#{black[0].colour}，应为红色"
    if len(official.marks) == 1 and found.lines and not found.centred and not _fills(official):
        yield "未居中"
    wanted = MARK_TOP[official.form] if official.form else None
    if wanted is not None and not wanted.fits(found.top, READING[official.kind]["ink"]):
        yield f"上边缘距纸上边缘{number(found.top or 0)}mm，应为{wanted}"


def _fills(official: Official) -> bool:
    """Whether the mark is as wide as the block, or wider, and so has no white on its sides."""
    found = official.mark
    return found is not None and all(
        line.right - line.left > found.page.right - found.page.left - 4 * MIDDLE for line in found.lines
    )


# ---- number ----


def serial(official: Official) -> Iterator[str]:
    """7.2.5: 代字〔2017〕5号. What is left blank is to be filled in by hand."""
    found = official.serial
    if found is None:
        yield ABSENT
        return
    match = SERIAL.fullmatch(found.bare)
    assert match is not None, "it was recognised by this pattern"
    if match["opening"] + match["closing"] != "〔〕":
        yield f"年份用“{match['opening']}{match['closing']}”，应为“〔〕”：{found.bare}"
    if match["before"] or match["ordinal"]:
        yield f"加了“第”：{found.bare}"
    if match["number"].startswith("0"):
        yield f"序号编了虚位：{found.bare}"
    if match["year"] and not (match["year"].isascii() and len(match["year"]) == 4):
        yield f"年份不是四位阿拉伯数字：{found.bare}"


def serial_under_mark(official: Official) -> Iterator[str]:
    """7.2.5: centred, two lines below the mark."""
    found = official.serial
    if found is None or not found.lines:
        return
    signed = "签发人" in found.bare  # beside it, which moves the number to the left (7.2.6)
    if not signed and not found.centred and not _centred_with_blank(found):
        yield "未居中"
    lines = None if found.above is None else found.above / LINE
    # The mark is larger than a line, which makes the white above the number look smaller or larger.
    if official.kind == "pdf" and not NUMBER_LINES.fits(lines, 0.5):
        yield f"距标志{number(lines or 0)}行，应空{NUMBER_LINES}"


def _centred_with_blank(serial: Paragraph) -> bool:
    """Whether it would be, with what is still to be written before 〔."""
    left, right = serial.lines[0]
    blank = ((left + right) / 2 - serial.page.middle) * 2 / CHARACTER
    return serial.bare.startswith("〔") and 0 < blank <= LONGEST_AGENCY


def serial_under_rule(official: Official) -> Iterator[str]:
    """10.1: flush right under the first red line."""
    found = official.serial
    if found is None or not found.lines:
        return
    if not FLUSH.fits(found.end):
        yield f"距版心右边缘{number(found.end or 0)}字，应居右顶格"
    upper = next((stroke for stroke in official.red_rules if not stroke.low), None)
    if official.kind == "pdf" and upper is not None and upper.bottom is not None and found.top is not None:
        distance = found.top - upper.bottom
        if not NUMBER_BELOW_RULE.fits(distance):
            yield f"距第一条红色双线{number(distance)}mm，应为{NUMBER_BELOW_RULE}"


# ---- red lines ----


def single_rule(official: Official) -> Iterator[str]:
    """7.2.7: one red line under the number."""
    rules = [stroke for stroke in official.red_rules if not stroke.low]
    if not rules:
        yield "没有红色分隔线"
        return
    yield from _wrong_width(rules[0], official, "", RULE_WIDTH["文件"])
    top, serial = rules[0].top, official.serial
    if official.kind == "pdf" and top is not None and serial is not None and serial.bottom is not None:
        yield from _wrong_gap(top - serial.bottom, "发文字号")


def double_rules(official: Official) -> Iterator[str]:
    """10.1: thick over thin under the mark, thin over thick at the foot."""
    for name, low, pattern in (("第一条", False, THICK_THIN), ("第二条", True, THIN_THICK)):
        rule = next((stroke for stroke in official.red_rules if stroke.low is low), None)
        if rule is None:
            yield f"没有{name}红色双线"
            continue
        if rule.pattern != pattern:
            yield f"{name}为{rule.pattern}，应为{pattern}"
        yield from _wrong_width(rule, official, name, RULE_WIDTH["信函"])
        yield from _wrong_height(rule, official)


def _wrong_height(rule: Stroke, official: Official) -> Iterator[str]:
    if rule.top is None or rule.bottom is None:
        return
    if rule.low:
        edges = (rule.page.height - rule.top, rule.page.height - rule.bottom)
        if not any(LOWER_RULE.fits(edge, READING[official.kind]["rule"]) for edge in edges):
            yield f"第二条距纸下边缘{number(edges[0])}mm，应为{LOWER_RULE}"
    elif official.kind == "pdf" and official.mark is not None and official.mark.bottom is not None:
        yield from _wrong_gap(rule.top - official.mark.bottom, "发文机关标志")


def _wrong_gap(gap: float, above: str) -> Iterator[str]:
    if not RULE_GAP.fits(gap, READING["pdf"]["rule"]):
        yield f"距{above}{number(gap)}mm，应为{RULE_GAP}"


def _wrong_width(rule: Stroke, official: Official, name: str, wanted: Clause) -> Iterator[str]:
    allowance = READING[official.kind]["width"]
    if not wanted.fits(rule.width, allowance):
        yield f"{name}长{number(rule.width or 0)}mm，应为{wanted}"
    elif rule.left is not None and rule.right is not None:
        middle = (rule.left + rule.right) / 2
        # 156 mm is centred in the block, 170 mm in the block or on the paper, whose middles are 1 mm apart.
        if min(abs(middle - rule.page.middle), abs(middle - rule.page.width / 2)) > MIDDLE:
            yield f"{name}未居中"
