"""An <svg> in a page → its source; HTML ignores the case of names, XML does not."""

from copy import deepcopy

from lxml import etree

DRAWING = "svg"
PICTURES = (DRAWING, "img")  # what stands in a line of text and is none
SPACE = "http://www.w3.org/2000/svg"

#: The names in SVG 1.1 with capitals that drawings of ours may need.
NAMES = (
    *("viewBox", "preserveAspectRatio", "textLength", "lengthAdjust", "startOffset", "pathLength"),
    *("gradientUnits", "gradientTransform", "patternUnits", "patternTransform", "clipPathUnits", "spreadMethod"),
    *("linearGradient", "radialGradient", "clipPath", "textPath"),
)
CASED = {name.lower(): name for name in NAMES}


def drawing_source(node: etree._Element) -> str:
    """The drawing as XML with its names as SVG writes them."""
    copy = deepcopy(node)
    copy.tail = None
    if "xmlns" not in copy.attrib:
        copy.set("xmlns", SPACE)
    for each in copy.iter(etree.Element):
        each.tag = CASED.get(str(each.tag), each.tag)
        for name, value in each.items():
            if name in CASED:
                del each.attrib[name]
                each.set(CASED[name], value)
    return etree.tostring(copy, encoding="unicode")
