"""The rules: one line for each clause, with what it is about and the function that looks."""

from collections.abc import Iterable
from typing import NamedTuple

from render.standard.manuscript import Kind
from render.standard.official import Form, Official
from render.standard.paragraph import Paragraph
from render.standard.rules import ending, foot, head, lines, sheet, text, typeface
from render.standard.rules.typeface import Check, set_in


class Rule(NamedTuple):
    """`form` and `kind` = the only format and the only kind of file that it holds for."""

    clause: str
    element: str
    check: Check
    form: Form | None = None
    kind: Kind | None = None  # a Word file does not say where its pages end


def _some(*parts: Paragraph | None) -> Iterable[Paragraph]:
    return (part for part in parts if part is not None)


RULES = (
    Rule("5.1", "纸张", sheet.paper),
    Rule("5.2.1", "页边", sheet.upright_margins),
    Rule("8", "横排页页边", sheet.landscape_margins),
    Rule("5.2.2", "字形", typeface.without_glyph, kind="pdf"),
    Rule("5.2.3", "行数", sheet.lines),
    Rule("5.2.3", "字数", sheet.characters),
    Rule("5.2.4", "颜色", typeface.coloured),
    Rule("7.2.4、10.1", "发文机关标志", head.no_form),
    Rule("7.2.4", "发文机关标志", head.mark, "文件"),
    Rule("10.1", "发文机关标志", head.mark, "信函"),
    Rule("7.2.4", "发文机关标志", set_in(lambda o: o.marks, "小标宋"), "文件"),
    Rule("10.1", "发文机关标志", set_in(lambda o: o.marks, "小标宋"), "信函"),
    Rule("7.2.5", "发文字号", head.serial),
    Rule("7.2.5", "发文字号", set_in(lambda o: _some(o.serial), "仿宋", "三号")),
    Rule("7.2.5", "发文字号", head.serial_under_mark, "文件"),
    Rule("10.1", "发文字号", head.serial_under_rule, "信函"),
    Rule("7.2.7", "分隔线", head.single_rule, "文件"),
    Rule("10.1", "红色双线", head.double_rules, "信函"),
    Rule("7.3.1", "标题", text.title),
    Rule("条例9", "标题", text.organ_in_title),
    Rule("7.3.1", "标题", set_in(lambda o: o.title, "小标宋", "二号")),
    Rule("7.3.2", "主送机关", text.addressee),
    Rule("7.3.2", "主送机关", set_in(lambda o: _some(o.addressee), "仿宋", "三号")),
    Rule("7.3.3", "正文", text.present),
    Rule("7.3.3", "正文", text.plain_text),
    Rule("7.3.3", "正文", text.text_size),
    Rule("7.3.3", "正文", typeface.bold),
    Rule("7.3.3", "正文", text.indents),
    Rule("7.3.3", "正文", text.on_first_page, kind="pdf"),
    Rule("7.3.3", "正文", lines.torn_dates, kind="pdf"),
    Rule("7.3.3", "正文", lines.remnants, kind="pdf"),
    Rule("7.3.3", "一级标题", text.first_level),
    Rule("7.3.3", "二级标题", text.second_level),
    Rule("7.3.3", "层次序数", text.labels),
    Rule("7.3.4", "附件说明", text.enclosures),
    Rule("7.3.4", "附件说明", set_in(lambda o: o.enclosures, "仿宋", "三号")),
    Rule("7.3.5.1", "发文机关署名", ending.signature),
    Rule("7.3.5.1", "发文机关署名", set_in(lambda o: _some(o.signature), "仿宋", "三号")),
    Rule("7.3.5.1", "成文日期", ending.date_place),
    Rule("7.3.5.4", "成文日期", ending.date),
    Rule("7.3.5.4", "成文日期", set_in(lambda o: _some(o.date), "仿宋", "三号")),
    Rule("7.3.5.5", "成文日期", ending.with_text, kind="pdf"),
    Rule("7.3.6", "附注", ending.note),
    Rule("7.3.6", "附注", set_in(lambda o: _some(o.note), "仿宋", "三号")),
    Rule("7.3.7", "附件", ending.annex_heading),
    Rule("7.3.7", "附件", set_in(lambda o: (annex.heading for annex in o.annexes), "黑体", "三号")),
    Rule("7.3.7", "附件标题", ending.annex_title),
    Rule("7.4.1", "版记分隔线", foot.foot_rules, "文件", "pdf"),
    Rule("7.4.2", "抄送机关", foot.copies),
    Rule("7.4.2", "抄送机关", set_in(lambda o: _some(o.copies), "仿宋", "四号")),
    Rule("7.4.3", "印发机关和印发日期", foot.issued, "文件"),
    Rule("7.4.3", "印发机关和印发日期", set_in(lambda o: _some(o.issued), "仿宋", "四号")),
    Rule("10.1", "版记", foot.not_issued, "信函"),
    Rule("7.5", "页码", foot.folios),
    Rule("8", "横排页页码", foot.landscape_folios),
    Rule("10.1", "页码", foot.first_folio, "信函"),
)


def rules_for(official: Official) -> list[Rule]:
    """Those that hold for its form; where that is not known, those that hold for either."""
    return [rule for rule in RULES if rule.form in (None, official.form) and rule.kind in (None, official.kind)]


def faults(official: Official) -> Iterable[tuple[str, str, str]]:
    """Clause, element and what was found, for everything that the standard has otherwise; nothing twice."""
    found: dict[tuple[str, str, str], None] = {}
    for rule in rules_for(official):
        found |= dict.fromkeys((rule.clause, rule.element, message) for message in rule.check(official))
    return found
