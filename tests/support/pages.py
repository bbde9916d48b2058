"""Pages for tests: a whole HTML page around a body, and the boxes in it."""

from collections.abc import Iterator

from render.page import Box, Page, Style


def page(body: str, css: str = "", title: str = "题", author: str = "") -> Page:
    """The page that a template with this body would make."""
    meta = f'<meta name="author" content="{author}">' if author else ""
    head = f'<meta charset="utf-8"><title>{title}</title>{meta}'
    return Page(f'<!DOCTYPE html>\n<html lang="zh-CN"><head>{head}</head>\n<body>{body}</body></html>\n', css)


def boxes(box: Box) -> Iterator[Box]:
    """A box and all in it, in the order of the page."""
    yield box
    for child in box.boxes:
        yield from boxes(child)


def find(of: Page, name: str) -> Box:
    """The one box with this id, or else of this tag."""
    inside = list(boxes(of.body))
    (found,) = [b for b in inside if b.attributes.get("id") == name] or [b for b in inside if b.tag == name]
    return found


def style(css: str, body: str = "<p>字</p>", name: str = "p") -> Style:
    """The computed style of one element."""
    return find(page(body, css), name).style
