"""Which column of a table is which, by its heading; anyone may add words."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from render.importing.sources import Cells, SourceTable
from render.plan.column import CellKind
from render.plan.fields import COLUMNS, TASK_COLUMNS

GOAL, CONTENT, TASK = "目标", "内容", "任务"
TEXTS = (GOAL, CONTENT, TASK)
ID, NUMBER, DEADLINE, LEADER, TARGET, NOTE = "编号", "序号", "完成时间", "责任领导", "目标值", "备注"
MAIN, LEAD, HELP = "主责单位", "责任主体", "协助单位"
OWN = "其他"
#: Columns of texts, from the coarsest to the finest: where several stand side by side, the last is the task.
RANKS = (
    "类别 分类 领域 板块 方面 工作类别 任务类别 工作领域 工作板块 重点领域 工作方面 大类 "
    "一级指标 一级任务 类型 维度 专项 工作专项",
    "工作目标 目标 总体目标 总目标 主要目标 项目 项目名称 工程 工程名称 工作项目 重点工作 "
    "工作要点 重点 重点项目 重点工程 工作重点 主题 二级指标 二级任务 实事项目 民生实事 "
    "实事名称 工作名称 改革事项 重点工作名称",
    "目标任务 工作任务 重点任务 主要任务 任务 任务名称 重点事项 工作事项 事项 任务事项 "
    "事项名称 年度任务 重大任务 重点工作任务 工作目标任务 任务目标 年度重点工作 年度工作任务 "
    "问题 整改任务 工作目标及任务 工作 政府工作报告任务 主要工作 年度工作",
    "工作内容 内容 主要内容 建设内容 重点内容 主要工作内容 项目内容 建设规模及内容 任务要求 工作要求 年度目标任务",
    "任务内容 具体内容 具体任务 任务分解 分解任务 细化任务 任务分工 三级任务 工作任务分解 "
    "具体工作任务 具体工作 重点工作内容 具体事项 工作任务内容 细化分解任务 任务细化 "
    "具体目标任务 任务清单 具体要求 年度具体任务",
    "工作措施 具体措施 主要措施 具体举措 推进举措 措施 举措 落实措施 工作举措 重点举措 "
    "推进措施 任务举措 主要举措 保障措施 整改措施 工作任务及措施 工作任务和措施 任务措施 "
    "任务和措施 具体工作措施 主要任务和措施 主要工作措施 重点措施 落实举措 具体任务措施",
)
FINEST = {word: rank for rank, words in enumerate(RANKS) for word in words.split()}
CONTENTS = set(RANKS[3].split())
#: Headings that no word above has, the first that fits.
PATTERNS = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        (NUMBER, r"^(?:序号|序|号|项次|编码|序列号|(?:任务|总|目标|工作|项目|原)序号|NO\.?|No\.?)$"),
        (ID, r"^(?:任务)?编号$"),
        (TARGET, r"目标值|指标值|量化指标|年度指标|考核指标|指标要求|目标要求$|^指标$"
                 r"|预期(?:目标|成效|成果)|^年度目标$|工作成效"),
        (OWN, r"启动|开始|开工|起始|开展时间|联系|电话|邮箱|填报|状态|进展"
              r"|完成情况|进度情况|比例|资金|投资|预算|依据|来源|角色|预警|签字|频次"),
        (MAIN, r"^主责"),
        (LEADER, r"^[^及和、与]*(?:领导|[市县区省州厅局院校]长|责任人|负责人|负责同志|主管人员|分管)$"),
        (HELP, r"^(?:[市县区省校]级?)?(?:配合|协办|协助|协作|协同|参与|参加|会办|支持)"),
        (LEAD, r"(?:牵头|主办|承办|责任|负责|落实|实施|主管|承担|办理|完成|执行|主要)"
               r".*(?:单位|部门|处室|科室|股室|主体|机构|地区|方)$"
               r"|(?:责任|牵头)(?:单位|部门)[及和与、/].*(?:人|领导)$|^(?:牵头|主办|承办|责任|单位|部门|责任者|责任分工|任务分工单位)$|^(?:实施|工作)主体$|配合(?:单位|部门)$"),
        (DEADLINE, r"时限|期限|截止|时间|日期|进度要求|进度安排|^节点$|^进度$|办结"),
        (NOTE, r"^(?:备注|说明|附注|备考|注)$"),
    )
)  # fmt: skip
FIRST = re.compile("首位|第一|首个|排首|列首|居首")  # a column whose first unit leads the others
BOTH = re.compile(r"(?:牵头|责任|主办|承办).*(?:配合|协办|协助|参与)")  # a column of units that lead and that help
PERSONS = re.compile(r"(?:单位|部门)[及和与、/]+.*(?:人|领导)$")  # a column of units with persons in it
#: Which of two columns of leading units leads, the first that is there.
LEADING = ("主责", "牵头", "主办", "责任主体", "责任单位", "责任", "承办", "负责", "落实", "实施")
OTHERS = {
    column.word: column for column in TASK_COLUMNS
    if column.word not in (ID, NUMBER, DEADLINE, LEADER, TARGET, NOTE, MAIN, LEAD, HELP, OWN, *FINEST)
}  # fmt: skip
#: What our tables call goals in goals.
INNER = {word for word, column in COLUMNS.items() if column.level > 1 and column.kind is CellKind.NAME}
HIGHEST = 4  # rows of a header
LONGEST = 24  # characters of a heading
SENTENCE = re.compile(r"[。；;！？]|.[：:]")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: the first row below it, and the words of each column, from the top."""

    first: int
    words: Sequence[Sequence[str]]

    def key(self, column: int) -> str:
        """What the lowest heading says, alone or with those above it; empty where it is not known."""
        words = self.words[column]
        return (heading(words[-1]) or heading("".join(words))) if words else ""

    def name(self, column: int) -> str:
        """How a column is called; in full where its lowest heading alone says nothing."""
        words = self.words[column]
        return "".join(words) if words and not heading(words[-1]) else words[-1] if words else ""


def bare(text: str | None) -> str:
    """A heading without blanks, brackets and what stands in them."""
    text = re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", text or ""))
    return re.sub(r"(?<=.)[(\[【].*?[)\]】]|[:：*]+$", "", text).strip("【】[]")


def heading(text: str | None) -> str:
    """The key of a heading; empty for any other text."""
    word = bare(text)
    if not word or len(word) > LONGEST:
        return ""
    if word in OTHERS:
        return word
    if word in INNER:
        return GOAL
    if word in FINEST:
        return CONTENT if word in CONTENTS else TASK if FINEST[word] > 1 else GOAL
    return next((key for key, pattern in PATTERNS if pattern.search(word)), "")


def find_header(table: SourceTable, wanted: Collection[str] = ()) -> Header | None:
    """The first header of a table, wherever it stands: two headings that are known, or all that are wanted."""
    for row in range(len(table.rows)):
        words = {bare(text) for text in table.texts(row)}
        if set(wanted) <= words if wanted else _is_top(table, row):
            return _header(table, row)
        if wanted and row + 1 < len(table.rows):
            header = _header(table, row)
            if set(wanted) <= {bare(word) for words in header.words for word in words}:
                return header
    return None


def is_header(header: Header, row: Cells) -> bool:
    """Whether a row is a row of the header again, as on each page."""
    words = [{bare(word) for word in column} for column in header.words]
    cells = [(n, bare(text)) for n, text in enumerate(row) if text]
    return bool(cells) and all(n < len(words) and text in words[n] for n, text in cells)


def _is_top(table: SourceTable, row: int) -> bool:
    """Whether a row begins a header: short texts, two of which are headings of different kinds."""
    texts = list(table.texts(row))
    keys = [heading(text) for text in texts]
    known = {TASK if key in TEXTS else key for key in keys if key and key != OWN}
    short = all(len(bare(text)) <= LONGEST and not SENTENCE.search(text.strip("：: ")) for text in texts)
    return short and len(known) > 1 and bool(known & {TASK, LEAD, HELP, MAIN, DEADLINE}) and len(texts) > 1


def _header(table: SourceTable, top: int) -> Header:
    columns = [[word] if (word := "".join((table.cell(top, n) or "").split())) else [] for n in range(table.columns)]
    spread = _spread(table, top, columns)
    row = top + 1
    while row < min(top + HIGHEST, len(table.rows)) and _goes_below(table, row, spread):
        lower = [[word] if (word := "".join((table.cell(row, n) or "").split())) else [] for n in range(table.columns)]
        _spread(table, row, lower)
        columns = [above + below for above, below in zip(columns, lower, strict=True)]
        row += 1
    return Header(row, columns)


def _spread(table: SourceTable, row: int, words: list[list[str]]) -> set[int]:
    """Give each heading to all columns that it stands over; return those under a heading over several."""
    below = set[int]()
    for n in [n for n, word in enumerate(words) if word]:
        width = table.width(row, n)
        if width == 1 and not table.widths:  # a format that does not tell
            width = 1 + sum(1 for _ in takewhile(lambda m: not words[m], range(n + 1, len(words))))
        covered = range(n, min(n + width, len(words)))
        below |= set(covered) if width > 1 else set()
        for m in covered:
            words[m] = words[n] if table.width(row, n) > 1 or m == n else words[m]
    for n in below:
        words[n] = words[n] or _left(words, n)
    return below


def _left(words: Sequence[list[str]], column: int) -> list[str]:
    return next((words[n] for n in range(column, -1, -1) if words[n]), [])


def _goes_below(table: SourceTable, row: int, spread: Collection[int]) -> bool:
    """Whether a row is a lower row of the header: headings under headings that stand over several columns."""
    texts = [(n, text) for n, text in enumerate(table.rows[row]) if text]
    if not texts or not all(n in spread or heading(text) for n, text in texts):
        return False
    if all(n in spread for n, _ in texts) and table.widths and len(texts) > 1:
        return all(len(bare(text)) <= LONGEST // 2 for _, text in texts)
    short = all(len(bare(text)) <= LONGEST // 2 and not SENTENCE.search(text) for _, text in texts)
    return short and any(heading(text) or len(texts) == 1 for _, text in texts)


def described(table: SourceTable) -> Iterator[str]:
    """The headings that the likeliest row of a table holds, each with what it is taken for."""
    rows = [[text for text in row if text] for row in table.rows[:20]]
    best = max(rows, key=lambda texts: (sum(1 for text in texts if heading(text)), len(texts)), default=[])
    for text in best:
        if len(bare(text)) <= LONGEST:
            yield f"{bare(text)}→{heading(text) or '？'}"
