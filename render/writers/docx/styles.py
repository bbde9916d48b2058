"""The stylesheet's classes and headings as Word styles, so that a person can restyle a letter in Word."""

from dataclasses import dataclass, replace
from functools import lru_cache

from render.page import NEW_SHEET, Box, Style, Stylesheet
from render.writers.docx.xml import (
    GENERIC,
    PROLOG,
    ROOT,
    Letters,
    ParagraphFormat,
    borders_of,
    paragraph_properties,
    quoted,
    run_properties,
)

HEADINGS = {f"h{level}": level for level in range(1, 7)}
CELLS = {"td": "表格正文", "th": "表格栏目"}

DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
)
TAKEN = {"normal", *CELLS.values()}  # names of styles that no class can have
FIXED = (
    '<w:style w:type="character" w:default="1" w:styleId="a0"><w:name w:val="Default Paragraph Font"/>'
    '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="a2"><w:name w:val="No List"/><w:uiPriority w:val="99"/>'
    "<w:semiHidden/></w:style>"
)


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A paragraph style of the document: its id, its name and what it says."""

    id: str
    name: str
    lines: ParagraphFormat
    letters: Letters
    outline: int = 0  # 1 to 9 = a heading of that level


class Styles:
    """All paragraph styles that a stylesheet gives, and which of them an element has."""

    def __init__(self, sheet: Stylesheet) -> None:
        self.normal = _named("Normal", "Normal", sheet.body)
        self._by_tag = {
            tag: _named(f"Heading{level}", f"heading {level}", sheet.style_of("html", "body", tag), level)
            for tag, level in HEADINGS.items()
        }
        chain = ("html", "body", "table", "tbody", "tr")
        self._by_tag |= {tag: _named(name, name, sheet.style_of(*chain, tag)) for tag, name in CELLS.items()}
        self._by_class = {
            name: _named(f"class-{name}", name, sheet.class_style(name, tag))
            for name, tag in sheet.classes.items()
            if name.lower() not in TAKEN and sheet.class_style(name, tag).display != "none"
        }

    def of(self, box: Box) -> Named:
        """The style of a paragraph made from this element: its heading, its first known class, or Normal."""
        if box.tag in HEADINGS:
            return self._by_tag[box.tag]
        for name in box.classes:
            if name in self._by_class:
                return self._by_class[name]
        return self._by_tag.get(box.tag, self.normal)

    def xml(self) -> bytes:
        """The part word/styles.xml."""
        named = "".join(map(_style_xml, [self.normal, *self._by_tag.values(), *self._by_class.values()]))
        return f"{PROLOG}<w:styles {ROOT}>{DEFAULTS}{FIXED}{named}</w:styles>".encode()

    def fonts_xml(self) -> bytes:
        """The part word/fontTable.xml: each font with the one to use where it is missing (w:altName)."""
        families = {s.letters.font_family for s in [self.normal, *self._by_tag.values(), *self._by_class.values()]}
        return f"{PROLOG}<w:fonts {ROOT}>{''.join(sorted(set(map(_font_xml, families))))}</w:fonts>".encode()


@lru_cache(maxsize=1024)
def lines_of(style: Style) -> ParagraphFormat:
    """The paragraph part of a block's style; padding without a border is an indent."""
    return ParagraphFormat(
        keep_next=style.break_after.startswith("avoid"),
        keep_lines=style.break_inside.startswith("avoid"),
        page_break=style.break_before in NEW_SHEET,
        widow_control=style.orphans > 1 or style.widows > 1,
        borders=borders_of(style),
        fill=style.background_color,
        before=max(style.margin_top, 0.0),
        after=max(style.margin_bottom, 0.0),
        pitch=style.line_pitch,
        left=style.margin_left + style.padding_left,
        right=style.margin_right + style.padding_right,
        indent=style.text_indent,
        align=style.text_align,
    )


@lru_cache(maxsize=1024)
def cell_lines_of(style: Style, keep: bool = False, breaking: bool = False) -> ParagraphFormat:
    """The paragraph part of a cell's style: borders, padding and colour belong to the cell itself."""
    lines = lines_of(style)
    keep_next = keep or lines.keep_next
    return replace(
        lines, keep_next=keep_next, borders=(), fill=None, before=0, after=0, left=0, right=0, page_break=breaking
    )


def _named(style_id: str, name: str, style: Style, outline: int = 0) -> Named:
    lines = cell_lines_of(style) if style.display == "table-cell" else lines_of(style)
    if style_id == "Normal":
        lines = ParagraphFormat(
            widow_control=lines.widow_control, pitch=lines.pitch, align=lines.align, indent=lines.indent
        )
    return Named(style_id, name, lines, Letters.of(style), outline)


def _style_xml(style: Named) -> str:
    level = f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    kind = ' w:default="1"' if style.id == "Normal" else "" if style.outline else ' w:customStyle="1"'
    parent = "" if style.id == "Normal" else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{quoted(style.id)}"><w:name w:val="{quoted(style.name)}"/>'
        f"{parent}<w:qFormat/><w:pPr>{paragraph_properties(style.lines)}{level}</w:pPr>"
        f"<w:rPr>{run_properties(style.letters)}</w:rPr></w:style>"
    )


def _font_xml(families: tuple[str, ...]) -> str:
    names = [name for name in families if name not in GENERIC]
    if not names:
        return ""
    other = f'<w:altName w:val="{quoted(",".join(names[1:]))}"/>' if names[1:] else ""
    return f'<w:font w:name="{quoted(names[0])}">{other}<w:charset w:val="86"/></w:font>'
