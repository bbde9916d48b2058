"""What a cell shows: number formats as Excel applies them, held against LibreOffice where the two agree."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from render.collect.shown import shown
from support.office import convert

VALUES = (0, 1, -1, 0.5, 0.65, 0.125, 12.5, -12.5, 60, 99.995, 1234.5678, -1234.567, 1234567, 0.0006)
SERIALS = (42916, 42916.604166666664, 43100.25, 36526, 73050.75)
NUMBERS = """\
0|0.0|0.00|#,##0|#,##0.00|0%|0.0%|0.00%|0.00E+00|0.0E-0|##0.0E+0|#,##0,|0.0,,"百万"|00000000000|000-0000-0000|000.00
0,000|0.00"万元"|"¥"#,##0.00|[$¥-804]#,##0.00|$#,##0.00|[Red]-0.0;[Blue]0|0.00;[Red]0.00|0;-0;"零"|0.0;(0.0)|+0;-0
0;;|[<1]0.0%;0|[>100]"大";[<0]"负"0;0.0|"第"0"期"|0"%"|0\\k\\m|"a;b"0|0_);(0)|##\\-##|# "项"|[=1]"是";[=0]"否";0.0
"约"0%|General "项"|# ?/?|# ??/??|#,##0_);[Red](#,##0)"""
DATES = """\
yyyy-m-d|yyyy-mm-dd|yyyy/m/d|yyyy"年"m"月"d"日"|yyyy"年"m"月"|m"月"d"日"|yy-mm-dd|d-mmm-yy|mmmm d, yyyy|dddd|ddd
[$-804]dddd|h:mm|hh:mm:ss|h:mm AM/PM|[h]:mm|[hh]:mm:ss|[m]:ss|[s]|yyyy/m/d h:mm|mm:ss.0|yyyymmdd
[DBNum1][$-804]yyyy"年"m"月"d"日"|[DBNum1][$-804]m"月"d"日"|yyyy.m.d|m/d|m-d|d"日"|[h]"小时"mm"分\""""

CASES = [
    *((form, VALUES) for form in NUMBERS.replace("\n", "|").split("|")),
    *((form, SERIALS) for form in DATES.replace("\n", "|").split("|")),
]
#: LibreOffice drops the sign where no condition fits, and counts fewer hours.
APART = {
    *(('[=1]"是";[=0]"否";0.0', value) for value in VALUES if value < 0),
    *((form, SERIALS[-1]) for form, _ in CASES if form.startswith("[")),
}


def test_what_libreoffice_shows_is_what_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet
    assert len(CASES) >= 70
    for row, (form, values) in enumerate(CASES, 1):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column, value).number_format = form
    workbook.save(tmp_path / "格式.xlsx")
    convert([tmp_path / "格式.xlsx"], tmp_path / "out", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false")
    with (tmp_path / "out/格式.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(CASES)
    wrong = [
        (form, value, shown(value, form), text)
        for (form, values), row in zip(CASES, rows, strict=True)
        for value, text in zip(values, row, strict=False)
        if shown(value, form).strip() != text.strip() and (form, value) not in APART
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (13912345678, "General", "13912345678"),  # 11 digits, and not one more
        (123456789012, "General", "1.23457E+11"),
        (-123456789012, "General", "-1.23457E+11"),
        (12345678901.5, "General", "12345678902"),
        (1234567890.15, "General", "1234567890"),
        (2 / 3, "General", "0.666666667"),
        (0.0001234567, "General", "0.000123457"),
        (0.00001, "General", "0.00001"),
        (0.0000123456, "General", "1.23456E-05"),
        (1e15, "General", "1E+15"),
        (1.1 + 2.2, "General", "3.3"),
        (8613912345678, "@", "8.61391E+12"),
        (-0.3, "0", "0"),
        (1.005, "0.00", "1.01"),
        (0.5, "0", "1"),  # halves go up
        (2.5, "0", "3"),
        (1, "0.##", "1."),  # the point stays
        (5, "# ?/?", "5 "),
        (3.14159, "# ??/??", "3 14/99"),
        (1.5, "?/8", "12/8"),
        (-5, '[=1]"是";[=0]"否";0.0', "-5.0"),
        (1, '[=1]"是";[=0]"否";0.0', "是"),
        (3, '[=1]"是";[=2]"否"', "########"),
        (0.5, "@", "0.5"),
        ("甲", "@", "甲"),
        ("甲", '@"（主任）"', "甲（主任）"),
        ("甲", '0;-0;0;"姓名："@', "姓名：甲"),
        ("甲", ";;;", ""),
        ("甲", '0.00"万元"', "甲"),
        (60, ";;;", ""),
        (True, "General", "TRUE"),
        (False, "0%", "FALSE"),
        (None, "0%", ""),
        (time(14, 30), "h:mm", "14:30"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
        (timedelta(hours=30, minutes=5, seconds=7), "[hh]:mm:ss", "30:05:07"),
        (datetime(2017, 6, 30, 14, 30), "yyyy/m/d h:mm AM/PM", "2017/6/30 2:30 PM"),
        (date(2017, 6, 30), 'yyyy"年"m"月"d"日"', "2017年6月30日"),
        (0, "yyyy/m/d", "1900/1/0"),
        (60, "yyyy/m/d", "1900/2/29"),  # Excel has this day
        (61, "yyyy/m/d", "1900/3/1"),
        (-1, "yyyy/m/d", "########"),
        (3e6, "yyyy/m/d", "########"),
        (42916, "[DBNum1][$-804]General", "四万二千九百一十六"),
        (1235, "[DBNum1][$-804]0", "一二三五"),
        (10050, "[DBNum2][$-804]General", "壹万零伍拾"),
        (42916, "aaaa aaa", "星期五 五"),
        (0.6, '上午/下午h"时"mm"分"', "下午2时24分"),
        (42916, "e/m/d", "2017/6/30"),
        (29221.5, "G/通用格式", "29221.5"),
        (1234.5, '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', " ¥1,234.50 "),
        (0, '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', " ¥-   "),
    ],
)
def test_what_excel_shows(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text
