"""The units that are to be told of changes, each against what it was last told."""

from collections.abc import Iterator
from dataclasses import dataclass

from render.plan.changes import UnitChange, compare
from render.plan.dispatch import PUBLISHED
from render.plan.model import Plan, Unit
from render.reader.dispatches import Cabinet, Filed


@dataclass(frozen=True, slots=True)
class Notice:
    """What changed for one unit since `former` was sent to it; None where nothing was."""

    unit: Unit
    changes: tuple[UnitChange, ...]
    former: Filed | None


def notices(plan: Plan, cabinet: Cabinet) -> list[Notice]:
    """One for each unit that knows its tasks otherwise than they are now, in the order of the plan.

    Who has the published table alone and still gets a letter is told by that. Raises InputError where a plan as it
    was sent cannot be read any more.
    """
    order = {unit.name: place for place, unit in enumerate(plan.units)}
    found = [notice for former in cabinet for notice in _against(former, plan, cabinet)]
    return sorted(found, key=lambda one: order.get(one.unit.name, len(order)))


def as_new(plan: Plan) -> list[Notice]:
    """Notices that tell of every task as of a new one, to be looked at before anything was sent."""
    before = plan.with_tasks((), ())
    return [Notice(unit, changes, None) for unit, changes in compare(before, plan).concerned]


def _against(former: Filed, plan: Plan, cabinet: Cabinet) -> Iterator[Notice]:
    """The notices to the units that were last told by one dispatch."""
    if not any(cabinet.told(unit) is former for unit in (*plan.units, *_gone(former, plan))):
        return
    busy = {plan.unit_of[name].name for _, task in plan.tasks for name in task.units}
    for unit, changes in compare(former.plan, plan).concerned:
        awaits_letter = former.dispatch.kind == PUBLISHED and unit.name in busy
        if cabinet.told(unit) is former and not awaits_letter:
            yield Notice(unit, changes, former)


def _gone(former: Filed, plan: Plan) -> Iterator[Unit]:
    """The units of a dispatch that the plan does not know any more."""
    known = {name for unit in plan.units for name in unit.known_as}
    names = [one.unit for one in former.dispatch.addressees if one.unit not in known]
    return (former.plan.unit_of[name] for name in names if name in former.plan.unit_of)
