"""What `render doctor` finds, and that what it advises is what `make setup` installs."""

import re
from pathlib import Path

import pytest
from weasyprint.text import ffi

from render import doctor, fonts

ROOT = Path(__file__).parent.parent


def finding(name: str) -> doctor.Requirement:
    (found,) = (each for each in doctor.examine() if each.name == name)
    return found


def without(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(doctor.LIBRARIES, library, ("libabsent.so.0",))


def test_all_is_well_after_setup() -> None:
    findings = doctor.examine()
    assert [each for each in findings if not each.ok or each.fix] == []
    assert [each.name for each in findings] == [
        "Python",
        "Pango",
        "HarfBuzz-subset",
        *(f"字体 {role}" for role in fonts.ROLES),
        "/dev/shm",
        "LibreOffice",
        "Chromium",
    ]


def test_libraries_are_looked_for_under_weasyprints_names() -> None:
    source = Path(ffi.__file__).read_text(encoding="utf-8")
    assert [n for names in doctor.LIBRARIES.values() for n in names if f"'{n}'" not in source] == []


def test_a_missing_library_is_named_with_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    without(monkeypatch, "pangoft2")
    without(monkeypatch, "harfbuzz-subset")
    assert finding("Pango") == doctor.Requirement(
        "Pango",
        False,
        "缺少 pangoft2",
        "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 fontconfig",
        "PDF",
    )
    assert finding("HarfBuzz-subset").fix == "sudo apt-get install libharfbuzz-subset0"


def test_a_missing_face_is_named_and_a_substitute_too(monkeypatch: pytest.MonkeyPatch) -> None:
    faces = dict.fromkeys(fonts.ROLES) | {"楷体": "KaiTi", "宋体": fonts.LAST_RESORT}
    monkeypatch.setattr(fonts, "faces", lambda: faces)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    found = {each.name: (each.ok, each.found, each.fix) for each in doctor.examine() if "字体" in each.name}
    assert found == {
        "字体 小标宋": (
            False,
            "缺少 方正小标宋简体 或代用字体 Noto Serif CJK SC Bold",
            "sudo apt-get install fonts-noto-cjk",
        ),
        "字体 仿宋": (False, "缺少 仿宋_GB2312 或代用字体 FandolFang", "make setup"),
        "字体 楷体": (True, "KaiTi", ""),
        "字体 黑体": (False, "缺少 黑体 或代用字体 FandolHei", "make setup"),
        "字体 宋体": (True, "Noto Serif CJK SC（代用；装上 宋体 后自动改用）", ""),
    }


def test_all_that_is_missing_is_told_at_once_without_what_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    without(monkeypatch, "harfbuzz-subset")
    monkeypatch.setattr(fonts, "faces", lambda: dict.fromkeys(fonts.ROLES))
    monkeypatch.setattr(fonts, "FOLDER", Path("/nowhere"))
    packages = "libpango-1.0-0 libpangoft2-1.0-0 fontconfig libharfbuzz-subset0 fonts-noto-cjk"
    assert doctor.at_once(doctor.examine()) == [f"sudo apt-get install {packages}", "make setup"]
    monkeypatch.setattr(doctor, "SOURCE", Path("/nowhere"))  # installed by pip
    last = "把 https://ctan.org/pkg/fandol 里的 Fandol*.otf 放进 ~/.local/share/fonts"
    assert doctor.at_once(doctor.examine())[-1] == last
    monkeypatch.setattr("shutil.which", lambda name: f"/opt/homebrew/bin/{name}" if name == "brew" else None)
    brew = "brew install pango fontconfig harfbuzz font-noto-serif-cjk-sc"
    assert doctor.at_once(doctor.examine()) == [brew, last]


def test_faces_that_are_here_and_cannot_be_found_want_fontconfig(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
    monkeypatch.setattr(fonts, "faces", lambda: dict.fromkeys(fonts.ROLES))
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    assert finding("字体 仿宋").fix == "make setup"
    (tmp_path / "FandolFang-Regular.otf").touch()
    assert finding("字体 仿宋").fix == "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 fontconfig"


def test_memory_that_processes_cannot_share_has_a_sentence_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise PermissionError

    monkeypatch.setattr("multiprocessing.Lock", refuse)
    found = finding("/dev/shm")
    assert (found.ok, found.optional, found.fix) == (False, True, "请管理员挂载 /dev/shm，准许写入")


def test_without_a_package_manager_the_thing_itself_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert finding("LibreOffice").fix == "请安装 LibreOffice"


def test_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 10, 12))
    assert not finding("Python").ok


#: What tests run, and the program never does.
TESTS_ALONE = {"poppler-utils", "locales", "gnumeric", "qpdf"}


def test_advice_and_setup_name_the_same_packages() -> None:
    setup = ROOT.joinpath(".ci", "setup").read_text(encoding="utf-8")
    installed = set(" ".join(re.findall(r"_PACKAGES=\((.*)\)", setup)).split()) - TESTS_ALONE
    advised = {
        package
        for what, packages in doctor.MANAGERS["apt-get"].packages.items()
        if what != "python"
        for package in packages.split()
    }
    assert advised == installed
