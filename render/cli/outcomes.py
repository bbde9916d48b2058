"""Outcomes and deadlines → the lines that the office reads."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from render.build.manifest import Fate
from render.errors import Problem

if TYPE_CHECKING:  # for the types alone, so that a message is shown fast
    from render.build.agenda import Agenda, Outcome

SILENT = frozenset({Fate.UNCHANGED, Fate.GONE, Fate.FAILED})  # a failure is told as a problem
STAYING = SILENT | {Fate.EDITED, Fate.KEPT_ORPHAN}  # what a build leaves as it is
SHOWN = 5  # names of each kind in `status --files`, and files with the same problem


def line(outcome: "Outcome") -> str:
    """`保留  通知/人事处.docx（手工修改过；新版：通知/人事处.新.docx）`, or nothing where there is nothing to say."""
    if outcome.fate in SILENT:
        return ""
    notes = (
        outcome.fate.reason,
        outcome.beside and f"新版：{outcome.beside}",
        outcome.moved and f"原文件：{outcome.moved}",
    )
    note = "；".join(filter(None, notes))
    return f"{outcome.fate.action}  {outcome.name}" + (f"（{note}）" if note else "")


def summary(files: int, fates: Mapping[Fate, int], seconds: float) -> str:
    """`✓ 70 份：新建 3，更新 2，未变 65（1.2 秒）`, from the number of outputs and how many had each fate."""
    counts = Counter[str]()
    for fate, count in fates.items():
        counts[fate.action] += count if fate is not Fate.GONE else 0
    order = dict.fromkeys(fate.action for fate in Fate)
    words = "，".join(f"{action} {counts[action]}" for action in order if counts[action])
    mark = "✗" if counts[Fate.FAILED] else "✓"
    return f"{mark} {files} 份" + (f"：{words}" if words else "") + f"（{seconds:.1f} 秒）"


def groups(agenda: "Agenda") -> Iterator[str]:
    """What a build would do: `更新  2 份：任务分解表.docx、任务分解表.pdf`."""
    for fate in Fate:
        names = [outcome.name for outcome in agenda.outcomes if outcome.fate is fate]
        if names and fate is not Fate.GONE:
            yield f"{fate}  {len(names)} 份" + ("" if fate is Fate.UNCHANGED else f"：{_some(names)}")


def _some(names: list[str]) -> str:
    return "、".join(names[:SHOWN]) + ("等" if len(names) > SHOWN else "")


def rebuild(agenda: "Agenda") -> str:
    """`文件：更新 3，新建 4；运行 make 生成`: what a build would do, in one line."""
    counts = {action: len(names) for action, names in fates(agenda).items()}
    due = "运行 make 生成" if any(outcome.fate not in STAYING for outcome in agenda.outcomes) else ""
    told = "，".join(f"{action} {count}" for action, count in counts.items())
    return f"文件：{'；'.join(filter(None, (told, due)))}" if told else "文件：都是最新的"


def fates(agenda: "Agenda") -> dict[str, list[str]]:
    """Each thing that a build would do, with the files to which; what stays as it is is left out."""
    found = dict[str, list[str]]()
    for outcome in agenda.outcomes:
        if outcome.fate not in SILENT:
            found.setdefault(outcome.fate.action, []).append(outcome.name)
    return found


def alike(problems: Iterable[Problem]) -> Iterator[str]:
    """Problems as lines, in their order; what befalls many files alike is told once."""
    problems = list(problems)
    totals = Counter(map(_kind, problems))
    told = set[object]()
    for problem in problems:
        kind = _kind(problem)
        if totals[kind] <= SHOWN:
            yield str(problem)
        elif kind not in told:
            told.add(kind)
            yield f"{problem}\n    另有 {totals[kind] - 1} 个文件也是这样"


def _kind(problem: Problem) -> object:
    """What problems have in common that are one to the user; each line of a file is one by itself."""
    return problem if problem.line else (problem.message, problem.hint)


def typefaces(faces: Mapping[str, str | None]) -> str:
    """Which face stands for each role in the PDFs made here."""
    return "PDF 所用字体：" + "，".join(f"{role} {face or '缺'}" for role, face in faces.items())
