"""LibreOffice as a reader of what we wrote, with the free faces standing in for the real ones; and ink on a page."""

import fcntl
import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageChops

from render.fonts import FOLDER, ROLES

DPI = 300
MM = 25.4 / DPI
Span = tuple[float, float]


def _font_config(folder: Path) -> Path:
    """Each real face answered by its free one, so that LibreOffice lays out with the faces that the PDF has."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(name)}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{escape(role.free.removesuffix(" Bold"))}</string>'
        f"</edit></match>"
        for role in ROLES.values()
        for name in role.names
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<include>/etc/fonts/fonts.conf</include><dir>{escape(str(FOLDER))}</dir>"
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>{rules}</fontconfig>",
        "utf-8",
    )
    return path


def convert(sources: Sequence[Path], folder: Path, to: str = "pdf") -> None:
    """Convert files of different names into `folder`, in one run of LibreOffice; once for all test processes."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = [path for path in sources if not (folder / f"{path.stem}.{to}").exists()]
        if wanted:
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), *map(str, wanted)]
            environment = {**os.environ, "FONTCONFIG_FILE": str(_font_config(folder))}
            subprocess.run(command, check=True, capture_output=True, env=environment, timeout=300)


@dataclass(frozen=True)
class Ink:
    """One page of a PDF as pixels; all distances in mm from the upper left corner of the paper."""

    pdf: Path
    page: int

    @cached_property
    def _channels(self) -> tuple[Image.Image, ...]:
        options = ["-r", str(DPI), "-f", str(self.page), "-l", str(self.page), "-singlefile"]
        run = subprocess.run(["pdftoppm", *options, str(self.pdf)], check=True, capture_output=True)
        return Image.open(io.BytesIO(run.stdout)).convert("RGB").split()

    @cached_property
    def red(self) -> Image.Image:
        """White where it is red."""
        red, green, blue = self._channels
        cold = ImageChops.lighter(green, blue).point(lambda level: 255 if level < 120 else 0)
        return ImageChops.darker(red.point(lambda level: 255 if level > 200 else 0), cold)

    @cached_property
    def black(self) -> Image.Image:
        """White where it is black."""
        red, green, blue = self._channels
        return ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda level: 255 if level < 110 else 0)


def rows(ink: Image.Image) -> list[Span]:
    """The bands of ink from top to bottom: lines of text, rules."""
    return list(_spans(ink.getprojection()[1]))


def columns(ink: Image.Image, band: Span) -> Span:
    """From where to where the ink of one band reaches."""
    box = (0, round(band[0] / MM), ink.width, round(band[1] / MM))
    spans = list(_spans(ink.crop(box).getprojection()[0]))
    return spans[0][0], spans[-1][1]


def _spans(inked: Sequence[int]) -> Iterator[Span]:
    start = 0
    for key, group in groupby(inked):
        end = start + len(list(group))
        if key:
            yield start * MM, end * MM
        start = end
