"""Any text → a file name that every system accepts, as close to the text as it can be."""

import re
import unicodedata

WIDE = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
LIMIT = 200  # bytes; file systems hold 255, and `.新2.docx` and a temporary name must fit as well


def safe(text: str) -> str:
    """One part of a path: no separators, nothing hidden, nothing that Windows refuses, at most LIMIT bytes."""
    name = UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(WIDE).strip()
    name = re.sub(r"\.+$", lambda dots: "．" * len(dots[0]), name)
    name = re.sub(r"^\.+", lambda dots: "．" * len(dots[0]), name)
    name = RESERVED.sub(lambda word: f"{word[1]}_{word[2]}", name, count=1) if RESERVED.match(name) else name
    return _cut(name)


def _cut(name: str) -> str:
    if len(name.encode()) <= LIMIT:
        return name
    return name.encode()[: LIMIT - 3].decode(errors="ignore") + "…"


def same(name: str) -> str:
    """What two names have in common when a file system takes them for one."""
    return unicodedata.normalize("NFC", name).casefold()
