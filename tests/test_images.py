"""Pictures of templates: printed in Word, PDF and the web page, from the folder of templates alone."""

import io
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.shared import Mm, Pt
from PIL import Image

from support.small_project import Project

HEAD = "---\n输出: 试\n格式: [{}]\n样式: [a.css]\n---\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>'
BODY = """\
<p>前<img src="标志.png" alt="标志 &amp; “甲”">后</p>
<p><img class="小" src='图/像.jpg' alt="像"></p>
<p><img src=mark.svg alt="画" width="100"></p>
<p><img src="{data}" alt="" style="height: 10mm"></p>
"""


def image(kind: str, size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, kind)
    return stream.getvalue()


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project with a template that has pictures, built."""
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("图")
        patch.chdir(root)
        project = Project(root)
        for name in ("总表", "通知"):
            (root / f"templates/{name}.html").unlink()
        put(root)
        (root / "secret.png").write_bytes(image("PNG", (9, 9)))
        data = f"data:image/png;base64,{b64encode(image('PNG', (30, 10))).decode()}"
        project.write("templates/试.html", HEAD.format("docx, pdf, html, xlsx") + BODY.format(data=data) + TABLE)
        assert project.run("build").code == 0
        return project


TABLE = "<table><tr><td>甲<img src='标志.png' alt=''></td></tr></table>\n"


def put(root: Path, size: tuple[int, int] = (120, 60)) -> None:
    folder = root / "templates"
    (folder / "图").mkdir(exist_ok=True)
    (folder / "标志.png").write_bytes(image("PNG", size))
    (folder / "图/像.jpg").write_bytes(image("JPEG", (80, 40)))
    (folder / "mark.svg").write_text(SVG, "utf-8")
    (folder / "a.css").write_text(".小 { width: 30mm }\np { line-height: normal }\n", "utf-8")


def test_word_has_each_picture_with_its_size_and_what_it_tells(pictured: Project) -> None:
    shapes = docx.Document(str(pictured.output / "试.docx")).inline_shapes
    sizes = [(round(shape.width / Pt(1), 1), round(shape.height / Pt(1), 1)) for shape in shapes]
    wide = Mm(30) / Pt(1)
    small = (round(wide, 1), round(wide / 2, 1))
    assert sizes[:4] == [(90.0, 45.0), small, (75.0, 37.5), (round(wide, 1), round(wide / 3, 1))]
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    assert told[:4] == ["标志 & “甲”", "像", "画", ""]


def test_the_pdf_has_figures_with_what_they_tell(pictured: Project) -> None:
    pdf = pypdf.PdfReader(pictured.output / "试.pdf")
    objects: list[Any] = [pdf.get_object(number + 1) for number in range(len(pdf.xref_objStm) + len(pdf.xref[0]))]
    figures = [one for one in objects if isinstance(one, dict) and one.get("/S") == "/Figure"]
    assert {"标志 & “甲”", "像", "画"} <= {str(one.get("/Alt", "")) for one in figures}
    assert len(pdf.pages[0].images) >= 3


def test_the_web_page_stays_one_file(pictured: Project) -> None:
    page = (pictured.output / "试.html").read_text("utf-8")
    sources = re.findall(r'<img[^>]*\ssrc="([^"]{0,15})', page)
    assert len(sources) == 5
    assert all(source.startswith("data:image/") for source in sources)


def test_a_picture_that_changes_makes_what_shows_it_again(pictured: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pictured.root)
    assert not [line for line in pictured.run("build").lines if line.startswith("更新")]
    put(pictured.root, (60, 60))
    assert "更新  试.docx" in pictured.run("build").lines
    put(pictured.root)
    pictured.run("build")


@pytest.mark.parametrize(
    "source", ["../secret.png", "/etc/hostname", "http://127.0.0.1:9/x.png", "file:///etc/hostname"]
)
@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_nothing_is_taken_from_elsewhere(
    source: str, format: str, pictured: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pictured.root)
    pictured.write("templates/外.html", HEAD.format(format).replace("试", "外") + f"<p><img src='{source}' alt=''></p>")
    assert pictured.run("build").code == 1
    assert not (pictured.output / f"外.{format}").exists()
    (pictured.root / "templates/外.html").unlink()


def test_a_picture_that_is_a_link_out_of_the_folder_is_not_taken(
    pictured: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pictured.root)
    link = pictured.root / "templates/外.png"
    link.symlink_to(pictured.root / "secret.png")
    pictured.write("templates/外.html", HEAD.format("docx").replace("试", "外") + "<p><img src='外.png' alt=''></p>")
    assert pictured.run("build").code == 1
    (pictured.root / "templates/外.html").unlink()
    link.unlink()
