"""A message of the reader → the plan with its remedy carried out, as a clerk would who follows it to the letter."""

import re
from collections.abc import Callable

from render.errors import Problem

Lines = list[str]
Match = re.Match[str]
KEY = r"^(\s*(?:- +)*[^\s:：]+)"


def _indent(lines: Lines, n: int, found: Match) -> None:
    lines[n] = " " * int(found[1]) + lines[n].lstrip()


def _shift(lines: Lines, n: int, found: Match) -> None:
    step = int(found[3])
    for at in range(n, int(found[1])):
        lines[at] = " " * step + lines[at] if found[2] == "加上" else lines[at][step:]


def _dash(lines: Lines, n: int, found: Match) -> None:
    lines[n] = f"{' ' * int(found[2])}- {lines[n].lstrip()}"


def _head(lines: Lines, n: int, found: Match) -> None:
    lines.insert(n, " " * int(found[2]) + found[1] + ":")


def _quote(lines: Lines, n: int, _: Match) -> None:
    key, value = re.match(KEY + r":\s*(.*)$", lines[n]).groups()  # type: ignore[union-attr]
    lines[n] = f"{key}: '{value.replace(chr(39), chr(39) * 2)}'"


def _value(change: Callable[[str], str]) -> Callable[[Lines, int, Match], None]:
    def do(lines: Lines, n: int, _: Match) -> None:
        key, value = re.match(KEY + r"\s*[:：]?\s*(.*)$", lines[n]).groups()  # type: ignore[union-attr]
        lines[n] = f"{key}: {change(value)}"

    return do


def _no_colon(lines: Lines, n: int, found: Match) -> None:
    before, _, value = lines[n].partition(found[1])
    lines[n] = f"{before}{found[1]}: {value.lstrip(' ;；')}"


def _whole_list(lines: Lines, n: int, found: Match) -> None:
    lines[n] = lines[n].partition(":")[0] + ": " + (found[1] or found[2])


def _in_list(lines: Lines, n: int, found: Match) -> None:
    lines[n] = lines[n].replace(found[1], found[2])


def _half_width(lines: Lines, n: int, _: Match) -> None:
    lines[n] = re.sub(r"[【［]", "[", re.sub(r"[】］]", "]", lines[n])).replace("，", ", ")


def _conflict(lines: Lines, n: int, found: Match) -> None:
    end = int(found[2])
    middle = next(at for at in range(n, end) if lines[at].startswith("======="))
    lines[n:end] = lines[n + 1 : middle]


def _split(lines: Lines, n: int, found: Match) -> None:
    at = lines[n].rindex(found[1])
    column = len(re.match(r" *(?:- +)*", lines[n])[0])  # type: ignore[index]
    lines[n : n + 1] = [lines[n][:at].rstrip(), " " * column + lines[n][at:]]


def _join(lines: Lines, n: int, _: Match) -> None:
    lines[n - 1 : n + 1] = [lines[n - 1] + lines[n].strip()]


def _dashless(lines: Lines, n: int, _: Match) -> None:
    lines[n] = lines[n].replace("- ", "  ", 1)


def _swap(lines: Lines, n: int, _: Match) -> None:
    lines[n], lines[n + 1] = lines[n + 1], lines[n]


def _comment(lines: Lines, n: int, _: Match) -> None:
    lines[n] = "# " + lines[n].strip()


def _delete(lines: Lines, n: int, _: Match) -> None:
    del lines[n]


def _name(lines: Lines, n: int, found: Match) -> None:
    lines[n] = lines[n].replace(found[1], found[2], 1)


#: What a message says, and how it is done; the first that fits.
WAYS: tuple[tuple[str, Callable[[Lines, int, Match], None]], ...] = (
    (r"这一行到第 (\d+) 行.*左边都(加上|删去) (\d+) 个空格", _shift),
    (r"写成“- (.+?): ……”，短横左边空 (\d+) 格", _dash),
    (r"在上面加一行“(.+?):”，左边空 (\d+) 格", _head),
    (r"左边应?空 (\d+) 格", _indent),
    (r"冲突还没有处理：第 (\d+) 行到第 (\d+) 行", _conflict),
    (r"从“(.+?:)”起另写一行", _split),
    (r"值前面多了短横和空格", _value(lambda value: value.removeprefix("- "))),
    (r"末尾补上 (.)，或去掉开头的", _value(lambda value: value[1:] if value[0] in "\"'" else value + "]")),
    (r"给整个值加上英文单引号", _quote),
    (r"全角的方括号或逗号", _half_width),
    (r"改成一个半角空格", _value(str.strip)),
    (r"后面用了全角冒号|冒号后面没有空格", _value(str.strip)),
    (r"写成“(.+?): 值”", _no_colon),
    (r"应写成列表：(\[.+\])|列表的方括号.*写成 (\[.+\])", _whole_list),
    (r"的(?:责任主体|协助单位)“(.+?)”不在.*隔开：\[(.+)\]", _in_list),
    (r"接到上一行的末尾", _join),
    (r"前面多了“- ”；删去短横", _dashless),
    (r"把这一行移到下一行的下面", _swap),
    (r"这一行与上一行相同；删去一行", _delete),
    (r"是说明的，前面加 #|改成半角 #", _comment),
    (r"的“(.+?)”是不认识的键；是不是想写“(.+?)”", _name),
    (r"“(.+?)”是不认识的键；是不是想写“(.+?)”", _name),
    (r"“(.+?)”不在单位名录中.*；是不是想写“(.+?)”", _name),
    (r"写半角“-”，后面空一格", lambda lines, n, _: lines.__setitem__(n, re.sub(r"^( *)[－—–-]\s*", r"\1- ", lines[n]))),
)


def followed(text: str, problem: Problem) -> str | None:
    """The plan after its remedy; None where this needs a person."""
    said = f"{problem.message}；{problem.hint}"
    for pattern, do in WAYS:
        if found := re.search(pattern, said):
            lines = text.split("\n")
            do(lines, problem.line - 1, found)
            return "\n".join(lines)
    return None
