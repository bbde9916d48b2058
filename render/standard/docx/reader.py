""".docx → `Manuscript`."""

from collections.abc import Iterator
from dataclasses import replace

from render.standard.docx.cascade import Cascade
from render.standard.docx.flow import Flow, Story
from render.standard.docx.inline import paragraphs
from render.standard.docx.numbering import Numbering
from render.standard.docx.package import Element, Package, child, name_of, value
from render.standard.docx.section import Section, read_sections
from render.standard.manuscript import Folio, Manuscript, in_order
from render.standard.patterns import FOLIO
from render.standard.unreadable import Unreadable


def read_docx(data: bytes) -> Manuscript:
    """Read a Word file; `Unreadable` if that is not what it is."""
    return _DocumentReader(Package(data)).read()


class _DocumentReader:
    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main
        self._cascade = Cascade(package.related(main, "styles"), package.related(main, "theme"))
        self._numbering = Numbering(package.related(main, "numbering"))
        settings = package.related(main, "settings")
        switch = child(settings, "evenAndOddHeaders")
        self._two_sided = switch is not None and value(switch, default="1") not in ("0", "false", "off")

    def read(self) -> Manuscript:
        body = child(self._package.document, "body")
        if body is None:
            raise Unreadable("没有正文")
        marks = list(_section_marks(body))
        sections = read_sections(self._package, marks)
        if not sections:
            raise Unreadable("没有页面设置")
        head = self._story("head", _first_part(sections[0].heads, sections[0]), sections[0])
        foot = self._story("foot", _first_part(sections[0].feet, sections[0]), sections[0])
        text = self._body(body, sections)
        return Manuscript(
            kind="docx",
            pages=tuple(section.page for section in sections),
            folios=tuple(folio for section in sections for folio in self._folios(section, section is sections[0])),
            paragraphs=in_order((*(replace(each, running=True) for each in head.paragraphs), *text.paragraphs)),
            strokes=(*head.strokes, *text.strokes, *foot.strokes),
            pictures=("全文",) if not text.paragraphs and _has_picture(body) else (),
        )

    def _body(self, body: Element, sections: list[Section]) -> Flow:
        flow = Flow(self._cascade, self._numbering)
        rest = iter(sections)
        section = next(rest)
        for element, in_table in paragraphs(body):
            flow.add(element, section, in_table)
            if child(element, "pPr", "sectPr") is not None:
                section = next(rest, section)
                if section.new_page:
                    flow.turn_page()
        return flow

    def _story(self, story: Story, part: Element | None, section: Section, number: str = "1") -> Flow:
        flow = Flow(self._cascade, self._numbering, story, number)
        for element, in_table in paragraphs(part) if part is not None else ():
            flow.add(element, section, in_table)
        return flow

    def _folios(self, section: Section, opens: bool) -> Iterator[Folio]:
        """The places for a page number in a section: its first page where that differs, odd pages, even pages."""
        if section.first_differs:
            yield self._folio(section, "first", "首页", first=opens)
        yield self._folio(section, "default", "单页", first=opens and not section.first_differs)
        yield self._folio(section, "even" if self._two_sided else "default", "双页", odd=False)

    def _folio(self, section: Section, part: str, name: str, *, odd: bool = True, first: bool = False) -> Folio:
        found = None
        for parts in (section.feet, section.heads):
            flow = self._story("foot", parts.get(part), section, "1" if odd else "2")
            found = found or next((each for each in flow.paragraphs if FOLIO.fullmatch(each.bare)), None)
        return Folio(section.page, f"{section.page.name}{name}", odd, first, found)


def _first_part(parts: dict[str, Element], section: Section) -> Element | None:
    """What stands on the first page of a section."""
    return parts.get("first" if section.first_differs else "default")


def _has_picture(body: Element) -> bool:
    return any(name_of(each) in ("blip", "imagedata") for each in body.iter())


def _section_marks(body: Element) -> Iterator[Element]:
    for element, _ in paragraphs(body):
        mark = child(element, "pPr", "sectPr")
        if mark is not None:
            yield mark
    yield from (each for each in body if name_of(each) == "sectPr")
