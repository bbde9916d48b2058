"""What trackers and registers together bring: the lines that the office reads, and what is written of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from render.errors import Problem

if TYPE_CHECKING:  # pydantic and openpyxl take 100 ms each
    from render.collect import Collection, Register
    from render.collect.registers import Signature
    from render.plan.dispatch import Receipt
    from render.reader.dispatches import Filed

PROGRESS = "progress.yaml"


@dataclass(frozen=True)
class Harvest:
    """The trackers and the registers of one call."""

    collection: "Collection"
    registers: "Sequence[Register]"

    @property
    def problems(self) -> list[Problem]:
        """Everything that could not be taken."""
        return [*self.collection.problems, *(problem for one in self.registers for problem in one.problems)]

    @property
    def doubtful(self) -> bool:
        """Whether something is asked before it is taken."""
        return bool(self.collection.questions) or any(one.doubts for _, one in self.signatures(True))

    def signatures(self, accept: bool) -> "list[tuple[Filed, Signature]]":
        """What is to be recorded, with the rows that were asked about or without them, each unit once."""
        found = {
            (one.filed.folder, each.unit): (one.filed, each)
            for one in self.registers
            for each in one.signatures
            if one.filed and (accept or not each.doubts)
        }
        return list(found.values())

    def reports(self, accept: bool) -> bool:
        """Whether something is to be put into the history."""
        return bool(self.collection.deliveries(accept) or self.collection.rulings(accept))

    def records(self, accept: bool) -> list[str]:
        """The files that are to be written."""
        folders = dict.fromkeys(filed.folder for filed, _ in self.signatures(accept))
        return [PROGRESS] * self.reports(accept) + [f"{one.name}/发文.yaml" for one in folders]

    def taken(self) -> Iterator[str]:
        """Register by register, who has signed."""
        for one in self.registers:
            if one.filed:
                certain = [each for each in one.signatures if not each.doubts]
                yield f"{one.filed.folder.name}（{f'新签收 {len(certain)} 个' if certain else '没有变化'}）"
                yield from map(_line, certain)

    def asked(self) -> Iterator[str]:
        """Each question with its place; then what would be recorded."""
        for one in self.registers:
            for each in one.signatures:
                yield from (f"疑问  {one.path}: {each.place}：{each.unit}，{doubt}" for doubt in each.doubts)
                yield from [_line(each)] if each.doubts else ()

    def passed(self) -> Iterator[str]:
        """What was not taken and need not be."""
        return (f"{one.path.name}：{note}" for one in self.registers for note in one.notes)

    def summary(self, accept: bool) -> str:
        """收 21 份，有变化的任务 30 项；签收 12 个."""
        from render.cli.collected import summary

        trackers = [summary(self.collection, accept)] if self.collection.parcels or not self.registers else []
        return "；".join([*trackers, *self._signed(accept)])

    def _signed(self, accept: bool) -> Iterator[str]:
        if self.registers:
            yield f"签收 {len(self.signatures(accept))} 个"
        if refused := sum(not one.filed for one in self.registers):
            yield f"{refused} 份登记没有收"
        if not accept and (open := len(self.signatures(True)) - len(self.signatures(False))):
            yield f"{open} 处签收有疑问没有收（核对后加 --accept 再收）"

    def advice(self, accept: bool) -> str:
        """What to do next, and how to take it back."""
        trackers = "运行 make 更新台账；收错了用 render collect --undo 撤回"
        receipts = "签收记错了用 render receipt 单位 --undo 撤回"
        records = self.records(accept)
        return "；".join([trackers] * (PROGRESS in records) + [receipts] * (records != [PROGRESS]))


def _line(one: "Signature") -> str:
    return f"  {one.unit}：{_shown(one.old)} → {_shown(one.new)}"


def _shown(receipt: "Receipt | None") -> str:
    return " ".join(filter(None, (str(receipt.day), receipt.by, receipt.note))) if receipt else "未签收"
