"""Style attributes → classes: WeasyPrint computes one style for all elements of a class, but one for each attribute."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

NAME = "_样"
#: Declarations that mean the same in a rule as in an attribute, where whatever is left open ends with the attribute.
PLAIN = re.compile(r"(?:[^(){}\[\]\"'\\/@<]|\([^(){}\[\]\"'\\/@<]*\))*")
#: It gives a class the rank that WeasyPrint gives to an attribute, before the page's other style elements.
RANK = ":not(#_)"
#: Selectors that would see the difference.
SEEING = re.compile(r"\[\s*(?:class|style)\b", re.I)


def share_styles(root: Any, css: str) -> None:
    """Put a class in place of each style attribute of a document (ElementTree), and their rules into its head.

    Nothing is done where the stylesheet asks for such attributes.
    """
    sheets = [css, *("".join(style.itertext()) for style in root.iter("style"))]
    if any(map(SEEING.search, sheets)):
        return
    names = dict[str, str]()
    for element in _shown(root):
        style = element.get("style", "")
        if style and PLAIN.fullmatch(style):
            name = names.setdefault(style, f"{NAME}{len(names)}")
            element.set("class", f"{element.get('class', '')} {name}")
            del element.attrib["style"]
    if names:
        rules = (f".{name}{RANK} {{{style}}}" for style, name in names.items())
        ElementTree.SubElement(root.find("head"), "style").text = "\n".join(rules)


def _shown(element: Any) -> Iterator[Any]:
    """The elements that stylesheets reach: a drawing has its own."""
    if isinstance(element.tag, str) and not element.tag.endswith("}svg"):
        yield element
        for child in element:
            yield from _shown(child)
