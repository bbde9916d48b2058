"""One story (a body, a header, a text box) of a Word file, read in order → its paragraphs and lines."""

from dataclasses import dataclass, field, replace
from typing import Literal

from render.standard.clauses import POINT
from render.standard.docx.cascade import Cascade, Props, on
from render.standard.docx.frame import Region, column, frame_of
from render.standard.docx.inline import PAGE_BREAK, paragraphs, read_pieces
from render.standard.docx.numbering import NO_LABEL, Label, Numbering
from render.standard.docx.package import Element, attributes, child, name_of
from render.standard.docx.section import Section
from render.standard.docx.setting import Setting, lines_of, setting_of, width_of
from render.standard.docx.shape import Spot, border_strokes, drawn_strokes, region_of, text_boxes, turn_of
from render.standard.docx.text import Text, read_text
from render.standard.docx.wordart import word_art
from render.standard.paragraph import Paragraph
from render.standard.stroke import Stroke

Story = Literal["body", "head", "foot", "box"]


@dataclass(slots=True)
class Flow:
    """`number` stands for the page number. What was read so far is in the two lists."""

    cascade: Cascade
    numbering: Numbering
    story: Story = "body"
    number: str = "1"
    within: Region | None = None  # of a text box, where its place is known
    paragraphs: list[Paragraph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    _blank: float = 0.0  # pt of white below the last text
    _opens: bool = True
    _frame: tuple[tuple[str, str], ...] = ()
    _filled: float = 0.0  # mm of that frame, by paragraphs with the same framePr

    def add(self, element: Element, section: Section, in_table: bool = False) -> None:
        """Read one paragraph and what hangs on it."""
        form = child(element, "pPr")
        label = self._label(form)
        props = self.cascade.of_paragraph(form, label.indent)
        pieces = read_pieces(element, self.number)
        text = read_text(pieces, form, label, self.cascade)
        setting = setting_of(props, text.size, text.spacing, section.grid)
        frame = self._framed(props, text, setting, section)
        if on(props, "pageBreakBefore") or _breaks_first(text.plain):
            self.turn_page()
        spot = Spot(section.page, self.story == "foot")
        self.strokes += border_strokes(props, _indented(frame, setting), spot, setting.pitch * POINT)
        self._keep(text, setting, frame, section, in_table)
        for shape in (piece.shape for piece in pieces if piece.shape is not None):
            self.strokes += drawn_strokes(shape, spot)
            self.paragraphs += (Paragraph((span,), section.page) for span in word_art(shape))
            for box in text_boxes(shape):
                self._read_box(box, section)
        if _breaks_last(text.plain):
            self.turn_page()

    def turn_page(self) -> None:
        """What comes next is the first on its page."""
        self._opens, self._blank = True, 0.0

    def _label(self, form: Element | None) -> Label:
        if "numPr" not in self.cascade.of_paragraph(form):
            return NO_LABEL
        says = child(form, "numPr")
        return NO_LABEL if says is None else self.numbering.label({name_of(each): attributes(each) for each in says})

    def _framed(self, props: Props, text: Text, setting: Setting, section: Section) -> Region:
        width = sum(width_of(each, setting.advance, setting.size) for each in text.plain) * POINT
        frame = frame_of(props, section.page, width)
        if frame is None:
            self._frame = ()
            return self.within or column(section.page)
        key = tuple(sorted(props["framePr"].items()))
        self._filled, self._frame = (self._filled if key == self._frame else 0.0), key
        top = None if frame.top is None else frame.top + self._filled
        self._filled += setting.pitch * POINT
        return replace(frame, top=top)

    def _keep(self, text: Text, setting: Setting, frame: Region, section: Section, in_table: bool) -> None:
        """Note the paragraph if there is something to see, else the white that it makes."""
        lines = () if in_table else lines_of(text.plain, setting, frame)  # a cell's place is not known
        seen = bool(text.plain.strip("\n\f\t "))  # a line of full-width spaces is a blank to be filled in
        if seen:
            self.paragraphs.append(
                Paragraph(
                    spans=text.spans,
                    page=section.page,
                    lines=lines,
                    top=self._top(setting, frame, section),
                    above=self._above(setting, frame, in_table),
                    advance=setting.advance,
                    pitch=setting.pitch,
                    opens=self._opens and not frame.floats,
                    in_table=in_table,
                )
            )
        if not frame.floats:
            self._blank = setting.after if seen else self._blank + setting.before + setting.pitch + setting.after
            self._opens = self._opens and not seen

    def _above(self, setting: Setting, frame: Region, in_table: bool) -> float | None:
        unknown = self._opens or frame.floats or in_table
        return None if unknown else (self._blank + setting.before) * POINT

    def _top(self, setting: Setting, frame: Region, section: Section) -> float | None:
        """Where its characters begin, about: in the middle of a line that is higher than they are."""
        lead = max(setting.pitch - setting.size, 0.0) / 2
        if frame.floats:
            return None if frame.top is None else frame.top + lead * POINT
        if self.story != "body" or not self._opens or self.paragraphs or section.page.margins.top is None:
            return None
        return section.page.margins.top + (self._blank + setting.before + lead) * POINT

    def _read_box(self, box: Element, section: Section) -> None:
        turn = turn_of(box)
        place = region_of(box, section.page) if turn == 90 else None
        inner = Flow(self.cascade, self.numbering, "box", self.number, within=place)
        for element, in_table in paragraphs(box):
            inner.add(element, section, in_table)
        self.strokes += inner.strokes
        for paragraph in inner.paragraphs:
            paragraph = replace(paragraph, above=None, opens=False, turn=turn)
            unknown = replace(paragraph, lines=(), top=None)
            self.paragraphs.append(unknown if place is None else replace(paragraph, page=section.page.upright))


def _indented(frame: Region, setting: Setting) -> Region:
    return frame.narrowed(setting.start * POINT, setting.end * POINT)


def _breaks_first(text: str) -> bool:
    return PAGE_BREAK in text and bool(text.partition(PAGE_BREAK)[2].strip())


def _breaks_last(text: str) -> bool:
    return PAGE_BREAK in text and not text.rpartition(PAGE_BREAK)[2].strip()
