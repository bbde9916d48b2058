"""The head of a template, between two `---` lines: for what it is made, under which name, in which formats."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from render.documents.names import safe
from render.documents.project import CHANGES, DISPATCH, TODAY
from render.errors import InputError, Problem
from render.nearest import suggestion
from render.plan.model import FLAGS
from render.reader.nodes import composed, error_line
from render.writers import FORMATS

FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)

BRACES = "{…}"  # stands for a value that is neither a text nor a list of texts
EACH = ("全部", "单位", "目标", CHANGES, "发文")
IMPLIED = {CHANGES: CHANGES, "发文": DISPATCH}  # what each of these needs
KEYS = ("每份", "需要", "条件", "发文", "随文", "回执", "输出", "格式", "样式", "标题", "简介")
LISTS = ("格式", "样式", "随文")
SENT = ("发文", "随文")
REQUIRED = ("输出", "格式")
CHOICES: Mapping[str, tuple[str, ...]] = {"每份": EACH, "需要": (TODAY,), "回执": tuple(FLAGS), "格式": FORMATS}


@dataclass(frozen=True)
class FrontMatter:
    """What a template says of its documents; `lines` are the lines of the keys in the file.

    `kind` is that of the dispatch in which they are sent, empty for what is not; `along` are the kinds with which
    they go along. `receipt` is whether a page for the receipt goes with each; None: as the plan says.
    """

    each: str
    needs: str
    condition: str
    kind: str
    along: tuple[str, ...]
    receipt: bool | None
    output: str
    formats: tuple[str, ...]
    styles: tuple[str, ...]
    title: str
    summary: str
    lines: Mapping[str, int]


def hide_front_matter(source: str) -> str:
    """The source with its front matter as a Jinja comment, so that line numbers stay those of the file."""
    return FENCE.sub(lambda match: "{#" + "\n" * match[0].count("\n") + "-#}", source, count=1)


def read_front_matter(path: str, source: str) -> FrontMatter:
    """Read the head of a template; raises InputError with everything that is wrong in it."""
    match = FENCE.match(source)
    if not match:
        raise InputError([Problem(path, 1, "模板开头没有“---”括起的说明", "写法见 templates/README.md")])
    values, lines = _pairs(path, match[1])
    problems = list(_problems(path, values, lines))
    if problems:
        raise InputError(problems)
    text = {key: value[0] if value else "" for key, value in values.items()}
    each = text.get("每份", "全部")
    return FrontMatter(
        each=each,
        needs=IMPLIED.get(each, text.get("需要", "")),
        condition=text.get("条件", ""),
        kind=text.get("发文", ""),
        along=tuple(filter(None, values.get("随文", ()))),
        receipt=FLAGS.get(text.get("回执", "")),
        output=text["输出"],
        formats=tuple(dict.fromkeys(values["格式"])),
        styles=tuple(filter(None, values.get("样式", ()))),
        title=text.get("标题", ""),
        summary=text.get("简介", ""),
        lines=lines,
    )


def _pairs(path: str, text: str) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Each key with its value as a list of texts, and its line in the file."""
    try:
        root = composed(text)
    except yaml.YAMLError as error:
        raise _unclear(path, text, error_line(error) + 1) from None
    if not isinstance(root, yaml.MappingNode):
        raise _unclear(path, text, 1)
    pairs = [(next(_texts(key), ""), key.start_mark.line + 2, list(_texts(value))) for key, value in root.value]
    lines = {key: line for key, line, _ in reversed(pairs)}
    twice = [Problem(path, line, f"“{key}”写了两次") for key, line, _ in pairs if line != lines[key]]
    if twice:
        raise InputError(twice)
    return {key: values for key, _, values in pairs}, lines


def _unclear(path: str, text: str, line: int) -> InputError:
    """A full-width colon is the usual slip; YAML stumbles over it later or not at all, so point at it."""
    wide = (number for number, row in enumerate(text.splitlines(), 2) if re.match("[^:]+：", row))
    message, hint = "模板开头的说明读不懂", "每行写成“键: 值”，冒号用半角，后面空一格"
    return InputError([Problem(path, next(wide, line), message, hint)])


def _texts(node: yaml.Node) -> Iterator[str]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        yield item.value.strip() if isinstance(item, yaml.ScalarNode) else BRACES


def _problems(path: str, values: Mapping[str, list[str]], lines: Mapping[str, int]) -> Iterator[Problem]:
    for key in REQUIRED:
        if not any(values.get(key, [])):
            yield Problem(path, lines.get(key, 1), f"模板开头缺少“{key}”")
    for key, items in values.items():
        if key not in KEYS:
            yield Problem(path, lines[key], f"不认识“{key}”", suggestion(key, KEYS, lead=""))
        elif BRACES in items:
            yield Problem(path, lines[key], f"“{key}”的值读不懂", "以 {{ 开头的值要用引号括起：'{{ 单位.名称 }}'")
        elif key not in LISTS and len(items) > 1:
            yield Problem(path, lines[key], f"“{key}”只能有一个值")
        for item in items:
            if hint := _wrong(key, item):
                yield Problem(path, lines[key], f"“{key}”不能是“{item}”", hint)


def _wrong(key: str, item: str) -> str:
    """What to write instead of a value, empty where it is right."""
    if key in SENT and (item != safe(item) or item.startswith(".")):
        return "写公文的种类，例如 任务通知；它用作文件夹的名称"
    if key in CHOICES and item not in (*CHOICES[key], BRACES):
        return f"可以是 {'、'.join(CHOICES[key])}"
    return ""
