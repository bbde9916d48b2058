"""What stands in a returned workbook beside the answers: told with its place, so that nothing is lost in silence."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils import column_index_from_string, get_column_letter

from render.collect.tracker import Tracker
from render.collect.values import Typed
from render.plan.answers import ANSWERS
from render.plan.states import Alarm
from render.shorten import shortened

COMPUTED = ("剩余天数", "预警")
LONGEST = 60  # characters of a text that are shown
#: What Excel writes above a threaded comment for versions that know notes only.
THREADED = re.compile(r"^\[[^\]]+\].*?linkid=\d+\s*", re.DOTALL)
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def asides(tracker: Tracker, workbook: Any, data: bytes) -> Iterator[str]:
    """One line for each thing."""
    for find in (_elsewhere, _merged, _struck, _hidden):
        yield from find(tracker)
    yield from remarks(tracker, data)
    for sheet in workbook.worksheets:
        if sheet.title not in (tracker.name, *tracker.others) and sheet.sheet_state == "visible" and _texts(sheet):
            yield f"还有工作表“{sheet.title}”，没有读：{brief(_texts(sheet)[0])}"


def remarks(tracker: Tracker, data: bytes) -> Iterator[str]:
    """What was written over the cells: notes and boxes."""
    yield from _comments(tracker)
    yield from (f"文本框里的“{brief(text)}”没有收" for text in _boxes(data))


def brief(text: str, longest: int = LONGEST) -> str:
    """A text in one line, cut where it is long."""
    line = " / ".join(part.strip() for part in text.split("\n"))
    return shortened(line, longest)


def _texts(sheet: Any) -> list[str]:
    return [text for cell in sheet._cells.values() if (text := Typed(str(cell.value or "")).text)]


def _elsewhere(tracker: Tracker) -> Iterator[str]:
    """Cells below the header in no column that is read, and in rows without an id."""
    first = tracker.header or min((row.number - 1 for row in tracker.rows), default=0)
    known = {column: key for key, column in tracker.columns.items()}
    ids, strays = {row.number for row in tracker.rows}, {row.number for row in tracker.strays}
    for number, column in sorted(place for place in tracker.sheet._cells if place[0] > first):
        if number in strays or (number in ids and column in known):
            continue
        typed, heading = tracker.typed(number, column), tracker.typed(tracker.header, column).text
        if typed.text and not (heading in COMPUTED and _is_computed(tracker, number, column)):
            where = tracker.place(f"{get_column_letter(column)}{number}")
            told = f"“{heading}”栏的" if number in ids and heading else "" if number in ids else "表外的"
            yield f"{where}：{told}“{brief(typed.text)}”没有收"


def _is_computed(tracker: Tracker, number: int, column: int) -> bool:
    """Whether a cell still holds what the tracker computes, or had computed when it was copied."""
    cell = tracker.sheet._cells[number, column]
    typed = tracker.typed(number, column)
    return cell.data_type == "f" or typed.number is not None or typed.text in {*Alarm}


def _merged(tracker: Tracker) -> Iterator[str]:
    """Merged cells among those to fill in: Excel keeps what stands in the first."""
    known = {column: key for key, column in tracker.columns.items()}
    numbers = {row.number: row.task for row in tracker.rows}
    for area in sorted(map(str, tracker.sheet.merged_cells.ranges)):
        merged = next(one for one in tracker.sheet.merged_cells.ranges if str(one) == area)
        keys = [known[column] for column in range(merged.min_col, merged.max_col + 1) if column in known]
        rows = [row for row in range(merged.min_row, merged.max_row + 1) if row in numbers]
        if rows and any(key in ANSWERS for key in keys):
            yield f"{tracker.place(area)}：合并的格子，只算第{rows[0]}行（任务{numbers[rows[0]]}）的{keys[0]}"


def _answers(tracker: Tracker) -> Iterator[tuple[str, Any]]:
    """Each cell that was filled in: its place, and the cell with its look."""
    for row in tracker.rows:
        for key, (place, typed) in row.cells.items():
            if key in ANSWERS and not typed.is_blank:
                yield tracker.place(place), tracker.sheet._cells[row.number, tracker.columns[key]]


def _struck(tracker: Tracker) -> Iterator[str]:
    for place, cell in _answers(tracker):
        runs = cell.value if isinstance(cell.value, CellRichText) else []
        struck = [run.text for run in runs if isinstance(run, TextBlock) and run.font and run.font.strike]
        if cell.font.strike or struck:
            yield f"{place}：“{brief(''.join(struck) or Typed(str(cell.value)).text)}”画了删除线，照样收了"


def _hidden(tracker: Tracker) -> Iterator[str]:
    """Rows and columns that nobody sees and in which something was filled in."""
    filled = [row for row in tracker.rows if not row.is_blank]
    rows = [str(row.number) for row in filled if tracker.sheet.row_dimensions[row.number].hidden]
    if rows:
        yield f"{tracker.name}第{'、'.join(rows)}行是隐藏的，照样收了"
    columns = _hidden_columns(tracker.sheet)
    for key in ANSWERS:
        if tracker.columns.get(key) in columns and any(not row.cells[key][1].is_blank for row in filled):
            yield f"{tracker.name}{get_column_letter(tracker.columns[key])}列“{key}”是隐藏的，照样收了"


def _hidden_columns(sheet: Any) -> set[int]:
    spans = ((one, column_index_from_string(one.index)) for one in sheet.column_dimensions.values() if one.hidden)
    return {column for one, index in spans for column in range(one.min or index, (one.max or index) + 1)}


def _comments(tracker: Tracker) -> Iterator[str]:
    """Notes, and threaded comments, which are kept as notes too."""
    for _, cell in sorted(tracker.sheet._cells.items()):
        if cell.comment and (text := Typed(THREADED.sub("", cell.comment.text)).text):
            yield f"{tracker.place(cell.coordinate)}：批注“{brief(text)}”没有收"


def _boxes(data: bytes) -> Iterator[str]:
    """The texts of boxes that lie on the sheets."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
                root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, recover=True))
                for body in root.iter("{*}txBody"):
                    lines = (
                        "".join(run.text or "" for run in line.iter(f"{DRAWING}t")) for line in body.iter(f"{DRAWING}p")
                    )
                    yield from filter(None, [Typed("\n".join(lines)).text])
