"""click's own sentences in Chinese, and its columns aligned where characters are two columns wide."""

import unicodedata
from collections.abc import Mapping

import click
from click import core, decorators, exceptions, formatting, parser, types

PHRASES: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示这份说明",
    "default: {default}": "默认 {default}",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法说明：{command} {option}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是想写其中之一：{possibilities}？",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写一个值。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不写值。",
    "Got unexpected extra argument ({args})": "多写了：{args}",
    "Got unexpected extra arguments ({args})": "多写了：{args}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "{value!r} is not a valid {number_type}.": "{value} 不是整数。",
    "{value} is not in the range {range}.": "{value} 不在范围内（{range}）。",
    "{value!r} does not match the format {format}.": "“{value}”不是日期；写成 2017-11-01 这样。",
    "Error: invalid input": "请回答 y（是）或 n（否）。",
    "Aborted!": "已停止。",
}


def speak_chinese() -> None:
    """Have click say these sentences.

    Its own way, gettext, needs a compiled file and a Chinese locale, which a server often lacks.
    """
    for module in (core, decorators, exceptions, formatting, parser, types):
        vars(module).update(_=_phrase, ngettext=_counted)
    vars(formatting)["term_len"] = _columns


def _phrase(text: str) -> str:
    return PHRASES.get(text, text)


def _counted(one: str, many: str, number: int) -> str:
    return _phrase(one if number == 1 else many)


def _columns(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in click.unstyle(text))
