"""What a text of the plan may hold: one line that fits into a cell, and no character that XML cannot hold."""

import re

CELL = 32_767  # characters of an Excel cell (Excel specifications and limits)

# What XML 1.0 (2.2) cannot hold, and what Word, Excel or YAML take for the end of a line.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
CONTROL = re.compile(rf"\t|{UNFIT.pattern}")

# A text is refused for the first of these that it shows.
FAULTS = (
    (re.compile(r"[\r\n]"), "要写在一行里", "去掉中间的换行，多长都不换行"),
    (CONTROL, "里有看不见的控制字符 {}", "删去它"),
    (re.compile(r"^\s|\s$"), "前后有空格", "删去它"),
    (re.compile(rf"(?s)^.{{{CELL + 1}}}"), f"超过 {CELL} 个字，Excel 的一格放不下", "拆成几项"),
)


def fault(text: str) -> tuple[str, str] | None:
    """Return the words and the hint for what is wrong with a text."""
    for pattern, said, hint in FAULTS:
        if found := pattern.search(text):
            return said.format(code(found[0])), hint
    return None


def tidy(text: str) -> str:
    """Return a text without what it was refused for."""
    return CONTROL.sub("", text).strip()


def code(text: str) -> str:
    """Return the number of the first character: U+0007."""
    return f"U+{ord(text[0]):04X}"
