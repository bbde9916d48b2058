"""Runs of text → w:p: the named style, and what differs from it (ECMA-376 Part 1, 17.3)."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from xml.sax.saxutils import escape

from render.page import PICTURES, Run, Style
from render.rare import NARROW, rare_characters
from render.writers.docx.pictures import drawing_xml
from render.writers.docx.styles import Named
from render.writers.docx.xml import GENERIC, Letters, ParagraphFormat, paragraph_properties, quoted, run_properties


def paragraph_xml(named: Named, lines: ParagraphFormat, style: Style, runs: Sequence[Run]) -> str:
    """One w:p: the named style, and what differs from it."""
    return f"<w:p>{_paragraph_style(named, lines, style)}{''.join([run_xml(run, style, named) for run in runs])}</w:p>"


@lru_cache(maxsize=4096)
def _paragraph_style(named: Named, lines: ParagraphFormat, style: Style) -> str:
    name = "" if named.id == "Normal" else f'<w:pStyle w:val="{quoted(named.id)}"/>'
    return f"<w:pPr>{name}{paragraph_properties(lines, named.lines)}{_run_style(style, False, named)}</w:pPr>"


def run_xml(run: Run, block: Style, named: Named) -> str:
    """A w:r with the text, or several where rare characters need another face; what differs from the style is said."""
    if run.box.tag == "br":
        return "<w:r><w:br/></w:r>"
    if run.box.tag in PICTURES:
        return f"<w:r>{drawing_xml(run.box)}</w:r>"
    first, *rest = rare_characters().split(run.text)
    inline = run.style is not block
    xml = _text_run(first, run.style, inline, named) if first or not rest else ""
    for rare, after in zip(rest[::2], rest[1::2], strict=True):
        xml += _text_run(rare, _broad(run.style), inline, named)
        xml += _text_run(after, run.style, inline, named) if after else ""
    return xml


def _text_run(text: str, style: Style, inline: bool, named: Named) -> str:
    return f"<w:r>{_run_style(style, inline, named)}{text_xml(text)}</w:r>"


@lru_cache(maxsize=1024)
def _broad(style: Style) -> Style:
    """The style for rare characters: where the face has GB 2312 only, Word would take them from 宋体."""
    names = [name for name in style.font_family if name not in GENERIC and not NARROW.search(name)]
    return replace(style, font_family=tuple(names)) if names else style


@lru_cache(maxsize=4096)
def _run_style(style: Style, inline: bool, base: Named) -> str:
    properties = run_properties(Letters.of(style, inline), base.letters)
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""


def text_xml(text: str) -> str:
    """Text as w:t; line breaks and tabs as their elements."""
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    lines = ("<w:tab/>".join(map(_text, line.split("\t"))) for line in text.split("\n"))
    return "<w:br/>".join(lines)


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""
