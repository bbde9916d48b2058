"""Slips of the hand and accidents that befall a plan.yaml, each chosen by a seeded random number."""

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, str], str | bytes]

WIDE = str.maketrans(
    {":": "：", ",": "，", "[": "【", "]": "】", "#": "＃", "-": "－", "'": "’", '"': "”", "(": "（", ")": "）"}
)
DATES = (
    "2017年13月",
    "2017年2月30日",
    "2017年0月",
    "17年3月",
    "2017年",
    "2017.10",
    "3月底前",
    "２０１７年３月",
    "长期 ",
)
CHARACTERS = "\x00\x07\x1b\x7f\x85\u2028\ufeff\u200b\ufffe\ud7ff🙂𪚥ไ\u202e"
SIGNS = "@`%&*!|>?[]{},#-:\"'"
MERGED = ("<<<<<<< HEAD", "=======", ">>>>>>> 分支", "<<: *甲", "--- ", "...", "%YAML 1.1", "? 甲")


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _row(random: Random, lines: list[str], pattern: str = r"\s*[^#\s].*") -> int:
    """The number of a line that a pattern fits."""
    return random.choice([n for n, line in enumerate(lines) if re.fullmatch(pattern, line)])


def on_line(change: Callable[[Random, str], str], pattern: str = r"\s*[^#\s].*") -> Mutation:
    """A change of one line that a pattern fits."""

    def mutate(random: Random, text: str) -> str:
        lines = _lines(text)
        n = _row(random, lines, pattern)
        lines[n] = change(random, lines[n])
        return "\n".join(lines)

    return mutate


def _sliced(change: Callable[[Random, list[str], int], list[str]]) -> Mutation:
    """Other lines in place of one."""

    def mutate(random: Random, text: str) -> str:
        lines = _lines(text)
        n = _row(random, lines)
        return "\n".join([*lines[:n], *change(random, lines, n), *lines[n + 1 :]])

    return mutate


def _swapped(random: Random, text: str) -> str:
    lines = _lines(text)
    one, other = _row(random, lines), _row(random, lines)
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _without(random: Random, line: str, signs: str) -> str:
    n = random.choice([n for n, char in enumerate(line) if char in signs])
    return line[:n] + line[n + 1 :]


def _put(random: Random, line: str, signs: str) -> str:
    n = random.randrange(len(line) + 1)
    return line[:n] + random.choice(signs) + line[n:]


def _widened(random: Random, line: str) -> str:
    n = random.choice([n for n, char in enumerate(line) if ord(char) in WIDE])
    return line[:n] + line[n].translate(WIDE) + line[n + 1 :]


def _misspelt(random: Random, line: str) -> str:
    start, key, rest = re.fullmatch(r"(\s*(?:- )?)([^:\s]+)(:.*)", line).groups()  # type: ignore[union-attr]
    n = random.randrange(len(key))
    return start + key[:n] + random.choice(["", "错", key[n] * 2, " "]) + key[n + 1 :] + rest


def _renamed(random: Random, line: str) -> str:
    n = random.choice([n for n, char in enumerate(line) if char > "\u3400" and n > line.index(":")])
    return line[:n] + random.choice(["", "错", line[n] * 2]) + line[n + 1 :]


def _cut(random: Random, text: str) -> str:
    return text[: random.randrange(len(text))]


def _torn(random: Random, text: str) -> bytes:
    """Some bytes of the file other than they were."""
    data = bytearray(text.encode())
    for _ in range(random.randint(1, 4)):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data)


def _saved_as(random: Random, text: str) -> bytes:
    return text.encode(random.choice(["gb18030", "utf-16", "utf-16-be", "utf-8-sig", "big5hkscs"]), "replace")


def _line_ends(random: Random, text: str) -> str:
    return text.replace("\n", random.choice(["\r\n", "\r", "\r\r\n", "\n\n"]))


def _several(random: Random, text: str) -> str | bytes:
    """Three slips at once."""
    kinds = [kind for name, kind in MUTATIONS.items() if name in SLIGHT]
    for _ in range(3):
        changed = random.choice(kinds)(random, text)
        text = changed if isinstance(changed, str) else text
    return text


KEYED = r"\s*(?:- )?[^#\s:]+:.*"
VALUED = r"\s*(?:- )?[^#\s:]+: +[^\s#].*"

MUTATIONS: dict[str, Mutation] = {
    "a line deleted": _sliced(lambda random, lines, n: []),
    "a line twice": _sliced(lambda random, lines, n: [lines[n], lines[n]]),
    "two lines swapped": _swapped,
    "a block deleted": lambda random, text: re.sub(rf"(?:.*\n){{{random.randint(2, 30)}}}", "", text, count=1),
    "a line joined to the next": _sliced(lambda random, lines, n: [lines[n] + " " + lines.pop(n + 1)]),
    "indented by one more": on_line(lambda random, line: " " + line),
    "indented by one less": on_line(lambda random, line: line[1:], r"\s+[^#\s].*"),
    "a tab in the indentation": on_line(lambda random, line: "\t" + line.lstrip()),
    "a full-width space": on_line(lambda random, line: _put(random, line, "\u3000\xa0\t")),
    "a key misspelt": on_line(_misspelt, KEYED),
    "a value emptied": on_line(lambda random, line: line[: line.index(":") + 1], VALUED),
    "another value": on_line(
        lambda random, line: (
            line[: line.index(":") + 2]
            + random.choice(['""', "[]", "{}", "~", "true", "1", "[甲]", "甲", "第5号", "- 甲", "|", "&甲", "*甲"])
        ),
        VALUED,
    ),
    "a colon dropped": on_line(lambda random, line: line.replace(":", "", 1), KEYED),
    "no space behind the colon": on_line(lambda random, line: line.replace(": ", ":", 1), VALUED),
    "a bracket dropped": on_line(lambda random, line: _without(random, line, "[]"), r"\s*[^#\s].*\[.*"),
    "a quote dropped": on_line(lambda random, line: _without(random, line, "\"“”'"), r"\s*[^#\s].*[\"“”'].*"),
    "a full-width mark": on_line(_widened, r"\s*[^#\s].*[:,\[\]#\-].*"),
    "a sign put in": on_line(lambda random, line: _put(random, line, SIGNS)),
    "an odd character": on_line(lambda random, line: _put(random, line, CHARACTERS)),
    "a unit's name changed": on_line(_renamed, r"\s*(?:- 名称|责任主体|协助单位): .*[\u3400-\u9fff].*"),
    "an impossible date": on_line(
        lambda random, line: line[: line.index(":") + 2] + random.choice(DATES), r"\s*完成时间: .*"
    ),
    "an id changed": on_line(lambda random, line: _put(random, line, "-0159 —."), r"\s*- 编号: .*"),
    "text behind a hash": on_line(lambda random, line: line + random.choice([" #1", " # 一", "#", "  #"]), VALUED),
    "marks of a merge": _sliced(lambda random, lines, n: [random.choice(MERGED), lines[n]]),
    "cut off": _cut,
    "bytes broken": _torn,
    "saved in another encoding": _saved_as,
    "other line ends": _line_ends,
    "a value over two lines": on_line(lambda random, line: line[:-3] + "\n" + " " * 12 + line[-3:], VALUED),
    "several at once": _several,
}
SLIGHT = frozenset(MUTATIONS) - {"cut off", "several at once", "other line ends", "a block deleted"}
