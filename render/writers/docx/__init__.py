"""Page → .docx: the shell of its stylesheet is built once; a document adds its body, running headers and title."""

from xml.sax.saxutils import escape

from render.page import Page
from render.writers.docx.body import body_xml
from render.writers.docx.margins import is_running, margin_xml, running_boxes
from render.writers.docx.package import deflated, pack
from render.writers.docx.pictures import numbered, picture_parts
from render.writers.docx.shell import CORE, DOCUMENT, make_shell, shell_parts
from render.writers.docx.xml import PROLOG, ROOT, UNFIT
from render.writers.tightening import tightened

CORE_XML = (
    f'{PROLOG}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)


def write(page: Page) -> bytes:
    """The Word document of a page (ECMA-376 transitional); the same bytes for the same page."""
    page = tightened(page)
    shell = make_shell(page.css)
    body = numbered(body_xml(page, shell.styles, shell.sections))
    own = {
        DOCUMENT: f"{PROLOG}<w:document {ROOT}><w:body>{body}</w:body></w:document>",
        CORE: CORE_XML.format(title=escape(page.title), author=escape(page.metadata.get("author", ""))),
    }
    margins = shell.margins(body)
    shared = shell_parts(page.css, tuple(margin.part for margin in margins))
    parts = {
        **shared,
        **picture_parts(page, shared),
        **{name: deflated(name, UNFIT.sub("", xml).encode()) for name, xml in own.items()},
    }
    own_margins = [margin for margin in margins if is_running(margin)]
    running = dict(running_boxes(page.body)) if own_margins else {}
    for margin in own_margins:
        name = f"word/{margin.part}.xml"
        parts[name] = deflated(name, margin_xml(margin, shell.styles, running))
    first = "[Content_Types].xml"
    return pack([parts.pop(first), *parts.values()])
