"""The forms of official documents that are not checked: told by name, and no more."""

import re
from typing import NamedTuple

from render.standard.clauses import SIZES
from render.standard.manuscript import Manuscript
from render.standard.paragraph import Paragraph

HEAD = 8  # paragraphs, among which a form shows what it is
LONGEST = 40  # characters of a heading
LARGE = SIZES["三号"] + 2  # pt: larger than text
PASSED_ON = re.compile("印发|转发")  # with a letter, which is a document of its own


class SpecialForm(NamedTuple):
    """`heading` is how the mark or the title of such a document reads."""

    name: str
    heading: re.Pattern[str]
    numbered: re.Pattern[str] | None = None  # there has to be such a line near it


_ORDINAL = re.compile(r"[（(〔]?(\d{4}年?)?[）)〕]?第[\d〇零一二三四五六七八九十百]+[号期](总.*|[（(].*)?")
FORMS = (
    SpecialForm("纪要格式", re.compile(r".*纪要")),
    SpecialForm("命令（令）格式", re.compile(r".*(命令|令)"), _ORDINAL),
    SpecialForm("电报", re.compile(r".*(电报|明电)")),
    SpecialForm("公告、通告、公报", re.compile(r".*(公告|通告|公报)"), _ORDINAL),
    SpecialForm("简报", re.compile(r".*(简报|快报|专报|动态)"), _ORDINAL),
)


def special_form(manuscript: Manuscript) -> str:
    """The name of the special form that a document has; empty for none."""
    head = [each for each in manuscript.paragraphs[:HEAD] if not each.in_table]
    return next((form.name for form in FORMS for each in head if _is_headed(each, head, form)), "")


def _is_headed(paragraph: Paragraph, head: list[Paragraph], form: SpecialForm) -> bool:
    bare = paragraph.bare
    shown = paragraph.centred or paragraph.red or paragraph.size >= LARGE or not paragraph.lines
    if not shown or len(bare) > LONGEST or PASSED_ON.search(bare) or form.heading.fullmatch(bare) is None:
        return False
    return form.numbered is None or any(form.numbered.fullmatch(each.bare) for each in head)
