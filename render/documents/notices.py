"""The units that are to be told of changes, each against what it was last told."""

from collections.abc import Iterator
from dataclasses import dataclass

from render.plan.changes import ChangeKind, TaskChange, UnitChange, compare
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
    order = {unit.name: place for place, unit in enumerate(plan.addressees)}
    found = [notice for former in cabinet for notice in _against(former, plan, cabinet)]
    return sorted(found, key=lambda one: order.get(one.unit.name, len(order)))


def as_new(plan: Plan) -> list[Notice]:
    """Notices that tell of every task as of a new one, to be looked at before anything was sent."""
    before = plan.with_tasks((), ())
    return [Notice(unit, changes, None) for unit, changes in _by_party(before, plan)]


def _against(former: Filed, plan: Plan, cabinet: Cabinet) -> Iterator[Notice]:
    """The notices to the units that were last told by one dispatch."""
    if not any(cabinet.told(unit) is former for unit in (*plan.addressees, *_gone(former, plan))):
        return
    for unit, changes in _by_party(former.plan, plan):
        awaits_letter = former.dispatch.kind == PUBLISHED and unit.name in plan.busy
        if cabinet.told(unit) is former and not awaits_letter:
            yield Notice(unit, changes, former)


def _by_party(old: Plan, new: Plan) -> Iterator[tuple[Unit, tuple[UnitChange, ...]]]:
    """The changes for each unit, in the place of a group for each of its members, one for each task."""
    found = dict[str, tuple[Unit, dict[str, UnitChange]]]()
    concerned = (
        (one, each) for unit, changes in compare(old, new).concerned for one in new.members_of(unit) for each in changes
    )
    for party, change in (*_moved(old, new), *concerned):
        found.setdefault(party.name, (party, {}))[1].setdefault(change.change.name, change)
    return ((party, tuple(own.values())) for party, own in found.values())


def _moved(old: Plan, new: Plan) -> Iterator[tuple[Unit, UnitChange]]:
    """What joining or leaving a group gives to a unit, and takes from it."""
    was = {task.id: task for _, task in old.tasks}
    parties = {one.name: new.party_of.get(one.name, one) for one in (*new.members, *old.members)}
    for _, path, task in new.places if parties else ():
        for party in parties.values() if task.id in was else ():
            before, now = old.part(party, was[task.id]), new.part(party, task)
            if bool(before) != bool(now):
                change = TaskChange(ChangeKind.CHANGED, task.id, task=task, path=path, former=was[task.id])
                yield party, UnitChange(change, before, now)


def _gone(former: Filed, plan: Plan) -> Iterator[Unit]:
    """The units of a dispatch that the plan does not know any more."""
    names = [one.unit for one in former.dispatch.addressees if one.unit not in plan.party_of]
    return (former.plan.party_of[name] for name in names if name in former.plan.party_of)
