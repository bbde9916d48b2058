"""A process of the preview: it does one job after the other, and is warm before the first.

What it needs is imported when it runs, so that the process that answers browsers starts fast.
"""

import os
import signal
from contextlib import suppress
from datetime import date
from multiprocessing.connection import Connection

from render.documents.project import Project

SAMPLE = "<!DOCTYPE html><html lang=zh-CN><head><title>样</title></head><body><p>样</p></body></html>"


def serve(connection: Connection, project: Project, today: date | None, niceness: int) -> None:
    """Do what is asked until the other side is gone; None ends the answer to each job."""
    from render.build.pool import follow_parent
    from render.page import Page
    from render.preview.desk import Desk
    from render.writers import writer

    follow_parent()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "nice"):
        os.nice(niceness)
    desk = Desk(project, today)
    if not niceness:
        with suppress(Exception):  # what is lacking is told of the first page
            writer("pdf")(Page(SAMPLE, ""))
    with suppress(EOFError, OSError):
        while True:
            method, arguments = connection.recv()
            for message in getattr(desk, method)(*arguments):
                connection.send(message)
            connection.send(None)
