"""Jinja's sentences in Chinese; anyone can add a line."""

import difflib
import re
from collections.abc import Iterable

PHRASES: tuple[tuple[str, str], ...] = (
    (
        r"Unexpected end of template.*to be closed is '(\w+)'.*",
        r"“{% \1 %}”没有结束，缺“{% end\1 %}”",
    ),
    (r"Unexpected end of template.*", "模板没有写完"),
    (
        r"Encountered unknown tag '(\w+)'.*to be closed is '(\w+)'.*",
        r"不认识“{% \1 %}”；这里先要“{% end\2 %}”",
    ),
    (r"Encountered unknown tag '(\w+)'.*", r"不认识“{% \1 %}”"),
    (r"No (filter|test) named '(.+?)'.*", r"没有名为“\2”的过滤器或判断"),
    (r"unexpected char '(.+)' at \d+", r"这里不能有“\1”；标点要用半角"),
    (r"unexpected '(.+)'", r"这里不能有“\1”"),
    (r"expected token '(.+)', got '(.+)'", r"这里应是“\1”，写的是“\2”"),
    (r"Missing end of (comment|raw).*", "注释没有结束"),
    (r".*has no attribute.*|.*is undefined", "用到了没有的东西"),
    (r"access to attribute '(\w+)' of .* is unsafe.*", r"为了安全，模板里不能用“\1”"),
    (r"Range too big.*", "循环次数太多"),
    (r"(?:block|macro) '(.+)' (?:defined twice|already defined)", r"“\1”定义了两次"),
)


def translated(message: str) -> str:
    """Jinja's sentence in Chinese, or as it is where the table does not know it."""
    for pattern, phrase in PHRASES:
        match = re.fullmatch(pattern, message, re.S)
        if match:
            return match.expand(phrase)
    return message


def suggestion(name: str, known: Iterable[str], lead: str = "；") -> str:
    """`；是不是想写“…”？` if a known name is near, else nothing."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"{lead}是不是想写“{near[0]}”？" if near else ""
