"""What happened to one task, as a table in the terminal and for other programs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from render.cli.board import COLOURS, grid
from render.plan.fields import ID
from render.plan.history import Event
from render.plan.standing import Standing
from render.plan.states import Alarm

COLUMNS = ("日期", "谁", "什么", "内容", "凭据")


@dataclass(frozen=True, slots=True)
class TaskStory:
    """A task where it stands on a day, and all that happened to it, oldest first."""

    standing: Standing
    events: Sequence[Event]
    today: date

    def tables(self) -> Iterator[RenderableType]:
        """What it is, where it stands, then one line for each thing that happened."""
        one = self.standing
        yield Text(f"{one.task.id} {one.task.content}", "bold")
        until = f"，延期至{one.review.extension.until}" if one.review.extension else ""
        yield Text(f"{'、'.join((*one.task.mains, *one.task.leads))}，{one.deadline.text or '没有完成时间'}{until}")
        alarm = one.alarm(self.today)
        said = f"，{alarm}" if alarm not in (Alarm.NONE, str(one.state)) else ""
        yield Text(f"截至{self.today}：{one.state}{said}", COLOURS.get(one.state, ""))
        if not self.events:
            yield Text("还没有经过")
            return
        found = grid(*COLUMNS)
        for column in (0, 2):
            found.columns[column].no_wrap = True
        for event in self.events:
            found.add_row(*(Text(text) for text in _cells(event).values()))
        yield found

    @property
    def data(self) -> dict[str, Any]:
        """Everything, for other programs."""
        one = self.standing
        return {
            ID: one.task.id,
            "内容": one.task.content,
            "完成时间": one.deadline.text,
            "延期至": one.review.extension.until if one.review.extension else "",
            "进展状态": str(one.state),
            "预警": str(one.alarm(self.today)),
            "经过": [_cells(event) for event in self.events],
        }


def _cells(event: Event) -> dict[str, str]:
    texts = (str(event.day), event.by, event.what, event.text, event.source)
    return dict(zip(COLUMNS, texts, strict=True))
