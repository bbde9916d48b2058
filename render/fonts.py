"""The typefaces of GB/T 9704: which face stands for each role here, and how fontconfig finds our copies."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from render import fontconfig
from render.fontconfig import BOLD
from render.fontconfig import LAST_RESORT as LAST_RESORT
from render.fontconfig import use_own_fonts as use_own_fonts


@dataclass(frozen=True, slots=True)
class Role:
    """`names` are the real faces, as Word is told and an office has them; `free` replaces them in a PDF."""

    names: tuple[str, ...]
    free: str


ROLES = {
    "小标宋": Role((fontconfig.TITLE, "方正小标宋_GBK"), f"{LAST_RESORT}{BOLD}"),
    "仿宋": Role(("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"), "FandolFang"),
    "楷体": Role(("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"), "FandolKai"),
    "黑体": Role(("黑体", "SimHei"), "FandolHei"),
    "宋体": Role(("宋体", "SimSun"), LAST_RESORT),
}

FOLDER = Path(fontconfig.FOLDER)

_HEAD = '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
_STAND_IN = """\
  <match target="pattern">
    <test name="family"><string>{real}</string></test>
    <edit name="family" mode="assign" binding="same"><string>{family}</string></edit>
    <edit name="weight" mode="assign"><const>{weight}</const></edit>
  </match>
"""


def stand_ins(folder: Path) -> Path:
    """A fontconfig file in `folder` with which another program shows the free face where the real one is missing."""
    from html import escape  # takes 5 ms

    rules = "".join(
        _STAND_IN.format(
            real=escape(name),
            family=escape(role.free.removesuffix(BOLD)),
            weight="bold" if role.free.endswith(BOLD) else "regular",
        )
        for key, role in ROLES.items()
        if faces()[key] not in role.names
        for name in role.names
    )
    use_own_fonts()
    base, cache = escape(os.environ["FONTCONFIG_FILE"]), escape(str(folder / "cache"))
    path = folder / "fonts.conf"
    path.write_text(
        f"{_HEAD}  <include>{base}</include>\n  <cachedir>{cache}</cachedir>\n{rules}</fontconfig>\n", "utf-8"
    )
    return path


@cache
def faces() -> dict[str, str | None]:
    """The face that a PDF made here shows for each role: a real one, else the free one, else None."""
    installed = frozenset(_installed())
    return {
        name: next((face for face in (*role.names, role.free) if face in installed), None)
        for name, role in ROLES.items()
    }


def missing() -> tuple[str, ...]:
    """The roles for which there is neither a real face nor the free one; their text falls to another face."""
    return tuple(role for role, face in faces().items() if face is None)


def fingerprint() -> str:
    """A hash of all faces installed here: a character that no role has is taken from any of them."""
    return fontconfig.fingerprint(_faces_here())


@cache
def _faces_here() -> tuple[str, ...]:
    return tuple(fontconfig.listing(fontconfig.FACES))


def _installed() -> Iterator[str]:
    """Every family known here, alone and with its style: `FandolFang`, `Noto Serif CJK SC Bold`."""
    for line in _faces_here():
        families, styles, _ = line.split("\t")
        for family in families.split(","):
            yield family
            yield from (f"{family} {style}" for style in styles.split(","))
