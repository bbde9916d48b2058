"""What may be wrong with a line of YAML as a whole, each with the change that would put it right.

None of these is known to be right; `repair` tries them, and takes the one that the reader can read.
A function in REMEDIES is one kind of mistake; the first that helps is told.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from render.reader.copy import Copy, Splice, says
from render.reader.shape import HEADS, KEYS, LISTS, shown
from render.reader.slips import QUOTE_IT, quoted

NAMES = "|".join(sorted(KEYS, key=len, reverse=True))
BLOCKS = 3  # ways in which a block may end that are tried
NEAR = 15  # lines above and below in which others show what is right
ROW = re.compile(rf"^( *)((?:- +)*)({NAMES})\s*:(?:\s+(.*?)|)\s*$")
NAMED = re.compile(rf"^(\s*(?:- +)*)({NAMES})[ ;；=＝，,、.。]*(?=\S)(?![:：])")
DASHES = re.compile(r" *(?:- +)*")
COMMENT = re.compile(r"\s+#.*$")
LATER = re.compile(rf"\s+(?=(?:{NAMES}):(?:\s|$))")
WHOLE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"")
PAIR = re.compile(r"\s*(?:- +)*[^\s#][^:]*:(?:\s|$)")
AHEAD = re.compile(rf"^(\s*(?:- +)*)([^\w\s#'\"-]+)\s*(?=(?:{NAMES})\s*:(?:\s|$))")
CLOSING = {"[": "]", "{": "}", "'": "'", '"': '"'}
SENTENCES = ("标题", "内容", "备注")
#: The key that begins an item, what stands for its value until it is written, and what to do.
FIRST = {
    "编号": ("9999-{}", "在上面补上这一行，左边空 {} 格；不记得编号的，给这一行加上“- ”，再运行 render number"),
    "名称": ("（第{}行）", "在上面补上这一行，左边空 {} 格"),
}
OPENINGS = {
    "[": "值以 [ 开头，会当成列表",
    "{": "值以 { 开头，会当成几个“键: 值”",
    "?": "值以问号和空格开头",
    "|": "值不能以 | 或 > 开头",
    ">": "值不能以 | 或 > 开头",
    "'": "英文引号只括住了值的一部分",
}


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of a copy, the line (from 0) to show, what is wrong with it and what to do."""

    change: Splice
    at: int
    said: str
    hint: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A line that may be wrong, in its copy."""

    copy: Copy
    at: int

    @property
    def line(self) -> str:
        """Its text."""
        return self.copy.lines[self.at]

    @property
    def indent(self) -> int:
        """How far it stands from the left."""
        return indent_of(self.line)

    @property
    def around(self) -> Iterator[int]:
        """The lines near it that say something, the nearest first."""
        both = (self.at + sign * n for n in range(1, NEAR + 1) for sign in (-1, 1))
        return (n for n in both if 0 <= n < len(self.copy.lines) and says(self.copy.lines[n]))

    def place(self, at: int) -> str:
        """第 12 行: the number that the office sees."""
        return f"第 {self.copy.origins[at]} 行"

    def remedy(self, said: str, hint: str, *lines: str, start: int | None = None, stop: int | None = None) -> Remedy:
        """Other lines in place of this one, or of those from `start` up to `stop`."""
        first = self.at if start is None else start
        return Remedy(Splice(first, self.at + 1 if stop is None else stop, lines), self.at, said, hint)


def keys_in(lines: Iterable[str]) -> int:
    """On how many lines a key stands."""
    return sum(1 for line in lines if PAIR.match(line))


def indent_of(line: str) -> int:
    """The spaces at its beginning."""
    return len(line) - len(line.lstrip(" "))


def whole_value(spot: Suspect) -> Iterator[Remedy]:
    """A text that YAML takes for something else as it begins, ends or goes on."""
    row = ROW.match(spot.line)
    value = COMMENT.sub("", row[4]) if row and row[4] and row[3] not in LISTS else ""
    if not row or not value or WHOLE.fullmatch(value):
        return
    before, behind = spot.line[: row.start(4)], row[4][len(value) :]
    if value[0] in "\"'" and value[-1] == value[0] and len(value) > 1:
        hint = "外面用英文单引号，里面的单引号写两个"
        yield spot.remedy("引号里面又有同样的引号", hint, f"{before}{quoted(value[1:-1])}{behind}")
    elif value.startswith("- "):
        hint = f"删去它；是内容的，{QUOTE_IT}"
        yield spot.remedy("值前面多了短横和空格", hint, f"{before}{value[2:].lstrip()}{behind}")
    else:
        said = OPENINGS.get(value[0], "值以半角冒号结尾" if value.endswith(":") else "值里有半角冒号加空格")
        yield spot.remedy(said, QUOTE_IT, f"{before}{quoted(value)}{behind}")


def two_lines_in_one(spot: Suspect) -> Iterator[Remedy]:
    """A key and its value behind another value."""
    row = ROW.match(spot.line)
    later = LATER.search(spot.line, row.start(4)) if row and row[4] else None
    if row and later:
        second = spot.line[later.end() :]
        key, column = second.split(":")[0], len(row[1] + row[2])
        for indent in dict.fromkeys((column, *_columns(spot))):
            lines = spot.line[: later.start()], " " * indent + second
            yield spot.remedy(f"“{key}:”接在了上一个值的后面", f"从“{key}:”起另写一行", *lines)


def not_closed(spot: Suspect) -> Iterator[Remedy]:
    """A quotation mark or a bracket without its other half."""
    row = ROW.match(spot.line)
    value = row[4] if row else None
    sign = CLOSING.get(value[0]) if value else None
    if value and sign and value.count(sign) < 1 + (sign in "\"'"):
        name = "引号" if sign in "\"'" else "方括号" if sign == "]" else "花括号"
        yield spot.remedy(f"{name}没有配对", f"末尾补上 {sign}，或去掉开头的", f"{spot.line.rstrip()}{sign}")


def odd_brackets(spot: Suspect) -> Iterator[Remedy]:
    """A list with a bracket too many, or with something behind the bracket that ends it."""
    row = ROW.match(spot.line)
    value = COMMENT.sub("", row[4]) if row and row[4] and row[3] in LISTS else ""
    names = re.match(r"\[+([^\[\]]+)\]*(.*)$", value)
    if row and names:
        right = f"[{names[1]}]"
        before, behind = spot.line[: row.start(4)], row[4][len(value) :]
        said = f"列表的方括号后面多了“{shown(names[2], 9)}”" if names[2] else "列表的方括号没有配对"
        yield spot.remedy(said, f"写成 {shown(right)}", before + right + behind)


def no_colon(spot: Suspect) -> Iterator[Remedy]:
    """A key and its value without a colon between them."""
    named = NAMED.match(spot.line)
    if named and not ROW.match(spot.line):
        right = f"{named[1]}{named[2]}: {spot.line[named.end() :]}"
        yield spot.remedy(f"“{named[2]}”后面没有冒号", f"写成“{named[2]}: 值”，冒号用半角，后面空一格", right)


def mark_before_key(spot: Suspect) -> Iterator[Remedy]:
    """A mark before a key."""
    if mark := AHEAD.match(spot.line):
        yield spot.remedy(f"键的前面多了“{mark[2]}”", "删去它", mark[1] + spot.line[mark.end() :])


def said_again(spot: Suspect) -> Iterator[Remedy]:
    """A line that stands there two times, one after the other."""
    if spot.at and ROW.match(spot.line) and spot.copy.lines[spot.at - 1] == spot.line:
        yield spot.remedy("这一行与上一行相同", "删去一行")


def said_again_alone(spot: Suspect) -> Iterator[Remedy]:
    """The same, where nothing near says it as well, so that it does not belong to another item."""
    if sum(spot.copy.lines[n] == spot.line for n in spot.around) == 1:
        yield from said_again(spot)


def wrong_indent(spot: Suspect) -> Iterator[Remedy]:
    """A line that stands too far to the right or to the left."""
    for column in _columns(spot):
        said, hint = _indented(spot, column, spot.at)
        yield spot.remedy(said, hint, " " * column + spot.line.lstrip(" "))


def wrong_indent_of_several(spot: Suspect) -> Iterator[Remedy]:
    """A line and those that belong to it, or those that follow it, too far to the right or to the left."""
    for stop in _ends(spot):
        lines = spot.copy.lines[spot.at : stop]
        for column in _columns(spot):
            said, hint = _indented(spot, column, stop - 1)
            yield spot.remedy(said, hint, *_shifted(lines, column - spot.indent), stop=stop)


def _indented(spot: Suspect, column: int, last: int) -> tuple[str, str]:
    step = column - spot.indent
    amount = f"左边{'少' if step > 0 else '多'}空了 {abs(step)} 格"
    if last == spot.at:
        like = next((n for n in spot.around if indent_of(spot.copy.lines[n]) == column), None)
        return f"这一行{amount}", f"左边应空 {column} 格" + (f"，与{spot.place(like)}对齐" if like is not None else "")
    todo = f"{'加上' if step > 0 else '删去'} {abs(step)} 个空格"
    return f"这一行到{spot.place(last)}{amount}", f"这几行的左边都{todo}，与上下同类的行对齐"


def _shifted(lines: Iterable[str], step: int) -> Iterator[str]:
    for line in lines:
        cut = min(max(0, -step), indent_of(line))
        yield " " * max(0, step) + line[cut:] if line.strip() else line


def no_beginning(spot: Suspect) -> Iterator[Remedy]:
    """The rest of an item whose first line is gone."""
    row = ROW.match(spot.line)
    if row and not row[2] and row[3] not in FIRST:
        for column in _dashes(spot):
            for key, (filler, hint) in FIRST.items():
                line = f"{' ' * column}- {key}: {filler.format(spot.at + 1)}"
                yield spot.remedy(f"这一行前面少了“- {key}: ……”一行", hint.format(column), line, stop=spot.at)


def no_dash(spot: Suspect) -> Iterator[Remedy]:
    """The first line of an item without its dash."""
    row = ROW.match(spot.line)
    if not row or row[2]:
        return
    text = spot.line.lstrip(" ")
    for column in _dashes(spot):
        hint = f"写成“- {row[3]}: ……”，短横左边空 {column} 格；这里开始新的一项，不要删"
        yield spot.remedy(f"“{row[3]}”前面少了“- ”", hint, f"{' ' * column}- {text}")


def dash_too_many(spot: Suspect) -> Iterator[Remedy]:
    """A dash in the middle of an item."""
    row = ROW.match(spot.line)
    if row and row[2]:
        text = spot.line[row.end(2) :]
        for column in dict.fromkeys((len(row[1] + row[2]), *_columns(spot))):
            yield spot.remedy(f"“{row[3]}”前面多了“- ”", "删去短横，与上下行对齐", " " * column + text)


def no_head(spot: Suspect) -> Iterator[Remedy]:
    """A list or a mapping without the line that names it."""
    item = spot.line.lstrip(" ").startswith("- ")
    below = (indent_of(line) for line in spot.copy.lines[spot.at + 1 :] if says(line))
    least = next(
        (indent for indent in below if indent < spot.indent), 0
    )  # what follows is not cut off from what is above
    for column in dict.fromkeys((spot.indent, *(one for one in _columns(spot) if least <= one < spot.indent))):
        for head in HEADS:
            if (head in LISTS) == item:
                said, hint = f"这一行前面少了“{head}:”", f"在上面加一行“{head}:”，左边空 {column} 格"
                yield spot.remedy(said, hint, f"{' ' * column}{head}:", stop=spot.at)


def turned_round(spot: Suspect) -> Iterator[Remedy]:
    """Two lines in the wrong order."""
    if spot.at + 1 < len(spot.copy.lines):
        below = spot.copy.lines[spot.at + 1]
        hint = "把这一行移到下一行的下面"
        yield spot.remedy("这一行与下一行的次序颠倒了", hint, below, spot.line, stop=spot.at + 2)


def broken_line(spot: Suspect) -> Iterator[Remedy]:
    """The rest of a sentence, or of a list, on a line of its own."""
    above = next((n for n in range(spot.at - 1, -1, -1) if says(spot.copy.lines[n])), None)
    row = ROW.match(spot.copy.lines[above]) if above is not None else None
    if above is None or not row or not row[4] or PAIR.match(spot.line) or not says(spot.line):
        return
    if (row[3] in SENTENCES and re.search(r"\w", spot.line)) or (row[4][0] == "[" and "]" not in row[4]):
        whole = spot.copy.lines[above].rstrip() + spot.line.strip()
        hint = "接到上一行的末尾，多长都不换行；是说明的，前面加 #"
        yield spot.remedy("这一行不是“键: 值”", hint, whole, start=above)


def strange_line(spot: Suspect) -> Iterator[Remedy]:
    """A line that belongs to nothing."""
    if not PAIR.match(spot.line) and says(spot.line):
        hint = "多余的删去；是说明的，前面加 #"
        yield spot.remedy("这一行不是“键: 值”，也不是列表的一项", hint, f"{' ' * spot.indent}# {spot.line.strip()}")


def _dashes(spot: Suspect) -> Iterable[int]:
    """Where items near it begin, then where one would."""
    dashes = (n for n in spot.around if spot.copy.lines[n].lstrip(" ").startswith("- "))
    return dict.fromkeys((*(indent_of(spot.copy.lines[n]) for n in dashes), max(0, spot.indent - 2)))


def _columns(spot: Suspect) -> Sequence[int]:
    """Where other lines near it begin, the nearest to its own column first."""
    found = {0}
    for n in spot.around:
        line = spot.copy.lines[n]
        dash = DASHES.match(line)
        found |= {indent_of(line), len(dash[0]) if dash else 0}
    own = spot.indent
    return sorted(found - {own}, key=lambda column: (abs(column - own), column))


def _ends(spot: Suspect) -> Iterator[int]:
    """Behind which lines a block may end that begins with a line: before an item, or before a line further left."""
    last = spot.at + 1
    found = dict[int, None]()
    for n in range(spot.at + 1, len(spot.copy.lines)):
        line = spot.copy.lines[n]
        if not says(line):
            continue
        if line.lstrip(" ").startswith("- ") or indent_of(line) <= spot.indent:
            found[last] = None
        if indent_of(line) < spot.indent - 1 or len(found) == BLOCKS:
            break
        last = n + 1
    else:
        found[last] = None
    return (end for end in found if end > spot.at + 1)


REMEDIES: tuple[Callable[[Suspect], Iterable[Remedy]], ...] = (
    two_lines_in_one,
    not_closed,
    whole_value,
    odd_brackets,
    no_colon,
    mark_before_key,
    said_again_alone,
    wrong_indent,
    no_beginning,
    said_again,
    no_dash,
    dash_too_many,
    no_head,
    wrong_indent_of_several,
    turned_round,
    broken_line,
    strange_line,
)
