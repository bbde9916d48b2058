"""What several tests need, and how property tests are run."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Commands run in hundreds of processes: without bytecode each of them compiles the program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The helpers assert too: what differs is shown as in a test. To be said before they are imported.
pytest.register_assert_rewrite("support")

from support.small_project import Project  # noqa: E402

# No limits by the clock: a busy machine is no fault. CI tries the same examples each time, so that a change fails by
# its own doing; elsewhere each run tries new ones, and says how to repeat the one that failed.
settings.register_profile(
    "render",
    deadline=None,
    derandomize="CI" in os.environ,
    max_examples=60,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("render")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write tests/golden/ anew, for a review to see")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A small project in the current folder."""
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


@pytest.fixture
def built(project: Project) -> Project:
    """The small project, built once."""
    assert project.run("build").code == 0
    return project
