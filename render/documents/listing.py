"""Names of units → the lines of a narrow cell: none is broken that fits on a line, a long one between words."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from render.documents.titles import title_width
from render.plan.fields import JOINT

#: Words that names of units are made of; a line never ends inside one. Anyone can add to them.
WORDS = """
中国 全国 全省 全市 陕西 西安 西部 各市、县 各市县 各县区 相关 有关 涉及 高校 高等 基础 职业 中等 学前 师范
教育 教育厅 教育局 教育部 信息化 信息 网络 电化 数据 资源 发展 研究 研发 科学 技术 评估 监测 培训 考试 管理
服务 装备 出版 会计 后勤 就业 创新 改革 督导 业务 工作 单位 部门 处室 中心 基地 学院 大学 学校 委员会 办公室
研究院 研究所 领导小组 人民政府
""".split()  # noqa: SIM905
PIECE = re.compile(f"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}|.)[、的和（）]*")
TORN = 20.0  # what a line costs that ends where no word does, in characters of unevenness


def name_lines(names: Sequence[str], room: float) -> list[str]:
    """The names, joined, in lines of `room` characters; one that is longer has lines of its own."""
    lines, whole = list[str](), False
    for name in _joined(names):
        if whole and title_width(lines[-1] + name) <= room:
            lines[-1] += name
            continue
        own = _lines(name, room)
        lines, whole = lines + own, len(own) == 1
    return lines


def _joined(names: Sequence[str]) -> list[str]:
    return [*(f"{name}{JOINT}" for name in names[:-1]), *names[-1:]]


def _lines(name: str, room: float) -> list[str]:
    """As few lines as words allow, and as even; the name whole where it is no name but a text."""
    pieces = PIECE.findall(name)
    most = min(len(pieces), 4)
    for count in range(1, most + 1):
        choices = [
            lines for lines in _splits(pieces, count) if max(title_width("".join(line)) for line in lines) <= room
        ]
        if choices:
            return ["".join(line) for line in min(choices, key=_cost)]
    return [name]


def _splits(pieces: Sequence[str], count: int) -> Iterator[list[Sequence[str]]]:
    for cuts in combinations(range(1, len(pieces)), count - 1):
        yield [pieces[start:end] for start, end in pairwise([0, *cuts, len(pieces)])]


def _cost(lines: Sequence[Sequence[str]]) -> float:
    widths = [title_width("".join(line)) for line in lines]
    torn = sum(len(above[-1]) == len(below[0]) == 1 for above, below in pairwise(lines))
    return max(widths) - min(widths) + TORN * torn + (widths[0] < widths[-1]) / 2
