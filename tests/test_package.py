"""The wheel that `pip install .`, pipx and uvx make: it holds all that the program reads, and works away from here."""

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OWN_TEMPLATES = "这里没有 templates 文件夹，用程序自带的模板"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer lays it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def run(unpacked: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-m", "render", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_it_holds_the_program_and_its_templates_and_nothing_else(unpacked: Path) -> None:
    templates = {f"templates/{name}" for name in _files(ROOT / "templates")}
    assert _files(unpacked / "render") == _files(ROOT / "render") | templates
    (information,) = (path for path in unpacked.iterdir() if path.name != "render")
    assert "render = render.cli:main" in (information / "entry_points.txt").read_text("utf-8")
    metadata = Parser().parsestr((information / "METADATA").read_text("utf-8"))
    assert (metadata["Name"], metadata["License-File"]) == ("render", "LICENSE")


def test_an_office_begins_checks_builds_and_looks_with_nothing_but_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    given = ("--title", "2026年重点工作", "--organ", "某局", "--office", "督查室")
    assert run(unpacked, tmp_path, "new", "新", *given).returncode == 0
    office = tmp_path / "新"
    assert _files(office / "templates") == _files(ROOT / "templates")
    for path in (office / "templates").iterdir():
        path.unlink()
    (office / "templates").rmdir()
    checked, built = run(unpacked, office, "check"), run(unpacked, office, "build", "--only", "督查室")
    assert (checked.returncode, checked.stderr.splitlines()[0]) == (0, OWN_TEMPLATES)
    assert (built.returncode, built.stderr.splitlines()[0]) == (0, OWN_TEMPLATES)
    assert (office / "output/任务台账/督查室.xlsx").is_file()
    assert run(unpacked, office, "preview", "--help").returncode == 0
