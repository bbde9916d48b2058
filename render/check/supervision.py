"""Rules on 督办: rules that never decide, colours that contradict their names, copies to whom nobody knows."""

from render.check.found import Found
from render.nearest import Nearest
from render.plan.lights import Colour, hides
from render.reader import Reading


def lights(reading: Reading) -> Found:
    """Rules that never decide because of a later one, and lights whose colour cannot be told or is told twice."""
    rules = reading.plan.rules
    hue = dict[str, Colour]()
    for n, one in enumerate(rules):
        line = reading.line("督办", n, "条件")
        if later := hides(rules, n):
            said = f"督办第{n + 1}条“{one.name}：{one.when}”亮不了：后面的“{later.name}：{later.when}”也符合"
            yield line, said, "几条都符合的算最后一条：从轻到重写，重复的删去"
        named = {colour for colour in Colour if colour in one.name}
        if not one.hue and not named:
            line = reading.line("督办", n, "灯")
            yield line, f"看不出“{one.name}”是什么颜色，按红的印", f"另写 颜色：{'、'.join(Colour)}"
        if (one.hue and named and one.hue not in named) or hue.setdefault(one.name, one.colour) is not one.colour:
            yield line, f"“{one.name}”的颜色前后不一致", "一种灯只用一种颜色"


def copies(reading: Reading) -> Found:
    """Copies to whom the register does not know."""
    plan = reading.plan
    nearest = Nearest([*plan.party_of, *plan.sender.copies])
    for n, one in enumerate(plan.rules):
        for m, name in enumerate(one.copies):
            if name not in plan.party_of and name not in plan.sender.copies:
                hint = nearest.hint(name) or "核对名称；单位名录里没有的，公文照样写上"
                yield reading.line("督办", n, "抄送", m), f"督办第{n + 1}条抄送的“{name}”不在单位名录中", hint
