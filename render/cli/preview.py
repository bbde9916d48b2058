"""`render preview`."""

import os
import sys
import threading
from contextlib import suppress
from datetime import datetime

import click

from render.cli.shared import DAY, command, with_project
from render.documents.project import Project

HELP = (
    "在浏览器里看生成的样子，计划、模板一保存就更新；点页面上的文字，看它写在哪一行。不写任何文件。\n\n"
    "只有本机能打开。按 Ctrl+C 结束。"
)
EDITOR = "点“打开”时用的编辑器：vscode、cursor 等，或一条命令，例如 'gedit +{line} {file}'"


@command(HELP)
@with_project
@click.option("--port", metavar="端口", type=click.IntRange(0, 65535), default=0, help="用这个端口；不写就找一个空着的")
@click.option("--no-open", is_flag=True, help="不打开浏览器，只说出地址")
@click.option("--today", metavar="日期", type=DAY, help="连同督办通知和进展通报，按这一天看，例如 2017-11-01")
@click.option("--editor", metavar="编辑器", default="", envvar="RENDER_EDITOR", help=EDITOR)
def preview(project: Project, port: int, no_open: bool, today: datetime | None, editor: str) -> None:
    """Serve the documents to a browser on this computer."""
    from render.preview.editor import chosen
    from render.preview.server import HOST, listen, run
    from render.preview.workers import refuse_without_room

    own = chosen(editor)
    refuse_without_room()
    with listen(port) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/"

        def ready() -> None:
            click.echo(f"预览：{address}（按 Ctrl+C 结束）")
            sys.stdout.flush()
            if not no_open and _has_screen():
                import webbrowser  # takes 10 ms

                threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()

        with suppress(KeyboardInterrupt):
            run(project, today.date() if today else None, own, listening, ready)
    click.echo("预览结束")


def _has_screen() -> bool:
    """Whether a browser would come up in a window, and not in this terminal."""
    windows = sys.platform in ("win32", "darwin") or "WSL_DISTRO_NAME" in os.environ
    return windows or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
