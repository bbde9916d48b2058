"""plan.yaml → Plan: read the tree, mend what was plainly meant, validate, compare, then report it all."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from render.errors import InputError
from render.nearest import Nearest
from render.plan.lights import CONDITION_EXAMPLES
from render.plan.model import Plan
from render.reader.builder import TWICE
from render.reader.checks import CHECK_THE_DAY, Known, check, check_lists, check_units, known_units, split
from render.reader.conflicts import settled
from render.reader.copy import Copy
from render.reader.parse import grow
from render.reader.remedies import indent_of, keys_in
from render.reader.repair import Sight, repaired
from render.reader.shape import MODELS, PROSE, Node, Place, keys, shape, shown
from render.reader.slips import QUOTE_IT, mended
from render.reader.source import read_text
from render.reader.text import UNFIT, code
from render.reader.tree import LineNumbers, Tree

WRAPPED = re.compile(r"[“”\"‘’'「]([^“”\"‘’'「」]+)[“”\"‘’'」]")
BRACKETS = " \t\u3000[]【】［］"
QUOTED = re.compile(r"'([^']+)'")  # the choices in what pydantic says of an enumeration
COMMENTED = re.compile(r":\s+#\S")
AROUND_KEYS = " \t\u3000\xa0-－—–“”\"‘’'【】[]"

# What pydantic (or the model) calls a problem → what we say, and what to do. Anyone may edit these words.
# {input} is what was written, {list} the same as a list.
MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("没有填写", ""),
    "missing_id": ("没有填写", "运行 render number 自动编号"),
    "string_too_short": ("没有填写", ""),
    "too_short": ("至少要写一项", ""),
    "string_type": ("应是文字", "以 [ 或 { 开头的文字，给整个值加上英文单引号：'……'"),
    "tuple_type": ("应写成列表：[{list}]", ""),
    "model_type": ("应写成几行“键: 值”", "冒号用半角，后面空一格"),
    "enum": ("“{input}”不对", ""),  # the hint: what can be written
    "due_form": ("“{input}”看不懂", "写成 2017年12月31日 这样，数字用半角"),
    "date_impossible": ("“{input}”在日历上没有", CHECK_THE_DAY),
    "condition_form": ("“{input}”看不懂", f"可以写：{CONDITION_EXAMPLES}；数可以改"),
    "code_form": ("“{input}”不对", "只写代字本身，例如 某财函；年份、括号、“第”“号”和序号由程序加"),
    "dict_type": ("应写成一个代字，或 {{任务通知: 某财函}} 这样", ""),
    "mapping_form": ("应写成 {{名: 文字}} 这样", ""),
    "carried_form": ("“{input}”不对", "写成 2017年 3-2 这样：年份、空格、那一年的编号；几年的用顿号隔开"),
    "report_day_form": ("“{input}”不对", "写 1 到 31 的半角数字，例如 25"),
    "string_pattern_mismatch": ("“{input}”不对", "写成 1-1 这样：数字、短横、数字，都用半角"),
    "year_form": ("“{input}”不对", "写四位数字的年份，例如 2017"),
    "greater_than_equal": ("“{input}”不对", "写四位数字的年份，例如 2017"),
    "less_than_equal": ("“{input}”不对", "写四位数字的年份，例如 2017"),
    "int_type": ("应是年份", "写四位数字，例如 2017"),
    "bool_type": ("“{input}”不对", "写 true 或 false"),
}
Told = tuple[int, str, str]  # a line of the file (1-based), what is wrong with it, what to do
UNWORDED = ("不对：{msg}", "")  # for what the table does not know yet
#: Keys that plan.yaml had once, and where that is given now.
GONE: dict[tuple[Place, str], str] = {
    (("发文",), "序号"): "删去这一行；发文时给：render issue 任务通知 --number 5 --date 2017-03-05",
    (("发文",), "日期"): "删去这一行；发文时给：render issue 任务通知 --number 5 --date 2017-03-05",
    (("发文",), "印发日期"): "删去这一行；发文时给：render issue 印发通知 --number 5 --date 2017-03-05",
}


@dataclass(frozen=True)
class Reading:
    """A plan, where it is written, and the text that it was read from."""

    plan: Plan
    lines: LineNumbers
    text: str

    def line(self, *place: str | int) -> int:
        """Return the 1-based line of a place like ("目标", 2, "任务", 4), or of the nearest above it."""
        return self.lines.of(*place)


def read_plan(path: Path) -> Reading:
    """Return the plan in a file; raise InputError with every problem in it."""
    return plan_of(read_text(path), str(path))


def plan_of(text: str, path: str) -> Reading:
    """Return the plan in a text, which messages call `path`; raise InputError with every problem in it."""
    source = Copy.of(text)
    copy, notes = visible(source) if UNFIT.search(text) else (source, [])
    tree = Tree(path, copy, source.lines)
    plan = understood(tree)
    if plan is None or notes or tree.problems:
        raise InputError(explained(tree, notes).problems)
    return Reading(plan, tree.lines, text)


def visible(copy: Copy) -> tuple[Copy, list[Told]]:
    """The copy without characters that no text may hold, and what to say of them."""
    found = [(line, match[0]) for line, text in enumerate(copy.lines, 1) if (match := UNFIT.search(text))]
    told = [(line, f"有看不见的控制字符 {code(char)}", "删去它") for line, char in found]
    return copy.with_lines([UNFIT.sub("", text) for text in copy.lines]), told


def understood(tree: Tree) -> Plan | None:
    """Read a tree; return the plan, None where there is a problem that the model sees; every problem is reported."""
    grow(tree)
    if tree.stops is not None:
        return None
    plan = shaped(tree)
    check(tree, known_units(tree.root))
    return plan


def shaped(tree: Tree) -> Plan | None:
    """The plan that a grown tree says, as far as the model can see."""
    mend(tree)
    return validate(tree, known_units(tree.root))


def explained(tree: Tree, notes: Iterable[Told]) -> Tree:
    """The tree of a file that has problems, read once more without the mistakes that have a remedy: these are noted."""
    told, copy = [*notes], tree.copy
    for step in (settled, mended) if tree.stops is not None else ():
        copy, more = step(copy)
        told += more
    copy, more = repaired(copy, look)
    again = Tree(tree.path, copy, tree.source)
    for line, said, hint in (*told, *more):
        again.note(line, said, hint.format(indent=indent_of(copy.text(line))))
    understood(again)
    return again


def look(copy: Copy) -> Sight:
    """What becomes of reading a copy that is a part of a plan."""
    tree = Tree("", copy, copy.lines)
    grow(tree)
    if tree.stops is not None:
        return Sight(stops=tree.stops, unread=len(copy.lines) - max(tree.stops, default=0))
    shaped(tree)
    check_lists(tree)
    check_units(tree)
    known = sum(isinstance(place[-1], str) and shape(place[:-1]) in MODELS for place in tree.lines if place)
    return Sight(faults=tuple(_faults(tree)), lost=max(0, keys_in(copy.lines) - known))


def _faults(tree: Tree) -> Iterator[int]:
    """The lines (from 0) with problems, a second key twice; what the whole plan lacks, its parts may."""
    for (place, line), (said, _) in tree.reports.items():
        if len(place) > 1 or place in tree.lines:
            yield from [line - 1] * (2 if said == TWICE else 1)


def mend(tree: Tree) -> None:
    """Report misspelt keys and values in Chinese quotation marks, and put right what was plainly meant."""
    rest: list[tuple[Place, Place, Node]] = [((), (), tree.root)]  # the place as written, and as meant
    while rest:
        written, meant, node = rest.pop()
        if written != meant:
            tree.lines.setdefault(meant, tree.lines.of(*written))
        renamed = mend_keys(tree, written, meant, node) if isinstance(node, dict) else {}
        mend_quotes(tree, meant, node)
        rest += [((*written, renamed.get(step, step)), (*meant, step), value) for step, value in steps(node)]


def steps(node: Node) -> list[tuple[Any, Node]]:
    """Return what stands below a node, with the step to each."""
    if isinstance(node, str):
        return []
    return list(node.items() if isinstance(node, dict) else enumerate(node))


def mend_keys(tree: Tree, written: Place, meant: Place, node: dict[str, Node]) -> dict[str, str]:
    """Report the unknown keys of a mapping; rename those near a right one, and return: right → was.

    A key that stands empty is then taken away, as if it were not there.
    """
    model = MODELS.get(shape(meant))
    known = keys(model) if model else list(node)
    renamed = {}
    for key in [key for key in node if (shape(meant), key) in GONE]:
        if node.pop(key):
            tree.report((*meant, key), "不再写在计划里", GONE[shape(meant), key], tree.lines.of(*written, key))
    for key in [key for key in node if key not in known]:
        lacking = [name for name in known if name not in node]
        bare, near = key.strip(AROUND_KEYS), Nearest(lacking, cutoff=0.5)
        right = near.name(bare)
        hint = f"只写 {bare}，外面不加符号" if right == bare else near.hint(bare)
        hint = hint or f"这里可以写：{'、'.join(known)}"
        tree.report((*meant, key), "是不认识的键", hint, tree.lines.of(*written, key))
        value = node.pop(key)
        if right:
            node[right] = value
            renamed[right] = key
    for key in [key for key, value in node.items() if value == ""]:
        del node[key]
    return renamed


def mend_quotes(tree: Tree, place: Place, node: Node) -> None:
    """Report the short texts of a mapping or list that stand in quotation marks, and take these off."""
    for step, value in steps(node):
        match = WRAPPED.fullmatch(value) if isinstance(value, str) else None
        if match and shape((*place, step)) not in PROSE:
            tree.report((*place, step), f"“{shown(match[1])}”外面多了引号", "去掉引号")
            node[step] = match[1]  # type: ignore[index]


def validate(tree: Tree, known: Known) -> Plan | None:
    """Return the plan; None, with every problem reported, where the model refuses it."""
    try:
        return Plan.model_validate(tree.root)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            if error["type"] != "too_short" or not error["input"]:  # pydantic also counts what it has refused
                said, hint = message(error, known)
                place = error["loc"]
                tree.report(place, said, hint or _hidden(tree, place), tree.line_for(*place))
    return None


def _hidden(tree: Tree, place: Place) -> str:
    """Return what to do about a value that begins with #, which YAML takes for a comment."""
    line = tree.lines.get(place, 0)
    return f"# 开头的值，{QUOTE_IT}" if line and COMMENTED.search(tree.source[line - 1]) else ""


def message(error: ErrorDetails, known: Known) -> tuple[str, str]:
    """Return the words and the hint for one of pydantic's errors."""
    kind = str(error["ctx"]["error"]) if error["type"] == "value_error" else error["type"]
    kind = "missing" if error["input"] == "" else kind
    kind = "missing_id" if kind == "missing" and error["loc"][-1] == "编号" else kind
    said, hint = MESSAGES.get(kind, UNWORDED)
    text = error["input"] if isinstance(error["input"], str) else "…"
    names = ", ".join(map(shown, split(text.strip(BRACKETS), known)))  # one of the brackets may be missing
    choices = QUOTED.findall(error["ctx"]["expected"]) if kind == "enum" else []
    hint = f"只能写：{'、'.join(choices)}" if choices else hint
    return said.format(input=shown(text), list=names, msg=error["msg"]), hint
