"""Margin boxes at the left and right edge of a page → text boxes at their place on the paper, turned where CSS says so.

Word has no header at the side of a page: a drawing anchored in the footer stands anywhere on it (20.4.2.3).
"""

from dataclasses import dataclass

from render.page import MarginBox, Paper

EMU = 12700  # in a point
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
#: Degrees clockwise → how text runs in a shape (20.1.10.83).
FLOWS = {0: "horz", 90: "vert", 270: "vert270"}
ANCHORS = {"top": "t", "bottom": "b"}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text box stands: points from the paper's left and upper edges."""

    x: float
    y: float
    width: float
    height: float

    def turned(self, middle: tuple[float, float], degrees: int) -> "_Place":
        """The same after a quarter turn around a point, clockwise or back."""
        if degrees not in (90, 270):
            return self
        sign = 1 if degrees == 90 else -1
        across, down = self.x + self.width / 2 - middle[0], self.y + self.height / 2 - middle[1]
        x, y = middle[0] - sign * down, middle[1] + sign * across
        return _Place(x - self.height / 2, y - self.width / 2, self.height, self.width)


def side_box_run(name: str, box: MarginBox, paper: Paper, number: int, content: str) -> str:
    """The run that holds a text box with these paragraphs; `number` tells the drawings of a part apart."""
    place = _place(name, box, paper)
    size = f'cx="{_emu(place.width)}" cy="{_emu(place.height)}"'
    down = box.style.vertical_align
    anchor = ANCHORS.get(name.partition("-")[2] if down == "baseline" else down, "ctr")
    return (
        f'<w:r><mc:AlternateContent {SPACES}><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0"'
        f' distL="0" distR="0" simplePos="0" relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1"'
        f' allowOverlap="1"><wp:simplePos x="0" y="0"/>{_offset("H", place.x)}{_offset("V", place.y)}'
        f'<wp:extent {size}/><wp:wrapNone/><wp:docPr id="{number}" name="{name}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{SHAPE}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr vert="{FLOWS[box.turn]}" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"</mc:AlternateContent></w:r>"
    )


def _place(name: str, box: MarginBox, paper: Paper) -> _Place:
    """Where CSS puts the box (Paged Media 3, 5.3), without its padding above and below; what is beside is an indent."""
    side, _, part = name.partition("-")
    style = box.style
    around = style.padding_top + style.padding_bottom
    height = paper.text_height if style.height is None else style.height + around
    width = paper.left if side == "left" else paper.right
    x = 0.0 if side == "left" else paper.width - width
    free = paper.text_height - height
    y = paper.top + {"top": 0.0, "bottom": free}.get(part, free / 2)
    inner = _Place(x, y + style.padding_top, width, max(height - around, 1.0))
    return inner.turned((x + width / 2, y + height / 2), box.turn)


def _offset(axis: str, points: float) -> str:
    offset = f"<wp:posOffset>{_emu(points)}</wp:posOffset>"
    return f'<wp:position{axis} relativeFrom="page">{offset}</wp:position{axis}>'


def _emu(points: float) -> int:
    return round(points * EMU)
