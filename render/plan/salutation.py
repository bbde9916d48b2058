"""Plan → the addressees of a document that goes to all: 各市、县财政局，各高等学校，机关各处室."""

from collections.abc import Iterable, Iterator, Sequence

from render.plan.addressing import EVERY, FAMILIES, INSIDE, INWARD, TABLE, Form, UnitKind, inner_word, own_word, region
from render.plan.fields import JOINT
from render.plan.model import Plan, Unit

APART = "，"
NOBODY = "各有关单位"
ORGANS = "厅局委部署"  # what a sender that has 机关处室 is called


def salutation(plan: Plan) -> str:
    """As the sender wrote it, else the units that get documents, kind by kind."""
    if plan.sender.addressed:
        return APART.join(plan.sender.addressed)
    office = plan.unit_of.get(plan.sender.office)
    units = [unit for unit in plan.units if unit is not office and plan.form(unit) is not Form.NONE]
    families = (*FAMILIES[-1:], *FAMILIES[:-1]) if plan.sender.level in INWARD else FAMILIES
    found = (JOINT.join(_family([unit for unit in units if unit.kind in kinds], kinds, plan)) for kinds in families)
    return APART.join(filter(None, found)) or NOBODY


def _family(units: Sequence[Unit], kinds: Iterable[UnitKind], plan: Plan) -> Iterator[str]:
    """The words for units that stand together; a group of all of them, 各…, speaks for each."""
    there = {unit.kind for unit in units}
    listed = dict.fromkeys(_word(kind, plan) for kind in kinds if kind in there)
    if listed and all(listed):
        yield from listed
        return
    groups = [unit.name for unit in units if unit.collective and unit.name.startswith(EVERY)]
    yield from groups or (unit.name for unit in units)


def _word(kind: UnitKind, plan: Plan) -> str:
    """The words for all units of a kind; empty where they are called by their names."""
    listed, sender = TABLE[kind].listed, plan.sender
    pattern = listed if isinstance(listed, str) else listed.get(sender.level, "")
    own = own_word(sender.organ, sender.level)
    inner = inner_word(unit.name for unit in plan.units if unit.kind in INSIDE)
    return pattern.format(self=own if own in ORGANS else "", inner=inner, region=region(sender.organ))
