"""What no line of a text may tear: dates, numbers with their unit, 文号, numbers of tasks, blanks, names with 、."""

import re

UNITS = "[年月日天项个名所门次套台节家期周号件份页级类条元万亿%％‰]"
DATE = r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日|底)?|底)?|\d{1,2}月(?:\d{1,2}日|底)"
BLANK = r"\u3000+[年月日号](?:[\u3000\d]+[月日号])*前?"  # to be filled in by hand
NUMBER = r"\u3000*〔[\d\u3000]*〕[\d\u3000]*号"  # 文号 without its 代字
HELD = (
    rf"(?:(?<=（)[^（）〔〕<>&]{{0,10}}{NUMBER}|{NUMBER}|{BLANK}|{DATE}"
    rf"|\d+-\d+|\d+(?:\.\d+)?{UNITS}|各[市县区旗]、[市县区旗](?:[\u3400-\u9fff]{{1,4}}?局)?)"
)
TOKEN = re.compile(HELD)
