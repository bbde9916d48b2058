"""Rules on who is written to: what is lawful, what cannot be delivered, and who gets no letter."""

import re

from render.check.found import Found
from render.plan.addressing import GOVERNMENTS, Form, Tier, UnitKind, likely_level
from render.plan.model import Plan, Unit
from render.reader import Reading

#: Words of a name that leave open who is meant.
VAGUE = re.compile("相关|有关|涉及|等单位|等部门|其他")


def unlawful(plan: Plan, unit: Unit) -> tuple[str, str] | None:
    """Why a unit cannot be given tasks, and what to do; None where it can, or where the sender wrote how it asks."""
    level, written = plan.sender.level, unit.form
    if unit.kind in GOVERNMENTS and level is not Tier.GOVERNMENT and written in (None, Form.NOTICE):
        rule = f"{level}不得向政府下达任务（党政机关公文处理工作条例第十六条）"
        return f"“{unit.name}”是政府，{rule}", "改写为该地的部门，或报请上级政府办公厅（室）发文；商请用 行文: 函"
    if unit.kind is UnitKind.SUPERIOR and written is Form.NOTICE:
        said = f"“{unit.name}”是上级，不得用通知（党政机关公文处理工作条例第十五条）"
        return said, "删去 行文，另用报告、请示"
    return None


def levels(reading: Reading) -> Found:
    """A sender whose name says that it is no department, in a plan that does not say what it is."""
    sender = reading.plan.sender
    likely = likely_level(sender.organ)
    if likely is not Tier.DEPARTMENT and "level" not in sender.model_fields_set:
        said = f"发文机关“{sender.organ}”像是{likely}，没有写层级，按部门行文"
        yield reading.line("发文", "机关"), said, f"在发文里加一行 层级: {likely}，或 层级: 部门"


def members(reading: Reading) -> Found:
    """Members of what is said to be one unit."""
    for n, unit in enumerate(reading.plan.units):
        if unit.members and not unit.collective:
            said = f"“{unit.name}”写了成员，却没有写它是群体"
            yield reading.line("单位", n, "成员"), said, "加一行 群体: true，或删去成员"


def vague(reading: Reading) -> Found:
    """Groups of which nobody can say who is in them."""
    for n, unit in enumerate(reading.plan.units):
        if unit.collective and not unit.members and VAGUE.search(unit.name):
            said = f"“{unit.name}”说不出是哪些单位，公文和台账送不到"
            yield reading.line("单位", n, "名称"), said, "写上 成员: [甲, 乙]，各发一份；或在任务里写明是哪些单位"


def letterless(reading: Reading) -> Found:
    """Units that have tasks, and get a tracker but no letter, where that is no error."""
    plan = reading.plan
    names = {one.name for one in plan.letterless}
    for n, unit in enumerate(plan.units):
        if unlawful(plan, unit):
            continue
        if found := [one.name for one in plan.members_of(unit) if one.name in names]:
            why = f"行文写的是{Form.NONE}" if unit.form is Form.NONE else f"类别是{unit.kind}"
            who = f"“{unit.name}”" if found == [unit.name] else f"“{unit.name}”的成员"
            yield reading.line("单位", n, "名称"), f"{who}有任务，{why}，只有台账，不发公文", "要发的，写 行文: 函"
