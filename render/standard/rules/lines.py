"""Where lines and pages end: what a reader takes in at one glance stays together."""

from collections.abc import Iterator
from itertools import accumulate

from render.standard.official import Official
from render.standard.paragraph import HAN, Paragraph
from render.standard.patterns import WHOLE_DATE
from render.standard.rules.words import each_once, quote

FEWEST = 5  # Chinese characters: two words have four at most


def torn_dates(official: Official) -> Iterator[str]:
    """No date goes on in the next line."""
    parts = (*official.title, *official.body, *official.enclosures)
    yield from each_once((f"“{date}”在行末断开", part) for part in parts for date in _torn(part))


def _torn(paragraph: Paragraph) -> Iterator[str]:
    text = "".join(paragraph.rows)
    ends = set(accumulate(len(row) for row in paragraph.rows))
    for match in WHOLE_DATE.finditer(text):
        if ends & set(range(match.start() + 1, match.end())):
            yield match[0]


def remnants(official: Official) -> Iterator[str]:
    """No page begins with the last word or two of a paragraph."""
    for paragraph in official.body:
        last = paragraph.rows[-1] if paragraph.rows else ""
        if paragraph.carried == 1 and len(HAN.findall(last)) < FEWEST:
            until = paragraph.until.name if paragraph.until else ""
            yield f"{until}的第一行只有段末的{quote(last)}"
