"""The numbers of GB/T 9704-2012, each with its clause: the only constants that a check may use."""

import re
from typing import NamedTuple

SIZES = {"二号": 22.0, "三号": 16.0, "四号": 14.0}  # pt


class Clause(NamedTuple):
    """A length or a count that a clause asks for, and how far off it may be."""

    clause: str
    value: float
    tolerance: float = 0.0
    unit: str = "mm"

    def fits(self, found: float | None, allowance: float = 0.0) -> bool:
        """Whether `found` will do; what could not be found out will. `allowance` is for the way of measuring."""
        return found is None or abs(found - self.value) <= self.tolerance + allowance

    def __str__(self) -> str:
        spread = f"±{self.tolerance:g}" if self.tolerance else ""
        return f"{self.value:g}{spread}{self.unit}"


class Margins(NamedTuple):
    """The white edges of a page, in mm; None where they could not be found out."""

    top: float | None = None
    right: float | None = None
    bottom: float | None = None
    left: float | None = None


PAPER_WIDTH = Clause("5.1", 210, 1)
PAPER_HEIGHT = Clause("5.1", 297, 1)

# Right and bottom follow from the text block of 156 × 225 mm.
UPRIGHT = {
    "top": Clause("5.2.1", 37, 1),
    "right": Clause("5.2.1", 26, 1),
    "bottom": Clause("5.2.1", 35, 1),
    "left": Clause("5.2.1", 28, 1),
}
# A landscape sheet is an upright one, turned so that the head of the table lies on the left.
LANDSCAPE = {
    "top": Clause("8", 28, 2),
    "right": Clause("8", 37, 1),
    "bottom": Clause("8", 26, 2),
    "left": Clause("8", 35, 1),
}
SIDES = {"top": "上", "right": "右", "bottom": "下", "left": "左"}

BLOCK_WIDTH = 156.0  # 5.2.1, mm
BLOCK_HEIGHT = 225.0
LINES = Clause("5.2.3", 22, unit="行")
CHARACTERS = Clause("5.2.3", 28, unit="字")
CLOSER = 1  # 7.3.5.5: a line a page and a character a line more, where signature and date would not fit
CHARACTER = BLOCK_WIDTH / CHARACTERS.value  # mm: the 字 in which places are given
LINE = BLOCK_HEIGHT / LINES.value  # mm: the 行
POINT = 25.4 / 72  # mm

MARK_TOP = {"文件": Clause("7.2.4", 72, 1), "信函": Clause("10.1", 30, 1)}
RULE_GAP = Clause("7.2.7", 4, 1)  # from the number (文件) or the mark (信函) down to the red line
RULE_WIDTH = {"文件": Clause("7.2.7", 156, 1), "信函": Clause("10.1", 170, 1)}
NUMBER_BELOW_RULE = Clause("10.1", 4.9, 1.5)  # 7/8 of a 三号 character, from the first red line of a 信函
LOWER_RULE = Clause("10.1", 20, 1)  # from the paper's lower edge
FOOT_WIDTH = Clause("7.4.1", 156, 1)
NUMBER_BELOW_BLOCK = Clause("7.5", 7, 1)

NUMBER_LINES = Clause("7.2.5", 2, 0.6, "行")  # blank lines above each of these
TITLE_LINES = Clause("7.3.1", 2, 0.6, "行")
ADDRESSEE_LINES = Clause("7.3.2", 1, 0.6, "行")
ENCLOSURE_LINES = Clause("7.3.4", 1, 0.6, "行")
ANNEX_TITLE_LINES = Clause("7.3.7", 1, 0.6, "行")

FLUSH = Clause("7.3.2", 0, 0.3, "字")
INDENT = Clause("7.3.3", 2, 0.3, "字")
SEALED_DATE = Clause("7.3.5.1", 4, 0.5, "字")
SEALED_SHIFT = Clause("7.3.5.1", 0, 1, "字")  # between the middles of signature and date
SIGNATURE_END = Clause("7.3.5.2", 2, 0.5, "字")
DATE_SHIFT = Clause("7.3.5.2", 2, 0.5, "字")  # between the beginnings of signature and date
NUMBER_SIDE = Clause("7.5", 1, 0.5, "字")
MIDDLE = 2.0  # mm: how far off the middle still looks centred

# Word's file says where a line of text stands, not where its ink does; a PDF's ink is measured to a tenth.
READING = {
    "docx": {"margin": 0.05, "ink": 4.0, "rule": 1.5, "rows": 0.2, "width": 1.0},
    "pdf": {"margin": 1.0, "ink": 0.5, "rule": 0.5, "rows": 0.0, "width": 0.5},
}
SIZE_TOLERANCE = 0.3  # pt: 15.75 pt gives 28 characters a line where a program cannot tighten 16 pt

# 5.2.2, 7.2–7.5: the faces of each role as Word and as PDF files call them.
FACES = {
    "小标宋": "方正小标宋简体 方正小标宋_GBK FZXiaoBiaoSong-B05 FZXiaoBiaoSong-B05S"
    " FZXBSJW FZXBSK FZXBSJW--GB1-0 FZXBSK--GBK1-0",
    "仿宋": "仿宋_GB2312 FangSong_GB2312 仿宋 FangSong 华文仿宋 STFangsong 方正仿宋简体 方正仿宋_GBK"
    " FZFangSong-Z02 FZFangSong-Z02S FZFSJW--GB1-0 FZFSK--GBK1-0",
    "楷体": "楷体_GB2312 KaiTi_GB2312 楷体 KaiTi 华文楷体 STKaiti 方正楷体简体 方正楷体_GBK"
    " FZKai-Z03 FZKai-Z03S FZKTJW--GB1-0 FZKTK--GBK1-0",
    "黑体": "黑体 SimHei 华文黑体 STHeiti 方正黑体简体 方正黑体_GBK FZHei-B01 FZHei-B01S FZHTJW--GB1-0 FZHTK--GBK1-0",
    "宋体": "宋体 SimSun 新宋体 NSimSun 华文宋体 STSong 方正书宋简体 方正书宋_GBK"
    " FZShuSong-Z01 FZShuSong-Z01S FZSSJW--GB1-0 FZSSK--GBK1-0",
}
# What may stand for them on paper; a Word file must name a real face, since its reader has no other.
SUBSTITUTES = {
    "小标宋": "Noto Serif CJK SC Bold",
    "仿宋": "FandolFang",
    "楷体": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "Noto Serif CJK SC",
}


def plain(face: str) -> str:
    """A face's name as all programs agree on it: `ABCDEF+FandolFang-Regular` → `fandolfang`."""
    name = re.sub(r"^[A-Z]{6}\+", "", face).partition(",")[0]
    return re.sub(r"[\s_-]", "", name).lower().removesuffix("regular")


def serves(face: str, role: str, kind: str) -> bool:
    """Whether a face may be used for a role in this kind of file."""
    names = [*FACES[role].split(), *([SUBSTITUTES[role]] if kind == "pdf" else [])]
    return plain(face) in map(plain, names)


def is_red(colour: str) -> bool:
    """Whether `RRGGBB` is the red of a mark or a line, and not just a reddish black or a pink."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return red >= 0xB0 and max(green, blue) <= 0x50


def is_black(colour: str) -> bool:
    """Whether `RRGGBB` prints as black."""
    return max(int(colour[i : i + 2], 16) for i in (0, 2, 4)) <= 0x30
