"""Rules on the head and the foot of letters, the title and the register: what has its form and may still be wrong."""

import re

from render.check.found import Found
from render.nearest import Nearest
from render.reader import Reading

YEARS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:年?\s*(?:[-—–－~～至到]+)\s*((?:19|20)[0-9]{2}))?(?=学?年)")
LONGEST = 30  # days of the shortest month that ends a quarter
DIGITS = 3  # of the shortest telephone number


def offices(reading: Reading) -> Found:
    """An office that is not in the register: letters ask all units to send their reports there."""
    name = reading.plan.sender.office
    unit = reading.plan.unit_of.get(name)
    if unit and name in unit.former_names:
        yield reading.line("发文", "经办"), f"经办“{name}”是“{unit.name}”的曾用名", f"写现在的名称：{unit.name}"
    if name and not unit:
        hint = Nearest(reading.plan.unit_of).hint(name) or "核对名称，或把它加进单位名录"
        yield reading.line("发文", "经办"), f"经办“{name}”不在单位名录中", hint


def title_years(reading: Reading) -> Found:
    """A title of another year."""
    plan = reading.plan
    spans = [(int(first), int(last or first)) for first, last in YEARS.findall(plan.title)]
    if spans and not any(first <= plan.year <= last for first, last in spans):
        yield reading.line("标题"), f"标题里写的是 {spans[0][0]} 年，年度是 {plan.year}", "核对哪个是对的"


def dates(reading: Reading) -> Found:
    """A day that not every month has that ends a quarter."""
    day = reading.plan.sender.report_day
    if day and int(day) > LONGEST:
        yield reading.line("发文", "报送日"), f"6月、9月没有{day}日", f"写 {LONGEST} 或以前的日子"


def contacts(reading: Reading) -> Found:
    """A telephone number without digits."""
    phone = reading.plan.sender.phone
    if phone and sum(map(str.isdigit, phone)) < DIGITS:
        yield reading.line("发文", "联系电话"), f"联系电话“{phone}”不像电话号码", "核对号码"
