"""The standard's reader: a correct document gives no finding, and each fault that is planted gives its own."""

import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from render.standard import Verdict, inspect
from render.standard.clauses import CHARACTER
from render.standard.docx import read_docx
from render.standard.evidence import lacking
from render.standard.manuscript import Manuscript
from render.standard.official import Official
from render.standard.pdf import read_pdf
from render.standard.recognise import recognise
from render.standard.rules import RULES, faults, rules_for
from render.standard.special import special_form
from render.standard.unreadable import Unreadable
from support import sample_docx as word
from support import sample_pdf as pdf
from support.standard_faults import (
    ALSO_RIGHT,
    DOCUMENT,
    DOCUMENT_FAULTS,
    LETTER_FAULTS,
    NUMBERED,
    NUMBERING,
    PDF_FAULTS,
)

LETTER_DOCX, LETTER_PDF = word.packed(word.letter()), pdf.printed(pdf.LETTER)


def checked(tmp_path: Path, name: str, data: bytes) -> list[str]:
    """What is found in one file, without the file's name."""
    path = tmp_path / name
    path.write_bytes(data)
    return told(inspect([path], tmp_path)[0])


def told(verdict: Verdict) -> list[str]:
    """Its faults, or why it was not checked."""
    unread = [f"文件  {verdict.reason}"] if verdict.conclusion == "不能检查" else []
    return [*unread, *(str(fault).removeprefix(f"{verdict.path}  ") for fault in verdict.faults)]


# ---- correct documents ----


@pytest.mark.parametrize("make", [word.letter, word.document])
def test_a_correct_word_file_gives_none(tmp_path: Path, make: Callable[[], word.Parts]) -> None:
    assert checked(tmp_path, "文.docx", word.packed(make())) == []


@pytest.mark.parametrize("html", [pdf.LETTER, pdf.DOCUMENT])
def test_a_correct_pdf_gives_none(tmp_path: Path, html: str) -> None:
    assert checked(tmp_path, "文.pdf", pdf.printed(html)) == []


@pytest.mark.parametrize("data", [LETTER_DOCX, LETTER_PDF], ids=["docx", "pdf"])
def test_every_part_is_recognised(data: bytes) -> None:
    official = recognise((read_pdf if data.startswith(b"%PDF") else read_docx)(data))
    assert official.form == "信函"
    names = ("mark", "serial", "addressee", "signature", "date", "note")
    assert {name: getattr(official, name).bare for name in names} == {
        "mark": "陕西省教育厅",
        "serial": "陕教信函〔2017〕5号",
        "addressee": "财务处：",
        "signature": "陕西省教育厅",
        "date": "2017年3月5日",
        "note": "（联系人：张三，电话：029-88888888）",
    }
    assert "".join(part.bare for part in official.title) == "陕西省教育厅关于做好2017年教育信息化工作的通知"
    assert [part.bare[:5] for part in official.body] == [
        *("为落实《2", "一、工作任", "（一）基础", "1.利用改", "2.开展全"),
        *("（二）人才", "开展校长信", "二、工作要", "各单位要细"),
    ]
    assert [part.bare for part in official.enclosures] == ["附件：1.任务摘录", "2.任务台账"]
    assert [(annex.heading.bare, annex.name) for annex in official.annexes] == [("附件1", "任务摘录")]


def test_lines_of_a_word_file_end_where_those_of_the_pdf_do() -> None:
    """Word keeps no line ends: the reader breaks lines itself, but for the marks and numbers that keep together."""
    made, printed = (recognise(read(data)) for read, data in ((read_docx, LETTER_DOCX), (read_pdf, LETTER_PDF)))
    pairs = [(ours, theirs) for ours, theirs in zip(made.body, printed.body, strict=True) if ours.bare == theirs.bare]
    assert len(pairs) == len(made.body) - 1  # one text is longer in the PDF
    assert [len(ours.lines) for ours, _ in pairs] == [len(theirs.lines) for _, theirs in pairs]
    assert {len(ours.lines) for ours, _ in pairs} == {1, 2}
    for ours, theirs in pairs:
        for one, other in zip(ours.lines, theirs.lines, strict=True):
            assert one.left - ours.page.left == pytest.approx(other.left - theirs.page.left, abs=CHARACTER / 10)
            assert one.right - ours.page.left == pytest.approx(other.right - theirs.page.left, abs=1.5 * CHARACTER)


# ---- planted faults ----


@pytest.mark.parametrize("name", LETTER_FAULTS)
def test_a_fault_in_a_word_letter_is_found(tmp_path: Path, name: str) -> None:
    part, old, new, found = LETTER_FAULTS[name]
    data = word.packed(word.planted(word.letter(), part, old, new))
    assert checked(tmp_path, "信.docx", data) == found


@pytest.mark.parametrize("name", DOCUMENT_FAULTS)
def test_a_fault_in_a_word_document_is_found(tmp_path: Path, name: str) -> None:
    part, old, new, found = DOCUMENT_FAULTS[name]
    data = word.packed(word.planted(word.document(), part, old, new))
    assert checked(tmp_path, "文.docx", data) == found


@pytest.mark.parametrize("name", PDF_FAULTS)
def test_a_fault_in_a_pdf_is_found(tmp_path: Path, name: str) -> None:
    html, old, new, found = PDF_FAULTS[name]
    assert checked(tmp_path, "文.pdf", pdf.printed(pdf.planted(html, old, new))) == found


def test_every_rule_is_broken_by_a_fault() -> None:
    """So that no rule can stop working unseen."""
    quiet = set(RULES)
    for official in planted_officials():
        quiet -= {rule for rule in quiet & set(rules_for(official)) if any(rule.check(official))}
    assert [(rule.clause, rule.element) for rule in quiet] == []


def planted_officials() -> Iterator[Official]:
    for make, table in ((word.letter, LETTER_FAULTS), (word.document, DOCUMENT_FAULTS)):
        for part, old, new, _ in table.values():
            yield recognise(read_docx(word.packed(word.planted(make(), part, old, new))))
    for html, old, new, _ in PDF_FAULTS.values():
        yield recognise(read_pdf(pdf.printed(pdf.planted(html, old, new))))


# ---- what is right in more than one way ----


@pytest.mark.parametrize("name", ALSO_RIGHT)
def test_other_ways_are_right_as_well(tmp_path: Path, name: str) -> None:
    parts = word.letter()
    for old, new in ALSO_RIGHT[name]:
        parts = word.planted(parts, DOCUMENT, old, new)
    assert checked(tmp_path, "信.docx", word.packed(parts)) == []


def test_automatic_numbers_are_read(tmp_path: Path) -> None:
    relation = f'<Relationship Id="rNumbers" Type="{word.R}/numbering" Target="numbering.xml"/></Relationships>'
    parts = word.planted(word.letter(), "word/_rels/document.xml.rels", "</Relationships>", relation)
    for text in ("工作任务", "工作要求"):
        label = "一、" if text == "工作任务" else "二、"
        parts = word.planted(
            parts, DOCUMENT, word.p(label + text, style=word.BLACK_FACE), word.p(text, NUMBERED, word.BLACK_FACE)
        )
    parts["word/numbering.xml"] = NUMBERING
    official = recognise(read_docx(word.packed(parts)))
    assert [part.text for part in official.body if "工作" in part.text[:6]] == ["一、工作任务", "二、工作要求"]
    plain = word.planted(parts, DOCUMENT, word.BLACK_FACE + "</w:rPr><w:t>工作", "</w:rPr><w:t>工作")
    assert checked(tmp_path, "信.docx", word.packed(plain)) == [
        "7.3.3 一级标题  字体为仿宋_GB2312，应为黑体：“一、工作任务”等2处"
    ]


def test_a_document_grid_counts(tmp_path: Path) -> None:
    parts = word.planted(word.letter(), "word/styles.xml", ' w:line="579" w:lineRule="exact"', "")
    parts = word.planted(parts, "word/styles.xml", '<w:spacing w:val="-5"/>', "")
    grid = '<w:docGrid w:type="linesAndChars" w:linePitch="{}" w:charSpace="{}"/></w:sectPr>'
    good = word.planted(parts, DOCUMENT, "</w:sectPr>", grid.format(579, -1024))
    assert checked(tmp_path, "信.docx", word.packed(good)) == []
    bad = word.planted(parts, DOCUMENT, "</w:sectPr>", grid.format(600, 0))
    assert checked(tmp_path, "信.docx", word.packed(bad)) == [
        "5.2.3 行数  每页21行（行距30磅），应为22行",
        "5.2.3 字数  每行27字（字距16磅），应为28字",
    ]


def test_a_head_in_the_first_page_header_is_read(tmp_path: Path) -> None:
    head = word.LETTER_MARK + word.UPPER + word.LOWER
    parts = word.planted(word.letter(), DOCUMENT, head, "")
    parts = word.planted(parts, DOCUMENT, "<w:sectPr>", '<w:sectPr><w:headerReference w:type="first" r:id="rHead"/>')
    relation = f'<Relationship Id="rHead" Type="{word.R}/header" Target="head.xml"/></Relationships>'
    parts = word.planted(parts, "word/_rels/document.xml.rels", "</Relationships>", relation)
    parts["word/head.xml"] = f"<w:hdr {word.NAMESPACES}>{head}</w:hdr>"
    assert checked(tmp_path, "信.docx", word.packed(parts)) == []


def test_faces_may_come_from_the_theme(tmp_path: Path) -> None:
    relation = f'<Relationship Id="rTheme" Type="{word.R}/theme" Target="theme.xml"/></Relationships>'
    parts = word.planted(word.letter(), "word/_rels/document.xml.rels", "</Relationships>", relation)
    parts = word.planted(parts, "word/styles.xml", 'w:eastAsia="仿宋_GB2312"', 'w:eastAsiaTheme="minorEastAsia"')
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Hans" typeface="{}"/>'
        "</a:minorFont></a:fontScheme></a:themeElements></a:theme>"
    )
    for face, count in (("仿宋", 0), ("等线", 7)):
        parts["word/theme.xml"] = theme.format(face)
        assert len(checked(tmp_path, "信.docx", word.packed(parts))) == count


def test_a_character_style_counts(tmp_path: Path) -> None:
    style = f'<w:style w:type="character" w:styleId="c"><w:rPr>{word.face("黑体")}</w:rPr></w:style></w:styles>'
    parts = word.planted(word.letter(), "word/styles.xml", "</w:styles>", style)
    heading = word.p("一、工作任务", style=word.BLACK_FACE)
    parts = word.planted(parts, DOCUMENT, heading, heading.replace(word.BLACK_FACE, '<w:rStyle w:val="c"/>'))
    assert checked(tmp_path, "信.docx", word.packed(parts)) == []


def test_a_page_number_may_be_a_simple_field(tmp_path: Path) -> None:
    style = f"<w:rPr>{word.face('宋体', 14)}</w:rPr>"
    before, number, after = (f"<w:r>{style}<w:t>{text}</w:t></w:r>" for text in ("— ", "9", " —"))
    field = f'{before}<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT ">{number}</w:fldSimple>{after}'
    parts = word.letter()
    form, _, _ = parts["word/odd.xml"].partition("</w:pPr>")
    parts["word/odd.xml"] = f"{form}</w:pPr>{field}</w:p></w:ftr>"
    assert checked(tmp_path, "信.docx", word.packed(parts)) == []


def test_a_page_break_may_stand_before_the_heading(tmp_path: Path) -> None:
    turn = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    parts = word.planted(word.document(), DOCUMENT, turn, "")
    heading = word.ANNEX[0].replace("<w:t>", '<w:br w:type="page"/><w:t>')
    assert checked(tmp_path, "文.docx", word.packed(word.planted(parts, DOCUMENT, word.ANNEX[0], heading))) == []


def test_the_strict_format_is_read_as_well(tmp_path: Path) -> None:
    strict = {
        name: text.replace(word.W, "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            word.R, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, text in word.letter().items()
    }
    assert checked(tmp_path, "信.docx", word.packed(strict)) == []


# ---- what is passed over, and what cannot be read ----


def test_only_official_documents_are_checked(tmp_path: Path) -> None:
    table = word.p("任务分解表", word.CENTRED, word.TITLE) + word.ANNEX[2]
    parts = word.letter()
    body = parts[DOCUMENT]
    start, end = body.index("<w:body>") + len("<w:body>"), body.rindex("<w:sectPr>")
    files = {
        "任务分解表.docx": word.packed(parts | {DOCUMENT: body[:start] + table + body[end:]}),
        "任务分解表.pdf": pdf.printed("<h1>任务分解表</h1><table><tr><td>编号</table>"),
        "空.pdf": pdf.printed(""),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    found = inspect([tmp_path / name for name in files])
    assert [(each.conclusion, each.faults) for each in found] == [("不是公文", ())] * len(files)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("信.docx", b"", "文件  是空文件（0 字节）"),
        ("信.docx", b"hello", "文件  不是 Word 文档，或已损坏"),
        ("信.docx", word.packed({"a.txt": "a"}), "文件  不是 Word 文档，或已损坏"),
        ("信.docx", word.packed(word.letter() | {DOCUMENT: "<w:document"}), "文件  已损坏"),
        ("信.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "文件  有打开密码"),
        ("信.docx", OLE, "文件  是旧版 .doc"),
        ("信.doc", OLE, "文件  只能检查 .docx 和 .pdf"),
        ("信.pdf", b"", "文件  是空文件（0 字节）"),
        ("信.pdf", b"%PDF-1.7 hello", "文件  不是 PDF，或已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    assert checked(tmp_path, name, data) == [found]


def test_a_word_file_without_text_or_page_setup_is_a_finding(tmp_path: Path) -> None:
    letter = word.letter()
    body = letter[DOCUMENT]
    start, end = body.index("<w:body>"), body.index("</w:body>") + len("</w:body>")
    for inside, found in (("", "文件  没有正文"), ("<w:body><w:p/></w:body>", "文件  没有页面设置")):
        data = word.packed(letter | {DOCUMENT: body[:start] + inside + body[end:]})
        assert checked(tmp_path, "信.docx", data) == [found]


def test_a_zip_bomb_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("render.standard.docx.package.LARGEST", 1700)
    assert checked(tmp_path, "信.docx", LETTER_DOCX) == ["文件  word/document.xml 过大"]


def test_a_pdf_with_a_password_is_a_finding(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(io.BytesIO(LETTER_PDF)))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "锁.pdf")
    (found,) = inspect([tmp_path / "锁.pdf"], tmp_path)
    assert told(found) == ["文件  有打开密码"]


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    missing, folder = tmp_path / "没有.docx", tmp_path / "夹.pdf"
    folder.mkdir()
    found = [told(verdict) for verdict in inspect([missing, folder], tmp_path)]
    assert found == [["文件  没有这个文件"], ["文件  是文件夹"]]


# ---- nothing that a file holds makes it fail ----


@given(
    st.binary(max_size=400),
    st.sampled_from([read_docx, read_pdf]),
    st.sampled_from([b"", b"PK\3\4", b"%PDF-1.7\n", OLE]),
)
def test_random_bytes_are_unreadable(data: bytes, read: Callable[[bytes], Manuscript], start: bytes) -> None:
    with pytest.raises(Unreadable):
        read(start + data)


@given(st.floats(0, 1), st.sampled_from([(LETTER_DOCX, read_docx), (LETTER_PDF, read_pdf)]))
def test_truncated_files_do_not_raise(share: float, case: tuple[bytes, Callable[[bytes], Manuscript]]) -> None:
    data, read = case
    survives(data[: int(len(data) * share)], read)


@given(st.integers(), st.sampled_from([(LETTER_DOCX, read_docx), (LETTER_PDF, read_pdf)]))
def test_damaged_files_do_not_raise(seed: int, case: tuple[bytes, Callable[[bytes], Manuscript]]) -> None:
    data, read = bytearray(case[0]), case[1]
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 60)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    survives(bytes(data), read)


@settings(max_examples=150)
@given(st.integers(), st.sampled_from(["word/document.xml", "word/styles.xml", "word/odd.xml"]))
def test_strange_word_files_do_not_raise(seed: int, part: str) -> None:
    """Any attribute may hold anything, and any element may be anywhere."""
    chance = random.Random(seed)
    parts = word.letter()
    root = etree.fromstring(parts[part].encode())
    elements = list(root.iter())
    for _ in range(chance.randint(1, 12)):
        element, other = chance.choice(elements), chance.choice(elements)
        for name in element.attrib:
            element.set(
                name,
                chance.choice(
                    ["", "-1", "0", "99999999999", "1e400", "nan", "左", "1.5cm", "FFFFF", other.text or "a"]
                ),
            )
        if not any(each is element for each in other.iterancestors()) and element is not root and other is not element:
            other.append(element)
    survives(word.packed(parts | {part: etree.tostring(root, encoding="unicode")}), read_docx)


def survives(data: bytes, read: Callable[[bytes], Manuscript]) -> None:
    try:
        manuscript = read(data)
    except Unreadable:
        return
    official = recognise(manuscript)
    list(faults(official))
    lacking(official)
    special_form(manuscript)
