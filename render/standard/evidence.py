"""What speaks for a document's being an official one: its parts, each with a weight."""

from collections.abc import Callable
from typing import NamedTuple

from render.standard.official import Official
from render.standard.paragraph import Paragraph
from render.standard.patterns import FULL_MARK, ORGAN, SORTED, TITLE_OF_KIND, TITLE_OF_MATTER, TITLE_OF_OFFICE

ENOUGH = 3  # a red mark or an office's title alone, or several of the other parts together


class Sign(NamedTuple):
    """`weigh` gives 0 where the document lacks it, and more, the less other papers have the like."""

    element: str
    weigh: Callable[[Official], int]


def is_official(official: Official) -> bool:
    """Also a document that lost some parts is one: they are then missing, which is a fault."""
    return sum(sign.weigh(official) for sign in SIGNS) >= ENOUGH


def lacking(official: Official) -> list[str]:
    """The names of the signs that a document does not have."""
    return [sign.element for sign in SIGNS if not sign.weigh(official)]


def _mark(official: Official) -> int:
    if not any(_is_office(mark) or FULL_MARK.fullmatch(mark.bare) for mark in official.marks):
        return 0
    return 3 if any(mark.red for mark in official.marks) else 1


def _serial(official: Official) -> int:
    """Not enough alone: a table may list the numbers of other documents."""
    return 0 if official.serial is None else 2


def _red_rule(official: Official) -> int:
    return 2 if official.red_rules else 0


def _title(official: Official) -> int:
    text = "".join(part.bare for part in official.title)
    if SORTED.fullmatch(text):
        return 0
    return next((weight for pattern, weight in TITLES if pattern.fullmatch(text)), 0)


def _addressee(official: Official) -> int:
    found = official.addressee
    return int(found is not None and found.bare.endswith(("：", ":")) and _is_office(found))


def _ending(official: Official) -> int:
    """An office signs, or the place where it will is blank; a person's name is no sign."""
    signature = official.signature
    signed = signature is not None and (not signature.bare or _is_office(signature))
    return int(signed and official.date is not None)


def _issued(official: Official) -> int:
    found = official.issued
    return 2 if found is not None and not found.in_table and found.bare != "印发" else 0


def _is_office(paragraph: Paragraph) -> bool:
    return ORGAN.fullmatch(paragraph.bare.rstrip("：:")) is not None


# 关于……的通知 is written by offices alone; reports and opinions have other authors as well.
TITLES = ((TITLE_OF_OFFICE, 3), (TITLE_OF_MATTER, 2), (TITLE_OF_KIND, 1))
SIGNS = (
    Sign("发文机关标志", _mark),
    Sign("发文字号", _serial),
    Sign("红色分隔线", _red_rule),
    Sign("公文标题（关于……的通知、函等）", _title),
    Sign("主送机关", _addressee),
    Sign("署名和成文日期", _ending),
    Sign("印发机关和印发日期", _issued),
)
