"""A cell's value and its number format → the text that Excel shows (ECMA-376 Part 1, 18.8.30 and 18.8.31)."""

from render.collect.shown.formats import HOUSE, is_percent
from render.collect.shown.text import OVERFLOW, day_parts, shown

__all__ = ["HOUSE", "OVERFLOW", "day_parts", "is_percent", "shown"]
