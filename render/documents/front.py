"""The head of a template, between two `---` lines: for what it is made, under which name, in which formats."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from render.documents.phrases import suggestion
from render.errors import InputError, Problem
from render.writers import FORMATS

FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.S | re.M)
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

EACH = ("全部", "单位", "目标")
KEYS = ("每份", "条件", "输出", "格式", "样式", "标题")
LISTS = ("格式", "样式")
REQUIRED = ("输出", "格式")
CHOICES: Mapping[str, tuple[str, ...]] = {"每份": EACH, "格式": FORMATS}


@dataclass(frozen=True)
class FrontMatter:
    """What a template says of its documents; `lines` are the lines of the keys in the file."""

    each: str
    condition: str
    output: str
    formats: tuple[str, ...]
    styles: tuple[str, ...]
    title: str
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
    return FrontMatter(
        each=text.get("每份", "全部"),
        condition=text.get("条件", ""),
        output=text["输出"],
        formats=tuple(dict.fromkeys(values["格式"])),
        styles=tuple(values.get("样式", ())),
        title=text.get("标题", ""),
        lines=lines,
    )


def _pairs(path: str, text: str) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Each key with its value as a list of texts, and its line in the file."""
    try:
        root = yaml.compose(text, LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise InputError([Problem(path, line, "模板开头的说明读不懂", "每行写成“键: 值”，冒号用半角")]) from None
    if not isinstance(root, yaml.MappingNode):
        raise InputError([Problem(path, 1, "模板开头的说明应是“键: 值”")])
    values = {key.value: list(_texts(value)) for key, value in root.value}
    return values, {key.value: key.start_mark.line + 2 for key, _ in root.value}


def _texts(node: yaml.Node) -> Iterator[str]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        yield item.value.strip() if isinstance(item, yaml.ScalarNode) else "{…}"


def _problems(path: str, values: Mapping[str, list[str]], lines: Mapping[str, int]) -> Iterator[Problem]:
    for key in REQUIRED:
        if not any(values.get(key, [])):
            yield Problem(path, lines.get(key, 1), f"模板开头缺少“{key}”")
    for key, items in values.items():
        if key not in KEYS:
            yield Problem(path, lines[key], f"不认识“{key}”", suggestion(key, KEYS, lead=""))
        elif key not in LISTS and len(items) > 1:
            yield Problem(path, lines[key], f"“{key}”只能有一个值")
        for item in items if key in CHOICES else ():
            if item not in CHOICES[key]:
                known = "、".join(CHOICES[key])
                yield Problem(path, lines[key], f"“{key}”不能是“{item}”", f"可以是 {known}")
