"""Which faces are found, and that a PDF really uses them."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from render import fontconfig, fonts


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("FONTCONFIG_FILE", "")  # so that what the test sets is taken back
    monkeypatch.delenv("FONTCONFIG_FILE")
    for known in (fonts.faces, fonts._faces_here):
        known.cache_clear()
    yield
    for known in (fonts.faces, fonts._faces_here):
        known.cache_clear()


def installed(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(fonts, "_installed", lambda: names)


def test_every_role_has_a_face_after_setup() -> None:
    assert None not in fonts.faces().values()
    assert fonts.faces()["仿宋"] in {*fonts.ROLES["仿宋"].names, "FandolFang"}


def test_a_real_face_wins_and_an_absent_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "FandolFang", "FangSong", "FandolKai", "SimSun", "Noto Serif CJK SC")
    assert fonts.faces() == {
        "小标宋": None,  # the family is there, its bold is not
        "仿宋": "FangSong",
        "楷体": "FandolKai",
        "黑体": None,
        "宋体": "SimSun",
    }
    assert fonts.missing() == ("小标宋", "黑体")


def test_no_fontconfig_means_no_faces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fonts.missing() == tuple(fonts.ROLES)


def test_the_users_own_configuration_is_included_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fontconfig, "FOLDER", str(tmp_path / "share" / "fonts"))
    theirs = str(tmp_path / "a & b.conf")
    monkeypatch.setenv("FONTCONFIG_FILE", theirs)
    fontconfig.use_own_fonts()
    ours = os.environ["FONTCONFIG_FILE"]
    fontconfig.use_own_fonts()
    assert os.environ["FONTCONFIG_FILE"] == ours
    tree = ET.parse(ours)
    assert tree.findtext("include") == theirs
    assert tree.findtext("dir") == fontconfig.FOLDER


def test_a_venv_that_may_not_be_written_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr(fontconfig, "FOLDER", str(file / "fonts"))  # even root cannot write below a file
    fontconfig.use_own_fonts()
    assert ET.parse(os.environ["FONTCONFIG_FILE"]).findtext("dir") == str(file / "fonts")


def test_several_processes_leave_one_whole_file(tmp_path: Path) -> None:
    code = f"""
import os
from render import fontconfig
fontconfig.FOLDER = {str(tmp_path / "share" / "fonts")!r}
fontconfig.use_own_fonts()
print(os.environ["FONTCONFIG_FILE"])
"""
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(4)]
    said = {process.communicate()[0].decode().strip() for process in running}
    (kept,) = (tmp_path / "share").iterdir()
    assert said == {str(kept)}
    ET.parse(kept)


def test_a_pdf_shows_the_faces_of_the_roles(tmp_path: Path) -> None:
    """In a process of its own, because fontconfig reads its configuration once."""
    lists = {name: ", ".join(f'"{face}"' for face in (*role.names, role.free)) for name, role in fonts.ROLES.items()}
    page = "".join(f"<p style='font-family: {faces}, \"{fonts.LAST_RESORT}\"'>任务" for faces in lists.values())
    code = (
        "import sys; from render import fontconfig; fontconfig.use_own_fonts(); import weasyprint;"
        "weasyprint.HTML(string=sys.argv[1]).write_pdf(sys.argv[2], uncompressed_pdf=True)"
    )
    subprocess.run([sys.executable, "-c", code, page, tmp_path / "x.pdf"], check=True)
    shown = re.findall(rb"/BaseFont /[A-Z]{6}\+([^\s/]+)", (tmp_path / "x.pdf").read_bytes())
    assert {name.decode() for name in shown} == {str(face).replace(" ", "-") for face in fonts.faces().values()}
