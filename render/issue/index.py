"""archive/ → its index page, which links every year and every file: one file of HTML, to be opened from the disk."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from render.errors import InputError
from render.plan.dispatch import Dispatch
from render.reader import read_plan
from render.reader.archives import NEXT, years_in
from render.reader.dispatches import PLAN, Cabinet, Filed, read_cabinet

ISSUED = "issued"
NAMES = {PLAN: "计划", "progress.yaml": "各单位填报的进展"}
PAGE = """\
<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>归档</title>
<style>
body {{ max-width: 56em; margin: 2em auto; padding: 0 1em; font-family: "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; line-height: 1.7; color: #222; background: #fff; }}
h1 {{ font-size: 1.5em; }}
h2 {{ font-size: 1.2em; margin: 2em 0 .3em; border-bottom: 2px solid #b22; }}
h3 {{ font-size: 1em; margin: 1em 0 .2em; }}
ul {{ margin: .3em 0; padding-left: 1.4em; }}
summary {{ cursor: pointer; }}
a {{ color: #14508c; }}
</style>
</head>
<body>
<h1>归档</h1>
{years}</body>
</html>
"""  # noqa: E501


def index_page(archive: Path) -> str:
    """The page; a year that cannot be read is listed by its files alone."""
    return PAGE.format(years="".join(_lines(archive)))


def _lines(archive: Path) -> Iterator[str]:
    for folder in years_in(archive):
        yield f"<h2>{escape(_title(folder))}</h2>\n<ul>\n"
        for path in sorted(_files(folder), key=lambda path: (path.name in NAMES, path)):
            yield f"<li>{_link(path, archive, NAMES.get(path.name, ''))}</li>\n"
        yield "</ul>\n"
        yield from _dispatches(folder / ISSUED, archive)


def _title(folder: Path) -> str:
    try:
        title = read_plan(folder / PLAN).plan.title
    except InputError:
        return folder.name
    return title if folder.name in title else f"{folder.name}年　{title}"


def _files(folder: Path) -> Iterator[Path]:
    """The files of a year that were not sent."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and parts[0] != ISSUED and path.name != NEXT and not any(part[0] == "." for part in parts):
            yield path


def _dispatches(issued: Path, archive: Path) -> Iterator[str]:
    try:
        cabinet = read_cabinet(issued)
    except InputError:
        cabinet = Cabinet()
    known = {filed.folder: filed for filed in cabinet}
    folders = sorted(path for path in issued.iterdir() if path.is_dir()) if issued.is_dir() else []
    if folders:
        yield "<h3>发过的公文</h3>\n"
    for folder in folders:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        yield f"<details><summary>{escape(_said(folder, known.get(folder)))}</summary>\n<ul>\n"
        yield from (f"<li>{_link(path, archive, '', folder)}</li>\n" for path in files)
        yield "</ul></details>\n"


def _said(folder: Path, filed: Filed | None) -> str:
    return _of(filed.dispatch) if filed else folder.name


def _of(dispatch: Dispatch) -> str:
    """任务通知（2017年3月5日）　某财函〔2017〕5号　30 个单位."""
    facts = (dispatch.text, dispatch.marks, f"{len(dispatch.addressees)} 个单位")
    return "　".join(filter(None, facts))


def _link(path: Path, archive: Path, said: str, folder: Path | None = None) -> str:
    place = path.relative_to(archive)
    name = path.relative_to(folder or archive / place.parts[0]).as_posix()
    text = f"{said}（{name}）" if said else name
    return f'<a href="{quote(place.as_posix())}">{escape(text)}</a>'
