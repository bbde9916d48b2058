"""Characters that GB 2312 lacks, in official documents: the face that lends them, and lines that keep their pitch."""

import io
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from render.rare import rare_characters
from render.standard import Conclusion, inspect
from render.writers import writer
from support import sample_pdf as sample
from support.pages import page
from support.real_project import ROOT
from support.words import W, texts, word

CSS = "".join((ROOT / f"templates/{name}.css").read_text("utf-8") for name in ("fonts", "gongwen"))
SENTENCE = "请武功县郙陵镇𬭚堂小学<b>等喆</b>单位认真组织实施，按季度报送进展情况。"
PITCH = 28.95


@pytest.mark.parametrize("char", "郙喆镕赟堃㙍𬭚")
def test_rare_characters(char: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        char.encode("gb2312")
    assert rare_characters().split(f"甲{char}{char}乙") == ["甲", char * 2, "乙"]


def test_common_characters() -> None:
    assert rare_characters().search("陕西省教育厅〔2017〕—“一”、abc") is None


def test_a_line_that_holds_one_is_no_higher_in_a_pdf() -> None:
    with pdfplumber.open(io.BytesIO(writer("pdf")(page(f"<p>{SENTENCE * 8}</p>", CSS)))) as opened:
        chars = opened.pages[0].chars
        text = "".join(char["text"] for char in chars)
        lines = sorted({round(char["matrix"][5], 2) for char in chars}, reverse=True)[:-1]
    assert SENTENCE.replace("<b>", "").replace("</b>", "") in text.replace("\n", "")
    assert len(lines) > 8
    assert [round(above - below, 2) for above, below in pairwise(lines)] == [PITCH] * (len(lines) - 1)


def test_in_a_pdf_they_are_as_heavy_as_the_text_around_them() -> None:
    made = writer("pdf")(page("<h1>郙</h1><h2>一、郙</h2><p>郙", CSS))
    with pdfplumber.open(io.BytesIO(made)) as opened:
        faces = [char["fontname"].partition("+")[2] for char in opened.pages[0].chars if char["text"] == "郙"]
    assert faces == ["Noto-Serif-CJK-SC-Bold", "Noto-Sans-CJK-SC", "Noto-Serif-CJK-SC"]


def test_in_word_they_have_the_face_of_their_kind_that_has_them() -> None:
    made = word("<h1>郙</h1><h2>一、郙</h2><h3>（一）郙</h3><p>甲郙乙<b>喆</b>", CSS)
    faces = [
        (run.findtext(f"{W}t"), fonts.get(f"{W}eastAsia"))
        for run in made.body.iter(f"{W}r")
        for fonts in run.iter(f"{W}rFonts")
    ]
    assert faces == [("郙", "方正小标宋_GBK"), ("郙", "楷体"), ("郙", "仿宋"), ("喆", "仿宋")]
    assert list(texts(made.body)) == ["郙", "一、郙", "（一）郙", "甲郙乙喆"]


def test_the_checker_takes_what_is_lent(tmp_path: Path) -> None:
    def conclusion(html: str) -> Conclusion:
        path = tmp_path / "文.pdf"
        path.write_bytes(sample.printed(html))
        return inspect([path])[0].conclusion

    lent = '<span style="font-family: Noto Sans CJK SC">{}</span>'
    assert conclusion(sample.planted(sample.LETTER, "工作任务", lent.format("郙"))) is Conclusion.CLEAN
    assert conclusion(sample.planted(sample.LETTER, "工作任务", lent.format("工作"))) is Conclusion.FAULTY
