"""What people do to a plan.yaml by mistake: each kind a function that does it to one line or block of a plan."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Lines = list[str]


@dataclass(frozen=True)
class Mistake:
    """A plan with one mistake: its kind, the lines (1-based) where the plan was touched, and its text."""

    kind: str
    lines: tuple[int, int]
    text: str


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _block(lines: Sequence[str], n: int) -> int:
    """The line behind an item that begins on line `n`."""
    end = n + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > _indent(lines[n])):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


Where = Callable[[str], bool]
Does = Callable[[Lines, int, random.Random], int]  # changes the lines, returns how many below `n` were touched


def _is(*parts: str) -> Where:
    return lambda line: _says(line) and any(part in line for part in parts)


def _has_value(line: str) -> bool:
    return _says(line) and ": " in line and not line.rstrip().endswith((":", "[]", '""')) and "#" not in line


def _text(line: str) -> bool:
    return _has_value(line) and "内容: " in line


def _unit_list(line: str) -> bool:
    return _says(line) and ": [" in line and not line.endswith("[]") and "#" not in line


def _item(line: str) -> bool:
    return line.lstrip().startswith("- ") and _says(line)


def _head(line: str) -> bool:
    return _says(line) and line.rstrip().endswith(":")


def _task(line: str) -> bool:
    return line.lstrip().startswith("- 编号")


def _indented(line: str) -> bool:
    return _says(line) and line[0] == " "


def _comment(line: str) -> bool:
    return line.lstrip().startswith("#") and len(line) > 9 and not re.search("[:：]", line)


def _replaced(old: str, *news: str) -> Does:
    def do(lines: Lines, n: int, chance: random.Random) -> int:
        lines[n] = lines[n].replace(old, chance.choice(news), 1)
        return 1

    return do


def _shift(*steps: int) -> Does:
    def do(lines: Lines, n: int, chance: random.Random) -> int:
        step = chance.choice(steps)
        lines[n] = " " * step + lines[n] if step > 0 else lines[n][-step:] if lines[n][:-step].isspace() else lines[n]
        return 1

    return do


def _shift_block(*steps: int) -> Does:
    def do(lines: Lines, n: int, chance: random.Random) -> int:
        step, end = chance.choice(steps), _block(lines, n)
        for at in range(n, end):
            if lines[at].strip():
                lines[at] = " " * step + lines[at] if step > 0 else lines[at][-step:]
        return end - n

    return do


def _before_value(*signs: str) -> Does:
    def do(lines: Lines, n: int, chance: random.Random) -> int:
        lines[n] = lines[n].replace(": ", ": " + chance.choice(signs), 1)
        return 1

    return do


def _as_indent(*kinds: str) -> Does:
    def do(lines: Lines, n: int, chance: random.Random) -> int:
        lines[n] = chance.choice(kinds) + lines[n].lstrip(" ")
        return 1

    return do


def _delete(lines: Lines, n: int, _: random.Random) -> int:
    del lines[n]
    return 0


def _say_twice(lines: Lines, n: int, _: random.Random) -> int:
    lines.insert(n, lines[n])
    return 2


def _copy_block(lines: Lines, n: int, _: random.Random) -> int:
    end = _block(lines, n)
    lines[end:end] = lines[n:end]
    return 2 * (end - n)


def _swap(lines: Lines, n: int, _: random.Random) -> int:
    if n + 1 < len(lines) and _says(lines[n + 1]):
        lines[n], lines[n + 1] = lines[n + 1], lines[n]
    return 2


def _join(lines: Lines, n: int, _: random.Random) -> int:
    if n + 1 < len(lines) and _says(lines[n + 1]) and not _item(lines[n + 1]):
        lines[n : n + 2] = [lines[n] + " " + lines[n + 1].strip()]
    return 1


def _split(lines: Lines, n: int, chance: random.Random) -> int:
    start = lines[n].index(": ") + 3
    cut = chance.randrange(start, max(start + 1, len(lines[n]) - 1))
    indent = chance.choice((0, _indent(lines[n]), _indent(lines[n]) + 2))
    lines[n : n + 1] = [lines[n][:cut], " " * indent + lines[n][cut:].lstrip()]
    return 2


def _conflict(lines: Lines, n: int, chance: random.Random) -> int:
    end = min(len(lines), n + chance.randrange(1, 4))
    other = [line.replace("2017年", "2018年") + "x" for line in lines[n:end]]
    lines[n:end] = ["<<<<<<< HEAD", *lines[n:end], "=======", *other, ">>>>>>> theirs"]
    return 2 * (end - n) + 3


def _insert(*texts: str) -> Does:
    def do(lines: Lines, n: int, chance: random.Random) -> int:
        lines.insert(n, chance.choice(texts))
        return 1

    return do


def _misspell(lines: Lines, n: int, chance: random.Random) -> int:
    key = lines[n].strip().removeprefix("- ").split(":")[0]
    at = chance.randrange(len(key))
    lines[n] = lines[n].replace(key, key[:at] + chance.choice(("", "单")) + key[at + 1 :], 1)
    return 1


def _behind(*texts: str) -> Does:
    def do(lines: Lines, n: int, chance: random.Random) -> int:
        lines[n] += chance.choice(texts)
        return 1

    return do


def _cut_end(lines: Lines, n: int, _: random.Random) -> int:
    lines[n] = lines[n][:-1]
    return 1


KINDS: dict[str, tuple[Where, Does]] = {
    "too deep": (_says, _shift(1, 1, 2, 3)),
    "too shallow": (_indented, _shift(-1, -1, -2)),
    "an item at another level": (_item, _shift_block(1, 2, 4)),
    "an item at the level above": (lambda line: _item(line) and _indent(line) >= 6, _shift_block(-4, -2, -1)),
    "a head is gone": (_head, _delete),
    "no dash": (_item, _replaced("- ", "", "  ")),
    "no dash before a task": (_task, _replaced("- ", "", "  ")),
    "a dash too many": (lambda line: _indented(line) and not _item(line) and not _head(line), _as_indent("      - ")),
    "another dash": (_item, _replaced("- ", "-", "—", "－ ", "– ", "-\u3000", "-\xa0")),
    "a value begins with a sign": (
        _text,
        _before_value(
            "[重点]", "{重点}", "*", "&", "!", "%", "@", "`", "- ", "? ", "|", "> ", '"推进"', "'推进'", "[", "{"
        ),
    ),
    "the space behind the colon": (_has_value, _replaced(": ", ":\xa0", ":\u3000", ":", "：", "： ", ":\u2003")),
    "no colon": (_has_value, _replaced(": ", " ", "", "; ", "；")),
    "a blank that is none in the indent": (
        _indented,
        _as_indent("\t", "\t\t", "\u3000\u3000", "\xa0\xa0\xa0\xa0\xa0\xa0", "    \t"),
    ),
    "a conflict": (_says, _conflict),
    "the list's comma": (lambda line: _unit_list(line) and ", " in line, _replaced(", ", "、", "，", "；", " ", "/")),
    "the list's bracket": (_unit_list, _replaced("[", "【", "", "［", "(", "[[")),
    "the list's end": (_unit_list, _replaced("]", "】", "", "］", ")", "]]", "],", "]。")),
    "quotes": (_text, _before_value('"', "'")),
    "two lines in one": (_has_value, _join),
    "one line in two": (_text, _split),
    "two lines turned round": (_indented, _swap),
    "a line is gone": (_indented, _delete),
    "a line twice": (_indented, _say_twice),
    "a task twice": (_task, _copy_block),
    "a key misspelt": (lambda line: _says(line) and ":" in line, _misspell),
    "a colon in the text": (_text, _behind(": 一是", ":", " 注: 见附件")),
    "a strange line": (_says, _insert("=====", "```yaml", "说明文字", "  说明：这里是新的", "…", "》", "---")),
    "a comment without #": (_comment, _replaced("#", "", "＃")),
    "a deadline": (_is("完成时间: 2017年2月"), _behind("30日")),
    "a unit in a task": (_is("责任主体: ["), _replaced("处]", "出]", "楚]")),
    "no id": (_task, _replaced("- 编号", "- 序号")),
    "a number twice": (_task, lambda lines, n, _: lines.__setitem__(n, _indent(lines[n]) * " " + "- 编号: 1-1") or 1),
}


def mistakes(text: str, count: int, seed: int) -> list[Mistake]:
    """So many plans with one mistake each, of every kind in turn, at places that chance chooses."""
    chance = random.Random(seed)
    found = list[Mistake]()
    while len(found) < count:
        for kind, (where, does) in KINDS.items():
            lines = text.split("\n")
            n = chance.choice([at for at, line in enumerate(lines) if where(line)])
            touched = does(lines, n, chance)
            changed = "\n".join(lines)
            if changed != text:
                found.append(Mistake(kind, (n + 1, max(n + 1, n + touched)), changed))
    return found[:count]
