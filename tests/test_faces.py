"""Faces in PDFs hold what is used and nothing else: the pages stay as they were, and so do the texts."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from fontTools.cffLib import CFFFontSet  # type: ignore[import-untyped]
from fontTools.pens.basePen import NullPen  # type: ignore[import-untyped]

from render.documents.document import make_documents
from render.page import Page
from render.reader import read_plan
from render.writers import pdf
from render.writers.faces import SWITCH
from support.real_project import ROOT, build_once, shared_folder

NAMES = ("任务通知/财务处", "任务分解表", "印发通知")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The same documents with thin faces, as they are built, and as WeasyPrint makes them."""
    output = build_once(shared_folder(tmp_path_factory) / "real") / "output"
    plain = tmp_path_factory.mktemp("plain")
    pages = {one.name: one.page for one in make_documents(read_plan(ROOT / "plan.yaml").plan, ROOT / "templates")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SWITCH, "1")
        for number, name in enumerate(NAMES):
            (plain / f"{number}.pdf").write_bytes(pdf.write(pages[name]))
    return {
        "thin": [output / f"{name}.pdf" for name in NAMES],
        "plain": [plain / f"{number}.pdf" for number in range(len(NAMES))],
    }


def shown(path: Path, *command: str) -> bytes:
    return subprocess.run([*command, str(path)], check=True, capture_output=True).stdout


def text(path: Path) -> bytes:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_each_page_looks_and_reads_the_same(made: dict[str, list[Path]], number: int) -> None:
    thin, plain = (made[way][number] for way in ("thin", "plain"))
    assert text(thin) == text(plain)
    assert shown(thin, "pdftoppm", "-r", "100") == shown(plain, "pdftoppm", "-r", "100")
    assert thin.stat().st_size < 0.7 * plain.stat().st_size


def test_a_face_is_embedded_bare_and_its_cids_name_its_glyphs(made: dict[str, list[Path]]) -> None:
    thin, plain = (shown(made[way][0], "pdffonts") for way in ("thin", "plain"))
    assert b"CID Type 0C (OT)" in plain
    assert b"CID Type 0C (OT)" not in thin
    assert b"CID Type 0C " in thin


def test_each_glyph_is_as_wide_as_the_pdf_says(made: dict[str, list[Path]]) -> None:
    widths = [pair for path in made["thin"] for pair in widths_of(path)]
    assert len(widths) > 300
    assert [pair for pair in widths if abs(pair[0] - pair[1]) > 1] == []


def widths_of(path: Path) -> Iterator[tuple[float, float]]:
    """Of each CID its width in /W, and in the embedded face as fontTools reads it."""
    with pikepdf.open(path) as pdf:
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/CIDFontType0":
                face = CFFFontSet()
                face.decompile(io.BytesIO(font.FontDescriptor.FontFile3.read_bytes()), None)
                glyphs, runs = face[0].CharStrings, list(font.W)
                for first, run in zip(runs[::2], runs[1::2], strict=True):
                    for place, width in enumerate(run):
                        glyph = glyphs[f"cid{int(first) + place:05d}"]
                        glyph.draw(NullPen())
                        yield float(width), float(glyph.width)


def test_streams_that_are_packed_once_are_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = make_documents(read_plan(ROOT / "plan.yaml").plan, ROOT / "templates")
    page: Page = next(one.page for one in documents if one.name == "任务通知/财务处")
    packed = pdf.write(page)
    monkeypatch.setattr(pdf, "pack", lambda _: None)
    assert pdf.write(page) == packed
