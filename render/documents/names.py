"""Any text → a file name that every system accepts, as close to the text as it can be."""

import re
import unicodedata

WIDE = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|(?:com|lpt)[0-9¹²³])\s*(\.|$)")
OUTER_DOTS = re.compile(r"^\.+|\.+$")
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # Unicode categories: control, format, surrogate, separators
LIMIT = 200  # bytes; file systems hold 255, and `.新2.docx` and a temporary name must fit as well


def safe(text: str) -> str:
    """One part of a path: no separators, nothing hidden, nothing that Windows refuses, at most LIMIT bytes."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) not in UNSEEN)
    name = unicodedata.normalize("NFC", seen).translate(WIDE).strip()
    name = OUTER_DOTS.sub(lambda dots: "．" * len(dots[0]), name)
    return _cut(RESERVED.sub(r"\1_\2", name, count=1) if RESERVED.match(name) else name)


def _cut(name: str) -> str:
    if len(name.encode()) <= LIMIT:
        return name
    return name.encode()[: LIMIT - 3].decode(errors="ignore") + "…"


def same(name: str) -> str:
    """What two names have in common when a file system takes them for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())
