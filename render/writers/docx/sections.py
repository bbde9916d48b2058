"""The stylesheet's pages as Word sections: paper, margins, and which header and footer stands on which page."""

from collections.abc import Mapping
from dataclasses import dataclass

from render.page import MarginBox, Paper, Stylesheet
from render.writers.docx.xml import twips

SIDES = ("left-", "right-")  # no header stands there: their boxes are anchored in the footer
#: Word's kinds of header and footer, and the CSS page that each shows (ECMA-376 Part 1, 17.18.36).
KINDS = {"default": ("right",), "even": ("left",), "first": ("right", "first")}
DRAWINGS = 100  # at most in one header or footer
PLACES = {"header": ("top-",), "footer": ("bottom-", *SIDES)}


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
    def drawings(self) -> int:
        """The number of its first drawing: no two of a document are the same (20.4.2.5), pictures count from 1."""
        section = int("".join(filter(str.isdigit, self.part)))
        return DRAWINGS * (2 * len(KINDS) * section + 2 * list(KINDS).index(self.kind) + list(PLACES).index(self.place))

    @property
    def distance(self) -> float:
        """From the edge of the paper to the content, in points (w:pgMar header and footer)."""
        margin = self.paper.top if self.place == "header" else self.paper.bottom
        return max([0.0, *(_distance(name, box, self.place, margin) for name, box in self.boxes.items())])


class Sections:
    """Every page of a stylesheet, by name."""

    def __init__(self, sheet: Stylesheet) -> None:
        papers = {name: {k: sheet.paper(name, *pseudos) for k, pseudos in KINDS.items()} for name in sheet.page_names}
        self._papers = {name: kinds["default"] for name, kinds in papers.items()}
        # A section takes what it lacks from the one before (17.10.1), so all have the same places and kinds.
        used = [
            (place, kind)
            for place in PLACES
            for kind in KINDS
            if any(_boxes(each["default"], place) or _boxes(each[kind], place) for each in papers.values())
            and (kind == "default" or any(_differ(each, kind) for each in papers.values()))
        ]
        self._margins = {
            name: [Margin(p, k, f"{p}{index}-{k}", each[k], _boxes(each[k], p)) for p, k in used]
            for index, (name, each) in enumerate(papers.items(), 1)
        }

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


def _boxes(paper: Paper, place: str) -> dict[str, MarginBox]:
    """The margin boxes in a header or footer that hold something."""
    return {name: box for name, box in paper.boxes.items() if name.startswith(PLACES[place]) and box.content}


def _differ(papers: Mapping[str, Paper], kind: str) -> bool:
    return any(_boxes(papers[kind], place) != _boxes(papers["default"], place) for place in PLACES)


def _distance(name: str, box: MarginBox, place: str, margin: float) -> float:
    """How far from the paper's edge Word must put a line that CSS places inside a margin of this height."""
    if name.startswith(SIDES):
        return margin / 2  # of what anchors it; at the very edge, Word would warn of what cannot be printed
    style = box.style
    line = style.line_pitch or style.font_size * 1.3
    free = margin - line - style.padding_top - style.padding_bottom
    above = {"top": 0.0, "bottom": free}.get(style.vertical_align, free / 2) + style.padding_top
    return above if place == "header" else margin - above - line
