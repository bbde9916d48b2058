"""A title broken into lines where the sense allows, as GB/T 9704-2012, 7.3.1 asks: a trapezium or a lozenge."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise
from pathlib import Path

#: Words of our trade, beside the common ones in words.txt; a line never ends inside one. Anyone can add to them.
WORDS = """
关于 做好 落实 印发 报送 调整 变更 督办 进展 情况 有关 任务 工作 要点 工作要点 计划 方案 分解表 任务分解表 摘录
通报 通知 函 年度 部分 互联网 网络 安全 信息 数据 建设 管理 发展 应用 培训 督导 宣传 研究 实施 意见 办法 规划
行动 单位 责任 协助 牵头 台账 总台账 按期 完成 事项 时间 安全生产 营商环境 粮食安全 消防安全 医疗保障 城市更新
乡村振兴 双碳 河长制 放管服 碳达峰 碳中和
""".split()  # noqa: SIM905
TOKEN = re.compile(r"\u3000+|\d+年?(?:\d+月)?(?:\d+日)?|[A-Za-z0-9+.%-]+|[\u3400-\u9fff]+|.")
HAN = re.compile(r"[\u3400-\u9fff]+")
LONGEST_WORD = 5
OFTEN = 3  # times that two words stand together in the names of a plan before they count as one
PARTICLES = frozenset("的和与及或等在为对由从向以之")  # single characters that are words
UNKNOWN = 1.5  # what a character outside all words costs where a text is cut into as few words as can be
COMMON = Path(__file__).with_name("words.txt")
HOLDING = re.compile(r"(?:[《（“〔]|关于|\d年)$")  # no line ends after these
CLOSING = "》）”〕、，：；。的"  # and none begins with these
INSIDE_NAME = 0.6  # what a break inside 《》 costs, in characters of imbalance; a break between two words costs nothing


def title_width(text: str) -> float:
    """Width in characters of the text: a Chinese one counts 1, others half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def title_lines(text: str, longest: float = 19, more: frozenset[str] = frozenset()) -> list[str]:
    """The title as lines of at most `longest` characters' width, as few and as even as the sense allows.

    `more` are words beside those of the lists.
    """
    return list(_title_lines(text, longest, more))


@lru_cache(maxsize=64)
def _title_lines(text: str, longest: float, more: frozenset[str]) -> list[str]:
    """The same, once for a title that many documents have."""
    pieces = list(_pieces(text, more))
    for count in range(max(1, math.ceil(title_width(text) / longest)), len(pieces) + 1):
        choices = [lines for lines in _splits(pieces, count) if max(map(title_width, lines)) <= longest]
        if choices:
            return min(choices, key=_cost)
    return [text]


def _pieces(text: str, more: frozenset[str]) -> Iterator[str]:
    """The smallest parts between which a line may end: words with the marks that belong to them."""
    piece = ""
    for token in _tokens(text, more):
        if piece and token[0] not in CLOSING and not HOLDING.search(piece):
            yield piece
            piece = ""
        piece += token
    if piece:
        yield piece


def _tokens(text: str, more: frozenset[str]) -> Iterator[str]:
    """Words, numbers with their 年 and 月, blanks to be filled in, and single characters."""
    for match in TOKEN.finditer(text):
        yield from _joined(cut(match[0], more)) if "\u3400" <= match[0][0] <= "\u9fff" else [match[0]]


def cut(text: str, more: frozenset[str] = frozenset(), longest: int = LONGEST_WORD) -> list[str]:
    """A text in as few words as can be, `more` words too; of two ways, the one whose first words are longer."""
    words = _words()
    best: list[tuple[float, int]] = [(0.0, 0)]  # for each length of the beginning: its cost, where its last word begins
    for end in range(1, len(text) + 1):
        ways = [(best[end - 1][0] + UNKNOWN, end - 1)]
        starts = range(max(0, end - longest), end)
        ways += [(best[n][0] + 1, n) for n in starts if text[n:end] in words or text[n:end] in more]
        best.append(min(ways, key=lambda way: (way[0], -way[1])))
    tokens, end = list[str](), len(text)
    while end:
        tokens, end = [text[best[end][1] : end], *tokens], best[end][1]
    return tokens


def _joined(tokens: Sequence[str]) -> list[str]:
    """Characters that no word claims stand with those beside them, alone with the word before: 积案, 老旧, 模范城."""
    found = list[str]()
    for before, token in zip(["", *tokens], tokens, strict=False):
        is_rest = len(token) == 1 and token not in PARTICLES
        if found and is_rest and before not in PARTICLES and len(found[-1]) < LONGEST_WORD:
            found[-1] += token
        else:
            found.append(token)
    return found


def compounds(texts: Iterable[str]) -> frozenset[str]:
    """Pairs of words that texts use together again and again, and that so are one word in their trade."""
    pairs = Counter[str]()
    for text in texts:
        words = [word for run in HAN.findall(text) for word in [*cut(run), ""]]
        pairs.update(one + other for one, other in pairwise(words) if len(one) > 1 and len(other) > 1)
    return frozenset(pair for pair, count in pairs.items() if count >= OFTEN and len(pair) <= LONGEST_WORD)


@cache
def _words() -> frozenset[str]:
    """Those above, and common ones; read when the first title is broken, in some 5 ms."""
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(WORDS).union(*(line.split() for line in lines if not line.startswith("#")))


def _splits(pieces: Sequence[str], count: int) -> Iterator[list[str]]:
    if count > 4 or len(pieces) > 60:  # no title; breaking it anywhere is as good
        step = math.ceil(len(pieces) / count)
        yield ["".join(pieces[i : i + step]) for i in range(0, len(pieces), step)]
        return
    for cuts in combinations(range(1, len(pieces)), count - 1):
        bounds = [0, *cuts, len(pieces)]
        yield ["".join(pieces[a:b]) for a, b in pairwise(bounds)]


def _cost(lines: Sequence[str]) -> float:
    """Uneven lines cost, and so do equal ones (a rectangle), a narrow waist, and a name torn apart."""
    widths = [title_width(line) for line in lines]
    uneven = max(widths) - min(widths)
    rectangle = 6.0 if len(lines) > 1 and uneven < 1 else 0.0
    waist = 6.0 if len(lines) > 2 and widths[1] < min(widths[0], widths[2]) else 0.0
    torn = sum(INSIDE_NAME for line in lines if line.count("《") != line.count("》"))
    return uneven + rectangle + waist + torn
