"""The stylesheet's pages as Word sections: paper, margins, and which header and footer stands on which page."""

from collections.abc import Mapping
from dataclasses import dataclass

from render.page import MarginBox, Paper, Stylesheet
from render.writers.docx.xml import twips

#: Word's kinds of header and footer, and the CSS page that each shows (ECMA-376 Part 1, 17.18.36).
KINDS = {"default": ("right",), "even": ("left",), "first": ("right", "first")}
PLACES = {"header": "top-", "footer": "bottom-"}


@dataclass(frozen=True, slots=True)
class Margin:
    """One header or footer: its part, and the margin boxes printed in it."""

    place: str  # header or footer
    kind: str
    part: str
    paper: Paper
    boxes: Mapping[str, MarginBox]

    @property
    def id(self) -> str:
        """The relationship by which a section refers to it."""
        return f"r{self.part}"

    @property
    def distance(self) -> float:
        """From the edge of the paper to the content, in points (w:pgMar header and footer)."""
        margin = self.paper.top if self.place == "header" else self.paper.bottom
        return max((_distance(box, self.place, margin) for box in self.boxes.values()), default=0.0)


class Sections:
    """Every page of a stylesheet, by name."""

    def __init__(self, sheet: Stylesheet) -> None:
        self._papers = {name: sheet.paper(name, "right") for name in sheet.page_names}
        self._margins = {name: list(self._read(sheet, name)) for name in sheet.page_names}

    def width(self, name: str) -> float:
        """Width of the text block in points."""
        return self.paper(name).text_width

    @property
    def margins(self) -> list[Margin]:
        """All headers and footers."""
        return [margin for margins in self._margins.values() for margin in margins]

    @property
    def has_even(self) -> bool:
        """Whether left pages differ from right ones."""
        return any(margin.kind == "even" for margin in self.margins)

    def xml(self, name: str, first: bool = False) -> str:
        """w:sectPr of a section with pages of this name; only the document's first section has a first page."""
        paper, margins = self.paper(name), self._margins.get(name, self._margins["auto"])
        margins = [margin for margin in margins if first or margin.kind != "first"]
        references = "".join(f'<w:{m.place}Reference w:type="{m.kind}" r:id="{m.id}"/>' for m in margins)
        header, footer = (twips(max((m.distance for m in margins if m.place == p), default=0.0)) for p in PLACES)
        turned = ' w:orient="landscape"' if paper.width > paper.height else ""
        title = "<w:titlePg/>" if any(m.kind == "first" for m in margins) else ""
        return (
            f'<w:sectPr>{references}<w:pgSz w:w="{twips(paper.width)}" w:h="{twips(paper.height)}"{turned}/>'
            f'<w:pgMar w:top="{twips(paper.top)}" w:right="{twips(paper.right)}" w:bottom="{twips(paper.bottom)}"'
            f' w:left="{twips(paper.left)}" w:header="{header}"'
            f' w:footer="{footer}" w:gutter="0"/>'
            f"{title}</w:sectPr>"
        )

    def paper(self, name: str) -> Paper:
        """The paper of pages of this name; of the unnamed ones, if there are none."""
        return self._papers.get(name, self._papers["auto"])

    def _read(self, sheet: Stylesheet, name: str) -> list[Margin]:
        papers = {kind: sheet.paper(name, *pseudos) for kind, pseudos in KINDS.items()}
        boxes = {
            (place, kind): {n: box for n, box in paper.boxes.items() if n.startswith(prefix) and box.content}
            for place, prefix in PLACES.items()
            for kind, paper in papers.items()
        }
        kinds = [
            kind
            for kind in KINDS
            if kind == "default" or any(boxes[place, kind] != boxes[place, "default"] for place in PLACES)
        ]
        used = [place for place in PLACES if any(boxes[place, kind] for kind in kinds)]
        index = sheet.page_names.index(name) + 1
        return [
            Margin(place, kind, f"{place}{index}-{kind}", papers[kind], boxes[place, kind])
            for place in used
            for kind in kinds
        ]


def _distance(box: MarginBox, place: str, margin: float) -> float:
    """How far from the paper's edge Word must put a line that CSS places inside a margin of this height."""
    style = box.style
    line = style.line_pitch or style.font_size * 1.3
    free = margin - line - style.padding_top - style.padding_bottom
    above = {"top": 0.0, "bottom": free}.get(style.vertical_align, free / 2) + style.padding_top
    return above if place == "header" else margin - above - line
