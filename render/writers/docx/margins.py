"""Headers and footers: the margin boxes of a page as parts of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from render.page import Box, Counter, MarginBox, Run, Running
from render.writers.docx.body import SEAM, FlowPosition, flow
from render.writers.docx.paragraphs import paragraph_xml, run_xml
from render.writers.docx.sections import SIDES, Margin
from render.writers.docx.side_boxes import side_box_run
from render.writers.docx.styles import Styles, lines_of
from render.writers.docx.xml import PROLOG, ROOT, UNFIT, Letters, paragraph_properties, run_properties

ROOTS = {"header": "hdr", "footer": "ftr"}
FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


def margin_xml(margin: Margin, styles: Styles, running: Mapping[str, Box]) -> bytes:
    """The part of one header or footer; `running` holds the elements that the page took out of the flow."""
    content = "".join(
        _placed(number, name, box, margin, _box_xml(box, margin, styles, running))
        for number, (name, box) in enumerate(margin.boxes.items(), margin.drawings)
    )
    root = ROOTS[margin.place]
    return UNFIT.sub("", f"{PROLOG}<w:{root} {ROOT}>{content or '<w:p/>'}</w:{root}>").encode()


def is_running(margin: Margin) -> bool:
    """Whether its content differs from document to document."""
    return any(isinstance(item, Running) for box in margin.boxes.values() for item in box.content)


def _placed(number: int, name: str, box: MarginBox, margin: Margin, content: str) -> str:
    """What a box holds, where it stands: in the header or footer, or at a side of the page."""
    if not name.startswith(SIDES):
        return content
    run = side_box_run(name, box, margin.paper, number, content)
    return f"<w:p><w:pPr>{paragraph_properties(SEAM)}</w:pPr>{run}</w:p>"


def _box_xml(box: MarginBox, margin: Margin, styles: Styles, running: Mapping[str, Box]) -> str:
    style = replace(box.style, display="block")
    elements = [running[item.name] for item in box.content if isinstance(item, Running) and item.name in running]
    if elements:
        context = FlowPosition(styles, None, margin.paper.text_width)
        for element in elements:
            flow(element, context)
        return "".join(context.blocks)
    lines = replace(lines_of(style), borders=(), before=0.0, after=0.0)
    paragraph = paragraph_xml(styles.normal, lines, style, [])
    runs = "".join(_item_xml(item, box, styles) for item in box.content)
    return paragraph.replace("</w:p>", f"{runs}</w:p>")


def _item_xml(item: str | Counter | Running, box: MarginBox, styles: Styles) -> str:
    host = Box("span", {}, box.style)
    if isinstance(item, Counter):
        properties = f"<w:rPr>{run_properties(Letters.of(box.style), styles.normal.letters)}</w:rPr>"
        number = f"<w:r>{properties}<w:t>1</w:t></w:r>"
        return f'<w:fldSimple w:instr=" {FIELDS.get(item.name, "PAGE")} ">{number}</w:fldSimple>'
    return run_xml(Run(item, box.style, host), box.style, styles.normal) if isinstance(item, str) else ""


def running_boxes(box: Box) -> Iterator[tuple[str, Box]]:
    """Each element with `position: running(name)`, by name."""
    for child in box.boxes:
        if child.style.position.startswith("running:"):
            yield child.style.position.removeprefix("running:"), child
        else:
            yield from running_boxes(child)
