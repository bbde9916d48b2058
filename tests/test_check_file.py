"""`render check FILE`: what each file was checked as, or why it was not, said and in JSON."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from PIL import Image

from support import papers
from support import sample_docx as word
from support import sample_pdf as pdf
from support.small_project import Project, Run

GOOD, GOOD_DOCUMENT = word.packed(word.letter()), word.packed(word.document())
HINT = "；确是公文的，加 --as 信函 或 --as 文件 检查"


@pytest.fixture
def put(project: Project) -> Callable[[str, bytes], str]:
    """Write a file into the current folder; its name."""

    def write(name: str, data: bytes) -> str:
        path = project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return name

    return write


Put = Callable[[str, bytes], str]


def verdict(project: Project, name: str, *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the object for the one file."""
    run = project.run("check", name, *options, "--json")
    (data,) = json.loads("\n".join(run.lines))
    return run.code, data


# ---- checked ----


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("信.docx", GOOD, "✓ 信.docx：信函格式，查了 45 条，没有不符"),
        ("信.PDF", pdf.printed(pdf.LETTER), "✓ 信.PDF：信函格式，查了 50 条，没有不符"),
        ("文.docx", GOOD_DOCUMENT, "✓ 文.docx：文件格式，查了 44 条，没有不符"),
    ],
)
def test_a_clean_file_is_said_to_be_checked_as_what(
    project: Project, put: Put, name: str, data: bytes, line: str
) -> None:
    assert project.run("check", put(name, data)) == Run(0, [line], [])


def test_a_fault_is_told_and_counted(project: Project, put: Put) -> None:
    put("信.docx", word.packed(word.planted(word.letter(), "word/document.xml", "〔2017〕", "[2017]")))
    run = project.run("check", "信.docx")
    assert (run.code, run.lines) == (1, ["✗ 信.docx：信函格式，查了 45 条，1 处不符"])
    assert run.errors == ["信.docx  7.2.5 发文字号  年份用“[]”，应为“〔〕”：陕教信函[2017]5号"]


@pytest.mark.parametrize("name", papers.OFFICIAL)
def test_a_document_that_lost_parts_is_faulted_for_them(project: Project, put: Put, name: str) -> None:
    make, form, lost = papers.OFFICIAL[name]
    code, data = verdict(project, put("文.docx", papers.saved(make())))
    assert (code, data["结论"], data["格式"]) == (1, "有不符", f"{form}格式" if form else "")
    # These papers have no red lines, no page numbers and no 版记: that is told, but is not what this test is about.
    absent = [each["要素"] for each in data["不符"] if each["说明"] == "没有找到" and "印发" not in each["要素"]]
    assert absent == lost
    assert data["建议"] == ("" if form else "加 --as 信函 或 --as 文件 再查这种格式独有的要求")


def test_no_place_is_made_up_for_what_stands_in_a_table(project: Project, put: Put) -> None:
    put("文.docx", papers.saved(papers.beside_each_other()))
    said = [
        each["说明"] for each in verdict(project, "文.docx")[1]["不符"] if each["要素"] in ("发文机关标志", "发文字号")
    ]
    assert not [each for each in said if "未居中" in each or "右边缘" in each]


def test_beside_a_signer_the_number_stands_left(project: Project, put: Put) -> None:
    beside = f"　{papers.SERIAL}　　　　　　签发人：张三"
    made = papers.official(papers.paper(), serial=beside, title="关于申请经费的请示")
    made.paragraphs[1].alignment = papers.LEFT
    put("文.docx", papers.saved(made))
    said = [each["说明"] for each in verdict(project, "文.docx")[1]["不符"] if each["要素"] == "发文字号"]
    assert said == []


def test_a_running_header_is_no_title(project: Project, put: Put) -> None:
    put("文.docx", papers.saved(papers.with_a_running_header()))
    said = [each["说明"] for each in verdict(project, "文.docx")[1]["不符"] if each["要素"] == "标题"]
    assert not [each for each in said if each.startswith(("字体", "字号"))]


def test_a_title_that_wraps_is_centred(project: Project, put: Put) -> None:
    title = "关于转发省教育厅关于做好2017年防汛工作的紧急通知的通知"
    put("文.docx", papers.saved(papers.official(papers.paper(), title=title)))
    said = [each["说明"] for each in verdict(project, "文.docx")[1]["不符"] if each["要素"] == "标题"]
    assert "未居中" not in said


def test_a_form_is_insisted_on(project: Project, put: Put) -> None:
    put("表.docx", papers.saved(papers.only_a_table()))
    code, data = verdict(project, "表.docx", "--as", "文件")
    assert (code, data["结论"], data["格式"], data["条数"]) == (1, "有不符", "文件格式", 44)
    absent = [each["要素"] for each in data["不符"] if each["说明"].startswith("没有")]
    parts = ["发文机关标志", "分隔线", "标题", "主送机关", "发文机关署名", "印发机关和印发日期", "页码"]
    assert absent == parts
    put("信.docx", GOOD)
    code, data = verdict(project, "信.docx", "--as", "文件")
    assert (code, data["格式"]) == (1, "文件格式")
    assert {"条款": "7.4.3", "要素": "印发机关和印发日期", "说明": "没有找到"} in data["不符"]
    assert verdict(project, "信.docx", "--as", "信函")[0] == 0


BOTH = ["标题", "主送机关", "正文", "发文机关署名", "成文日期"]
EVERYTHING = {
    "信函": ["发文机关标志", "发文字号", "红色双线", "红色双线", *BOTH, "页码"],
    "文件": ["发文机关标志", "发文字号", "分隔线", *BOTH, "印发机关和印发日期", "页码"],
}


@pytest.mark.parametrize("form", EVERYTHING)
def test_an_empty_document_lacks_everything(project: Project, put: Put, form: str) -> None:
    put("空.docx", papers.saved(papers.paper()))
    code, data = verdict(project, "空.docx", "--as", form)
    assert (code, [each["要素"] for each in data["不符"]]) == (1, EVERYTHING[form])


def test_a_form_needs_a_file(project: Project) -> None:
    run = project.run("check", "--as", "信函")
    assert run.code == 2
    assert run.errors[-1] == "错误：--as 后面还要写公文的文件名"
    assert project.run("check", "--as", "令", "a.docx").code == 2


# ---- not checked ----


@pytest.mark.parametrize("name", papers.OTHER)
def test_another_paper_is_no_official_document(project: Project, put: Put, name: str) -> None:
    put("文.docx", papers.saved(papers.OTHER[name]()))
    run = project.run("check", "文.docx")
    assert (run.code, run.errors) == (0, [])
    (line,) = run.lines
    assert line.startswith("○ 文.docx：看来不是公文，没有检查：没有")
    assert line.endswith(HINT)


def test_the_reason_names_what_is_missing(project: Project, put: Put) -> None:
    put("承诺书.docx", papers.saved(papers.OTHER["承诺书"]()))
    why = "没有发文机关标志、发文字号、红色分隔线、公文标题（关于……的通知、函等）、印发机关和印发日期"
    assert project.run("check", "承诺书.docx").lines == [f"○ 承诺书.docx：看来不是公文，没有检查：{why}{HINT}"]


@pytest.mark.parametrize("name", papers.SPECIAL)
def test_a_special_form_is_named_and_not_checked(project: Project, put: Put, name: str) -> None:
    make, form = papers.SPECIAL[name]
    put("文.docx", papers.saved(make()))
    line = f"○ 文.docx：没有检查：看来是{form}，只检查信函格式和文件格式{HINT}"
    assert project.run("check", "文.docx") == Run(0, [line], [])
    assert verdict(project, "文.docx", "--as", "文件")[1]["结论"] == "有不符"


def test_a_letter_about_minutes_is_no_minutes(project: Project, put: Put) -> None:
    made = papers.official(papers.paper(), title="关于印发厅长办公会议纪要")
    of_two_lines = made.paragraphs[2].insert_paragraph_before("关于印发厅长办公会议纪要", made.paragraphs[2].style)
    of_two_lines.alignment = papers.CENTRE
    made.paragraphs[3].runs[0].text = "的通知"
    put("文.docx", papers.saved(made))
    assert verdict(project, "文.docx")[1]["格式"] == "文件格式"


# ---- cannot be checked ----


def scanned(pages: int = 1) -> bytes:
    """Pages that are pictures."""
    sheets = [Image.new("L", (300, 424), 200) for _ in range(pages)]
    buffer = io.BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:])
    return buffer.getvalue()


def read_by_machine() -> bytes:
    """A scanned page, with the invisible text that a program made out on it."""
    page = pypdf.PdfReader(io.BytesIO(pdf.printed(pdf.LETTER))).pages[0]
    writer = pypdf.PdfWriter(io.BytesIO(scanned()))
    stream = pypdf.generic.StreamObject()
    stream.set_data(b"3 Tr " + page.get_contents().get_data())  # type: ignore[union-attr]
    page[pypdf.generic.NameObject("/Contents")] = stream
    writer.pages[0].merge_page(page)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def pasted() -> bytes:
    """A Word file with a scanned page in it."""
    made, picture = papers.paper(), io.BytesIO()
    Image.new("L", (300, 424), 200).save(picture, "PNG")
    made.add_picture(picture)
    return papers.saved(made)


def typed_as(kind: str) -> bytes:
    """The letter with another media type, as under a changed name."""
    parts = word.letter()
    old = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return word.packed(word.planted(parts, "[Content_Types].xml", old, f"application/vnd.{kind}.main+xml"))


def locked() -> bytes:
    writer, buffer = pypdf.PdfWriter(io.BytesIO(pdf.printed(pdf.LETTER))), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(buffer)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS, REOPEN = "请另存为 .docx 再检查", "请用 Word 或 WPS 打开看看，另存一份再检查"
PICTURE = "只有图片，没有文字，多半是扫描件；请检查扫描以前的 Word 文件或导出的 PDF"
UNREADABLE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "空文件": ("文.docx", bytes, "是空文件（0 字节）；请换一份完整的"),
    "截断": ("文.docx", lambda: GOOD[: len(GOOD) // 2], f"不是 Word 文档，或已损坏；{REOPEN}"),
    "内容损坏": ("文.docx", lambda: word.packed(word.letter() | {"word/document.xml": "<w"}), f"已损坏；{REOPEN}"),
    "别的压缩文件": ("文.docx", lambda: word.packed({"a": "b"}), f"不是 Word 文档，或已损坏；{REOPEN}"),
    "旧版改名": ("文.docx", lambda: OLE, f"是旧版 .doc；{SAVE_AS}"),
    "有密码": (
        "文.docx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "有打开密码；请取消密码后再检查",
    ),
    "带宏": ("文.docm", lambda: GOOD, f"只能检查 .docx 和 .pdf；{SAVE_AS}"),
    "带宏改名": (
        "文.docx",
        lambda: typed_as("ms-word.document.macroEnabled"),
        f"是带宏的 .docm，只是改了扩展名；{SAVE_AS}",
    ),
    "工作簿改名": (
        "文.docx",
        lambda: typed_as("openxmlformats-officedocument.spreadsheetml.sheet"),
        f"是 Excel 工作簿，只是改了扩展名；{SAVE_AS}",
    ),
    "PDF 改名": ("文.docx", lambda: pdf.printed(pdf.LETTER), "其实是 PDF；请把扩展名改为 .pdf 再检查"),
    "RTF 改名": ("文.docx", lambda: b"{\\rtf1 a}", f"其实是 RTF；{SAVE_AS}"),
    "网页改名": ("文.docx", lambda: b"\xef\xbb\xbf\r\n<html>", f"其实是网页或 XML；{SAVE_AS}"),
    "Word 改名": ("文.pdf", lambda: GOOD, "不是 PDF，像是 Word 文档；请把扩展名改为 .docx 再检查"),
    "旧版": ("文.doc", lambda: OLE, f"只能检查 .docx 和 .pdf；{SAVE_AS}"),
    "工作簿": ("表.xlsx", lambda: b"PK", "只能检查 .docx 和 .pdf"),
    "图片": ("扫描.JPG", lambda: b"a", "只能检查 .docx 和 .pdf；图片请检查它的 Word 文件"),
    "没有扩展名": ("文", lambda: GOOD, "只能检查 .docx 和 .pdf"),
    "扫描的 PDF": ("文.pdf", scanned, PICTURE),
    "认过字的扫描": ("文.pdf", read_by_machine, PICTURE),
    "贴了扫描的 Word": ("文.docx", pasted, PICTURE),
    "PDF 有密码": ("文.pdf", locked, "有打开密码；请取消密码后再检查"),
    "PDF 损坏": ("文.pdf", lambda: b"%PDF-1.7 a", "不是 PDF，或已损坏；请重新导出 PDF 再检查"),
    "锁": ("~$文.docx", lambda: b"a", "是 Word 打开文件时留下的标记，不是文档；请检查 文.docx 那个文件本身"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_checked_is_refused_with_a_remedy(project: Project, put: Put, name: str) -> None:
    file, make, why = UNREADABLE[name]
    assert project.run("check", put(file, make())) == Run(1, [f"✗ {file}：不能检查：{why}"], [])
    assert verdict(project, file, "--as", "信函")[1]["结论"] == "不能检查"


def test_a_file_that_is_not_there(project: Project) -> None:
    line = "✗ 没有.docx：不能检查：没有这个文件；请核对文件名"
    assert project.run("check", "没有.docx") == Run(1, [line], [])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="有管道的系统才有")
def test_a_pipe_does_not_hang(project: Project) -> None:
    os.mkfifo(project.root / "管.docx")
    assert project.run("check", "管.docx").lines == ["✗ 管.docx：不能检查：不是文件；只能检查 .docx 和 .pdf"]


def test_pages_that_are_pictures_are_named(project: Project, put: Put) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(pdf.printed(pdf.LETTER)))
    count = len(writer.pages)
    writer.append(io.BytesIO(scanned()))
    writer.write(project.root / "信.pdf")
    run = project.run("check", "信.pdf")
    assert run.lines[-1].endswith(f"；第{count + 1}页只有图片，没有查")


# ---- folders ----


def test_a_folder_is_looked_through(project: Project, put: Put) -> None:
    put("夹/信.docx", GOOD)
    put("夹/下级/文.pdf", pdf.printed(pdf.DOCUMENT))
    put("夹/承诺书.docx", papers.saved(papers.OTHER["承诺书"]()))
    for passed in ("~$信.docx", ".隐藏.docx", ".git/信.docx"):
        put(f"夹/{passed}", b"a")
    put("夹/表.xlsx", b"a")
    summary = (
        "✓ 公文格式：信函格式 1 份，文件格式 1 份，没有不符；不是公文 1 份（承诺书.docx）；另有 1 个其他文件没有查"
    )
    assert project.run("check", "夹") == Run(0, [summary], [])
    put("夹/旧.doc", OLE)
    run = project.run("check", "夹")
    assert (run.code, run.lines[0]) == (1, f"✗ 夹/旧.doc：不能检查：只能检查 .docx 和 .pdf；{SAVE_AS}")
    assert "；不能检查 1 份（旧.doc）；" in run.lines[1]


def test_a_folder_without_documents(project: Project, put: Put) -> None:
    put("夹/表.xlsx", b"a")
    line = "✗ 夹：不能检查：里面没有 .docx 和 .pdf；请写公文所在的文件夹"
    run = project.run("check", "夹")
    assert (run.code, run.lines[0]) == (1, line)


def test_many_files_are_summed_up_and_none_is_checked_twice(project: Project, put: Put) -> None:
    put("夹/信.docx", GOOD)
    put("夹/~$信.docx", b"a")  # as a shell's *.docx names it
    run = project.run("check", "夹/信.docx", "夹/~$信.docx", "没有.pdf", "夹", "夹/信.docx")
    assert run.lines == [
        "✓ 夹/信.docx：信函格式，查了 45 条，没有不符",
        "✗ 没有.pdf：不能检查：没有这个文件；请核对文件名",
        "✗ 公文格式：信函格式 1 份，没有不符；不能检查 1 份（没有.pdf）",
    ]


# ---- for other programs ----


def test_json_has_an_object_for_each_file(project: Project, put: Put) -> None:
    put("信.docx", word.packed(word.planted(word.letter(), "word/document.xml", word.ADDRESSEE, "")))
    put("承诺书.docx", papers.saved(papers.OTHER["承诺书"]()))
    run = project.run("check", "信.docx", "承诺书.docx", "没有.docx", "--json")
    assert (run.code, run.errors) == (1, [])
    letter, promise, missing = json.loads("\n".join(run.lines))
    fault = {"条款": "7.3.2", "要素": "主送机关", "说明": "没有找到"}
    assert letter == {
        "文件": "信.docx",
        "结论": "有不符",
        "格式": "信函格式",
        "条数": 45,
        "不符": [fault],
        "说明": "",
        "建议": "",
    }
    assert list(promise) == list(missing) == list(letter)
    assert (promise["结论"], promise["格式"], promise["不符"]) == ("不是公文", "", [])
    assert (missing["结论"], missing["说明"], missing["建议"]) == ("不能检查", "没有这个文件", "请核对文件名")


def test_json_of_plan_and_outputs_is_one_value(project: Project, put: Put) -> None:
    put("output/信.docx", GOOD)
    data = json.loads("\n".join(project.run("check", "--outputs", "--json").lines))
    assert data["计划"] == []
    assert [(each["文件"], each["结论"]) for each in data["公文"]] == [("信.docx", "没有不符")]


# ---- outputs ----


def test_without_outputs_nothing_is_said_to_be_checked(project: Project) -> None:
    run = project.run("check", "--outputs")
    assert (run.code, run.lines[-1]) == (0, "○ 公文格式：没有 .docx 和 .pdf，什么也没有检查")


def test_outputs_are_counted_by_what_they_were_checked_as(project: Project, put: Put) -> None:
    put("output/信.docx", GOOD)
    put("output/表.docx", papers.saved(papers.only_a_table()))
    run = project.run("check", "--outputs")
    assert (run.code, run.lines[-1]) == (0, "✓ 公文格式：信函格式 1 份，没有不符；不是公文 1 份（表.docx）")
    put("output/信.docx", word.packed(word.planted(word.letter(), "word/document.xml", word.LETTER_MARK, "")))
    run = project.run("check", "--outputs")
    assert (run.code, run.errors) == (1, ["信.docx  10.1 发文机关标志  没有找到"])
    run = project.run("check", "--outputs", "没有.docx")
    assert run.lines[-1] == "✗ 公文格式：信函格式 1 份，1 处不符；不是公文 1 份（表.docx）；不能检查 1 份（没有.docx）"


def test_the_help_says_what_the_exit_code_means(project: Project) -> None:
    text = "".join("".join(project.run("check", "--help").lines).split())
    assert "有不符、有文件不能检查时，退出码是1；看来不是公文的不算错" in text


def test_a_letter_saved_in_a_zip_with_odd_entries_is_read(project: Project, put: Put) -> None:
    """A folder entry, and a part that nothing refers to."""
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/", "")
        archive.writestr("customXml/item1.xml", "<a/>")
    assert project.run("check", put("信.docx", buffer.getvalue())).code == 0
