"""What a workbook says of itself: which year, plan and unit it was sent for, and how its tasks read then."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from render.collect.files import UnreadableFile
from render.nearest import Nearest
from render.plan.answers import LEDGER
from render.plan.model import Plan, Unit
from render.reader.progress import former_title_hint

OWN = "协助单位进展"  # a heading that ledgers alone have: they are known by it when their marks are lost
TITLE = re.compile(r"(.+)任务台账")


@dataclass(frozen=True)
class Marks:
    """The marks of a tracker, as far as it has any; `versions`: task → fingerprint.

    `counting` says at which point of the history a ledger was made (`Progress.counting`), None where it does not.
    """

    kind: str = ""
    unit: str = ""
    year: str = ""
    plan: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    counting: str | None = None


def read_marks(workbook: Any) -> Marks:
    """The custom properties that the tracker's template writes."""
    found = {one.name: str(one.value or "") for one in workbook.custom_doc_props.props}
    versions = dict(pair.split(":", 1) for pair in found.get("版本", "").split() if ":" in pair)
    kind, unit, year, plan = (found.get(name, "") for name in ("台账", "单位", "年度", "计划"))
    return Marks(kind or (LEDGER if _has_ledgers_own(workbook) else ""), unit, year, plan, versions, found.get("记录"))


def _has_ledgers_own(workbook: Any) -> bool:
    cells = (cell.value for sheet in workbook.worksheets for cell in sheet._cells.values())
    return any(isinstance(value, str) and re.sub(r"\s", "", value) == OWN for value in cells)


def title_unit(sheet: Any) -> str:
    """The unit that the title names: 财务处任务台账 → 财务处."""
    texts = (cell.value for _, cell in sorted(sheet._cells.items()) if isinstance(cell.value, str))
    return next((match[1].strip() for text in texts if (match := TITLE.fullmatch(text.strip()))), "")


def refuse_others(marks: Marks, plan: Plan) -> None:
    """Raise UnreadableFile where a file says that it belongs to another year or plan."""
    if marks.year and marks.year != str(plan.year):
        raise UnreadableFile(f"是{marks.year}年度的台账，现在的计划是{plan.year}年度", "请对方填新发的台账")
    if marks.plan and not plan.is_called(marks.plan):
        hint = f"请对方填新发的台账；计划只是改了标题的，{former_title_hint(plan, marks.plan)}"
        raise UnreadableFile(f"是“{marks.plan}”的台账，现在的计划是“{plan.title}”", hint)


def sender(said: str, named: str, plan: Plan) -> Unit:
    """The unit that a file is from: what it says itself, else what the office says; raises UnreadableFile."""
    unit, office = plan.party_of.get(said), plan.party_of.get(named)
    if said and unit is None:
        raise UnreadableFile(f"计划里没有单位“{said}”", Nearest(plan.party_of).hint(said))
    if unit and office and unit is not office:
        raise UnreadableFile(f"里面是“{unit.name}”的台账，不是“{office.name}”的", "核对是谁发来的")
    found = unit or office
    if found is None:
        raise UnreadableFile("看不出是哪个单位的台账", "核对是谁发来的，用 --unit 单位 指明")
    return found
