"""HTML + CSS → a tree of boxes with computed style, which the Word and Excel writers print."""

from render.page.drawings import PICTURES
from render.page.grid import Cell, Grid, read_grid
from render.page.items import NO_MARKERS, list_problem, number_items
from render.page.paper import Counter, MarginBox, Paper, Running
from render.page.sheet import Stylesheet, read_sheet
from render.page.style import NEW_SHEET, Edge, Percent, Style
from render.page.tree import Box, Page, Run, read_runs

__all__ = [
    "NEW_SHEET",
    "NO_MARKERS",
    "PICTURES",
    "Box",
    "Cell",
    "Counter",
    "Edge",
    "Grid",
    "MarginBox",
    "Page",
    "Paper",
    "Percent",
    "Run",
    "Running",
    "Style",
    "Stylesheet",
    "list_problem",
    "number_items",
    "read_grid",
    "read_runs",
    "read_sheet",
]
