"""How the parts of an official document read; each pattern is tried on a text without spaces."""

import re

OPENING, CLOSING = "〔[［【(（﹝〈<《“‘", "〕]］】)）﹞〉>》”’"
CHINESE_DIGITS = "〇○Ｏ零一二三四五六七八九十廿卅百"

# 发文字号, however wrong; a year and a number may be left blank.
SERIAL = re.compile(
    rf"(?P<agency>[^\d{re.escape(OPENING)}]{{0,20}}?)(?P<before>第?)"
    rf"(?P<opening>[{re.escape(OPENING)}])(?P<year>[\d{CHINESE_DIGITS}]{{0,5}})(?P<closing>[{re.escape(CLOSING)}])"
    rf"(?P<ordinal>第?)(?P<number>[\d{CHINESE_DIGITS}]{{0,5}})号(签发人[：:].*)?"
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
# 条例 art. 8: the kinds of official documents, and those of them that always have someone to go to.
OFFICIAL_KIND = r"(决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要)(（.{1,8}）)?"
TITLE_OF_MATTER = re.compile(rf".*关于.+{OFFICIAL_KIND}")
TITLE_OF_OFFICE = re.compile(r".*关于.+(决议|决定|通知|通报|请示|批复|议案|函)(（.{1,8}）)?")
TITLE_OF_KIND = re.compile(rf".*{OFFICIAL_KIND}")
SORTED = re.compile(r".*（按.+）")  # the title of a table in another order: …工作方案（按单位）
SENT = re.compile(r".*(通知|函|报告|请示|批复)(（.{1,8}）)?")

# How the names of offices end, and the words that begin a text but no 主送机关.
ORGAN = re.compile(
    r".*(厅|局|委|办|处|科|部|司|院|府|校|学|会|中心|室|组|公司|所|站|馆|社|队|集团|园|厂|团|署|台|行|支部|单位|基地)(（.+）)?"
)
LEADS_IN = re.compile(
    r".*(如下|以下)[：:]|(为|根据|按照|依据|现将|现就|经.{0,6}(研究|同意|批准)|兹|近日|尊敬的|亲爱的|各位).*"
)

# What stays on one line: 2017年3月5日, 2017年3月, 3月5日.
WHOLE_DATE = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
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
TITLE_LINE = re.compile(r".*关于.+|.*(通知|通报|报告|请示|批复|意见|决定)")  # of a title, however large and red
FULL_MARK = re.compile(r".*文件")
COPIES = re.compile(r"(主送|抄送|抄报)[：:].*")
ISSUED = re.compile(
    rf"(?P<office>[^。，]{{0,30}}?)"
    rf"(?P<date>[\d{CHINESE_DIGITS}]*年[\d{CHINESE_DIGITS}]*月[\d{CHINESE_DIGITS}]*日)?印发"
)
