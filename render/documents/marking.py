"""Templates whose HTML tells of each tag where it comes from, for those who look for what is wrong with it."""

import re
from html import escape

from jinja2 import nodes

from render.documents.sandbox import Environment

PLACE = "at"  # the attribute that start tags get, and the word with which the comment before end tags begins
NEWLINE = "\n"
TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")


class MarkingEnvironment(Environment):
    """Makes the same HTML, but `<td>` is `<td at="letter.html:12">`, and `</td>` has a comment before it."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for data in tree.find_all(nodes.TemplateData):
            data.data = _marked(data.data, escape(name or ""), data.lineno)
        return tree


def _marked(text: str, name: str, first: int) -> str:
    def mark(match: re.Match[str]) -> str:
        place = f"{name}:{first + text.count(NEWLINE, 0, match.start())}"
        return f"<!--{PLACE} {place}-->{match[0]}" if match[1] else f'{match[0]} {PLACE}="{place}"'

    return TAG.sub(mark, text)
