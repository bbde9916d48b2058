"""A `Frame`: the part of a page that a paragraph is set in, the text column or a box of its own."""

from dataclasses import dataclass, replace

from render.standard.docx.cascade import Props
from render.standard.docx.units import millimetres
from render.standard.page import PrintedPage


@dataclass(frozen=True, slots=True)
class Region:
    """In mm from the paper's left and upper edges; `top` is None where it depends on the text before."""

    left: float
    right: float
    top: float | None = None
    floats: bool = False

    def narrowed(self, start: float, end: float) -> "Region":
        """Without the indents on its sides."""
        return replace(self, left=self.left + start, right=self.right - end)


def column(page: PrintedPage) -> Region:
    """The text column of a page."""
    return Region(page.left, page.right)


def frame_of(props: Props, page: PrintedPage, width: float) -> Region | None:
    """The frame of a paragraph that has one; `width` is that of its text, for a frame that does not say its own."""
    says = props.get("framePr")
    if says is None or ("dropCap" in says and says["dropCap"] != "none"):
        return None
    own = millimetres(says.get("w")) or width
    left = _across(says, page, own)
    return Region(left, left + own, _down(says, page), floats=True)


def _across(says: dict[str, str], page: PrintedPage, width: float) -> float:
    on_paper = says.get("hAnchor") == "page"
    low, high = (0.0, page.width) if on_paper else (page.left, page.right)
    places = {
        "center": (low + high - width) / 2,
        "right": high - width,
        "outside": high - width,
        "left": low,
        "inside": low,
    }
    return places.get(says.get("xAlign", ""), low + (millimetres(says.get("x")) or 0.0))


def _down(says: dict[str, str], page: PrintedPage) -> float | None:
    anchor, y = says.get("vAnchor", "text"), millimetres(says.get("y"))
    if anchor == "text" or y is None or "yAlign" in says:
        return None
    return y + (page.margins.top or 0.0) * (anchor == "margin")
