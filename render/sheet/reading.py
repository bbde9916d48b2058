"""The rows of a workbook → records: what its cells say now; a cell that reads as it was written has its old value."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from render.nearest import Nearest
from render.plan.model import Plan
from render.sheet.fields import (
    ABOVE,
    EXTRA,
    GOAL,
    GOALS,
    HEAD,
    ID,
    ITEM,
    NUMBER,
    PLAN_KEYS,
    TASKS,
    TEXT,
    UNITS,
    FieldKind,
    SheetField,
    Unread,
    goal_fields,
    head_fields,
    task_fields,
    text_of,
    unit_fields,
    value_in,
)
from render.sheet.opening import Book, SheetRow, as_read
from render.sheet.records import NEW, THE_HEAD, THE_PLAN, Key, Record, Version

BLANK: Mapping[FieldKind, Any] = {FieldKind.FLAG: False, FieldKind.NAMES: [], FieldKind.LINES: [], FieldKind.CODES: {}}
FOLDED = (FieldKind.TEXT, FieldKind.DAY, FieldKind.YEAR, FieldKind.FLAG)


def read_records(book: Book, base: Version, mine: Version) -> Version:
    """What the workbook says; what cannot be read becomes a fault of the book."""
    return RowReader(book, base, mine).read()


@dataclass(slots=True)
class RowReader:
    """Reads the rows of a workbook that was made from `base`; in plan.yaml stands `mine` now."""

    book: Book
    base: Version
    mine: Version
    known: set[str] = field(default_factory=set)
    found: Version = field(default_factory=Version)
    names: dict[str, str] = field(default_factory=dict)  # what goals are called → their keys

    def read(self) -> Version:
        """The head, then units, goals and tasks, of which each names the ones before it."""
        plan = self.book.base.plan
        self.known = {name for unit in plan.units for name in unit.known_as}
        self.known |= {row.texts["名称"] for row in self.book.rows.get(UNITS, ())}
        self._head()
        for row, key in self._keyed(UNITS, NUMBER, "名称"):
            self._entry(row, (UNITS, key), unit_fields(plan), f"单位“{row.texts['名称']}”")
        self._goals(plan)
        fields = task_fields(plan)  # goes through all tasks
        for row, key in self._keyed(TASKS, ID, ""):
            called = f"任务{key}" if not key.startswith(NEW) else str(row)
            above = self._goal(row, self.base.found.get((TASKS, key)), GOAL)
            self._entry(row, (TASKS, key), fields, called, above)
        return self.found

    # ---- which row is which ----

    def _keyed(self, sheet: str, word: str, name: str) -> Iterator[tuple[SheetRow, str]]:
        """Each row with its key; one without a number is new."""
        rows = self.book.rows.get(sheet, [])
        counts = Counter(row.texts[word] for row in rows)
        for row in rows:
            key = row.texts[word]
            if not key:
                yield row, f"{NEW}{row.texts[name] if name else row.number}"
            elif (sheet, key) not in self.base.found:
                self._fault(row, f"{word}“{key}”不是这张表原有的；{word}由程序给，新加的一行空着")
            elif counts[key] > 1:
                self._fault(row, f"{word} {key} 写了 {counts[key]} 次；新加的一行，{word}空着")
            else:
                yield row, key

    def _goals(self, plan: Plan) -> None:
        rows, fields = list(self._keyed(GOALS, NUMBER, "名称")), goal_fields(plan)
        self.names = {name: key for key, name in (*self.mine.goals.items(), *self.base.goals.items())}
        called = dict[str, str]()
        for row, key in rows:
            was = self.base.found.get((GOALS, key))
            above = self._goal(row, was, ABOVE) if ABOVE in row.texts else ""
            if was and above != was.above:
                self._fault(row, f"目标不能在表里移到别的目标下；{ABOVE}改回原样，要移的在 plan.yaml 里移")
            name = "／".join(filter(None, (called.get(above, ""), row.texts["名称"])))
            key = f"{NEW}{name}" if key.startswith(NEW) else key
            if key.startswith(NEW) and name in called.values():
                self._fault(row, f"已经有目标“{name}”；名称不要重复")
            if not was or as_read(self.base.goals[key]) != name:
                self.names[as_read(name)] = key
            called[key] = name if not was or was.data["名称"] != row.texts["名称"] else self.base.goals[key]
            self._entry(row, (GOALS, key), fields, f"目标“{row.texts['名称']}”", above)
        self.names |= {as_read(name): key for name, key in self.names.items()}
        self.found.goals = called

    def _goal(self, row: SheetRow, was: Record | None, word: str) -> str:
        """The key of the goal that a row names; a cell that reads as it was written names the goal that it did."""
        text = row.texts[word]
        if was and text == as_read(self.base.goals.get(was.above, "")):
            return was.above
        if not text and (word == ABOVE or any(not record.above for record in self.base.of(TASKS))):
            return ""
        if text not in self.names:
            hint = Nearest(self.names).hint(text) or f"新的目标，先在工作表“{GOALS}”里加一行"
            self._fault(row, f"没有目标“{text}”；{hint}" if text else f"没有写{word}；从下拉列表里选")
        return self.names.get(text, "")

    # ---- what a row says ----

    def _head(self) -> None:
        texts = {row.texts[ITEM]: row for row in self.book.rows.get(HEAD, ())}
        for key, own in ((THE_PLAN, True), (THE_HEAD, False)):
            data = dict(self.base.found[key].data)
            for one in head_fields():
                if one.word in texts and (one.key in PLAN_KEYS) is own:
                    row = texts[one.word]
                    data[one.key] = self._value(row, row.texts[TEXT], one, data[one.key])
            self.found.add(Record(key, self.base.found[key].called, data, row=str(HEAD)))

    def _entry(self, row: SheetRow, key: Key, fields: Sequence[SheetField], called: str, above: str = "") -> None:
        was = self.base.found.get(key)
        data = dict(was.data) if was else {}
        for one in (one for one in fields if one.key):
            value = self._value(row, row.texts[one.word], one, one.value(was.data) if was else None)
            if one.key == EXTRA:
                data[EXTRA] = {**data.get(EXTRA, {}), one.word: value}
            else:
                data[one.key] = value
        data = _without_blanks(data)
        if key in self.found.found:
            self._fault(row, f"与{self.found.found[key].row}重名")
        self.found.add(Record(key, was.called if was else called, data, above, row=str(row)))

    def _value(self, row: SheetRow, text: str, one: SheetField, former: Any) -> Any:
        was = BLANK.get(one.kind, "") if former is None else former
        if text == as_read(text_of(one.kind, was)):
            return was
        if "\n" in text and one.kind in FOLDED:
            text = "".join(line.strip() for line in text.splitlines())
            self.book.notes.append(f"{row}的{one.word}有几行，接成一行读")
        try:
            return value_in(one.kind, text, self.known, former)
        except Unread as error:
            self._fault(row, f"{one.word}{error}")
            return was

    def _fault(self, row: SheetRow, said: str) -> None:
        self.book.faults.append(f"{row}：{said}")


def _without_blanks(data: dict[str, Any]) -> dict[str, Any]:
    """Own columns that are empty are not there."""
    if EXTRA in data:
        data[EXTRA] = {word: text for word, text in data[EXTRA].items() if text}
    return data


def renamed(records: Version, now: Mapping[str, str]) -> Version:
    """The same records, who call units as they are called now."""
    found = Version(goals=records.goals)
    for record in records.found.values():
        found.add(replace(record, data={key: _renamed(key, value, now) for key, value in record.data.items()}))
    return found


def _renamed(key: str, value: Any, now: Mapping[str, str]) -> Any:
    if key in ("主责单位", "责任主体", "协助单位", "成员"):
        return list(dict.fromkeys(now.get(name, name) for name in value))
    return now.get(value, value) if key == "经办" else value
