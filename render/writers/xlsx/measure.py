"""How much room text takes: characters → lines → points, since a workbook stores the heights of its rows.

Widths are in ems, as Chinese faces have them: “ — … as wide as 字, Latin letters about half as wide. The
slack covers what Excel, WPS and LibreOffice round to whole pixels, and wider letters of a substituted face.
"""

import math

from render.page import Style
from render.page.lines import NORMAL, break_lines

HIGHEST = 409.0  #: points, Excel's limit for a row
INSET = 6.0  #: points that Excel keeps free left and right of a text
SLACK = 1.05


def text_height(text: str, style: Style, width: float) -> float:
    """The height in points that a text needs in a cell of this width."""
    pitch = style.line_pitch or style.font_size * NORMAL
    return len(text_lines(text, style, width)) * pitch + style.padding_top + style.padding_bottom


def text_lines(text: str, style: Style, width: float) -> tuple[str, ...]:
    """The lines of a text in a cell of this width."""
    room = max((width - INSET) / (style.font_size * SLACK), 1.0)
    return (text,) if style.white_space in ("nowrap", "pre") else break_lines(text, round(room, 2))


def digit_width(style: Style) -> int:
    """The width in pixels of a digit in the workbook's own font: the unit of widths (ECMA-376, 18.3.1.13)."""
    return math.ceil(round(style.font_size * 4 / 3) / 2)


def column_width(points: float, style: Style) -> float:
    """A width in points as Excel stores it."""
    return round(points * 4 / 3 / digit_width(style), 2)


def row_height(points: float) -> float:
    """A height in whole pixels, not above Excel's limit."""
    return min(math.ceil(points * 4 / 3) * 0.75, HIGHEST)
