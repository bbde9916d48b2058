"""Work spread over processes, some of which die."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from render.build.pool import spread


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
