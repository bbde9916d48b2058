"""Page HTML → the same with what no line may tear in `nowrap` spans.

Pango breaks a line between a digit and a Chinese character, and drops the ideographic spaces of a blank at its end.
Tables keep their own breaks: their columns may be narrower than a date.
"""

import re
from collections.abc import Iterator

from render.page.tokens import TOKEN

CLASS = "不断"
CSS = f".{CLASS} {{ white-space: nowrap }}"
PIECE = re.compile(r"<(/?)([a-z0-9]+)\b[^>]*>|<[^>]*>|[^<]+", re.I)
# Pango takes “ and ” for quotes of any language, and breaks on neither side of them.
QUOTES = re.compile(r"(?<=[^\s（《〈〔“‘])(?=“)|(?<=”)(?=[^\s，。、；：？！）》〉〕”’…])")
SKIPPED = ("head", "table", "style", "script", "svg", "title")


def keep_tokens(html: str) -> str:
    """The HTML with each token in the text of its paragraphs held together."""
    return "".join(_pieces(html))


def _pieces(html: str) -> Iterator[str]:
    skipping = 0
    for match in PIECE.finditer(html):
        if match[0].startswith("<"):
            if match[2] and match[2].lower() in SKIPPED:
                skipping += -1 if match[1] else 1
            yield match[0]
        else:
            yield match[0] if skipping else QUOTES.sub("<wbr>", TOKEN.sub(_held, match[0]))


def _held(match: re.Match[str]) -> str:
    return f'<span class="{CLASS}">{match[0]}</span>'
