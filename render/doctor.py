"""What this computer has of what the program needs: one `Requirement` each, with how to put it right."""

import ctypes
import multiprocessing
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import render
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


@dataclass(frozen=True, slots=True)
class Manager:
    """A package manager: how it installs, and what each thing is called there."""

    install: str
    packages: Mapping[str, str]


# The first of these that is there.
MANAGERS = {
    "apt-get": Manager(
        "sudo apt-get install",
        {
            "python": "python3 python3-venv",
            "pango": "libpango-1.0-0 libpangoft2-1.0-0 fontconfig",
            "subset": "libharfbuzz-subset0",
            "noto": "fonts-noto-cjk",
            "office": "libreoffice-writer-nogui libreoffice-calc-nogui",
            "browser": "chromium",
        },
    ),
    "dnf": Manager(
        "sudo dnf install",
        {
            "python": "python3",
            "pango": "pango fontconfig",
            "subset": "harfbuzz",
            "noto": "google-noto-serif-cjk-fonts",
            "office": "libreoffice-writer libreoffice-calc",
            "browser": "chromium",
        },
    ),
    "brew": Manager(
        "brew install",
        {
            "python": "python",
            "pango": "pango fontconfig",
            "subset": "harfbuzz",
            "noto": "font-noto-serif-cjk-sc",
            "office": "libreoffice",
            "browser": "chromium",
        },
    ),
}
MOUNT = "请管理员挂载 /dev/shm，准许写入"
SOURCE = Path(render.__file__).parents[1]  # where the program runs from its source, with `make setup`

BY_HAND = {
    "python": "请安装 Python 3.11 或更新的版本",
    "pango": "请安装 Pango 和 fontconfig",
    "subset": "请安装 HarfBuzz（含 harfbuzz-subset）",
    "noto": f"请安装字体 {fonts.LAST_RESORT}",
    "office": "请安装 LibreOffice",
    "browser": "请安装 Chromium",
    "fandol": "把 https://ctan.org/pkg/fandol 里的 Fandol*.otf 放进 ~/.local/share/fonts",
    "memory": MOUNT,
}


def examine() -> list[Requirement]:
    """Look at everything, in the order in which it is best put right; changes nothing."""
    return [_python(), _pango(), _subset(), *_faces(), _memory(), *(_program(*row) for row in PROGRAMS)]


def at_once(findings: Iterable[Requirement]) -> list[str]:
    """What puts right all that is missing and needed: one command of the package manager, then each of the others."""
    fixes = list(dict.fromkeys(each.fix for each in findings if not (each.ok or each.optional)))
    install = f"{_manager().install} "
    packages = dict.fromkeys(name for fix in fixes if fix.startswith(install) for name in fix[len(install) :].split())
    return [install + " ".join(packages)] * bool(packages) + [fix for fix in fixes if not fix.startswith(install)]


def shares_memory() -> bool:
    """Whether several processes can work together: their semaphores lie in shared memory, which containers may lack."""
    try:
        multiprocessing.Lock()
    except (OSError, ImportError, NotImplementedError):
        return False
    return True


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
        package = _package(role.free)
        found = f"缺少 {role.names[0]} 或代用字体 {role.free}" if face is None else face
        if face == role.free:
            found += f"（代用；装上 {role.names[0]} 后自动改用）"
        yield _finding(f"字体 {name}", face is not None, found, package, "PDF")


def _package(face: str) -> str:
    """What brings a free face; without fontconfig those that are here are not found either."""
    if not face.startswith("Fandol"):
        return "noto"
    return "pango" if any(fonts.FOLDER.glob(f"{face}*")) and shutil.which("fc-list") is None else "fandol"


def _memory() -> Requirement:
    ok = shares_memory()
    found = "可写" if ok else "写不了：只能用一个进程，会慢一些"
    return replace(_finding("/dev/shm", ok, found, "memory", "同时用几个进程"), optional=True)


def _program(name: str, package: str, needed_for: str, *commands: str) -> Requirement:
    """A program that documents are made without."""
    path = next(filter(None, map(shutil.which, commands)), None)
    return replace(_finding(name, path is not None, path or "缺少", package, needed_for), optional=True)


def _finding(name: str, ok: bool, found: str, package: str, needed_for: str) -> Requirement:
    return Requirement(name, ok, found, "" if ok else _fix(package), needed_for)


def _fix(thing: str) -> str:
    manager = _manager()
    if thing == "fandol" and "apt-get" in manager.install and (SOURCE / "Makefile").is_file():
        return "make setup"
    package = manager.packages.get(thing)
    return f"{manager.install} {package}" if package else BY_HAND[thing]


def _manager() -> Manager:
    return next((manager for name, manager in MANAGERS.items() if shutil.which(name)), Manager("", {}))


def _library(name: str) -> ctypes.CDLL | None:
    for file in LIBRARIES[name]:
        try:
            return ctypes.CDLL(file)
        except OSError:
            continue
    return None
