"""The typefaces of GB/T 9704: which face stands for each role here, and how fontconfig finds our copies."""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Role:
    """`names` are the real faces, as Word is told and an office has them; `free` replaces them in a PDF."""

    names: tuple[str, ...]
    free: str


LAST_RESORT = "Noto Serif CJK SC"  # holds the rare characters that the others lack
BOLD = " Bold"

ROLES = {
    "小标宋": Role(("方正小标宋简体", "方正小标宋_GBK"), f"{LAST_RESORT}{BOLD}"),
    "仿宋": Role(("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong"), "FandolFang"),
    "楷体": Role(("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi"), "FandolKai"),
    "黑体": Role(("黑体", "SimHei"), "FandolHei"),
    "宋体": Role(("宋体", "SimSun"), LAST_RESORT),
}

FOLDER = Path(sys.prefix, "share", "fonts")  # filled by `make setup`

# A list of families cannot say "…, or else that one in bold": this rule does. No harm comes to the real
# 小标宋, since WeasyPrint never thickens a face that has no bold.
_CONFIG = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include>{base}</include>
  <dir>{folder}</dir>
  <match target="pattern">
    <test name="family"><string>{title}</string></test>
    <edit name="weight" mode="assign"><const>bold</const></edit>
  </match>
</fontconfig>
"""
_OURS = "render-fonts-"


def use_own_fonts() -> None:
    """Add our fonts to fontconfig's, here and in child processes; call it before WeasyPrint is imported.

    A `FONTCONFIG_FILE` that the user has set stays in force: ours includes it.
    """
    base = os.environ.get("FONTCONFIG_FILE", "fonts.conf")
    if not Path(base).name.startswith(_OURS):
        text = _CONFIG.format(base=escape(base), folder=escape(str(FOLDER)), title=ROLES["小标宋"].names[0])
        os.environ["FONTCONFIG_FILE"] = str(_kept(text))


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
    return hashlib.sha256("\n".join(_faces_here()).encode()).hexdigest()


def listing(form: str) -> list[str]:
    """What fontconfig says of every face that it knows here, in its `--format`; nothing where it is not installed."""
    use_own_fonts()
    try:
        told = subprocess.run(["fc-list", "--format", f"{form}\n"], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    return sorted(told.decode(errors="replace").splitlines())


@cache
def _faces_here() -> tuple[str, ...]:
    return tuple(listing("%{family}\t%{style}\t%{fontversion}"))


def _installed() -> Iterator[str]:
    """Every family known here, alone and with its style: `FandolFang`, `Noto Serif CJK SC Bold`."""
    for line in _faces_here():
        families, styles, _ = line.split("\t")
        for family in families.split(","):
            yield family
            yield from (f"{family} {style}" for style in styles.split(","))


def _kept(text: str) -> Path:
    """A file that holds `text`: beside our fonts, or in a temporary folder where that may not be written."""
    name = f"{_OURS}{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    try:
        return _write_once(FOLDER.parent / name, text)
    except OSError:
        return _write_once(Path(tempfile.mkdtemp(prefix="render-"), name), text)


def _write_once(path: Path, text: str) -> Path:
    """The name is a hash of the text, so a file that is there is right, whichever process wrote it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.{os.getpid()}")
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    return path
