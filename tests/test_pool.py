"""Work spread over processes, some of which die."""

import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from render.build.pool import spread, staying


def _double(number: int) -> int:
    if number == 3:
        os._exit(1)
    return 2 * number


def test_every_task_is_done_once() -> None:
    assert dict(spread(_double, [1, 2, 4, 5], 2, int)) == {1: 2, 2: 4, 4: 8, 5: 10}


def test_a_task_whose_process_dies_is_told_and_the_others_are_done() -> None:
    results = list(spread(_double, [1, 2, 3, 4, 5], 2, int))
    assert len(results) == 5
    assert dict(results) == {1: 2, 2: 4, 3: None, 4: 8, 5: 10}


def test_tasks_that_come_too_late_for_a_broken_pool_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    submit, refused = ProcessPoolExecutor.submit, list[int]()

    def refuse_first(pool: Any, work: Any, task: int) -> Any:
        if task == 4 and not refused:
            refused.append(task)
            raise BrokenProcessPool
        return submit(pool, work, task)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse_first)
    assert dict(spread(_double, [1, 2, 4, 5], 2, int)) == {1: 2, 2: 4, 4: 8, 5: 10}
    assert refused == [4]


def _mark(path: Path) -> str:
    path.touch()
    time.sleep(0.05)
    return path.name


def test_the_rest_is_dropped_when_nobody_listens_any_more(tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(400)]
    results = spread(_mark, paths, 2, Path)
    next(results)
    results.close()  # type: ignore[attr-defined]
    done = len(list(tmp_path.iterdir()))
    assert 0 < done < len(paths)


def _who(_: object) -> int:
    time.sleep(0.05)
    return os.getpid()


def _workers() -> set[int | None]:
    return {pid for _, pid in spread(_who, range(8), 2, int)}


def test_processes_stay_while_they_are_asked_to_and_one_that_dies_is_followed_by_another() -> None:
    assert _workers().isdisjoint(_workers())
    with staying(2):
        before = _workers()
        assert before == _workers()
        results = spread(_who, range(400), 2, int)
        next(results)
        results.close()  # type: ignore[attr-defined]
        assert before == _workers()
        assert dict(spread(_double, [1, 3, 5], 2, int)) == {1: 2, 3: None, 5: 10}
        after = _workers()
        assert before.isdisjoint(after)
        assert after == _workers()
    assert after.isdisjoint(_workers())


def test_a_process_imports_what_it_writes_with_and_nothing_that_pages_are_made_of() -> None:
    code = "import sys, render.build.preload; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    modules = set(run.stdout.split())
    assert {"weasyprint", "openpyxl", "render.build.draft", "render.build.pool"} <= modules
    assert {"pydantic", "jinja2", "yaml", "render.plan.model", "render.documents.document"}.isdisjoint(modules)
