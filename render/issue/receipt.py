"""签收: which dispatch a unit signs for, and what is written of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from render.errors import InputError, Problem
from render.issue.papers import renew
from render.nearest import Nearest
from render.plan.dispatch import Receipt
from render.plan.model import Plan
from render.reader.dispatches import Cabinet, Filed


@dataclass(frozen=True, slots=True)
class Signing:
    """One addressee of a dispatch, what it signed until now, and what it signs; None where that is taken back."""

    filed: Filed
    unit: str
    old: Receipt | None
    new: Receipt | None


@dataclass(frozen=True, slots=True)
class Call:
    """What a telephone call said: which units signed, when, by whom; with `undo`, that they did not.

    `of` is the name of the folder of the dispatch; empty: the last one that a unit has not signed for, or has where
    that is taken back.
    """

    names: tuple[str, ...]
    day: date | None = None
    by: str = ""
    note: str = ""
    of: str = ""
    undo: bool = False

    def receipt(self, old: Receipt | None, today: date) -> Receipt | None:
        """What a unit signs: what is not said stays as it was recorded; the day is today if none is known."""
        if self.undo:
            return None
        said = {"日期": self.day or today, "签收人": self.by, "备注": self.note}
        if old:
            said = {"日期": self.day or old.day, "签收人": self.by or old.by, "备注": self.note or old.note}
        return Receipt.model_validate(said)


def filed_as(cabinet: Cabinet, of: str) -> Filed:
    """The dispatch whose folder has this name; InputError where there is none."""
    known = {one.folder.name: one for one in cabinet}
    name = Path(of).name
    if name not in known:
        hint = Nearest(known).hint(name) or "用 render issue 看发过什么"
        raise InputError([Problem("--of", 0, f"issued/ 里没有“{of}”", hint)])
    return known[name]


def signings(call: Call, plan: Plan, cabinet: Cabinet, today: date) -> list[Signing]:
    """What the call says of each unit, once; InputError for everything that does not fit."""
    among = Cabinet((filed_as(cabinet, call.of),)) if call.of else cabinet
    found, problems = dict[tuple[Path, str], Signing](), list[Problem]()
    for name in call.names:
        try:
            one = _signing(name, call, plan, among, today)
            problems += _impossible(one, today)
            found[one.filed.folder, one.unit] = one
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return list(found.values())


def _signing(name: str, call: Call, plan: Plan, cabinet: Cabinet, today: date) -> Signing:
    names = _names(name, plan, cabinet)
    sent = [(one, to) for one in cabinet if (to := one.dispatch.to(names))]
    if not sent:
        raise InputError([Problem("render receipt", 0, f"没有给{names[0]}发过{call.of}", "用 render issue 看发过什么")])
    free = [(one, to) for one, to in sent if bool(to.receipt) is call.undo]
    if not free and call.undo:
        raise InputError([Problem("render receipt", 0, f"{names[0]}没有签收过{call.of}，不用撤回")])
    if not free and not call.of:  # one that is named may be signed for anew, to put it right
        hint = f"要改某一次的，加 --of {sent[-1][0].folder.name}"
        raise InputError([Problem("render receipt", 0, f"发给{names[0]}的都已签收", hint)])
    filed, to = (free or sent)[-1]
    return Signing(filed, to.unit, to.receipt, call.receipt(to.receipt, today))


def _names(name: str, plan: Plan, cabinet: Cabinet) -> tuple[str, ...]:
    """All names of a unit of the plan, or of one that has left it since."""
    if name in plan.unit_of:
        return plan.unit_of[name].known_as
    former = {to.unit for one in cabinet for to in one.dispatch.addressees}
    known_as = {each: unit for unit in plan.units for each in unit.known_as}
    if name in known_as:
        return known_as[name].known_as
    if name not in former:
        raise InputError([Problem("render receipt", 0, f"没有单位“{name}”", Nearest({*known_as, *former}).hint(name))])
    return (name,)


def _impossible(one: Signing, today: date) -> Iterator[Problem]:
    if one.new and one.new.day < one.filed.dispatch.day:
        message = f"签收日期 {one.new.day} 早于 {one.filed.folder.name} 的成文日期"
        yield Problem("--date", 0, message, "核对是哪一天、哪一次发文（--of）")
    elif one.new and one.new.day > today:
        yield Problem("--date", 0, f"签收日期 {one.new.day} 还没有到", "核对日期")


def sign(found: Iterable[Signing], templates: Path) -> list[Path]:
    """Write what was signed, dispatch by dispatch; the registers that were edited by hand and left as they are.

    The folder of outputs is to be `locked` meanwhile.
    """
    by_folder = dict[Path, list[Signing]]()
    for one in found:
        by_folder.setdefault(one.filed.folder, []).append(one)
    left = list[Path]()
    for folder, some in by_folder.items():
        filed = some[0].filed
        dispatch = filed.dispatch.signed({one.unit: one.new for one in some})
        left += [folder / name for name in renew(filed, dispatch, templates)]
    return left
