"""Registers of dispatches that come back → who signed for what, and when; never what stands in other columns."""

import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from openpyxl.utils import get_column_letter

from render.collect.files import UnreadableFile, open_workbook, read_file, sheets
from render.collect.tracker import typed_cell
from render.collect.values import Typed, day_of, read_day
from render.errors import Problem
from render.nearest import Nearest
from render.plan.dispatch import REGISTER, Addressee, Receipt
from render.plan.model import Plan
from render.reader.dispatches import Cabinet, Filed

UNIT, DAY, BY, NOTE = "单位", "签收日期", "签收人", "备注"
PROPERTIES = "docProps/custom.xml"


@dataclass(frozen=True, slots=True)
class Signature:
    """What one row newly says: who signed, what was recorded before, and why the office is asked first, if it is."""

    unit: str
    old: Receipt | None
    new: Receipt
    place: str
    doubts: tuple[str, ...]


@dataclass
class Register:
    """A register that came back; `filed` is its dispatch, None where the register could not be read."""

    path: Path
    filed: Filed | None = None
    signatures: list[Signature] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, message: str, hint: str = "") -> None:
        """Note what could not be taken."""
        self.problems.append(Problem(str(self.path), 0, message, hint))


class RegisterRow(NamedTuple):
    """A row of a register: what stands in the columns that are read, and its place."""

    place: str
    cells: Mapping[str, Typed]


def is_register(path: Path) -> bool:
    """Whether a file calls itself a register, whatever its name is."""
    try:
        with zipfile.ZipFile(BytesIO(read_file(path))) as archive:
            root = etree.fromstring(archive.read(PROPERTIES), etree.XMLParser(resolve_entities=False))
    except (UnreadableFile, KeyError, etree.XMLSyntaxError):
        return False
    return any(one.get("name") == "台账" and "".join(one.itertext()) == REGISTER for one in root)


def read_registers(paths: Iterable[Path], plan: Plan, cabinet: Cabinet, today: date) -> list[Register]:
    """Read each; where two say different things of one unit, neither is taken. Nothing is written."""
    found = [_read(path, plan, cabinet, today) for path in paths]
    _refuse_clashes(found)
    return found


def _read(path: Path, plan: Plan, cabinet: Cabinet, today: date) -> Register:
    register = Register(path)
    try:
        workbook, values = open_workbook(read_file(path))
        register.filed = _dispatch(workbook, cabinet)
        _take(register, register.filed, list(_lines(values)), plan, today)
    except UnreadableFile as error:
        register.refuse(error.message, error.hint)
    return register


def _dispatch(workbook: Any, cabinet: Cabinet) -> Filed:
    """The dispatch that a register belongs to."""
    marks = {one.name: str(one.value or "") for one in workbook.custom_doc_props.props}
    found = next((one for one in cabinet if one.dispatch.time == marks.get("标识")), None)
    if found is None:
        message = f"是“{marks.get('发文', '')}”的发文登记，issued/ 里没有这次发文"
        raise UnreadableFile(message, "可能撤回了，或是别的年度的；用 render issue 看发过什么")
    return found


def _lines(workbook: Any) -> Iterator[RegisterRow]:
    """The rows below the headings, of the first sheet that has them."""
    for sheet in sheets(workbook):
        columns, header = _columns(sheet)
        if columns:
            numbers = sorted({row for row, column in sheet._cells if row > header and column in columns.values()})
            yield from (_line(sheet, number, columns) for number in numbers)
            return
    raise UnreadableFile(f"没有“{UNIT}”和“{DAY}”两列", "请填程序做的发文登记，或用 render receipt 记")


def _columns(sheet: Any) -> tuple[dict[str, int], int]:
    """Heading → column, and the row in which they stand; nothing where the headings are not there."""
    rows = dict[int, dict[str, int]]()
    for (row, column), cell in sorted(sheet._cells.items()):
        if (text := re.sub(r"\s", "", str(cell.value or ""))) in (UNIT, DAY, BY, NOTE):
            rows.setdefault(row, {}).setdefault(text, column)
    return next(((found, row) for row, found in rows.items() if UNIT in found and DAY in found), ({}, 0))


def _line(sheet: Any, number: int, columns: Mapping[str, int]) -> RegisterRow:
    cells = {key: sheet._cells.get((number, column)) for key, column in columns.items()}
    typed = {key: typed_cell(cell) if cell else Typed(None) for key, cell in cells.items()}
    return RegisterRow(f"{sheet.title}!{get_column_letter(columns[DAY])}{number}", typed)


def _take(register: Register, filed: Filed, lines: Sequence[RegisterRow], plan: Plan, today: date) -> None:
    """Take what is new, row by row; a unit that stands twice must say the same."""
    taken = dict[str, Receipt]()
    for line in lines:
        said = _said(line)
        if not any(said.values()) and line.cells[DAY].is_blank:
            continue
        if not (to := _addressee(register, filed, line, plan)) or not (new := _receipt(register, filed, line, to)):
            continue
        receipt, doubt = new
        if taken.setdefault(to.unit, receipt) != receipt:
            register.refuse(f"{line.place}：{to.unit}写了两行，内容不同，只收了前一行", "只留一行再收")
        elif receipt != to.receipt and all(one.unit != to.unit for one in register.signatures):
            doubts = tuple(filter(None, (doubt, *_doubts(to.receipt, receipt, filed, today))))
            register.signatures.append(Signature(to.unit, to.receipt, receipt, line.place, doubts))


def _said(line: RegisterRow) -> dict[str, str]:
    return {key: line.cells[key].text if key in line.cells else "" for key in (BY, NOTE)}


def _addressee(register: Register, filed: Filed, line: RegisterRow, plan: Plan) -> Addressee | None:
    """To whom it was sent, by any of its names."""
    name = line.cells[UNIT].text
    unit = plan.unit_of.get(name)
    found = filed.dispatch.to((name,)) or (filed.dispatch.to(unit.known_as) if unit else None)
    if not name:
        register.refuse(f"{line.place}：这一行没有写单位，没有收", "补上单位再收")
    elif not found:
        hint = Nearest([one.unit for one in filed.dispatch.addressees]).hint(name)
        register.refuse(f"{line.place}：这次没有发给“{name}”，没有收", hint)
    return found


def _receipt(register: Register, filed: Filed, line: RegisterRow, to: Addressee) -> tuple[Receipt, str] | None:
    """What a row says, with a doubt; what it leaves empty stays as it was recorded."""
    said, typed, place = _said(line), line.cells[DAY], f"{line.place}：{to.unit}的签收日期"
    year = filed.dispatch.day.year
    read, day = read_day(typed, year), day_of(typed, year)
    if (day is None and not typed.is_blank) or typed.is_hidden:
        register.refuse(f"{place}“{typed.text}”看不懂，没有收", f"写成 {filed.dispatch.day} 这样的日期")
        return None
    if day is None:
        if not to.receipt and said[BY]:
            register.refuse(f"{place}没有填，签收人却填了，没有收", "补上签收日期再收")
        elif not to.receipt:
            register.notes.append(f"{place}没有填，备注“{said[NOTE]}”没有收")
        return None
    old = (to.receipt.by, to.receipt.note) if to.receipt else ("", "")
    doubt = read.doubt if read else f"{day} 离成文日期 {filed.dispatch.day} 太远"
    data = {"日期": day, BY: said[BY] or old[0], NOTE: said[NOTE] or old[1]}
    return Receipt.model_validate(data), f"签收日期{doubt}" if doubt else ""


def _doubts(old: Receipt | None, new: Receipt, filed: Filed, today: date) -> Iterator[str]:
    """What is asked before a signature is recorded."""
    if new.day < filed.dispatch.day:
        yield f"签收日期 {new.day} 早于成文日期 {filed.dispatch.day}"
    if new.day > today:
        yield f"签收日期 {new.day} 还没有到"
    if old and old.day != new.day:
        yield f"已记 {old.day} 签收，这次是 {new.day}"
    if old and old.by and old.by != new.by:
        yield f"已记签收人“{old.by}”，这次是“{new.by}”"


def _refuse_clashes(registers: Collection[Register]) -> None:
    """Drop what two registers of one dispatch say differently."""
    said = dict[tuple[Path, str], dict[Receipt, Register]]()
    for one in registers:
        for signature in one.signatures:
            assert one.filed
            said.setdefault((one.filed.folder, signature.unit), {})[signature.new] = one
    for (folder, unit), found in said.items():
        if len(found) > 1:
            first, *others = found.values()
            for other in others:
                other.refuse(f"{unit}的签收与 {first.path.name} 里的不同，都没有收", "核对后只收一份")
            for one in registers:
                if one.filed and one.filed.folder == folder:
                    one.signatures = [each for each in one.signatures if each.unit != unit]
