"""Overview → tables for the terminal, as wide as it is; plain text where there is no terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from render.plan.lights import Colour
from render.plan.overview import Overview, UnitRow
from render.plan.standing import Standing, UnitEntry
from render.plan.states import PRESSING, Alarm, State

COLOURS = {
    State.CLOSED: "green",
    State.DONE: "green",
    State.RETURNED: "red",
    State.STUCK: "red",
    State.UNREPORTED: "dim",
    Alarm.OVERDUE: "bold red",
    Alarm.SOON: "yellow",
}
NARROW = 16  #: cells for the units of a task; more are on further lines
LAMPS = {
    Colour.GREEN: "green",
    Colour.BLUE: "blue",
    Colour.YELLOW: "yellow",
    Colour.ORANGE: "dark_orange",
    Colour.RED: "bold red",
}
TASK = ("编号", "期限", ">天数", "责任主体", "进展")
LEAST = 20  #: cells that are left to its content at least


def tables(overview: Overview, width: int) -> Iterator[RenderableType]:
    """The whole board: the sum, the units, what presses, what is stuck, who is silent."""
    yield _sum(overview)
    if any(row.led.tasks for row in overview.units):
        yield from ("", _units([row for row in overview.units if row.led.tasks], overview.states))
    if found := list(overview.groups):
        yield from ("", _heading("群体：各成员的进展", None), _groups(found, overview.states))
    for alarm, title in ((Alarm.OVERDUE, "逾期"), (Alarm.SOON, f"{Alarm.SOON}到期")):
        pressing = overview.pressing(alarm)
        yield from ("", _heading(f"{title}：{len(pressing) or '无'}", alarm if pressing else None))
        if pressing:
            yield _tasks(pressing, overview, width)
    yield from _lights(overview)
    yield from _steps(overview)
    troubles = list(overview.troubles)
    yield from ("", _heading(f"问题：{len(troubles) or '无'}", State.STUCK if troubles else None))
    if troubles:
        yield _troubles(troubles)
    yield ""
    yield from _office(overview)
    yield _silent(overview)


def _sum(overview: Overview) -> Text:
    total = overview.total
    pieces = [f"{state} {total.states[state]}" for state in State if total.states[state]]
    pieces += [f"{alarm} {total.alarms[alarm]}" for alarm in PRESSING if total.alarms[alarm]]
    told = f"：{'，'.join(pieces)}" if pieces else ""
    return Text(f"{overview.title}（截至{overview.today}）\n{total.tasks} 项任务{told}")


def _heading(text: str, colour: State | Alarm | None) -> Text:
    return Text(text, "bold " + COLOURS[colour].removeprefix("bold ") if colour else "bold")


def grid(*columns: str) -> Table:
    """A table without lines; a name that begins with > is that of a column of numbers."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for name in columns:
        numbers = name.startswith(">")
        side: JustifyMethod = "right" if numbers else "left"
        table.add_column(Text(name.lstrip(">")), justify=side, no_wrap=numbers, overflow="fold")
    return table


def _units(rows: Sequence[UnitRow], shown: Sequence[State]) -> Table:
    table = grid("单位", ">牵头", *(f">{key}" for key in (*shown, *PRESSING)), ">最近填报")
    for row in rows:
        states = [_count(row.led.states[state], COLOURS.get(state, "")) for state in shown]
        alarms = [_count(row.led.alarms[alarm], COLOURS[alarm]) for alarm in PRESSING]
        day = Text(str(row.heard) if row.heard else "从未", "" if row.heard else "dim")
        table.add_row(Text(row.unit.name), Text(str(row.led.tasks)), *states, *alarms, day)
    return table


def _groups(found: Sequence[tuple[Standing, UnitEntry]], shown: Sequence[State]) -> Table:
    """Each task of a group: how many of its members stand where."""
    table = grid("编号", "单位", ">成员", *(f">{state}" for state in shown))
    for one, group in found:
        counts = Counter(member.state for member in group.members)
        states = [_count(counts[state], COLOURS.get(state, "")) for state in shown]
        table.add_row(one.task.id, Text(group.unit.name), str(len(group.members)), *states)
    return table


def _count(number: int, colour: str) -> Text:
    return Text(str(number), colour) if number else Text("-", "dim")


def _tasks(tasks: Sequence[Standing], overview: Overview, width: int) -> Table:
    """The tasks, one line each: their content is cut where the terminal ends."""
    table = grid(*TASK, "内容")
    table.columns[0].no_wrap = table.columns[1].no_wrap = table.columns[4].no_wrap = True
    table.columns[3].max_width = NARROW
    rows = [_task(one, overview) for one in tasks]
    columns = zip((Text(name.lstrip(">")) for name in TASK), *rows, strict=True)
    beside = sum(min(max(cell.cell_len for cell in column), NARROW) + 1 for column in columns)
    for row, one in zip(rows, tasks, strict=True):
        content = Text(" ".join(one.task.content.split()))
        content.truncate(max(width - beside, LEAST), overflow="ellipsis")
        table.add_row(*row, content)
    return table


def _task(one: Standing, overview: Overview) -> tuple[Text, ...]:
    days = one.days_left(overview.today) or 0
    left = Text(f"逾期{-days}天" if days < 0 else f"还有{days}天", COLOURS[one.alarm(overview.today)])
    percent = "" if one.percent is None else f" {one.percent:g}%"
    state = Text(f"{one.state}{percent}", COLOURS.get(one.state, ""))
    return Text(one.task.id), Text(one.task.deadline), left, Text("、".join(one.task.leads)), state


def _lights(overview: Overview) -> Iterator[RenderableType]:
    """Each light that the plan's own rules ask something for, the gravest first, and the tasks that have it."""
    lit = overview.lit if overview.ruled else {}
    for name in reversed(lit):
        lamps = [overview.lights[one.task.id] for one in lit[name]]
        if lamps and not all(lamp.test.is_calm for lamp in lamps):
            ids = "、".join(one.task.id for one in lit[name])
            yield from ("", Text(f"督办 {name}：{len(lamps)}（{ids}）", LAMPS[lamps[0].colour]))


def _steps(overview: Overview) -> Iterator[RenderableType]:
    """The milestones that are late; nothing where there are none."""
    if late := list(overview.late_steps):
        table = grid("编号", "节点", "责任主体", "完成情况")
        for one, step in late:
            row = (one.task.id, step.name, "、".join(entry.unit.name for entry in one.leads), step.answer or "未报")
            table.add_row(*map(Text, row))
        yield from ("", _heading(f"节点逾期：{len(late)}", Alarm.OVERDUE), table)


def _troubles(troubles: Sequence[tuple[Standing, UnitEntry]]) -> Table:
    table = grid("编号", "单位", "进展", "问题")
    table.columns[0].no_wrap = table.columns[2].no_wrap = True
    table.columns[1].max_width = NARROW
    for one, by in troubles:
        said = by.entry.trouble or by.entry.situation if by.entry else ""
        table.add_row(one.task.id, Text(by.unit.name), Text(by.state, COLOURS.get(by.state, "")), Text(said))
    return table


def _office(overview: Overview) -> Iterator[Text]:
    """What waits for the office, and what it sent back; a line for each that there is."""
    asking = dict.fromkeys(f"{one.task.id} {entry.unit.name}" for one, entry in overview.applications)
    waiting = {
        "待审核": [one.task.id for one in overview.within(State.DONE)],
        "申请延期，没有答复": list(asking),
        "已退回，没有重新填报": [one.task.id for one in overview.within(State.RETURNED)],
    }
    return (Text(f"{title}：{len(names)}（{'、'.join(names)}）") for title, names in waiting.items() if names)


def _silent(overview: Overview) -> Text:
    names = overview.silent
    title = f"{overview.since} 以来没有填报的单位" if overview.since else "从未填报的单位"
    return Text(f"{title}：{len(names) or '无'}" + (f"（{'、'.join(names)}）" if names else ""))
