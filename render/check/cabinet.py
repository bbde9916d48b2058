"""What is wrong in issued/: files that are not as they were sent, and records of a former form."""

from collections.abc import Iterator

from render.check.lint import Finding, Level
from render.documents.project import Project
from render.errors import Problem
from render.reader.dispatches import Cabinet, former_records

SENT = "发文"  # the rule


def cabinet(project: Project, sent: Cabinet) -> Iterator[Finding]:
    """Each file that was touched since it was sent, and each record of a former form."""
    for filed in sent:
        for name, is_there in filed.touched:
            said = "发出以后改动过，不是发出的那一份" if is_there else "发出的文件不见了"
            yield Finding(Level.ERROR, SENT, Problem(str(filed.folder / name), 0, said, "用备份换回"))
    for path in former_records(project.issued):
        said = "这是旧版程序记下的计划，不再读它；变更通知不与它比"
        hint = "已经发出的公文，用 render issue 重新登记；这个文件可以留着"
        yield Finding(Level.NOTE, SENT, Problem(str(path), 0, said, hint))
