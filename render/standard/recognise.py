"""`Manuscript` → `Official`: which paragraph is what, told as a person would, by how it reads and looks.

Style names and CSS classes are not looked at: someone may have edited the file, or made it with another program.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from render.standard.clauses import SIZES
from render.standard.manuscript import Manuscript
from render.standard.official import Annex, Form, Official
from render.standard.paragraph import HAN, Paragraph
from render.standard.patterns import (
    ANNEX,
    CONTROLS,
    COPIES,
    DATE,
    ENCLOSURE_ITEM,
    ENCLOSURES,
    ENDS_AS_TITLE,
    FULL_MARK,
    ISSUED,
    LEADS_IN,
    NOTE,
    ORGAN,
    SERIAL,
    TITLE_LINE,
)

HEAD = 12  # paragraphs, among which mark and number are looked for
TITLE = 4  # paragraphs that a title may take
LARGE = SIZES["二号"] + 2  # pt: larger than a title
SIGNATURE = 40  # characters that a signature may have

Paragraphs = Sequence[Paragraph]


def recognise(manuscript: Manuscript, insisted: Form | None = None) -> Official:
    """Whatever parts there are; whether they make an official document, `evidence` says."""
    every = _unboxed(manuscript.paragraphs)
    head = every[:HEAD]
    serial = _first(head, lambda each: SERIAL.fullmatch(each.bare) is not None)
    marks = _marks([each for each in head if each is not serial])
    named = [each for each in (*marks, serial) if each is not None]
    text = [each for each in every if not each.running and not any(each is one for one in named)]
    # A text box hangs on any paragraph, also on one below the title: it does not say where the head ends.
    start = max((each.place + 1 for each in named if each.lines or each.in_table), default=0)
    below = [each for each in text if each.place >= start]
    title = _title([each for each in below if not CONTROLS.fullmatch(each.bare)])
    below = [each for each in below if not title or each.place > title[-1].place]
    addressee = _addressee(below, bool(title and (named or _reads_as_title(title))))
    main = _main(below[1:] if addressee is not None else below)
    ending = _Ending(main)
    rest = [each for each in below if each.place > (main[-1].place if main else -1) and each is not addressee]
    return Official(
        kind=manuscript.kind,
        pages=manuscript.pages,
        folios=manuscript.folios,
        strokes=manuscript.strokes,
        marks=marks,
        serial=serial,
        title=title,
        addressee=addressee,
        body=ending.body,
        enclosures=ending.enclosures,
        signature=ending.signature,
        date=ending.date,
        note=ending.note,
        annexes=tuple(_annexes(rest)),
        copies=_first(rest, lambda each: COPIES.fullmatch(each.bare) is not None),
        issued=_first(rest, lambda each: ISSUED.fullmatch(each.bare) is not None),
        insisted=insisted,
    )


def _unboxed(every: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """A document that stands in one table from its red mark on: the table is its page, and no table of its text."""
    boxed = all(each.in_table for each in every) and any(each.red and _is_mark(each) for each in every[:HEAD])
    return tuple(replace(each, in_table=False) for each in every) if boxed else every


def _first(paragraphs: Paragraphs, wanted: Callable[[Paragraph], bool]) -> Paragraph | None:
    return next(filter(wanted, paragraphs), None)


# ---- head ----


def _marks(head: Paragraphs) -> tuple[Paragraph, ...]:
    """The first, and those directly below it: other offices that write together with it, or the word 文件."""
    lines = list(dropwhile(lambda each: not _is_mark(each), head))
    return tuple(takewhile(_is_mark, lines))


def _is_mark(paragraph: Paragraph) -> bool:
    """Red, or larger than any title; black marks are marks as well, if they are an office's name."""
    bare = paragraph.bare
    if len(HAN.findall(bare)) < 2 or TITLE_LINE.fullmatch(bare) or "。" in bare:
        return False
    if paragraph.red:
        return paragraph.size > SIZES["三号"]
    named = ORGAN.fullmatch(bare) or FULL_MARK.fullmatch(bare)
    return paragraph.size >= LARGE and named is not None and not paragraph.in_table


def _title(below: Paragraphs) -> tuple[Paragraph, ...]:
    """The centred paragraphs; where there is none, those that together read as a title."""
    candidates = list(takewhile(lambda each: not each.bare.endswith(("：", ":")) and not each.in_table, below[:TITLE]))
    centred = tuple(takewhile(lambda each: each.centred, candidates))
    lengths = (i for i in range(1, len(candidates) + 1) if _reads_as_title(candidates[:i]))
    return centred or tuple(candidates[: next(lengths, 0)])


def _reads_as_title(title: Paragraphs) -> bool:
    text = "".join(each.bare for each in title)
    return ENDS_AS_TITLE.fullmatch(text) is not None and "。" not in text and "，" not in text


def _addressee(below: Paragraphs, official: bool) -> Paragraph | None:
    """The paragraph under the title if it ends with a colon, or stands flush left where only an addressee can."""
    first = below[0] if below and not below[0].in_table else None
    if first is None or LEADS_IN.fullmatch(first.bare) or "。" in first.bare:
        return None
    if first.bare.endswith(("：", ":")):
        return first
    flush = first.start is not None and first.start < 1 and not first.centred
    return first if official and flush else None


def _main(below: Paragraphs) -> Paragraphs:
    """From the text to the note: everything before the first annex and before 抄送."""
    return list(takewhile(lambda each: not _ends_main(each), below))


def _ends_main(paragraph: Paragraph) -> bool:
    bare = paragraph.bare
    return bool(ANNEX.fullmatch(bare) or COPIES.fullmatch(bare) or ISSUED.fullmatch(bare))


# ---- ending ----


class _Ending:
    """Body, 附件说明, signature, date and note, found from the date backwards and forwards."""

    def __init__(self, main: Paragraphs) -> None:
        dates = [i for i, each in enumerate(main) if DATE.fullmatch(each.bare)]
        outside = [i for i in dates if not main[i].in_table]  # a table may list dates
        end = (outside or dates)[-1] if dates else len(main)
        self.date = main[end] if dates else None
        before, after = list(main[:end]), list(main[end + 1 :])
        tabled = self.date is not None and self.date.in_table
        self.signature = _signature(before[-1:], tabled) or _signature(list(filter(_written, after[:1])), tabled)
        if before and self.signature is before[-1]:
            before.pop()
        self.note = _first(after, lambda each: NOTE.fullmatch(each.bare) is not None)
        start = next((i for i, each in enumerate(before) if ENCLOSURES.match(each.bare)), len(before))
        self.body = tuple(before[:start])
        self.enclosures = tuple(_enclosures(before[start:]))


def _signature(beside: Paragraphs, tabled: bool) -> Paragraph | None:
    """The paragraph next to the date, if it is one; in a table only with the date, and an office's name."""
    if tabled:
        return _first(beside, lambda each: each.in_table and ORGAN.fullmatch(each.bare) is not None)
    return _first(beside, lambda each: not each.in_table and _is_signature(each))


def _written(paragraph: Paragraph) -> bool:
    return bool(paragraph.bare)


def _is_signature(paragraph: Paragraph) -> bool:
    """A short name, or the blank for one, away from the left edge."""
    bare = paragraph.bare
    apart = not paragraph.lines or (paragraph.start or 0.0) > 3 or paragraph.centred
    reads = not bare.endswith(("。", "；", "：", "，")) and len(bare) <= SIGNATURE
    return apart and reads and not any(each.match(bare) for each in (NOTE, ENCLOSURES, ENCLOSURE_ITEM))


def _enclosures(paragraphs: Paragraphs) -> Iterator[Paragraph]:
    """附件：… and the numbered names under it."""
    yield from paragraphs[:1]
    yield from takewhile(lambda each: ENCLOSURE_ITEM.fullmatch(each.bare) is not None, paragraphs[1:])


# ---- annexes ----


def _annexes(rest: Paragraphs) -> Iterator[Annex]:
    for i, paragraph in enumerate(rest):
        if ANNEX.fullmatch(paragraph.bare) and not paragraph.in_table:
            yield Annex(paragraph, tuple(_annex_title(rest[i + 1 : i + 1 + TITLE])))


def _annex_title(below: Paragraphs) -> Iterator[Paragraph]:
    """The centred lines under the heading, all of one size."""
    size = below[0].size if below else 0.0
    yield from takewhile(lambda each: each.centred and not each.in_table and each.size == size, below)
