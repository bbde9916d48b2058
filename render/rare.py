"""Chinese characters that GB 2312 lacks (郙, 喆, 镕), and with it the faces that were drawn for it."""

import re
from functools import cache

HIGH, LOW = range(0xB0, 0xF8), range(0xA1, 0xFF)  # the first and second bytes of its characters (EUC-CN)
OTHERS = "\u3400-\u4dbf\U00020000-\U0003ffff"  # blocks of which it has none
#: How a face is named that has no more than GB 2312: 仿宋_GB2312, 方正小标宋简体.
NARROW = re.compile("_GB2312$|简体$")


@cache
def rare_characters() -> re.Pattern[str]:
    """What finds a run of them, as a group: `split` gives the runs at odd places."""
    common = {bytes((high, low)).decode("gb2312", "ignore") for high in HIGH for low in LOW}
    rare = "".join(char for char in map(chr, range(0x4E00, 0xA000)) if char not in common)
    return re.compile(f"([{OTHERS}{rare}]+)")
