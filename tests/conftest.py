"""What several tests need."""

from pathlib import Path

import pytest

from support.small_project import Project


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
