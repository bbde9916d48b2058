"""A list without a table → goals and tasks: numbered items, and lines or brackets that say who does them until when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from render.importing.draft import DraftTask
from render.importing.headings import DEADLINE, HELP, LEAD, LEADER, MAIN, NOTE, TARGET, heading
from render.importing.names import UNIT_END, doubts_of, parties
from render.importing.ordinals import Numbered, numbered
from render.importing.outline import Outline
from render.importing.sources import Note
from render.importing.table import ENDS, as_deadline, doubts_of_deadline, persons

SAID = re.compile(
    r"(?:^|(?<=[。；;，,、\s（(【\[〔]))(?P<word>[\u4e00-\u9fff]{2,8})[】\]]?\s*[：:]|【(?P<boxed>[\u4e00-\u9fff]{2,8})】"
)
BRACKET = re.compile(r"[（(\[〔](?P<inside>(?:[^（()）\[\]〔〕]|[（(][^（()）]*[)）])*)[)）\]〕]\s*[。；;.]?\s*$")
ROLES = re.compile(r"(?:牵头|负责|配合|协助|协办|主办|参与|落实)(?:单位|部门)?(?:$|[，,；;、])|会同")
UNTIL = re.compile(r"(?:\d+月|\d+日|年|季度|半年)(?:底|末|前|内|初|中旬|上旬|下旬|完成|$)|长期|持续|常态化|每[年月季]")
UNSAID = re.compile(r"(?<=[前底内])(?:完成|办结|落实到位)$")  # of a date in a sentence
KNOWN = (LEAD, HELP, MAIN, DEADLINE, LEADER, TARGET, NOTE)
NAME = 40  # characters of a goal's name
TRIMMED = " 。；;，,、（()）【】[]〔〕\u3000\n"


@dataclass
class Item:
    """One item of a list: its number, its text, what is said of it (heading → text), and its level from 0."""

    place: str
    number: Numbered
    text: str
    said: dict[str, str] = field(default_factory=dict)
    more: list[str] = field(default_factory=list)  # paragraphs below it
    own_line: bool = False  # it is said on a line below it
    shared: bool = False  # others below it have what is said of it
    level: int = 0
    doubts: list[Note] = field(default_factory=list)

    @property
    def whole(self) -> str:
        """Its text and the paragraphs below it."""
        text = self.text
        for line in self.more:
            text += ("" if not text or text[-1] in ENDS + "：:" else "。") + line
        return text

    @property
    def is_led(self) -> bool:
        """Whether it is said who does it, or until when."""
        return any(heading(word) in KNOWN for word in self.said)


def read_list(lines: Sequence[str], outline: Outline) -> tuple[list[str], list[Note]]:
    """Read a list into an outline; return the lines before its first item, and notes. Adds nothing where it is none."""
    before, items, notes = _items(lines)
    if not any(item.is_led for item in items):
        return before, []
    _set_levels(items)
    _share(items)
    for number, item in enumerate(items):
        deeper = number + 1 < len(items) and items[number + 1].level > item.level
        if deeper or (not item.is_led and _heads_others(item, items)):
            notes += _open(item, outline)
        else:
            _close(item, outline)
            outline.add(_task(item))
    return before, notes


def _items(lines: Sequence[str]) -> tuple[list[str], list[Item], list[Note]]:
    before, items, notes = list[str](), list[Item](), list[Note]()
    for number, line in enumerate(lines, 1):
        place = f"第 {number} 段"
        mark = numbered(line)
        text, said, doubts = _parted(mark.rest, place)
        if said and not text and items:
            items[-1].own_line = not items[-1].said
            items[-1].said |= {word: _both(items[-1].said.get(word), value) for word, value in said.items()}
            items[-1].doubts += doubts
        elif mark.style or (said and text):
            items.append(Item(place, mark, text, said, doubts=doubts))
        elif not items:
            before.append(line)
        elif items[-1].said:
            notes.append(Note(place, f"“{line[:20]}{'…' if len(line) > 20 else ''}”不知道属于哪一项，没有导入"))
        else:
            items[-1].more.append(text)
    return before, items, notes


def _both(above: str | None, below: str) -> str:
    return f"{above}；{below}" if above else below


def _parted(line: str, place: str) -> tuple[str, dict[str, str], list[Note]]:
    """A line: its text, and what it says of who and until when, at its end or in brackets there."""
    said, doubts = dict[str, str](), list[Note]()
    while match := BRACKET.search(line):
        inside = _labelled(match["inside"]) or _unlabelled(match["inside"])
        start = line[: match.start()].rstrip()
        if not inside and _is_names(match["inside"]) and start[-1:] in ENDS and start:
            inside = {LEAD: match["inside"]}
            doubts.append(Note(place, f"括号里的“{match['inside']}”当作责任单位"))
        if not inside:
            break
        said, line = inside | said, start
    if (first := _first_label(line)) is not None:
        said = _labelled(line[first:]) | said
        line = line[:first]
    return line.rstrip("【[（( \u3000"), said, doubts


def _first_label(line: str) -> int | None:
    found = (match for match in SAID.finditer(line) if heading(match["word"] or match["boxed"]) in KNOWN)
    return next((match.start() for match in found), None)


def _labelled(text: str) -> dict[str, str]:
    """牵头单位：甲；配合单位：乙 as heading → text; empty where no heading that is known stands there."""
    if _first_label(text) is None:
        return {}
    marks = list(SAID.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return {
        mark["word"] or mark["boxed"]: _trimmed(text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)
    }


def _trimmed(text: str) -> str:
    """A value without the signs around it; brackets that belong to it stay."""
    text = text.strip(" 。；;，,、\u3000\n")
    return text if text.count("（") + text.count("(") == text.count("）") + text.count(")") else text.strip(TRIMMED)


def _unlabelled(text: str) -> dict[str, str]:
    """甲牵头，乙配合，6月底前完成 as heading → text; empty where it is nothing like it."""
    pieces = [piece for piece in re.split(r"[，,；;]", text) if piece.strip()]
    dates = [
        piece for piece in pieces if UNTIL.search(piece) and not UNIT_END.search(piece) and len(piece) <= NAME // 2
    ]
    units = "，".join(piece for piece in pieces if piece not in dates)
    if not (ROLES.search(units) or (dates and (not units or _is_names(units)))):
        return {}
    return ({LEAD: units} if units else {}) | ({DEADLINE: UNSAID.sub("", "、".join(dates))} if dates else {})


def _is_names(text: str) -> bool:
    pieces = [piece for piece in re.split(r"[、，,；;\s]+", text) if piece]
    return bool(pieces) and all(UNIT_END.search(piece) for piece in pieces)


def _set_levels(items: Sequence[Item]) -> None:
    """The level of each item: a style of number that is new stands below the one before it."""
    styles = list[str]()
    for item in items:
        style = item.number.style
        styles = styles[: styles.index(style) + 1] if style in styles else [*styles, style]
        item.level = len(styles) - 1


def _share(items: Sequence[Item]) -> None:
    """What is said on a line below the last of several items is said of all, and what is said of one of those in it."""
    for number, item in enumerate(items):
        if not item.is_led:
            continue
        above = _run(items[:number][::-1], item.level) if item.own_line else []
        below = _run(items[number + 1 :], item.level + 1)
        item.shared = bool(below)
        for other in [*above, *below]:
            other.said = dict(item.said)
            other.doubts.append(Note(other.place, f"没有写责任单位，照{item.place}的填了"))


def _run(items: Sequence[Item], level: int) -> list[Item]:
    """The items of a level that stand together and say nothing."""
    found = list[Item]()
    for item in items:
        if item.level != level or item.said:
            return found if not (item.level == level and item.said) else []
        found.append(item)
    return found


def _heads_others(item: Item, items: Sequence[Item]) -> bool:
    """Whether items with such numbers are goals elsewhere."""
    pairs = pairwise(items)
    return any(one.number.style == item.number.style and after.level > one.level for one, after in pairs)


def _open(item: Item, outline: Outline) -> Iterator[Note]:
    name, _, rest = item.text.partition("。")
    if len(name) > NAME:
        name, rest = item.text, ""
    goal = outline.section(item.number.number + name, name.strip(), item.number.style)
    goal.content = "".join([rest, *item.more])
    if item.said and not item.shared:
        told = "；".join(f"{word}：{text}" for word, text in item.said.items())
        yield Note(item.place, f"“{told}”说的是目标，没有导入")


def _close(item: Item, outline: Outline) -> None:
    """Close the goals that a task does not stand under: those whose numbers are of its own style or deeper ones."""
    styles = [style for style, _ in outline.sections]
    if item.number.style in styles:
        outline.sections = outline.sections[: styles.index(item.number.style)]


def _task(item: Item) -> DraftTask:
    task = DraftTask(item.whole, number=item.number.number.rstrip("、.．"), notes=list(item.doubts))
    for word, text in item.said.items():
        key = heading(word)
        if key in (LEAD, HELP, MAIN):
            _add_units(task, key, text, f"{item.place}“{word}”")
        elif key == DEADLINE:
            task.deadline = as_deadline(text)
            task.notes += [Note(f"{item.place}“{word}”", doubt) for doubt in doubts_of_deadline(task.deadline)]
        elif key in (LEADER, TARGET, NOTE):
            attribute = {LEADER: "leader", TARGET: "target", NOTE: "note"}[key]
            setattr(task, attribute, persons(text) if key == LEADER else text)
        else:
            task.own[word] = text
    if not task.leads:
        task.notes.append(Note(item.place, "没有写责任主体"))
    return task


def _add_units(task: DraftTask, key: str, text: str, place: str) -> None:
    found = parties(text, key)
    for mine, names in ((task.mains, found.mains), (task.leads, found.leads), (task.assistants, found.assistants)):
        mine += [name for name in names if name not in mine]
    task.others |= found.others
    doubts = [*found.doubts, *doubts_of([*found.mains, *found.leads, *found.assistants])]
    task.notes += [Note(place, doubt) for doubt in doubts]
