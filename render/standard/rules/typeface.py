"""Face, size, weight and colour, for any part."""

from collections.abc import Callable, Iterable, Iterator

from render.standard.clauses import SIZE_TOLERANCE, SIZES, is_black, plain, serves
from render.standard.manuscript import Kind
from render.standard.official import Official
from render.standard.paragraph import HAN, Paragraph, Span
from render.standard.rules.words import each_once, number, quote

LENDER = "宋体"  # the role whose face lends the rare characters that 仿宋_GB2312 and its like lack: 赟, 喆
LENDERS = {"黑体": ("Noto Sans CJK SC",)}  # for a PDF, of the same weight
Check = Callable[[Official], Iterator[str]]
Pick = Callable[[Official], Iterable[Paragraph]]


def set_in(pick: Pick, role: str, size: str | None = None) -> Check:
    """The check that parts stand in this role's face and, where a size is named, in that size."""

    def check(official: Official) -> Iterator[str]:
        for paragraph in pick(official):
            yield from wrong_face(paragraph.spans, role, official.kind)
            if size is not None:
                yield from wrong_size(paragraph.spans, size)

    return check


def wrong_face(spans: Iterable[Span], role: str, kind: Kind) -> Iterator[str]:
    """Chinese characters only: digits and letters have faces of their own."""
    wrong: dict[str, list[str]] = {}
    right = 0
    for span in spans:
        lent = serves(span.face, LENDER, kind) or plain(span.face) in map(plain, LENDERS.get(role, ()))
        found = [char for char in HAN.findall(span.text) if _is_common(char) or not lent]
        if serves(span.face, role, kind):
            right += len(found)
        elif found:
            wrong.setdefault(face_name(span.face), []).extend(found)
    for face, characters in wrong.items():
        part = f"{quote(''.join(characters))}的" if len(characters) < right else ""
        yield f"{part}字体为{face}，应为{role}"


def _is_common(char: str) -> bool:
    """Whether GB 2312 has it, and so every face that the standard means."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def wrong_size(spans: Iterable[Span], size: str) -> Iterator[str]:
    """Every visible character counts."""
    wanted = SIZES[size]
    sizes = {span.size: None for span in spans if span.text.strip() and abs(span.size - wanted) > SIZE_TOLERANCE}
    for found in sizes:
        yield f"字号为{number(found)}磅，应为{size}（{number(wanted)}磅）"


def face_name(face: str) -> str:
    """A face as it is shown: without the letters that mark a part of a font."""
    return face.partition("+")[2] or face or "（未指定）"


def coloured(official: Official) -> Iterator[str]:
    """5.2.4: everything but the mark is black."""
    folios = (folio.text for folio in official.folios if folio.text is not None)
    yield from each_once(
        (f"颜色为#{span.colour}，应为黑色", paragraph)
        for paragraph in (*official.parts, *folios)
        for span in _first_coloured(paragraph)
    )


def _first_coloured(paragraph: Paragraph) -> list[Span]:
    return [span for span in paragraph.spans if span.text.strip() and not is_black(span.colour)][:1]


def bold(official: Official) -> Iterator[str]:
    """7.3.3: levels are told apart by their faces."""
    heavy = (part for part in official.body if any(span.bold and span.text.strip() for span in part.spans))
    yield from each_once(("文字加粗", paragraph) for paragraph in heavy)


def without_glyph(official: Official) -> Iterator[str]:
    """A box stands for a character that the face lacks."""
    marks = () if official.mark is None else (official.mark,)
    spans = [span for part in (*marks, *official.parts) for span in part.spans if span.missing]
    lost = dict.fromkeys((span.text, face_name(span.face)) for span in spans)
    for text, face in lost:
        yield f"{quote(text)}在{face}中没有字形，印成了空白或方框"
