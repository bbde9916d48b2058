"""How the parts of an official document read; each pattern is tried on a text without spaces."""

import re

OPENING, CLOSING = "〔[［【(（﹝〈<《“‘", "〕]］】)）﹞〉>》”’"
CHINESE_DIGITS = "〇○Ｏ零一二三四五六七八九十廿卅百"

# 发文字号, however wrong; a year and a number may be left blank.
SERIAL = re.compile(
    rf"(?P<agency>[^\d{re.escape(OPENING)}]{{0,20}}?)(?P<before>第?)"
    rf"(?P<opening>[{re.escape(OPENING)}])(?P<year>[\d{CHINESE_DIGITS}]{{0,5}})(?P<closing>[{re.escape(CLOSING)}])"
    rf"(?P<ordinal>第?)(?P<number>[\d{CHINESE_DIGITS}]{{0,5}})号"
)
DATE = re.compile(
    rf"(?P<year>[\d{CHINESE_DIGITS}]{{0,4}})年(?P<month>[\d{CHINESE_DIGITS}]{{0,3}})月(?P<day>[\d{CHINESE_DIGITS}]{{0,3}})日"
)
FOLIO = re.compile(r"(?P<before>\D{0,3})(?P<number>\d{1,4})(?P<after>\D{0,3})")
FOLIO_LINES = "—－─―–"  # what people type for 一字线; the first is right

# 份号, 密级 and 紧急程度, 签发人
CONTROLS = re.compile(r"\d{6}|(绝密|机密|秘密)(★.*)?|特急|加急|平急|特提|签发人[：:].*")
KINDS = "通知|函|通报|报告|请示|批复|意见|决定|决议|命令|令|公报|公告|通告|议案|纪要|办法|规定|方案"
ENDS_AS_TITLE = re.compile(rf".*({KINDS})(（.{{1,8}}）)?")
NAMES_A_KIND = re.compile(rf"关于.*({KINDS})")

LEVELS = {
    1: re.compile(r"[一二三四五六七八九十百]+、"),
    2: re.compile(r"[（(][一二三四五六七八九十百]+[）)]"),
    3: re.compile(r"\d+[.．、](?!\d)"),
    4: re.compile(r"[（(]\d+[）)]"),
}

ENCLOSURES = re.compile(r"附件(?P<colon>[：:])(?P<name>.*)")
ENCLOSURE_ITEM = re.compile(r"(?P<number>\d+)(?P<point>[.．、])(?P<name>.*)")
ANNEX = re.compile(r"附件(?P<number>\d*)(?P<colon>[：:]?)")
NOTE = re.compile(r"[（(].*[）)]")
COPIES = re.compile(r"(主送|抄送|抄报)[：:].*")
ISSUED = re.compile(
    rf"(?P<office>[^。，]{{0,30}}?)"
    rf"(?P<date>[\d{CHINESE_DIGITS}]*年[\d{CHINESE_DIGITS}]*月[\d{CHINESE_DIGITS}]*日)?印发"
)
