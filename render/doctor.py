"""What this computer has of what the program needs: one `Requirement` each, with how to put it right."""

import ctypes
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from render import fonts


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing looked at: `found` says what is there, `fix` is a command and empty when all is well."""

    name: str
    ok: bool
    found: str
    fix: str
    needed_for: str
    optional: bool = False


# The names under which WeasyPrint loads each library, on Linux, macOS and Windows.
LIBRARIES = {
    "gobject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
    "harfbuzz-subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
}

# Name, package, what for, and commands of the programs that documents are made without.
PROGRAMS = (
    ("LibreOffice", "office", "render pdf 和测试；生成文件不用它", "soffice", "libreoffice"),
    ("Chromium", "browser", "仅测试", "chromium"),
)

# What to install, for the first of these package managers that is there.
INSTALL = {
    "apt-get": {
        "python": "sudo apt-get install python3 python3-venv",
        "pango": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 fontconfig",
        "subset": "sudo apt-get install libharfbuzz-subset0",
        "noto": "sudo apt-get install fonts-noto-cjk",
        "office": "sudo apt-get install libreoffice-writer-nogui libreoffice-calc-nogui",
        "browser": "sudo apt-get install chromium",
        "fandol": "make setup",
    },
    "dnf": {
        "python": "sudo dnf install python3",
        "pango": "sudo dnf install pango fontconfig",
        "subset": "sudo dnf install harfbuzz",
        "noto": "sudo dnf install google-noto-serif-cjk-fonts",
        "office": "sudo dnf install libreoffice-writer libreoffice-calc",
        "browser": "sudo dnf install chromium",
    },
    "brew": {
        "python": "brew install python",
        "pango": "brew install pango fontconfig",
        "subset": "brew install harfbuzz",
        "noto": "brew install font-noto-serif-cjk-sc",
        "office": "brew install libreoffice",
        "browser": "brew install chromium",
    },
}

BY_HAND = {
    "python": "请安装 Python 3.11 或更新的版本",
    "pango": "请安装 Pango 和 fontconfig",
    "subset": "请安装 HarfBuzz（含 harfbuzz-subset）",
    "noto": f"请安装字体 {fonts.LAST_RESORT}",
    "office": "请安装 LibreOffice",
    "browser": "请安装 Chromium",
    "fandol": f'cp Fandol*.otf "{fonts.FOLDER}"',
}


def examine() -> list[Requirement]:
    """Look at everything, in the order in which it is best put right; changes nothing."""
    return [_python(), _pango(), _subset(), *_faces(), *(_program(*row) for row in PROGRAMS)]


def _python() -> Requirement:
    ok = sys.version_info >= (3, 11)
    return _finding("Python", ok, platform.python_version(), "python", "全部")


def _pango() -> Requirement:
    absent = [name for name in LIBRARIES if name != "harfbuzz-subset" and not _library(name)]
    pango = _library("pango")
    if absent or pango is None:
        return _finding("Pango", False, f"缺少 {'、'.join(absent)}", "pango", "PDF")
    if shutil.which("fc-list") is None:
        return _finding("Pango", False, "缺少 fontconfig 的 fc-list，无法查找字体", "pango", "PDF")
    pango.pango_version_string.restype = ctypes.c_char_p
    return _finding("Pango", True, pango.pango_version_string().decode(), "pango", "PDF")


def _subset() -> Requirement:
    ok = _library("harfbuzz-subset") is not None
    found = "已安装" if ok else "缺少：仍能生成 PDF，但每份要慢几十倍"
    return _finding("HarfBuzz-subset", ok, found, "subset", "快速生成 PDF")


def _faces() -> Iterator[Requirement]:
    for name, face in fonts.faces().items():
        role = fonts.ROLES[name]
        package = "fandol" if role.free.startswith("Fandol") else "noto"
        found = f"缺少 {role.names[0]} 或代用字体 {role.free}" if face is None else face
        if face == role.free:
            found += f"（代用；装上 {role.names[0]} 后自动改用）"
        yield _finding(f"字体 {name}", face is not None, found, package, "PDF")


def _program(name: str, package: str, needed_for: str, *commands: str) -> Requirement:
    """A program that documents are made without."""
    path = next(filter(None, map(shutil.which, commands)), None)
    return replace(_finding(name, path is not None, path or "缺少", package, needed_for), optional=True)


def _finding(name: str, ok: bool, found: str, package: str, needed_for: str) -> Requirement:
    return Requirement(name, ok, found, "" if ok else _fix(package), needed_for)


def _fix(package: str) -> str:
    manager = next(filter(shutil.which, INSTALL), "")
    return (BY_HAND | INSTALL.get(manager, {}))[package]


def _library(name: str) -> ctypes.CDLL | None:
    for file in LIBRARIES[name]:
        try:
            return ctypes.CDLL(file)
        except OSError:
            continue
    return None
