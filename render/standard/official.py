"""An `Official`: a document with its parts named as GB/T 9704 names them."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from render.standard.manuscript import Folio, Kind
from render.standard.page import PrintedPage
from render.standard.paragraph import Paragraph
from render.standard.stroke import Stroke

Form = Literal["文件", "信函"]


class Annex(NamedTuple):
    """附件: its heading and its title, which may stand in several paragraphs."""

    heading: Paragraph
    title: tuple[Paragraph, ...]

    @property
    def name(self) -> str:
        return "".join(paragraph.bare for paragraph in self.title)


@dataclass(frozen=True, slots=True)
class Official:
    """None or empty = there is no such part. In Chinese: 发文机关标志, 发文字号, 标题, 主送机关, 正文, 附件说明,
    发文机关署名, 成文日期, 附注, 附件, 抄送机关, 印发机关和印发日期.

    Several offices that write together have a mark each, and may share the word 文件. `insisted` = the form that
    someone asks for, whatever the document looks like.
    """

    kind: Kind
    pages: tuple[PrintedPage, ...]
    folios: tuple[Folio, ...]
    strokes: tuple[Stroke, ...]
    marks: tuple[Paragraph, ...]
    serial: Paragraph | None
    title: tuple[Paragraph, ...]
    addressee: Paragraph | None
    body: tuple[Paragraph, ...]
    enclosures: tuple[Paragraph, ...]
    signature: Paragraph | None
    date: Paragraph | None
    note: Paragraph | None
    annexes: tuple[Annex, ...]
    copies: Paragraph | None
    issued: Paragraph | None
    insisted: Form | None = field(default=None, kw_only=True)

    @property
    def mark(self) -> Paragraph | None:
        return self.marks[0] if self.marks else None

    @property
    def red_rules(self) -> tuple[Stroke, ...]:
        """The red lines on page 1."""
        return tuple(stroke for stroke in self.strokes if stroke.red and stroke.page is self.pages[0])

    @property
    def form(self) -> Form | None:
        """文件格式 has 文件 in its mark; without a mark, 印发 and the red lines tell; None where nothing does."""
        if self.insisted is not None:
            return self.insisted
        if self.marks:
            return "文件" if any(mark.bare.endswith("文件") for mark in self.marks) else "信函"
        if any(rule.low for rule in self.red_rules):
            return "信函"
        return "文件" if self.issued is not None or self.red_rules else None

    @property
    def parts(self) -> tuple[Paragraph, ...]:
        """Every paragraph with a name, in no order, but for the mark and the annexes' own text."""
        single = (self.serial, self.addressee, self.signature, self.date, self.note, self.copies, self.issued)
        several = (*self.title, *self.body, *self.enclosures)
        named = (each for annex in self.annexes for each in (annex.heading, *annex.title))
        return (*(part for part in single if part is not None), *several, *named)
